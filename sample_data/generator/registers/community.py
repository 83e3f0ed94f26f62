"""What the public asked and heard, ward by ward, and who of the peer network can help."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from sample_data.generator.geography.unit_names import officer
from sample_data.generator.written import written

if TYPE_CHECKING:
    from sample_data.generator.geography.wards import Ward

Row = dict[str, object]

_FIRST = datetime.combine(date(2024, 9, 2), time(8))
_LAST = datetime.combine(date(2024, 12, 17), time(20))
_QUERIES = 168
_WORDS = written("community")
_FORGOTTEN = "W22"
"""The ward without a priority."""


def queries(seed: str, parts: list[Ward]) -> list[Row]:
    """A row a query: most answered within 72 hours, some late, two passed to the commissioner."""
    dice = Random(f"{seed} queries")
    span = (_LAST - _FIRST) // timedelta(minutes=1)
    found: list[Row] = []
    for number in range(1, _QUERIES + 1):
        came = _FIRST + timedelta(minutes=dice.randrange(span))
        took = timedelta(hours=round(dice.lognormvariate(3.35, 0.55), 1))
        text, reply = dice.choice(_WORDS["asked"])
        said = came + took <= _LAST and dice.random() < 0.97
        late = said and took > timedelta(hours=110) and number % 3 == 0
        found.append(
            {
                "place": dice.choice(parts).ref,
                "received": f"{came:%Y-%m-%d %H:%M}",
                "code": dice.choice(_WORDS["channels"]),
                "text": text,
                "answered": f"{came + took:%Y-%m-%d %H:%M}" if said else "",
                "reply": reply if said else "",
                "escalated_to": "Commissioner's resolution team" if late else "",
                "reference": f"NQ-{number:04d}",
            }
        )
    return sorted(found, key=lambda row: str(row["received"]))


def priorities(seed: str, parts: list[Ward]) -> list[Row]:
    """Two a ward; some weren't looked at for more than three months, one ward has none."""
    found: list[Row] = []
    for ward in parts:
        if ward.ref == _FORGOTTEN:
            continue
        dice = Random(f"{seed} priorities {ward.ref}")
        for text in dice.sample(_WORDS["priorities"], 2):
            old = dice.random() < 0.2
            found.append(
                {
                    "place": ward.ref,
                    "text": text,
                    "code": dice.choice(_WORDS["asked_by"]),
                    "at": f"2024-{dice.randint(3, 6):02d}-{dice.randint(1, 28):02d}",
                    "reviewed": f"2024-{8 if old else dice.randint(10, 12):02d}-"
                    f"{dice.randint(1, 16):02d}",
                }
            )
    return found


def you_said(seed: str, parts: list[Ward]) -> list[Row]:
    """A row a thing said; the last two still wait for something to be done."""
    dice = Random(f"{seed} you said")
    found: list[Row] = []
    for number, (said, did) in enumerate(_WORDS["done"] * 2):
        done = number < 14
        found.append(
            {
                "place": dice.choice(parts).ref,
                "text": said,
                "did": did if done else "",
                "at": f"2024-{7 + number % 4:02d}-{3 + number:02d}",
                "until": f"2024-{11 + number % 2:02d}-{1 + number:02d}" if done else "",
            }
        )
    return found


def meetings(seed: str, parts: list[Ward]) -> list[Row]:
    """Two public ones of each ward, one past and one to come; two of each district, not public."""
    found: list[Row] = []
    for ward in parts:
        dice = Random(f"{seed} meetings {ward.ref}")
        for first in (date(2024, 11, 18), date(2024, 12, 19)):
            text, time_ = dice.choice(_WORDS["ward_meetings"])
            found.append(
                {
                    "place": ward.ref,
                    "at": first + timedelta(days=dice.randrange(25)),
                    "time": time_,
                    "venue": f"{ward.name} {dice.choice(_WORDS['venues']).lower()}",
                    "text": text,
                    "public": "yes",
                }
            )
    for number, district in enumerate(sorted({ward.district for ward in parts})):
        for (text, time_), first in zip(
            _WORDS["district_meetings"], (date(2024, 12, 19), date(2025, 1, 6)), strict=True
        ):
            row = {"place": district, "at": first + timedelta(days=number % 5), "time": time_}
            found.append({**row, "venue": "Police station", "text": text, "public": "no"})
    return sorted(found, key=lambda row: str(row["at"]))


def practitioners(parts: list[Ward]) -> list[Row]:
    """Ten of the peer network, by role and collar number."""
    return [
        {
            "place": ward.ref,
            "role": officer(ward.ref),
            "tactics": "; ".join(tactics),
            "at": "2024-03-12" if number % 2 else "2024-06-04",
            "text": "Trained in problem solving; helps other teams.",
        }
        for number, (ward, tactics) in enumerate(zip(parts[::2], _WORDS["tactics"], strict=False))
    ]
