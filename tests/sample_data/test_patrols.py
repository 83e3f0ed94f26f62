"""Patrol files: every row one the importer takes, and hours that repeat the published ones."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

import sample_data
from sample_data import path
from tests.sample_data.conftest import Row, read_features, read_patrols

FILES = {"rota": "patrols-rota.csv", "claim": "patrols-claims.csv", "sheet": "patrols-sheets.csv"}
LAST = {"rota": "2024-12-31", "claim": "2024-11-30", "sheet": "2024-12-16"}
README = Path(sample_data.__file__).parent / "README.md"
QUARTER = datetime(2024, 7, 1), datetime(2024, 10, 1)  # noqa: DTZ001 - local times, as in the files
Span = tuple[datetime, datetime]


def span(row: Row) -> Span:
    """A row's local start and end."""
    start, end = (datetime.strptime(row[name], "%Y-%m-%d %H:%M") for name in ("start", "end"))  # noqa: DTZ007
    return start, end


def heads(row: Row) -> int:
    """How many people were on it."""
    return sum(int(part.split(":")[1]) for part in row["staff"].split(";"))


def officer_hours(row: Row) -> float:
    """Officer-hours inside July to September 2024."""
    start, end = max(span(row)[0], QUARTER[0]), min(span(row)[1], QUARTER[1])
    return heads(row) * max(timedelta(), end - start) / timedelta(hours=1)


def merged() -> list[Row]:
    """Claims, and the sheet rows that tell of no claimed patrol."""
    claims = read_patrols(FILES["claim"])
    return claims + [row for row in read_patrols(FILES["sheet"]) if not claimed(row, claims)]


def claimed(row: Row, claims: list[Row]) -> Row | None:
    """The claim about the same unit and hotspot whose time overlaps the sheet row's."""
    start, end = span(row)
    for claim in claims:
        if (claim["unit"], claim["hotspot"]) == (row["unit"], row["hotspot"]):
            begun, over = span(claim)
            if begun < end and start < over:
                return claim
    return None


@pytest.fixture(scope="module", params=list(FILES))
def source(request: pytest.FixtureRequest) -> str:
    """Each of the three sources in turn."""
    return str(request.param)


def test_the_header_is_the_importers(source: str) -> None:
    """Columns come in one order in all three files."""
    head = path(FILES[source]).read_text(encoding="utf-8").split("\n")[0]
    assert head == "unit,hotspot,start,end,staff,mode,resourcing,source"


def test_rows_hold_codes_and_callsigns_only(source: str) -> None:
    """Units are callsigns, staff are kinds and numbers, and hotspots exist."""
    kinds = {"PC", "PCSO", "Special", "warden", "other"}
    refs = {props["ref"] for _, props in read_features("hotspots.geojson")}
    allowed = {"rota": {"core", "overtime", "partner"}, "claim": {"overtime"}}
    for row in read_patrols(FILES[source]):
        assert row["unit"][0] == "L"
        assert row["unit"][1] in "HSFWGPEK"
        assert row["unit"][2:].isdigit()
        assert {part.split(":")[0] for part in row["staff"].split(";")} <= kinds
        assert row["mode"] in {"foot", "cycle", "vehicle", "static"}
        assert row["resourcing"] in allowed.get(source, {"core", "partner"})
        assert row["source"] == source
        assert row["hotspot"] in refs


def test_every_time_can_be(source: str) -> None:
    """Ends follow starts, nothing lasts over five hours, nothing leaves the file's days."""
    first, last = datetime(2024, 6, 1), datetime.fromisoformat(f"{LAST[source]} 23:59")  # noqa: DTZ001
    for row in read_patrols(FILES[source]):
        start, end = span(row)
        assert first <= start < end <= last, row
        assert timedelta(hours=1) <= end - start <= timedelta(hours=5), row


def test_no_patrol_touches_the_hour_that_comes_twice(source: str) -> None:
    """On 27 October 2024 01:00 to 02:00 is ambiguous, so nobody is out in it."""
    for row in read_patrols(FILES[source]):
        start, end = span(row)
        assert end < datetime(2024, 10, 27, 1) or start >= datetime(2024, 10, 27, 2), row  # noqa: DTZ001


@pytest.mark.parametrize("files", [["rota"], ["claim", "sheet"]])
def test_a_unit_is_in_one_place_at_a_time(files: list[str]) -> None:
    """In the plan and in what was delivered; one source tells of a patrol once."""
    rows: dict[str, list[tuple[Span, Row]]] = defaultdict(list)
    for name in files:
        for row in read_patrols(FILES[name]):
            rows[row["unit"]].append((span(row), row))
    for listed in rows.values():
        listed.sort(key=lambda one: one[0])
        for ((_, over), before), ((begun, _), after) in pairwise(listed):
            if begun < over:
                assert before["hotspot"] == after["hotspot"]
                assert before["source"] != after["source"]


def test_some_patrols_cross_midnight_and_some_units_meet() -> None:
    """Nights run past 00:00, and different units share a hotspot now and then."""
    rows = merged()
    assert sum(span(row)[0].date() != span(row)[1].date() for row in rows) > 50
    by_place: dict[str, list[tuple[Span, str]]] = defaultdict(list)
    for row in rows:
        by_place[row["hotspot"]].append((span(row), row["unit"]))
    meetings = 0
    for listed in by_place.values():
        listed.sort()
        for ((_, over), unit), ((begun, _), other) in pairwise(listed):
            meetings += begun < over and unit != other
    assert meetings > 20


def test_about_8_percent_of_claims_are_on_a_sheet_too() -> None:
    """Within ten minutes either way, entered as core, so merging is put to the test."""
    claims = read_patrols(FILES["claim"])
    doubles = [(row, claimed(row, claims)) for row in read_patrols(FILES["sheet"])]
    doubles = [(row, claim) for row, claim in doubles if claim is not None]
    assert 0.07 < len(doubles) / len(claims) < 0.09
    for row, claim in doubles:
        assert claim is not None
        assert row["resourcing"] == "core"
        for mine, theirs in zip(span(row), span(claim), strict=True):
            assert abs(mine - theirs) <= timedelta(minutes=10)


def test_core_and_overtime_pass_5000_hours_in_quarter_two() -> None:
    """The paper's "over 5,000 hours", under 6,000 with partners; the README says the same."""
    hours: dict[str, float] = defaultdict(float)
    for row in merged():
        hours[row["resourcing"]] += officer_hours(row)
    assert 5050 <= hours["core"] + hours["overtime"] <= 5300
    assert sum(hours.values()) < 6000
    planned = sum(officer_hours(row) for row in read_patrols(FILES["rota"]))
    assert 6100 <= planned <= 6300
    told = README.read_text(encoding="utf-8")
    for figure in (hours["core"] + hours["overtime"], sum(hours.values()), planned):
        assert f"{figure:,.0f}" in told


def test_hotspots_spread_from_45_to_130_percent_of_plan() -> None:
    """Three fall conspicuously short; one had far more than planned."""
    planned: dict[str, float] = defaultdict(float)
    given: dict[str, float] = defaultdict(float)
    for row in read_patrols(FILES["rota"]):
        planned[row["hotspot"]] += officer_hours(row)
    for row in merged():
        given[row["hotspot"]] += officer_hours(row)
    shares = {ref: given[ref] / planned[ref] for ref in planned}
    assert len(shares) == 27
    assert 0.43 <= min(shares.values()) <= 0.47
    assert 1.27 <= max(shares.values()) <= 1.33
    assert sorted(ref for ref, share in shares.items() if share < 0.7) == [
        "HS-08",
        "HS-15",
        "HS-20",
    ]
    assert all(share > 0.75 for ref, share in shares.items() if share >= 0.7)
