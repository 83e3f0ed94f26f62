"""The entries behind a number of a statement, a row each, with who wrote them and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from casebook.book.made_of import FewRows, MadeOf, NumberOf, RowsRead
from casebook.book.opening import Book
from casebook.core.fields import Field, encode, fields_of
from casebook.core.local_time import local_day
from casebook.core.made_numbers import MadeCount, MadeSum, Part
from casebook.core.statement import Head
from casebook.registers.entries import load_kind
from casebook.store.history import HistoryEntry
from casebook.store.loads import loads
from casebook.store.transaction import Transaction

_WRITTEN = (
    Head("written", "Written", "date"),
    Head("by", "By"),
    Head("load", "Load", "number"),
    Head("file", "File"),
)
_UNKNOWN: dict[str, Any] = dict.fromkeys(("written", "by", "load", "file"))
_MANY = 500
AMOUNT = "counts_as"
"""The key of how much of the number an entry is."""


def entries_behind(value: Any, title: str) -> MadeOf | None:
    """What a number of a statement was made from; None for one that is worked out from others."""
    if isinstance(value, NumberOf):
        return value.behind
    if not isinstance(value, (MadeCount, MadeSum)):
        return None
    parts = value.parts

    def read(book: Book) -> RowsRead:
        with book.store.reading() as tx:
            return _rows(book, tx, parts(tx) if callable(parts) else parts)

    return FewRows(title, read)


def _rows(book: Book, tx: Transaction, parts: Sequence[Part]) -> RowsRead:
    kinds = dict.fromkeys(type(record) for record, _ in parts)
    specs: dict[str, Field] = {}
    for kind in kinds:
        specs = {**fields_of(kind), **specs}
    written = {
        kind: _written(tx, kind, [r.id for r, _ in parts if isinstance(r, kind)], book.zone)
        for kind in kinds
    }
    rows = [
        {
            "kind": record.KIND,
            AMOUNT: amount,
            **encode(record),
            **written[type(record)].get(record.id, _UNKNOWN),
        }
        for record, amount in parts
    ]
    several = (Head("kind", "Kind"),) if len(kinds) > 1 else ()
    amounts = (Head(AMOUNT, "Counts as", "number"),) if any(a != 1 for _, a in parts) else ()
    heads = (*several, *_heads(specs), *amounts, *_WRITTEN)
    return RowsRead(_ordered(heads), tuple(rows), AMOUNT)


def _written(
    tx: Transaction, kind: type[Any], ids: Sequence[int], zone: tzinfo
) -> dict[int, dict[str, Any]]:
    """Who wrote each of these records first and when; of those a file brought, the load."""
    found: dict[int, dict[str, Any]] = {}
    wanted = sorted(set(ids))
    for n in range(0, len(wanted), _MANY):
        for entry in tx.history.entries(kind=kind.KIND, record_id=wanted[n : n + _MANY]):
            if entry.record_id is not None:
                found.setdefault(entry.record_id, _said(entry, zone))
    files = {one.id: one.file for one in loads(tx, load_kind(kind.KIND))}
    for entry in tx.history.entries(kind="load", record_id=list(files)) if files else ():
        sealed = (entry.sealed or {}).get("records", {}).get(kind.KIND, {}).get("of", {})
        came = {"load": entry.record_id, "file": files.get(entry.record_id or 0)}
        for row in map(int, sealed):
            # what a file brought and somebody changed later was the file's first
            found[row] = {**_said(entry, zone), **came}
    return found


def _said(entry: HistoryEntry, zone: tzinfo) -> dict[str, Any]:
    day = local_day(datetime.fromisoformat(entry.at), zone)
    return {**_UNKNOWN, "written": str(day), "by": entry.who}


def _heads(specs: Mapping[str, Field]) -> list[Head]:
    return [Head(name, spec.label, _form(spec)) for name, spec in specs.items()]


def _form(spec: Field) -> str:
    if spec.unit == "£":
        return "money"
    if spec.type in (int, float):
        return "number"
    return "text"


def _ordered(heads: Sequence[Head]) -> tuple[Head, ...]:
    """What was counted of each, when and who wrote it stand where a narrow screen shows them."""
    front = [head for head in heads if head.key in ("kind", AMOUNT, "at", "month", "received")]
    written = [head for head in heads if head in _WRITTEN]
    rest = [head for head in heads if head not in front and head not in written]
    return (*front, *written, *rest)
