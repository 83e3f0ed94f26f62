"""A pack in paragraphs and tables as one HTML file that opens without a network."""

from __future__ import annotations

from casebook.packs.html import own_file, template
from casebook.packs.report.report import Report, letter


def render_report(report: Report) -> str:
    """The report as one HTML text; the same report gives the same text. Write it as UTF-8."""
    css = f"{own_file('review.css')}\n{own_file('report.css')}"
    return template("report.html").render(page=report, css=css, letter=letter)
