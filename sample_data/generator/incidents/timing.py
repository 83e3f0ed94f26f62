"""When in the week things happen: by offence, and for disorder by the kind of place."""

from __future__ import annotations

from bisect import bisect
from datetime import datetime, time, timedelta
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from sample_data.generator.months import days_of
from sample_data.generator.written import written

if TYPE_CHECKING:
    from random import Random

_DAWN = 6
"""The hour a policing day begins: what happens after midnight belongs to the night before."""

_WEEK = written("timing")
_CALLS = ("Nuisance", "Personal")

_MINUTES = (0, 15, 30, 45, *range(60))
_MINUTE_WEIGHTS = (26, 9, 18, 9, *(1,) * 60)
_CLOCKS_FORWARD = {datetime(2022, 3, 27, 1), datetime(2023, 3, 26, 1), datetime(2024, 3, 31, 1)}  # noqa: DTZ001


def moment(dice: Random, month: str, offence: str, kind: str) -> datetime:
    """A local time in the month for an offence or ASB call in this kind of place.

    Never one in the hour that a spring night doesn't have.
    """
    hours, weights = _hours(month, _pattern(offence, kind))
    hour = hours[bisect(weights, dice.random() * weights[-1])]
    if hour in _CLOCKS_FORWARD:
        hour += timedelta(hours=1)
    return hour.replace(minute=dice.choices(_MINUTES, _MINUTE_WEIGHTS)[0])


def _pattern(offence: str, kind: str) -> str:
    if offence in _WEEK["offences"]:
        return str(_WEEK["offences"][offence])
    if offence in _CALLS:
        return str(_WEEK["asb"].get(kind, "after school"))
    return str(_WEEK["disorder"].get(kind, "evening"))


@cache
def _hours(month: str, pattern: str) -> tuple[list[datetime], list[float]]:
    """Every hour of the month, and the running total of how likely they are."""
    weekly = _WEEK["patterns"][pattern]
    of_day, of_hour = weekly["days"], weekly["from_six"] + weekly["from_eighteen"]
    hours = [datetime.combine(day, time(hour)) for day in days_of(month) for hour in range(24)]
    weights = [
        of_day[(hour - timedelta(hours=_DAWN)).weekday()] * of_hour[(hour.hour - _DAWN) % 24]
        for hour in hours
    ]
    return hours, list(accumulate(weights))
