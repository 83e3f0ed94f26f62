"""A pack in paragraphs and tables as a tagged PDF."""

from __future__ import annotations

from typing import Any

from casebook.packs.report.report import Report, ReportBlock, letter
from casebook.packs.typesetting import as_data, printable, typeset

TEMPLATE = "report.typ"


def render_report_pdf(report: Report) -> bytes:
    """The report as PDF; the same report gives the same bytes.

    Raises :class:`casebook.packs.typesetting.PdfFailure` where the fonts aren't installed.
    """
    return typeset([TEMPLATE], printed_report(report), report.made_on)


def printed_report(report: Report) -> dict[str, Any]:
    """The report as Typst takes it."""
    data = as_data(report) | {"made": report.made}
    for part, own in zip(data["parts"], report.parts, strict=True):
        part["blocks"] = [_block(block) for block in own.blocks]
    tables = {
        f"{at} {number}": block.pop("tables")
        for at, part in enumerate(data["parts"])
        for number, block in enumerate(part["blocks"])
    }
    whole = printable(data | {"tables": tables}, in_columns=("tables",))
    for at, part in enumerate(whole["parts"]):
        for number, block in enumerate(part["blocks"]):
            block["tables"] = whole["tables"][f"{at} {number}"]
    return whole


def _block(block: ReportBlock) -> dict[str, Any]:
    points = [[letter(at), words] for at, words in enumerate(block.points)]
    data: dict[str, Any] = as_data(block)
    return data | {"points": points}
