"""The one way a service writes what a person changed: codes known, personal data looked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from casebook.book.opening import Book
from casebook.core.codes import check_codes
from casebook.core.errors import PersonalDataFound
from casebook.profiles.stages import Stage
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
    found = looks_personal(conn, before or _carried_over(conn, after), after)
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

        check_codes(_coded(after), self._codes, retired=self._retired, before=_coded(before))
        return new_findings(before, after, known=self._places)

    @cached_property
    def _places(self) -> frozenset[str]:
        return places_named(self._conn)


def _coded(record: Any) -> Any:
    return record.body if isinstance(record, Stage) else record


def _carried_over(conn: Connection, after: Any) -> Stage | None:
    """The stage's row of the cycle before: what a new row takes from it is nothing new."""
    if not isinstance(after, Stage) or after.cycle == 1:
        return None
    earlier = records.load(conn, Stage, profile=after.profile, stage=after.stage)
    return next((stage for stage in reversed(earlier) if stage.cycle < after.cycle), None)


def places_named(conn: Connection) -> frozenset[str]:
    """Words that are names of this casebook's own places, and so of nobody."""
    return frozenset(
        word.casefold()
        for name in records.place_names(conn)
        for word in name.replace("-", " ").split()
    )
