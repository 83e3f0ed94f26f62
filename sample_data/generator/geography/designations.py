"""The designated hotspots, live and retired, as `written/hotspots.toml` lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sample_data.generator.geography.coast import Point
from sample_data.generator.written import written

RETIRED_LIVE_FROM = "2022-04-01"
"""The day on which all seven that have since been retired were designated."""


@dataclass(frozen=True)
class Designation:
    """One hotspot as designated.

    `centre` is in kilometres about the island's middle and `radii` in metres; `kind` says what
    sort of place it is and so which crimes and which months are busy. `crimes` and `asb` are
    monthly averages, drawn apart and never added.
    """

    ref: str
    name: str
    kind: str
    themes: str
    """What it is designated for, parted by semicolons."""
    centre: Point
    radii: Point
    crimes: float
    asb: float
    response: Mapping[str, Any] = field(default_factory=dict)
    retired: str = ""
    """The ISO date from which it was live no longer; empty for a live one."""

    def effect(self, month: str) -> float:
        """What its response multiplies both averages by in a month; 1 before it began."""
        begun = self.response and month >= self.response["began"]
        return float(self.response["effect"]) if begun else 1.0


DESIGNATIONS = tuple(Designation(**entry) for entry in written("hotspots")["hotspots"])
"""The 27 live hotspots in the order of their refs, then the 7 retired."""
