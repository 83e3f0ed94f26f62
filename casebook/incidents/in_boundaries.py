"""Which places and which area each incident lies in: where stored points meet boundaries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely

from casebook.files.arrow_columns import Ints
from casebook.files.tabular import Flags, Floats
from casebook.incidents.coverage.import_gaps import renew_every_gap
from casebook.incidents.queries import stored as incidents
from casebook.places import queries as places
from casebook.places.place import AREA_KINDS, COUNTED_KINDS
from casebook.store.bulk import insert_columns
from casebook.store.tables import incident_place
from casebook.store.transaction import Transaction
from geo.inside import PolygonIndex

NO_AREA = 0


@dataclass(frozen=True)
class Shapes:
    """Boundaries as polygons in the casebook's coordinate system."""

    boundary: Ints
    place: Ints
    polygons: list[Any]

    def __len__(self) -> int:
        return len(self.polygons)

    @cached_property
    def index(self) -> PolygonIndex:
        """The polygons, laid out once for all the points that are looked up in them."""
        return PolygonIndex(self.polygons)


@dataclass(frozen=True)
class Points:
    """Incidents that have coordinates, as columns of one length; codes are the casebook's."""

    key: Ints
    month: Ints
    type: Ints
    source: Ints
    x: Floats
    y: Floats


def hotspot_shapes(tx: Transaction, boundary_ids: Sequence[int] | None = None) -> Shapes:
    """Every boundary, old ones too, of every hotspot and comparison area; or only these."""
    found = places.boundaries(tx, COUNTED_KINDS)
    if boundary_ids is not None:
        wanted = frozenset(boundary_ids)
        found = tuple(each for each in found if each.id in wanted)
    return _shapes(found)


def area_shapes(tx: Transaction) -> Shapes:
    """The newest boundary of every area, from the widest kind to the narrowest.

    Impact areas are left out: they group areas and aren't one of the tree.
    """
    newest: dict[int, places.Boundary] = {}
    for kind in AREA_KINDS:
        if kind != "impact area":
            newest |= {each.place: each for each in places.boundaries(tx, (kind,))}
    return _shapes(tuple(newest.values()))


def areas_at(shapes: Shapes, x: Floats, y: Floats) -> Ints:
    """The id of the narrowest area each point lies in, :data:`NO_AREA` where in none."""
    area = np.full(len(x), NO_AREA, np.int64)
    if len(shapes) and len(x):
        polygon, point = shapes.index.pairs(x, y)
        area[point] = shapes.place[polygon]  # pairs come widest first, so the narrowest stays
    return area


def put_in_places(tx: Transaction, shapes: Shapes, points: Points) -> None:
    """Write which of these boundaries each incident lies in."""
    if not len(shapes) or not len(points.key):
        return
    polygon, point = shapes.index.pairs(points.x, points.y)
    boundary, month, kind = shapes.boundary[polygon], points.month[point], points.type[point]
    order = np.lexsort((points.key[point], kind, month, boundary))
    tx.unsealed.touch("incident_place", ((of,) for of in np.unique(month).tolist()))
    polygon, point = polygon[order], point[order]
    insert_columns(
        tx,
        incident_place,
        {
            "boundary": boundary[order].tolist(),
            "month": month[order].tolist(),
            "type": kind[order].tolist(),
            "incident": points.key[point].tolist(),
            "place": shapes.place[polygon].tolist(),
            "source": points.source[point].tolist(),
        },
    )


def follow_boundaries(tx: Transaction, kind: str, boundary_ids: Sequence[int]) -> None:
    """Place the stored incidents anew after boundaries of places of ``kind`` were written."""
    if kind in COUNTED_KINDS:
        fill_boundaries(tx, boundary_ids)
    else:
        fill_areas(tx)


def fill_boundaries(tx: Transaction, boundary_ids: Sequence[int] | None) -> None:
    """Write anew which stored incidents lie in these boundaries of hotspots and comparison areas.

    None: in every one.
    """
    shapes = hotspot_shapes(tx, boundary_ids)
    incidents.empty_boundaries(tx, shapes.boundary.tolist())
    if not len(shapes):
        return
    for batch in incidents.located(tx):
        key, month, kind, source, x, y, _area, withdrawn = zip(*batch, strict=True)
        counts = np.array([load is None for load in withdrawn], bool)
        points = Points(
            key=np.array(key, np.int64)[counts],
            month=np.array(month, np.int64)[counts],
            type=np.array(kind, np.int64)[counts],
            source=np.array(source, np.int64)[counts],
            x=np.array(x, float)[counts],
            y=np.array(y, float)[counts],
        )
        put_in_places(tx, shapes, points)


def fill_areas(tx: Transaction) -> None:
    """Write anew which area each stored incident lies in, after areas have changed.

    Whole districts that have none in a month are looked for anew as well.
    """
    shapes = area_shapes(tx)
    for batch in incidents.located(tx):
        key, _month, _type, _source, x, y, area, _withdrawn = zip(*batch, strict=True)
        before = np.array([NO_AREA if known is None else known for known in area], np.int64)
        after = areas_at(shapes, np.array(x, float), np.array(y, float))
        moved: Flags = after != before
        keys = np.array(key, np.int64)[moved].tolist()
        incidents.set_areas(tx, keys, [area or None for area in after[moved].tolist()])
    renew_every_gap(tx)


def _shapes(boundaries: Sequence[places.Boundary]) -> Shapes:
    return Shapes(
        np.array([each.id for each in boundaries], np.int64),
        np.array([each.place for each in boundaries], np.int64),
        [shapely.from_wkb(each.wkb) for each in boundaries],
    )
