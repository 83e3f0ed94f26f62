"""What a scrutiny meeting has before it: each question, its evidence and figures, what follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from casebook.core import english, wording
from casebook.core.months import Window, day_label
from casebook.core.statement import Head
from casebook.packs.chapters.parts import PackScope, StatementRow
from casebook.packs.chapters.registers import chapters_of
from casebook.packs.report.assembling import chapter_part, record_part, report_of, table
from casebook.packs.report.report import Report, ReportBlock, ReportPart, heading, para
from casebook.packs.scrutiny.named_figures import FigureFinder

EVIDENCE = (
    *("results", "programmes", "money", "indicators"),
    *("abstraction", "community"),
)
"""The chapters a meeting may turn to: what every register adds up to."""
_FIGURES = (
    Head("what", "Figure"),
    Head("where", "Where"),
    Head("period", "When"),
    Head("value", "Value"),
    Head("beside", "Beside it"),
)
_ACTIONS = (
    Head("meeting", "Meeting"),
    Head("item", "Item"),
    Head("text", "To do"),
    Head("change", "What will change"),
    Head("who", "Who"),
    Head("by_when", "By when", "date"),
    Head("decision", "State"),
    Head("done", "Done on", "date"),
    Head("outcome", "What came of it"),
)


def meetings_window(window: Window) -> Window:
    """The months whose meetings are told: the window, and as many months after it."""
    return Window(window.first, window.last + len(window))


def scrutiny_pack(scope: PackScope) -> Report:
    """The questions of the months and of the meeting their figures are put to, then the registers.

    Raises :class:`NotAllowed` for somebody who may not make files.
    """
    scope.book.require("export")
    told = meetings_window(scope.window)
    rows = scope.state("scrutiny", "decisions").rows
    asked = [row for row in rows if row["code"] is not None and _held(row, told)]
    return report_of(
        scope,
        f"Scrutiny: neighbourhood policing, {scope.window.label}",
        (
            ("For", "The scrutiny meeting"),
            ("Meetings", f"Those from {day_label(told.start)} to {day_label(told.end)}"),
        ),
        (
            *_questions(scope, asked, told),
            _actions(rows, told),
            *(
                chapter_part(each, new_page=not at)
                for at, each in enumerate(chapters_of(scope, EVIDENCE))
            ),
            record_part(scope, scope.coverage),
        ),
        across=True,
    )


def _held(row: StatementRow, told: Window) -> bool:
    return row["on"] is not None and str(told.start) <= row["on"] <= str(told.end)


def _questions(scope: PackScope, asked: list[StatementRow], told: Window) -> Iterator[ReportPart]:
    """A part for each question."""
    if not asked:
        said = (
            f"No question is recorded for a meeting from {day_label(told.start)} to "
            f"{day_label(told.end)}."
        )
        yield ReportPart("questions", "Questions", (para(said),))
        return
    finder = FigureFinder(scope)
    for at, row in enumerate(asked, start=1):
        on = day_label(date.fromisoformat(row["on"]))
        evidence = row["evidence"] or "No evidence is recorded."
        blocks: list[ReportBlock] = [
            para(row["text"]),
            heading("Evidence"),
            *(para(words) for words in evidence.split("\n") if words.strip()),
        ]
        found = finder.named_in(f"{row['text']} {row['evidence'] or ''}")
        figures = [
            {
                "what": each.what,
                "where": each.where,
                "period": each.period,
                "value": each.value,
                "beside": each.beside or None,
            }
            for each in found
        ]
        blocks += table("The figures it names, as they stand in the casebook", _FIGURES, figures)
        if not found:
            blocks.append(para("The evidence names no figure that the casebook holds."))
        blocks += [heading("Decision"), para(_decided(row))]
        yield ReportPart(f"question-{at}", f"{row['item']}: {row['meeting']}, {on}", tuple(blocks))


def _decided(row: StatementRow) -> str:
    decision = wording.label_of("scrutiny-decision", row["code"])
    label = row["decision"] or decision
    return f"{label}. {row['why'] or ''}".strip()


def _actions(rows: tuple[StatementRow, ...], told: Window) -> ReportPart:
    """The actions of those meetings, and older ones that were open when the months began."""

    def wanted(row: StatementRow) -> bool:
        if row["on"] is not None and row["on"] > str(told.end):
            return False
        return row["done"] is None or row["done"] >= str(told.start)

    found = [row for row in rows if row["code"] is None and wanted(row)]
    shown = [
        {**row, "meeting": _meeting(row), "decision": english.sentence(str(row["decision"]))}
        for row in found
    ]
    blocks = table("", _ACTIONS, shown, grouped="meeting", alert=_late)
    none = (para("No action of a meeting is open, and none was done in these months."),)
    return ReportPart("actions", "Actions", blocks or none)


def _meeting(row: StatementRow) -> str:
    if row["on"] is None:
        return str(row["meeting"])
    return f"{row['meeting']}, {day_label(date.fromisoformat(row['on']))}"


def _late(row: StatementRow) -> tuple[str, ...]:
    return ("by_when", "decision") if row["decision"] == "Overdue" else ()
