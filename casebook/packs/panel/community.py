"""Engagement, abstraction, named officers and the 72-hour promise, a few paragraphs each."""

from __future__ import annotations

from casebook.core import wording
from casebook.core.statement import Statement
from casebook.packs.chapters.parts import PackScope
from casebook.packs.report.report import ReportBlock, ReportPart, para

_ENGAGEMENT = ("communication", "prevention")
"""The groups of results that are engagement and prevention; the others are enforcement."""
_LISTED = 8
_REASONS = 3


def engagement_part(scope: PackScope) -> ReportPart:
    """Counts of engagement by code; unlike things aren't added."""
    found = scope.state("activity", "total", by="code", window=scope.window)
    lines = []
    for title, groups in (
        ("Engagement and prevention", _ENGAGEMENT),
        ("Enforcement and intelligence", ("enforcement", "intelligence")),
    ):
        rows = [row for row in found.rows if row["group"] in groups and not row["of"]]
        rows.sort(key=lambda row: -row["count"])
        points = [f"{row['label']}: {row['count']:,}" for row in rows[:_LISTED]]
        more = len(rows) - len(points)
        points += [f"and {more} other kinds, fewer of each"] if more > 0 else []
        if points:
            lines.append(f"{title}, {scope.window.label}: {'; '.join(points)}.")
    left = [note for note in found.notes if note.startswith("Not counted")]
    if not lines:
        lines.append(f"No engagement is recorded for {scope.window.label}.")
    return ReportPart("engagement", "Engagement", tuple(para(words) for words in (*lines, *left)))


def abstraction_part(scope: PackScope) -> ReportPart:
    """How much of neighbourhood teams' time went elsewhere, by which rule, and why."""
    rate = scope.state("abstraction", "rate", by="district", window=scope.window)
    whole = rate.total or next(iter(rate.rows), None)
    if whole is None or whole["counted_hours"] is None:
        return ReportPart(
            "abstraction", "Abstraction", (para("No abstraction is recorded in these months."),)
        )
    counted, duty = wording.hours(whole["counted_hours"]), wording.hours(whole["duty_hours"])
    if whole["percent"] is None:
        said = f"{counted} officer-hours were counted as abstraction; the share isn't known"
        said += f" ({whole['why']})." if whole["why"] else "."
    else:
        share = wording.percent(whole["percent"], 1)
        said = f"{share} of neighbourhood duty hours went elsewhere ({counted} of {duty})."
    rule = next((note for note in rate.notes if note.startswith("Rule:")), "")
    early = next((note for note in rate.notes if "trend" in note), "")
    blocks: list[ReportBlock] = [para(f"{said} {_reasons(scope)}".strip())]
    blocks += [para(" ".join(filter(None, (rule, early))))] if rule or early else []
    return ReportPart("abstraction", "Abstraction", tuple(blocks))


def _reasons(scope: PackScope) -> str:
    """What took most of the counted hours."""
    found = scope.state("abstraction", "reasons", window=scope.window)
    rows = [row for row in found.rows if row["counted_hours"]]
    rows.sort(key=lambda row: -row["counted_hours"])
    named = [
        f"{row['reason']} ({wording.hours(row['counted_hours'])} officer-hours)"
        for row in rows[:_REASONS]
    ]
    return f"Most went to {', '.join(named)}." if named else ""


def officers_part(scope: PackScope) -> ReportPart:
    """Wards with a named officer and an up-to-date priority, and answers within 72 hours."""
    wards = scope.state("priority", "current")
    said = [note for note in wards.notes if "named officer" in note or "no ward" in note]
    nobody = [row["name"] for row in wards.rows if row["officer"] is None]
    if nobody:
        said.append(f"Without a named officer: {', '.join(dict.fromkeys(nobody))}.")
    said.append(_queries(scope.state("query", "clock", window=scope.window)))
    return ReportPart(
        "officers", "Named officers and answers", tuple(para(words) for words in said)
    )


def _queries(clock: Statement) -> str:
    whole = clock.total or next(iter(clock.rows), None)
    if whole is None:
        return "No query from the public is recorded in these months."
    share = f" ({wording.percent(whole['share'])})" if whole["share"] is not None else ""
    said = f"Queries from the public answered within 72 hours: {whole['in_words']}{share}"
    late = [f"{whole['late']} were answered later", f"{whole['overdue']} are still unanswered"]
    return f"{said}; {' and '.join(late)}."
