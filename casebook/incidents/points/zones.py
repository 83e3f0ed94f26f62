"""The polygons that points are counted in, and the rings around them, read and laid out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from threading import Lock
from typing import Any

from shapely.geometry.base import BaseGeometry

from casebook.core.errors import Rejection
from casebook.places.named_polygons import read_named_polygons
from geo.crs import WGS84
from geo.inside import PolygonIndex

INSIDE, RING = "inside", "ring"

Maker = Callable[[Callable[..., PolygonIndex]], Future[PolygonIndex]]
"""Has an index made, by this thread or another."""


@dataclass(frozen=True)
class LaidOut:
    """The polygons of each zone, :data:`INSIDE` among them, as points are looked up in them."""

    crs: str
    """The metres they are in."""
    shapes: Mapping[str, Sequence[BaseGeometry]]
    _indexes: dict[tuple[str, bool], Future[PolygonIndex]] = field(default_factory=dict)
    _beside: ThreadPoolExecutor = field(default_factory=partial(ThreadPoolExecutor, 1, "zones"))
    _asking: Lock = field(default_factory=Lock)

    @property
    def sizes(self) -> dict[str, int]:
        """How many polygons each zone has."""
        return {zone: len(shapes) for zone, shapes in self.shapes.items()}

    def index(self, zone: str, *, degrees: bool) -> PolygonIndex:
        """A zone's polygons, laid out for points in degrees or in metres.

        It is this thread that lays them out, where none has begun with it.
        """
        return self._laid_out(zone, self._here, degrees=degrees).result()

    def ready(self, *, degrees: bool) -> bool:
        """Whether all zones are laid out; a thread begins with it where they aren't."""
        due = [self._laid_out(zone, self._there, degrees=degrees) for zone in self.shapes]
        return all(each.done() for each in due)

    def _laid_out(self, zone: str, make: Maker, *, degrees: bool) -> Future[PolygonIndex]:
        with self._asking:
            due = self._indexes.get((zone, degrees))
            if due is None:
                points = WGS84 if degrees else self.crs
                index = partial(PolygonIndex, self.shapes[zone], crs=self.crs, points=points)
                due = self._indexes[zone, degrees] = make(index)
            return due

    def _there(self, index: Callable[..., PolygonIndex]) -> Future[PolygonIndex]:
        return self._beside.submit(index, moving=self._beside)

    @staticmethod
    def _here(index: Callable[..., PolygonIndex]) -> Future[PolygonIndex]:
        made = Future[PolygonIndex]()
        made.set_result(index())
        return made


@dataclass(frozen=True)
class ZonesSaid:
    """What a file says of its polygons, and what is said of how they were read."""

    refs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    rejections: tuple[Rejection, ...] = ()


@dataclass(frozen=True)
class ZonesRead:
    """A file's polygons, and what is said of them in their order."""

    zones: LaidOut
    said: ZonesSaid


def zones_of(
    path: Path, crs: str, ref_column: str | None, ring: float | None, layers: Sequence[str]
) -> ZonesRead:
    """The polygons of a file, and with ``ring`` the zones of so many metres around them.

    The rest is as :func:`casebook.incidents.points.count_points.count_points` has it.
    """
    named = read_named_polygons(path, crs, ref_column=ref_column, layers=layers)
    shapes: dict[str, Sequence[BaseGeometry]] = {INSIDE: named.shapes}
    if ring is not None:
        shapes[RING] = [core.buffer(ring).difference(core) for core in named.shapes]
    return ZonesRead(LaidOut(crs, shapes), ZonesSaid(named.refs, named.notes, named.rejections))


def zones_of_run(
    run: str,
    path: Path,
    crs: str,
    ref_column: str | None,
    ring: float | None,
    layers: tuple[str, ...],
) -> ZonesRead:
    """As :func:`zones_of`, read once by each process for all shards of a run, which has a name."""
    with _READING:
        return _zones_of_run(run, path, crs, ref_column, ring, layers)


_READING = Lock()


@lru_cache(maxsize=1)
def _zones_of_run(_run: str, *where: Any) -> ZonesRead:
    return zones_of(*where)
