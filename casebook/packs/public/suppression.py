"""Small counts kept from the public, so that no total gives them away.

A count under 5 isn't shown. Where one could be worked out from the total and what is shown, the
next larger count isn't shown either, until whoever knows these rules is left with several answers
(complementary suppression; Willenborg and de Waal, Elements of Statistical Disclosure Control,
2001).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SMALLEST = 5
"""Counts under this aren't shown."""
_ANSWERS = 3
"""How many values of a small count must be left possible, at the least."""
_MOST = SMALLEST - 1


@dataclass(frozen=True)
class PublicCounts:
    """Counts that add up to a total, as the public may see them."""

    total: int | None
    """None where it is under 5."""
    shown: Mapping[str, int]
    """The largest first."""
    hidden: tuple[str, ...]
    """What isn't shown, by name; what they come to together is the total less all that is."""


def public_count(count: int) -> int | None:
    """A count that is part of no total on the page; None where it is under 5."""
    return count if count >= SMALLEST else None


def public_counts(parts: Mapping[str, int]) -> PublicCounts:
    """``parts`` and their sum, without the small ones and those that would give them away.

    Every part there can be must be among them, with 0 where there was none: a part that is left
    out of the table says that it is 0.
    """
    total = sum(parts.values())
    rising = sorted(parts, key=lambda name: (parts[name], name))
    small = [name for name in rising if parts[name] < SMALLEST]
    hide = len(small)
    if total < SMALLEST:
        hide = len(rising)
    elif small:
        while hide < len(rising) and not _kept([parts[n] for n in rising], len(small), hide):
            hide += 1
    shown = sorted(rising[hide:], key=lambda name: (-parts[name], name))
    return PublicCounts(
        public_count(total), {name: parts[name] for name in shown}, tuple(sorted(rising[:hide]))
    )


def _kept(rising: list[int], small: int, hide: int) -> bool:
    """Whether the first ``hide`` of the counts, together, leave each small one unknown.

    Whoever knows the rules knows that the small ones are at most 4, the others hidden at least 5
    and no larger than the smallest that is shown, and what all of them come to.
    """
    together, beside = sum(rising[:hide]), hide - small
    cap = rising[hide] if hide < len(rising) else together
    least = max(0, together - _MOST * (small - 1) - cap * beside)
    most = min(_MOST, together - SMALLEST * beside)
    return most - least + 1 >= _ANSWERS
