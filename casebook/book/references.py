"""What a ref, a name or an alias that somebody wrote means in this casebook."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from casebook.book.opening import Book
from casebook.core.called import Called
from casebook.core.entry import named
from casebook.places.place import Place
from casebook.profiles.profile import Profile
from casebook.registers.kinds import REGISTERS
from casebook.store import records
from casebook.store.engine import Connection

_WITH_REFS: tuple[type[Any], ...] = (
    *(Place, Profile),
    *(kind for kind in REGISTERS.values() if named(kind)),
)
_KINDS: dict[str, type[Any]] = {kind.KIND: kind for kind in _WITH_REFS}


class References:
    """Every ref a field may name, as it stands now in one transaction; each kind is read once."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._read: dict[str, Called] = {}

    def known(self, kind: str, given: str) -> str:
        """The ref of the record of ``kind`` called ``given``, in any case.

        A place may be called by its name or an alias. Raises :class:`NotFound` with refs or names
        like it, :class:`BadValue` for a name that several places have.
        """
        return self._called(kind).ref(given)

    def taken(self, kind: str, ref: str) -> bool:
        """Whether a record of ``kind`` has this ref, in any case."""
        return self._called(kind).taken(ref)

    def added(self, kind: str, ref: str) -> None:
        """Tell of a record made in this transaction."""
        if kind in self._read:
            self._read[kind].add(ref)

    def _called(self, kind: str) -> Called:
        if kind not in self._read:
            found = records.load(self._conn, _KINDS[kind])
            names = {record.ref: getattr(record, "names", ()) for record in found}
            self._read[kind] = Called(kind, names)
        return self._read[kind]


def named_records(book: Book) -> dict[str, dict[str, str]]:
    """What a field that refers to a record may be given: ``{kind: {ref: how a person reads it}}``.

    Places that are retired and profiles that were refused or disposed of are left out.
    """
    book.require("view")
    with book.store.reading() as conn:
        found = {name: records.load(conn, kind) for name, kind in _KINDS.items()}
    found[Place.KIND] = tuple(p for p in found[Place.KIND] if p.live_in(book.today, book.today))
    found[Profile.KIND] = tuple(
        p for p in found[Profile.KIND] if p.status != "refused" and not p.disposed
    )
    return {
        kind: {one.ref: _read(one) for one in sorted(them, key=lambda one: one.ref.casefold())}
        for kind, them in found.items()
    }


def _read(record: Any) -> str:
    called = getattr(record, "name", "") or getattr(record, "title", "")
    return f"{record.ref}  {called}" if called and called != record.ref else str(record.ref)


def near(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """The two of ``known`` that are most like ``word``; none where none is like it."""
    return tuple(difflib.get_close_matches(word, list(known), n=2))
