"""What packs in paragraphs and tables are put together from: head, chapters, record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from casebook import __version__
from casebook.core import wording
from casebook.core.months import Window
from casebook.core.statement import Head, Statement
from casebook.figures.figure import Figure
from casebook.packs.chapters.parts import PackScope
from casebook.packs.chapters.registers import Chapter
from casebook.packs.chapters.statement_table import statement_table
from casebook.packs.facts import plain_text
from casebook.packs.marking import highest_marking
from casebook.packs.report.report import Report, ReportBlock, ReportPart, notes, numbered, tables
from casebook.packs.tables import PrintTable


def report_of(
    scope: PackScope,
    title: str,
    facts: Sequence[tuple[str, str]],
    parts: Iterable[ReportPart | None],
    *,
    across: bool = False,
    count: bool = False,
) -> Report:
    """The parts that have anything in them under a head, marked as highly as what they hold.

    ``count`` numbers the paragraphs. Control characters stand as signs.
    """
    settings = scope.book.settings
    marking = highest_marking(
        (settings.marking, *(file.profile.marking for file in scope.profiles))
    )
    kept = tuple(_plain(part) for part in parts if part is not None and part.blocks)
    head = (
        *facts,
        ("Months", f"{months_in_full(scope.window)}{_running(scope)}"),
        ("Made", f"{wording.day(scope.today)}, from the casebook as it stood that day"),
        ("Security classification", marking),
    )
    return Report(
        plain_text(title),
        plain_text(settings.force_name),
        marking,
        settings.synthetic,
        tuple((label, plain_text(words)) for label, words in head),
        scope.today,
        numbered(kept) if count else kept,
        across,
    )


def _running(scope: PackScope) -> str:
    """That the months aren't over yet, where they aren't."""
    return ", which aren't over yet" if scope.window.end > scope.today else ""


def _plain(part: ReportPart) -> ReportPart:
    """The part with a sign in place of every character that is none; tables have them already."""
    blocks = tuple(
        ReportBlock(
            b.kind, plain_text(b.words), b.number, tuple(map(plain_text, b.points)), b.tables
        )
        for b in part.blocks
    )
    return ReportPart(part.anchor, plain_text(part.heading), blocks, part.new_page)


def months_in_full(window: Window) -> str:
    """Its first and last day."""
    return f"{wording.day(window.start)} to {wording.day(window.end)}"


def delivered(row: Figure) -> str:
    """Officer-hours delivered against the plan of the days they are known for, whole hours."""
    if row.officer_hours is None:
        return f"Hours delivered in {row.window.label} aren't known."
    said = f"{wording.hours(row.officer_hours, 0)} officer-hours of patrol were delivered"
    covered = row.planned_covered_officer_hours
    if not covered:
        return f"{said}; no plan is loaded."
    of = "planned" if covered == row.planned_officer_hours else "planned for the days it is known"
    said += f" in hotspots, against {wording.hours(covered, 0)} {of}"
    return f"{said} ({wording.share(row.delivered_share)})."


def table(
    title: str,
    heads: Sequence[Head],
    rows: Iterable[Mapping[str, Any]],
    said: Sequence[str] = (),
    **more: Any,
) -> tuple[ReportBlock, ...]:
    """A table of rows, or nothing where there are none; ``more`` is ``statement_table``'s."""
    found = tuple(rows)
    grouped = more.pop("grouped", "")
    if not found:
        return ()
    stated = Statement(title, tuple(heads), found, tuple(said), grouped=grouped)
    return (tables(statement_table(stated, title=title, **more)),)


def chapter_part(chapter: Chapter, *, new_page: bool = False) -> ReportPart:
    """A register's chapter as a part."""
    blocks = [tables(*block) for block in chapter.blocks]
    return ReportPart(
        chapter.anchor, chapter.heading, (*blocks, *notes(chapter.notes)), new_page=new_page
    )


def record_part(scope: PackScope, said: Iterable[str] = ()) -> ReportPart:
    """What the pack rests on: sentences on the data, then which record it was made from."""
    head = scope.book.head()
    record = [*said, "– is not known; 0 is known to be none."]
    if scope.place:
        record.append(
            f"Narrowed to {scope.where}: funds, scrutiny and what names no area are the force's."
        )
    if head:
        record.append(
            f"Head of the record: {head}. To test the casebook against this pack: casebook check "
            "--head, and that hash."
        )
    record.append(f"Made with Casebook {__version__} on {wording.day(scope.today)}.")
    return ReportPart("record", "What this rests on", notes(dict.fromkeys(record)))


def bare(found: PrintTable) -> PrintTable:
    """A table whose caption stands above it already."""
    return PrintTable("", found.columns, found.lines, found.notes, found.half)
