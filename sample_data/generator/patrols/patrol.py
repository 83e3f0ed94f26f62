"""Patrols as planned and as delivered: the rota, the overtime claims, the supervisors' sheets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from sample_data.generator.patrols.plans import SHARES, WEEKLY, Slot, heads, slots
from sample_data.generator.writing import table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sample_data.generator.geography.hotspots import Hotspot

HEADER = ("unit", "hotspot", "start", "end", "staff", "mode", "resourcing", "source")
FIRST = date(2024, 6, 1)
LAST = {"rota": date(2024, 12, 31), "claim": date(2024, 11, 30), "sheet": date(2024, 12, 16)}
"""The last day each file speaks for; no patrol in it runs past that day's end."""

_CLOCKS_BACK = datetime.combine(date(2024, 10, 27), time(1))
_REST = timedelta(minutes=45)
_POOLS = {"core": range(21, 29), "overtime": range(71, 79), "partner": range(91, 95)}
_TASKFORCE = 40  # callsigns 41 to 69, one a hotspot
_FIRST_OF_SHIFTS = 31  # callsigns 31 to 36
_ON_BOTH = 0.08
LAST_NIGHT = date(2024, 12, 17)
"""The night that nobody has accounted for yet, on the demonstration's 18 December."""
_PLANS_FROM = date(2024, 12, 16)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SHIFTS = (
    # the hour it begins, then for each visit the minutes after that, its length and who goes
    (14, ((0, 120, "PCSO:2"), (0, 120, "PCSO:2"), (150, 90, "PCSO:2"))),
    (21, ((0, 60, "PC:2"), (90, 60, "PC:2"), (210, 60, "PC:2"))),
)
"""The late and the night shift of every district."""


@dataclass(frozen=True)
class SamplePatrol:
    """One row; times are local, with no patrol in the hour that 27 Oct 2024 has twice."""

    unit: str
    hotspot: str
    start: datetime
    end: datetime
    staff: str
    mode: str
    resourcing: str
    source: str

    @property
    def hours(self) -> float:
        """Officer-hours: staff times time."""
        return heads(self.staff) * (self.end - self.start) / timedelta(hours=1)


def rota(seed: str, hotspots: list[Hotspot]) -> list[SamplePatrol]:
    """Every planned patrol, in order of start; a unit is in one place at a time."""
    days = [FIRST + timedelta(days=n) for n in range((LAST["rota"] - FIRST).days + 1)]
    planned = []
    for hotspot in hotspots:
        dice, week = Random(f"{seed} rota {hotspot.ref}"), weekly(seed, hotspot)
        planned += [
            _planned(hotspot.ref, day, slot, dice)
            for day in days
            for slot in week
            if slot.weekday == day.weekday()
        ]
    districts = {hotspot.ref: hotspot.ward.district for hotspot in hotspots}
    return _crewed(planned, districts, Random(f"{seed} crews"))


def shifts(hotspots: list[Hotspot]) -> list[SamplePatrol]:
    """What the late and the night shift of each district were to do on the last night.

    Their visits go round the district's hotspots; each has a unit that no other row has that day.
    """
    of_district: dict[str, list[str]] = {}
    for hotspot in hotspots:
        of_district.setdefault(hotspot.ward.district, []).append(hotspot.ref)
    found = []
    for district, refs in of_district.items():
        number = _FIRST_OF_SHIFTS
        for begins, visits in _SHIFTS:
            for after, minutes, staff in visits:
                start = datetime.combine(LAST_NIGHT, time(begins)) + timedelta(minutes=after)
                end = start + timedelta(minutes=minutes)
                unit, ref = f"L{district[0]}{number}", refs[number % len(refs)]
                found.append(SamplePatrol(unit, ref, start, end, staff, "foot", "core", "rota"))
                number += 1
    return found


def patrol_plans(seed: str, hotspots: list[Hotspot]) -> list[dict[str, object]]:
    """The patrol plan of each hotspot from the week of the last night on, as the rota has it."""
    found: list[dict[str, object]] = []
    for hotspot in hotspots:
        week = weekly(seed, hotspot)
        days = sorted({slot.weekday for slot in week})
        found.append(
            {
                "place": hotspot.ref,
                "valid_from": str(_PLANS_FROM),
                "days": [_DAYS[day] for day in days],
                "hours": "14:00-23:00",
                "visits": max(1, round(len(week) / len(days))),
                "minutes": 60,
                "staff": 2,
                "mode": "foot",
                "briefing": "Be seen, talk to people, look at what the profile asks for.",
            }
        )
    return found


def weekly(seed: str, hotspot: Hotspot) -> list[Slot]:
    """The patrols planned for a hotspot every week, about as many hours as WEEKLY says."""
    dice = Random(f"{seed} week {hotspot.ref}")
    return _week(hotspot.designation.kind, WEEKLY[hotspot.ref][0], dice)


def delivered(
    seed: str, planned: list[SamplePatrol]
) -> tuple[list[SamplePatrol], list[SamplePatrol]]:
    """The claims (funded overtime) and the sheets (core and partner), in order of start.

    About 8 % of claims stand on a sheet too, within ten minutes, as core: those rows describe one
    patrol each, not two.
    """
    done: list[SamplePatrol] = []
    for ref, (_, share) in WEEKLY.items():
        mine = [patrol for patrol in planned if patrol.hotspot == ref]
        for month in range(6, 13):
            rows = [patrol for patrol in mine if patrol.start.month == month]
            done += _worked(Random(f"{seed} worked {ref} {month}"), rows, share)
    claims = [_until("claim", patrol) for patrol in done if patrol.resourcing == "overtime"]
    sheets = [_until("sheet", patrol) for patrol in done if patrol.resourcing != "overtime"]
    kept = [claim for claim in claims if claim is not None]
    dice = Random(f"{seed} on both")
    doubles = [_doubled(dice, claim) for claim in dice.sample(kept, round(_ON_BOTH * len(kept)))]
    return ordered(kept), ordered([*(row for row in sheets if row is not None), *doubles])


def cells(patrols: Iterable[SamplePatrol]) -> bytes:
    """The patrols as a CSV file."""
    rows = [
        (row.unit, row.hotspot, f"{row.start:%Y-%m-%d %H:%M}", f"{row.end:%Y-%m-%d %H:%M}",
         row.staff, row.mode, row.resourcing, row.source)
        for row in patrols
    ]  # fmt: skip
    return table([HEADER, *rows])


def _week(kind: str, hours: float, dice: Random) -> list[Slot]:
    """Slots that add up to about `hours` officer-hours: a partner's first, the rest by SHARES."""
    waiting = {}
    for resourcing in SHARES:
        listed = slots(kind, resourcing)
        turn = 0 if resourcing == "partner" else dice.randrange(2)
        waiting[resourcing] = listed[turn:] + listed[:turn]
    given = dict.fromkeys(SHARES, 0.0)
    week: list[Slot] = []
    behind = "partner"
    while sum(given.values()) < hours - 2 and any(waiting.values()):
        slot = waiting[behind].pop(0)
        week.append(slot)
        given[behind] += slot.hours
        behind = min(
            (one for one in SHARES if waiting[one]),
            key=lambda one: given[one] - SHARES[one] * hours,
        )
    return week


def _planned(ref: str, day: date, slot: Slot, dice: Random) -> SamplePatrol:
    start = datetime.combine(day, time()) + timedelta(
        minutes=slot.start + dice.choice((-30, 0, 0, 0, 15, 30))
    )
    end = start + timedelta(minutes=slot.minutes)
    patrol = SamplePatrol("", ref, start, end, slot.staff, slot.mode, slot.resourcing, "rota")
    return _until("rota", _before_clocks_change(patrol)) or patrol


def _crewed(
    planned: list[SamplePatrol], districts: dict[str, str], dice: Random
) -> list[SamplePatrol]:
    """The patrols with callsigns, each of a unit of the hotspot's district that is free."""
    free_from: dict[str, datetime] = {}
    crewed = []
    for patrol in sorted(planned, key=lambda row: (row.start, row.hotspot, row.end)):
        letter = districts[patrol.hotspot][0]
        units = [f"L{letter}{number}" for number in _POOLS[patrol.resourcing]]
        free = [unit for unit in units if free_from.get(unit, patrol.start) <= patrol.start]
        unit = dice.choice(free[:4])
        free_from[unit] = patrol.end + _REST
        crewed.append(replace(patrol, unit=unit))
    return crewed


def _worked(dice: Random, planned: list[SamplePatrol], share: float) -> list[SamplePatrol]:
    """What came of a month's rota at one hotspot: near enough `share` of its officer-hours."""
    wanted = share * dice.uniform(0.97, 1.03) * sum(patrol.hours for patrol in planned)
    done: list[SamplePatrol] = []
    for patrol in dice.sample(planned, k=round(len(planned) * min(1.0, 0.97 if share > 1 else 1))):
        if sum(row.hours for row in done) + patrol.hours / 2 > wanted:
            break
        done.append(_as_it_went(dice, patrol))
    days = sorted({patrol.start.date(): patrol for patrol in planned}.items())
    for _, like in dice.sample(days, len(days) if share > 1 else 0):
        short = wanted - sum(row.hours for row in done)
        if short < 3:
            break
        done.append(_extra(dice, like, short))
    return done


def _as_it_went(dice: Random, patrol: SamplePatrol) -> SamplePatrol:
    staff = patrol.staff
    if dice.random() < 0.06 and staff.endswith(":2"):
        staff = staff[:-1] + "1"
    return _before_clocks_change(
        replace(
            patrol,
            start=patrol.start + timedelta(minutes=dice.choice((-10, -5, 0, 0, 0, 5, 10, 15))),
            end=patrol.end + timedelta(minutes=dice.choice((-20, -10, -5, 0, 0, 0, 5, 10, 15))),
            staff=staff,
            source="claim" if patrol.resourcing == "overtime" else "sheet",
        )
    )


def _extra(dice: Random, like: SamplePatrol, short: float) -> SamplePatrol:
    """A patrol nobody had planned, by the taskforce unit that looks after the hotspot."""
    start = like.start.replace(hour=dice.randint(9, 12), minute=dice.choice((0, 15, 30)))
    end = start + timedelta(hours=3 if short > 5 else 2)
    unit = f"{like.unit[:2]}{_TASKFORCE + int(like.hotspot[-2:]) % 30}"
    return SamplePatrol(unit, like.hotspot, start, end, "PC:2", "foot", "core", "sheet")


def _doubled(dice: Random, claim: SamplePatrol) -> SamplePatrol:
    shifts = [timedelta(minutes=dice.choice((-10, -5, 0, 5, 10))) for _ in range(2)]
    row = replace(
        claim,
        start=claim.start + shifts[0],
        end=claim.end + shifts[1],
        resourcing="core",
        source="sheet",
    )
    return _before_clocks_change(row)


def _before_clocks_change(patrol: SamplePatrol) -> SamplePatrol:
    if patrol.start < _CLOCKS_BACK < patrol.end + _REST:
        return replace(patrol, end=_CLOCKS_BACK - timedelta(minutes=15))
    return patrol


def _until(source: str, patrol: SamplePatrol) -> SamplePatrol | None:
    """The patrol cut off where its file ends; None for one that starts after that."""
    close = datetime.combine(LAST[source], time(23, 45))
    if patrol.start > close - _REST:
        return None
    return replace(patrol, end=min(patrol.end, close))


def ordered(patrols: list[SamplePatrol]) -> list[SamplePatrol]:
    """The patrols by their start."""
    return sorted(patrols, key=lambda row: (row.start, row.unit, row.hotspot, row.end))
