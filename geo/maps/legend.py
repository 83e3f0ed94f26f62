"""A class of a layer: how its places look and what that means."""

import re
from dataclasses import dataclass
from typing import Literal

Pattern = Literal["plain", "hatch", "cross", "dots"]
Edge = Literal["solid", "dashed", "dotted"]


@dataclass(frozen=True)
class Band:
    """One class of a layer: how its features look and what that means in the legend.

    Colours are ``#rrggbb``. Colour is never the only difference: in one legend no two bands share
    pattern, edge and mark (`Layer` refuses them).
    """

    text: str
    fill: str
    outline: str = "#2f3a44"
    pattern: Pattern = "plain"
    edge: Edge = "solid"
    mark: str = ""
    """One or two characters drawn before the feature's label and in the legend, such as ``▲``."""
    opacity: float = 0.78
    """Of the fill, from 0 (outline only) to 1."""
    weight: float = 2.0
    """Width of the outline in pixels."""

    def __post_init__(self) -> None:
        check_colours(self.fill, self.outline)

    @property
    def look(self) -> tuple[str, str, str]:
        """What tells it from another band without colour."""
        return self.pattern, self.edge, self.mark


def check_colours(*colours: str) -> None:
    """Raise `ValueError` for a colour that isn't written as ``#rrggbb``."""
    for colour in colours:
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
            raise ValueError(f"'{colour}' isn't a colour written as #rrggbb")
