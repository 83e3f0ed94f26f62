"""Files made by hand to fill memory, hang, reach outside themselves or a terminal."""

from __future__ import annotations

import gzip
import io
import itertools
import json
import math
import os
import random
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from tests.reliability.asked import Asked
from tests.reliability.case_trial import CaseTrial, trying
from tests.reliability.outcome import Outcome
from tests.reliability.seed_files import (
    INCIDENTS,
    PATROLS,
    PINGS,
    csv_of,
    workbook_of,
    zip_of,
)
from tests.reliability.try_file import Case

_USUAL_TRIES = 10_000
NAME = "hostile files"
_MEGABYTE = 1 << 20
_BEYOND_REASON = 150 * _MEGABYTE
_INCIDENTS, _PATROLS, _PINGS = csv_of(INCIDENTS), csv_of(PATROLS), csv_of(PINGS)

Hostile = tuple[str, str, bytes]
"""The command in words, what the file is called, and what it holds."""


def trial(asked: Asked) -> Outcome:
    """As many as were asked for, or else every one."""
    return run(asked.tries or _USUAL_TRIES, asked.seed, math.inf)


def run(tries: int, seed: int, seconds: float) -> Outcome:
    """Try the first ``tries`` hostile files, those that are made quickly first.

    ``seed`` draws the points of rings and nothing else.
    """
    started = time.monotonic()
    with trying() as made:
        every = itertools.chain(_light(seed), _special(made), _heavy(seed))
        for words, file, content in itertools.islice(every, tries):
            if time.monotonic() - started > seconds:
                break
            with _growing(made, file):
                made.take(_case(made, words, file, content))
        return made.outcome(NAME, started)


def _case(made: CaseTrial, words: str, file: str, content: bytes) -> Case:
    here = made.files / file if file.startswith("/") else Path(file)
    command = tuple(str(here) if word == "FILE" else word for word in words.split())
    kept = made.written("hostile", content) if content else ""
    beside = (("incidents.csv", made.written("incidents.csv", _INCIDENTS)),)
    return Case(f"{words.replace('FILE', '')}{file!r}", command, file, kept, beside)


def _light(seed: int) -> Iterator[Hostile]:
    """Those of a few kilobytes."""
    yield from _tables()
    yield from _archives()
    yield from _maps(seed)
    yield from _trees()
    for name in (
        "\x1b[31mred.csv",
        "two\nlines.csv",
        "\u202egpj.csv",
        os.fsdecode(b"\xff\xfe.csv"),
    ):
        yield "import incidents FILE", name, _INCIDENTS
        yield "import patrols FILE", name, b"\x00"
    for book in ("empty.db", "none.db", "text.db"):
        yield "--book FILE check", book, {"empty.db": b"\n", "text.db": b"x" * 9000}.get(book, b"")


def _tables() -> Iterator[Hostile]:
    incidents, register = "import incidents FILE", "import register note FILE"
    odd = "\x1b]0;x\x07\u202e\u200b\x9b2J"
    yield (
        incidents,
        "heading.csv",
        csv_of([[f"{name}{odd}" for name in INCIDENTS[0]], *INCIDENTS[1:]]),
    )
    yield incidents, "unlike.csv", csv_of([[f"{odd}{n}" for n in range(9)], ["1"] * 9])
    yield register, "cells.csv", csv_of([["Profile", "Note"], ["P-1", odd], [odd, odd]])
    yield incidents, "equal.csv", csv_of([["Date"] * 3000, ["2024-10-07"] * 3000])
    yield incidents, "wide.csv", csv_of([[f"c{n}" for n in range(20_000)]] * 2)
    yield incidents, "line.csv", b"x" * (2 * _MEGABYTE)
    yield incidents, "quotes.csv", _INCIDENTS + b'"' * 100_001
    yield incidents, "open.csv", b'"' + _INCIDENTS * 500
    yield incidents, "blank.csv", b"\n" * 500_000
    yield incidents, "nulls.csv", b"\0" * 9000
    yield incidents, "sixteen.csv", _INCIDENTS.decode().encode("utf-16-le")
    yield incidents, "half.csv", b"\xff\xfe" + _INCIDENTS.decode().encode("utf-16-le")[:-1]
    yield register, "long.csv", csv_of([["Profile", "Note"], ["P-1", "word " * 200_000]])
    yield incidents, "commas.csv", b"a;b\n" + b";" * 300_000
    yield (
        "import pings FILE",
        "far.csv",
        csv_of([PINGS[0], ["U", "9999-12-31T23:59Z", "1e308", "-1e308"]]),
    )
    yield (
        "import patrols FILE",
        "ages.csv",
        csv_of(
            [
                PATROLS[0],
                [
                    "U",
                    "HS-01",
                    "0001-01-01 00:00",
                    "9999-12-31 23:59",
                    "PC:999999999",
                    "foot",
                    "core",
                    "sheet",
                ],
            ]
        ),
    )
    far = zip_of(_within(workbook_of(INCIDENTS), b'r="A1"', b'r="XFD1048576"'))
    yield incidents, "far.xlsx", far
    dimension = b'<dimension ref="A1:XFD1048576"'
    yield (
        incidents,
        "dimension.xlsx",
        zip_of(_within(workbook_of(INCIDENTS), b'<dimension ref="A1:G4"', dimension)),
    )
    yield (
        incidents,
        "entities.xlsx",
        zip_of(_within(workbook_of(INCIDENTS), b"<worksheet", _LAUGHS + b"<worksheet")),
    )
    yield (
        incidents,
        "times.parquet",
        _parquet(Date=pa.array([2**62, -(2**62), 0], pa.timestamp("ns"))),
    )
    yield incidents, "days.parquet", _parquet(Date=pa.array([2**31 - 1, -(2**31), 0], pa.date32()))
    yield (
        incidents,
        "micro.parquet",
        _parquet(Date=pa.array([2**62, -(2**62), 0], pa.timestamp("us"))),
    )
    nested: Any = pa.array([[{"a": [1]}], None, []])
    yield incidents, "nested.parquet", _parquet(Offence=nested)
    yield incidents, "columns.parquet", _parquet(**{f"c{n}": [1, 2, 3] for n in range(3000)})


def _parquet(**columns: Any) -> bytes:
    held = {name: [str(row[at]) for row in INCIDENTS[1:]] for at, name in enumerate(INCIDENTS[0])}
    written = io.BytesIO()
    parquet.write_table(pa.table(held | columns), written)
    return written.getvalue()


def _within(archive: bytes, old: bytes, new: bytes) -> dict[str, bytes]:
    """The members of an archive with bytes of them replaced."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name).replace(old, new, 1) for name in opened.namelist()}


_LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY b0 "ha">'
    + b"".join(b'<!ENTITY b%d "%s">' % (n, b"&b%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]>"
)
"""Entities that grow tenfold nine times."""


def _archives() -> Iterator[Hostile]:
    incidents = "import incidents FILE"
    deep = _INCIDENTS
    for level in range(12):
        deep = zip_of({f"{level}.zip" if level else "x.csv": deep})
    yield incidents, "nested.zip", deep
    up = {"../../up.csv": _INCIDENTS, "/tmp/up.csv": _INCIDENTS, "C:\\up.csv": _INCIDENTS}
    yield incidents, "up.zip", zip_of(up)
    yield "import hotspots FILE", "up.zip", zip_of({"../../../etc/up.geojson": _geojson([_SQUARE])})
    yield (
        "import hotspots FILE",
        "up-shp.zip",
        zip_of({"../a.shp": b"x", "../a.shx": b"", "../a.dbf": b"x"}),
    )
    yield incidents, "names.zip", zip_of({f"\x1b[2J{n}.csv": _INCIDENTS for n in range(3)})
    yield incidents, "folders.zip", zip_of({"a/" * 2000 + "x.csv": _INCIDENTS})
    yield incidents, "none.zip", zip_of({})
    yield incidents, "twice.gz", gzip.compress(gzip.compress(_INCIDENTS))
    yield incidents, "cut.csv.gz", gzip.compress(_INCIDENTS)[:-9]
    for at, value in ((6, 1), (8, 99)):  # locked, and packed in a way nobody knows
        data = bytearray(zip_of({"x.csv": _INCIDENTS}))
        entry = data.index(b"PK\x01\x02")
        data[at], data[entry + at + 2] = value, value
        yield incidents, f"flag{at}.zip", bytes(data)
    data = bytearray(zip_of({"x.csv": _INCIDENTS}))
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = b"\xfe\xff\xff\xff"
    yield incidents, "size.zip", bytes(data)


_SQUARE: Any = [
    [640000, 150000],
    [640100, 150000],
    [640100, 150100],
    [640000, 150100],
    [640000, 150000],
]


def _geojson(
    rings: list[Any], crs: str = "urn:ogc:def:crs:EPSG::27700", **properties: Any
) -> bytes:
    shape = {"type": "Polygon", "coordinates": rings}
    feature = {"type": "Feature", "properties": {"ref": "Q-1", **properties}, "geometry": shape}
    named = {"type": "name", "properties": {"name": crs}}
    return json.dumps({"type": "FeatureCollection", "crs": named, "features": [feature]}).encode()


def _maps(seed: int) -> Iterator[Hostile]:
    hotspots, chance = "import hotspots FILE", random.Random(seed)
    ring = [[640000 + chance.random() * 900, 150000 + chance.random() * 900] for _ in range(4000)]
    yield hotspots, "crossed.geojson", _geojson([[*ring, ring[0]]])
    holes = [[[x + n % 97, y + n // 97] for x, y in _SQUARE] for n in range(3000)]
    yield hotspots, "holes.geojson", _geojson([_SQUARE, *holes])
    yield (
        hotspots,
        "spiral.geojson",
        _geojson([[[640000, 150000], [640900, 150900]] * 2000 + [[640000, 150000]]]),
    )
    for crs in (
        "EPSG:999999",
        "urn:ogc:def:crs:EPSG::0",
        "\x1b[2J",
        "+proj=nonsense",
        "/etc/passwd",
        "http://127.0.0.1:9/x",
    ):
        yield hotspots, "crs.geojson", _geojson([_SQUARE], crs)
    yield hotspots, "keys.geojson", _geojson([_SQUARE], **{f"k{n}": n for n in range(5000)})
    yield hotspots, "odd.geojson", _geojson([_SQUARE], name="\x1b[2J\u202e", themes="\x07")
    deep: Any = {"type": "Point", "coordinates": [0, 0]}
    for _ in range(400):
        deep = {"type": "GeometryCollection", "geometries": [deep]}
    whole = json.loads(_geojson([_SQUARE]))
    whole["features"][0]["geometry"] = deep
    yield hotspots, "deep.geojson", json.dumps(whole).encode()
    for bad in (float("nan"), float("inf"), 1e308):
        yield hotspots, "far.geojson", _geojson([[*_SQUARE[:2], [bad, bad], *_SQUARE[2:]]])
    for name in ("hotspots.geojson", "hotspots.vrt", "hotspots.kml", "hotspots.gml"):
        yield hotspots, name, _VRT
        yield "import incidents FILE", name, b'<?xml version="1.0"?>\n' + _VRT
    yield hotspots, "vrt.zip", zip_of({"hotspots.geojson": _VRT})
    yield hotspots, "vrt.kmz", zip_of({"doc.kml": _VRT})
    for root in (b"kml", b"gpx", b"gml"):
        laugh = b'<?xml version="1.0"?>' + _LAUGHS + b"<%s>&b9;</%s>" % (root, root)
        yield hotspots, f"laughs.{root.decode()}", laugh
        yield "import pings FILE", f"laughs.{root.decode()}", laugh
    outside = (
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx>&x;</gpx>'
    )
    yield "import pings FILE", "outside.gpx", outside
    link = b'<kml xmlns="http://www.opengis.net/kml/2.2"><NetworkLink><Link><href>http://127.0.0.1:9/</href></Link></NetworkLink></kml>'
    yield hotspots, "link.kml", link
    yield hotspots, "deep.kml", b"<kml>" + b"<Folder>" * 20_000
    yield hotspots, "parts.shp", b"\0\0\x27\x0a" + b"\xff" * 96


_VRT = (
    b'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/vsicurl/http://127.0.0.1:9/x.geojson'
    b"</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
)


def _trees() -> Iterator[Hostile]:
    """JSON and TOML, nested or enormous."""
    for command in (
        "import profiles FILE",
        "profile new FILE",
        "import incidents FILE",
        "profile edit P-1 --json FILE",
    ):
        yield command, "nested.json", b"[" * 200_000
        yield command, "objects.json", b'{"profile":' * 100_000
        yield command, "number.json", b'[{"profile":' + b"9" * 20_000 + b"}]"
        yield command, "half.json", b'{"profile": {"title": "\\ud800 \\u0000 \\u001b[2J \\u202e"}}'
        yield (
            command,
            "kinds.json",
            b'{"profile": [], "hotspots": {}, "stages": 1, "actions": null}',
        )
        yield (
            command,
            "refs.json",
            b'{"profile": {"title": "x", "ref": "a\\u200bb"}, "hotspots": [1, null, []]}',
        )
        yield command, "scalar.json", b"NaN"
        yield command, "nothing.json", b"\xef\xbb\xbf"
    yield "profile new FILE", "long.json", b'{"profile": {"title": "' + b"x" * 60_000 + b'"}}'
    yield (
        "profile new FILE",
        "own.json",
        b'{"profile": {"title": "x", "owner": "admin", "stage": "assess"}}',
    )
    yield "profile new FILE", "breaks.json", b'{"profile": {"title": "a\\t\\u000b\\u2028\\u0085b"}}'
    mapped = "import incidents incidents.csv --map FILE"
    for name, content in (
        ("nested.toml", b"a = " + b"[" * 50_000),
        ("tables.toml", b"[" + b"a." * 20_000 + b"a]\n"),
        ("number.toml", b"a = " + b"9" * 20_000),
        ("keys.toml", b"".join(b"k%d = 'x'\n" % n for n in range(50_000))),
        ("odd.toml", b'id = "\\u001b[2J\\u202e"\n'),
        ("bytes.toml", b"\xff\xfe\x00"),
    ):
        yield mapped, name, content


def _special(made: CaseTrial) -> Iterator[Hostile]:
    """What is no file: pipes, devices, folders, nothing, and a file that grows while it is read."""
    place = made.files
    if not (place / "pipe.csv").exists():
        os.mkfifo(place / "pipe.csv")
    (place / "folder.csv").mkdir(exist_ok=True)
    (place / "loop.csv").symlink_to("loop.csv")
    (place / "zero.csv").symlink_to("/dev/zero")
    growing = place / _GROWS
    growing.write_bytes(_INCIDENTS * 2000)
    for command in (
        "import incidents FILE", "import patrols FILE", "import pings FILE", "import hotspots FILE",
        "import areas FILE", "import register note FILE", "import profiles FILE",
        "profile new FILE", "import incidents incidents.csv --map FILE", "restore FILE",
        "--book FILE check", "count FILE --hotspots FILE",
    ):  # fmt: skip
        for name in ("pipe.csv", "folder.csv", "loop.csv", "zero.csv", "none.csv"):
            yield command, str(place / name), b""
        yield command, "/dev/null", b""
    yield "import incidents FILE", str(growing), b""


_GROWS = "growing.csv"


@contextmanager
def _growing(made: CaseTrial, file: str) -> Iterator[None]:
    """Write on to the file that grows, where it is the one to be tried."""
    if Path(file).name != _GROWS:
        yield
        return
    ended = threading.Event()

    def grow() -> None:
        with (made.files / _GROWS).open("ab") as growing:
            while not ended.wait(0.001):
                growing.write(_INCIDENTS * 20)
                growing.flush()

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        yield
    finally:
        ended.set()
        writer.join()


def _heavy(seed: int) -> Iterator[Hostile]:
    """Those that take a while to make, or grow beyond reason."""
    incidents, hotspots = "import incidents FILE", "import hotspots FILE"
    row = _INCIDENTS.splitlines(keepends=True)[2]
    large = _INCIDENTS + row * (_BEYOND_REASON // len(row))
    yield incidents, "bomb.zip", zip_of({"x.csv": large})
    yield incidents, "bomb.csv.gz", gzip.compress(large)
    yield hotspots, "bomb.zip", zip_of({"x.geojson": large})
    for member in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"):
        parts = _within(workbook_of(INCIDENTS), b"", b"")
        yield incidents, f"{member[-9:]}.xlsx", zip_of(parts | {member: b" " * _BEYOND_REASON})
    same = pa.DictionaryArray.from_arrays(pa.array([0] * 20_000_000, pa.int32()), ["x" * 400])
    written = io.BytesIO()
    parquet.write_table(pa.table({"Date": same, "Offence": same}), written)
    yield incidents, "bomb.parquet", written.getvalue()
    del same, large
    yield incidents, "entries.zip", zip_of({f"{n}.csv": b"a,b\n" for n in range(100_000)})
    yield hotspots, "entries.zip", zip_of({f"{n}.geojson": b"{}" for n in range(100_000)})
    yield incidents, "large.csv", b"a,b\n" + b"1,2\n" * (20 * _MEGABYTE)
    chance = random.Random(seed)
    ring = [[640000 + chance.random() * 5e4, 150000 + chance.random() * 5e4] for _ in range(60_000)]
    yield hotspots, "long-ring.geojson", _geojson([[*ring, ring[0]]])
    yield (
        "profile new FILE",
        "large.json",
        b'{"profile": {"title": "' + b"x" * (80 * _MEGABYTE) + b'"}}',
    )
