"""Places and their dated boundaries: what lies where, and which outline was in force when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import String, cast, insert, select, update

from casebook.core.errors import StaleRecord
from casebook.places.place import AREA_KINDS, Place
from casebook.places.plan import Plan, in_order
from casebook.store.tables import boundary as boundary_table
from casebook.store.tables import table_of
from casebook.store.transaction import Transaction

place_table = table_of(Place)


@dataclass(frozen=True, slots=True)
class Boundary:
    """One outline of a place, in force from a day until the next one's day."""

    id: int
    place: int
    ref: str
    valid_from: date | None
    """None: since always."""
    wkb: bytes
    """A polygon or multipolygon in the casebook's metres."""


def boundaries(tx: Transaction, kinds: Sequence[str] = ("hotspot",)) -> tuple[Boundary, ...]:
    """Every boundary of the places of ``kinds``, place by place, oldest first."""
    query = (
        select(
            boundary_table.c.id,
            boundary_table.c.place,
            place_table.c.ref,
            boundary_table.c.valid_from,
            boundary_table.c.wkb,
        )
        .join(place_table, place_table.c.id == boundary_table.c.place)
        .where(place_table.c.kind.in_(kinds))
    )
    rows = [Boundary(*row) for row in tx.sql.execute(query)]
    return tuple(sorted(rows, key=lambda row: (row.place, _start(row), row.id)))


def days_drawn(tx: Transaction, kind: str = "hotspot") -> tuple[tuple[str, date], ...]:
    """The ref of a place and a day from which a boundary of it is in force, oldest first.

    Of every place of ``kind``; none for a boundary in force since always.
    """
    query = (
        select(place_table.c.ref, boundary_table.c.valid_from)
        .join(place_table, place_table.c.id == boundary_table.c.place)
        .where(place_table.c.kind == kind, boundary_table.c.valid_from.is_not(None))
        .order_by(boundary_table.c.valid_from, boundary_table.c.id)
    )
    return tuple((ref, day) for ref, day in tx.sql.execute(query))


def _start(row: Boundary) -> date:
    return row.valid_from or date.min


def boundary_in_force(boundaries: Iterable[Boundary], day: date) -> Boundary | None:
    """Of one place's boundaries, the newest that began by ``day``; None before the first.

    >>> old = Boundary(1, 1, "HS-01", None, b"")
    >>> new = Boundary(2, 1, "HS-01", date(2024, 10, 1), b"")
    >>> boundary_in_force([new, old], date(2024, 9, 30)).id
    1
    """
    begun = [row for row in boundaries if _start(row) <= day]
    return max(begun, key=lambda row: (_start(row), row.id), default=None)


def by_ref(boundaries: Iterable[Boundary]) -> dict[str, list[Boundary]]:
    """The boundaries of each place, under its ref."""
    found: dict[str, list[Boundary]] = {}
    for row in boundaries:
        found.setdefault(row.ref, []).append(row)
    return found


def in_force(boundaries: Iterable[Boundary], day: date) -> dict[str, Boundary]:
    """The boundary in force on ``day`` of every place that has one, under its ref."""
    chosen = {ref: boundary_in_force(rows, day) for ref, rows in by_ref(boundaries).items()}
    return {ref: row for ref, row in chosen.items() if row is not None}


def ancestors(tx: Transaction, refs: Iterable[str] | None = None) -> dict[str, tuple[str, ...]]:
    """The areas each place lies in: its own parent up to the force, then groupings of any of them.

    Empty for a root that no impact area groups. Of the places called ``refs`` alone, where given;
    those that there are none of are left out.
    """
    grouping = tx.once(Place, "groupings", lambda: _groupings(tx))
    parents = _parents(tx, refs)
    found = {}
    for ref in parents if refs is None else dict.fromkeys(r for r in refs if r in parents):
        chain = above(parents, ref)
        groupings = (name for part in (ref, *chain) for name in grouping.get(part, ()))
        found[ref] = tuple(dict.fromkeys((*chain, *(g for g in groupings if g != ref))))
    return found


def _groupings(tx: Transaction) -> dict[str, list[str]]:
    """The groupings that each place is a member of."""
    columns = place_table.c
    found: dict[str, list[str]] = {}
    groups = select(columns.ref, columns.groups).where(cast(columns.groups, String) != "[]")
    for ref, members in tx.sql.execute(groups.order_by(columns.id)):
        for member in members:
            found.setdefault(member, []).append(ref)
    return found


def _parents(tx: Transaction, refs: Iterable[str] | None) -> dict[str, str | None]:
    """What each place lies in at once: of every place, or of those called ``refs`` and over them.

    Level by level, as there are few.
    """
    query = select(place_table.c.ref, place_table.c.parent).order_by(place_table.c.id)
    if refs is None:
        return dict(tx.sql.execute(query).all())
    found: dict[str, str | None] = {}
    wanted = set(refs)
    while wanted:
        level = tx.sql.execute(query.where(place_table.c.ref.in_(sorted(wanted)))).all()
        found |= dict(level)
        wanted = {parent for _, parent in level if parent} - found.keys()
    return found


def inside(tx: Transaction, ref: str) -> set[str]:
    """``ref`` and the refs of every place in it, or grouped by it."""
    columns = place_table.c
    grouped = tx.sql.execute(select(columns.groups).where(columns.ref == ref)).scalar()
    level = {ref, *(grouped or ())}
    found = set(level)
    while level:
        below = select(columns.ref).where(columns.parent.in_(sorted(level)))
        level = {*tx.sql.execute(below).scalars()} - found
        found |= level
    return found


def chains(tx: Transaction, refs: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """For each place its ref and those of the areas it lies in, each place once.

    An area that another of the places lies in is left out: it says the same, less closely. So is
    a hotspot that lies in no area, where another place says more.
    """
    return chains_of(tx, {"": tuple(refs)})[""]


def chains_of(
    tx: Transaction, groups: Mapping[str, Iterable[str]]
) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The :func:`chains` of several groups of places, each by itself, read at once."""
    over = ancestors(tx, dict.fromkeys(ref for refs in groups.values() for ref in refs))
    closest = {name: _closest(refs, over) for name, refs in groups.items()}
    loose = {chain[0] for each in closest.values() for chain in each if len(chain) == 1}
    areas = set[str]()
    if loose:
        areas = {place.ref for place in tx.load(Place, ref=loose, kind=list(AREA_KINDS))}
    found = {}
    for name, each in closest.items():
        placed = tuple(chain for chain in each if len(chain) > 1 or chain[0] in areas)
        found[name] = placed or each
    return found


def _closest(
    refs: Iterable[str], over: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[str, ...], ...]:
    """The chains of places that none of the others lies in."""
    found = {ref: (ref, *over.get(ref, ())) for ref in refs}
    wider = {area for chain in found.values() for area in chain[1:]}
    return tuple(chain for ref, chain in found.items() if ref not in wider)


def above(parents: Mapping[str, str | None], ref: str) -> tuple[str, ...]:
    """The chain of parents over ``ref``; a ring of them is walked once round.

    >>> above({"HS-01": "W1", "W1": "D1", "D1": None}, "HS-01")
    ('W1', 'D1')
    """
    chain: list[str] = []
    parent = parents.get(ref)
    while parent is not None and parent != ref and parent not in chain:
        chain.append(parent)
        parent = parents.get(parent)
    return tuple(chain)


def add_places(tx: Transaction, places: Sequence[Place]) -> dict[str, int]:
    """Write new places that an import brings and give the id of each, by ref."""
    tx.insert_many(list(places))
    ids = {row.ref: row.id for row in tx.sql.execute(select(place_table.c.ref, place_table.c.id))}
    return {place.ref: ids[place.ref] for place in places}


def change_places(tx: Transaction, changes: Iterable[tuple[Place, Place]]) -> None:
    """Write what an import changes of places (before, after); it has one history entry for all.

    Raises :class:`StaleRecord` where a place is no longer at its version before.
    """
    tx.written(Place)
    for before, after in changes:
        tx.unsealed.record(before.KIND, [before.id])
        done = tx.sql.execute(
            update(place_table)
            .where(place_table.c.id == before.id, place_table.c.version == before.version)
            .values(
                name=after.name,
                parent=after.parent,
                themes=list(after.themes),
                aliases=list(after.aliases),
                groups=list(after.groups),
                officer=after.officer,
                version=before.version + 1,
            )
        )
        if done.rowcount != 1:
            raise StaleRecord("Place", after.ref)


def add_boundaries(
    tx: Transaction, load: int, rows: Sequence[tuple[int, date | None, bytes]]
) -> tuple[int, ...]:
    """Write (place id, valid from, WKB) for each new boundary and give their ids, in order."""
    if not rows:
        return ()
    tx.unsealed.touch("boundary", [(load,)])
    values: list[dict[str, Any]] = [
        {"place": place, "valid_from": start, "wkb": wkb, "load": load}
        for place, start, wkb in rows
    ]
    adding = insert(boundary_table).returning(boundary_table.c.id, sort_by_parameter_order=True)
    return tuple(tx.sql.execute(adding, values).scalars())


def plans_by_place(tx: Transaction, places: Sequence[Place]) -> dict[str, tuple[Plan, ...]]:
    """The plans of each of ``places`` under its ref, in the refs' order; none for one without."""
    found: dict[str, list[Plan]] = {place.ref: [] for place in places}
    for plan in tx.load(Plan, place=list(found)):
        found[plan.place].append(plan)
    return {ref: in_order(found[ref]) for ref in sorted(found)}
