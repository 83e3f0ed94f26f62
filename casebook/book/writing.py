"""The one way a service writes what a person changed: codes known, personal data looked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from casebook.book.opening import Book
from casebook.core.codes import check_codes
from casebook.core.settings import Settings
from casebook.profiles.stages import Stage
from casebook.store import records, settings
from casebook.store.engine import Connection
from casebook.store.records import T

if TYPE_CHECKING:
    from casebook.core.personal_data import Finding


def write(book: Book, conn: Connection, before: T | None, after: T, why: str = "") -> T:
    """Save ``after`` over ``before`` and give what stands, with its history entry.

    Raises :class:`BadValue` for a code its list doesn't have or has retired,
    :class:`PersonalDataFound` where the change or ``why`` brings text that looks like somebody's
    name, address or number and no reason is given (``book.personal_because``; the reason goes into
    the history), :class:`StaleRecord`.
    """
    found = looks_personal(conn, before or _carried_over(conn, after), after)
    return records.save(conn, before, after, book.author, reason_kept(book, conn, why, found))


def write_settings(book: Book, changed: Settings, why: str = "") -> Book:
    """Save changed settings and give the casebook that has them; raises as :func:`write` does."""
    from casebook.core.personal_data import new_findings

    with book.store.reading() as conn:
        found = new_findings(book.settings, changed, known=places_named(conn))
        kept = reason_kept(book, conn, why, found)
    return book.with_settings(changed, kept)


def reason_kept(
    book: Book,
    conn: Connection,
    why: str,
    found: Iterable[Finding] = (),
    beside: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """``why`` as history keeps it: with the reason for what looks personal, where anything does.

    Looked through are ``why`` and the texts written ``beside`` it, by label; ``found`` is what was
    seen already. Raises :class:`PersonalDataFound` where there is something and no reason is given.
    """
    from casebook.core.personal_data import allowed, findings_in

    texts = [(label, text) for label, text in (*beside.items(), ("Why", why)) if text]
    more = findings_in(texts, known=places_named(conn)) if texts else ()
    return allowed((*found, *more), book.personal_because, why)


def looks_personal(conn: Connection, before: Any, after: Any) -> tuple[Finding, ...]:
    """What in ``after`` looks like personal data and wasn't in ``before``.

    Raises :class:`BadValue` where ``after`` is given a code that can't be chosen.
    """
    return Screen(conn).personal(before, after)


class Screen:
    """What every record is held against before it is written, read once for a transaction."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._codes = settings.value(conn, "codes", {})
        changed = settings.value(conn, "code-lists", {})
        self._retired = {name: tuple(state["retired"]) for name, state in changed.items()}

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
