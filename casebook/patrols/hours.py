"""Patrol hours of hotspots over a window, planned and delivered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta, tzinfo
from functools import lru_cache
from typing import Any, TypeVar

from casebook.core.codes import RESOURCING
from casebook.core.local_time import instant, local_day, start_of_day
from casebook.core.months import Span, Window, day_label
from casebook.patrols import queries as patrols
from casebook.patrols.certificate import certified
from casebook.patrols.covered import covers, covers_of_areas, team_covers
from casebook.patrols.dosage import Dosage, dosage_by_day, visits
from casebook.patrols.patrol import GPS
from casebook.patrols.planned import asked_of_visits, planned_days
from casebook.patrols.rhythm import DayVisits, Rhythm, visits_by_day
from casebook.places.place import Place
from casebook.places.plan import Plan
from casebook.places.queries import ancestors, plans_by_place
from casebook.store.transaction import Transaction

Days = Mapping[date, Dosage]
T = TypeVar("T")


@dataclass(frozen=True)
class Hours:
    """What was planned and delivered in each place on each day, and which days are known."""

    delivered: Mapping[int, Days]
    planned: Mapping[int, Days]
    """By the rota; on days that none speaks for, by the patrol plan in force."""
    covers: Mapping[str, tuple[Span, ...]]
    """The days each source speaks for; ``rota`` speaks for the plan."""
    by_plan: Mapping[int, frozenset[date]]
    """The days of each place whose planned time is its patrol plan's."""
    visits: Mapping[int, Mapping[date, DayVisits]]
    """The visits to each place, by the day they begin on."""
    gps: Mapping[int, Mapping[date, Sequence[patrols.PatrolTime]]]
    """The certified GPS visits to each place, by the day they begin on."""
    begun: Mapping[int, Mapping[date, Counter[str]]] = field(default_factory=dict)
    """How many delivered patrols of each resourcing begin on a day in each place."""
    by_team: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)
    """The days that shift sheets of the areas a place lies in speak for, and for no other place."""
    _days: dict[date, tuple[bool, bool]] = field(default_factory=dict, init=False)
    """What was asked of a day before: each row of a table asks it of the same days."""

    def last_days(self, places: Collection[int] = ()) -> dict[str, date]:
        """The last day each source of delivered hours speaks for, of all of ``places``."""
        found = {
            source: max(span.end for span in spans)
            for source, spans in self.covers.items()
            if source != "rota" and spans
        }
        teams = [self.by_team.get(place, ()) for place in places]
        if teams and all(teams):
            sheets = min(max(span.end for span in spans) for spans in teams)
            found["sheet"] = max(sheets, found.get("sheet", sheets))
        return found

    def covered_to(self, places: Collection[int] = ()) -> date | None:
        """The last day every source of delivered hours speaks for; None without any.

        GPS only makes the times of claims and sheets exact, so it isn't waited for unless alone.
        """
        last_days = self.last_days(places)
        written = [day for source, day in last_days.items() if source != GPS]
        return min(written or last_days.values(), default=None)

    def known(self, day: date, places: Collection[int] = ()) -> bool:
        """Whether any source of delivered hours speaks for ``day``, of all of ``places``.

        A team's shift sheets speak for the places of its own area alone.
        """
        if self._spoken_for(day)[1]:
            return True
        return bool(places) and all(
            any(day in span for span in self.by_team.get(place, ())) for place in places
        )

    def notes(self, places: Iterable[Place], window: Window) -> tuple[str, ...]:
        """What must be said of the planned hours of ``places`` where they come from plans."""
        open_days = [day for day in _days_in(window) if not self._in_rota(day)]
        live = [place for place in places if place.live_in(window.start, window.end)]
        if not any(self._in_plan([place.id], day) for place in live for day in open_days):
            return ()
        bare = [
            place.ref
            for place in live
            if any(
                place.live_in(day, day) and day not in self.by_plan.get(place.id, ())
                for day in open_days
            )
        ]
        said = ["Planned hours come from the patrol plan where no rota is loaded."]
        if bare:
            said.append(
                f"On some days of {window.label} neither rota nor patrol plan says what was "
                f"planned for {', '.join(bare)}: planned hours are those of the other days."
            )
        return tuple(said)

    def figures(self, places: Iterable[int], window: Window) -> dict[str, Any]:
        """The hours columns of a figure row for ``places`` taken together."""
        places, days = tuple(places), _days_in(window)
        row = self.beside_plan(places, window) | {
            "covered_to": self.covered_to(places),
            "coverage": coverage_in_words(self.last_days(places)),
        }
        if "officer_hours" in row:
            return row | self._patrols(places, days) | self._rhythm(places, days, window.label)
        unknown = f"No claim, sheet or GPS covers {window.label}: visits aren't known."
        return row | {"visits_says": unknown}

    def beside_plan(self, places: Iterable[int], window: Window) -> dict[str, Any]:
        """Of those columns the hours delivered and planned alone, which take the least time."""
        places, days = tuple(places), _days_in(window)
        known = [day for day in days if self.known(day, places)]
        row: dict[str, Any] = {}
        if known:
            done = _sum(self.delivered, places, days)
            row |= {
                "officer_hours": _hours(done.core + done.overtime + done.partner),
                "officer_hours_core": _hours(done.core),
                "officer_hours_overtime": _hours(done.overtime),
                "officer_hours_partner": _hours(done.partner),
                "patrol_hours": _hours(done.patrol),
                "visits": done.visits,
            }
        if any(self._in_rota(day) or self._in_plan(places, day) for day in days):
            plan = _sum(self.planned, places, days)
            to_date = self.covered_to(places)
            due = [day for day in known if to_date is not None and day <= to_date]
            so_far = _sum(self.planned, places, due)
            row |= {
                "planned_officer_hours": _hours(plan.core + plan.overtime + plan.partner),
                "planned_patrol_hours": _hours(plan.patrol),
                "planned_covered_officer_hours": _hours(
                    so_far.core + so_far.overtime + so_far.partner
                ),
            }
            if not any(self._in_plan(places, day) for day in due):
                row |= {
                    f"planned_covered_officer_hours_{name}": _hours(getattr(so_far, name))
                    for name in ("core", "overtime", "partner")
                }
        return row

    def _patrols(self, places: Iterable[int], days: Sequence[date]) -> dict[str, int]:
        """How many patrols of ``places`` begin on ``days``, in all and by resourcing."""
        found = sum(_of_days(self.begun, places, days), Counter[str]())
        apart = {f"patrols_{name}": found[name] for name in RESOURCING}
        return {"patrols": found.total(), **apart}

    def _rhythm(self, places: Iterable[int], days: Sequence[date], when: str) -> dict[str, Any]:
        """How visits to ``places`` lie on ``days``, and what can be said for those from GPS."""
        found = Rhythm.of(_of_days(self.visits, places, days))
        told = [one for some in _of_days(self.gps, places, days) for one in some]
        return {
            **found.columns(),
            "visits_says": found.says(when),
            "gps_says": certified([(one.gps, one.officers) for one in told if one.gps]),
        }

    def _in_rota(self, day: date) -> bool:
        return self._spoken_for(day)[0]

    def _spoken_for(self, day: date) -> tuple[bool, bool]:
        """Whether the rota speaks for a day, and whether a source of delivered hours does."""
        if day not in self._days:
            inside = {name for name, spans in self.covers.items() if any(day in s for s in spans)}
            self._days[day] = "rota" in inside, bool(inside - {"rota"})
        return self._days[day]

    def _in_plan(self, places: Iterable[int], day: date) -> bool:
        return any(day in self.by_plan.get(place, ()) for place in places)


@lru_cache(maxsize=64)  # each row of a table asks for the days of the same few windows
def _days_in(window: Window) -> tuple[date, ...]:
    first = window.start
    return tuple(first + timedelta(days=n) for n in range(window.days))


def read_hours(tx: Transaction, zone: tzinfo, places: Sequence[Place], span: Window) -> Hours:
    """The hours of ``places`` on every day of ``span``.

    Patrols of the day before are read too, so that a visit under way at the start of the span
    belongs to the day it began; and of the day after, for hours that run past midnight.
    """
    ids = [place.id for place in places]
    start = int(start_of_day(span.start - timedelta(days=1), zone).timestamp())
    end = int(start_of_day(span.end + timedelta(days=2), zone).timestamp())
    covered = covers(tx)
    plans = plans_by_place(tx, places)
    by_plan = _by_plan(plans, places, span, covered.get("rota", ()))
    by_rota = _days_of(_by_place(patrols.planned(tx, ids, start, end)), zone)
    delivered = _by_place(patrols.delivered(tx, ids, start, end))
    return Hours(
        _days_of(delivered, zone),
        {place: {**by_rota.get(place, {}), **by_plan.get(place, {})} for place in ids},
        covered,
        {place: frozenset(days) for place, days in by_plan.items()},
        {
            place.id: visits_by_day(
                visits(delivered.get(place.id, ())), asked_of_visits(plans[place.ref], zone), zone
            )
            for place in places
        },
        {place: _certified(rows, zone) for place, rows in delivered.items()},
        {place: _begun(rows, zone) for place, rows in delivered.items()},
        covered_by_teams(tx, places),
    )


def covered_by_teams(tx: Transaction, places: Sequence[Place]) -> dict[int, tuple[Span, ...]]:
    """The days that shift sheets speak for each of ``places`` that they speak for at all."""
    teams = team_covers(tx)
    if not teams:
        return {}
    over = ancestors(tx)
    return {
        place.id: spans
        for place in places
        if (spans := covers_of_areas(teams, (place.ref, *over.get(place.ref, ()))))
    }


def _by_plan(
    plans: Mapping[str, Sequence[Plan]],
    places: Sequence[Place],
    span: Window,
    rota: Iterable[Span],
) -> dict[int, Days]:
    """What the patrol plan in force asks of each place on the days that no rota speaks for."""
    rota = tuple(rota)
    return {
        place.id: {
            day: asked
            for day, asked in planned_days(plans[place.ref], place, span.start, span.end).items()
            if not any(day in covered for covered in rota)
        }
        for place in places
        if plans[place.ref]
    }


def _by_place(rows: Iterable[patrols.PatrolTime]) -> dict[int, list[patrols.PatrolTime]]:
    found: dict[int, list[patrols.PatrolTime]] = defaultdict(list)
    for row in rows:
        found[row.place].append(row)
    return found


def _days_of(rows: Mapping[int, Sequence[patrols.PatrolTime]], zone: tzinfo) -> dict[int, Days]:
    return {place: dosage_by_day(attendances, zone) for place, attendances in rows.items()}


def _certified(
    rows: Iterable[patrols.PatrolTime], zone: tzinfo
) -> dict[date, list[patrols.PatrolTime]]:
    found: dict[date, list[patrols.PatrolTime]] = defaultdict(list)
    for row in rows:
        if row.gps is not None:
            found[local_day(instant(row.start), zone)].append(row)
    return found


def _begun(rows: Iterable[patrols.PatrolTime], zone: tzinfo) -> dict[date, Counter[str]]:
    """How many patrols of each resourcing begin on each local day."""
    found: dict[date, Counter[str]] = defaultdict(Counter)
    for row in rows:
        found[local_day(instant(row.start), zone)][row.resourcing] += 1
    return found


def _of_days(
    by_place: Mapping[int, Mapping[date, T]], places: Iterable[int], days: Sequence[date]
) -> Iterator[T]:
    """What ``by_place`` holds of these places and days."""
    for place in places:
        by_day = by_place.get(place, {})
        yield from (by_day[day] for day in days if day in by_day)


def _sum(by_place: Mapping[int, Days], places: Iterable[int], days: Iterable[date]) -> Dosage:
    return sum(_of_days(by_place, places, tuple(days)), Dosage())


def _hours(seconds: int) -> float:
    return round(seconds / 3600, 2)


def coverage_in_words(last_days: Mapping[str, date]) -> str:
    """Which source of hours speaks to which day, as people read it; empty for none.

    >>> coverage_in_words({"sheet": date(2024, 12, 17), "claim": date(2024, 11, 30)})
    'claims to 30 Nov 2024, sheets to 17 Dec 2024'
    """
    names = {"claim": "claims", "sheet": "sheets", "gps": "GPS", "manual": "entries by hand"}
    return ", ".join(
        f"{names.get(source, source)} to {day_label(day)}"
        for source, day in sorted(last_days.items())
    )
