"""Whose things a list holds: mine, my area's or everybody's, one after the other by one key."""

from __future__ import annotations

MINE, AREA, ALL = "mine", "my area", "all"


def whose_at_first(area: str | None) -> str:
    """My area's, where the account is bound to one; else everybody's."""
    return AREA if area else ALL


def whose_next(whose: str, area: str | None) -> str:
    """What comes after ``whose``; who is bound to no area has none of its own.

    >>> whose_next(AREA, "Harbour"), whose_next(ALL, None)
    ('all', 'mine')
    """
    ways = [MINE, AREA, ALL] if area else [MINE, ALL]
    return ways[(ways.index(whose) + 1) % len(ways)]
