"""The one way a service writes what a person changed.

Characters that can't be seen are left out, codes known, personal data looked for.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from casebook.book.cleaning import cleaned_fields, cleaned_record, said_of, unseen
from casebook.book.lengths import check_lengths
from casebook.book.opening import Book
from casebook.core.codes import check_codes
from casebook.core.errors import BadValue
from casebook.core.kinds import Record, all_kinds
from casebook.core.settings import Settings
from casebook.core.texts.characters import cleaned
from casebook.store.records import T
from casebook.store.transaction import Transaction

if TYPE_CHECKING:
    from casebook.core.personal_data import PersonalFinding


def write(book: Book, tx: Transaction, before: T | None, after: T, why: str = "") -> T:
    """Save ``after`` over ``before`` with its history entry, and give it as it was saved.

    Texts are cleaned, and the book hears what was left out of them. Raises :class:`BadValue` for a
    code its list doesn't have or has retired and for a ref that can't be seen whole,
    :class:`PersonalDataFound` where the change or ``why`` brings text that looks like somebody's
    name, address or number and no reason is given (``book.personal_because``; the reason goes into
    the history), :class:`StaleRecord`.
    """
    stood = before or after.carried_over(tx)
    after, said = cleaned_record(stood, after)
    found = looks_personal(tx, stood, after)
    saved = tx.save(before, after, book.author, reason_kept(book, tx, why, found))
    _bring_in_line(book, tx, before, saved)
    for sentence in said:
        book.heard(sentence)
    return saved


def take_away(book: Book, tx: Transaction, record: Record, why: str = "") -> None:
    """Take a record away, leaving its history; raises :class:`StaleRecord` if it changed."""
    tx.remove(record, book.author, why)
    _bring_in_line(book, tx, record, None)


def _bring_in_line(
    book: Book, tx: Transaction, before: Record | None, after: Record | None
) -> None:
    """Let what is worked out from a record follow its change."""
    record = after or before
    if record is None or not record.FOLLOWED_BY:
        return
    module, _, name = record.FOLLOWED_BY.partition(":")
    getattr(importlib.import_module(module), name)(book, tx, before, after)


def write_settings(book: Book, changed: Settings, why: str = "") -> Book:
    """Save changed settings and give the casebook that has them; raises as :func:`write` does."""
    from casebook.core.personal_data import new_findings

    changed, said = cleaned_fields(book.settings, changed)
    with book.store.reading() as tx:
        found = new_findings(book.settings, changed, known=partial(names_of_nobody, tx))
        kept = reason_kept(book, tx, why, found)
    if changed.crs != book.settings.crs:
        check_crs(changed.crs)
    saved = book.with_settings(changed, kept)
    for sentence in said:
        book.heard(sentence)
    return saved


def check_crs(crs: str) -> None:
    """Raise :class:`BadValue` unless distances can be measured in the coordinate system."""
    from geo.crs import unusable

    why = unusable(crs)
    if why:
        raise BadValue(
            f"{crs} {why}: name a national grid or zone in metres, such as EPSG:27700.", field="crs"
        )


def reason_kept(
    book: Book,
    tx: Transaction,
    why: str,
    found: Iterable[PersonalFinding] = (),
    beside: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """``why`` as history keeps it: cleaned, with the reason for what looks personal, if anything.

    Looked through are ``why`` and the texts written ``beside`` it, by label; ``found`` is what was
    seen already. Raises :class:`PersonalDataFound` where there is something and no reason is given,
    :class:`BadValue` for a reason of which nothing can be seen.
    """
    from casebook.core.personal_data import allowed, findings_in

    said = said_of("Why", why)
    if said:
        book.heard(said)
    if why.strip() and not cleaned(why).strip():
        raise BadValue(unseen("Why"))
    why = cleaned(why)
    texts = [(label, text) for label, text in (*beside.items(), ("Why", why)) if text]
    more = findings_in(texts, known=partial(names_of_nobody, tx)) if texts else ()
    return allowed((*found, *more), cleaned(book.personal_because), why)


def looks_personal(tx: Transaction, before: Any, after: Any) -> tuple[PersonalFinding, ...]:
    """What in ``after`` looks like personal data and wasn't in ``before``.

    Raises :class:`BadValue` where ``after`` is given a code that can't be chosen.
    """
    return RecordCheck(tx).personal(before, after)


class RecordCheck:
    """Checks records before they are written, with lists read once for a transaction."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._known: frozenset[str] | None = None
        self._codes = tx.setting("codes", {})
        changed = tx.setting("code-lists", {})
        self._retired = {name: tuple(state["retired"]) for name, state in changed.items()}

    def personal(self, before: Any, after: Any) -> tuple[PersonalFinding, ...]:
        """What in ``after`` looks like personal data and wasn't in ``before``.

        Raises :class:`BadValue` where ``after`` is given a code that can't be chosen, or a text
        too long to be kept.
        """
        from casebook.core.personal_data import new_findings

        parts = {} if before is None else before.parts
        for place, part in after.parts.items():
            check_codes(part, self._codes, retired=self._retired, before=parts.get(place))
            check_lengths(part, parts.get(place))
        return new_findings(before, after, known=self._names)

    def _names(self) -> frozenset[str]:
        if self._known is None:
            self._known = names_of_nobody(self._tx)
        return self._known


def names_of_nobody(tx: Transaction) -> frozenset[str]:
    """Words that are names of this casebook's own places, and so of nobody; in small letters."""
    names = (
        name
        for kind in all_kinds()
        if kind.NOBODYS
        for row in tx.columns(kind, *kind.NOBODYS)
        for value in row
        for name in ((value,) if isinstance(value, str) else value)
    )
    return frozenset(word.casefold() for name in names for word in name.replace("-", " ").split())
