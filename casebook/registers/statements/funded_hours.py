"""What a funded hour cost: a line's spend over the hours of the resourcing it pays for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from casebook.book.made_of import NumberOf
from casebook.book.opening import Book
from casebook.core.months import Month, Window
from casebook.core.register_codes import REGISTER_CODES
from casebook.core.rounding import added, round_half_up
from casebook.core.statement import Ask, Head, Statement
from casebook.core.wording import hours as in_hours
from casebook.core.wording import money
from casebook.figures.behind.patrol_rows import patrols_behind
from casebook.patrols.hours import Hours, read_hours
from casebook.places import queries as places
from casebook.places.place import Place
from casebook.registers.statements.funds import FundLine, chosen, read_funds, spent_in
from casebook.registers.statements.grouping import in_groups
from casebook.store.transaction import Transaction

_PAID = REGISTER_CODES["resourcing"]


def cost(book: Book, ask: Ask) -> Statement:
    """Cost of a funded hour, line by line, in the window or in the months hours are known for."""
    with book.store.reading() as tx:
        funds = chosen(tx, ask.ref, read_funds(tx))
        paying = [line for fund in funds for line in _paying(fund)]
        patrolled = _Patrolled.of(tx, book, paying, ask.window)
    rows = tuple(_cost(line, patrolled, ask.window) for line in paying)
    notes = [
        "Cost of a funded hour is a line's spend by its date ÷ officer-hours delivered, in the "
        "same months, of the resourcing the line pays for; never ÷ all hours.",
        *_shared(paying, rows),
    ]
    if ask.window is None:
        notes.append("Without a window: the whole months of a line's period with known hours.")
    said = {row["coverage"] for row in rows if row.get("coverage")}
    notes += [f"Hours: {each}." for each in sorted(said)]
    heads = (
        Head("ref", "Ref"),
        Head("name", "Line"),
        Head("pays_for", "Pays for"),
        Head("months", "Months"),
        Head("spent", "Spent", "money"),
        Head("officer_hours", "Officer-hours", "hours"),
        Head("cost_per_hour", "Cost per hour", "money", kept=True),
        Head("why", "Why none"),
    )
    return Statement("Cost of a funded hour", heads, rows, tuple(notes))


def _paying(line: FundLine) -> tuple[FundLine, ...]:
    """The lines that pay for hours; where none on a branch does, its ends."""
    if line.fund.resourcing or not line.lines:
        return (line,)
    return tuple(each for one in line.lines for each in _paying(one))


@dataclass(frozen=True)
class _Patrolled:
    """The hotspots' hours over every month any line asks about."""

    hours: Hours | None
    """None where nothing asks for any."""
    hotspots: tuple[Place, ...]
    above: dict[str, tuple[str, ...]]
    today: Month

    @classmethod
    def of(
        cls, tx: Transaction, book: Book, lines: Sequence[FundLine], window: Window | None
    ) -> _Patrolled:
        """What the lines that pay for hours need to know."""
        found = tuple(tx.load(Place, kind="hotspot"))
        now = Month.of(book.today)
        starts = [Month.of(line.at) for line in lines if line.at and line.fund.resourcing]
        first = window.first if window else min(starts, default=None)
        hours = None
        if first is not None:
            last = window.last if window else max(first, now)
            hours = read_hours(tx, book.zone, found, Window(first, last))
        return cls(hours, found, places.ancestors(tx), now)

    def known(self, month: Month) -> bool:
        """Whether every source of hours speaks for the month, and one for each of its days."""
        covered_to = self.hours.covered_to() if self.hours else None
        if self.hours is None or covered_to is None:
            return False
        days = (month.first + timedelta(days=n) for n in range(month.days))
        return month.last <= covered_to and all(self.hours.known(day) for day in days)

    def known_in(self, line: FundLine) -> Window | None:
        """The newest run of months of the line's period that hours are known for."""
        if line.at is None:
            return None
        last = min(Month.of(line.until), self.today) if line.until else self.today
        first = Month.of(line.at)
        while last >= first and not self.known(last):
            last += -1
        if last < first:
            return None
        start = last
        while start > first and self.known(start + -1):
            start += -1
        return Window(start, last)

    def figures(self, line: FundLine, window: Window) -> dict[str, Any]:
        """The hours of the line's hotspots, as the table of figures has them."""
        assert self.hours is not None
        return self.hours.figures([place.id for place in self._of(line, window)], window)

    def delivered(self, line: FundLine, window: Window, column: str, hours: float) -> float:
        """``hours``, made from the patrols that ``column`` of those figures counts."""
        refs = [place.ref for place in self._of(line, window)]
        behind = patrols_behind(column, refs, window, "Officer-hours") if refs else None
        return hours if behind is None else NumberOf(hours, behind)

    def _of(self, line: FundLine, window: Window) -> list[Place]:
        """The hotspots a line pays for."""
        where = line.fund.place
        return [
            place
            for place in self.hotspots
            if place.live_in(window.start, window.end)
            and (where is None or where in (place.ref, *self.above.get(place.ref, ())))
        ]


def _cost(line: FundLine, patrolled: _Patrolled, asked: Window | None) -> dict[str, Any]:
    paid = line.fund.resourcing
    window = asked or (patrolled.known_in(line) if paid else None)
    row: dict[str, Any] = {
        "ref": line.fund.ref,
        "name": line.fund.name,
        "pays_for": _PAID.get(paid, paid) or None,
        "months": window.label if window else None,
        "from": str(window.first) if window else None,
        "to": str(window.last) if window else None,
        "spent": spent_in(line.all_rows, window) if window else None,
        "officer_hours": None,
        "cost_per_hour": None,
        "why": "",
    }
    if not paid:
        return row | {"why": "it pays for no patrol hours"}
    if window is None:
        why = "no whole month of its period has patrol hours" if line.at else "it has no first day"
        return row | {"why": f"{why}: say for which months" if not line.at else why}
    found = patrolled.figures(line, window)
    column = f"officer_hours_{paid}"
    hours = found.get(column)
    if hours is not None:
        hours = patrolled.delivered(line, window, column, hours)
    row |= {"officer_hours": hours, "coverage": found["coverage"]}
    unknown = [month.label for month in window.months if not patrolled.known(month)]
    if unknown:
        return row | {"why": f"patrol hours aren't known for all of {', '.join(unknown)}"}
    if not hours:
        return row | {"why": f"no hours of {_PAID.get(paid, paid).lower()} were delivered"}
    return row | {"cost_per_hour": round_half_up(row["spent"] / hours, 2)}


def _shared(lines: Sequence[FundLine], rows: Sequence[dict[str, Any]]) -> list[str]:
    """A sentence for each resourcing that several lines pay for in the same months and area."""
    costed = [
        pair for pair in zip(lines, rows, strict=True) if pair[1]["cost_per_hour"] is not None
    ]
    alike = in_groups(
        costed, lambda of: (of[0].fund.resourcing, of[0].fund.place, of[1]["from"], of[1]["to"])
    )
    said = []
    for pairs in alike.values():
        several = [row for _, row in pairs]
        if len(several) > 1:
            spent, hours = added(row["spent"] for row in several), several[0]["officer_hours"]
            refs = " and ".join(row["ref"] for row in several)
            said.append(
                f"{refs} pay for the same hours, which can't be told apart: together "
                f"{money(spent)} ÷ {in_hours(hours)} h is "
                f"{money(round_half_up(spent / hours, 2))} an hour."
            )
    return said
