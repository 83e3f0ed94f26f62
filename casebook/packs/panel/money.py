"""The funds in words a panel uses: what was spent, where it ends, what will be left."""

from __future__ import annotations

from datetime import date

from casebook.core.english import counted
from casebook.core.months import day_label
from casebook.core.statement import Head
from casebook.core.wording import money, percent
from casebook.packs.chapters.money import FundPosition, running_funds
from casebook.packs.chapters.parts import PackScope
from casebook.packs.chapters.statement_table import UPRIGHT_ROOM
from casebook.packs.report.assembling import table
from casebook.packs.report.report import ReportPart, para

MOST = 6
"""Funds that have a paragraph of their own."""


def money_part(scope: PackScope) -> ReportPart:
    """Each running fund in a row, with the end it is heading for, and a sentence."""
    running, _ = running_funds(scope)
    if not running:
        return ReportPart("money", "Money", (para("No fund of these months is recorded."),))
    shown = running[:MOST]
    rows = [_row(scope, fund) for fund in shown]
    heads = (
        Head("name", "Fund"),
        Head("budget", "Budget", "pounds"),
        Head("now", f"Spent in {scope.window.label}", "pounds"),
        Head("spent", f"Spent by {day_label(_as_at(scope))}", "pounds"),
        Head("percent", "Of budget", "percent"),
        Head("committed", "Committed", "pounds"),
        Head("left", "Unspent at the end", "pounds"),
    )
    more = len(running) - len(shown)
    blocks = [
        *(para(_outlook(scope, fund)) for fund in shown),
        *([para(f"{counted(more, 'more fund')} run in these months.")] if more else []),
        *table("", heads, rows, room=UPRIGHT_ROOM),
    ]
    return ReportPart("money", "Money", tuple(blocks))


def _as_at(scope: PackScope) -> date:
    """The last day of the months that has been."""
    return min(scope.today, scope.window.end)


def _forecast(scope: PackScope, fund: FundPosition) -> float | None:
    """What will have been spent at its end if spending goes on as it has; None where unknown."""
    found = scope.state("fund", "forecast", ref=fund.row["ref"], window=scope.window)
    whole = found.total or next(iter(found.rows), None)
    line = whole["straight_line"] if whole else None
    return None if line is None else float(line)


def _row(scope: PackScope, fund: FundPosition) -> dict[str, object]:
    whole, line = fund.whole, _forecast(scope, fund)
    left = None if line is None or whole["budget"] is None else whole["budget"] - line
    return {
        "name": fund.row["name"],
        "budget": whole["budget"],
        "now": whole["spent_in_window"],
        "spent": whole["spent"],
        "percent": whole["percent_spent"],
        "committed": whole["committed"],
        "left": left,
    }


def _outlook(scope: PackScope, fund: FundPosition) -> str:
    """What of a fund is spent, and what it will have left at its end."""
    whole, name = fund.whole, fund.row["name"]
    budget, spent = whole["budget"], whole["spent"]
    of = f" of {money(budget, 0)}" if budget is not None else ""
    share = f" ({percent(whole['percent_spent'])})" if whole["percent_spent"] is not None else ""
    said = f"{name}: {money(spent, 0)}{of}{share} was spent by {day_label(_as_at(scope))}"
    said += f", {money(whole['spent_in_window'] or 0, 0)} of it in {scope.window.label}"
    if whole["committed"]:
        said += f", and {money(whole['committed'], 0)} more is committed"
    line, ends = _forecast(scope, fund), fund.row["to"]
    if line is None or budget is None or ends is None:
        return f"{said}. What will be left at the end can't be said yet."
    until = day_label(date.fromisoformat(ends))
    if ends <= str(scope.window.end):
        return f"{said}. It ended on {until} with {money(budget - spent, 0)} unspent."
    left = budget - line
    rest = (
        f"{money(left, 0)} will be unspent on {until}"
        if left >= 0
        else f"it will be overspent by {money(-left, 0)} on {until}"
    )
    return f"{said}. If spending goes on as it has, {rest}."
