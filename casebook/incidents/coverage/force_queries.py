"""Where the forces' rows lie, read: in places, in the areas around them, and near them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import func, select

from casebook.incidents.coverage.forces import force_key
from casebook.incidents.coverage.queries import force_names
from casebook.incidents.coverage.territory import Node, Rows
from casebook.places.place import Place
from casebook.places.queries import above
from casebook.store.tables import boundary, incident, incident_place
from casebook.store.transaction import Transaction

NEAR = 10_000
"""Metres around a place in which rows may say whose it is."""


def tree(tx: Transaction) -> dict[int, Node]:
    """Every place by its number, with what it lies in."""
    every = tx.load(Place)
    ids = {place.ref: place.id for place in every}
    parents = {place.ref: place.parent for place in every}
    return {
        place.id: Node(
            place.kind,
            tuple(name for name in (place.name, place.ref, *place.aliases) if name),
            tuple(ids[ref] for ref in above(parents, place.ref) if ref in ids),
        )
        for place in every
    }


def rows_inside(tx: Transaction, nodes: Mapping[int, Node]) -> dict[int, Rows]:
    """How many rows of each force lie in each place, an area's with those of the areas below."""
    keys = tuple(map(force_key, force_names(tx)))
    found: dict[int, Counter[str]] = defaultdict(Counter)
    hotspots = (
        select(boundary.c.place, incident.c.force, func.count())
        .join(incident_place, incident_place.c.boundary == boundary.c.id)
        .join(incident, incident.c.key == incident_place.c.incident)
        .where(incident.c.force.is_not(None))
        .group_by(boundary.c.place, incident.c.force)
    )
    for place, force, count in tx.sql.execute(hotspots):
        found[place][keys[force]] += count
    areas = (
        select(incident.c.area, incident.c.force, func.count())
        .where(incident.c.force.is_not(None), incident.c.area.is_not(None))
        .group_by(incident.c.area, incident.c.force)
    )
    for area, force, count in tx.sql.execute(areas):
        for each in (area, *(nodes[area].above if area in nodes else ())):
            found[each][keys[force]] += count
    return dict(found)


def rows_around(tx: Transaction, places: Collection[int]) -> dict[int, Rows]:
    """How many rows of each force lie within :data:`NEAR` of the box around each place."""
    if not places:
        return {}
    import shapely  # dear to load, and wanted only where several forces are loaded

    keys = tuple(map(force_key, force_names(tx)))
    query = select(boundary.c.place, boundary.c.wkb).where(boundary.c.place.in_(list(places)))
    found: dict[int, Rows] = {}
    for place, wkb in tx.sql.execute(query).all():
        west, south, east, north = shapely.from_wkb(wkb).bounds
        near = (
            select(incident.c.force, func.count())
            .where(
                incident.c.force.is_not(None),
                incident.c.x.between(west - NEAR, east + NEAR),
                incident.c.y.between(south - NEAR, north + NEAR),
            )
            .group_by(incident.c.force)
        )
        found[place] = {keys[force]: count for force, count in tx.sql.execute(near)}
    return found


def places_of(tx: Transaction, boundaries: Iterable[int]) -> dict[int, int]:
    """The number of the place that each boundary is of."""
    query = select(boundary.c.id, boundary.c.place).where(boundary.c.id.in_(list(boundaries)))
    return {row.id: row.place for row in tx.sql.execute(query)}
