"""When in the week things happen: by offence, and for disorder by the kind of place."""

from __future__ import annotations

from bisect import bisect
from datetime import datetime, time, timedelta
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from sample_data.generator.months import days_of

if TYPE_CHECKING:
    from random import Random

_DAWN = 6
"""The hour a policing day begins: what happens after midnight belongs to the night before."""

_PATTERNS = {
    # Monday to Sunday; the hours from 06:00 to 17:00; those from 18:00 to 05:00
    "closing time": (
        (4, 4, 5, 7, 18, 22, 7),
        (0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 3, 4),
        (5, 6, 8, 10, 14, 20, 20, 16, 11, 7, 3, 1),
    ),
    "evening": (
        (9, 9, 9, 10, 13, 14, 11),
        (1, 2, 3, 4, 4, 5, 6, 6, 6, 8, 9, 10),
        (11, 12, 12, 12, 10, 8, 6, 3, 2, 2, 1, 1),
    ),
    "town": (
        (8, 8, 9, 10, 15, 18, 9),
        (1, 2, 3, 4, 6, 7, 8, 8, 8, 9, 9, 9),
        (8, 7, 7, 8, 9, 10, 9, 6, 4, 2, 1, 1),
    ),
    "after school": (
        (10, 10, 10, 10, 12, 11, 9),
        (0, 0, 1, 1, 2, 3, 4, 4, 5, 11, 14, 13),
        (13, 14, 14, 12, 8, 4, 2, 1, 0, 0, 0, 0),
    ),
    "shop hours": (
        (10, 10, 10, 11, 13, 14, 7),
        (0, 0, 2, 6, 9, 11, 12, 12, 12, 13, 12, 10),
        (7, 4, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    ),
    "while at work": (
        (12, 12, 12, 12, 12, 7, 6),
        (2, 4, 6, 9, 10, 10, 9, 8, 8, 7, 6, 6),
        (6, 5, 4, 3, 2, 2, 1, 1, 2, 2, 2, 1),
    ),
    "overnight": (
        (10, 10, 10, 10, 11, 12, 11),
        (3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 2, 3),
        (4, 5, 6, 7, 8, 10, 11, 12, 13, 13, 10, 6),
    ),
    "by day": (
        (11, 11, 11, 11, 11, 8, 7),
        (2, 4, 8, 9, 9, 9, 9, 9, 9, 9, 8, 7),
        (5, 3, 2, 2, 1, 1, 0, 0, 0, 0, 0, 1),
    ),
}  # fmt: skip

_OF_OFFENCE = {
    "Shoplifting": "shop hours", "Business robbery": "shop hours",
    "Residential burglary": "while at work", "Burglary of business premises": "overnight",
    "Theft from a vehicle": "overnight", "Theft of a vehicle": "overnight",
    "Interfering with a vehicle": "overnight", "Criminal damage to a vehicle": "overnight",
    "Theft of a pedal cycle": "by day", "Theft from a building": "by day",
    "Making off without payment": "by day", "Other theft offence": "by day",
    "Handling stolen goods": "by day", "Other offence": "by day", "Going equipped": "overnight",
    "Environmental": "by day",
}  # fmt: skip
_DISORDER = {"night": "closing time", "centre": "town", "station": "town", "seafront": "town",
             "town": "town"}  # fmt: skip
_ASB = {"night": "closing time", "centre": "town", "station": "town"}
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
    if offence in _OF_OFFENCE:
        return _OF_OFFENCE[offence]
    if offence in _CALLS:
        return _ASB.get(kind, "after school")
    return _DISORDER.get(kind, "evening")


@cache
def _hours(month: str, pattern: str) -> tuple[list[datetime], list[float]]:
    """Every hour of the month, and the running total of how likely they are."""
    of_day, until_six, after_six = _PATTERNS[pattern]
    of_hour = until_six + after_six
    hours = [datetime.combine(day, time(hour)) for day in days_of(month) for hour in range(24)]
    weights = [
        of_day[(hour - timedelta(hours=_DAWN)).weekday()] * of_hour[(hour.hour - _DAWN) % 24]
        for hour in hours
    ]
    return hours, list(accumulate(weights))
