"""Harm: the weights of a force's own index file. Casebook ships no numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from casebook.core.english import counted, listed
from casebook.core.errors import BadFile, Rejection
from casebook.core.texts.numbers import without_commas
from casebook.files.sheet import Heading, LacksColumns, Sheet
from casebook.files.tabular import distinct, find_columns, sha256_of, sheets
from casebook.incidents.types import IncidentType, folded
from geo.crs import Floats, Ints

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "type": ("Type", "Offence", "Offence type", "Offence description", "Crime type", "Label"),
    "weight": ("Weight", "Harm", "Harm weight", "Harm score", "Score", "Days", "Severity"),
    "version": ("Version", "Index version", "Edition"),
}
_MOST_NAMED = 5


@dataclass(frozen=True)
class HarmIndex:
    """What an event of each type weighs."""

    weights: Mapping[str, float]
    """By :func:`folded` label."""
    version: str
    """As its file says, else its name and the first digits of its SHA-256."""

    def weigh(self, types: tuple[IncidentType, ...], each: Ints) -> tuple[Floats, tuple[str, ...]]:
        """What each point weighs, by its sub-type or else its type; and a note on what is missing.

        A type the index doesn't have weighs nothing.
        """
        table = np.array([self._of(kind) for kind in types] or [np.nan])
        weight = table[each]
        missing = np.isnan(weight)
        notes = [f"Harm index: {self.version}."]
        if missing.any():
            labels = [types[number].label for number in np.unique(each[missing]).tolist()]
            named = listed(labels[:_MOST_NAMED])
            more = f" and {len(labels) - _MOST_NAMED} more" if len(labels) > _MOST_NAMED else ""
            notes.append(
                f"{counted(int(missing.sum()), 'point')} of types that the index doesn't have "
                f"weigh nothing: {named}{more}."
            )
        return np.where(missing, 0.0, weight), tuple(notes)

    def _of(self, kind: IncidentType) -> float:
        """The weight of a type; NaN where the index has none."""
        coarse = self.weights.get(folded(kind.coarse), np.nan)
        return self.weights.get(folded(kind.label), coarse)


def read_harm_index(path: Path) -> HarmIndex:
    """The index in a table file: a column of types, one of weights, and one of its version if any.

    Raises :class:`BadFile` for a file without them, a weight that is no number or below 0, two
    weights of one type, and an index without a weight above 0.
    """
    weights: dict[str, float] = {}
    versions: dict[str, None] = {}
    for sheet in sheets([path], choose=lambda heading: set(_columns(heading).values())):
        names = _columns(sheet.heading)
        for at, row in enumerate(_rows(sheet)):
            label = row[names["type"]]
            weight = _weight(sheet, at, names, row)
            if weights.setdefault(folded(label), weight) != weight:
                raise BadFile(f"{path.name} has two weights of {label}: keep one.")
            if "version" in names and row[names["version"]]:
                versions[row[names["version"]]] = None
    if not any(weights.values()):
        raise BadFile(f"{path.name} has no weight above 0.")
    named = f"{path.name}, {listed(list(versions))}" if versions else path.name
    return HarmIndex(weights, f"{named} (SHA-256 {sha256_of([path])[:8]})")


def _rows(sheet: Sheet) -> list[dict[str, str]]:
    """A sheet's rows as text by column."""
    columns = []
    for name in sheet.names:
        texts, at = distinct(sheet.table[name])
        columns.append([texts[n] for n in at.tolist()])
    return [dict(zip(sheet.names, row, strict=True)) for row in zip(*columns, strict=True)]


def _columns(heading: Heading) -> dict[str, str]:
    """What an index calls its columns; raises :class:`LacksColumns`."""
    found = find_columns(heading, _COLUMNS)
    missing = [name for name in ("type", "weight") if name not in found]
    if missing:
        raise LacksColumns(
            heading,
            listed(missing),
            "An index has a column for the type of incident and one for its weight.",
        )
    return found


def _weight(sheet: Sheet, at: int, names: Mapping[str, str], row: Mapping[str, str]) -> float:
    """A row's weight; raises :class:`BadFile` with its place."""
    text = row[names["weight"]]
    try:
        weight = float(without_commas(text))
    except ValueError:
        weight = -1.0
    if not row[names["type"]].strip():
        fault = Rejection(sheet.file, sheet.row(at), names["type"], "is blank.")
    elif not 0 <= weight < float("inf"):
        fault = Rejection(sheet.file, sheet.row(at), names["weight"], f"'{text}' is no weight.")
    else:
        return weight
    raise BadFile(f"{fault} An index is taken whole: mend it.")
