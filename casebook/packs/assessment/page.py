"""An assessment as one HTML page, offline and without script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook import __version__
from casebook.core import wording
from casebook.core.english import sentence
from casebook.core.months import Month
from casebook.packs.drawing.assessment_charts import (
    MonthBar,
    SoFar,
    months_chart,
    running_chart,
)
from casebook.packs.drawing.svg import Picture
from casebook.packs.facts import plain_text
from casebook.packs.html import own_file, template
from casebook.packs.marking import highest_marking
from casebook.packs.tables import PrintColumn, PrintRow, PrintTable

if TYPE_CHECKING:
    from casebook.assessments.assessment import Assessment
    from casebook.book.opening import Book


@dataclass(frozen=True)
class AssessmentPage:
    """The page in words, tables and drawings; its words are never markup."""

    force: str
    marking: str
    synthetic: str
    ref: str
    title: str
    says: str
    """The result."""
    beside: tuple[str, ...]
    """What must stand next to it: φ, dose, displacement, the objective, power."""
    cautions: tuple[str, ...]
    counts: PrintTable
    charts: tuple[Picture, ...]
    months: PrintTable
    record: tuple[str, ...]


def assessment_page(book: Book, found: Assessment) -> AssessmentPage:
    """``found`` as a page; raises :class:`NotAllowed` for somebody who may not make files."""
    book.require("export")
    panels = [
        (
            f"{sentence(part)}: {', '.join(found.areas.get(part, ()))}",
            [MonthBar(row.month, row.counts[part], row.compared) for row in found.series],
        )
        for part in found.totals
    ]
    charts = [months_chart("months", panels)]
    if len(found.running) > 1:
        points = [
            SoFar(Month.parse(row.month), row.wdd, row.ci_low, row.ci_high) for row in found.running
        ]
        charts.append(running_chart("running", points))
    return AssessmentPage(
        force=book.settings.force_name,
        marking=highest_marking((book.settings.marking, found.marking)),
        synthetic=book.settings.synthetic,
        ref=found.profile,
        title=plain_text(found.title),
        says=sentence(found.says),
        beside=found.beside,
        cautions=found.cautions,
        counts=counts_table(found),
        charts=tuple(charts),
        months=_months_table(found),
        record=(
            f"Design version {found.version}; {found.declared}.",
            found.definition,
            *found.sources,
            f"Head of the record: {book.head()}",
            f"Made with Casebook {__version__} on {wording.day(book.today)}.",
        ),
    )


def counts_table(found: Assessment) -> PrintTable:
    """Each part of the design with its areas and its counts before and after."""
    before, after = found.months.windows
    columns = (
        PrintColumn("Part"),
        PrintColumn("Areas"),
        PrintColumn(f"Before ({before.label})", kind="figure"),
        PrintColumn(f"After ({after.label})", kind="figure"),
    )
    lines = tuple(
        PrintRow(
            (
                sentence(part),
                ", ".join(found.areas.get(part, ())),
                *(wording.number(count, 0) for count in pair),
            )
        )
        for part, pair in found.totals.items()
    )
    return PrintTable(f"{found.count_group} in the months compared", columns, lines)


def _months_table(found: Assessment) -> PrintTable:
    columns = (
        PrintColumn("Month", kind="phrase"),
        PrintColumn("Window", kind="phrase"),
        *(PrintColumn(sentence(part), kind="figure") for part in found.totals),
    )
    lines = tuple(
        PrintRow(
            (
                row.month.label,
                row.compared or wording.MISSING,
                *(wording.number(row.counts[part]) for part in found.totals),
            )
        )
        for row in found.series
    )
    return PrintTable(f"{found.count_group} by month", columns, lines)


def render_assessment(page: AssessmentPage) -> str:
    """The page as one HTML text; the same page gives the same text. Write it as UTF-8."""
    css = f"{own_file('review.css')}\n{own_file('assessment.css')}"
    return template("assessment.html").render(page=page, css=css)
