"""The designated places of a casebook: listing, drawing and retiring them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

from casebook.book.opening import Book
from casebook.book.writing import write
from casebook.core.access import Target
from casebook.core.errors import BadValue
from casebook.core.fields import encode
from casebook.core.months import Month, day_label
from casebook.places import queries as places
from casebook.places.place import Place, called
from casebook.store.transaction import Transaction

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


Key = TypeVar("Key")


def list_places(book: Book, kind: str) -> tuple[Place, ...]:
    """Every place of ``kind``, retired ones too, HS-2 before HS-10."""
    book.require("view")
    with book.store.reading() as tx:
        return _sorted(tx.load(Place, kind=kind))


def hotspots(book: Book, day: date | None = None) -> tuple[Place, ...]:
    """The hotspots live on ``day`` (today unless given), HS-2 before HS-10."""
    on = day or book.today
    return tuple(place for place in list_places(book, "hotspot") if place.live_in(on, on))


def hotspot_shapes(book: Book, day: date) -> dict[str, BaseGeometry]:
    """By ref, the boundary in force on ``day`` of each hotspot live then (longitude, latitude)."""
    drawn = shapes_in_force(book, day)
    return {place.ref: drawn[place.ref] for place in hotspots(book, day) if place.ref in drawn}


def shapes_in_force(
    book: Book, day: date, kinds: tuple[str, ...] = ("hotspot",)
) -> dict[str, BaseGeometry]:
    """By ref, the boundary in force on ``day`` of each place of ``kinds``, retired ones too.

    In longitude and latitude.
    """
    book.require("view")
    with book.store.reading() as tx:
        outlines = places.in_force(places.boundaries(tx, kinds), day)
    return _in_degrees(book, {ref: row.wkb for ref, row in outlines.items()})


def older_shapes(
    book: Book, day: date, *, since: date | None = None
) -> dict[tuple[str, date], BaseGeometry]:
    """The boundaries that hotspots had before that of ``day`` (longitude, latitude).

    Of those live on that day or, where it is given, at any time ``since`` a day. By ref and the
    last day each was in force.
    """
    places_then = (p for p in list_places(book, "hotspot") if p.live_in(since or day, day))
    live = {place.ref for place in places_then}
    with book.store.reading() as tx:
        drawn = places.by_ref(places.boundaries(tx))
    return _in_degrees(
        book,
        {
            (ref, newer.valid_from - timedelta(days=1)): older.wkb
            for ref, rows in drawn.items()
            if ref in live
            for older, newer in pairwise(rows)
            if newer.valid_from is not None and newer.valid_from <= day
        },
    )


def _in_degrees(book: Book, outlines: Mapping[Key, bytes]) -> dict[Key, BaseGeometry]:
    """Stored outlines as longitude and latitude."""
    import shapely

    from geo.crs import WGS84
    from geo.mend import Reprojection

    moved = Reprojection(book.settings.crs, WGS84).moved
    return {key: moved(shapely.from_wkb(wkb)) for key, wkb in outlines.items()}


def redrawn(book: Book) -> dict[str, tuple[Month, ...]]:
    """By ref, the months in which a hotspot's boundary was drawn anew."""
    book.require("view")
    found: dict[str, tuple[Month, ...]] = {}
    with book.store.reading() as tx:
        for ref, day in places.days_drawn(tx):
            found[ref] = (*found.get(ref, ()), Month.of(day))
    return found


def area_shapes(book: Book, kind: str) -> dict[str, BaseGeometry]:
    """By ref, today's boundary of each area of ``kind`` (longitude, latitude)."""
    return shapes_in_force(book, book.today, (kind,))


def place_named(tx: Transaction, kind: str, ref: str) -> Place:
    """The place of ``kind`` with that ref, name or alias in any case.

    Raises :class:`NotFound`, and :class:`BadValue` for a name that several have.
    """
    found = {place.ref: place for place in tx.load(Place, kind=kind)}
    return found[called(found.values(), kind).ref(ref)]


def target_of(tx: Transaction, place: Place) -> Target:
    """What access asks of a place: itself and every area it lies in."""
    return Target(place.ref, places=places.chains(tx, (place.ref,)))


def retire(book: Book, ref: str, on: date, why: str) -> Place:
    """The hotspot ``ref``, live no longer from ``on``; its boundaries and figures stay.

    Raises :class:`NotFound`, and :class:`BadValue` where it is retired already, has no reason
    given, or was not live yet.
    """
    if not why.strip():
        raise BadValue(f"Say why {ref} is retired: whoever reads its figures later needs it.")
    with book.store.writing() as tx:
        before = place_named(tx, "hotspot", ref)
        ref = before.ref
        book.require("edit", target_of(tx, before))
        if before.retired_on is not None:
            raise BadValue(f"{ref} was retired on {day_label(before.retired_on)} already.")
        if before.live_from is not None and on <= before.live_from:
            raise BadValue(
                f"{ref} is live from {day_label(before.live_from)}: retire it on a later day."
            )
        after = dataclasses.replace(before, retired_on=on)
        return write(book, tx, before, after, why)


def _sorted(found: Iterable[Place]) -> tuple[Place, ...]:
    """By ref, numbers in it counted as numbers."""
    return tuple(sorted(found, key=lambda place: (_parts(place.ref), place.ref)))


def _parts(ref: str) -> list[tuple[int, str]]:
    """A ref's runs of digits and of the rest, so that numbers sort as numbers."""
    runs = re.findall(r"([0-9]+)|([^0-9]+)", ref.casefold())
    return [(int(digits) if digits else -1, rest) for digits, rest in runs]


def show_place(book: Book, ref: str) -> dict[str, Any]:
    """A hotspot as JSON, with the days its boundaries hold from and their areas in square metres.

    A boundary that holds from the start has None for its day. Raises :class:`NotFound`.
    """
    import shapely

    book.require("view")
    with book.store.reading() as tx:
        place = place_named(tx, "hotspot", ref)
        drawn = [row for row in places.boundaries(tx) if row.ref == place.ref]
    outlines = [
        {
            "from": str(row.valid_from) if row.valid_from else None,
            "square_metres": round(float(shapely.from_wkb(row.wkb).area)),
        }
        for row in drawn
    ]
    return {"version": place.version, **encode(place), "boundaries": outlines}
