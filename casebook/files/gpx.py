"""A GPX file as a table: a row for each point of its tracks."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import numpy as np
import pyarrow as pa

from casebook.core.errors import BadFile
from casebook.files.arrow_columns import text_array
from casebook.files.sheet import Choose, Heading, Sheet

GPX_COLUMNS = ("longitude", "latitude", "time", "track")
"""What the table of a GPX file calls its columns; a time without a zone is UTC, as GPX has it."""


def is_gpx(text: bytes) -> bool:
    """Whether UTF-8 ``text`` is a GPX file."""
    return re.search(rb"<(?:\w+:)?gpx[\s>]", text[:4096]) is not None and b"<" in text[:64]


def read_gpx(text: bytes, file: str, choose: Choose) -> Sheet | None:
    """The points of the tracks in ``text``, numbered from 1, or None where ``choose`` says so.

    Waypoints and planned routes are left out: nobody was there. Raises :class:`BadFile` for XML
    that is damaged, and for entities, which no receiver writes.
    """
    wanted = choose(Heading(file, GPX_COLUMNS))
    if wanted is None:
        return None
    if b"<!ENTITY" in text:
        raise BadFile(f"{file} is no plain GPX file: it declares entities. Export it again.")
    try:
        # the text is UTF-8 by now, whatever its first line says
        plain = re.sub(rb"\A\s*<\?xml[^>]*\?>", b"", text)
        root = ET.fromstring(plain)  # noqa: S314 - entities, the danger of XML, are refused above
    except ET.ParseError as error:
        raise BadFile(f"{file} is damaged GPX: export it again.") from error
    rows = [
        (
            point.get("lon", ""),
            point.get("lat", ""),
            _utc((point.findtext("{*}time") or "").strip()),
            (track.findtext("{*}name") or "").strip(),
        )
        for track in root.iterfind("{*}trk")
        for point in track.iterfind("{*}trkseg/{*}trkpt")
    ]
    columns = list(zip(*rows, strict=True)) or [()] * len(GPX_COLUMNS)
    table = pa.table(
        {
            name: text_array(values)
            for name, values in zip(GPX_COLUMNS, columns, strict=True)
            if name in wanted
        }
    )
    return Sheet(file, table, np.arange(1, len(rows) + 1, dtype=np.int64))


def _utc(time: str) -> str:
    zoned = not time or re.search(r"(?:[Zz]|[+-]\d{2}:?\d{2})$", time[10:])
    return time if zoned else f"{time}Z"
