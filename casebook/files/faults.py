"""What is wrong with the rows of a sheet, found column by column and kept row by row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from casebook.core.errors import Rejection
from casebook.files.arrow_columns import Ints
from casebook.files.dates import shown
from casebook.files.sheet import POINT_COLUMNS, Sheet
from casebook.files.tabular import Flags, Floats, distinct


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

    def mark_no_numbers(self, bad: Flags, column: str) -> None:
        """Give the rows that are bad the fault that what this column has there is no number."""
        if not bad.any():
            return
        held = self._sheet.table[column]
        if pa.types.is_floating(held.type):
            self.mark(bad, column, "is no number.")
            return
        texts, at = distinct(held)
        wrong = np.zeros(len(texts), bool)
        wrong[at[bad]] = True
        said = [
            f"'{shown(text)}' is no number." if one else None
            for text, one in zip(texts, wrong.tolist(), strict=True)
        ]
        self.mark_values(at, column, said, ["no number"] * len(said))

    def mark_beyond(
        self, x: Floats, y: Floats, columns: tuple[str, str], crs: str, *, degrees: bool
    ) -> None:
        """Give sound rows whose place lies beyond where ``crs`` is used that fault.

        The two ``columns`` hold ``degrees``, or else metres of ``crs``; NaN is no place. Said is
        what the numbers seem to be instead.
        """
        from geo import crs as systems

        fits = systems.in_area_of_use if degrees else systems.metres_in_area_of_use
        beyond = self.sound & ~np.isnan(x)
        beyond &= ~fits(x, y, crs)
        if not beyond.any():
            return
        across, up = columns
        west, south, east, north = systems.area_of_use(crs)
        lies = (
            f"lies outside longitude {west:g} to {east:g} and latitude {south:g} to {north:g}, "
            f"where {crs} is used: look at the numbers, and at the system they are in."
        )
        if across == POINT_COLUMNS[0]:
            longitude, latitude = systems.transform(x, y, crs, systems.WGS84)
            swapped = beyond & systems.in_area_of_use(latitude, longitude, crs)
            self.mark(
                swapped, None, "Its latitude and longitude look swapped: write longitude first."
            )
            self.mark(beyond, None, f"Its point {lies}")
            return
        said = f"Its {across} and {up} look swapped: map each to the other."
        self.mark(beyond & fits(y, x, crs), across, said)
        if not degrees:
            web = systems.WEB_MERCATOR
            there = systems.in_area_of_use(*systems.transform(x, y, web, systems.WGS84), crs)
            said = f"looks like Web Mercator ({web}): turn the file into {crs}."
            self.mark(beyond & there, across, said)
        self.mark(beyond, across, lies)

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
