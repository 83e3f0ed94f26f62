"""Gives Lomea's streets their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sample_data.generator.written import written

if TYPE_CHECKING:
    from random import Random


class Names:
    """A dispenser of street names that never gives the same one twice."""

    def __init__(self, dice: Random) -> None:
        self._stems = written("street-names")["stems"].split()
        dice.shuffle(self._stems)
        self._given: dict[str, int] = {}
        self._turn = 0

    def next(self, kind: str) -> str:
        """A new name; `kind` is terrace, resort, estate or closed."""
        ends = written("street-names")["ends"][kind]
        for _ in range(len(self._stems) * len(ends)):
            stem = self._stems[self._turn % len(self._stems)]
            end = ends[self._given.get(kind, 0) % len(ends)]
            self._turn += 1
            self._given[kind] = self._given.get(kind, 0) + 1
            name = f"{stem} {end}"
            if name not in self._given:
                self._given[name] = 1
                return name
        raise ValueError(f"no {kind} names are left; add stems to street-names.toml")
