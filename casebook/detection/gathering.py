"""The points that candidates are looked for among, and how files give them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from casebook.core.codes import COUNT_GROUPS
from casebook.core.english import counted
from casebook.core.errors import BadValue, Rejection
from casebook.core.months import Month, Window
from casebook.files.mapping import NO_MAPPING, ColumnMapping
from casebook.files.progress import Progress, silent
from casebook.incidents.points.facts import FactsAsked
from casebook.incidents.points.shards import facts_of_files
from casebook.incidents.row_facts import RowFacts, Words
from casebook.incidents.types import IncidentType, members
from casebook.workers.cluster import WorkerCluster
from geo.crs import WGS84, Floats, Ints, transform


@dataclass(frozen=True)
class IncidentPoints:
    """Incidents with coordinates, as columns of one length."""

    x: Floats
    """Metres in ``crs``."""
    y: Floats
    at: Floats
    """Seconds since 1970; NaN where only the day or month is known."""
    month: Ints
    """As 202409."""
    type: Ints
    """The place of each one's type among ``types``."""
    types: tuple[IncidentType, ...]
    crs: str
    zone: ZoneInfo
    read: int
    """How many rows there were, those without coordinates among them."""
    notes: tuple[str, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    group: str = ""
    """The count group they are of; blank before one is chosen."""

    def __len__(self) -> int:
        return len(self.x)

    def take(
        self, which: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], *notes: str
    ) -> IncidentPoints:
        """Those for which this is true; ``notes`` say what was left out."""
        return IncidentPoints(
            self.x[which],
            self.y[which],
            self.at[which],
            self.month[which],
            self.type[which],
            self.types,
            self.crs,
            self.zone,
            self.read,
            (*self.notes, *(note for note in notes if note)),
            self.rejections,
            self.group,
        )

    @property
    def months(self) -> Window | None:
        """From the first month that a point is of to the last; None of no points."""
        if not len(self):
            return None
        first, last = int(self.month.min()), int(self.month.max())
        return Window(Month.from_code(first), Month.from_code(last))


def points_in_files(
    paths: Sequence[Path],
    *,
    crs: str,
    zone: ZoneInfo,
    today: date,
    tabs: Sequence[str] = (),
    mapping: ColumnMapping = NO_MAPPING,
    cluster: WorkerCluster | None = None,
    shards: int | None = None,
    progress: Progress = silent,
) -> IncidentPoints:
    """The rows of files that have coordinates; repeated IDs stand again.

    ``cluster`` and ``shards`` are as :func:`~casebook.incidents.points.shards.facts_of_files` has
    them. Raises :class:`BadFile`.
    """
    asked = FactsAsked(crs, today, Gathering(crs), tuple(tabs), mapping)
    read = facts_of_files(paths, asked, cluster=cluster, shards=shards, progress=progress)
    kept, *others = read.taken
    for other in others:
        kept.join(other)
    x, y, at, month, kind = kept.columns()
    placed = ~np.isnan(x)
    without = int(np.count_nonzero(~placed))
    said = f"{counted(len(x), 'row')} read, {without:,} of them without coordinates."
    whole = IncidentPoints(
        x,
        y,
        at,
        month,
        kind,
        tuple(IncidentType(*entry) for entry in kept.types.values),
        crs,
        zone,
        len(x),
        (*read.notes(crs), said, *kept.notes()),
        tuple(read.rejections),
    )
    return whole.take(placed)


def only(points: IncidentPoints, window: Window | None, group: str | None) -> IncidentPoints:
    """Those of the window's months and of one of the count groups that Casebook ships.

    Crime and ASB are never added up: without a group, crime is taken where there is some, and
    said. Raises :class:`BadValue` for an unknown group.
    """
    kinds = {points.types[number].kind for number in np.unique(points.type).tolist()}
    notes = []
    if group is None and len(kinds) == 2:
        notes.append("Only crime was taken: crime and ASB aren't added up. --count asb takes ASB.")
    name = group or ("asb" if kinds == {"asb"} else "crime")
    if name not in COUNT_GROUPS:
        raise BadValue(
            f"There is no count group '{name}': without a casebook it is one of "
            f"{', '.join(COUNT_GROUPS)}."
        )
    wanted = members(COUNT_GROUPS[name], points.types)
    kept = np.isin(points.type, sorted(wanted))
    if window is not None:
        kept &= (points.month >= window.first.code) & (points.month <= window.last.code)
    if not kept.all():
        months = f" in {window.label}" if window else ""
        notes.append(f"{counted(int(kept.sum()), 'row')} of {name}{months} taken.")
    return replace(points.take(kept, *notes), group=name)


@dataclass(frozen=True)
class Gathering:
    """Makes what keeps the facts of a shard's rows; points are wanted in metres of ``crs``."""

    crs: str

    def __call__(self) -> KeptFacts:
        """Nothing kept yet."""
        return KeptFacts(self.crs)


class KeptFacts:
    """Takes the facts of rows as they come, and keeps them."""

    def __init__(self, crs: str) -> None:
        self.crs = crs
        self.types = Words()
        self._parts: list[tuple[Floats | Ints, ...]] = []
        self._turned = False

    def expect(self, *, degrees: bool) -> None:
        """Nothing is needed before they come."""

    def add(self, facts: RowFacts, ids: pa.ChunkedArray | None, numbers: Ints) -> None:
        """Keep the rows of a sheet, in metres."""
        x, y = facts.x, facts.y
        if facts.degrees:
            self._turned = True
            x, y = transform(x, y, WGS84, self.crs)
        self._parts.append((x, y, facts.at, facts.month, facts.type))

    def taken(self) -> KeptFacts:
        """All of it."""
        return self

    def join(self, later: KeptFacts) -> None:
        """Keep what ``later`` has too, of rows that came after these."""
        number = self.types.codes(later.types.values)
        self._parts += [(*columns, number[kind]) for *columns, kind in later._parts]
        self._turned |= later._turned

    def columns(self) -> tuple[Floats, Floats, Floats, Ints, Ints]:
        """What was kept, as columns."""
        if not self._parts:
            none, nothing = np.zeros(0), np.zeros(0, np.int64)
            return none, none, none, nothing, nothing
        x, y, at, month, kind = (
            np.concatenate(column) for column in zip(*self._parts, strict=True)
        )
        return x, y, at, month.astype(np.int64), kind.astype(np.int64)

    def notes(self) -> tuple[str, ...]:
        """In which system the points came, where it is another."""
        if not self._turned:
            return ()
        return (f"Points came as longitude and latitude and were turned into {self.crs}.",)
