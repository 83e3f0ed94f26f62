"""Any sane table file as sheets of text: one way in for every import of rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import numpy as np
import pyarrow as pa

from casebook.core.texts.cells import CleanedCells
from casebook.core.texts.numbers import THOUSANDS
from casebook.files.account import ReadingAccount
from casebook.files.arrow_columns import (
    Flags,
    Floats,
    Ints,
    dictionary_of,
    float_column,
    is_trimmed,
    written_numbers,
)
from casebook.files.cleaned_cells import cleaned_sheet
from casebook.files.contents import Piece, PieceContent, read_pieces
from casebook.files.formats import read_tables
from casebook.files.mapping import NO_MAPPING, ColumnMapping, value_column
from casebook.files.progress import Progress, silent
from casebook.files.sheet import (
    NULLS,
    Choose,
    Few,
    Heading,
    LacksColumns,
    Sheet,
    Skipped,
    Wanted,
    every_column,
    no_column,
)
from casebook.files.sources import FoundPieces, find_pieces, sha256_of

__all__ = [
    "Flags",
    "Floats",
    "Heading",
    "LacksColumns",
    "Sheet",
    "begun",
    "distinct",
    "find_columns",
    "numbers",
    "sha256_of",
    "sheets",
    "sheets_of",
    "tables_of",
]

T = TypeVar("T")

_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+", re.ASCII)
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_CUT = 10
"""As many characters of a column's name as a Shapefile keeps."""


def sheets(
    paths: Sequence[Path],
    *,
    choose: Choose = every_column,
    few: Few = no_column,
    numeric: Few = no_column,
    instants: Few = no_column,
    tabs: Sequence[str] = (),
    crs: str = "",
    progress: Progress = silent,
) -> Iterator[Sheet]:
    """The tables of ``paths``: of each file, of each tab, of folders and ZIP files in name order.

    CSV (UTF-8, UTF-16, Windows-1252; comma, semicolon or tab), XLSX, XLS, ODS, Parquet, JSON lists,
    GPX and the files of maps are told apart by their bytes, also where they are gzipped. ``choose``
    says which columns of a heading to read, and which tables hold something else
    (:mod:`casebook.files.sheet`); ``few`` which columns hold few distinct values and ``numeric``
    which hold numbers, for :func:`numbers` alone; they are asked from the thread that reads ahead.
    ``instants`` says which hold instants, for whoever takes tables in parts
    (:class:`~casebook.files.sheet.Wanted`).
    ``tabs`` are the only tabs, layers or files within a ZIP to read, where some are named. ``crs``
    are the metres that the points of a map's layers are wanted in, as
    :data:`~casebook.files.sheet.POINT_COLUMNS`. ``progress`` hears bytes. Cells are cleaned
    (:mod:`casebook.core.texts.characters`), and the last sheet's notes say how many.

    Raises :class:`BadFile` for a path or a file that isn't what it claims, for a path none of whose
    tables has the columns, a tab that isn't there, and where there are no rows at all.
    """
    wanted = Wanted(choose, few, tuple(tabs), numeric, crs, instants)
    yield from sheets_of(find_pieces(paths), wanted, progress)


def sheets_of(found: FoundPieces, wanted: Wanted, progress: Progress = silent) -> Iterator[Sheet]:
    """As :func:`sheets`, of files that have been found."""
    account, cells = ReadingAccount(found.left_out, wanted.tabs), CleanedCells()
    waiting: Sheet | None = None
    told: dict[str, None] = {}
    for at, one in tables_of(found.pieces, wanted, cells, progress):
        given = found.pieces[at].given
        account.add(given, one)
        if isinstance(one, Sheet):
            if waiting is not None:
                yield waiting
            fresh = tuple(note for note in one.notes if note not in told)
            told |= dict.fromkeys(fresh)
            waiting = replace(one, given=given, notes=fresh)
    account.refuse()
    if waiting is not None:
        yield replace(waiting, notes=(*waiting.notes, *account.notes(), *cells.notes()))


def tables_of(
    pieces: Sequence[Piece], wanted: Wanted, cells: CleanedCells, progress: Progress = silent
) -> Iterator[tuple[int, Sheet | Skipped | None]]:
    """Each table of some files with its file's place, None for one that is left out unsaid.

    ``cells`` hears what was left out of cells. Raises :class:`BadFile` for a file that isn't what
    it claims.
    """
    total, done = sum(piece.size for piece in pieces), 0

    def read(
        piece: Piece, content: PieceContent
    ) -> tuple[CleanedCells, Iterable[Sheet | Skipped | None]]:
        own = CleanedCells()

        def clean(one: Sheet | Skipped | None) -> Sheet | Skipped | None:
            return cleaned_sheet(one, own) if isinstance(one, Sheet) else one

        found = read_tables(content, piece.name, wanted)
        # what is read already is cleaned by the thread that reads ahead, the rest as it comes
        return own, [clean(one) for one in found] if isinstance(found, list) else map(clean, found)

    for at, (piece, (own, found)) in enumerate(read_pieces(pieces, read, ahead=wanted.ahead)):
        progress(done, total, f"Reading {piece.name}")
        done += piece.size
        for one in found:
            yield at, one
        cells.join(own)
    progress(total, total, "Reading")


@contextmanager
def begun(tables: Iterator[T]) -> Iterator[Iterator[T]]:
    """The tables of :func:`tables_of`, whose reading goes on while the block gets ready for them.

    What it raises is raised where the first is asked for.
    """
    with ThreadPoolExecutor(1, "begin") as ahead:
        first = ahead.submit(next, tables, None)

        def every() -> Iterator[T]:
            table = first.result()
            if table is not None:
                yield table
                yield from tables

        yield every()


def find_columns(
    heading: Heading,
    aliases: Mapping[str, Sequence[str]],
    mapping: ColumnMapping = NO_MAPPING,
) -> dict[str, str]:
    """What the file calls each wanted column: ``{wanted: its name}``, without those it lacks.

    Names match whatever their case, spaces and punctuation, and where none does so, in whatever
    order their words come, where a Shapefile has cut them to ten characters, or without what stands
    in brackets; of several that match, the first of the aliases wins. ``mapping`` is the user's own
    and goes before the aliases; what it gives a value for stands in the :func:`value_column` that
    :meth:`ColumnMapping.filled` adds, and a column that it names is nothing else but what it says.
    Raises :class:`LacksColumns` where the mapping names a column that isn't there.

    >>> find_columns(Heading("x.csv", ("CRIME_ID", "Offence")), {"id": ["Crime ID"]})
    {'id': 'CRIME_ID'}
    >>> find_columns(Heading("x.csv", ("CommittedFromDate",)), {"date": ["Date committed from"]})
    {'date': 'CommittedFromDate'}
    """
    there: dict[str, str] = {}
    by_words: dict[frozenset[str], str] = {}
    for name in heading.names:
        there.setdefault(_bare(name), name)
        by_words.setdefault(_words(name), name)
    plain = _unbracketed(heading.names)
    cut = {_bare(name): name for name in heading.names if len(name) == _CUT}
    mapping.refuse_unknown(aliases)
    found = {wanted: value_column(wanted) for wanted in mapping.values}
    for wanted, named in mapping.columns.items():
        if _bare(named) not in there:
            said = f"'{named}', which the mapping gives for {wanted}"
            raise LacksColumns(heading, said, "")
        found[wanted] = named if named in heading.names else there[_bare(named)]
    told = set(found.values())
    for wanted, names in aliases.items():
        if wanted in found:
            continue
        near = [there[_bare(name)] for name in names if _bare(name) in there]
        near = near or [by_words[_words(name)] for name in names if _words(name) in by_words]
        near = near or [cut[_short(name)] for name in names if _short(name) in cut]
        near = near or [plain[_bare(name)] for name in names if _bare(name) in plain]
        near = [name for name in near if name not in told]
        if near:
            found[wanted] = near[0]
    return found


def _unbracketed(names: Sequence[str]) -> dict[str, str]:
    """Each name by what it is without its brackets, where no other is the same without."""
    bare = [_bare(_BRACKETED.sub("", name)) for name in names]
    times = Counter(bare)
    return {one: name for one, name in zip(bare, names, strict=True) if times[one] == 1}


def _short(name: str) -> str:
    """What a Shapefile makes of a name."""
    return _bare(name[:_CUT]) if len(name) > _CUT else ""


@lru_cache(maxsize=4096)
def _bare(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


@lru_cache(maxsize=4096)
def _words(name: str) -> frozenset[str]:
    """The words of a heading, of ``crimeNumber`` and ``CRIME_NUMBER`` alike."""
    apart = re.sub(r"(?<=[a-z\d])(?=[A-Z])", " ", name)
    return frozenset(re.sub(r"[\W_]+", " ", apart).casefold().split())


def distinct(column: pa.ChunkedArray) -> tuple[list[str], Ints]:
    """The distinct values of a column, stripped, and for each row the place of its own.

    Two values that differ only by spaces around them keep a place each.
    """
    values, at = dictionary_of(column)
    texts = values.to_pylist()
    return texts if is_trimmed(values) else [text.strip() for text in texts], at


def numbers(column: pa.ChunkedArray, *, thousands: bool = True) -> tuple[Floats, Flags]:
    """A column's numbers and which rows are bad: blank is NaN, and NaN, inf or words are bad.

    What a database writes for nothing (:data:`~casebook.files.sheet.NULLS`) is blank too. A comma
    parts ``thousands`` where those of the whole column can, else it is a decimal point.

    >>> numbers(pa.chunked_array([["1.5", "", "1e400"]]))
    (array([1.5, nan, nan]), array([False, False,  True]))
    >>> numbers(pa.chunked_array([["458,975.4"]]))[0], numbers(pa.chunked_array([["458975,4"]]))[0]
    (array([458975.4]), array([458975.4]))
    """
    if pa.types.is_floating(column.type):
        found, blank = float_column(column)
        bad: Flags = ~(np.isfinite(found) | blank)
        found[bad] = np.nan
        return found, bad
    texts, at = dictionary_of(column)
    try:
        found = written_numbers(texts)
    except pa.ArrowInvalid:
        found = np.array(_numbers_with_commas(texts.to_pylist(), thousands=thousands), float)
    bad = ~np.isfinite(found)
    for place in np.flatnonzero(bad).tolist():
        text = texts[place].as_py().strip()
        bad[place] = bool(text) and text not in NULLS
        found[place] = np.nan
    return found[at], bad[at]


def _numbers_with_commas(texts: Sequence[str], *, thousands: bool) -> list[float]:
    """The number that each text is, NaN for one that is none."""
    commas = {text: text.strip() for text in texts if "," in text}
    grouped = {text: THOUSANDS.fullmatch(bare) for text, bare in commas.items()}
    decimal = {text: _DECIMAL_COMMA.fullmatch(bare) for text, bare in commas.items()}
    parts = thousands and all(grouped[text] for text in commas if decimal[text])
    fitting, comma = (grouped, "") if parts else (decimal, ".")
    return [_number(text.replace(",", comma) if fitting.get(text) else text) for text in texts]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")
