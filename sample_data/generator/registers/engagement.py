"""Activities: what officers and partners did, where and in which programme, as so many of a kind.

The numbers are Kent's, as published (`sample_data/README.md` says which); where they happened and
on which day of their period is invented.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from sample_data.generator.registers.agencies import POLICE, council
from sample_data.generator.registers.programmes import (
    CHB,
    CHB_WARD,
    COURIERS,
    GREEN,
    RETAIL,
    RURAL,
    VAPES,
)

if TYPE_CHECKING:
    from sample_data.generator.geography.wards import Ward

Row = dict[str, object]

ENGAGEMENT = {
    "engagement event": 703,
    "meeting": 672,
    "surgery": 144,
    "school or youth visit": 792,
    "parish council": 92,
}
"""July to October 2024, the whole force (Kent, paragraph 14 iii)."""

_TRACKED = ("2024-07", "2024-08", "2024-09", "2024-10")
_TALLIES = (
    # programme, code, count, first day, last day, other programmes, note
    (CHB, "arrest", 21, "2024-06-03", "2024-12-15", ""),
    (CHB, "intelligence report", 148, "2024-06-03", "2024-12-15", ""),
    (CHB, "closure order", 1, "2024-09-01", "2024-11-30", ""),
    (CHB, "closure order in progress", 2, "2024-11-01", "2024-12-15", ""),
    (CHB, "warrant", 2, "2024-06-10", "2024-10-31", ""),
    (CHB, "school day", 3, "2024-09-09", "2024-11-29", "In the local primary school."),
    (CHB, "family day", 1, "2024-08-17", "2024-08-17", "Well attended, on the estate."),
    (COURIERS, "arrest", 1, "2024-10-07", "2024-10-20", ""),
    (COURIERS, "vehicle seized", 5, "2024-10-07", "2024-10-20", ""),
    (GREEN, "vehicle seized", 8, "2024-09-01", "2024-09-30", ""),
    (GREEN, "e-scooter seized", 2, "2024-09-01", "2024-09-30", ""),
    (GREEN, "off-road bike seized", 1, "2024-09-01", "2024-09-30", ""),
    (GREEN, "stop and search", 14, "2024-09-01", "2024-09-30", ""),
    (RURAL, "arrest", 10, "2024-10-21", "2024-10-27", ""),
    (RURAL, "vehicle seized", 14, "2024-10-21", "2024-10-27", ""),
    (RURAL, "cpw", 8, "2024-10-21", "2024-10-27", ""),
    (RURAL, "rural survey", 37, "2024-10-21", "2024-10-27", ""),
    (RETAIL, "business visit", 412, "2024-10-14", "2024-10-20", ""),
    (RETAIL, "arrest", 93, "2024-10-14", "2024-10-20", ""),
    (RETAIL, "cpw", 11, "2024-10-14", "2024-10-20", ""),
)
_WHERE = {CHB: CHB_WARD, COURIERS: "Strand", GREEN: "HS-25"}
_IN_HOTSPOTS = (
    # code, mean a month, what it is "of which" of
    ("stop and search", 2.4),
    ("arrest", 0.9),
    ("intelligence report", 2.2),
    ("crime prevention advice", 1.6),
    ("cpw", 0.5),
    ("dispersal", 0.15),
    ("home visit", 0.8),
)
_DAILY = 7


def activities(seed: str, parts: list[Ward]) -> list[Row]:
    """A row a day and kind, or a tally of a few weeks; the engagement tracker comes first."""
    return [
        *_engagement(seed, parts),
        *_of_programmes(Random(f"{seed} tallies"), parts),
        *_seized(),
        *_in_hotspots(seed),
    ]


def _engagement(seed: str, parts: list[Ward]) -> list[Row]:
    """The tracker: each event in a ward on a day, so many of each kind in all."""
    found: list[Row] = []
    for code, total in ENGAGEMENT.items():
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
    for programme, code, total, first, last, note in _TALLIES:
        start = date.fromisoformat(first)
        days = (date.fromisoformat(last) - start).days + 1
        left = total
        while left:
            count = min(left, dice.randint(1, max(1, total // _DAILY)))
            left -= count
            on = (start + timedelta(days=dice.randrange(days))).isoformat()
            place = _WHERE.get(programme) or dice.choice(parts).district
            found.append(
                _row(code, count, on, place=place, programmes=programme, agency=POLICE, text=note)
            )
    return found


def _seized() -> list[Row]:
    """Vapes seized by Trading Standards in an operation that belongs to the programme too."""
    both = f"{CHB}; {VAPES}"
    return [
        _row("item seized", 640, "2024-09-20", place=CHB_WARD, programmes=both,
             agency="Lomea Trading Standards", text="Unregulated vapes, three shops."),
        _row("item seized", 215, "2024-10-11", place=CHB_WARD, programmes=both,
             agency="Lomea Trading Standards", text="Unregulated vapes, one shop."),
        _row("referral", 6, "2024-10-15", "2024-11-15", place=CHB_WARD, programmes=CHB,
             agency="Lomea Youth Service", text="To the detached youth team."),
        _row("visual audit", 2, "2024-10-02", place=CHB_WARD, programmes=CHB,
             agency=council("Kelgate"), text="Fly-tipping and a possible illegal car business."),
    ]  # fmt: skip


def _in_hotspots(seed: str) -> list[Row]:
    """What patrols recorded in hotspots from June to November 2024, the green's operation apart."""
    found: list[Row] = []
    for number in range(1, 28):
        ref = f"HS-{number:02d}"
        dice = Random(f"{seed} results {ref}")
        for month in ("2024-06", "2024-07", "2024-08", "2024-09", "2024-10", "2024-11"):
            for code, mean in _IN_HOTSPOTS:
                found += [
                    _row(code, 1, _day(dice, month), place=ref, agency=POLICE)
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
