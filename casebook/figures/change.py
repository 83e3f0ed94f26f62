"""Change in counts: said so that a small number can't be made to look like a large one."""

from __future__ import annotations

from casebook.core.wording import number, signed


def percent_change(before: float, after: float, small_base: int = 10) -> float | None:
    """The change from ``before`` to ``after`` in per cent; None where the base is too small.

    A base under ``small_base`` turns one incident into a headline, so the counts must be given
    instead.

    >>> round(percent_change(72, 109))
    51
    >>> percent_change(4, 9) is None
    True
    """
    if before < small_base or before == 0:
        return None
    return (after - before) / before * 100


def by_percent(before: int, after: int, small_base: int) -> str:
    """The change in per cent, in brackets after the counts; empty where the base is too small.

    >>> by_percent(29, 23, 10), by_percent(1033, 1031, 10), by_percent(4, 9, 10)
    (' (−21%)', ' (under 1%)', '')
    """
    percent = percent_change(before, after, small_base)
    if percent is None:
        return ""
    if abs(percent) < 0.5:
        return " (under 1%)" if percent else ""
    return f" ({signed(percent, 0)}%)"


def change_in_words(before: int, after: int, small_base: int = 10) -> str:
    """The change between two counts in a few plain words, with the counts always in it.

    >>> change_in_words(72, 109)
    '72 to 109 (+51%)'
    >>> change_in_words(0, 3), change_in_words(7_114, 6_600)
    ('0 to 3', '7,114 to 6,600 (−7%)')
    """
    return f"{number(before)} to {number(after)}{by_percent(before, after, small_base)}"
