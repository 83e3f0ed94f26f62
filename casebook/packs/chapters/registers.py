"""The pack's chapters beyond the hotspots: what the registers add up to, statement by statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from casebook.core import english, wording
from casebook.core.months import Month, Window, day_label, months_after
from casebook.core.register_codes import GROUPS
from casebook.core.statement import Head, Statement
from casebook.packs.chapters.money import money
from casebook.packs.chapters.parts import ChapterBody, PackMonth, StatementRow, keeping, once
from casebook.packs.chapters.programmes import programmes
from casebook.packs.chapters.statement_table import statement_table
from casebook.packs.tables import PrintTable

if TYPE_CHECKING:
    from casebook.book.opening import Book

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
    brief: tuple[str, ...] = ()
    """Its sentences for the front page."""

    @property
    def blocks(self) -> tuple[tuple[PrintTable, ...], ...]:
        """The tables as they are laid out: those of half a page that follow one another as one."""
        found: list[tuple[PrintTable, ...]] = []
        for half, run in groupby(self.tables, key=lambda table: table.half):
            tables = tuple(run)
            found += [tables] if half else [(table,) for table in tables]
        return tuple(found)


def chapters_of(book: Book, month: Month) -> tuple[Chapter, ...]:
    """The chapters of ``month``; a table without rows is left out, and so is an empty chapter."""
    pack_month = PackMonth(book, month)
    found = []
    for anchor, heading, make in _CHAPTERS:
        body = make(pack_month)
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
    return Chapter(anchor, heading, tables, shared, body.brief)


def results(pack_month: PackMonth) -> ChapterBody:
    """What was done by code, month beside financial year to date, and by district in each."""
    by_code = _month_and_year(pack_month)
    if not by_code.rows:
        return ChapterBody()
    label = pack_month.year_to_date.label
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
    for window in dict.fromkeys((pack_month.window, pack_month.year_to_date)):
        districts = pack_month.state("activity", "total", by="district", window=window)
        if districts.rows:
            districts = districts.only("district", "name", *GROUPS)
            if window == pack_month.window:
                districts = replace(districts, notes=_of_month(pack_month, districts, by_code))
            title = f"By district, {window.label}"
            tables.append(statement_table(districts, title=title, half=True))
    return ChapterBody(tuple(tables))


def _month_and_year(pack_month: PackMonth) -> Statement:
    """Each code's count in the month beside that in the financial year up to it."""
    year, window = pack_month.year_to_date, pack_month.window
    found = pack_month.state("activity", "total", by="code", window=year)
    month = pack_month.state("activity", "total", by="code", window=window)
    counts = {row["code"]: row["count"] for row in month.rows}
    none = 0 if month.rows else None
    rows = tuple(
        {**row, "group": english.sentence(row["group"]), "now": counts.get(row["code"], none)}
        for row in found.rows
    )
    heads = [*found.only("group", "what").heads, Head("now", window.label, "number", kept=True)]
    if year != window:
        heads.append(Head("count", year.label, "number"))
    notes = once((*found.notes, *_of_month(pack_month, month, found)))
    return replace(found, heads=tuple(heads), rows=rows, notes=notes, total=None, grouped="group")


def _of_month(pack_month: PackMonth, month: Statement, year: Statement) -> tuple[str, ...]:
    """The sentences of the month's results; the month is named in those the year doesn't share."""
    label = pack_month.window.label
    return tuple(note if note in year.notes else f"{label}: {note}" for note in month.notes)


def indicators(pack_month: PackMonth) -> ChapterBody:
    """Where every indicator stands."""
    standing = pack_month.state("indicator", "standing")
    title = f"Newest reading of each on {wording.day(pack_month.today)}"
    return (
        ChapterBody((statement_table(standing, title=title),)) if standing.rows else ChapterBody()
    )


def abstraction(pack_month: PackMonth) -> ChapterBody:
    """The month by district, the months since recording began, and the month's reasons."""
    window = pack_month.window
    by_month = pack_month.state("abstraction", "rate", by="month", window=_year(pack_month))
    began = next((row for row in by_month.rows if row["counted_hours"] is not None), None)
    if began is None:
        return ChapterBody()
    recorded = Window(Month.parse(began["month"]), pack_month.month)
    found = [
        pack_month.state("abstraction", "rate", by="district", window=window),
        pack_month.state("abstraction", "rate", by="month", window=recorded),
        pack_month.state("abstraction", "reasons", window=window),
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
    return ChapterBody(tables, _rate_in_brief(pack_month, found[0]))


def _year(pack_month: PackMonth) -> Window:
    return Window(pack_month.month + (1 - YEAR), pack_month.month)


def _rate_in_brief(pack_month: PackMonth, by_district: Statement) -> tuple[str, ...]:
    """The month's rate in a sentence; nothing where it isn't known."""
    from casebook.core.rule_sets import rule_called

    whole = by_district.total or next(iter(by_district.rows), None)
    if whole is None or whole["percent"] is None:
        return ()
    rule = rule_called(whole["rule"], pack_month.book.settings.abstraction_rules)
    return (
        f"Abstraction in {pack_month.month.label}: {wording.percent(whole['percent'], 1)} of "
        f"neighbourhood duty hours ({wording.hours(whole['counted_hours'])} of "
        f"{wording.hours(whole['duty_hours'])}), counted by the rule set {rule.name}.",
    )


def community(pack_month: PackMonth) -> ChapterBody:
    """The 72-hour clock of the month by district, and the wards where something is flagged."""
    clock = pack_month.state("query", "clock", window=pack_month.window, by="district")
    tables = []
    if clock.rows:
        heads = tuple(head for head in clock.heads if head.key != "in_time")
        tables.append(statement_table(replace(clock, heads=heads)))
    wards = pack_month.state("priority", "current")
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


def scrutiny(pack_month: PackMonth) -> ChapterBody:
    """The questions of a year's meetings, and actions that are open or were done lately."""
    decisions = pack_month.state("scrutiny", "decisions")
    since, lately = (str(months_after(pack_month.today, -n)) for n in (YEAR, RECENT))

    def asked(row: StatementRow) -> bool:
        return row["code"] is not None and (row["on"] or since) >= since

    def agreed(row: StatementRow) -> bool:
        return row["code"] is None and (row["done"] or lately) >= lately

    left = sum(not asked(row) and not agreed(row) for row in decisions.rows)
    note = (
        f"Left out: {english.counted(left, 'question or action', 'questions and actions')}, asked "
        f"before {wording.day(months_after(pack_month.today, -YEAR))} or done before "
        f"{wording.day(months_after(pack_month.today, -RECENT))}."
    )
    rows = tuple({**row, "meeting": _meeting(row)} for row in decisions.rows)
    dated = replace(decisions, rows=rows)
    tables = []
    for title, holds, heads in (
        ("Questions asked of the force", asked, _QUESTION),
        ("Actions agreed", agreed, _ACTION),
    ):
        part = keeping(replace(dated, heads=heads), holds, note if left else "")
        if part.rows:
            tables.append(statement_table(part, title=title, alert=_late))
    return ChapterBody(tuple(tables))


_QUESTION = (
    Head("meeting", "Meeting"),
    Head("item", "Item"),
    Head("text", "Asked"),
    Head("evidence", "Evidence heard"),
    Head("decision", "Decision"),
    Head("why", "Why"),
)
_ACTION = (
    Head("meeting", "Meeting"),
    Head("item", "Item"),
    Head("text", "To do"),
    Head("change", "What will change"),
    Head("who", "Who"),
    Head("by_when", "By when", "date"),
    Head("decision", "State"),
    Head("done", "Done on", "date"),
    Head("outcome", "What came of it"),
)


def _meeting(row: StatementRow) -> str:
    return (
        row["meeting"]
        if row["on"] is None
        else (f"{row['meeting']}, {day_label(date.fromisoformat(row['on']))}")
    )


def _late(row: StatementRow) -> tuple[str, ...]:
    return ("by_when", "decision") if row["decision"] == "overdue" else ()


_CHAPTERS: tuple[tuple[str, str, Callable[[PackMonth], ChapterBody]], ...] = (
    ("results", "Results and engagement", results),
    ("programmes", "Programmes and operations", programmes),
    ("money", "Money", money),
    ("indicators", "Indicators", indicators),
    ("abstraction", "Abstraction", abstraction),
    ("community", "Queries and local priorities", community),
    ("scrutiny", "Scrutiny", scrutiny),
)
"""Each chapter's id, heading and maker, in the order they are printed."""
