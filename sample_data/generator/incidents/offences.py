"""Offences beneath open data's crime types, as a force's own extract tells them apart."""

from __future__ import annotations

from sample_data.generator.written import written

ASB = "Anti-social behaviour"

Weights = tuple[tuple[str, float], ...]

_LISTED = written("offences")

ASB_QUALIFIERS: Weights = tuple(_LISTED["asb"].items())

TYPE_OF: dict[str, str] = {
    name: label for label, weights in _LISTED["types"].items() for name in weights
}
"""The crime type of each offence; no offence is in two."""


def offences(crime_type: str, kind: str) -> Weights:
    """The offences of a type and how likely each is in this kind of place, summing to 1."""
    weights = _LISTED["types"][crime_type]
    if kind in _LISTED["shopping_kinds"]:
        weights = _LISTED["among_shops"].get(crime_type, weights)
    total = sum(weights.values())
    return tuple((name, weight / total) for name, weight in weights.items())


def is_of(offence: str, label: str) -> bool:
    """Whether an offence is the one called `label` or is of the crime type called so.

    >>> is_of("Theft of a vehicle", "Vehicle crime"), is_of("Business robbery", "Personal robbery")
    (True, False)
    """
    return label in (offence, TYPE_OF[offence])
