"""The order of need: what a month's meeting has to decide, ranked, and its profiles in that order.

How the ranking is made stands in :mod:`casebook.reviews.matter`, in one table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from casebook.core.months import Month
from casebook.figures.figure import Figure
from casebook.reviews.matter import KINDS, Matter
from casebook.reviews.matters import ProfileMonth, decided, matters_of


@dataclass(frozen=True)
class OrderOfNeed:
    """A month's matters, ranked, and what they are of in the same order."""

    matters: tuple[Matter, ...]
    """Those of the whole force first, then place by place."""
    subjects: tuple[str, ...]
    """Every profile given, by ref, the neediest first; a hotspot without one by its own ref."""
    hotspots: tuple[str, ...]
    """Every hotspot given, in the order of its profiles."""

    @cached_property
    def _by_subject(self) -> dict[str, list[Matter]]:
        found: dict[str, list[Matter]] = defaultdict(list)
        for matter in self.matters:
            found[matter.subject].append(matter)
        return found

    def of(self, subject: str) -> tuple[Matter, ...]:
        """The matters of one profile, or of one hotspot without a profile, ranked."""
        return tuple(self._by_subject.get(subject, ())) if subject else ()

    def in_order(self, rows: Iterable[Figure]) -> tuple[Figure, ...]:
        """Rows of hotspots in the order of need; those of no hotspot given come last."""
        at = {ref: at for at, ref in enumerate(self.hotspots)}
        return tuple(sorted(rows, key=lambda row: at.get(row.hotspot or "", len(at))))

    def points(self, subject: str) -> int:
        """What the matters of one profile or hotspot come to."""
        return sum(matter.points for matter in self.of(subject))

    @property
    def of_force(self) -> tuple[Matter, ...]:
        """The matters of the whole force."""
        return tuple(matter for matter in self.matters if matter.kind not in KINDS)


def order_of_need(
    profiles: Iterable[ProfileMonth], month: Month, today: date, force: Sequence[Matter] = ()
) -> OrderOfNeed:
    """What the meeting on ``month`` has to decide as things stand on ``today``, ranked.

    ``force`` are the matters of the whole force, in their order. A profile whose review of the
    month is signed keeps its rank, and its matters say what was decided; reviews of other months
    that are owed stay open.
    """
    every = list(profiles)
    found = {each.subject: _own(each, month, today) for each in every}
    late = {
        each.subject: max((r.days_late(today) or 0 for r in each.owed(month)), default=0)
        for each in every
    }

    def need(subject: str) -> tuple[int, int, str]:
        return -sum(one.points for one in found[subject]), -late[subject], subject

    order = tuple(sorted(found, key=need))
    ranked = [*force, *(matter for subject in order for matter in found[subject])]
    hotspots = {each.subject: _hotspots(each) for each in every}
    return OrderOfNeed(
        tuple(replace(matter, rank=at) for at, matter in enumerate(ranked, start=1)),
        order,
        tuple(dict.fromkeys(ref for subject in order for ref in hotspots[subject])),
    )


_OF_OTHER_MONTHS = ("returned", "overdue")


def _own(profile: ProfileMonth, month: Month, today: date) -> list[Matter]:
    """A profile's matters in order; those its signed review has seen say what was decided."""
    kinds = {name: at for at, name in enumerate(KINDS)}
    own = sorted(matters_of(profile, month, today), key=lambda m: (kinds[m.kind], -m.size, m.fact))
    said = decided(profile.review_of(month))
    if not said:
        return own
    return [m if m.kind in _OF_OTHER_MONTHS else replace(m, decided=said) for m in own]


def _hotspots(profile: ProfileMonth) -> tuple[str, ...]:
    refs = profile.file.hotspots if profile.file else (profile.hotspot,)
    return tuple(ref for ref in refs if ref)
