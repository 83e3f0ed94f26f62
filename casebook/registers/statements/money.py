"""What bids, commitments and spends come to, and where a line ends if it goes on as it has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Self

from casebook.core.english import counted
from casebook.core.made_numbers import MadeSum, Part, sum_of, together
from casebook.core.months import day_label
from casebook.core.rounding import added, round_half_up
from casebook.core.wording import money
from casebook.registers.fund import Spend

TOO_EARLY = 4
"""A straight line is drawn once one part in so many of the period has gone."""


@dataclass(frozen=True)
class Booked:
    """What is booked on a line, in pounds."""

    bid: float = 0.0
    """Asked for in bids, whatever became of them."""
    asked: float = 0.0
    """Of bids that nobody has decided yet."""
    agreed: float = 0.0
    refused: float = 0.0
    committed: float = 0.0
    """Commitments less what was spent against them; one that was overspent counts nothing."""
    spent: float = 0.0

    def __add__(self, other: Booked) -> Booked:
        return Booked(
            *(together((getattr(self, f.name), getattr(other, f.name))) for f in fields(self))
        )

    @classmethod
    def of(cls, rows: Sequence[Spend]) -> Self:
        """What the bids, commitments and spends of one line come to.

        A spend settles the commitment it is against, else the commitments that have its reference.
        """
        bids = [row for row in rows if row.code == "bid"]
        return cls(
            bid=_amounts(bids),
            asked=_amounts(row for row in bids if row.state in ("", "asked")),
            agreed=sum_of((row for row in bids if row.state == "agreed"), lambda row: row.agreed),
            refused=_amounts(row for row in bids if row.state == "refused"),
            committed=_open(rows),
            spent=_amounts(row for row in rows if row.code == "spend"),
        )


def _amounts(rows: Iterable[Spend]) -> MadeSum:
    return sum_of(rows, lambda row: row.amount)


def _open(rows: Iterable[Spend]) -> float:
    """What of the commitments is still to be spent."""
    against: dict[int, list[float]] = defaultdict(list)
    called: dict[object, list[Spend]] = defaultdict(list)
    commitments = []
    for row in rows:
        if row.code == "commitment":
            commitments.append(row)
        elif row.code == "spend" and row.against is not None:
            against[row.against].append(row.amount)
        elif row.code == "spend" and row.reference:
            called[row.reference].append(row)
    left: dict[object, list[Part]] = defaultdict(list)
    for row in commitments:
        rest = row.amount - added(against[row.id])
        left[row.reference or row.id].append((row, max(0.0, rest)))
    parts: list[Part] = []
    for key, rests in left.items():
        of_key = [*rests, *((spend, -spend.amount) for spend in called.get(key, ()))]
        if added(amount for _, amount in of_key) > 0:
            parts += [part for part in of_key if part[1]]
    return MadeSum(added(amount for _, amount in parts), tuple(parts))


@dataclass(frozen=True)
class Outlook:
    """Where a line ends on the last day of its period."""

    days: int | None = None
    """Of its period; None for a line without one."""
    gone: int | None = None
    """Of those, the days up to today, today among them."""
    straight_line: float | None = None
    """Spent in all if every day to come costs what the days gone did; None where that's no use."""
    runs_out: date | None = None
    """The day the budget is used up at that pace; None where that isn't within the period."""
    says: str = ""
    """Why there is no straight line, or what it means."""


def outlook(
    budget: float | None,
    spends: Iterable[Spend],
    start: date | None,
    end: date | None,
    today: date,
) -> Outlook:
    """The straight line of a line's spends: spent ÷ days gone × days in all.

    Only spends up to ``today`` make it. Until a quarter of the period has gone there is none.
    """
    if start is None or end is None:
        return Outlook(says="no period is given, so no straight line")
    days = (end - start).days + 1
    gone = min(max(0, (today - start).days + 1), days)
    if not gone:
        return Outlook(days, gone, says="not begun")
    if gone * TOO_EARLY < days:
        return Outlook(days, gone, says=f"too early: {gone} of {counted(days, 'day')} gone")
    paid = sorted((row.at, row.amount) for row in spends if row.at <= today)
    spent = added(amount for _, amount in paid)
    if not spent:
        return Outlook(days, gone, says="nothing spent yet, so no straight line")
    line = round_half_up(spent * days / gone, 2)
    if budget is None:
        return Outlook(days, gone, line, says="no budget is given")
    if spent > budget:
        return Outlook(days, gone, line, _used_up(paid, budget), "over budget already")
    if gone == days:
        return Outlook(days, gone, line, says="its period is over")
    if line <= budget:
        left = money(added((budget, -line)), 0)
        return Outlook(days, gone, line, says=f"{left} unspent at {day_label(end)}")
    at = start + timedelta(days=_days_to(budget, spent, gone) - 1)
    return Outlook(days, gone, line, at, "runs out before the end of its period")


def _used_up(paid: Sequence[tuple[date, float]], budget: float) -> date:
    """The day on which what was paid went over ``budget``."""
    so_far: list[float] = []
    for day, amount in paid:
        so_far.append(amount)
        if added(so_far) > budget:
            return day
    raise ValueError("what was paid lies within the budget")


def _days_to(budget: float, spent: float, gone: int) -> int:
    """After how many days ``budget`` is used up at ``spent`` in ``gone`` days, in whole pence."""
    return -(-round(budget * 100) * gone // round(spent * 100))
