"""What takes a second person is never done by whoever owned or changed the profile meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from casebook.book.opening import Book, open_book
from casebook.core.access import Account
from casebook.core.errors import BadValue, GateShut, NotAllowed
from casebook.core.months import Month
from casebook.places.place import Place
from casebook.places.plan import Plan
from casebook.profiles import casefile, intake, linked_places, stage_moves
from casebook.profiles.profile import Profile
from casebook.profiles.who_may import reach, refusal_on_profile
from casebook.registers import entries
from casebook.registers.agency import Agency
from casebook.reviews import months
from casebook.upkeep import accounts
from tests.books import brought, on

REF, NOVEMBER = "PMP-2024-001", Month(2024, 11)
COUNCIL = "Lomea District Council"


@pytest.fixture
def town(book: Book) -> Book:
    """Two districts, two inspectors and a sergeant of the first, who owns a profile."""
    made: list[Any] = [
        Place("Harbour", "district"),
        Place("Strand", "district"),
        Place("HS-01", "hotspot", parent="Harbour"),
        Place("HS-02", "hotspot", parent="Strand"),
        Agency(ref=COUNCIL, contact="Community safety manager"),
    ]
    with book.store.writing() as tx:
        for record in made:
            tx.save(None, record, book.author)
    for login, role in (("sgt", "sergeant"), ("one", "inspector"), ("two", "inspector")):
        accounts.add_account(book, Account(login, roles=(role,), place="Harbour"))
    accounts.add_account(book, Account("rev", roles=("reviewer",)))
    accounts.add_account(book, Account("pc", roles=("officer",), place="Harbour"))
    accounts.add_account(book, Account("eye", roles=("viewer",)))
    new = Profile(REF, "Fights", owner="sgt")
    intake.new_profile(on(book, date(2024, 10, 1)), new, hotspots=["HS-01"])
    return book


def acting(book: Book, login: str) -> Book:
    """The casebook in the hands of ``login``."""
    return open_book(book.store.book, "admin", acting_as=login, clock=book.clock)


def _at_analyse(town: Book) -> None:
    """Two stages on, to a gate that blocks."""
    for _ in range(2):
        stage_moves.advance(acting(town, "sgt"), REF)


def _to_assess(town: Book) -> None:
    _at_analyse(town)
    for _ in range(2):
        stage_moves.advance(acting(town, "two"), REF, waiver="agreed")


def _updated(town: Book) -> None:
    months.open_month(town, NOVEMBER)
    months.update(acting(town, "sgt"), REF, NOVEMBER, {"did": "Patrols"})


DEEDS: dict[str, tuple[Callable[[Book], None], Callable[[Book], object]]] = {
    "waive": (_at_analyse, lambda book: stage_moves.advance(book, REF, waiver="agreed")),
    "close": (
        _to_assess,
        lambda book: stage_moves.close(book, REF, "done", waiver="agreed"),
    ),
    "endorse": (_updated, lambda book: months.endorse(book, REF, NOVEMBER)),
    "return": (_updated, lambda book: months.send_back(book, REF, NOVEMBER, "which?")),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_an_owner_doesnt_give_it_away_for_a_minute(town: Book, deed: str) -> None:
    """An inspector takes the case, hands it on, and is refused all the same; another isn't."""
    ready, do = DEEDS[deed]
    ready(town)
    for owner in ("one", "sgt"):
        casefile.edit_profile(acting(town, "one"), REF, {"owner": owner}, why="for a minute")
    with pytest.raises((NotAllowed, GateShut), match=f"one may not {deed} .*they have owned it or"):
        do(acting(town, "one"))
    do(acting(town, "two"))


@pytest.mark.parametrize("deed", ["waive", "endorse"])
def test_nor_does_whoever_wrote_in_it(town: Book, deed: str) -> None:
    """A stage's text is enough; the terminal greys the key in the same words."""
    ready, do = DEEDS[deed]
    ready(town)
    casefile.edit_stage(acting(town, "one"), REF, "scan", {"events": "Fights"})
    with pytest.raises((NotAllowed, GateShut), match="one may not") as refused:
        do(acting(town, "one"))
    file = casefile.read_profile(town, REF)
    if deed == "waive":
        assert casefile.may_edit(acting(town, "one"), file, "waive") == str(refused.value)
    do(acting(town, "two"))


def test_a_decision_clears_the_slate(town: Book) -> None:
    """What was written before somebody else decided has been looked at; moving on is no writing."""
    _at_analyse(town)
    casefile.edit_stage(acting(town, "one"), REF, "analyse", {"what": "x"})
    stage_moves.advance(acting(town, "two"), REF, waiver="agreed")
    assert stage_moves.advance(acting(town, "one"), REF, waiver="agreed").profile.stage == "assess"


def test_whoever_proposed_it_doesnt_accept_it(town: Book) -> None:
    """An inspector either; they are told so, and who can, before they try and when they do."""
    made = intake.propose(acting(town, "one"), Profile("", "Noise"), hotspots=["HS-01"])
    ref = made.profile.ref
    said = (
        f"You proposed {ref}: a sergeant or inspector who didn't can accept or refuse it. "
        "Ask sgt or two to accept it."
    )
    for decide in (intake.accept, lambda book, ref: intake.refuse(book, ref, "no")):
        with pytest.raises(NotAllowed) as refused:
            decide(acting(town, "one"), ref)
        assert str(refused.value) == said
    assert casefile.may_edit(acting(town, "one"), made, "accept") == said
    assert intake.accept(acting(town, "two"), ref, owner="sgt").profile.owner == "sgt"


def test_whoever_wrote_in_a_proposal_is_told_what_they_did(town: Book) -> None:
    """They didn't propose it; once it is accepted, who proposed it is as anybody else."""
    ref = intake.propose(acting(town, "pc"), Profile("", "Noise"), hotspots=["HS-01"]).profile.ref
    casefile.edit_profile(acting(town, "one"), ref, {"harm": "Sleep"})
    with pytest.raises(NotAllowed, match=r"one may not accept or refuse .* since it was proposed"):
        intake.accept(acting(town, "one"), ref)
    intake.accept(acting(town, "two"), ref)
    assert casefile.may_edit(acting(town, "two"), casefile.read_profile(town, ref), "close") is None


def test_whom_to_ask_names_the_nearest_and_counts_the_rest(town: Book) -> None:
    """Those of the area first, four at most; with nobody, who can help."""
    ref = intake.propose(acting(town, "one"), Profile("", "Noise"), hotspots=["HS-01"]).profile.ref
    far = Account("a.far", roles=("inspector",))
    accounts.add_account(town, far, force_wide=True)
    file = casefile.read_profile(town, ref)
    said = str(casefile.may_edit(acting(town, "one"), file, "accept"))
    assert said.endswith("Ask sgt, two or a.far to accept it.")
    for number in range(2):
        accounts.add_account(town, Account(f"s{number}", roles=("sergeant",), place="Harbour"))
    said = str(casefile.may_edit(acting(town, "one"), file, "accept"))
    assert said.endswith("Ask sgt, two, s0, s1 or 1 more to accept it.")


def test_a_change_of_owner_takes_a_reason_and_shows_in_the_review(town: Book) -> None:
    """Who gave it to whom, and why; an analyst doesn't give profiles to anybody."""
    with pytest.raises(BadValue, match="Owner: say why PMP-2024-001 changes hands") as refused:
        casefile.edit_profile(acting(town, "sgt"), REF, {"owner": "one"})
    assert refused.value.field == "owner"
    casefile.edit_profile(acting(town, "sgt"), REF, {"owner": "one"}, why="posted to Strand")
    months.open_month(town, NOVEMBER)
    (handover,) = months.read_review(town, REF, NOVEMBER).handovers
    assert handover.says() == "2024-12-18: from sgt to one by sgt, because posted to Strand"
    accounts.add_account(town, Account("ana", roles=("analyst",)))
    with pytest.raises(NotAllowed, match="ana may not say who owns PMP-2024-001"):
        casefile.edit_profile(acting(town, "ana"), REF, {"owner": "ana"}, why="mine")


def test_an_administrator_without_a_rank_decides_on_nothing(town: Book) -> None:
    """Not on a proposal, a gate or a closing; who can is said."""
    accounts.add_account(town, Account("it", roles=("administrator",)))
    it = acting(town, "it")
    ref = intake.propose(acting(town, "pc"), Profile("", "Noise"), hotspots=["HS-01"]).profile.ref
    with pytest.raises(NotAllowed, match=r"it may not accept or refuse .*: a sergeant or insp"):
        intake.accept(it, ref)
    with pytest.raises(NotAllowed, match="a sergeant or inspector can"):
        intake.refuse(it, ref, "no")
    _at_analyse(town)
    with pytest.raises(GateShut, match="it may not waive the gate of PMP-2024-001"):
        stage_moves.advance(it, REF, waiver="x")
    with pytest.raises(NotAllowed, match="it may not close PMP-2024-001: an inspector can"):
        stage_moves.close(it, REF, "x")


def test_a_new_profile_is_proposed_by_who_may_not_open_it(town: Book) -> None:
    """An officer's is proposed, a sergeant's own is open, elsewhere it is proposed again."""
    made = intake.new_profile(acting(town, "pc"), Profile("", "Noise"), hotspots=["HS-01"])
    assert (made.profile.status, made.profile.owner) == ("proposed", None)
    made = intake.new_profile(acting(town, "sgt"), Profile("", "Noise"), hotspots=["HS-02"])
    assert made.profile.status == "proposed"
    own = Profile("", "Noise", owner="sgt")
    made = intake.new_profile(acting(town, "sgt"), own, hotspots=["HS-01"])
    assert (made.profile.status, made.profile.stage, made.profile.cycle) == ("open", "objective", 1)
    with pytest.raises(NotAllowed, match="eye may not propose a profile"):
        intake.new_profile(acting(town, "eye"), Profile("", "x"), hotspots=["HS-01"])
    with pytest.raises(BadValue, match="can't say its stage, cycle and status"):
        backdoor = Profile("", "x", stage="assess", status="monitoring", cycle=-5)
        intake.new_profile(acting(town, "sgt"), backdoor, hotspots=["HS-01"])


def test_a_profile_of_two_districts_needs_leave_in_both(town: Book) -> None:
    """Neither can it be moved out of reach or emptied, nor taken over from outside."""
    sgt = acting(town, "sgt")
    theirs = Profile("P-2", "Theirs", owner="one")
    brought(town, theirs, ["HS-01", "HS-02"])
    with pytest.raises(NotAllowed, match="it lies in HS-02 too, outside Harbour"):
        casefile.edit_profile(sgt, "P-2", {"title": "Ours"})
    brought(town, Profile("P-3", "Mine to edit", owner="one"), ["HS-01"])
    for move in (
        lambda: linked_places.link_place(sgt, "P-3", "HS-02"),
        lambda: linked_places.unlink_place(sgt, "P-3", "HS-01"),
        lambda: casefile.edit_profile(sgt, "P-3", {"area": "Strand"}),
    ):
        with pytest.raises(NotAllowed, match="sgt may not edit P-3"):
            move()
    assert casefile.read_profile(town, "P-3").hotspots == ("HS-01",)


FORCES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("programme", "", {"ref": "OP-2", "name": "x", "code": "operation"}),
    ("indicator", "", {"ref": "i-2", "name": "x", "unit": "calls", "source": "y"}),
    ("reading", "i-1", {"at": "2024-11-01", "value": 3}),
    ("reading", "i-1", {"at": "2024-11-01", "value": 3, "place": "Harbour"}),
    ("fund", "", {"ref": "F-2", "name": "x"}),
    ("fund", "", {"ref": "F-2", "name": "x", "parent": "F-1", "place": "Harbour"}),
    ("spend", "F-1", {"at": "2024-11-01", "amount": 5, "place": "Harbour"}),
    ("paper", "OP-1", {"text": "Title", "lies": "Folder", "place": "Harbour"}),
    ("phase", "OP-1", {"text": "Hold", "agency": COUNCIL, "at": "2024-11-01"}),
)


@pytest.mark.parametrize(("kind", "about", "values"), FORCES)
def test_what_has_no_place_is_the_forces(
    town: Book, kind: str, about: str, values: dict[str, Any]
) -> None:
    """Written by accounts bound to no area; a place of one's own doesn't outrank it."""
    entries.add_entry(town, "programme", "", {"ref": "OP-1", "name": "x", "code": "operation"})
    unit = {"unit": "calls", "source": "y"}
    entries.add_entry(town, "indicator", "", {"ref": "i-1", "name": "x", **unit})
    entries.add_entry(town, "fund", "", {"ref": "F-1", "name": "x"})
    with pytest.raises(NotAllowed, match=r"it is the whole force's; .* bound to no area can"):
        entries.add_entry(acting(town, "one"), kind, about, values)
    accounts.bind(town, "one", None)
    assert entries.add_entry(acting(town, "one"), kind, about, values).id


def test_one_may_work_for_the_force_in_ones_own_area(town: Book) -> None:
    """An arrest in its operation, a bid on its fund; a place elsewhere is asked for leave too."""
    entries.add_entry(town, "programme", "", {"ref": "OP-1", "name": "x", "code": "operation"})
    entries.add_entry(town, "fund", "", {"ref": "F-1", "name": "x"})
    arrest = {"code": "arrest", "at": "2024-11-01", "place": "HS-01", "programmes": ["OP-1"]}
    bid = {"code": "bid", "at": "2024-11-01", "amount": 5, "place": "HS-01"}
    officer = acting(town, "pc")
    assert entries.add_entry(officer, "activity", "", arrest).id
    assert entries.add_entry(officer, "spend", "F-1", bid).id
    for kind, about, values in (("activity", "", arrest), ("spend", "F-1", bid)):
        with pytest.raises(NotAllowed, match="HS-02: it lies outside Harbour"):
            entries.add_entry(officer, kind, about, {**values, "place": "HS-02"})
    elsewhere = intake.new_profile(town, Profile("", "Noise"), hotspots=["HS-02"]).profile.ref
    with pytest.raises(NotAllowed, match="it lies outside Harbour"):
        entries.add_entry(officer, "activity", "", {**arrest, "profile": elsewhere})


def test_an_entry_isnt_emptied_of_its_place(town: Book) -> None:
    """An activity that would then be the force's stays."""
    entries.add_entry(town, "programme", "", {"ref": "OP-1", "name": "x", "code": "operation"})
    sgt = acting(town, "sgt")
    arrest = {"code": "arrest", "at": "2024-11-01", "place": "HS-01", "programmes": ["OP-1"]}
    made = entries.add_entry(sgt, "activity", "", arrest)
    with pytest.raises(NotAllowed, match="it is the whole force's"):
        entries.edit_entry(sgt, "activity", made.id, {"place": None})


def test_whoever_planned_very_many_places_is_known_of_each(town: Book) -> None:
    """1,200 hotspots' plans: a review is refused where one of its places is or was among them."""
    refs = [f"HS-{n:04}" for n in range(1200)]
    with town.store.writing() as tx:
        tx.insert_many([Place(ref, "hotspot", parent="Harbour") for ref in refs])
    far = ("PMP-2024-002", "PMP-2024-003", "PMP-2024-004")
    for ref, place in zip(far, ("HS-0007", "HS-0008", "HS-02"), strict=True):
        area = Profile(ref, "Noise", owner="sgt", area="Harbour")
        intake.new_profile(on(town, date(2024, 10, 1)), area, hotspots=[place])
    rev = acting(town, "rev")
    with rev.store.writing() as tx:
        for ref in refs:
            tx.save(None, Plan(ref, date(2024, 11, 1)), rev.author)
    linked_places.unlink_place(town, far[1], "HS-0008")
    with town.store.reading() as tx:
        found = reach(tx, rev.account, "sign", [REF, *far])
        for ref in (REF, *far):
            file = casefile.file_of(tx, ref)
            refused = refusal_on_profile(
                tx, rev, file.profile, file.places, "sign", since_signed=True
            )
            assert (ref in found.allowed) == (refused is None), ref
    assert (found.allowed, found.refused) == ({REF, far[2]}, frozenset())
