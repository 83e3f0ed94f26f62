"""The page of all hotspots: a row each, in order of need."""

from __future__ import annotations

from casebook.core import english, wording
from casebook.figures import sentences
from casebook.figures.figure import Figure
from casebook.measures import on_course
from casebook.measures.verdict import FEWER, MORE
from casebook.packs.review.all_hotspots import PackFigures
from casebook.packs.tables import PrintColumn, PrintRow, PrintTable

_LONGEST_NAME = 40
_UNDER = 0.8
"""A share of plan below this stands out."""
_VERDICT, _SINCE, _MEASURE, _OF_PLAN, _REVIEW = 6, 7, 8, 9, 11
"""Places of the cells that may stand out."""


def overview_table(figures: PackFigures) -> PrintTable:
    """Each hotspot on its own count, since its response began, on its measure and against plan."""
    of_plan = f"All {english.counted(len(figures.rows), 'hotspot')}"
    total = [of_plan, *("",) * 11]
    total[_OF_PLAN] = wording.share(figures.together.delivered_share)
    return PrintTable(
        f"Every hotspot, {figures.now}",
        (
            PrintColumn("Hotspot", kind="phrase"),
            PrintColumn("Own count", kind="phrase"),
            PrintColumn(figures.now, kind="figure"),
            PrintColumn(figures.previous, kind="figure"),
            PrintColumn(figures.last_year, kind="figure"),
            PrintColumn("Expected", kind="figure"),
            PrintColumn("Verdict", kind="phrase"),
            PrintColumn("Since the response", kind="phrase"),
            PrintColumn("Measure", kind="phrase"),
            PrintColumn("Hours of plan", kind="figure"),
            PrintColumn(figures.settings.label, kind="phrase"),
            PrintColumn("Review", kind="phrase"),
        ),
        (*(_row(figures, row) for row in figures.rows), PrintRow(tuple(total), "total")),
        _notes(figures),
    )


def _row(figures: PackFigures, row: Figure) -> PrintRow:
    files = figures.files(row)
    first = files[0].profile if files else None
    progress = figures.progress.get(first.ref) if first else None
    late = any(file.profile.overdue(figures.made_on) for file in files)
    cells = (
        english.shortened(f"{row.hotspot} {row.name}".rstrip(), _LONGEST_NAME),
        wording.group_title(row.count_group),
        *(wording.number(n) for n in (row.count, row.count_previous, row.count_last_year)),
        sentences.expected(row.expected),
        sentences.verdict(row.verdict),
        _since(row),
        english.sentence(progress.standing) if progress else wording.MISSING,
        wording.share(row.delivered_share),
        f"{first.ref} {first.stage}" if first else "none open",
        _review(row, late=late),
    )
    marked = {
        _VERDICT: row.verdict in (FEWER, MORE),
        _SINCE: row.since_verdict in (FEWER, MORE),
        _MEASURE: progress is not None and progress.standing == on_course.OFF_COURSE,
        _OF_PLAN: row.delivered_share is not None and row.delivered_share < _UNDER,
        _REVIEW: late,
    }
    alert = tuple(at for at, stands_out in marked.items() if stands_out)
    return PrintRow(cells, link=figures.links.get(row.hotspot or "", ""), alert=alert)


def _since(row: Figure) -> str:
    """The run since the response began, against what was expected of it."""
    if row.run_months is None or row.run_count is None:
        return wording.MISSING
    counts = f"{wording.number(row.run_count)} against {sentences.expected(row.since_expected)}"
    return f"{counts}: {row.since_verdict}" if row.since_verdict else counts


def _review(row: Figure, *, late: bool) -> str:
    state = row.review_state or ("" if late else wording.MISSING)
    return " ".join(part for part in (state, "(overdue)" if late else "") if part)


def _notes(figures: PackFigures) -> tuple[str, ...]:
    """How to read the table."""
    return (
        "In order of need. Expected is the hotspot's own baseline with what the rest of the force "
        f"did. {sentences.limits(figures.settings.usual_variation)} Measure is the profile's own. "
        "– is not known or not set; 0 is none.",
    )
