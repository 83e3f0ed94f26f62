"""One incident from all that is said of it: rows that repeat an ID, and what is stored already.

An incident counts in the earliest month it appeared in. Of the rest of what is said, the newest
extract's word holds, an extract being all that one path given to an import holds, and as new as its
newest month; a known place before none, and what came of a crime before its still being looked at.
Within an extract the outcome furthest on holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from casebook.files.arrow_columns import Ints
from casebook.files.tabular import Flags, Floats
from casebook.incidents.import_rows import IncidentColumns, Vocabulary
from casebook.incidents.outcomes import standing_of, step_of

_NEAR = 0.005
"""Metres; a point that moved by less has only been projected by another version."""


@dataclass(frozen=True)
class CoveredDays:
    """The days a file is the whole truth of."""

    months: tuple[int, int]
    """The first and last month wholly inside, as 202409."""
    moments: tuple[int, int]
    """Seconds since 1970, from and up to but without."""

    def holds(self, rows: IncidentColumns) -> Flags:
        """Which rows lie in it: by the moment where it is known, else by the month."""
        timed = (rows.at >= self.moments[0]) & (rows.at < self.moments[1])
        inside: Flags = np.where(np.isnan(rows.at), self.holds_months(rows.month), timed)
        return inside

    def holds_months(self, months: Ints) -> Flags:
        """Which months lie wholly in it."""
        inside: Flags = (months >= self.months[0]) & (months <= self.months[1])
        return inside


@dataclass(frozen=True)
class Extracts:
    """The extract each part of what an incident says is from, as its newest month: 202409.

    0 for a part that nobody said. What isn't here is from the row's own ``extract``.
    """

    at: Ints
    place: Ints
    outcome: Ints
    force: Ints

    def take(self, which: Any) -> Extracts:
        """Those at these positions."""
        return Extracts(*(getattr(self, each.name)[which] for each in fields(self)))

    @classmethod
    def of(cls, rows: IncidentColumns, standing: Ints, unsaid: int) -> Extracts:
        """Those of incidents that say what one row each says.

        ``standing`` is that of each outcome by its number; ``unsaid`` is no force.
        """
        every = np.arange(len(rows))
        return cls.of_parts(rows, rows, (every,) * 4, standing, unsaid)

    @classmethod
    def of_parts(
        cls,
        said: IncidentColumns,
        rows: IncidentColumns,
        which: Sequence[Ints],
        standing: Ints,
        unsaid: int,
    ) -> Extracts:
        """Those of what is ``said``, whose parts, in the order of these, are ``which`` of rows."""
        known = (
            ~np.isnan(said.at),
            ~np.isnan(said.x),
            standing[said.outcome] > 0,
            said.force != unsaid,
        )
        pairs = zip(known, which, strict=True)
        return cls(*(np.where(each, rows.extract[of], 0) for each, of in pairs))

    def same_as(self, other: Extracts) -> Flags:
        """Which incidents have every part from the same extract as there."""
        alike = [getattr(self, each.name) == getattr(other, each.name) for each in fields(self)]
        same: Flags = np.logical_and.reduce(alike)
        return same

    @classmethod
    def joined(cls, parts: Sequence[Extracts]) -> Extracts:
        """All of several."""
        names = [each.name for each in fields(cls)]
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


@dataclass(frozen=True)
class Incidents:
    """One row for each key, in key order."""

    rows: IncidentColumns
    seen: Ints
    """The month of the row that the content is from; ``rows.month`` is the earliest."""
    extracts: Extracts
    changes: Ints
    """How many of its rows said something new after the first."""
    repeats: Ints
    """How many of its rows didn't."""

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def plain(self) -> Flags:
        """Which have every part from their own extract, and their content from their own month."""
        parts = (getattr(self.extracts, each.name) for each in fields(Extracts))
        own = [(part == 0) | (part == self.rows.extract) for part in parts]
        plain: Flags = np.logical_and.reduce([*own, self.seen == self.rows.month])
        return plain

    def take(self, which: Any) -> Incidents:
        """The incidents at these positions."""
        return Incidents(
            self.rows.take(which),
            self.seen[which],
            self.extracts.take(which),
            self.changes[which],
            self.repeats[which],
        )


@dataclass(frozen=True)
class StoredBefore:
    """What a casebook holds of some incidents, in key order."""

    rows: IncidentColumns
    seen: Ints
    extracts: Extracts
    withdrawn: Flags


def merge(rows: IncidentColumns, words: Vocabulary) -> Incidents:
    """The rows brought together by key; the order they come in makes no difference.

    Each part is that of the newest extract that has it, of its latest month in which it is said; an
    outcome that of the furthest step. Where that tells nothing apart, texts decide.
    """
    steps = np.array([step_of(label) for label in words.outcomes.values], np.int64)
    standing = np.array([standing_of(label) for label in words.outcomes.values], np.int64)
    unsaid = int(words.forces.codes([""])[0])
    rows = rows.take(np.lexsort((rows.extract, rows.key)))
    starts = np.flatnonzero(np.r_[True, rows.key[1:] != rows.key[:-1]][: len(rows)])
    size = np.diff(np.r_[starts, len(rows)])
    changes, month = np.zeros(len(starts), np.int64), rows.month[starts].copy()
    if len(starts) == len(rows):
        extracts = Extracts.of(rows, standing, unsaid)
        return Incidents(rows, month, extracts, changes, changes)
    best = _Best(*(starts + size - 1 for _ in range(5)))
    several = _differing(rows, starts, size)
    if several.any():
        shared = np.flatnonzero(np.repeat(several, size))
        some = _Several(rows.take(shared), size[several], steps, standing, words, unsaid)
        best.put(several, some.best(shared))
        month[several], changes[several] = some.months(), some.changes()
    content = rows.take(best.content)
    at = np.where(rows.month[best.at] == month, rows.at[best.at], np.nan)
    merged = replace(
        content,
        month=month,
        at=at,
        x=rows.x[best.place],
        y=rows.y[best.place],
        street=rows.street[best.place],
        outcome=rows.outcome[best.outcome],
        force=rows.force[best.force],
    )
    which = (best.at, best.place, best.outcome, best.force)
    extracts = Extracts.of_parts(merged, rows, which, standing, unsaid)
    return Incidents(merged, content.month, extracts, changes, size - 1 - changes)


@dataclass
class _Best:
    """For each incident, which row its content and each part is from."""

    content: Ints
    at: Ints
    place: Ints
    outcome: Ints
    force: Ints

    def put(self, which: Flags, found: _Best) -> None:
        """Take over what was found for some of the incidents."""
        for each in fields(self):
            getattr(self, each.name)[which] = getattr(found, each.name)


def _differing(rows: IncidentColumns, starts: Ints, size: Ints) -> Flags:
    """Which groups of rows, from ``starts`` and of ``size``, don't all say the same."""
    new = np.zeros(len(rows), bool)
    one, other = rows.take(slice(1, None)), rows.take(slice(None, -1))
    new[1:] = differs(one, other) | (one.month != other.month) | (one.force != other.force)
    new[starts] = False
    found: Flags = np.logical_or.reduceat(new, starts) & (size > 1)
    return found


class _Several:
    """The rows of incidents that several rows tell of, and not all the same."""

    def __init__(
        self,
        rows: IncidentColumns,
        size: Ints,
        steps: Ints,
        standing: Ints,
        words: Vocabulary,
        unsaid: int,
    ) -> None:
        self._rows, self._size = rows, size
        self._group = np.repeat(np.arange(len(size)), size)
        self._ends = np.cumsum(size) - 1
        self._starts = self._ends - size + 1
        self._texts = (
            words.streets.ranks[rows.street],
            words.types.ranks[rows.type],
            words.outcomes.ranks[rows.outcome],
            words.forces.ranks[rows.force],
            rows.y,
            rows.x,
            rows.at,
        )
        self._step, self._standing = steps[rows.outcome], standing[rows.outcome]
        self._whose = rows.force != unsaid

    def months(self) -> Ints:
        """The earliest month of each incident."""
        found: Ints = np.minimum.reduceat(self._rows.month, self._starts)
        return found

    def best(self, at: Ints) -> _Best:
        """The rows that parts are from; ``at`` is where each of these rows stands among all."""
        rows = self._rows
        first = np.repeat(self.months(), self._size) == rows.month
        newest = (rows.extract, self._standing, self._step, rows.month)
        timed = first & ~np.isnan(rows.at)
        found = (
            self._last(*newest),
            self._last(timed, rows.extract, -np.nan_to_num(rows.at)),
            self._last(~np.isnan(rows.x), rows.extract, rows.month),
            self._last(self._standing, rows.extract, self._step, rows.month),
            self._last(self._whose, rows.extract, rows.month),
        )
        return _Best(*(at[each] for each in found))

    def changes(self) -> Ints:
        """How many rows of each incident say something new, told from the first to the last."""
        rows = self._rows
        order = self._ordered(rows.month, rows.extract, self._standing, self._step)
        told = rows.take(order)
        new = np.zeros(len(told), bool)
        one, other = told.take(slice(1, None)), told.take(slice(None, -1))
        new[1:] = differs(one, other) | (one.month != other.month)
        new[self._starts] = False
        found: Ints = np.add.reduceat(new.astype(np.int64), self._starts)
        return found

    def _last(self, *by: Any) -> Ints:
        """The last row of each incident when its rows are sorted ``by`` these, then by texts."""
        found: Ints = self._ordered(*by)[self._ends]
        return found

    def _ordered(self, *by: Any) -> Ints:
        found: Ints = np.lexsort((*self._texts, *reversed(by), self._group))
        return found


def differs(one: IncidentColumns, other: IncidentColumns) -> Flags:
    """Which rows say something else than the other's, their months aside."""
    found: Flags = (
        (one.type != other.type)
        | (one.outcome != other.outcome)
        | (one.street != other.street)
        | _moved(one.x, other.x)
        | _moved(one.y, other.y)
        | ~((one.at == other.at) | (np.isnan(one.at) & np.isnan(other.at)))
    )
    return found


def _moved(one: Floats, other: Floats) -> Flags:
    both = np.isnan(one) & np.isnan(other)
    moved: Flags = ~(both | (np.abs(one - other) < _NEAR))
    return moved
