"""How long visits last and how far apart they are, which minutes alone don't tell.

A visit is of full length from the minutes that the patrol plan asks for on its day, or from ten
where none is in force: about there a visit begins to last beyond itself (Koper 1995). Time between
visits is from the end of one to the start of the next, where both lie within the hours that the
plan gives for the day, or within one day where none gives any: a night that nobody is asked to
patrol is no time between visits. Every delivered patrol has a start and an end and counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta, tzinfo
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from casebook.core.english import counted, listed
from casebook.core.local_time import instant, local_day, start_of_day
from casebook.core.wording import amount, number, share
from casebook.patrols.dosage import Stretch, Visit

LONG = 600
"""Seconds of a visit that counts as one of full length, where no plan says otherwise."""
OFTEN = 7200
"""Seconds between visits that are at most to be."""
DEFINITION = (
    "A visit is of full length from the minutes of its patrol plan, or 10 without a plan. Time "
    "between visits is from the end of one to the start of the next within the plan's hours, or "
    "within one day without any. Patrols of every source count, by the start and end recorded."
)
UNPLANNED = (
    "A visit is of full length from 10 minutes. Time between visits is from the end of one to the "
    "start of the next within one day; it is blank on days without two visits."
)
_DAY = timedelta(days=1)


class AskedOfDay(NamedTuple):
    """What is asked of the visits to a place on one day."""

    hours: Stretch | None
    """When they are to be; None for not at all."""
    full: int = LONG
    """Seconds of a visit of full length."""
    plan: bool = False
    """Whether a patrol plan asks for it."""


def unasked(zone: tzinfo) -> Callable[[date], AskedOfDay]:
    """What counts where no plan is in force: the whole local day."""
    return lambda day: AskedOfDay(whole_day(day, zone))


def whole_day(day: date, zone: tzinfo) -> Stretch:
    """When a local day begins and ends."""
    first, next_ = start_of_day(day, zone), start_of_day(day + _DAY, zone)
    return int(first.timestamp()), int(next_.timestamp())


@dataclass(frozen=True)
class DayVisits:
    """The visits to one place that begin on a day, and the times between visits in its hours."""

    visits: list[tuple[int, AskedOfDay]] = field(default_factory=list)
    """The seconds of each, and what was asked."""
    gaps: list[int] = field(default_factory=list)
    """Seconds."""


def visits_by_day(
    visits: Sequence[Visit], asked: Callable[[date], AskedOfDay], zone: tzinfo
) -> dict[date, DayVisits]:
    """The visits to one place, which are in order, by the local day they begin on.

    The time between two visits belongs to the day in whose hours it lies.
    """
    days: dict[date, DayVisits] = {}
    for visit in visits:
        day = local_day(instant(visit.start), zone)
        days.setdefault(day, DayVisits()).visits.append((visit.seconds, asked(day)))
    for one, other in pairwise(visits):
        ended = local_day(instant(one.end), zone)
        for day in (ended, ended - _DAY):  # hours may run past midnight
            hours = asked(day).hours
            if hours and hours[0] <= one.end and other.start <= hours[1]:
                days.setdefault(day, DayVisits()).gaps.append(other.start - one.end)
                break
    return days


@dataclass(frozen=True)
class Rhythm:
    """Of visits to one place or several; None where there are none, or no two to lie between."""

    visits: int = 0
    full: int | None = None
    """Of full length."""
    lengths: tuple[int, ...] = ()
    """Seconds: what was a full length, in order."""
    planned: bool = False
    """Whether plans say so."""
    median_minutes: float | None = None
    between: int = 0
    """Times between two visits within the hours."""
    between_median: float | None = None
    """Minutes."""
    between_share: float | None = None
    """The share of those that are at most two hours."""

    @classmethod
    def of(cls, days: Iterable[DayVisits]) -> Rhythm:
        """Of the visits of these days, to one place or several."""
        days = tuple(days)
        visits = [visit for day in days for visit in day.visits]
        gaps = [gap for day in days for gap in day.gaps]
        return cls(
            len(visits),
            sum(seconds >= asked.full for seconds, asked in visits) if visits else None,
            tuple(sorted({asked.full for _, asked in visits})),
            any(asked.plan for _, asked in visits),
            median(seconds for seconds, _ in visits) / 60 if visits else None,
            len(gaps),
            median(gaps) / 60 if gaps else None,
            sum(gap <= OFTEN for gap in gaps) / len(gaps) if gaps else None,
        )

    def columns(self) -> dict[str, Any]:
        """The columns of a row of figures or of dosage; None for what isn't there."""
        alone = self.lengths[0] if len(self.lengths) == 1 else None
        return {
            "visits_full_length": self.full,
            "full_length_minutes": None if alone is None else alone / 60,
            "median_visit_minutes": _rounded(self.median_minutes),
            "median_between_minutes": _rounded(self.between_median),
            "between_within_2_hours": _rounded(self.between_share),
        }

    def says(self, when: str) -> str:
        """What a person reads of the visits of ``when``, or why there is nothing to say."""
        if not self.visits:
            return f"No visit in {when}, so none to tell the length of or the time between."
        said = (
            f"{self.full:,} of {counted(self.visits, 'visit')} lasted {self._length()} or more; "
            f"the median is {amount(round(self.median_minutes or 0, 1), 'minutes')}."
        )
        within = "the plan's hours" if self.planned else "one day"
        if self.between_median is None or self.between_share is None:
            return f"{said} No two visits lie within {within}, so no time between visits."
        return (
            f"{said} Between visits within {within} the median is "
            f"{amount(round(self.between_median), 'minutes')}, with {share(self.between_share)} of "
            f"{counted(self.between, 'gap')} at most 2 hours."
        )

    def _length(self) -> str:
        *some, last = (seconds / 60 for seconds in self.lengths)
        length = listed([*map(number, some), amount(last, "minutes")], "or")
        return f"the planned {length}" if self.planned else length


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
