"""A page of one kind as HTML and as PDF, by the templates that are called after its kind."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from casebook.packs.html import own_file, template
from casebook.packs.typesetting import as_data, printable, typeset


class OnePage(Protocol):
    """A page's plain values; the rest of them are its templates' own."""

    @property
    def made_on(self) -> date:
        """The day it says that it was made."""


def render_page(kind: str, page: OnePage) -> str:
    """The page as one HTML text; the same page gives the same text. Write it as UTF-8."""
    css = f"{own_file('review.css')}\n{own_file(f'{kind}.css')}"
    return template(f"{kind}.html").render(page=page, css=css)


def render_page_pdf(kind: str, page: OnePage) -> bytes:
    """The page as PDF; the same page gives the same bytes.

    Raises :class:`casebook.packs.typesetting.PdfFailure` where the fonts aren't installed.
    """
    return typeset([f"{kind}.typ"], printed_page(page), page.made_on)


def printed_page(page: OnePage) -> dict[str, Any]:
    """The page as Typst takes it."""
    return printable(as_data(page))
