"""The towns and villages: where each lies and how its streets are laid out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, hypot, radians, sin
from typing import TYPE_CHECKING

from shapely import LineString, Polygon

from sample_data.generator.geography.coast import ORIGIN, Point, metres, seafront
from sample_data.generator.written import written

if TYPE_CHECKING:
    from random import Random

Placing = Callable[[float, float], Point]
"""From a street's two coordinates to where that is in metres."""


@dataclass(frozen=True)
class Town:
    """One built-up place, drawn in kilometres about the island's middle.

    `layout` is grid (rows of terraces), estate (bent rows with many closed ends), harbour (rays
    from the quay) or shore (rows that follow the beach). `turn` is the grid's bearing in degrees,
    `block` the usual spacing in metres of its two sets of streets, `bend` how far in metres the
    rows stray from straight, and `closed` the share of links left out.
    """

    name: str
    layout: str
    centre: Point
    radii: Point
    turn: float
    block: Point
    bend: float
    closed: float


TOWNS = tuple(Town(**town) for town in written("towns")["towns"])


def footprint(town: Town) -> Polygon:
    """The town's built-up outline in metres: a rough oval."""
    (x, y), (wide, tall) = metres([town.centre])[0], town.radii
    edge = []
    for degree in range(0, 360, 8):
        angle = radians(degree)
        swell = 1000 * (1 + 0.10 * sin(3 * angle + x) + 0.06 * sin(5 * angle + y))
        edge.append((x + wide * swell * cos(angle), y + tall * swell * sin(angle)))
    return Polygon(edge)


def parks() -> dict[str, Polygon]:
    """Open spaces that no street crosses, by name, in metres."""
    found = {}
    for park in written("towns")["parks"]:
        (wide, tall), (x, y) = park["radii"], metres([park["centre"]])[0]
        turns = [radians(step * 30) for step in range(12)]
        found[park["name"]] = Polygon(
            [(x + 1000 * wide * cos(turn), y + 1000 * tall * sin(turn)) for turn in turns]
        )
    return found


def terraces(town: Town, dice: Random) -> list[list[LineString]]:
    """The town's streets before they are cut to its outline: rows of links, end to end."""
    place, us, vs = _lattice(town, dice)
    links = [[_link(place, (us[i], v), (us[i + 1], v)) for i in range(len(us) - 1)] for v in vs]
    links += [[_link(place, (u, vs[j]), (u, vs[j + 1])) for j in range(len(vs) - 1)] for u in us]
    if town.layout == "harbour":
        links = [row[3:] if number < len(vs) and number % 2 else row
                 for number, row in enumerate(links)]  # fmt: skip
    return links


def _lattice(town: Town, dice: Random) -> tuple[Placing, list[float], list[float]]:
    """The town's two sets of streets: where a pair of coordinates lies, and each set's values."""
    if town.layout == "harbour":
        rings = [150.0, 245.0, 360.0, 485.0, 620.0, 770.0, 935.0, 1110.0, 1290.0]
        rays = [-96 + 8.0 * step + dice.uniform(-1.2, 1.2) for step in range(25)]
        return _bent(town, _about(metres([town.centre])[0])), rings, rays
    if town.layout == "shore":
        front = seafront(75.0)
        inland = [75.0, 165.0, 285.0, 420.0, 560.0, 710.0, 880.0]
        return _bent(town, _behind(front)), inland, _spaced(0, front.length, town.block[0], dice)
    reach = 1000 * max(town.radii) * 1.25
    us = _spaced(-reach, reach, town.block[0], dice)
    vs = _spaced(-reach, reach, town.block[1], dice)
    return _bent(town, _turned(town)), us, vs


def _spaced(start: float, end: float, usual: float, dice: Random) -> list[float]:
    found = [start]
    while found[-1] < end - usual / 2:
        found.append(found[-1] + usual * dice.uniform(0.78, 1.3))
    return found


def _about(centre: Point) -> Placing:
    def place(ring: float, ray: float) -> Point:
        angle = radians(ray)
        return centre[0] + ring * cos(angle), centre[1] + ring * sin(angle)

    return place


def _behind(front: LineString) -> Placing:
    def place(inland: float, along: float) -> Point:
        here = front.interpolate(along)
        near, far = front.interpolate(max(0, along - 150)), front.interpolate(along + 150)
        dx, dy = far.x - near.x, far.y - near.y
        length = hypot(dx, dy)
        back = inland - 75.0
        return here.x + back * dy / length, here.y - back * dx / length

    return place


def _turned(town: Town) -> Placing:
    (x, y), turn = metres([town.centre])[0], radians(town.turn)

    def place(u: float, v: float) -> Point:
        return x + u * cos(turn) - v * sin(turn), y + u * sin(turn) + v * cos(turn)

    return place


def _bent(town: Town, place: Placing) -> Placing:
    phase = len(town.name) + town.centre[0]

    def bent(u: float, v: float) -> Point:
        x, y = place(u, v)
        east, north = x - ORIGIN[0], y - ORIGIN[1]
        return (
            x + town.bend * sin(north / 170 + phase) + town.bend / 2 * sin(east / 95 + phase),
            y + town.bend * sin(east / 190 - phase) + town.bend / 2 * sin(north / 105 - phase),
        )

    return bent


def _link(place: Placing, start: Point, end: Point) -> LineString:
    """A link sampled five times, so that it bends as its row does."""
    steps = [step / 4 for step in range(5)]
    return LineString(
        [
            place(start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t)
            for t in steps
        ]
    ).simplify(4.0)
