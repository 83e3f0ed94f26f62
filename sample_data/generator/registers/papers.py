"""Papers of the district commanders' forums."""

from __future__ import annotations

from sample_data.generator.geography.wards import DISTRICTS

Row = dict[str, object]


def papers() -> list[Row]:
    """A paper a district for each forum that was held."""
    return [
        {
            "programme": f"FORUM-{on[:7]}",
            "text": f"{district}: problem solving since {since}",
            "lies": f"Records system, forum {on[:7]}",
            "place": district,
            "by": f"District commander, {district}",
            "at": on,
        }
        for on, since in (("2024-05-14", "November 2023"), ("2024-11-12", "May 2024"))
        for district in DISTRICTS
    ]
