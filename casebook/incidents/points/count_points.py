"""Counting a file's incidents in a file's polygons: no casebook, nothing stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from casebook.core.errors import BadValue, Rejection
from casebook.core.months import Span
from casebook.files.mapping import NO_MAPPING, ColumnMapping
from casebook.files.progress import Progress, silent
from casebook.files.rejects import Rows, rejected_rows
from casebook.files.tabular import begun, sheets
from casebook.incidents.import_columns import ALIASES, FACTS, Recognised

BY = ("month", "type")
_BNG = "EPSG:27700"


@dataclass(frozen=True)
class PointCounts:
    """Rows of hotspot, zone, month, crime type and count, and what must be said beside them.

    Where the files have sub-types a row is one of a crime type, or None for the rest of it.
    """

    rows: tuple[dict[str, Any], ...]
    rejections: tuple[Rejection, ...]
    notes: tuple[str, ...]
    beside: tuple[str, ...]
    """Those of the notes that are about the counts and not about how files were read."""
    covers: Span | None
    """From the first day that a row tells of to the last, a month being all its days."""
    read: int
    """How many rows the files of incidents hold."""
    rejected_rows: Rows
    """The rows that weren't taken below their heading, where they were asked for."""


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
    progress: Progress = silent,
) -> PointCounts:
    """How many rows of ``paths`` lie in each polygon of ``hotspots``; repeated IDs count again.

    ``ring`` adds the zone within so many metres around each polygon and outside it. ``by`` is any
    of month and type. A combination without a row isn't listed. A row in two polygons counts in
    both. ``tabs`` are the only tabs or layers of the incidents to read, ``layers`` those of the
    polygons; ``mapping`` says what the incidents' columns are called; ``rejects`` asks for the rows
    that can't be taken. Raises :class:`BadFile`, :class:`BadValue`.
    """
    mapping.refuse_unknown(ALIASES)
    unknown = [name for name in by if name not in BY]
    if unknown:
        raise BadValue(f"Points are counted by month and type, not by '{unknown[0]}'.")
    if ring is not None and not 0 < ring < 100_000:
        raise BadValue("A ring is some metres wide, such as 200.")
    recognised = Recognised(mapping, wanted=FACTS | {"id"})
    tables = sheets(
        paths,
        choose=recognised.choose,
        few=recognised.few,
        numeric=recognised.numeric,
        tabs=tabs,
        crs=crs,
        progress=progress,
    )
    with begun(tables) as found:
        # what knows geometry takes as long to import as a force's year takes to read
        from casebook.incidents.points.counting import Counting, give_facts, zones_of

        refs, shapes, notes, bad_shapes = zones_of(hotspots, crs, ref_column, ring, layers)
        counting = Counting(shapes, crs, by)
        bad_rows, said = give_facts(found, recognised, counting, today=today)
    counts = counting.counts(refs)
    keys = ["hotspot", "zone", "month", "crime_type", "subtype"]
    if not any(key[-1] for key in counts):
        keys.remove("subtype")
    ordered = sorted(counts.items(), key=lambda pair: tuple(part or "" for part in pair[0]))
    listed = tuple({**dict(zip(keys, key, strict=False)), "count": n} for key, n in ordered)
    beside = tuple(counting.notes())
    every = (*notes, *said, *beside)
    read = counting.rows + len(bad_rows)
    bad = bad_shapes + bad_rows
    whole = rejected_rows(bad_rows, paths, Recognised(mapping), tabs, crs) if rejects else ()
    return PointCounts(listed, bad, every, beside, counting.reach(), read, whole)
