"""What is wrong with the rows of a sheet, found column by column and kept row by row."""

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
        self._said: list[tuple[str | None, str, str]] = [(None, "", "")]

    def mark(self, bad: Flags, column: str | None, fault: str) -> None:
        """Give the rows that are bad this fault."""
        if bad.any():
            self.mark_values(bad.astype(np.int64), column, (None, fault))

    def mark_values(
        self,
        at: Ints,
        column: str | None,
        faults: Sequence[str | None],
        sorts: Sequence[str] | None = None,
    ) -> None:
        """Give each row the fault of its value, if any: ``at`` says which of ``faults``.

        ``sorts`` says of each what sort of fault it is, where its sentence doesn't.
        """
        wrong = np.array([bool(fault) for fault in faults], bool)
        if not wrong.any():
            return
        number = np.where(wrong, len(self._said) + np.arange(len(faults)), 0)
        said = zip(faults, sorts or [""] * len(faults), strict=True)
        self._said += [(column, fault or "", sort) for fault, sort in said]
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
