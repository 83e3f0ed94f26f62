"""What a ref, a name or an alias that somebody wrote means in this casebook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from casebook.book.opening import Book
from casebook.core.errors import NotFound
from casebook.core.kinds import Record, all_kinds, has_key, kind_called
from casebook.core.near import near
from casebook.store import records
from casebook.store.engine import Connection


class References:
    """Every ref a field may name, as it stands now in one transaction; each kind is read once."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._read: dict[str, dict[str, str]] = {}

    def known(self, kind: str, given: str, *, field: str = "") -> str:
        """The ref of the record of ``kind`` called ``given``, in any case.

        A place may be called by its name or an alias where no other place is. Raises
        :class:`NotFound` with refs like it and the name of the ``field`` that ``given`` stands in.
        """
        words = self._words(kind)
        found = words.get(_folded(given))
        if found is None:
            like = (words[word] for word in near(_folded(given), words))
            raise NotFound(kind, given, tuple(dict.fromkeys(like)), field=field)
        return found

    def taken(self, kind: str, ref: str) -> bool:
        """Whether a record of ``kind`` has this ref, in any case."""
        return _folded(ref) in self._words(kind)

    def added(self, kind: str, ref: str) -> None:
        """Tell of a record made in this transaction."""
        if kind in self._read:
            self._read[kind].setdefault(_folded(ref), ref)

    def _words(self, kind: str) -> dict[str, str]:
        if kind not in self._read:
            named = kind_called(kind)
            assert named is not None
            found = records.load(self._conn, named)
            words = {_folded(record.ref): record.ref for record in found}
            self._read[kind] = _other_names(found) | words
        return self._read[kind]


def _other_names(found: Iterable[Record]) -> dict[str, str]:
    """Names and aliases that only one of the records has, and their refs."""
    called: dict[str, set[str]] = {}
    for record in found:
        for word in record.also_called:
            if word.strip():
                called.setdefault(_folded(word), set()).add(record.ref)
    return {word: next(iter(refs)) for word, refs in called.items() if len(refs) == 1}


def _folded(word: str) -> str:
    return " ".join(word.split()).casefold()


def named_records(book: Book) -> dict[str, dict[str, str]]:
    """What a field that refers to a record may be given: ``{kind: {ref: how a person reads it}}``.

    Places that are retired and profiles that were refused or disposed of are left out.
    """
    book.require("view")
    with book.store.reading() as conn:
        found = {
            kind.KIND: [one for one in records.load(conn, kind) if one.offered(book.today)]
            for kind in all_kinds()
            if has_key(kind)
        }
    return {
        kind: {one.ref: _read(one) for one in sorted(them, key=lambda one: one.ref.casefold())}
        for kind, them in found.items()
    }


def _read(record: Any) -> str:
    called = getattr(record, "name", "") or getattr(record, "title", "")
    return f"{record.ref}  {called}" if called and called != record.ref else str(record.ref)
