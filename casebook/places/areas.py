"""The areas of a casebook kept by hand: added, edited and shown with what lies in them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from casebook.book.edits import Over, over
from casebook.book.opening import Book
from casebook.book.references import References
from casebook.book.writing import write
from casebook.core.access import Target
from casebook.core.called import near
from casebook.core.errors import AlreadyThere, BadValue
from casebook.core.fields import decode, encode
from casebook.places import queries as places
from casebook.places.place import AREA_KINDS, Place, called, check_area
from casebook.places.tree import PlaceTree
from casebook.store.transaction import Transaction


def list_areas(book: Book, kind: str = "") -> tuple[Place, ...]:
    """Every area, or those of one kind, the widest kinds first and then by ref.

    Raises :class:`BadValue` for a kind that is none.
    """
    book.require("view")
    if kind and kind not in AREA_KINDS:
        like = near(kind, AREA_KINDS)
        hint = f"; did you mean {' or '.join(like)}?" if like else "."
        raise BadValue(f"Kind takes one of {', '.join(AREA_KINDS)}, not '{kind}'{hint}")
    with book.store.reading() as tx:
        found = tx.load(Place, kind=[kind] if kind else list(AREA_KINDS))
    return tuple(sorted(found, key=lambda area: (AREA_KINDS.index(area.kind), area.ref)))


def show_area(book: Book, ref: str) -> dict[str, Any]:
    """An area as JSON, called by ref, name or alias, with what it lies in and what lies in it.

    ``areas`` and ``hotspots`` are the refs of all in it, hotspots only while live. Raises
    :class:`NotFound`.
    """
    book.require("view")
    with book.store.reading() as tx:
        area = area_called(tx, ref)
        tree = PlaceTree.of(tx)
    today = book.today
    inside = [tree.by_ref[one] for one in sorted(tree.inside(area.ref) - {area.ref})]
    return {
        "version": area.version,
        **encode(area),
        "lies_in": list(tree.above[area.ref]),
        "areas": [one.ref for one in inside if one.kind in AREA_KINDS],
        "hotspots": [
            one.ref for one in inside if one.kind == "hotspot" and one.live_in(today, today)
        ],
    }


def add_area(book: Book, ref: str, values: Mapping[str, Any]) -> Place:
    """A new area without an outline; ``values`` are JSON values by field, kind among them.

    What it lies in and what it groups may be called by ref, name or alias. Raises
    :class:`AlreadyThere`, :class:`BadValue`, :class:`NotFound`, :class:`NotAllowed`.
    """
    with book.store.writing() as tx:
        given = decode(Place, {**values, "ref": " ".join(ref.split())})
        known = {place.ref: place for place in tx.load(Place)}
        if given.ref in known:
            raise AlreadyThere(known[given.ref].kind, given.ref)
        area = called_by_ref(References(tx), given)
        check_area(area, known)
        may_change(tx, book, None, area)
        return write(book, tx, None, area)


def edit_area(
    book: Book, ref: str, values: Mapping[str, Any], version: Over = None, why: str = ""
) -> Place:
    """Change an area, but not its ref or kind; ``version`` is the one it was typed over."""
    with book.store.writing() as tx:
        before = area_called(tx, ref)
        values = over(before, values, version, tx, kind="Area")
        after = called_by_ref(References(tx), decode(Place, values, base=before))
        if (after.ref, after.kind) != (before.ref, before.kind):
            raise BadValue(f"{before.ref} keeps its ref and its kind, by which others know it.")
        check_area(after, {place.ref: place for place in tx.load(Place)}, before)
        may_change(tx, book, before, after)
        return write(book, tx, before, after, why)


def area_called(tx: Transaction, given: str) -> Place:
    """The area with that ref, name or alias in any case.

    Raises :class:`NotFound`, and :class:`BadValue` for a name that several have.
    """
    areas = {area.ref: area for area in tx.load(Place, kind=list(AREA_KINDS))}
    return areas[called(areas.values(), "area").ref(given)]


def called_by_ref(refs: References, area: Place) -> Place:
    """The area with what it lies in and groups called by ref, each once; raises NotFound."""
    groups = (refs.known("place", ref, field="groups") for ref in area.groups)
    return dataclasses.replace(
        area,
        parent=refs.known("place", area.parent, field="parent") if area.parent else None,
        groups=tuple(dict.fromkeys(groups)),
        aliases=tuple(dict.fromkeys(" ".join(word.split()) for word in area.aliases)),
    )


def may_change(tx: Transaction, book: Book, before: Place | None, after: Place) -> None:
    """Raise :class:`NotAllowed` unless the account may edit an area and what it moves in or out.

    What lies where decides who may do what, so nobody enlarges an area beyond their own. A place
    that is made, or taken away again, has no ``before``.
    """
    above = places.ancestors(tx)

    def ask(refs: Iterable[str]) -> None:
        for ref in refs:
            book.require("edit", Target(ref, places=((ref, *above.get(ref, ())),)))

    if before is None:
        over = (after.parent, *above.get(after.parent, ())) if after.parent else ()
        book.require("edit", Target(after.ref, places=((after.ref, *over),)))
        ask(after.groups)
        return
    ask((before.ref,))
    if before.parent != after.parent:
        ask(ref for ref in (before.parent, after.parent) if ref)
    ask(sorted(set(before.groups) ^ set(after.groups)))
