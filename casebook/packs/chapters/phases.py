"""Clear, Hold, Build by phase: who led, and what was counted before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from casebook.core.months import Month, Window
from casebook.core.statement import Head, Statement
from casebook.figures import sentences
from casebook.packs.chapters.parts import PackScope
from casebook.registers.programme import Phase, days_in_words
from casebook.registers.statements.programmes import ProgrammeFile, programme_files

if TYPE_CHECKING:
    from casebook.figures.comparison import ComparisonTable

PHASED = "clear-hold-build"
YEAR = 12
GROUPS = ("crime", "asb")
TYPES = ("residential-burglary", "vehicle-crime", "drugs", "violence", "personal-robbery")
"""Count groups that are set beside all crime and ASB, where the casebook has them."""


@dataclass(frozen=True)
class PhasedProgramme:
    """A programme by phases with what was counted where it runs."""

    file: ProgrammeFile
    by_phase: Statement
    by_type: Statement | None
    """Its newest months against the same before it began; None where it has no whole month."""

    @property
    def label(self) -> str:
        """Its ref and name."""
        return f"{self.file.programme.ref} {self.file.programme.name}"


def phased_programmes(scope: PackScope) -> tuple[PhasedProgramme, ...]:
    """The programmes of Clear, Hold, Build in the scope's area that had begun by its end."""
    with scope.book.store.reading() as tx:
        files = programme_files(tx)
    return tuple(
        _phased(scope, file, file.programme.place, file.starts)
        for file in files
        if file.programme.code == PHASED
        and file.programme.place in scope.inside
        and file.starts is not None
        and file.starts <= scope.window.end
    )


def whole_months(start: date, end: date | None, last: Month) -> Window | None:
    """The whole months from a day to another, up to ``last``; at most the newest twelve.

    >>> whole_months(date(2024, 6, 3), None, Month(2024, 11)).label
    'Jul to Nov 2024'
    >>> whole_months(date(2024, 11, 25), None, Month(2024, 11)) is None
    True
    """
    first = Month.of(start) if start.day == 1 else Month.of(start) + 1
    until = last
    if end is not None:
        closing = Month.of(end)
        until = min(last, closing if end == closing.last else closing + -1)
    if first > until:
        return None
    return Window(max(first, until + (1 - YEAR)), until)


def same_months_before(window: Window, start: date) -> Window:
    """The same months of the year, in the newest year that ends before ``start``.

    >>> after = Window(Month(2023, 12), Month(2024, 11))
    >>> same_months_before(after, date(2022, 12, 1)).label
    'Dec 2021 to Nov 2022'
    """
    before = window
    while before.end >= start:
        before = before.shifted(-YEAR)
    return before


def _phased(
    scope: PackScope, file: ProgrammeFile, place: str | None, start: date | None
) -> PhasedProgramme:
    assert place is not None
    assert start is not None
    rows = [_phase_row(scope, place, start, phase) for phase in file.stretches]
    begun = [row for row in rows if row is not None]
    heads = (
        Head("phase", "Phase"),
        Head("lead", "Led by"),
        Head("when", "When"),
        Head("after", "Months counted"),
        Head("before", "Against"),
        Head("crime", "Crime, before and after"),
        Head("asb", "ASB, before and after"),
    )
    note = (
        "Counted are a phase's whole months, at most its newest twelve, against the same months of "
        "the year before the programme began."
    )
    unbegun = [row["phase"] for row in begun if row["after"] is None]
    said = (note, *(f"{name} has no whole month yet." for name in unbegun))
    months = whole_months(start, file.programme.until, scope.month)
    return PhasedProgramme(
        file,
        Statement(f"{file.programme.ref} by phase", heads, tuple(begun), said),
        _by_type(scope, file, months, same_months_before(months, start)) if months else None,
    )


def _phase_row(scope: PackScope, place: str, start: date, phase: Phase) -> dict[str, Any] | None:
    """A phase's row; None for one that hadn't begun by the scope's end."""
    if phase.at > scope.window.end:
        return None
    row: dict[str, Any] = {
        "phase": phase.text,
        "lead": phase.agency,
        "when": days_in_words(phase.at, phase.until),
        "after": None,
        "before": None,
        "crime": None,
        "asb": None,
    }
    months = whole_months(phase.at, phase.until, scope.month)
    if months is None:
        return row
    before = same_months_before(months, start)
    found = compared(scope, place, months, before, GROUPS)
    small = scope.book.settings.small_base
    return row | {
        "after": months.label,
        "before": before.label,
        **{
            each.count_group or "": sentences.change(each.count_against, each.count, small)
            for each in found.rows
        },
    }


def _by_type(scope: PackScope, file: ProgrammeFile, months: Window, before: Window) -> Statement:
    from casebook.incidents.count_groups import count_groups

    known = {each.group.name for each in count_groups(scope.book)}
    groups = (*GROUPS, *(name for name in TYPES if name in known))
    found = compared(scope, file.programme.place or "", months, before, groups)
    rows = [
        {
            "what": each.type,
            "before": each.count_against,
            "after": each.count,
            "change": each.change,
            "percent": each.percent,
            "reads": sentences.verdict(each.reads),
        }
        for each in found.rows
    ]
    heads = (
        Head("what", "Counted"),
        Head("before", before.label, "number"),
        Head("after", months.label, "number"),
        Head("change", "Change", "number"),
        Head("percent", "%", "percent"),
        Head("reads", "Reads"),
    )
    return Statement(f"{file.programme.ref} before and after", heads, tuple(rows), found.notes)


def compared(
    scope: PackScope, place: str, window: Window, against: Window, groups: Sequence[str]
) -> ComparisonTable:
    """Count groups in a place, or in the whole force, in one window and another."""
    from casebook.figures.comparison import compare_types

    areas = (place,) if place else ()
    return compare_types(scope.book, window, against=against, groups=groups, areas=areas)
