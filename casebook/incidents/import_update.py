"""What becomes of incidents a casebook holds when a file tells of them again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from casebook.files.arrow_columns import Ints
from casebook.files.tabular import Flags
from casebook.incidents.import_merge import (
    CoveredDays,
    Extracts,
    Incidents,
    StoredBefore,
    differs,
)


@dataclass(frozen=True)
class UpdatedIncidents:
    """Incidents as they are with what a file says, and what that takes."""

    incidents: Incidents
    changed: Flags
    """Which say something else than they did."""
    rewritten: Flags
    """Which must be written anew."""
    stamped: Flags
    """Which say the same, but from a newer extract."""
    kept_newer: Flags
    """Which keep what a newer extract said, against this file."""
    earlier: Flags
    """Which count in an earlier month than a newer extract has them in, because this file does."""
    kept_known: Flags
    """Which keep a known place or what came of them, against this file, that has less."""


def update(
    new: Incidents, stored: StoredBefore, covered_days: CoveredDays | None, standing: Ints
) -> UpdatedIncidents:
    """What ``stored`` becomes with ``new``, which has the same keys.

    In ``covered_days`` the file is the whole truth, so that nothing stored of them is kept.
    ``standing`` is that of each outcome by its number.
    """
    inside, gone = _covered(stored, covered_days)
    month, timed = _moments(new, stored, inside)
    newer = gone | (new.rows.extract >= stored.rows.extract)
    seen = np.where(newer, new.seen, stored.seen)
    known = {
        "place": (~np.isnan(new.rows.x), ~np.isnan(stored.rows.x)),
        "outcome": (standing[new.rows.outcome], standing[stored.rows.outcome]),
        "force": (new.rows.force >= 0, stored.rows.force >= 0),
    }
    wins = {"type": newer, "extract": newer, "at": timed}
    extracts = {"at": _chosen(timed, "at", new.extracts, stored.extracts)}
    for part, (knows, knew) in known.items():
        later = getattr(new.extracts, part) >= getattr(stored.extracts, part)
        won = gone | (knows > knew) | ((knows == knew) & later)
        extracts[part] = _chosen(won, part, new.extracts, stored.extracts)
        wins |= dict.fromkeys(("x", "y", "street") if part == "place" else (part,), won)
    said = {name: _chosen(won, name, new.rows, stored.rows) for name, won in wins.items()}
    rows = replace(new.rows, month=month, **said)
    after = replace(new, rows=rows, seen=seen, extracts=Extracts(**extracts))
    return _compared(new, stored, after)


def _compared(new: Incidents, stored: StoredBefore, after: Incidents) -> UpdatedIncidents:
    """What ``after`` is, beside what the file said and what was stored."""
    rows, before = after.rows, stored.rows
    changed: Flags = differs(rows, before) | (rows.month != before.month) | stored.withdrawn
    same = (rows.extract == before.extract) & (after.seen == stored.seen)
    same &= after.extracts.same_as(stored.extracts)
    unkept = (before.reference < 0) & (new.rows.reference >= 0)
    rewritten = changed | unkept | (rows.force != before.force) | (~same & ~after.plain)
    kept = differs(replace(new.rows, at=rows.at), rows)
    older = new.rows.extract < before.extract
    return UpdatedIncidents(
        after,
        changed,
        rewritten,
        stamped=~same & ~rewritten,
        kept_newer=kept & older,
        earlier=older & (rows.month < before.month),
        kept_known=kept & ~older,
    )


def _covered(stored: StoredBefore, covered_days: CoveredDays | None) -> tuple[Flags, Flags]:
    """Which incidents count in the days covered, and whose content is of them."""
    if covered_days is None:
        none = np.zeros(len(stored.rows), bool)
        return none, none
    inside = covered_days.holds(stored.rows)
    told = covered_days.holds_months(stored.seen)
    return inside, np.where(stored.seen == stored.rows.month, inside, told)


def _moments(new: Incidents, stored: StoredBefore, inside: Flags) -> tuple[Ints, Flags]:
    """The month of each, and where the file's moment holds.

    It is that of the earliest month, from the newest extract that has one.
    """
    first = inside | (new.rows.month < stored.rows.month)
    alike = new.rows.month == stored.rows.month
    knows, knew = ~np.isnan(new.rows.at), ~np.isnan(stored.rows.at)
    later = np.where(knows == knew, new.extracts.at >= stored.extracts.at, knows)
    return np.where(first, new.rows.month, stored.rows.month), first | (alike & later)


def _chosen(wins: Flags, name: str, new: Any, stored: Any) -> Any:
    return np.where(wins, getattr(new, name), getattr(stored, name))
