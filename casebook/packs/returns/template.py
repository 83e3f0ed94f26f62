"""A return's template: which sheets, rows and columns it has, as data with a version."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from types import NoneType
from typing import Any, get_args, get_type_hints

from casebook.core.english import listed
from casebook.core.errors import BadFile
from casebook.core.register_codes import GROUPS
from casebook.figures.figure import Figure

TEXTS = {"hotspot": ("ref", "name", "district"), "month": ("month",)}
"""What a column of text may say, by what the sheet's rows stand for."""
SOURCES = ("text", "figure", "result", "results", "spend")
_HOTSPOTS_ONLY = ("result", "results", "spend")
ABOUT = "About"
"""The sheet that says what the return is; no template has one of that name."""
_TAKEN = {ABOUT.casefold(), "history"}
"""Excel keeps the second for itself."""
_NO_SHEET = re.compile(r"[\[\]:*?/\\]|^'|'$")
_LONGEST_NAME = 31


@dataclass(frozen=True)
class ReturnColumn:
    """A column: its heading, and what its cells are taken from."""

    heading: str
    """Empty for ``results``, whose columns are called as their codes are."""
    source: str
    """One of :data:`SOURCES`."""
    name: str
    """Which text, figure, code, group of codes or fund."""


@dataclass(frozen=True)
class ReturnSheet:
    """A sheet: its name, what its rows stand for, and its columns."""

    name: str
    rows: str
    columns: tuple[ReturnColumn, ...]


@dataclass(frozen=True)
class ReturnTemplate:
    """A whole template."""

    name: str
    version: str
    title: str
    says: tuple[str, ...]
    sheets: tuple[ReturnSheet, ...]


def known_figures() -> tuple[str, ...]:
    """The numbers of a row of figures that a column may be of."""
    hints = get_type_hints(Figure)
    return tuple(
        spec.name
        for spec in fields(Figure)
        if set(get_args(hints[spec.name])) in ({int, NoneType}, {float, NoneType})
    )


def parse_template(text: str, called: str) -> ReturnTemplate:
    """The template in TOML ``text``; ``called`` is what an error names it.

    Raises :class:`BadFile` with the place and what may stand there.
    """
    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadFile(f"{called} isn't TOML: {error}.") from error
    _only(whole, ("name", "version", "title", "says", "sheet"), called)
    says = whole.get("says", [])
    if not isinstance(says, list) or not all(isinstance(one, str) for one in says):
        raise BadFile(f"{called}: 'says' is a list of sentences.")
    sheets = whole.get("sheet", [])
    if not isinstance(sheets, list) or not sheets or not all(isinstance(s, dict) for s in sheets):
        raise BadFile(f"{called} has no sheet: a return has one or more, each under [[sheet]].")
    name, version, title = (_text(whole, key, called) for key in ("name", "version", "title"))
    found = tuple(_sheet(each, called) for each in sheets)
    _unlike([sheet.name for sheet in found], f"{called}: two sheets are called")
    return ReturnTemplate(name, version, title, tuple(says), found)


def _sheet(table: Mapping[str, Any], called: str) -> ReturnSheet:
    name = _text(table, "name", f"{called}: a sheet")
    where = f"{called}, sheet '{name}'"
    _only(table, ("name", "rows", "column"), where)
    if len(name) > _LONGEST_NAME or _NO_SHEET.search(name) or name.casefold() in _TAKEN:
        raise BadFile(
            f"{where}: a sheet's name has at most {_LONGEST_NAME} characters, none of []:*?/\\, "
            f"and isn't {ABOUT} or History."
        )
    rows = table.get("rows")
    if rows not in TEXTS:
        raise BadFile(f"{where}: 'rows' is {listed(map(repr, TEXTS), 'or')}.")
    columns = table.get("column")
    if not isinstance(columns, list) or not columns:
        raise BadFile(f"{where} has no column.")
    found = tuple(
        _column(each, rows, f"{where}, column {number}")
        for number, each in enumerate(columns, start=1)
    )
    _unlike([column.heading for column in found if column.heading], f"{where}: two columns are")
    return ReturnSheet(name, rows, found)


def _column(table: Any, rows: str, where: str) -> ReturnColumn:
    if not isinstance(table, dict):
        raise BadFile(f"{where} is written as {{ heading = '…', figure = '…' }}.")
    _only(table, ("heading", *SOURCES), where)
    given = [key for key in SOURCES if key in table]
    if len(given) != 1:
        raise BadFile(f"{where}: say one of {listed(SOURCES, 'or')}.")
    (source,) = given
    name = _text(table, source, where)
    if rows == "month" and source in _HOTSPOTS_ONLY:
        raise BadFile(f"{where}: '{source}' goes with rows of hotspots, not of months.")
    known: Mapping[str, Sequence[str]] = {
        "text": TEXTS[rows],
        "figure": known_figures(),
        "results": GROUPS,
    }
    if source in known and name not in known[source]:
        raise BadFile(
            f"{where}: there is no {source} '{name}'; take {listed(known[source], 'or')}."
        )
    heading = "" if source == "results" else _text(table, "heading", where)
    return ReturnColumn(heading, source, name)


def _only(table: Mapping[str, Any], keys: Sequence[str], where: str) -> None:
    unknown = next((key for key in table if key not in keys), None)
    if unknown is not None:
        raise BadFile(
            f"{where} has '{unknown}', which says nothing here; take {listed(keys, 'or')}."
        )


def _text(table: Mapping[str, Any], key: str, where: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise BadFile(f"{where} needs '{key}', a text.")
    return value.strip()


def _unlike(names: Sequence[str], says: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise BadFile(f"{says} '{name}'.")
        seen.add(name.casefold())
