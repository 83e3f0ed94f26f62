"""What a run of ``python -m tests.reliability`` was asked for, and the telling of how far it is."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Asked:
    """How much is to be tried, and whether anybody watches."""

    kills: int = 50
    tries: int = 0
    """Tries of each trial that has a number of its own choice; 0 leaves it to the trial."""
    seed: int = 1
    quiet: bool = True

    def rng(self, name: str) -> random.Random:
        """The numbers a trial draws: the same for the same seed, whatever else is tried."""
        return random.Random(f"{self.seed} {name}")

    def watched(self, name: str, each: Sequence[T]) -> Iterator[T]:
        """Every one of ``each`` in turn, with a line on stderr that says how far it is."""
        for number, one in enumerate(each, start=1):
            self.say(f"{name} {number} of {len(each)}")
            yield one
        self.say("")

    def say(self, line: str) -> None:
        """Put ``line`` in place of the last one on stderr."""
        if not self.quiet:
            sys.stderr.write(f"\r\x1b[K{line}" if sys.stderr.isatty() else f"{line}\n" * bool(line))
            sys.stderr.flush()


def several(lines: Iterable[str]) -> tuple[str, ...]:
    """The lines, each once, in their order."""
    return tuple(dict.fromkeys(lines))
