"""A casebook of two districts whose profiles are reviewed, and the people who do it."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

from casebook.book.opening import Book, open_book
from casebook.core.access import Account
from casebook.core.months import Month
from casebook.places.place import Place
from casebook.profiles import intake
from casebook.profiles.profile import Profile
from casebook.reviews import months as reviews
from casebook.reviews.review import Review
from casebook.upkeep import accounts
from tests import lomea
from tests.books import copy_book, finished, make_book, on

ONE, TWO, AREA_ONLY = "PMP-2024-001", "PMP-2024-002", "PMP-2024-003"
SEPTEMBER, OCTOBER, NOVEMBER = Month(2024, 9), Month(2024, 10), Month(2024, 11)

PEOPLE = (
    Account("sgt.h", roles=("sergeant",), place="Harbour"),
    Account("sgt.s", roles=("sergeant",), place="Strand"),
    Account("insp.h", roles=("inspector",), place="Harbour"),
    Account("insp.s", roles=("inspector",), place="Strand"),
    Account("ana", roles=("analyst",)),
    Account("rev.a", roles=("reviewer",)),
    Account("rev.b", roles=("reviewer",)),
    Account("rev.gone", roles=("reviewer",), active_to=date(2024, 11, 30)),
    Account("both", roles=("analyst", "reviewer")),
    Account("chief", roles=("administrator", "reviewer")),
    Account("eye", roles=("viewer",)),
)


def add_team(book: Book) -> None:
    """Two districts, the people, and three profiles: on HS-01, on HS-02, and on an area alone."""
    with book.store.writing() as tx:
        for ref in ("Harbour", "Strand"):
            tx.save(None, Place(ref, "district"), book.author)
    for account in PEOPLE:
        accounts.add_account(book, account)
    for ref, owner, area, hotspots in (
        (ONE, "sgt.h", "Harbour", ["HS-01"]),
        (TWO, "sgt.s", "Strand", ["HS-02"]),
        (AREA_ONLY, "sgt.h", "Harbour", []),
    ):
        profile = Profile(ref, f"Problem {ref[-1]}", owner=owner, area=area)
        intake.new_profile(on(book, date(2024, 3, 1)), profile, hotspots=hotspots)


def make_town(folder: Path) -> Book:
    """A casebook with the team and the places and counts."""
    return copy_book(_town(), folder)


@cache
def _town() -> bytes:
    with tempfile.TemporaryDirectory() as name:
        book = make_book(Path(name))
        add_places_and_counts(book, Path(name))
        add_team(book)
        return finished(book)


def add_places_and_counts(book: Book, folder: Path) -> None:
    """HS-01 and HS-02, and their incidents from September 2023 to September 2024."""
    lomea.add_hotspots(book, folder)
    lomea.add_incidents(book, folder, lomea.thirteen_months())


def as_person(book: Book, login: str, day: date = date(2024, 12, 18), by: str = "admin") -> Book:
    """The casebook in the hands of ``login`` at noon of ``day``; ``by`` acts for them."""
    noon = datetime.combine(day, time(12), tzinfo=UTC)
    return open_book(book.store.book, by, acting_as=login, clock=lambda: noon)


def alone(book: Book, login: str) -> Book:
    """The casebook opened by ``login`` itself."""
    return open_book(book.store.book, login, clock=book.clock)


def updated(book: Book, ref: str = ONE, month: Month = NOVEMBER, by: str = "sgt.h") -> Review:
    """The review with the owner's lines in it."""
    lines = {"did": "Twelve patrols", "hindered": "Leave", "asks": "A camera"}
    return reviews.update(as_person(book, by), ref, month, lines)


def endorsed(book: Book, ref: str = ONE, month: Month = NOVEMBER) -> Review:
    """The review updated and endorsed."""
    updated(book, ref, month)
    return reviews.endorse(as_person(book, "insp.h"), ref, month)


def signed(
    book: Book,
    ref: str = ONE,
    month: Month = NOVEMBER,
    *,
    by: str = "rev.a",
    day: date = date(2024, 12, 18),
    **how: object,
) -> Review:
    """An endorsed review signed."""
    given = {"decisions": ["continue"], "reason": "On course"} | how
    return reviews.sign(as_person(book, by, day), ref, month, **given)  # type: ignore[arg-type]
