"""What a file of patrols would do to a casebook: rows that are new, changed, gone, impossible."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo

from casebook.core.errors import Rejection
from casebook.patrols.patrol import Diary, Patrol, fault


@dataclass
class Plan:
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
        """The patrols around which it must be settled anew what counts."""
        return [*self.added, *self.changed, *self.withdrawn]


def plan_patrols(
    patrols: Iterable[Patrol],
    held: Collection[Patrol],
    withdrawing: Collection[Patrol],
    now: datetime,
    zone: tzinfo,
) -> Plan:
    """Sort ``patrols``, in the order of their file, against what the casebook ``held``.

    ``held`` are the patrols of the same units that share time with the file's; those of
    ``withdrawing`` go unless the file has them. What the casebook holds stands before what is new.
    """
    plan = Plan()
    possible = _without_faults(patrols, plan, now, zone)
    first: dict[tuple[object, ...], Patrol] = {}
    for one in possible:
        first.setdefault(one.key, one)
    plan.withdrawn = [one for one in withdrawing if one.key not in first]
    gone = {one.id for one in plan.withdrawn}
    diary = Diary(zone)
    for one in held:
        if one.id not in gone:
            diary.add(first.get(one.key, one))  # what the file has too is named by its row
    known = {one.key: one for one in (*held, *withdrawing)}
    for one in possible:
        stored = known.get(one.key)
        if stored is not None and first[one.key] is one:
            kept = plan.unchanged if one.details == stored.details else plan.changed
            kept.append(replace(one, id=stored.id))
            continue
        why = diary.clash(one)
        if why:
            plan.rejections.append(Rejection(one.file, one.row, None, why))
        else:
            plan.elsewhere += diary.elsewhere(one)
            diary.add(one)
            plan.added.append(one)
    return plan


def _without_faults(
    patrols: Iterable[Patrol], plan: Plan, now: datetime, zone: tzinfo
) -> list[Patrol]:
    possible = []
    for one in patrols:
        why = fault(one, now, zone)
        if why:
            plan.rejections.append(Rejection(one.file, one.row, None, why))
        else:
            possible.append(one)
    return possible
