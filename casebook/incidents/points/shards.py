"""The rows of files of incidents, read in shards of whole files and given to what adds them up.

How dates are written is known of a column once all columns have been seen: the rows of a shard
whose own don't tell are read again when all shards have been read. What is made of shards is the
same however the files are cut, to the order of the notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from casebook.core.errors import Rejection
from casebook.core.texts.cells import CleanedCells
from casebook.files.account import ReadingAccount
from casebook.files.contents import Piece
from casebook.files.date_orders import DateOrders
from casebook.files.mapping import NO_MAPPING, ColumnMapping
from casebook.files.progress import Progress, silent
from casebook.files.sheet import Wanted
from casebook.files.sources import find_pieces
from casebook.files.tabular import begun, tables_of
from casebook.incidents.import_columns import FACTS, Recognised
from casebook.incidents.import_when import DatesRead
from casebook.workers.cluster import Cluster, cut
from casebook.workers.run import run

if TYPE_CHECKING:
    import pyarrow as pa

    from casebook.files.arrow_columns import Ints
    from casebook.incidents.row_facts import RowFacts, Words

T = TypeVar("T")
Made_co = TypeVar("Made_co", covariant=True)


class TakesFacts(Protocol[Made_co]):
    """What the rows of files are given to as they are read."""

    @property
    def crs(self) -> str:
        """The metres that points without longitude and latitude are in."""

    @property
    def types(self) -> Words:
        """The types of the rows, as :attr:`FactRules.types`."""

    def add(self, facts: RowFacts, ids: pa.ChunkedArray | None, numbers: Ints) -> None:
        """Take the rows of a sheet, their IDs where there are some, and a number for each row.

        No other row of the files has it, and a row has the same however they are cut.
        """

    def taken(self) -> Made_co:
        """What was made of all rows, as plain values."""


class MakesTaking(Protocol[Made_co]):
    """Makes what a shard's rows are given to; crosses to the worker."""

    def __call__(self) -> TakesFacts[Made_co]:
        """Nothing taken yet."""


@dataclass(frozen=True)
class Asked(Generic[T]):
    """What to read of every file, and what to make of it."""

    crs: str
    """The metres that the points of layers are wanted in."""
    today: date
    taking: MakesTaking[T]
    tabs: tuple[str, ...] = ()
    mapping: ColumnMapping = NO_MAPPING


@dataclass(frozen=True)
class FactShard(Generic[T]):
    """Some of the files."""

    asked: Asked[T]
    pieces: tuple[Piece, ...]
    numbers: tuple[int, ...]
    """The place of each among all files."""
    whole: bool = False
    """Whether these are all files, so that nothing else can tell how dates are written."""
    again: frozenset[str] = frozenset()
    """The only tables to take, where the others were taken before."""
    orders: DateOrders | None = None
    """How the dates of those are written."""

    @property
    def name(self) -> str:
        """The first file."""
        return f"Reading {self.pieces[0].name}"

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(piece.size for piece in self.pieces)


@dataclass
class FactsRead(Generic[T]):
    """What is known of files once they have been read; two make up what is known of all."""

    recognised: Recognised
    account: ReadingAccount = field(default_factory=ReadingAccount)
    cells: CleanedCells = field(default_factory=CleanedCells)
    said: dict[str, None] = field(default_factory=dict)
    """Notes of the tables, each once."""
    dates: DatesRead = field(default_factory=DatesRead)
    rejections: list[Rejection] = field(default_factory=list)
    open: dict[int, list[str]] = field(default_factory=dict)
    """By the place of their file, the tables not taken yet as their dates fit both orders."""
    taken: list[T] = field(default_factory=list)

    def join(self, later: FactsRead[T]) -> None:
        """Count in what is known of files after these."""
        self.recognised.join(later.recognised)
        self.account.join(later.account)
        self.cells.join(later.cells)
        self.said |= later.said
        self.open |= later.open
        self.join_rows(later)

    def join_rows(self, later: FactsRead[T]) -> None:
        """Count in the rows that were taken later, of tables that are known of."""
        self.dates.join(later.dates)
        self.rejections += later.rejections
        self.taken += later.taken

    def open_in(self, places: Sequence[int]) -> frozenset[str]:
        """The tables of these files that aren't taken yet."""
        return frozenset(file for at in places for file in self.open[at])

    def notes(self) -> tuple[str, ...]:
        """What to say of how files were read, a sentence each."""
        return (*self.said, *self.account.notes(), *self.cells.notes(), *self.dates.notes())


def facts_of_files(
    paths: Sequence[Path],
    asked: Asked[T],
    *,
    cluster: Cluster | None = None,
    shards: int | None = None,
    progress: Progress = silent,
) -> FactsRead[T]:
    """What is made of the rows of ``paths``, one value for each shard and in order.

    ``shards`` is into how many the files are cut, where that isn't left to the ``cluster``. Raises
    :class:`BadFile`, and what ``asked.taking`` raises.
    """
    found = find_pieces(paths)
    pieces = (found.from_anywhere() if cluster else found).pieces
    number = shards or (cluster.shards if cluster else 1)

    def shard(places: Sequence[int]) -> FactShard[T]:
        return FactShard(asked, tuple(pieces[at] for at in places), tuple(places))

    first = [shard(places) for places in cut(pieces, number)]
    if len(first) == 1:
        first = [replace(first[0], whole=True)]
    read = run(first, read_shard, _together, cluster, progress)
    read.account.left_out, read.account.asked = found.left_out, asked.tabs
    read.account.refuse()
    if read.open:
        places = sorted(read.open)
        runs = cut([pieces[at] for at in places], number)
        some = [[places[at] for at in these] for these in runs]
        orders = read.dates.orders
        more = [replace(shard(these), again=read.open_in(these), orders=orders) for these in some]
        read.join_rows(run(more, read_shard, _together, cluster, progress))
    read.recognised.refuse_if_nothing()
    return read


def read_shard(shard: FactShard[T], progress: Progress) -> FactsRead[T]:
    """What is made of a shard's rows."""
    asked = shard.asked
    read: FactsRead[T] = FactsRead(Recognised(asked.mapping, wanted=FACTS | {"id"}))
    choosing = read.recognised
    wanted = Wanted(choosing.choose, choosing.few, asked.tabs, choosing.numeric, crs=asked.crs)
    with begun(tables_of(shard.pieces, wanted, read.cells, progress)) as tables:
        # what knows geometry takes as long to import as a force's year takes to read
        from casebook.incidents.points.giving import give_facts

        give_facts(tables, shard, read)
    return read


def _together(parts: Sequence[FactsRead[T]]) -> FactsRead[T]:
    whole, *others = parts
    for part in others:
        whole.join(part)
    return whole
