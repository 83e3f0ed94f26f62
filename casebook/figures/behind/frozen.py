"""A number that a review froze, beside the rows as they are now: which of them came since."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from casebook.book.opening import Book
from casebook.core.english import counted
from casebook.core.local_time import local_day
from casebook.core.statement import Head
from casebook.core.wording import day, number
from casebook.store.loads import Load, loads
from casebook.store.transaction import Transaction

NEW = "came or changed since"
"""What stands beside a row that a load wrote after the number was frozen."""
SINCE = Head("since", "Since")


@dataclass(frozen=True)
class Frozen:
    """A number as a review froze it, and when."""

    value: float
    at: datetime
    word: str = "frozen"
    """``signed``, once it was."""

    def later(self, tx: Transaction) -> tuple[Load, ...]:
        """The loads that came after it was frozen."""
        return tuple(one for one in loads(tx) if datetime.fromisoformat(one.at) > self.at)

    def says(
        self,
        now: float,
        later: Sequence[Load],
        came: Mapping[int, int],
        book: Book,
        one: str,
        gone: Mapping[int, int] = MappingProxyType({}),
    ) -> tuple[str, ...]:
        """What became of the number since: which loads brought, changed or took back rows.

        ``came`` is the number of rows by the id of the load that last wrote them, ``gone`` of those
        withdrawn by the load that withdrew them, and ``one`` what a row is.
        """
        was = f"As {self.word}, {day(local_day(self.at, book.zone))}: {number(self.value)}."
        told = [
            f"{counted(rows[load.id], one)} {what}, with load {load.id} "
            f"({load.file}, {day(local_day(datetime.fromisoformat(load.at), book.zone))})."
            for rows, what in ((came, "came or changed since"), (gone, "went since: withdrawn"))
            for load in later
            if rows.get(load.id)
        ]
        if now == self.value and not told:
            return (f"{was} No load since brought or changed any of these rows.",)
        if not told:
            told = [
                f"No {one} listed here came since: what was counted then and isn't listed is "
                "counted elsewhere now, or rules of counting changed."
            ]
        return (f"{was} From what is loaded now: {number(now)}.", *told)


def marked(
    rows: Sequence[Mapping[str, Any]], later: Collection[int]
) -> tuple[Mapping[str, Any], ...]:
    """The rows, those of the loads ``later`` marked as new or changed."""
    return tuple({**row, "since": NEW if row.get("load") in later else None} for row in rows)
