"""What the fields of a making are chosen from, and what its form is filled in with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from casebook.core.months import Month
from casebook.core.wording import Labels
from casebook.places.place import AREA_KINDS as OF_TREE
from casebook.places.place import COMPARISON_KINDS, Place
from tui.making.makings import AREA_KINDS, AREAS, PACK_FORMS, PACKS, REGISTERS, WARDS, Context

if TYPE_CHECKING:
    from casebook.book.opening import Book


def context_of(book: Book, about: Mapping[str, str]) -> Context:
    """What is looked at, ``about`` as a screen says it, and else what lies nearest to hand."""
    with book.store.reading() as tx:
        place = tx.load_one(Place, ref=about.get("area") or book.account.place or "")
    if place is not None and place.kind not in OF_TREE:
        place = Place(place.parent or "", "")  # the area that a hotspot lies in
    area = place.ref if place is not None else ""
    ward = area if place is not None and place.kind == "ward" else ""
    month = Month.parse(about["month"]) if about.get("month") else Month.of(book.today) + -1
    return Context(book.today, month, area, ward, about.get("profile", ""))


def lists_of(book: Book) -> Labels:
    """Every list that a field of a making is chosen from, by the field's word for it."""
    from casebook.core.entry import register_titles
    from casebook.packs.kinds import PACK_KINDS
    from casebook.places.areas import list_areas

    areas = list_areas(book)
    forms = dict.fromkeys(form for kind in PACK_KINDS.values() for form in kind.renders)
    return {
        PACKS: {k.word: f"{k.word.capitalize()}: for {k.reader}" for k in PACK_KINDS.values()},
        PACK_FORMS: {form: form for form in forms},
        AREAS: {one.ref: f"{one.ref} {one.name} ({one.kind})" for one in areas},
        WARDS: {one.ref: f"{one.ref} {one.name}" for one in areas if one.kind == "ward"},
        AREA_KINDS: {kind: kind for kind in (*OF_TREE, *COMPARISON_KINDS)},
        REGISTERS: register_titles(),
    }
