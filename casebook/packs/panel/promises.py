"""What was promised at meetings before, and what came of it."""

from __future__ import annotations

from datetime import date

from casebook.core import english
from casebook.core.months import day_label
from casebook.packs.chapters.parts import PackScope, StatementRow
from casebook.packs.panel.plain import plain_sentences
from casebook.packs.report.report import ReportPart, para

MOST = 8
LONGEST = 260


def promises(scope: PackScope) -> tuple[StatementRow, ...]:
    """The actions of meetings up to the end of the months that were open or done in them.

    The oldest meeting's first; an action without a day its meeting was on counts as asked before.
    """
    start, end = str(scope.window.start), str(scope.window.end)
    return tuple(
        row
        for row in scope.state("scrutiny", "decisions").rows
        if row["code"] is None
        and (row["on"] is None or row["on"] <= end)
        and (row["done"] is None or row["done"] >= start)
    )


def promises_part(scope: PackScope) -> ReportPart:
    """Each promise with what came of it, in one paragraph; what is overdue first says so."""
    found = promises(scope)
    heading = "What was promised last time"
    if not found:
        none = para("No action of an earlier meeting was open in these months.")
        return ReportPart("promises", heading, (none,))
    states = [row["decision"] for row in found]
    counts = english.listed(
        f"{states.count(state)} {state}" for state in ("done", "open", "overdue") if state in states
    )
    shown = found[:MOST]
    points = [_point(row) for row in shown]
    if len(found) > len(shown):
        points.append(f"{len(found) - len(shown)} more stand in the register of scrutiny actions.")
    said = f"{english.counted(len(found), 'promise')} of earlier meetings: {counts}."
    return ReportPart("promises", heading, (para(said, points),))


def _point(row: StatementRow) -> str:
    """A promise, who gave it and by when, and what came of it."""
    asked, _ = plain_sentences(str(row["text"]))
    who = f"{row['who']}, " if row["who"] else ""
    by = f"by {_day(row['by_when'])}" if row["by_when"] else "no day set"
    return f"{english.shortened(asked, LONGEST).rstrip('.')} ({who}{by}). {_came(row)}"


def _came(row: StatementRow) -> str:
    outcome, _ = plain_sentences(str(row["outcome"] or ""))
    told = english.shortened(outcome, LONGEST)
    if row["decision"] == "done":
        return f"Done on {_day(row['done'])}: {told or 'what came of it was not recorded.'}"
    state = "Overdue" if row["decision"] == "overdue" else "Still open"
    return f"{state}. {told}".strip()


def _day(text: str) -> str:
    return day_label(date.fromisoformat(text))
