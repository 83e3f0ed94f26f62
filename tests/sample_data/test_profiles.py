"""Profiles and accounts: each a record the casebook takes, at the stages the demo shows."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from casebook.domain.access import Account, check_account
from casebook.domain.codes import CODE_LISTS
from casebook.domain.fields import decode, fields_of
from casebook.domain.profile import Action, Profile, check_action, check_profile
from casebook.domain.stages import BODIES, MODELS, unanswered
from sample_data import SAMPLE_TODAY, path
from tests.sample_data.conftest import read_features

Entry = dict[str, Any]


def read(name: str) -> list[Entry]:
    """The entries of a JSON file."""
    return list(json.loads(path(name).read_text(encoding="utf-8")))


PROFILES = read("profiles.json")
each_profile = pytest.mark.parametrize(
    "entry", PROFILES, ids=[entry["profile"]["ref"] for entry in PROFILES]
)


def test_27_profiles_one_for_each_hotspot() -> None:
    """Refs run from 001 to 027 in the order of opening; no hotspot has two."""
    refs = [entry["profile"]["ref"] for entry in PROFILES]
    assert refs == [f"PMP-2024-{n:03d}" for n in range(1, 28)]
    opened = [entry["profile"]["opened"] for entry in PROFILES]
    assert opened == sorted(opened)
    tied = sorted(ref for entry in PROFILES for ref in entry["hotspots"])
    assert tied == [f"HS-{n:02d}" for n in range(1, 28)]


def test_profiles_stand_at_every_stage() -> None:
    """From two at objective to four at assess; three follow SARA."""
    stages = Counter(entry["profile"]["stage"] for entry in PROFILES)
    assert stages == {"objective": 2, "scan": 5, "analyse": 6, "respond": 10, "assess": 4}
    assert Counter(entry["profile"]["model"] for entry in PROFILES) == {"OSARA": 24, "SARA": 3}


@each_profile
def test_a_profile_is_a_record_the_casebook_takes(entry: Entry) -> None:
    """Header, stages and actions decode, and their own checks pass."""
    profile = decode(Profile, entry["profile"])
    check_profile(profile)
    order = MODELS[profile.model]
    reached = list(order[: order.index(profile.stage) + 1])
    assert list(entry["stages"]) == reached
    for stage, body in entry["stages"].items():
        written = decode(BODIES[stage], body)
        if stage != profile.stage:
            assert unanswered(written) == (), stage
    for row in entry["actions"]:
        action = decode(Action, row)
        check_action(action)
        assert action.profile == profile.ref
    assert len(entry["actions"]) in ((2, 3, 4) if profile.stage in ("respond", "assess") else (0,))


@each_profile
def test_codes_are_on_their_lists(entry: Entry) -> None:
    """Themes, sources, tactics, verdicts: every coded field holds codes that ship."""
    parts = [(Profile, entry["profile"]), *((Action, row) for row in entry["actions"])]
    parts += [(BODIES[stage], body) for stage, body in entry["stages"].items()]
    for kind, body in parts:
        for name, spec in fields_of(kind).items():
            values = body.get(name) if spec.codes else None
            for value in values if isinstance(values, list) else [values]:
                assert not value or value in CODE_LISTS[spec.codes], (name, value)


@each_profile
def test_an_action_names_a_hypothesis_of_its_own_profile(entry: Entry) -> None:
    """What it addresses is word for word one of the analysis's hypotheses, or nothing."""
    known = {idea["statement"] for idea in entry["stages"].get("analyse", {}).get("hypotheses", [])}
    assert {row["hypothesis"] for row in entry["actions"]} <= known | {""}


def test_reviews_and_actions_fall_due_round_today() -> None:
    """About five reviews are overdue, and some actions."""
    profiles = [decode(Profile, entry["profile"]) for entry in PROFILES]
    actions = [decode(Action, row) for entry in PROFILES for row in entry["actions"]]
    assert sum(profile.overdue(SAMPLE_TODAY) for profile in profiles) == 5
    assert 5 <= sum(action.overdue(SAMPLE_TODAY) for action in actions) <= 12
    assert all(action.done is None or action.done <= SAMPLE_TODAY for action in actions)


def test_owners_and_supervisors_are_accounts_of_the_district() -> None:
    """An owner is a sergeant, a supervisor an inspector, both of the profile's district."""
    accounts = {row["login"]: row for row in read("accounts.json")}
    for entry in PROFILES:
        profile = entry["profile"]
        for login, role in ((profile["owner"], "sergeant"), (profile["supervisor"], "inspector")):
            assert accounts[login]["place"] == profile["area"]
            assert accounts[login]["roles"] == [role]


def test_a_profile_lies_in_its_hotspots_district() -> None:
    """Area and themes are those of the hotspot."""
    hotspots = {props["ref"]: props for _, props in read_features("hotspots.geojson")}
    for entry in PROFILES:
        hotspot = hotspots[entry["hotspots"][0]]
        assert entry["profile"]["area"] == hotspot["district"]
        assert ";".join(entry["profile"]["themes"]) == hotspot["themes"]


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


def test_a_baseline_is_what_its_own_counts_say(count: Callable[[str, str, str], int]) -> None:
    """Each ASB objective's baseline is the ASB in its polygon in the months it names."""
    told = [entry for entry in PROFILES if "baseline_value" in entry["stages"].get("objective", {})]
    checked = 0
    for entry in told:
        body = entry["stages"]["objective"]
        if body["measure"] != "asb":
            continue
        year, month = map(int, body["baseline_from"].split("-"))
        run = [f"{year + (month + n - 1) // 12}-{(month + n - 1) % 12 + 1:02d}" for n in range(12)]
        assert run[-1] == body["baseline_to"]
        assert sum(count(entry["hotspots"][0], one, "asb") for one in run) == body["baseline_value"]
        checked += 1
    assert checked >= 5


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


@pytest.mark.parametrize("name", ["profiles.json", "accounts.json", "streets.geojson"])
def test_nothing_names_a_person(name: str) -> None:
    """No given names, phone numbers, addresses, registration marks or birthdays."""
    text = path(name).read_text(encoding="utf-8")
    assert not set(GIVEN_NAMES.split()) & set(re.findall(r"[A-Za-z]+", text))
    for what, pattern in PERSONAL.items():
        found = re.search(pattern, text)
        assert found is None, f"{what}: {found and found[0]}"
