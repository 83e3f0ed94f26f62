"""A pack as one HTML file that opens without a network and runs no script but its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from casebook.packs.review.pack import ReviewPack
from geo.policy import content_policy


def render_html(pack: ReviewPack) -> str:
    """The pack as one HTML text; the same pack gives the same text.

    Write it as UTF-8 and keep its line ends, so that the bytes are the same everywhere.
    """
    script = own_file("review.js")
    policy = content_policy(f"<script>\n{script}</script>")
    return template("review.html").render(
        page=pack, css=own_file("review.css"), script=script, policy=policy
    )


def with_links(words: str, links: Mapping[str, str]) -> Markup:
    """Text as HTML in which each ref that ``links`` knows leads to the part of that id.

    >>> with_links("HS-1 & HS-12", {"HS-1": "a"})
    Markup('<a href="#a">HS-1</a> &amp; HS-12')
    """
    if not links:
        return escape(words)
    parts = _ref_pattern(tuple(links)).split(words)
    return Markup("").join(
        Markup('<a href="#{}">{}</a>').format(links[part], part) if at % 2 else escape(part)
        for at, part in enumerate(parts)
    )


@lru_cache(maxsize=4)
def _ref_pattern(refs: tuple[str, ...]) -> re.Pattern[str]:
    """Any of ``refs`` by itself, the longest first."""
    every = "|".join(re.escape(ref) for ref in sorted(refs, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])({every})(?![\w-])")


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
    environment.filters["with_links"] = with_links
    environment.globals |= {"script": "", "policy": content_policy("")}
    return environment.get_template(name)


def own_file(name: str) -> str:
    """The text of a file of this package."""
    return files("casebook.packs").joinpath("templates", name).read_text(encoding="utf-8")
