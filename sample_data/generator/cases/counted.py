"""What a case's text may quote: counts of the sample's own incidents, and its streets."""

from __future__ import annotations

from calendar import month_abbr
from collections import Counter
from typing import TYPE_CHECKING, Any

from sample_data.generator.geography.street_points import FEATURES, PARK
from sample_data.generator.months import MONTHS, between

if TYPE_CHECKING:
    from sample_data.generator.cases.case import SampleCase
    from sample_data.generator.incidents.incident import Incident

_SERIOUS = ("Robbery", "Possession of weapons")
"""With violence that injured, what the casebook counts as serious violence."""
_VIOLENCE = ("Violence and sexual offences", "Robbery", "Possession of weapons")


def quotable(case: SampleCase, incidents: dict[str, list[Incident]]) -> dict[str, Any]:
    """What the case's text may quote; an ID that comes back counts in its first month only."""
    last = MONTHS.index(case.opened[:7]) if case.opened[:7] in MONTHS else len(MONTHS)
    year = MONTHS[max(0, last - 12) : last]
    mine = _firsts(case.hotspot, incidents)
    calls = [row for row in mine if row.month in year and not row.crime_id]
    (top, on_top), (following, _) = _streets(calls)
    found: dict[str, Any] = {
        "from": year[0],
        "to": year[-1],
        "year": f"the {len(year)} months to {month_label(year[-1])}",
        "top": top,
        "next": following,
        "share": round(100 * on_top / len(calls)),
    }
    before, after = case.windows
    windows = {"": year, "_before": between(*before), "_after": between(*after)}
    for name, months in windows.items():
        crimes = [row for row in mine if row.month in months and row.crime_id]
        found[f"crimes{name}"] = len(crimes)
        found[f"violence{name}"] = sum(row.crime_type in _VIOLENCE for row in crimes)
        found[f"asb{name}"] = sum(row.month in months and not row.crime_id for row in mine)
    serious = sum(_is_serious(row) for row in mine if row.month in year and row.crime_id)
    return found | {"crime": found["crimes"], "serious-violence": serious}


def _is_serious(row: Incident) -> bool:
    return row.crime_type in _SERIOUS or row.offence == "Violence with injury"


def by_month(ref: str, incidents: dict[str, list[Incident]]) -> dict[str, tuple[int, int]]:
    """Each month's crimes and ASB calls in a hotspot; the two are never added."""
    found = dict.fromkeys(MONTHS, (0, 0))
    for row in _firsts(ref, incidents):
        crimes, calls = found[row.month]
        found[row.month] = (crimes + bool(row.crime_id), calls + (not row.crime_id))
    return found


def month_label(month: str) -> str:
    """A month as officers write it.

    >>> month_label("2024-07")
    'Jul 2024'
    """
    return f"{month_abbr[int(month[5:])]} {month[:4]}"


def _streets(calls: list[Incident]) -> list[tuple[str, int]]:
    """The two streets with most calls and how many; a park counts as one, a car park doesn't."""
    named = Counter(
        "the park" if location == PARK else location
        for location in (
            row.place.location.removeprefix("On or near ") for row in calls if row.place
        )
        if location not in FEATURES
    )
    return sorted(named.items(), key=lambda one: (-one[1], one[0]))[:2]


def _firsts(ref: str, incidents: dict[str, list[Incident]]) -> list[Incident]:
    seen: set[str] = set()
    found = []
    for month in MONTHS:
        for row in incidents[month]:
            if row.place is None or row.place.hotspot != ref or row.crime_id in seen:
                continue
            if row.crime_id:
                seen.add(row.crime_id)
            found.append(row)
    return found
