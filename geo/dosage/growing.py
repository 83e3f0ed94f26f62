"""Columns that grow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from geo.crs import Ints


class Growing:
    """Columns of one length by name, to which rows are added."""

    def __init__(self, **kinds: Any) -> None:
        self._held = {name: np.zeros(1024, kind) for name, kind in kinds.items()}
        self.rows = 0

    def add(self, rows: Mapping[str, Any]) -> Ints:
        """Add rows, a value for every column; gives their numbers."""
        more = len(next(iter(rows.values())))
        end = self.rows + more
        for name, kept in self._held.items():
            column = kept
            if end > len(kept):
                column = np.zeros(max(end, len(kept) * 3 // 2), kept.dtype)
                column[: self.rows] = kept[: self.rows]
            column[self.rows : end] = rows[name]
            self._held[name] = column
        numbers = np.arange(self.rows, end)
        self.rows = end
        return numbers

    def __getitem__(self, name: str) -> Any:
        """One column's values."""
        return self._held[name][: self.rows]

    def whole(self, rows: Ints) -> dict[str, Any]:
        """Some rows, whole numbers as 64 bits each."""
        found = {name: self[name][rows] for name in self._held}
        return {
            name: column.astype(np.int64) if column.dtype.kind == "i" else column
            for name, column in found.items()
        }
