"""Adding up rows of incidents by polygon, month and type as they come; none of them is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
from shapely.geometry.base import BaseGeometry

from casebook.core.english import counted
from casebook.core.months import Month, Span
from casebook.files.arrow_columns import Ints, text_digests
from casebook.files.tabular import Floats
from casebook.incidents.points.placing import PointSample, placing_notes
from casebook.incidents.points.zones import INSIDE, LaidOut, ZonesSaid
from casebook.incidents.row_facts import RowFacts, Words
from casebook.incidents.types import IncidentType
from geo.crs import WGS84, transform
from geo.inside import PointTally

_ZONE = ZoneInfo("Europe/London")
_WORTH_COUNTING = 1 << 18
"""Rows from which counting them takes longer than setting about it."""
_MOST_WAITING = 1 << 20
"""Rows that may wait until the polygons are laid out."""


class Counted:
    """What rows add up to in the polygons of zones: two add up to what all their rows do.

    ``zones`` is how many polygons each zone has; ``crs`` the metres they are in; ``said`` is what
    their file says of them.
    """

    def __init__(self, zones: Mapping[str, int], crs: str, said: ZonesSaid) -> None:
        self.crs, self.said = crs, said
        self.rows = 0
        self.without_place = 0
        self.tallies = {zone: PointTally(number) for zone, number in zones.items()}
        self.groups = Words()
        """What the groups of the tallies are: month, type and sub-type."""
        self.outside = PointSample()
        self.ids: list[Ints] = []
        """64 bits of the ID of each row that has one, those of a sheet together."""
        self.moments: list[float] = []
        """The first and last of rows counted together, in seconds since 1970; then the next."""
        self.months: list[int] = []
        """Likewise of rows whose month alone is known."""

    def join(self, later: Counted) -> None:
        """Count in what ``later`` has, of rows that came after these."""
        group = self.groups.codes(later.groups.values)
        for zone, tally in self.tallies.items():
            tally.join(later.tallies[zone], group)
        self.outside.join(later.outside)
        self.ids += later.ids
        self.rows += later.rows
        self.without_place += later.without_place
        self.moments += later.moments
        self.months += later.months

    def counts(self, refs: Sequence[str] = ()) -> dict[tuple[str | None, ...], int]:
        """By ref, zone, month, type and sub-type, without those that nothing was counted of.

        The refs are the file's where none are given.
        """
        groups, refs = self.groups.values, refs or self.said.refs
        found: dict[tuple[str | None, ...], int] = {}
        for zone, tally in self.tallies.items():
            for ref, counts in zip(refs, tally.cube, strict=True):
                met = np.flatnonzero(counts)
                for group, number in zip(met.tolist(), counts[met].tolist(), strict=True):
                    found[(ref, zone, *groups[group])] = number
        return found

    @property
    def placed(self) -> int:
        """How many of the rows have coordinates."""
        return self.tallies[INSIDE].placed

    def reach(self) -> Span | None:
        """The days that the rows tell of; None for no rows."""
        days = [datetime.fromtimestamp(at, _ZONE).date() for at in self.moments]
        months = [Month.from_code(code) for code in self.months]
        first = [*days, *(month.first for month in months)]
        last = [*days, *(month.last for month in months)]
        return Span(min(first), max(last)) if first else None

    def notes(
        self, polygons: Callable[[], Sequence[BaseGeometry]], rejected: int = 0
    ) -> Iterator[str]:
        """What to say beside the counts, a sentence each.

        ``polygons`` gives those inside, ``rejected`` is how many more rows weren't taken.
        """
        read = f"{counted(self.rows + rejected, 'row')} read"
        without = f"{self.without_place:,} of {'the others' if rejected else 'them'}"
        not_taken = f"{rejected:,} of them not taken and " if rejected else ""
        yield f"{read}, {not_taken}{without} without coordinates."
        yield from placing_notes(polygons, self.crs, self.tallies[INSIDE], self.outside)
        yield from _on_repeated(self.ids)


class _PointsWaiting(NamedTuple):
    """The points of a sheet until they are looked up, with what each counts under."""

    x: Floats
    y: Floats
    group: Ints
    numbers: Ints


class Counting:
    """Counts rows in ``zones`` as they come; ``by`` is any of month and type.

    ``said`` is what the zones' file says of them.
    """

    def __init__(self, zones: LaidOut, by: Sequence[str], said: ZonesSaid | None = None) -> None:
        self.crs = zones.crs
        self.types = Words()
        """The types of the rows, as :attr:`FactRules.types`."""
        self._zones, self._by = zones, by
        self._so_far = Counted(zones.sizes, zones.crs, said or ZonesSaid())
        self._waiting: list[_PointsWaiting] = []
        self._degrees = False
        """Whether the points that wait are in degrees."""
        self._numbers: dict[tuple[int, int], int] = {}
        """By month and type, the number of what a row counts under."""

    def expect(self, *, degrees: bool) -> None:
        """Lay the polygons out for points in degrees or in metres."""
        for zone in self._zones.shapes:
            self._zones.index(zone, degrees=degrees)

    def add(self, facts: RowFacts, ids: pa.ChunkedArray | None, numbers: Ints) -> None:
        """Count the rows of a sheet, and heed their IDs."""
        if not len(facts):
            return
        so_far = self._so_far
        if ids is not None:
            so_far.ids.append(text_digests(ids))
        timed = ~np.isnan(facts.at)
        so_far.rows += len(facts)
        so_far.without_place += int(np.count_nonzero(np.isnan(facts.x)))
        so_far.moments += _ends(facts.at[timed])
        so_far.months += _ends(facts.month[~timed])
        if facts.degrees != self._degrees:
            self._count_waiting()
            self._degrees = facts.degrees
        self._waiting.append(_PointsWaiting(facts.x, facts.y, self._group(facts), numbers))
        waiting = sum(len(each.x) for each in self._waiting)
        ready = self._zones.ready(degrees=facts.degrees)
        if waiting >= (_WORTH_COUNTING if ready else _MOST_WAITING):
            self._count_waiting()

    def _count_waiting(self) -> None:
        """Look up the points of the sheets that wait, together."""
        if not self._waiting:
            return
        x, y, group = (
            np.concatenate(parts)
            for parts in zip(*((each.x, each.y, each.group) for each in self._waiting), strict=True)
        )
        tallies = self._so_far.tallies
        for zone, tally in tallies.items():
            tally.add(self._zones.index(zone, degrees=self._degrees), x, y, group)
        if tallies[INSIDE].in_none == tallies[INSIDE].placed:
            placed = ~np.isnan(x)
            numbers = np.concatenate([each.numbers for each in self._waiting])
            system = WGS84 if self._degrees else self.crs
            self._so_far.outside.add(
                *transform(x[placed], y[placed], system, self.crs), numbers[placed]
            )
        self._waiting.clear()

    def taken(self) -> Counted:
        """What all rows add up to; nothing more can be added here."""
        self._count_waiting()
        return self._so_far

    def _group(self, facts: RowFacts) -> Ints:
        """For each row the number of the month, type and sub-type that it counts under."""
        types, first = len(self.types.known), int(facts.month.min())
        code = (facts.month - first) * types + facts.type
        met = np.flatnonzero(np.bincount(code))
        number = np.zeros(int(met[-1]) + 1, np.int64)
        places = (divmod(one, types) for one in met.tolist())
        number[met] = [self._number(first + month, kind) for month, kind in places]
        group: Ints = number[code]
        return group

    def _number(self, month: int, kind: int) -> int:
        """The number of what a row of this month and type counts under."""
        if (month, kind) not in self._numbers:
            under, by_type = IncidentType(*self.types.values[kind]), "type" in self._by
            key = (
                str(Month.from_code(month)) if "month" in self._by else None,
                under.coarse if by_type else None,
                under.subtype if by_type else None,
            )
            self._numbers[month, kind] = int(self._so_far.groups.codes([key])[0])
        return self._numbers[month, kind]


def _on_repeated(ids: Sequence[Ints]) -> Iterator[str]:
    """A sentence on IDs that came again, if any: every row was counted as it stands."""
    seen = np.sort(np.concatenate([np.zeros(0, np.int64), *ids]))
    same = seen[1:] == seen[:-1]
    extra = int(np.count_nonzero(same))
    again = extra - int(np.count_nonzero(same[1:] & same[:-1]))
    if again:
        yield (
            f"{counted(again, 'ID comes', 'IDs come')} more than once "
            f"({counted(extra, 'row')} more): rows were counted as they "
            "stand. A casebook counts each incident once."
        )


def _ends(values: Ints | Floats) -> list[Any]:
    """The least and the greatest; nothing of nothing."""
    return [values.min().item(), values.max().item()] if len(values) else []
