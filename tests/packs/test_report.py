"""Packs in paragraphs and tables: the same values in HTML, PDF and Word, marked on every page."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import pytest

from casebook.core.statement import Head, Statement
from casebook.packs.chapters.statement_table import statement_table
from casebook.packs.report.docx import render_docx
from casebook.packs.report.html import render_report
from casebook.packs.report.pdf import render_report_pdf
from casebook.packs.report.report import (
    Report,
    ReportPart,
    heading,
    letter,
    notes,
    numbered,
    para,
    tables,
)
from casebook.packs.tables import PrintTable
from tests.packs.harbour import compiled, pages
from tests.packs.made_up import HOSTILE
from tests.packs.test_html import Parsed
from tests.packs.test_pdf import words_in

if TYPE_CHECKING:
    from tests.conftest import OfflineBrowser

MARKING = "OFFICIAL-SENSITIVE PERSONAL"


def a_table(words: str, *, half: bool = False) -> PrintTable:
    """Two rows under a group heading and a total; ``words`` in all its text."""
    heads = (Head("group", "Group"), Head("what", words), Head("money", "Spent", "money"))
    row = {"group": words, "what": words, "money": 1234.5}
    stated = Statement(words, heads, (row, row), (words,), {"group": words, "money": 2469}, "group")
    return statement_table(stated, half=half)


def a_report(words: str = "Word", *, across: bool = False) -> Report:
    """A report with a block of every kind; ``words`` in all its text."""
    parts = (
        ReportPart("one", f"{words} one", (para(words, (words, "Second")), heading(words))),
        ReportPart("two", f"{words} two", (tables(a_table(words)), *notes((words,)))),
        ReportPart(
            "three",
            f"{words} three",
            (para("Last"), tables(a_table("L", half=True), a_table("R", half=True))),
            new_page=True,
        ),
    )
    return Report(
        words, words, MARKING, "Synthetic", (("To", words),), date(2024, 12, 18),
        numbered(parts), across,
    )  # fmt: skip


def _query(report: Report, selector: str) -> list[Any]:
    found: list[Any] = json.loads(compiled(report).query(selector, field="body"))
    return found


def test_points_are_lettered_on_after_z() -> None:
    """Like the columns of a sheet."""
    assert [letter(at) for at in (0, 25, 26, 51, 52, 701, 702)] == [
        "a", "z", "aa", "az", "ba", "zz", "aaa"
    ]  # fmt: skip


def test_the_same_report_gives_the_same_bytes() -> None:
    """In all three formats; each part of the Word file has one fixed time."""
    for render in (render_report, render_report_pdf, render_docx):
        assert render(a_report()) == render(a_report())
    with zipfile.ZipFile(io.BytesIO(render_docx(a_report()))) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_html_is_one_outline_with_captioned_tables() -> None:
    """One first heading, none skipped, every id once, every table named, each name once."""
    page = Parsed(render_report(a_report(across=True)))
    levels = [int(tag[1]) for tag, _ in page.headings]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    named = [attrs["aria-label"] for attrs in page.all("div") if attrs.get("role") == "region"]
    assert len(named) == 3
    assert all(named)
    assert not page.all("script")
    assert {attrs["href"] for attrs in page.all("a")} <= {f"#{each}" for each in ids}


@pytest.mark.parametrize("across", [False, True])
def test_every_page_of_the_pdf_is_marked_at_top_and_bottom(*, across: bool) -> None:
    """Upright and across, and the parts are its outline."""
    report = a_report(across=across)
    marks = _query(report, "<marking>")
    assert len(marks) == 2 * pages(report) == 4
    assert {words_in(mark) for mark in marks} == {MARKING}
    assert b"<pdfuaid:part>1</pdfuaid:part>" in render_report_pdf(report)
    first = [words_in(each) for each in _query(report, "heading.where(level: 1)")]
    assert first == ["Word one", "Word two", "Word three"]


def test_a_long_table_runs_on_over_pages() -> None:
    """With its headings, and no page is left all but empty before it."""
    table = a_table("Word")
    long = replace(table, lines=table.lines * 40)
    report = replace(a_report(), parts=(ReportPart("one", "One", (tables(long),)),))
    assert pages(report) > 2
    assert render_report_pdf(report).startswith(b"%PDF")


def test_no_page_holds_the_last_small_print_alone() -> None:
    """Wherever the page before ends, the table before it comes along."""
    table = a_table("Word")
    record = ReportPart("record", "Record", notes(("Small print.",) * 4))
    for lines in range(4, 60, 8):
        first = tables(replace(table, lines=table.lines[1:2] * lines))
        short = tables(replace(table, lines=table.lines[1:2] * 5))
        parts = (ReportPart("one", "One", (first, short)), record)
        made = compiled(replace(a_report(across=True), parts=parts)).compile(format="svg")
        last = made[-1] if isinstance(made, list) else made
        assert last is not None
        assert last.count(b"<use") > 180, lines


def test_word_holds_the_same_values_and_the_marking_on_every_page() -> None:
    """Headings as headings, numbers before paragraphs, cells as text, marked in head and foot."""
    document = docx.Document(io.BytesIO(render_docx(a_report())))
    styled = [(p.style.name if p.style else "", p.text) for p in document.paragraphs]
    assert ("Title", "Word") in styled
    assert ("Heading 1", "Word three") in styled
    assert ("Normal", "1.\tWord") in styled
    assert ("Normal", "b.\tSecond") in styled
    assert ("Normal", "2.\tLast") in styled
    table = document.tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["Word", "Spent"]
    assert [cell.text for cell in table.rows[2].cells] == ["Word", "£1,234.50"]
    (section,) = document.sections
    assert section.header.paragraphs[0].text == MARKING
    assert section.footer.paragraphs[0].text == MARKING
    assert document.core_properties.author == "Word"
    assert document.core_properties.created is not None
    assert document.core_properties.created.date() == date(2024, 12, 18)


def test_hostile_text_stays_text_in_every_format() -> None:
    """Markup, fields, control characters and endless words are printed as they were typed."""
    report = a_report(f"{HOSTILE} {'W' * 300}")
    html = render_report(report)
    assert "<script>alert" not in html
    assert html.count("</style>") == 1
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") > 10
    assert render_report_pdf(report).startswith(b"%PDF")
    printed = [words_in(each) for each in _query(report, "heading.where(level: 1)")]
    assert all(words.startswith('#panic("x") *b* $x$ @ref <script>') for words in printed)
    document = docx.Document(io.BytesIO(render_docx(report)))
    assert document.paragraphs[2].text.startswith('#panic("x") *b* $x$ @ref <script>alert(1)')
    with zipfile.ZipFile(io.BytesIO(render_docx(report))) as parts:
        body = parts.read("word/document.xml").decode()
    assert "<script>" not in body
    assert "\x07" not in body
    fields = a_report('=cmd|"/c calc"!A1 { INCLUDETEXT "x" } MERGEFIELD')
    assert b"instrText" not in zipfile.ZipFile(io.BytesIO(render_docx(fields))).read(
        "word/document.xml"
    )


def test_it_fits_a_desk_and_a_telephone(browser: OfflineBrowser, tmp_path: Path) -> None:
    """No request, no complaint, no scrolling sideways but in tables."""
    file = tmp_path / "report.html"
    file.write_text(render_report(a_report("W" * 60, across=True)), encoding="utf-8")
    for width in (1400, 390):
        with browser.visit(file, width=width) as visit:
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
            assert visit.requests == [file.as_uri()]
            assert visit.complaints == []
