"""GPX files as tables of points."""

from __future__ import annotations

from pathlib import Path

import pytest

from casebook.core.errors import BadFile
from casebook.files.tabular import sheets

TRACK = """<?xml version="1.0" encoding="utf-16"?>
<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1">
<wpt lat="51.2" lon="1.4"><time>2024-10-07T12:00:00Z</time></wpt>
<trk><name> LH21 </name>
 <trkseg><trkpt lat="51.25" lon="1.42"><ele>3</ele><time>2024-10-07T13:00:00</time></trkpt></trkseg>
 <trkseg/>
 <trkseg><trkpt lon="1.43" lat="51.26"><time>2024-10-07T14:00:30.5+01:00</time></trkpt></trkseg>
</trk>
<trk><trkseg><trkpt lat="51.27" lon="1.44"/></trkseg></trk></gpx>"""


def test_every_point_of_every_track_is_a_row(tmp_path: Path) -> None:
    """Segments and tracks follow each other, waypoints are left out, bare times are UTC."""
    path = tmp_path / "walk.gpx"
    path.write_bytes(b"\xef\xbb\xbf" + TRACK.encode())
    (sheet,) = sheets([path])
    assert sheet.table.to_pylist() == [
        {"longitude": "1.42", "latitude": "51.25", "time": "2024-10-07T13:00:00Z", "track": "LH21"},
        {
            "longitude": "1.43",
            "latitude": "51.26",
            "time": "2024-10-07T14:00:30.5+01:00",
            "track": "LH21",
        },
        {"longitude": "1.44", "latitude": "51.27", "time": "", "track": ""},
    ]
    assert [sheet.row(n) for n in range(3)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<gpx><trk>", "walk.gpx is damaged GPX: export it again."),
        (
            '<!DOCTYPE gpx [<!ENTITY a "b">]><gpx>&a;</gpx>',
            "walk.gpx is no plain GPX file: it declares entities. Export it again.",
        ),
        ("<gpx></gpx>", "walk.gpx has a heading but no rows: export it again."),
    ],
)
def test_what_is_no_track_is_refused(tmp_path: Path, text: str, why: str) -> None:
    """Damage, entities (with which XML attacks its reader), and nothing at all."""
    path = tmp_path / "walk.gpx"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadFile) as caught:
        list(sheets([path]))
    assert str(caught.value) == why
