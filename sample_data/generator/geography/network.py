"""The street network: drawn roads and laid-out towns, cut at every junction and joined up."""

from __future__ import annotations

from collections import defaultdict
from random import Random
from typing import TYPE_CHECKING

from shapely import LineString, STRtree, get_parts, prepare, unary_union
from shapely import Point as PointShape

from sample_data.generator.geography.coast import Point, island
from sample_data.generator.geography.roads import Road, main_roads
from sample_data.generator.geography.street_names import Names
from sample_data.generator.geography.towns import TOWNS, Town, footprint, parks, terraces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shapely import Polygon

_NAMING = {"grid": "terrace", "harbour": "terrace", "shore": "resort", "estate": "estate"}
_LONGEST_RUN = 7
_SHORTEST_STUB = 22.0


def network(seed: str) -> list[Road]:
    """Links from junction to junction, every one reachable from every other.

    Vertices are rounded to 0.1 m, so links that meet share a vertex exactly.
    """
    mains = main_roads()
    links = _split(mains + list(_town_streets(mains, seed)))
    return _merged(_joined(_pruned(links)))


def _town_streets(mains: list[Road], seed: str) -> Iterator[Road]:
    dice, names = Random(f"{seed} streets"), Names(Random(f"{seed} names"))
    corridor = unary_union([road.line for road in mains]).buffer(28)
    taken = unary_union([island().exterior.buffer(45), *parks().values()])
    shore = island()
    for town in TOWNS:
        ground = footprint(town).intersection(shore).difference(taken)
        taken = taken.union(footprint(town).buffer(15))
        prepare(ground)
        for row in terraces(town, dice):
            yield from _row(town, row, ground, corridor, dice, names)


def _row(
    town: Town,
    row: list[LineString],
    ground: Polygon,
    corridor: Polygon,
    dice: Random,
    names: Names,
) -> Iterator[Road]:
    run: list[LineString] = []
    for link in [*row, None]:
        kept = (
            link is not None
            and dice.random() >= town.closed
            and ground.contains(link)
            and link.intersection(corridor).length < 0.62 * link.length
        )
        if run and (not kept or len(run) == _LONGEST_RUN):
            short = len(run) == 1 and town.layout == "estate"
            name = names.next("closed" if short else _NAMING[town.layout])
            yield from (Road(name, "local", part) for part in run)
            run = []
        if kept and link is not None:
            run.append(link)


def _split(roads: list[Road]) -> list[Road]:
    """The same roads cut wherever two of them meet."""
    lines = [LineString([_rounded(point) for point in road.line.coords]) for road in roads]
    cuts: dict[int, list[Point]] = defaultdict(list)
    for one, other in STRtree(lines).query(lines, predicate="intersects").T:
        if one < other:
            for part in get_parts(lines[one].intersection(lines[other])):
                point = _rounded(part.coords[0])
                cuts[int(one)].append(point)
                cuts[int(other)].append(point)
    return [
        Road(road.name, road.road_class, piece)
        for number, road in enumerate(roads)
        for piece in _cut(lines[number], cuts[number])
    ]


def _cut(line: LineString, points: list[Point]) -> Iterator[LineString]:
    marks = {line.project(PointShape(place)): place for place in points}
    vertices = {line.project(PointShape(place)): place for place in line.coords}
    piece: list[Point] = []
    for distance, place in sorted({**vertices, **marks}.items()):
        if piece and piece[-1] == place:
            continue
        piece.append(place)
        if distance in marks and len(piece) > 1:
            yield LineString(piece)
            piece = [place]
    if len(piece) > 1:
        yield LineString(piece)


def _pruned(links: list[Road]) -> list[Road]:
    """The links without the stubs that a street leaves where it overshoots a junction."""
    while True:
        degree = _degrees(links)
        kept = [
            link
            for link in links
            if link.line.length >= _SHORTEST_STUB
            or all(degree[end] > 1 for end in _ends(link.line))
        ]
        if len(kept) == len(links):
            return kept
        links = kept


def _joined(links: list[Road]) -> list[Road]:
    """The largest set of links that hang together."""
    leader: dict[Point, Point] = {}

    def find(place: Point) -> Point:
        while leader.setdefault(place, place) != place:
            leader[place] = place = leader[leader[place]]
        return place

    for link in links:
        start, end = _ends(link.line)
        leader[find(start)] = find(end)
    sizes: dict[Point, int] = defaultdict(int)
    for link in links:
        sizes[find(_ends(link.line)[0])] += 1
    largest = max(sizes, key=lambda place: sizes[place])
    return [link for link in links if find(_ends(link.line)[0]) == largest]


def _merged(links: list[Road]) -> list[Road]:
    """The links with those of one road made one where nothing else meets them."""
    degree = _degrees(links)
    waiting: dict[tuple[str, Point], Road] = {}
    done: list[Road] = []
    for link in links:
        start, end = _ends(link.line)
        before, longer = waiting.pop((link.name, start), None), link
        if before is not None:
            both = LineString([*before.line.coords, *link.line.coords[1:]])
            longer = Road(link.name, link.road_class, both)
        if degree[end] == 2:
            waiting[link.name, end] = longer
        else:
            done.append(longer)
    return done + list(waiting.values())


def _degrees(links: list[Road]) -> dict[Point, int]:
    degree: dict[Point, int] = defaultdict(int)
    for link in links:
        for end in _ends(link.line):
            degree[end] += 1
    return degree


def _ends(line: LineString) -> tuple[Point, Point]:
    return line.coords[0], line.coords[-1]


def _rounded(place: Point) -> Point:
    return round(place[0], 1), round(place[1], 1)
