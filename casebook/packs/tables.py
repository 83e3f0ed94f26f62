"""A table of words as HTML and PDF both lay it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class PrintColumn:
    """A column's heading, the heading it shares with its neighbours, and how its cells stand."""

    heading: str
    over: str = ""
    kind: Literal["words", "figure", "phrase"] = "words"
    """words wrap, a figure stands to the right, a phrase stays on one line."""
    weight: int = 1
    """How much of the width that figures and phrases leave a column of words takes; 0 where they
    leave too little to share, so that all columns give way.
    """


@dataclass(frozen=True)
class PrintRow:
    """A row: one cell for each column, or a single cell that heads the rows beneath it."""

    cells: tuple[str, ...]
    kind: Literal["row", "group", "total"] = "row"
    link: str = ""
    """The id of the part of the document that its first cell leads to."""
    alert: tuple[int, ...] = ()
    """Positions of cells that stand out; their words say why."""


@dataclass(frozen=True)
class PrintTable:
    """Columns, rows and what must be said beneath them."""

    caption: str
    columns: tuple[PrintColumn, ...]
    lines: tuple[PrintRow, ...]
    notes: tuple[str, ...] = ()
    half: bool = False
    """Whether half the page is wide enough: of such tables in a row the first stands to the left,
    the others beneath one another to its right.
    """

    def __post_init__(self) -> None:
        for line in self.lines:
            wanted = 1 if line.kind == "group" else len(self.columns)
            if len(line.cells) != wanted:
                raise ValueError(f"a row of '{self.caption}' hasn't one cell for each column")

    @property
    def tiers(self) -> tuple[tuple[str, int], ...]:
        """The upper headings with the number of columns under each; empty when there are none."""
        found: list[tuple[str, int]] = []
        for column in self.columns:
            if found and column.over and found[-1][0] == column.over:
                found[-1] = (column.over, found[-1][1] + 1)
            else:
                found.append((column.over, 1))
        return tuple(found) if any(over for over, _ in found) else ()
