"""Looking for candidates: from points and rules to polygons with their evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from casebook.core.english import counted, listed
from casebook.core.errors import BadValue
from casebook.core.wording import number
from casebook.detection.candidate import CandidateHotspot
from casebook.detection.cautions import cautions, with_warnings
from casebook.detection.gathering import IncidentPoints
from casebook.detection.harm import HarmIndex
from casebook.detection.rules import AS_EXPECTED, DetectionRules, Expected
from casebook.detection.searches import SEARCHES, FoundOutline
from casebook.detection.surface import CellSurface
from casebook.detection.times import busiest_day, busiest_hours, during, local_times, week_table
from geo.crs import Floats, Ints
from geo.detect.grid import TooManyCells
from geo.detect.outlines import members
from geo.edges import Bits
from geo.inside import PolygonIndex

_THIN, _ROUND = 1.0, 500
"""Metres across under which a box of points is no ground, and how far it is then widened."""


@dataclass(frozen=True)
class Detection:
    """Candidates by what they weigh, most first, with the settings and what must be said."""

    candidates: tuple[CandidateHotspot, ...]
    settings: str
    """In one line, as it stands inside the file that is written."""
    notes: tuple[str, ...]
    crs: str
    ground: BaseGeometry | None = None
    """The area that was looked at; None where there was no point to draw it around."""
    surface: CellSurface | None = None
    """The cells that were looked at, where the method has any."""


def detect(
    points: IncidentPoints,
    rules: DetectionRules,
    *,
    ground: BaseGeometry | None = None,
    harm: HarmIndex | None = None,
    present: Mapping[str, BaseGeometry] | None = None,
    limits: Expected = AS_EXPECTED,
) -> Detection:
    """Candidate hotspots among ``points``.

    ``ground`` is the area that is looked at, in the points' metres; the box around the points where
    it isn't known. ``harm`` weighs them, ``present`` are the hotspots there are. No points, or none
    left by the rules, give no candidates and a note. Raises :class:`BadValue` where times are asked
    for and no point has one, and for cells too small for the ground.
    """
    points = during(points, rules.hours, rules.days)
    points, ground, looked = _on_ground(points, ground)
    weight, weighed = harm.weigh(points.types, points.type) if harm else (None, ())
    notes = [*points.notes, *([looked] if looked else []), *weighed]
    if not len(points):
        none = (*notes, "No points: nothing to find.")
        looked_at = ground if ground.area else None
        return Detection((), _line(rules, {}, points, harm), none, points.crs, looked_at)
    try:
        search = SEARCHES[rules.method](points, rules, ground, weight)
    except TooManyCells as error:
        raise BadValue(f"{error} Take larger cells with --cell.") from error
    notes += [search.says, *cautions(points, search.cell, search.bandwidth)]
    candidates, inside = _evidence(search.found, points, weight)
    if present:
        candidates = [replace(one, hotspots=_overlaps(one.shape, present)) for one in candidates]
        notes.append(_found_again(candidates, present))
    judged = with_warnings(candidates, points, inside, limits)
    return Detection(
        judged,
        _line(rules, search.settings, points, harm),
        tuple(notes),
        points.crs,
        ground if ground.area else None,
        search.surface,
    )


def _on_ground(
    points: IncidentPoints, ground: BaseGeometry | None
) -> tuple[IncidentPoints, BaseGeometry, str]:
    """The points on the ground that is looked at, that ground, and how it reads."""
    if ground is None and not len(points):
        return points, shapely.box(0, 0, 0, 0), ""
    if ground is None:
        west, east = points.x.min(), points.x.max()
        south, north = points.y.min(), points.y.max()
        said = "Looked at: the box around the points, as no area was named"
        if min(east - west, north - south) >= _THIN:
            return points, shapely.box(west, south, east, north), f"{said}."
        # a line or a spot has no ground of its own
        box = shapely.box(west - _ROUND, south - _ROUND, east + _ROUND, north + _ROUND)
        said += f", and {number(_ROUND)} m around it, as they lie on one line or spot."
        return points, box, said
    shapely.prepare(ground)
    on: Bits = shapely.intersects_xy(ground, points.x, points.y)
    off = int(np.count_nonzero(~on))
    said = f"Looked at: {number(ground.area / 1e6, 1)} km²"
    return points.take(on), ground, f"{said}; {counted(off, 'point lies', 'points lie')} outside."


def _evidence(
    found: Sequence[FoundOutline], points: IncidentPoints, weight: Floats | None
) -> tuple[list[CandidateHotspot], dict[str, Ints]]:
    """Candidates in order of what they weigh, with the positions of the points in each."""
    if not found:
        return [], {}
    polygon, point = PolygonIndex([each.shape for each in found], crs=points.crs).pairs(
        points.x, points.y
    )
    held = [point[at] for at in members(polygon)]
    held += [point[:0]] * (len(found) - len(held))
    weighs = [len(at) if weight is None else float(weight[at].sum()) for at in held]
    by_count = sorted(range(len(found)), key=lambda n: (-len(held[n]), n))
    rank = {n: place for place, n in enumerate(by_count, 1)}
    order = sorted(range(len(found)), key=lambda n: (-weighs[n], -len(held[n]), n))
    width = len(str(len(found)))
    local = local_times(points)
    candidates, inside = [], {}
    for place, n in enumerate(order, 1):
        ref = f"C{place:0{max(2, width)}d}"
        inside[ref] = held[n]
        one = found[n]
        total = weighs[n]
        candidates.append(
            CandidateHotspot(
                ref=ref,
                shape=one.shape,
                count=len(held[n]),
                share=len(held[n]) / len(points),
                area=float(one.shape.area),
                z=one.z,
                p=one.p,
                peak=one.peak,
                harm=None if weight is None else total,
                one_event=float(weight[held[n]].max()) / total
                if weight is not None and total
                else None,
                rank_by_count=rank[n],
                hours=busiest_hours(local[1][held[n]]),
                days=busiest_day(local[0][held[n]]),
                week=week_table(local[0][held[n]], local[1][held[n]]),
            )
        )
    return candidates, inside


def _overlaps(shape: BaseGeometry, present: Mapping[str, BaseGeometry]) -> tuple[str, ...]:
    return tuple(
        ref
        for ref, other in present.items()
        if shape.intersects(other) and not shape.touches(other)
    )


def _found_again(
    candidates: Sequence[CandidateHotspot], present: Mapping[str, BaseGeometry]
) -> str:
    """Which of the present hotspots a candidate overlaps, and how many overlap none."""
    met = {ref for one in candidates for ref in one.hotspots}
    missed = [ref for ref in present if ref not in met]
    new = sum(not one.hotspots for one in candidates)
    not_met = (
        f"; {listed(missed)} {'overlaps' if len(missed) == 1 else 'overlap'} none" if missed else ""
    )
    return (
        f"{number(len(met))} of {counted(len(present), 'present hotspot')} overlap a candidate"
        f"{not_met}. {counted(new, 'candidate')} lie in no present hotspot."
    )


def _line(
    rules: DetectionRules,
    settings: Mapping[str, Any],
    points: IncidentPoints,
    harm: HarmIndex | None,
) -> str:
    """Every setting in one line of at most 254 characters, as a Shapefile's column holds."""
    months = points.months
    parts = {
        "method": rules.method,
        **settings,
        **({"count": points.group} if points.group else {}),
        "points": len(points),
        "months": f"{months.first}..{months.last}" if months else "none",
        "crs": points.crs,
        **({"during": str(rules.hours)} if rules.hours else {}),
        **({"days": str(rules.days)} if rules.days else {}),
        **({"harm": harm.version} if harm else {}),
    }
    return " ".join(f"{name}={value}" for name, value in parts.items())[:254]
