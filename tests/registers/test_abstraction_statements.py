"""Abstraction rates: counted hours of duty hours, by rule set, with every gap said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from casebook.book.code_lists import add_code
from casebook.book.opening import Book, open_book
from casebook.core.access import Account
from casebook.core.errors import BadValue, NotAllowed, NotFound
from casebook.core.months import Month, Window
from casebook.core.rule_sets import RuleSet
from casebook.core.settings import Settings
from casebook.core.statement import Ask, Statement
from casebook.places.place import Place
from casebook.registers.entries import add_entry, list_entries
from casebook.registers.import_files import import_register
from casebook.registers.statements.every import state

OCTOBER = Window.parse("2024-10")


@pytest.fixture
def teams(book: Book) -> Book:
    """Two districts: teams W1 and W2 in D1, W9 in D9."""
    made = [
        Place("F", "force"),
        Place("D1", "district", name="Harbour", parent="F"),
        Place("D9", "district", name="Strand", parent="F"),
        Place("W1", "ward", name="Quay", parent="D1"),
        Place("W2", "ward", name="Mole", parent="D1"),
        Place("W9", "ward", name="Sands", parent="D9"),
    ]
    with book.store.writing() as tx:
        for place in made:
            tx.save(None, place, book.author)
    return book


def _take(book: Book, team: str, at: str, code: str, hours: float, **more: Any) -> None:
    add_entry(book, "abstraction", team, {"at": at, "code": code, "hours": hours, **more})


def _duty(book: Book, team: str, month: str, hours: float) -> None:
    add_entry(book, "duty-hours", team, {"month": month, "hours": hours})


def _ask(book: Book, name: str, **ask: Any) -> Statement:
    return state(book, "abstraction", name, Ask(**ask))


def _keys(row: Any, *keys: str) -> tuple[Any, ...]:
    return tuple(row[key] for key in keys)


@pytest.fixture
def october(teams: Book) -> Book:
    """October 2024: five abstractions of W1, one of W9, and the duty hours of both."""
    _take(teams, "W1", "2024-10-01", "emergency", 10)
    _take(teams, "W1", "2024-10-02", "emergency", 20, to="W2")
    _take(teams, "W1", "2024-10-31", "emergency", 40, to="W9")
    _take(teams, "W1", "2024-10-07", "training", 80)
    _take(teams, "W1", "2024-10-08", "management meeting", 5.5, to="W2")
    _take(teams, "W9", "2024-10-09", "protest", 12, elsewhere=True)
    _duty(teams, "W1", "2024-10", 1000)
    _duty(teams, "W9", "2024-10", 400)
    return teams


def test_many_gaps_are_counted_after_the_first(october: Book) -> None:
    """Three teams are named, and the months of each."""
    with october.store.writing() as tx:
        for n in range(10, 20):
            place = Place(f"W{n}", "ward", parent="D1")
            tx.save(None, place, october.author)
    for n in range(10, 20):
        _take(october, f"W{n}", "2024-10-01", "training", 1)
    rate = _ask(october, "rate", by="month", window=OCTOBER)
    assert rate.rows[0]["why"] == (
        "no duty hours for W10 (Oct 2024), W11 (Oct 2024), W12 (Oct 2024) and 7 more teams"
    )


def test_a_gap_of_every_team_names_none(october: Book) -> None:
    """A month by itself needs no name; of several, those all teams lack are named once."""
    over = _ask(october, "rate", by="month", window=Window.parse("2024-08:2024-10"))
    assert [row["why"] for row in over.rows] == [
        *["no duty hours for any team; nothing recorded by any team"] * 2,
        "",
    ]
    assert over.total is not None
    assert over.total["why"] == (
        "no duty hours for any team (Aug to Sep 2024); "
        "nothing recorded by any team (Aug to Sep 2024)"
    )
    _duty(october, "W1", "2024-09", 900)
    over = _ask(october, "rate", by="month", window=Window.parse("2024-08:2024-10"))
    assert over.total is not None
    assert str(over.total["why"]).startswith(
        "no duty hours for any team (Aug 2024), W9 (Sep 2024); "
    )


@pytest.mark.parametrize(
    ("rule", "counted", "not_counted", "percent"),
    [
        # all but the two emergencies within the district: 40 + 80 + 5.5
        ("cleveland", 125.5, 30, 12.6),
        # all but the emergency on the own beat: 20 + 40 + 80 + 5.5
        ("kent", 145.5, 10, 14.6),
        ("inspectorate", 155.5, 0, 15.6),
    ],
)
def test_the_same_rows_by_each_rule(
    october: Book, rule: str, counted: float, not_counted: float, percent: float
) -> None:
    """Counted hours of 1,000 on duty, with the rule in its own words and its source."""
    rate = _ask(october, "rate", rule=rule, window=OCTOBER)
    row = rate.rows[0]
    assert _keys(row, "team", "name", "rule") == ("W1", "Quay", rule)
    assert _keys(row, "counted_hours", "not_counted_hours", "duty_hours") == (
        counted, not_counted, 1000
    )  # fmt: skip
    assert _keys(row, "percent", "why") == (percent, "")
    assert rate.notes[0].startswith("Rule: ")
    assert "Source: " in rate.notes[0]


def test_cleveland_is_the_rule_unless_the_casebook_has_another(october: Book) -> None:
    """A setting; an unknown rule is refused with those there are."""
    assert _ask(october, "rate").rows[0]["rule"] == "cleveland"
    other = october.with_settings(Settings(abstraction_rule="kent"))
    assert _ask(other, "rate").rows[0]["rule"] == "kent"
    with pytest.raises(BadValue, match="take cleveland or kent or inspectorate"):
        _ask(october, "rate", rule="leics")


def test_rows_are_teams_districts_or_months_and_one_total(october: Book) -> None:
    """The total is that of all hours, not of the percents."""
    total = {"counted_hours": 137.5, "not_counted_hours": 30, "duty_hours": 1400, "percent": 9.8}
    for by, keys in (
        ("team", [{"team": "W1"}, {"team": "W9"}]),
        ("district", [{"district": "D1"}, {"district": "D9"}]),
        ("month", [{"month": "2024-10"}]),
        ("team,month", [{"team": "W1", "month": "2024-10"}, {"team": "W9", "month": "2024-10"}]),
    ):
        rate = _ask(october, "rate", by=by, window=OCTOBER)
        assert [{key: row[key] for key in named} for row, named in zip(rate.rows, keys, strict=True)
                ] == keys  # fmt: skip
        assert total.items() <= (rate.total or rate.rows[0]).items()
        assert (rate.total is None) is (len(rate.rows) == 1)
    assert _ask(october, "rate", by="district").rows[0]["name"] == "Harbour"
    assert _ask(october, "rate", by="month").rows[0]["months"] == "Oct 2024"
    only = _ask(october, "rate", place="harbour", window=OCTOBER)
    assert [row["team"] for row in only.rows] == ["W1"]
    with pytest.raises(NotFound):
        _ask(october, "rate", place="Nowhere")


def test_no_percent_without_duty_hours_of_every_month(october: Book) -> None:
    """What lacks them is named; the hours counted stand all the same."""
    _take(october, "W1", "2024-11-05", "training", 10)
    _take(october, "W9", "2024-11-05", "training", 10)
    _duty(october, "W9", "2024-11", 500)
    window = Window.parse("2024-10:2024-11")
    first, second = _ask(october, "rate", window=window).rows
    assert _keys(first, "counted_hours", "duty_hours", "percent", "why") == (
        135.5, 1000, None, "no duty hours for W1 (Nov 2024)"
    )  # fmt: skip
    assert _keys(second, "percent", "why") == (2.4, "")
    rate = _ask(october, "rate", window=window)
    assert rate.total is not None
    assert _keys(rate.total, "percent", "why") == (None, "no duty hours for W1 (Nov 2024)")
    by_month = _ask(october, "rate", by="month", window=window).rows
    assert [row["percent"] for row in by_month] == [9.8, None]


def test_a_month_of_nothing_is_none_where_the_team_was_recording(october: Book) -> None:
    """Between its first month and the last anybody recorded; before and after it is missing."""
    _take(october, "W1", "2024-08-01", "training", 30)
    for month in ("2024-07", "2024-08", "2024-09", "2024-11"):
        _duty(october, "W1", month, 1000)
    rate = _ask(october, "rate", by="team,month", window=Window.parse("2024-07:2024-11"))
    quay = {row["month"]: row for row in rate.rows if row["team"] == "W1"}
    assert [_keys(quay[month], "counted_hours", "percent", "why") for month in sorted(quay)] == [
        (None, None, "nothing recorded by W1 (Jul 2024)"),
        (30, 3, ""),
        (0, 0, ""),
        (125.5, 12.6, ""),
        (None, None, "nothing recorded by W1 (Nov 2024)"),
    ]
    said = next(note for note in rate.notes if note.startswith("Nothing recorded by"))
    assert said.startswith("Nothing recorded by W1 (Sep 2024): taken as no abstraction")
    sands = [row for row in rate.rows if row["team"] == "W9"]
    assert sands[0]["why"] == ("no duty hours for W9 (Jul 2024); nothing recorded by W9 (Jul 2024)")


def test_a_team_that_never_recorded_is_missing(october: Book) -> None:
    """Duty hours alone make no rate of 0."""
    _duty(october, "W2", "2024-10", 700)
    row = _ask(october, "rate", window=OCTOBER).rows[1]
    assert _keys(row, "team", "counted_hours", "percent", "why") == (
        "W2", None, None, "nothing recorded by W2 (Oct 2024)"
    )  # fmt: skip


def test_no_hours_on_duty_make_no_percent(october: Book) -> None:
    """Loaded as 0, and said."""
    _take(october, "W2", "2024-10-09", "training", 1)
    _duty(october, "W2", "2024-10", 0)
    row = _ask(october, "rate", window=OCTOBER).rows[1]
    assert _keys(row, "duty_hours", "percent", "why") == (0, None, "no hours on duty")


def test_fewer_than_six_months_are_too_early_for_a_trend(teams: Book) -> None:
    """From the first month recorded to the last of the window, or recorded if that is sooner."""
    _take(teams, "W1", "2024-06-30", "training", 5)
    _take(teams, "W1", "2024-11-01", "training", 5)

    def early(window: str) -> list[str]:
        notes = _ask(teams, "rate", window=Window.parse(window)).notes
        return [note for note in notes if note.startswith("Too early")]

    assert early("2024-09:2024-10") == [
        "Too early for a trend: 5 months recorded by Oct 2024, of 6."
    ]
    assert early("2024-11") == []
    _take(teams, "W9", "2024-05-01", "training", 5)
    assert early("2024-10") == []
    assert (
        _ask(teams, "rate", place="D1", window=Window.parse("2024-10"))
        .notes[-1]
        .startswith("Too early")
    )


def test_without_a_window_the_recorded_months_up_to_the_last_whole_one(october: Book) -> None:
    """December 2024 isn't over, so it is left out, or said to be part of what was asked."""
    _take(october, "W1", "2024-12-02", "training", 10)
    assert _ask(october, "rate").title == "Abstraction, Oct to Nov 2024"
    asked = _ask(october, "rate", window=Window.parse("2024-12"))
    assert asked.rows[0]["counted_hours"] == 10
    assert "Dec 2024 isn't over." in asked.notes


def test_nothing_recorded_is_an_empty_statement(teams: Book) -> None:
    """With the rule and without a figure."""
    for name in ("rate", "reasons"):
        statement = _ask(teams, name)
        assert statement.rows == ()
        assert statement.notes[0].startswith("Rule: Cleveland.")
    assert "None recorded." in _ask(teams, "rate").notes


def test_reasons_are_counted_or_not_and_inside_the_policy_or_not(october: Book) -> None:
    """Kent: training counts and is outside the policy, the superintendent's direction is inside."""
    reasons = _ask(october, "reasons", rule="kent", place="W1", window=OCTOBER)
    keys = ("code", "entries", "hours", "counted_hours", "not_counted_hours",
            "outside_policy_hours")  # fmt: skip
    assert [_keys(row, *keys) for row in reasons.rows] == [
        ("emergency", 3, 70, 60, 10, 0),
        ("management meeting", 1, 5.5, 5.5, 0, 0),
        ("training", 1, 80, 80, 0, 80),
    ]
    assert reasons.rows[0]["reason"] == "Emergency-grade incident"
    assert reasons.total is not None
    assert _keys(reasons.total, *keys[1:]) == (5, 155.5, 145.5, 10, 80)
    cleveland = _ask(october, "reasons", rule="cleveland")
    assert {row["outside_policy_hours"] for row in cleveland.rows} == {None}
    assert "Cleveland's rule lists no reasons it provides for." in cleveland.notes
    assert _ask(october, "reasons", window=Window.parse("2024-09")).rows == ()


def test_a_force_counts_by_a_rule_of_its_own(october: Book) -> None:
    """Kept in the settings, printed among the rules, and checked for reasons there aren't."""
    add_code(october, "abstraction-reason", "carnival", "Carnival")
    own = RuleSet(
        "lomea", "Lomea", "All but training and the carnival counts.", "Policy 2024",
        at_home=("training", "carnival", "trainning"),
    )  # fmt: skip
    changed = october.with_settings(Settings(abstraction_rule="lomea", abstraction_rules=(own,)))
    again = open_book(october.store.book, "admin", clock=october.clock)
    assert again.settings == changed.settings
    rate = _ask(again, "rate", place="W1", window=OCTOBER)
    assert rate.rows[0]["counted_hours"] == 75.5
    assert rate.notes[:2] == (
        "Rule: Lomea. All but training and the carnival counts. Source: Policy 2024.",
        "Lomea names what is no reason: trainning.",
    )
    rules = _ask(again, "rules")
    assert [_keys(row, "rule", "in_use") for row in rules.rows] == [
        ("cleveland", False), ("kent", False), ("inspectorate", False), ("lomea", True)
    ]  # fmt: skip
    assert rules.rows[3]["not_counted_at_home"] == ["Training", "Carnival", "trainning"]
    assert len([note for note in rules.notes if "Source: " in note]) == 4


def _import(book: Book, folder: Path, kind: str, *lines: str) -> Any:
    path = folder / f"{kind}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return import_register(book, kind, path)


def test_bad_rows_are_named_and_the_rest_is_taken(teams: Book, tmp_path: Path) -> None:
    """Unknown area and reason, hours that can't be, a month twice."""
    report = _import(
        teams, tmp_path, "abstraction", "team's area,on,who,why,officer-hours,sent to",
        "Quay,2024-10-01,Beat officer,Training,8,",
        "Quay,2024-10-01,Beat officer,Training,8,",
        "W7,2024-10-01,Beat officer,Training,8,",
        "W1,2024-10-01,Beat officer,holiday,8,",
        "W1,2024-10-01,Beat officer,Training,-8,",
        "W1,2024-10-01,Beat officer,Training,0,",
        "W1,2024-10-01,Beat officer,emergency,8,Atlantis",
        "W1,soon,Beat officer,emergency,8,",
    )  # fmt: skip
    assert (report.read, report.added) == (8, 2)
    assert [(bad.row, bad.column) for bad in report.rejections] == [
        (4, "team's area"), (5, "why"), (6, "officer-hours"), (7, "officer-hours"),
        (8, "sent to"), (9, "on"),
    ]  # fmt: skip
    report = _import(
        teams, tmp_path, "duty-hours", "place,month,hours",
        "W1,2024-10,1000", "Quay,2024-10,900", "W1,2024-11,-1", "W1,October,1", "W7,2024-10,1",
    )  # fmt: skip
    assert report.added == 1
    assert [(bad.row, bad.column, bad.fault) for bad in report.rejections] == [
        (3, "month", "Month: W1 has duty hours for Oct 2024 already, 1,000.0: edit duty-hours 3."),
        (4, "hours", "Officer-hours on duty can't be negative."),
        (5, "month", "'October' isn't a month: write it as 2024-09."),
        (6, "place", "There is no place 'W7' in this casebook."),
    ]
    (duty,) = list_entries(teams, "duty-hours")
    assert getattr(duty, "month", None) == Month(2024, 10)


def test_the_own_district_logs_and_another_doesnt(teams: Book) -> None:
    """A sergeant of Harbour logs W1's abstractions, not W9's; the rule takes an administrator."""
    with teams.store.writing() as tx:
        sergeant = Account("sgt", roles=("sergeant",), place="D1")
        tx.save(None, sergeant, teams.author)
    book = open_book(teams.store.book, "admin", acting_as="sgt", clock=teams.clock)
    _take(book, "W1", "2024-10-01", "training", 8)
    with pytest.raises(NotAllowed, match="sgt may not log actions on W9: it lies outside D1"):
        _take(book, "W9", "2024-10-01", "training", 8)
    with pytest.raises(NotAllowed, match="sgt may not change accounts or settings"):
        book.with_settings(Settings(abstraction_rule="kent"))
    assert _ask(book, "rate").rows
