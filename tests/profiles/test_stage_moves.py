"""Gates, cycles, closing, intake and the baseline of an objective."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from casebook.book.opening import Book, open_book
from casebook.core.access import Account
from casebook.core.errors import BadValue, GateShut, NotAllowed
from casebook.profiles import casefile as profiles
from casebook.profiles import intake
from casebook.profiles import stage_moves as stages
from casebook.profiles.profile import Profile
from casebook.upkeep import accounts
from tests import lomea

REF = "PMP-2024-001"


@pytest.fixture
def town(book: Book, tmp_path: Path) -> Book:
    """Two hotspots with thirteen months of incidents, a case at objective, and its people."""
    lomea.add_hotspots(book, tmp_path)
    lomea.add_incidents(book, tmp_path, lomea.thirteen_months())
    for login, roles in (
        ("sgt", ("sergeant",)),
        ("insp", ("inspector",)),
        ("pc", ("officer",)),
        ("eye", ("viewer",)),
    ):
        accounts.add_account(book, Account(login, roles=roles), force_wide=True)
    intake.new_profile(book, Profile(REF, "Park", owner="sgt"), hotspots=["HS-02"])
    return book


def _as(book: Book, login: str) -> Book:
    acting = open_book(book.store.book, "admin", acting_as=login, clock=book.clock)
    return replace(acting, settings=book.settings)


def _to(book: Book, stage: str) -> None:
    """Bring the case to ``stage``, waiving what blocks."""
    while profiles.read_profile(book, REF).profile.stage != stage:
        stages.advance(_as(book, "insp"), REF, waiver="for the test")


OBJECTIVE = {"measure": "asb", "baseline_from": "2023-09", "baseline_to": "2024-08"}


def test_a_baseline_is_worked_out_from_the_casebook(town: Book) -> None:
    """Twelve months of 20 ASB are 240, with the day it was counted."""
    body = profiles.edit_stage(town, REF, "objective", OBJECTIVE).stage("objective").body
    assert body.baseline_value == 240.0
    assert body.baseline_source == "240 counted in the casebook on 18 Dec 2024"


def test_a_baseline_is_frozen_once_counted(town: Book, tmp_path: Path) -> None:
    """Late data don't move it; another window does."""
    profiles.edit_stage(town, REF, "objective", OBJECTIVE)
    late = lomea.street_rows(lomea.Month(2024, 8), lomea.ASB, 5, lomea.IN_TWO)
    lomea.add_incidents(town, tmp_path, [*lomea.thirteen_months(), *late], "late.csv")
    kept = profiles.edit_stage(town, REF, "objective", {"aim": "Fewer"})
    assert kept.stage("objective").body.baseline_value == 240.0
    moved = profiles.edit_stage(town, REF, "objective", {"baseline_from": "2024-08"})
    assert moved.stage("objective").body.baseline_value == 25.0


def test_a_typed_baseline_is_refused_where_the_casebook_knows_better(town: Book) -> None:
    """The sentence gives the number."""
    with pytest.raises(BadValue, match="the baseline is 240, worked out from it"):
        profiles.edit_stage(town, REF, "objective", {**OBJECTIVE, "baseline_value": 300})


def test_a_typed_baseline_needs_its_source_where_the_casebook_lacks_the_months(town: Book) -> None:
    """Months that aren't loaded can't be counted."""
    earlier = {**OBJECTIVE, "baseline_from": "2022-09", "baseline_to": "2023-08"}
    with pytest.raises(BadValue, match="say where the baseline value comes from"):
        profiles.edit_stage(town, REF, "objective", {**earlier, "baseline_value": 260})
    sourced = {**earlier, "baseline_value": 260, "baseline_source": "Council survey"}
    body = profiles.edit_stage(town, REF, "objective", sourced).stage("objective").body
    assert (body.baseline_value, body.baseline_source) == (260.0, "Council survey")


@pytest.mark.parametrize(
    ("gate_scan", "moves", "lists"), [("off", True, 0), ("warn", True, 2), ("block", False, 2)]
)
def test_each_gate_is_off_warns_or_blocks(
    town: Book, gate_scan: str, moves: bool, lists: int
) -> None:
    """As the casebook's settings say."""
    book = town.with_settings(replace(town.settings, gate_scan=gate_scan))
    stages.advance(book, REF)
    assert len(stages.gate(book, REF)) == lists
    if moves:
        assert stages.advance(book, REF).profile.stage == "analyse"
    else:
        with pytest.raises(GateShut, match="Name at least two sources"):
            stages.advance(book, REF)


def test_a_profile_goes_back_in_a_new_cycle_and_the_old_one_stays_readable(town: Book) -> None:
    """Rows of the stage and later ones are closed; new ones are prefilled; earlier ones stand."""
    profiles.edit_stage(town, REF, "scan", {"events": "first look"})
    profiles.edit_stage(town, REF, "analyse", {"what": "as first thought"})
    _to(town, "respond")
    file = stages.back(town, REF, "analyse", "the hedge was not the cause")
    assert (file.profile.stage, file.profile.cycle) == ("analyse", 2)
    assert file.stage("scan").cycle == 1
    assert file.stage("analyse").cycle == 2
    edited = profiles.edit_stage(town, REF, "analyse", {"what": "on second thoughts"})
    rows = {(s.stage, s.cycle): s for s in edited.stages}
    assert rows["analyse", 1].body.what == "as first thought"
    assert rows["analyse", 1].closed == date(2024, 12, 18)
    assert rows["analyse", 2].body.what == "on second thoughts"
    assert rows["respond", 1].closed == date(2024, 12, 18)
    last = profiles.history_of(town, REF)[-2]
    assert "the hedge was not the cause" in [e.why for e in profiles.history_of(town, REF)], last


def test_going_back_needs_a_reason_and_an_earlier_stage(town: Book) -> None:
    """The sentence lists where it can go."""
    _to(town, "analyse")
    with pytest.raises(BadValue, match="Say why"):
        stages.back(town, REF, "scan", " ")
    with pytest.raises(BadValue, match="can go back to objective, scan, not 'respond'"):
        stages.back(town, REF, "respond", "x")


def test_closing_takes_an_inspector_who_is_not_the_owner(town: Book) -> None:
    """From assess, with its gate open or waived, and checks at 3 and 12 months."""
    with pytest.raises(BadValue, match="is closed from assess"):
        stages.close(_as(town, "insp"), REF, "done")
    _to(town, "assess")
    with pytest.raises(NotAllowed, match="its owner can't"):
        stages.close(_as(town, "sgt"), REF, "done")
    with pytest.raises(GateShut, match="Answer 'Impact'"):
        stages.close(_as(town, "insp"), REF, "done")
    answers = {"process": "yes", "impact": "effective", "evidence": "29 to 7", "decision": "close"}
    profiles.edit_stage(town, REF, "assess", answers)
    file = stages.close(_as(town, "insp"), REF, "objective met")
    assert (file.profile.status, file.profile.reason) == ("closed", "objective met")
    assert stages.post_closure_checks(file.profile) == {
        3: date(2025, 3, 18),
        12: date(2025, 12, 18),
    }
    with pytest.raises(BadValue, match="is closed: it can be read, not changed"):
        profiles.edit_stage(town, REF, "assess", {"lessons": "more"})


def test_a_sustained_response_is_monitored_and_may_go_back(town: Book) -> None:
    """Monitoring isn't closed."""
    _to(town, "assess")
    watched = stages.close(_as(town, "insp"), REF, "keep on", waiver="agreed", sustain=True)
    assert watched.profile.status == "monitoring"
    assert stages.back(town, REF, "respond", "it came back").profile.status == "open"


def test_anybody_who_logs_may_propose_and_a_second_person_decides(town: Book) -> None:
    """Proposed in a minute; accepted by a sergeant who isn't its owner; refused ones stay."""
    proposal = Profile("", "Bikes on the quay", harm="Falls", asked_by="community")
    file = intake.propose(_as(town, "pc"), proposal, hotspots=["HS-01"])
    ref = file.profile.ref
    assert (file.profile.status, file.stages) == ("proposed", ())
    with pytest.raises(BadValue, match="must accept it first"):
        stages.advance(town, ref)
    with pytest.raises(NotAllowed, match="pc may not say who owns PMP"):
        intake.propose(_as(town, "pc"), replace(proposal, owner="pc"), hotspots=["HS-01"])
    with pytest.raises(NotAllowed, match="a sergeant or inspector can"):
        intake.accept(_as(town, "pc"), ref)
    opened = intake.accept(_as(town, "insp"), ref, owner="sgt")
    assert opened.profile.status == "open"
    assert opened.stage(opened.profile.stage).opened == town.today
    assert stages.advance(town, ref).profile.stage == "scan"
    other = intake.propose(_as(town, "pc"), Profile("", "Noise"), hotspots=["HS-01"])
    refused = intake.refuse(_as(town, "sgt"), other.profile.ref, "one call in a year")
    assert refused.profile.status == "refused"
    assert profiles.read_profile(town, other.profile.ref).profile.reason == "one call in a year"
    with pytest.raises(BadValue, match="only a proposed profile is decided on"):
        intake.accept(town, other.profile.ref)


def test_a_proposal_says_where(town: Book) -> None:
    """A viewer may not propose at all."""
    with pytest.raises(BadValue, match="Say where"):
        intake.propose(_as(town, "pc"), Profile("", "Noise"))
    with pytest.raises(NotAllowed, match="eye may not propose"):
        intake.propose(_as(town, "eye"), Profile("", "Noise"), hotspots=["HS-01"])


def test_a_sara_profile_skips_the_objective(town: Book) -> None:
    """It starts at scan and has no objective to write in."""
    file = intake.new_profile(town, Profile("", "Noise", model="SARA"), hotspots=["HS-01"])
    assert file.profile.stage == "scan"
    with pytest.raises(BadValue, match="SARA has no stage 'objective'"):
        profiles.edit_stage(town, file.profile.ref, "objective", {"aim": "x"})
