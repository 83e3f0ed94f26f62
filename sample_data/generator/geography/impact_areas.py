"""Impact areas: groupings of wards that neighbourhood teams work on together."""

from __future__ import annotations

IMPACT_AREAS = (
    # ref, name, the district they lie in, the wards they group
    ("IA-01", "Impact area 1: Quayside and Old Town", "Harbour", ("W01", "W02")),
    ("IA-02", "Impact area 2: Kelgate and South Sand", "Kelgate", ("W22", "W24")),
    ("IA-03", "Impact area 3: Wrackham and around", "Wrackham", ("W10", "W11", "W12")),
)
