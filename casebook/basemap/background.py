"""What lies beneath the places of a map: lines and areas, each with what it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

PARK, WATER, WATERWAY, BORDER, LOCAL, B_ROAD, A_ROAD = (
    *("park", "water", "waterway", "border", "local", "b", "a"),
)
ROAD_CLASSES = (LOCAL, B_ROAD, A_ROAD)
"""Classes of streets from the quietest to the busiest."""
SORTS = (PARK, WATER, WATERWAY, BORDER, *ROAD_CLASSES)
"""What a background is made of, in the order in which it is drawn."""

NOUNS = {
    PARK: "park",
    WATER: "water area",
    WATERWAY: "waterway",
    BORDER: "border",
    LOCAL: "local street",
    B_ROAD: "B road",
    A_ROAD: "A road",
}


@dataclass(frozen=True)
class Background:
    """Lines and areas in longitude and latitude (WGS84), each of one of :data:`SORTS`."""

    shapes: tuple[BaseGeometry, ...] = ()
    sorts: tuple[str, ...] = ()
    """What each of the shapes is."""
    attribution: str = ""
    """Whose data they are, as their files say."""

    def of(self, sort: str) -> tuple[BaseGeometry, ...]:
        """The shapes of one sort, in the file's order."""
        return tuple(
            shape for shape, own in zip(self.shapes, self.sorts, strict=True) if own == sort
        )


def together(backgrounds: Iterable[Background]) -> Background:
    """Several backgrounds as one; whose data they are is said once for each owner."""
    found = tuple(backgrounds)
    owners = dict.fromkeys(each.attribution for each in found if each.attribution)
    return Background(
        tuple(shape for each in found for shape in each.shapes),
        tuple(sort for each in found for sort in each.sorts),
        "; ".join(owners),
    )
