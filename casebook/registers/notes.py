"""What a person should know of entries just written, though every one of them was allowed."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any

from casebook.book.opening import Book
from casebook.core.entry import Entry
from casebook.core.rounding import added
from casebook.core.wording import money
from casebook.registers.statements.funds import FundLine, every_line, over_budget, read_funds
from casebook.store.transaction import Transaction

Written = Sequence[tuple[str, Any]]
"""Entries of one register in the order they were written, each with where it comes from, such as
``row 7``; empty for one that was typed."""


def notes_on(book: Book, entry: Entry) -> tuple[str, ...]:
    """What should be known of an entry that was just added or changed; empty where nothing.

    A partner is told nothing, for it would be of entries that aren't shared.
    """
    if book.account.partner:
        return ()
    with book.store.reading() as tx:
        return notes_after(tx, [("", entry)])


def notes_after(tx: Transaction, written: Written) -> tuple[str, ...]:
    """What should be known of entries just written, a sentence each."""
    rule = written[0][1].NOTES_RULE if written else ""
    if not rule:
        return ()
    module, _, name = rule.partition(":")
    notes: tuple[str, ...] = getattr(importlib.import_module(module), name)(tx, written)
    return notes


def over_budget_notes(tx: Transaction, written: Written) -> tuple[str, ...]:
    """Each fund or line that these bookings, or its own new budget, leave over its budget."""
    said = []
    for line in every_line(read_funds(tx)):
        refs = {one.fund.ref for one in every_line([line])}
        mine = [(place, entry) for place, entry in written if _books_on(entry) in refs]
        over = over_budget(line.budget, line.booked)
        if over and mine:
            place = _crossing(line, mine)
            since = f", from {place} on" if place else ""
            said.append(
                f"{line.fund.ref} is {over}{since}: {money(line.booked.spent)} spent of a budget "
                f"of {money(line.budget or 0.0)}."
            )
    return tuple(said)


def _books_on(entry: Any) -> str:
    return str(getattr(entry, entry.SUBJECT or "ref"))


def _crossing(line: FundLine, mine: Written) -> str:
    """Where the spend comes from that took a line over its budget; the first where it was over."""
    spends = [(place, row) for place, row in mine if getattr(row, "code", "") == "spend"]
    later = line.booked.spent
    for place, row in reversed(spends):
        later = added((later, -row.amount))
        if later <= (line.budget or 0.0):
            return place
    return spends[0][0] if spends else mine[0][0]
