"""Areas from the command line: added, edited, listed, shown, imported and undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Casebook


@pytest.fixture
def island(made: Casebook) -> Casebook:
    """A district with two wards and a user for it, on 18 December 2024."""
    made("setting", "set", "today", "2024-12-18")
    for arguments in (
        ("D1", "--kind", "district", "--name", "Harbour", "--aliases", "NH; North Harbour"),
        ("W1", "--kind", "ward", "--parent", "harbour", "--officer", "PCSO 7114"),
        ("W2", "--kind", "ward", "--parent", "NH", "--name", "Mole"),
    ):
        ran = made("area", "add", *arguments)
        assert (ran.code, ran.out, ran.err) == (0, f"{arguments[0]}\n", f"Added {arguments[0]}.\n")
    return made


def test_areas_are_listed_shown_and_edited(island: Casebook) -> None:
    """By name or alias too; JSON has every field, the table what people read."""
    ran = island("area", "edit", "mole", "--officer", "PC 4127", "--why", "New post")
    assert (ran.code, ran.err) == (0, "Saved W2.\n")
    assert island("area", "list", "--kind", "ward").out.splitlines()[2:] == [
        "W1   –     ward  D1       PCSO 7114      –            –",
        "W2   Mole  ward  D1       PC 4127        –            –",
    ]
    rows = island("area", "list", "--format", "json").json
    assert (rows[0]["ref"], rows[0]["aliases"]) == ("D1", ["NH", "North Harbour"])
    shown = island("area", "show", "NH").json
    assert (shown["ref"], shown["areas"], shown["priorities"]) == ("D1", ["W1", "W2"], 0)


def test_an_impact_area_is_grouped_and_undone(island: Casebook) -> None:
    """The last change goes first, and the check is content."""
    island("area", "add", "IA-1", "--kind", "impact area", "--groups", "W1; mole")
    island("area", "edit", "IA-1", "--groups", "W1")
    assert island("area", "show", "IA-1").json["groups"] == ["W1"]
    assert "IA-1: 'Groups' put back" in island("undo").out + island("undo", "--dry-run").err
    assert island("area", "show", "IA-1").json["groups"] == ["W1", "W2"]
    assert island("undo").code == 0
    assert island("area", "show", "IA-1").code == 1
    assert island("check").code == 0


def test_what_cannot_be_taken_is_one_sentence(island: Casebook) -> None:
    """And exit 1."""
    for arguments, sentence in (
        (("area", "show", "W9"), "There is no area 'W9' in this casebook."),
        (("area", "list", "--kind", "parish"), "Kind takes one of"),
        (("area", "edit", "W1"), "Nothing to change"),
        (("area", "add", "W1", "--kind", "ward"), "There is already a ward 'W1'"),
        (("area", "add", "W3", "--kind", "ward", "--parent", "W1"), "Lies in: W1 is of kind ward"),
        (("import", "areas", "x.geojson"), "Say what these areas are: --kind ward"),
        (("import", "areas", "x.csv", "--valid-from", "2024-01-01"), "holds no outlines"),
        (("import", "areas", "x.csv", "--kind", "ward"), "There is no file x.csv"),
    ):
        ran = island(*arguments)
        assert (ran.code, ran.err.count("\n")) == (1, 1), arguments
        assert sentence in ran.err


def test_impact_areas_are_imported_from_a_table(island: Casebook) -> None:
    """Without --kind where the table says it; bad rows are named; a drawing goes the other way."""
    Path("impact-areas.csv").write_text(
        "ref,name,kind,parent,groups\nIA-1,Docks,impact area,D1,W1;W2\nIA-2,Sea,impact area,,W7\n",
        encoding="utf-8",
    )
    ran = island("import", "areas", "impact-areas.csv", "--format", "json", "--rejects", "bad.csv")
    assert (ran.code, ran.json["added"], ran.json["rejected"]) == (0, 1, 1)
    assert "W7,impact-areas.csv,,3,There is no place 'W7'" in Path("bad.csv").read_text()
    Path("officers.csv").write_text("code,named officer\nW1,PCSO 9\n", encoding="utf-8")
    ran = island("import", "areas", "officers.csv", "--kind", "ward", "--format", "json")
    assert (ran.json["updated"], ran.json["unchanged"]) == (1, 0)
    ran = island("import", "areas", "officers.csv", "--kind", "control")
    assert ran.code == 1
    assert island("check").code == 0
