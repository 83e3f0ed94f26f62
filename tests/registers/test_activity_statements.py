"""Activities added up: each once, whatever it belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casebook.book import code_lists
from casebook.book.opening import Book
from casebook.core.errors import BadFile, BadValue, NotAllowed, NotFound
from casebook.core.months import Window
from casebook.core.statement import Ask, Statement
from casebook.registers.activity import Activity
from casebook.registers.entries import add_entry, list_entries
from casebook.registers.import_files import import_register
from casebook.registers.statements.every import state
from tests.books import make_book
from tests.registers import harbour_work as work

ONCE = "Each activity is counted once, whatever it belongs to."


@pytest.fixture
def harbour(book: Book) -> Book:
    """A casebook with two programmes and the tally of their results."""
    work.add_town(book)
    work.add_programmes(book)
    work.add_tally(book)
    return book


def _total(book: Book, by: str = "", window: str = "", **narrow: str) -> Statement:
    asked = Ask(by=by, window=Window.parse(window) if window else None, **narrow)
    return state(book, "activity", "total", asked)


def _counts(stated: Statement, key: str) -> dict[Any, Any]:
    return {row[key]: row["count"] for row in stated.rows}


def _codes(stated: Statement, key: str) -> dict[Any, dict[str, int]]:
    return {row[key]: row["codes"] for row in stated.rows}


def test_the_tally_of_a_programme_counts_each_result_once(harbour: Book) -> None:
    """As published, though arrests belong to hotspot, operation and profile as well."""
    stated = _total(harbour, programme="chb-01")
    assert _counts(stated, "code") == {
        "arrest": 21, "warrant": 2, "closure order": 1, "closure order in progress": 2,
        "school day": 3, "intelligence report": 148,
    }  # fmt: skip
    assert stated.total is None
    assert "Counts of unlike things are never added to one another." in stated.notes
    assert stated.title == "Results, CHB-01"
    assert ONCE in stated.notes
    assert stated.rows[0] == {
        "code": "arrest", "label": "Arrests", "what": "Arrests", "group": "enforcement",
        "of": None, "count": 21,
    }  # fmt: skip


def test_a_result_is_found_under_everything_it_belongs_to(harbour: Book) -> None:
    """The operation, the hotspot and the profile each have their share of the 21 arrests."""
    for narrow, arrests in (
        ({"programme": "OP-1"}, 13),
        ({"place": "HS-01"}, 13),
        ({"place": "Quays"}, 21),
        ({"place": "IA-1"}, 21),
        ({"profile": work.PROFILE}, 1),
        ({"place": "HS-01", "profile": work.PROFILE, "programme": "OP-1"}, 1),
        ({}, 21),
    ):
        assert _counts(_total(harbour, **narrow), "code")["arrest"] == arrests, narrow
    assert _total(harbour, place="D2").rows == ()
    assert _total(harbour, place="D2").notes == ("Nothing is recorded here.",)
    assert _total(harbour, place="D2").total is None


def test_rows_by_programme_share_results_and_have_no_total(harbour: Book) -> None:
    """Each row says its counts code by code."""
    work.add_activity(harbour, "leaflet drop", 4, "2024-11-02", place="HS-02")
    stated = _total(harbour, "programme")
    assert [(row["programme"], row["name"], row["enforcement"]) for row in stated.rows] == [
        (
            "CHB-01",
            "Clear, Hold, Build: Harbour",
            "Arrests 21, Warrants 2, Closure orders 1, Closure orders in progress 2",
        ),
        ("OP-1", "Op Lantern", "Arrests 13, Warrants 2"),
        (None, "In no programme", None),
    ]
    assert _codes(stated, "programme")[None] == {"leaflet drop": 4}
    assert stated.total is None
    assert any("so the rows can't be added." in note for note in stated.notes)
    assert ONCE not in stated.notes


def test_groups_say_counts_by_code_and_add_nothing_unlike(harbour: Book) -> None:
    """21 arrests and 2 warrants are no 23 of anything, in a group, a place or all of them."""
    groups = _total(harbour, "group")
    assert [(row["group"], row["results"]) for row in groups.rows] == [
        ("enforcement", "Arrests 21, Warrants 2, Closure orders 1, Closure orders in progress 2"),
        ("prevention", "School engagement days 3"),
        ("intelligence", "Intelligence reports 148"),
    ]
    assert groups.total is None
    stated = _total(harbour, "place")
    assert [(row["place"], row["name"], row["prevention"]) for row in stated.rows] == [
        ("D1", "Harbour", None),
        ("HS-01", "Fish Quay", None),
        ("W1", "Quays", "School engagement days 3"),
    ]
    assert (
        "A place's row holds what names the place itself, not what lies in it: D1, W1 hold others."
    ) in stated.notes
    assert stated.total is not None
    assert stated.total["intelligence"] == "Intelligence reports 148"
    assert stated.total["communication"] is None
    assert stated.total["codes"]["arrest"] == 21
    (row,) = _total(harbour, "district").rows
    assert (row["district"], row["name"], row["codes"]) == (
        "D1",
        "Harbour",
        stated.total["codes"],
    )


def test_counts_of_one_code_have_a_total(book: Book) -> None:
    """The unit is the same: so many arrests here and there are so many arrests."""
    work.add_town(book)
    for place, count in (("HS-01", 3), ("HS-02", 4)):
        work.add_activity(book, "arrest", count, "2024-10-15", place=place)
    assert _total(book).total == {"what": "All", "count": 7}
    assert _total(book, "place,code").total == {"place": "All", "count": 7}
    assert _total(book, "group").total == {"group": "All", "results": "Arrests 7"}


def test_a_result_without_a_place_stands_where_its_programme_does(harbour: Book) -> None:
    """And says so; a profile's stands at its hotspot, and what is nowhere is said to be."""
    assert "What names no place of its own stands where its profile or programme does." in (
        _total(harbour).notes
    )
    add_entry(harbour, "programme", "", {"ref": "WEEK", "name": "Week", "code": "action week"})
    work.add_activity(harbour, "meeting", 2, "2024-10-15", programmes=["WEEK"])
    work.add_activity(harbour, "referral", 5, "2024-10-15", profile=work.PROFILE)
    rows = _codes(_total(harbour, "place"), "place")
    assert (rows["HS-01"]["referral"], rows[None]) == (5, {"meeting": 2})
    (last,) = [row for row in _total(harbour, "district").rows if row["district"] is None]
    assert (last["name"], last["communication"]) == ("No place", "Meetings 2")


def test_a_place_in_no_district_stands_as_itself(harbour: Book) -> None:
    """With a sentence that says so."""
    work.add_activity(harbour, "surgery", 6, "2024-10-15", place="ISLET")
    stated = _total(harbour, "district")
    assert _codes(stated, "district")["ISLET"] == {"surgery": 6}
    assert "In no district, and so standing as themselves: ISLET." in stated.notes


def test_what_is_of_which_stands_beneath_and_is_never_added(harbour: Book) -> None:
    """Eight vehicles, two of them e-scooters and one an off-road bike, are eight."""
    for code, count in (
        ("vehicle seized", 8),
        ("e-scooter seized", 2),
        ("off-road bike seized", 1),
    ):
        work.add_activity(harbour, code, count, "2024-09-20", place="HS-02")
    stated = _total(harbour, place="HS-02")
    assert [(row["what"], row["of"], row["count"]) for row in stated.rows] == [
        ("Vehicles seized", None, 8),
        ("– of which E-scooters seized", "vehicle seized", 2),
        ("– of which Off-road bikes seized", "vehicle seized", 1),
    ]
    assert stated.total == {"what": "All", "count": 8}
    assert any("added to nothing" in note for note in stated.notes)
    assert _codes(_total(harbour, "place"), "place")["HS-02"] == {"vehicle seized": 8}
    assert not any("counted twice" in note for note in stated.notes)


def test_parts_without_their_whole_are_pointed_out(harbour: Book) -> None:
    """The row they are part of is there with what was recorded: nothing."""
    work.add_activity(harbour, "search find", 2, "2024-09-20", place="HS-02")
    stated = _total(harbour, place="HS-02")
    assert [(row["code"], row["count"]) for row in stated.rows] == [
        ("stop and search", 0), ("search find", 2)
    ]  # fmt: skip
    assert stated.total is None
    assert (
        "Stop and searches: 0 recorded, but 2 'of which' results that are part of them: some are "
        "missing or counted twice."
    ) in stated.notes


def test_months_keep_a_long_tally_whole(harbour: Book) -> None:
    """A week over a month's end belongs to where it began; six months are a row of their own."""
    stated = _total(harbour, "month")
    keys = ("month", "when", "from", "to", "codes")
    assert [tuple(row[key] for key in keys) for row in stated.rows] == [
        (None, "Jun to Nov 2024", "2024-06", "2024-11", {"intelligence report": 148}),
        ("2024-09", "Sep 2024", "2024-09", "2024-09", {"arrest": 13, "warrant": 2}),
        (
            *("2024-10", "Oct 2024", "2024-10", "2024-10"),
            {"arrest": 8, "closure order": 1, "school day": 3},
        ),
        ("2024-11", "Nov 2024", "2024-11", "2024-11", {"closure order in progress": 2}),
    ]
    assert any("how it was spread over its months isn't known" in note for note in stated.notes)
    assert any("belongs to the month it began in" in note for note in stated.notes)


def test_a_window_leaves_out_what_runs_beyond_it_and_says_so(harbour: Book) -> None:
    """A tally of June to November is none of October's, whole or in part."""
    stated = _total(harbour, window="2024-10")
    assert _counts(stated, "code") == {"arrest": 8, "closure order": 1, "school day": 3}
    assert (
        "Not counted, because they run beyond these months: Intelligence reports 148 "
        "(3 Jun 2024 to 24 Nov 2024)."
    ) in stated.notes
    whole = _total(harbour, window="2024-06..2024-11")
    assert _counts(whole, "code")["intelligence report"] == 148
    assert not any("Not counted" in note for note in whole.notes)
    assert _counts(_total(harbour, window="2024-11"), "code") == {"closure order in progress": 2}


def test_the_engagement_of_four_months_is_found_whole(book: Book) -> None:
    """703 events, 672 meetings, 144 surgeries, 792 visits and 92 parish councils, by district."""
    work.add_town(book)
    published = {
        "engagement event": 703, "meeting": 672, "surgery": 144, "school or youth visit": 792,
        "parish council": 92,
    }  # fmt: skip
    for code, count in published.items():
        for place, share in (("D1", count // 3), ("D2", count - count // 3)):
            work.add_activity(book, code, share, "2024-07-01", until="2024-10-31", place=place)
    stated = _total(book, window="2024-07..2024-10")
    assert _counts(stated, "code") == published
    by_district = _total(book, "district,code", "2024-07..2024-10")
    assert sum(row["count"] for row in by_district.rows if row["code"] == "meeting") == 672
    assert [row["name"] for row in by_district.rows[:1]] == ["Harbour"]


def test_places_month_by_month(harbour: Book) -> None:
    """Two groupings together, for a hotspot's page."""
    stated = _total(harbour, "place,month", place="HS-01")
    assert [(row["place"], row["month"], row["enforcement"]) for row in stated.rows] == [
        ("HS-01", "2024-09", "Arrests 13, Warrants 2"),
        ("HS-01", "2024-10", "Closure orders 1"),
    ]  # fmt: skip


def test_a_forces_own_code_is_counted_in_its_group(harbour: Book) -> None:
    """With the code it is of which; what nobody grouped is prevention's."""
    code_lists.add_code(harbour, "activity", "dog", "Dogs seized", group="enforcement")
    code_lists.add_code(harbour, "activity", "puppy", "Puppies seized", of="dog")
    code_lists.add_code(harbour, "activity", "mast", "Camera masts raised")
    for code, count in (("dog", 5), ("puppy", 2), ("mast", 3)):
        work.add_activity(harbour, code, count, "2024-09-20", place="HS-02")
    rows = _total(harbour, place="HS-02").rows
    assert [(row["what"], row["group"], row["count"]) for row in rows] == [
        ("Dogs seized", "enforcement", 5),
        ("– of which Puppies seized", "enforcement", 2),
        ("Camera masts raised", "prevention", 3),
    ]
    kept = {
        one.code: (one.group, one.of) for one in code_lists.code_list(harbour, "activity").codes
    }
    assert (kept["puppy"], kept["mast"]) == (("enforcement", "dog"), ("prevention", ""))
    assert kept["e-scooter seized"] == ("enforcement", "vehicle seized")
    with harbour.store.reading() as tx:
        entries = [e for e in tx.history.entries() if e.record == "codes activity"]
    assert (entries[1].change or {})["puppy is of which"] == [None, "dog"]


@pytest.mark.parametrize(
    ("name", "how", "says"),
    [
        ("activity", {"group": "fun"}, "A group is one of enforcement, prevention, intelligence, "),
        ("activity", {"of": "arest"}, "There is no code in activity 'arest' in this casebook. Did"),
        (
            "activity",
            {"of": "e-scooter seized"},
            "can't be of which 'e-scooter seized', which is a",
        ),
        (
            "activity",
            {"of": "arrest", "group": "prevention"},
            "'arrest' is enforcement, so what is",
        ),
        ("tactic", {"group": "prevention"}, "Only codes of the list activity have a group"),
    ],
)
def test_a_group_that_cannot_be_is_refused(
    book: Book, name: str, how: dict[str, str], says: str
) -> None:
    """And the code isn't added either."""
    with pytest.raises((BadValue, NotFound)) as refused:
        code_lists.add_code(book, name, "new", "New", **how)
    assert says in str(refused.value)
    assert "new" not in {one.code for one in code_lists.code_list(book, name).codes}


def test_labels_are_those_the_records_were_given(harbour: Book) -> None:
    """The newest one heads the row, and the older is named."""
    code_lists.relabel_code(harbour, "activity", "arrest", "Arrests for any offence", "clearer")
    assert _total(harbour).rows[0]["label"] == "Arrests"
    work.add_activity(harbour, "arrest", 2, "2024-12-02", place="HS-02")
    stated = _total(harbour)
    assert (stated.rows[0]["label"], stated.rows[0]["count"]) == ("Arrests for any offence", 23)
    assert "'Arrests for any offence' (arrest) was recorded as 'Arrests' before." in stated.notes


def test_what_is_asked_about_must_be_there(harbour: Book) -> None:
    """Place, programme, profile, grouping."""
    for narrow, says in (
        ({"place": "HS-09"}, "There is no place 'HS-09'"),
        (
            {"programme": "CHB-9"},
            "There is no programme 'CHB-9' in this casebook. Did you mean CHB",
        ),
        ({"profile": "PMP-9"}, "There is no profile 'PMP-9'"),
        ({"by": "colour"}, "'total' can't be grouped by 'colour'"),
    ):
        with pytest.raises((BadValue, NotFound)) as refused:
            _total(harbour, **narrow)
        assert says in str(refused.value)


def test_who_may_log_activities(harbour: Book) -> None:
    """An officer in the own area; nobody elsewhere, nor a viewer, and each is told who can."""
    values = {"code": "arrest", "count": 1, "at": "2024-12-01"}
    add_entry(work.acting_as(harbour, "pc.h"), "activity", "", values | {"place": "HS-01"})
    add_entry(work.acting_as(harbour, "pc.h"), "activity", "", values | {"programmes": ["CHB-01"]})
    for login, more, says in (
        (
            "pc.h",
            {"place": "HS-02"},
            "pc.h may not log what was done on HS-02: it lies outside D1; its own",
        ),
        (
            "sgt.s",
            {"programmes": ["CHB-01"]},
            "sgt.s may not log what was done on D1: it lies outside D2",
        ),
        ("eye", {"place": "HS-01"}, "eye may not log what was done on HS-01: an officer, "),
    ):
        with pytest.raises(NotAllowed) as refused:
            add_entry(work.acting_as(harbour, login), "activity", "", values | more)
        assert says in str(refused.value)
    assert _counts(_total(work.acting_as(harbour, "eye")), "code")["arrest"] == 23


def _file(folder: Path, *lines: str) -> Path:
    path = folder / "work.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_activities_come_from_a_file(harbour: Book, tmp_path: Path) -> None:
    """By field or label; programmes are parted by ;, and two rows alike are two."""
    path = _file(
        tmp_path,
        'What,How many,"On, or from",To,Hotspot or area,Programmes,Agency',
        "Arrests,2,2024-09-10,,fish quay,CHB-01; OP-1,Lomea Police",
        "arrest,2,10/09/2024,,HS-01,CHB-01;OP-1,Lomea Police",
        "Rural surveys,7,21 Oct 2024,27 Oct 2024,Strand,,",
    )
    report = import_register(harbour, "activity", path)
    assert (report.added, report.rejected) == (3, 0)
    found: Any = list_entries(harbour, "activity")[-3:]
    assert [(one.place, one.programmes, one.agency) for one in found] == [
        ("HS-01", ("CHB-01", "OP-1"), "Lomea Police"),
        ("HS-01", ("CHB-01", "OP-1"), "Lomea Police"),
        ("D2", (), None),
    ]  # fmt: skip
    assert _counts(_total(harbour, programme="OP-1"), "code")["arrest"] == 13 + 4
    assert _counts(_total(harbour, place="D2"), "label") == {"Rural surveys": 7}
    again = import_register(harbour, "activity", path)
    assert (again.added, again.unchanged) == (0, 3)


def test_bad_rows_are_named_and_the_others_taken(harbour: Book, tmp_path: Path) -> None:
    """Unknown place, programme, agency and code, a count below one, dates that cross, nowhere."""
    path = _file(
        tmp_path,
        "code,count,at,until,place,programmes,agency",
        "arrest,1,2024-09-10,,HS-01,,",
        "arrest,1,2024-09-10,,HS-1,,",
        "arrest,0,2024-09-10,,HS-01,,",
        "arrest,-3,2024-09-10,,HS-01,,",
        "arrest,1.5,2024-09-10,,HS-01,,",
        "arest,1,2024-09-10,,HS-01,,",
        "arrest,1,2024-09-10,2024-09-09,HS-01,,",
        "arrest,1,2024-09-10,,,CHB-01; CHB-02,",
        "arrest,1,2024-09-10,,HS-01,,Lomea Polise",
        "arrest,1,2024-09-10,,,,",
        "arrest,1,,,HS-01,,",
    )
    before = len(list_entries(harbour, "activity"))
    report = import_register(harbour, "activity", path)
    assert (report.read, report.added, report.rejected) == (11, 1, 10)
    assert [(bad.row, bad.column) for bad in report.rejections] == [
        (3, "place"), (4, "count"), (5, "count"), (6, "count"), (7, "code"), (8, "until"),
        (9, "programmes"), (10, "agency"), (11, "place"), (12, "at"),
    ]  # fmt: skip
    for bad, says in zip(
        report.rejections,
        (
            "There is no place 'HS-1' in this casebook. Did you mean HS-01",
            "How many takes a whole number from 1 up, not 0.",
            "How many takes a whole number from 1 up, not -3.",
            "How many takes a whole number, not '1.5'.",
            "What has no code 'arest'; did you mean arrest",
            "To, 9 Sep 2024, is before On, or from, 10 Sep 2024.",
            "There is no programme 'CHB-02' in this casebook. Did you mean CHB-01",
            "There is no agency 'Lomea Polise' in this casebook. Did you mean Lomea Police",
            "Hotspot or area can't be empty unless a profile or a programme is named",
            "On, or from can't be empty.",
        ),
        strict=True,
    ):
        assert says in bad.fault
    assert len(list_entries(harbour, "activity")) == before + 1
    path.write_text(path.read_text() + "arrest,9,2024-12-01,,HS-01,,\n")
    with pytest.raises(BadFile, match="with --strict none is"):
        import_register(harbour, "activity", path, strict=True)
    assert len(list_entries(harbour, "activity")) == before + 1


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """A town to put made-up activities into."""
    opened = make_book(tmp_path_factory.mktemp("many"))
    work.add_town(opened)
    work.add_programmes(opened)
    yield opened
    opened.store.close()


_ACTIVITIES = st.builds(
    lambda code, count, at, days, place, programmes: Activity(
        code=code,
        count=count,
        at=at,
        until=at + timedelta(days=days) if days else None,
        place=place,
        programmes=tuple(programmes),
    ),
    st.sampled_from(["arrest", "warrant", "meeting", "vehicle seized", "e-scooter seized"]),
    st.integers(1, 500),
    st.dates(date(2023, 11, 1), date(2024, 12, 1)),
    st.sampled_from([0, 0, 0, 6, 30, 31, 120]),
    st.sampled_from(["D1", "D2", "W1", "W2", "HS-01", "HS-02", "ISLET", "Lomea"]),
    st.lists(st.sampled_from(["CHB-01", "OP-1"]), unique=True),
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    activities=st.lists(_ACTIVITIES, max_size=30), window=st.sampled_from(["", "2024-03..2024-08"])
)
def test_every_grouping_holds_the_same_counts_by_code(
    many: Book, activities: list[Activity], window: str
) -> None:
    """Districts, places, months, groups and codes hold the same, counted one by one in Python."""
    with many.store.writing() as tx:
        for activity in tx.load(Activity):
            tx.remove(activity, many.author)
        tx.insert_many(activities)
    expected: Counter[str] = Counter()
    for one in activities:
        in_one_month = one.until is None or (one.until - one.at).days < 31
        first = one.at.year * 100 + one.at.month
        last = first if in_one_month or not one.until else one.until.year * 100 + one.until.month
        if not window or (first >= 202403 and last <= 202408):
            expected[one.code] += one.count
    del expected["e-scooter seized"]
    for by in ("code", "group", "place", "district", "month", "place,month", "district,code"):
        stated = _total(many, by, window)
        found: Counter[str] = Counter()
        for row in stated.rows:
            found.update(row["codes"] if "codes" in row else {row["code"]: row["count"]})
        del found["e-scooter seized"]
        assert +found == +expected, by
        assert stated.total is None or stated.total.get("codes", expected) == expected
