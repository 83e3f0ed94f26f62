"""A ward's bulletin as HTML and as PDF."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from casebook.packs.bulletin.page import Bulletin
from casebook.packs.html import own_file, template
from casebook.packs.typesetting import printable, typeset

TEMPLATE = "bulletin.typ"


def render_html(page: Bulletin) -> str:
    """The page as one HTML text; the same page gives the same text. Write it as UTF-8."""
    css = f"{own_file('review.css')}\n{own_file('bulletin.css')}"
    return template("bulletin.html").render(page=page, css=css)


def render_pdf(page: Bulletin) -> bytes:
    """The page as PDF; the same page gives the same bytes."""
    return typeset(TEMPLATE, printed(page), page.made_on)


def printed(page: Bulletin) -> dict[str, Any]:
    """The page as Typst takes it."""
    data = asdict(page) | {"made_on": str(page.made_on)}
    for name in ("counts", "by_type", "meetings"):
        own = getattr(page, name)
        data[name] = data[name] | {"tiers": own.tiers} if own else None
    return printable(data)
