"""The declared assessment by the command line: proposed, set, frozen, shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import lomea
from tests.cli.conftest import Casebook

REF = "PMP-2024-001"
SET = ("design", REF, "set", "--code", "asb", "--before", "2023-04:2023-11")


def areas(casebook: Casebook, kind: str, **west: float) -> None:
    """Import squares as comparison areas."""
    features = [lomea.square(at, ref.replace("_", "-"), "") for ref, at in west.items()]
    Path("areas.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": features})
    )
    ran = casebook("import", "areas", "areas.geojson", "--kind", kind, "--format", "json")
    assert (ran.code, ran.json["added"]) == (0, len(west)), ran.err


@pytest.fixture
def town(made: Casebook) -> Casebook:
    """A casebook with a profile on HS-01 and comparison areas, whose day is fixed."""
    features = [lomea.square(1.50, "HS-01", "asb"), lomea.square(1.52, "HS-02", "asb")]
    Path("hotspots.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": features})
    )
    assert made("import", "hotspots", "hotspots.geojson").code == 0
    areas(made, "control", CTRL_1=1.60, BC_1=1.62)
    areas(made, "buffer", BUF_1=1.51)
    assert made("setting", "set", "today", "2024-12-18").code == 0
    assert made("profile", "new", "--title", "Noise", "--hotspot", "HS-01", "--ref", REF).code == 0
    return made


def test_a_proposal_is_json_that_set_takes(town: Casebook) -> None:
    """Nothing is stored by proposing; what is printed can be declared as it is."""
    proposed = town("design", REF, "propose")
    assert proposed.json == {
        "code": "asb",
        "before_from": "2024-01",
        "before_to": "2024-06",
        "after_from": "2025-01",
        "after_to": "2025-06",
        "controls": [],
        "buffers": [],
        "buffer_controls": [],
        "candidates": [],
        "text": "",
        "number": 1,
        "version": 0,
    }
    assert town("design", REF, "show", "--format", "json").json["versions"] == []
    Path("design.json").write_text(proposed.out)
    assert town("design", REF, "set", "--json", "design.json").code == 0
    (version,) = town("design", REF, "show", "--format", "json").json["versions"]
    assert {name: version[name] for name in proposed.json} == proposed.json | {"version": 1}


def test_a_design_is_set_with_its_comparison_areas(town: Casebook) -> None:
    """They are tied to the profile, and the answer says when it was declared."""
    ran = town(
        *SET, "--after", "2024-12:2025-07",
        "--control", "CTRL-1", "--buffer", "BUF-1", "--buffer-control", "BC-1",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    assert ran.err.endswith(
        "PMP-2024-001, design version 1: 18 Dec 2024: declared before the response began.\n"
    )
    shown = town("design", REF, "show", "--format", "json").json
    assert (shown["profile"], shown["response_began"], shown["frozen"]) == (REF, None, False)
    (version,) = shown["versions"]
    assert (version["controls"], version["buffers"]) == (["CTRL-1"], ["BUF-1"])
    assert len(version["boundaries"]) == 4
    assert version["declared"] == "18 Dec 2024: declared before the response began"


def test_a_change_after_the_response_began_is_a_version_and_both_are_shown(
    town: Casebook,
) -> None:
    """It takes --reason; the first is printed as it was."""
    town(*SET, "--after", "2024-12:2025-07")
    town("action", "add", REF, "--title", "patrols", "--start", "2024-12-13")
    refused = town(*SET, "--after", "2025-01:2025-08")
    assert refused.code == 1
    assert "frozen since the response began on 13 Dec 2024: say why" in refused.err
    changed = town(*SET, "--after", "2025-01:2025-08", "--reason", "late\x1b[2J data")
    assert changed.code == 0
    assert "version 2: 18 Dec 2024: declared 5 days after the response began" in changed.err
    said = town("design", REF, "show").out
    assert said.startswith("OFFICIAL-SENSITIVE\n")
    assert said.endswith("\nOFFICIAL-SENSITIVE\n")
    assert "VERSION 1\n" in said
    assert "VERSION 2, stands\n" in said
    assert "After: Dec 2024 to Jul 2025" in said
    assert "After: Jan to Aug 2025" in said
    assert "\x1b" not in said


def test_an_area_can_be_taken_out_again(town: Casebook) -> None:
    """An empty --control leaves none."""
    town(*SET, "--after", "2024-12:2025-07", "--control", "CTRL-1; BC-1")
    assert town("design", REF, "set", "--control", "").code == 0
    (version,) = town("design", REF, "show", "--format", "json").json["versions"]
    assert version["controls"] == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "Nothing to set: give --code"),
        (("--before", "2023-04"), "Say which months are compared"),
        (("--before", "April"), "'April' is no month: write it as 2024-09."),
        (("--before", "2023-04:2024-05", "--after", "2024-04:2024-11"), "must end before"),
        (
            ("--before", "2023-04", "--after", "2024-04", "--control", "HS-02", "--code", "asb"),
            "HS-02 is a hotspot and can't be a control: import the area with 'casebook import",
        ),
        (("--json", "list.json"), "A design's JSON is an object"),
        (("--json", "none.json"), "There is no file none.json"),
        (("--json", "fixed.json"), "'boundaries' isn't set by hand"),
    ],
)
def test_what_cannot_be_declared_is_one_sentence(
    town: Casebook, arguments: tuple[str, ...], sentence: str
) -> None:
    """Exit 1, one line, nothing kept."""
    Path("list.json").write_text("[1]")
    Path("fixed.json").write_text('{"boundaries": [1]}')
    ran = town("design", REF, "set", *arguments)
    assert ran.code == 1
    assert sentence in ran.err
    assert ran.err.count("\n") == 1
    assert town("design", REF, "show", "--format", "json").json["versions"] == []


def test_an_unknown_profile_is_named(town: Casebook) -> None:
    """For every verb."""
    for verb in (("propose",), ("show",), ("set", "--code", "asb")):
        ran = town("design", "PMP-2024-002", *verb)
        assert ran.code == 1
        assert "There is no profile 'PMP-2024-002'" in ran.err


def test_comparison_areas_have_no_themes_and_are_no_hotspots(town: Casebook) -> None:
    """They aren't listed among hotspots, nor counted as one."""
    listed = town("hotspot", "list", "--format", "json").json
    assert [row["ref"] for row in listed] == ["HS-01", "HS-02"]
    again = town("import", "hotspots", "areas.geojson")
    assert again.code == 1
    assert "BUF-1 is the ref of a buffer already" in again.err


def test_a_proposal_says_why_it_offers_nothing(town: Casebook) -> None:
    """No incidents are loaded: the JSON has no candidates, and the reason is narrated."""
    ran = town("design", REF, "propose", "-o", "map.html")
    assert ran.code == 0
    assert ran.json["candidates"] == []
    assert "no comparison area can be looked for" in ran.err
    assert not Path("map.html").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--areas", "parish"), "Comparison areas are made of one of grid,"),
        (("--areas", "beat"), "No beat is loaded with an outline"),
        (("--cell", "0"), "are above 0"),
        (("-o", "map.pdf"), "A map is an HTML file: name it map.html."),
    ],
)
def test_what_cannot_be_looked_for_is_one_sentence(
    town: Casebook, arguments: tuple[str, ...], sentence: str
) -> None:
    """Exit 1, one line."""
    ran = town("design", REF, "propose", *arguments)
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert sentence in ran.err


def test_a_crossover_is_drawn_once_and_shown_as_it_comes(town: Casebook) -> None:
    """Sealed by a digest; drawn again refused; a week in, its days up to tomorrow; ended."""
    draw = ("design", REF, "crossover", "--from", "2025-01-06", "--to", "2025-03-30", "--seed", "7")
    undeclared = town(*draw)
    assert (undeclared.code, undeclared.err.count("\n")) == (1, 1)
    town(*SET, "--after", "2024-12:2025-07")
    drawn = town(*draw)
    assert drawn.code == 0
    digest = drawn.err.removeprefix("Drawn and sealed: ").split()[0]
    assert len(digest) == 64
    assert town(*draw).code == 1
    town("setting", "set", "today", "2025-01-12")
    so_far = town("design", REF, "crossover", "--format", "json").json
    assert (so_far["digest"], so_far["intact"], len(so_far["days"])) == (digest, True, 8)
    assert "Mon 13 Jan 2025" in town("design", REF, "crossover").out
    ended = town("design", REF, "crossover", "--end", "Officers moved")
    assert ended.err == "Ended: days up to 11 Jan 2025 count.\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "has no crossover: draw one with --from, --to and --seed."),
        (("--from", "2025-01-06"), "drawn with --from, --to and --seed together"),
        (("--seed", "7"), "drawn with --from, --to and --seed together"),
        (
            ("--from", "soon", "--to", "2025-02-01", "--seed", "7"),
            "First day takes a day",
        ),
        (("--from", "2025-01-06", "--to", "2025-02-01"), "State a seed"),
        (("--from", "2025-01-06", "--to", "2025-02-01", "--end", "x"), "not both at once"),
        (("--end", "x"), "has no crossover to end"),
    ],
)
def test_what_cannot_be_drawn_is_one_sentence(
    town: Casebook, arguments: tuple[str, ...], sentence: str
) -> None:
    """Exit 1, one line."""
    ran = town("design", REF, "crossover", *arguments)
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert sentence in ran.err
