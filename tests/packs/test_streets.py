"""Streets from a file: what is taken, and what is said of a file that has none."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from casebook.core.errors import BadFile
from casebook.packs.drawing.streets import StreetIndex, read_streets
from tests.packs.made_up import STREETS


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
    assert found.classes == ("a", "local", "local")
    assert found.attribution == "Contains OS data"
    assert len(found.of("local")) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "s.geojson is no GeoJSON file of streets"),
        ("[1, 2]", "s.geojson is no GeoJSON file of streets"),
        ('{"features": [{"geometry": {"type": "Nonsense"}}]}', "is no GeoJSON file of streets"),
        ('{"features": []}', "s.geojson holds no lines"),
        ('{"features": [{"geometry": null}]}', "s.geojson"),
    ],
)
def test_a_file_that_holds_no_streets_is_refused(tmp_path: Path, content: str, said: str) -> None:
    """Each gets a sentence that names the file."""
    path = tmp_path / "s.geojson"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadFile, match=said):
        read_streets(path)


def test_a_file_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    """The sentence names the file and what the system says."""
    with pytest.raises(BadFile, match=r"gone\.geojson can't be read: No such file"):
        read_streets(tmp_path / "gone.geojson")


def test_a_window_gives_the_lines_in_it_cut_at_its_edges() -> None:
    """The A road crosses the window and is cut; the street far away isn't in it."""
    found = StreetIndex(STREETS).within(1.50, 51.25, 1.51, 51.26)
    assert {kind: len(lines) for kind, lines in found.items()} == {"local": 1, "b": 0, "a": 1}
    assert found["a"][0].bounds == (1.50, 51.251, 1.51, 51.251)
