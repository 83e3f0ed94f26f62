"""Taking back what was written in a register: by ref or number, by whoever may write it."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from casebook.book.opening import Book
from casebook.core.errors import BadValue, NotAllowed
from casebook.core.fields import encode
from casebook.profiles import casefile as profiles
from casebook.profiles import intake
from casebook.profiles.profile import Profile
from casebook.registers import entries as registers
from casebook.registers.agency import Agency
from casebook.upkeep.undo import undo
from tests.figures.ward_town import acting, add, ask, make_town, sound

P = "PMP-2024-001"


@pytest.fixture
def town(book: Book) -> Book:
    """Two districts of wards, a profile in the first, a fund, a programme and an indicator."""
    make_town(book)
    with book.store.writing() as tx:
        tx.save(None, Agency(ref="Police", contact="Manager"), book.author)
    intake.new_profile(book, Profile(P, "Fights", area="D1"), hotspots=["HS-01"])
    add(book, "fund", ref="HRF", name="Hotspot fund", budget=100.0)
    add(book, "programme", ref="CHB", name="Harbour", code="clear-hold-build")
    add(book, "indicator", ref="protests", name="Protests", unit="protests", source="Return")
    return book


def _rows(town: Book) -> list[dict[str, Any]]:
    return [encode(entry) for entry in registers.list_entries(town)]


ENTRIES: tuple[tuple[str, str, dict[str, Any], dict[str, Any]], ...] = (
    ("query", "W1", {"text": "When?", "received": "2024-10-07 14:30"},
     {"answered": "2024-10-08 09:00", "reply": "Monday"}),
    ("priority", "W1", {"text": "Speeding", "profile": P}, {"reviewed": "2024-12-01"}),
    ("you-said", "W1", {"text": "Lamps are out"}, {"did": "Mended", "until": "2024-12-18"}),
    ("practitioner", "W1", {"role": "PC 4127", "tactics": ["cpn"]}, {"until": "2024-12-01"}),
    ("scrutiny", "", {"meeting": "June", "at": "2024-06-25", "text": "Why?"},
     {"code": "assured"}),
    ("scrutiny-action", "", {"meeting": "June", "text": "Report"}, {"done": "2024-12-01"}),
    ("activity", "", {"code": "arrest", "at": "2024-10-07", "profile": P, "programmes": ["CHB"]},
     {"count": 3, "programmes": []}),
    ("spend", "HRF", {"at": "2024-10-07", "amount": 40, "profile": P, "text": "Lamp"},
     {"amount": 50}),
    ("phase", "CHB", {"text": "Clear", "agency": "Police", "at": "2024-06-01"},
     {"until": "2024-08-31"}),
    ("reading", "protests", {"at": "2024-01-01", "until": "2024-12-31", "value": 72},
     {"value": 73}),
    ("programme", "", {"ref": "OP-1", "name": "Lamp", "code": "operation"}, {"name": "Lantern"}),
    ("fund", "", {"ref": "HRF-1", "name": "Patrols", "parent": "HRF"}, {"budget": 60}),
    ("indicator", "", {"ref": "watch", "name": "Watch", "unit": "schemes", "source": "Return",
                       "profile": P}, {"target": 210, "target_by": "2025-03-31"}),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "about", "values", "changes"), ENTRIES)
def test_every_register_is_undone_by_ref_or_number(
    town: Book, kind: str, about: str, values: dict[str, Any], changes: dict[str, Any]
) -> None:
    """An edit is put back, an entry is removed, and the check finds nothing wrong."""
    before = _rows(town)
    added = registers.add_entry(town, kind, about, values)
    made = _rows(town)
    key = added.ref if "ref" in values else added.id
    registers.edit_entry(town, kind, key, changes)
    sound(town)
    assert undo(town).steps[0].startswith(f"{added.ref}: '")
    assert _rows(town) == made
    sound(town)
    assert undo(town).steps == (f"{added.ref}: removed",)
    assert _rows(town) == before
    sound(town)


def test_a_number_that_is_taken_again_is_another_entry(town: Book) -> None:
    """Removed, made anew, edited and undone: each undo takes its own."""
    add(town, "activity", code="arrest", at="2024-10-07", place="W1")
    undo(town)
    again = add(town, "activity", code="warrant", at="2024-10-07", place="W1")
    registers.edit_entry(town, "activity", again.id, {"count": 2})
    undo(town)
    (stands,) = registers.list_entries(town, "activity")
    assert (stands.code, stands.count) == ("warrant", 1)  # type: ignore[attr-defined]
    sound(town)


def test_what_others_name_is_not_removed_again(town: Book) -> None:
    """A fund with a spend, a commitment settled, a programme of an activity, a benefit reviewed."""
    analyst = acting(town, "ana")

    def refused(says: str) -> None:
        with pytest.raises(BadValue, match=says):
            undo(analyst)

    add(analyst, "fund", ref="F2", name="Second")
    add(town, "spend", "F2", at="2024-10-07", amount=4)
    refused("F2 can't be removed again: F2 spend 1 refers to it")
    committed = add(analyst, "spend", "HRF", at="2024-10-07", amount=40, code="commitment")
    add(town, "spend", "HRF", at="2024-10-08", amount=40, against=committed.id)
    refused("HRF spend 2 can't be removed again: HRF spend 3 refers to it")
    add(analyst, "programme", ref="OP-1", name="Lamp", code="operation")
    add(town, "activity", code="arrest", at="2024-10-07", programmes=["CHB", "OP-1"])
    refused("OP-1 can't be removed again: activity 1 refers to it")
    add(analyst, "benefit", "CHB", text="Shorter queues")
    add(town, "benefit-review", "CHB", benefit="Shorter queues", months=3, code="not yet")
    refused(r"can't be removed again: CHB benefit-review \d refers to it")
    sound(town)


def test_a_rule_holds_when_something_is_taken_back_too(town: Book) -> None:
    """A phase was ended and another follows: the end can't be taken away."""
    analyst = acting(town, "ana")
    first = add(analyst, "phase", "CHB", text="Clear", agency="Police", at="2024-06-01")
    registers.edit_entry(analyst, "phase", first.id, {"until": "2024-08-31"})
    add(town, "phase", "CHB", text="Hold", agency="Police", at="2024-09-01")
    with pytest.raises(BadValue, match="phases can't overlap"):
        undo(analyst)
    sound(town)


def test_undo_asks_what_the_entry_asks(town: Book) -> None:
    """A role since lost: of the money's keeper, of who recorded scrutiny, of an officer moved."""
    for login, kind, about, values, verb in (
        ("rev", "scrutiny-action", "", {"meeting": "June", "text": "x"}, "record scrutiny of"),
        ("rev", "fund", "", {"ref": "F2", "name": "Second"}, "keep the money of"),
        ("pc.h", "query", "W1", {"text": "x", "received": "2024-10-07 14:30"}, "log actions on W1"),
    ):
        mine = acting(town, login)
        registers.add_entry(mine, kind, about, values)
        lost = dataclasses.replace(mine.account, roles=("officer",), place="D2")
        with pytest.raises(NotAllowed, match=f"{login} may not {verb}"):
            undo(dataclasses.replace(mine, account=lost))
        assert undo(mine).steps[0].endswith(": removed")
    sound(town)


def test_a_bid_agreed_is_not_put_back_by_who_may_only_ask(town: Book) -> None:
    """Both what stands and what stood before are asked for."""
    inspector = acting(town, "ins.s")
    bid = add(acting(town, "pc.h"), "spend", "HRF", at="2024-10-07", amount=9, code="bid",
              state="asked", place="W1")  # fmt: skip
    keeper = acting(town, "ana")
    registers.edit_entry(keeper, "spend", bid.id, {"state": "agreed", "agreed": 9})
    demoted = dataclasses.replace(keeper.account, roles=("officer",), place="D1")
    with pytest.raises(NotAllowed, match="ana may not keep the money of"):
        undo(dataclasses.replace(keeper, account=demoted))
    with pytest.raises(BadValue, match="no change of yours"):
        undo(inspector)
    undo(keeper)
    (stands,) = registers.list_entries(town, "spend")
    assert encode(stands)["state"] == "asked"
    assert ask(town, "W1", "2024-10-07 14:30").id


def test_what_was_removed_is_made_again_under_its_number(town: Book) -> None:
    """Whatever was written since; and its making is what is undone next."""
    note = add(town, "note", P, text="Seen")
    with town.store.writing() as tx:
        tx.remove(note, town.author)
    later = add(acting(town, "sgt.h"), "note", P, text="Later")
    assert later.id == note.id + 1
    assert undo(town).steps == (f"{P} note {note.id}: made again",)
    sound(town)
    assert undo(town).steps == (f"{P} note {note.id}: removed",)
    sound(town)


def test_a_change_from_before_a_renaming_is_undone_after_it(town: Book) -> None:
    """The entry names the record by its row, whatever it was called then."""
    agency = add(town, "agency", ref="Island Housing", contact="Manager")
    registers.edit_entry(town, "agency", agency.ref, {"note": "Moved"})
    with town.store.writing() as tx:
        current = tx.load(Agency, ref=agency.ref)[0]
        admin = dataclasses.replace(town.author, login="somebody.else")
        tx.save(current, dataclasses.replace(current, ref="Lomea Homes"), admin)
    undo(town)
    with town.store.reading() as tx:
        (found,) = tx.load(Agency, ref="Lomea Homes")
    assert (found.id, found.note) == (agency.id, "")
    sound(town)


@pytest.mark.parametrize("ref", [f"{P}1", P.lower()])
def test_a_profile_of_a_ref_alike_is_another(town: Book, ref: str) -> None:
    """What somebody else changed of it is no change of this one's."""
    intake.new_profile(town, Profile(ref, "Lamps", area="D1"))
    profiles.edit_profile(town, P, {"title": "Mine"})
    with town.store.writing() as tx:
        (other,) = tx.load(Profile, ref=ref)
        author = dataclasses.replace(town.author, login="somebody.else")
        tx.save(other, dataclasses.replace(other, title="Theirs"), author)
    assert undo(town).steps == (f"{P}: 'Title' put back",)
    sound(town)
