"""What a ref, a name or an alias that somebody wrote means in this casebook."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from casebook.book.opening import Book
from casebook.core.called import Called
from casebook.core.kinds import all_kinds, has_key, kind_called
from casebook.store.transaction import Transaction

_FEW = 20
"""So many refs are looked up by themselves; for more, as a file holds, all are read."""


class References:
    """Every ref a field may name, as it stands now in one transaction; each kind is read once.

    The first refs that are given as they are written have nothing read.
    """

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._read: dict[str, Called] = {}
        self._asked: dict[str, int] = {}
        """How many refs of each kind were looked up by themselves."""

    def known(self, kind: str, given: str, *, field: str = "") -> str:
        """The ref of the record of ``kind`` called ``given``, in any case.

        A place may be called by its name or an alias. Raises :class:`NotFound` with refs or names
        like it, :class:`BadValue` for a name that several places have; both name the ``field`` that
        ``given`` stands in.
        """
        if kind not in self._read and self._stands(kind, given):
            return given
        return self._called(kind).ref(given, field=field)

    def _stands(self, kind: str, given: str) -> bool:
        """Whether a record has this very ref, of the first that are asked for."""
        named, asked = kind_called(kind), self._asked.get(kind, 0)
        self._asked[kind] = asked + 1
        if named is None or not has_key(named) or asked >= _FEW:
            return False
        return bool(self._tx.columns(named, named.KEY, **{named.KEY: given}))

    def taken(self, kind: str, ref: str) -> bool:
        """Whether a record of ``kind`` has this ref, in any case."""
        return self._called(kind).taken(ref)

    def added(self, kind: str, ref: str) -> None:
        """Tell of a record made in this transaction."""
        if kind in self._read:
            self._read[kind].add(ref)

    def _called(self, kind: str) -> Called:
        if kind not in self._read:
            named = kind_called(kind)
            assert named is not None
            found = self._tx.load(named)
            self._read[kind] = Called(kind, {record.ref: record.names for record in found})
        return self._read[kind]


def named_records(book: Book, kinds: Collection[str] | None = None) -> dict[str, dict[str, str]]:
    """What a field that refers to a record may be given: ``{kind: {ref: how a person reads it}}``.

    Of ``kinds`` alone, where given. Places that are retired and profiles that were refused or
    disposed of are left out.
    """
    book.require("view")
    with book.store.reading() as tx:
        found = {
            kind.KIND: [one for one in tx.load(kind) if one.offered(book.today)]
            for kind in all_kinds()
            if has_key(kind) and (kinds is None or kind.KIND in kinds)
        }
    return {
        kind: {one.ref: _read(one) for one in sorted(them, key=lambda one: one.ref.casefold())}
        for kind, them in found.items()
    }


def names_in(tx: Transaction, kind: str, refs: Collection[str], today: date) -> dict[str, str]:
    """How a person reads those of ``refs`` that a field referring to ``kind`` may be given."""
    named: Any = kind_called(kind)
    if named is None or not has_key(named):
        return {}
    found = tx.load(named, **{named.KEY: sorted(refs)})
    return {one.ref: " ".join(_read(one).split()) for one in found if one.offered(today)}


def _read(record: Any) -> str:
    called = getattr(record, "name", "") or getattr(record, "title", "")
    return f"{record.ref}  {called}" if called and called != record.ref else str(record.ref)
