"""Pages of the list of profiles: all of it, in any order, a few rows at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from casebook.book.opening import Book
from casebook.places.place import Place
from casebook.profiles.casefile import ProfileFile, list_profiles
from casebook.profiles.listing.asked import ORDERS, ProfilesAsked
from casebook.profiles.listing.pages import Rank, read_profiles
from casebook.profiles.profile import LIVE, OVER, STATUSES, Action, Profile, ProfilePlace
from tests.books import make_book
from tests.rows_read import rows_read

TODAY = date(2024, 12, 18)
PLAIN: dict[str, Callable[[ProfileFile], Any]] = {
    "review": lambda file: file.profile.next_review or date.max,
    "ref": lambda file: "",
    "title": lambda file: file.profile.title.casefold(),
    "stage": lambda file: file.profile.stage,
    "overdue actions": lambda file: -sum(action.overdue(TODAY) for action in file.actions),
}
"""What each order is by, the plain way."""


def _grown(book: Book, profiles: int) -> Book:
    """A casebook of so many profiles, of every status, in ten hotspots."""
    stages = ("scan", "analyse", "respond")
    titles = ("Élan Café: noise", "bikes on the quay", "Alcohol", "100% of nights", "bikes, again")
    with book.store.writing() as tx:
        tx.insert_many([Place(f"HS-{n:02}", "hotspot", f"Quay {n}") for n in range(10)])
        tx.insert_many(
            [
                Profile(
                    f"PMP-{(n * 7919) % 10_000:04}",
                    titles[n % 5],
                    stage=stages[n % 3],
                    status=STATUSES[n % 5],
                    owner="admin" if n % 4 == 0 else None,
                    next_review=TODAY + timedelta(days=n % 50 - 25) if n % 6 else None,
                )
                for n in range(profiles)
            ]
        )
        refs = [profile.ref for profile in tx.load(Profile)]
        tx.insert_many([ProfilePlace(r, f"HS-{n % 10:02}") for n, r in enumerate(refs) if n % 3])
        tx.insert_many([ProfilePlace(r, "HS-05") for n, r in enumerate(refs) if n % 10 == 1])
        tx.insert_many(
            [
                Action(ref, "do it", due=TODAY - timedelta(days=1), done=TODAY if k % 2 else None)
                for n, ref in enumerate(refs)
                for k in range(n % 5)
            ]
        )
    return book


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """One of 120 profiles, which no test changes."""
    book = _grown(make_book(tmp_path_factory.mktemp("grown")), 120)
    yield book
    book.store.close()


def _paged(
    book: Book, asked: ProfilesAsked, size: int = 11, rank: Rank | None = None
) -> list[ProfileFile]:
    """All that is asked for, a page after the other."""
    found, after = [], None
    while True:
        page = read_profiles(book, asked, size, after, rank=rank)
        found += [one.file for one in page.rows]
        after = page.after
        if after is None:
            assert page.total == len(found)
            return found


def _plainly(book: Book, keep: Callable[[ProfileFile], bool], order: str = "ref") -> list[str]:
    kept = [file for file in list_profiles(book, stages=()) if keep(file)]
    kept.sort(key=lambda f: (f.profile.status in OVER, PLAIN[order](f), f.profile.ref))
    return [file.profile.ref for file in kept]


@pytest.mark.parametrize("order", ORDERS)
def test_all_pages_hold_every_profile_in_order(grown: Book, order: str) -> None:
    """As sorting all of them would, closed and refused ones last; with all that is listed of it."""
    found = _paged(grown, ProfilesAsked(order=order, over=True))
    assert [file.profile.ref for file in found] == _plainly(grown, lambda _: True, order)
    assert {f.profile.ref: f for f in found} == {
        f.profile.ref: f for f in list_profiles(grown, stages=())
    }


def test_closed_and_refused_ones_are_listed_where_they_are_asked_for(grown: Book) -> None:
    """Else they are only counted."""
    page = read_profiles(grown, ProfilesAsked(), 5)
    assert (page.total, page.counts.listed, page.counts.over) == (72, 120, 48)
    assert page.counts.longest_ref == len("PMP-0000")
    assert all(one.file.profile.status not in OVER for one in page.rows)


@pytest.mark.parametrize(
    "words", ["quay", "CAFÉ", "café noise", "bikes hs-05", "100%", "_", "quay 3", "closed", "scan"]
)
def test_words_are_looked_for_in_all_profiles(grown: Book, words: str) -> None:
    """In ref, title, stage or status, owner, and in each hotspot's ref and name."""
    looked_for = tuple(words.casefold().split())

    def holds(file: ProfileFile) -> bool:
        own = file.profile
        stage = own.stage if own.status in LIVE else own.status
        places = [f"{ref} Quay {int(ref[3:])}" for ref in file.hotspots]
        text = " ".join([own.ref, own.title, stage, own.owner or "", *places]).casefold()
        return all(word in text for word in looked_for)

    found = _paged(grown, ProfilesAsked(looked_for, over=True, order="ref"))
    assert [file.profile.ref for file in found] == _plainly(grown, holds)
    assert len(found) < 120


def test_mine_are_those_i_own(grown: Book) -> None:
    """Every fourth, of those that aren't over."""
    found = _paged(grown, ProfilesAsked(owner="admin", order="ref"))
    wanted = _plainly(grown, lambda f: f.profile.owner == "admin" and f.profile.status not in OVER)
    assert [file.profile.ref for file in found] == wanted


def test_numbers_that_were_worked_out_order_all_profiles(grown: Book) -> None:
    """The lowest first, those without one last, closed ones after that."""
    rank = {ref: -float(ref[4:]) for ref in _plainly(grown, lambda _: True) if ref[-1] != "3"}
    found = _paged(grown, ProfilesAsked(order="hours", over=True), rank=rank)
    last = float("inf")
    wanted = sorted(
        found,
        key=lambda f: (f.profile.status in OVER, rank.get(f.profile.ref, last), f.profile.ref),
    )
    assert [f.profile.ref for f in found] == [f.profile.ref for f in wanted]
    assert len(found) == 120


def test_a_page_reaches_as_far_as_a_profile_that_is_wanted(grown: Book) -> None:
    """Unless it stands too far on, or isn't listed."""
    order = _plainly(grown, lambda f: f.profile.status not in OVER)
    reach = {"order": "ref", "reach": order[40]}
    assert len(read_profiles(grown, ProfilesAsked(**reach), 5).rows) == 41
    assert len(read_profiles(grown, ProfilesAsked(**reach, at_most=40), 5).rows) == 5
    assert len(read_profiles(grown, ProfilesAsked(reach="PMP-none"), 5).rows) == 5


@pytest.mark.parametrize("order", ORDERS)
def test_a_first_page_reads_no_more_where_there_are_more_profiles(
    tmp_path: Path, grown: Book, order: str
) -> None:
    """The same statements and about as many rows of 120 profiles as of 600: none for all."""
    many = _grown(make_book(tmp_path, "many.db"), 600)
    read = []
    for book in (grown, many):
        with rows_read(book) as found:
            page = read_profiles(book, ProfilesAsked(("quay",), order=order), 10)
        assert len(page.rows) == 10
        read.append(found)
    few, more = read
    assert few.statements == more.statements
    assert max(few.rows, more.rows) < 10 * 8
    many.store.close()


def test_an_area_holds_what_is_tied_to_a_place_in_it_or_said_to_lie_there(book: Book) -> None:
    """A district has those of its wards and hotspots; a control in it makes none its own."""
    with book.store.writing() as tx:
        tx.insert_many(
            [
                Place("Harbour", "district"),
                Place("Quay", "ward", parent="Harbour"),
                Place("Strand", "district"),
            ]
        )
        tx.insert_many(
            [
                Place("HS-1", "hotspot", parent="Quay"),
                Place("HS-2", "hotspot", parent="Strand"),
            ]
        )
        tx.insert_many([Profile(f"P-{n}", "x", owner="admin") for n in range(1, 5)])
        tx.insert_many([Profile("P-5", "x", area="Quay"), Profile("P-6", "x", status="closed")])
        tx.insert_many(
            [
                ProfilePlace("P-1", "HS-1"),
                ProfilePlace("P-2", "HS-2"),
                ProfilePlace("P-3", "HS-2"),
                ProfilePlace("P-3", "HS-1"),
                ProfilePlace("P-4", "HS-1", "control"),
                ProfilePlace("P-6", "HS-1"),
            ]
        )

    def refs(**asked: Any) -> list[str]:
        return [file.profile.ref for file in _paged(book, ProfilesAsked(order="ref", **asked), 2)]

    assert refs(area="Harbour") == ["P-1", "P-3", "P-5"]
    assert refs(area="Harbour", over=True) == ["P-1", "P-3", "P-5", "P-6"]
    assert refs(area="Strand") == ["P-2", "P-3"]
    for area, over in (("Harbour", 1), ("Strand", 0), ("", 1)):
        counts = read_profiles(book, ProfilesAsked(area=area), 2).counts
        assert (counts.listed, counts.over, counts.own_over) == (6, 1, over)
    rank = {"P-3": 1.0, "P-1": 2.0}
    ranked = _paged(book, ProfilesAsked(order="worked out", area="Harbour"), 2, rank)
    assert [file.profile.ref for file in ranked] == ["P-3", "P-1", "P-5"]
