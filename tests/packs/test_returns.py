"""The quarterly return, against the figures and by hand; its template is data."""

from __future__ import annotations

import dataclasses
import io
from datetime import date
from importlib.resources import files
from pathlib import Path

import openpyxl
import pytest

from casebook.book.opening import Book
from casebook.core.errors import BadFile, BadValue, NotFound
from casebook.core.months import Month, Quarter
from casebook.figures.table import figures
from casebook.packs.returns.quarterly import QuarterlyReturn, quarterly_return
from casebook.packs.returns.template import ReturnTemplate, known_figures, parse_template
from casebook.packs.returns.workbook import workbook
from casebook.places.place import Place
from casebook.registers.entries import add_entry
from tests import lomea
from tests.books import on

Q2 = Quarter.parse("2024-25-Q2")
SMALL = """
name = "small"
version = "1"
title = "A small return"
[[sheet]]
name = "Sheet"
rows = "hotspot"
column = [{ heading = "Ref", text = "ref" }, { heading = "Patrols", figure = "patrols" }]
"""


def _shipped() -> ReturnTemplate:
    text = files("casebook.packs").joinpath("templates", "return.toml").read_text(encoding="utf-8")
    return parse_template(text, "shipped")


@pytest.fixture
def town(book: Book, tmp_path: Path) -> Book:
    """Two hotspots, thirteen months of incidents, and sheets of the whole quarter."""
    lomea.add_hotspots(book, tmp_path)
    lomea.add_incidents(book, tmp_path, lomea.thirteen_months())
    lomea.add_patrols(
        book,
        tmp_path,
        "sheets.csv",
        "LN21,HS-01,2024-07-01 10:00,2024-07-01 12:00,PC:2,foot,core,sheet",
        "OT21,HS-01,2024-08-05 20:00,2024-08-05 23:00,PC:2,foot,overtime,sheet",
        "WD1,HS-02,2024-09-30 10:00,2024-09-30 11:00,warden:1,foot,partner,sheet",
    )
    return on(book, date(2024, 10, 7))


def _cells(made: QuarterlyReturn, sheet: str) -> dict[str, dict[str, object]]:
    """The rows of a sheet by their first cell, the total's too."""
    (found,) = (each for each in made.sheets if each.name == sheet)
    rows = [dict(zip(found.headings, row, strict=True)) for row in (*found.rows, found.total)]
    return {str(row[found.headings[0]]): row for row in rows}


def test_hours_and_patrols_by_who_pays_are_those_worked_out_by_hand(town: Book) -> None:
    """Two officers for 2 h of core and 3 h of overtime in HS-01, a warden for 1 h in HS-02."""
    cells = _cells(quarterly_return(town, Q2, _shipped()), "Hotspots")
    assert (cells["HS-01"]["Patrols, core duty"], cells["HS-01"]["Patrols, funded overtime"]) == (
        1,
        1,
    )
    assert cells["HS-01"]["Officer-hours, core duty"] == 4.0
    assert cells["HS-01"]["Officer-hours, funded overtime"] == 6.0
    assert (cells["HS-02"]["Patrols"], cells["HS-02"]["Officer-hours, partners"]) == (1, 1.0)
    assert (cells["All hotspots"]["Patrols"], cells["All hotspots"]["Officer-hours"]) == (3, 11.0)
    months = _cells(quarterly_return(town, Q2, _shipped()), "Months")
    assert [months[f"2024-0{n}"]["Patrols"] for n in (7, 8, 9)] == [1, 1, 1]


def test_hours_that_end_before_the_quarter_are_said_to_be_short(town: Book, tmp_path: Path) -> None:
    """Sheets go to 30 September: all of the second quarter, nothing of the third."""
    october = lomea.street_rows(Month(2024, 10), lomea.ASB, 3, lomea.IN_TWO)
    town = on(town, date(2024, 12, 18))
    lomea.add_incidents(town, tmp_path, october, name="october.csv")
    whole = quarterly_return(town, Q2, _shipped()).notes
    assert not any("are short" in note for note in whole)
    part = quarterly_return(town, Quarter.parse("2024-25-Q3"), _shipped()).notes
    assert any(note.startswith("After 30 Sep 2024 they aren't known") for note in part)
    assert "The quarter isn't over: figures as held on 18 Dec 2024." in part


def test_a_quarter_is_the_sum_of_its_months(town: Book) -> None:
    """Every number on the sheet of months adds up to the whole, a patrol over midnight too."""
    made = quarterly_return(town, Q2, _shipped())
    (months,) = (sheet for sheet in made.sheets if sheet.name == "Months")
    for at, heading in enumerate(months.headings[1:], start=1):
        parts = [row[at] for row in months.rows]
        assert len(parts) == 3
        assert sum(parts) == pytest.approx(months.total[at]), heading  # type: ignore[arg-type]


def test_every_figure_is_that_of_the_one_table_cell_by_cell(town: Book) -> None:
    """A template with every number there is gives what ``figures`` gives, row by row and whole."""
    columns = ", ".join(f'{{ heading = "{n}", figure = "{n}" }}' for n in known_figures())
    text = SMALL.replace('{ heading = "Patrols", figure = "patrols" }', columns)
    made = quarterly_return(town, Q2, parse_template(text, "every"))
    (sheet,) = made.sheets
    assert len(sheet.rows) == 2
    force = figures(town, Q2.window, by=("force",)).rows
    for row, figure in zip(
        (*sheet.rows, sheet.total), (*figures(town, Q2.window).rows, *force), strict=True
    ):
        cells = dict(zip(sheet.headings, row, strict=True))
        for name in known_figures():
            assert cells[name] == getattr(figure, name), name


def test_results_and_money_stand_where_they_were_and_what_has_no_hotspot_is_said(
    town: Book,
) -> None:
    """3 arrests and £120.50 in HS-01; £80 of no place and a bid are in no row, and told."""
    add_entry(
        town, "activity", "", {"code": "arrest", "count": 3, "at": "2024-07-02", "place": "HS-01"}
    )
    add_entry(town, "activity", "", {"code": "arrest", "at": "2024-10-02", "place": "HS-01"})
    add_entry(town, "fund", "", {"ref": "HRF", "name": "Hotspots"})
    add_entry(town, "fund", "", {"ref": "HRF-1", "name": "Patrols", "parent": "HRF"})
    for amount, more in (
        (100.25, {"place": "HS-01"}),
        (20.25, {"place": "HS-01"}),
        (80.0, {}),
        (500.0, {"place": "HS-01", "code": "bid"}),
    ):
        add_entry(town, "spend", "HRF-1", {"at": "2024-08-01", "amount": amount, **more})
    made = quarterly_return(town, Q2, _shipped())
    enforcement, spent = _cells(made, "Enforcement"), _cells(made, "Hotspots")
    assert (enforcement["HS-01"]["Arrests"], enforcement["HS-02"]["Arrests"]) == (3, 0)
    assert enforcement["All hotspots"]["Arrests"] == 3
    assert (spent["HS-01"]["Spend (£)"], spent["HS-02"]["Spend (£)"]) == (120.5, 0.0)
    assert any(
        "Not in these rows: £80 of 1 spend that names no one hotspot" in n for n in made.notes
    )
    own = SMALL.replace('figure = "patrols"', 'spend = "HRF"')
    assert (
        _cells(quarterly_return(town, Q2, parse_template(own, "x")), "Sheet")["HS-01"]["Patrols"]
        == 120.5
    )


def test_what_is_missing_is_missing_and_no_zero(town: Book) -> None:
    """No hours of January to March 2024, no result and no spend: None, and a dash on paper."""
    made = quarterly_return(town, Quarter.parse("2023-24-Q4"), _shipped())
    row = _cells(made, "Hotspots")["HS-01"]
    assert (row["Patrols"], row["Officer-hours"], row["Spend (£)"]) == (None, None, None)
    assert row["Crimes"] == 18
    assert _cells(made, "Enforcement")["HS-01"]["Arrests"] is None
    page = openpyxl.load_workbook(io.BytesIO(workbook(made)))["Hotspots"]
    heads = next(row for row in page.iter_rows() if row[0].value == "Hotspot")
    first = page[heads[0].row + 1]
    cells = {head.value: cell.value for head, cell in zip(heads, first, strict=True)}
    assert (cells["Patrols"], cells["Crimes"]) == ("–", 18)


def test_a_workbook_is_the_same_bytes_and_text_stays_text(town: Book) -> None:
    """A hotspot called as a formula, a link or a number is that text, on every sheet."""
    with town.store.writing() as tx:
        place = tx.load_one(Place, ref="HS-01")
        assert place is not None
        tx.save(place, dataclasses.replace(place, name='=HYPERLINK("http://x")'), town.author)
    made = quarterly_return(town, Q2, _shipped())
    data = workbook(made)
    assert data == workbook(quarterly_return(town, Q2, _shipped()))
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Hotspots", "Enforcement", "Months", "About"]
    for page in book:
        assert page["A1"].value == town.settings.marking
        assert town.settings.marking in (page.oddHeader.center.text or "")
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
    named = [cell for cell in book["Hotspots"]["B"] if "HYPERLINK" in str(cell.value)]
    assert [(cell.data_type, cell.value) for cell in named] == [("s", '=HYPERLINK("http://x")')]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("name =", "nam ="), "has 'nam'"),
        (('version = "1"', ""), "needs 'version'"),
        (('"hotspot"', '"ward"'), "'rows' is 'hotspot' or 'month'"),
        (
            ('figure = "patrols"', 'figure = "patrol"'),
            "sheet 'Sheet', column 2: there is no figure",
        ),
        (('figure = "patrols"', 'figure = "verdict"'), "there is no figure 'verdict'"),
        (('figure = "patrols"', 'text = "ref", figure = "asb"'), "say one of text, figure"),
        (('heading = "Patrols"', 'heading = "ref"'), "two columns are 'ref'"),
        (('name = "Sheet"', 'name = "About"'), "isn't About or History"),
        (('name = "Sheet"', 'name = "A/B"'), "none of"),
        (("[[sheet]]", "[sheet]"), "has no sheet"),
        (('title = "A small return"', "title = 3"), "needs 'title', a text"),
        (("small", 'sm"all'), "isn't TOML"),
    ],
)
def test_a_template_that_says_nothing_sensible_is_refused_where_it_is_wrong(
    change: tuple[str, str], says: str
) -> None:
    """The file, the sheet and the column are named, with what may stand there."""
    with pytest.raises(BadFile, match=r"^own\.toml") as refused:
        parse_template(SMALL.replace(*change, 1), "own.toml")
    assert says in str(refused.value)


def test_months_have_figures_alone() -> None:
    """A tally of several months is in none of them, so results aren't parted by month."""
    text = SMALL.replace('rows = "hotspot"', 'rows = "month"').replace(
        'text = "ref"', 'text = "month"'
    )
    with pytest.raises(BadFile, match="goes with rows of hotspots"):
        parse_template(text.replace('figure = "patrols"', 'result = "arrest"'), "own.toml")


@pytest.mark.parametrize("source", ['result = "arest"', 'spend = "HRF-9"'])
def test_a_code_or_fund_there_is_not_is_named(town: Book, source: str) -> None:
    """Which code lists and funds there are is the casebook's own matter."""
    with pytest.raises(NotFound):
        quarterly_return(town, Q2, parse_template(SMALL.replace('figure = "patrols"', source), "x"))


def test_a_casebook_without_hotspots_or_of_another_time_is_refused(book: Book, town: Book) -> None:
    """A quarter to come, one of which nothing is loaded, and one without any hotspot."""
    for text, says in (("2030-31-Q1", "still to come"), ("2019-20-Q1", "Nothing is loaded")):
        with pytest.raises(BadValue, match=says):
            quarterly_return(town, Quarter.parse(text), _shipped())
    with town.store.writing() as tx:
        for place in tx.load(Place, kind="hotspot"):
            tx.save(place, dataclasses.replace(place, retired_on=date(2024, 6, 1)), town.author)
    with pytest.raises(BadValue, match="No hotspot was live in Jul to Sep 2024"):
        quarterly_return(town, Q2, _shipped())
