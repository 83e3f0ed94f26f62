"""The casebook's own incidents as columns, read here or in shards beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from casebook.core.months import Window
from casebook.files.progress import Progress, silent
from casebook.incidents.queries.located import located_between, located_keys
from casebook.store.engine import open_store
from casebook.store.transaction import Transaction
from casebook.workers.cluster import WorkerCluster
from casebook.workers.run import run
from geo.crs import Floats, Ints


@dataclass(frozen=True)
class OwnRows:
    """Incidents with coordinates as columns of one length, in the order of their keys."""

    month: Ints
    """As 202409."""
    type: Ints
    source: Ints
    at: Floats
    """Seconds since 1970; NaN where only the day or month is known."""
    x: Floats
    y: Floats

    @classmethod
    def joined(cls, parts: Sequence[Sequence[Floats]]) -> OwnRows:
        """Columns in that order, part by part, as one."""
        month, kind, source, at, x, y = (
            np.concatenate([np.zeros(0), *column])
            for column in (zip(*parts, strict=True) if parts else [()] * 6)
        )
        whole = [each.astype(np.int64) for each in (month, kind, source)]
        return cls(whole[0], whole[1], whole[2], at, x, y)

    def __len__(self) -> int:
        return len(self.x)

    def columns(self) -> tuple[Floats, ...]:
        """What :meth:`joined` takes."""
        return tuple(vars(self).values())


@dataclass(frozen=True)
class KeyRange:
    """The incidents of a casebook from month to month, by code, whose keys lie in a range."""

    book: str
    first: int
    last: int
    low: int
    high: int
    size: int
    """About how many they are."""

    @property
    def name(self) -> str:
        """As a person is told."""
        return "the casebook's rows"


@dataclass(frozen=True)
class RangeRead:
    """What a shard came to, and the state of the casebook that it was read from."""

    head: str
    rows: OwnRows


def own_rows(
    tx: Transaction,
    book: str,
    window: Window,
    cluster: WorkerCluster | None = None,
    progress: Progress = silent,
) -> OwnRows:
    """The incidents of ``window``, as ``tx`` sees the casebook that opens by the name ``book``.

    Workers of the ``cluster``, who must be on this machine, read beside ``tx``; where somebody has
    saved meanwhile, so that one of them saw another state, ``tx`` reads all by itself.
    """
    first, last = window.first.code, window.last.code
    if cluster is not None:
        shards = _ranges(tx, book, first, last, cluster.shards)
        read = run(shards, read_range, list, cluster, progress)
        head = tx.history.head()
        if all(each.head == head for each in read):
            return OwnRows.joined([each.rows.columns() for each in read])
    return _read(tx, first, last)


def read_range(shard: KeyRange, _progress: Progress) -> RangeRead:
    """What a shard has, from the casebook opened anew to read."""
    store = open_store(shard.book, read_only=True)
    try:
        with store.reading() as tx:
            rows = _read(tx, shard.first, shard.last, (shard.low, shard.high))
            return RangeRead(tx.history.head(), rows)
    finally:
        store.close()


def _ranges(tx: Transaction, book: str, first: int, last: int, number: int) -> list[KeyRange]:
    """Keys are digests, spread evenly: ranges of one width have about as many incidents each."""
    there = located_keys(tx, first, last)
    if there is None:
        return []
    low, high, rows = there
    name = book if "://" in book else str(Path(book).absolute())
    width = (high - low) // number + 1
    return [
        KeyRange(name, first, last, begin, begin + width - 1, rows // number)
        for begin in range(low, high + 1, width)
    ]


def _read(tx: Transaction, first: int, last: int, keys: tuple[int, int] | None = None) -> OwnRows:
    # column by column: an array made of rows takes seven times as long; None becomes NaN
    return OwnRows.joined(
        [
            [np.array(column, float) for column in zip(*rows, strict=True)]
            for rows in located_between(tx, first, last, keys)
        ]
    )
