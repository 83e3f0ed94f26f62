"""Abstraction: how much of neighbourhood teams' time goes elsewhere, counted by a named rule set.

The same rows are read by whichever rule set is asked for, and its wording stands beside every
figure. Months a team recorded nothing in, between its first recorded month and the last that any
team recorded, are none; before and after they are missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casebook.book.opening import Book
from casebook.book.references import References
from casebook.core import english
from casebook.core.codes import CODE_LISTS
from casebook.core.made_numbers import count_of, sum_of, together
from casebook.core.months import Month, Window, say_months
from casebook.core.rounding import percent
from casebook.core.rule_sets import RuleSet, rule_called, rule_sets
from casebook.core.statement import Ask, Head, Statement
from casebook.places.tree import PlaceTree
from casebook.registers.abstraction import (
    TREND_MONTHS,
    Abstraction,
    DutyHours,
    HomeAreas,
    counted,
    outside_policy,
)
from casebook.registers.statements.grouping import heads_by, in_groups, total_row
from casebook.store.transaction import Transaction

Cell = tuple[str, Month]
"""A team, by the ref of its area, and a month."""

_REASONS = "abstraction-reason"
_RATE_BY = {
    "team": (Head("team", "Team"), Head("name", "Name")),
    "district": (Head("district", "District"), Head("name", "Name")),
    "month": (Head("months", "Month"),),
}
_LISTED = 3
"""Teams a sentence names before it counts the rest."""


@dataclass(frozen=True)
class Log:
    """What the teams asked about recorded, and what it is counted by."""

    rule: RuleSet
    tree: PlaceTree
    areas: HomeAreas
    teams: tuple[str, ...]
    """The refs of the teams' areas, in the order they were made."""
    rows: tuple[Abstraction, ...]
    duty: Mapping[Cell, float]
    reasons: Mapping[str, str]
    """The label of every reason, the force's own among them."""
    recorded_to: Month | None
    """The last month in which any team of the casebook recorded anything."""

    @property
    def began(self) -> dict[str, Month]:
        """The first month each team recorded anything in; without those that never did."""
        first: dict[str, Month] = {}
        for row in self.rows:
            month = Month.of(row.at)
            first[row.place] = min(first.get(row.place, month), month)
        return first

    def counts(self, row: Abstraction) -> bool:
        """Whether the rule counts it."""
        return counted(self.rule, row, self.areas)

    def within(self, window: Window | None) -> tuple[Abstraction, ...]:
        """The abstractions of ``window``; all without one."""
        if window is None:
            return self.rows
        return tuple(row for row in self.rows if window.start <= row.at <= window.end)

    def window(self, asked: Window | None, today: Month) -> Window | None:
        """The months asked for, else those recorded, up to the last whole one; None without."""
        if asked is not None:
            return asked
        first = min(self.began.values(), default=today)
        last = min(self.recorded_to or today, today + -1)
        return Window(first, last) if first <= last else None


def read_log(tx: Transaction, book: Book, ask: Ask) -> Log:
    """What is recorded of the teams in ``ask.place``, or of all.

    Raises :class:`NotFound` for a place and :class:`BadValue` for a rule set there isn't.
    """
    rule = rule_called(ask.rule or book.settings.abstraction_rule, book.settings.abstraction_rules)
    tree = PlaceTree.of(tx)
    area = References(tx).known("place", ask.place) if ask.place else None
    rows, duty = tx.load(Abstraction), tx.load(DutyHours)
    named = {row.place for row in rows} | {row.place for row in duty}
    teams = tuple(
        ref
        for ref in tree.by_ref
        if ref in named and (area is None or area in (ref, *tree.above[ref]))
    )
    found = ((ref, tree.nearest(ref, "district")) for ref in tree.by_ref)
    districts = {ref: district.ref for ref, district in found if district is not None}
    return Log(
        rule,
        tree,
        HomeAreas(tree.above, districts),
        teams,
        tuple(row for row in rows if row.place in teams),
        {
            (row.place, row.month): sum_of([row], lambda one: one.hours)
            for row in duty
            if row.place in teams
        },
        {**CODE_LISTS[_REASONS], **tx.setting("codes", {}).get(_REASONS, {})},
        max((Month.of(row.at) for row in rows), default=None),
    )


def rate(book: Book, ask: Ask) -> Statement:
    """Counted hours of neighbourhood duty hours, by team, district, month or team and month."""
    with book.store.reading() as tx:
        log = read_log(tx, book, ask)
    by = ask.by or "team"
    today = Month.of(book.today)
    window = log.window(ask.window, today)
    if window is None:
        return Statement(_titled(None), _rate_heads(by), (), (*_rule_notes(log), "None recorded."))
    table = _Rates(log, window)
    rows = tuple(table.row(named, cells) for named, cells in table.groups(by))
    total = table.row({by.split(",")[0]: "All", "months": "All"}, table.cells)
    notes = [
        *_rule_notes(log),
        "Percent is counted hours of neighbourhood duty hours, and is left out where either isn't "
        "known for every team and month of a row.",
        *table.zero_notes(),
        _trend(log, window),
    ]
    if window.last >= today:
        notes.append(f"{today.label} isn't over.")
    shown = total if len(rows) > 1 else None
    said = tuple(note for note in notes if note)
    return Statement(_titled(window), _rate_heads(by), rows, said, shown)


def _titled(window: Window | None) -> str:
    return f"Abstraction, {window.label}" if window else "Abstraction"


def _rule_notes(log: Log) -> tuple[str, ...]:
    """The rule in its own words, and what of it can't be meant."""
    rule = log.rule
    unknown = [code for code in (*rule.at_home, *rule.allowed) if code not in log.reasons]
    said = (f"Rule: {rule.name}. {rule.wording} Source: {rule.source}.",)
    if not unknown:
        return said
    return (*said, f"{rule.name} names what is no reason: {', '.join(dict.fromkeys(unknown))}.")


def _trend(log: Log, window: Window) -> str:
    """That too few months are recorded for a trend; empty where enough are."""
    began = min(log.began.values(), default=None)
    if began is None or log.recorded_to is None:
        return "Nothing is recorded."
    months = max(0, min(window.last, log.recorded_to) - began + 1)
    if months >= TREND_MONTHS:
        return ""
    counted_ = english.counted(months, "month")
    return f"Too early for a trend: {counted_} recorded by {window.last.label}, of {TREND_MONTHS}."


def _rate_heads(by: str) -> tuple[Head, ...]:
    return (
        *heads_by(by.split(","), _RATE_BY),
        Head("counted_hours", "Counted", "hours"),
        Head("not_counted_hours", "Not counted", "hours"),
        Head("duty_hours", "On duty", "hours"),
        Head("percent", "Abstracted", "rate", kept=True),
        Head("why", "Why none"),
    )


class _Rates:
    """The rows of a rate: each stands for some teams in some months."""

    def __init__(self, log: Log, window: Window) -> None:
        self.log, self.months = log, window.months
        self.cells: list[Cell] = [(team, month) for team in log.teams for month in self.months]
        self._began = log.began
        self._rows = in_groups(log.within(window), lambda row: (row.place, Month.of(row.at)))

    def groups(self, by: str) -> Iterable[tuple[dict[str, Any], list[Cell]]]:
        """What each row stands for, with its keys, in order."""
        districts = self.log.areas.districts

        def name(cell: Cell) -> tuple[Any, ...]:
            parts = {"team": cell[0], "district": districts.get(cell[0]), "month": str(cell[1])}
            return tuple(parts[part] for part in by.split(","))

        for key, cells in in_groups(self.cells, name).items():
            named = dict(zip(by.split(","), key, strict=True))
            where = named.get("team") or named.get("district")
            if by != "month":
                named["name"] = self.log.tree.by_ref[where].name if where else None
            if "month" in named:
                named["months"] = cells[0][1].label
            yield named, cells

    def row(self, named: Mapping[str, Any], cells: Sequence[Cell]) -> dict[str, Any]:
        """The rate of some teams in some months; hours are those known."""
        silent = [cell for cell in cells if not self._records(cell)]
        unloaded = [cell for cell in cells if cell not in self.log.duty]
        rows = [row for cell in cells for row in self._rows.get(cell, ())]
        recorded = len(silent) < len(cells)
        counted_ = _hours(rows, self.log.counts) if recorded else None
        other = _hours(rows, lambda row: not self.log.counts(row)) if recorded else None
        duty = [self.log.duty[cell] for cell in cells if cell in self.log.duty]
        on_duty = together(duty) if duty else None
        share = None
        if counted_ is not None and on_duty and not silent and not unloaded:
            share = percent(counted_, on_duty, 1)
        why = [
            f"{what} {_gap(gap, cells)}"
            for what, gap in (("no duty hours for", unloaded), ("nothing recorded by", silent))
            if gap
        ]
        if on_duty == 0:
            why.append("no hours on duty")
        return {
            **named,
            "counted_hours": counted_,
            "not_counted_hours": other,
            "duty_hours": on_duty,
            "percent": share,
            "why": "; ".join(why),
            "rule": self.log.rule.key,
        }

    def _records(self, cell: Cell) -> bool:
        """Whether the team was recording in the month, so that nothing recorded means none."""
        began, to = self._began.get(cell[0]), self.log.recorded_to
        return began is not None and to is not None and began <= cell[1] <= to

    def zero_notes(self) -> list[str]:
        """The months in which a team that otherwise records recorded nothing."""
        none = [cell for cell in self.cells if self._records(cell) and cell not in self._rows]
        if not none:
            return []
        return [
            f"Nothing recorded by {_listed(none)}: taken as no abstraction, not as missing, "
            "because the team recorded before and others, or it, since."
        ]


def _gap(gap: Sequence[Cell], cells: Sequence[Cell]) -> str:
    """The teams of a gap in ``cells``; ``any team`` for the months in which none has what's asked.

    A row of one month doesn't name the month where it means all its teams.
    """
    teams, months = {team for team, _ in cells}, dict.fromkeys(month for _, month in cells)
    lacking = {month: sum(each == month for _, each in gap) for month in months}
    whole = [month for month in months if lacking[month] == len(teams)]
    if len(teams) < 2 or not whole:
        return _listed(gap)
    said = "any team" if len(months) == 1 else f"any team ({say_months(whole)})"
    rest = [cell for cell in gap if cell[1] not in whole]
    return f"{said}, {_listed(rest)}" if rest else said


def _listed(cells: Sequence[Cell]) -> str:
    """Teams with their months, as ``W1 (Sep to Oct 2024), W2 (Oct 2024)``."""
    teams = in_groups(cells, lambda cell: cell[0])
    said = [
        f"{team} ({say_months([month for _, month in found])})" for team, found in teams.items()
    ]
    return english.first_of(said, _LISTED, "team")


def reasons(book: Book, ask: Ask) -> Statement:
    """Hours by why officers were taken: counted, not counted, and outside the policy."""
    with book.store.reading() as tx:
        log = read_log(tx, book, ask)
    taken = log.within(ask.window)
    by_code = in_groups(taken, lambda row: row.code)
    rows = [
        {"code": code, "reason": reason, **_by_rule(log, by_code[code])}
        for code, reason in log.reasons.items()
        if code in by_code
    ]
    notes = [*_rule_notes(log)]
    if not log.rule.allowed:
        notes.append(f"{log.rule.name}'s rule lists no reasons it provides for.")
    heads = (
        Head("reason", "Reason"),
        Head("entries", "Entries", "number"),
        Head("hours", "Hours", "hours"),
        Head("counted_hours", "Counted", "hours"),
        Head("not_counted_hours", "Not counted", "hours"),
        Head("outside_policy_hours", "Outside the policy", "hours"),
    )
    title = f"Abstraction by reason, {ask.window.label}" if ask.window else "Abstraction by reason"
    total = total_row(heads, _by_rule(log, taken), "All reasons") if len(rows) > 1 else None
    return Statement(title, heads, tuple(rows), tuple(notes), total)


def _by_rule(log: Log, rows: Sequence[Abstraction]) -> dict[str, Any]:
    listed = bool(log.rule.allowed)
    return {
        "entries": count_of(rows),
        "hours": sum_of(rows, lambda row: row.hours),
        "counted_hours": _hours(rows, log.counts),
        "not_counted_hours": _hours(rows, lambda row: not log.counts(row)),
        "outside_policy_hours": _hours(rows, lambda row: outside_policy(log.rule, row, log.areas))
        if listed
        else None,
        "rule": log.rule.key,
    }


def _hours(rows: Iterable[Abstraction], holds: Callable[[Abstraction], bool]) -> float:
    """The hours of those for which ``holds`` does."""
    return sum_of(filter(holds, rows), lambda row: row.hours)


def rules(book: Book, ask: Ask) -> Statement:
    """Every rule set in its own words, with where they come from."""
    with book.store.reading() as tx:
        own = tx.setting("codes", {}).get(_REASONS, {})
    labels = {**CODE_LISTS[_REASONS], **own}
    rows = [
        {
            "rule": rule.key,
            "name": rule.name,
            "in_use": rule.key == book.settings.abstraction_rule,
            "wording": rule.wording,
            "source": rule.source,
            "not_counted_at_home": [labels.get(code, code) for code in rule.at_home],
            "home": rule.home if rule.at_home else None,
            "provided_for": [labels.get(code, code) for code in rule.allowed],
        }
        for rule in rule_sets(book.settings.abstraction_rules).values()
    ]
    heads = (
        Head("rule", "Rule"),
        Head("name", "Name"),
        Head("in_use", "In use"),
        Head("not_counted_at_home", "Not counted at home"),
        Head("home", "Home"),
        Head("provided_for", "Provided for"),
    )
    notes = [f"{row['name']}: {row['wording']} Source: {row['source']}." for row in rows]
    notes.append(
        "Choose one with 'casebook setting set abstraction-rule KEY', add the force's own with "
        "'casebook setting set abstraction-rules JSON'."
    )
    return Statement("Rule sets for abstraction", heads, tuple(rows), tuple(notes))
