"""Places: hotspots and the areas they lie in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from casebook.domain.fields import field

AREA_KINDS = ("force", "district", "ward", "beat", "impact area")
"""Areas from the widest to the narrowest; a grouping (impact area) comes last."""
COMPARISON_KINDS = ("control", "buffer")
"""Kinds of comparison area: places that are only used to judge a response."""
COUNTED_KINDS = ("hotspot", *COMPARISON_KINDS)
"""Kinds of place whose boundaries hold incidents; an area's are found through the tree."""


@dataclass(frozen=True)
class Place:
    """A designated place: a hotspot, or an area of the tree that hotspots lie in."""

    KIND: ClassVar[str] = "place"

    ref: str = field("Ref", example="HS-01")
    kind: str = field("Kind", example="hotspot")
    name: str = field("Name", default="")
    parent: str | None = field("Lies in", help="Ref of the area it lies in.", default=None)
    themes: tuple[str, ...] = field("Themes", codes="theme", default=())
    aliases: tuple[str, ...] = field("Also called", default=())
    officer: str = field("Named officer", help="Role or collar number.", default="")
    live_from: date | None = field("Live from", default=None)
    retired_on: date | None = field("Retired on", default=None)
    id: int = 0
    version: int = 0

    def live_in(self, start: date, end: date) -> bool:
        """Whether it was designated on any day from ``start`` to ``end``."""
        return (self.live_from is None or self.live_from <= end) and (
            self.retired_on is None or self.retired_on > start
        )

    @property
    def count_group(self) -> str:
        """The count group its themes ask for: ``asb`` unless serious violence is one of them."""
        if "serious violence" in self.themes:
            return "serious-violence"
        return "asb" if "asb" in self.themes else "crime"
