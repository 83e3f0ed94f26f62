"""A ward's bulletin as one page: in plain values that HTML and PDF both lay out.

It holds what its people are meant to read and nothing else: no text of a case, no hotspot, no
count that is small, and nothing of the casebook's marking.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from casebook.core import wording
from casebook.core.english import counted, listed
from casebook.core.errors import BadValue
from casebook.core.months import Month
from casebook.packs.facts import cut, plain_text
from casebook.packs.public.release import MARKING
from casebook.packs.public.suppression import SMALLEST, PublicCounts, public_count
from casebook.packs.tables import PrintColumn, PrintRow, PrintTable

if TYPE_CHECKING:
    from casebook.registers.meeting import Meeting

PRIORITIES, SAID, MEETINGS = 5, 3, 4
"""How many of each fit on the page."""
_PRIORITY, _SAID, _DID, _VENUE, _PURPOSE = 100, 90, 130, 50, 90
"""Characters of each text that fit; a longer one is cut, and whoever makes the page is told."""
NOT_SHOWN = f"under {SMALLEST}"
PROMISE = (
    "Ask us anything about policing where you live: you get an answer within 72 hours. Call 101, "
    "or speak to us at a meeting. In an emergency call 999."
)
NOT_LOADED = "not known yet"


@dataclass(frozen=True)
class Said:
    """What people said and what was done."""

    said: str
    did: str


@dataclass(frozen=True)
class WardNews:
    """What the casebook holds for a ward's people, before it is laid out."""

    ref: str
    name: str
    officer: str
    priorities: tuple[str, ...]
    said: tuple[Said, ...]
    """The newest first."""
    meetings: tuple[Meeting, ...]
    """Open to the public, the soonest first."""
    totals: Mapping[str, tuple[int | None, ...]]
    """Crime and ASB, each in the months of :attr:`months`; None isn't loaded."""
    months: tuple[Month, ...]
    by_type: PublicCounts | None
    """Crime of the newest month by type; None where it isn't loaded or has one type alone."""
    asked: str
    """Where or of whom the questions were asked: ``in Harbour``, ``of Lomea Police``."""
    answered: float | None
    """Per cent of those of the month answered within 72 hours; None where too few were asked."""


@dataclass(frozen=True)
class Bulletin:
    """The page in words and tables; nothing in it is markup."""

    title: str
    force: str
    marking: str
    synthetic: str
    area: str
    month: str
    officer: str
    promise: str
    kept: str
    """How the promise was kept; empty where too few asked."""
    priorities: tuple[str, ...]
    said: tuple[Said, ...]
    counts: PrintTable
    by_type: PrintTable | None
    hidden: str
    """What of it isn't shown, in a sentence."""
    meetings: PrintTable | None
    notes: tuple[str, ...]
    made_on: date
    left_out: tuple[str, ...]
    """What there is more of than the page holds: for whoever makes it, never for the page."""


def bulletin(news: WardNews, *, force: str, synthetic: str, made_on: date) -> Bulletin:
    """The page of a ward's ``news``."""
    area, month = plain_text(news.name or news.ref), _long(news.months[0])
    return Bulletin(
        title=f"{area}: your neighbourhood policing, {month}",
        force=plain_text(force),
        marking=MARKING,
        synthetic=plain_text(synthetic),
        area=area,
        month=month,
        officer=_officer(news),
        promise=PROMISE,
        kept=_kept(news, month),
        priorities=tuple(_short(one, _PRIORITY) for one in news.priorities[:PRIORITIES]),
        said=tuple(
            Said(_short(one.said, _SAID), _short(one.did, _DID)) for one in news.said[:SAID]
        ),
        counts=_counts(news),
        by_type=_types(news, month),
        hidden=_hidden(news.by_type),
        meetings=_meetings(news),
        notes=tuple(_notes(news, force, made_on)),
        made_on=made_on,
        left_out=tuple(_left_out(news)),
    )


def refuse_unfinished(month: Month, today: date) -> None:
    """Raise :class:`BadValue` for a month that isn't over: its counts would look like a fall."""
    if month.last >= today:
        raise BadValue(
            f"{month.label} isn't over: a bulletin counts whole months, the last of which is "
            f"{Month.of(today) + -1}."
        )


def _long(month: Month) -> str:
    return f"{calendar.month_name[month.number]} {month.year}"


def _short(words: str, most: int) -> str:
    return cut(plain_text(words), most)


def _officer(news: WardNews) -> str:
    if news.officer:
        return f"Your named officer is {plain_text(news.officer)}."
    return "A named officer is being chosen for this area."


def _kept(news: WardNews, month: str) -> str:
    if news.answered is None:
        return ""
    where = plain_text(news.asked)
    return (
        f"Of what was asked {where} in {month}, {wording.percent(news.answered)} was answered "
        "in that time."
    )


def _counts(news: WardNews) -> PrintTable:
    columns = (
        PrintColumn("Recorded here", kind="phrase"),
        *(PrintColumn(month.label, kind="figure") for month in news.months),
    )
    lines = tuple(PrintRow((name, *map(_public, counts))) for name, counts in news.totals.items())
    return PrintTable("Crime and anti-social behaviour", columns, lines)


def _public(count: int | None) -> str:
    if count is None:
        return NOT_LOADED
    shown = public_count(count)
    return NOT_SHOWN if shown is None else wording.number(shown)


def _types(news: WardNews, month: str) -> PrintTable | None:
    if news.by_type is None or not news.by_type.shown:
        return None
    columns = (PrintColumn("Crime", kind="phrase"), PrintColumn("Recorded", kind="figure"))
    lines = tuple(
        PrintRow((plain_text(name), wording.number(count)))
        for name, count in news.by_type.shown.items()
    )
    return PrintTable(f"Crime by type, {month}", columns, lines)


def _hidden(counts: PublicCounts | None) -> str:
    if counts is None or not counts.hidden:
        return ""
    if not counts.shown:
        return f"Too few to part by type: counts under {SMALLEST} aren't shown."
    return f"Not shown, because a count is too small or would tell one that is: {_named(counts)}."


def _named(counts: PublicCounts) -> str:
    return listed(plain_text(name) for name in counts.hidden)


def _meetings(news: WardNews) -> PrintTable | None:
    if not news.meetings:
        return None
    columns = (
        PrintColumn("When", kind="phrase"),
        PrintColumn("Where", weight=2),
        PrintColumn("What for", weight=3),
    )
    lines = tuple(
        PrintRow(
            (
                _when(one),
                _short(one.venue, _VENUE) or "Ask us where",
                _short(one.text, _PURPOSE) + (" (called off)" if one.called_off else ""),
            )
        )
        for one in news.meetings[:MEETINGS]
    )
    return PrintTable("Meetings you can come to", columns, lines)


def _when(meeting: Meeting) -> str:
    day = f"{calendar.day_abbr[meeting.at.weekday()]} {wording.day(meeting.at)}"
    return f"{day}, {meeting.time}" if meeting.time else day


def _notes(news: WardNews, force: str, made_on: date) -> Iterator[str]:
    by = f" by {plain_text(force)}" if force else ""
    yield (
        f"Counts are of what was recorded{by} in {plain_text(news.name or news.ref)}, as known on "
        f"{wording.day(made_on)}. They go up and down from month to month by chance alone. Counts "
        f"under {SMALLEST} aren't shown, so that nobody can be told from them."
    )


def _left_out(news: WardNews) -> Iterator[str]:
    for what, have, most in (
        ("priority", len(news.priorities), PRIORITIES),
        ("answer", len(news.said), SAID),
        ("meeting", len(news.meetings), MEETINGS),
    ):
        if have > most:
            yield f"{counted(have - most, what)} more than the page holds."
    long = [
        *((one, _PRIORITY) for one in news.priorities[:PRIORITIES]),
        *((one.said, _SAID) for one in news.said[:SAID]),
        *((one.did, _DID) for one in news.said[:SAID]),
        *((one.venue, _VENUE) for one in news.meetings[:MEETINGS]),
        *((one.text, _PURPOSE) for one in news.meetings[:MEETINGS]),
    ]
    shortened = sum(len(" ".join(plain_text(words).split())) > most for words, most in long)
    if shortened:
        yield f"{counted(shortened, 'text')} cut to fit the page: shorten the words."
