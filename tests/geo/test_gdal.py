"""GDAL opens files of the formats allowed, never what they point at, and fetches nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pyogrio
import pytest

from casebook.core.errors import BadFile
from geo import gdal
from geo.crs import BNG
from geo.polygons import read_polygons
from tests.architecture.modules import imports, modules
from tests.files.map_files import layer
from tests.geo.test_polygons import FERRY, geojson, outline, write

ROOT = Path(__file__).parents[2]
VRT = (
    "<OGRVRTDataSource><OGRVRTLayer name='hs'><SrcDataSource>secret.geojson</SrcDataSource>"
    "</OGRVRTLayer></OGRVRTDataSource>"
)
REFUSED = "only points at other files: give the file with the features itself."


@contextmanager
def web() -> Iterator[tuple[str, list[str]]]:
    """A web server of this machine: its address, and the paths it is asked for."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"EPSG:27700")

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/", asked
        finally:
            server.shutdown()
            thread.join()


def test_a_fresh_process_opens_the_formats_allowed_and_no_other(tmp_path: Path) -> None:
    """Once a file has been read, GDAL knows no format that isn't on the list."""
    path = write(tmp_path / "h.gpkg", [FERRY])
    program = (
        "import json, sys; from pathlib import Path; from geo.polygons import read_polygons\n"
        f"read_polygons(Path({str(path)!r}), crs='EPSG:27700')\n"
        "import pyogrio; print(json.dumps(sorted(pyogrio.list_drivers())))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    opened = set(json.loads(ran.stdout))
    assert {"GPKG", "GeoJSON", "ESRI Shapefile", "FlatGeobuf"} <= opened
    assert opened <= gdal.FORMATS


def test_only_one_module_of_the_product_imports_pyogrio() -> None:
    """So nothing opens a file before GDAL has been told which formats to leave alone."""
    bring = [name for name in modules() if any(i.startswith("pyogrio") for i in imports(name))]
    assert bring == ["geo.gdal"]


def test_a_gdal_that_cant_be_told_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that keeps other formats is refused with what to install instead."""
    monkeypatch.setattr(pyogrio, "list_drivers", lambda: {"GPKG": "rw", "OGR_VRT": "r"})
    gdal._pyogrio.cache_clear()
    try:
        with pytest.raises(BadFile, match="opens OGR_VRT, which may read other files"):
            gdal.list_layers("h.gpkg")
    finally:
        gdal._pyogrio.cache_clear()


def test_a_format_that_isnt_allowed_is_refused_once_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were one opened all the same, nothing of it would be read."""
    path = write(tmp_path / "h.gpkg", [FERRY])
    assert gdal.list_layers(str(path)) == [("h", "Unknown")]
    monkeypatch.setattr(gdal, "FORMATS", gdal.FORMATS - {"GPKG"})
    with pytest.raises(BadFile, match="is GPKG, a format that isn't opened here"):
        gdal.describe_layer(str(path), "h")


@pytest.mark.parametrize(
    "before",
    ["", '<?xml version="1.0"?>\n', "<!-- drawn by hand -->", "\ufeff  <?xml version='1.0'?>"],
)
@pytest.mark.parametrize("name", ["h.vrt", "h.geojson", "h.kml"])
def test_a_virtual_file_is_refused_whatever_stands_before_it(
    tmp_path: Path, before: str, name: str
) -> None:
    """Its name doesn't make it a file of polygons, by itself, zipped or in a folder."""
    geojson(tmp_path / "secret.geojson", outline(FERRY).__geo_interface__)
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / name).write_text(before + VRT, encoding="utf-8")
    with pytest.raises(BadFile, match=f"^{name} {REFUSED}$"):
        read_polygons(folder / name, crs=BNG)
    with pytest.raises(BadFile, match=f"^given/{name} {REFUSED}$"):
        read_polygons(folder, crs=BNG)
    with zipfile.ZipFile(tmp_path / "h.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(folder / name, "h.geojson")
    with pytest.raises(BadFile, match=rf"^h\.zip/h\.geojson {REFUSED}$"):
        read_polygons(tmp_path / "h.zip", crs=BNG)


def test_a_virtual_file_far_behind_its_first_byte_is_no_file_of_polygons(tmp_path: Path) -> None:
    """GDAL has no reader for it, so looking at its beginning is a courtesy."""
    path = tmp_path / "h.geojson"
    path.write_text(f"<!--{'x' * 100_000}-->{VRT}")
    with pytest.raises(BadFile, match=r"^h\.geojson is no file of polygons that can be read"):
        read_polygons(path, crs=BNG)


@pytest.mark.parametrize(
    "text",
    [
        '!table\n!version 100\nOpen Table "secret" Hide\nCreate View v As\nSelect * From secret',
        '!table\n!version 300\nDefinition Table\n  Type NATIVE Charset "Neutral"\n  Fields 1\n'
        'ref Char (9) ;\nbegin_metadata\n"\\IsSeamless" = "TRUE"\nend_metadata\n',
    ],
)
def test_mapinfos_views_and_seamless_tables_are_refused(tmp_path: Path, text: str) -> None:
    """Both have no features of their own and read those of other tables."""
    (tmp_path / "h.tab").write_text(text)
    with pytest.raises(BadFile, match=rf"^h\.tab {REFUSED}$"):
        read_polygons(tmp_path / "h.tab", crs=BNG)


@pytest.mark.parametrize("member", [{"type": "link", "href": 1}, {"type": "URL", "url": 1}])
def test_a_coordinate_system_at_a_web_address_isnt_fetched(
    tmp_path: Path, member: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """GDAL would ask for it, also past a proxy; the file is refused and nobody asked."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    gdal._pyogrio.cache_clear()
    path = geojson(tmp_path / "h.geojson", outline(FERRY).__geo_interface__)
    with web() as (address, asked):
        key = "href" if "href" in member else "url"
        crs = {"type": member["type"], "properties": {key: f"{address}crs"}}
        written = json.loads(path.read_text())
        path.write_text(json.dumps({"crs": crs} | written))
        with pytest.raises(BadFile, match="names its coordinate system by a web address"):
            read_polygons(path, crs=BNG)
        far = {**written, "note": "x" * 100_000, "crs": crs}
        path.write_text(json.dumps(far))
        read_polygons(path, crs=BNG)
    assert asked == []


def test_gml_and_kml_fetch_no_schema_link_or_entity(tmp_path: Path) -> None:
    """What they name by its address stays where it is."""
    ring = " ".join(f"{x},{y}" for x, y in outline(FERRY).exterior.coords)
    with web() as (address, asked):
        (tmp_path / "h.gml").write_text(
            '<?xml version="1.0"?><wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs" '
            'xmlns:gml="http://www.opengis.net/gml" xmlns:app="http://app/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://app/ '
            f'{address}s.xsd?REQUEST=DescribeFeatureType&amp;TYPENAME=app:hs&amp;SERVICE=WFS">'
            "<gml:featureMember><app:hs><app:ref>HS-01</app:ref><app:shape>"
            '<gml:Polygon srsName="EPSG:4326"><gml:outerBoundaryIs><gml:LinearRing>'
            f"<gml:coordinates>{ring}</gml:coordinates></gml:LinearRing></gml:outerBoundaryIs>"
            "</gml:Polygon></app:shape></app:hs></gml:featureMember></wfs:FeatureCollection>"
        )
        kml = (
            '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><NetworkLink><Link><href>'
            f"{address}more.kml</href></Link></NetworkLink><Placemark><name>Ferry{{}}</name>"
            f"<styleUrl>{address}style#a</styleUrl><Polygon><outerBoundaryIs><LinearRing>"
            f"<coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon>"
            "</Placemark></Document></kml>"
        )
        (tmp_path / "h.kml").write_text(kml.format(""))
        entity = f'<!DOCTYPE kml [<!ENTITY x SYSTEM "{address}entity">]>'
        (tmp_path / "e.kml").write_text(entity + kml.format("&x;"))
        assert len(read_polygons(tmp_path / "h.gml", crs=BNG).features) == 1
        assert len(read_polygons(tmp_path / "h.kml", crs=BNG).features) == 1
        with pytest.raises(BadFile, match=r"^e\.kml can't be read as polygons"):
            read_polygons(tmp_path / "e.kml", crs=BNG)
    assert asked == []


def test_what_gdal_says_of_one_file_is_not_said_of_another(tmp_path: Path) -> None:
    """It has one log and one list of warnings: whoever reads meanwhile waits."""
    path = write(tmp_path / "h.gpkg", [FERRY])
    heard: list[list[str]] = []

    def read_beside() -> None:
        with gdal.listening() as notes:
            gdal.list_layers(str(path))
        heard.append(notes)

    with gdal.listening() as notes:
        beside = threading.Thread(target=read_beside)
        beside.start()
        beside.join(0.05)
        warnings.warn("of this file", RuntimeWarning, stacklevel=1)
        assert not heard
    beside.join()
    assert (notes, heard) == (["While reading, GDAL said: of this file."], [[]])


def test_files_are_read_beside_the_loading_of_geometry(tmp_path: Path) -> None:
    """A fresh process that reads maps' files in threads finds no library half made.

    However long one thread takes over a part of it that the other wants too.
    """
    polygons = write(tmp_path / "h.fgb", [FERRY])
    rows = {"Crime number": ["C1"], "Date": ["2024-05-13"], "Offence": ["Burglary"]}
    points = layer(tmp_path / "p.fgb", [FERRY.centroid], rows)
    program = f"""
import sys, time
from datetime import date
from pathlib import Path
from casebook.incidents.points.count_points import count_points

class Slow:
    def find_spec(self, name, path=None, target=None):
        time.sleep(0.1 if name == "shapely.coordinates" else 0)

sys.meta_path.insert(0, Slow())
counted = count_points([Path({str(points)!r})], Path({str(polygons)!r}), today=date(2024, 12, 18))
print([row["count"] for row in counted.rows])
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ran.stderr, ran.stdout) == ("", "[1]\n")


def test_a_process_that_is_killed_leaves_no_file_behind(tmp_path: Path) -> None:
    """Nor does one that hears of a fault in a file: what GDAL writes that to has no name."""
    path = write(tmp_path / "h.fgb", [FERRY] * 50)
    path.write_bytes(path.read_bytes()[:-300])
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    program = f"""
import os, signal
from geo import gdal
with gdal.listening():
    try:
        list(gdal.read_batches({str(path)!r}, "h", [], shapes=True))
    except RuntimeError as error:
        print(error, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(scratch)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == -signal.SIGKILL
    assert ran.stdout == "Unexpected I/O failure: reading feature\n"
    assert list(scratch.iterdir()) == []
