"""What a transaction has written that no entry of the history has sealed yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
        # every casebook that is opened has this class, and numpy takes longer than that
        from casebook.store.sealing.digests import Digest
        from casebook.store.sealing.parting import parted

        digests = self.fed.setdefault(table, {})
        for block, part in parted(columns, BLOCKS[table]):
            first, last = part[0][0], part[0][-1]
            before = self._last.get((table, block))
            if before is not None and first <= before:
                self.touch(table, [block])
            self._last[table, block] = last
            if block not in digests:
                digests[block] = Digest(len(columns))
            digests[block].add(part)
