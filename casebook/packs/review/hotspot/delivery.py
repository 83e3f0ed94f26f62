"""What was delivered at a hotspot: hours by resourcing and by hour, visits, results, money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from casebook.core import english, wording
from casebook.core.months import Window
from casebook.figures.figure import Figure
from casebook.packs.drawing.week_chart import WeekPanel
from casebook.packs.review.hotspot.gathered import KeptForPages, ResultLine
from casebook.packs.tables import PrintColumn, PrintRow, PrintTable
from casebook.patrols.demand import PlaceWeek, WeekOfIncidents
from casebook.patrols.week import HOURS
from casebook.registers.fund import Fund, Spend
from casebook.registers.statements.money import Booked

RESOURCING = (("Core", "core"), ("Funded overtime", "overtime"), ("Partner", "partner"))
_UNDER = 0.8
"""A share of plan below this stands out."""
_MOST = 9
"""Kinds of results on a page: those with the most in the month."""
_FEWEST = 20
"""Of fewer incidents with a time nothing is said of when they fall."""


def patrol_table(row: Figure) -> PrintTable:
    """Officer-hours planned and delivered, in all and by resourcing."""
    every = [("All", row.planned_covered_officer_hours, row.officer_hours)]
    for title, name in RESOURCING:
        planned = getattr(row, f"planned_covered_officer_hours_{name}")
        every.append((title, planned, getattr(row, f"officer_hours_{name}")))
    places = wording.hour_places(value for _, *values in every for value in values)
    lines = []
    for title, planned, done in every:
        share = done / planned if planned and done is not None else None
        cells = (
            title,
            wording.hours(planned, places),
            wording.hours(done, places),
            wording.share(share),
        )
        low = share is not None and share < _UNDER
        lines.append(PrintRow(cells, "total" if title == "All" else "row", alert=(3,) * low))
    return PrintTable(
        f"Officer-hours, {row.window.label}",
        (
            PrintColumn(f"Officer-hours, {row.window.label}", kind="phrase"),
            PrintColumn("Planned", kind="figure"),
            PrintColumn("Delivered", kind="figure"),
            PrintColumn("Of plan", kind="figure"),
        ),
        (*lines[1:], lines[0]),
    )


def visits_say(row: Figure) -> str:
    """How long visits lasted and how far apart they lay, in a sentence or two."""
    rest = " ".join(part for part in (row.visits_says, row.gps_says) if part)
    if row.officer_hours is None:
        return f"Hours delivered in {row.window.label} aren't known. {rest}".rstrip()
    whole = row.planned_officer_hours
    said = [f"{wording.hours(row.patrol_hours)} hours with anybody there."]
    if whole is not None and row.planned_covered_officer_hours != whole:
        said.append(f"Planned is of the days delivery is known for; {wording.hours(whole)} in all.")
    return " ".join((*said, rest)).rstrip()


def week_panels(week: PlaceWeek | None, row: Figure, beside: KeptForPages) -> tuple[WeekPanel, ...]:
    """By weekday and hour: the incidents of each theme, and the officer-hours; none untimed."""
    if week is None:
        return ()
    months = english.counted(len(beside.demand), "month")
    panels = [
        WeekPanel(wording.group_title(name), months, of.hours, "incident")
        for name, of in week.incidents.items()
        if of.timed
    ]
    if row.officer_hours is not None:
        panels.append(WeekPanel("Officer-hours", row.window.label, week.patrols, "hour"))
    return tuple(panels)


def week_says(week: PlaceWeek | None, row: Figure, beside: KeptForPages) -> tuple[str, ...]:
    """When in the day half of the incidents are, and how much of the patrols is then."""
    if week is None:
        return ()
    said = [
        _when(wording.group_title(name), of, week, row, beside.demand)
        for name, of in week.incidents.items()
    ]
    return tuple(sentence for sentence in said if sentence)


def _when(title: str, of: WeekOfIncidents, week: PlaceWeek, row: Figure, demand: Window) -> str:
    every = of.timed + of.untimed
    if not of.timed:
        if not every:
            return f"{title}: none in {demand.label}."
        return (
            f"{title}: of the {english.counted(every, 'incident')} in {demand.label} only the "
            "month or the day is known, so nothing can be said of the hours."
        )
    known = "" if not of.untimed else f" with a time (of {wording.number(every)})"
    if of.timed < _FEWEST:
        count = english.counted(of.timed, "incident")
        return f"{title}: {count}{known} in {demand.label}, too few to say when."
    half = of.hours.half()
    assert half is not None
    inside = of.hours.between(*half)
    said = (
        f"{title}: {wording.number(inside)} of {wording.number(of.timed)}{known} in "
        f"{demand.label} were {_clock(*half)}"
    )
    done = week.patrols.total
    if row.officer_hours is None or not done:
        return f"{said}."
    share = wording.share(week.patrols.between(*half) / done)
    return f"{said}, when {share} of the officer-hours of {row.window.label} were."


def _clock(first: int, hours: int) -> str:
    """A run of hours of the day in words.

    >>> _clock(22, 5), _clock(0, 24)
    ('between 22:00 and 03:00', 'all day')
    """
    if hours == HOURS:
        return "all day"
    return f"between {first:02d}:00 and {(first + hours) % HOURS:02d}:00"


def results_table(lines: Sequence[ResultLine], beside: KeptForPages) -> PrintTable | None:
    """What was done at the place by code, group by group; None where nothing was."""
    if not lines:
        return None
    shown = sorted(lines, key=lambda line: -line.now)[:_MOST]
    kept = [line for line in lines if line in shown]
    more = len(lines) - len(kept)
    return PrintTable(
        "Results here",
        (
            PrintColumn("Results here"),
            PrintColumn(beside.window.label, kind="figure"),
            PrintColumn(beside.year.label, kind="figure"),
        ),
        tuple(
            PrintRow((line.what, wording.number(line.now), wording.number(line.year)))
            for line in kept
        ),
        (f"{english.counted(more, 'more kind')} of result not listed here.",) if more else (),
    )


def money_table(
    spends: Sequence[Spend], funds: Mapping[str, Fund], beside: KeptForPages
) -> PrintTable | None:
    """What was spent here by line, in the month and in the financial year; None for nothing."""
    lines = []
    for ref in dict.fromkeys(spend.fund for spend in spends):
        own = [spend for spend in spends if spend.fund == ref]
        year = [spend for spend in own if spend.at >= beside.year.start]
        now = [spend for spend in own if spend.at >= beside.month.first]
        booked = Booked.of(own)
        amounts = (Booked.of(now).spent, Booked.of(year).spent, booked.committed + booked.asked)
        if any(amounts):
            lines.append((funds[ref].name if ref in funds else ref, amounts))
    if not lines:
        return None
    promised = any(amounts[2] for _, amounts in lines)
    places = 2 if any(value != int(value) for _, some in lines for value in some) else None
    return PrintTable(
        "Money spent here",
        (
            PrintColumn("Money spent here"),
            PrintColumn(beside.window.label, kind="figure"),
            PrintColumn(beside.year.label, kind="figure"),
            *([PrintColumn("Promised or asked", kind="figure")] if promised else []),
        ),
        tuple(
            PrintRow((name, *(wording.money(value, places) for value in amounts[: 2 + promised])))
            for name, amounts in lines
        ),
    )
