"""What the numbers of figures were worked out from that are no counts: expected counts, shares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from casebook.book.made_of import WorkedFrom, WorkedOut
from casebook.core.months import Window
from casebook.core.statement import Head
from casebook.core.wording import group_title, hours, number, share
from casebook.figures.behind.incident_rows import IncidentsBehind
from casebook.figures.behind.numbers import count_made_of, made_of, places_of, run_made_of
from casebook.figures.figure import BaselineMonth, Figure, ThemeVerdict
from casebook.measures.verdict import Setting

_COUNTED = (
    Head("part", "Part"),
    Head("month", "Month"),
    Head("here", "Here", "number"),
    Head("elsewhere", "Elsewhere", "number"),
)
_HOURS = (Head("part", "Part"), Head("hours", "Hours", "hours"))
_FROZEN = "The months of the baseline aren't kept one by one in what was frozen."


def expected_worked_out(
    row: Figure, verdict: ThemeVerdict, *, since: bool = False, **how: Any
) -> WorkedOut | None:
    """What an expected count was worked out from: the months of its baseline, here and elsewhere.

    Of the window's count, or with ``since`` of the run since the response began. ``how`` is as for
    :func:`~casebook.figures.behind.numbers.made_of`. None where nothing was expected, or where the
    row is of no hotspot.
    """
    behind = verdict.behind
    refs = places_of(row, how.get("hotspots", ()))
    if behind is None or not refs:
        return None
    setting = behind.since if since else behind.setting
    if setting is None:
        return None
    first = row.window.last + (1 - (verdict.run_months or 1)) if since else row.window.first
    window = Window(first, row.window.last)
    counted = (run_made_of if since else count_made_of)(row, verdict, **how)
    now, before = setting.rest or (None, None)
    months = behind.since_baseline if since else behind.baseline
    parts = [*_of_months(months, verdict.count_group, refs, row)] or [
        WorkedFrom(_row("Baseline", behind.expected_from, setting.before, before), None)
    ]
    count = verdict.run_count if since else verdict.count
    return WorkedOut(
        f"{group_title(verdict.count_group)} expected in {', '.join(refs)}, {window.label}",
        setting.expected,
        _expected_says(setting),
        _COUNTED if setting.rest else _COUNTED[:3],
        (*parts, WorkedFrom(_row("To be judged", window.label, count, now), counted)),
        () if months else (_FROZEN,),
    )


def _of_months(
    months: tuple[BaselineMonth, ...], group: str, refs: tuple[str, ...], row: Figure
) -> Iterator[WorkedFrom]:
    """A row for each month of the baseline, counted in the boundaries the row is counted in."""
    for month, here, elsewhere in months:
        window = Window(month, month)
        incidents = IncidentsBehind(window, (group,), hotspots=refs, drawn=row.window.end)
        yield WorkedFrom(_row("Baseline", month.label, here, elsewhere), incidents)


def _row(part: str, month: str, here: int | None, elsewhere: int | None) -> dict[str, Any]:
    return {"part": part, "month": month, "here": here, "elsewhere": elsewhere}


def _expected_says(setting: Setting) -> str:
    """``146 here × 1,204 / 14,450 elsewhere = 12.2``; by months where nothing is known elsewhere.

    >>> _expected_says(Setting(28, 1, 12)), _expected_says(Setting(120, 1, 12, (50, 600)))
    ('28 here × 1 / 12 months = 2.3 expected', '120 here × 50 / 600 elsewhere = 10.0 expected')
    """
    now, before = setting.rest or (setting.months, setting.months_before)
    of = "elsewhere" if setting.rest else "months"
    over = f"{number(setting.before)} here × {number(now)} / {number(before)} {of}"
    return f"{over} = {number(setting.expected, 1)} expected"


def share_worked_out(
    row: Figure,
    done: str = "officer_hours",
    planned: str = "planned_covered_officer_hours",
    **how: Any,
) -> WorkedOut | None:
    """What the share of planned hours delivered was worked out from; None where there is none.

    ``done`` and ``planned`` are the columns of the hours; ``how`` is as for
    :func:`~casebook.figures.behind.numbers.made_of`.
    """
    over, under = getattr(row, done), getattr(row, planned)
    refs = places_of(row, how.get("hotspots", ()))
    if over is None or not under or not refs:
        return None
    parts = (
        WorkedFrom({"part": label, "hours": value}, made_of(row, column, **how))
        for label, value, column in (
            ("Delivered", over, done),
            ("Planned on the days that are known", under, planned),
        )
    )
    return WorkedOut(
        f"Share of planned officer-hours in {', '.join(refs)}, {row.window.label}",
        over / under,
        f"{hours(over)} / {hours(under)} = {share(over / under)}",
        _HOURS,
        tuple(parts),
    )
