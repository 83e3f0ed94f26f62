"""Activities: what officers and partners did, where and in which programme, as so many of a kind.

The numbers are Kent's, as published (`sample_data/README.md` says which); where they happened and
on which day of their period is invented.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from sample_data.generator.written import written

if TYPE_CHECKING:
    from sample_data.generator.geography.wards import Ward

Row = dict[str, object]

_POLICE = "Lomea Police"
_COUNTED = written("engagement")
_TRACKED = ("2024-07", "2024-08", "2024-09", "2024-10")
_DAILY = 7


def activities(seed: str, parts: list[Ward]) -> list[Row]:
    """A row a day and kind, or a tally of a few weeks; the engagement tracker comes first."""
    return [
        *_engagement(seed, parts),
        *_of_programmes(Random(f"{seed} tallies"), parts),
        *(_row(**row) for row in _COUNTED["partners"]),
        *_in_hotspots(seed),
    ]


def _engagement(seed: str, parts: list[Ward]) -> list[Row]:
    """The tracker: each event in a ward on a day, so many of each kind in all."""
    found: list[Row] = []
    for code, total in _COUNTED["tracker"].items():
        dice = Random(f"{seed} {code}")
        cells: dict[tuple[str, str], int] = {}
        weights = [dice.uniform(0.5, 1.5) for _ in parts]
        for ward in dice.choices(parts, weights, k=total):
            day = _day(dice, dice.choice(_TRACKED))
            cells[day, ward.ref] = cells.get((day, ward.ref), 0) + 1
        found += [_row(code, n, day, place=ref) for (day, ref), n in sorted(cells.items())]
        # the month under review has its own, outside the tracker's window
        for ward in dice.choices(parts, weights, k=round(total / 4.3)):
            found.append(_row(code, 1, _day(dice, "2024-11"), place=ward.ref))
    return found


def _of_programmes(dice: Random, parts: list[Ward]) -> list[Row]:
    """The tallies, spread a few at a time over the days they stand for."""
    found: list[Row] = []
    for tally in _COUNTED["tallies"]:
        programme, total = tally["programme"], tally["count"]
        start = date.fromisoformat(tally["first"])
        days = (date.fromisoformat(tally["last"]) - start).days + 1
        left = total
        while left:
            count = min(left, dice.randint(1, max(1, total // _DAILY)))
            left -= count
            on = (start + timedelta(days=dice.randrange(days))).isoformat()
            place = _COUNTED["where"].get(programme) or dice.choice(parts).district
            found.append(
                _row(tally["code"], count, on, place=place, programmes=programme, agency=_POLICE,
                     text=tally.get("text", ""))
            )  # fmt: skip
    return found


def _in_hotspots(seed: str) -> list[Row]:
    """What patrols recorded in hotspots from June to November 2024, the green's operation apart."""
    found: list[Row] = []
    for number in range(1, 28):
        ref = f"HS-{number:02d}"
        dice = Random(f"{seed} results {ref}")
        for month in ("2024-06", "2024-07", "2024-08", "2024-09", "2024-10", "2024-11"):
            for code, mean in _COUNTED["in_hotspots"].items():
                found += [
                    _row(code, 1, _day(dice, month), place=ref, agency=_POLICE)
                    for _ in range(round(dice.expovariate(1 / mean)))
                ]
    return found


def _day(dice: Random, month: str) -> str:
    return f"{month}-{dice.randint(1, 28):02d}"


def _row(
    code: str,
    count: int,
    at: str,
    until: str = "",
    *,
    place: str,
    programmes: str = "",
    agency: str = "",
    text: str = "",
) -> Row:
    return {
        "code": code, "count": count, "at": at, "until": until, "place": place,
        "programmes": programmes, "agency": agency, "text": text,
    }  # fmt: skip
