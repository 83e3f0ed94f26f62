"""The designated hotspots as tables, live and retired: where, what for, how busy, what came of it.

Crime and ASB are monthly averages; the two are drawn apart and never added.
"""

from __future__ import annotations

from dataclasses import dataclass

from sample_data.generator.geography.coast import Point

_ASB_ONLY = ("HS-25", "HS-26", "HS-27", "HS-31")

_RESPONSES = {
    # the month it began in, what both averages are multiplied by from then on
    "HS-01": ("2024-05", 0.86),
    "HS-03": ("2024-06", 0.78),
    "HS-05": ("2024-02", 0.66),
    "HS-07": ("2024-05", 0.9),
    "HS-09": ("2024-07", 0.82),
    "HS-10": ("2024-04", 0.7),
    "HS-11": ("2024-06", 0.95),
    "HS-13": ("2024-08", 1.08),
    "HS-14": ("2024-07", 0.88),
    "HS-17": ("2024-04", 0.53),
    "HS-22": ("2024-06", 0.8),
    "HS-26": ("2024-04", 0.64),
    "HS-27": ("2024-08", 0.85),
    "HS-28": ("2022-10", 0.55),
    "HS-29": ("2022-09", 0.6),
    "HS-30": ("2023-01", 0.62),
    "HS-31": ("2023-03", 1.02),
    "HS-32": ("2022-11", 1.06),
}

_RETIRED_ON = {
    "HS-28": "2023-09-30",
    "HS-29": "2023-10-31",
    "HS-30": "2024-01-31",
    "HS-31": "2024-03-31",
    "HS-32": "2023-12-31",
    "HS-33": "2024-03-31",
    "HS-34": "2024-03-31",
}
RETIRED_LIVE_FROM = "2022-04-01"
"""The day on which all seven that have since been retired were designated."""


@dataclass(frozen=True)
class Designation:
    """One hotspot as designated.

    `centre` is in kilometres about the island's middle and `radii` in metres; `kind` says what
    sort of place it is and so which crimes and which months are busy.
    """

    ref: str
    name: str
    kind: str
    centre: Point
    radii: Point
    crimes: float
    asb: float

    @property
    def themes(self) -> str:
        """What it is designated for, parted by semicolons."""
        return "asb" if self.ref in _ASB_ONLY else "serious violence;asb"

    @property
    def retired(self) -> str:
        """The ISO date from which it was live no longer; empty for a live one."""
        return _RETIRED_ON.get(self.ref, "")

    def effect(self, month: str) -> float:
        """What its response multiplies both averages by in a month; 1 before it began."""
        since, effect = _RESPONSES.get(self.ref, ("9999-12", 1.0))
        return effect if month >= since else 1.0


DESIGNATIONS = (
    Designation("HS-01", "Market Quay", "centre", (-2.25, 0.17), (150, 135), 28, 16),
    Designation("HS-02", "Harbour Station", "station", (-1.7, 1.5), (130, 120), 12, 9),
    Designation("HS-03", "Custom House Row", "night", (-2.32, -0.32), (120, 110), 19, 13),
    Designation("HS-04", "North Quay", "estate", (-3.22, 1.5), (165, 150), 6, 4.5),
    Designation("HS-05", "Bulwark Estate", "estate", (-3.15, -0.95), (150, 110), 6, 6),
    Designation("HS-06", "Pell Road Parade", "shops", (-1.64, 0.7), (150, 130), 7, 5),
    Designation("HS-07", "Pier Approach", "seafront", (3.62, 0.3), (110, 140), 14, 17),
    Designation("HS-08", "North Beach Parade", "seafront", (3.42, 1.35), (90, 170), 7, 8),
    Designation("HS-09", "Long Causeway Shops", "shops", (3.0, 0.34), (150, 100), 11, 7),
    Designation("HS-10", "South Esplanade", "seafront", (3.68, -0.85), (90, 170), 8, 7),
    Designation("HS-11", "Fanshaw Precinct", "shops", (0.05, -0.55), (140, 130), 9, 9),
    Designation("HS-12", "Hollin Park", "park", (-1.02, -2.0), (190, 155), 5.5, 6),
    Designation("HS-13", "Brickfields", "estate", (1.4, -2.3), (150, 130), 6, 7),
    Designation("HS-14", "Wrackham Market Place", "night", (1.2, 3.75), (140, 130), 10, 8),
    Designation("HS-15", "Marl Hill", "estate", (0.35, 1.95), (150, 130), 5, 5),
    Designation("HS-16", "Drovers Leisure Park", "shops", (1.62, 3.3), (130, 130), 5.5, 4.5),
    Designation("HS-17", "Gannet High Street", "night", (0.55, 6.32), (150, 120), 25, 7),
    Designation("HS-18", "Warren Rise", "estate", (0.12, 6.48), (155, 130), 5.5, 5),
    Designation("HS-19", "Pellholt Cross", "shops", (-2.12, 3.55), (140, 130), 5, 5),
    Designation("HS-20", "Copperas Estate", "estate", (-1.55, 4.75), (150, 130), 5.5, 4.5),
    Designation("HS-21", "Eelmarsh Cross", "night", (-2.22, -4.15), (150, 130), 6, 5),
    Designation("HS-22", "Kelgate Broadway", "centre", (0.75, -5.1), (140, 140), 11, 8),
    Designation("HS-23", "Kelgate East", "estate", (1.15, -5.35), (140, 130), 6, 5),
    Designation("HS-24", "Tollness Cross", "shops", (3.25, -4.2), (150, 120), 5.5, 4.5),
    Designation("HS-25", "Fanshaw Green", "park", (0.62, -0.92), (185, 160), 5, 20),
    Designation("HS-26", "Bandstand Gardens", "park", (3.28, -1.3), (150, 170), 6.5, 9),
    Designation("HS-27", "Saltern Rec", "park", (-1.12, -5.5), (170, 150), 5, 8),
)  # fmt: skip

RETIRED = (
    Designation("HS-28", "Chandlers Yard", "night", (-2.6, 0.5), (130, 120), 9, 6),
    Designation("HS-29", "Marine Gardens", "seafront", (3.65, -0.33), (110, 165), 8, 8),
    Designation("HS-30", "Library Steps", "shops", (-0.42, -0.86), (130, 120), 7, 7),
    Designation("HS-31", "Hollin Garages", "estate", (-0.62, -2.3), (140, 120), 4, 7),
    Designation("HS-32", "South Sand Parade", "shops", (0.45, -6.8), (140, 120), 6, 5),
    Designation("HS-33", "Skerrick Cross", "shops", (1.85, 5.08), (140, 130), 4, 3.5),
    Designation("HS-34", "Creekside Shops", "shops", (-2.0, -2.95), (140, 120), 4, 4),
)  # fmt: skip
"""The first three eased when their response began and have stayed so, the next two never did, and
the last two have too few crimes to tell."""
