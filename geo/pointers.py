"""Files that only point at others, or at an address in the web, known by their first bytes."""

from __future__ import annotations

import re

from casebook.core.errors import BadFile

HEAD = 1 << 16
"""How many of a file's first bytes tell what it is."""

_VIRTUAL = re.compile(rb"<\s*OGRVRT|gdal_streamed_alg|<\s*VRTDataset", re.IGNORECASE)
_MAPINFO = re.compile(rb"\s*!table\b", re.IGNORECASE)
_MAPINFO_OTHERS = re.compile(rb"^\s*open\s+table\b|create\s+view\b|\\IsSeamless", re.I | re.M)
_CRS_ELSEWHERE = re.compile(rb'"crs"\s*:\s*\{\s*[^{}]*"type"\s*:\s*"(?:link|url)"', re.IGNORECASE)


def refuse_pointer(name: str, head: bytes) -> None:
    """Raise :class:`BadFile` where ``head``, the first bytes of a file ``name``, points elsewhere.

    That is a virtual file of GDAL, a view or a seamless table of MapInfo, or a GeoJSON whose
    coordinate system is to be fetched.
    """
    if _VIRTUAL.search(head) or (_MAPINFO.match(head) and _MAPINFO_OTHERS.search(head)):
        raise BadFile(f"{name} only points at other files: give the file with the features itself.")
    if _CRS_ELSEWHERE.search(head):
        raise BadFile(
            f"{name} names its coordinate system by a web address, and nothing is fetched: save it "
            "again with one such as EPSG:27700 or EPSG:4326."
        )
