"""What a transaction has written that no entry of the history has sealed yet."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from casebook.store.sealing.digests import Digest, Values

Block = tuple[Any, ...]
"""The values that the rows of a block have alike."""

BLOCKS: Mapping[str, tuple[str, ...]] = {
    "load": ("id",),
    "boundary": ("load",),
    "incident": ("load", "month"),
    "incident_place": ("month",),
    "patrol": ("load",),
}
"""The tables whose rows are sealed in blocks, and the columns whose values a block has alike."""


@dataclass
class Unsealed:
    """What is to be sealed with the next entry that isn't about one record."""

    touched: dict[str, set[Block]] = field(default_factory=dict)
    """Blocks that must be read again, by table."""
    fed: dict[str, dict[Block, Digest]] = field(default_factory=dict)
    """Blocks whose rows were hashed as they were written, by table."""
    new_after: dict[str, int] = field(default_factory=dict)
    """The highest row there was of each kind before an import brought new records of it."""
    records: dict[str, set[int]] = field(default_factory=dict)
    """The rows of records that changed without an entry each, by kind."""
    settings: set[str] = field(default_factory=set)
    _last: dict[tuple[str, Block], Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.touched or self.fed or self.new_after or self.records or self.settings)

    def touch(self, table: str, blocks: Iterable[Block]) -> None:
        """Note that rows of these blocks were written, changed or taken away."""
        self.touched.setdefault(table, set()).update(tuple(block) for block in blocks)

    def record(self, kind: str, rows: Iterable[int]) -> None:
        """Note that records were changed for which no entry says how."""
        self.records.setdefault(kind, set()).update(rows)

    def feed(self, table: str, columns: Mapping[str, Values]) -> None:
        """Hash new rows, given as the columns of their table in its order and by rising key.

        Of a block whose key doesn't rise from one part to the next the rows are read again instead.
        """
        names = list(columns)
        values = list(columns.values())
        alike = [np.asarray(columns[name]) for name in BLOCKS[table]]
        order = np.lexsort(alike[::-1])
        bounds = _bounds([each[order] for each in alike])
        for start, stop in itertools.pairwise(bounds):
            own = order[start:stop]
            block = tuple(each[own[0]].item() for each in alike)
            part = [_taken(each, own) for each in values]
            self._add(table, block, part, names)

    def _add(self, table: str, block: Block, part: Sequence[Values], names: Sequence[str]) -> None:
        first, last = part[0][0], part[0][-1]
        before = self._last.get((table, block))
        if before is not None and first <= before:
            self.touch(table, [block])
        self._last[table, block] = last
        digests = self.fed.setdefault(table, {})
        if block not in digests:
            digests[block] = Digest(len(names))
        digests[block].add(part)


def _bounds(alike: Sequence[Any]) -> list[int]:
    """Where in sorted rows each run of the same values begins, and the end."""
    size = len(alike[0])
    if not size:
        return []
    changes = np.zeros(size - 1, bool)
    for each in alike:
        changes |= each[1:] != each[:-1]
    return [0, *(np.flatnonzero(changes) + 1).tolist(), size]


def _taken(values: Values, places: Any) -> Values:
    """The values at these places; quickly of a column that is one value throughout."""
    found: Values = values[: len(places)] if not values.strides[0] else values[places]
    return found
