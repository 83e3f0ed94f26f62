"""Thirty-six months of crimes and ASB calls on Lomea: where, when, what and what came of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING

from sample_data.generator.incidents.crime_mix import crime_types, outcomes
from sample_data.generator.incidents.offences import ASB, ASB_QUALIFIERS, TYPE_OF, is_of, offences
from sample_data.generator.incidents.tallies import poisson, tallies
from sample_data.generator.incidents.timing import moment
from sample_data.generator.months import MONTHS, months_apart
from sample_data.generator.published import CLEARED_WARD, EVALUATION, FORCE, GREEN, GREEN_ASB

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator
    from datetime import datetime

    from sample_data.generator.geography.street_points import StreetPoint
    from sample_data.generator.incidents.patches import Patch

__all__ = ["MONTHS", "Incident", "incidents"]

_NEAR_REPEAT = 0.55
"""How often a home burglary follows one of the last fortnight in its patch, where there was one."""
_FORTNIGHT = timedelta(days=14)
_PLACELESS_CRIMES, _PLACELESS_CALLS = 10.5, 4.5
_RETURNING = 0.0026  # of the crimes that may, which is about one a month
_BOUND_TYPES = frozenset(TYPE_OF[name] for name in TYPE_OF for label in FORCE if is_of(name, label))


@dataclass(frozen=True)
class Incident:
    """One row of one month; `place` is None where it has no coordinates, `crime_id` "" for ASB.

    `offence` is the sub-type beneath `crime_type`, for ASB its qualifier; `at` is local time.
    """

    crime_id: str
    month: str
    place: StreetPoint | None
    crime_type: str
    outcome: str
    offence: str
    at: datetime


def incidents(seed: str, patches: list[Patch]) -> dict[str, list[Incident]]:
    """Every month's incidents, drawn month by month and patch by patch.

    Each month and patch has dice of its own beside those of the published figures. A few crimes
    stand in a second, later month too.
    """
    counts = tallies(seed, patches)
    burgled: dict[str, list[tuple[datetime, StreetPoint]]] = {patch.ref: [] for patch in patches}
    found: dict[str, list[Incident]] = {}
    for month in MONTHS:
        rows: list[Incident] = []
        for patch in patches:
            dice = Random(f"{seed} {month} {patch.ref} rows")
            drawn = list(_crimes(dice, month, patch, counts[patch.ref, month]))
            rows += _near_repeats(dice, patch, drawn, burgled[patch.ref])
            rows += _calls(dice, month, patch)
        rows += _placeless(Random(f"{seed} {month} placeless"), month)
        found[month] = rows
    _return_some(Random(f"{seed} returning"), found, _bound_places(patches))
    return found


def _crimes(dice: Random, month: str, patch: Patch, counts: Counter[str]) -> Iterator[Incident]:
    for offence in sorted(counts):
        for place in dice.choices(patch.points, patch.weights, k=counts[offence]):
            yield _crime(dice, month, place, offence, patch.kind)


def _crime(
    dice: Random, month: str, place: StreetPoint | None, offence: str, kind: str
) -> Incident:
    crime_type = TYPE_OF[offence]
    outcome = dice.choices(*outcomes(crime_type, months_apart(month, MONTHS[-1])))[0]
    crime_id = sha256(f"{month} {dice.getrandbits(128)}".encode()).hexdigest()
    at = moment(dice, month, offence, kind)
    return Incident(crime_id, month, place, crime_type, outcome, offence, at)


def _calls(dice: Random, month: str, patch: Patch) -> Iterator[Incident]:
    number = GREEN_ASB[month] if patch.ref == GREEN else poisson(dice, patch.calls(month))
    for place in dice.choices(patch.points, patch.weights, k=number):
        yield _call(dice, month, place, patch.kind)


def _call(dice: Random, month: str, place: StreetPoint | None, kind: str) -> Incident:
    names, weights = zip(*ASB_QUALIFIERS, strict=True)
    qualifier = dice.choices(names, weights)[0]
    return Incident("", month, place, ASB, "", qualifier, moment(dice, month, qualifier, kind))


def _near_repeats(
    dice: Random,
    patch: Patch,
    rows: list[Incident],
    burgled: list[tuple[datetime, StreetPoint]],
) -> list[Incident]:
    """The rows with some home burglaries moved to within 200 m of one a fortnight before at most.

    `burgled` is what has been burgled in the patch so far; it grows by this month's.
    """
    moved = []
    for row in sorted(rows, key=lambda row: (row.at, row.crime_id)):
        place = row.place
        if row.offence == "Residential burglary" and place is not None:
            before = [spot for at, spot in burgled if timedelta(0) < row.at - at <= _FORTNIGHT]
            if before and dice.random() < _NEAR_REPEAT:
                place = dice.choice(patch.near(dice.choice(before)))
            burgled.append((row.at, place))
        moved.append(replace(row, place=place))
    return moved


def _placeless(dice: Random, month: str) -> Iterator[Incident]:
    """Rows without coordinates, none of them of a type that a published figure counts."""
    labels, weights = crime_types("elsewhere", int(month[5:]))
    likely = {
        name: weight * part
        for label, weight in zip(labels, weights, strict=True)
        if label not in _BOUND_TYPES
        for name, part in offences(label, "elsewhere")
    }
    crimes = poisson(dice, _PLACELESS_CRIMES)
    for offence in dice.choices(list(likely), list(likely.values()), k=crimes):
        yield _crime(dice, month, None, offence, "elsewhere")
    for _ in range(poisson(dice, _PLACELESS_CALLS)):
        yield _call(dice, month, None, "elsewhere")


def _bound_places(patches: list[Patch]) -> frozenset[str]:
    """The refs of the patches that a published figure counts crimes in."""
    cleared = (patch.ref for patch in patches if patch.ward.name == CLEARED_WARD)
    return frozenset((*EVALUATION, *cleared))


def _return_some(dice: Random, found: dict[str, list[Incident]], bound: frozenset[str]) -> None:
    """Puts a few crimes into a later month too, with the outcome they had by then.

    The earlier row keeps the outcome it was published with.
    """
    for number, month in enumerate(MONTHS[:-3]):
        for at, row in enumerate(found[month]):
            if not row.crime_id or row.crime_type in _BOUND_TYPES:
                continue
            if (row.place and row.place.patch in bound) or dice.random() >= _RETURNING:
                continue
            later = MONTHS[min(number + dice.randint(2, 9), len(MONTHS) - 1)]
            ended = dice.choice(("Awaiting court outcome", "Local resolution", row.outcome))
            if ended == "Under investigation":
                ended = "Unable to prosecute suspect"
            found[month][at] = replace(row, outcome="Under investigation")
            found[later].append(replace(row, month=later, outcome=ended))
