"""A page of a register, with what is needed to show its entries and no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casebook.book.code_lists import choices_in
from casebook.book.opening import Book
from casebook.book.references import names_in
from casebook.core.codes import CODE_LISTS
from casebook.core.entry import Entry
from casebook.core.fields import Field, fields_of
from casebook.core.wording import Labels
from casebook.registers.listing import queries
from casebook.registers.listing.fields import Look, day_fields
from casebook.store.pages.page import After, PageOfRows
from casebook.store.transaction import Transaction


@dataclass(frozen=True)
class EntryPage:
    """Some entries of a register, in the order of its list."""

    found: PageOfRows[Entry]
    """Those that hold what was looked for."""
    in_all: int
    """How many entries the register has."""
    labels: Mapping[str, Mapping[str, str]]
    """What the codes and refs in these entries are called, by field."""
    days: tuple[Field, ...]
    """The fields with the days of its entries, without those that no entry fills in."""


def read_page(
    book: Book,
    kind: type[Any],
    look: Look,
    size: int,
    after: After | None = None,
    *,
    also: int = 0,
) -> EntryPage:
    """So many entries of a register that are as looked for.

    The newest first, or by their refs where they have some, unless another order is asked for. On
    the first page of all entries the one with number ``also`` comes last where it isn't there yet.
    """
    book.require("view")
    with book.store.reading() as tx:
        codes = _codes(tx, kind)
        page = queries.listed(tx, kind, look, codes, size, after)
        ids = [row.id for row in page.rows]
        if also and after is None and not look.words and also not in ids:
            ids.append(also)
        by_id: dict[int, Any] = {one.id: one for one in tx.load(kind, id=ids)}
        entries = [by_id[number] for number in ids if number in by_id]
        days = tuple(
            spec
            for spec in day_fields(kind)
            if any(getattr(one, spec.name) for one in entries)
            or queries.says_something(tx, kind, spec)
        )
        in_all = queries.how_many(tx, kind) if look.words else page.total
        labels = {**codes, **names_of(tx, book, kind, entries)}
    return EntryPage(page.of(entries), in_all, labels, days)


def named_in(
    book: Book, entries: Sequence[Any]
) -> dict[type[Any], Mapping[str, Mapping[str, str]]]:
    """What the codes and refs in entries of any kinds are called: by kind, then by field."""
    book.require("view")
    kinds = dict.fromkeys(map(type, entries))
    with book.store.reading() as tx:
        return {
            kind: {
                **_codes(tx, kind),
                **names_of(tx, book, kind, (one for one in entries if type(one) is kind)),
            }
            for kind in kinds
        }


def names_of(
    tx: Transaction, book: Book, kind: type[Any], entries: Iterable[Any]
) -> dict[str, dict[str, str]]:
    """What the records that entries of one kind name are called, by field and ref."""
    found: dict[str, dict[str, str]] = {}
    entries = tuple(entries)
    for spec in fields_of(kind).values():
        named = spec.refers or (spec.name if spec.name == kind.SUBJECT else "")
        values = (getattr(one, spec.name) for one in entries) if named else ()
        refs = {ref for v in values for ref in (v if spec.many else (v,)) if isinstance(ref, str)}
        if refs - {""}:
            found[spec.name] = names_in(tx, named, refs - {""}, book.today)
    return found


def _codes(tx: Transaction, kind: type[Any]) -> Labels:
    """The labels of the codes in each field of a kind."""
    now = choices_in(tx)
    found: dict[str, Mapping[str, str]] = {}
    for spec in fields_of(kind).values():
        if spec.codes:
            labels = {**CODE_LISTS.get(spec.codes, {}), **now.get(spec.codes, {})}
            found[spec.name] = {code: " ".join(label.split()) for code, label in labels.items()}
    return found
