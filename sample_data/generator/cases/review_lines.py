"""Deals the lines of the monthly reviews: what owners and the reviewer write in a hurry."""

from __future__ import annotations

from random import Random

from sample_data.generator.written import written


class Hand:
    """Deals the lines of a list so that one comes again only when all the others have."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._left: dict[tuple[str, ...], list[str]] = {}

    def did(self, topic: str) -> str:
        """What the owner did; the topic is a stage, monitoring or area."""
        return self._next(written("reviews")["did"][topic])

    def line(self, name: str) -> str:
        """The next line of the list of that name."""
        return self._next(written("reviews")["lines"][name])

    def _next(self, lines: tuple[str, ...]) -> str:
        left = self._left.setdefault(lines, [])
        if not left:
            left += self._dice.sample(lines, k=len(lines))
        return left.pop()
