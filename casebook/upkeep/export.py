"""Everything in a casebook as plain files: CSV for tables, one GeoPackage for what is drawn."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from casebook.book.opening import Book
from casebook.core.english import counted
from casebook.core.errors import StoreFailure
from casebook.core.fields import fields_of
from casebook.core.kinds import all_kinds
from casebook.core.local_time import instant, moment_label
from casebook.incidents.queries import stored as incidents
from casebook.places.place import Place
from casebook.store import records, tables
from casebook.store.bulk import read_rows
from casebook.store.copies import remove_stale, unused_beside
from casebook.store.file import short_name
from casebook.store.transaction import Transaction
from geo.gdal import write_features

KIND = "export"
"""What the history calls it."""
GEOPACKAGE, README = "casebook.gpkg", "README.txt"
_TABLES = (
    tables.setting,
    tables.load,
    tables.incident,
    tables.incident_place,
    tables.patrol,
    tables.history,
)
"""What holds no records of a kind; outlines are in the GeoPackage, drafts are nobody else's."""
_WHOLE = frozenset(
    {
        "id",
        "key",
        "month",
        "type",
        "outcome",
        "area",
        "source",
        "load",
        "withdrawn",
        "force",
        "extract",
    }
)
"""Columns of the GeoPackage that hold whole numbers, or nothing."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Exported:
    """The files that were written."""

    folder: Path
    rows: Mapping[str, int]
    """How many rows each file has, by its name; a layer of the GeoPackage by ``file: layer``."""


def markings(book: Book) -> tuple[str, ...]:
    """The protective marking of the casebook and of every record that has one."""
    with book.store.reading() as tx:
        marked: list[Any] = [kind for kind in all_kinds() if "marking" in fields_of(kind)]
        found = {one.marking for kind in marked for one in tx.load(kind)}
    return (book.settings.marking, *sorted(found))


def export(
    book: Book,
    folder: Path,
    marking: str,
    progress: Callable[[int, int, str], object] = lambda _done, _of, _what: None,
) -> Exported:
    """Write everything into the new folder ``folder``: whole, or nothing.

    ``progress`` hears which of how many files is being written.

    Every row carries ``marking``; folder and files are the account's own (0700, 0600), and the
    history says who made them. Raises :class:`StoreFailure` where there is something in ``folder``
    or it can't be written.
    """
    book.require("export")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreFailure(f"{folder} is there already: name a new folder.")
    beside = unused_beside(folder, "part")
    try:
        beside.mkdir(mode=0o700, parents=True)
        remove_stale(beside, folder, "part")
        with book.store.reading() as tx:
            rows = dict(_written(tx, book, beside, marking, progress))
            head = tx.history.head()
        _readme(beside / README, book, rows, marking, head)
        with book.store.writing() as tx:
            change = {"folder": folder.name, "head": head, "marking": marking}
            tx.history.append(book.author, KIND, folder.name, change)
        # a program killed in between leaves an entry without a folder, never one without an entry
        if folder.exists():
            folder.rmdir()
        beside.rename(folder)
    except OSError as error:
        raise StoreFailure(f"{folder} can't be written: {error.strerror}.") from error
    finally:
        for leftover in beside.iterdir() if beside.exists() else ():
            leftover.unlink()
        if beside.exists():
            beside.rmdir()
    return Exported(folder, rows)


def _written(
    tx: Transaction,
    book: Book,
    folder: Path,
    marking: str,
    progress: Callable[[int, int, str], object],
) -> Iterator[tuple[str, int]]:
    """Write each file of tables, and the GeoPackage; gives names with how many rows."""
    kinds = all_kinds()
    total = len(kinds) + len(_TABLES) + 1
    for number, kind in enumerate(kinds):
        name = f"{kind.KIND.replace(' ', '-')}.csv"
        progress(number, total, f"writing {name}")
        found = [_whole(one) for one in tx.load(kind)]
        columns = list(dict.fromkeys(key for row in found for key in row)) or ["id"]
        values = ([row.get(key) for key in columns] for row in found)
        yield name, _csv(folder / name, columns, values, marking)
    for number, table in enumerate(_TABLES, start=len(kinds)):
        name = f"{table.name}.csv"
        progress(number, total, f"writing {name}")
        says = _Labels(tx, table)
        values = (says.row(row) for batch in read_rows(tx, table) for row in batch)
        yield name, _csv(folder / name, says.columns, values, marking)
    progress(total - 1, total, f"writing {GEOPACKAGE}")
    yield from _drawn(tx, book, folder / GEOPACKAGE, marking)


def _whole(record: Any) -> dict[str, Any]:
    """Everything a record holds, as JSON values."""
    apart = {name.rstrip(".") for name in record.parts}
    beside = {name: getattr(record, name) for name in record.BESIDE if name not in apart}
    return {"id": record.id, **records.flat(record), **beside, "version": record.version}


class _Labels:
    """A table's rows with the words for the numbers that stand in it."""

    def __init__(self, tx: Transaction, table: Any) -> None:
        names = [column.name for column in table.columns]
        lists: dict[str, list[str]] = {}
        if table is tables.incident:
            lists = {
                "type": [each.label for each in incidents.types(tx)],
                "outcome": tx.setting(incidents.OUTCOMES, []),
                "source": tx.setting(incidents.SOURCES, []),
            }
        self.columns = [*names, *(f"{name}_label" for name in lists)]
        self._lists = [(names.index(name), labels) for name, labels in lists.items()]

    def row(self, row: Sequence[Any]) -> list[Any]:
        """A row's values and, at their end, their words; a number without any has none."""
        words = [
            labels[row[at]] if 0 <= row[at] < len(labels) else None for at, labels in self._lists
        ]
        return [*row, *words]


def _csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]], marking: str) -> int:
    """Write a CSV of one's own; how many rows it has."""
    written = 0
    with open(path, "x", encoding="utf-8", newline="", opener=_own) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*columns, "protective_marking"])
        for row in rows:
            writer.writerow([*map(_cell, row), marking])
            written += 1
        file.flush()
        os.fsync(file.fileno())
    return written


def _own(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _cell(value: Any) -> Any:
    """A value for a spreadsheet: text that would run as a formula is kept from it."""
    if value is None or isinstance(value, (int, float)):
        return value
    if isinstance(value, (list, dict, tuple)):
        value = json.dumps(value, ensure_ascii=False)
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


Drawn = Iterator[tuple[dict[str, list[Any]], list[bytes]]]
"""Features of a layer in batches: their columns, and the WKB of each."""


def _drawn(tx: Transaction, book: Book, path: Path, marking: str) -> Iterator[tuple[str, int]]:
    """Write the outlines and the incidents that have a place, a layer each."""
    layers = (("boundaries", "MultiPolygon", _outlines(tx)), ("incidents", "Point", _points(tx)))
    for layer, shape, batches in layers:
        written = 0
        for columns, shapes in batches:
            fields = {**columns, "protective_marking": [marking] * len(shapes)}
            write_features(
                path,
                np.array(shapes, object),
                {name: _field(name, values) for name, values in fields.items()},
                field_mask=[np.array([v is None for v in values]) for values in fields.values()],
                layer=layer,
                driver="GPKG",
                geometry_type=shape,
                crs=book.settings.crs,
                append=bool(written),
            )
            path.chmod(0o600)
            written += len(shapes)
        yield f"{GEOPACKAGE}: {layer}", written


def _field(name: str, values: Sequence[Any]) -> Any:
    """A column as GDAL takes it, of one type in every batch; what is missing is masked apart."""
    if name in _WHOLE:
        return np.array([value or 0 for value in values], np.int64)
    if name in ("x", "y"):
        return np.array(values, float)
    return np.array([None if value is None else str(value) for value in values], object)


def _outlines(tx: Transaction) -> Drawn:
    import shapely

    called = {one.id: one for one in tx.load(Place)}
    for batch in read_rows(tx, tables.boundary):
        places = [called[row[1]] for row in batch]
        columns: dict[str, list[Any]] = {
            "id": [row[0] for row in batch],
            "ref": [place.ref for place in places],
            "name": [place.name for place in places],
            "kind": [place.kind for place in places],
            "valid_from": [None if row[2] is None else str(row[2]) for row in batch],
            "load": [row[4] for row in batch],
        }
        yield columns, [shapely.to_wkb(_multi(shapely.from_wkb(row[3]))) for row in batch]


def _multi(shape: Any) -> Any:
    """A layer has one kind of geometry."""
    import shapely

    return shapely.MultiPolygon([shape]) if shape.geom_type == "Polygon" else shape


def _points(tx: Transaction) -> Drawn:
    import shapely

    says = _Labels(tx, tables.incident)
    x, y = says.columns.index("x"), says.columns.index("y")
    for batch in read_rows(tx, tables.incident):
        rows = [says.row(row) for row in batch if row[x] is not None]
        if not rows:
            continue
        columns = dict(zip(says.columns, map(list, zip(*rows, strict=True)), strict=True))
        columns["at"] = [None if at is None else instant(at).isoformat() for at in columns["at"]]
        columns["older"] = [None if of is None else json.dumps(of) for of in columns["older"]]
        found = shapely.points([row[x] for row in rows], [row[y] for row in rows])
        yield columns, list(shapely.to_wkb(found))


def _readme(path: Path, book: Book, rows: Mapping[str, int], marking: str, head: str) -> None:
    """Write what the folder holds, between its marking at the top and at the bottom."""
    files = [f"  {name}: {counted(count, 'row')}" for name, count in rows.items()]
    lines = [
        marking,
        *([book.settings.synthetic] if book.settings.synthetic else []),
        "",
        f"Everything in the casebook {short_name(book.store.book)}, exported by "
        f"{book.account.login} at {moment_label(book.clock(), book.zone)}.",
        f"Head of the record: {head}",
        f"Coordinates are in {book.settings.crs}. Columns called 'at', 'start' and 'end' of "
        "incidents and patrols are seconds since 1 January 1970, UTC. Text that a spreadsheet "
        "would take for a formula has a ' before it.",
        "",
        *files,
        "",
        marking,
    ]
    with open(path, "x", encoding="utf-8", opener=_own) as file:
        file.write("\n".join(lines) + "\n")
