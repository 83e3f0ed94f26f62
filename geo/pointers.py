"""Files that only point at others, or at an address in the web, known by their first bytes."""

from __future__ import annotations

import re

from casebook.core.errors import BadFile
from geo.loading import load_geometry

HEAD = 1 << 16
"""How many of a file's first bytes tell what it is."""

_VIRTUAL = re.compile(rb"<\s*OGRVRT|gdal_streamed_alg|<\s*VRTDataset", re.IGNORECASE)
_MAPINFO = re.compile(rb"\s*!table\b", re.IGNORECASE)
_MAPINFO_OTHERS = re.compile(rb"^\s*open\s+table\b|create\s+view\b|\\IsSeamless", re.I | re.M)
_CRS_NAMED = re.compile(
    rb'"crs"\s*:\s*\{[^{}]*"properties"\s*:\s*\{\s*"name"\s*:\s*"([^"]{1,200})"'
)
_CRS_ELSEWHERE = re.compile(rb'"crs"\s*:\s*\{\s*[^{}]*"type"\s*:\s*"(?:link|url)"', re.IGNORECASE)


def refuse_pointer(name: str, head: bytes) -> None:
    """Raise :class:`BadFile` where ``head``, the first bytes of a file ``name``, points elsewhere.

    That is a virtual file of GDAL, a view or a seamless table of MapInfo, or a GeoJSON whose
    coordinate system is to be fetched; one that names a system nobody knows is refused as well.
    """
    if _VIRTUAL.search(head) or (_MAPINFO.match(head) and _MAPINFO_OTHERS.search(head)):
        raise BadFile(f"{name} only points at other files: give the file with the features itself.")
    if _CRS_ELSEWHERE.search(head):
        raise BadFile(
            f"{name} names its coordinate system by a web address, and nothing is fetched: save it "
            "again with one such as EPSG:27700 or EPSG:4326."
        )
    named = _CRS_NAMED.search(head)
    if named and b"CRS84" not in named[1]:
        _refuse_unknown(name, " ".join(named[1].decode("utf-8", "replace").split()))


def _refuse_unknown(name: str, system: str) -> None:
    """GDAL would read a GeoJSON in an unknown system as longitude and latitude."""
    load_geometry()
    import pyproj

    try:
        pyproj.CRS(system)
    except pyproj.exceptions.CRSError as error:
        raise BadFile(
            f"{name} names a coordinate system that isn't known here ({system}): save it again "
            "with one such as EPSG:27700 or EPSG:4326."
        ) from error
