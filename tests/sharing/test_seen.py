"""What a partner's account sees of a shared profile: no restricted text, nothing of others."""

from __future__ import annotations

import dataclasses
import json

import pytest

from casebook.agenda.owed.due import what_is_due
from casebook.agenda.today.today import today
from casebook.book.opening import Book
from casebook.core.errors import BadValue, NotAllowed, NotFound
from casebook.core.kinds import all_kinds, told_by_partners
from casebook.profiles.profile import Profile
from casebook.registers.entries import add_entry
from casebook.registers.requests import reply
from casebook.sharing.seen import entries_seen, list_shared, read_shared
from casebook.sharing.share import share_profile
from tests.sharing.shared_town import (
    COUNCIL,
    HIDDEN,
    HOUSING,
    ISA,
    OTHER,
    SECRET,
    SHARED,
    acting,
    make_town,
    restricted_labels,
)


@pytest.fixture
def town(book: Book) -> Book:
    """Two profiles, one of them shared with the council."""
    return make_town(book)


@pytest.fixture
def partner(town: Book) -> Book:
    """The casebook in the council's hands."""
    return acting(town, "ds.council")


def test_restricted_text_is_in_no_part_of_what_is_seen(partner: Book) -> None:
    """Neither in its record nor in its JSON, which doesn't even have the fields, but names them."""
    case = read_shared(partner, SHARED)
    told = json.dumps(case.encode())
    assert SECRET not in repr(case) + told
    assert HIDDEN not in repr(case) + told
    assert "Open aim" in told
    assert '"offender"' not in told
    assert '"evidence_for"' not in told
    assert "Cheap drink" in told
    assert restricted_labels() <= set(case.encode()["left_out"])


def test_restricted_fields_are_those_that_say_so() -> None:
    """The ones people are described in, evidence, and when and where we patrol."""
    labels = {
        "Who",
        "Victim or target",
        "Offender",
        "Handler",
        "Evidence for",
        "What we don't know",
    }
    assert labels | {"Patrol: when, where, doing what"} <= restricted_labels()


def test_only_what_is_shared_is_listed(town: Book, partner: Book) -> None:
    """For each agency its own; an account of the force doesn't ask here."""
    assert [case.profile.ref for case in list_shared(partner)] == [SHARED]
    assert list_shared(acting(town, "ds.housing")) == ()
    with pytest.raises(NotAllowed, match="sgt may not ask for what is shared"):
        list_shared(acting(town, "sgt"))


def test_another_agencys_words_are_not_seen(town: Book, partner: Book) -> None:
    """Notes and answers of the one aren't the other's, even where both are shown the profile."""
    share_profile(town, SHARED, HOUSING, ISA)
    other = acting(town, "ds.housing")
    asked = add_entry(town, "request", SHARED, {"text": "Anything seen?", "to": "partner"})
    add_entry(partner, "note", SHARED, {"text": "Ours"})
    reply(partner, asked.id, "Two tents")
    assert [one.reply for one in entries_seen(partner, "request")] == ["", "Two tents"]
    assert [one.text for one in entries_seen(partner, "note")] == ["Ours"]
    assert "Two tents" not in repr(read_shared(other, SHARED))
    assert "Ours" not in repr(read_shared(other, SHARED))


def test_what_a_partner_tells_is_its_own_agencys(partner: Book) -> None:
    """A note and what it did carry the agency; it names no place, programme or other agency."""
    assert {kind.KIND for kind in all_kinds() if told_by_partners(kind)} == {"note", "activity"}
    did = {"code": "visual audit", "at": "2024-12-17", "profile": SHARED}
    assert add_entry(partner, "note", SHARED, {"text": "Lamps"}).agency == COUNCIL
    assert add_entry(partner, "activity", "", did).agency == COUNCIL
    for more, says in (
        ({"place": "HS-02"}, "ds.council may not fill in 'Hotspot or area'"),
        ({"place": "nowhere"}, "ds.council may not fill in 'Hotspot or area'"),
        ({"programmes": ["CHB-01"]}, "ds.council may not fill in 'Programmes'"),
        ({"agency": HOUSING}, f"may not write for {HOUSING}"),
        ({"profile": OTHER}, "nothing of that name is shared"),
        ({"profile": "PMP-2024-00"}, "nothing of that name is shared"),
    ):
        with pytest.raises(NotAllowed, match=says):
            add_entry(partner, "activity", "", did | more)
    with pytest.raises(BadValue, match="Profile can't be empty"):
        add_entry(partner, "activity", "", {"code": "visual audit", "at": "2024-12-17"})
    with pytest.raises(NotAllowed, match="may not do that"):
        add_entry(partner, "document", SHARED, {"text": "x", "lies": "y"})


def test_only_who_was_asked_replies(town: Book, partner: Book) -> None:
    """By login or agency; of a request to others a partner isn't told that it is there."""
    (asked,) = entries_seen(partner, "request")
    assert reply(partner, asked.id, "Three").reply == "Three"
    by_agency = add_entry(town, "request", SHARED, {"text": "And lamps?", "to": COUNCIL})
    assert reply(partner, by_agency.id, "Four").answered_by == "ds.council"
    others = add_entry(town, "request", SHARED, {"text": "Who?", "to": "analyst"})
    with pytest.raises(NotFound, match="no request"):
        reply(partner, others.id, "x")
    with pytest.raises(BadValue, match="takes a login of this casebook or a role"):
        add_entry(town, "request", SHARED, {"text": "x", "to": "Nobody"})


def test_today_and_due_hold_what_waits_for_the_agency(town: Book, partner: Book) -> None:
    """Its open actions and requests, late first, and the profiles; nothing of the other one."""
    page = today(partner)
    assert [(part.title, len(part.lines)) for part in page.parts] == [
        ("Asked of you", 1), ("Your agency's actions", 1), ("Shared with you", 1),
    ]  # fmt: skip
    assert HIDDEN not in repr(page.parts)
    assert page.parts[0].lines[0].on is None
    assert page.parts[1].late == 1
    assert page.parts[2].lines[0].says == "1 action, 1 request open · Fights"
    (due,) = what_is_due(partner)
    assert (due.about, due.who, due.overdue) == (SHARED, COUNCIL, True)
    assert what_is_due(town, person=partner.account.login) == (due,), "whoever asks"
    for asked in ({"person": "sgt"}, {"area": "Harbour"}):
        with pytest.raises(NotAllowed, match="may not look at this casebook"):
            what_is_due(partner, **asked)


def test_a_disposed_profile_is_shown_to_nobody(town: Book, partner: Book) -> None:
    """What is left of it says nothing to an agency."""
    with town.store.writing() as tx:
        (before,) = tx.load(Profile, ref=SHARED)
        gone = dataclasses.replace(before, status="closed", disposed=town.today)
        tx.save(before, gone, town.author)
    assert list_shared(partner) == ()
    with pytest.raises(NotAllowed, match="nothing of that name is shared"):
        read_shared(partner, SHARED)
