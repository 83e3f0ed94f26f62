"""What is read of files of incidents: what is asked, by which shard, and what has been read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from casebook.core.errors import Rejection
from casebook.core.texts.cells import CleanedCells
from casebook.files.account import ReadingAccount
from casebook.files.contents import Piece
from casebook.files.date_orders import DateOrders
from casebook.files.mapping import NO_MAPPING, ColumnMapping
from casebook.incidents.import_columns import Recognised
from casebook.incidents.import_when import DatesRead

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

    def expect(self, *, degrees: bool) -> None:
        """Get ready, while nothing has come yet, for points in degrees or in metres."""

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
class FactsAsked(Generic[T]):
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

    asked: FactsAsked[T]
    pieces: tuple[Piece, ...]
    numbers: tuple[int, ...]
    """The place of each among all files."""
    whole: bool = False
    """Whether these are all files, so that nothing else can tell how dates are written."""
    again: frozenset[str] = frozenset()
    """The only tables to take, where the others were taken before."""
    orders: DateOrders | None = None
    """How the dates of those are written."""
    ahead: bool = True
    """As :attr:`Wanted.ahead`: not where this process works on other shards beside it."""

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

    def notes(self, crs: str) -> tuple[str, ...]:
        """What to say of how files were read, a sentence each; eastings are in ``crs``."""
        tables = (*self.said, *self.account.notes(), *self.cells.notes())
        return (*tables, *self.recognised.notes(crs), *self.dates.notes())
