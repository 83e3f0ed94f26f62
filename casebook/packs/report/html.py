"""A pack in paragraphs and tables as one HTML file that opens without a network."""

from __future__ import annotations

from dataclasses import replace

from casebook.packs.html import own_file, template
from casebook.packs.report.report import Report, ReportPart, letter


def render_report(report: Report) -> str:
    """The report as one HTML text; the same report gives the same text. Write it as UTF-8."""
    report = replace(report, parts=tuple(map(_captioned, report.parts)))
    css = f"{own_file('review.css')}\n{own_file('report.css')}"
    return template("report.html").render(page=report, css=css, letter=letter)


def _captioned(part: ReportPart) -> ReportPart:
    """The part with its heading for caption of the tables that have none of their own."""
    blocks = tuple(
        replace(
            block,
            tables=tuple(
                replace(table, caption=table.caption or part.heading) for table in block.tables
            ),
        )
        for block in part.blocks
    )
    return replace(part, blocks=blocks)
