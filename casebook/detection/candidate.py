"""A candidate: a place where points lie closer together than elsewhere, with its evidence."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from shapely import Polygon
from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class CandidateHotspot:
    """One polygon in metres, what is counted in it, and what speaks for and against it."""

    ref: str
    shape: BaseGeometry
    count: int
    """Points in it or on its edge, as ``casebook count`` has them."""
    share: float
    """Of all points that were looked at."""
    area: float
    """Square metres."""
    z: float | None = None
    """The largest Gi* of its cells."""
    p: float | None = None
    """That cell's, two-sided."""
    peak: float | None = None
    """The largest density of its cells, points to the square kilometre."""
    harm: float | None = None
    """What its points weigh."""
    one_event: float | None = None
    """The share of that weight that one event carries."""
    rank_by_count: int = 0
    hours: str = ""
    """The three hours with most of its timed points, with their share; empty where too few."""
    days: str = ""
    """The day of the week with most of them."""
    week: tuple[tuple[int, ...], ...] | None = None
    """Its timed points by day, Monday first, and hour; None where none has a time."""
    hotspots: tuple[str, ...] = ()
    """The present hotspots it overlaps."""
    warnings: tuple[str, ...] = ()

    @property
    def per_km2(self) -> float:
        """Points to the square kilometre of its own ground."""
        return self.count / self.area * 1e6

    def warned(self, *warnings: str) -> CandidateHotspot:
        """The same, with these said as well."""
        return replace(self, warnings=(*self.warnings, *(each for each in warnings if each)))

    def encode(self) -> dict[str, Any]:
        """As JSON, and as the columns of a file; without the polygon."""
        values = asdict(self)
        return {
            "candidate": self.ref,
            "count": self.count,
            "share": round(self.share, 4),
            "hectares": round(self.area / 1e4, 2),
            "per_km2": round(self.per_km2, 1),
            "z": _rounded(self.z, 3),
            "p": self.p,
            "peak_per_km2": _rounded(self.peak, 1),
            "harm": _rounded(self.harm, 1),
            "one_event_share": _rounded(self.one_event, 3),
            "rank_by_count": self.rank_by_count,
            "hours": values["hours"] or None,
            "days": values["days"] or None,
            "weekday_hours": None if self.week is None else [list(day) for day in self.week],
            "hotspots": list(self.hotspots),
            "warnings": list(self.warnings),
        }


def _rounded(value: float | None, places: int) -> float | None:
    return None if value is None else round(value, places)


CANDIDATE_COLUMNS = tuple(CandidateHotspot("", Polygon(), 0, 0.0, 1.0).encode())
"""The names of what :meth:`CandidateHotspot.encode` gives, in order."""
