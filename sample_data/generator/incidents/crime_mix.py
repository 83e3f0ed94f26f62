"""What sorts of crime happen where and when, and how investigations end: tables of weights.

Labels are those of data.police.uk. The weights are invented, shaped like open data's.
"""

from __future__ import annotations

_TYPES = (
    "Violence and sexual offences", "Shoplifting", "Public order", "Criminal damage and arson",
    "Other theft", "Vehicle crime", "Burglary", "Drugs", "Robbery", "Theft from the person",
    "Bicycle theft", "Possession of weapons", "Other crime",
)  # fmt: skip

_WEIGHTS = {
    #            VSO Shop Pub Dam Oth Veh Bur Drg Rob TfP Bic Wep Oc
    "centre": (34, 26, 13, 8, 7, 2, 2, 3, 2, 3, 2, 1.2, 1),
    "night": (50, 2, 19, 10, 6, 2, 1, 5, 3, 5, 1, 2.0, 1),
    "station": (34, 8, 14, 9, 9, 6, 1, 5, 4, 5, 8, 2.0, 1),
    "shops": (29, 31, 10, 9, 6, 4, 4, 2, 2, 1, 2, 1.0, 1),
    "seafront": (36, 6, 15, 11, 10, 5, 3, 4, 2, 4, 3, 1.0, 1),
    "estate": (43, 2, 10, 16, 6, 10, 6, 4, 1, 0.4, 1, 1.4, 2),
    "park": (33, 0, 12, 24, 7, 8, 1, 7, 4, 1, 3, 2.5, 1),
    "town": (37, 11, 11, 10, 8, 7, 5, 3, 1.5, 2, 2, 0.9, 1.6),
    "elsewhere": (40, 5, 8, 11, 9, 10, 8, 3, 0.8, 0.6, 1.5, 0.7, 2.4),
}

SERIES = {
    # January to December, around 1
    "crime": (0.92, 0.90, 0.96, 0.98, 1.03, 1.06, 1.10, 1.08, 1.00, 1.02, 0.99, 0.98),
    "asb": (0.72, 0.76, 0.88, 1.00, 1.12, 1.22, 1.34, 1.30, 1.06, 1.02, 0.86, 0.72),
    "seafront": (0.55, 0.60, 0.75, 1.00, 1.20, 1.38, 1.65, 1.70, 1.10, 0.85, 0.65, 0.58),
}
"""How busy each month of the year is against the year's average."""

_SEASON = {
    "Shoplifting": (0.95, 0.92, 0.98, 0.96, 0.97, 0.95, 0.94, 0.97, 1.00, 1.06, 1.16, 1.18),
    "Burglary": (1.18, 1.10, 1.00, 0.92, 0.88, 0.84, 0.86, 0.90, 0.95, 1.06, 1.16, 1.18),
    "Bicycle theft": (0.55, 0.60, 0.80, 1.00, 1.20, 1.35, 1.45, 1.35, 1.20, 1.00, 0.75, 0.55),
}

_COURT = (
    ("Court result unavailable", 5), ("Offender given community sentence", 3),
    ("Offender fined", 2), ("Offender given suspended prison sentence", 1),
    ("Offender sent to prison", 2), ("Defendant found not guilty", 1),
    ("Offender given conditional discharge", 1),
)  # fmt: skip

_ENDINGS = {
    # no suspect, unable to prosecute, charged, resolved without court, other body, not pursued
    "Violence and sexual offences": (16, 58, 11, 5, 4, 6),
    "Shoplifting": (52, 16, 19, 9, 1, 3),
    "Public order": (30, 46, 10, 7, 3, 4),
    "Criminal damage and arson": (62, 24, 6, 5, 1, 2),
    "Drugs": (6, 14, 30, 44, 1, 5),
    "Possession of weapons": (8, 22, 48, 14, 3, 5),
    "Robbery": (52, 30, 15, 0, 1, 2),
    "other": (78, 13, 5, 1, 1, 2),
}


def crime_types(kind: str, month: int) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Crime types and how likely each is, in this kind of place and month of the year (1 to 12)."""
    weights = tuple(
        weight * _SEASON.get(label, (1.0,) * 12)[month - 1]
        for label, weight in zip(_TYPES, _WEIGHTS[kind], strict=True)
    )
    return _TYPES, weights


def outcomes(crime_type: str, age: int) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Last outcomes and how likely each is for a crime recorded `age` months before the extract."""
    none, unable, charged, resolved, other, dropped = _ENDINGS.get(crime_type, _ENDINGS["other"])
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
        total = sum(weight for _, weight in _COURT)
        table |= {label: charged * done * weight / total for label, weight in _COURT}
    return tuple(table), tuple(table.values())
