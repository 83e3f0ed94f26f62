"""What the registers add up to, statement by statement: a chapter of a pack each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from itertools import groupby

from casebook.core import english, wording
from casebook.core.months import Month, Window
from casebook.core.register_codes import GROUPS
from casebook.core.statement import Head, Statement
from casebook.packs.chapters.money import money
from casebook.packs.chapters.parts import ChapterBody, PackScope, once
from casebook.packs.chapters.programmes import programmes
from casebook.packs.chapters.statement_table import statement_table
from casebook.packs.tables import PrintTable

YEAR = 12
RECENT = 3
"""Months for which what is over stays in the pack."""
_ENGAGEMENT = "Communication"
"""The group of activities that is engagement; the others are results."""


@dataclass(frozen=True)
class Chapter:
    """A heading, the tables under it, and the sentences that more than one of them needs."""

    anchor: str
    heading: str
    tables: tuple[PrintTable, ...]
    notes: tuple[str, ...] = ()

    @property
    def blocks(self) -> tuple[tuple[PrintTable, ...], ...]:
        """The tables as they are laid out: those of half a page that follow one another as one."""
        found: list[tuple[PrintTable, ...]] = []
        for half, run in groupby(self.tables, key=lambda table: table.half):
            tables = tuple(run)
            found += [tables] if half else [(table,) for table in tables]
        return tuple(found)


def chapters_of(scope: PackScope, wanted: Collection[str] = ()) -> tuple[Chapter, ...]:
    """The chapters ``wanted``, by anchor and in their order, or all.

    A table without rows is left out, and so is an empty chapter.
    """
    found = []
    for anchor, heading, make in _CHAPTERS:
        if wanted and anchor not in wanted:
            continue
        body = make(scope)
        if body.tables:
            found.append(_chapter(anchor, heading, body))
    return tuple(found)


def _chapter(anchor: str, heading: str, body: ChapterBody) -> Chapter:
    """The chapter with each sentence printed once: those of several tables at its end."""
    times = Counter(note for table in body.tables for note in set(table.notes))
    shared = once(note for table in body.tables for note in table.notes if times[note] > 1)
    tables = tuple(
        replace(table, notes=once(note for note in table.notes if note not in shared))
        for table in body.tables
    )
    return Chapter(anchor, heading, tables, shared)


def results(scope: PackScope) -> ChapterBody:
    """What was done by code, months beside financial year to date; of the force, by district."""
    by_code = _month_and_year(scope)
    if not by_code.rows:
        return ChapterBody()
    label = scope.year_to_date.label
    rows = by_code.rows
    done = replace(by_code, rows=tuple(row for row in rows if row["group"] != _ENGAGEMENT))
    engaged = replace(by_code, rows=tuple(row for row in rows if row["group"] == _ENGAGEMENT))
    heads = (Head("what", "Engagement"), *(head for head in engaged.heads if head.right))
    engaged = replace(engaged, heads=heads, grouped="")
    tables = [
        statement_table(part, title=f"{title}, {label}", half=True)
        for title, part in (("Results", done), ("Engagement", engaged))
        if part.rows
    ]
    windows = () if scope.place else (scope.window, scope.year_to_date)
    for window in dict.fromkeys(windows):
        districts = scope.state("activity", "total", by="district", window=window)
        if districts.rows:
            districts = districts.only("district", "name", *GROUPS)
            if window == scope.window:
                districts = replace(districts, notes=_of_month(scope, districts, by_code))
            title = f"By district, {window.label}"
            tables.append(statement_table(districts, title=title, half=True))
    return ChapterBody(tuple(tables))


def _month_and_year(scope: PackScope) -> Statement:
    """Each code's count in the month beside that in the financial year up to it."""
    year, window = scope.year_to_date, scope.window
    found = scope.state("activity", "total", by="code", window=year)
    month = scope.state("activity", "total", by="code", window=window)
    counts = {row["code"]: row["count"] for row in month.rows}
    none = 0 if month.rows else None
    rows = tuple(
        {**row, "group": english.sentence(row["group"]), "now": counts.get(row["code"], none)}
        for row in found.rows
    )
    heads = [*found.only("group", "what").heads, Head("now", window.label, "number", kept=True)]
    if year != window:
        heads.append(Head("count", year.label, "number"))
    notes = once((*found.notes, *_of_month(scope, month, found)))
    return replace(found, heads=tuple(heads), rows=rows, notes=notes, total=None, grouped="group")


def _of_month(scope: PackScope, month: Statement, year: Statement) -> tuple[str, ...]:
    """The sentences of the month's results; the month is named in those the year doesn't share."""
    label = scope.window.label
    return tuple(note if note in year.notes else f"{label}: {note}" for note in month.notes)


def indicators(scope: PackScope) -> ChapterBody:
    """Where every indicator stands."""
    standing = scope.state("indicator", "standing")
    title = f"Newest reading of each on {wording.day(scope.today)}"
    return (
        ChapterBody((statement_table(standing, title=title),)) if standing.rows else ChapterBody()
    )


def abstraction(scope: PackScope) -> ChapterBody:
    """The month by district, the months since recording began, and the month's reasons."""
    window = scope.window
    by_month = scope.state("abstraction", "rate", by="month", window=_year(scope))
    began = next((row for row in by_month.rows if row["counted_hours"] is not None), None)
    if began is None:
        return ChapterBody()
    recorded = Window(Month.parse(began["month"]), scope.month)
    found = [
        scope.state("abstraction", "rate", by="district", window=window),
        scope.state("abstraction", "rate", by="month", window=recorded),
        scope.state("abstraction", "reasons", window=window),
    ]
    titles = (
        f"By district, {window.label}",
        f"By month, {recorded.label}",
        f"By reason, {window.label}",
    )
    tables = tuple(
        statement_table(each, title=title, half=True)
        for each, title in zip(found, titles, strict=True)
        if each.rows
    )
    return ChapterBody(tables)


def _year(scope: PackScope) -> Window:
    return Window(scope.month + (1 - YEAR), scope.month)


def community(scope: PackScope) -> ChapterBody:
    """The 72-hour clock of the month by district, and the wards where something is flagged."""
    clock = scope.state("query", "clock", window=scope.window, by="district")
    tables = []
    if clock.rows:
        heads = tuple(head for head in clock.heads if head.key != "in_time")
        total = clock.total if len(clock.rows) > 1 else None
        tables.append(statement_table(replace(clock, heads=heads, total=total)))
    wards = scope.state("priority", "current")
    if any(row["officer"] or row["priority"] for row in wards.rows):
        tables.append(_flagged(wards))
    return ChapterBody(tuple(tables))


def _flagged(wards: Statement) -> PrintTable:
    """The priorities that are out of date or missing, over the totals of all wards."""
    rows = tuple(row for row in wards.rows if row["flag"])
    clear = {row["ward"] for row in wards.rows} - {row["ward"] for row in rows}
    said = f"Not listed: {english.counted(len(clear), 'ward')} with nothing out of date or missing."
    kept = replace(wards, rows=rows, grouped="", notes=(*wards.notes, *([said] if clear else [])))
    kept = kept.only("ward", "name", "officer", "priority", "set_on", "reviewed", "flag")
    title = "Named officers and local priorities: what is out of date or missing"
    return statement_table(kept, title=title)


_CHAPTERS: tuple[tuple[str, str, Callable[[PackScope], ChapterBody]], ...] = (
    ("results", "Results and engagement", results),
    ("programmes", "Programmes and operations", programmes),
    ("money", "Money", money),
    ("indicators", "Indicators", indicators),
    ("abstraction", "Abstraction", abstraction),
    ("community", "Queries and local priorities", community),
)
"""Each chapter's id, heading and maker, in the order they are printed."""
