"""Today as plain values: the parts of each role, what waits for others, and last night."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from casebook.agenda.owed.due import what_is_due
from casebook.agenda.today.behind import behind, signing_order
from casebook.agenda.today.page import Today, TodayPart
from casebook.agenda.today.today import today
from casebook.book.opening import Book
from casebook.core.access import Account, active
from casebook.core.due import DueAsked
from casebook.core.errors import NotAllowed
from casebook.patrols.sheets.accounting import all_as_planned
from casebook.places.place import Place
from casebook.places.plan import Plan
from casebook.profiles import casefile as profiles
from casebook.registers import entries as registers
from casebook.reviews import months as reviews
from casebook.upkeep import accounts
from tests.reviews.reviewed import (
    AREA_ONLY,
    NOVEMBER,
    OCTOBER,
    ONE,
    TWO,
    as_person,
    endorsed,
    updated,
)


def _of(book: Book, login: str, **how: bool) -> Today:
    return today(as_person(book, login), **how)


def _nights(book: Book, login: str) -> list[tuple[str, int, int]]:
    return [(one.team, one.planned, one.left) for one in _of(book, login).nights]


def _parts(found: Today) -> dict[str, list[tuple[str, str, str]]]:
    return {
        part.title: [(line.what, line.about, line.says) for line in part.lines]
        for part in found.parts
    }


def test_an_owner_sees_what_is_theirs_and_whom_they_wait_for(team: Book) -> None:
    """The review they passed on waits with the one inspector of their district, since that day."""
    updated(team)
    assert _parts(_of(team, "sgt.h")) == {
        "Yours to do": [("review", AREA_ONLY, "Nov, yours to update")],
        "Waiting for others": [("endorsing", ONE, "Nov, since 18 Dec with insp.h")],
    }
    reviews.endorse(as_person(team, "insp.h"), ONE, NOVEMBER)
    waiting = _parts(_of(team, "sgt.h"))["Waiting for others"]
    assert waiting == [("signature", ONE, "Nov, since 18 Dec with any reviewer")]
    assert _parts(_of(team, "insp.h"))["Waiting for others"] == waiting


def test_what_concerns_one_is_read_alone_and_nothing_of_it_is_left_out(
    team: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading only the profiles that concern a person gives what reading them all gives."""
    updated(team)
    profiles.add_action(team, TWO, {"title": "Mend the lamp", "due": "2024-12-20", "owner": "eye"})
    with team.store.reading() as tx:
        logins = [one.login for one in tx.load(Account) if active(one, team.today)]
    narrow = {login: (_of(team, login), _of(team, login, registers=False)) for login in logins}
    due = {login: what_is_due(team, person=login) for login in logins}
    for module in ("today.parts", "owed.due"):
        monkeypatch.setattr(f"casebook.agenda.{module}.asked_for", lambda *_, **__: DueAsked())
    assert narrow == {x: (_of(team, x), _of(team, x, registers=False)) for x in logins}
    assert due == {login: what_is_due(team, person=login) for login in logins}
    assert narrow["sgt.h"][0].parts[0].lines


def test_what_was_returned_says_why(team: Book) -> None:
    """In the row, under the place by name."""
    updated(team)
    reviews.send_back(as_person(team, "insp.h"), ONE, NOVEMBER, "Say what\nthey were told.")
    line = _of(team, "sgt.h").parts[0].lines[0]
    assert (line.what, line.says) == ("returned", "Nov: “Say what they were told.”")
    assert line.more == "Returned by insp.h on 18 Dec 2024: Say what\nthey were told."
    assert (line.profile, line.kind) == (ONE, "review")


def test_the_steps_that_wait_for_a_decision_stand_apart(team: Book) -> None:
    """To endorse for an inspector, to sign for a reviewer, asked for an analyst."""
    updated(team)
    assert list(_parts(_of(team, "insp.h"))) == ["To endorse"]
    assert list(_parts(_of(team, "insp.s"))) == ["Yours to do"]
    reviews.endorse(as_person(team, "insp.h"), ONE, NOVEMBER)
    assert _parts(_of(team, "rev.a")) == {
        "To sign": [("review", ONE, "Nov: “Twelve patrols”")],
    }
    asked = {"text": "Which nights?", "until": "2024-12-20"}
    registers.add_entry(as_person(team, "sgt.h"), "request", ONE, asked)
    found = _parts(_of(team, "ana"))
    assert found == {"Asked of you": [("request", ONE, "Which nights?")]}


def test_a_review_of_another_year_names_it(team: Book) -> None:
    """October of last year isn't read as this year's."""
    reviews.open_month(team, OCTOBER)
    late = as_person(team, "sgt.h", date(2025, 1, 7))
    says = [line.says for line in today(late).parts[0].lines if line.about == ONE]
    assert says == ["Oct 2024, yours to update", "Nov 2024, yours to update"]


def test_what_others_owe_much_later_is_counted_and_not_shown(team: Book) -> None:
    """Two weeks ahead are shown; the rest is a number, never nothing."""
    for due in ("2025-01-01", "2025-01-02"):
        profiles.add_action(team, ONE, {"title": due, "due": due, "owner": "Town centre manager"})
    (part,) = [p for p in _of(team, "sgt.h").parts if p.name == "waiting"]
    assert [line.says for line in part.lines] == ["2025-01-01 · Town centre manager"]
    assert part.later == 1


def test_what_nobody_with_a_page_owes_waits_in_its_area(team: Book) -> None:
    """A query of a named officer without an account stands on the page of who has the area."""
    with team.store.writing() as tx:
        ward = Place("W1", "ward", "Quay", parent="Harbour", officer="PC 4120")
        tx.save(None, ward, team.author)
    given = {"text": "Who comes?", "received": "2024-12-16 09:00"}
    registers.add_entry(team, "query", "W1", given)
    assert "query" in [line.what for p in _of(team, "sgt.h").parts for line in p.lines]
    assert "query" not in [line.what for p in _of(team, "sgt.s").parts for line in p.lines]


def test_the_whole_area_is_shown_with_who_owes_it(team: Book) -> None:
    """Everybody's of the district, whoever it is, and nobody else's."""
    updated(team)
    (part,) = _of(team, "sgt.h", whole=True).parts
    assert part.title == "Owed in Harbour"
    assert {(line.about, line.who) for line in part.lines} == {
        (ONE, "insp.h"),
        (AREA_ONLY, "sgt.h"),
    }
    (force,) = _of(team, "ana", whole=True).parts
    assert (force.title, len(force.lines)) == ("Owed by everybody", 3)


def test_last_night_is_told_by_team_to_an_inspector(team: Book) -> None:
    """A sergeant's is the area's; who isn't on patrol has none."""
    with team.store.writing() as tx:
        for ref, area, visits in (("HS-01", "Harbour", 2), ("HS-02", "Strand", 3)):
            (place,) = tx.load(Place, ref=ref)
            tx.save(place, replace(place, parent=area), team.author)
            tx.save(None, Plan(ref, date(2024, 12, 1), visits=visits), team.author)
    accounts.add_account(team, Account("insp.all", roles=("inspector",)), force_wide=True)
    assert _nights(team, "insp.all") == [("sgt.h", 2, 2), ("sgt.s", 3, 3)]
    assert _nights(team, "sgt.h") == [("", 2, 2)]
    all_as_planned(as_person(team, "sgt.h"))
    assert _nights(team, "sgt.h") == [("", 2, 0)]
    assert _nights(team, "insp.all") == [("sgt.h", 2, 0), ("sgt.s", 3, 3)]
    assert _of(team, "ana").nights == ()


def test_case_files_are_read_before_the_registers(team: Book) -> None:
    """The quicker page holds what is owed on profiles, actions and reviews, and says so."""
    asked = {"text": "Which nights?", "until": "2024-12-20", "to": "sgt.h"}
    registers.add_entry(as_person(team, "sgt.h"), "request", ONE, asked)
    quick, full = _of(team, "sgt.h", registers=False), _of(team, "sgt.h")
    assert not quick.registers
    assert quick.nights == ()
    assert {"Asked of you"} == set(_parts(full)) - set(_parts(quick))
    assert _parts(quick)["Yours to do"] == _parts(full)["Yours to do"]


def test_the_month_behind_is_of_my_hotspots_or_of_my_area(team: Book) -> None:
    """An owner's are those of their profiles, else the area's; what is to be signed is ranked."""
    endorsed(team)
    own = as_person(team, "sgt.h")
    found = behind(own)
    assert (found.mine, [one.ref for one in found.hotspots]) == (True, ["HS-01"])
    assert str(found.month) == "2024-09"
    assert found.hotspots[0].last_seen is None
    reviewer = as_person(team, "rev.a")
    assert signing_order(reviewer, today(reviewer)) == (ONE,)
    assert behind(reviewer).hotspots == ()
    analyst = as_person(team, "ana")
    assert [one.file for one in behind(analyst).loads]


def test_a_viewer_has_nothing_to_do_and_is_told_so(team: Book) -> None:
    """The part for what is mine stands there empty; nobody looks in another's name."""
    assert _of(team, "eye").parts == (TodayPart("", "Yours to do", ()),)
    with pytest.raises(NotAllowed):
        as_person(team, "eye", by="sgt.h")
