"""A shift's briefing in words: where, when, why and what to do there; and what is due."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from casebook.core import wording
from casebook.core.codes import CODE_LISTS
from casebook.core.english import counted, sentence
from casebook.measures.verdict import FEWER, HIGHER, LOWER, MORE
from casebook.packs.facts import cut, plain_text
from casebook.packs.tables import PrintColumn, PrintRow, PrintTable
from casebook.patrols.week import WeekHours

if TYPE_CHECKING:
    from casebook.core.due import Due
    from casebook.patrols.demand import WeekOfIncidents
    from casebook.places.plan import Plan

IN_FULL, IN_BRIEF, DUE = 6, 6, 6
"""How many hotspots are briefed in full, how many in a line each, and how much of what is due."""
_WHY, _DO, _SAYS, _PLAN = 220, 240, 72, 44
"""Characters of a text that fit; a longer one is cut, and stands whole in its profile."""
_FEW = 10
"""Incidents: the hours of fewer say little."""
_RANKS = {MORE: 0, HIGHER: 1}
_TOLD = (MORE, HIGHER, LOWER, FEWER)
"""Verdicts that tell a shift something; the others say that there is nothing to tell."""
_FIRST = ("query", "meeting", "action", "patrol plan")
"""What of the due things a shift can do itself, before what others decide."""
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class RotaLine:
    """A patrol the rota has for the day, by the clock on the wall."""

    unit: str
    start: datetime
    end: datetime
    officers: int
    resourcing: str


@dataclass(frozen=True)
class TrialToday:
    """What a crossover says of a hotspot on the day."""

    profile: str
    on: bool | None
    """Whether it is patrolled; None where that isn't to be known yet."""


@dataclass(frozen=True)
class ShiftPlace:
    """What the casebook holds of one hotspot for one day."""

    ref: str
    name: str
    plan: Plan | None
    rota: tuple[RotaLine, ...]
    trial: TrialToday | None
    profiles: tuple[tuple[str, str], ...]
    """Ref and title of the live profiles about it."""
    patrol_text: str
    """What its profile's response says of patrols: when, where, doing what."""
    actions: tuple[str, ...]
    """What its profiles have open, the soonest due first."""
    findings: tuple[tuple[str, str], ...]
    """The verdict's word and what was found, for each count that is judged there."""
    demand: tuple[tuple[str, WeekOfIncidents], ...]
    """When in the week its incidents were, by what they are called."""
    last_visit: datetime | None
    """When anybody was last known there."""

    def planned(self, day: date) -> bool:
        """Whether rota or patrol plan sends anybody on ``day``."""
        return bool(self.rota) or (self.plan is not None and self.plan.patrol_minutes(day) > 0)

    @property
    def control(self) -> bool:
        """Whether it is left alone today, to be compared with."""
        return self.trial is not None and self.trial.on is False


@dataclass(frozen=True)
class Shift:
    """What a briefing is made from."""

    area: str
    day: date
    now: datetime
    """The moment it is made, from which visits are looked back on, by the clock on the wall."""
    places: tuple[ShiftPlace, ...]
    due: tuple[Due, ...]
    """What is owed by :data:`DUE_DAYS` days after the day."""
    demand_months: str
    coverage: str
    """To which day visits are known, by source."""
    in_rota: bool
    """Whether a rota is loaded for the day, so that nobody on it is nobody sent."""
    notes: tuple[str, ...]


DUE_DAYS = 3
"""Days ahead that a shift looks for what is due."""
ON_THE_DAY = ("meeting",)
"""What of it is told on its own day alone."""
LOOK_BACK = 60
"""Days in which the last visit is looked for."""


@dataclass(frozen=True)
class BriefedHotspot:
    """One hotspot of the page."""

    heading: str
    flag: str
    """What a crossover asks; empty where there is none."""
    control: bool
    facts: tuple[tuple[str, str], ...]
    """When, Why, Do and Last visit, each with its words."""


@dataclass(frozen=True)
class Briefing:
    """The page in words and tables; nothing in it is markup."""

    title: str
    force: str
    marking: str
    synthetic: str
    as_of: str
    hotspots: tuple[BriefedHotspot, ...]
    brief: tuple[str, ...]
    """A line each for the hotspots after those."""
    nothing: str
    """What stands in their place where there is none."""
    due: PrintTable | None
    due_more: str
    notes: tuple[str, ...]
    made_on: date


def briefing(shift: Shift, *, force: str, marking: str, synthetic: str, made_on: date) -> Briefing:
    """The page of ``shift``: hotspots by what matters, those to be left alone last."""
    ordered = sorted(shift.places, key=lambda place: _order(place, shift))
    rest = ordered[IN_FULL:]
    brief = [_in_brief(place, shift) for place in rest[:IN_BRIEF]]
    if len(rest) > IN_BRIEF:
        brief.append(f"And {counted(len(rest) - IN_BRIEF, 'hotspot')} more.")
    day = f"{calendar.day_name[shift.day.weekday()]} {wording.day(shift.day)}"
    area = plain_text(shift.area)
    return Briefing(
        title=f"Briefing, {area}, {day}",
        force=plain_text(force),
        marking=marking,
        synthetic=plain_text(synthetic),
        as_of=f"As known at {wording.moment(shift.now)}.",
        hotspots=tuple(_briefed(place, shift) for place in ordered[:IN_FULL]),
        brief=tuple(brief),
        nothing="" if ordered else f"No hotspot of {area} is live on {wording.day(shift.day)}.",
        due=_due_table(shift),
        due_more=_due_more(shift),
        notes=tuple(_notes(shift)),
        made_on=made_on,
    )


def _order(place: ShiftPlace, shift: Shift) -> tuple[bool, bool, int, float, str]:
    """What the hotspots are sorted by.

    Those to leave alone come last and the planned before the others; then what was more than usual,
    then the longest without a visit.
    """
    rank = min((_RANKS.get(word, 2) for word, _ in place.findings), default=2)
    away = (shift.now - place.last_visit) / _HOUR if place.last_visit else float("inf")
    return (place.control, not place.planned(shift.day), rank, -away, place.ref)


def _briefed(place: ShiftPlace, shift: Shift) -> BriefedHotspot:
    facts = (
        ("When", cut(" ".join(_when(place, shift)), _WHY)),
        ("Why", cut(" ".join(_why(place, shift)), _WHY)),
        ("Do", cut(_do(place), _DO)),
        ("Last visit", _last(place, shift.now)),
    )
    return BriefedHotspot(
        _called(place),
        _flag(place),
        place.control,
        tuple((label, words) for label, words in facts if words),
    )


def _called(place: ShiftPlace) -> str:
    return f"{place.ref} {plain_text(place.name)}".strip()


def _flag(place: ShiftPlace) -> str:
    if place.trial is None:
        return ""
    of = place.trial.profile
    if place.trial.on is None:
        return f"In the crossover of {of}: on or off is known the day before."
    if place.trial.on:
        return f"On day of the crossover of {of}: patrol as planned."
    return f"Control day of the crossover of {of}: no patrol beyond usual. Answer calls as ever."


def _when(place: ShiftPlace, shift: Shift) -> Iterator[str]:
    if place.control:
        if place.rota:
            yield f"The rota has {_rota(place.rota)}: ask who planned it."
        else:
            yield "Not today."
        return
    if place.plan is not None:
        yield _by_plan(place.plan, shift.day)
    if place.rota:
        yield f"Rota: {_rota(place.rota)}."
    if place.plan is None and not place.rota:
        if shift.in_rota:
            yield "The rota sends nobody, and no patrol plan is set."
        else:
            yield "No rota is loaded for the day, and no patrol plan is set."


def _by_plan(plan: Plan, day: date) -> str:
    name = calendar.day_name[day.weekday()]
    if not plan.patrol_minutes(day):
        return f"Its patrol plan leaves out {name}s."
    between = f" between {plan.hours.replace('-', ' and ')}" if plan.hours else ""
    mode = CODE_LISTS["patrol-mode"].get(plan.mode, plan.mode).lower()
    return (
        f"{counted(plan.visits, 'visit')}{between}, "
        f"{wording.amount(plan.minutes, 'minutes')} each, "
        f"{wording.amount(plan.staff, 'officers')}; {mode}."
    )


def _rota(lines: Sequence[RotaLine]) -> str:
    return ", ".join(
        f"{plain_text(one.unit)} {wording.clock(one.start)} to {wording.clock(one.end)} "
        f"({_paid(one)})"
        for one in lines
    )


def _paid(line: RotaLine) -> str:
    paid = wording.label_of("resourcing", line.resourcing).lower()
    return f"{wording.amount(line.officers, 'officers')}, {paid}"


def _why(place: ShiftPlace, shift: Shift) -> Iterator[str]:
    for ref, title in place.profiles:
        yield f"{ref}: {plain_text(title)}."
    for found in (_peak(name, week, shift.day) for name, week in place.demand):
        if found:
            yield found
    for word, finding in place.findings:
        if word in _TOLD:
            yield finding


def _peak(name: str, week: WeekOfIncidents, day: date) -> str:
    """When half of a weekday's incidents were; of every day's where the weekday has too few."""
    row = WeekHours((week.hours.rows[day.weekday()],))
    on = f"on {calendar.day_name[day.weekday()]}s"
    if row.total < _FEW:
        row, on = week.hours, "on all days together"
    half = row.half()
    if row.total < _FEW or half is None:
        return ""
    first, hours = half
    until = (first + hours) % 24
    return (
        f"Half of {wording.number(row.total, 0)} {name} {on} fell {first:02}:00 to {until:02}:00."
    )


def _do(place: ShiftPlace) -> str:
    if place.control:
        return ""
    written = plain_text((place.plan.briefing if place.plan else "") or place.patrol_text).strip()
    if written:
        return written
    under_way = "; ".join(map(plain_text, place.actions))
    return f"No briefing is written for it.{f' Under way: {under_way}.' if under_way else ''}"


def _last(place: ShiftPlace, now: datetime) -> str:
    if place.last_visit is None:
        return f"None is known in the {LOOK_BACK} days before."
    hours = (now - place.last_visit) / _HOUR
    ago = "Under an hour ago" if hours < 1 else f"{counted(int(hours), 'hour')} ago"
    return f"{ago}, {wording.moment(place.last_visit)}."


def _in_brief(place: ShiftPlace, shift: Shift) -> str:
    """A line: what it is called, what is asked, and how long ago anybody was there."""
    if place.control:
        when = "control day, no patrol beyond usual."
    elif place.trial is not None and place.trial.on is None:
        when = "in a crossover: on or off is known the day before."
    else:
        when = cut(" ".join(_when(place, shift)), _PLAN)
    last = _last(place, shift.now).partition(",")[0].rstrip(".")
    return f"{cut(_called(place), _PLAN)}: {when} Last visit: {last.lower()}."


def _due_table(shift: Shift) -> PrintTable | None:
    if not shift.due:
        return None
    columns = (
        PrintColumn("By", kind="phrase"),
        PrintColumn("What", kind="phrase"),
        PrintColumn("About", kind="phrase"),
        PrintColumn("To do"),
        PrintColumn("Who", kind="phrase"),
    )
    lines = []
    for one in sorted(shift.due, key=_first)[:DUE]:
        by = f"{wording.day(one.on)}{', late' if one.overdue else ''}"
        says, who = cut(plain_text(one.says), _SAYS), plain_text(one.who) or wording.MISSING
        cells = (by, sentence(one.what), one.about, says, who)
        lines.append(PrintRow(cells, alert=(0,) if one.overdue else ()))
    return PrintTable("Due", columns, tuple(lines))


def _first(due: Due) -> tuple[int, date, str]:
    """What a shift can do first, and of each sort the longest overdue."""
    rank = _FIRST.index(due.what) if due.what in _FIRST else len(_FIRST)
    return (rank, due.on, due.about)


def _due_more(shift: Shift) -> str:
    more = len(shift.due) - DUE
    return f"And {more:,} more: casebook due." if more > 0 else ""


def _notes(shift: Shift) -> Iterator[str]:
    yield (
        f"Visits are known by {shift.coverage}."
        if shift.coverage
        else ("Visits aren't known: no claim, sheet or GPS is loaded.")
    )
    if any(place.demand for place in shift.places):
        yield f"Hours are of incidents with a time, {shift.demand_months}."
    yield from shift.notes
