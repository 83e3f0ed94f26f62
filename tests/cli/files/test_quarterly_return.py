"""``casebook return``: what it writes, and what is refused before any work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import lomea
from tests.cli.conftest import Casebook


@pytest.fixture
def town(made: Casebook, tmp_path: Path) -> Casebook:
    """A casebook with two hotspots and their incidents."""
    features = [lomea.square(1.50, "HS-01", "asb"), lomea.square(1.52, "HS-02", "asb")]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (tmp_path / "hotspots.geojson").write_text(text)
    street = "\n".join([lomea.HEADER, *lomea.thirteen_months()]) + "\n"
    (tmp_path / "street.csv").write_text(street)
    assert made("import", "hotspots", "hotspots.geojson").code == 0
    assert made("import", "incidents", "street.csv").code == 0
    return made


def test_a_return_is_a_workbook_or_json(town: Casebook) -> None:
    """The file is called after its quarter; JSON goes to the screen unless a folder is named."""
    ran = town("return", "2024-25-Q2", "-o", "out")
    assert (ran.code, ran.out) == (0, "")
    assert "template hotspot-response, version 2024-25.1" in ran.err
    first = Path("out/return-2024-25-Q2.xlsx").read_bytes()
    assert town("return", "2024-25-Q2", "-o", "out").code == 0
    assert Path("out/return-2024-25-Q2.xlsx").read_bytes() == first
    shown = town("return", "2024/25 Q2", "--format", "json")
    assert shown.json["quarter"] == "2024-25-Q2"
    (hotspots, _, _) = shown.json["sheets"]
    assert (hotspots["total"]["ASB"], hotspots["total"]["Patrols"]) == (47, None)
    assert town("return", "2024-25-Q2", "--format", "json", "-o", "out").code == 0
    assert json.loads(Path("out/return-2024-25-Q2.json").read_text()) == shown.json


def test_the_template_that_ships_can_be_copied_and_changed(town: Casebook) -> None:
    """What is printed is taken back, and its own version is named."""
    shown = town("return", "--show-template")
    assert shown.code == 0
    changed = shown.out.replace('version = "2024-25.1"', 'version = "ours-3"')
    Path("ours.toml").write_text(changed, encoding="utf-8")
    ran = town("return", "2024-25-Q2", "--template", "ours.toml", "--format", "json")
    assert ran.json["version"] == "ours-3"
    assert ran.json["sheets"] == town("return", "2024-25-Q2", "--format", "json").json["sheets"]


def test_what_cannot_be_is_one_line_before_any_work(town: Casebook, tmp_path: Path) -> None:
    """A bare quarter, a template that isn't there, a file in the folder's place."""
    (tmp_path / "taken").write_text("a file")
    (tmp_path / "bad.toml").write_text("name = 1")
    for arguments, says in (
        (("2024-Q2",), "may be the calendar year's, Apr to Jun 2024: write 2024-25-Q1"),
        (("2024-25-Q2", "--template", "none.toml"), "none.toml can't be read"),
        (("2024-25-Q2", "--template", "bad.toml"), "bad.toml"),
        (("2024-25-Q2", "-o", "taken"), "taken is a file, not a folder"),
        (("2040-41-Q1",), "still to come"),
    ):
        ran = town("return", *arguments)
        assert ran.code == 1, arguments
        assert says in ran.err
        assert ran.err.count("\n") == 1
    assert not list(tmp_path.glob("return-*"))


def test_a_viewer_makes_no_return(town: Casebook) -> None:
    """It is a file made from the casebook, as a pack is."""
    assert town("user", "add", "eye", "--role", "viewer").code == 0
    ran = town("--as", "eye", "return", "2024-25-Q2")
    assert ran.code == 1
    assert "make files from this casebook" in ran.err
