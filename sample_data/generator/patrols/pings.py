"""GPS pings of one district's officers in a week, on patrols that claims and sheets have too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from shapely import Point, Polygon
from shapely.affinity import scale

from sample_data.generator.geography.projection import lonlat
from sample_data.generator.writing import table

if TYPE_CHECKING:
    from sample_data.generator.geography.hotspots import Hotspot
    from sample_data.generator.patrols.patrol import SamplePatrol

HEADER = ("unit", "time", "longitude", "latitude")
DISTRICT = "Harbour"
FIRST, LAST = date(2024, 10, 7), date(2024, 10, 13)
"""A week of summer time, whose local days are an hour ahead of the UTC in the file."""
OFF = "LH26"
"""Its device was off all week: its patrols are known from claims and sheets alone."""
EXTRA = "LH12"
"""On nobody's claim, sheet or rota: it looks in on two hotspots all the same."""

_SUMMER = timedelta(hours=1)
_EVERY = 60
_WALK = 1.1  # metres a second
_NOISE = 9.0
_DROPPED = 0.02
_BREAK = 0.4  # of patrols over two hours, those with a break outside
_PAST = 0.3  # of approaches, those that drive through another hotspot

Spot = tuple[float, float]


@dataclass(frozen=True)
class _Turn:
    """A unit's time at a hotspot, in local time, and whether it breaks off halfway."""

    unit: str
    hotspot: str
    start: datetime
    end: datetime
    breaks: bool = False


def pings(
    seed: str, hotspots: list[Hotspot], claims: list[SamplePatrol], sheets: list[SamplePatrol]
) -> dict[str, bytes]:
    """The members of pings.zip: a ping about every minute, times in UTC, in order of time."""
    grounds = {
        place.ref: scale(place.shape, 0.75, 0.75)
        for place in hotspots
        if place.ward.district == DISTRICT
    }
    rows = [
        row
        for turn in _turns(seed, grounds, claims, sheets)
        for row in _track(Random(f"{seed} pings {turn.unit} {turn.start}"), turn, grounds)
    ]
    lines = [
        (unit, f"{at - _SUMMER:%Y-%m-%dT%H:%M:%S}Z", *_degrees(spot))
        for at, unit, spot in sorted(rows)
    ]
    return {f"pings-{FIRST}-to-{LAST}.csv": table([HEADER, *lines])}


def _degrees(spot: Spot) -> tuple[str, str]:
    longitude, latitude = lonlat(*spot)
    return f"{longitude:.5f}", f"{latitude:.5f}"


def _turns(
    seed: str, grounds: dict[str, Polygon], claims: list[SamplePatrol], sheets: list[SamplePatrol]
) -> list[_Turn]:
    """What the devices saw: the officers' patrols, a little shorter than they were written down."""
    dice = Random(f"{seed} turns")
    begin, over = datetime.combine(FIRST, time()), datetime.combine(LAST, time(23, 30))
    turns: list[_Turn] = []
    for row in [*claims, *sheets]:
        seen = any(
            turn.unit == row.unit and turn.start < row.end and row.start < turn.end
            for turn in turns
        )
        outside = row.hotspot not in grounds or row.start < begin or row.end > over
        if seen or outside or row.resourcing == "partner" or row.unit == OFF:
            continue
        start = row.start + timedelta(seconds=dice.randrange(240))
        end = row.end - timedelta(seconds=dice.randrange(420))
        long = end - start > timedelta(hours=2)
        turns.append(_Turn(row.unit, row.hotspot, start, end, long and dice.random() < _BREAK))
    for ref, hour in zip(sorted(grounds), (10, 15), strict=False):
        start = begin + timedelta(days=2, hours=hour, minutes=dice.randrange(50))
        turns.append(_Turn(EXTRA, ref, start, start + timedelta(minutes=14)))
    return turns


def _track(
    dice: Random, turn: _Turn, grounds: dict[str, Polygon]
) -> Iterator[tuple[datetime, str, Spot]]:
    """The drive there, the walk about and the drive away, as the device records them."""
    ground = grounds[turn.hotspot]
    away = _away(ground, grounds)
    path = [*_approach(dice, turn, grounds, away), *_walk(dice, turn, ground, away)]
    path += [(turn.end + timedelta(seconds=_EVERY * n), away) for n in (1, 2, 3)]
    for at, (x, y) in path:
        if dice.random() >= _DROPPED:
            shaken = x + dice.triangular(-_NOISE, _NOISE), y + dice.triangular(-_NOISE, _NOISE)
            yield at + timedelta(seconds=dice.randrange(-2, 3)), turn.unit, shaken


def _approach(
    dice: Random, turn: _Turn, grounds: dict[str, Polygon], away: Spot
) -> list[tuple[datetime, Spot]]:
    """Some minutes on the way, sometimes through another hotspot, where one ping falls."""
    steps = [away] * 5
    if dice.random() < _PAST:
        through = grounds[dice.choice([ref for ref in sorted(grounds) if ref != turn.hotspot])]
        steps[2] = through.centroid.x, through.centroid.y
    first = turn.start - timedelta(seconds=_EVERY * len(steps))
    return [(first + timedelta(seconds=_EVERY * n), spot) for n, spot in enumerate(steps)]


def _walk(
    dice: Random, turn: _Turn, ground: Polygon, away: Spot
) -> Iterator[tuple[datetime, Spot]]:
    """From one spot of the hotspot to another at a walk, with a break outside if there is one."""
    here, aim = _somewhere(dice, ground), _somewhere(dice, ground)
    minutes = int((turn.end - turn.start) / timedelta(seconds=_EVERY))
    leaves = minutes // 2 if turn.breaks else minutes + 1
    returns = leaves + dice.randrange(8, 16)
    for minute in range(minutes + 1):
        at = turn.start + timedelta(seconds=_EVERY * minute)
        if leaves <= minute < returns:
            yield at, away
            continue
        yield at, here
        far = ((aim[0] - here[0]) ** 2 + (aim[1] - here[1]) ** 2) ** 0.5
        if far <= _WALK * _EVERY:
            here, aim = aim, _somewhere(dice, ground)
        else:
            share = _WALK * _EVERY / far
            here = here[0] + share * (aim[0] - here[0]), here[1] + share * (aim[1] - here[1])


def _away(ground: Polygon, grounds: dict[str, Polygon]) -> Spot:
    """A spot near the hotspot and well clear of every one, where its units come from."""
    x, y = ground.centroid.x, ground.centroid.y
    return next(
        spot
        for spot in ((x + 500, y + 400), (x - 500, y + 400), (x - 500, y - 400), (x + 500, y - 400))
        if all(other.distance(Point(spot)) > 150 for other in grounds.values())
    )


def _somewhere(dice: Random, ground: Polygon) -> Spot:
    west, south, east, north = ground.bounds
    while True:
        spot = dice.uniform(west, east), dice.uniform(south, north)
        if ground.contains(Point(spot)):
            return spot
