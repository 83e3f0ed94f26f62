"""Incidents as they are stored, where they lie, and which source counts for a month."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    Select,
    bindparam,
    delete,
    func,
    or_,
    select,
    text,
    update,
)

from casebook.core.months import Month, Span
from casebook.core.settings import Settings
from casebook.incidents.types import IncidentType
from casebook.store.loads import Load, loads
from casebook.store.tables import incident, incident_place
from casebook.store.transaction import Transaction

LOAD_KIND = "incidents"
TYPES, OUTCOMES, SOURCES = "incident-types", "incident-outcomes", "incident-sources"
_SOURCE_TYPES = "incident-source-types"

_STORED = (
    incident.c.key,
    incident.c.month,
    incident.c.at,
    incident.c.x,
    incident.c.y,
    incident.c.type,
    incident.c.outcome,
    incident.c.street,
    incident.c.withdrawn,
    incident.c.reference,
    incident.c.force,
    incident.c.extract,
    incident.c.older,
)


def types(tx: Transaction) -> tuple[IncidentType, ...]:
    """Every incident type; its place in the list is the number rows carry."""
    return tuple(IncidentType(*entry) for entry in tx.setting(TYPES, []))


def type_codes(tx: Transaction, wanted: Sequence[tuple[str, ...]]) -> list[int]:
    """The numbers of types given as (label, kind) or (label, kind, the type it belongs to).

    New ones are added at the list's end.
    """
    known = types(tx)
    asked = [IncidentType(*entry) for entry in wanted]
    at = {each: number for number, each in enumerate(known)}
    for each in asked:
        at.setdefault(each, len(at))
    if len(at) > len(known):
        tx.put(TYPES, [list(each if each.parent else each[:2]) for each in at])
    return [at[each] for each in asked]


def source_types(tx: Transaction) -> dict[str, frozenset[int]]:
    """The numbers of the types each source has used; a source isn't there where that isn't kept."""
    found = tx.setting(_SOURCE_TYPES, {})
    return {source: frozenset(numbers) for source, numbers in found.items()}


def keep_source_types(tx: Transaction, source: str, numbers: Collection[int]) -> None:
    """Remember that a source uses these types."""
    known = tx.setting(_SOURCE_TYPES, {})
    used = sorted({*known.get(source, ()), *numbers})
    if used != known.get(source):
        tx.put(_SOURCE_TYPES, known | {source: used})


def source_code(tx: Transaction, source: str) -> int | None:
    """The number of a source, or None where the casebook has nothing of it."""
    known = tx.setting(SOURCES, [])
    return known.index(source) if source in known else None


def stored(tx: Transaction, keys: Sequence[int]) -> list[Any]:
    """The incidents among ``keys``, in key order.

    Each row is key, month, at, x, y, type, outcome, street, withdrawn, reference, force, extract
    and older.
    """
    query = select(*_STORED).where(_among(tx, incident.c.key)).order_by(incident.c.key)
    return list(tx.sql.execute(query, _bound(tx, keys)).all())


def remove(tx: Transaction, keys: Sequence[int]) -> None:
    """Take incidents out, to be written anew, and out of every place."""
    if keys:
        _touch(tx, keys)
        tx.sql.execute(delete(incident).where(_among(tx, incident.c.key)), _bound(tx, keys))
        remove_from_places(tx, keys)


def remove_from_places(tx: Transaction, keys: Sequence[int]) -> None:
    """Take incidents out of every place."""
    among = _among(tx, incident_place.c.incident)
    _touch_places(tx, among, _bound(tx, keys))
    tx.sql.execute(delete(incident_place).where(among), _bound(tx, keys))


def counted_keys(
    tx: Transaction,
    source: int,
    kinds: Sequence[str],
    months: tuple[int, int],
    at: tuple[int, int],
    forces: Collection[int] = (),
) -> list[int]:
    """Keys of a source's incidents that aren't withdrawn, of these kinds, in a window.

    Those with a time lie in it by ``at`` (from, and up to but without), the others by ``months``
    (first and last). With ``forces`` they are theirs, or don't say whose they are.
    """
    chosen = [number for number, each in enumerate(types(tx)) if each.kind in kinds]
    timed = (incident.c.at >= at[0]) & (incident.c.at < at[1])
    whole = incident.c.at.is_(None) & incident.c.month.between(*months)
    query = select(incident.c.key).where(
        incident.c.source == source,
        incident.c.type.in_(chosen),
        incident.c.withdrawn.is_(None),
        or_(timed, whole),
    )
    if forces:
        query = query.where(or_(incident.c.force.in_(forces), incident.c.force.is_(None)))
    return list(tx.sql.execute(query).scalars())


def withdraw(tx: Transaction, keys: Sequence[int], load_id: int) -> None:
    """Keep incidents but count them no more: the load's file no longer has them."""
    if keys:
        _touch(tx, keys)
        mark = update(incident).where(_among(tx, incident.c.key)).values(withdrawn=load_id)
        tx.sql.execute(mark, _bound(tx, keys))
        remove_from_places(tx, keys)


def located(tx: Transaction, size: int = 200_000) -> Iterator[Sequence[Any]]:
    """Every incident with coordinates, in batches: key, month, type, source, x, y, area, withdrawn.

    In key order; each batch is read whole before it is given, so the caller may write between.
    """
    columns = incident.c
    query: Select[Any] = (
        select(
            columns.key,
            columns.month,
            columns.type,
            columns.source,
            columns.x,
            columns.y,
            columns.area,
            columns.withdrawn,
        )
        .where(columns.x.is_not(None))
        .order_by(columns.key)
        .limit(size)
    )
    batch = tx.sql.execute(query).all()
    while batch:
        yield batch
        batch = tx.sql.execute(query.where(columns.key > batch[-1].key)).all()


def set_areas(tx: Transaction, keys: Sequence[int], areas: Sequence[int | None]) -> None:
    """Write which area each incident lies in."""
    if keys:
        _touch(tx, keys)
        row = update(incident).where(incident.c.key == bindparam("of")).values(area=bindparam("to"))
        pairs = zip(keys, areas, strict=True)
        tx.sql.execute(row, [{"of": key, "to": area} for key, area in pairs])


def empty_boundaries(tx: Transaction, boundary_ids: Sequence[int]) -> None:
    """Forget which incidents lie in these boundaries."""
    theirs = incident_place.c.boundary.in_(boundary_ids)
    _touch_places(tx, theirs, {})
    tx.sql.execute(delete(incident_place).where(theirs))


def stamp(tx: Transaction, keys: Sequence[int], extract: int) -> None:
    """Write of incidents that all they say is from this extract."""
    if keys:
        _touch(tx, keys)
        newer = update(incident).where(_among(tx, incident.c.key))
        tx.sql.execute(newer.values(extract=extract, older=None), _bound(tx, keys))


def _touch(tx: Transaction, keys: Sequence[int]) -> None:
    """Have the blocks that these incidents are of sealed anew."""
    columns = incident.c
    of = select(columns.load, columns.month).where(_among(tx, columns.key)).distinct()
    tx.unsealed.touch("incident", tx.sql.execute(of, _bound(tx, keys)).all())


def _touch_places(tx: Transaction, which: Any, bound: dict[str, Any]) -> None:
    """Have the months of these rows of places sealed anew."""
    months = select(incident_place.c.month).where(which).distinct()
    tx.unsealed.touch("incident_place", tx.sql.execute(months, bound).all())


def last_load(tx: Transaction, source: str) -> Load | None:
    """The newest load of a source; None where there is none."""
    of_source = [each for each in loads(tx, LOAD_KIND) if each.source == source]
    return of_source[-1] if of_source else None


def covered(tx: Transaction) -> dict[str, dict[str, tuple[Span, ...]]]:
    """What each source covers, the source first loaded first: ``{source: {kind: spans}}``."""
    found: dict[str, dict[str, list[Span]]] = {}
    for each in loads(tx, LOAD_KIND):
        kinds = found.setdefault(each.source, {})
        for cover in each.covers:
            kinds.setdefault(cover.kind, []).append(cover.span)
    return {
        source: {kind: joined(spans) for kind, spans in kinds.items()}
        for source, kinds in found.items()
    }


def with_subtypes(tx: Transaction) -> frozenset[tuple[str, str, Month]]:
    """The (source, kind, month) that a file with sub-types covers."""
    return frozenset(
        (each.source, cover.kind, month)
        for each in loads(tx, LOAD_KIND)
        for cover in each.covers
        if cover.subtypes
        for month in cover.span.months
    )


def joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The same days as few spans as possible, in order."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and out[-1].touches(span):
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)


def counting_sources(tx: Transaction, book_settings: Settings) -> dict[tuple[str, Month], str]:
    """For each kind (crime, asb) and month, the one source whose incidents count.

    It is the first of ``count_<kind>_from`` that covers the whole month, else the source first
    loaded that does. A month that no source covers is missing here, and missing is not zero.
    """
    wanted = {"crime": book_settings.count_crime_from, "asb": book_settings.count_asb_from}
    found: dict[tuple[str, Month], str] = {}
    by_source = covered(tx)
    for kind, first in wanted.items():
        order = [name for name in first if name in by_source]
        for source in dict.fromkeys([*order, *by_source]):
            for span in by_source[source].get(kind, ()):
                for month in span.months:
                    found.setdefault((kind, month), source)
    return found


def coverage(tx: Transaction, book_settings: Settings) -> dict[str, tuple[Span, ...]]:
    """The whole months for which each kind can be counted: ``{"crime": spans, "asb": spans}``."""
    months = sorted(counting_sources(tx, book_settings))
    return {
        kind: joined([Span(m.first, m.last) for of, m in months if of == kind])
        for kind in ("crime", "asb")
    }


def _among(tx: Transaction, column: Any) -> Any:
    """That a column is among any number of keys, given as one parameter."""
    if tx.sql.dialect.name == "postgresql":
        return column == func.any(bindparam("keys"))
    return column.in_(text("SELECT value FROM json_each(:keys)"))


def _bound(tx: Transaction, keys: Sequence[int]) -> dict[str, Any]:
    whole = list(keys)
    return {"keys": whole if tx.sql.dialect.name == "postgresql" else json.dumps(whole)}
