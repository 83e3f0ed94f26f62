"""Adding up rows of incidents by polygon, month and type as they come; none of them is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
from shapely.geometry.base import BaseGeometry

from casebook.core.english import counted
from casebook.core.errors import BadFile, Rejection
from casebook.core.months import Month, Span
from casebook.files.arrow_columns import Ints, take, text_digests
from casebook.files.date_orders import DateOrders, decided
from casebook.files.faults import Faults
from casebook.files.sheet import Sheet
from casebook.files.tabular import Floats
from casebook.incidents.import_columns import Recognised
from casebook.incidents.import_dates import Calendar
from casebook.incidents.import_when import DatesRead
from casebook.incidents.points.placing import PointSample, placing_notes
from casebook.incidents.row_facts import FactRules, RowFacts, Words, read_facts
from casebook.incidents.types import IncidentType
from casebook.places.import_rows import choose_columns
from geo.crs import WGS84, transform
from geo.inside import PointTally, PolygonIndex
from geo.polygons import read_polygons

INSIDE, RING = "inside", "ring"
_ZONE = ZoneInfo("Europe/London")


class TakesFacts(Protocol):
    """What the rows of files are given to as they are read."""

    @property
    def crs(self) -> str:
        """The metres that points without longitude and latitude are in."""

    @property
    def types(self) -> Words:
        """The types of the rows, as :attr:`FactRules.types`."""

    def add(self, facts: RowFacts, ids: pa.ChunkedArray | None) -> None:
        """Take the rows of a sheet, and their IDs where there are some."""


class Counting:
    """What is added up of rows as they come; none of them is kept.

    ``zones`` are the polygons of each zone in metres of ``crs``, :data:`INSIDE` among them; ``by``
    is any of month and type.
    """

    def __init__(
        self, zones: Mapping[str, Sequence[BaseGeometry]], crs: str, by: Sequence[str]
    ) -> None:
        self.crs = crs
        self.types = Words()
        """The types of the rows, as :attr:`FactRules.types`."""
        self.rows = 0
        self._zones, self._by = zones, by
        self._tallies = {zone: PointTally(len(shapes)) for zone, shapes in zones.items()}
        self._indexes: dict[tuple[str, bool], PolygonIndex] = {}
        self._groups = Words()
        self._outside = PointSample()
        self._ids = RepeatedIds()
        self._without_place = 0
        self._moments: list[float] = []
        self._months: list[int] = []

    def add(self, facts: RowFacts, ids: pa.ChunkedArray | None) -> None:
        """Count the rows of a sheet, and heed their IDs."""
        if not len(facts):
            return
        group = self._group(facts)
        for zone, tally in self._tallies.items():
            tally.add(self._index(zone, degrees=facts.degrees), facts.x, facts.y, group)
        placed, inside = ~np.isnan(facts.x), self._tallies[INSIDE]
        if inside.in_none == inside.placed:
            system = WGS84 if facts.degrees else self.crs
            self._outside.add(*transform(facts.x[placed], facts.y[placed], system, self.crs))
        if ids is not None:
            self._ids.add(ids)
        self.rows += len(facts)
        self._without_place += int(np.count_nonzero(~placed))
        timed = ~np.isnan(facts.at)
        self._moments += _ends(facts.at[timed])
        self._months += _ends(facts.month[~timed])

    def counts(self, refs: Sequence[str]) -> dict[tuple[str | None, ...], int]:
        """By ref, zone, month, type and sub-type, without those that nothing was counted of."""
        groups = self._groups.values
        found: dict[tuple[str | None, ...], int] = {}
        for zone, tally in self._tallies.items():
            polygons, group = np.nonzero(tally.cube)
            cells = zip(
                polygons.tolist(), group.tolist(), tally.cube[polygons, group].tolist(), strict=True
            )
            found |= {(refs[at], zone, *groups[which]): number for at, which, number in cells}
        return found

    @property
    def placed(self) -> int:
        """How many of the rows have coordinates."""
        return self._tallies[INSIDE].placed

    def reach(self) -> Span | None:
        """The days that the rows tell of; None for no rows."""
        days = [datetime.fromtimestamp(at, _ZONE).date() for at in self._moments]
        months = [Month.from_code(code) for code in self._months]
        first = [*days, *(month.first for month in months)]
        last = [*days, *(month.last for month in months)]
        return Span(min(first), max(last)) if first else None

    def notes(self) -> Iterator[str]:
        """What to say beside the counts, a sentence each."""
        without = f"{self._without_place:,} of them without coordinates"
        yield f"{counted(self.rows, 'row')} read, {without}."
        yield from placing_notes(
            self._zones[INSIDE], self.crs, self._tallies[INSIDE], self._outside
        )
        yield from self._ids.notes()

    def _index(self, zone: str, *, degrees: bool) -> PolygonIndex:
        """A zone's polygons, laid out for points in degrees or in metres."""
        index = self._indexes.get((zone, degrees))
        if index is None:
            points = WGS84 if degrees else self.crs
            index = PolygonIndex(self._zones[zone], crs=self.crs, points=points)
            self._indexes[zone, degrees] = index
        return index

    def _group(self, facts: RowFacts) -> Ints:
        """For each row the number of the month, type and sub-type that it counts under."""
        types = [IncidentType(*entry) for entry in self.types.values]
        first = int(facts.month.min())
        code = (facts.month - first) * len(types) + facts.type
        met = np.flatnonzero(np.bincount(code))
        places = [divmod(one, len(types)) for one in met.tolist()]
        keys = [self._counts_under(first + month, types[kind]) for month, kind in places]
        number = np.zeros(int(met[-1]) + 1, np.int64)
        number[met] = self._groups.codes(keys)
        group: Ints = number[code]
        return group

    def _counts_under(self, month: int, kind: IncidentType) -> tuple[str | None, ...]:
        by_type = "type" in self._by
        return (
            str(Month.from_code(month)) if "month" in self._by else None,
            kind.coarse if by_type else None,
            kind.subtype if by_type else None,
        )


class RepeatedIds:
    """Which IDs come more than once, however many files they stand in: 64 bits are kept of each."""

    def __init__(self) -> None:
        self._seen: list[Ints] = [np.zeros(0, np.int64)]
        self._beside = ThreadPoolExecutor(1, "ids")
        self._due: Future[Ints] | None = None

    def add(self, ids: pa.ChunkedArray) -> None:
        """Heed the IDs of a sheet; blank ones are none."""
        self._take()
        self._due = self._beside.submit(text_digests, ids)

    def _take(self) -> None:
        if self._due is not None:
            self._seen.append(self._due.result())
            self._due = None

    def notes(self) -> Iterator[str]:
        """A sentence on IDs that came again, if any: every row was counted as it stands."""
        self._take()
        seen = np.sort(np.concatenate(self._seen))
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


def zones_of(
    path: Path, crs: str, ref_column: str | None, ring: float | None, layers: Sequence[str]
) -> tuple[tuple[str, ...], dict[str, list[BaseGeometry]], tuple[str, ...], tuple[Rejection, ...]]:
    """The refs of a file's polygons, the shapes of each zone in that order, notes and rejections.

    The rest is as :func:`casebook.incidents.points.count_points.count_points` has it.
    """
    file = read_polygons(path, crs=crs, layers=layers)
    if not file.features:
        raise BadFile(f"{path.name} has no polygon that can be used: {file.rejections[0].fault}")
    usable = [feature.properties for feature in file.features]
    columns = choose_columns(path.name, file.columns, usable, ref=ref_column)
    refs = tuple(feature.properties[columns.ref].strip() for feature in file.features)
    cores = [feature.geometry for feature in file.features]
    zones = {INSIDE: cores}
    if ring is not None:
        zones[RING] = [core.buffer(ring).difference(core) for core in cores]
    return refs, zones, (*file.notes, *columns.notes), file.rejections


def give_facts(
    sheets: Iterable[Sheet], recognised: Recognised, taking: TakesFacts, *, today: date
) -> tuple[tuple[Rejection, ...], tuple[str, ...]]:
    """Give the rows of sheets to ``taking``; those that can't be read, and notes on the reading.

    ``recognised`` was the sheets' chooser. Raises :class:`BadFile`.
    """
    mapping = recognised.mapping
    dates = DatesRead(DateOrders(mapping.date_order))
    rules = FactRules(Calendar(_ZONE, today, None), taking.crs, taking.types, dates)
    rejections: list[Rejection] = []
    notes: list[str] = []
    for sheet in decided(sheets, recognised.dates, dates.orders):
        columns, faults = recognised.columns[sheet.file], Faults(sheet)
        filled = mapping.filled(sheet)
        facts = read_facts(filled, columns, rules, faults)
        ids = filled.table[columns["id"]] if "id" in columns else None
        if not faults.sound.all():
            facts = facts.take(faults.sound)
            if ids is not None:
                ids = take(pa.table([ids], ["id"]), np.flatnonzero(faults.sound))["id"]
        taking.add(facts, ids)
        rejections += [*sheet.rejections, *faults.rejections()]
        notes += sheet.notes
    recognised.refuse_if_nothing()
    notes += dates.notes()
    return tuple(rejections), tuple(notes)
