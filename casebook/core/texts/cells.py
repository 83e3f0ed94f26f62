"""The cells of files cleaned one by one, and the sentence on what that left out of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from casebook.core.english import counted, first_of
from casebook.core.texts.characters import cleaned, left_out

_MOST_NAMED = 4


@dataclass
class CleanedCells:
    """What was left out of the cells of files so far."""

    cells: int = 0
    """How many cells lost a character."""
    first: str = ""
    """Where the first of them stands."""
    gone: dict[str, None] = field(default_factory=dict)
    """The characters they lost, as ``U+202E``."""

    def clean(self, text: str, file: str, row: int, column: str, *, times: int = 1) -> str:
        """A cell's text cleaned; ``row`` is that of the first of the ``times`` that it stands."""
        found = cleaned(text)
        if found != text and times:
            gone = left_out(text)
            if gone:
                self.first = self.first or f"{file} row {row}, column {column}"
                self.cells += times
                self.gone |= dict.fromkeys(gone)
        return found

    def join(self, later: CleanedCells) -> None:
        """Count in what was left out of cells after these."""
        self.first = self.first or later.first
        self.cells += later.cells
        self.gone |= later.gone

    def notes(self) -> tuple[str, ...]:
        r"""What to tell of it, a sentence each; none where nothing was left out.

        >>> seen = CleanedCells()
        >>> seen.clean("Quay\u200b Road", "streets.csv", 4, "Street")
        'Quay Road'
        >>> seen.notes()[0].partition(": ")[0]
        "Left out of 1 cell, as it can't be seen or printed"
        """
        if not self.cells:
            return ()
        gone = first_of(tuple(self.gone), _MOST_NAMED)
        return (
            f"Left out of {counted(self.cells, 'cell')}, as it can't be seen or printed: {gone} "
            f"(first in {self.first}).",
        )
