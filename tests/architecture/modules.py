"""The product's modules as their own text tells of them: what each imports and calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOPS = ("casebook", "geo", "tui")
EDGES = (
    "sqlalchemy", "alembic", "sqlite3", "psycopg", "click", "textual", "rich", "folium", "branca",
    "geopandas", "pyogrio", "jinja2", "typst", "os", "shutil", "tempfile", "subprocess", "getpass",
    "platformdirs", "psutil", "secrets", "random", "casebook.store", "casebook.book",
)  # fmt: skip
"""Databases, screens, drawing, files and the machine: what nothing pure imports."""
_CLOCK = {
    "now", "utcnow", "today", "monotonic", "perf_counter", "time", "time_ns", "monotonic_ns",
}  # fmt: skip
_CLOCKS = {"datetime", "date", "time"}
_FILES = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "glob"}


@cache
def modules() -> dict[str, Path]:
    """Every module of the product by its dotted name; a package by its folder's."""
    found = {}
    for top in TOPS:
        for path in sorted((ROOT / top).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def tree(module: str) -> ast.Module:
    """The module's syntax tree."""
    return ast.parse(modules()[module].read_text(encoding="utf-8"))


@cache
def imports(module: str) -> frozenset[str]:
    """Every name it imports, wherever it does: in functions and for types alone as well."""
    found: set[str] = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return frozenset(found)


def clock_calls(module: str) -> Iterator[int]:
    """The lines on which it asks for the time or the day."""
    for node in ast.walk(tree(module)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _CLOCK
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id in _CLOCKS
        ):
            yield node.lineno


def _touches_files(module: str) -> bool:
    """Whether it opens files other than data that lies beside it."""
    for node in ast.walk(tree(module)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        if name in _FILES and "__file__" not in ast.unparse(called):
            return True
    return False


def edges(module: str) -> tuple[str, ...]:
    """Why a module isn't pure, as far as its own text says; empty where nothing does."""
    named = sorted(
        edge
        for edge in EDGES
        if any(name == edge or name.startswith(f"{edge}.") for name in (module, *imports(module)))
    )
    clock = ["the clock"] if any(clock_calls(module)) else []
    return (*named, *clock, *(["files"] if _touches_files(module) else []))


@cache
def pure() -> frozenset[str]:
    """The modules that decide from plain values alone: no edge in them or in what they import."""
    known = modules()
    found = {name for name in known if not edges(name)}
    while True:
        kept = {name for name in found if not (imports(name) & known.keys()) - found}
        if kept == found:
            return frozenset(found)
        found = kept


@cache
def record_kinds() -> Mapping[str, str]:
    """Every record kind, a class that names its ``KIND``, and the module that defines it."""
    return {
        node.name: name
        for name in modules()
        for node in ast.walk(tree(name))
        if isinstance(node, ast.ClassDef)
        and any(
            isinstance(part, ast.AnnAssign)
            and isinstance(part.target, ast.Name)
            and part.target.id == "KIND"
            and isinstance(part.value, ast.Constant)
            and part.value.value
            for part in node.body
        )
    }


def kinds() -> Iterator[str]:
    """The modules that define a record kind."""
    return iter(dict.fromkeys(record_kinds().values()))
