"""What districts are called in a force's other tables, and who each ward's named officer is."""

from __future__ import annotations

from sample_data.generator.written import written

ALIASES: dict[str, tuple[str, str]] = {
    district["name"]: district["aliases"] for district in written("island")["districts"]
}
"""Each district's code of two letters, then the short or long name that other tables give it."""

_FIRST_COLLAR = {"PC": 4103, "PCSO": 7208}
_STEP = 17


def officer(ward: str) -> str:
    """A ward's named officer by role and collar number, such as PC 4120; `ward` is its ref.

    >>> officer("W01"), officer("W02")
    ('PC 4120', 'PCSO 7242')
    """
    number = int(ward[1:])
    role = "PC" if number % 2 else "PCSO"
    return f"{role} {_FIRST_COLLAR[role] + _STEP * number}"
