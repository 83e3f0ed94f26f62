"""The layers of a map's file are tables like any other, with their points in two columns."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import shapely
from pyarrow import parquet

from casebook.core.errors import BadFile
from casebook.files.sheet import POINT_COLUMNS, Heading, LacksColumns
from casebook.files.sources import files_of
from casebook.files.tabular import Sheet, find_columns, numbers, sheets
from geo.crs import BNG, WGS84, transform
from tests.files.map_files import FERRY, QUAY, layer

REFS = {"Ref": ["A1", "A2"], "When": ["Mon", "Tue"], "Note": ["x", ""]}
X, Y = POINT_COLUMNS


def choose(heading: Heading) -> Sequence[str]:
    """Ref, When and the points."""
    if not {"Ref", "When"} <= set(heading.names):
        raise LacksColumns(heading, "ref and when")
    return ["Ref", "When", *POINT_COLUMNS]


def read(path: Path, *tabs: str, crs: str = BNG) -> list[Sheet]:
    """The sheets of a file, with points in metres."""
    return list(sheets([path], choose=choose, tabs=tabs, crs=crs))


def places(sheet: Sheet) -> list[tuple[float, float]]:
    """The points of a sheet."""
    columns = [numbers(sheet.table[name])[0].tolist() for name in POINT_COLUMNS]
    return list(zip(*columns, strict=True))


def degrees(point: shapely.Point) -> shapely.Point:
    """The point in longitude and latitude."""
    x, y = transform(np.array([point.x]), np.array([point.y]), BNG, WGS84)
    return shapely.Point(x[0], y[0])


@pytest.mark.parametrize(
    "name", ["rows.gpkg", "rows.geojson", "rows.shp", "rows.fgb", "rows.tab", "rows.gml"]
)
def test_points_of_every_format_are_rows_with_a_place(tmp_path: Path, name: str) -> None:
    """Texts as they stand, points unmoved where the layer is in the casebook's metres."""
    options = {"driver": "MapInfo File"} if name.endswith(".tab") else {}
    (sheet,) = read(layer(tmp_path / name, [FERRY, QUAY], REFS, **options))
    refs = sheet.table.column("Ref").to_pylist()  # FlatGeobuf sorts features by place
    assert dict(zip(refs, places(sheet), strict=True)) == {
        "A1": (640000, 150000),
        "A2": (641000, 150300),
    }
    assert sheet.file.startswith(name)
    assert [sheet.row(0), sheet.row(1)] == [1, 2]
    assert sheet.unread[-1] == "Note"


def test_points_in_another_system_are_turned_and_that_is_said(tmp_path: Path) -> None:
    """Degrees land where the metres are, as near as there and back again is the same."""
    path = layer(tmp_path / "rows.geojson", [degrees(FERRY), degrees(QUAY)], REFS, WGS84)
    (sheet,) = read(path)
    assert np.allclose(places(sheet), [(640000, 150000), (641000, 150300)], atol=0.01)
    assert sheet.notes[0] == "Points were turned from EPSG:4326 into EPSG:27700."


def test_a_layer_without_a_system_is_refused(tmp_path: Path) -> None:
    """Nobody can tell where its points are."""
    path = layer(tmp_path / "rows.shp", [FERRY, QUAY], REFS)
    (tmp_path / "rows.prj").unlink()
    with pytest.raises(BadFile, match=r"^rows\.shp doesn't say which coordinate system .* \.prj"):
        read(path)
    assert read(path, crs="")[0].names == ("Ref", "When")


def test_what_is_no_single_point_is_rejected_with_its_row(tmp_path: Path) -> None:
    """A multipoint of one point is a point; several, lines and polygons are named; none is none."""
    shapes = [
        shapely.MultiPoint([FERRY]),
        shapely.MultiPoint([FERRY, QUAY]),
        None,
        FERRY.buffer(5),
        shapely.LineString([FERRY, QUAY]),
        shapely.Point(640000, 150000, 30),
    ]
    six = {"Ref": list("abcdef"), "When": ["Mon"] * 6}
    (sheet,) = read(layer(tmp_path / "r.gpkg", shapes, six, layer="r", geometry_type="Unknown"))
    assert sheet.table.column("Ref").to_pylist() == ["a", "c", "f"]
    assert [sheet.row(at) for at in range(3)] == [1, 3, 6]
    assert places(sheet)[0] == places(sheet)[2] == (640000, 150000)
    assert np.isnan(places(sheet)[1]).all()
    assert [str(bad) for bad in sheet.rejections] == [
        "r.gpkg, layer 'r', row 2: Its geometry is 2 points: give each a row of its own.",
        "r.gpkg, layer 'r', row 4: Its geometry is a polygon, and a point is wanted.",
        "r.gpkg, layer 'r', row 5: Its geometry is a line, and a point is wanted.",
    ]
    assert sheet.held == 6
    assert sheet.torn[4][:2] == ("d", "Mon")


def test_layers_are_read_and_named_like_tabs(tmp_path: Path) -> None:
    """Each with its rows; one without the columns is passed over by name; --layer chooses."""
    path = tmp_path / "rows.gpkg"
    layer(path, [FERRY, QUAY], REFS, layer="July")
    layer(path, [FERRY], {"Ref": ["A3"], "When": ["Wed"]}, layer="August", append=True)
    layer(path, [FERRY], {"Code": ["x"]}, layer="lamps", append=True)
    july, august = read(path)
    assert (july.file, august.tab) == ("rows.gpkg, layer 'July'", "August")
    assert august.notes == (
        "Read from rows.gpkg: layer 'July' (2 rows), layer 'August' (1 row).",
        "Not read: rows.gpkg, layer 'lamps' (1 row): it has no column for ref and when.",
        "Columns not read in rows.gpkg, layer 'July': Note.",
    )
    assert [sheet.tab for sheet in read(path, "august")] == ["August"]
    with pytest.raises(BadFile, match="There is no tab, layer or file 'Juli'"):
        read(path, "Juli")
    with pytest.raises(BadFile) as refused:
        read(path, "lamps")
    assert str(refused.value) == (
        f"rows.gpkg, layer 'lamps' has no column for ref and when: it has Code, {X}, {Y}. "
        "Say which column is which with --map."
    )


def test_a_zip_may_hold_shapefiles_tables_and_layers(tmp_path: Path) -> None:
    """All are read and named, a Shapefile's parts belong to it, and what is no table is listed."""
    layer(tmp_path / "inc.shp", [FERRY, QUAY], REFS)
    layer(tmp_path / "rows.gpkg", [QUAY], {"Ref": ["A4"], "When": ["Thu"]}, layer="July")
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in ("shp", "shx", "dbf", "prj", "cpg"):
            archive.write(tmp_path / f"inc.{part}", f"july/inc.{part}")
        archive.writestr("july/inc.shp.xml", "<metadata/>")
        archive.write(tmp_path / "rows.gpkg", "rows.gpkg")
        archive.writestr("README.txt", "Ref,When\nno,table\n")
        archive.writestr("late.csv.gz", gzip.compress(b"Ref,When\nA5,Fri\n"))
    found = read(path)
    assert [sheet.file for sheet in found] == [
        "all.zip/july/inc.shp",
        "all.zip/late.csv.gz",
        "all.zip/rows.gpkg, layer 'July'",
    ]
    assert found[-1].notes[:2] == (
        "Left out, being no table: all.zip/README.txt.",
        "Read from all.zip: july/inc.shp (2 rows), late.csv.gz (1 row), "
        "rows.gpkg, layer 'July' (1 row).",
    )
    assert places(found[0]) == [(640000, 150000), (641000, 150300)]
    assert [sheet.file for sheet in read(path, "inc")] == ["all.zip/july/inc.shp"]


def test_an_esri_geodatabase_is_one_file(tmp_path: Path) -> None:
    """By itself, in a folder and in a ZIP."""
    folder = tmp_path / "given"
    folder.mkdir()
    path = layer(folder / "z.gdb", [FERRY, QUAY], REFS, driver="OpenFileGDB", layer="inc")
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        for part in path.iterdir():
            archive.write(part, f"z.gdb/{part.name}")
    named = {"z.gdb": path, "given/z.gdb": folder, "z.zip/z.gdb": tmp_path / "z.zip"}
    for name, given in named.items():
        (sheet,) = read(given)
        assert sheet.file == f"{name}, layer 'inc'"
        assert places(sheet)[1] == (641000, 150300)


def test_a_kml_has_its_attributes_and_not_its_own_columns(tmp_path: Path) -> None:
    """Those of its extended data and of the table in its description; as a KMZ too."""
    table = "<table><tr><th colspan=2>All</th></tr><tr><td>Ref</td><td>A1 &amp; B</td></tr></table>"
    lon, lat = degrees(FERRY).coords[0]
    mark = (
        "<Placemark id='p1'><name>Ferry</name><description><![CDATA[{}]]></description>"
        "<ExtendedData><Data name='When'><value>Mon</value></Data></ExtendedData>"
        f"<Point><coordinates>{lon},{lat},3</coordinates></Point></Placemark>"
    )
    body = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'
    kml = tmp_path / "rows.kml"
    kml.write_text(body.format(mark.format(table) + mark.format("")))
    with zipfile.ZipFile(tmp_path / "rows.kmz", "w") as archive:
        archive.write(kml, "doc.kml")
    for path in (kml, tmp_path / "rows.kmz"):
        (sheet,) = read(path)
        assert sheet.table.column("Ref").to_pylist() == ["A1 & B", ""]
        assert sheet.table.column("When").to_pylist() == ["Mon", "Mon"]
        assert np.allclose(places(sheet)[0], (640000, 150000), atol=0.01)
        assert "Columns not read: Name." in sheet.notes
    kml.write_text(body.format(mark.format("seen from the <b>quay</b>")))
    with pytest.raises(BadFile, match="it has Name, description, When, x of the point"):
        read(kml)


def test_typed_values_are_text_as_a_csv_has_them(tmp_path: Path) -> None:
    """Whole numbers without a point, ISO dates, times with the zone each has, lists parted."""
    at = ["2024-10-07T13:00:00Z", "2024-10-07T14:00:00+01:00", "2024-10-07T14:00:00"]
    point = {"type": "Point", "coordinates": degrees(FERRY).coords[0]}
    features = [
        {
            "type": "Feature",
            "properties": {"n": n, "on": "2024-10-07", "at": when, "tags": ["a", "b"], "no": None},
            "geometry": point,
        }
        for n, when in zip((1, 2.5, None), at, strict=True)
    ]
    path = tmp_path / "r.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    (sheet,) = sheets([path])
    assert sheet.table.to_pylist() == [
        {"n": n, "on": "2024-10-07", "at": when, "tags": "a; b", "no": ""}
        for n, when in zip(("1", "2.5", ""), at, strict=True)
    ]


def test_a_shapefile_cuts_names_and_they_are_known_all_the_same() -> None:
    """Ten characters of an alias are enough, if the column's name has no more."""
    heading = Heading("rows.shp", ("Crime_numb", "Offence_de", "Offence de tail"))
    aliases = {"id": ["Crime number"], "type": ["Offence", "Offence description"]}
    assert find_columns(heading, aliases) == {"id": "Crime_numb", "type": "Offence_de"}


def test_a_shapefile_is_all_the_files_of_its_name(tmp_path: Path) -> None:
    """A changed table makes it another file; a CSV beside it is its own."""
    path = layer(tmp_path / "rows.shp", [FERRY, QUAY], REFS)
    (tmp_path / "rows.csv").write_text("Ref\n1\n")
    (tmp_path / "rows-2.shp").write_bytes(b"")
    assert [each.suffix for each in files_of(path)] == [".cpg", ".dbf", ".prj", ".shp", ".shx"]
    assert files_of(tmp_path / "rows.csv") == [tmp_path / "rows.csv"]


@pytest.mark.parametrize("ending", [".shx", ".dbf"])
def test_a_shapefile_without_a_part_is_refused_with_its_name(tmp_path: Path, ending: str) -> None:
    """In a folder and in a ZIP alike."""
    path = layer(tmp_path / "rows.shp", [FERRY, QUAY], REFS)
    path.with_suffix(ending).unlink()
    packed = tmp_path / "rows.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for each in sorted(tmp_path.glob("rows.???")):
            if each != packed:
                archive.write(each, each.name)
    for given, named in ((path, "rows.shp"), (packed, "rows.zip/rows.shp")):
        with pytest.raises(BadFile) as refused:
            read(given)
        assert str(refused.value) == f"{named} is part of a Shapefile: put its {ending} beside it."


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        (
            "r.gpkg",
            b"SQLite format 3\0" + bytes(100),
            "r.gpkg can't be read as a map's file: it is",
        ),
        ("r.json", b'{"type": "FeatureCollection", "fea', "r.json can't be read as a map's file:"),
        ("r.kml", b"<kml><Document>", "r.kml can't be read as a map's file: it is damaged"),
        ("r.fgb", b"fgb\x03fgb\x01" + bytes(20), "r.fgb holds nothing that can be read: it is"),
        ("r.shp", b"\0\0\x27\x0a" + bytes(96), "r.shp is part of a Shapefile: put its"),
        ("r.kmz", b"PK\x03\x04junk", "r.kmz is a damaged ZIP file: fetch it again."),
    ],
)
def test_a_damaged_map_is_refused_in_one_sentence(
    tmp_path: Path, name: str, content: bytes, why: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """GDAL itself prints nothing."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadFile) as refused:
        read(tmp_path / name)
    assert str(refused.value).startswith(why)
    assert "\n" not in str(refused.value)
    assert capfd.readouterr() == ("", "")


def test_a_virtual_layer_is_refused_as_a_table_too(tmp_path: Path) -> None:
    """It only points at another file."""
    path = tmp_path / "rows.geojson"
    path.write_text('{"type": "FeatureCollection", "crs": {"type": "link", "properties": {}}}')
    with pytest.raises(BadFile, match="names its coordinate system by a web address"):
        read(path)
    path.write_text("<?xml version='1.0'?><OGRVRTDataSource><kml ></OGRVRTDataSource>")
    with pytest.raises(BadFile, match="only points at other files"):
        read(path)


@pytest.mark.parametrize("encoding", ["WKB", "point"])
def test_geoparquet_has_points(tmp_path: Path, encoding: str) -> None:
    """In either way of keeping them, in longitude and latitude where no system is named."""
    about: dict[str, Any] = {"encoding": encoding}
    shapes: list[Any] = [shapely.to_wkb(degrees(FERRY)), None]
    if encoding == "point":
        shapes = [{"x": degrees(FERRY).x, "y": degrees(FERRY).y}, None]
    geo = {"version": "1.1.0", "primary_column": "at", "columns": {"at": about}}
    table = pa.table({**REFS, "at": shapes}).replace_schema_metadata({"geo": json.dumps(geo)})
    parquet.write_table(table, tmp_path / "rows.parquet")
    (sheet,) = read(tmp_path / "rows.parquet")
    assert sheet.table.column("Ref").to_pylist() == ["A1", "A2"]
    assert np.allclose(places(sheet)[0], (640000, 150000), atol=0.01)
    assert np.isnan(places(sheet)[1]).all()
    assert sheet.notes == (
        "Points were turned from OGC:CRS84 into EPSG:27700.",
        "Columns not read: Note.",
    )
    assert [sheet.row(0), sheet.row(1)] == [2, 3]
    renamed = table.rename_columns([*REFS, "elsewhere"])
    renamed = renamed.replace_schema_metadata(table.schema.metadata)
    parquet.write_table(renamed, tmp_path / "rows.parquet")
    with pytest.raises(BadFile, match=r"^rows\.parquet is a damaged GeoParquet file"):
        read(tmp_path / "rows.parquet")


def test_a_map_may_be_gzipped(tmp_path: Path) -> None:
    """It is unpacked for GDAL."""
    path = layer(tmp_path / "rows.geojson", [FERRY, QUAY], REFS, geometry_type="Unknown")
    packed = tmp_path / "rows.geojson.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    (sheet,) = read(packed)
    assert sheet.file == "rows.geojson.gz"
    assert places(sheet) == [(640000, 150000), (641000, 150300)]


@pytest.mark.parametrize("keep", [130, 160, 190])
def test_a_shapefile_cut_short_loses_no_place_in_silence(
    tmp_path: Path, keep: int, capfd: pytest.CaptureFixture[str]
) -> None:
    """Its table is whole, and GDAL would give the features no geometry."""
    path = layer(tmp_path / "rows.shp", [FERRY] * 4, {"Ref": list("abcd"), "When": ["Mon"] * 4})
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(BadFile, match=r"^rows\.shp can't be read as a map's file: it is damaged"):
        read(path)
    assert capfd.readouterr() == ("", "")


def test_the_first_file_of_a_process_loses_no_place_either(tmp_path: Path) -> None:
    """The library says less in the thread that it was first loaded in."""
    path = layer(tmp_path / "rows.shp", [FERRY] * 4, {"Ref": list("abcd")})
    path.write_bytes(path.read_bytes()[:160])
    program = (
        "import sys; from pathlib import Path; from casebook.files.tabular import sheets\n"
        f"print(list(sheets([Path(sys.argv[1])], crs={BNG!r})))"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, path], capture_output=True, text=True, check=False
    )
    assert told.stdout == ""
    assert "BadFile: rows.shp can't be read as a map's file: it is damaged" in told.stderr


def test_a_kmz_has_the_attributes_that_a_schema_declares(tmp_path: Path) -> None:
    """As GDAL and most map programs write them: every column but the name, in a KMZ as in a KML."""
    rows = {"Name": ["n"], "Ref": ["A1"], "When": ["Mon"]}
    kml = layer(tmp_path / "rows.kml", [degrees(FERRY)], rows, WGS84, driver="KML")
    with zipfile.ZipFile(tmp_path / "rows.kmz", "w") as archive:
        archive.write(kml, "doc.kml")
        archive.writestr("files/pin.png", b"no map")
    for path in (kml, tmp_path / "rows.kmz"):
        (sheet,) = read(path)
        assert sheet.table.column("When").to_pylist() == ["Mon"]
