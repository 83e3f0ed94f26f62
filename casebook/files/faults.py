"""What is wrong with the rows of a sheet, told column by column and kept row by row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from casebook.core.errors import Rejection
from casebook.files.arrow_columns import Ints
from casebook.files.sheet import Sheet
from casebook.files.tabular import Flags


class Faults:
    """The first thing found wrong with each row of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._of_row = np.zeros(sheet.table.num_rows, np.int64)
        self._said: list[tuple[str | None, str]] = [(None, "")]

    def mark(self, bad: Flags, column: str | None, why: str) -> None:
        """Say ``why`` of the rows that are bad."""
        self.mark_values(bad.astype(np.int64), column, (None, why))

    def mark_values(self, at: Ints, column: str | None, whys: Sequence[str | None]) -> None:
        """Say of each row what is wrong with its value, if anything: ``whys`` of value ``at``."""
        wrong = np.array([bool(why) for why in whys], bool)
        if not wrong.any():
            return
        number = np.where(wrong, len(self._said) + np.arange(len(whys)), 0)
        self._said += [(column, why or "") for why in whys]
        self._of_row = np.where(self._of_row == 0, number[at], self._of_row)

    @property
    def sound(self) -> Flags:
        """Which rows nothing is wrong with."""
        sound: Flags = self._of_row == 0
        return sound

    def rejections(self) -> tuple[Rejection, ...]:
        """A rejection for each bad row."""
        return tuple(
            Rejection(self._sheet.file, self._sheet.row(int(row)), *self._said[self._of_row[row]])
            for row in np.flatnonzero(self._of_row)
        )
