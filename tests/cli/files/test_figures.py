"""``casebook figures`` by type, area and quarter: keys, formats and sentences."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests import lomea, lomea_areas
from tests.cli.conftest import Casebook

NOW, THEN = ("--from", "2024-09"), ("--against", "2023-09")
TYPES = ("figures", *NOW, *THEN, "--by", "type")


def _geojson(folder: Path, name: str, *features: dict[str, object]) -> str:
    text = json.dumps({"type": "FeatureCollection", "features": list(features)})
    (folder / name).write_text(text)
    return name


@pytest.fixture
def town(made: Casebook, tmp_path: Path) -> Casebook:
    """Hotspots, districts, wards and two Septembers, from files."""
    spots = (
        lomea.square(1.50, "HS-01", "serious violence;asb"),
        lomea.square(1.52, "HS-02", "asb"),
    )
    districts = (lomea_areas.box("D1", 1.49, 1.54), lomea_areas.box("D2", 1.54, 1.60))
    wards = (
        lomea_areas.box("W1", 1.49, 1.515),
        lomea_areas.box("W2", 1.515, 1.54),
        lomea_areas.box("W3", 1.54, 1.59),
    )
    rows = [lomea.HEADER, *lomea_areas.two_septembers()]
    (tmp_path / "street.csv").write_text("\n".join(rows) + "\n")
    assert made("import", "hotspots", _geojson(tmp_path, "spots.geojson", *spots)).code == 0
    for kind, shapes in (("district", districts), ("ward", wards)):
        name = _geojson(tmp_path, f"{kind}.geojson", *shapes)
        assert made("import", "areas", name, "--kind", kind).code == 0
    assert made("import", "incidents", "street.csv").code == 0
    return made


def test_types_have_the_contracts_keys(town: Casebook) -> None:
    """A row per type with both counts, and the windows and the place it was counted in."""
    rows = town(*TYPES, "--area", "W1", "--format", "json").json
    burglary = next(row for row in rows if row["type"] == "Burglary")
    assert set(burglary) >= {
        "type", "kind", "count", "count_against", "change", "percent", "p", "says"
    }  # fmt: skip
    assert (burglary["count"], burglary["count_against"], burglary["percent"]) == (11, 30, -63.3)
    assert (burglary["part_of"], burglary["where"]) == ("All crime", "W1")
    assert (burglary["from"], burglary["against_to"]) == ("2024-09", "2023-09")
    robbery = next(row for row in rows if row["type"] == "Robbery")
    assert (robbery["change"], robbery["percent"]) == (5, None)


def test_a_table_of_types_stands_under_its_totals_with_both_windows_named(town: Casebook) -> None:
    """Types a step in, signs on changes, p to three places; the words follow on stderr."""
    ran = town(*TYPES, "--area", "W1")
    lines = [line.split() for line in ran.out.splitlines()]
    assert ["Burglary", "11", "30", "−19", "−63.3", "0.003", "lower"] in lines
    assert any(line.startswith("  Burglary") for line in ran.out.splitlines())
    assert any(line.startswith("All crime") for line in ran.out.splitlines())
    assert "September 2024 against September 2023." in ran.err
    assert "All crime: 34 to 23 (−32%)" in ran.err


def test_csv_holds_the_sentences_whole(town: Casebook) -> None:
    """Every key is a column."""
    ran = town(*TYPES, "--hotspot", "HS-01", "--format", "csv")
    rows = {row["type"]: row for row in csv.DictReader(io.StringIO(ran.out))}
    assert rows["Burglary"]["says"].startswith("Burglary: 20 to 8 (-60%) from September 2023")
    assert rows["Robbery"]["percent"] == ""


def test_rows_for_programs_say_what_a_person_reads_beside_them(town: Casebook) -> None:
    """How far they are known, from which source, what they count in which version, and notes."""
    (row,) = town(
        "figures", "--from", "2024-09", "--to", "2024-10", "--hotspot", "HS-01", "--format", "json"
    ).json
    assert (row["count"], row["counts_covered_to"]) == (None, "2024-09-30")
    assert row["count_source"] == "data.police.uk"
    assert row["count_group_version"] == "2024.1"
    assert row["count_group_definition"].startswith("Serious violence (2024.1): Violence and")
    assert row["note"] == "All crime isn't loaded for Oct 2024. ASB isn't loaded for Oct 2024."
    area = town("figures", *NOW, "--area", "W1", "--format", "json").json[0]
    assert (area["covered_to"], area["counts_covered_to"]) == ("2024-09-30", "2024-09-30")
    assert area["note"] is None


def test_rows_by_type_say_it_too(town: Casebook) -> None:
    """A type has no version, a month not loaded no last day; CSV has the same columns."""
    asked = ("figures", "--from", "2024-09", "--to", "2024-10", "--by", "type,month")
    rows = town(*asked, "--format", "json").json
    burglary = {row["month"]: row for row in rows if row["type"] == "Burglary"}
    assert burglary["2024-09"]["covered_to"] == "2024-09-30"
    assert burglary["2024-09"]["count_group_version"] is None
    assert burglary["2024-10"]["covered_to"] is None
    assert burglary["2024-10"]["note"].startswith("All crime isn't loaded for Oct 2024.")
    assert "ASB" not in burglary["2024-10"]["note"].partition(".")[0]
    total = next(row for row in rows if row["count_group"] == "crime")
    assert total["count_group_definition"] == "All crime (2024.1): every crime."
    table = csv.DictReader(io.StringIO(town(*asked, "--format", "csv").out))
    assert list(next(table)) == list(rows[0])


def test_signs_for_programs_are_those_of_a_keyboard(town: Casebook) -> None:
    """Changes and sentences have a hyphen-minus; on a screen they have a minus."""
    for form in ("json", "csv"):
        out = town(*TYPES, "--area", "W1", "--format", form).out
        assert "(-63%)" in out
        assert "\N{MINUS SIGN}" not in out
    assert "\N{MINUS SIGN}" in town(*TYPES, "--area", "W1").out


def test_a_window_is_written_as_everywhere_else(town: Casebook) -> None:
    """FROM..TO, or with the colon of old."""
    new, old = (
        town("figures", *NOW, "--by", "type", "--against", window, "--format", "json").json
        for window in ("2023-09..2023-09", "2023-09:2023-09")
    )
    assert new == old
    ran = town("figures", *NOW, "--against", "2023-09..2023-10..2023-11")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "write it as 2022-06..2023-05" in ran.err


def test_count_groups_take_the_place_of_types(town: Casebook) -> None:
    """Several at once, in the order asked for."""
    ran = town(*TYPES, "--count", "neighbourhood-crime,asb", "--format", "json")
    assert [(row["count_group"], row["count_against"], row["count"]) for row in ran.json] == [
        ("neighbourhood-crime", 42, 31),
        ("asb", 30, 11),
    ]


def test_areas_have_rows_of_their_own(town: Casebook) -> None:
    """``--area`` alone asks for rows of areas; hours are the hotspots' and aren't shown."""
    rows = town("figures", *NOW, "--area", "W1", "--area", "D2", "--format", "json").json
    assert [(row["area"], row["crimes"]) for row in rows] == [("W1", 23), ("D2", 19)]
    assert rows[0]["officer_hours"] is None
    table = town("figures", *NOW, "--by", "area", *THEN)
    assert "planned h" not in table.out
    assert "Hours, visits and stages are kept for hotspots" in table.err
    assert "September 2024 against September 2023." in table.err


def test_quarters_name_their_months(town: Casebook) -> None:
    """The financial year's quarter is the key; a part of one says which months it has."""
    asked = ("figures", "--from", "2024-08", "--to", "2024-10", "--by", "area,quarter")
    rows = town(*asked, "--area", "ward", "--format", "json").json
    first = [row for row in rows if row["area"] == "W1"]
    assert [(row["quarter"], row["from"], row["to"]) for row in first] == [
        ("2024-25 Q2", "2024-08", "2024-09"),
        ("2024-25 Q3", "2024-10", "2024-10"),
    ]
    table = town(*asked)
    assert "Aug to Sep 2024" in table.out
    assert "2024-25 Q2 has Aug to Sep 2024 only; 2024-25 Q3 has Oct 2024 only." in table.err


@pytest.mark.parametrize(
    ("asked", "behind"),
    [
        (("--by", "area", "--area", "D2"), 19 + 11),
        (("--by", "area"), 23 + 19 + 11),
        (("--by", "type"), 46 + 11),
        (("--by", "type", "--area", "W3", "--count", "asb"), 11),
        (("--by", "type", "--hotspot", "HS-01"), 17),
        (("--by", "type,month"), 46 + 11),
        (("--by", "hotspot,type"), 17),
        (("--by", "area,type", "--area", "D2", "--count", "Burglary,asb"), 7 + 11),
    ],
)
def test_the_rows_behind_a_count_are_as_many(
    town: Casebook, asked: tuple[str, ...], behind: int
) -> None:
    """Whatever the count was of."""
    assert len(town("figures", *NOW, *asked, "--rows", "--format", "json").json) == behind


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--by", "type", "--area", "W11"), "There is no area 'W11' in this casebook. Did you"),
        (("--by", "type", "--count", "drgs"), "There is no count group or type 'drgs': did you"),
        (("--by", "type,type"), "names type twice"),
        (("--by", "type,week"), "can't be grouped by 'week'"),
        (("--by", "hotspot,type", "--area", "W1"), "take area in place of hotspot"),
        (("--by", "hotspot,area", "--rows"), "can't be grouped by 'hotspot,area'"),
        (("--by", "ward"), "for a row per ward take area, and ward as the areas"),
        (("--by", "hotspot", "--area", "W1"), "take area in place of hotspot"),
        (("--count", "asb,crime"), "one count group at a time"),
        (("--by", "area", "--hotspot", "HS-01"), "leave the hotspots out"),
    ],
)
def test_what_cant_be_asked_is_one_line(town: Casebook, asked: tuple[str, ...], said: str) -> None:
    """Exit 1, with what to do."""
    ran = town("figures", *NOW, *asked)
    assert ran.code == 1
    assert said in ran.err
    assert len(ran.err.strip().splitlines()) == 1


def test_an_empty_casebook_says_what_is_missing(made: Casebook) -> None:
    """By type: totals without numbers; by area: no rows and why."""
    types = made(*TYPES)
    assert types.code == 0
    assert "All crime isn't loaded for Sep 2023 and Sep 2024." in types.err
    areas = made("figures", *NOW, "--by", "area")
    assert areas.code == 0
    assert "There is no district here to count in: import areas first." in areas.err


def test_what_another_figure_was_made_from_is_listed(town: Casebook) -> None:
    """As many rows as last year's count; an unknown figure is told with those there are."""
    asked = ("--from", "2024-09", "--hotspot", "HS-01")
    (figure,) = town("figures", *asked, "--format", "json").json
    rows = town("figures", *asked, "--rows", "--of", "crimes_last_year", "--format", "json").json
    assert len(rows) == figure["crimes_last_year"] > 0
    assert {row["month"] for row in rows} == {"2023-09"}
    assert {row["load"] for row in rows} == {rows[0]["load"]}
    wrong = town("figures", *asked, "--rows", "--of", "harm")
    assert wrong.code == 1
    assert "There are no rows of 'harm': take one of crimes," in wrong.err
    areas = town("figures", *asked[:2], "--by", "area", "--rows", "--of", "crimes")
    assert "leave --by and --area" in areas.err
    assert town("figures", *asked, "--of", "crimes").code == 2
