"""The case file: written, moved on, and never lost between two people."""

from __future__ import annotations

import dataclasses
import json

import pytest

from casebook.book.drafts import find_draft, keep_draft
from casebook.book.opening import Book, open_book
from casebook.core.access import Account
from casebook.core.errors import (
    AlreadyThere,
    BadValue,
    GateShut,
    NotAllowed,
    NotFound,
    StaleRecord,
)
from casebook.places.place import Place
from casebook.profiles import casefile as profiles
from casebook.profiles import intake, linked_places
from casebook.profiles import stage_moves as stages
from casebook.profiles.bringing import bring_profile
from casebook.profiles.profile import Profile
from casebook.upkeep import accounts
from tests.profiles.written import written

SCANNED = {"events": "Fights at closing", "sources": ["crime data", "asb calls"]}


@pytest.fixture
def team(book: Book) -> Book:
    """A casebook with two districts, a hotspot in each, and people."""
    with book.store.writing() as tx:
        for ref, kind, parent in (
            ("Harbour", "district", None),
            ("Strand", "district", None),
            ("HS-01", "hotspot", "Harbour"),
            ("HS-02", "hotspot", "Strand"),
        ):
            tx.save(None, Place(ref, kind, parent=parent), book.author)
    for login, roles, place in (
        ("sgt.h", ("sergeant",), "Harbour"),
        ("sgt.s", ("sergeant",), "Strand"),
        ("insp.h", ("inspector",), "Harbour"),
        ("eye", ("viewer",), None),
    ):
        accounts.add_account(
            book, Account(login, roles=roles, place=place), force_wide=place is None
        )
    intake.new_profile(book, Profile("PMP-2024-001", "Fights", owner="sgt.h"), hotspots=["HS-01"])
    return book


def _as(book: Book, login: str) -> Book:
    return open_book(book.store.book, "admin", acting_as=login, clock=book.clock)


def test_a_new_profile_starts_at_its_models_first_stage(team: Book) -> None:
    """OSARA at objective, SARA at scan; both opened today."""
    osara = profiles.read_profile(team, "PMP-2024-001")
    sara = intake.new_profile(team, Profile("", "Noise", model="SARA"))
    assert osara.profile.stage == "objective"
    assert osara.stage("objective").opened == team.today
    assert (sara.profile.stage, sara.profile.ref) == ("scan", "PMP-2024-002")


def test_a_ref_is_given_once(team: Book) -> None:
    """A second profile of the same ref is refused."""
    with pytest.raises(AlreadyThere, match="already a profile 'PMP-2024-001'"):
        intake.new_profile(team, Profile("PMP-2024-001", "x"))


def test_a_profile_on_an_unknown_hotspot_leaves_nothing_behind(team: Book) -> None:
    """The whole file is one transaction; a near ref is offered."""
    with pytest.raises(NotFound, match="Did you mean HS-0"):
        intake.new_profile(team, Profile("PMP-2024-009", "x"), hotspots=["HS-0l"])
    with pytest.raises(NotFound, match="no profile 'PMP-2024-009'"):
        profiles.read_profile(team, "PMP-2024-009")


def test_any_stage_may_be_written_at_any_time(team: Book) -> None:
    """Gates guard the stage, never the record."""
    file = profiles.edit_stage(team, "PMP-2024-001", "assess", {"lessons": "early thought"})
    assert file.stage("assess").body.lessons == "early thought"
    assert file.profile.stage == "objective"


def test_two_people_in_one_stage(team: Book) -> None:
    """The second is refused by version; the first's text stands."""
    read = profiles.read_profile(team, "PMP-2024-001").stage("objective")
    profiles.edit_stage(team, "PMP-2024-001", "objective", {"aim": "a"}, version=read.version)
    with pytest.raises(StaleRecord):
        profiles.edit_stage(team, "PMP-2024-001", "objective", {"aim": "b"}, version=read.version)
    assert profiles.read_profile(team, "PMP-2024-001").stage("objective").body.aim == "a"


def test_an_unknown_code_is_refused_with_near_ones(team: Book) -> None:
    """And the list it takes."""
    with pytest.raises(BadValue, match="Sources has no code 'crime dat'; did you mean crime data"):
        profiles.edit_stage(team, "PMP-2024-001", "scan", {"sources": ["crime dat"]})


def test_early_gates_warn_and_later_ones_block(team: Book) -> None:
    """Objective and scan can be left unfinished; analysis can't without a tested hypothesis."""
    for expected in ("scan", "analyse"):
        assert stages.advance(team, "PMP-2024-001").profile.stage == expected
    with pytest.raises(GateShut, match="Test at least one hypothesis"):
        stages.advance(_as(team, "sgt.h"), "PMP-2024-001")


def test_a_waiver_is_for_a_sergeant_or_inspector_over_the_owner(team: Book) -> None:
    """The owner can't waive their own gate; the inspector can, and the reason is kept."""
    for _ in range(2):
        stages.advance(team, "PMP-2024-001")
    with pytest.raises(GateShut, match="who isn't its owner"):
        stages.advance(_as(team, "sgt.h"), "PMP-2024-001", waiver="urgent")
    moved = stages.advance(_as(team, "insp.h"), "PMP-2024-001", waiver="urgent")
    assert moved.profile.stage == "respond"
    assert moved.stage("analyse").waiver == "urgent"
    entry = profiles.history_of(team, "PMP-2024-001")[-1]
    assert (entry.who, entry.via, entry.why) == ("insp.h", "admin", "urgent")


def test_two_people_advancing_at_once_move_it_one_stage(team: Book) -> None:
    """The second saw a stage it has left."""
    stages.advance(team, "PMP-2024-001", expected="objective")
    with pytest.raises(StaleRecord):
        stages.advance(team, "PMP-2024-001", expected="objective")
    assert profiles.read_profile(team, "PMP-2024-001").profile.stage == "scan"


def test_areas_bound_sergeants(team: Book) -> None:
    """Strand's sergeant can't edit Harbour's case, and is told who can."""
    with pytest.raises(NotAllowed, match="lies outside Strand"):
        profiles.edit_stage(_as(team, "sgt.s"), "PMP-2024-001", "scan", SCANNED)
    with pytest.raises(NotAllowed, match="eye may not edit"):
        profiles.edit_profile(_as(team, "eye"), "PMP-2024-001", {"title": "x"})


def test_an_action_due_before_it_starts_is_refused(team: Book) -> None:
    """And nothing is added."""
    with pytest.raises(BadValue, match="due 2024-10-01, before it starts 2024-10-07"):
        profiles.add_action(
            team, "PMP-2024-001", {"title": "x", "start": "2024-10-07", "due": "2024-10-01"}
        )
    assert profiles.read_profile(team, "PMP-2024-001").actions == ()


def test_places_are_linked_and_unlinked(team: Book) -> None:
    """History keeps both."""
    linked_places.link_place(team, "PMP-2024-001", "HS-02")
    assert profiles.read_profile(team, "PMP-2024-001").hotspots == ("HS-01", "HS-02")
    assert linked_places.unlink_place(team, "PMP-2024-001", "HS-01").hotspots == ("HS-02",)


def test_a_file_round_trips_through_json(team: Book) -> None:
    """What 'show' prints can be brought: nothing written is lost on the way."""
    profiles.edit_stage(team, "PMP-2024-001", "scan", SCANNED)
    profiles.add_action(team, "PMP-2024-001", {"title": "[/red] <b>", "due": "2024-12-24"})
    shown = json.loads(json.dumps(profiles.read_profile(team, "PMP-2024-001").encode()))
    shown["profile"]["ref"] = "PMP-2024-050"
    with team.store.writing() as tx:
        again = bring_profile(tx, team, shown)
        assert again is not None
        assert bring_profile(tx, team, shown) is None
    assert written(again.encode()) == written(shown)


def test_a_draft_outlives_its_form_and_goes_when_it_is_saved(team: Book) -> None:
    """One person's unsaved text is theirs alone."""
    stage = profiles.read_profile(team, "PMP-2024-001").stage("scan")
    keep_draft(team, stage.ref, stage.version, {"events": "half a sen"})
    kept = find_draft(team, stage.ref)
    assert kept is not None
    assert kept.body == {"events": "half a sen"}
    assert find_draft(_as(team, "sgt.h"), stage.ref) is None
    profiles.edit_stage(team, "PMP-2024-001", "scan", SCANNED)
    assert find_draft(team, stage.ref) is None


def test_fixed_fields_are_not_edited(team: Book) -> None:
    """A stage is advanced, never typed."""
    with pytest.raises(BadValue, match="'stage' isn't edited"):
        profiles.edit_profile(team, "PMP-2024-001", {"stage": "assess"})


def test_an_administrator_may_act_for_others_and_nobody_else(team: Book) -> None:
    """History names both; a sergeant who tries is refused."""
    with pytest.raises(NotAllowed, match="may not act as"):
        open_book(team.store.book, "sgt.h", acting_as="insp.h")
    acting = _as(team, "sgt.h")
    profiles.edit_profile(acting, "PMP-2024-001", {"title": "Fights at night"})
    last = profiles.history_of(team, "PMP-2024-001")[-1]
    assert (last.who, last.via) == ("sgt.h", "admin")


def test_the_last_administrator_stays_one(team: Book) -> None:
    """A casebook nobody could look after would be lost."""
    with pytest.raises(BadValue, match="admin is the last administrator, and a casebook needs one"):
        accounts.grant(team, "admin", ["administrator"], take=True)


def test_an_unknown_login_is_told_whom_to_ask(team: Book) -> None:
    """And may look, read-only."""
    with pytest.raises(Exception, match="ask admin to run 'casebook user add new'"):
        open_book(team.store.book, "new")
    looking = open_book(team.store.book, "new", read_only=True)
    assert profiles.read_profile(looking, "PMP-2024-001").profile.title == "Fights"


def test_an_account_out_of_date_is_unknown(team: Book) -> None:
    """From and to bound an account."""
    gone = dataclasses.replace(
        Account("left", roles=("officer",)), active_to=team.today.replace(day=1)
    )
    accounts.add_account(team, gone, force_wide=True)
    with pytest.raises(
        Exception,
        match="'left' has an account that isn't in force: ask admin to run 'casebook user end",
    ):
        open_book(team.store.book, "left", clock=team.clock)


def test_pages_of_pasted_text_are_kept_whole_and_books_are_refused(team: Book) -> None:
    """Emoji and right-to-left text included, nothing is cut off; what stood before may stand on."""
    line = "Windows broken at the pier again 👮 שלום\n"
    pasted = line * (50_000 // len(line))
    profiles.edit_stage(team, "PMP-2024-001", "scan", {"events": pasted})
    assert profiles.read_profile(team, "PMP-2024-001").stage("scan").body.events == pasted
    with pytest.raises(BadValue, match=r"has 1,\d+,\d+ characters and takes 50,000") as refused:
        profiles.edit_stage(team, "PMP-2024-001", "scan", {"events": line * 26_000})
    assert refused.value.field == "events"
    with pytest.raises(BadValue, match="Title has 2,001 characters and takes 2,000"):
        profiles.edit_profile(team, "PMP-2024-001", {"title": "x" * 2001})
    with team.store.writing() as tx:
        before = profiles.file_of(tx, "PMP-2024-001").profile
        tx.save(before, dataclasses.replace(before, title="y" * 3000), team.author)
    profiles.edit_profile(team, "PMP-2024-001", {"harm": "Fear"})
