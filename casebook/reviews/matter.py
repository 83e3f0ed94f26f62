"""What makes a matter for the monthly meeting, and how much each kind of it weighs.

This is the whole of how profiles are ranked, for the front page, the hotspots' pages and the
reviewer's sitting. Every matter adds the points of its kind to its profile; the profile with the
most points comes first. Where points are even, the one with the review that is the longest overdue
comes first, then by reference. Under a profile the matter with the most points comes first.

=============  ======  ==========================================================================
matter         points  what makes it one
=============  ======  ==========================================================================
more                5  a count of its themes is higher than usual variation explains, in the month
                       or since the response began
off course          4  its own measure is further from its target than chance explains
returned            4  a review was returned to its owner and isn't updated yet
asks                3  its owner asks for something in a review that isn't signed
overdue             3  a review is overdue and isn't signed: one for every month that is owed
higher              2  a count is higher, worth a look, in the month or since the response began
under plan          2  core, overtime or partner hours are under 80% of what was planned for them
waiver              2  a gate was waived since the last signed review
no profile          2  no profile is open for the hotspot
fewer               1  a count is lower than usual variation explains, or lower, worth a look
=============  ======  ==========================================================================

What is of the whole force (money, hours, answers over 72 hours, gaps in what is loaded) has no
points: it stands before the places.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

UNDER_PLAN = 0.8
"""Hours of one resourcing are under plan below this share of what was planned for them."""


@dataclass(frozen=True)
class MatterKind:
    """A kind of matter: its name, what it weighs, and what makes a matter one of it."""

    name: str
    points: int
    when: str


_OF_PROFILES = (
    MatterKind(
        "more",
        5,
        "A count of its themes is higher than usual variation explains, in the month or since the "
        "response began",
    ),
    MatterKind("off course", 4, "Its own measure is further from its target than chance explains"),
    MatterKind("returned", 4, "A review was returned to its owner and isn't updated yet"),
    MatterKind("asks", 3, "Its owner asks for something in a review that isn't signed"),
    MatterKind("overdue", 3, "A review is overdue and isn't signed: one for every month owed"),
    MatterKind(
        "higher",
        2,
        "A count is higher, worth a look, in the month or since the response began",
    ),
    MatterKind(
        "under plan",
        2,
        "Core, overtime or partner hours are under 80% of what was planned for them",
    ),
    MatterKind("waiver", 2, "A gate was waived since the last signed review"),
    MatterKind("no profile", 2, "No profile is open for the hotspot"),
    MatterKind(
        "fewer", 1, "A count is lower than usual variation explains, or lower, worth a look"
    ),
)
KINDS: Mapping[str, MatterKind] = MappingProxyType({kind.name: kind for kind in _OF_PROFILES})
"""Every kind of matter a profile or hotspot may have, by name, in the order of the table above."""
MONEY, HOURS, ANSWERS, COVERAGE = "money", "hours", "answers", "coverage"
"""Kinds of matters of the whole force, which weigh nothing."""
RULE = (
    "Each matter adds its points to its place; the place with the most points comes first. Where "
    "points are even, the review that is the longest overdue comes first, then the reference."
)
"""How places are ranked, in words for print."""


@dataclass(frozen=True)
class Matter:
    """One thing that needs a decision: where, what stands, and what is asked of the meeting."""

    kind: str
    """One of :data:`KINDS`, or of the kinds of the whole force."""
    profile: str
    """The ref of its profile; empty where it has none."""
    hotspot: str
    """The ref of its hotspot; empty for a profile without one and for the whole force."""
    place: str
    """What the place is called: its hotspot's ref and name, or what its profile is about."""
    fact: str
    ask: str
    size: float = 0.0
    """How big it is among those of its kind: the bigger comes first."""
    decided: str = ""
    """What was decided on it; empty where its review isn't signed."""
    rank: int = 0
    """Its place in the ranked list, from 1."""

    @property
    def subject(self) -> str:
        """The ref it is ranked by: its profile's, else its hotspot's; empty for the force."""
        return self.profile or self.hotspot

    @property
    def points(self) -> int:
        """What it weighs; 0 for a matter of the whole force."""
        return KINDS[self.kind].points if self.kind in KINDS else 0
