"""A pack in paragraphs and tables as a Word document, for those who edit it before it goes out."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section as WordSection
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from casebook.core import english
from casebook.packs.report.report import Report, ReportBlock, letter
from casebook.packs.tables import PrintTable

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The time of every part of the file: the earliest an archive can say."""
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ACCENT = RGBColor(0x1D, 0x4E, 0x79)
_MUTED = RGBColor(0x55, 0x61, 0x6B)
_FONT = "Calibri"
_MARGIN = Mm(18)
_LONGEST = 250
"""Characters that a property of the file may have, all but."""


def render_docx(report: Report) -> bytes:
    """The report as a Word file; the same report gives the same bytes.

    Text stays text: what Word would take for a field or XML can't hold is plain characters.
    """
    document = Document()
    _styles(document)
    _describe(document, report)
    section = document.sections[0]
    _page(section, across=report.across)
    _marked(section, report)
    if report.synthetic:
        _small(document.add_paragraph(), report.synthetic)
    _small(document.add_paragraph(), report.force)
    document.add_heading(_words(report.title), 0)
    _facts(document, report.facts)
    for part in report.parts:
        title = document.add_heading(_words(part.heading), 1)
        title.paragraph_format.page_break_before = part.new_page
        for block in part.blocks:
            _add(document, block)
    return _timeless(document)


def _add(document: WordDocument, block: ReportBlock) -> None:
    if block.kind == "heading":
        document.add_heading(_words(block.words), 2)
    elif block.kind == "notes":
        for words in block.points:
            _small(document.add_paragraph(), words)
    elif block.kind == "tables":
        for table in block.tables:
            if table.caption:
                document.add_heading(_words(table.caption), 2)
            _table(document, table)
    else:
        number = f"{block.number}.\t" if block.number else ""
        paragraph = document.add_paragraph(_words(f"{number}{block.words}"))
        _hang(paragraph, 0 if block.number else None)
        for at, words in enumerate(block.points):
            _hang(document.add_paragraph(_words(f"{letter(at)}.\t{words}")), 1)


def _hang(paragraph: Paragraph, level: int | None) -> None:
    """Let a numbered paragraph hang behind its number; None for one without."""
    form = paragraph.paragraph_format
    form.space_after = Pt(4)
    if level is not None:
        form.left_indent = Mm(9 * (level + 1))
        form.first_line_indent = Mm(-9)
        form.tab_stops.add_tab_stop(Mm(9 * (level + 1)))


def _table(document: WordDocument, table: PrintTable) -> None:
    """A table with its headings repeated on each page, and its notes beneath it."""
    tiers = table.tiers
    rows = len(table.lines) + (2 if tiers else 1)
    made = document.add_table(rows=rows, cols=len(table.columns), style="Table Grid")
    _share_out(made, table, (document.sections[-1].page_width or Mm(210)) - 2 * _MARGIN)
    at = 0
    if tiers:
        column = 0
        for over, span in tiers:
            cell = made.cell(0, column)
            if span > 1:
                cell = cell.merge(made.cell(0, column + span - 1))
            _cell(cell, over, bold=True, middle=True)
            column += span
        _repeats(made.rows[0])
        at = 1
    for column, head in enumerate(table.columns):
        _cell(made.cell(at, column), head.heading, bold=True, right=head.kind == "figure")
    _repeats(made.rows[at])
    for row, line in enumerate(table.lines, start=at + 1):
        cells = made.rows[row].cells
        if line.kind == "group":
            _cell(cells[0].merge(cells[-1]), line.cells[0], bold=True)
            continue
        for column, words in enumerate(line.cells):
            bold = line.kind == "total" or column in line.alert
            right = table.columns[column].kind == "figure"
            _cell(cells[column], words, bold=bold, right=right)
    for words in table.notes:
        _small(document.add_paragraph(), words)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _share_out(made: Table, table: PrintTable, room: int) -> None:
    """Give each column of ``room`` what its longest line asks for, and keep rows whole."""
    made.autofit = False
    lines = [line.cells for line in table.lines if line.kind != "group"]
    asked = []
    for at, column in enumerate(table.columns):
        longest = max((len(cells[at]) for cells in lines), default=0)
        words = max(map(len, column.heading.split()), default=1) * _BOLD
        asked.append(round(max(min(longest, _MOST), words)) + _EDGES)
    widths = [Emu(room * share // sum(asked)) for share in asked]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    for row in made.rows:
        _told(row, "cantSplit")
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


_MOST, _EDGES = 36, 4
"""Characters of a column's longest line before it wraps, and of the edges of its cells."""
_BOLD = 1.3
"""How much wider the words of a heading are than those beneath it."""


def _cell(
    cell: _Cell, words: str, *, bold: bool = False, right: bool = False, middle: bool = False
) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(_words(words))
    run.bold = bold
    run.font.size = Pt(8.5)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif middle:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _repeats(row: Any) -> None:
    """Have a row of headings stand on every page the table runs over."""
    _told(row, "tblHeader")


def _told(row: Any, word: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(f"w:{word}"))  # noqa: SLF001 (no other way)


def _facts(document: WordDocument, facts: Sequence[tuple[str, str]]) -> None:
    for label, words in facts:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(48))
        paragraph.paragraph_format.left_indent = Mm(48)
        paragraph.paragraph_format.first_line_indent = Mm(-48)
        paragraph.add_run(_words(f"{label}\t")).font.color.rgb = _MUTED
        paragraph.add_run(_words(words))


def _small(paragraph: Paragraph, words: str) -> None:
    run = paragraph.add_run(_words(words))
    run.font.size = Pt(8.5)
    run.font.color.rgb = _MUTED
    paragraph.paragraph_format.space_after = Pt(2)


def _styles(document: WordDocument) -> None:
    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(10.5)
    normal.element.get_or_add_rPr().append(_language())
    for name, size in (("Title", 20), ("Heading 1", 13), ("Heading 2", 11.5)):
        style: Any = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(size), _ACCENT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        fonts.set(qn("w:hAnsi"), _FONT)


def _language() -> Any:
    found = OxmlElement("w:lang")
    found.set(qn("w:val"), "en-GB")
    return found


def _describe(document: WordDocument, report: Report) -> None:
    """What the file says of itself: nothing of who made it or on which machine."""
    core = document.core_properties
    core.title, core.author, core.keywords = (
        english.shortened(_words(words), _LONGEST)
        for words in (report.title, report.force, report.marking)
    )
    core.language = "en-GB"
    core.comments = core.last_modified_by = ""
    core.created = core.modified = _midnight(report.made_on)
    core.revision = 1


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001


def _page(section: WordSection, *, across: bool) -> None:
    short, long = Mm(210), Mm(297)
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if across else (short, long)
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin = section.bottom_margin = _MARGIN


def _marked(section: WordSection, report: Report) -> None:
    """The marking at the top and the bottom of every page, the page's number beneath it."""
    for paragraph in (section.header.paragraphs[0], section.footer.paragraphs[0]):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(_words(report.marking)).bold = True
    below = section.footer.add_paragraph()
    below.alignment = WD_ALIGN_PARAGRAPH.CENTER
    said = f"{report.title} · {report.synthetic} · " if report.synthetic else f"{report.title} · "
    _small(below, f"{said}page ")
    _number(below)


def _number(paragraph: Paragraph) -> None:
    """The field that Word fills with the page's number."""
    run = paragraph.add_run()
    run.font.size = Pt(8.5)
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            found = OxmlElement("w:fldChar")
            found.set(qn("w:fldCharType"), kind)
        else:
            found = OxmlElement("w:instrText")
            found.text = words
        run._r.append(found)  # noqa: SLF001 (no other way)


def _words(text: str) -> str:
    """Text without what XML can't hold."""
    return _NOT_XML.sub("\ufffd", text)


def _timeless(document: WordDocument) -> bytes:
    """The file with one fixed time on each of its parts, in one order."""
    written = BytesIO()
    document.save(written)
    found = BytesIO()
    with (
        zipfile.ZipFile(written) as source,
        zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in sorted(source.namelist(), key=lambda name: (name[0] != "[", name)):
            target.writestr(
                zipfile.ZipInfo(name, _FIRST_DAY), source.read(name), zipfile.ZIP_DEFLATED
            )
    return found.getvalue()
