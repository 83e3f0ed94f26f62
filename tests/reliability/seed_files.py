"""One small sound file for every importer and format, from which mutated ones are made."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pyarrow as pa
import shapely
from pyarrow import parquet

from casebook.core.codes import CODE_LISTS
from casebook.core.entry import Entry, registers
from casebook.core.fields import fields_of
from casebook.core.months import Month
from tests.files.map_files import layer
from tests.incidents import incident_files
from tests.places.place_files import square

FILE = "FILE"
"""Stands in a command for the file."""


@dataclass(frozen=True)
class SeedFile:
    """A sound file and the command that takes it."""

    name: str
    ending: str
    command: tuple[str, ...]
    """Its arguments, :data:`FILE` among them."""
    content: bytes
    beside: Mapping[str, bytes]
    """Other files that the command names, as they are."""


Rows = Sequence[Sequence[Any]]

INCIDENTS: Rows = (
    ("Crime number", "Date", "Offence", "Easting", "Northing", "Outcome", "Street"),
    ("A1", "07/10/2024 21:30", "Burglary", 640050, 150050, "Under investigation", "Quay Street"),
    ("A2", "13/10/2024", "Anti-social behaviour", 640010, 150020, "", "Lamp Lane"),
    ("A3", "28/10/2024 02:15", "Robbery", 640090, 150090, "Offender charged", "Tŷ Coch"),
)
STREET: Rows = (
    incident_files.STREET,
    incident_files.street_row("c1"),
    incident_files.street_row(kind=incident_files.ASB, at=incident_files.MOLE),
)
PATROLS: Rows = (
    ("unit", "hotspot", "start", "end", "staff", "mode", "resourcing", "source"),
    ("LH21", "HS-01", "2024-10-07 18:00", "2024-10-07 20:00", "PC:2", "foot", "core", "sheet"),
    ("LH22", "HS-02", "2024-10-08 22:30", "2024-10-09 01:00", "PC:1", "foot", "core", "rota"),
)
PINGS: Rows = (
    ("unit", "time", "longitude", "latitude"),
    *(("LH21", f"2024-10-07T18:{minute:02d}:00Z", "1.2345", "51.2") for minute in range(0, 30, 2)),
)
AREAS: Rows = (
    ("ref", "name", "kind", "parent", "aliases", "officer", "groups"),
    ("W2", "Harbour", "ward", "", "Mole; Dock", "Sgt", ""),
    ("W3", "Lamp", "ward", "", "", "", ""),
)
PROFILE = {
    "profile": {"ref": "P-9", "title": "Fights at closing", "stage": "scan", "themes": ["asb"]},
    "stages": {"objective": {"aim": "Fewer fights"}, "scan": {"community": "Noise"}},
    "hotspots": ["HS-01"],
    "actions": [{"title": "Mend the lamp", "due": "2024-12-01"}],
}
MAPPING = """id = "Crime number"
date = "Date"
type = { value = "Anti-social behaviour" }
date_order = "day-first"
"""


def csv_of(rows: Rows, delimiter: str = ",") -> bytes:
    """The rows as CSV."""
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue().encode()


def workbook_of(rows: Rows) -> bytes:
    """The rows as XLSX."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def parquet_of(rows: Rows, **columns: Any) -> bytes:
    """The rows as Parquet; ``columns`` stand in place of those of the same name."""
    names = rows[0]
    held = {name: [row[at] for row in rows[1:]] for at, name in enumerate(names)} | columns
    written = io.BytesIO()
    parquet.write_table(pa.table(held), written)
    return written.getvalue()


def zip_of(files: Mapping[str, bytes]) -> bytes:
    """The files in an archive."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


@cache
def seed_files() -> tuple[SeedFile, ...]:
    """A seed for every importer and format; the same bytes each time but for days in archives."""
    made = [
        SeedFile(name, ending, command, content, {})
        for name, ending, command, content in (
            *_places(),
            *_incidents(),
            *_patrols_and_pings(),
            *_registers(),
            *_json(),
        )
    ]
    base = {"incidents.csv": csv_of(INCIDENTS)}
    mapped = ("import", "incidents", "incidents.csv", "--map", FILE)
    made.append(SeedFile("mapping.toml", ".toml", mapped, MAPPING.encode(), base))
    return tuple(made)


Made = Iterator[tuple[str, str, tuple[str, ...], bytes]]


def _places() -> Made:
    shapes = [square(0, 0), square(200, 0), square(500, 500, 60)]
    columns = {
        "ref": ["HS-01", "HS-02", "HS-09"],
        "name": ["Quay", "Tŷ Coch", "Lamp Lane"],
        "themes": ["asb", "", "asb;retail"],
    }
    hotspots = ("import", "hotspots", FILE)
    drawn = (".geojson", ".gpkg", ".kml", ".fgb", ".shp", ".gml")
    with TemporaryDirectory() as place:
        for ending in drawn:
            path = Path(place) / f"hotspots{ending}"
            layer(path, shapes, columns, geometry_type="Polygon", **_driver(ending))
            if ending != ".shp":
                yield f"hotspots{ending}", ending, hotspots, path.read_bytes()
        parts = {each.name: each.read_bytes() for each in sorted(Path(place).glob("hotspots.*"))}
    shapefile = {name: data for name, data in parts.items() if name[-3:] in _SHAPEFILE}
    yield "hotspots.shp.zip", ".zip", hotspots, zip_of(shapefile)
    yield "hotspots.kmz", ".kmz", hotspots, zip_of({"doc.kml": parts["hotspots.kml"]})
    wards = ("import", "areas", FILE, "--kind", "ward")
    yield "areas.geojson", ".geojson", wards, parts["hotspots.geojson"].replace(b'"HS-', b'"W-')
    yield "areas.csv", ".csv", ("import", "areas", FILE), csv_of(AREAS)
    yield "areas.xlsx", ".xlsx", ("import", "areas", FILE), workbook_of(AREAS)
    wkt = [("ref", "WKT"), ("HS-01", shapes[0].wkt), ("HS-02", shapes[1].wkt)]
    yield "hotspots.wkt.csv", ".csv", hotspots, csv_of(wkt)


def _driver(ending: str) -> dict[str, str]:
    """GDAL has two for KML, and asks which."""
    return {"driver": "KML"} if ending == ".kml" else {}


_SHAPEFILE = ("shp", "shx", "dbf", "prj", "cpg")


def _incidents() -> Made:
    command = ("import", "incidents", FILE)
    plain = csv_of(INCIDENTS)
    yield "incidents.csv", ".csv", command, plain
    yield "street.csv", ".csv", command, csv_of(STREET)
    yield "incidents.tsv", ".tsv", command, csv_of(INCIDENTS, "\t")
    yield "incidents.csv.gz", ".csv.gz", command, gzip.compress(plain, mtime=0)
    yield "incidents.xlsx", ".xlsx", command, workbook_of(INCIDENTS)
    when = [datetime(2024, 10, 7, 21), datetime(2024, 10, 8), datetime(2024, 10, 9)]  # noqa: DTZ001
    yield "incidents.parquet", ".parquet", command, parquet_of(INCIDENTS, Date=when)
    street = {"2024-09/2024-09-lomea-street.csv": csv_of(STREET), "readme.txt": b"x"}
    yield "street.zip", ".zip", command, zip_of(street)
    rows = [dict(zip(INCIDENTS[0], row, strict=True)) for row in INCIDENTS[1:]]
    yield "incidents.json", ".json", command, json.dumps(rows).encode()
    points = [shapely.Point(640050, 150050), shapely.Point(640010, 150020), None]
    columns = {name: [row[at] for row in INCIDENTS[1:]] for at, name in enumerate(INCIDENTS[0])}
    with TemporaryDirectory() as place:
        for ending in (".gpkg", ".geojson", ".kml"):
            path = layer(Path(place) / f"points{ending}", points, columns, **_driver(ending))
            yield f"points{ending}", ending, command, path.read_bytes()


def _patrols_and_pings() -> Made:
    patrols, pings = ("import", "patrols", FILE), ("import", "pings", FILE)
    yield "patrols.csv", ".csv", patrols, csv_of(PATROLS)
    yield "patrols.xlsx", ".xlsx", patrols, workbook_of(PATROLS)
    yield "pings.csv", ".csv", pings, csv_of(PINGS)
    yield "pings.parquet", ".parquet", pings, parquet_of(PINGS)
    points = "".join(
        f'<trkpt lat="{row[3]}" lon="{row[2]}"><time>{row[1]}</time></trkpt>' for row in PINGS[1:]
    )
    gpx = (
        '<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">'
        f"<trk><name>LH21</name><trkseg>{points}</trkseg></trk></gpx>"
    )
    yield "pings.gpx", ".gpx", (*pings, "--unit", "LH21"), gpx.encode()


_NAMED = "Lamp"
"""The ref of every entry that has one, so that others can name it."""
_SOME: Mapping[Any, str] = {
    str: "Lamp", int: "3", float: "12.5", bool: "yes", date: "2024-10-07", Month: "2024-10",
    datetime: "2024-10-07 18:00",
}  # fmt: skip


def _registers() -> Made:
    for kind, register in registers().items():
        if not register.KEPT_BY:
            rows = [[spec.label for spec in fields_of(register).values()], _entry(register)]
            yield f"{kind}.csv", ".csv", ("import", "register", kind, FILE), csv_of(rows)


def _entry(register: type[Entry]) -> list[str]:
    known = {"place": "HS-01", "profile": "P-1", "account": "admin", register.KIND: "-"}
    row = []
    for spec in fields_of(register).values():
        code = next(iter(CODE_LISTS.get(spec.codes, {})), "")
        text = code or known.get(spec.refers, "") or spec.example or _SOME.get(spec.type, "")
        row.append("" if text == "-" else _NAMED if spec.name == register.KEY else text)
    return row


def _json() -> Made:
    yield "profiles.json", ".json", ("import", "profiles", FILE), json.dumps(PROFILE).encode()
    heading = {"title": "Fights", "themes": ["asb"], "asked_by": "analyst"}
    yield (
        "profile.json",
        ".json",
        ("profile", "new", FILE),
        json.dumps({"profile": heading}).encode(),
    )
    stage = {"profile": {"title": "Fights"}, "stages": {"scan": {"community": "Noise"}}}
    edit = ("profile", "edit", "P-1", "--overwrite", "--json", FILE)
    yield "edit.json", ".json", edit, json.dumps(stage).encode()


def damaged_casebooks(base: bytes) -> tuple[SeedFile, ...]:
    """A casebook to be restored and one to be opened; ``base`` is a sound one."""
    return (
        SeedFile("restore.db", ".db", ("restore", FILE), base, {}),
        SeedFile("open.db", ".db", ("--book", FILE, "profile", "list"), base, {}),
        SeedFile("check.db", ".db", ("--book", FILE, "check"), base, {}),
    )


def sound_base(path: Path, run: Callable[[Sequence[str]], int]) -> bytes:
    """A casebook at ``path`` with two hotspots, a ward, a profile, incidents and a patrol.

    ``run`` runs a command and gives its exit code.
    """
    seeds = {seed.name: seed.content for seed in seed_files()}
    named = ("agency", "programme", "indicator", "fund", "benefit")
    files = {kind: seeds[f"{kind}.csv"] for kind in named} | {
        "places.geojson": seeds["hotspots.geojson"],
        "incidents.csv": csv_of(INCIDENTS),
        "patrols.csv": csv_of(PATROLS),
        "profiles.json": json.dumps(
            {"profile": {"ref": "P-1", "title": "Noise", "stage": "scan"}, "hotspots": ["HS-01"]}
        ).encode(),
    }
    for name, content in files.items():
        path.with_name(name).write_bytes(content)
    beside = {name: str(path.with_name(name)) for name in files}
    for command in (
        ("init", "--force-name", "Lomea Police"),
        ("user", "grant", "admin", "inspector", "--force-wide"),
        ("import", "hotspots", beside["places.geojson"]),
        ("import", "incidents", beside["incidents.csv"]),
        ("import", "patrols", beside["patrols.csv"]),
        ("import", "profiles", beside["profiles.json"]),
        *(("import", "register", kind, beside[kind]) for kind in named),
    ):
        assert run(("--book", str(path), *command)) == 0, command
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes()
