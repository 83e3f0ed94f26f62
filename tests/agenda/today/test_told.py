"""Who endorsed a review is told that it came back, until somebody endorses it again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from casebook.agenda.today.page import Line
from casebook.agenda.today.today import today
from casebook.agenda.today.told import mark_told, told
from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.core.errors import CasebookError
from casebook.reviews import months as reviews
from casebook.reviews.review import Review
from casebook.upkeep import accounts
from tests.reviews.reviewed import NOVEMBER, ONE, as_person, endorsed, make_town, updated

STEPS = (
    ("update", "sgt.h"),
    ("endorse", "insp.h"),
    ("endorse", "insp.2"),
    ("return", "insp.h"),
    ("return", "insp.2"),
    ("return", "rev.a"),
    ("sign", "rev.a"),
)


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Book]:
    """Two inspectors of Harbour beside the others, with November opened."""
    book = make_town(tmp_path)
    accounts.add_account(book, Account("insp.2", roles=("inspector",), place="Harbour"))
    reviews.open_month(book, NOVEMBER)
    yield book
    book.store.close()


def _returned(team: Book, why: str = "Say which nights", by: str = "rev.a") -> None:
    reviews.send_back(as_person(team, by), ONE, NOVEMBER, why)


def _lines(team: Book, login: str, part: str = "told") -> list[Line]:
    page = today(as_person(team, login))
    return [line for one in page.parts if one.name == part for line in one.lines]


def test_an_endorsement_that_fell_is_told_to_who_gave_it(team: Book) -> None:
    """With who returned it and why, once; the inspector beside is told nothing."""
    endorsed(team)
    _returned(team)
    (line,) = _lines(team, "insp.h")
    assert (line.what, line.says) == (
        "returned",
        "Nov, which you endorsed: “Say which nights” · rev.a",
    )
    assert line.more.splitlines() == [
        "Returned by rev.a on 18 Dec 2024: Say which nights",
        "Nov 2024 review, which you endorsed: Twelve patrols",
    ]
    assert _lines(team, "insp.2") == _lines(team, "rev.a") == []
    mark_told(as_person(team, "insp.h"), line.about, line.kind, line.id)
    assert _lines(team, "insp.h") == []


def test_a_review_that_was_submitted_again_says_that_it_was_endorsed_before(team: Book) -> None:
    """In the line to endorse it, for whoever did; and no more once it is endorsed again."""
    endorsed(team)
    _returned(team)
    updated(team)
    (line,) = _lines(team, "insp.h", "endorse")
    assert line.says == "Nov, returned since you endorsed it: “Twelve patrols”"
    assert line.more == "Returned by rev.a on 18 Dec 2024: Say which nights\nTwelve patrols"
    assert _lines(team, "insp.h") == []
    (beside,) = _lines(team, "insp.2", "endorse")
    assert (beside.says, beside.more) == ("Nov: “Twelve patrols”", "Twelve patrols")
    reviews.endorse(as_person(team, "insp.2"), ONE, NOVEMBER)
    with team.store.reading() as tx:
        assert told(as_person(team, "insp.h"), tx) == ()


def test_who_takes_an_own_endorsement_back_knows(team: Book) -> None:
    """And is told of no return of their own."""
    endorsed(team)
    _returned(team, by="insp.h")
    assert _lines(team, "insp.h") == []


@pytest.mark.parametrize("seed", range(8))
def test_told_is_whose_endorsement_somebody_else_took_back_last(team: Book, seed: int) -> None:
    """After any steps of anybody: of the last endorsement, while none has followed it."""
    chance, gave, fell = Random(seed), "", ("", "", "")
    for number in range(30):
        step, login = chance.choice(STEPS[: 6 if number < 25 else 7])
        try:
            state = _take(as_person(team, login), step, f"Reason {number}").state
        except CasebookError:
            continue
        if step == "endorse":
            gave, fell = login, ("", "", "")
        elif step == "return" and gave:
            gave, fell = "", (gave, login, f"Reason {number}")
        for inspector in ("insp.h", "insp.2"):
            book = as_person(team, inspector)
            with book.store.reading() as tx:
                found = [(one.who, one.why) for one in told(book, tx)]
            whose, who, why = fell
            open_ = inspector == whose != who and state != "signed"
            assert found == ([(who, why)] if open_ else []), (number, step, login)


def _take(book: Book, step: str, why: str) -> Review:
    if step == "update":
        return reviews.update(book, ONE, NOVEMBER, {"did": why})
    if step == "endorse":
        return reviews.endorse(book, ONE, NOVEMBER)
    if step == "return":
        return reviews.send_back(book, ONE, NOVEMBER, why)
    return reviews.sign(book, ONE, NOVEMBER, decisions=["continue"], reason=why)
