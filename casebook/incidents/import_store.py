"""Writing merged incidents into the casebook, each with the places it lies in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa

from casebook.files.arrow_columns import Ints, text_array
from casebook.files.progress import Progress
from casebook.files.tabular import Flags
from casebook.incidents.coverage.queries import force_codes
from casebook.incidents.import_merge import CoveredDays, Incidents, StoredBefore, later, update
from casebook.incidents.import_rows import NO_FORCE, IncidentColumns, Vocabulary
from casebook.incidents.in_boundaries import (
    NO_AREA,
    Points,
    Shapes,
    area_shapes,
    areas_at,
    hotspot_shapes,
    put_in_places,
)
from casebook.incidents.queries import stored as incidents
from casebook.store import settings
from casebook.store.bulk import insert_columns
from casebook.store.tables import incident
from casebook.store.transaction import Transaction

_CHUNK = 100_000
_BATCH = 2_000
"""Few enough rows that what is made of them is still in the processor's cache when it is stored."""


@dataclass(frozen=True)
class Written:
    """What became of the rows of a file."""

    added: int
    updated: int
    unchanged: int
    fresh: Flags
    """Which of the merged incidents weren't there before."""


@dataclass(frozen=True)
class Destination:
    """Where an import's incidents go, and under which numbers."""

    tx: Transaction
    load: int
    source: int
    first_of_source: bool
    """Whether the casebook holds nothing of the source yet, so that nothing need be compared."""
    hotspots: Shapes
    areas: Shapes


def destination(tx: Transaction, load: int, source: str) -> Destination:
    """Where the incidents of a load go; a source not met before gets the next number."""
    first = incidents.source_code(tx, source) is None
    code = settings.codes_of(tx, incidents.SOURCES, [source])[0]
    return Destination(tx, load, code, first, hotspot_shapes(tx), area_shapes(tx))


def coded(tx: Transaction, rows: IncidentColumns, words: Vocabulary) -> IncidentColumns:
    """``rows`` with the casebook's own numbers for types, outcomes and forces."""

    def numbered(of_row: Ints, values: Sequence[Any], number: Any) -> Ints:
        used = np.unique(of_row).tolist()
        codes = np.zeros(len(values), np.int64)
        codes[used] = number([values[place] for place in used])
        return codes[of_row]

    def outcomes(labels: list[str]) -> list[int]:
        return settings.codes_of(tx, incidents.OUTCOMES, labels)

    def types(entries: list[tuple[str, ...]]) -> list[int]:
        return incidents.type_codes(tx, entries)

    def forces(names: list[str]) -> list[int]:
        return [NO_FORCE if code is None else code for code in force_codes(tx, names)]

    return replace(
        rows,
        type=numbered(rows.type, words.types.values, types),
        outcome=numbered(rows.outcome, words.outcomes.values, outcomes),
        force=numbered(rows.force, words.forces.values, forces),
    )


def store(
    found: Incidents,
    into: Destination,
    covered_days: CoveredDays | None,
    words: Vocabulary,
    progress: Progress,
) -> Written:
    """Write what is new or changed of ``found``, whose types and outcomes are the casebook's."""
    history = {} if into.first_of_source else incidents.later_months(into.tx)
    fresh = np.ones(len(found), bool)
    brought: dict[int, int] = {}
    updated = 0
    for start in range(0, len(found), _CHUNK):
        progress(start, len(found), "Storing")
        part = found.take(slice(start, start + _CHUNK))
        written = part
        if not into.first_of_source:
            stored, known = _stored(into.tx, part, words, history)
            fresh[start : start + _CHUNK] = ~known
            after, changed, touched = update(part.take(known), stored, covered_days)
            updated += int(changed.sum())
            incidents.remove(into.tx, after.rows.key[touched].tolist())
            written = _together(part.take(~known), after.take(touched))
        brought |= later(written)
        _insert(written.rows, into, words)
    incidents.keep_later_months(into.tx, into.load, brought)
    progress(len(found), len(found), "Storing")
    added = int(fresh.sum())
    updated += int(found.changes[fresh].sum())
    read = len(found) + int(found.changes.sum() + found.repeats.sum())
    return Written(added, updated, read - added - updated, fresh)


def _stored(
    tx: Transaction, part: Incidents, words: Vocabulary, history: dict[int, dict[int, int]]
) -> tuple[StoredBefore, Flags]:
    """What the casebook holds of these incidents, and which of them it holds."""
    found = incidents.stored(tx, part.rows.key.tolist())
    columns = list(zip(*found, strict=True)) or [()] * 12
    keys, month, at, x, y, kind, outcome, street, load, withdrawn, reference, force = columns
    kept = text_array([ref or "" for ref in reference])
    key, months = np.array(keys, np.int64), np.array(month, np.int64)
    rows = IncidentColumns(
        key=key,
        month=months,
        at=np.array(at, float),
        x=np.array(x, float),
        y=np.array(y, float),
        type=np.array(kind, np.int64),
        outcome=np.array(outcome, np.int64),
        street=words.streets.codes(street),
        anonymous=np.zeros(len(key), bool),
        reference=words.references.add(pa.chunked_array([kept])),
        force=np.array([NO_FORCE if code is None else code for code in force], np.int64),
    )
    seen = months.copy()
    if any(history.values()):
        for place, (each, brought_by) in enumerate(zip(keys, load, strict=True)):
            seen[place] = history.get(brought_by, {}).get(each, month[place])
    gone = np.array([mark is not None for mark in withdrawn], bool)
    return StoredBefore(rows, seen, gone), np.isin(part.rows.key, key, assume_unique=True)


def _together(one: Incidents, other: Incidents) -> Incidents:
    """The incidents of both, in key order."""
    rows = IncidentColumns.joined([one.rows, other.rows])
    seen = np.concatenate([one.seen, other.seen])
    nothing = np.zeros(len(rows), np.int64)
    return Incidents(rows, seen, nothing, nothing).take(np.argsort(rows.key))


def _insert(rows: IncidentColumns, into: Destination, words: Vocabulary) -> None:
    area = np.full(len(rows), NO_AREA)
    if len(into.areas):
        area = areas_at(into.areas, rows.x, rows.y)
    streets = words.streets.values
    for start in range(0, len(rows), _BATCH):
        batch = slice(start, start + _BATCH)
        some = rows.take(batch)
        columns = _columns(some, area[batch], into, streets)
        if (some.reference >= 0).any():
            columns["reference"] = words.references.at(some.reference)
        insert_columns(into.tx, incident, columns)
    there = rows.take(~np.isnan(rows.x))
    source = np.full(len(there), into.source)
    points = Points(there.key, there.month, there.type, source, there.x, there.y)
    put_in_places(into.tx, into.hotspots, points)


def _columns(
    rows: IncidentColumns, area: Ints, into: Destination, streets: list[str]
) -> dict[str, Any]:
    """The incident table's columns: a list each, or what every row has alike."""
    return {
        "key": rows.key.tolist(),
        "month": rows.month.tolist(),
        "at": _blanked(np.nan_to_num(rows.at).astype(np.int64), np.isnan(rows.at)),
        "x": _blanked(rows.x, np.isnan(rows.x)),
        "y": _blanked(rows.y, np.isnan(rows.y)),
        "type": rows.type.tolist(),
        "outcome": rows.outcome.tolist(),
        "street": list(map(streets.__getitem__, rows.street.tolist())),
        "area": _blanked(area, area == NO_AREA),
        "source": into.source,
        "load": into.load,
        "withdrawn": None,
        "reference": None,
        "force": _alike(rows.force, rows.force == NO_FORCE),
    }


def _alike(values: Ints, missing: Flags) -> list[Any] | int | None:
    """:func:`_blanked` values, or the one that all are."""
    if len(values) and not missing[0] and (values == values[0]).all():
        return int(values[0])
    return _blanked(values, missing)


def _blanked(values: Any, missing: Flags) -> list[Any] | None:
    """Values with None where they are missing; None alone where all are."""
    if missing.all():
        return None
    out: list[Any] = values.tolist()
    for place in np.flatnonzero(missing).tolist():
        out[place] = None
    return out
