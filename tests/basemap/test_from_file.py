"""Streets and water from a file: what is taken, and what is said of a file that has none."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
import shapely

from casebook.basemap.from_file import read_background, read_streets
from casebook.core.errors import BadFile
from tests.files.map_files import layer


def write(path: Path, features: Sequence[object], **more: object) -> Path:
    """A GeoJSON file of those features."""
    collection = {"type": "FeatureCollection", "features": features, **more}
    path.write_text(json.dumps(collection), encoding="utf-8")
    return path


def feature(geometry: object, **properties: object) -> dict[str, object]:
    """A GeoJSON feature."""
    return {"type": "Feature", "properties": properties, "geometry": geometry}


LINE = {"type": "LineString", "coordinates": [[1.5, 51.2], [1.6, 51.3]]}


def test_lines_are_taken_by_class_and_points_left_out(tmp_path: Path) -> None:
    """An unknown or missing class counts as local; the file's attribution is kept."""
    point = {"type": "Point", "coordinates": [1.5, 51.2]}
    features = [
        feature(LINE, road_class="A"),
        feature(LINE),
        feature(LINE, road_class="towpath"),
        feature(point, road_class="a"),
    ]
    found = read_streets(write(tmp_path / "s.geojson", features, attribution="Contains OS data"))
    assert found.sorts == ("a", "local", "local")
    assert found.attribution == "Contains OS data"
    assert len(found.of("local")) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "s.geojson is empty."),
        ("[1, 2]", "s.geojson is no map's file that can be read: give GeoJSON, GeoPackage, "),
        ('{"type": "FeatureCollection", "features": [{', "s.geojson is damaged or cut short ("),
        ('{"type": "FeatureCollection", "features": []}', "s.geojson holds no lines that can be"),
        ('{"type": "Point", "coordinates": [1, 2]}', "s.geojson holds no lines that can be drawn"),
    ],
)
def test_a_file_that_holds_no_streets_is_refused(tmp_path: Path, content: str, said: str) -> None:
    """Each gets a sentence that names the file."""
    path = tmp_path / "s.geojson"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadFile) as refused:
        read_streets(path)
    assert str(refused.value).startswith(said)


def test_a_file_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    """The sentence names the file and what the system says."""
    with pytest.raises(BadFile, match=r"There is no file .*gone\.geojson"):
        read_streets(tmp_path / "gone.geojson")


@pytest.mark.parametrize("name", ["s.gpkg", "s.shp", "s.fgb", "s.zip"])
def test_streets_come_in_any_format_and_system(tmp_path: Path, name: str) -> None:
    """Metres are turned into degrees; the class may be as OS Open Roads has it."""
    line = shapely.LineString([(644665, 156485), (645665, 156485)])
    classes = {"road_classification": ["A Road", "Unclassified"]}
    path = tmp_path / ("s.shp" if name == "s.zip" else name)
    layer(path, [line, line], classes, geometry_type="LineString")
    if name == "s.zip":
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for part in ("shp", "shx", "dbf", "prj"):
                archive.write(tmp_path / f"s.{part}", f"roads/s.{part}")
    found = read_streets(tmp_path / name)
    assert sorted(found.sorts) == ["a", "local"]
    assert found.shapes[0].bounds == pytest.approx((1.505, 51.255, 1.5193, 51.255), abs=1e-3)
    with pytest.raises(BadFile, match="doesn't say which coordinate system"):
        read_streets(layer(tmp_path / "x.gpkg", [line], {}, None, geometry_type="LineString"))


def test_an_openstreetmap_extract_gives_its_highways(tmp_path: Path) -> None:
    """A river is a line too, and no street."""
    nodes = "".join(f'<node id="{n}" lat="51.2{n}" lon="1.5{n}" version="1"/>' for n in (1, 2, 3))
    ways = "".join(
        f'<way id="{n}" version="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag {tag}/></way>'
        for n, tag in enumerate(
            ('k="highway" v="primary"', 'k="waterway" v="river"', 'k="highway" v="service"'), 1
        )
    )
    path = tmp_path / "island.osm"
    path.write_text(f'<?xml version="1.0"?><osm version="0.6">{nodes}{ways}</osm>')
    found = read_streets(path)
    assert found.sorts == ("a", "local")
    whole = read_background(path)
    assert whole.background.sorts == ("a", "waterway", "local")
    assert whole.background.attribution == "© OpenStreetMap contributors"
    assert found.shapes[0].coords[0] == pytest.approx((1.51, 51.21))


def _areas(path: Path, columns: dict[str, list[str]]) -> Path:
    square = shapely.box(644000, 156000, 645000, 157000)
    rows = len(next(iter(columns.values())))
    return layer(path, [square] * rows, columns, geometry_type="Polygon")


@pytest.mark.parametrize(
    ("name", "columns", "sorts"),
    [
        ("wards.gpkg", {"NAME": ["Quay", "Fen"]}, ("border", "border")),
        ("SurfaceWater_Area.gpkg", {"NAME": ["", "Mere"]}, ("water", "water")),
        ("land.gpkg", {"fclass": ["reservoir", "park"]}, ("water", "park")),
        ("osm.gpkg", {"highway": ["", "", ""], "natural": ["water", "wood", "scrub"]}, None),
    ],
)
def test_areas_are_what_columns_or_the_file_say(
    tmp_path: Path, name: str, columns: dict[str, list[str]], sorts: tuple[str, ...] | None
) -> None:
    """An area of which nothing is said is a border, as a ward's is."""
    found = read_background(_areas(tmp_path / name, columns)).background.sorts
    assert found == (sorts or ("water", "park", "border"))


def test_what_is_left_out_is_counted_by_what_it_is(tmp_path: Path) -> None:
    """Footpaths and points are none of the ground; a file of nothing else is refused."""
    point = {"type": "Point", "coordinates": [1.5, 51.2]}
    features = [feature(LINE, highway=word) for word in ("footway", "primary", "steps")]
    path = write(tmp_path / "roads.geojson", [*features, feature(point)])
    found = read_background(path)
    assert (found.read, found.background.sorts) == (4, ("a",))
    assert found.left_out == {"footpaths and cycleways": 2, "no lines or areas": 1}
    only = write(tmp_path / "paths.geojson", features[:1])
    with pytest.raises(BadFile, match=r"nothing that a map is drawn on: 1 footpaths"):
        read_background(only)


def test_only_the_layer_that_was_asked_for_is_read(tmp_path: Path) -> None:
    """Of a file with several; without asking all of them are."""
    line = shapely.LineString([(644000, 156000), (645000, 156000)])
    path = tmp_path / "several.gpkg"
    for name in ("lanes", "tracks"):
        layer(
            path,
            [line],
            {"road_class": ["B"]},
            geometry_type="LineString",
            layer=name,
            append=path.exists(),
        )
    assert read_background(path).read == 2
    assert read_background(path, layers=["LANES"]).read == 1
