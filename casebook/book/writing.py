"""The one way a service writes what a person changed: codes known, personal data looked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from casebook.book.opening import Book
from casebook.core.codes import check_codes
from casebook.core.errors import PersonalDataFound
from casebook.core.kinds import all_kinds
from casebook.store import records, settings
from casebook.store.engine import Connection
from casebook.store.records import T

if TYPE_CHECKING:
    from casebook.core.personal_data import Finding


def write(book: Book, conn: Connection, before: T | None, after: T, why: str = "") -> T:
    """Save ``after`` over ``before`` and give what stands, with its history entry.

    Raises :class:`BadValue` for a code its list doesn't have or has retired,
    :class:`PersonalDataFound` where the change brings text that looks like somebody's name, address
    or number and no reason is given (``book.personal_because``; the reason goes into the history),
    :class:`StaleRecord`.
    """
    found = looks_personal(conn, before or after.carried_over(records.Records(conn)), after)
    if found and not book.personal_because:
        raise PersonalDataFound(found)
    if found:
        why = f"{why} [kept although it looks personal: {book.personal_because}]".strip()
    return records.save(conn, before, after, book.author, why)


def looks_personal(conn: Connection, before: Any, after: Any) -> tuple[Finding, ...]:
    """What in ``after`` looks like personal data and wasn't in ``before``.

    Raises :class:`BadValue` where ``after`` is given a code that can't be chosen.
    """
    return Screen(conn).personal(before, after)


class Screen:
    """What every record is held against before it is written, read once for a transaction."""

    def __init__(self, conn: Connection) -> None:
        # loaded with the first change: the first screen is shown without it
        from casebook.book.code_lists import retired_codes

        self._conn = conn
        self._codes = settings.value(conn, "codes", {})
        self._retired = retired_codes(conn)

    def personal(self, before: Any, after: Any) -> tuple[Finding, ...]:
        """What in ``after`` looks like personal data and wasn't in ``before``.

        Raises :class:`BadValue` where ``after`` is given a code that can't be chosen.
        """
        from casebook.core.personal_data import new_findings

        parts = {} if before is None else before.parts
        for place, part in after.parts.items():
            check_codes(part, self._codes, retired=self._retired, before=parts.get(place))
        return new_findings(before, after, known=self._places)

    @cached_property
    def _places(self) -> frozenset[str]:
        return names_of_nobody(self._conn)


def names_of_nobody(conn: Connection) -> frozenset[str]:
    """Words that are names of this casebook's own places, and so of nobody; in small letters."""
    names = (
        name
        for kind in all_kinds()
        if kind.NOBODYS
        for record in records.load(conn, kind)
        for field in kind.NOBODYS
        for name in _as_texts(getattr(record, field))
    )
    return frozenset(word.casefold() for name in names for word in name.replace("-", " ").split())


def _as_texts(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value
