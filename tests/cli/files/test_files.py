"""From files to figures, map and pack by the command line; and what bad files are told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from casebook.core.months import Month
from tests import lomea
from tests.cli.conftest import Casebook


@pytest.fixture
def town(made: Casebook, tmp_path: Path) -> Casebook:
    """A casebook filled from three files."""
    features = [
        lomea.square(1.50, "HS-01", "serious violence;asb"),
        lomea.square(1.52, "HS-02", "asb"),
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (tmp_path / "hotspots.geojson").write_text(text)
    street = "\n".join([lomea.HEADER, *lomea.thirteen_months()]) + "\n"
    (tmp_path / "street.csv").write_text(street)
    (tmp_path / "sheets.csv").write_text(
        "unit,hotspot,start,end,staff,mode,resourcing,source\n"
        "LN21,HS-01,2024-09-05 18:00,2024-09-05 20:00,PC:2,foot,core,sheet\n"
        "LN22,HS-02,2024-09-30 18:00,2024-09-30 20:00,PC:1,foot,core,sheet\n"
        "LN22,HS-77,2024-09-30 21:00,2024-09-30 22:00,PC:1,foot,core,sheet\n"
    )
    assert made("import", "hotspots", "hotspots.geojson").code == 0
    assert made("import", "incidents", "street.csv").code == 0
    return made


def test_an_import_reports_in_the_contracts_keys(town: Casebook) -> None:
    """Good rows go in, the bad one is named with its row, exit 0."""
    ran = town("import", "patrols", "sheets.csv", "--format", "json", "--rejects", "bad.csv")
    assert ran.code == 0
    assert set(ran.json) >= {
        "read", "added", "updated", "merged", "withdrawn", "rejected",
        "without_coordinates", "outside_area", "reasons",
    }  # fmt: skip
    assert (ran.json["read"], ran.json["added"], ran.json["rejected"]) == (3, 2, 1)
    assert ran.json["outside_area"] is None
    (reason,) = ran.json["reasons"]
    assert (reason["rows"], reason["row"]) == (1, 4)
    assert "HS-77" in reason["why"]
    assert ",sheets.csv,,4," in Path("bad.csv").read_text(encoding="utf-8-sig")


def test_strict_refuses_the_whole_file(town: Casebook) -> None:
    """Exit 1 and nothing stored."""
    assert town("import", "patrols", "sheets.csv", "--strict").code == 1
    row = town("figures", "--from", "2024-09", "--format", "json").json[0]
    assert row["officer_hours"] is None


def test_a_dry_run_stores_nothing(town: Casebook) -> None:
    """And says so."""
    ran = town("import", "patrols", "sheets.csv", "--dry-run")
    assert ran.code == 0
    assert "nothing was stored" in ran.err
    row = town("figures", "--from", "2024-09", "--format", "json").json[0]
    assert row["officer_hours"] is None


def test_figures_have_the_contracts_keys(town: Casebook) -> None:
    """A row per hotspot; hours are numbers and missing is null."""
    town("import", "patrols", "sheets.csv")
    rows = town("figures", "--from", "2024-09", "--format", "json").json
    trios = ("crimes", "asb", "serious_violence")
    assert set(rows[0]) >= {
        "hotspot", "count_group", "count", "poisson_z", "z_baseline",
        "planned_officer_hours", "planned_patrol_hours", "officer_hours",
        "officer_hours_core", "officer_hours_overtime", "officer_hours_partner",
        "patrol_hours", "visits", "covered_to", "stage", "review_state",
        *(f"{name}{tail}" for name in trios for tail in ("", "_previous", "_last_year")),
    }  # fmt: skip
    assert [row["hotspot"] for row in rows] == ["HS-01", "HS-02"]
    assert (rows[0]["crimes"], rows[0]["officer_hours"]) == (10, 4.0)
    assert rows[0]["planned_officer_hours"] is None
    assert rows[0]["covered_to"] == "2024-09-30"
    monthly = town("figures", "--from", "2024-08", "--to", "2024-09", "--by", "hotspot,month")
    assert "2024-08" in monthly.out
    listed = town(
        "figures", "--from", "2024-09", "--hotspot", "HS-01", "--rows", "--format", "json"
    )
    assert len(listed.json) == 10


def test_map_and_pack_hold_the_figures_numbers(town: Casebook) -> None:
    """Crimes, ASB, the hotspot's own count and its hours, the same in all three."""
    town("import", "patrols", "sheets.csv")
    assert town("map", "map.html", "--from", "2024-09").code == 0
    assert town("pack", "2024-09", "-o", ".").code == 0
    map_text = Path("map.html").read_text(encoding="utf-8")
    pack_text = Path("review-2024-09.html").read_text(encoding="utf-8")
    for text in (map_text, pack_text):
        assert "HS-01" in text
        assert "OFFICIAL-SENSITIVE" in text
        assert "7 against 20.0 expected" in text
    assert Path("review-2024-09.pdf").read_bytes().startswith(b"%PDF-")


def test_a_map_without_a_month_has_the_last_ones_that_are_loaded(town: Casebook) -> None:
    """To last month, or to the month that ``--to`` names."""
    assert town("map", "map.html", "--to", "2024-09").code == 0
    text = Path("map.html").read_text(encoding="utf-8")
    assert 'max="' in text
    assert "Hotspots, Sep 2024</h1>" not in text
    assert "to Sep 2024</h1>" in text


def test_the_same_data_give_the_same_bytes(town: Casebook) -> None:
    """Map and pack can be compared with what was printed."""
    town("map", "one.html", "--from", "2024-09")
    town("map", "two.html", "--from", "2024-09")
    assert Path("one.html").read_bytes() == Path("two.html").read_bytes()
    Path("a").mkdir()
    town("pack", "2024-09")
    town("pack", "2024-09", "-o", "a")
    for form in ("html", "pdf"):
        name = f"review-2024-09.{form}"
        assert Path(name).read_bytes() == Path("a", name).read_bytes()


def test_the_folder_of_an_output_is_made(town: Casebook) -> None:
    """For a map, a pack and what was rejected."""
    assert town("map", "for/maps/september.html", "--from", "2024-09").code == 0
    assert town("pack", "2024-09", "-o", "for/packs", "--formats", "html").code == 0
    assert {path.name for path in Path("for").rglob("*.html")} == {
        "september.html",
        "review-2024-09.html",
    }
    rows = ("Crime ID,Month,Longitude,Latitude,Crime type", "1,x,,,Drugs", "2,2024-09,,,Drugs")
    Path("bad.csv").write_text("\n".join(rows) + "\n")
    town("import", "incidents", "bad.csv", "--source", "own", "--rejects", "for/rejects/bad.csv")
    assert Path("for/rejects/bad.csv").exists()


def test_what_can_be_refused_is_refused_before_the_work(
    town: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A place that can't be written, streets that aren't there, a month nobody knows of."""

    def work(*_: object, **__: object) -> None:
        pytest.fail("the work was begun")

    monkeypatch.setattr("casebook.packs.map.page.read_page", work)
    monkeypatch.setattr("casebook.packs.review.pack.review_pack", work)
    monkeypatch.setattr("casebook.incidents.import_files.import_incidents", work)
    Path("there.html").mkdir()
    Path("review-2024-09.pdf").mkdir()
    for arguments, said in (
        (("map", "there.html", "--from", "2024-09"), "there.html is a folder: name a file in it."),
        (("map", "m.html", "--from", "2024-09", "--streets", "no.geojson"), "no file no.geojson"),
        (("map", "m.html", "--from", "1999-01"), "Nothing is loaded for Jan 1999: incidents are"),
        (("map", "m.html", "--from", "2999-01"), "Jan 2999 is still to come."),
        (("map", "m.html", "--from", "2024-09", "--to", "2024-08"), "ends before it starts"),
        (("pack", "1999-01"), "Nothing is loaded for Jan 1999"),
        (("pack", "2024-09"), "review-2024-09.pdf is a folder"),
        (("pack", "2024-09", "--formats", "html,docx"), "html, pdf and xlsx, not 'html,docx'"),
        (("import", "incidents", "street.csv", "--rejects", "there.html"), "is a folder"),
    ):
        ran = town(*arguments)
        assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1), arguments
        assert said in ran.err
    assert not Path("m.html").exists()


@pytest.mark.parametrize(
    ("crs", "said"),
    [
        ("nonsense", "nonsense is no coordinate system that is known here"),
        ("EPSG:4326", "EPSG:4326 is in degrees, not in metres"),
    ],
)
def test_points_are_counted_in_metres_alone(casebook: Casebook, crs: str, said: str) -> None:
    """Another system is refused in one sentence, before any file is looked for."""
    ran = casebook("count", "none.csv", "--hotspots", "none.gpkg", "--crs", crs)
    assert ran.code == 1
    assert said in ran.err
    assert len(ran.err.splitlines()) == 1


def test_an_output_that_cannot_be_written_is_one_line(town: Casebook) -> None:
    """And the file that was there stays."""
    Path("taken").write_text("not a folder")
    ran = town("map", "taken/map.html", "--from", "2024-09")
    assert ran.code == 1
    assert "taken is a file, not a folder: choose another place." in ran.err
    assert town("map", "map.png").code == 1
    assert town("pack", "2024-09", "-o", "taken").code == 1
    assert town("pack", "2024-09", "--formats", "docx").code == 1


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.csv", b"", "empty"),
        ("binary.csv", bytes(range(256)) * 40, ""),
        ("other.csv", b"a,b\n1,2\n", "--map"),
        ("line.csv", b"Crime ID,Month" + b"x" * 10_000_000, ""),
        ("bad.zip", b"PK\x03\x04broken", ""),
    ],
)
def test_a_file_that_is_not_what_it_claims_is_refused_whole(
    made: Casebook, name: str, content: bytes, sentence: str
) -> None:
    """One line that names the file, exit 1, nothing stored."""
    Path(name).write_bytes(content)
    ran = made("import", "incidents", name)
    assert ran.code == 1
    assert ran.err.count("\n") == 1, ran.err
    assert name in ran.err
    assert sentence in ran.err
    assert "unexpected" not in ran.err
    rows = made("figures", "--from", "2024-09", "--format", "json")
    assert rows.json == []


def test_a_vanished_file_is_named(made: Casebook) -> None:
    """For every kind of import."""
    for kind in ("incidents", "patrols", "hotspots"):
        ran = made("import", kind, "gone.csv")
        assert ran.code == 1
        assert "gone.csv" in ran.err
        assert "unexpected" not in ran.err


def test_counting_needs_no_casebook(casebook: Casebook, tmp_path: Path) -> None:
    """Rows are counted as they stand, and repeated IDs are told."""
    feature = lomea.square(1.50, "HS-01", "asb")
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    Path("h.geojson").write_text(text)
    rows = lomea.street_rows(Month(2024, 9), lomea.VIOLENCE, 3, lomea.IN_ONE)
    rows += lomea.street_rows(Month(2024, 9), lomea.ASB, 2, (1.5005, 51.2605))
    Path("s.csv").write_text("\n".join([lomea.HEADER, *rows, rows[0]]) + "\n")
    ran = casebook("count", "s.csv", "--hotspots", "h.geojson", "--ring", "200", "--format", "json")
    note = (
        "6 rows read, 0 of them without coordinates. 2 rows with coordinates lie in no polygon. "
        "1 ID comes more than once (1 row more): rows were counted as they stand. A casebook "
        "counts each incident once."
    )
    beside = {"covered_from": "2024-09-01", "covered_to": "2024-09-30", "note": note}
    assert ran.json == [
        beside
        | {
            "hotspot": "HS-01",
            "zone": "inside",
            "month": "2024-09",
            "crime_type": lomea.VIOLENCE,
            "count": 4,
        },
        beside
        | {
            "hotspot": "HS-01",
            "zone": "ring",
            "month": "2024-09",
            "crime_type": lomea.ASB,
            "count": 2,
        },
    ]
    assert "1 ID comes more than once (1 row more)" in ran.err


def test_hotspots_are_listed_shown_and_retired(town: Casebook) -> None:
    """Retired ones stay listed."""
    assert town("hotspot", "retire", "HS-02", "--on", "2024-10-01", "--why", "moved").code == 0
    listed = {row["ref"]: row for row in town("hotspot", "list", "--format", "json").json}
    assert listed["HS-02"]["retired_on"] == "2024-10-01"
    assert town("hotspot", "show", "HS-01").json["boundaries"][0]["from"] is None
    assert "Did you mean" in town("hotspot", "show", "HS-0l").err


def test_counting_takes_a_mapping_and_writes_what_it_left_out(
    casebook: Casebook, tmp_path: Path
) -> None:
    """As imports do: another name for a column, and the rejected row with its reason."""
    feature = lomea.square(1.50, "HS-01", "asb")
    Path("h.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    Path("m.toml").write_text('type = "What it was"\n')
    Path("s.csv").write_text(
        "ref,Longitude,Latitude,Date,What it was\n"
        "1,1.5005,51.2505,2024-09-01,Burglary\n2,1.5005,51.2505,2024-13-01,Burglary\n"
    )
    asked = ("count", "s.csv", "--hotspots", "h.geojson", "--map", "m.toml")
    ran = casebook(*asked, "--rejects", "out/r.csv", "--format", "json")
    assert (ran.code, sum(row["count"] for row in ran.json)) == (0, 1)
    assert "2024-13-01" in Path("out/r.csv").read_text()
    refused = casebook(*asked, "--rejects", str(tmp_path))
    assert refused.code == 1
    assert "is a folder" in refused.err
