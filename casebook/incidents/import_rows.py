"""From a sheet of text to rows of incidents: when, what and where, and what is wrong with them.

Nothing here knows what is stored. A row's key is its identity: 64 bits of its source and ID, or of
all it says and its ordinal among the identical rows of its file (so of one force and month).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from hashlib import blake2b
from typing import Any

import numpy as np
import pyarrow as pa

from casebook.core.errors import Rejection
from casebook.files.arrow_columns import (
    Ints,
    encoded,
    lengths,
    letter_lengths,
    plain_text,
    take,
    trimmed,
)
from casebook.files.faults import Faults
from casebook.files.sheet import Sheet
from casebook.files.tabular import Flags, Floats, distinct
from casebook.incidents.coverage.forces import force_of_file
from casebook.incidents.row_facts import FactRules, RowFacts, Words, joined_digests, read_facts
from geo.crs import WGS84, transform

LONGEST_REFERENCE = 32
"""Characters of a reference that is kept; data.police.uk's have 64 and lead nowhere."""

_LONGEST_MASK = 16
_MASK = re.compile(
    rb"[!-/:-@\[-`{-~\s]*|x{2,}|0+|#?n/?a|none|null|nil|nan|tbc|unknown|not (?:known|recorded)"
    rb"|redacted|removed|withheld|anonymi[sz]ed|restricted|masked|hidden",
    re.IGNORECASE,
)
"""What stands in the place of an ID that isn't told."""

NO_FORCE = -1
"""The number of the force of a row that doesn't say whose it is."""
_NO_ID = np.iinfo(np.int64).min


class SourceReferences:
    """The references that rows have in their source, of those short enough to be kept."""

    def __init__(self) -> None:
        self._kept: list[pa.Array] = []
        self._length = 0

    def add(self, texts: pa.ChunkedArray) -> Ints:
        """The place of each of ``texts``; -1 for one that is blank or too long to be kept."""
        long = lengths(texts, letter_lengths)
        kept = (long > 0) & (long <= LONGEST_REFERENCE)
        places = np.where(kept, self._length + np.cumsum(kept) - 1, -1)
        if kept.any():
            self._kept += take(pa.table([texts], ["of"]), np.flatnonzero(kept))["of"].chunks
            self._length += int(kept.sum())
        return places

    def at(self, places: Ints) -> list[str | None]:
        """The reference at each place, None at -1."""
        if not self._kept:
            return [None] * len(places)
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
    """As :attr:`FactRules.types`.

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
    rules: FactRules
    words: Vocabulary
    refused: list[Ints] = field(default_factory=list)
    """Keys of IDs whose rows have a good date but can't be taken: bad, but not gone."""
    masks: Counter[str] = field(default_factory=Counter)
    """What stands in the place of an ID, such as ``****``, by how many rows have it."""


def read_rows(
    sheet: Sheet, columns: Mapping[str, str], context: ReadingContext
) -> tuple[IncidentColumns, tuple[Rejection, ...]]:
    """The incidents of a sheet whose ``columns`` are known, and the rows that aren't taken."""
    faults, words = Faults(sheet), context.words
    facts = read_facts(sheet, columns, context.rules, faults)
    x, y = _in_metres(facts, columns, context.rules.crs, faults)
    outcome = _words(sheet, columns.get("outcome"), words.outcomes)
    street = _words(sheet, columns.get("street"), words.streets)
    force = _words(sheet, columns.get("force"), words.forces)
    key, reference = _ids(sheet, columns.get("id"), context)
    anonymous = key == _NO_ID
    if anonymous.any():
        content = (
            words.forces.digests[force],
            facts.month,
            words.types.digests[facts.type],
            facts.x.view(np.int64),
            facts.y.view(np.int64),
            words.streets.digests[street],
            words.outcomes.digests[outcome],
            facts.at.view(np.int64),
        )
        said = np.column_stack([column[anonymous] for column in content])
        key[anonymous] = _keys_of_content(said, context.source)
    whose = _forces(sheet, columns, force, words.forces)
    rows = IncidentColumns(
        key=key,
        month=facts.month,
        at=facts.at,
        x=x,
        y=y,
        type=facts.type,
        outcome=outcome,
        street=street,
        anonymous=anonymous,
        reference=reference,
        force=whose,
        extract=np.zeros_like(facts.month),
    )
    if faults.sound.all():
        return rows, sheet.rejections
    context.refused.append(key[~faults.sound & ~anonymous & (facts.month != 0)])
    return rows.take(faults.sound), (*sheet.rejections, *faults.rejections())


def _in_metres(
    facts: RowFacts, columns: Mapping[str, str], crs: str, faults: Faults
) -> tuple[Floats, Floats]:
    """Each sound row's coordinates in the casebook's system."""
    if not facts.degrees:
        return facts.x, facts.y
    x, y = np.full(len(facts.x), np.nan), np.full(len(facts.x), np.nan)
    there = faults.sound & ~np.isnan(facts.x)
    x[there], y[there] = transform(facts.x[there], facts.y[there], WGS84, crs)
    faults.mark(there & np.isnan(x), columns["longitude"], f"can't be brought to {crs}.")
    return x, y


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


def _ids(sheet: Sheet, column: str | None, context: ReadingContext) -> tuple[Ints, Ints]:
    """The key of each row's ID, or :data:`_NO_ID`, and the place of the ID where it is kept."""
    rows = sheet.table.num_rows
    if column is None or not rows:
        return np.full(rows, _NO_ID), np.full(rows, -1)
    said = context.source.encode() + b"\0"
    texts = [trimmed(chunk) for chunk in plain_text(sheet.table[column]).chunks]
    ids = [name for chunk in texts for name in encoded(chunk)]
    for row, name in enumerate(ids):
        if 0 < len(name) <= _LONGEST_MASK and _MASK.fullmatch(name):
            context.masks[name.decode()] += 1
            ids[row] = b""
    keys = np.full(rows, _NO_ID)
    keys[[bool(name) for name in ids]] = joined_digests(_digests(said, filter(None, ids)))
    return keys, context.words.references.add(pa.chunked_array(texts))


def _keys_of_content(content: Ints, source: str) -> Ints:
    """Keys of rows without an ID: of what each says, and its ordinal among identical ones."""
    said = source.encode() + b"\0\0"
    raw = np.ascontiguousarray(content, "<i8").tobytes()
    width = content.shape[1] * 8
    parts = (raw[start : start + width] for start in range(0, len(raw), width))
    digests = _digests(said, parts)
    keys = joined_digests(digests)
    order = np.argsort(keys, kind="stable")
    starts = np.flatnonzero(np.r_[True, keys[order][1:] != keys[order][:-1]])
    ordinal = np.arange(len(keys)) - np.repeat(starts, np.diff(np.r_[starts, len(keys)]))
    for place in np.flatnonzero(ordinal).tolist():
        row = order[place]
        again = digests[row] + int(ordinal[place]).to_bytes(4, "little")
        keys[row] = joined_digests(_digests(said, [again]))[0]
    return keys


def _digests(said: bytes, names: Iterable[bytes]) -> list[bytes]:
    """64 bits of ``said`` and each name."""
    begun = blake2b(said, digest_size=8)
    digests = []
    for name in names:
        each = begun.copy()
        each.update(name)
        digests.append(each.digest())
    return digests
