"""``casebook detect``, as typed: from files and from a casebook, into files that import takes."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from geo.crs import BNG, WGS84, Floats, transform
from geo.polygons import read_polygons
from tests.cli.conftest import Casebook
from tests.detection.made_points import town
from tests.files.map_files import layer


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """A town's crimes of September 2024 as a CSV, with an ASB row and one without a place."""
    where, path = town(), tmp_path / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["ref", "month", "type", "easting", "northing"])
        for n, (x, y) in enumerate(zip(where.x.tolist(), where.y.tolist(), strict=True)):
            writer.writerow([n, "2024-09", "Burglary", f"{x:.1f}", f"{y:.1f}"])
        writer.writerow(["a", "2024-09", "Anti-social behaviour", "601000", "151000"])
        writer.writerow(["b", "2024-09", "Burglary", "", ""])
    return path


@pytest.mark.parametrize("suffix", ["gpkg", "geojson", "shp", "fgb", "kml", "gml"])
def test_what_is_written_is_read_again_with_its_settings_inside(
    casebook: Casebook, tmp_path: Path, rows: Path, suffix: str
) -> None:
    """In every format: each candidate's ref, its count, and how it was found."""
    out = tmp_path / f"found.{suffix}"
    ran = casebook("detect", rows, "-o", out, "--cell", 200, "--format", "json")
    assert ran.code == 0, ran.err
    file = read_polygons(out, crs="EPSG:27700")
    told = sorted((each.properties for each in file.features), key=lambda row: row["ref"])
    assert [row["ref"] for row in told] == [row["candidate"] for row in ran.json]
    assert [int(row["count"]) for row in told] == [row["count"] for row in ran.json]
    assert all(
        row["settings"].startswith("method=gistar cell=200 level=0.05 fdr=on") for row in told
    )
    assert ran.json[0]["settings"] == told[0]["settings"]
    areas = {each.properties["ref"]: each.geometry.area / 1e4 for each in file.features}
    assert areas == pytest.approx({row["candidate"]: row["hectares"] for row in ran.json}, rel=1e-2)


def test_no_candidates_have_the_columns_of_some(
    casebook: Casebook, tmp_path: Path, rows: Path
) -> None:
    """What reads the CSV or the file needs no second way for a month without any."""
    found = casebook("detect", rows, "-o", tmp_path / "some.gpkg", "--format", "csv")
    one = tmp_path / "one.csv"
    one.write_text("".join(rows.read_text(encoding="utf-8").splitlines(keepends=True)[:2]))
    none = casebook("detect", one, "-o", tmp_path / "none.gpkg", "--format", "csv")
    assert none.out == found.out.splitlines(keepends=True)[0]
    columns = [pyogrio.read_info(tmp_path / f"{each}.gpkg")["fields"] for each in ("some", "none")]
    assert columns[0].tolist() == columns[1].tolist()


def test_points_of_three_systems_lie_where_they_lie(
    casebook: Casebook, tmp_path: Path, rows: Path
) -> None:
    """A third in metres, a third in degrees, a third in a map's: candidates as of one, and said."""
    whole = casebook("detect", rows, "--format", "csv", "--cell", 200)
    (head, *lines) = list(csv.reader(rows.read_text(encoding="utf-8").splitlines()))
    placed = [line for line in lines if line[3]]
    _write(tmp_path / "metres.csv", head, placed[::3])
    lon, lat = _moved(placed[1::3], WGS84)
    degrees = [[*line[:3], *there] for line, *there in zip(placed[1::3], lon, lat, strict=True)]
    _write(tmp_path / "degrees.csv", [*head[:3], "longitude", "latitude"], degrees)
    spots = shapely.points(*_moved(placed[2::3], "EPSG:3857")).tolist()
    columns = dict(zip(head[:3], zip(*placed[2::3], strict=True), strict=False))
    layer(tmp_path / "map.gpkg", spots, columns, "EPSG:3857")
    files = [tmp_path / name for name in ("metres.csv", "degrees.csv", "map.gpkg")]
    parts = casebook("detect", *files, "--format", "csv", "--cell", 200)
    assert parts.code == 0, parts.err
    assert parts.out == whole.out
    assert "Points were turned from EPSG:3857 into EPSG:27700." in parts.err
    assert "Points came as longitude and latitude and were turned into EPSG:27700." in parts.err


def _moved(lines: Sequence[Sequence[str]], crs: str) -> tuple[Floats, Floats]:
    """Where the rows are, in another system."""
    east, north = (np.array([line[n] for line in lines], float) for n in (3, 4))
    return transform(east, north, BNG, crs)


def _write(path: Path, head: Sequence[str], lines: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *lines])


def test_what_was_left_out_is_said(casebook: Casebook, tmp_path: Path, rows: Path) -> None:
    """Rows without a place, and ASB beside crime."""
    ran = casebook("detect", rows, "-o", tmp_path / "found.gpkg")
    assert "532 rows read, 1 of them without coordinates." in ran.err
    assert "Only crime was taken: crime and ASB aren't added up." in ran.err
    assert "530 rows of crime taken." in ran.err


def test_a_casebook_takes_candidates_as_hotspots_and_counts_the_same(
    made: Casebook, tmp_path: Path, rows: Path
) -> None:
    """Found from its own rows, imported, and counted by ``figures``."""
    assert made("import", "incidents", rows, "--source", "extract").code == 0
    window = ("--from", "2024-09")
    found = made(
        "detect", "-o", tmp_path / "found.gpkg", *window, "--cell", 200, "--format", "json"
    )
    assert found.code == 0, found.err
    assert "530 incidents with coordinates in Sep 2024: crime" in found.err
    taken = made("import", "hotspots", tmp_path / "found.gpkg", "--themes", "serious violence")
    assert taken.code == 0, taken.err
    figures = made("figures", *window, "--count", "crime", "--format", "json")
    counted = {row["hotspot"]: row["count"] for row in figures.json}
    assert counted == {row["candidate"]: row["count"] for row in found.json}


def test_a_redraw_needs_no_file_to_write(casebook: Casebook, tmp_path: Path, rows: Path) -> None:
    """Two files of places and two years of rows."""
    assert casebook("detect", rows, "-o", tmp_path / "old.gpkg", "--cell", 200).code == 0
    years = tmp_path / "years.csv"
    text = rows.read_text(encoding="utf-8")
    heading, *lines = text.splitlines()
    moved = [line.replace("2024-09", "2022-10").replace(",", "x,", 1) for line in lines]
    years.write_text("\n".join([heading, *lines, *moved]) + "\n", encoding="utf-8")
    same = tmp_path / "old.gpkg"
    ran = casebook("detect", years, "--compare", same, same, "--format", "json")
    assert ran.code == 0, ran.err
    assert {each["fate"] for each in ran.json["places"]} == {"remained"}
    assert ran.json["choices"][0]["pai"] == ran.json["choices"][1]["pai"] > 1
    assert "Places picked for a bad year fall in the next by chance alone" in ran.err


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        ((), 2, "Say where to write the candidates"),
        (("-o", "found.docx"), 1, "'found.docx' doesn't say what to write"),
        (("-o", "rows.csv/found.gpkg"), 1, "is a file, not a folder"),
        (("-o", "found.gpkg", "--to", "2024-09"), 1, "give --from too"),
        (("-o", "found.gpkg", "--count", "nonsense"), 1, "There is no count group 'nonsense'"),
        (("-o", "found.gpkg", "--harm", "none.csv"), 1, "none.csv"),
        (("-o", "found.gpkg", "--during", "22:00-03:00"), 1, "No point has a time of day"),
        (("--compare", "none.gpkg", "none.gpkg"), 1, "none.gpkg"),
        (("--compare", "a.gpkg", "b.gpkg", "-o", "c.gpkg"), 2, "leave out -o"),
        (("-o", "found.gpkg", "--streets", "s.geojson"), 2, "end the file of -o in .html"),
        (("-o", "found.html", "--streets", "s.geojson"), 1, "s.geojson"),
        (("-o", "found.gpkg", "--days", "fri,someday"), 1, "write them like fri,sat"),
        (("-o", "found.gpkg", "--days", "fri"), 1, "leave out --days"),
        (("-o", "found.gpkg", "--crs", "nonsense"), 1, "is no coordinate system that is known"),
        (("-o", "found.gpkg", "--crs", "EPSG:4326"), 1, "is in degrees, not in metres"),
        (("-o", "found.gpkg", "--days", ""), 1, "write them like fri,sat"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    casebook: Casebook, rows: Path, tmp_path: Path, more: tuple[str, ...], code: int, said: str
) -> None:
    """And nothing is written."""
    before = sorted(tmp_path.iterdir())
    ran = casebook("detect", rows, *more)
    assert ran.code == code
    assert said in ran.err
    assert len(ran.err.strip().splitlines()) <= 4
    assert sorted(tmp_path.iterdir()) == before


def test_the_samples_hotspots_are_found_and_what_else_is_said(
    casebook: Casebook, demo: Path, tmp_path: Path
) -> None:
    """As docs/where-next.md has it: all 27, and six places more."""
    ran = casebook("--book", demo / "casebook.db", "detect", "-o", tmp_path / "found.gpkg")
    assert ran.code == 0, ran.err
    assert "6,459 incidents with coordinates in Dec 2023 to Nov 2024: crime" in ran.err
    assert "27 of 27 present hotspots overlap a candidate. 6 candidates lie in no" in ran.err
    assert "\nC32 " in ran.out
    assert "\nC33 " not in ran.out


def test_a_map_is_written_with_the_casebooks_marking_and_what_is_in_a_hotspot(
    made: Casebook, tmp_path: Path, rows: Path
) -> None:
    """From its own rows, after the first candidates were taken as hotspots."""
    assert made("import", "incidents", rows, "--source", "extract").code == 0
    window = ("--from", "2024-09", "--cell", 200)
    assert made("detect", "-o", tmp_path / "found.gpkg", *window).code == 0
    taken = made("import", "hotspots", tmp_path / "found.gpkg", "--themes", "serious violence")
    assert taken.code == 0, taken.err
    ran = made("detect", "-o", tmp_path / "found.html", *window)
    assert ran.code == 0, ran.err
    page = (tmp_path / "found.html").read_text(encoding="utf-8")
    assert "Wrote " in ran.err
    assert page.count("OFFICIAL-SENSITIVE") >= 2
    assert "In a present hotspot" in page


def test_a_map_of_files_alone_needs_no_casebook(
    casebook: Casebook, tmp_path: Path, rows: Path
) -> None:
    """And says that it isn't marked."""
    ran = casebook("detect", rows, "-o", tmp_path / "found.html", "--method", "kde")
    assert ran.code == 0, ran.err
    assert "NOT MARKED" in (tmp_path / "found.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["found.gpkg", "found.html"])
def test_a_viewer_of_the_casebook_writes_no_file(made: Casebook, tmp_path: Path, name: str) -> None:
    """Whoever may not export is told so, and nothing is written."""
    assert made("user", "add", "viewer", "--role", "viewer", "--force-wide").code == 0
    ran = made("--as", "viewer", "detect", "-o", tmp_path / name)
    assert ran.code == 1
    assert "viewer may not make files from this casebook" in ran.err
    assert not (tmp_path / name).exists()


def test_the_same_again_is_the_same_bytes(casebook: Casebook, tmp_path: Path, rows: Path) -> None:
    """GeoJSON twice, from the same rows."""
    for name in ("one.geojson", "two.geojson"):
        assert casebook("detect", rows, "-o", tmp_path / name, "--method", "dbscan").code == 0
    one, two = (json.loads((tmp_path / n).read_text()) for n in ("one.geojson", "two.geojson"))
    assert one["features"] == two["features"]
