"""From a sheet of text to rows of incidents: when, what and where, and what is wrong with them.

Nothing here knows what is stored. A row's key is its identity: 64 bits of its source and ID, or of
all it says and its ordinal among the identical rows of its file (so of one force and month).
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from hashlib import blake2b
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from casebook.core.codes import STREET_SLUGS
from casebook.core.errors import Rejection
from casebook.files.arrow_columns import Ints, lengths, take
from casebook.files.faults import Faults
from casebook.files.sheet import Sheet
from casebook.files.tabular import Flags, Floats, distinct, numbers
from casebook.incidents.coverage.forces import force_of_file
from casebook.incidents.import_dates import Calendar
from casebook.incidents.import_when import DatesRead, when
from geo.crs import WGS84, area_of_use, in_area_of_use, transform

LONGEST_REFERENCE = 32
"""Characters of a reference that is kept; data.police.uk's have 64 and lead nowhere."""

_SLUGS = {**STREET_SLUGS, "criminal-damage-arson": "Criminal damage and arson"}
NO_FORCE = -1
"""The number of the force of a row that doesn't say whose it is."""
_NO_ID = np.iinfo(np.int64).min
_ASB = re.compile(r"anti[\s-]*social|\bASB\b", re.IGNORECASE)


class Words:
    """Every distinct value met so far and its number, in the order of meeting."""

    def __init__(self) -> None:
        self.known: dict[Any, int] = {}
        self._digests = np.zeros(0, np.int64)

    def codes(self, values: Sequence[Hashable]) -> Ints:
        """The numbers of ``values``; new ones get the next."""
        known = self.known
        return np.array([known.setdefault(value, len(known)) for value in values], np.int64)

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
            self._digests = np.concatenate([self._digests, _joined(fresh)])
        return self._digests


class SourceReferences:
    """The references that rows have in their source, of those short enough to be kept."""

    def __init__(self) -> None:
        self._kept: list[pa.Array] = []
        self._length = 0

    def add(self, texts: pa.ChunkedArray) -> Ints:
        """The place of each of ``texts``; -1 for one that is blank or too long to be kept."""
        long = lengths(texts, pc.utf8_length)
        kept = (long > 0) & (long <= LONGEST_REFERENCE)
        places = np.where(kept, self._length + np.cumsum(kept) - 1, -1)
        if kept.any():
            self._kept += take(pa.table([texts], ["of"]), np.flatnonzero(kept))["of"].chunks
            self._length += int(kept.sum())
        return places

    def at(self, places: Ints) -> list[str | None]:
        """The reference at each place, None at -1."""
        if len(self._kept) > 1:
            self._kept = [pa.concat_arrays(self._kept)]
        there = places >= 0
        whole = pa.table([self._kept[0]], ["of"])
        found = iter(take(whole, places[there])["of"].to_pylist())
        return [next(found) if known else None for known in there.tolist()]


@dataclass(frozen=True)
class Vocabulary:
    """The words that the rows of one import are numbered by."""

    types: Words = field(default_factory=Words)
    """(label, kind), and for a sub-type (label, kind, the type it belongs to).

    Keys of rows without an ID are made of them, so that a file without sub-types keeps its own.
    """
    outcomes: Words = field(default_factory=Words)
    streets: Words = field(default_factory=Words)
    forces: Words = field(default_factory=Words)
    references: SourceReferences = field(default_factory=SourceReferences)


@dataclass(frozen=True)
class IncidentColumns:
    """Incidents as columns of one length; words are numbers in a :class:`Vocabulary`."""

    key: Ints
    month: Ints
    at: Floats
    """Seconds since 1970, NaN where only the month is known."""
    x: Floats
    """Metres in the casebook's system, NaN without coordinates."""
    y: Floats
    type: Ints
    outcome: Ints
    street: Ints
    anonymous: Flags
    """Whether the row came without an ID."""
    reference: Ints
    """The place of its ID among the references kept, or -1."""
    force: Ints
    """Whose data it is: of the file's, the number of a word, the empty one too; of the casebook's,
    the number of a force or :data:`NO_FORCE`."""
    extract: Ints
    """The newest month, as 202409, of the extract that says it; 0 until that is known."""

    def __len__(self) -> int:
        return len(self.key)

    def take(self, which: Any) -> IncidentColumns:
        """The rows at these positions, or where this is true."""
        return IncidentColumns(*(getattr(self, each.name)[which] for each in fields(self)))

    @classmethod
    def joined_extracts(
        cls, parts: Sequence[IncidentColumns], of: Sequence[str]
    ) -> IncidentColumns:
        """All the rows of several, each part ``of`` an extract: as new as its newest month."""
        newest: dict[str, int] = {}
        for part, name in zip(parts, of, strict=True):
            newest[name] = max(newest.get(name, 0), int(part.month.max(initial=0)))
        ages = [np.full(len(part), newest[name]) for part, name in zip(parts, of, strict=True)]
        return cls.joined(
            [replace(part, extract=age) for part, age in zip(parts, ages, strict=True)]
        )

    @classmethod
    def joined(cls, parts: Sequence[IncidentColumns]) -> IncidentColumns:
        """All the rows of several."""
        names = [each.name for each in fields(cls)]
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


@dataclass(frozen=True)
class ReadingContext:
    """What is needed to read the rows of an import, the same for each of its sheets."""

    source: str
    calendar: Calendar
    crs: str
    words: Vocabulary
    refused: list[Ints] = field(default_factory=list)
    """Keys of IDs whose rows have a good date but can't be taken: bad, but not gone."""
    dates: DatesRead = field(default_factory=DatesRead)


def read_rows(
    sheet: Sheet, columns: Mapping[str, str], context: ReadingContext
) -> tuple[IncidentColumns, tuple[Rejection, ...]]:
    """The incidents of a sheet whose ``columns`` are known, and the rows that aren't taken."""
    faults, words = Faults(sheet), context.words
    month, at = when(sheet, columns, context.calendar, context.dates, faults)
    types = _types(sheet, columns, words, faults)
    file_x, file_y, x, y = _where(sheet, columns, context.crs, faults)
    outcome = _words(sheet, columns.get("outcome"), words.outcomes)
    street = _words(sheet, columns.get("street"), words.streets)
    force = _words(sheet, columns.get("force"), words.forces)
    key, reference = _ids(sheet, columns.get("id"), context.source, words.references)
    anonymous = key == _NO_ID
    if anonymous.any():
        content = (
            words.forces.digests[force],
            month,
            words.types.digests[types],
            file_x.view(np.int64),
            file_y.view(np.int64),
            words.streets.digests[street],
            words.outcomes.digests[outcome],
            at.view(np.int64),
        )
        said = np.column_stack([column[anonymous] for column in content])
        key[anonymous] = _keys_of_content(said, context.source)
    whose = _forces(sheet, columns, force, words.forces)
    rows = IncidentColumns(
        key, month, at, x, y, types, outcome, street, anonymous, reference, whose, month * 0
    )
    if faults.sound.all():
        return rows, sheet.rejections
    context.refused.append(key[~faults.sound & ~anonymous & (month != 0)])
    return rows.take(faults.sound), (*sheet.rejections, *faults.rejections())


def _words(sheet: Sheet, column: str | None, words: Words) -> Ints:
    if column is None:
        return np.full(sheet.table.num_rows, words.codes([""])[0])
    texts, at = distinct(sheet.table[column])
    return words.codes(texts)[at]


def _forces(sheet: Sheet, columns: Mapping[str, str], said: Ints, words: Words) -> Ints:
    """Whose data each row is: the force it is ``said`` to be of, else who reported it.

    Where no column says, the name of one of data.police.uk's files does.
    """
    blank = words.codes([""])[0]
    if "reported by" in columns:
        said = np.where(said == blank, _words(sheet, columns["reported by"], words), said)
    return np.where(said == blank, words.codes([force_of_file(sheet.file)])[0], said)


def _types(sheet: Sheet, columns: Mapping[str, str], words: Vocabulary, faults: Faults) -> Ints:
    """Each row's type; whether it is crime or ASB stands in a column of its own or its label.

    A sub-type that says no more than the type does, or nothing, is none.
    """
    texts, at = distinct(sheet.table[columns["type"]])
    labels = [_SLUGS.get(text, text) for text in texts]
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
    return words.types.codes(found)[met_at]


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
    sheet: Sheet, columns: Mapping[str, str], crs: str, faults: Faults
) -> tuple[Floats, Floats, Floats, Floats]:
    """Each row's coordinates as the file has them, and in the casebook's system."""
    if "longitude" not in columns and "easting" not in columns:
        nowhere = np.full(sheet.table.num_rows, np.nan)
        return nowhere, nowhere, nowhere, nowhere
    degrees = "longitude" in columns
    pair = ("longitude", "latitude") if degrees else ("easting", "northing")
    across, up = (columns[name] for name in pair)
    x, bad_x = numbers(sheet.table[across])
    y, bad_y = numbers(sheet.table[up])
    faults.mark(bad_x, across, "is no number.")
    faults.mark(bad_y, up, "is no number.")
    faults.mark(np.isnan(x) & ~np.isnan(y) & ~bad_x, across, f"is blank although {up} is not.")
    faults.mark(np.isnan(y) & ~np.isnan(x) & ~bad_y, up, f"is blank although {across} is not.")
    faults.mark((x == 0) & (y == 0), across, "0, 0 is no place: leave both blank if unknown.")
    if not degrees:
        small = (np.abs(x) <= 180) & (np.abs(y) <= 90)
        faults.mark(small, across, "looks like degrees, not metres: map it to longitude instead.")
    there = faults.sound & ~np.isnan(x)
    beyond = there & ~_fits(x, y, crs, degrees=degrees)
    if beyond.any():
        swapped = beyond & _fits(y, x, crs, degrees=degrees)
        faults.mark(swapped, across, f"{across} and {up} look swapped.")
        faults.mark(beyond, across, f"lies outside {_bounds(crs)}, where {crs} is used.")
    if not degrees:
        return x, y, x, y
    east, north = np.full(len(x), np.nan), np.full(len(x), np.nan)
    there &= ~beyond
    east[there], north[there] = transform(x[there], y[there], WGS84, crs)
    faults.mark(there & np.isnan(east), across, f"can't be brought to {crs}.")
    return x, y, east, north


def _fits(x: Floats, y: Floats, crs: str, *, degrees: bool) -> Flags:
    """Which points lie where the casebook's system is used."""
    if not degrees:
        x, y = transform(x, y, crs, WGS84)
    fits: Flags = in_area_of_use(x, y, crs)
    return fits


def _bounds(crs: str) -> str:
    west, south, east, north = area_of_use(crs)
    return f"longitude {west:g} to {east:g} and latitude {south:g} to {north:g}"


def _joined(digests: Sequence[bytes]) -> Ints:
    return np.frombuffer(b"".join(digests), "<i8").astype(np.int64)


def _ids(
    sheet: Sheet, column: str | None, source: str, references: SourceReferences
) -> tuple[Ints, Ints]:
    """The key of each row's ID, or :data:`_NO_ID`, and the place of the ID where it is kept."""
    rows = sheet.table.num_rows
    if column is None or not rows:
        return np.full(rows, _NO_ID), np.full(rows, -1)
    said = source.encode() + b"\0"
    texts = pc.utf8_trim_whitespace(_plain(sheet.table[column]))
    ids = pc.cast(texts, pa.binary())
    keys = _joined([blake2b(said + name, digest_size=8).digest() for name in ids.to_pylist()])
    return np.where(lengths(ids) == 0, _NO_ID, keys), references.add(texts)


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column


def _keys_of_content(content: Ints, source: str) -> Ints:
    """Keys of rows without an ID: of what each says, and its ordinal among identical ones."""
    said = source.encode() + b"\0\0"
    raw = np.ascontiguousarray(content, "<i8").tobytes()
    width = content.shape[1] * 8
    digests = [
        blake2b(said + raw[start : start + width], digest_size=8).digest()
        for start in range(0, len(raw), width)
    ]
    keys = _joined(digests)
    order = np.argsort(keys, kind="stable")
    starts = np.flatnonzero(np.r_[True, keys[order][1:] != keys[order][:-1]])
    ordinal = np.arange(len(keys)) - np.repeat(starts, np.diff(np.r_[starts, len(keys)]))
    for place in np.flatnonzero(ordinal).tolist():
        row = order[place]
        again = said + digests[row] + int(ordinal[place]).to_bytes(4, "little")
        keys[row] = _joined([blake2b(again, digest_size=8).digest()])[0]
    return keys
