"""Polygons come out of every format and system, or the file is refused in one sentence."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyogrio
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet
from shapely.geometry.base import BaseGeometry

from casebook.core.errors import BadFile
from geo.compare import same_shape
from geo.crs import BNG, WGS84
from geo.mend import Reprojection
from geo.polygons import PolygonFile, read_polygons

FERRY = shapely.box(640000, 150000, 640200, 150100)
QUAY = shapely.box(641000, 150000, 641100, 150300)


def write(
    path: Path,
    shapes: list[BaseGeometry],
    crs: str | None = BNG,
    fields: dict[str, list[Any]] | None = None,
    **options: Any,
) -> Path:
    """``shapes`` as a file of the format its suffix says, with refs HS-01, HS-02 and so on."""
    named = fields or {"ref": [f"HS-{n:02}" for n in range(1, len(shapes) + 1)]}
    columns = [np.array(values, dtype=object) for values in named.values()]
    wkb = np.array([shapely.to_wkb(shape) for shape in shapes], dtype=object)
    options = {"geometry_type": "Unknown"} | options
    pyogrio.raw.write(str(path), wkb, columns, list(named), crs=crs, **options)
    return path


def geojson(path: Path, *features: Any, crs: str = "", **properties: Any) -> Path:
    """A GeoJSON file of geometries, or of whole features where given."""
    whole = [
        feature
        if "type" in feature and feature["type"] == "Feature"
        else {"type": "Feature", "properties": {"ref": f"HS-{n:02}"} | properties}
        | {"geometry": feature}
        for n, feature in enumerate(features, start=1)
    ]
    named = {"crs": {"type": "name", "properties": {"name": crs}}} if crs else {}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": whole} | named))
    return path


def outline(shape: BaseGeometry, source: str = BNG, target: str = WGS84) -> BaseGeometry:
    """``shape`` in another coordinate system."""
    return Reprojection(source, target).moved(shape)


def refs(found: PolygonFile) -> dict[str, BaseGeometry]:
    """The usable polygons by ref."""
    return {row.properties["ref"]: row.geometry for row in found.features}


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("hotspots.gpkg", {"geometry_type": "Polygon"}),
        ("hotspots.shp", {"geometry_type": "Polygon"}),
        ("hotspots.fgb", {"geometry_type": "Polygon"}),
        ("hotspots.geojson", {}),
        ("hotspots.gml", {"geometry_type": "Polygon"}),
        ("hotspots.tab", {"driver": "MapInfo File", "geometry_type": "Polygon"}),
    ],
)
def test_every_format_in_metres_gives_the_polygons_as_drawn(
    tmp_path: Path, name: str, options: dict[str, Any]
) -> None:
    """A file already in the casebook's system comes back unmoved, refs and all."""
    found = read_polygons(write(tmp_path / name, [FERRY, QUAY], **options), crs=BNG)
    shapes = refs(found)
    assert found.read == 2
    assert not found.rejections
    assert found.crs_named == BNG
    assert same_shape(shapes["HS-01"], FERRY)
    assert same_shape(shapes["HS-02"], QUAY)


@pytest.mark.parametrize("driver", ["LIBKML", "KML"])
def test_kml_is_turned_from_degrees_and_its_own_columns_are_left_out(
    tmp_path: Path, driver: str
) -> None:
    """KML is longitude and latitude; the id it makes up for itself is no column."""
    shapes = [outline(FERRY), outline(QUAY)]
    found = read_polygons(write(tmp_path / "hotspots.kml", shapes, WGS84, driver=driver), crs=BNG)
    assert same_shape(refs(found)["HS-01"], FERRY)
    assert "id" not in found.columns
    assert found.notes == ("Coordinates were turned from EPSG:4326 into EPSG:27700.",)


def test_a_kmz_has_every_column_of_the_kml_in_it(tmp_path: Path) -> None:
    """Those that a schema declares too, which GDAL leaves out of a KMZ that it opens as one."""
    named = {"Name": ["n"], "Beat": ["B7"]}
    kml = write(tmp_path / "h.kml", [outline(FERRY)], WGS84, named, driver="KML")
    with zipfile.ZipFile(tmp_path / "h.kmz", "w") as archive:
        archive.write(kml, "doc.kml")
    (row,) = read_polygons(tmp_path / "h.kmz", crs=BNG).features
    assert row.properties["Beat"] == "B7"


def test_geojson_without_a_system_is_longitude_and_latitude(tmp_path: Path) -> None:
    """GeoJSON's standard fixes its coordinate system, so none has to be named."""
    path = geojson(tmp_path / "h.geojson", shapely.geometry.mapping(outline(FERRY)))
    assert same_shape(refs(read_polygons(path, crs=BNG))["HS-01"], FERRY)


def test_geojson_that_names_a_system_is_read_in_it(tmp_path: Path) -> None:
    """The older GeoJSON's crs member is obeyed."""
    path = geojson(
        tmp_path / "h.geojson", shapely.geometry.mapping(FERRY), crs="urn:ogc:def:crs:EPSG::27700"
    )
    found = read_polygons(path, crs=BNG)
    assert shapely.equals(refs(found)["HS-01"], FERRY)
    assert found.notes == ()


def test_topojson_without_a_system_is_taken_as_degrees_and_said(tmp_path: Path) -> None:
    """TopoJSON names no system, and the note says what it was read as."""
    west, south, east, north = outline(FERRY).bounds
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    polygon = {"type": "Polygon", "properties": {"ref": "HS-01"}, "arcs": [[0]]}
    topology = {
        "type": "Topology",
        "objects": {"places": {"type": "GeometryCollection", "geometries": [polygon]}},
        "arcs": [ring],
    }
    path = tmp_path / "h.topojson"
    path.write_text(json.dumps(topology))
    found = read_polygons(path, crs=BNG)
    assert len(found.features) == 1
    assert found.notes[0] == (
        "h.topojson names no coordinate system: read as longitude and latitude (WGS84)."
    )


def test_other_systems_end_up_in_the_same_place(tmp_path: Path) -> None:
    """The same field drawn in Web Mercator or in ETRS89 degrees lands on itself."""
    for crs in ("EPSG:3857", "EPSG:4258"):
        path = write(tmp_path / f"{crs[5:]}.gpkg", [outline(FERRY, BNG, crs)], crs)
        assert same_shape(refs(read_polygons(path, crs=BNG))["HS-01"], FERRY, within=0.02), crs


def test_a_british_grid_named_the_esri_way_is_the_british_grid(tmp_path: Path) -> None:
    """A .prj as ArcGIS writes it, without an EPSG code, moves nothing."""
    path = write(tmp_path / "h.shp", [FERRY], geometry_type="Polygon")
    assert "EPSG" not in (tmp_path / "h.prj").read_text()
    assert shapely.equals(refs(read_polygons(path, crs=BNG))["HS-01"], FERRY)


@pytest.mark.parametrize("folder", ["", "data/2024/"])
def test_a_zipped_shapefile_is_read_however_deep_it_lies(tmp_path: Path, folder: str) -> None:
    """Folders, readme files and what macOS adds to a ZIP don't hide its Shapefile."""
    write(tmp_path / "h.shp", [FERRY], geometry_type="Polygon")
    with zipfile.ZipFile(tmp_path / "h.zip", "w") as archive:
        for part in ("shp", "shx", "dbf", "prj"):
            archive.write(tmp_path / f"h.{part}", f"{folder}h.{part}")
        archive.writestr("readme.txt", "drawn by hand")
        archive.writestr(f"__MACOSX/{folder}._h.shp", "no shape")
    found = read_polygons(tmp_path / "h.zip", crs=BNG)
    assert same_shape(refs(found)["HS-01"], FERRY)


def test_values_are_text_and_missing_is_blank(tmp_path: Path) -> None:
    """Whole numbers have no point though a gap makes them floats; semicolons part a list."""
    square = shapely.geometry.mapping(outline(FERRY))
    full = {"ref": "A", "n": 7, "share": 0.5, "themes": ["asb", "retail"], "on": "2024-10-07"}
    path = geojson(
        tmp_path / "h.geojson",
        {"type": "Feature", "properties": full, "geometry": square},
        {"type": "Feature", "properties": {"ref": None}, "geometry": square},
    )
    found = read_polygons(path, crs=BNG)
    expected = {"ref": "A", "n": "7", "share": "0.5", "themes": "asb; retail", "on": "2024-10-07"}
    assert found.properties[0] == expected
    assert found.properties[1] == dict.fromkeys(expected, "")
    assert found.columns == tuple(expected)


def test_the_only_layer_of_polygons_is_found_among_others(tmp_path: Path) -> None:
    """Layers of points beside it don't matter."""
    path = tmp_path / "h.gpkg"
    write(path, [shapely.Point(640000, 150000)], layer="lamps", geometry_type="Point")
    write(path, [FERRY], layer="hotspots", geometry_type="Polygon", append=True)
    assert list(refs(read_polygons(path, crs=BNG))) == ["HS-01"]


def test_a_kml_folder_without_polygons_is_no_choice(tmp_path: Path) -> None:
    """Of two KML folders, of unknown kind both, the one with polygons is read."""
    path = tmp_path / "h.kml"
    point = "<Placemark><Point><coordinates>1.4,51.2</coordinates></Point></Placemark>"
    west, south, east, north = outline(FERRY).bounds
    ring = f"{west},{south} {east},{south} {east},{north} {west},{south}"
    polygon = (
        "<Placemark><name>Ferry</name><Polygon><outerBoundaryIs><LinearRing><coordinates>"
        f"{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
    )
    path.write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<Folder><name>lamps</name>{point}</Folder>"
        f"<Folder><name>hotspots</name>{polygon}</Folder></Document></kml>"
    )
    found = read_polygons(path, crs=BNG)
    assert [row.properties["Name"] for row in found.features] == ["Ferry"]


def test_several_layers_of_polygons_are_named_and_refused(tmp_path: Path) -> None:
    """Which of them is meant is not guessed."""
    path = tmp_path / "h.gpkg"
    write(path, [FERRY], layer="live", geometry_type="Polygon")
    write(path, [QUAY], layer="old", geometry_type="Polygon", append=True)
    with pytest.raises(BadFile) as refused:
        read_polygons(path, crs=BNG)
    assert str(refused.value) == (
        "h.gpkg has several layers of polygons (live, old): say which with --layer."
    )


def test_a_layer_of_any_geometry_counts_where_it_holds_polygons(tmp_path: Path) -> None:
    """A second layer with polygons makes two, whatever it is declared as."""
    path = tmp_path / "h.gpkg"
    write(path, [FERRY], layer="live", geometry_type="Polygon")
    write(path, [shapely.Point(640000, 150000)], layer="notes", append=True)
    assert list(refs(read_polygons(path, crs=BNG))) == ["HS-01"]
    write(path, [QUAY], layer="sketches", append=True)
    with pytest.raises(BadFile, match=r"several layers of polygons \(live, sketches\)"):
        read_polygons(path, crs=BNG)


def test_a_shapefile_without_its_prj_is_refused(tmp_path: Path) -> None:
    """Nobody can tell what its numbers are, so nothing of it is taken."""
    path = write(tmp_path / "h.shp", [FERRY], geometry_type="Polygon")
    (tmp_path / "h.prj").unlink()
    with pytest.raises(BadFile) as refused:
        read_polygons(path, crs=BNG)
    assert str(refused.value) == (
        "h.shp doesn't say which coordinate system it is in: add the .prj file that belongs to it."
    )


def test_any_other_file_without_a_system_is_refused(tmp_path: Path) -> None:
    """A GeoPackage can leave it undefined, and then isn't taken either."""
    with pytest.warns(UserWarning, match="crs"):
        path = write(tmp_path / "h.gpkg", [FERRY], None)
    with pytest.raises(BadFile, match="doesn't say which coordinate system it is in: save it"):
        read_polygons(path, crs=BNG)


def _truncated(path: Path) -> bytes:
    return write(path.with_suffix(".whole.gpkg"), [FERRY]).read_bytes()[:30000]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("h.geojson", b"", "h.geojson is empty."),
        ("h.geojson", b"not json", "h.geojson is no file of polygons that can be read: give "),
        ("h.gpkg", bytes(range(256)) * 40, "h.gpkg is no file of polygons that can be read: give "),
        ("h.json", b'{"a": 1}', "h.json is no file of polygons that can be read: give "),
        (
            "h.geojson",
            b'{"type": "FeatureCollection", "features": [{"type": "Fea',
            "h.geojson can't be read as polygons: it is damaged or cut short (",
        ),
        (
            "h.geojson",
            b'{"type": "FeatureCollection", "features": []}',
            "h.geojson has no features: there is nothing to import.",
        ),
        ("h.csv", b"ref,name\nA,Ferry\n", "h.csv holds no polygons, only a table: export it as "),
        ("h.zip", b"PK no zip", "h.zip is no ZIP file, or a damaged one."),
        (
            "h.vrt",
            b'<OGRVRTDataSource><OGRVRTLayer name="x"/></OGRVRTDataSource>',
            "h.vrt only points at other files: give the file with the features itself.",
        ),
    ],
)
def test_what_is_no_file_of_polygons_is_refused_whole(
    tmp_path: Path, name: str, content: bytes, sentence: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Each says in one sentence what is the matter, and GDAL itself prints nothing."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadFile) as refused:
        read_polygons(tmp_path / name, crs=BNG)
    assert str(refused.value).startswith(sentence)
    assert "\n" not in str(refused.value)
    assert capfd.readouterr() == ("", "")


def test_a_database_cut_short_is_called_damaged(tmp_path: Path) -> None:
    """Half a GeoPackage isn't half imported."""
    (tmp_path / "h.gpkg").write_bytes(_truncated(tmp_path / "h"))
    with pytest.raises(BadFile, match="damaged or cut short"):
        read_polygons(tmp_path / "h.gpkg", crs=BNG)


def test_a_file_that_isnt_there_is_said(tmp_path: Path) -> None:
    """The path stands in the sentence."""
    with pytest.raises(BadFile, match=r"^There is no file .*nowhere\.gpkg\.$"):
        read_polygons(tmp_path / "nowhere.gpkg", crs=BNG)


def test_part_of_a_shapefile_is_asked_for_the_rest(tmp_path: Path) -> None:
    """Without its .shx a Shapefile can't be read, and the sentence says what belongs to one."""
    path = write(tmp_path / "h.shp", [FERRY], geometry_type="Polygon")
    (tmp_path / "h.shx").unlink()
    with pytest.raises(BadFile, match=r"part of a Shapefile: give its \.shx, \.dbf and \.prj"):
        read_polygons(path, crs=BNG)


def test_a_zip_with_several_files_or_none_is_refused(tmp_path: Path) -> None:
    """Several are named; none says what would do."""
    path = tmp_path / "h.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "nothing here")
    with pytest.raises(BadFile, match="holds no file of polygons"):
        read_polygons(path, crs=BNG)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("one.geojson", "{}")
        archive.writestr("two.kml", "<kml/>")
    with pytest.raises(
        BadFile, match=r"several files \(one\.geojson, two\.kml\): say which with --"
    ):
        read_polygons(path, crs=BNG)


def test_a_layer_may_name_a_file_of_a_zip(tmp_path: Path) -> None:
    """And a layer within it; a name that fits none is refused with those there are."""
    write(tmp_path / "beats.gpkg", [FERRY], layer="live", geometry_type="Polygon")
    write(tmp_path / "beats.gpkg", [QUAY], layer="old", geometry_type="Polygon", append=True)
    square = shapely.geometry.mapping(outline(QUAY))
    path = tmp_path / "h.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(tmp_path / "beats.gpkg", "2024/beats.gpkg")
        archive.write(geojson(tmp_path / "wards.geojson", square), "wards.geojson")
    found = read_polygons(path, crs=BNG, layers=["Wards"])
    assert same_shape(refs(found)["HS-01"], QUAY)
    found = read_polygons(path, crs=BNG, layers=["beats", "live"])
    assert same_shape(refs(found)["HS-01"], FERRY)
    with pytest.raises(BadFile, match=r"several files \(2024/beats\.gpkg, wards\.geojson\)"):
        read_polygons(path, crs=BNG, layers=["parishes"])


@pytest.mark.parametrize("crs", [BNG, None, "unknown"])
def test_geoparquet_is_polygons_too(tmp_path: Path, crs: str | None) -> None:
    """In the system it names, in longitude and latitude where it names none, never guessed."""
    shape = FERRY if crs else outline(FERRY)
    about: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Polygon"]}
    if crs:
        about["crs"] = None if crs == "unknown" else pyproj.CRS(crs).to_json_dict()
    geo = {"version": "1.1.0", "primary_column": "geom", "columns": {"geom": about}}
    columns = {"ref": ["HS-01"], "n": [7], "geom": [shapely.to_wkb(shape)]}
    table = pa.table(columns).replace_schema_metadata({"geo": json.dumps(geo)})
    path = tmp_path / "h.parquet"
    parquet.write_table(table, path)
    if crs == "unknown":
        with pytest.raises(BadFile, match="doesn't say which coordinate system it is in"):
            read_polygons(path, crs=BNG)
        return
    found = read_polygons(path, crs=BNG)
    assert same_shape(refs(found)["HS-01"], FERRY)
    assert found.properties == ({"ref": "HS-01", "n": "7"},)
    with zipfile.ZipFile(tmp_path / "h.zip", "w") as archive:
        archive.write(path, "h.parquet")
    assert same_shape(refs(read_polygons(tmp_path / "h.zip", crs=BNG))["HS-01"], FERRY)


def test_a_parquet_of_another_sort_is_no_file_of_polygons(tmp_path: Path) -> None:
    """A table, a damaged file, and geometries kept in a way that isn't read."""
    path = tmp_path / "h.parquet"
    parquet.write_table(pa.table({"ref": ["A"]}), path)
    with pytest.raises(BadFile, match="holds no polygons, only a table"):
        read_polygons(path, crs=BNG)
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(BadFile, match="is a damaged Parquet file"):
        read_polygons(path, crs=BNG)
    geo = {"primary_column": "geom", "columns": {"geom": {"encoding": "polygon"}}}
    table = pa.table({"geom": [b""]}).replace_schema_metadata({"geo": json.dumps(geo)})
    parquet.write_table(table, path)
    with pytest.raises(BadFile, match="keeps its geometries as polygon, which isn't read here"):
        read_polygons(path, crs=BNG)


def test_a_table_in_a_kmls_description_is_its_attributes(tmp_path: Path) -> None:
    """As Google Earth and ArcGIS write them."""
    rows = "".join(f"<tr><td>{n}</td><td>{v}</td></tr>" for n, v in (("Code", "LH1"), ("n", "7")))
    ring = " ".join(f"{x},{y}" for x, y in outline(FERRY).exterior.coords)
    (tmp_path / "h.kml").write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>Ferry</name><description>'
        f"<![CDATA[<html><table>{rows}</table></html>]]></description><Polygon><outerBoundaryIs>"
        f"<LinearRing><coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon>"
        "</Placemark></kml>"
    )
    found = read_polygons(tmp_path / "h.kml", crs=BNG)
    assert found.properties == ({"Name": "Ferry", "Code": "LH1", "n": "7"},)


def test_a_geojson_in_a_system_nobody_knows_is_refused(tmp_path: Path) -> None:
    """GDAL would take it for longitude and latitude without a word."""
    path = geojson(tmp_path / "h.geojson", shapely.geometry.mapping(FERRY), crs="EPSG:999999")
    written = json.loads(path.read_text())
    path.write_text(json.dumps({"type": written["type"], "crs": written["crs"]} | written))
    with pytest.raises(BadFile, match=r"coordinate system that isn't known here \(EPSG:999999\)"):
        read_polygons(path, crs=BNG)


def test_a_bad_feature_is_numbered_and_the_others_stay(tmp_path: Path) -> None:
    """Row numbers count the file's features from 1, usable or not."""
    good = shapely.geometry.mapping(outline(FERRY))
    path = geojson(
        tmp_path / "h.geojson", good, {"type": "Point", "coordinates": [1.4, 51.2]}, good
    )
    found = read_polygons(path, crs=BNG)
    assert [row.row for row in found.features] == [1, 3]
    assert [str(rejection) for rejection in found.rejections] == [
        "h.geojson row 2: It is a point, and a place is an area: draw it as a polygon."
    ]
    assert found.read == 3


corners = st.tuples(st.integers(0, 4000), st.integers(0, 4000))


@st.composite
def polygons(draw: st.DrawFn) -> BaseGeometry:
    """Valid polygons on and off the sample island: hulls, some with a hole, some of two parts."""
    points = draw(st.lists(corners, min_size=3, max_size=12, unique=True))
    hull = shapely.MultiPoint([(640000 + x / 4, 150000 + y / 4) for x, y in points]).convex_hull
    if hull.geom_type != "Polygon" or hull.area < 10:
        hull = FERRY
    if draw(st.booleans()):
        middle = hull.representative_point()
        room = hull.exterior.distance(middle)
        hull = hull.difference(middle.buffer(room / 2, quad_segs=3))
    if draw(st.booleans()):
        hull = shapely.MultiPolygon([hull, QUAY]) if hull.disjoint(QUAY) else hull
    return hull


@settings(max_examples=40, deadline=None)
@given(shape=polygons(), crs=st.sampled_from([BNG, WGS84]))
def test_any_valid_polygon_survives(
    tmp_path_factory: pytest.TempPathFactory, shape: BaseGeometry, crs: str
) -> None:
    """Whatever its form, written in metres or degrees, it is read back within a centimetre."""
    assert shape.is_valid
    path = write(tmp_path_factory.mktemp("any") / "h.gpkg", [outline(shape, BNG, crs)], crs)
    found = read_polygons(path, crs=BNG)
    assert not found.rejections
    assert same_shape(found.features[0].geometry, shape, within=0.01)
    assert found.features[0].geometry.is_valid
