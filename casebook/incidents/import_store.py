"""Writing merged incidents into the casebook, each with the places it lies in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import pyarrow as pa

from casebook.core.months import Month
from casebook.files.arrow_columns import Ints, text_array
from casebook.files.progress import Progress
from casebook.files.tabular import Flags
from casebook.incidents.coverage.gap_queries import SourceCount
from casebook.incidents.coverage.queries import force_codes
from casebook.incidents.import_merge import CoveredDays, Extracts, Incidents, StoredBefore
from casebook.incidents.import_rows import NO_FORCE, IncidentColumns, Vocabulary
from casebook.incidents.import_seal import seal_rows
from casebook.incidents.import_update import update
from casebook.incidents.in_boundaries import (
    NO_AREA,
    Points,
    Shapes,
    area_shapes,
    areas_at,
    hotspot_shapes,
    put_in_places,
)
from casebook.incidents.outcomes import standing_of
from casebook.incidents.queries import stored as incidents
from casebook.store import settings
from casebook.store.bulk import insert_columns
from casebook.store.tables import incident
from casebook.store.transaction import Transaction

_SEEN = "seen"
"""What the month of the row that an incident's content is from is called where it is kept."""
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
    kept_newer: int
    """How many keep what a newer extract said of them."""
    earlier: int
    """How many count in an earlier month than a newer extract has them in."""
    kept_known: int
    """How many keep a known place, or what came of them, that the file doesn't have."""
    area: Ints
    """The narrowest area of each incident that was written, in the order of their keys."""


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
    standing = _standing(into.tx)
    fresh = np.ones(len(found), bool)
    areas = [np.zeros(0, np.int64)]
    updated = newer = earlier = known_better = 0
    for start in range(0, len(found), _CHUNK):
        progress(start, len(found), "Storing")
        part = found.take(slice(start, start + _CHUNK))
        written = part
        if not into.first_of_source:
            stored, known = _stored(into.tx, part, words, standing)
            fresh[start : start + _CHUNK] = ~known
            now = update(part.take(known), stored, covered_days, standing)
            updated += int(now.changed.sum())
            newer += int(now.kept_newer.sum())
            earlier += int(now.earlier.sum())
            known_better += int(now.kept_known.sum())
            incidents.remove(into.tx, now.incidents.rows.key[now.rewritten].tolist())
            _stamp(into.tx, now.incidents.rows.take(now.stamped))
            written = _together(part.take(~known), now.incidents.take(now.rewritten))
        areas.append(_insert(written, into, words))
    progress(len(found), len(found), "Storing")
    added = int(fresh.sum())
    updated += int(found.changes[fresh].sum())
    same = len(found) + int(found.changes.sum() + found.repeats.sum()) - added - updated
    return Written(added, updated, same, fresh, newer, earlier, known_better, np.concatenate(areas))


def counts_of_rows(tx: Transaction, rows: IncidentColumns, area: Ints) -> list[SourceCount]:
    """As :func:`~casebook.incidents.coverage.gap_queries.counts_of_source`, without a look at them.

    ``rows`` are all that the source has and ``area`` the area each lies in; types and forces are
    the casebook's.
    """
    columns = (rows.month, rows.type, rows.force - NO_FORCE, area)
    dimensions = [int(column.max(initial=0)) + 1 for column in columns]
    places, counts = np.unique(np.ravel_multi_index(columns, dimensions), return_counts=True)
    kinds = [each.kind for each in incidents.types(tx)]
    return [
        SourceCount(
            kinds[number],
            Month.from_code(month),
            None if force == 0 else force + NO_FORCE,
            None if within == NO_AREA else within,
            count,
        )
        for month, number, force, within, count in zip(
            *(each.tolist() for each in np.unravel_index(places, dimensions)),
            counts.tolist(),
            strict=True,
        )
    ]


def _standing(tx: Transaction) -> Ints:
    """The standing of each of the casebook's outcomes, at the place of its number."""
    labels: list[str] = tx.setting(incidents.OUTCOMES, [])
    return np.array([standing_of(label) for label in labels], np.int64)


def _stamp(tx: Transaction, rows: IncidentColumns) -> None:
    for extract in np.unique(rows.extract).tolist():
        incidents.stamp(tx, rows.key[rows.extract == extract].tolist(), extract)


def _stored(
    tx: Transaction, part: Incidents, words: Vocabulary, standing: Ints
) -> tuple[StoredBefore, Flags]:
    """What the casebook holds of these incidents, and which of them it holds."""
    found = incidents.stored(tx, part.rows.key.tolist())
    columns = list(zip(*found, strict=True)) or [()] * 13
    keys, month, at, x, y, kind, outcome, street, withdrawn, reference, force, extract, older = (
        columns
    )
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
        extract=np.array([of or since for of, since in zip(extract, month, strict=True)], np.int64),
    )
    seen, extracts = months.copy(), Extracts.of(rows, standing, NO_FORCE)
    for place, said in enumerate(older):
        for name, value in (said or {}).items():
            (seen if name == _SEEN else getattr(extracts, name))[place] = value
    gone = np.array([mark is not None for mark in withdrawn], bool)
    known = np.isin(part.rows.key, key, assume_unique=True)
    return StoredBefore(rows, seen, extracts, gone), known


def _together(one: Incidents, other: Incidents) -> Incidents:
    """The incidents of both, in key order."""
    rows = IncidentColumns.joined([one.rows, other.rows])
    seen = np.concatenate([one.seen, other.seen])
    extracts = Extracts.joined([one.extracts, other.extracts])
    nothing = np.zeros(len(rows), np.int64)
    return Incidents(rows, seen, extracts, nothing, nothing).take(np.argsort(rows.key))


def _insert(found: Incidents, into: Destination, words: Vocabulary) -> Ints:
    """Write incidents; the area each lies in."""
    rows = found.rows
    area = np.full(len(rows), NO_AREA)
    if len(into.areas):
        area = areas_at(into.areas, rows.x, rows.y)
    streets, plain = words.streets.values, found.plain
    with ThreadPoolExecutor(1, "seal") as beside:
        sealed = beside.submit(
            seal_rows,
            into.tx,
            rows,
            area=area,
            source=into.source,
            load=into.load,
            streets=streets,
            references=_references(rows, words),
            older=[None] * len(rows) if plain.all() else _older(found, plain),
        )
        for start in range(0, len(rows), _BATCH):
            batch = slice(start, start + _BATCH)
            some = rows.take(batch)
            columns = _columns(some, area[batch], into, streets)
            if (some.reference >= 0).any():
                columns["reference"] = words.references.at(some.reference)
            if not plain[batch].all():
                columns["older"] = _older(found.take(batch), plain[batch])
            insert_columns(into.tx, incident, columns)
        sealed.result()
    there = rows.take(~np.isnan(rows.x))
    source = np.full(len(there), into.source)
    points = Points(there.key, there.month, there.type, source, there.x, there.y)
    put_in_places(into.tx, into.hotspots, points)
    return area


def _references(rows: IncidentColumns, words: Vocabulary) -> list[str | None]:
    known = (rows.reference >= 0).any()
    return words.references.at(rows.reference) if known else [None] * len(rows)


def _older(found: Incidents, plain: Flags) -> list[str | None]:
    """What the table keeps of the parts of each that are from another extract or month, as JSON."""
    out: list[str | None] = [None] * len(found)
    names = [each.name for each in fields(Extracts)]
    for place in np.flatnonzero(~plain).tolist():
        parts = {name: int(getattr(found.extracts, name)[place]) for name in names}
        said = {name: of for name, of in parts.items() if of not in (0, found.rows.extract[place])}
        if found.seen[place] != found.rows.month[place]:
            said[_SEEN] = int(found.seen[place])
        out[place] = json.dumps(said)
    return out


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
        "extract": _alike(rows.extract, rows.extract == 0),
        "older": None,
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
