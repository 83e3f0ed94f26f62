"""``casebook measure``: the keys of its JSON, its files, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Casebook

KEYS = {
    ("wdd", "--treated", 207, 110, "--control", 308, 318):
        "wdd se z p ci_low ci_high local displacement sentence",
    ("wdq", "--treated", 9, 5, "--buffer", 9, 9, "--control", 9, 9):
        "wdq ge ne sm bdm tne interpretable sentence",
    ("irr", "--treated", 50, 30, "--control", 60, 55): "irr ci_low ci_high res sentence",
    ("poisson-z", 16, 25): "z sentence",
    ("e-test", 6, 2): "p sentence",
    ("sign-test", 18, 24): "p sentence",
    ("verdict", 9, 28, "--months", 1, "--of", 12): "expected p word sentence",
    ("power", "--mean", 100): "drop sentence",
    ("scan", "--windows", 208, "--width", 2, "--mean", 0.6, "--observed", 6): "p sentence",
}  # fmt: skip


@pytest.mark.parametrize(("asked", "keys"), KEYS.items(), ids=[asked[0] for asked in KEYS])
def test_json_has_its_keys(asked: tuple[object, ...], keys: str, casebook: Casebook) -> None:
    """The keys of each measure on numbers are fixed."""
    found = casebook("measure", *asked, "--format", "json")
    assert found.code == 0
    assert list(found.json) == keys.split()


FILES = {
    "chart": ("16\n18\n14\n40\n", (), "center lower upper outside sentence"),
    "phi": ("count\n4\n12\n", (), "phi degrees_of_freedom measured sentence"),
    "gini": ("count\n10\n20\n", (), "gini gini_generalised sentence"),
    "pool": (
        "a1,n1,a2,n2\n10,100,20,100\n15,100,18,90\n", (),
        "fixed dl reml tau2 q prediction_low prediction_high sentence",
    ),
    "harm-wdd": (
        "type,weight,treated_pre,treated_post,control_pre,control_post\nv,3,130,74,133,91\n", (),
        "wdd se z p ci_low ci_high local displacement sentence by_type",
    ),
    "running-wdd": (
        "month,treated,control\n2024-01,10,20\n2024-02,4,18\n", ("--before", 1),
        "month wdd se ci_low ci_high",
    ),
    "pai": ("observed,predicted\n6,3\n3,2\n0,1\n", (), "order pai pei recapture rri"),
    "gistar": (
        "e,n,v\n0,0,9\n1,0,8\n2,0,1\n",
        ("--x", "e", "--y", "n", "--value", "v", "--distance", 1), "e n v gistar p",
    ),
    "aoristic": ("from,to\n2024-01-01 01:00,2024-01-01 02:30\n", (), "hour weight"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_file_gives_its_keys(name: str, casebook: Casebook, tmp_path: Path) -> None:
    """The keys of each measure of a CSV are fixed; a table is a list of objects."""
    text, options, keys = FILES[name]
    (tmp_path / "counts.csv").write_text(text, encoding="utf-8")
    found = casebook("measure", name, "counts.csv", *options, "--format", "json")
    assert found.code == 0
    first = found.json[0] if isinstance(found.json, list) else found.json
    assert list(first) == keys.split()


def test_area_weights_are_two_or_four(casebook: Casebook) -> None:
    """Wheeler's unequal areas by the command: -99.69 (35.43)."""
    four = ("--displaced", 178, 157, "--displaced-control", 150, 140)
    areas = ("measure", "wdd", "--treated", 207, 110, "--control", 308, 318)
    found = casebook(*areas, *four, "--area-weights", 1.2, 0.9, 1.5, 1.6, "--format", "json")
    assert found.json["wdd"] == pytest.approx(-99.69444444)
    assert found.json["se"] == pytest.approx(35.4280755)
    refused = casebook(*areas, *four, "--area-weights", 1.2, 0.9)
    assert refused.code == 1
    assert "two numbers, or four" in refused.err


def test_a_table_says_its_sentence_and_never_prints_a_small_p_as_0(casebook: Casebook) -> None:
    """Ten in a month against two in a year."""
    found = casebook("measure", "e-test", 10, 2, "--exposure", 1, 12)
    assert "under 0.0001" in found.out
    assert "less than 1 time in a million" in found.out


def test_signs_in_sentences_for_programs_are_those_of_a_keyboard(casebook: Casebook) -> None:
    """20 after 29 is 1.83 standard deviations less."""
    asked = ("measure", "poisson-z", "29", "20")
    assert casebook(*asked, "--format", "json").json["sentence"].startswith("20 lies -1.8 ")
    assert "20 lies -1.8 " in casebook(*asked, "--format", "csv").out
    assert "20 lies \N{MINUS SIGN}1.8 " in casebook(*asked).out


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        ("count\n", "a heading and no rows"),
        ("count\n4\nmany\n", "row 3, column count: 'many' is no number"),
        ("count,exposure\n4\n", "row 2 has 1 cells where there are 2 columns"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(
    text: str, says: str, casebook: Casebook, tmp_path: Path
) -> None:
    """File, row and column, and exit 1."""
    (tmp_path / "counts.csv").write_text(text, encoding="utf-8")
    found = casebook("measure", "chart", "counts.csv")
    assert found.code == 1
    assert says in found.err


def test_a_missing_column_is_named_with_those_there_are(casebook: Casebook, tmp_path: Path) -> None:
    """What to look at."""
    (tmp_path / "counts.csv").write_text("month,hotspot\n1,2\n", encoding="utf-8")
    found = casebook("measure", "running-wdd", "counts.csv", "--before", 1)
    assert found.code == 1
    assert "has no column treated; it has month and hotspot" in found.err


def test_numbers_that_cannot_be_are_refused(casebook: Casebook) -> None:
    """A negative count, and a rest of the force without incidents."""
    found = casebook("measure", "wdd", "--treated", -3, 1, "--control", 1, 1)
    assert (found.code, "can't be negative" in found.err) == (1, True)
    found = casebook("measure", "verdict", 3, 40, "--months", 1, "--of", 12, "--rest", 0, 9)
    assert (found.code, "needs incidents both times" in found.err) == (1, True)
