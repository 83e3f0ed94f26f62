"""A pack as one HTML file that opens without a network and runs no script."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template

from casebook.packs.review.pack import ReviewPack


def render_html(pack: ReviewPack) -> str:
    """The pack as one HTML text; the same pack gives the same text.

    Write it as UTF-8 and keep its line ends, so that the bytes are the same everywhere.
    """
    return template("review.html").render(page=pack, css=own_file("review.css"))


def css_string(words: str) -> str:
    r"""A quoted CSS string that nothing in ``words`` can end.

    >>> css_string('SECRET "</style>')
    '"SECRET \\22 \\3c \\2f style\\3e "'
    """
    plain = (c if c in " -" or (c.isascii() and c.isalnum()) else f"\\{ord(c):x} " for c in words)
    return f'"{"".join(plain)}"'


@cache
def template(name: str) -> Template:
    """A template of this package: text is escaped, and a name that isn't given raises."""
    environment = Environment(
        loader=FunctionLoader(own_file),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["css_string"] = css_string
    return environment.get_template(name)


def own_file(name: str) -> str:
    """The text of a file of this package."""
    return files("casebook.packs").joinpath("templates", name).read_text(encoding="utf-8")
