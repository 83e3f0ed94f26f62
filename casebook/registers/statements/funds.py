"""Funds: what each and its lines have asked for, committed and spent, and where that ends.

A line is a fund with a parent. What is booked on a fund's lines is the fund's too. What a fund
keeps off its lines (the rest of its budget, bookings on the fund itself) is a row of its own, so
that the rows of a statement always add up to its total.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from casebook.book.opening import Book
from casebook.book.references import References
from casebook.core import wording
from casebook.core.made_numbers import MadeSum, sum_of, together
from casebook.core.months import Window, day_label
from casebook.core.rounding import added, percent
from casebook.core.statement import Ask, Head, Statement
from casebook.core.wording import money
from casebook.registers.fund import Fund, Spend
from casebook.registers.statements.grouping import in_groups, sum_known
from casebook.registers.statements.money import Booked, outlook
from casebook.store.transaction import Transaction

_LINE = (Head("ref", "Ref"), Head("name", "Line"))


@dataclass(frozen=True)
class FundLine:
    """A fund or line with what is booked on it, and the lines under it."""

    fund: Fund
    rows: tuple[Spend, ...]
    """Booked on it itself, in the order they were made."""
    lines: tuple[FundLine, ...] = ()
    at: date | None = None
    """The first day of its period, its own or the nearest above."""
    until: date | None = None
    rest_of: str = ""
    """The ref of the fund this is the rest of, outside its lines; empty for a real one."""

    @property
    def booked(self) -> Booked:
        """What is booked on it and its lines."""
        return sum((line.booked for line in self.lines), Booked.of(self.rows))

    @property
    def all_rows(self) -> tuple[Spend, ...]:
        """What is booked on it and its lines, row by row."""
        return (*self.rows, *(row for line in self.lines for row in line.all_rows))

    @property
    def budget(self) -> float | None:
        """Its own, else the sum of its lines'; None where that isn't known either."""
        own = self.fund.budget
        if own is None or isinstance(own, MadeSum):
            return self.lines_budget if own is None else own
        return sum_of([self.fund], lambda fund: fund.budget)

    @property
    def lines_budget(self) -> float | None:
        """What the budgets of its lines add up to; None without lines or where one has none."""
        return sum_known([line.budget for line in self.lines]) if self.lines else None

    @property
    def differs(self) -> str:
        """How what its lines add up to isn't its budget, in a sentence; empty where it is."""
        ref, own, sum_ = self.fund.ref, self.fund.budget, self.lines_budget
        without = [line.fund.ref for line in self.lines if line.budget is None]
        if without:
            return f"{ref}: no budget is given for {', '.join(without)}, so its lines don't add up."
        if own is None or sum_ is None or sum_ == own:
            return ""
        off = added((own, -sum_))
        more = f"{money(off)} less" if off > 0 else f"{money(-off)} more"
        return f"{ref}: its lines add up to {money(sum_)}, {more} than its budget of {money(own)}."

    @property
    def leaves(self) -> tuple[FundLine, ...]:
        """The lines that have none under them, and what its own budget holds beside them."""
        if not self.lines:
            return (self,)
        leaves = tuple(leaf for line in self.lines for leaf in line.leaves)
        rest = self._rest
        return (*leaves, rest) if rest is not None else leaves

    @property
    def _rest(self) -> FundLine | None:
        own, lines = self.fund.budget, self.lines_budget
        beside = 0.0
        if own is not None and lines is not None:
            beside = together((sum_of([self.fund], lambda fund: fund.budget), -lines))
        if not self.rows and beside <= 0:
            return None
        ref = self.fund.ref
        fund = Fund(
            ref=ref, name=f"{self.fund.name}, on no line", budget=beside if beside > 0 else 0.0
        )
        return FundLine(fund, self.rows, (), self.at, self.until, rest_of=ref)


def read_funds(tx: Transaction, until: date | None = None) -> tuple[FundLine, ...]:
    """Every fund with its lines under it; of what is booked, only what is dated by ``until``."""
    rows = (row for row in tx.load(Spend) if until is None or row.at <= until)
    booked = in_groups(rows, lambda row: row.fund)
    under = in_groups(tx.load(Fund), lambda fund: fund.parent)
    return tuple(_line(fund, under, booked, None, None) for fund in under.get(None, ()))


def _line(
    fund: Fund,
    under: Mapping[str | None, Sequence[Fund]],
    booked: Mapping[str, Sequence[Spend]],
    at: date | None,
    until: date | None,
) -> FundLine:
    at, until = fund.at or at, fund.until or until
    lines = tuple(_line(one, under, booked, at, until) for one in under.get(fund.ref, ()))
    return FundLine(fund, tuple(booked.get(fund.ref, ())), lines, at, until)


def every_line(lines: Iterable[FundLine]) -> Iterator[FundLine]:
    """``lines`` and all under them, a fund before its lines."""
    for line in lines:
        yield line
        yield from every_line(line.lines)


def over_budget(budget: float | None, booked: Booked) -> str:
    """In words, by how much a budget is overspent or will be; empty where it isn't."""
    if budget is None:
        return ""
    spent, promised = added((booked.spent, -budget)), added((booked.spent, booked.committed))
    if spent > 0:
        return f"over budget by {money(spent)}"
    if promised > budget:
        return f"over budget by {money(added((promised, -budget)))} once commitments are paid"
    return ""


def every_fund(book: Book, ask: Ask) -> Statement:
    """Every fund with its lines, a row a fund; ``lines`` holds objects of the same keys."""
    with book.store.reading() as tx:
        funds = read_funds(tx)
    notes = ["A fund's figures include its lines'. Bid is what all bids ask for, decided or not."]
    notes += [line.differs for line in every_line(funds) if line.differs]
    heads = (
        Head("ref", "Ref"),
        Head("name", "Fund"),
        *(Head(key, key.capitalize(), "money") for key in ("budget", "bid", "committed", "spent")),
        Head("line_refs", "Lines"),
    )
    return Statement("Funds", heads, tuple(_fund_row(line) for line in funds), tuple(notes))


def _fund_row(line: FundLine) -> dict[str, Any]:
    fund, booked = line.fund, line.booked
    return {
        "ref": fund.ref,
        "name": fund.name,
        "budget": line.budget,
        "bid": booked.bid,
        "committed": booked.committed,
        "spent": booked.spent,
        "over_budget": over_budget(line.budget, booked),
        "place": fund.place,
        "from": str(line.at) if line.at else None,
        "to": str(line.until) if line.until else None,
        "resourcing": fund.resourcing,
        "line_refs": [one.fund.ref for one in line.lines],
        "lines": [_fund_row(one) for one in line.lines],
    }


def position(book: Book, ask: Ask) -> Statement:
    """Each line's budget beside what is bid, committed and spent; with a window, as at its end."""
    end = ask.window.end if ask.window else None
    with book.store.reading() as tx:
        funds = chosen(tx, ask.ref, read_funds(tx, end))
    rows = [
        {"fund": fund.fund.ref, **_position(leaf, ask.window)}
        for fund in funds
        for leaf in fund.leaves
    ]
    notes = [_period_note(ask.window), *_lines_notes(funds)]
    notes += [f"{row['ref']}: {row['over_budget']}." for row in rows if row["over_budget"]]
    notes += [_in_all(fund) for fund in funds if fund.lines]
    return Statement(
        "Position of each fund" if len(funds) != 1 else f"Position of {funds[0].fund.name}",
        _position_heads(len(funds) > 1, ask.window),
        tuple(rows),
        tuple(note for note in notes if note),
        _position_total(funds, ask.window) if len(rows) > 1 else None,
        grouped="fund" if len(funds) > 1 else "",
    )


def _period_note(window: Window | None) -> str:
    said = (
        "Committed is what is still to be spent of commitments; outstanding is budget less spent, "
        "uncommitted is that less committed."
    )
    if window is None:
        return said
    return f"As at {day_label(window.end)}, bids as they are decided now. {said}"


def _lines_notes(funds: Iterable[FundLine]) -> list[str]:
    return [line.differs for line in every_line(funds) if line.differs]


def _position(line: FundLine, window: Window | None) -> dict[str, Any]:
    return {
        "ref": line.fund.ref,
        "name": line.fund.name,
        "place": line.fund.place,
        **_position_figures(line.budget, line.booked, line.all_rows, window),
    }


def _position_figures(
    budget: float | None, booked: Booked, rows: Iterable[Spend], window: Window | None
) -> dict[str, Any]:
    outstanding = None if budget is None else together((budget, -booked.spent))
    figures = {
        "budget": budget,
        "asked": booked.asked,
        "agreed": booked.agreed,
        "refused": booked.refused,
        "committed": booked.committed,
        "spent": booked.spent,
        "outstanding": outstanding,
        "uncommitted": None if outstanding is None else together((outstanding, -booked.committed)),
        "percent_spent": percent(booked.spent, budget) if budget else None,
        "over_budget": over_budget(budget, booked),
    }
    if window is not None:
        figures["spent_in_window"] = spent_in(rows, window)
    return figures


def spent_in(rows: Iterable[Spend], window: Window) -> float:
    """What was spent in ``window``, by the date of each spend."""
    within = (row for row in rows if row.code == "spend" and window.start <= row.at <= window.end)
    return sum_of(within, lambda row: row.amount)


def _position_heads(several: bool, window: Window | None) -> tuple[Head, ...]:
    names = ("budget", "asked", "agreed", "refused", "committed", "spent")
    return (
        *((Head("fund", "Fund"),) if several else ()),
        *_LINE,
        *(Head(name, name.capitalize(), "money") for name in names),
        *((Head("spent_in_window", f"In {window.label}", "money"),) if window else ()),
        Head("outstanding", "Outstanding", "money"),
        Head("uncommitted", "Uncommitted", "money"),
        Head("percent_spent", "% spent", "percent"),
        Head("over_budget", "Over budget"),
    )


def _position_total(funds: Sequence[FundLine], window: Window | None) -> dict[str, Any]:
    budget = sum_known([fund.budget for fund in funds])
    rows = [row for fund in funds for row in fund.all_rows]
    booked = sum((fund.booked for fund in funds), Booked())
    return {"name": "Total", **_position_figures(budget, booked, rows, window)}


def _in_all(fund: FundLine) -> str:
    """What of a fund is spent, promised and asked for, in a sentence."""
    budget, booked = fund.budget, fund.booked
    if not budget:
        return f"{fund.fund.ref}: {money(booked.spent)} spent; no budget is given to set it beside."
    promised = added((booked.spent, booked.committed))
    said = (
        f"{fund.fund.ref}: {money(booked.spent)} of {money(budget)} spent, "
        f"{wording.percent(percent(booked.spent, budget))}"
    )
    if booked.committed:
        said += f"; {wording.percent(percent(promised, budget))} with what is committed"
    if booked.asked:
        whole = added((promised, booked.asked))
        said += f"; {wording.percent(percent(whole, budget))} if every bid still asked is agreed"
    return f"{said}."


def chosen(tx: Transaction, ref: str, funds: tuple[FundLine, ...]) -> tuple[FundLine, ...]:
    """The fund or line called ``ref`` in any case, or all; raises :class:`NotFound`."""
    if not ref:
        return funds
    known = References(tx).known(Fund.KIND, ref)
    return tuple(line for line in every_line(funds) if line.fund.ref == known)


def forecast(book: Book, ask: Ask) -> Statement:
    """Where each line ends: what is known, and the straight line of what was spent until today.

    With a window, as at its end.
    """
    end = ask.window.end if ask.window else None
    today = min(book.today, end) if end else book.today
    with book.store.reading() as tx:
        funds = chosen(tx, ask.ref, read_funds(tx, end))
    leaves = [leaf for fund in funds for leaf in fund.leaves]
    rows = tuple(_forecast(leaf, today) for leaf in leaves)
    notes = [
        "Known is spent and committed. The straight line is spent ÷ days gone × days of the "
        f"period, as at {day_label(today)}: it takes every day to come to cost what the days "
        "gone did, and is left out until a quarter of the period has gone."
    ]
    newest = max((row.at for leaf in leaves for row in _spends(leaf, today)), default=None)
    if newest is not None:
        notes.append(
            f"The newest spend is dated {day_label(newest)}: what was spent since then and isn't "
            "entered yet makes the straight line too low."
        )
    heads = (
        *_LINE,
        *(Head(name, name.capitalize(), "money") for name in ("budget", "spent", "known")),
        Head("days_gone", "Days gone", "number"),
        Head("days", "Of", "number"),
        Head("straight_line", "Straight line", "pounds"),
        Head("runs_out", "Runs out", "date"),
        Head("says", "Reads"),
    )
    return Statement(
        "Forecast of each line", heads, rows, tuple(notes), _forecast_total(funds, rows, today)
    )


def _spends(line: FundLine, today: date) -> Iterator[Spend]:
    return (row for row in line.all_rows if row.code == "spend" and row.at <= today)


def _forecast(line: FundLine, today: date) -> dict[str, Any]:
    booked = line.booked
    spends = [row for row in line.all_rows if row.code == "spend"]
    ahead = outlook(line.budget, spends, line.at, line.until, today)
    return {
        "ref": line.fund.ref,
        "name": line.fund.name,
        "budget": line.budget,
        "spent": booked.spent,
        "committed": booked.committed,
        "known": together((booked.spent, booked.committed)),
        "days_gone": ahead.gone,
        "days": ahead.days,
        "straight_line": ahead.straight_line,
        "runs_out": str(ahead.runs_out) if ahead.runs_out else None,
        "says": ahead.says,
    }


def _forecast_total(
    funds: Sequence[FundLine], rows: Sequence[Mapping[str, Any]], today: date
) -> dict[str, Any] | None:
    """One fund as a whole; of several, which have periods of their own, what adds up."""
    if len(rows) < 2:
        return None
    if len(funds) == 1:
        return {**_forecast(funds[0], today), "ref": None, "name": "Total"}
    keys = ("budget", "spent", "committed", "known")
    return {"name": "Total", **{key: sum_known([row[key] for row in rows]) for key in keys}}
