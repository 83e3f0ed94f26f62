"""What each number of a row of figures was made from: one place for screens and commands alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from casebook.book.made_of import MadeOf
from casebook.core.months import Window
from casebook.figures.behind.frozen import Frozen
from casebook.figures.behind.incident_rows import IncidentsBehind
from casebook.figures.behind.patrol_rows import patrols_behind
from casebook.figures.figure import Figure, ThemeVerdict

_GROUPS = {"crimes": "crime", "asb": "asb", "serious_violence": "serious-violence"}
"""The count group of each column whose name doesn't vary with the row."""
_TITLES = {
    "officer_hours": "Officer-hours",
    "patrol_hours": "Patrol-hours",
    "planned_officer_hours": "Planned officer-hours",
    "planned_patrol_hours": "Planned patrol-hours",
    "planned_covered_officer_hours": "Planned officer-hours on the days that are known",
    "visits_full_length": "Visits of full length",
    "median_visit_minutes": "Visits",
}


def places_of(row: Figure, hotspots: Sequence[str] = ()) -> tuple[str, ...]:
    """The hotspots of a row: those named, of a row of several, else its own; none of an area's."""
    return tuple(hotspots) or ((row.hotspot,) if row.hotspot else ())


def made_of(
    row: Figure,
    column: str,
    *,
    hotspots: Sequence[str] = (),
    drawn: date | None = None,
    frozen: tuple[datetime, str] | None = None,
) -> MadeOf | None:
    """What the number under ``column`` of ``row`` was made from; None where it isn't known.

    ``hotspots`` are those of a row that is of several, and ``drawn`` the day whose boundaries it
    was counted in, where that isn't the last of its window. ``frozen`` says when a review froze the
    row, and by which word: then the rows say which of them came since.
    """
    value = getattr(row, column)
    refs = places_of(row, hotspots)
    if value is None or not refs:
        return None
    was = Frozen(value, *frozen) if frozen else None
    counted = _counted(row, column)
    if counted is None:
        return patrols_behind(column, refs, row.window, _TITLES.get(column, ""), was)
    group, window = counted
    return IncidentsBehind(
        window, (group,), hotspots=refs, drawn=drawn or row.window.end, frozen=was
    )


def run_made_of(
    row: Figure,
    verdict: ThemeVerdict,
    *,
    hotspots: Sequence[str] = (),
    frozen: tuple[datetime, str] | None = None,
) -> MadeOf | None:
    """What the count since the response began was made from; None where there is none."""
    refs = places_of(row, hotspots)
    if not verdict.run_months or verdict.run_count is None or not refs:
        return None
    window = Window(row.window.last + (1 - verdict.run_months), row.window.last)
    was = Frozen(verdict.run_count, *frozen) if frozen else None
    return IncidentsBehind(
        window, (verdict.count_group,), hotspots=refs, drawn=row.window.end, frozen=was
    )


def count_made_of(row: Figure, verdict: ThemeVerdict, **how: Any) -> MadeOf | None:
    """What the count that a verdict is on was made from."""
    return made_of(row.judged(verdict), "count", **how)


def _counted(row: Figure, column: str) -> tuple[str, Window] | None:
    """The count group and window of a column of counts; None for one of hours or visits."""
    for tail, window in (
        ("_previous", row.window.previous),
        ("_last_year", row.window.last_year),
        ("", row.window),
    ):
        name = column.removesuffix(tail)
        if column.endswith(tail) and (name in _GROUPS or name == "count"):
            return _GROUPS.get(name, row.count_group), window
    return None


COUNTS = tuple(
    f"{name}{tail}" for name in (*_GROUPS, "count") for tail in ("", "_previous", "_last_year")
)
"""Every column of a row that counts incidents."""
