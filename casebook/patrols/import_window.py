"""What a file of patrols would change: rows that are new, changed, withdrawn or impossible."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo

from casebook.core.errors import Rejection
from casebook.patrols.patrol import Patrol, UnitTimes, fault_of


@dataclass
class PatrolChanges:
    """The rows of a file sorted by what becomes of them."""

    added: list[Patrol] = field(default_factory=list)
    changed: list[Patrol] = field(default_factory=list)
    """With the id of the row they change."""
    unchanged: list[Patrol] = field(default_factory=list)
    withdrawn: list[Patrol] = field(default_factory=list)
    """What the casebook holds and the file, being the whole truth, no longer has."""
    rejections: list[Rejection] = field(default_factory=list)
    elsewhere: list[tuple[Patrol, Patrol]] = field(default_factory=list)
    """GPS visits and what people wrote of their unit elsewhere at that time, where one is new."""

    @property
    def taken(self) -> list[Patrol]:
        """Every row of the file that stands."""
        return [*self.added, *self.changed, *self.unchanged]

    @property
    def affected(self) -> list[Patrol]:
        """The patrols around which stored ones must be merged anew."""
        return [*self.added, *self.changed, *self.withdrawn]


def patrol_changes(
    patrols: Iterable[Patrol],
    held: Collection[Patrol],
    withdrawing: Collection[Patrol],
    now: datetime,
    zone: tzinfo,
) -> PatrolChanges:
    """Sort ``patrols``, in the order of their file, against what the casebook ``held``.

    ``held`` are the patrols of the same units that share time with the file's; those of
    ``withdrawing`` go unless the file has them. What the casebook holds stands before what is new.
    """
    changes = PatrolChanges()
    possible = _without_faults(patrols, changes, now, zone)
    first: dict[tuple[object, ...], Patrol] = {}
    for one in possible:
        first.setdefault(one.key, one)
    changes.withdrawn = [one for one in withdrawing if one.key not in first]
    gone = {one.id for one in changes.withdrawn}
    times = UnitTimes(zone)
    for one in held:
        if one.id not in gone:
            times.add(first.get(one.key, one))  # what the file has too is named by its row
    known = {one.key: one for one in (*held, *withdrawing)}
    for one in possible:
        stored = known.get(one.key)
        if stored is not None and first[one.key] is one:
            kept = changes.unchanged if one.details == stored.details else changes.changed
            kept.append(replace(one, id=stored.id))
            continue
        fault = times.clash(one)
        if fault:
            changes.rejections.append(Rejection(one.file, one.row, None, fault))
        else:
            changes.elsewhere += times.elsewhere(one)
            times.add(one)
            changes.added.append(one)
    return changes


def _without_faults(
    patrols: Iterable[Patrol], changes: PatrolChanges, now: datetime, zone: tzinfo
) -> list[Patrol]:
    possible = []
    for one in patrols:
        fault = fault_of(one, now, zone)
        if fault:
            changes.rejections.append(Rejection(one.file, one.row, None, fault))
        else:
            possible.append(one)
    return possible
