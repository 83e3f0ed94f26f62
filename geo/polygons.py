"""Polygons out of any file GDAL reads, whatever its format and coordinate system.

Every feature comes back either as a sound polygon in metres or as a rejection with its number;
:mod:`geo.mend` says what is put right and what is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyproj
import shapely
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from casebook.core.errors import BadFile, Rejection
from casebook.core.texts.cells import CleanedCells
from geo.crs import system_name, system_of
from geo.layers import read_layer
from geo.mend import UNCLOSED, Mended, Reprojection, mend


@dataclass(frozen=True, slots=True)
class PolygonRow:
    """One feature that can be used."""

    row: int
    """Its number in the file, from 1."""
    properties: Mapping[str, str]
    geometry: BaseGeometry
    """A valid polygon or multipolygon without heights, in the metres asked for."""
    mended: tuple[str, ...] = ()
    """What was put right, a clause each: ``heights (Z) were dropped``."""


@dataclass(frozen=True, slots=True)
class PolygonFile:
    """A file's polygons, and every feature that is none."""

    features: tuple[PolygonRow, ...]
    crs_named: str
    """The coordinate system the file is in: its code, else its name."""
    columns: tuple[str, ...]
    properties: tuple[Mapping[str, str], ...]
    """Of every feature, usable or not, in the file's order."""
    notes: tuple[str, ...] = ()
    rejections: tuple[Rejection, ...] = ()

    @property
    def read(self) -> int:
        """How many features the file has."""
        return len(self.properties)


def read_polygons(path: Path, *, crs: str, layers: Sequence[str] = ()) -> PolygonFile:
    """The polygons of ``path`` brought into ``crs`` (metres), properties as cleaned text.

    ``layers`` names those to read of a file that has several.

    Raises :class:`BadFile` for what is no file of polygons, holds no features, has several layers
    of them, or names no coordinate system where its format doesn't fix one.
    """
    layer = read_layer(path, layers)
    if not layer.wkb:
        raise BadFile(f"{path.name} has no features: there is nothing to import.")
    source, notes = system_of(path.name, layer.driver, layer.crs)
    reprojection = Reprojection(crs if pyproj.CRS(source).equals(pyproj.CRS(crs)) else source, crs)
    features, rejections = [], []
    cells = CleanedCells()
    properties = tuple(
        {name: cells.clean(text, path.name, row, name) for name, text in own.items()}
        for row, own in enumerate(layer.rows, start=1)
    )
    for row, (wkb, own) in enumerate(zip(layer.wkb, properties, strict=True), start=1):
        mended = _mended(wkb, reprojection)
        if mended.geometry is None:
            rejections.append(Rejection(path.name, row, None, mended.fault))
        else:
            features.append(PolygonRow(row, own, mended.geometry, mended.done))
    named = system_name(source)
    if reprojection.source != crs:
        notes += (f"Coordinates were turned from {named} into {system_name(crs)}.",)
    return PolygonFile(
        tuple(features),
        named,
        layer.columns,
        properties,
        notes + layer.notes + cells.notes(),
        tuple(rejections),
    )


def _mended(wkb: bytes | None, reprojection: Reprojection) -> Mended:
    """The feature's geometry made sound; rings left open are closed first."""
    with np.errstate(invalid="ignore"):  # a NaN coordinate is refused with a sentence later
        shape = shapely.from_wkb(wkb, on_invalid="ignore")
        if shape is not None or wkb is None:
            return mend(shape, reprojection)
        try:
            closed = mend(shapely.from_wkb(wkb, on_invalid="fix"), reprojection)
        except GEOSException:
            return Mended(None, fault="Its geometry is of a kind that is no polygon.")
    return replace(closed, done=(UNCLOSED, *closed.done))
