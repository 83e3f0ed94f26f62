"""Neighbourhood officers taken from their own work, ward by ward, and the hours they were on duty.

Recording began in August 2024, so there are four months: too few for a trend, as Cleveland says of
its own.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from sample_data.generator.written import written

if TYPE_CHECKING:
    from sample_data.generator.geography.wards import Ward

Row = dict[str, object]

MONTHS = ("2024-08", "2024-09", "2024-10", "2024-11")
_TAKEN = written("abstraction")
_A_MONTH = 3.4
_NEVER_SENT = ("W17", "2024-10")
"""The team and month whose duty hours were never sent in."""


def abstractions(seed: str, parts: list[Ward]) -> list[Row]:
    """A row an officer taken, by role: from where, to where, why, for how long."""
    found: list[Row] = []
    weights = [reason["weight"] for reason in _TAKEN["reasons"]]
    for ward in parts:
        dice = Random(f"{seed} abstraction {ward.ref}")
        near = [each.ref for each in parts if each.district == ward.district]
        far = [each.ref for each in parts if each.district != ward.district]
        for month in MONTHS:
            for _ in range(round(dice.uniform(0.4, 1.6) * _A_MONTH)):
                reason = dice.choices(_TAKEN["reasons"], weights)[0]
                to = dice.choice(near if dice.random() < reason["home"] else far)
                found.append(
                    {
                        "place": ward.ref,
                        "at": f"{month}-{dice.randint(1, 28):02d}",
                        "role": dice.choice(_TAKEN["roles"]),
                        "code": reason["code"],
                        "hours": round(dice.uniform(*reason["hours"]) * 2) / 2,
                        "to": "" if to == ward.ref else to,
                    }
                )
    return sorted(found, key=lambda row: (str(row["at"]), str(row["place"])))


def duty_hours(seed: str, parts: list[Ward]) -> list[Row]:
    """A row a team and month, but for the one that was never sent in."""
    found: list[Row] = []
    for ward in parts:
        dice = Random(f"{seed} duty {ward.ref}")
        usual = dice.uniform(430, 760)
        found += [
            {"place": ward.ref, "month": month, "hours": round(usual * dice.uniform(0.92, 1.05)),
             "text": "Duty management system"}
            for month in MONTHS
            if (ward.ref, month) != _NEVER_SENT
        ]  # fmt: skip
    return found
