"""What a person reads beside a table of counts, kept with each of its rows for a program.

A row that travels alone, into a spreadsheet or another program, still says which source it was
counted from and how far that reaches, what its count group counts in which version, and what must
be known of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casebook.core.wording import plain_signs

SENTENCES = (
    "coverage",
    "says",
    "since_says",
    "against_says",
    "visits_says",
    "gps_says",
)
"""Columns of rows that hold sentences of Casebook's own."""


@dataclass(frozen=True)
class Beside:
    """What stands beside one row of counts."""

    counted_to: date | None = None
    """The last day of the row's window to which its incidents are known; None for none."""
    source: str = ""
    """Where they come from; several are parted by commas."""
    version: str = ""
    """The version of the row's count group; empty for a type."""
    definition: str = ""
    """What the count group counts, a sentence."""
    notes: tuple[str, ...] = ()
    """What must be known of the row, a sentence each."""

    def encode(self) -> dict[str, Any]:
        """The columns as JSON, without the day."""
        return {
            "count_source": self.source or None,
            "count_group_version": self.version or None,
            "count_group_definition": plain_signs(self.definition) or None,
            "note": plain_signs(" ".join(dict.fromkeys(self.notes))) or None,
        }


def plainly(row: Mapping[str, Any]) -> dict[str, Any]:
    """``row`` with plain signs in the sentences it holds."""
    return {key: _plainly(key, value) for key, value in row.items()}


def _plainly(key: str, value: Any) -> Any:
    if isinstance(value, list):
        return [plainly(one) if isinstance(one, Mapping) else one for one in value]
    return plain_signs(value) if key in SENTENCES and isinstance(value, str) else value
