"""A pack as one HTML file that opens without a network and runs no script."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from casebook.packs.review import ReviewPack
from casebook.packs.svg import Picture


def render_html(pack: ReviewPack) -> str:
    """The pack as one HTML text; the same pack gives the same text.

    Write it as UTF-8 and keep its line ends, so that the bytes are the same everywhere.
    """
    return _template().render(pack=pack, css=Markup(_text("review.css")))


def _drawing(picture: Picture) -> Markup:
    """The drawing itself: its texts were escaped where it was drawn."""
    return Markup(picture.svg)


def css_string(words: str) -> Markup:
    r"""A quoted CSS string that nothing in ``words`` can end.

    >>> css_string('SECRET "</style>')
    Markup('"SECRET \\22 \\3c \\2f style\\3e "')
    """
    plain = (c if c in " -" or (c.isascii() and c.isalnum()) else f"\\{ord(c):x} " for c in words)
    return Markup(f'"{"".join(plain)}"')


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["drawing"] = _drawing
    environment.filters["css_string"] = css_string
    return environment.from_string(_text("review.html"))


def _text(name: str) -> str:
    return files("casebook.packs").joinpath(name).read_text(encoding="utf-8")
