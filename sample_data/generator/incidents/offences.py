"""Offences beneath open data's crime types, as a force's own extract tells them apart."""

from __future__ import annotations

ASB = "Anti-social behaviour"

Weights = tuple[tuple[str, float], ...]

_OFFENCES: dict[str, Weights] = {
    "Violence and sexual offences": (
        ("Violence with injury", 30), ("Violence without injury", 42),
        ("Stalking and harassment", 21), ("Sexual offence", 7),
    ),
    "Shoplifting": (("Shoplifting", 1),),
    "Public order": (("Causing alarm or distress", 78), ("Affray or violent disorder", 22)),
    "Criminal damage and arson": (
        ("Criminal damage to a vehicle", 41), ("Criminal damage to a dwelling", 24),
        ("Other criminal damage", 30), ("Arson", 5),
    ),
    "Other theft": (
        ("Theft from a building", 46), ("Making off without payment", 17),
        ("Other theft offence", 37),
    ),
    "Vehicle crime": (
        ("Theft from a vehicle", 58), ("Theft of a vehicle", 28),
        ("Interfering with a vehicle", 14),
    ),
    "Burglary": (("Residential burglary", 78), ("Burglary of business premises", 22)),
    "Drugs": (("Possession of drugs", 76), ("Trafficking of drugs", 24)),
    "Robbery": (("Personal robbery", 88), ("Business robbery", 12)),
    "Theft from the person": (("Theft from the person", 1),),
    "Bicycle theft": (("Theft of a pedal cycle", 1),),
    "Possession of weapons": (
        ("Possession of a bladed article", 64), ("Possession of another weapon", 36),
    ),
    "Other crime": (("Handling stolen goods", 24), ("Going equipped", 16), ("Other offence", 60)),
}  # fmt: skip

_AMONG_SHOPS: dict[str, Weights] = {
    "Burglary": (("Residential burglary", 35), ("Burglary of business premises", 65)),
    "Robbery": (("Personal robbery", 66), ("Business robbery", 34)),
}
_SHOPPING_KINDS = ("centre", "shops", "night", "station")

ASB_QUALIFIERS: Weights = (("Nuisance", 73), ("Personal", 16), ("Environmental", 11))

TYPE_OF = {name: label for label, weights in _OFFENCES.items() for name, _ in weights}
"""The crime type of each offence; no offence is in two."""


def offences(crime_type: str, kind: str) -> Weights:
    """The offences of a type and how likely each is in this kind of place, summing to 1."""
    weights = _OFFENCES[crime_type]
    if kind in _SHOPPING_KINDS:
        weights = _AMONG_SHOPS.get(crime_type, weights)
    total = sum(weight for _, weight in weights)
    return tuple((name, weight / total) for name, weight in weights)


def is_of(offence: str, label: str) -> bool:
    """Whether an offence is the one called `label` or is of the crime type called so.

    >>> is_of("Theft of a vehicle", "Vehicle crime"), is_of("Business robbery", "Personal robbery")
    (True, False)
    """
    return label in (offence, TYPE_OF[offence])
