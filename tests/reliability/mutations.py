"""Files made wrong: by their bytes, and by what they hold; the same for the same seed."""

from __future__ import annotations

import csv
import io
import json
import lzma
import random
import re
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.reliability.nasty_values import NASTY, VALUES

Mutation = Callable[[bytes, random.Random], bytes]


def mutate(content: bytes, ending: str, chance: random.Random) -> bytes:
    """``content`` with one to four things wrong with it."""
    ways = _WAYS.get(ending, ())
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        plain = not ways or chance.random() < _PLAIN
        way = chance.choice(_BYTES if plain else ways)
        content = way(content, chance)
    return content


_PLAIN = 0.45
"""How often a mutation is one of bytes where the format has some of its own."""


def _flipped(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 3, 20))):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _overwritten(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    value = chance.choice((0, 0xFF, 0x7F, 0x80, chance.randrange(256)))
    start = chance.randrange(len(changed) + 1)
    for at in range(start, min(start + chance.choice((1, 2, 4, 8, 64)), len(changed))):
        changed[at] = value
    return bytes(changed)


def _cut(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    if chance.random() < 0.5:
        return content[:start]
    return content[:start] + content[start + chance.choice((1, 2, 16, 256)) :]


def _doubled(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    part = content[start : start + chance.choice((1, 8, 64, 512))]
    return content[:start] + part * chance.choice((2, 2, 3, 50)) + content[start + len(part) :]


def _with_nasty(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    over = chance.choice((0, 0, 1, 6))
    return content[:start] + chance.choice(NASTY) + content[start + over :]


def _swapped(content: bytes, chance: random.Random) -> bytes:
    one, other = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    size = chance.choice((1, 8, 64))
    middle = content[one + size : other]
    return content[:one] + content[other : other + size] + middle + content[one : one + size]


def _in_another_encoding(content: bytes, chance: random.Random) -> bytes:
    text = content.decode("utf-8", "replace")
    return text.encode(
        chance.choice(("utf-16", "utf-16-be", "utf-32", "cp1252", "cp037")), "replace"
    )


_BYTES: tuple[Mutation, ...] = (
    _flipped,
    _flipped,
    _overwritten,
    _cut,
    _doubled,
    _with_nasty,
    _with_nasty,
    _swapped,
)


def _table(change: Callable[[list[list[str]], random.Random], None]) -> Mutation:
    """A mutation of a CSV's rows."""

    def way(content: bytes, chance: random.Random) -> bytes:
        text = content.decode("utf-8", "replace").replace("\0", "")
        delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
        try:
            rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
        except csv.Error:
            return content
        if not any(rows):
            return content
        change(rows, chance)
        written = io.StringIO()
        csv.writer(written, delimiter=delimiter).writerows(rows)
        return written.getvalue().encode("utf-8", "replace")

    return way


def _cell(rows: list[list[str]], chance: random.Random) -> None:
    row = chance.choice(rows)
    if row:
        text = chance.choice(NASTY).decode("utf-8", "replace")
        at = chance.randrange(len(row))
        row[at] = text if chance.random() < 0.6 else row[at] + text


def _columns_swapped(rows: list[list[str]], chance: random.Random) -> None:
    width = max(map(len, rows))
    one, other = chance.randrange(width), chance.randrange(width)
    for row in rows[chance.choice((0, 1)) :]:
        if max(one, other) < len(row):
            row[one], row[other] = row[other], row[one]


def _column_doubled(rows: list[list[str]], chance: random.Random) -> None:
    at, times = chance.randrange(max(map(len, rows))), chance.choice((1, 1, 5, 3000))
    for row in rows:
        row.extend(row[at : at + 1] * times)


def _ragged(rows: list[list[str]], chance: random.Random) -> None:
    row = chance.choice(rows)
    if chance.random() < 0.5:
        del row[chance.randrange(len(row) + 1) :]
    else:
        row += [chance.choice(NASTY).decode("utf-8", "replace")] * chance.choice((1, 2, 40))


def _rows_moved(rows: list[list[str]], chance: random.Random) -> None:
    if chance.random() < 0.5:
        chance.shuffle(rows)
    else:
        rows[chance.randrange(len(rows)) :] *= chance.choice((0, 2, 30))


_TABLES: tuple[Mutation, ...] = (
    *map(_table, (_cell, _cell, _cell, _columns_swapped, _column_doubled, _ragged, _rows_moved)),
    _in_another_encoding,
)


def _json_changed(content: bytes, chance: random.Random) -> bytes:
    """One value of a JSON another, gone, or in another's place."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return content
    inner = list(_within(found))
    if not inner:
        return json.dumps(chance.choice(VALUES)).encode()
    holder, key = chance.choice(inner)
    way = chance.randrange(5)
    if way == 0:
        del holder[key]
    elif way == 1:
        other, where = chance.choice(inner)
        holder[key] = json.loads(json.dumps(other[where]))
    elif way == 2 and isinstance(holder[key], list):
        holder[key] = holder[key] * chance.choice((2, 3, 500)) if len(content) < _LARGE else []
    elif way == 3 and isinstance(holder, dict):
        holder[chance.choice(NASTY).decode("utf-8", "replace")] = holder.pop(key)
    else:
        holder[key] = chance.choice(VALUES)
    return json.dumps(found).encode()


_LARGE = 100_000


def _within(value: Any) -> list[tuple[Any, Any]]:
    """Every list or object within ``value`` with each of its keys."""
    found: list[tuple[Any, Any]] = []
    todo = [value]
    while todo:
        holder = todo.pop()
        keys = holder.keys() if isinstance(holder, dict) else range(len(holder))
        for key in keys if isinstance(holder, (dict, list)) else ():
            found.append((holder, key))
            if isinstance(holder[key], (dict, list)):
                todo.append(holder[key])
    return found


def _rings_changed(content: bytes, chance: random.Random) -> bytes:
    """The rings of a GeoJSON crossed, turned, left open, out of range or of one point."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return content
    rings = [h[k] for h, k in _within(found) if k == "coordinates" and isinstance(h[k], list)]
    rings = [ring for ring in rings if ring]
    if not rings:
        return content
    ring = chance.choice(rings)
    while isinstance(ring[0], list) and ring[0] and isinstance(ring[0][0], list):
        ring = ring[0]
    way = chance.randrange(7)
    if way == 0:
        chance.shuffle(ring)
    elif way == 1:
        ring[:] = [list(reversed(point)) if isinstance(point, list) else point for point in ring]
    elif way == 2:
        del ring[chance.randrange(len(ring)) :]
    elif way == 3:
        ring[:] = [ring[0]] * chance.choice((1, 2, 4, 500))
    elif way == 4:
        ring[chance.randrange(len(ring))] = chance.choice(
            (
                [float("nan"), 0],
                [1e308, -1e308],
                [float("inf"), 1],
                [],
                [1],
                [0, 0, 0, 0, 0],
                None,
                "x",
            )
        )
    elif way == 5:
        span = chance.choice((1, 1000, 1e7))
        ring[:] = [
            [640000 + chance.random() * span, 150000 + chance.random() * span]
            for _ in range(chance.choice((5, 60, 400)))
        ]
        ring.append(ring[0])
    else:
        ring[:] = [[point, point] for point in ring]
    return json.dumps(found).encode()


_TAGS = re.compile(rb"<[^<>]+>")


def _xml_changed(content: bytes, chance: random.Random) -> bytes:
    """A tag doubled, gone or another's, or its attribute or text something else."""
    tags = list(_TAGS.finditer(content))
    if not tags:
        return content
    tag = chance.choice(tags)
    way = chance.randrange(6)
    if way == 0:
        return content[: tag.start()] + content[tag.end() :]
    if way == 1:
        return content[: tag.start()] + tag[0] * chance.choice((2, 200)) + content[tag.end() :]
    if way == 2:
        return content[: tag.start()] + chance.choice(tags)[0] + content[tag.end() :]
    if way == 3:
        return content[: tag.end()] + chance.choice(NASTY) + content[tag.end() :]
    if way == 4:
        other = re.sub(rb'"[^"]*"', lambda _: b'"' + chance.choice(NASTY) + b'"', tag[0], count=1)
        return content[: tag.start()] + other + content[tag.end() :]
    number = re.search(rb"\d+", content[tag.start() :])
    if number is None:
        return content
    start = tag.start() + number.start()
    return content[:start] + chance.choice(NASTY) + content[start + len(number[0]) :]


def _member_changed(content: bytes, chance: random.Random) -> bytes:
    """A member of an archive changed, renamed, doubled, emptied, gone or packed in another way."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except (
        zipfile.BadZipFile,
        lzma.LZMAError,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        zlib.error,
    ):
        return content
    if not members:
        return content
    at = chance.randrange(len(members))
    name, data = members[at]
    way = chance.randrange(8)
    if way < 4:
        inner = _XML if name.endswith((".xml", ".rels", ".kml")) else _BYTES
        inner = _TABLES if name.endswith(".csv") else inner
        members[at] = (name, chance.choice(inner)(data, chance))
    elif way == 4:
        other = chance.choice(
            ("../../x", "/tmp/x", "", "a/" * 200, "\x1b[2J.csv", "x.shp", name[:-1], "C:\\x")
        )
        members[at] = (other, data)
    elif way == 5:
        members.append((name, chance.choice((data, b"", content))))
    elif way == 6:
        del members[at]
    else:
        members[at] = (name, chance.choice((b"", b"\0" * 200_000, content)))
    method = chance.choice(
        (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
    )
    written = io.BytesIO()
    import warnings

    with warnings.catch_warnings(), zipfile.ZipFile(written, "w", method) as archive:
        warnings.simplefilter("ignore")  # of names that are there twice
        for each, held in members:
            archive.writestr(each or "x", held)
    return written.getvalue()


def _rows_of_tables_changed(content: bytes, chance: random.Random) -> bytes:
    """A value of a GeoPackage or casebook another, a table's rows gone, or a column of it."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "x.db"
        path.write_bytes(content)
        try:
            with closing(sqlite3.connect(path, isolation_level=None)) as file:
                file.execute("PRAGMA journal_mode=MEMORY")
                names = [
                    row[0]
                    for row in file.execute(
                        "SELECT name FROM sqlite_master WHERE type='table' ORDER BY name"
                    )
                ]
                table = chance.choice(names)
                columns = [row[1] for row in file.execute(f'PRAGMA table_info("{table}")')]
                column = chance.choice(columns)
                way = chance.randrange(6)
                if way == 0:
                    file.execute(f'DELETE FROM "{table}"')
                elif way == 1:
                    file.execute(f'ALTER TABLE "{table}" RENAME COLUMN "{column}" TO "odd"')
                elif way == 2:
                    file.execute(f'DROP TABLE "{table}"')
                else:
                    nasty = chance.choice(NASTY)
                    value: Any = chance.choice(
                        (nasty, nasty.decode("utf-8", "replace"), None, 2**62, 1e308, -1)
                    )
                    file.execute(f'UPDATE "{table}" SET "{column}" = ?', (value,))
        except (sqlite3.Error, UnicodeDecodeError):
            return content
        return path.read_bytes()


_XML: tuple[Mutation, ...] = (_xml_changed, _xml_changed, _with_nasty)
_GEOJSON: tuple[Mutation, ...] = (
    _json_changed,
    _rings_changed,
    _rings_changed,
    _in_another_encoding,
)
_WAYS: Mapping[str, tuple[Mutation, ...]] = {
    ".csv": _TABLES,
    ".tsv": _TABLES,
    ".geojson": _GEOJSON,
    ".json": (_json_changed, _json_changed, _in_another_encoding),
    ".kml": (*_XML, _in_another_encoding),
    ".gml": _XML,
    ".gpx": (*_XML, _in_another_encoding),
    ".xlsx": (_member_changed,),
    ".zip": (_member_changed,),
    ".kmz": (_member_changed,),
    ".gpkg": (_rows_of_tables_changed,),
    ".db": (_rows_of_tables_changed,),
    ".toml": (_with_nasty, _in_another_encoding),
}
"""What can be made wrong with each format, by how its name ends."""
