"""A made-up casebook of a force's size: the demonstration's force, so many times over.

Every copy of it lies elsewhere and has its own places, people, profiles and registers, so that what
one person of the first copy is shown is what the demonstration shows, in a book of 5,000 profiles.
Rows are copied in SQL. The chain of the history isn't sealed anew: ``casebook check`` would say so.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import shapely
import shapely.affinity

from tests.benchmarks.processes import ROOT, whole

COPIES = 122
"""With 41 profiles each they are 5,000."""
WITH_INCIDENTS = 9
"""Copies with incidents, patrols and registers of their own: 310,000 incidents are in them."""
EARLIER_YEARS = 2
"""So many times each signed review stands again, a year earlier: together they are 60,000."""
_STEP = 10_000
"""What is added to a row's number for each copy; no table of the demonstration has so many rows."""
_APART = (-10_000, 18_000)
"""Metres from one copy to the next, westward and northward: Lomea is 8 km by 16."""
_ACROSS = 11
_FEW = (
    *("incident", "incident_place", "patrol", "activity", "entry"),
    *("programme", "fund", "spend", "indicator", "reading"),
)
_ONCE = ("alembic_version", "setting", "load", "agency", "draft")
"""Tables that all copies share."""
_ROWS = {"incident_place": ("boundary", "place"), "incident": ("area",)}
"""Columns with numbers of rows that no reference says."""
_NAMING = {
    "profile_id",
    "record_id",
    "seq",
    "txn",
    "under",
    "against",
    "action",
    "review",
    "place",
    "boundary",
}


def force_book() -> Path:
    """The casebook of a force's size, made when it is first asked for and kept for the next."""
    made_by = hashlib.sha256(Path(__file__).read_bytes())
    for migration in sorted((ROOT / "casebook/store/migrations/versions").glob("*.py")):
        made_by.update(migration.read_bytes())
    folder = Path(tempfile.gettempdir()) / f"casebook-force-{made_by.hexdigest()[:12]}"
    book = folder / "casebook.db"
    if not book.exists():
        folder.mkdir(exist_ok=True)
        half = demonstration(folder / "half-made")
        grow(half)
        half.rename(book)
        shutil.rmtree(folder / "half-made")
    return book


def demonstration(folder: Path) -> Path:
    """The casebook of the demonstration, in a folder of its own."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    whole(["-m", "casebook", "demo", "."], folder)
    return folder / "casebook.db"


def grow(book: Path) -> None:
    """Add the copies to a demonstration's casebook."""
    sql = sqlite3.connect(book, isolation_level=None)
    sql.execute("PRAGMA journal_mode=OFF")
    sql.execute("PRAGMA synchronous=OFF")
    named = _Names(sql)
    sql.create_function("renamed", 2, named.in_copy, deterministic=True)
    sql.create_function("moved", 2, _moved, deterministic=True)
    sql.create_function("indexed", 2, _indexed, deterministic=True)
    sql.execute("CREATE TEMP TABLE copies (k INTEGER PRIMARY KEY)")
    sql.executemany("INSERT INTO copies VALUES (?)", [(k,) for k in range(1, COPIES)])
    kept = "type = 'table' AND name NOT LIKE 'search_%' AND name NOT LIKE 'sqlite_%'"
    tables = [name for (name,) in sql.execute(f"SELECT name FROM sqlite_master WHERE {kept}")]
    for table in tables:
        if table not in _ONCE and table != "search":
            _copy(sql, table)
    sql.execute(_SEARCH.format(few=WITH_INCIDENTS))
    for years in range(1, EARLIER_YEARS + 1):
        _earlier_reviews(sql, years)
    sql.execute("PRAGMA journal_mode=WAL")
    sql.close()


_SEARCH = """
INSERT INTO search (rowid, kind, ref, profile, text)
SELECT indexed(kind, renamed(ref, k)), kind, renamed(ref, k), renamed(profile, k), text
FROM (SELECT kind, ref, profile, text FROM search LIMIT -1) CROSS JOIN copies
WHERE renamed(ref, k) <> ref
AND (k < {few} OR kind IN ('profile', 'stage', 'action', 'profile_place', 'review', 'place'))
"""


def _copy(sql: sqlite3.Connection, table: str) -> None:
    """Every row of a table once more for each copy, with numbers, names and places of its own."""
    columns = [(row[1], row[2]) for row in sql.execute(f'PRAGMA table_info("{table}")')]
    refers = {row[3]: row[2] for row in sql.execute(f'PRAGMA foreign_key_list("{table}")')}
    names = ", ".join(f'"{name}"' for name, _ in columns)
    values = ", ".join(_value(table, name, kind, refers.get(name)) for name, kind in columns)
    few = f"WHERE k < {WITH_INCIDENTS}" if table in _FEW else ""
    sql.execute(
        f'INSERT INTO "{table}" ({names}) SELECT {values} '
        f'FROM (SELECT * FROM "{table}" LIMIT -1) CROSS JOIN copies {few}'
    )


def _value(table: str, name: str, kind: str, refers: str | None) -> str:
    """What a copy of a row holds in a column."""
    column = f'"{name}"'
    if name == "id" or (refers in ("place", "boundary") and kind == "INTEGER"):
        return f"{column} + k * {_STEP}"
    if kind == "INTEGER" and name in (_ROWS.get(table) or _NAMING):
        return f"{column} + k * {_STEP}"
    if (table, name) in (("incident", "key"), ("incident_place", "incident")):
        return f"{column} + k"
    if name == "wkb":
        return f"moved({column}, k)"
    if name in ("x", "y"):
        by = f"(k % {_ACROSS})" if name == "x" else f"(k / {_ACROSS})"
        return f"{column} + {by} * {_APART['xy'.index(name)]}"
    if (table, name) in (("place", "name"), ("programme", "name"), ("fund", "name")):
        return f"{column} || ' ' || (k + 1)"
    if (kind in ("VARCHAR", "JSON") and name not in ("roles", "kind", "figures")) or refers:
        return f"renamed({column}, k)"
    return column


def _earlier_reviews(sql: sqlite3.Connection, years: int) -> None:
    columns = [row[1] for row in sql.execute("PRAGMA table_info(review)")]
    days = {"cut_off", "due", "updated_on", "endorsed_on", "signed_on"}
    values = {name: f"date({name}, '-{years} years')" for name in days} | {
        "id": f"id + {years * _STEP // 4}",
        "month": f"(substr(month, 1, 4) - {years}) || substr(month, 5)",
    }
    sql.execute(
        f"INSERT INTO review ({', '.join(columns)}) "
        f"SELECT {', '.join(values.get(name, name) for name in columns)} "
        f"FROM review WHERE state = 'signed' AND month >= '2024'"
    )


class _Names:
    """The refs and logins of the demonstration, which each copy has of its own."""

    def __init__(self, sql: sqlite3.Connection) -> None:
        keys = (
            *(("place", "ref"), ("profile", "ref"), ("account", "login")),
            *(("programme", "ref"), ("fund", "ref"), ("indicator", "ref")),
        )
        self._all = {
            name for table, key in keys for (name,) in sql.execute(f"SELECT {key} FROM {table}")
        }
        self._in_json = re.compile(f'"({_any(self._all)})(?=[ "])')

    def in_copy(self, value: Any, copy: int) -> Any:
        """A name, or JSON with names in it, as it stands in a copy; anything else as it is."""
        if not isinstance(value, str) or not value:
            return value
        if value[0] in '{["':
            return self._in_json.sub(rf'"\1-{copy:03}', value)
        name, space, rest = value.partition(" ")
        if value in self._all:
            return f"{value}-{copy:03}"
        if name not in self._all:
            return value
        # 'PMP-2024-007 at HS-01', as the history calls a tie
        rest = " ".join(f"{word}-{copy:03}" if word in self._all else word for word in rest.split())
        return f"{name}-{copy:03}{space}{rest}"


def _any(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def _moved(wkb: bytes, copy: int) -> bytes:
    """An outline where it lies in a copy."""
    east, north = copy % _ACROSS * _APART[0], copy // _ACROSS * _APART[1]
    outline: bytes = shapely.to_wkb(shapely.affinity.translate(shapely.from_wkb(wkb), east, north))
    return outline


def _indexed(kind: str, ref: str) -> int:
    """The row of a record in the index of everything written, as the store numbers it."""
    return int.from_bytes(hashlib.sha256(f"{kind} {ref}".encode()).digest()[:8], "big") >> 1
