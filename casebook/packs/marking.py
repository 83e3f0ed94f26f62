"""The protective marking of something made from several records: the highest of theirs."""

from __future__ import annotations

from collections.abc import Iterable

_TIERS = ("OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET", "TOP SECRET")


def highest_marking(markings: Iterable[str]) -> str:
    """The highest of the markings; several of one tier are all named, once each.

    A marking of no tier, a force's own, ranks with OFFICIAL-SENSITIVE.

    >>> highest_marking(["OFFICIAL", "OFFICIAL-SENSITIVE PERSONAL", "OFFICIAL-SENSITIVE"])
    'OFFICIAL-SENSITIVE PERSONAL'
    """
    found = {mark.strip() for mark in markings if mark.strip()}
    top = max(map(_tier, found), default=0)
    same = sorted(mark for mark in found if _tier(mark) == top)
    distinct = [m for m in same if not any(n != m and n.startswith(m) for n in same)]
    return " / ".join(distinct)


def _tier(marking: str) -> int:
    words = marking.upper()
    tiers = [n for n, name in enumerate(_TIERS) if words.startswith(name)]
    return max(tiers, default=1)
