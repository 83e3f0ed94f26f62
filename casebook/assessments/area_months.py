"""Counts of a design's areas month by month, in the boundaries it froze."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casebook.core.months import Month, Window
from casebook.core.settings import Settings
from casebook.figures.areas import read_areas
from casebook.incidents.counts import Counter, Counts
from casebook.incidents.coverage.gaps import Doubts
from casebook.incidents.coverage.incomplete import incomplete_notes
from casebook.places import queries as places
from casebook.places.place import COUNTED_KINDS
from casebook.profiles.design import Design
from casebook.profiles.design_areas import CANDIDATE, roles_of
from casebook.store.transaction import Transaction

TARGET, CONTROL, BUFFER, BUFFER_CONTROL = "target", "control", "buffer", "buffer's control"
Series = Mapping[Month, int | None]
"""Counts by month; None where a month isn't known, never 0."""


@dataclass(frozen=True)
class AreaMonths:
    """What a design's areas had in each month that anything is loaded for."""

    window: Window
    """The months read."""
    counter: Counter
    parts: Mapping[str, Counts]
    """By what the area is to the design; areas of one part are counted together, each incident
    once."""
    candidates: Mapping[str, Counts]
    """By the ref of each area that could stand in for the control."""
    everywhere: Counts
    """All that the casebook holds, wherever it lies."""
    boundaries: Mapping[str, Sequence[int]]
    """Those that each part was counted in."""

    def series(self, part: str, group: str) -> Series:
        """The months of one part of the design."""
        return self._months(self.parts[part], group)

    def area(self, ref: str, group: str) -> Series:
        """The months of one candidate."""
        return self._months(self.candidates[ref], group)

    def rest(self, group: str) -> Series:
        """The months of everything outside the target."""
        target, every = self.series(TARGET, group), self._months(self.everywhere, group)
        return {month: _less(every[month], target[month]) for month in self.window.months}

    def _months(self, counts: Counts, group: str) -> Series:
        return {
            month: self.counter.count(counts, group, Window(month, month))
            for month in self.window.months
        }

    def notes(self, kind: str, *windows: Window) -> tuple[str, ...]:
        """What must be said of these counts of a kind over ``windows``, a sentence each."""
        doubts = [_of_kind(counts.doubts, kind) for counts in self.parts.values()]
        thin = [each for each in self.counter.incomplete if each.kind == kind]
        return (*self.counter.gaps.notes(doubts, windows), *incomplete_notes(thin, windows))


def _of_kind(doubts: Doubts, kind: str) -> Doubts:
    return Doubts(
        {at: each for at, each in doubts.lacking.items() if at[0] == kind},
        {at: each for at, each in doubts.foreign.items() if at[0] == kind},
    )


def _less(every: int | None, own: int | None) -> int | None:
    return None if every is None or own is None else every - own


def read_area_months(tx: Transaction, settings: Settings, design: Design) -> AreaMonths:
    """The counts of every area of ``design``, from the first month loaded to its last."""
    counter = Counter.of(tx, settings)
    kind = counter.group(design.counted).kind
    assert design.before_from is not None
    assert design.after_to is not None
    loaded = [month for known, month in counter.counting if known == kind]
    window = Window(min([*loaded, design.before_from]), design.after_to)
    roles = roles_of(design)
    refs = {row.id: row.ref for row in places.boundaries(tx, COUNTED_KINDS)}
    frozen = {refs[number]: number for number in design.boundaries}
    parts: dict[str, list[int]] = {}
    for ref, number in frozen.items():
        role = roles.get(ref, TARGET)
        if role != CANDIDATE:
            parts.setdefault(role, []).append(number)
    stand_ins = [each.ref for each in design.candidates if each.part == CONTROL]
    alone = {ref: [frozen[ref]] for ref in stand_ins if ref in frozen}
    return AreaMonths(
        window,
        counter,
        counter.read(tx, parts, window),
        counter.read(tx, alone, window),
        read_areas(tx, counter, {"": None}, window)[""],
        parts,
    )
