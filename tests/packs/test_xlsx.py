"""The pack as a workbook: every figure, each with what lists its rows; text stays text."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from casebook.book.opening import Book
from casebook.core.months import Window
from casebook.figures.table import figures
from casebook.packs.chapters.parts import PackScope
from casebook.packs.review.pack import ReviewPack, review_pack
from casebook.packs.review.xlsx import render_xlsx
from casebook.profiles.profile import Action
from tests.cli.conftest import run
from tests.packs.made_up import FILES, HOSTILE, hostile_pack, pack
from tests.reviews.reviewed import SEPTEMBER, make_town

FORMULAS = ("=1+1", "+44 1632", "-5", "@SUM(A1)", '=HYPERLINK("http://x")', "00123", "1-2")


def rows_of(made: bytes, sheet: str) -> list[dict[str, Any]]:
    """The rows of a sheet under its headings, which stand beneath what is said of it."""
    page = openpyxl.load_workbook(io.BytesIO(made))[sheet]
    lines = list(page.iter_rows(values_only=True))
    top = page[page.auto_filter.ref][0][0].row - 1
    return [dict(zip(map(str, lines[top]), line, strict=True)) for line in lines[top + 1 :]]


@pytest.fixture
def town(tmp_path: Path) -> Book:
    """Two hotspots with thirteen months."""
    return make_town(tmp_path)


def made_of(book: Book) -> ReviewPack:
    """September's pack."""
    return review_pack(PackScope(book, Window(SEPTEMBER, SEPTEMBER)))


def test_every_figure_is_that_of_the_table_of_figures_cell_by_cell(town: Book) -> None:
    """The month and each of the months of the charts, under the headings of the command."""
    book = render_xlsx(made_of(town))
    for sheet, by, window in (
        ("Hotspots", ("hotspot",), Window(SEPTEMBER, SEPTEMBER)),
        ("Months", ("hotspot", "month"), Window(SEPTEMBER + -23, SEPTEMBER)),
    ):
        told = {(row["hotspot"], row["from"]): row for row in rows_of(book, sheet)}
        expected = [row.for_programs(by) for row in figures(town, window, by=by).rows]
        assert len(told) == len(expected) == 2 * len(window)
        for row in expected:
            cells = told[row["hotspot"], row["from"]]
            for key, value in row.items():
                if not isinstance(value, list):
                    assert cells[key] == (None if value == "" else value), key


def test_the_pages_and_the_workbook_hold_the_same_numbers(town: Book) -> None:
    """What a page prints of a hotspot is what its row holds."""
    made = made_of(town)
    rows = {row["hotspot"]: row for row in rows_of(render_xlsx(made), "Hotspots")}
    for part in made.sections:
        told = {line.cells[0]: line.cells[1:4] for line in part.figures.lines}
        for title, name in (("Crimes", "crimes"), ("ASB", "asb")):
            row = rows[part.ref]
            keys = (name, f"{name}_previous", f"{name}_last_year")
            assert told[title] == tuple("–" if row[k] is None else str(row[k]) for k in keys)
        own = next(line for line in made.hotspots.lines if line.link == part.anchor)
        assert own.cells[2] == str(rows[part.ref]["count"])


def test_each_count_names_the_command_that_lists_its_rows(
    town: Book, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Run as it stands, it lists as many incidents as the figure says."""
    monkeypatch.setattr("casebook.cli.desk.system_login", lambda: town.account.login)
    monkeypatch.setenv("CASEBOOK_BOOK", town.store.book)
    for row in rows_of(render_xlsx(made_of(town)), "Verdicts"):
        program, *arguments = row["rows behind"].split()
        assert program == "casebook"
        assert run([*arguments, "--format", "json"]) == 0
        assert len(json.loads(capsys.readouterr().out)) == row["count"]


def test_a_sheet_is_printed_so_that_it_can_be_read() -> None:
    """One page wide where 10 points stay 7.5; a wider one is spread, its first column on each."""
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(pack())))
    narrow, wide = book["Results"], book["Hotspots"]
    assert (narrow.page_setup.fitToWidth or 1, narrow.page_setup.fitToHeight) == (1, 0)
    assert narrow.sheet_properties.pageSetUpPr.fitToPage
    assert (wide.page_setup.scale, wide.page_setup.paperSize) == (75, 8)
    assert wide.print_title_cols == "$A:$A"
    for page in (narrow, wide):
        top = page[page.auto_filter.ref][0][0].row
        assert page.print_title_rows == f"${top}:${top}"
        assert page.page_setup.orientation == "landscape"


def test_the_same_pack_gives_the_same_bytes() -> None:
    """The time in it is the day the pack was made."""
    assert render_xlsx(pack()) == render_xlsx(pack())


@pytest.mark.parametrize("words", FORMULAS)
def test_what_looks_like_a_formula_or_a_number_stays_text(words: str) -> None:
    """No cell runs, links or loses its noughts."""
    action = Action("PMP-2024-001", words, owner=words, actual=words, id=1)
    made = pack(files=(replace(FILES[0], actions=(action,)), *FILES[1:]))
    page = openpyxl.load_workbook(io.BytesIO(render_xlsx(made)))["Actions"]
    found = [cell for line in page.iter_rows() for cell in line if cell.value == words]
    assert len(found) == 3
    assert {cell.data_type for cell in found} == {"s"}
    assert not any(cell.hyperlink for cell in found)


def test_hostile_text_opens_and_every_sheet_is_marked() -> None:
    """A bell in it is written so that Excel opens the file; the marking heads each sheet."""
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(hostile_pack())))
    for page in book:
        assert str(page["A1"].value).startswith(HOSTILE[:10])
        assert page.oddHeader.center.text
    assert book.sheetnames == [
        "Hotspots", "Months", "Verdicts", "Measures", "Reviews", "Actions", "Results", "Money",
        "Hours of the week", "About",
    ]  # fmt: skip


def test_missing_is_blank_and_none_is_nought() -> None:
    """HS-25's crimes aren't loaded; HS-02 had no ASB."""
    rows = {row["hotspot"]: row for row in rows_of(render_xlsx(pack()), "Hotspots")}
    assert rows["HS-25"]["crimes"] is None
    assert rows["HS-02"]["asb"] == 0
    about = openpyxl.load_workbook(io.BytesIO(render_xlsx(pack())))["About"]
    said = [str(line[0]) for line in about.iter_rows(values_only=True)]
    assert any("a blank cell is not known, 0 is none" in words for words in said)
