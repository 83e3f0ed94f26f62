"""``casebook assess``: a table, JSON and a page of the declared assessment."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.assessments import paper_town
from tests.assessments.paper_town import REF
from tests.books import make_book
from tests.cli.conftest import Casebook

DESIGN = (
    "design", REF, "set", "--code", "crime", "--before", "2023-04..2023-11",
    "--after", "2024-04..2024-11", "--control", "C-1", "--buffer", "B-1",
    "--buffer-control", "BC-1",
)  # fmt: skip


@pytest.fixture
def town(casebook: Casebook, tmp_path: Path) -> Casebook:
    """The paper's town, its day fixed."""
    book = make_book(tmp_path)
    paper_town.build(book, tmp_path)
    book.store.close()
    assert casebook("setting", "set", "today", "2024-12-18").code == 0
    return casebook


def test_the_papers_example_by_command(town: Casebook) -> None:
    """-118 from rows, with interval, months and what speaks against it; markings round it."""
    assert town(*DESIGN).code == 0
    ran = town("assess", REF)
    assert ran.code == 0, ran.err
    assert ran.out.startswith("OFFICIAL-SENSITIVE\n")
    assert ran.out.endswith("\nOFFICIAL-SENSITIVE\n")
    assert (
        "118 fewer than expected (between 196 and 40 fewer), 8 months against the same" in ran.out
    )
    assert "BEFORE YOU BELIEVE IT" in ran.out
    found = town("assess", REF, "--format", "json").json
    assert (found["wdd"], round(found["ci_low"]), round(found["ci_high"])) == (-118, -196, -40)


def test_it_is_written_as_its_name_says(town: Casebook) -> None:
    """A page, JSON or text by the suffix; a page without a file is refused."""
    assert town(*DESIGN).code == 0
    assert town("assess", REF, "-o", "out.html").code == 0
    assert Path("out.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert town("assess", REF, "-o", "out.json").code == 0
    assert json.loads(Path("out.json").read_text(encoding="utf-8"))["profile"] == REF
    assert town("assess", REF, "-o", "out.txt").code == 0
    assert "118 fewer" in Path("out.txt").read_text(encoding="utf-8")
    refused = town("assess", REF, "--format", "html")
    assert (refused.code, refused.err) == (
        1,
        "casebook: A page is written to a file: name it with -o assessment.html.\n",
    )


def test_without_a_design_it_says_how_to_make_one(town: Casebook) -> None:
    """One sentence, exit 1."""
    ran = town("assess", REF)
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert f"{REF} has no declared design: 'casebook design {REF} propose' suggests one" in ran.err


def test_power_is_listed_proposed_and_said_at_the_objective(town: Casebook) -> None:
    """At designation, on the proposal of a profile, and where the objective is written."""
    (row,) = town("hotspot", "list", "--power", "--format", "json").json
    assert row["ref"] == "HS-01"
    assert set(row) == {
        "ref", "name", "count_group", "a_year", "drop", "drop_percent", "months_for_fifth",
        "places_for_fifth", "says",
    }  # fmt: skip
    objective = (
        "measure=crime",
        "baseline_from=2023-04",
        "baseline_to=2023-11",
        "target_value=186",
    )
    sets = [part for pair in objective for part in ("--set", pair)]
    ran = town("profile", "edit", REF, "--stage", "objective", *sets)
    assert "The target is a fall of 10%, which can't be told from chance here" in ran.err
    assert "The target is a fall of 10%" in town("profile", "show", REF).out


def test_evidence_goes_out_and_comes_in(town: Casebook) -> None:
    """One anonymous page; pooled with two more it is no longer too few."""
    town(*DESIGN)
    town("action", "add", REF, "--title", "patrols", "--tactic", "hotspot patrol")
    assert town("evidence", "--format", "json").json == []
    assert town("evidence", "export", REF, "-o", "page.json").code == 0
    page = json.loads(Path("page.json").read_text(encoding="utf-8"))
    for n, target in enumerate(([207, 110], [90, 50], [80, 70])):
        Path(f"page{n}.json").write_text(json.dumps(page | {"target": target}))
    ran = town("evidence", "import", "page0.json", "page1.json")
    assert (ran.code, ran.err) == (0, "Took in 2 pages.\n")
    first = town("evidence", "--format", "json").json[0]
    assert first["says"] == "Too few: 2 assessed profiles, and it takes 3."
    assert town("evidence", "import", "page1.json", "page2.json").err == (
        "Took in 1 page; 1 page there already.\n"
    )
    first = town("evidence", "--format", "json").json[0]
    assert set(first) == {
        "tactic", "theme", "profiles", "outside", "irr", "ci_low", "ci_high",
        "prediction_low", "prediction_high", "says",
    }  # fmt: skip
    assert (first["tactic"], first["profiles"], first["outside"]) == ("hotspot patrol", 3, 3)
    assert "Hotspot patrol" in town("evidence").out
    assert town("check").code == 0


def test_what_is_no_page_is_one_sentence(town: Casebook) -> None:
    """Exit 1; a profile without a design too."""
    Path("bad.json").write_text("{}")
    for command in (("import", "bad.json"), ("import", "none.json"), ("export", REF)):
        ran = town("evidence", *command)
        assert (ran.code, ran.err.count("\n")) == (1, 1)
