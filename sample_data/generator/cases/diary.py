"""The working days on which casework is done, and the times on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

Deed = dict[str, Any]
"""One thing somebody did: ``at`` (local time), ``by`` (a login), ``do``, ``ref``, and with what."""


def working(day: date) -> date:
    """The day itself, or the Monday after it."""
    return day + timedelta(days=(0, 0, 0, 0, 0, 2, 1)[day.weekday()])


def working_before(day: date) -> date:
    """The day itself, or the Friday before it."""
    return day - timedelta(days=(0, 0, 0, 0, 0, 1, 2)[day.weekday()])


@dataclass
class Diary:
    """Deeds, added in any order and read in the order in which they happen."""

    deeds: list[Deed] = field(default_factory=list)

    def add(self, on: date, by: str, do: str, ref: str, **how: Any) -> None:
        """Something done on a day, after whatever the diary has for that day and profile."""
        earlier = [m for m in self.deeds if m["ref"] == ref and m["at"].startswith(str(on))]
        # a day's deeds on one profile follow each other; profiles start at different minutes
        minute = 9 * 60 + sum(ref.encode()) % 200 + 17 * len(earlier)
        at = f"{on}T{minute // 60:02d}:{minute % 60:02d}"
        self.deeds.append({"at": at, "by": by, "do": do, "ref": ref} | how)

    def in_order(self) -> list[Deed]:
        """Every deed by when it happened; those of one minute as they were added."""
        return sorted(self.deeds, key=lambda deed: str(deed["at"]))
