"""The case work as it happened: who did what on which day, and that it could have been so."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import pytest

from casebook.core.texts.scanning import scan
from sample_data import SAMPLE_TODAY, path
from tests.sample_data.conftest import read_features

DEEDS: list[dict[str, Any]] = json.loads(path("casework.json").read_text(encoding="utf-8"))
MONTHS = [f"2024-{month:02d}" for month in range(4, 12)]
AREAS = ("districts", "wards", "impact-areas", "hotspots", "hotspots-retired")


def deeds(do: str, month: str = "") -> list[dict[str, Any]]:
    """The deeds of a kind, of one month's reviews where a month is given."""
    return [m for m in DEEDS if m["do"] == do and (not month or m.get("month") == month)]


def texts(value: Any) -> Iterator[str]:
    """Every string in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


def test_moves_stand_in_the_order_they_were_made() -> None:
    """From May 2022 to today, on working days, in office hours."""
    times = [datetime.fromisoformat(deed["at"]) for deed in DEEDS]
    assert times == sorted(times)
    assert times[0].date() == date(2022, 5, 16)
    assert times[-1].date() <= SAMPLE_TODAY
    assert {at.weekday() for at in times} <= set(range(5))
    assert {at.hour for at in times} <= set(range(9, 18))


def test_everybody_who_moves_something_has_an_account_for_it() -> None:
    """Owners write, inspectors endorse and close, the reviewer signs, the analyst opens a month."""
    accounts = {r["login"]: r["roles"][0] for r in json.loads(path("accounts.json").read_text())}
    roles: dict[str, set[str]] = {}
    for deed in DEEDS:
        roles.setdefault(deed["do"], set()).add(accounts[deed["by"]])
    for do in ("open", "write", "advance", "back", "plan", "result", "update"):
        assert roles[do] == {"sergeant"}, do
    for do in ("endorse", "close", "refuse", "retire"):
        assert roles[do] == {"inspector"}, do
    assert roles["sign"] == {"reviewer"}
    assert roles["return"] == {"inspector", "reviewer"}
    assert roles["open month"] == roles["design"] == {"analyst"}


def test_a_month_is_opened_once_it_is_over_and_its_steps_follow() -> None:
    """April to November in turn; an update, then an endorsement, then a signature."""
    opened = {deed["ref"]: deed["at"] for deed in deeds("open month")}
    assert list(opened) == MONTHS
    for month, after in pairwise([*MONTHS, "2024-12"]):
        assert after <= opened[month] < f"{after}-06"
        steps: dict[str, list[str]] = {}
        for deed in DEEDS:
            if deed.get("month") == month:
                assert deed["at"] > opened[month]
                steps.setdefault(deed["ref"], []).append(deed["do"])
        assert {tuple(made) for made in steps.values()} <= {
            ("update",),
            ("update", "endorse"),
            ("update", "return"),
            ("update", "endorse", "sign"),
            ("update", "endorse", "return", "update"),
        }


def test_two_reviews_are_returned_with_a_reason() -> None:
    """One was updated again, one is still with its owner; both of October."""
    returned = deeds("return")
    assert len(returned) == 2
    assert {deed["month"] for deed in returned} == {"2024-10"}
    assert all(len(deed["why"]) > 60 for deed in returned)
    updates = Counter(deed["ref"] for deed in deeds("update", "2024-10"))
    assert sorted(updates[deed["ref"]] for deed in returned) == [1, 2]


@pytest.mark.parametrize("month", MONTHS[:6])
def test_every_review_to_september_is_signed(month: str) -> None:
    """As many signed as updated."""
    assert len(deeds("sign", month)) == len(deeds("update", month)) >= 16


def test_reviews_are_told_in_many_words() -> None:
    """No update repeats another's three lines, and no line stands in one update in ten."""
    updates = [tuple(deed["lines"].values()) for deed in deeds("update")]
    assert Counter(updates).most_common(1)[0][1] <= 3
    did = Counter(lines[0] for lines in updates)
    assert did.most_common(1)[0][1] < len(updates) / 10


def test_nothing_in_the_case_work_looks_personal() -> None:
    """No text of any deed or profile is one the casebook would warn of."""
    known = frozenset(
        word.casefold()
        for name in AREAS
        for _, props in read_features(f"{name}.geojson")
        for word in re.findall(r"\w+", f"{props['ref']} {props['name']}")
    )
    read = 0
    for name in ("casework.json", "profiles.json"):
        for text in texts(json.loads(path(name).read_text(encoding="utf-8"))):
            assert scan(text, known) == (), text
            read += 1
    assert read > 5000


def test_a_hotspot_is_retired_once_its_profile_is_closed() -> None:
    """Seven, each by the inspector of its district, with a reason."""
    closed = {deed["ref"]: deed["at"] for deed in deeds("close")}
    retired = deeds("retire")
    assert sorted(deed["ref"] for deed in retired) == [f"HS-{n}" for n in range(28, 35)]
    for deed in retired:
        ref = deed["why"].split()[0]
        assert closed[ref] < deed["at"]
        assert deed["at"][:10] <= deed["live_until"]


def test_the_evaluations_design_is_declared_before_its_response() -> None:
    """Eight months before and after, declared two weeks before the first action starts."""
    (design,) = deeds("design")
    assert design["at"] < "2024-04-01"
    assert design["design"]["before_from"] == "2023-04"
    assert design["design"]["after_to"] == "2024-11"
    entries = json.loads(path("profiles.json").read_text(encoding="utf-8"))
    (entry,) = (e for e in entries if e["profile"]["ref"] == design["ref"])
    assert min(row["start"] for row in entry["actions"]) == "2024-04-01"
