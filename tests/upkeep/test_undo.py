"""Undo: one's own last change put back by a new one, or a sentence that says why not."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from casebook.book.opening import Book, open_book
from casebook.core.access import Account
from casebook.core.errors import BadValue, GateShut, NotAllowed, PersonalDataFound
from casebook.core.kinds import all_kinds
from casebook.core.settings import Settings
from casebook.core.texts.characters import cleaned
from casebook.places import hotspots as places
from casebook.places import plans
from casebook.places.place import Place
from casebook.profiles import casefile as profiles
from casebook.profiles import intake, linked_places
from casebook.profiles import stage_moves as stages
from casebook.profiles.profile import Action, Profile
from casebook.registers import entries as registers
from casebook.store import history, records, replay
from casebook.upkeep import accounts
from casebook.upkeep.setup import make_casebook
from casebook.upkeep.undo import undo
from tests.books import ranked

REF = "PMP-2024-001"


def _noon() -> datetime:
    return datetime(2024, 12, 18, 12, tzinfo=UTC)


def _make(folder: Path) -> Book:
    """Two districts with a hotspot each, people, and a profile in one of them."""
    book = ranked(make_casebook(str(folder / "casebook.db"), "admin", Settings(), clock=_noon))
    with book.store.writing() as tx:
        for ref, kind, parent in (
            ("Harbour", "district", None),
            ("Strand", "district", None),
            ("HS-01", "hotspot", "Harbour"),
            ("HS-02", "hotspot", "Strand"),
        ):
            tx.save(None, Place(ref, kind, parent=parent), book.author)
    for login, roles, place in (
        ("sgt", ("sergeant",), "Harbour"),
        ("mate", ("sergeant",), "Harbour"),
        ("pc", ("officer",), "Harbour"),
    ):
        accounts.add_account(
            book, Account(login, roles=roles, place=place), force_wide=place is None
        )
    intake.new_profile(
        book, Profile(REF, "Fights", area="Harbour", owner="mate"), hotspots=["HS-01"]
    )
    return book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """The casebook, in its administrator's hands."""
    made = _make(tmp_path)
    yield made
    made.store.close()


def _as(book: Book, login: str) -> Book:
    with book.store.reading() as tx:
        account = tx.load_one(Account, login=login)
    assert account is not None
    return dataclasses.replace(book, account=account)


def _stands(book: Book) -> dict[str, Any]:
    """Every record's fields, under its ref without the number that making it again changes."""
    with book.store.reading() as tx:
        kinds = all_kinds()
        return {
            f"{kind.KIND} {record.ref}": records.flat(record)
            for kind in kinds
            for record in tx.load(kind)
        }


def _entries(book: Book) -> tuple[history.HistoryEntry, ...]:
    with book.store.reading() as tx:
        return tx.history.entries()


def _sound(book: Book) -> None:
    with book.store.reading() as tx:
        assert tx.history.first_bad() is None
        assert replay.differences(tx) == ()


def test_an_edit_is_put_back_by_a_new_entry(book: Book) -> None:
    """The history keeps both, and says which entry the second undoes."""
    sgt = _as(book, "sgt")
    before = _stands(book)
    profiles.edit_profile(sgt, REF, {"title": "Fights at closing", "themes": ["asb"]})
    undone = undo(sgt)
    assert _stands(book) == before
    edit, back = _entries(book)[-2:]
    assert (back.who, back.why) == ("sgt", f"undo of entry {edit.seq}")
    assert back.change == {
        "title": ["Fights at closing", "Fights"],
        "themes": [["asb"], []],
    }
    assert undone.entry == edit.seq
    assert undone.steps == (f"{REF}: 'Title', 'Themes' put back",)
    _sound(book)


def test_a_dry_run_says_the_same_and_changes_nothing(book: Book) -> None:
    """Neither record nor history."""
    sgt = _as(book, "sgt")
    profiles.edit_stage(sgt, REF, "scan", {"events": "Fights"})
    before, entries = _stands(book), len(_entries(book))
    said = undo(sgt, dry_run=True)
    assert said.steps == (f"{REF} scan 1: removed",)
    assert (_stands(book), len(_entries(book))) == (before, entries)
    assert undo(sgt) == said


def test_the_next_undo_takes_the_change_before(book: Book) -> None:
    """An undo is itself not undone; when nothing is left, that is said."""
    sgt = _as(book, "sgt")
    states = [_stands(book)]
    for title in ("One", "Two", "Three"):
        profiles.edit_profile(sgt, REF, {"title": title})
        states.append(_stands(book))
    for state in reversed(states[:-1]):
        undo(sgt)
        assert _stands(book) == state
    with pytest.raises(BadValue, match=r"^There is no change of yours that could be undone\.$"):
        undo(sgt)
    _sound(book)


def test_a_change_made_after_an_undo_is_undone_first(book: Book) -> None:
    """The newest of what still stands, not what was undone before."""
    sgt = _as(book, "sgt")
    profiles.edit_profile(sgt, REF, {"title": "One"})
    profiles.edit_profile(sgt, REF, {"title": "Two"})
    undo(sgt)
    profiles.edit_profile(sgt, REF, {"title": "Three"})
    undo(sgt)
    assert profiles.read_profile(book, REF).profile.title == "One"
    undo(sgt)
    assert profiles.read_profile(book, REF).profile.title == "Fights"


def test_somebodys_change_of_the_same_field_stands_in_the_way(book: Book) -> None:
    """Named are who, what and when; another field of the record is no obstacle."""
    sgt, mate = _as(book, "sgt"), _as(book, "mate")
    profiles.edit_profile(sgt, REF, {"title": "Fights at closing"})
    profiles.edit_profile(mate, REF, {"harm": "People hurt"})
    profiles.edit_profile(mate, REF, {"title": "Fights at two", "harm": "None"})
    mine = next(e.seq for e in _entries(book) if e.who == "sgt")
    theirs = _entries(book)[-1].seq
    with pytest.raises(
        BadValue,
        match=rf"^Entry {mine} can't be undone: mate changed 'Title' of {REF} on 18 Dec 2024 "
        rf"\(entry {theirs}\)\.$",
    ):
        undo(sgt)
    undo(mate)
    undo(sgt)
    profile = profiles.read_profile(book, REF).profile
    assert (profile.title, profile.harm) == ("Fights", "People hurt")


def test_undo_is_of_ones_own_changes(book: Book) -> None:
    """What somebody else did last isn't touched, nor what an administrator did in one's name."""
    sgt = _as(book, "sgt")
    with pytest.raises(BadValue, match="no change of yours"):
        undo(sgt)
    by_admin = dataclasses.replace(sgt, via="admin")
    profiles.edit_profile(by_admin, REF, {"title": "By admin"})
    with pytest.raises(BadValue, match="no change of yours"):
        undo(sgt)
    undo(by_admin)
    assert profiles.read_profile(book, REF).profile.title == "Fights"


def test_a_new_action_is_removed_and_a_removed_tie_made_again(book: Book) -> None:
    """The making is undone by removing, the removing by making."""
    sgt = _as(book, "sgt")
    before = _stands(book)
    profiles.add_action(sgt, REF, {"title": "Mend the lamp", "due": "2024-12-20", "cost": 5})
    linked_places.unlink_place(sgt, REF, "HS-01")
    assert undo(_as(book, "sgt")).steps == (f"{REF} at HS-01: made again",)
    assert undo(sgt).steps == (f"{REF} action 1: removed",)
    assert _stands(book) == before
    _sound(book)


def test_a_whole_new_profile_goes_with_all_that_was_made_with_it(book: Book) -> None:
    """In one step, unless somebody has added to it."""
    sgt = _as(book, "sgt")
    before = _stands(book)
    made = intake.new_profile(
        sgt,
        Profile("", "Noise"),
        hotspots=["HS-01"],
        stages={"scan": {"events": "Noise"}},
        actions=[{"title": "Visit"}],
    )
    ref = made.profile.ref
    profiles.add_action(_as(book, "mate"), ref, {"title": "Letter"})
    with pytest.raises(BadValue, match=f"^{ref} can't be removed again: {ref} action 2 refers"):
        undo(sgt)
    undo(_as(book, "mate"))
    undo(sgt)
    assert _stands(book) == before
    _sound(book)


def test_an_officer_takes_back_a_proposal_of_their_own(book: Book) -> None:
    """Whoever may propose may take it back; once it is accepted, that stands in the way."""
    pc = _as(book, "pc")
    before = _stands(book)
    intake.propose(pc, Profile("", "Noise"), hotspots=["HS-02"])
    undo(pc)
    assert _stands(book) == before
    proposed = intake.propose(pc, Profile("", "Noise"), hotspots=["HS-01"])
    intake.accept(_as(book, "sgt"), proposed.profile.ref)
    with pytest.raises(BadValue, match=r"sgt changed 'Status'"):
        undo(pc)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("load", "is an import, which isn't undone: import the right file instead."),
        ("setting", "changed settings or code lists, which isn't undone"),
        ("account", "changed an account, which isn't undone"),
        ("review", "is a step of a month's review, which isn't undone"),
        ("disposal", "is a disposal, which is for good."),
        ("design", "declared a design, which isn't undone"),
        ("weather", "is of a kind that is not undone."),
    ],
)
def test_kinds_that_are_never_undone(book: Book, kind: str, sentence: str) -> None:
    """Each says what it is, and what to do instead where something can be done."""
    with book.store.writing() as tx:
        tx.history.append(book.author, kind, REF, {"title": ["a", "b"]})
    seq = _entries(book)[-1].seq
    with pytest.raises(
        BadValue, match=rf"^Your last change \(entry {seq}, 18 Dec 2024\) {sentence}"
    ):
        undo(book)


def test_changes_of_an_old_casebook_are_not_undone(book: Book) -> None:
    """Nothing says which of them belong together."""
    sgt = _as(book, "sgt")
    profiles.edit_profile(sgt, REF, {"title": "One"})
    with book.store.writing() as tx:
        tx.sql.execute(text("UPDATE history SET txn = NULL"))
    with pytest.raises(BadValue, match="before Casebook kept changes that belong together"):
        undo(sgt)


def test_what_may_no_longer_be_changed_is_not_undone(book: Book) -> None:
    """A closed profile stays as it is, and so does what a person has lost the right to."""
    sgt = _as(book, "sgt")
    profiles.edit_profile(sgt, REF, {"title": "One"})
    moved = dataclasses.replace(sgt, account=dataclasses.replace(sgt.account, place="Strand"))
    with pytest.raises(NotAllowed, match="it lies outside Strand"):
        undo(moved)
    with book.store.writing() as tx:
        profile = tx.load_one(Profile, ref=REF)
        assert profile is not None
        tx.save(profile, dataclasses.replace(profile, status="closed"), book.author)
    with pytest.raises(BadValue, match=f"^{REF} is closed: it can be read, not changed"):
        undo(sgt)


def test_a_stage_of_an_earlier_cycle_stays(book: Book) -> None:
    """Going back a stage closed it as it was."""
    sgt, mate = _as(book, "sgt"), _as(book, "mate")
    stages.advance(mate, REF)
    profiles.edit_stage(sgt, REF, "scan", {"events": "Fights"})
    stages.back(mate, REF, "objective", "wrong aim")
    with pytest.raises(BadValue, match=f"{REF} is in cycle 2, and what was written in an earlier"):
        undo(sgt)


def test_a_record_that_differs_from_its_history_is_left_alone(book: Book) -> None:
    """Somebody wrote past the history; the check says what."""
    sgt = _as(book, "sgt")
    profiles.edit_profile(sgt, REF, {"title": "One"})
    with book.store.writing() as tx:
        tx.sql.execute(text("UPDATE profile SET title = 'Behind'"))
    with pytest.raises(BadValue, match=f"{REF} isn't as it left it. 'casebook check' says"):
        undo(sgt)


def test_plans_registers_agencies_and_retirements_are_undone(book: Book) -> None:
    """Any record that people edit one by one."""
    before = _stands(book)
    plans.set_plan(book, "HS-01", date(2024, 6, 1), {"hours": "18:00-23:00"})
    registers.add_entry(book, "agency", "", {"ref": "Island Housing", "contact": "Housing officer"})
    registers.add_entry(book, "note", REF, {"text": "Seen at two"})
    places.retire(book, "HS-02", date(2024, 12, 1), "No calls in a year")
    for said in (
        "HS-02: 'Retired on' put back",
        f"{REF} note 1: removed",
        "Island Housing: removed",
        "HS-01 plan from 2024-06-01: removed",
    ):
        assert undo(book).steps == (said,)
    assert _stands(book) == before
    _sound(book)


def test_an_agency_that_is_named_is_not_removed(book: Book) -> None:
    """Whoever named it would name nothing."""
    registers.add_entry(book, "agency", "", {"ref": "Island Housing", "contact": "Housing officer"})
    profiles.add_action(_as(book, "sgt"), REF, {"title": "Door", "agency": "Island Housing"})
    with pytest.raises(BadValue, match=f"^Island Housing can't be removed again: {REF} action 1"):
        undo(book)


def test_text_that_looks_personal_does_not_come_back_unasked(book: Book) -> None:
    """Taking it out can't be undone without a reason, as writing it couldn't."""
    sgt = _as(book, "sgt")
    allowed = dataclasses.replace(sgt, personal_because="the victim asked")
    profiles.edit_profile(allowed, REF, {"harm": "Aisha Rahman hurt"})
    profiles.edit_profile(sgt, REF, {"harm": "One person hurt"})
    with pytest.raises(PersonalDataFound, match="Aisha Rahman"):
        undo(sgt)
    undo(allowed)
    assert profiles.read_profile(book, REF).profile.harm == "Aisha Rahman hurt"
    undo(sgt)
    assert profiles.read_profile(book, REF).profile.harm == ""


_TEXT = st.text(max_size=30).filter(lambda words: "\x00" not in words)
_SEEN = _TEXT.filter(lambda words: cleaned(words).strip())
_PROFILE = st.fixed_dictionaries(
    {},
    optional={
        "title": _SEEN,
        "harm": _TEXT,
        "next_review": st.none() | st.just("2025-01-31"),
        "themes": st.lists(st.sampled_from(["asb", "drugs", "other"]), unique=True),
        "owner": st.sampled_from([None, "sgt", "mate"]),
    },
)
_HYPOTHESIS = st.fixed_dictionaries({"statement": st.just("") | _SEEN, "tested": st.booleans()})
_STAGES = st.one_of(
    st.tuples(st.just("scan"), st.fixed_dictionaries({"events": _TEXT})),
    st.tuples(st.just("scan"), st.fixed_dictionaries({"repeat_victims": st.integers(0, 9)})),
    st.tuples(
        st.just("analyse"),
        st.fixed_dictionaries({"hypotheses": st.lists(_HYPOTHESIS, max_size=3)}),
    ),
    st.tuples(
        st.just("objective"),
        st.fixed_dictionaries(
            {"baseline_value": st.none() | st.floats(0, 1e6)},
            optional={"baseline_from": st.sampled_from([None, "2023-01"])},
        ),
    ),
)
_ACTION = st.fixed_dictionaries(
    {"title": _SEEN},
    optional={"cost": st.none() | st.floats(0, 1e6), "due": st.just("2024-12-31"), "actual": _TEXT},
)
_STEP = st.one_of(
    st.tuples(st.just("profile"), _PROFILE),
    st.tuples(st.just("stage"), _STAGES),
    st.tuples(st.just("add"), _ACTION),
    st.tuples(st.just("change"), _ACTION),
    st.tuples(st.just("tie"), st.sampled_from(["HS-01", "HS-02"])),
    st.tuples(st.just("untie"), st.just("HS-01")),
    st.tuples(st.just("advance"), st.just("")),
    st.tuples(st.just("back"), st.just("")),
)


def _do(book: Book, step: tuple[str, Any]) -> None:
    what, values = step
    file = profiles.read_profile(book, REF)
    if what == "profile":
        profiles.edit_profile(book, REF, values, why="posted")
    elif what == "stage":
        profiles.edit_stage(book, REF, values[0], values[1])
    elif what == "add":
        profiles.add_action(book, REF, values)
    elif what == "change" and file.actions:
        profiles.edit_action(book, REF, file.actions[0].id, values)
    elif what == "tie":
        linked_places.link_place(book, REF, values)
    elif what == "advance" and file.profile.stage != "assess":
        with suppress(GateShut):  # then nothing was done, and there is nothing to undo
            stages.advance(book, REF)
    elif what == "back" and file.profile.stage != "objective":
        stages.back(book, REF, "objective", "wrong aim")
    elif what == "untie" and values in file.hotspots:
        linked_places.unlink_place(book, REF, values)


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The casebook's file, to be copied."""
    folder = tmp_path_factory.mktemp("undo")
    _make(folder).store.close()
    return folder / "casebook.db"


@settings(max_examples=15, deadline=None)
@given(steps=st.lists(_STEP, min_size=1, max_size=6))
def test_undoing_every_step_goes_back_exactly(
    made_once: Path, steps: list[tuple[str, Any]]
) -> None:
    """Whatever was edited, added and removed: each undo restores what stood before its step."""
    folder = Path(tempfile.mkdtemp(prefix="casebook-undo-"))
    shutil.copy(made_once, folder / "casebook.db")
    book = open_book(str(folder / "casebook.db"), "admin", clock=_noon)
    try:
        roles = ("administrator", "inspector")
        mine = dataclasses.replace(book, account=Account("sgt", roles=roles))
        mine = dataclasses.replace(mine, personal_because="a test of any text at all")
        stood = []
        for step in steps:
            before, entries = _stands(book), len(_entries(book))
            _do(mine, step)
            if len(_entries(book)) > entries:
                stood.append(before)
        for before in reversed(stood):
            undo(mine)
            assert _stands(book) == before
        with pytest.raises(BadValue, match="no change of yours"):
            undo(mine)
        _sound(book)
    finally:
        book.store.close()
        shutil.rmtree(folder)


def test_an_action_changed_by_two_is_undone_by_neither_at_once(book: Book) -> None:
    """The making can't be undone while somebody's change of it stands."""
    sgt, mate = _as(book, "sgt"), _as(book, "mate")
    profiles.add_action(sgt, REF, {"title": "Lamp"})
    with book.store.reading() as tx:
        number = tx.load(Action)[0].id
    profiles.edit_action(mate, REF, number, {"done": "2024-12-01"})
    with pytest.raises(BadValue, match="mate changed 'Done'"):
        undo(sgt)
    undo(mate)
    undo(sgt)
    assert profiles.read_profile(book, REF).actions == ()
