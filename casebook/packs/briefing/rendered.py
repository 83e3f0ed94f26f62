"""A briefing as text for a terminal, as HTML and as PDF."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from casebook.packs.briefing.page import BriefedHotspot, Briefing
from casebook.packs.html import own_file, template
from casebook.packs.typesetting import printable, typeset

TEMPLATE = "briefing.typ"
_WIDTH, _LABEL = 92, 12


def render_text(page: Briefing) -> str:
    """The page as plain text."""
    return "\n".join(_lines(page)) + "\n"


def _lines(page: Briefing) -> Iterator[str]:
    yield page.marking
    yield ""
    yield page.title
    yield from (words for words in (page.synthetic, page.as_of) if words)
    for number, one in enumerate(page.hotspots, start=1):
        yield ""
        yield from _hotspot(number, one)
    if page.nothing:
        yield from ("", page.nothing)
    if page.brief:
        yield from ("", "ALSO")
        for words in page.brief:
            yield from _wrapped("- ", words)
    if page.due:
        yield from ("", "DUE")
        for line in page.due.lines:
            by, what, about, says, who = line.cells
            yield from _wrapped("- ", f"{by}: {what} {about}, {says} ({who})")
        if page.due_more:
            yield f"  {page.due_more}"
    yield ""
    for words in page.notes:
        yield from _wrapped("", words)
    yield from ("", page.marking)


def _hotspot(number: int, one: BriefedHotspot) -> Iterator[str]:
    yield f"{number}. {one.heading}"
    if one.flag:
        yield from _wrapped("   ! ", one.flag)
    for label, words in one.facts:
        yield from _wrapped(f"   {label}".ljust(_LABEL + 3), words)


def _wrapped(first: str, words: str) -> Iterator[str]:
    yield from textwrap.wrap(
        words, _WIDTH, initial_indent=first, subsequent_indent=" " * len(first)
    ) or [first]


def render_html(page: Briefing) -> str:
    """The page as one HTML text; the same page gives the same text. Write it as UTF-8."""
    css = f"{own_file('review.css')}\n{own_file('briefing.css')}"
    return template("briefing.html").render(page=page, css=css)


def render_pdf(page: Briefing) -> bytes:
    """The page as PDF; the same page gives the same bytes."""
    return typeset(TEMPLATE, printed(page), page.made_on)


def printed(page: Briefing) -> dict[str, Any]:
    """The page as Typst takes it."""
    data = asdict(page) | {"made_on": str(page.made_on)}
    if page.due:
        data["due"] |= {"tiers": page.due.tiers}
    return printable(data)
