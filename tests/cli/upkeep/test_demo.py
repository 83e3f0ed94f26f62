"""The main job on the sample data."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casebook.agenda.owed.due import what_is_due
from casebook.book.opening import Book, open_book
from casebook.core.fields import encode
from casebook.core.months import Window
from casebook.figures.table import figures
from casebook.places.hotspots import hotspots, list_places
from casebook.profiles.casefile import history_of, list_profiles
from casebook.reviews.months import list_reviews
from sample_data import SAMPLE_TODAY, path
from sample_data.generator.cases.profiles import FURTHER, LIVE
from tests.cli.conftest import Casebook
from tests.packs.pdf_pages import fill_of_pages, tags_of_pages


def read(name: str) -> list[dict[str, Any]]:
    """The entries of a JSON file of the sample."""
    return list(json.loads(path(name).read_text(encoding="utf-8")))


def test_the_demo_leaves_what_it_promises(demo: Path) -> None:
    """A casebook, a map and a pack in two forms, and nothing half-built."""
    # another test may have the casebook open, and SQLite its two files beside it
    left = {path.name for path in demo.iterdir()} - {"casebook.db-shm", "casebook.db-wal"}
    assert sorted(left) == [
        "casebook.db",
        "map.html",
        "review-2024-11.html",
        "review-2024-11.pdf",
    ]


@pytest.fixture(scope="module")
def book(demo: Path) -> Iterator[Book]:
    """The demonstration's casebook, read only."""
    opened = open_book(str(demo / "casebook.db"), "anyone", read_only=True)
    yield opened
    opened.store.close()


def test_the_demo_has_27_hotspots_with_a_profile_each(book: Book) -> None:
    """24 of serious violence and ASB and 3 of ASB only, as in Kent (18 Dec 2024, 15 ii)."""
    live = hotspots(book)
    both = [place for place in live if "serious violence" in place.themes]
    assert (len(live), len(both)) == (27, 24)
    files = [f for f in list_profiles(book) if f.profile.status in ("open", "monitoring")]
    tied = sorted(ref for file in files for ref in file.hotspots)
    assert tied == sorted(place.ref for place in live)


def test_seven_hotspots_are_retired_and_closed(book: Book) -> None:
    """By 31 March 2024; each has one profile, which is closed."""
    gone = {p.ref: p.retired_on for p in list_places(book, "hotspot") if p.retired_on}
    assert sorted(gone) == [f"HS-{n}" for n in range(28, 35)]
    assert max(day for day in gone.values() if day) <= date(2024, 3, 31)
    closed = [f for f in list_profiles(book) if f.profile.status == "closed"]
    assert sorted(ref for file in closed for ref in file.hotspots) == sorted(gone)


def test_the_case_work_ends_where_the_sample_says(book: Book) -> None:
    """Played move by move, every profile stands as its file has it: stage, cycle, dates, texts.

    A measure is kept with the version of serious violence that was counted.
    """
    told = {entry["profile"]["ref"]: entry for entry in read("profiles.json")}
    files = {file.profile.ref: file for file in list_profiles(book)}
    assert files.keys() == told.keys()
    for ref, file in files.items():
        assert {**encode(file.profile), **told[ref]["profile"]} == encode(file.profile)
        for stage, written in told[ref]["stages"].items():
            body = dict(written)
            if body.get("measure") == "serious-violence":
                body["measure"] = "serious-violence@2024.2"
            assert {**encode(file.stage(stage).body), **body} == encode(file.stage(stage).body)
        titles = {action.title for action in file.actions}
        assert {row["title"] for row in told[ref]["actions"]} <= titles


def test_profiles_by_status_and_stage(book: Book) -> None:
    """41 in every standing there is."""
    profiles = [file.profile for file in list_profiles(book)]
    assert Counter(profile.status for profile in profiles) == {
        "open": 30, "monitoring": 2, "closed": 7, "proposed": 1, "refused": 1,
    }  # fmt: skip
    assert Counter(p.stage for p in profiles if p.status == "open") == {
        "objective": 2, "scan": 6, "analyse": 6, "respond": 12, "assess": 4,
    }  # fmt: skip
    assert sum(profile.cycle == 2 for profile in profiles) == 2
    refused = next(profile for profile in profiles if profile.status == "refused")
    assert refused.reason.startswith("Not a policing problem")
    disposals = [due.about for due in what_is_due(book) if due.what == "disposal"]
    assert disposals == [refused.ref]


def test_a_baseline_in_a_hotspot_is_the_casebooks_own_count(book: Book) -> None:
    """The count that the target was set from is the one the casebook made of the incidents."""
    cuts = {case.hotspot: case.cut for case in (*LIVE, *FURTHER) if case.hotspot}
    checked = 0
    for file in list_profiles(book):
        objective = file.stage("objective").body
        if file.hotspots and objective.baseline_value is not None:
            cut = cuts[file.hotspots[0]]
            assert objective.target_value == round(objective.baseline_value * (1 - cut))
            assert "counted in the casebook on" in objective.baseline_source
            checked += 1
    assert checked == 29


def test_reviews_by_month_and_state(book: Book) -> None:
    """Signed to September, mixed in October, November under way; as the year went profiles came."""
    states = Counter((str(r.month), r.state) for r in list_reviews(book))
    signed = {month: number for (month, state), number in states.items() if state == "signed"}
    assert signed == {
        "2024-04": 16, "2024-05": 20, "2024-06": 22, "2024-07": 24, "2024-08": 26, "2024-09": 28,
        "2024-10": 23,
    }  # fmt: skip
    october = {state: number for (month, state), number in states.items() if month == "2024-10"}
    assert october == {"signed": 23, "endorsed": 2, "updated": 2, "returned": 1, "due": 1}
    november = {state: number for (month, state), number in states.items() if month == "2024-11"}
    assert november.keys() == {"due", "updated", "endorsed"}
    assert sum(november.values()) == 30
    assert min(november.values()) >= 5


def test_some_reviews_are_late_and_two_returned(book: Book) -> None:
    """A late one keeps its true day; one returned was updated again, the other wasn't."""
    reviews = list_reviews(book)
    late = [r for r in reviews if r.state == "signed" and r.days_late(SAMPLE_TODAY)]
    assert 10 <= len(late) <= 35
    returned = [r for r in reviews if r.returned_why]
    assert sorted(review.state for review in returned) == ["returned", "updated"]


def test_each_month_was_opened_on_its_own_day(book: Book) -> None:
    """A cut-off in the first days of the month after, and the stage the profile was at then."""
    cut_offs = {str(review.month): review.cut_off for review in list_reviews(book)}
    assert cut_offs["2024-04"] == date(2024, 5, 3)
    assert cut_offs["2024-11"] == date(2024, 12, 4)
    (brickfields,) = (f for f in list_profiles(book) if f.hotspots == ("HS-13",))
    frozen = {
        str(review.month): review.figures[0]["stage"]
        for review in list_reviews(book)
        if review.profile == brickfields.profile.ref
    }
    assert (frozen["2024-06"], frozen["2024-07"], frozen["2024-08"]) == (
        "respond", "analyse", "respond",
    )  # fmt: skip


def test_history_says_who_and_when(book: Book) -> None:
    """Each change in the name of who made it, on the day it was made, its builder beside."""
    for file in list_profiles(book):
        entries = history_of(book, file.profile.ref)
        days = [entry.at[:10] for entry in entries]
        assert days == sorted(days)
        assert days[0] == str(file.profile.opened)
        assert {entry.via for entry in entries} == {"admin"}
        assert "admin" not in {entry.who for entry in entries}
    (back,) = (e for e in history_of(book, "PMP-2024-018") if e.kind == "profile" and e.why)
    assert (back.at[:10], back.who) == ("2024-07-26", "sergeant.fanshaw")
    assert back.change is not None
    assert back.change["stage"] == ["respond", "analyse"]


def test_a_tactic_that_worked_is_found(demo: Path, casebook: Casebook) -> None:
    """Gating worked in two of the three places that tried it."""
    book_file = demo / "casebook.db"
    ran = casebook("--book", book_file, "search", "control access", "--worked", "--format", "json")
    assert ran.code == 0, ran.err
    assert [row["ref"] for row in ran.json] == ["PMP-2022-004", "PMP-2022-007"]


def test_the_published_evaluation_is_declared(demo: Path, casebook: Casebook) -> None:
    """On the street it is told of, before its response began on 1 April 2024."""
    ran = casebook(
        "--book", demo / "casebook.db", "design", "PMP-2024-002", "show", "--format", "json"
    )
    assert ran.code == 0, ran.err
    assert ran.json["response_began"] == "2024-04-01"
    (version,) = ran.json["versions"]
    assert version["declared"] == "18 Mar 2024: declared before the response began"
    assert version["controls"] == ["CTL-01"]


def test_what_is_due_reads_like_a_december(demo: Path, casebook: Casebook) -> None:
    """Reviews, actions, checks after closing, a proposal and a disposal; not all of it late."""
    ran = casebook("--book", demo / "casebook.db", "due", "--format", "json")
    assert ran.code == 0, ran.err
    kinds = Counter(row["what"] for row in ran.json)
    assert kinds["review"] == 38
    assert kinds["proposal"] == kinds["disposal"] == 1
    assert 20 <= kinds["action"] <= 50
    assert sum(row["overdue"] for row in ran.json) < len(ran.json) / 2


@pytest.mark.parametrize("role", ["sergeant", "inspector", "analyst", "reviewer"])
def test_the_demos_people_can_open_it(demo: Path, casebook: Casebook, role: str) -> None:
    """Its maker acts as each of them, and each sees every profile."""
    ran = casebook(
        "--book", demo / "casebook.db", "--as", role, "profile", "list", "--format", "json"
    )
    assert ran.code == 0, ran.err
    assert len(ran.json) == 41


def test_every_output_says_it_is_synthetic(demo: Path) -> None:
    """On the map and in the pack."""
    for name in ("map.html", "review-2024-11.html"):
        text = (demo / name).read_text(encoding="utf-8")
        assert "Synthetic data: the Isle of Lomea" in text


def test_the_demo_casebook_is_sound(demo: Path, casebook: Casebook) -> None:
    """Store, chain and replay hold, so the check ends in 0; late reviews are told beside."""
    ran = casebook("--book", demo / "casebook.db", "check")
    assert ran.code == 0, ran.out
    assert "every record is as it says" in ran.out
    assert "overdue: PMP-2024-007" in ran.out


def test_over_5000_hours_in_the_second_quarter(book: Book) -> None:
    """Core and overtime together, July to September 2024 (Kent, 15 ii): a bound, not a figure."""
    (force,) = figures(book, Window.parse("2024-07:2024-09"), by=("force",)).rows
    assert force.officer_hours_core is not None
    assert force.officer_hours_overtime is not None
    assert force.officer_hours is not None
    assert force.officer_hours_core + force.officer_hours_overtime > 5000
    assert force.officer_hours < 6000


def test_fants_29_23_and_7(book: Book) -> None:
    """July, August and September 2024 in Fanshaw Green; 7 is well under expected (Kent, 16 ii)."""
    table = figures(
        book, Window.parse("2024-07:2024-09"), by=("hotspot", "month"), hotspots=["HS-25"]
    )
    assert [row.asb for row in table.rows] == [29, 23, 7]
    assert (table.rows[-1].z_baseline, table.rows[-1].verdict) == (20.0, "fewer")


def test_the_demo_starts_anew_and_spares_what_is_not_its_own(casebook: Casebook) -> None:
    """A real casebook of that name is left alone."""
    Path("mine").mkdir()
    assert casebook("--book", "mine/casebook.db", "init").code == 0
    before = Path("mine/casebook.db").read_bytes()
    ran = casebook("demo", "mine")
    assert ran.code == 1
    assert "is no demonstration" in ran.err
    assert Path("mine/casebook.db").read_bytes() == before


def test_a_hotspot_has_one_page_but_for_the_longest(demo: Path) -> None:
    """One of 27 runs on, with updates of two months; no page of the pack is near empty."""
    made = (demo / "review-2024-11.pdf").read_bytes()
    heads = [len(list(page.all("H1"))) for page in tags_of_pages(made)]
    assert heads.count(0) == 1
    assert min(fill_of_pages(made)) >= 0.15
