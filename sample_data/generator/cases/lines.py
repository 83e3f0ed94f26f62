"""Deals the lines that officers write in much the same words from case to case."""

from __future__ import annotations

from random import Random

from sample_data.generator.written import written


def group_of(kind: str) -> str:
    """Town, leisure or estate: which lines suit a kind of place."""
    return str(written("stage-lines")["groups"][kind])


class _Deck:
    """Deals the lines of a list so that one comes again only when all the others have."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._left: dict[tuple[str, ...], list[str]] = {}

    def _deal(self, lines: tuple[str, ...]) -> str:
        left = self._left.setdefault(lines, [])
        if not left:
            left += self._dice.sample(lines, k=len(lines))
        return left.pop()


class StageLines(_Deck):
    """Lines of a profile's stages, from `written/stage-lines.toml`."""

    def line(self, field: str, kind: str) -> str:
        """A line for a stage's field that suits the kind of place."""
        listed = written("stage-lines")["lines"][field]
        return self._deal(listed.get(group_of(kind), listed.get("any")))

    def sources(self, kind: str) -> list[str]:
        """Two to four sources a scan has used."""
        listed = written("stage-lines")["sources"][group_of(kind)]
        kept = self._dice.sample(range(len(listed)), k=self._dice.randint(2, 4))
        return [listed[at] for at in sorted(kept)]

    def count(self, low: int, high: int) -> int:
        """A count between two others, ends included."""
        return self._dice.randint(low, high)


class ReviewLines(_Deck):
    """Lines of the monthly reviews, from `written/reviews.toml`."""

    def did(self, topic: str) -> str:
        """What the owner did; the topic is a stage, monitoring or area."""
        return self._deal(written("reviews")["did"][topic])

    def line(self, name: str) -> str:
        """A line of the list of that name."""
        return self._deal(written("reviews")["lines"][name])
