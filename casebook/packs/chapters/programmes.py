"""The chapter on programmes: those near the day it is made, and what came of their benefits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from casebook.core import english, wording
from casebook.core.months import day_label, months_after
from casebook.core.statement import Head, Statement
from casebook.packs.chapters.parts import ChapterBody, PackScope, StatementRow
from casebook.packs.chapters.statement_table import statement_table

NEAR = 3
"""Months before and after the day within which a programme is printed."""


def programmes(scope: PackScope) -> ChapterBody:
    """Programmes that run, begin soon or ended lately, and their expected benefits."""
    standing = scope.state("programme", "standing")
    if not standing.rows:
        return ChapterBody()
    tables = []
    near = _near(standing, scope)
    if near.rows:
        tables.append(statement_table(near, alert=_review_late))
    benefits = _benefits(scope.state("programme", "benefits"), scope)
    if benefits.rows:
        title = "Expected benefits: the newest finding of each, and when it is looked at next"
        tables.append(statement_table(benefits, title=title, alert=_look_late))
    return ChapterBody(tuple(tables))


def _near(standing: Statement, scope: PackScope) -> Statement:
    """The programmes near the day, under where they stand, and how many aren't."""
    since, until = (str(months_after(scope.today, n)) for n in (-NEAR, NEAR))
    labels = {
        "running": "Running",
        "coming": f"Beginning by {wording.day(months_after(scope.today, NEAR))}",
        "over": f"Over since {wording.day(months_after(scope.today, -NEAR))}",
        None: "Without dates",
    }

    def wanted(row: StatementRow) -> bool:
        if row["standing"] == "over":
            return str(row["to"]) >= since
        return row["standing"] != "coming" or str(row["from"] or row["next_on"]) <= until

    order = list(labels)
    rows = sorted(filter(wanted, standing.rows), key=lambda row: order.index(row["standing"]))
    out = [row for row in standing.rows if not wanted(row)]
    over = sum(row["standing"] == "over" for row in out)
    said = [f"{over} over before then"] if over else []
    said += [f"{len(out) - over} beginning later"] if len(out) > over else []
    refs = {row["programme"] for row in rows}
    notes = [note for note in standing.notes if note.partition(":")[0] in refs]
    notes += [f"Left out: {english.listed(said)}."] if said else []
    return replace(
        standing,
        heads=_STANDING,
        rows=tuple({**row, **_next(row), "standing": labels[row["standing"]]} for row in rows),
        notes=tuple(notes),
        grouped="standing",
    )


def _next(row: StatementRow) -> dict[str, str]:
    """What comes next with its day."""
    if row["next"] is None or row["next_on"] is None:
        return {}
    return {"next": f"{row['next']}, {day_label(date.fromisoformat(row['next_on']))}"}


_STANDING = (
    Head("standing", "Standing"),
    Head("programme", "Ref"),
    Head("name", "Programme"),
    Head("place", "Where"),
    Head("when", "When"),
    Head("phase", "Phase"),
    Head("lead", "Lead agency"),
    Head("next", "Next"),
    Head("next_review", "Next review", "date"),
    Head("results", "Results"),
)


def _benefits(found: Statement, scope: PackScope) -> Statement:
    """A row a benefit, with its newest finding and next review; programmes long over left out."""
    since = str(months_after(scope.today, -NEAR))
    benefits: dict[tuple[str, str], list[StatementRow]] = {}
    for row in found.rows:
        benefits.setdefault((row["programme"], row["benefit"]), []).append(row)
    rows = [_newest(own) for own in benefits.values()]
    if scope.place:
        here = {row["programme"] for row in scope.state("programme", "standing").rows}
        rows = [row for row in rows if row["programme"] in here]
    live = {
        row["programme"]
        for row in rows
        if row["next"] is not None or (row["reviewed"] or "") >= since
    }
    gone = sorted({row["programme"] for row in rows} - live)
    notes = list(found.notes)
    if gone:
        day = wording.day(months_after(scope.today, -NEAR))
        notes.append(
            f"Left out, with nothing found since {day} or to come: {english.listed(gone)}."
        )
    return replace(
        found,
        heads=_BENEFITS,
        rows=tuple(row for row in rows if row["programme"] in live),
        notes=tuple(notes),
        grouped="label",
    )


_BENEFITS = (
    Head("label", "Programme"),
    Head("benefit", "Expected benefit"),
    Head("finding", "Newest finding"),
    Head("evidence", "Evidence"),
    Head("reviewed", "Found on", "date"),
    Head("next", "Next review", "date"),
)


def _newest(own: Sequence[StatementRow]) -> dict[str, Any]:
    """One benefit's newest finding with the day of the review that comes next."""
    done = [row for row in own if row["standing"] == "reviewed"]
    newest: StatementRow = max(
        done, key=lambda row: (row["reviewed"] or "", row["months"]), default={}
    )
    ahead = [row for row in own if row["standing"] != "reviewed" and row["due"] is not None]
    coming: StatementRow = min(ahead, key=lambda row: str(row["due"]), default={})
    return {
        "programme": own[0]["programme"],
        "label": f"{own[0]['programme']} {own[0]['name']}",
        "benefit": own[0]["benefit"],
        "finding": newest.get("finding"),
        "evidence": newest.get("evidence"),
        "reviewed": newest.get("reviewed"),
        "next": coming.get("due"),
        "late": coming.get("standing") == "overdue",
    }


def _review_late(row: StatementRow) -> tuple[str, ...]:
    return ("next_review",) if row["overdue"] else ()


def _look_late(row: StatementRow) -> tuple[str, ...]:
    return ("next",) if row["late"] else ()
