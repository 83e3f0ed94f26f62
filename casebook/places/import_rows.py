"""What the features of a file of polygons say they are: refs, names, themes, what they lie in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from casebook.core.codes import CODE_LISTS
from casebook.core.errors import BadFile, BadValue, Rejection
from casebook.places.place import bad_ref
from casebook.places.ref_columns import CODE_LIKE, FileRows, check_refs, has, ref_column
from geo.polygons import PolygonFile, PolygonRow

_NAME = ("name", "title")
_THEMES = ("themes", "theme")
_PARENT = ("parent", "district")
_ALIASES = ("aliases", "alias", "also called")
_GROUPS = ("groups",)
_OFFICER = ("officer", "named officer", "named_officer")
_NAME_LIKE = re.compile(r"[a-z]{2,}\d{2}nm", re.IGNORECASE)


@dataclass(frozen=True)
class Columns:
    """Which columns of a file say what; None where none does."""

    ref: str
    name: str | None = None
    themes: str | None = None
    parent: str | None = None
    aliases: str | None = None
    officer: str | None = None
    groups: str | None = None
    notes: tuple[str, ...] = ()
    """The defaults that were picked, a sentence each."""


@dataclass(frozen=True)
class Drawn:
    """One place as a file draws it."""

    row: int
    ref: str
    name: str
    """Blank where the file doesn't say, like all but ``ref`` and ``shape``."""
    themes: tuple[str, ...]
    parent: str
    shape: BaseGeometry
    aliases: tuple[str, ...] = ()
    officer: str = ""
    groups: tuple[str, ...] = ()
    """Refs, names or aliases of the areas it is made of, as the file writes them."""
    mended: tuple[str, ...] = ()


def choose_columns(
    file: str,
    columns: Sequence[str],
    rows: FileRows,
    *,
    ref: str | None = None,
    name: str | None = None,
    themes: str | None = None,
    parent: str | None = None,
    apart: bool = True,
) -> Columns:
    """The columns asked for, and for the others the first by the usual names that is filled.

    Raises :class:`BadFile` for a column that isn't there, where nothing looks like a ref, and where
    refs don't tell all ``rows`` apart; rows that aren't ``apart`` are looked at one by one later.
    """
    filled = [column for column in columns if any(row[column].strip() for row in rows)]
    chosen, said = _asked(file, columns, ref), ""
    if chosen is None:
        chosen, said = ref_column(file, columns, rows, apart=apart)
    elif apart:
        check_refs(file, chosen, columns, rows)
    named = _asked(file, columns, name) or _name_column(filled, chosen)
    picked = [said] if said else []
    if name is None and named:
        picked.append(f"Names come from column {named}.")
    aliases, officer = _usual(filled, _ALIASES), _usual(filled, _OFFICER)
    if aliases:
        picked.append(f"Other names come from column {aliases}, parted by semicolons.")
    if officer:
        picked.append(f"Named officers come from column {officer}.")
    return Columns(
        chosen,
        named,
        _asked(file, columns, themes) or _usual(filled, _THEMES),
        _asked(file, columns, parent) or _usual(filled, _PARENT),
        aliases,
        officer,
        _usual(filled, _GROUPS),
        tuple(picked),
    )


def _asked(file: str, columns: Sequence[str], wanted: str | None) -> str | None:
    """The column called ``wanted``, in whatever case; None where none is asked for."""
    if wanted is None:
        return None
    found = [c for c in columns if c == wanted] or _same_word(columns, wanted)
    if not found:
        raise BadFile(f"{file} has no column '{wanted}'. {has(columns)}")
    return found[0]


def _same_word(columns: Sequence[str], word: str) -> list[str]:
    return [column for column in columns if column.casefold() == word.casefold()]


def _usual(filled: Sequence[str], words: Sequence[str]) -> str | None:
    return next((column for word in words for column in _same_word(filled, word)), None)


def _name_column(filled: Sequence[str], ref: str) -> str | None:
    """``name``, ``title``, or a column such as WD13NM; the one that goes with the ref's first."""
    others = [column for column in filled if column != ref]
    usual = _usual(others, _NAME)
    twin = _same_word(others, ref[:-2] + "NM") if CODE_LIKE.fullmatch(ref) else []
    like = [column for column in others if _NAME_LIKE.fullmatch(column)]
    return usual or next(iter(twin or like), None)


def themes_of(words: Sequence[str]) -> tuple[str, ...]:
    """The codes of themes written as code or label, in any case.

    Raises :class:`BadValue` naming the first that is none.
    """
    codes = CODE_LISTS["theme"]
    known = {code.casefold(): code for code in codes}
    known |= {label.casefold(): code for code, label in codes.items()}
    found = []
    for word in words:
        code = known.get(" ".join(word.split()).casefold())
        if code is None:
            raise BadValue(f"'{word.strip()}' is no theme: it is one of {', '.join(codes)}.")
        found.append(code)
    return tuple(dict.fromkeys(found))


def drawn_places(
    file: str, polygons: PolygonFile, columns: Columns, themes: tuple[str, ...]
) -> tuple[tuple[Drawn, ...], tuple[Rejection, ...]]:
    """The places of a file whose refs and themes can be used, and the rows of the others.

    ``themes`` stand for a row that has none of its own.
    """
    drawn = []
    rejections = []
    for feature in polygons.features:
        ref = feature.properties[columns.ref].strip()
        fault = bad_ref(ref)
        if fault:
            rejections.append(Rejection(file, feature.row, columns.ref, fault))
            continue
        try:
            drawn.append(_drawn(feature, ref, columns, themes))
        except BadValue as error:
            rejections.append(Rejection(file, feature.row, columns.themes, str(error)))
    return tuple(drawn), tuple(rejections)


def _drawn(feature: PolygonRow, ref: str, columns: Columns, themes: tuple[str, ...]) -> Drawn:
    def cell(column: str | None) -> str:
        return " ".join((feature.properties[column] if column else "").split())

    own = themes_of([word for word in re.split("[;,]", cell(columns.themes)) if word.strip()])

    def several(column: str | None) -> tuple[str, ...]:
        words = (word.strip() for word in cell(column).split(";"))
        return tuple(dict.fromkeys(word for word in words if word))

    return Drawn(
        feature.row,
        ref,
        cell(columns.name),
        own or themes,
        cell(columns.parent),
        feature.geometry,
        several(columns.aliases),
        cell(columns.officer),
        several(columns.groups),
        feature.mended,
    )
