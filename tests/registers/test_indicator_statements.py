"""Indicators: the published series of the papers, and what may be set beside what."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from casebook.book.opening import Book
from casebook.core.errors import BadFile, NotFound
from casebook.core.months import Window
from casebook.core.statement import Ask, Statement
from casebook.places.place import Place
from casebook.profiles import intake
from casebook.profiles.profile import Profile
from casebook.registers.entries import add_entry, list_entries
from casebook.registers.import_files import import_register
from casebook.registers.statements.every import state

UNITS = {
    "BW": (45, 50, 5), "BE": (22, 30, 8), "CV": (12, 20, 8), "DY": (4, 20, 16),
    "SH": (22, 30, 8), "SW": (8, 20, 12), "WS": (8, 20, 12), "WV": (5, 20, 15),
}  # fmt: skip
"""Street Watch schemes, their target and how many are required (October 2019, appendix 1)."""


def _indicator(book: Book, ref: str, **values: Any) -> None:
    given = {"ref": ref, "name": ref.capitalize(), "unit": "schemes", "source": "Return", **values}
    add_entry(book, "indicator", "", given)


def _read(book: Book, indicator: str, value: float, at: str, until: str = "", **more: Any) -> None:
    span = {"at": at, "until": until or None}
    add_entry(book, "reading", indicator, {"value": value, **span, **more})


def _years(book: Book, indicator: str, first: float, second: float, third: float) -> None:
    """2022, 2023, and 2024 to April."""
    _read(book, indicator, first, "2022-01-01", "2022-12-31")
    _read(book, indicator, second, "2023-01-01", "2023-12-31")
    _read(book, indicator, third, "2024-01-01", "2024-04-30")


def _ask(book: Book, name: str, **ask: Any) -> Statement:
    return state(book, "indicator", name, Ask(**ask))


def _keys(row: Any, *keys: str) -> tuple[Any, ...]:
    return tuple(row[key] for key in keys)


@pytest.fixture
def protests(book: Book) -> Book:
    """The protest return of September 2024, paragraph 16."""
    lower = {"direction": "lower", "unit": "protests"}
    _indicator(book, "protests", **lower)
    _indicator(book, "international", part_of="protests", **lower)
    _indicator(book, "presence", part_of="protests", unit="protests")
    _years(book, "protests", 72, 109, 61)
    _years(book, "international", 28, 79, 36)
    _years(book, "presence", 45, 62, 35)
    return book


@pytest.fixture
def units(book: Book) -> Book:
    """A district for each unit of the West Midlands' tables, and wards of one."""
    with book.store.writing() as tx:
        for unit in UNITS:
            tx.save(None, Place(unit, "district", aliases=(f"{unit}2",)), book.author)
        tx.save(None, Place("BW1", "ward", parent="BW"), book.author)
    return book


def test_whole_years_are_set_beside_whole_years(protests: Book) -> None:
    """72 to 109 is +51%, 28 to 79 is +182%; a neighbourhood presence in over half of 109."""
    rows = _ask(protests, "series", ref="protests").rows
    second = {row["ref"]: row for row in rows if row["period"] == "2023"}
    assert _keys(second["protests"], "value", "earlier", "change", "percent", "reads") == (
        109, 72, 37, 51, "up, worse"
    )  # fmt: skip
    assert _keys(second["international"], "value", "earlier", "percent") == (79, 28, 182)
    assert _keys(second["presence"], "value", "share_of", "share") == (62, 109, 57)
    assert _keys(second["presence"], "change", "reads") == (17, "up")
    assert [row["change"] for row in rows if row["period"] == "2022"] == [None, None, None]


def test_a_part_of_a_year_is_set_beside_no_whole_one(protests: Book) -> None:
    """2024 to April has its value and share; the change is blank and the reason stands."""
    standing = _ask(protests, "standing")
    top = standing.rows[0]
    assert _keys(top, "value", "period", "earlier", "change", "percent", "reads") == (
        61, "Jan to Apr 2024", None, None, None, ""
    )  # fmt: skip
    assert top["note"] == "2024 is to April: 4 months, not set beside the 12 of 2023"
    assert f"Protests, International, Presence: {top['note']}." in standing.notes
    assert "Sources. Protests, International, Presence: Return." in standing.notes
    said = "Protests: 109 in 2023 was +37 (+51%) on the 72 of 2022."
    assert said in standing.notes
    assert [(row["label"], row["part_of"]) for row in standing.rows] == [
        ("Protests", None),
        ("of which International", "protests"),
        ("of which Presence", "protests"),
    ]
    assert _keys(standing.rows[1], "share", "share_of") == (59, 61)
    assert _keys(standing.rows[2], "share", "share_of") == (57, 61)
    assert standing.total is None


def test_the_same_months_of_another_year_are_as_long(protests: Book) -> None:
    """With January to April 2023 read too, 2024 to April has what to stand beside."""
    _read(protests, "protests", 30, "2023-01-01", "2023-04-30")
    top = _ask(protests, "standing", ref="Protests").rows[0]
    assert _keys(top, "earlier", "earlier_period", "change", "percent", "note") == (
        30, "Jan to Apr 2023", 31, 103, ""
    )  # fmt: skip


def test_street_watch_stands_at_126_of_210(units: Book) -> None:
    """Unit by unit against its target, 84 schemes needed in all."""
    _indicator(units, "street-watch", direction="higher")
    for unit, (value, target, _) in UNITS.items():
        more: dict[str, Any] = {"place": unit, "target": target, "target_by": "2020-04-30"}
        _read(units, "street-watch", value, "2019-09-30", **more)
    (row,) = _ask(units, "standing").rows
    assert _keys(row, "value", "target", "needed", "target_by") == (126, 210, 84, "2020-04-30")
    rows = _ask(units, "series", ref="street-watch").rows
    assert {row["place"]: _keys(row, "value", "target", "needed") for row in rows[:-1]} == UNITS
    assert _keys(rows[-1], "where", "value", "target", "needed") == ("all areas", 126, 210, 84)
    (row,) = _ask(units, "standing", place="bw2").rows
    assert _keys(row, "value", "target", "needed") == (45, 50, 5)


def test_an_area_past_its_target_makes_up_for_no_other(units: Book) -> None:
    """Needed is what each still lacks: 60 of 50 and 20 of 30 leave 10."""
    _indicator(units, "street-watch", direction="higher")
    for unit, value, target in (("BW", 60, 50), ("BE", 20, 30)):
        _read(units, "street-watch", value, "2024-09-30", place=unit, target=target)
    (row,) = _ask(units, "standing").rows
    assert _keys(row, "value", "target", "needed") == (80, 80, 10)


@pytest.mark.parametrize(
    ("direction", "value", "needed"),
    [("higher", 40, 10), ("higher", 60, 0), ("lower", 60, 10), ("lower", 40, 0), ("", 40, None)],
)
def test_what_is_needed_depends_on_the_way_aimed_at(
    book: Book, direction: str, value: float, needed: float | None
) -> None:
    """Up to the target, or down to it; where no way is better nothing is."""
    _indicator(book, "cadets", direction=direction, target=50, target_by="2025-03-31")
    _read(book, "cadets", value, "2024-09-30")
    (row,) = _ask(book, "standing").rows
    assert _keys(row, "target", "needed", "target_by") == (50, needed, "2025-03-31")


def test_areas_are_added_only_where_each_has_a_reading(units: Book) -> None:
    """The month that lacks one has no total, and says which."""
    _indicator(units, "cadets")
    for unit, july, august in (("BW", 0.1, 5), ("BE", 0.2, None)):
        _read(units, "cadets", july, "2024-07-01", "2024-07-31", place=unit)
        if august is not None:
            _read(units, "cadets", august, "2024-08-01", "2024-08-31", place=unit)
    rows = _ask(units, "series").rows
    assert [_keys(row, "period", "where", "value") for row in rows] == [
        ("Jul 2024", "BW", 0.1), ("Jul 2024", "BE", 0.2), ("Jul 2024", "all areas", 0.3),
        ("Aug 2024", "BW", 5), ("Aug 2024", "all areas", None),
    ]  # fmt: skip
    standing = _ask(units, "standing")
    assert _keys(standing.rows[0], "value", "change", "note") == (
        None, None, "no reading for BE, so no total"
    )  # fmt: skip
    assert "Cadets: no reading for BE, so no total." in standing.notes


@pytest.mark.parametrize("unit", ["% of calls", "calls per 1,000 residents", "average minutes"])
def test_percents_rates_and_averages_of_areas_are_never_added(units: Book, unit: str) -> None:
    """Each area is printed, the whole isn't; one area alone is itself."""
    _indicator(units, "answered", unit=unit)
    _read(units, "answered", 80, "2024-09-30", place="BW")
    assert [row["value"] for row in _ask(units, "standing").rows] == [80]
    assert len(_ask(units, "series").rows) == 1
    _read(units, "answered", 60, "2024-09-30", place="BE")
    (row,) = _ask(units, "standing").rows
    assert _keys(row, "value", "note") == (None, f"areas can't be added in {unit}")
    assert [row["value"] for row in _ask(units, "series").rows] == [80, 60, None]


def test_an_area_and_what_lies_in_it_are_never_added(units: Book) -> None:
    """A ward's reading is in its district's already."""
    _indicator(units, "cadets")
    _read(units, "cadets", 10, "2024-09-30", place="BW")
    _read(units, "cadets", 4, "2024-09-30", place="BW1")
    (row,) = _ask(units, "standing").rows
    assert _keys(row, "value", "note") == (None, "BW1 lies in BW, so no total")


def test_a_reading_of_the_whole_goes_before_a_sum(units: Book) -> None:
    """It is what the force printed; the areas stand beneath it."""
    _indicator(units, "cadets", target=300, direction="higher")
    _read(units, "cadets", 206, "2019-09-30")
    _read(units, "cadets", 19, "2019-09-30", place="BW")
    (row,) = _ask(units, "standing").rows
    assert _keys(row, "value", "target", "needed") == (206, 300, 94)
    assert [row["place"] for row in _ask(units, "series").rows] == ["BW", None]
    (row,) = _ask(units, "standing", place="BW").rows
    assert _keys(row, "value", "target") == (19, None)


def test_levels_are_set_beside_levels(book: Book) -> None:
    """Officers 151 to 175 and PCSOs 181 to 200 since 2018."""
    for ref, first, second in (("officers", 151, 175), ("pcsos", 181, 200)):
        _indicator(book, ref, direction="higher", unit="in post")
        _read(book, ref, first, "2018-09-30")
        _read(book, ref, second, "2024-09-30")
    officers, pcsos = _ask(book, "standing").rows
    assert _keys(officers, "value", "earlier", "change", "percent", "reads") == (
        175, 151, 24, 16, "up, better"
    )  # fmt: skip
    assert _keys(officers, "period", "earlier_period") == ("30 Sep 2024", "30 Sep 2018")
    assert _keys(pcsos, "change", "percent") == (19, 10)


def test_no_percent_of_a_number_under_ten(book: Book) -> None:
    """Of the top 20, 13, then 7, then 2: the last change is in counts alone."""
    _indicator(book, "op-young", direction="lower", unit="of the top 20")
    for at, value in (("2023-12-18", 13), ("2024-03-18", 7), ("2024-12-18", 2)):
        _read(book, "op-young", value, at)
    series = _ask(book, "series")
    assert [_keys(row, "value", "change", "percent") for row in series.rows] == [
        (13, None, None), (7, -6, -46), (2, -5, None)
    ]  # fmt: skip
    assert series.rows[2]["reads"] == "down, better"
    assert "No percent of a number under 10." in series.notes


def test_a_share_of_a_small_whole_is_in_counts(book: Book) -> None:
    """3 of 9 has no percent."""
    _indicator(book, "all")
    _indicator(book, "some", part_of="all")
    _read(book, "all", 9, "2024-09-30")
    _read(book, "some", 3, "2024-09-30")
    _read(book, "some", 4, "2024-10-31")
    first, second = (row for row in _ask(book, "series").rows if row["ref"] == "some")
    assert _keys(first, "share", "share_of") == (None, 9)
    assert _keys(second, "share", "share_of") == (None, None)


def test_a_percent_changes_in_points(book: Book) -> None:
    """From 60% to 66% is 6 points, not 10%."""
    _indicator(book, "answered", unit="% in time")
    _read(book, "answered", 60, "2024-09-30")
    _read(book, "answered", 66, "2024-10-31")
    (row,) = _ask(book, "standing").rows
    assert _keys(row, "change", "percent") == (6, None)


def test_months_of_other_lengths_and_overlaps_are_told_apart(book: Book) -> None:
    """28 and 31 days are a month each; a rolling year isn't set beside one it overlaps."""
    _indicator(book, "month")
    _read(book, "month", 20, "2023-02-01", "2023-02-28")
    _read(book, "month", 30, "2023-03-01", "2023-03-31")
    _indicator(book, "week")
    _read(book, "week", 20, "2024-10-14", "2024-10-20")
    _read(book, "week", 30, "2024-10-21", "2024-10-28")
    _indicator(book, "rolling")
    _read(book, "rolling", 100, "2022-12-01", "2023-11-30")
    _read(book, "rolling", 110, "2023-11-01", "2024-10-31")
    _read(book, "rolling", 120, "2023-12-01", "2024-11-30")
    month, week, rolling = _ask(book, "standing").rows
    assert _keys(month, "earlier", "percent") == (20, 50)
    assert _keys(week, "change", "note") == (
        None,
        "21 Oct 2024 to 28 Oct 2024: 8 days, not set beside the 7 of 14 Oct 2024 to 20 Oct 2024",
    )
    assert _keys(rolling, "earlier", "earlier_period", "percent") == (
        100, "Dec 2022 to Nov 2023", 20
    )  # fmt: skip


def test_an_indicator_without_readings_says_so(book: Book) -> None:
    """Missing, not zero."""
    _indicator(book, "cadets", target=10, direction="higher")
    standing = _ask(book, "standing")
    assert _keys(standing.rows[0], "value", "target", "note") == (None, None, "no reading yet")
    assert "Cadets: no reading yet." in standing.notes
    assert _ask(book, "series").rows == ()


def test_it_can_be_narrowed(units: Book) -> None:
    """To an indicator with its parts, a profile, a window; none is left where none is meant."""
    intake.new_profile(units, Profile("PMP-2024-001", "A cohort"))
    _indicator(units, "cohort", profile="PMP-2024-001", place="BW1")
    _read(units, "cohort", 13, "2023-12-18")
    _read(units, "cohort", 7, "2024-03-18")
    _indicator(units, "cadets")
    _read(units, "cadets", 5, "2024-03-01", place="BE")
    assert [row["ref"] for row in _ask(units, "standing", profile="PMP-2024-001").rows] == [
        "cohort"
    ]
    assert [row["ref"] for row in _ask(units, "standing", place="BW").rows] == ["cohort"]
    assert [row["ref"] for row in _ask(units, "standing", place="BE").rows] == ["cadets"]
    (row,) = _ask(units, "series", ref="cohort", window=Window.parse("2024-03")).rows
    assert _keys(row, "value", "change") == (7, -6)
    with pytest.raises(NotFound, match="There is no indicator 'cadet' in"):
        _ask(units, "series", ref="cadet")
    with pytest.raises(NotFound, match="There is no place 'XX'"):
        _ask(units, "standing", place="XX")


def _import(book: Book, folder: Path, kind: str, *lines: str, **how: Any) -> Any:
    path = folder / f"{kind}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return import_register(book, kind, path, **how)


def test_readings_are_imported_and_bad_ones_named_by_row(units: Book, tmp_path: Path) -> None:
    """An area by its alias; a month twice, an unknown area and a crossed period are refused."""
    _import(
        units, tmp_path, "indicator", "ref,name,unit,source,better when",
        "cadets,Cadets,cadets,Return,Higher",
    )  # fmt: skip
    report = _import(
        units, tmp_path, "reading", "indicator,area,at,until,value,target",
        "cadets,BW2,2024-09-01,2024-09-30,19,20",
        "cadets,BW,2024-09-01,2024-09-30,20,20",
        "cadets,XX,2024-09-01,2024-09-30,19,20",
        "cadet,BW,2024-09-01,2024-09-30,19,20",
        "cadets,BE,2024-09-30,2024-09-01,19,20",
        "cadets,BE,2024-09-01,2024-09-30,19,-1",
        "cadets,BE,2024-09-01,2024-09-30,,20",
    )  # fmt: skip
    assert report.added == 1
    assert [(bad.row, bad.column, bad.fault) for bad in report.rejections] == [
        (3, "at", "On, or from: cadets has a reading in BW for 1 Sep 2024 already, 19: "
         "edit reading 1."),
        (4, "area", "There is no place 'XX' in this casebook."),
        (5, "indicator", "There is no indicator 'cadet' in this casebook. Did you mean cadets?"),
        (6, "until", "To, 1 Sep 2024, is before On, or from, 30 Sep 2024."),
        (7, "target", "Target there can't be negative."),
        (8, "value", "Value can't be empty."),
    ]  # fmt: skip
    with pytest.raises(BadFile, match="has no column for 'Value'"):
        _import(units, tmp_path, "reading", "indicator,at", "cadets,2024-10-01")
    assert len(list_entries(units, "reading")) == 1
