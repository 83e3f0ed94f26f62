"""Money: budgets and lines, bids, commitments and spends, where they end and what an hour cost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from casebook.book.opening import Book, open_book
from casebook.core.access import Account
from casebook.core.errors import BadFile, BadValue, NotAllowed, NotFound
from casebook.core.months import Span, Window
from casebook.core.statement import Ask, Statement
from casebook.figures.table import figures
from casebook.patrols.import_files import import_patrols
from casebook.places.place import Place
from casebook.registers.entries import add_entry, edit_entry, list_entries
from casebook.registers.import_files import import_register
from casebook.registers.notes import notes_on
from casebook.registers.statements.every import state
from tests.lomea import add_hotspots

HRF = "HRF-2024"
UNITS = {
    "BE": (100_996, 76_962, 24_034, 76),
    "BW": (94_442, 65_132, 29_310, 69),
    "COV": (80_324, 32_846, 47_478, 41),
    "DUD": (114_475, 39_250, 75_225, 34),
    "SOL": (42_137, 35_637, 6_500, 85),
    "WOV": (72_830, 29_784, 43_046, 41),
    "SANDWELL": (62_562, 23_343, 39_219, 37),
    "WALSALL": (60_038, 25_002, 35_036, 42),
}
"""Budget, spent, outstanding and percent of the Active Citizens Fund, October 2019, appendix 3.

The paper prints 40% for WOV, where 29,784 of 72,830 is 40.9.
"""


def _fund(book: Book, ref: str, **values: Any) -> None:
    add_entry(book, "fund", "", {"ref": ref, "name": ref.title(), **values})


def _book(book: Book, fund: str, code: str, at: str, amount: float, **values: Any) -> Any:
    return add_entry(book, "spend", fund, {"code": code, "at": at, "amount": amount, **values})


def _ask(book: Book, name: str, **ask: Any) -> Statement:
    return state(book, "fund", name, Ask(**ask))


def _by_ref(statement: Statement) -> dict[str, Any]:
    return {row["ref"]: row for row in statement.rows}


@pytest.fixture
def hrf(book: Book) -> Book:
    """The hotspot fund of 2024/25: £600,000 for patrols, £500,000 for problem solving, a rest."""
    _fund(book, HRF, budget=1_568_614, at="2024-04-01", until="2025-03-31")
    _fund(book, "HRF-PATROL", parent=HRF, budget=600_000, resourcing="overtime")
    _fund(book, "HRF-PROBLEM", parent=HRF, budget=500_000)
    return book


def test_what_a_fund_keeps_off_its_lines_is_a_row_of_its_own(hrf: Book) -> None:
    """£1,568,614 is 600,000, 500,000 and a rest of 468,614, which is said."""
    position = _ask(hrf, "position", ref=HRF)
    assert [row["budget"] for row in position.rows] == [600_000, 500_000, 468_614]
    assert position.rows[2]["name"] == "Hrf-2024, on no line"
    assert position.total is not None
    assert position.total["budget"] == 1_568_614
    said = "HRF-2024: its lines add up to £1,100,000, £468,614 less than its budget of £1,568,614."
    assert said in position.notes
    assert said in _ask(hrf, "list").notes


def test_lines_that_are_the_whole_budget_leave_no_rest(hrf: Book) -> None:
    """With a line for the remainder the rows are the lines and nothing is remarked."""
    _fund(hrf, "HRF-STAFF", parent=HRF, budget=468_614)
    position = _ask(hrf, "position", ref=HRF)
    assert [row["ref"] for row in position.rows] == ["HRF-PATROL", "HRF-PROBLEM", "HRF-STAFF"]
    assert not any("add up" in note for note in position.notes)
    edit_entry(hrf, "fund", "HRF-STAFF", {"budget": 500_000})
    position = _ask(hrf, "position", ref=HRF)
    assert len(position.rows) == 3
    said = "HRF-2024: its lines add up to £1,600,000, £31,386 more than its budget of £1,568,614."
    assert said in position.notes


def test_a_fund_without_a_budget_has_its_lines(book: Book) -> None:
    """Their sum; a line without one makes it unknown, and is named."""
    _fund(book, "CSF")
    _fund(book, "CSF-1", parent="CSF", budget=0.1)
    _fund(book, "CSF-2", parent="CSF", budget=0.2)
    (row,) = _ask(book, "list").rows
    assert row["budget"] == 0.3
    _fund(book, "CSF-3", parent="CSF")
    listed = _ask(book, "list")
    assert listed.rows[0]["budget"] is None
    assert "CSF: no budget is given for CSF-3, so its lines don't add up." in listed.notes
    position = _ask(book, "position")
    assert position.total is not None
    assert (position.total["budget"], position.total["percent_spent"]) == (None, None)
    assert position.rows[2]["outstanding"] is None


def test_the_list_has_the_agreed_keys_and_lines_of_the_same(hrf: Book) -> None:
    """A fund's own figures include those of its lines."""
    _book(hrf, "HRF-PATROL", "spend", "2024-08-01", 1000.1)
    _book(hrf, HRF, "spend", "2024-08-01", 0.2)
    _book(hrf, "HRF-PROBLEM", "bid", "2024-05-01", 5000)
    _book(hrf, "HRF-PROBLEM", "commitment", "2024-05-01", 700)
    (row,) = _ask(hrf, "list").rows
    keys = ("ref", "name", "budget", "bid", "committed", "spent")
    assert [row[key] for key in keys] == [HRF, "Hrf-2024", 1_568_614, 5000, 700, 1000.3]
    assert [[line[key] for key in keys] for line in row["lines"]] == [
        ["HRF-PATROL", "Hrf-Patrol", 600_000, 0, 0, 1000.1],
        ["HRF-PROBLEM", "Hrf-Problem", 500_000, 5000, 700, 0],
    ]
    assert row["lines"][0]["lines"] == []


def test_bids_are_asked_agreed_or_refused(hrf: Book) -> None:
    """An undecided bid is asked; of an agreed one what was agreed counts."""
    for state_, values in (("", {}), ("asked", {}), ("refused", {}), ("agreed", {"agreed": 400})):
        _book(hrf, "HRF-PROBLEM", "bid", "2024-05-01", 1000, state=state_, **values)
    row = _by_ref(_ask(hrf, "position"))["HRF-PROBLEM"]
    assert (row["asked"], row["agreed"], row["refused"]) == (2000, 400, 1000)
    assert (row["committed"], row["spent"], row["uncommitted"]) == (0, 0, 500_000)


def test_a_commitment_counts_until_it_is_spent(hrf: Book) -> None:
    """Spends settle the commitment they name, or the one with their reference; never below 0."""
    one = _book(hrf, "HRF-PROBLEM", "commitment", "2024-05-01", 1000)
    _book(hrf, "HRF-PROBLEM", "commitment", "2024-05-01", 500, reference="PO 1")
    _book(hrf, "HRF-PROBLEM", "commitment", "2024-05-01", 300, reference=str(one.id))
    _book(hrf, "HRF-PROBLEM", "spend", "2024-06-01", 1200, against=one.id)
    _book(hrf, "HRF-PROBLEM", "spend", "2024-06-01", 100.5, reference="PO 1")
    _book(hrf, "HRF-PROBLEM", "spend", "2024-06-01", 50)
    row = _by_ref(_ask(hrf, "position"))["HRF-PROBLEM"]
    assert row["committed"] == 0 + 399.5 + 300
    assert row["spent"] == 1350.5
    assert row["outstanding"] == 498_649.5
    assert row["uncommitted"] == 497_950
    _book(hrf, "HRF-PATROL", "spend", "2024-06-01", 9, reference="PO 1")
    assert _by_ref(_ask(hrf, "position"))["HRF-PROBLEM"]["committed"] == 699.5


def test_the_active_citizens_fund_reads_as_published(book: Book) -> None:
    """Budget, spent, outstanding, percent by unit; 41% for WOV, where the paper printed 40%."""
    _fund(book, "ACF", at="2019-04-01", until="2020-03-31")
    for unit, (budget, spent, _, _) in UNITS.items():
        _fund(book, f"ACF-{unit}", parent="ACF", budget=budget)
        _book(book, f"ACF-{unit}", "spend", "2019-09-30", spent)
    position = _ask(book, "position", ref="acf")
    assert {
        row["ref"].removeprefix("ACF-"): (
            row["budget"], row["spent"], row["outstanding"], row["percent_spent"]
        )
        for row in position.rows
    } == UNITS  # fmt: skip
    total = position.total
    assert total is not None
    assert (total["budget"], total["spent"], total["outstanding"]) == (627_804, 327_956, 299_848)
    assert total["percent_spent"] == 52


def test_what_is_allocated_now_and_once_bids_are_agreed(book: Book) -> None:
    """As the paper has it: 64% of the budget allocated, 80% when all bids are signed off."""
    _fund(book, "ACF", budget=1000)
    _fund(book, "ACF-BE", parent="ACF", budget=1000)
    _book(book, "ACF-BE", "spend", "2019-09-30", 520)
    _book(book, "ACF-BE", "commitment", "2019-09-30", 120)
    _book(book, "ACF-BE", "bid", "2019-09-30", 160)
    said = (
        "ACF: £520 of £1,000 spent, 52%; 64% with what is committed; "
        "80% if every bid still asked is agreed."
    )
    assert said in _ask(book, "position").notes


def test_a_position_stands_at_the_end_of_its_window(hrf: Book) -> None:
    """What was spent later isn't spent yet; what was spent within stands beside."""
    _book(hrf, "HRF-PATROL", "spend", "2024-06-30", 100)
    _book(hrf, "HRF-PATROL", "spend", "2024-07-01", 20)
    _book(hrf, "HRF-PATROL", "spend", "2024-09-30", 3)
    _book(hrf, "HRF-PATROL", "spend", "2024-10-01", 4000)
    position = _ask(hrf, "position", window=Window.parse("2024-07:2024-09"))
    row = _by_ref(position)["HRF-PATROL"]
    assert (row["spent"], row["spent_in_window"]) == (123, 23)
    assert position.notes[0].startswith("As at 30 Sep 2024,")
    assert position.total is not None
    assert position.total["spent_in_window"] == 23


def test_several_funds_are_told_apart(hrf: Book) -> None:
    """Each row names its fund, and all add up."""
    _fund(hrf, "ACF", budget=1000.5)
    position = _ask(hrf, "position")
    assert [row["fund"] for row in position.rows] == [HRF, HRF, HRF, "ACF"]
    assert position.heads[0].key == "fund"
    assert position.total is not None
    assert position.total["budget"] == 1_569_614.5
    assert [row["ref"] for row in _ask(hrf, "position", ref="hrf-patrol").rows] == ["HRF-PATROL"]
    with pytest.raises(NotFound, match="There is no fund 'HRF-2025'"):
        _ask(hrf, "position", ref="HRF-2025")


def test_no_funds_is_an_empty_statement(book: Book) -> None:
    """Nothing is made up where nothing is kept."""
    for name in ("list", "position", "forecast", "cost"):
        statement = _ask(book, name)
        assert (statement.rows, statement.total) == ((), None)


def test_spend_over_budget_is_taken_and_flagged(hrf: Book) -> None:
    """In words on the row and in the notes, also where only commitments go over."""
    _book(hrf, "HRF-PATROL", "spend", "2024-08-01", 600_000)
    row = _by_ref(_ask(hrf, "position"))["HRF-PATROL"]
    assert (row["percent_spent"], row["over_budget"]) == (100, "")
    assert notes_on(hrf, list_entries(hrf, "spend")[0]) == ()
    added = _book(hrf, "HRF-PATROL", "commitment", "2024-08-01", 250)
    said = "over budget by £250 once commitments are paid"
    assert _by_ref(_ask(hrf, "position"))["HRF-PATROL"]["over_budget"] == said
    assert notes_on(hrf, added) == (
        "HRF-PATROL is over budget by £250 once commitments are paid: £600,000 spent of a budget "
        "of £600,000.",
    )
    _book(hrf, "HRF-PATROL", "spend", "2024-08-02", 0.1)
    position = _ask(hrf, "position")
    assert _by_ref(position)["HRF-PATROL"]["over_budget"] == "over budget by £0.10"
    assert "HRF-PATROL: over budget by £0.10." in position.notes


def test_a_fund_can_be_over_budget_though_no_line_is(book: Book) -> None:
    """The lines' budgets add up to more than their fund's."""
    _fund(book, "F", budget=100)
    _fund(book, "F-1", parent="F", budget=80)
    _fund(book, "F-2", parent="F", budget=80)
    _book(book, "F-1", "spend", "2024-08-01", 70)
    added = _book(book, "F-2", "spend", "2024-08-01", 70)
    assert notes_on(book, added) == ("F is over budget by £40: £140 spent of a budget of £100.",)


def test_a_lower_budget_is_flagged_too(hrf: Book) -> None:
    """The edit is taken, and said to leave the line over it."""
    _book(hrf, "HRF-PATROL", "spend", "2024-08-01", 1000)
    edited = edit_entry(hrf, "fund", "HRF-PATROL", {"budget": 900})
    (said,) = notes_on(hrf, edited)
    assert said == "HRF-PATROL is over budget by £100: £1,000 spent of a budget of £900."


def test_the_forecast_of_a_line_is_known_and_straight(hrf: Book) -> None:
    """262 of 365 days gone by 18 December: £262,000 spent is £365,000 by the end."""
    _book(hrf, "HRF-PATROL", "spend", "2024-08-01", 262_000)
    _book(hrf, "HRF-PATROL", "commitment", "2024-08-01", 50_000)
    _book(hrf, "HRF-PROBLEM", "spend", "2024-11-30", 393_000)
    forecast = _ask(hrf, "forecast", ref=HRF)
    patrol, problem, rest = forecast.rows
    assert (patrol["days_gone"], patrol["days"]) == (262, 365)
    assert (patrol["known"], patrol["straight_line"]) == (312_000, 365_000)
    assert (patrol["runs_out"], patrol["says"]) == (None, "£235,000 unspent at 31 Mar 2025")
    # £393,000 in 262 days is £1,500 a day: £500,000 is used up on day 334, 28 February
    assert (problem["straight_line"], problem["runs_out"]) == (547_500, "2025-02-28")
    assert problem["says"] == "runs out before the end of its period"
    assert (rest["straight_line"], rest["says"]) == (
        None, "nothing spent yet, so no straight line"
    )  # fmt: skip
    assert forecast.total is not None
    assert (forecast.total["known"], forecast.total["straight_line"]) == (705_000, 912_500)
    assert "The newest spend is dated 30 Nov 2024" in forecast.notes[1]


@pytest.mark.parametrize(
    ("at", "until", "straight", "says"),
    [
        ("2024-12-01", "2025-03-31", None, "too early: 18 of 121 days gone"),
        ("2024-12-01", "2025-02-10", 400, "£600 unspent at 10 Feb 2025"),
        ("2024-12-01", "2025-02-11", None, "too early: 18 of 73 days gone"),
        ("2024-12-19", "2025-03-31", None, "not begun"),
        ("2024-01-01", "2024-12-17", 100, "its period is over"),
        ("2024-12-01", None, None, "no period is given, so no straight line"),
    ],
)
def test_no_straight_line_before_a_quarter_has_gone(
    book: Book, at: str, until: str | None, straight: float | None, says: str
) -> None:
    """18 of 72 days are a quarter, 18 of 73 aren't; a fund whose time is over stands as it is."""
    _fund(book, "F", budget=1000, at=at, until=until)
    _book(book, "F", "spend", "2024-12-01", 100)
    (row,) = _ask(book, "forecast").rows
    assert (row["straight_line"], row["says"]) == (straight, says)
    assert row["known"] == 100


def test_a_line_that_is_overspent_says_since_when(book: Book) -> None:
    """The day it went over; a spend dated after today is known and makes no pace."""
    _fund(book, "F", budget=100, at="2024-01-01", until="2024-12-31")
    _book(book, "F", "spend", "2024-05-01", 100)
    _book(book, "F", "spend", "2024-12-24", 500)
    (row,) = _ask(book, "forecast").rows
    assert (row["known"], row["straight_line"]) == (600, 103.68)
    assert row["says"] == "runs out before the end of its period"
    _book(book, "F", "spend", "2024-06-01", 0.1)
    (row,) = _ask(book, "forecast").rows
    assert (row["runs_out"], row["says"]) == ("2024-06-01", "over budget already")


def _patrolled(book: Book, folder: Path) -> None:
    """July to November at HS-01: 20 h of overtime and 10 h of core a month, known in whole."""
    add_hotspots(book, folder)
    rows: dict[str, list[str]] = {"claim": [], "sheet": []}
    for month in range(7, 12):
        for day in (1, 28 if month != 7 else 31):
            on = f"2024-{month:02d}-{day:02d}"
            rows["claim"].append(f"LH71,HS-01,{on} 20:00,{on} 23:20,PC:3,foot,overtime,claim")
            rows["sheet"].append(f"LH21,HS-01,{on} 10:00,{on} 15:00,PC:1,foot,core,sheet")
    for source in ("claim", "sheet"):
        path = folder / f"{source}.csv"
        header = "unit,hotspot,start,end,staff,mode,resourcing,source"
        path.write_text("\n".join([header, *rows[source]]) + "\n")
        import_patrols(book, [path], covers=Span.parse("2024-07..2024-11"))


def test_a_funded_hour_costs_the_spend_over_the_hours_it_pays_for(
    hrf: Book, tmp_path: Path
) -> None:
    """£3,000 ÷ 60 h of overtime, never ÷ all 90 h; the hours are those of the figures."""
    _patrolled(hrf, tmp_path)
    for at in ("2024-07-31", "2024-08-31", "2024-09-30", "2024-10-31"):
        _book(hrf, "HRF-PATROL", "spend", at, 1000)
    window = Window.parse("2024-07:2024-09")
    cost = _ask(hrf, "cost", window=window)
    row = _by_ref(cost)["HRF-PATROL"]
    (figure,) = figures(hrf, window, by=("force",)).rows
    assert (figure.officer_hours, figure.officer_hours_overtime) == (90, 60)
    assert (row["spent"], row["officer_hours"], row["cost_per_hour"]) == (3000, 60, 50)
    other = _by_ref(cost)["HRF-PROBLEM"]
    assert (other["cost_per_hour"], other["why"]) == (None, "it pays for no patrol hours")
    assert "Hours: claims to 30 Nov 2024, sheets to 30 Nov 2024." in cost.notes


def test_without_a_window_cost_is_of_the_months_with_known_hours(hrf: Book, tmp_path: Path) -> None:
    """From 1 April the line ran, but hours are known from July to November alone."""
    _patrolled(hrf, tmp_path)
    _book(hrf, "HRF-PATROL", "spend", "2024-05-31", 7000)
    _book(hrf, "HRF-PATROL", "spend", "2024-11-30", 2500)
    row = _by_ref(_ask(hrf, "cost"))["HRF-PATROL"]
    assert (row["months"], row["spent"], row["cost_per_hour"]) == ("Jul to Nov 2024", 2500, 25)


def test_no_cost_without_hours_and_the_reason(hrf: Book, tmp_path: Path) -> None:
    """Nothing loaded, a month that isn't known in whole, no such hours: each says so."""
    row = _by_ref(_ask(hrf, "cost"))["HRF-PATROL"]
    assert (row["cost_per_hour"], row["why"]) == (
        None, "no whole month of its period has patrol hours"
    )  # fmt: skip
    _patrolled(hrf, tmp_path)
    _fund(hrf, "PARTNERS", budget=10, resourcing="partner", at="2024-04-01")
    july_on = _ask(hrf, "cost", window=Window.parse("2024-06:2024-07"))
    row = _by_ref(july_on)["HRF-PATROL"]
    assert (row["officer_hours"], row["cost_per_hour"]) == (20, None)
    assert row["why"] == "patrol hours aren't known for all of Jun 2024"
    row = _by_ref(_ask(hrf, "cost"))["PARTNERS"]
    assert (row["officer_hours"], row["why"]) == (0, "no hours of partners were delivered")


def test_two_lines_that_pay_for_the_same_hours_are_said_together(hrf: Book, tmp_path: Path) -> None:
    """Each alone would look too cheap."""
    _patrolled(hrf, tmp_path)
    _fund(hrf, "OLD", budget=10_000, resourcing="overtime", at="2024-04-01", until="2025-03-31")
    _book(hrf, "HRF-PATROL", "spend", "2024-07-31", 3000)
    _book(hrf, "OLD", "spend", "2024-07-31", 1000)
    said = (
        "HRF-PATROL and OLD pay for the same hours, which can't be told apart: together £4,000 ÷ "
        "100.0 h is £40 an hour."
    )
    assert said in _ask(hrf, "cost").notes


def test_a_line_of_an_area_has_the_hours_there(hrf: Book, tmp_path: Path) -> None:
    """HS-02 had none, so a line that pays for patrols there has no cost."""
    _patrolled(hrf, tmp_path)
    _fund(hrf, "TWO", resourcing="overtime", at="2024-04-01", place="HS-02")
    _fund(hrf, "ONE", resourcing="overtime", at="2024-04-01", place="HS-01")
    _book(hrf, "ONE", "spend", "2024-08-31", 1000)
    rows = _by_ref(_ask(hrf, "cost"))
    assert (rows["TWO"]["officer_hours"], rows["TWO"]["cost_per_hour"]) == (0, None)
    assert (rows["ONE"]["officer_hours"], rows["ONE"]["cost_per_hour"]) == (100, 10)


SPENDS = "fund,code,at,amount,state,agreed,reference,place"


def _import(book: Book, folder: Path, kind: str, *lines: str, **how: Any) -> Any:
    path = folder / f"{kind}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return import_register(book, kind, path, **how)


def test_bad_money_is_named_by_row_and_the_rest_is_taken(hrf: Book, tmp_path: Path) -> None:
    """Every bad cell has its row, column and sentence."""
    report = _import(
        hrf, tmp_path, "spend", SPENDS,
        "HRF-PATROL,spend,2024-08-01,10,,,,",
        "HRF-PATROL,spend,2024-08-01,-10,,,,",
        "HRF-X,spend,2024-08-01,10,,,,",
        "HRF-PATROL,spend,2024-08-01,10,,,,Nowhere",
        "HRF-PATROL,gift,2024-08-01,10,,,,",
        "HRF-PATROL,spend,2024-08-01,10,agreed,10,,",
        "HRF-PATROL,bid,2024-08-01,10,agreed,,,",
        "HRF-PATROL,bid,2024-08-01,10,asked,10,,",
        "HRF-PATROL,bid,2024-08-01,10,agreed,11,,",
        "HRF-PATROL,spend,2024-08-01,ten,,,,",
    )  # fmt: skip
    assert (report.read, report.added) == (10, 1)
    assert [
        (bad.row, bad.column, bad.fault.partition(":")[0][:48]) for bad in report.rejections
    ] == [
        (3, "amount", "Amount can't be negative."),
        (4, "fund", "There is no fund 'HRF-X' in this casebook. Did y"),
        (5, "place", "There is no place 'Nowhere' in this casebook."),
        (6, "code", "Kind has no code 'gift'. It takes"),
        (7, "state", "Bid is"),
        (8, "agreed", "Agreed can't be empty"),
        (9, "agreed", "Agreed"),
        (10, "agreed", "Agreed is more than the £10 the bid asks."),
        (11, "amount", "Amount takes a number, not 'ten'."),
    ]
    assert len(list_entries(hrf, "spend")) == 1
    with pytest.raises(BadFile, match=r"1 of 2 rows of spend\.csv can't be taken"):
        _import(
            hrf, tmp_path, "spend", SPENDS,
            "HRF-PATROL,spend,2024-09-01,10,,,,", "HRF-PATROL,spend,2024-09-01,-1,,,,",
            strict=True,
        )  # fmt: skip
    assert len(list_entries(hrf, "spend")) == 1


def test_an_import_names_the_row_that_goes_over_budget(hrf: Book, tmp_path: Path) -> None:
    """The third row does; a file of nothing new says nothing."""
    lines = (
        SPENDS,
        "HRF-PATROL,spend,2024-08-01,400000,,,,",
        "HRF-PROBLEM,spend,2024-08-01,10,,,,",
        "HRF-PATROL,spend,2024-08-01,200000.5,,,,",
        "HRF-PATROL,spend,2024-08-02,5,,,,",
    )
    report = _import(hrf, tmp_path, "spend", *lines)
    said = (
        "HRF-PATROL is over budget by £5.50, from row 4 on: £600,005.50 spent of a budget of "
        "£600,000."
    )
    assert (report.added, report.notes) == (4, (said,))
    again = _import(hrf, tmp_path, "spend", *lines, "HRF-PROBLEM,spend,2024-08-03,1,,,,")
    assert (again.added, again.unchanged, again.notes) == (1, 4, ())


def test_funds_are_imported_with_their_lines(book: Book, tmp_path: Path) -> None:
    """A line after its fund; a negative budget, a ref twice and no such fund are refused."""
    report = _import(
        book, tmp_path, "fund", "Ref,Name,Line of,Budget,Pays for patrols of",
        'HRF-2024,Hotspot fund,,"£1,568,614",',
        "HRF-PATROL,Patrols,hrf-2024,600000,Funded overtime",
        "HRF-BAD,Bad,HRF-2024,-1,",
        "HRF-PATROL,Again,HRF-2024,1,",
        "HRF-X,X,HRF-2025,1,",
    )  # fmt: skip
    assert report.added == 2
    assert [(bad.row, bad.fault.partition(".")[0]) for bad in report.rejections] == [
        (4, "Budget can't be negative"),
        (5, "There is already a fund 'HRF-PATROL' in this casebook"),
        (6, "There is no fund 'HRF-2025' in this casebook"),
    ]
    (row,) = _ask(book, "list").rows
    assert [line["resourcing"] for line in row["lines"]] == ["overtime"]


@pytest.fixture
def people(hrf: Book) -> Book:
    """Somebody of every role."""
    made: list[Any] = [
        Place("Harbour", "district"),
        *(Account(role, roles=(role,)) for role in ("viewer", "analyst", "reviewer")),
        *(
            Account(role, roles=(role,), place="Harbour")
            for role in ("officer", "sergeant", "inspector")
        ),
    ]
    with hrf.store.writing() as tx:
        for record in made:
            tx.save(None, record, hrf.author)
    _fund(hrf, "HRF-HARBOUR", parent=HRF, place="Harbour", budget=100)
    return hrf


def _as(book: Book, login: str) -> Book:
    return open_book(book.store.book, "admin", acting_as=login, clock=book.clock)


@pytest.mark.parametrize("role", ["inspector", "analyst", "reviewer"])
def test_who_answers_for_money_keeps_it(people: Book, role: str) -> None:
    """Spends, commitments, decided bids; what a line gets of the force's fund is the force's."""
    book = _as(people, role)
    _book(book, "HRF-HARBOUR", "spend", "2024-08-01", 10)
    _book(book, "HRF-HARBOUR", "bid", "2024-08-01", 10, state="refused")
    if role == "inspector":
        with pytest.raises(NotAllowed, match="money of HRF-2024: it is the whole force's"):
            edit_entry(book, "fund", "HRF-HARBOUR", {"budget": 110})
    else:
        edit_entry(book, "fund", "HRF-HARBOUR", {"budget": 110})


@pytest.mark.parametrize("role", ["officer", "sergeant"])
def test_who_may_log_asks_for_money_and_doesnt_decide(people: Book, role: str) -> None:
    """A bid that is asked can be added; agreeing it, a spend and a fund are refused in words."""
    book = _as(people, role)
    bid = _book(book, "HRF-HARBOUR", "bid", "2024-08-01", 10)
    says = f"{role} may not keep the money of Harbour: an inspector, analyst, reviewer or"
    with pytest.raises(NotAllowed, match=says):
        edit_entry(book, "spend", bid.id, {"state": "agreed", "agreed": 10})
    with pytest.raises(NotAllowed, match=says):
        _book(book, "HRF-HARBOUR", "spend", "2024-08-01", 10)
    with pytest.raises(NotAllowed, match=says):
        _book(book, "HRF-HARBOUR", "bid", "2024-08-01", 10, state="agreed", agreed=10)
    with pytest.raises(BadValue, match="Agreed: only a bid that is agreed"):
        _book(book, "HRF-HARBOUR", "bid", "2024-08-01", 10, agreed=10)
    with pytest.raises(NotAllowed):
        edit_entry(book, "fund", "HRF-HARBOUR", {"budget": 110})
    edit_entry(_as(people, "inspector"), "spend", bid.id, {"state": "agreed", "agreed": 10})
    with pytest.raises(NotAllowed, match=says):
        edit_entry(book, "spend", bid.id, {"state": "asked", "agreed": None})


def test_a_viewer_reads_and_asks_for_nothing(people: Book) -> None:
    """Statements yes, bids no."""
    book = _as(people, "viewer")
    assert _ask(book, "position").rows
    with pytest.raises(NotAllowed, match="viewer may not ask for money of Harbour"):
        _book(book, "HRF-HARBOUR", "bid", "2024-08-01", 10)


def test_a_spend_names_what_it_is_for(hrf: Book, tmp_path: Path) -> None:
    """A place among them; what belongs to it is listed."""
    add_hotspots(hrf, tmp_path)
    _book(hrf, "HRF-PROBLEM", "spend", "2024-08-01", 10, place="HS-01")
    _book(hrf, "HRF-PROBLEM", "spend", "2024-08-01", 20)
    listed: Any = list_entries(hrf, "spend", place="hs-01")
    assert [spend.amount for spend in listed] == [10]
    with pytest.raises(BadValue, match="HRF-PROBLEM has no commitment number 1"):
        _book(hrf, "HRF-PROBLEM", "spend", "2024-08-01", 10, against=1)
