"""Adding up rows of incidents by polygon, month and type as they come; none of them is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
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
from casebook.incidents.row_facts import RowFacts, Words, joined
from casebook.incidents.types import IncidentType
from geo.crs import WGS84, transform
from geo.inside import PointTally

_ZONE = ZoneInfo("Europe/London")
_WORTH_COUNTING = 1 << 17
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
        self._waiting: list[tuple[RowFacts, Ints]] = []

    def expect(self, *, degrees: bool) -> None:
        """Lay the polygons out for points in degrees or in metres."""
        for zone in self._zones.shapes:
            self._zones.index(zone, degrees=degrees)

    def add(self, facts: RowFacts, ids: pa.ChunkedArray | None, numbers: Ints) -> None:
        """Count the rows of a sheet, and heed their IDs."""
        if not len(facts):
            return
        if ids is not None:
            self._so_far.ids.append(text_digests(ids))
        if any(other.degrees != facts.degrees for other, _ in self._waiting):
            self._count_waiting()
        self._waiting.append((facts, numbers))
        waiting = sum(len(other) for other, _ in self._waiting)
        ready = self._zones.ready(degrees=facts.degrees)
        if waiting >= (_WORTH_COUNTING if ready else _MOST_WAITING):
            self._count_waiting()

    def _count_waiting(self) -> None:
        """Count the rows of the sheets that wait, together."""
        if not self._waiting:
            return
        facts = joined([one for one, _ in self._waiting])
        numbers = np.concatenate([own for _, own in self._waiting])
        self._waiting.clear()
        so_far = self._so_far
        group = self._group(facts)
        for zone, tally in so_far.tallies.items():
            tally.add(self._zones.index(zone, degrees=facts.degrees), facts.x, facts.y, group)
        placed, inside = ~np.isnan(facts.x), so_far.tallies[INSIDE]
        if inside.in_none == inside.placed:
            system = WGS84 if facts.degrees else self.crs
            x, y = transform(facts.x[placed], facts.y[placed], system, self.crs)
            so_far.outside.add(x, y, numbers[placed])
        so_far.rows += len(facts)
        so_far.without_place += int(np.count_nonzero(~placed))
        timed = ~np.isnan(facts.at)
        so_far.moments += _ends(facts.at[timed])
        so_far.months += _ends(facts.month[~timed])

    def taken(self) -> Counted:
        """What all rows add up to; nothing more can be added here."""
        self._count_waiting()
        return self._so_far

    def _group(self, facts: RowFacts) -> Ints:
        """For each row the number of the month, type and sub-type that it counts under."""
        types = [IncidentType(*entry) for entry in self.types.values]
        first = int(facts.month.min())
        code = (facts.month - first) * len(types) + facts.type
        met = np.flatnonzero(np.bincount(code))
        places = [divmod(one, len(types)) for one in met.tolist()]
        keys = [self._counts_under(first + month, types[kind]) for month, kind in places]
        number = np.zeros(int(met[-1]) + 1, np.int64)
        number[met] = self._so_far.groups.codes(keys)
        group: Ints = number[code]
        return group

    def _counts_under(self, month: int, kind: IncidentType) -> tuple[str | None, ...]:
        by_type = "type" in self._by
        return (
            str(Month.from_code(month)) if "month" in self._by else None,
            kind.coarse if by_type else None,
            kind.subtype if by_type else None,
        )


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
