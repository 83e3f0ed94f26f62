"""Every place and what it lies in, read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from casebook.places import queries
from casebook.places.place import Place
from casebook.store.transaction import Transaction


@dataclass(frozen=True)
class PlaceTree:
    """The places of a casebook and the areas over each."""

    by_ref: Mapping[str, Place]
    above: Mapping[str, tuple[str, ...]]
    """What each lies in, from its parent up to the force, then the areas that group any of them."""

    @classmethod
    def of(cls, tx: Transaction, refs: Iterable[str] | None = None) -> PlaceTree:
        """That of the casebook; or of the places called ``refs`` and those over them alone."""
        if refs is None:
            return cls({p.ref: p for p in tx.load(Place)}, queries.ancestors(tx))
        names = {name for ref, over in queries.ancestors(tx, refs).items() for name in (ref, *over)}
        known = {p.ref: p for p in tx.load(Place, ref=names)}
        return cls(known, queries.ancestors(tx, names))

    def inside(self, ref: str) -> frozenset[str]:
        """``ref`` and every place in it."""
        return frozenset({ref, *(one for one, over in self.above.items() if ref in over)})

    def nearest(self, ref: str, kind: str) -> Place | None:
        """The place itself or the first over it that is of ``kind``; None where none is."""
        chain = (self.by_ref[name] for name in (ref, *self.above[ref]))
        return next((place for place in chain if place.kind == kind), None)

    def officer(self, ref: str) -> str:
        """The named officer of a place, or of the first area over it that has one."""
        chain = (self.by_ref[name].officer for name in (ref, *self.above[ref]))
        return next((officer for officer in chain if officer), "")
