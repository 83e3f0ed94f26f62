"""Gaps: districts that a source has nothing of in a month it otherwise covers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import func, select

from casebook.core.months import Month
from casebook.incidents.queries.stored import LOAD_KIND, types
from casebook.places.place import Place
from casebook.places.queries import above
from casebook.store.report import Cover
from casebook.store.tables import boundary, incident, incident_place, load, table_of
from casebook.store.transaction import Transaction

place = table_of(Place)

_GAPS = "incident-gaps"


class Gap(NamedTuple):
    """A district whose incidents of a kind aren't loaded for a month."""

    kind: str
    month: Month
    district: int
    """The number of its place."""


def gaps(tx: Transaction) -> dict[str, frozenset[Gap]]:
    """The gaps of each source that has any."""
    return {
        source: frozenset(Gap(kind, Month.from_code(code), at) for kind, code, at in rows)
        for source, rows in tx.setting(_GAPS, {}).items()
        if rows
    }


def keep_gaps(tx: Transaction, source: str, found: Iterable[Gap]) -> None:
    """Make these the gaps of a source."""
    rows = [[kind, month.code, district] for kind, month, district in sorted(found)]
    known = tx.setting(_GAPS, {})
    if rows != known.get(source, []):
        tx.put(_GAPS, known | {source: rows})


def covers_of_loads(tx: Transaction, source: str) -> list[tuple[bool, tuple[Cover, ...]]]:
    """What each load of a source covers, oldest first, and whether a person said so."""
    query = (
        select(load.c.rules, load.c.covers)
        .where(load.c.kind == LOAD_KIND, load.c.source == source)
        .order_by(load.c.id)
    )
    return [
        (bool(row.rules.get("covers")), tuple(Cover.decode(cover) for cover in row.covers))
        for row in tx.sql.execute(query)
    ]


class SourceCount(NamedTuple):
    """How many incidents a source has of one kind, month, force and area, of those that count."""

    kind: str
    month: Month
    force: int | None
    """The force's place in the list of forces; None where rows don't say."""
    area: int | None
    """None where they lie in none, or areas weren't asked for."""
    rows: int


def counts_of_source(tx: Transaction, source: int, *, areas: bool) -> list[SourceCount]:
    """Every incident of a source that counts, in one scan of them; ``areas`` parts them by area."""
    by = [incident.c.month, incident.c.type, incident.c.force]
    by += [incident.c.area] if areas else []
    query = (
        select(*by, func.count())
        .where(incident.c.source == source, incident.c.withdrawn.is_(None))
        .group_by(*by)
    )
    kinds = [each.kind for each in types(tx)]
    found: Counter[tuple[str, int, int | None, int | None]] = Counter()
    for month, number, force, *area, count in tx.sql.execute(query):
        found[kinds[number], month, force, area[0] if area else None] += count
    return [
        SourceCount(kind, Month.from_code(month), force, area, count)
        for (kind, month, force, area), count in found.items()
    ]


def districts(tx: Transaction) -> dict[int, int]:
    """The district each place lies in, a district in itself; without the places in none."""
    rows = tx.sql.execute(select(place.c.id, place.c.ref, place.c.kind, place.c.parent)).all()
    parents = {row.ref: row.parent for row in rows}
    known = {row.ref: row.id for row in rows if row.kind == "district"}
    found = {}
    for row in rows:
        chain = (row.ref, *above(parents, row.ref))
        inside = next((known[ref] for ref in chain if ref in known), None)
        if inside is not None:
            found[row.id] = inside
    return found


def district_refs(tx: Transaction) -> dict[int, tuple[str, str]]:
    """The ref and the name of each district."""
    query = select(place.c.id, place.c.ref, place.c.name).where(place.c.kind == "district")
    return {row.id: (row.ref, row.name) for row in tx.sql.execute(query)}


def districts_of_boundaries(
    tx: Transaction, boundaries: Iterable[int], inside: Mapping[int, int]
) -> dict[int, frozenset[int]]:
    """The districts each boundary counts in, where ``inside`` is what :func:`districts` gives.

    They are those of its place; of a place that lies in none, those of the incidents it holds.
    """
    wanted = list(boundaries)
    query = select(boundary.c.id, boundary.c.place).where(boundary.c.id.in_(wanted))
    places = {row.id: row.place for row in tx.sql.execute(query)}
    found = {key: {inside[of]} for key, of in places.items() if of in inside}
    astray = [key for key in places if key not in found]
    lying = (
        select(incident_place.c.boundary, incident.c.area)
        .join(incident, incident.c.key == incident_place.c.incident)
        .where(incident_place.c.boundary.in_(astray), incident.c.area.is_not(None))
        .distinct()
    )
    for row in tx.sql.execute(lying) if astray else ():
        if row.area in inside:
            found.setdefault(row.boundary, set()).add(inside[row.area])
    return {key: frozenset(of) for key, of in found.items()}
