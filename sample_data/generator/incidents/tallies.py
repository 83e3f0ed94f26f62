"""How many crimes of each offence each patch has each month: published counts, then the rest.

Poisson counts whose sum is known are dealt like dice: each of the published number falls on a
patch, month and offence as often as it would have without a sum to keep to.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from math import exp
from random import Random
from typing import TYPE_CHECKING

from sample_data.generator.incidents.offences import is_of
from sample_data.generator.months import MONTHS, between
from sample_data.generator.published import (
    CLEARED,
    CLEARED_TOTAL,
    CLEARED_WARD,
    CLEARED_WINDOWS,
    EVALUATION,
    EVALUATION_WINDOWS,
    FORCE,
    FORCE_WINDOWS,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sample_data.generator.incidents.patches import Patch
    from sample_data.generator.published import Window

Pair = tuple[str, str]
"""A patch's ref and a month."""


class Tallies:
    """Counts of crimes by patch and month, filled one published figure after another."""

    def __init__(self, seed: str, patches: Iterable[Patch]) -> None:
        """Means are worked out once for every patch and month."""
        self.seed = seed
        self.patches = {patch.ref: patch for patch in patches}
        self.means = {
            (ref, month): patch.crime(month)
            for month in MONTHS
            for ref, patch in self.patches.items()
        }
        self.found: dict[Pair, Counter[str]] = defaultdict(Counter)
        self.closed: set[Pair] = set()
        """Patches and months that a figure holds for, to which nothing may be added."""

    def deal(
        self, name: str, number: int, pairs: Iterable[Pair], wanted: Callable[[str], bool]
    ) -> None:
        """Deal so many crimes of the offences wanted over some patches and months."""
        if number < 0:
            raise ValueError(f"{name}: {-number} more than published are dealt already")
        means = {
            (pair, offence): mean
            for pair in pairs
            for offence, mean in self.means[pair].items()
            if wanted(offence)
        }
        dice = Random(f"{self.seed} {name}")
        for pair, offence in dice.choices(list(means), list(means.values()), k=number):
            self.found[pair][offence] += 1

    def close(self, pairs: Iterable[Pair]) -> None:
        """Let nothing more be added to these."""
        self.closed.update(pairs)

    def count(self, months: Iterable[str], label: str) -> int:
        """How many crimes of a type or offence there are so far in some months."""
        inside = set(months)
        return sum(
            number
            for (_, month), of_offence in self.found.items()
            for offence, number in of_offence.items()
            if month in inside and is_of(offence, label)
        )


def tallies(seed: str, patches: Iterable[Patch]) -> dict[Pair, Counter[str]]:
    """For each patch and month, how many crimes there are of each offence.

    A patch and month that no published figure holds for has dice of its own.
    """
    made = Tallies(seed, patches)
    for which, window in enumerate(EVALUATION_WINDOWS):
        _evaluated(made, which, window)
    for which, window in enumerate(CLEARED_WINDOWS):
        _cleared(made, which, window)
    for which, window in enumerate(FORCE_WINDOWS):
        _whole_force(made, which, window)
    counted = {month for window in FORCE_WINDOWS for month in between(*window)}
    for pair in made.means:
        if pair not in made.closed:
            _free(made, pair, tuple(FORCE) if pair[1] in counted else ())
    return made.found


def poisson(dice: Random, mean: float) -> int:
    """A Poisson count, by Knuth's multiplication; for means below a few hundred."""
    floor, product, count = exp(-mean), dice.random(), 0
    while product > floor:
        product *= dice.random()
        count += 1
    return count


def _evaluated(made: Tallies, which: int, window: Window) -> None:
    for ref, numbers in EVALUATION.items():
        pairs = [(ref, month) for month in between(*window)]
        made.deal(f"{ref} {window}", numbers[which], pairs, lambda _: True)
        made.close(pairs)


def _cleared(made: Tallies, which: int, window: Window) -> None:
    refs = [patch.ref for patch in made.patches.values() if patch.ward.name == CLEARED_WARD]
    pairs = [(ref, month) for ref in refs for month in between(*window)]
    for label, numbers in CLEARED.items():
        name = f"{CLEARED_WARD} {label} {window}"
        made.deal(name, numbers[which], pairs, _any_of((label,)))
    rest = CLEARED_TOTAL[which] - sum(numbers[which] for numbers in CLEARED.values())
    others = _none_of(tuple(CLEARED))
    made.deal(f"{CLEARED_WARD} rest {window}", rest, pairs, others)
    made.close(pairs)


def _whole_force(made: Tallies, which: int, window: Window) -> None:
    months = between(*window)
    pairs = [pair for pair in made.means if pair[1] in months and pair not in made.closed]
    for label, numbers in FORCE.items():
        left = numbers[which] - made.count(months, label)
        made.deal(f"force {label} {window}", left, pairs, _any_of((label,)))


def _free(made: Tallies, pair: Pair, dealt: tuple[str, ...]) -> None:
    """Add what no published figure holds for; `dealt` names what has been dealt already."""
    dice, wanted = Random(f"{made.seed} {pair[1]} {pair[0]}"), _none_of(dealt)
    means = {offence: mean for offence, mean in made.means[pair].items() if wanted(offence)}
    number = poisson(dice, sum(means.values()))
    made.found[pair].update(dice.choices(list(means), list(means.values()), k=number))


def _any_of(labels: tuple[str, ...]) -> Callable[[str], bool]:
    return lambda offence: any(is_of(offence, label) for label in labels)


def _none_of(labels: tuple[str, ...]) -> Callable[[str], bool]:
    return lambda offence: not any(is_of(offence, label) for label in labels)
