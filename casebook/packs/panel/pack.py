"""What the panel is told: numbered paragraphs, a recommendation, and an annex on the figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from casebook.core import english
from casebook.figures.comparison import ComparisonTable
from casebook.packs.chapters.parts import PackScope, StatementRow
from casebook.packs.panel.cases import cases_part
from casebook.packs.panel.community import abstraction_part, engagement_part, officers_part
from casebook.packs.panel.hours import change_part, compared_groups, hours_part, tests_table
from casebook.packs.panel.money import money_part
from casebook.packs.panel.promises import promises, promises_part
from casebook.packs.report.assembling import months_in_full, record_part, report_of
from casebook.packs.report.report import Report, ReportPart, notes, para


def panel_pack(scope: PackScope) -> Report:
    """The panel's report on three months; raises :class:`NotAllowed` for who may make no files."""
    scope.book.require("export")
    compared = compared_groups(scope)
    cases, left_out = cases_part(scope)
    main = (
        _introduction(scope),
        money_part(scope),
        hours_part(scope),
        change_part(scope, compared),
        engagement_part(scope),
        abstraction_part(scope),
        officers_part(scope),
        promises_part(scope),
        cases,
        _recommendation(scope, promises(scope)),
    )
    return report_of(
        scope,
        f"Neighbourhood policing: {scope.window.label}",
        (("To", "Police and crime panel"), ("Subject", _subject(scope))),
        (*main, _annex(scope, compared, left_out)),
        count=True,
    )


def _subject(scope: PackScope) -> str:
    return f"Neighbourhood policing and problem solving in {scope.where or 'the force'}"


def _introduction(scope: PackScope) -> ReportPart:
    live = sum(file.profile.live for file in scope.profiles)
    said = (
        f"This report covers {months_in_full(scope.window)}. "
        f"{english.counted(live, 'problem')} {'is' if live == 1 else 'are'} being worked on, each "
        "with an owner, a plan and a monthly review. What each figure rests on, and how changes "
        "were judged, stands in the annex."
    )
    return ReportPart("introduction", "Introduction", (para(said),))


def _recommendation(scope: PackScope, promised: Sequence[StatementRow]) -> ReportPart:
    """What the panel is asked: to note, to say whether it is assured, and on what is overdue."""
    late = [row for row in promised if row["decision"] == "overdue"]
    points = [
        "to note this report;",
        "to say whether it is assured by it, and on which points it is not;",
    ]
    if late:
        items = ", ".join(f"{row['item'].lower()} of {row['meeting']}" for row in late[:3])
        points.append(f"to say what it asks on what is overdue: {items};")
    points.append("to say what it wishes to see in the next report.")
    return ReportPart("recommendation", "Recommendation", (para("The panel is asked:", points),))


def _annex(
    scope: PackScope, compared: Mapping[str, ComparisonTable], left_out: Sequence[str]
) -> ReportPart:
    """How the figures were made: the only place where a statistic is named."""
    found = scope.together
    definitions = found.definitions if found else ()
    said = [*definitions, *record_part(scope, scope.coverage).blocks[0].points]
    if left_out:
        said += [f"From the owners' evidence. {words}" for words in left_out]
    table = tests_table(scope, compared)
    blocks = (*table, *notes(said))
    return ReportPart("annex", "Annex: how the figures were made", blocks, new_page=True)
