"""The rows that an import couldn't take, whole: to be mended and imported again.

They are read again from their files, for an import reads only the columns it needs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np

from casebook.core.errors import Rejection
from casebook.files.arrow_columns import take
from casebook.files.sheet import REJECT_COLUMNS, Heading, Sheet, file_alone
from casebook.files.tabular import sheets
from casebook.files.workbook.plain import as_plain

Rows = tuple[tuple[str, ...], ...]
"""The rows of a table, the first of which is its heading."""


class ReadTables(Protocol):
    """Chooses what an import reads of each table, and knows afterwards what it chose."""

    @property
    def of(self) -> Mapping[str, Mapping[str, str]]:
        """For each table, which of its columns holds each field."""

    def choose(self, heading: Heading) -> Collection[str] | None:
        """As :data:`casebook.files.sheet.Choose`."""


def rejected_rows(
    rejections: Sequence[Rejection],
    paths: Sequence[Path],
    tables: ReadTables,
    tabs: Sequence[str],
    crs: str,
) -> Rows:
    """The rows that ``rejections`` are about, as a table with all their columns.

    ``paths`` are read again, by ``tables`` that have chosen nothing yet; the points of layers stand
    in ``crs``. Behind the rows' own
    columns stand :data:`REJECT_COLUMNS`, which an import passes over. Tables that call one field by
    several names share the first's. What can't be found again has only its place and its reason.
    """
    found = _Found()
    wanted: dict[str, set[int]] = {}
    for bad in rejections:
        wanted.setdefault(bad.file, set()).add(bad.row or 0)

    def choose(heading: Heading) -> Collection[str] | None:
        chosen = tables.choose(heading)
        return None if chosen is None or heading.file not in wanted else heading.names

    if wanted:
        for sheet in sheets(paths, choose=choose, tabs=tabs, crs=crs):
            found.add(sheet, tables.of.get(sheet.file, {}), wanted[sheet.file])
    return found.table(rejections)


def rejected_cells(
    rejections: Sequence[Rejection], cells: Mapping[tuple[str, int], Mapping[str, str]]
) -> Rows:
    """As :func:`rejected_rows`, of rows whose ``cells`` are known by their file and number."""
    return _Found(dict(cells)).table(rejections)


@dataclass
class _Found:
    """Rows as they are found again."""

    cells: dict[tuple[str, int], Mapping[str, str]] = field(default_factory=dict)
    """Of each file and row."""
    tabs: dict[str, str] = field(default_factory=dict)
    called: dict[str, str] = field(default_factory=dict)
    """What the first table with a field calls it."""

    def add(self, sheet: Sheet, columns: Mapping[str, str], rows: Collection[int]) -> None:
        """Keep these rows of a sheet."""
        self.tabs[sheet.file] = sheet.tab
        names = {name: name for name in sheet.names}
        for wanted, name in columns.items():
            if name in names:
                names[name] = self.called.setdefault(wanted, name)
        if len(set(names.values())) < len(names):  # a name of another table's that is its own too
            names = {name: name for name in sheet.names}
        every = np.array([sheet.row(at) for at in range(sheet.table.num_rows)], np.int64)
        places = np.flatnonzero(np.isin(every, list(rows)))
        for place, row in zip(places.tolist(), take(sheet.table, places).to_pylist(), strict=True):
            said = {names[name]: _cell(value) for name, value in row.items()}
            self.cells[sheet.file, int(every[place])] = said
        for number, texts in sheet.torn.items():
            width = range(len(sheet.names) + 1, len(texts) + 1)
            own = [*names.values(), *(f"column {place}" for place in width)]
            self.cells[sheet.file, number] = dict(zip(own, texts, strict=False))

    def table(self, rejections: Iterable[Rejection]) -> Rows:
        """The rows of all rejections below a heading of all their columns."""
        columns = tuple(dict.fromkeys(name for row in self.cells.values() for name in row))
        return (*columns, *REJECT_COLUMNS), *self._rows(rejections, columns)

    def _rows(
        self, rejections: Iterable[Rejection], columns: Sequence[str]
    ) -> Iterator[tuple[str, ...]]:
        for bad in rejections:
            cells = self.cells.get((bad.file, bad.row or 0), {})
            tab = self.tabs.get(bad.file, "")
            file = file_alone(bad.file, tab)
            place = (file, tab, str(bad.row or ""), bad.said)
            yield (*(cells.get(name, "") for name in columns), *place)


def _cell(value: str | float | None) -> str:
    return "" if value is None else as_plain(value)
