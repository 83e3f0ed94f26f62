"""The chapter on money: the funds that run in the months, where they end, what an hour cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from casebook.core.months import day_label
from casebook.core.statement import Head, Statement
from casebook.core.wording import money as pounds
from casebook.packs.chapters.parts import ChapterBody, PackScope, StatementRow, once
from casebook.packs.chapters.statement_table import statement_table


@dataclass(frozen=True)
class FundPosition:
    """A fund with its position at the month's end."""

    row: StatementRow
    position: Statement

    @property
    def label(self) -> str:
        """Its ref and name."""
        return f"{self.row['ref']} {self.row['name']}"

    @property
    def whole(self) -> StatementRow:
        """The fund's own figures."""
        return self.position.total or self.position.rows[0]


def money(scope: PackScope) -> ChapterBody:
    """Position, forecast and cost of an hour, of the funds that run in the months."""
    window = scope.window
    running, left_out = running_funds(scope)
    if not running:
        return ChapterBody()
    tables = [
        statement_table(
            _position(running, left_out, scope),
            title=f"Position of each fund on {day_label(window.end)}",
            over=_OVER,
            alert=_overspent,
            adds_up=_is_sum,
        )
    ]
    forecast = _forecast(running, scope)
    if forecast.rows:
        title = f"Where each line ends if it goes on as it has, on {day_label(_as_at(scope))}"
        table = statement_table(forecast, title=title, alert=_running_out, adds_up=_is_sum)
        tables.append(table)
    cost = _cost(running, scope)
    if cost.rows:
        tables.append(statement_table(cost, title=f"Cost of a funded hour, {window.label}"))
    return ChapterBody(tuple(tables))


def running_funds(scope: PackScope) -> tuple[tuple[FundPosition, ...], tuple[str, ...]]:
    """The funds that run in the months, or were spent in them; why the others are left out."""
    every = [
        FundPosition(row, scope.state("fund", "position", ref=row["ref"], window=scope.window))
        for row in scope.state("fund", "list").rows
    ]
    running = tuple(fund for fund in every if _runs(fund, scope))
    return running, tuple(_left_out(fund, scope) for fund in every if fund not in running)


def _runs(fund: FundPosition, scope: PackScope) -> bool:
    """Whether the fund's period touches the months, or money of it was spent in them."""
    first, last = fund.row["from"], fund.row["to"]
    window = scope.window
    inside = (first is None or first <= str(window.end)) and (
        last is None or last >= str(window.start)
    )
    return inside or bool(fund.whole["spent_in_window"])


def _left_out(fund: FundPosition, scope: PackScope) -> str:
    """Why a fund isn't in the pack, with what was spent of it."""
    last, whole = fund.row["to"], fund.whole
    if last is None or last >= str(scope.window.start):
        return f"Left out: {fund.label}, which begins on {_day(fund.row['from'])}."
    of = f" of {pounds(whole['budget'])}" if whole["budget"] is not None else ""
    said = f"with {pounds(whole['spent'])}{of} spent"
    if whole["committed"]:
        said += f" and {pounds(whole['committed'])} still committed"
    return f"Left out: {fund.label}, which ended on {_day(last)} {said}."


def _position(
    running: Sequence[FundPosition], left_out: Iterable[str], scope: PackScope
) -> Statement:
    """The position of every running fund, line by line, each fund's total beneath its lines."""
    first = running[0].position
    heads = (
        _FUND,
        *first.only("ref", "name", "budget").heads,
        Head("spent_in_window", f"In {scope.window.label}", "money"),
        Head("spent", f"To {day_label(scope.window.end)}", "money"),
        Head("percent_spent", "Of budget", "percent"),
        *first.only("committed", "outstanding", "uncommitted", "asked", "agreed", "refused").heads,
    )
    parts = [(fund, fund.position) for fund in running]
    return replace(
        first,
        heads=heads,
        rows=tuple(_rows(parts)),
        total=None,
        notes=once((*(note for _, part in parts for note in part.notes), *left_out)),
        grouped="fund",
    )


def _rows(parts: Iterable[tuple[FundPosition, Statement]]) -> Iterable[dict[str, Any]]:
    """The rows of statements, each of one fund, under its name and over its total."""
    for fund, part in parts:
        yield from ({**row, "fund": fund.label} for row in part.rows)
        if part.total is not None and part.rows:
            yield {**part.total, "fund": fund.label, "ref": "Total", "name": None, "sum": True}


def _forecast(running: Sequence[FundPosition], scope: PackScope) -> Statement:
    """The lines a straight line can be drawn for, and why not for the others."""
    parts, notes = [], []
    without: dict[str, list[str]] = {}
    for fund in running:
        found = scope.state("fund", "forecast", ref=fund.row["ref"], window=scope.window)
        drawn = tuple(row for row in found.rows if row["straight_line"] is not None)
        for row in found.rows:
            if row["straight_line"] is None:
                without.setdefault(row["says"], []).append(row["ref"])
        whole = found.total if len(drawn) == len(found.rows) else None
        parts.append((fund, replace(found, rows=drawn, total=whole)))
        general, *own = found.notes
        notes += [general, *(f"{fund.row['ref']}: {note}" for note in own)]
    notes += [f"No straight line for {', '.join(refs)}: {says}." for says, refs in without.items()]
    heads = tuple(
        replace(head, label="Spent and committed") if head.key == "known" else head
        for head in found.only(
            "ref", "name", "budget", "spent", "known", "straight_line", "runs_out", "says"
        ).heads
    )
    return replace(
        found,
        heads=(_FUND, *heads),
        rows=tuple(_rows(parts)),
        total=None,
        notes=once(notes),
        grouped="fund",
    )


def _cost(running: Sequence[FundPosition], scope: PackScope) -> Statement:
    """What an hour cost on the lines that pay for hours."""
    found = [
        scope.state("fund", "cost", ref=fund.row["ref"], window=scope.window) for fund in running
    ]
    rows = [row for each in found for row in each.rows if row["pays_for"]]
    return replace(
        found[0].only("ref", "name", "pays_for", "spent", "officer_hours", "cost_per_hour", "why"),
        rows=tuple(rows),
        notes=once(note for each in found for note in each.notes),
    )


_FUND = Head("fund", "Fund")
_OVER: Mapping[str, str] = {
    **dict.fromkeys(("spent_in_window", "spent", "percent_spent"), "Spent"),
    **dict.fromkeys(("asked", "agreed", "refused"), "Bids"),
}


def _is_sum(row: StatementRow) -> bool:
    return bool(row.get("sum"))


def _overspent(row: StatementRow) -> tuple[str, ...]:
    return tuple(key for key in ("outstanding", "uncommitted") if (row[key] or 0) < 0)


def _running_out(row: StatementRow) -> tuple[str, ...]:
    return ("runs_out", "says") if row["runs_out"] else ()


def _as_at(scope: PackScope) -> date:
    return min(scope.today, scope.window.end)


def _day(text: str) -> str:
    return day_label(date.fromisoformat(text))
