"""Deals the lines that officers write in much the same words from case to case."""

from __future__ import annotations

from random import Random

from sample_data.generator.written import written


def group_of(kind: str) -> str:
    """Town, leisure or estate: which lines suit a kind of place."""
    return str(written("stage-lines")["groups"][kind])


class Deck:
    """Deals lines so that one comes round again only when all the others have."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._left: dict[tuple[str, str], list[str]] = {}

    def line(self, field: str, kind: str) -> str:
        """A line for a stage's field that suits the kind of place."""
        listed = written("stage-lines")["lines"][field]
        group = group_of(kind) if group_of(kind) in listed else "any"
        left = self._left.setdefault((field, group), [])
        if not left:
            left += self._dice.sample(listed[group], k=len(listed[group]))
        return left.pop()

    def sources(self, kind: str) -> list[str]:
        """Two to four sources a scan has used."""
        listed = written("stage-lines")["sources"][group_of(kind)]
        kept = self._dice.sample(range(len(listed)), k=self._dice.randint(2, 4))
        return [listed[at] for at in sorted(kept)]

    def count(self, low: int, high: int) -> int:
        """A count between two others, ends included."""
        return self._dice.randint(low, high)
