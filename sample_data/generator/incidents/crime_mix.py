"""What sorts of crime happen where and when, and how investigations end: tables of weights."""

from __future__ import annotations

from sample_data.generator.written import written

_MIX = written("crime-mix")

SERIES: dict[str, tuple[float, ...]] = _MIX["series"]
"""How busy each month of the year is against the year's average."""


def crime_types(kind: str, month: int) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Crime types and how likely each is, in this kind of place and month of the year (1 to 12)."""
    types: tuple[str, ...] = _MIX["types"]
    weights = tuple(
        weight * _MIX["seasons"].get(label, (1.0,) * 12)[month - 1]
        for label, weight in zip(types, _MIX["kinds"][kind], strict=True)
    )
    return types, weights


def outcomes(crime_type: str, age: int) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Last outcomes and how likely each is for a crime recorded `age` months before the extract."""
    none, unable, charged, resolved, other, dropped = _ending(crime_type)
    done = min(0.97, 0.30 + 0.17 * age)
    quick = 1.6 if age < 2 else 1.0
    table = {
        "Under investigation": 100 * (1 - done),
        "Investigation complete; no suspect identified": none * done * quick,
        "Unable to prosecute suspect": unable * done,
        "Local resolution": resolved * done * 0.7,
        "Offender given a caution": resolved * done * 0.3,
        "Action to be taken by another organisation": other * done,
        "Formal action is not in the public interest": dropped * done * 0.6,
        "Further investigation is not in the public interest": dropped * done * 0.4,
    }
    if age < 6:
        table["Awaiting court outcome"] = charged * done
    else:
        court = _MIX["court"]
        total = sum(court.values())
        table |= {label: charged * done * weight / total for label, weight in court.items()}
    return tuple(table), tuple(table.values())


def _ending(crime_type: str) -> tuple[float, ...]:
    endings: dict[str, tuple[float, ...]] = _MIX["endings"]
    return endings.get(crime_type, endings["other"])
