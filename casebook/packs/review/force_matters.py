"""What of the whole force needs a decision: money, hours, answers over 72 hours, gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from casebook.core import english, wording
from casebook.core.months import Window
from casebook.core.rounding import added, round_half_up
from casebook.figures.figure import Figure
from casebook.reviews.matter import ANSWERS, COVERAGE, MONEY, Matter
from casebook.reviews.matters import hours_together

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.packs.chapters.parts import PackScope

_NAMED = 3
"""Funds, answers that are owed and gaps that are told one by one; the others are counted."""
_OFF = 0.05
"""A fund is where it should be while its forecast is within this share of its budget."""
_THOUSANDS = 10_000
"""From so many pounds on a forecast is said in whole thousands."""


@dataclass(frozen=True)
class FundEnd:
    """Where a fund ends if it goes on as it has. None is not known."""

    name: str
    budget: float | None
    spent: float
    """By ``as_at``."""
    known: float
    """Spent and committed."""
    straight_line: float | None
    """Spent by the end of its period at the pace so far."""
    until: date | None
    runs_out: tuple[tuple[str, date], ...] = ()
    """Lines that run out before the end, each with the day."""
    begun: bool = True
    """Whether enough of its period has gone to say where it ends."""


@dataclass(frozen=True)
class OwedAnswer:
    """A question from the public that nobody answered within 72 hours."""

    place: str
    received: datetime
    text: str


def read_force_matters(scope: PackScope) -> tuple[Matter, ...]:
    """What of the money and of the answers owed needs a decision in the scope's month.

    Money is the whole force's, and so is left out of a pack narrowed to an area.
    """
    from casebook.registers.statements.community import local_now, overdue_queries

    book, window = scope.book, scope.window
    now = local_now(book)
    owed = [
        OwedAnswer(called, query.received, query.text)
        for called, query in overdue_queries(book)
        if query.place in scope.inside
    ]
    funds = () if scope.place else _fund_ends(book, window)
    as_at = min(book.today, window.end)
    money = [found for fund in funds if (found := money_matter(fund, as_at))]
    return (*largest(money), *answers_matter(owed, now))


def largest(money: Sequence[Matter]) -> Iterator[Matter]:
    """The matters of the funds that are furthest off, and one that names the others."""
    ranked = sorted(money, key=lambda matter: -matter.size)
    yield from ranked[:_NAMED]
    others = [matter.place for matter in ranked[_NAMED:]]
    if others:
        fact = f"Off their budgets by less: {english.first_of(others, 5, 'fund')}."
        count = english.counted(len(others), "more fund")
        yield Matter(MONEY, "", "", count, fact, "Look at the statement of each")


def money_matter(fund: FundEnd, as_at: date) -> Matter | None:
    """A fund that won't be spent, or not last; None for one on course or without a budget.

    >>> fund = FundEnd("Fund", 1568614, 540554, 540554, 808616, date(2025, 3, 31))
    >>> money_matter(fund, date(2024, 11, 30)).fact
    '£760,000 unspent at 31 Mar 2025 at this pace: £540,554 of £1,568,614 spent by 30 Nov 2024.'
    """
    if not fund.budget or fund.until is None or not fund.begun:
        return None
    spent = f"{wording.money(fund.spent, 0)} of {wording.money(fund.budget)} spent by"
    spent += f" {wording.day(as_at)}"
    ahead = max(fund.straight_line or 0.0, fund.known)
    left = added((fund.budget, -ahead))
    end = wording.day(fund.until)
    also = _run_out(fund)
    if left > _OFF * fund.budget:
        pace = "" if fund.straight_line is None else " at this pace"
        fact = f"{_about(left)} unspent at {end}{pace}: {spent}.{also}"
        ask = "Decide what it is spent on, or give it back"
    elif left < -_OFF * fund.budget:
        fact = f"{_about(-left)} over budget at {end} at this pace: {spent}.{also}"
        ask = "Decide what stops, or who pays"
    elif also:
        fact, ask = f"{also.strip()} {english.sentence(spent)}.", "Move money or stop the line"
    else:
        return None
    return Matter(MONEY, "", "", fund.name, fact, ask, abs(left))


def _run_out(fund: FundEnd) -> str:
    """How many lines run out before the end, the first of them named; empty for none."""
    if not fund.runs_out:
        return ""
    name, on = min(fund.runs_out, key=lambda line: line[1])
    if len(fund.runs_out) == 1:
        return f" {name} runs out on {wording.day(on)}."
    many = english.counted(len(fund.runs_out), "line runs out", "lines run out")
    return f" {many} before then, {name} first, on {wording.day(on)}."


def _about(amount: float) -> str:
    """A forecast in pounds: in thousands where it is large.

    >>> _about(759998.4), _about(1234.5)
    ('£760,000', '£1,235')
    """
    return wording.money(round_half_up(amount, -3 if amount >= _THOUSANDS else 0))


def answers_matter(owed: Sequence[OwedAnswer], now: datetime) -> Iterator[Matter]:
    """The questions still unanswered after 72 hours, however old, the oldest named."""
    if not owed:
        return
    oldest = sorted(owed, key=lambda one: (one.received, one.place))
    named = [
        f"{one.place} {english.counted((now - one.received).days, 'day')} "
        f"(“{english.shortened(one.text, 70)}”)"
        for one in oldest[:_NAMED]
    ]
    more = len(oldest) - len(named)
    rest = f" and {more:,} more" if more else ""
    waiting = english.counted(len(owed), "question waits", "questions wait")
    fact = f"{waiting} for an answer over 72 hours: {'; '.join(named)}{rest}."
    yield Matter(ANSWERS, "", "", "Answers", fact, "Have the named officer answer today")


def coverage_matter(
    together: Figure, rows: Iterable[Figure], notes: Iterable[str]
) -> Iterator[Matter]:
    """What isn't loaded of the month or of the months it is judged by."""
    window = together.window
    gaps = [note for note in dict.fromkeys(notes) if "isn't loaded" in note]
    said = gaps[:_NAMED]
    if len(gaps) > _NAMED:
        said.append(f"{english.counted(len(gaps) - _NAMED, 'more gap')} in the notes on the data.")
    unknown = [row.hotspot or "" for row in rows if row.count is None]
    if unknown:
        refs = english.first_of(unknown, 4, "hotspot")
        said.append(f"The own count of {window.label} isn't known in {refs}.")
    if together.officer_hours is None:
        said.append(f"Hours delivered in {window.label} aren't known.")
    elif together.covered_to is not None and together.covered_to < window.end:
        last = wording.day(together.covered_to)
        said.append(f"Hours after {last} aren't known from every source.")
    if said and together.coverage:
        said.append(f"Hours: {together.coverage}.")
    if said:
        ask = "Have it loaded: it is missing, not low"
        yield Matter(COVERAGE, "", "", "Coverage", " ".join(said), ask)


def force_matters(
    together: Figure, rows: Sequence[Figure], notes: Iterable[str], more: Iterable[Matter] = ()
) -> tuple[Matter, ...]:
    """The matters of the whole force in their order: money and answers, hours, gaps."""
    hours = hours_together(together)
    return (*more, *([hours] if hours else []), *coverage_matter(together, rows, notes))


def _fund_ends(book: Book, window: Window) -> Iterator[FundEnd]:
    """Where every fund ends that runs in the month, at the month's end."""
    from casebook.core.statement import Ask
    from casebook.registers.statements.every import state

    for row in state(book, "fund", "list", Ask()).rows:
        until = date.fromisoformat(row["to"]) if row["to"] else None
        begins = date.fromisoformat(row["from"]) if row["from"] else None
        if (until and until < window.start) or (begins and begins > window.end):
            continue
        found = state(book, "fund", "forecast", Ask(ref=row["ref"], window=window))
        if found.rows:
            whole = found.total or found.rows[0]
            yield FundEnd(
                row["name"],
                whole["budget"],
                whole["spent"],
                whole["known"],
                whole["straight_line"],
                until,
                tuple(_running_out(found.rows)),
                _told(whole),
            )


def _running_out(lines: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, date]]:
    for line in lines:
        if line["runs_out"]:
            yield f"{line['ref']} {line['name']}", date.fromisoformat(line["runs_out"])


def _told(whole: Mapping[str, Any]) -> bool:
    """Whether so much of the period has gone that nothing spent by then says something."""
    from casebook.registers.statements.money import TOO_EARLY

    gone, days = whole.get("days_gone"), whole.get("days")
    return whole["straight_line"] is not None or bool(gone and days and TOO_EARLY * gone >= days)
