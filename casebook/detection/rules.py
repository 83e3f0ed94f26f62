"""How candidates are looked for, and what a hotspot is expected to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from types import MappingProxyType

from casebook.core.errors import BadValue
from casebook.core.wording import number

METHODS = ("gistar", "kde", "dbscan")
WEEKDAYS: Mapping[str, str] = MappingProxyType(
    {
        day[:3]: day
        for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    }
)
"""Each day of the week by its short name, in order."""
DAYS = tuple(WEEKDAYS)


@dataclass(frozen=True)
class HoursOfDay:
    """Hours of the day, from one to another; over midnight where the first is the later."""

    start: time
    end: time

    @classmethod
    def parse(cls, text: str) -> HoursOfDay:
        """``22:00-03:00``; raises :class:`BadValue` for anything else."""
        try:
            first, last = (time.fromisoformat(part.strip()) for part in text.split("-"))
        except ValueError:
            raise BadValue(f"'{text}' are no hours: write them like 22:00-03:00.") from None
        if first == last:
            raise BadValue(f"'{text}' is no time at all: write two different hours.")
        return cls(first, last)

    def __str__(self) -> str:
        return "-".join(each.isoformat("minutes") for each in (self.start, self.end))


@dataclass(frozen=True)
class DaysOfWeek:
    """Days of the week; what lies after midnight in a night is of the day the night began on."""

    days: frozenset[int]
    """0 is Monday."""

    @classmethod
    def parse(cls, text: str) -> DaysOfWeek:
        """``fri,sat``, in capitals or not, whole names too; raises :class:`BadValue` for others."""
        names = [part.strip().capitalize() for part in text.split(",")]
        if not all(name[:3] in DAYS and WEEKDAYS[name[:3]].startswith(name) for name in names):
            raise BadValue(f"'{text}' are no days: write them like fri,sat.")
        return cls(frozenset(DAYS.index(name[:3]) for name in names))

    def __str__(self) -> str:
        return ",".join(DAYS[n] for n in sorted(self.days))


@dataclass(frozen=True)
class DetectionRules:
    """The settings of one search; None means by rule, from the points, and announced."""

    method: str = "gistar"
    cell: float | None = None
    """Side of a cell, metres."""
    bandwidth: float | None = None
    """Of the quartic kernel, metres."""
    reach: float = 100.0
    """DBSCAN: how near points of one cluster lie, metres."""
    least: int | None = None
    """DBSCAN: the points within reach that make a core."""
    level: float = 0.05
    """Gi*: the share of false cells among the hot."""
    fdr: bool = True
    """Gi*: whether the level holds for all cells together, and not for each alone."""
    area_share: float = 0.01
    """KDE: the share of the ground that the densest cells are taken from."""
    hours: HoursOfDay | None = None
    days: DaysOfWeek | None = None

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise BadValue(
                f"There is no method '{self.method}': it is one of {', '.join(METHODS)}."
            )
        for name, value in (
            ("cell", self.cell),
            ("bandwidth", self.bandwidth),
            ("reach", self.reach),
        ):
            if value is not None and not 1 <= value <= 100_000:
                raise BadValue(f"A {name} is 1 to 100,000 m, not {number(value)}.")
        if self.least is not None and self.least < 2:
            raise BadValue("A cluster's core has at least 2 points.")
        if not 0 < self.level < 1:
            raise BadValue("A level is between 0 and 1, such as 0.05.")
        if not 0 < self.area_share <= 0.5:
            raise BadValue("A share of the ground is over 0 and up to 0.5, such as 0.01.")


@dataclass(frozen=True)
class Expected:
    """What a hotspot is expected to be; a candidate that isn't is kept, and says so.

    Volume, radius and spacing as West Midlands Police and Cambridge had them in Operation Savvy;
    all of them differ from force to force, and can be set.
    """

    fewest: float = 36
    """Incidents in 12 months."""
    most: float = 150
    radius: float = 150
    """Of the circle of its size, metres."""
    apart: float = 500
    """Between the middles of two, metres."""
    minutes: float = 15
    """In which an officer on foot goes round it once."""


AS_EXPECTED = Expected()
WALK = 75.0
"""Metres a minute: 4.5 km an hour."""
