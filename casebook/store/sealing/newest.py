"""The newest seal of everything, read from the history in one pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from casebook.core.kinds import all_kinds
from casebook.store.history import HistoryEntry
from casebook.store.sealing.digests import Seal
from casebook.store.transaction import Transaction


@dataclass(frozen=True)
class SealedBlock:
    """A block of rows as an entry sealed it."""

    entry: int
    columns: tuple[str, ...]
    seal: Seal


@dataclass(frozen=True)
class SealedRecord:
    """A record as an entry sealed it."""

    entry: int
    fields: frozenset[str]
    digest: str


@dataclass(frozen=True)
class SealedSetting:
    """A setting as an entry sealed it."""

    entry: int
    items: Mapping[str, str]


@dataclass
class Newest:
    """What the entries that are about no record say."""

    blocks: dict[str, dict[str, SealedBlock]] = field(default_factory=dict)
    """By table, and by the block as seals call it."""
    records: dict[str, dict[int, SealedRecord]] = field(default_factory=dict)
    """By kind and row."""
    settings: dict[str, SealedSetting] = field(default_factory=dict)
    changes: list[HistoryEntry] = field(default_factory=list)
    """The entries on settings, codes and count groups, oldest first."""
    unsealed: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    """What the entry of each load says that was made before loads were sealed and wasn't since, by
    its row."""
    older: bool = False
    """Whether there are entries from before anything was sealed, so that what has no seal may be
    from then."""
    disposed: dict[str, int] = field(default_factory=dict)
    """The entry that disposed of a profile, by the profile's ref; and of what lost a note with it,
    by its own."""


def read(tx: Transaction) -> Newest:
    """The newest seals, and what else those entries say."""
    newest = Newest()
    words = [kind.KIND for kind in all_kinds()]
    for entry in tx.history.walk(beside=words):
        change = entry.change if isinstance(entry.change, dict) else {}
        sealed = entry.sealed
        if entry.kind == "load" and sealed is None and entry.record_id is not None:
            newest.unsealed[entry.record_id] = change
        if sealed is not None:
            _take(newest, entry.seq, sealed)
        elif entry.kind in ("load", "setting"):
            newest.older = True
        if entry.kind == "load":
            continue
        if entry.kind == "setting":
            newest.changes.append(entry)
        elif entry.kind == "disposal":
            beside = change.get("beside", ())
            newest.disposed |= dict.fromkeys((entry.record, *beside), entry.seq)
    return newest


def _take(newest: Newest, entry: int, sealed: Mapping[str, Any]) -> None:
    """Put an entry's seals in place of those before them."""
    for table, each in sealed.get("blocks", {}).items():
        known = newest.blocks.setdefault(table, {})
        columns = tuple(each["columns"])
        known |= {
            block: SealedBlock(entry, columns, Seal.decode(kept)) for block, kept in _in(each)
        }
        if table == "load":
            for block in each["of"]:
                newest.unsealed.pop(int(block), None)
    for kind, each in sealed.get("records", {}).items():
        fields = frozenset(each["fields"])
        rows = newest.records.setdefault(kind, {})
        rows |= {int(row): SealedRecord(entry, fields, digest) for row, digest in _in(each)}
    for key, items in sealed.get("settings", {}).items():
        newest.settings[key] = SealedSetting(entry, items)


def _in(each: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield from each["of"].items()
