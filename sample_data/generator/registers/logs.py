"""Command and control's logs: readings by district and month, the one series that is drawn."""

from __future__ import annotations

from random import Random

from sample_data.generator.geography.unit_names import ALIASES
from sample_data.generator.geography.wards import DISTRICTS
from sample_data.generator.months import between, days_of

Row = dict[str, object]

_BUSY = (0.92, 0.88, 0.95, 1.0, 1.06, 1.12, 1.2, 1.16, 1.02, 1.0, 0.95, 0.9)
"""January to December, around 1."""


def logs(seed: str) -> list[Row]:
    """A year of logs, busier in summer; districts are called by their two-letter code."""
    found: list[Row] = []
    for ref, mean in (("logs-p6", 240.0), ("attended-p1-p3", 62.0)):
        for district in DISTRICTS:
            dice = Random(f"{seed} {ref} {district}")
            share = dice.uniform(0.6, 1.5)
            for month in between("2023-12", "2024-11"):
                days = days_of(month)
                found.append(
                    {
                        "indicator": ref,
                        "place": ALIASES[district][0],
                        "at": str(days[0]),
                        "until": str(days[-1]),
                        "value": round(
                            dice.gauss(1, 0.06) * share * mean * _BUSY[days[0].month - 1]
                        ),
                    }
                )
    return found
