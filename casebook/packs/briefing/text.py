"""A briefing as text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from casebook.packs.briefing.page import BriefedHotspot, Briefing

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
