"""The counts that repeat published figures, and which place and months of Lomea carry them.

Everything else about the incidents is drawn round these. Windows are (first month, last month).
Kent's dates are kept; those of the other sources are moved and the gaps between windows kept.
"""

from __future__ import annotations

from sample_data.generator.months import MONTHS

Window = tuple[str, str]
Pair = tuple[int, int]

# Kent Police and Crime Panel, 18 December 2024, 16 ii: ASB reports in the Fant area of Maidstone,
# 29 in July, 23 in August and 7 in September 2024, "almost 70%" fewer.
GREEN = "HS-25"
GREEN_ASB = dict(
    zip(
        MONTHS,
        (13, 13, 12, 17, 18, 21, 25, 26, 27, 22, 19, 16,
         14, 12, 13, 16, 19, 22, 24, 27, 26, 21, 20, 17,
         15, 14, 15, 18, 20, 23, 25, 29, 23, 7, 9, 6),
        strict=True,
    )
)  # fmt: skip
"""ASB at Fanshaw Green by month: 240 in the year before September 2024, so a mean of 20."""

# The worked example of the weighted displacement difference (Wheeler and Ratcliffe 2018): crimes
# before and after in a treated area, its control, a displacement area and that area's control.
TREATED, CONTROL, BUFFER, BUFFER_CONTROL = "HS-17", "CTL-01", "BUF-01", "CTL-02"
EVALUATION_WINDOWS: tuple[Window, Window] = (("2023-04", "2023-11"), ("2024-04", "2024-11"))
EVALUATION: dict[str, Pair] = {
    TREATED: (207, 110),
    CONTROL: (308, 318),
    BUFFER: (178, 157),
    BUFFER_CONTROL: (150, 140),
}
"""All recorded crime, without ASB, in each area; both windows have 244 days."""

# Cleveland scrutiny meeting of 2025, question 1: the Ropner area of Stockton, 12 months to May 2025
# against 12 months to May 2023.
CLEARED_WARD = "Station"
CLEARED_WINDOWS: tuple[Window, Window] = (("2021-12", "2022-11"), ("2023-12", "2024-11"))
CLEARED_TOTAL: Pair = (500, 310)  # -38 %
CLEARED: dict[str, Pair] = {
    "Residential burglary": (27, 10),  # -63 %
    "Vehicle crime": (50, 39),  # -22 %
    "Drugs": (22, 13),  # -41 %
    "Violence and sexual offences": (180, 120),  # -33 %
    "Personal robbery": (19, 14),  # -26 %
}
"""Crimes of a type, or of an offence, in the whole ward; its hotspots are part of it."""

# The same answer: Cleveland as a whole, 12 months to May 2025 against the 12 before.
FORCE_WINDOWS: tuple[Window, Window] = (("2022-12", "2023-11"), ("2023-12", "2024-11"))
FORCE: dict[str, Pair] = {
    "Residential burglary": (251, 203),  # -19.1 %
    "Theft from the person": (121, 102),  # -15.7 %
    "Vehicle crime": (478, 380),  # -20.5 %
    "Personal robbery": (84, 88),  # +4.8 %
}
"""Crimes of a type, or of an offence, on the whole island; every one has coordinates."""

# No source: what a missing feed looks like, in a month nothing above counts.
GAP_DISTRICT, GAP_MONTH = "Pellholt", "2024-02"
"""Where and when there are no ASB calls, though crime is there as ever."""
