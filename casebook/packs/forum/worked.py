"""What worked and what didn't over closed and assessed profiles, pooled, and who can help."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from casebook.core import english, wording
from casebook.core.months import day_label
from casebook.core.statement import Head
from casebook.packs.chapters.parts import PackScope
from casebook.packs.chapters.statement_table import statement_table
from casebook.packs.report.assembling import table
from casebook.packs.report.report import ReportBlock, ReportPart, notes, para, tables
from casebook.profiles.casefile import ProfileFile
from casebook.registers.casework import ClosingCheck

WORKED = ("effective", "promising")
LONGEST = 220
_JUDGED = (
    Head("ref", "Profile"),
    Head("title", "Problem"),
    Head("tactics", "Tactics"),
    Head("impact", "Judged"),
    Head("evidence", "What changed"),
    Head("lessons", "Lesson"),
)
_WORKED = (
    Head("ref", "Profile"),
    Head("title", "Problem"),
    Head("tactics", "Tactics"),
    Head("impact", "Judged"),
    Head("effect", "Effect by its declared design"),
    Head("lessons", "Lesson"),
)


def judged_table(where: str, files: Iterable[ProfileFile]) -> tuple[ReportBlock, ...]:
    """What a place's assessed profiles say of their impact, those that worked first."""
    rows = []
    for file in files:
        body = file.stage("assess").body
        if body.impact and not file.profile.disposed:
            rows.append(
                {
                    "ref": file.profile.ref,
                    "title": file.profile.title,
                    "tactics": _tactics(action.tactic for action in file.actions),
                    "impact": wording.label_of("verdict", body.impact),
                    "evidence": english.shortened(body.evidence, LONGEST) or None,
                    "lessons": english.shortened(body.lessons, LONGEST) or None,
                    "order": body.impact not in WORKED,
                }
            )
    rows.sort(key=lambda row: (row["order"], row["ref"]))
    return table(f"{where}: what worked, then what didn't", _JUDGED, rows)


def _tactics(codes: Iterable[str]) -> str | None:
    found = dict.fromkeys(code for code in codes if code)
    return ", ".join(wording.label_of("tactic", code) for code in found) or None


def worked_part(scope: PackScope) -> ReportPart:
    """Closed profiles that worked, whenever they were closed, and their effects pooled."""
    from casebook.agenda.finding.search import Narrowed, worked
    from casebook.assessments.evidence.shared import evidence

    rows: list[dict[str, Any]] = [
        {
            "ref": each.ref,
            "title": each.title,
            "tactics": _tactics(each.tactics),
            "impact": wording.label_of("verdict", each.impact),
            "effect": each.effect_says or None,
            "lessons": english.shortened(each.lessons, LONGEST) or None,
        }
        for each in worked(scope.book, "", Narrowed(area=scope.place))
    ]
    blocks = [*table("Closed profiles that worked", _WORKED, rows)]
    if not rows:
        blocks.append(para("No closed profile here was judged to have worked."))
    pooled = evidence(scope.book)
    said = [
        f"{wording.label_of('tactic', each.tactic)}, "
        f"{wording.label_of('theme', each.theme).lower() if each.theme else 'all themes'}: "
        f"{each.says}"
        for each in pooled.rows
    ]
    if said:
        blocks.append(para("Pooled over the force and pages from other forces:", said))
    return ReportPart("worked", "What worked", (*blocks, *notes(pooled.notes)))


def checks_part(scope: PackScope) -> ReportPart | None:
    """What looks at closed profiles found in the months; None where there was none."""
    with scope.book.store.reading() as tx:
        checks = tx.load(ClosingCheck)
    titles = {file.profile.ref: file.profile.title for file in scope.profiles}
    window = scope.window
    rows = [
        {
            "ref": check.profile,
            "title": titles[check.profile],
            "months": check.months,
            "finding": wording.label_of("closing-finding", check.code),
            "text": check.text or None,
            "on": str(check.at) if check.at else None,
        }
        for check in checks
        if check.profile in titles
        and check.at is not None
        and window.start <= check.at <= window.end
    ]
    heads = (
        Head("ref", "Profile"),
        Head("title", "Problem"),
        Head("months", "Months after closing", "number"),
        Head("finding", "Found"),
        Head("text", "In words"),
        Head("on", "On", "date"),
    )
    rows.sort(key=lambda row: (row["ref"], row["months"]))
    blocks = table("", heads, rows)
    if not blocks:
        return None
    first, last = day_label(window.start), day_label(window.end)
    return ReportPart("checks", f"Closed problems looked at, {first} to {last}", blocks)


def helpers_part(scope: PackScope) -> ReportPart | None:
    """Who of the peer network can help with which tactic; None without one."""
    found = scope.state("practitioner", "who")
    if not found.rows:
        return None
    return ReportPart("help", "Who can help", (tables(statement_table(found)),))
