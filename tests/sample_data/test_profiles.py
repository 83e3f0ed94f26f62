"""Profiles and accounts: each a record the casebook takes, at the stages the demo shows."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from typing import Any

import pytest

from casebook.core.access import Account, check_account
from casebook.core.codes import CODE_LISTS
from casebook.core.fields import decode, fields_of
from casebook.profiles.profile import Action, Profile, check_action, check_profile
from casebook.profiles.stages import BODIES, MODELS, unanswered
from sample_data import SAMPLE_TODAY, path
from tests.sample_data.conftest import read_features

Entry = dict[str, Any]


def read(name: str) -> list[Entry]:
    """The entries of a JSON file."""
    return list(json.loads(path(name).read_text(encoding="utf-8")))


def actions_of(entry: Entry) -> list[Entry]:
    """The actions of every cycle."""
    return [*entry.get("earlier", {}).get("actions", []), *entry["actions"]]


PROFILES = read("profiles.json")
LIVE = {f"HS-{n:02d}" for n in range(1, 28)}
CLOSED = [entry for entry in PROFILES if entry["profile"]["status"] == "closed"]
HOTSPOTS = ("hotspots.geojson", "hotspots-retired.geojson")
QUOTED = re.compile(r"\b\d{2,3}\b")
"""Counts in a text; years have four figures."""
each_profile = pytest.mark.parametrize(
    "entry", PROFILES, ids=[entry["profile"]["ref"] for entry in PROFILES]
)


def status_of(entry: Entry) -> str:
    """The profile's status."""
    return str(entry["profile"]["status"])


def test_27_profiles_one_for_each_live_hotspot() -> None:
    """Refs run from 001 to 027 in the order of opening; no hotspot has two."""
    live = [entry for entry in PROFILES if entry["profile"]["ref"] <= "PMP-2024-027"][-27:]
    assert [entry["profile"]["ref"] for entry in live] == [
        f"PMP-2024-{n:03d}" for n in range(1, 28)
    ]
    opened = [entry["profile"]["opened"] for entry in live]
    assert opened == sorted(opened)
    tied = sorted(ref for entry in live for ref in entry["hotspots"])
    assert tied == [f"HS-{n:02d}" for n in range(1, 28)]
    assert {status_of(entry) for entry in live} == {"open", "monitoring"}


def test_14_more() -> None:
    """Seven closed on the retired hotspots; five live about an area; one proposed, one refused."""
    more = [entry for entry in PROFILES if not set(entry["hotspots"]) & LIVE]
    assert len(PROFILES) == 41
    assert len(more) == 14
    closed = [entry for entry in more if entry["hotspots"]]
    assert sorted(entry["hotspots"][0] for entry in closed) == [f"HS-{n}" for n in range(28, 35)]
    assert {status_of(entry) for entry in closed} == {"closed"}
    rest = [entry for entry in more if not entry["hotspots"]]
    assert Counter(map(status_of, rest)) == {
        "open": 4, "monitoring": 1, "proposed": 1, "refused": 1,
    }  # fmt: skip
    impact = [e["profile"] for e in rest if str(e["profile"]["area"]).startswith("IA-")]
    assert [(one["area"], one["model"]) for one in impact] == [
        ("IA-01", "SARA"), ("IA-02", "SARA"), ("IA-03", "SARA"),
    ]  # fmt: skip


def test_profiles_stand_at_every_stage() -> None:
    """Of the open ones from two at objective to four at assess; six follow SARA."""
    stages = Counter(e["profile"]["stage"] for e in PROFILES if status_of(e) == "open")
    assert stages == {"objective": 2, "scan": 6, "analyse": 6, "respond": 12, "assess": 4}
    assert Counter(entry["profile"]["model"] for entry in PROFILES) == {"OSARA": 35, "SARA": 6}


def test_two_went_back_a_stage() -> None:
    """Brickfields is at its response again, Hollin Park at its analysis; both in a second cycle."""
    again = {e["hotspots"][0]: e for e in PROFILES if e["profile"]["cycle"] == 2}
    assert {ref: e["profile"]["stage"] for ref, e in again.items()} == {
        "HS-12": "analyse", "HS-13": "respond",
    }  # fmt: skip
    for entry in again.values():
        first, now = entry["earlier"]["stages"], entry["stages"]
        assert first["analyse"]["hypotheses"] != now["analyse"]["hypotheses"]
        assert first["respond"]["strategy"]
        assert any(row["done"] for row in entry["earlier"]["actions"])


@each_profile
def test_a_profile_is_a_record_the_casebook_takes(entry: Entry) -> None:
    """Header, stages and actions decode, and their own checks pass."""
    profile = decode(Profile, entry["profile"])
    check_profile(profile)
    for stage, body in entry["stages"].items():
        written = decode(BODIES[stage], body)
        if stage != profile.stage:
            # a baseline inside a hotspot is counted by the casebook
            left = {field.name for field in unanswered(written)}
            assert left <= ({"baseline_value"} if entry["hotspots"] else set()), stage
    for row in actions_of(entry):
        action = decode(Action, row)
        check_action(action)
        assert action.profile == profile.ref


@each_profile
def test_it_says_what_its_stage_asks_for(entry: Entry) -> None:
    """Every stage up to its own is written in; actions stand from the response on."""
    profile = decode(Profile, entry["profile"])
    if profile.status in ("proposed", "refused"):
        assert entry["stages"] == {}
        assert profile.harm
        return
    order = MODELS[profile.model]
    assert list(entry["stages"]) == list(order[: order.index(profile.stage) + 1])
    responding = profile.stage in ("respond", "assess")
    assert len(entry["actions"]) in ((1, 2, 3, 4) if responding else (0,))


@each_profile
def test_a_closed_one_has_a_verdict_and_says_why(entry: Entry) -> None:
    """Verdict, decision and reason; kept for six years from its opening."""
    profile = decode(Profile, entry["profile"])
    if profile.status != "closed":
        assert profile.status in ("refused",) or profile.closed is None
        return
    assess = entry["stages"]["assess"]
    assert assess["impact"] in ("effective", "promising", "no effect", "cannot tell")
    assert assess["decision"] == "close"
    assert assess["lessons"]
    assert profile.reason
    assert profile.opened is not None
    assert profile.closed is not None
    assert profile.retain_until == profile.opened.replace(year=profile.opened.year + 6)
    assert profile.opened < profile.closed < date(2024, 4, 1)


def test_two_worked_two_did_not_and_three_cannot_be_told() -> None:
    """Of the seven closed; three of them tried the same tactic, and not all with success."""
    closed = [entry for entry in PROFILES if status_of(entry) == "closed"]
    verdicts = Counter(entry["stages"]["assess"]["impact"] for entry in closed)
    assert verdicts == {"effective": 1, "promising": 1, "no effect": 2, "cannot tell": 3}
    gated = [e for e in closed if any(row["tactic"] == "control access" for row in e["actions"])]
    assert Counter(entry["stages"]["assess"]["impact"] for entry in gated) == {
        "effective": 1, "promising": 1, "no effect": 1,
    }  # fmt: skip


def test_the_cohort_is_counted_and_nobody_in_it_named() -> None:
    """Of the top 20 it is 13, then 7, then 2, as Op Young in Kent (18 Dec 2024, 16 ii)."""
    (cohort,) = (entry for entry in PROFILES if "Op Kestrel" in entry["profile"]["title"])
    assert cohort["hotspots"] == []
    assert cohort["profile"]["area"] == "Strand"
    assert (
        "13 in December 2023, 7 within 90 days of the start, and is now 2"
        in (cohort["stages"]["assess"]["evidence"])
    )


@each_profile
def test_codes_are_on_their_lists(entry: Entry) -> None:
    """Themes, sources, tactics, verdicts: every coded field holds codes that ship."""
    parts = [(Profile, entry["profile"]), *((Action, row) for row in actions_of(entry))]
    for bodies in (entry["stages"], entry.get("earlier", {}).get("stages", {})):
        parts += [(BODIES[stage], body) for stage, body in bodies.items()]
    for kind, body in parts:
        for name, spec in fields_of(kind).items():
            values = body.get(name) if spec.codes else None
            for value in values if isinstance(values, list) else [values]:
                assert not value or value in CODE_LISTS[spec.codes], (name, value)


@each_profile
def test_an_action_names_a_hypothesis_of_its_own_cycle(entry: Entry) -> None:
    """What it addresses is word for word one of the analysis's hypotheses, or nothing."""
    for cycle in (entry, entry.get("earlier", {"stages": {}, "actions": []})):
        ideas = cycle["stages"].get("analyse", {}).get("hypotheses", [])
        known = {idea["statement"] for idea in ideas}
        assert {row["hypothesis"] for row in cycle["actions"]} <= known | {""}


def test_actions_fall_due_round_today() -> None:
    """Some are overdue, none is done on a day that hasn't come."""
    live = [entry for entry in PROFILES if status_of(entry) == "open"]
    actions = [decode(Action, row) for entry in live for row in actions_of(entry)]
    assert 5 <= sum(action.overdue(SAMPLE_TODAY) for action in actions) <= 15
    assert all(action.done is None or action.done <= SAMPLE_TODAY for action in actions)


def test_owners_and_supervisors_are_accounts_of_the_area() -> None:
    """An owner is a sergeant, a supervisor an inspector; both of the district where it has one."""
    accounts = {row["login"]: row for row in read("accounts.json")}
    for entry in PROFILES:
        profile = entry["profile"]
        assert accounts[profile["supervisor"]]["roles"] == ["inspector"]
        if status_of(entry) in ("proposed", "refused"):
            assert profile["owner"] is None
            continue
        assert accounts[profile["owner"]]["roles"] == ["sergeant"]
        if entry["hotspots"]:
            places = {accounts[profile[who]]["place"] for who in ("owner", "supervisor")}
            assert places == {profile["area"]}


def test_a_profile_lies_in_its_hotspots_district() -> None:
    """Area and themes are those of the hotspot."""
    hotspots = {props["ref"]: props for name in HOTSPOTS for _, props in read_features(name)}
    for entry in PROFILES:
        for ref in entry["hotspots"]:
            assert entry["profile"]["area"] == hotspots[ref]["district"]
            assert ";".join(entry["profile"]["themes"]) == hotspots[ref]["themes"]


def test_accounts_are_roles_the_casebook_takes() -> None:
    """The four the demo opens as are there; the administrator is whoever runs it."""
    accounts = [decode(Account, row) for row in read("accounts.json")]
    for account in accounts:
        check_account(account)
    logins = {account.login: account for account in accounts}
    assert {"sergeant", "inspector", "analyst", "reviewer"} <= set(logins)
    assert {"sergeant.north", "sergeant.south"} <= set(logins)
    assert not any("admin" in account.login for account in accounts)
    assert not any("administrator" in account.roles for account in accounts)
    home = logins["sergeant"].place
    assert home == logins["inspector"].place
    shared = [props for _, props in read_features("hotspots.geojson") if props["district"] == home]
    assert len(shared) >= 4
    districts = {props["ref"] for _, props in read_features("districts.geojson")}
    assert {account.place for account in accounts} <= districts | {None}


def test_what_worked_fell_and_what_did_not_stood() -> None:
    """The counts that a closed profile's evidence quotes say what its verdict says."""
    told = {entry["hotspots"][0]: entry["stages"]["assess"] for entry in CLOSED}
    quoted = {ref: list(map(int, QUOTED.findall(one["evidence"]))) for ref, one in told.items()}
    for ref in ("HS-28", "HS-30"):
        before, after = quoted[ref][:2]
        assert after < 0.75 * before, ref
    for ref in ("HS-31", "HS-32"):
        before, after = quoted[ref][:2]
        assert after >= before, ref


def test_fanshaw_green_tells_its_story() -> None:
    """The profile of HS-25 gives 29, 23 and 7, the baseline and the other explanations."""
    entry = next(entry for entry in PROFILES if entry["hotspots"] == ["HS-25"])
    assess = entry["stages"]["assess"]
    assert "29 in July, 23 in August and 7 in September 2024" in assess["evidence"]
    assert "mean of the 12 months before September is 20" in assess["evidence"]
    assert "Autumn is quieter" in assess["alternatives"]
    assert any("e-scooters" in row["title"] for row in entry["actions"])


GIVEN_NAMES = (
    "Adam Alan Alice Amy Andrew Ann Anna Anne Anthony Barry Ben Brian Carol Charlotte Chris "
    "Claire Colin Craig Daniel Dave David Dawn Debbie Edward Ellie Emily Emma Fiona Frank Gary "
    "George Grace Graham Harry Heather Helen Ian Jack Jacob James Jane Janet Jason Jean Jenny "
    "Joan Joe John Josh Julie Karen Kate Keith Kelly Kevin Laura Lee Lewis Linda Lisa Liz Lucy "
    "Luke Margaret Maria Martin Mary Matthew Michael Mike Mohammed Muhammad Neil Nicola Nigel "
    "Oliver Olivia Pat Patricia Paul Pauline Peter Philip Rachel Rebecca Richard Robert Ruby Ruth "
    "Ryan Sam Samantha Sandra Sarah Sharon Shaun Simon Sophie Stephen Steve Stuart Susan Thomas "
    "Tim Tom Tony Tracey Victoria Wendy William Zoe"
)
PERSONAL = {
    "a phone number": r"\b0\d{9,10}\b|\b0\d{2,4}[ -]\d{3,4}[ -]?\d{3,4}\b|\+44",
    "an e-mail address": r"\S+@\S+\.\S+",
    "a postcode": r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b",
    "a registration mark": r"\b[A-Z]{2}\d{2} ?[A-Z]{3}\b",
    "a date of birth": r"(?i)\bborn\b|\bDOB\b|date of birth",
    "a title and a name": r"\b(Mr|Mrs|Ms|Dr|PC|PCSO|Sgt|Insp) [A-Z][a-z]+\b(?! team| district)",
}


@pytest.mark.parametrize(
    "name", ["profiles.json", "casework.json", "accounts.json", "streets.geojson"]
)
def test_nothing_names_a_person(name: str) -> None:
    """No given names, phone numbers, addresses, registration marks or birthdays."""
    text = path(name).read_text(encoding="utf-8")
    assert not set(GIVEN_NAMES.split()) & set(re.findall(r"[A-Za-z]+", text))
    for what, pattern in PERSONAL.items():
        found = re.search(pattern, text)
        assert found is None, f"{what}: {found and found[0]}"
