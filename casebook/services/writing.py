"""The one way a service writes what a person changed: codes known, personal data looked for."""

from __future__ import annotations

from casebook.domain.codes import check_codes
from casebook.domain.errors import PersonalDataFound
from casebook.domain.personal_data import new_findings
from casebook.domain.stages import Stage
from casebook.services.book import Book
from casebook.storage import records, settings
from casebook.storage.engine import Connection
from casebook.storage.records import T


def write(book: Book, conn: Connection, before: T | None, after: T, why: str = "") -> T:
    """Save ``after`` over ``before`` and give what stands, with its history entry.

    Raises :class:`BadValue` for a code its list doesn't have, :class:`PersonalDataFound` where the
    change brings text that looks like somebody's name, address or number and no reason is given
    (``book.personal_because``; the reason goes into the history), :class:`StaleRecord`.
    """
    lists = settings.value(conn, "codes", {})
    check_codes(after.body if isinstance(after, Stage) else after, lists)
    found = new_findings(before, after, known=places_named(conn))
    if found and not book.personal_because:
        raise PersonalDataFound(found)
    if found:
        why = f"{why} [kept although it looks personal: {book.personal_because}]".strip()
    return records.save(conn, before, after, book.author, why)


def places_named(conn: Connection) -> frozenset[str]:
    """Words that are names of this casebook's own places, and so of nobody."""
    return frozenset(
        word.casefold()
        for name in records.place_names(conn)
        for word in name.replace("-", " ").split()
    )
