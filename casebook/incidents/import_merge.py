"""One incident from all that is said of it: rows that repeat an ID, and what is stored already.

An incident counts in the earliest month it appeared in, and says what the latest month's row says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from casebook.files.arrow_columns import Ints
from casebook.files.tabular import Flags, Floats
from casebook.incidents.import_rows import IncidentColumns, Vocabulary


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


_NEAR = 0.005
"""Metres; a point that moved by less has only been projected by another version."""


@dataclass(frozen=True)
class Incidents:
    """One row for each key, in key order."""

    rows: IncidentColumns
    seen: Ints
    """The month of the row that the content is from; ``rows.month`` is the earliest."""
    changes: Ints
    """How many of its rows said something new after the first."""
    repeats: Ints
    """How many of its rows didn't."""

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, which: Any) -> Incidents:
        """The incidents at these positions."""
        return Incidents(
            self.rows.take(which), self.seen[which], self.changes[which], self.repeats[which]
        )


@dataclass(frozen=True)
class StoredBefore:
    """What a casebook holds of some incidents, in key order."""

    rows: IncidentColumns
    seen: Ints
    withdrawn: Flags


def merge(rows: IncidentColumns, words: Vocabulary) -> Incidents:
    """The rows brought together by key; the order they come in makes no difference.

    Of rows that share ID and month, one with an outcome comes after one without; else their texts
    decide.
    """
    order = np.argsort(rows.key, kind="stable")
    key = rows.key[order]
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]]) if len(key) else np.zeros(0, np.int64)
    size = np.diff(np.r_[starts, len(key)])
    if len(starts) == len(key):
        ordered, none = rows.take(order), np.zeros(len(key), np.int64)
        return Incidents(ordered, ordered.month, none, none)
    order = _ordered_within(rows, order, np.repeat(size > 1, size), words)
    rows = rows.take(order)
    last = starts + size - 1
    new = np.r_[False, differs(rows.take(slice(1, None)), rows.take(slice(None, -1)))]
    new[1:] |= rows.month[1:] != rows.month[:-1]
    new[starts] = False
    changes = np.add.reduceat(new.astype(np.int64), starts)
    content = rows.take(last)
    return Incidents(
        replace(content, month=rows.month[starts], at=rows.at[starts]),
        content.month,
        changes,
        size - 1 - changes,
    )


def _ordered_within(rows: IncidentColumns, order: Ints, several: Flags, words: Vocabulary) -> Ints:
    """``order`` with the rows that share a key put from the first said to the last."""
    shared = order[several]
    some = rows.take(shared)
    by = (
        some.y,
        some.x,
        words.streets.ranks[some.street],
        words.types.ranks[some.type],
        words.outcomes.ranks[some.outcome],
        some.at,
        some.month,
        some.key,
    )
    order = order.copy()
    order[several] = shared[np.lexsort(by)]
    return order


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


def update(
    new: Incidents, stored: StoredBefore, covered_days: CoveredDays | None
) -> tuple[Incidents, Flags, Flags]:
    """What ``stored`` becomes with ``new``, which has the same keys, and which of it that changes.

    In ``covered_days`` the file is the whole truth, so that nothing stored of them is kept. Gives
    the incidents, which of them changed, and which must be written.
    """
    inside, known = np.zeros(len(new), bool), stored.seen
    if covered_days is not None:
        inside = covered_days.holds(stored.rows)
        known = np.where(covered_days.holds_months(known), 0, known)
    first = inside | (new.rows.month <= stored.rows.month)
    at = np.where(first, new.rows.at, stored.rows.at)
    unsaid = np.isnan(at) & ~inside & (new.rows.month == stored.rows.month)
    at = np.where(unsaid, stored.rows.at, at)
    latest = new.seen >= known
    content = {
        name: np.where(latest, getattr(new.rows, name), getattr(stored.rows, name))
        for name in ("x", "y", "type", "outcome", "street")
    }
    month = np.where(first, new.rows.month, stored.rows.month)
    newest = latest & (new.rows.force >= 0) | (stored.rows.force < 0)
    force = np.where(newest, new.rows.force, stored.rows.force)
    rows = replace(new.rows, month=month, at=at, force=force, **content)
    unkept = (stored.rows.reference < 0) & (new.rows.reference >= 0)
    unkept |= force != stored.rows.force
    seen = np.maximum(new.seen, known)
    changed: Flags = (
        differs(rows, stored.rows) | (rows.month != stored.rows.month) | stored.withdrawn
    )
    return replace(new, rows=rows, seen=seen), changed, changed | unkept | (seen != stored.seen)


def later(found: Incidents) -> Mapping[int, int]:
    """The incidents whose content is from a later month than they count in, and that month."""
    which = found.seen > found.rows.month
    return dict(zip(found.rows.key[which].tolist(), found.seen[which].tolist(), strict=True))
