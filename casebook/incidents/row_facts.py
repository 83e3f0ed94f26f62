"""What every reading of incidents takes from a row: when it was, of what type, and where."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

import numpy as np

from casebook.core.codes import STREET_SLUGS
from casebook.files.arrow_columns import Ints
from casebook.files.faults import Faults
from casebook.files.sheet import NULLS, Sheet
from casebook.files.tabular import Flags, Floats, distinct, numbers
from casebook.incidents.import_dates import Calendar
from casebook.incidents.import_when import DatesRead, when

_SLUGS = {**STREET_SLUGS, "criminal-damage-arson": "Criminal damage and arson"}
_ASB = re.compile(r"anti[\s-]*social|\bASB\b", re.IGNORECASE)


class _Numbered(dict[Any, int]):
    """Gives what it doesn't hold the next number."""

    def __missing__(self, value: Any) -> int:
        number = self[value] = len(self)
        return number


class Words:
    """Every distinct value met so far and its number, in the order of meeting."""

    def __init__(self) -> None:
        self.known = _Numbered()
        self._digests = np.zeros(0, np.int64)

    def codes(self, values: Sequence[Hashable]) -> Ints:
        """The numbers of ``values``; new ones get the next."""
        return np.fromiter(map(self.known.__getitem__, values), np.int64, len(values))

    @property
    def values(self) -> list[Any]:
        """Every value, at the place of its number."""
        return list(self.known)

    @property
    def ranks(self) -> Ints:
        """Each value's place when they are sorted, at the place of its number."""
        values = self.values
        ranks = np.zeros(len(values), np.int64)
        ranks[sorted(range(len(values)), key=values.__getitem__)] = np.arange(len(values))
        return ranks

    @property
    def digests(self) -> Ints:
        """64 bits for each value, the same on every machine, at the place of its number."""
        new = self.values[len(self._digests) :]
        if new:
            fresh = [blake2b(repr(value).encode(), digest_size=8).digest() for value in new]
            self._digests = np.concatenate([self._digests, joined_digests(fresh)])
        return self._digests


@dataclass(frozen=True)
class FactRules:
    """What the rows of one reading are read by."""

    calendar: Calendar
    crs: str
    """The system of metres that eastings are in, and that places must lie where it is used."""
    types: Words = field(default_factory=Words)
    """The types met: (label, kind), and for a sub-type (label, kind, the type it belongs to)."""
    dates: DatesRead = field(default_factory=DatesRead)


@dataclass(frozen=True)
class RowFacts:
    """The facts of a sheet's rows, as columns of one length."""

    month: Ints
    """As 202409; 0 where it can't be told."""
    at: Floats
    """Seconds since 1970, NaN where only the month is known."""
    type: Ints
    """The number of the type."""
    x: Floats
    """Longitude, or easting, as the file has it; NaN without coordinates."""
    y: Floats
    degrees: bool
    """Whether they are longitude and latitude."""

    def __len__(self) -> int:
        return len(self.month)

    def take(self, which: Flags) -> RowFacts:
        """The rows for which this is true."""
        return RowFacts(
            self.month[which],
            self.at[which],
            self.type[which],
            self.x[which],
            self.y[which],
            self.degrees,
        )


def read_facts(
    sheet: Sheet, columns: Mapping[str, str], rules: FactRules, faults: Faults
) -> RowFacts:
    """The facts of a sheet whose ``columns`` are known; rows that lack one are among the faults."""
    month, at = when(sheet, columns, rules.calendar, rules.dates, faults)
    types = _types(sheet, columns, rules.types, faults)
    degrees = "longitude" in columns
    x, y = _where(sheet, columns, rules.crs, faults, degrees=degrees)
    return RowFacts(month, at, types, x, y, degrees)


def joined_digests(digests: Sequence[bytes]) -> Ints:
    """Digests of 8 bytes as whole numbers."""
    return np.frombuffer(b"".join(digests), "<i8").astype(np.int64)


def _types(sheet: Sheet, columns: Mapping[str, str], words: Words, faults: Faults) -> Ints:
    """Each row's type; whether it is crime or ASB stands in a column of its own or its label.

    A sub-type that says no more than the type does, or nothing, is none.
    """
    texts, at = distinct(sheet.table[columns["type"]])
    labels = ["" if text in NULLS else _SLUGS.get(text, text) for text in texts]
    blank = [None if label else "is blank: every row needs a type." for label in labels]
    faults.mark_values(at, columns["type"], blank)
    kinds: Sequence[str | None] = [None]
    subtypes = [""]
    if "kind" in columns:
        said, said_at = distinct(sheet.table[columns["kind"]])
        kinds = [_kind(text) for text in said]
        neither = [
            None if kind else f"'{text}' is neither crime nor asb."
            for kind, text in zip(kinds, said, strict=True)
        ]
        faults.mark_values(said_at, columns["kind"], neither)
        at = at * len(kinds) + said_at
    if "subtype" in columns:
        subtypes, subtype_at = distinct(sheet.table[columns["subtype"]])
        at = at * len(subtypes) + subtype_at
    met, met_at = np.arange(len(labels)), at
    if "kind" in columns or "subtype" in columns:
        met, met_at = np.unique(at, return_inverse=True)
    found = []
    for number in met.tolist():
        rest, subtype = divmod(number, len(subtypes))
        label, kind = divmod(rest, len(kinds))
        found.append(_type(labels[label], kinds[kind], subtypes[subtype]))
    return words.codes(found)[met_at]


def _type(label: str, kind: str | None, subtype: str) -> tuple[str, ...]:
    """A type as rows are numbered by it: a sub-type is followed by the type it belongs to."""
    kind = kind or ("asb" if _ASB.search(label) else "crime")
    if not subtype or subtype.casefold() == label.casefold():
        return label, kind
    return subtype, kind, label


def _kind(text: str) -> str | None:
    if _ASB.search(text):
        return "asb"
    return "crime" if text.casefold() in ("crime", "crimes", "recorded crime") else None


def _where(
    sheet: Sheet, columns: Mapping[str, str], crs: str, faults: Faults, *, degrees: bool
) -> tuple[Floats, Floats]:
    """Each row's coordinates as the file has them."""
    if not degrees and "easting" not in columns:
        nowhere = np.full(sheet.table.num_rows, np.nan)
        return nowhere, nowhere
    pair = ("longitude", "latitude") if degrees else ("easting", "northing")
    across, up = (columns[name] for name in pair)
    x, bad_x = numbers(sheet.table[across], thousands=not degrees)
    y, bad_y = numbers(sheet.table[up], thousands=not degrees)
    faults.mark_no_numbers(bad_x, across)
    faults.mark_no_numbers(bad_y, up)
    none_x, none_y = np.isnan(x), np.isnan(y)
    if (none_x != none_y).any():
        faults.mark(none_x & ~none_y & ~bad_x, across, f"is blank although {up} is not.")
        faults.mark(none_y & ~none_x & ~bad_y, up, f"is blank although {across} is not.")
    faults.mark((x == 0) & (y == 0), across, "0, 0 is no place: leave both blank if unknown.")
    if not degrees:
        small = (np.abs(x) <= 180) & (np.abs(y) <= 90)
        faults.mark(small, across, "looks like degrees, not metres: map it to longitude instead.")
    faults.mark_beyond(x, y, (across, up), crs, degrees=degrees)
    return x, y
