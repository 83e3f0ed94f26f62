"""Months that look incomplete: far fewer rows than the months around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, lgamma, log
from statistics import median

from casebook.core.months import Month

_BESIDE, _REACH, _LONGEST, _AT_AN_END = 3, 6, 6, 2
_CHANCE, _BEYOND_CHANCE = 1e-3, 200

RULE = (
    "a month looks incomplete where it has under half of what the months before it and after it "
    "have, and chance alone does that less than once in 1,000"
)


@dataclass(frozen=True)
class Thin:
    """What a month has that looks incomplete, and what is usual around it."""

    count: int
    usual: float


def thin_months(counts: Mapping[Month, int]) -> dict[Month, Thin]:
    """The months that look incomplete, of the ``counts`` of every month that is loaded.

    The rule is :data:`RULE`. Beside a month, or a run of up to six, stand the three nearest on
    either side, at most half a year off, that don't look incomplete themselves; each side's median
    must be more than twice what each month of the run has, so that a lasting fall is none. At the
    first or last month loaded, where there is one side, a run is of two months at most and no
    longer than that side. What is usual for the time of year, as a winter by the sea, is none.

    >>> year = dict.fromkeys([Month(2024, n) for n in range(1, 13)], 900)
    >>> thin_months(year | {Month(2024, 3): 300})
    {Month(year=2024, number=3): Thin(count=300, usual=900)}
    """
    found: dict[Month, Thin] = {}
    while True:
        fresh = _next_run(counts, found)
        if not fresh:
            return dict(sorted(found.items()))
        found |= fresh


def _next_run(counts: Mapping[Month, int], known: Mapping[Month, Thin]) -> dict[Month, Thin]:
    """The first and longest run of months that look incomplete and aren't ``known`` to."""
    months = sorted(set(counts) - set(known))
    for start in range(len(months)):
        for length in range(min(_LONGEST, len(months) - start), 0, -1):
            run = months[start : start + length]
            if run[-1] - run[0] >= _LONGEST:
                continue
            before = _near(months[:start][-_BESIDE:], run[0])
            after = _near(months[start + length :][:_BESIDE], run[-1])
            if any(_seasonal(month, counts, known) for month in run):
                continue
            if _is_thin(_of(counts, run), _of(counts, before), _of(counts, after)):
                usual = median(_of(counts, [*before, *after]))
                return {month: Thin(counts[month], usual) for month in run}
    return {}


def _seasonal(month: Month, counts: Mapping[Month, int], known: Mapping[Month, Thin]) -> bool:
    """Whether the same month a year before or after has under twice as many."""
    others = [each for each in (month + -12, month + 12) if each in counts and each not in known]
    return any(counts[each] <= 2 * counts[month] for each in others)


def _near(months: Sequence[Month], of: Month) -> list[Month]:
    return [month for month in months if abs(month - of) <= _REACH]


def _of(counts: Mapping[Month, int], months: Sequence[Month]) -> list[int]:
    return [counts[month] for month in months]


def _is_thin(run: Sequence[int], before: Sequence[int], after: Sequence[int]) -> bool:
    """Whether every month of a run looks incomplete between its two sides."""
    sides = [side for side in (before, after) if side]
    if not sides:
        return False
    if len(sides) == 1 and len(run) > min(_AT_AN_END, len(sides[0])):
        return False
    if any(2 * count >= median(side) for count in run for side in sides):
        return False
    others = [*before, *after]
    return all(_by_chance(count, others) < _CHANCE for count in run)


def _by_chance(count: int, others: Sequence[int]) -> float:
    """How often a month has no more than ``count``, were it as the ``others`` are.

    Given all their rows together, its own are binomial with one part in as many as there are
    months. Of 200 rows or more under half is never chance.

    >>> round(_by_chance(0, [10]), 6), round(_by_chance(2, [6, 6, 6]), 3)
    (0.000977, 0.091)
    """
    if median(others) >= _BEYOND_CHANCE:
        return 0.0
    whole = count + sum(others)
    share = 1 / (1 + len(others))
    return sum(
        exp(
            lgamma(whole + 1)
            - lgamma(k + 1)
            - lgamma(whole - k + 1)
            + k * log(share)
            + (whole - k) * log(1 - share)
        )
        for k in range(count + 1)
    )
