"""One table as a file holds it: every value still text, every row still numbered.

What an import of rows does with a file, from the chooser to the rejections:

1. It calls :func:`casebook.files.tabular.sheets` with a chooser. The chooser is shown the
   :class:`Heading` of every table that could be one: each tab of a workbook, layer of a GIS file,
   member of a ZIP. It answers with the columns to read, raises :class:`LacksColumns` where the
   table hasn't what the import needs, or gives None for a table it knows to be something else and
   will speak of itself. A tab that lacks them beside one that has them is passed over and named;
   where no table of a path has them the path is refused.
2. It gets a :class:`Sheet` for every table taken. ``sheet.file`` names file and tab as a person
   finds them (``rows.xlsx, tab 'July'``) and is unlike for every table, so it is both the key to
   what the chooser kept and the first word of a :class:`~casebook.core.errors.Rejection`.
   ``sheet.row(position)`` is the number the spreadsheet shows, also below a preamble.
3. ``sheet.notes`` says what a person must know of how the files were read: which tabs were taken
   with how many rows, which were passed over and why, which columns weren't read. Importers pass
   them on and needn't say any of it themselves; all of them have come with the last sheet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
import pyarrow as pa

from casebook.core.english import first_of
from casebook.core.errors import BadFile, Rejection
from casebook.core.texts.characters import cleaned
from casebook.files.arrow_columns import (
    Flags,
    Ints,
    byte_lengths,
    float_column,
    instant_column,
    lengths,
    take,
)

MOST_COLUMNS = 16_384
"""As many as the widest spreadsheet has."""
REJECT_COLUMNS = ("file", "tab", "row", "reason")
"""What stands behind the columns of rows that an import couldn't take: passed over by the next."""
NULLS = ("NULL", "null", "(null)", "<null>", "\\N")
"""What databases write into a cell that holds nothing."""
POINT_COLUMNS = ("x of the point", "y of the point")
"""What the columns are called that hold the points of a layer in the metres asked for."""
_COLUMNS_LISTED = 40
_REPEATED = " again"


@dataclass(frozen=True)
class Heading:
    """A table's first row: what its columns are called."""

    file: str
    """As :attr:`Sheet.file`."""
    names: tuple[str, ...]
    tab: str = ""
    """As :attr:`Sheet.tab`."""


class LacksColumns(BadFile):
    """A table that hasn't the columns an import needs; another tab of its file may have them.

    ``missing`` reads on from "has no column for"; ``hint`` says what to do.
    """

    def __init__(
        self, heading: Heading, missing: str, hint: str = "Say which column is which with --map."
    ) -> None:
        self.heading = heading
        self.missing = missing
        self.hint = hint
        super().__init__(
            f"{heading.file} has no column for {missing}: it has "
            f"{first_of(heading.names, _COLUMNS_LISTED)}. {hint}".rstrip()
        )


@dataclass(frozen=True)
class Sheet:
    """A table whose columns are text or dictionaries of text, blank where the file has nothing.

    A column asked for as numbers may be one of numbers, null where the file has nothing, and those
    of :data:`POINT_COLUMNS` are, null where a feature has no geometry. One asked for as instants
    may be one of timestamps with a zone.

    Rows that are blank all through are left out; ``rejections`` are the lines that couldn't be
    parted into columns, and the features that are no points.
    """

    file: str
    """As a person finds it, its tab included: ``x.zip/2024-01/2024-01-kent-street.csv``,
    ``rows.xlsx, tab 'July'``. No other table has it."""
    table: pa.Table
    row_numbers: Ints | None = None
    """Each row's number in a spreadsheet; None where row i is number i + 2."""
    rejections: tuple[Rejection, ...] = ()
    torn: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """The cells of lines that couldn't be parted into the heading's columns, by their number."""
    notes: tuple[str, ...] = ()
    """What to tell of how the files were read, a sentence each."""
    tab: str = ""
    """The tab of a workbook or the layer of a GIS file; blank where a file is one table."""
    unread: tuple[str, ...] = ()
    """The columns of the table that nobody asked for."""
    given: str = ""
    """What the path is called by which it was given: that of its file, folder or archive."""
    goes_on: bool = False
    """Whether these are further rows of the table before, which comes in parts."""

    @property
    def names(self) -> tuple[str, ...]:
        """What the columns that were read are called."""
        return tuple(self.table.column_names)

    @property
    def heading(self) -> Heading:
        """The columns that were read as a heading."""
        return Heading(self.file, self.names, self.tab)

    def row(self, position: int) -> int:
        """The number a spreadsheet shows beside the row at ``position``."""
        return position + 2 if self.row_numbers is None else int(self.row_numbers[position])

    @property
    def held(self) -> int:
        """How many rows it has, those that couldn't be parted too."""
        return int(self.table.num_rows) + len(self.rejections)


@dataclass(frozen=True)
class Skipped:
    """A table that was not read."""

    file: str
    tab: str
    why: str
    """Reads on from "because": ``it has no column for unit``; blank where nobody asked for it."""
    rows: int | None = None
    """How many it has; None where nobody counted."""
    error: BadFile | None = None
    """What to refuse the file with where nothing else of it can be read."""


Choose = Callable[[Heading], Collection[str] | None]
"""Which of a table's columns to read; None leaves the whole table out without a word."""

Few = Callable[[str], bool]
"""Whether a column of this name is of a sort: holds few distinct values, and is best read as a
dictionary; or holds numbers."""


def every_column(heading: Heading) -> Collection[str]:
    """Every column of the table."""
    return heading.names


def no_column(_name: str) -> bool:
    """That no column holds few distinct values."""
    return False


@dataclass(frozen=True)
class Wanted:
    """What to read of files."""

    choose: Choose = every_column
    few: Few = no_column
    tabs: tuple[str, ...] = ()
    """The tabs or layers to read, in any case; every one where it is empty."""
    numeric: Few = no_column
    crs: str = ""
    """The metres that the points of layers are wanted in; blank where they aren't wanted."""
    instants: Few = no_column
    """Which columns hold instants. Whoever asks takes tables in parts, of which the first has
    ``goes_on`` False; only a table whose file says what its columns are comes so."""
    ahead: bool = True
    """Whether a thread reads files ahead of whoever takes their tables."""

    def takes(self, file: str, tab: str = "") -> bool:
        """Whether this table is to be read: its tab, or its file in an archive, is asked for."""
        asked = {name.casefold() for name in self.tabs}
        return not asked or any(name.casefold() in asked for name in names_of(file, tab))


@dataclass(frozen=True)
class FoundHeading:
    """Where a table's heading is, and what to read below it."""

    at: int
    names: tuple[str, ...]
    wanted: Collection[str] | None
    """None where the table is to be left out."""

    @property
    def unread(self) -> tuple[str, ...]:
        """The columns nobody asked for."""
        wanted = self.wanted or ()
        return tuple(name for name in own_columns(self.names) if name not in wanted)


def find_heading(
    file: str, rows: Iterable[Sequence[str]], choose: Choose, tab: str = ""
) -> FoundHeading | None:
    """The heading among a table's first ``rows``: the first with the columns wanted.

    Exports often have a title, a date and who ran them above it, so where the first row of two
    filled cells lacks the columns, those below are tried. None where every row is blank. Raises
    :class:`LacksColumns` of the widest row where none has them. No row is looked at below the one
    that has them.
    """
    lacking: list[tuple[int, LacksColumns]] = []
    for at, row, cells in _with_a_heading(rows):
        names = unique_names(row)
        if len(names) > MOST_COLUMNS:
            raise BadFile(
                f"{file} has {len(names):,} columns, more than any spreadsheet: it is no table of "
                "rows. Export it again."
            )
        try:
            return FoundHeading(at, names, choose(Heading(file, own_columns(names), tab)))
        except LacksColumns as error:
            lacking.append((cells, error))
    if lacking:
        raise max(lacking, key=lambda pair: pair[0])[1]
    return None


def _with_a_heading(rows: Iterable[Sequence[str]]) -> Iterator[tuple[int, Sequence[str], int]]:
    """The rows of two filled cells, else the first of one: its place, the row, its filled cells."""
    alone: tuple[int, Sequence[str], int] | None = None
    several = False
    for at, row in enumerate(rows):
        cells = sum(1 for cell in row if cell.strip())
        if cells > 1:
            several = True
            yield at, row, cells
        elif cells:
            alone = alone or (at, row, cells)
    if alone and not several:
        yield alone


def names_of(file: str, tab: str) -> tuple[str, ...]:
    """What a person may call a table: its tab, or its file with and without folder and ending.

    >>> names_of("x.zip/2024/hs.shp", "")
    ('x.zip/2024/hs.shp', 'hs.shp', 'hs')
    """
    if tab:
        return (tab,)
    last = file.rpartition("/")[2]
    return file, last, last.rpartition(".")[0] or last


def file_alone(file: str, tab: str) -> str:
    """The file of a table without its tab or layer.

    >>> file_alone("x.gpkg, layer 'July'", "July")
    'x.gpkg'
    """
    for what in ("tab", "layer"):
        file = file.removesuffix(f", {what} '{tab}'") if tab else file
    return file


def unique_names(cells: Sequence[str]) -> tuple[str, ...]:
    """Column names from a heading's cells: cleaned, and a repeated or blank one made unlike.

    >>> unique_names([" Ref ", "Ref", "", "Ref"])
    ('Ref', 'Ref again', 'column 3', 'Ref again 2')
    """
    return _unique_names(tuple(cells))


@lru_cache(maxsize=256)
def _unique_names(cells: tuple[str, ...]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    times: Counter[str] = Counter()
    for number, cell in enumerate(cells, start=1):
        plain = " ".join(cleaned(cell, lines=False).split()) or f"column {number}"
        name = plain
        while name in names:
            times[plain] += 1
            name = plain + _REPEATED + (f" {times[plain]}" if times[plain] > 1 else "")
        names[name] = None
    return tuple(names)


def own_columns(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names without the :data:`REJECT_COLUMNS` behind them, of rows to be imported again.

    >>> own_columns(unique_names(["Ref", "Reason", "reason", "file", "tab", "row", "reason"]))
    ('Ref', 'Reason', 'reason')
    """
    last = tuple(name.partition(_REPEATED)[0] for name in names[-len(REJECT_COLUMNS) :])
    return names[: -len(REJECT_COLUMNS)] if last == REJECT_COLUMNS else names


def without_blank_rows(sheet: Sheet) -> Sheet:
    """The sheet without the rows that hold nothing in any column."""
    columns = sheet.table.columns
    if any(map(_always_holds, columns)):
        return sheet
    blank: Flags = np.ones(sheet.table.num_rows, bool)
    for column in columns:
        blank &= _blank(column)
        if not blank.any():
            return sheet
    rows = sheet.row_numbers
    if rows is None:
        rows = np.arange(2, 2 + len(blank), dtype=np.int64)
    kept = np.flatnonzero(~blank)
    return replace(sheet, table=take(sheet.table, kept), row_numbers=rows[kept])


def _always_holds(column: pa.ChunkedArray) -> bool:
    """Whether a column can be told at a glance to hold something in every row."""
    return (
        pa.types.is_dictionary(column.type)
        and not column.null_count
        and all(bool(byte_lengths(chunk.dictionary).all()) for chunk in column.chunks)
    )


def _blank(column: pa.ChunkedArray) -> Flags:
    """Which rows hold nothing in a column."""
    if pa.types.is_floating(column.type):
        return float_column(column)[1]
    if pa.types.is_timestamp(column.type):
        return instant_column(column)[1]
    blank: Flags = lengths(column) == 0
    return blank
