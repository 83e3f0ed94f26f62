"""What is asked of the list of profiles."""

from __future__ import annotations

from dataclasses import dataclass, field

ORDERS = ("review", "ref", "title", "stage", "overdue actions")
"""What the database can order profiles by; closed and refused ones come last in each."""


@dataclass(frozen=True)
class ProfilesAsked:
    """Which profiles are listed, and in which order."""

    words: tuple[str, ...] = ()
    """In small letters: each stands in the ref, title, stage, owner, area or a hotspot."""
    owner: str = ""
    """Those of this login alone; empty for all."""
    area: str = ""
    """Those that lie in the area of this ref alone; empty for any."""
    over: bool = False
    """Whether closed and refused ones are listed too."""
    order: str = ORDERS[0]
    """One of :data:`ORDERS`; or ``worked out``, by numbers that somebody has worked out."""
    reach: str = field(default="", compare=False)
    """The first page goes as far as the profile of this ref, where that is listed."""
    at_most: int = field(default=0, compare=False)
    """Unless it stands further on than this; 0 for however far."""
