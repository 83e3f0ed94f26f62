"""Counting a file's incidents in a file's polygons: no casebook, nothing stored."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casebook.core.errors import BadValue, Rejection
from casebook.core.months import Span
from casebook.files.mapping import NO_MAPPING, ColumnMapping
from casebook.files.progress import Progress, silent
from casebook.files.rejects import Rows, rejected_rows
from casebook.incidents.import_columns import ALIASES, Recognised
from casebook.incidents.points.facts import FactsAsked
from casebook.incidents.points.shards import facts_of_files
from casebook.store.report import nothing_usable
from casebook.workers.cluster import WorkerCluster

if TYPE_CHECKING:
    from casebook.incidents.points.counting import Counting
    from casebook.incidents.points.zones import ZonesRead

BY = ("month", "type")
_BNG = "EPSG:27700"


@dataclass(frozen=True)
class PointCounts:
    """Rows of hotspot, zone, month, crime type and count, and what must be said beside them.

    Where the files have sub-types a row is one of a crime type, or None for the rest of it.
    """

    rows: tuple[dict[str, Any], ...]
    rejections: tuple[Rejection, ...]
    """Of the polygons, and then of the rows."""
    notes: tuple[str, ...]
    beside: tuple[str, ...]
    """Those of the notes that are about the counts and not about how files were read."""
    covers: Span | None
    """From the first day that a row tells of to the last, a month being all its days."""
    read: int
    """How many rows the files of incidents hold."""
    rejected: int
    """How many of them weren't taken."""
    rejected_rows: Rows
    """The rows that weren't taken below their heading, where they were asked for."""


@dataclass(frozen=True)
class CountedIn:
    """The polygons that rows are counted in, as every worker can read them."""

    run: str
    """A name that no other run has: each process reads the polygons once for it."""
    hotspots: Path
    crs: str
    ref_column: str | None
    ring: float | None
    layers: tuple[str, ...]
    by: tuple[str, ...]

    def __call__(self) -> Counting:
        """Nothing counted yet."""
        from casebook.incidents.points.counting import Counting

        drawn = self.zones()
        return Counting(drawn.zones, self.by, drawn.said)

    def zones(self) -> ZonesRead:
        """The polygons; raises :class:`BadFile`."""
        from casebook.incidents.points.zones import zones_of_run

        where = self.hotspots, self.crs, self.ref_column, self.ring, self.layers
        return zones_of_run(self.run, *where)


def count_points(
    paths: Sequence[Path],
    hotspots: Path,
    *,
    today: date,
    crs: str = _BNG,
    ref_column: str | None = None,
    ring: float | None = None,
    by: Sequence[str] = BY,
    tabs: Sequence[str] = (),
    layers: Sequence[str] = (),
    mapping: ColumnMapping = NO_MAPPING,
    rejects: bool = False,
    cluster: WorkerCluster | None = None,
    shards: int | None = None,
    progress: Progress = silent,
) -> PointCounts:
    """How many rows of ``paths`` lie in each polygon of ``hotspots``; repeated IDs count again.

    ``ring`` adds the zone within so many metres around each polygon and outside it. ``by`` is any
    of month and type. A combination without a row isn't listed. A row in two polygons counts in
    both. ``tabs`` are the only tabs or layers of the incidents to read, ``layers`` those of the
    polygons; ``mapping`` says what the incidents' columns are called; ``rejects`` asks for the rows
    that can't be taken. ``cluster`` and ``shards`` are as
    :func:`~casebook.incidents.points.shards.facts_of_files` has them. Raises :class:`BadFile`, of
    which :class:`RowsRefused` where no row can be taken, and :class:`BadValue`.
    """
    mapping.refuse_unknown(ALIASES)
    unknown = [name for name in by if name not in BY]
    if unknown:
        raise BadValue(f"Points are counted by month and type, not by '{unknown[0]}'.")
    if ring is not None and not 0 < ring < 100_000:
        raise BadValue("A ring is some metres wide, such as 200.")
    run = os.urandom(8).hex()
    where = CountedIn(run, hotspots.absolute(), crs, ref_column, ring, tuple(layers), tuple(by))
    asked = FactsAsked(crs, today, where, tuple(tabs), mapping)
    read = facts_of_files(paths, asked, cluster=cluster, shards=shards, progress=progress)
    counting, *others = read.taken
    for other in others:
        counting.join(other)
    counts = counting.counts()
    keys = ["hotspot", "zone", "month", "crime_type", "subtype"]
    if not any(key[-1] for key in counts):
        keys.remove("subtype")
    ordered = sorted(counts.items(), key=lambda pair: tuple(part or "" for part in pair[0]))
    listed = tuple({**dict(zip(keys, key, strict=False)), "count": n} for key, n in ordered)
    rejected = len(read.rejections)
    drawn, rows = counting.said, counting.rows + rejected
    bad = (*drawn.rejections, *read.rejections)
    recognised = Recognised(mapping)
    whole = rejected_rows(read.rejections, paths, recognised, tabs, crs) if rejects else ()
    if rejected and not counting.rows:
        refusal = nothing_usable(", ".join(path.name for path in paths), "row", read.rejections)
        refusal.rejected_rows = tuple(whole)
        raise refusal
    beside = tuple(counting.notes(lambda: where.zones().zones.shapes["inside"], rejected))
    every = (*drawn.notes, *read.notes(crs), *beside)
    return PointCounts(listed, bad, every, beside, counting.reach(), rows, rejected, whole)
