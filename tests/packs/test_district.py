"""The district pack: measures beside targets, places, phases, indicators beside their profile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from casebook.book.opening import Book
from casebook.core.errors import BadValue, NotAllowed
from casebook.core.months import Month, Window
from casebook.packs.chapters.phases import same_months_before, whole_months
from casebook.packs.report.report import Report
from tests.packs.harbour import add, add_profile, harbour_book, made, objective, rows, words


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """Harbour with a profile that has a target, one that has none, a cohort and a programme."""
    book = harbour_book(tmp_path_factory.mktemp("harbour"))
    add_profile(book, "PMP-1", hotspots=("HS-01",), objective=objective())
    add_profile(book, "PMP-2")
    add(book, "indicator", ref="cohort", name="Of the top 20", unit="people", source="Index",
        direction="lower", profile="PMP-2")  # fmt: skip
    for at, value in (("2023-12-09", 13), ("2024-03-10", 7), ("2024-12-09", 2)):
        add(book, "reading", "cohort", at=at, value=value)
    add(book, "indicator", ref="watch", name="Street Watch", unit="schemes", source="Team",
        direction="higher", target=30, target_by="2025-04-30")  # fmt: skip
    add(book, "reading", "watch", at="2024-09-30", value=22, target=30, place="D1")
    add(book, "reading", "watch", at="2024-06-30", value=9, target=30, place="D1")
    add(book, "reading", "watch", at="2024-09-30", value=4, target=20, place="D2")
    add(book, "programme", ref="CHB-1", name="Clear, Hold, Build: Quay", place="W1",
        code="clear-hold-build", at="2023-12-01")  # fmt: skip
    add(book, "agency", ref="Council", contact="Duty manager")
    add(book, "agency", ref="Police", contact="Duty manager")
    for text, agency, dates in (
        ("Clear", "Police", {"at": "2023-12-01", "until": "2024-02-29"}),
        ("Hold", "Council", {"at": "2024-03-01", "until": "2025-02-28"}),
        ("Build", "Council", {"at": "2025-03-01"}),
    ):
        add(book, "phase", "CHB-1", text=text, agency=agency, **dates)
    yield book
    book.store.close()


@pytest.fixture(scope="module")
def report(harbour: Book) -> Report:
    """Harbour's pack of November."""
    return made(harbour, "district", "D1")


def test_a_measure_stands_beside_its_target_with_who_answers_for_it(report: Report) -> None:
    """48 in the year before, 12 in the year to November, 24 wanted: on course."""
    (row,) = rows(report, "measures")
    assert row[:3] == ("PMP-1", "Problem PMP-1", "Vehicle crime")
    assert row[3:9] == (
        *("48", "Dec 2022 to Nov 2023", "12", "Dec 2023 to Nov 2024", "24", "30 Nov 2025"),
    )
    assert row[9] == "On course"
    assert row[10] == "admin"
    assert "1 open profile can't be set beside a target" in words(report, "measures")
    assert "PMP-2 (admin)" in words(report, "measures")


def test_an_indicator_with_a_target_there_says_what_is_needed(report: Report) -> None:
    """The district's own reading, and no other district's."""
    assert rows(report, "measures", 1) == [("Street Watch", "D1", "30 Sep 2024", "22", "30", "8")]


def test_a_cohort_s_readings_stand_beside_its_profile(report: Report) -> None:
    """13, 7, 2, oldest first, each with its day."""
    (row,) = rows(report, "indicators-of")
    assert row[0] == "PMP-2"
    assert "13 (9 Dec 2023), 7 (10 Mar 2024), 2 (9 Dec 2024)" in row


def test_phases_are_set_against_the_same_months_before_the_programme(report: Report) -> None:
    """Four crimes a month before, one after: 12 to 3 in Clear's three months, 36 to 9 in Hold's."""
    clear, hold = rows(report, "phases")
    assert clear[:2] == ("Clear", "Police")
    assert clear[3:5] == ("Dec 2023 to Feb 2024", "Dec 2022 to Feb 2023")
    assert clear[5:] == ("12 to 3 (−75%)", "6, the same")
    assert hold[5:] == ("36 to 9 (−75%)", "18, the same")
    by_type = {row[0]: row[1:3] for row in rows(report, "phases", 1)}
    assert by_type["All crime"] == ("48", "12")
    assert by_type["Vehicle crime"] == ("48", "12")
    assert by_type["ASB"] == ("24", "24")


def test_the_district_and_its_impact_areas_stand_in_month_and_quarter(report: Report) -> None:
    """November, and the quarter so far: October and November."""
    assert ("Quarter", "2024-25 Q3 so far") in report.facts
    areas = [row for row in rows(report, "areas") if len(row) > 1]
    assert [row[:3] for row in areas] == [
        ("Nov 2024", "Nov 2023", "4 to 1"),
        ("Oct to Nov 2024", "Oct to Nov 2023", "8 to 2"),
    ] * 2
    assert ("Quay and Mole",) not in rows(report, "areas")
    assert any("IA-1 Quay and Mole (Quay, Mole)" in row[0] for row in rows(report, "areas"))


def test_hours_of_the_month_stand_in_the_hotspots_row(report: Report) -> None:
    """Two officers for an hour and a half; without a plan there is no share of one."""
    (row,) = rows(report, "hotspots")
    assert row[0] == "HS-01 Fish Quay"
    assert "3.0 h" in row


def test_another_district_has_none_of_it(harbour: Book) -> None:
    """Nothing of Harbour's, and what is missing is said."""
    found = made(harbour, "district", "D2")
    said = words(found)
    assert "PMP-1" not in said
    assert "No profile is open here." in said
    assert not {"hotspots", "phases", "indicators-of"} & {part.anchor for part in found.parts}


def test_it_is_of_a_district_and_for_who_may_make_files(
    harbour: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a district there is no such meeting."""
    with pytest.raises(BadValue, match="of one district"):
        made(harbour, "district")

    def refuse(self: Book, verb: str, *_: object) -> None:
        raise NotAllowed(verb)

    monkeypatch.setattr(Book, "require", refuse)
    for kind, place in (("district", "D1"), ("forum", ""), ("scrutiny", ""), ("panel", "")):
        with pytest.raises(NotAllowed):
            made(harbour, kind, place)


def test_whole_months_of_a_phase() -> None:
    """Only those that lie in it whole, and at most the newest twelve."""
    last = Month(2024, 11)
    assert whole_months(date(2024, 11, 25), None, last) is None
    assert whole_months(date(2024, 6, 3), date(2024, 11, 24), last) == Window(
        Month(2024, 7), Month(2024, 10)
    )
    assert whole_months(date(2022, 1, 1), None, last) == Window(Month(2023, 12), last)
    before = same_months_before(Window(Month(2024, 7), Month(2024, 10)), date(2024, 6, 3))
    assert before == Window(Month(2023, 7), Month(2023, 10))


def test_a_programme_before_anything_was_loaded_has_dashes(tmp_path: Path) -> None:
    """Not zeros."""
    book = harbour_book(tmp_path)
    add(book, "programme", ref="OLD", name="Old", place="W1", code="clear-hold-build",
        at="2022-12-01")  # fmt: skip
    add(book, "agency", ref="Police", contact="Duty manager")
    add(book, "phase", "OLD", text="Clear", agency="Police", at="2022-12-01", until="2023-02-28")
    (row,) = rows(made(book, "district", "D1"), "phases")
    assert row[-2:] == ("–", "–")
    book.store.close()
