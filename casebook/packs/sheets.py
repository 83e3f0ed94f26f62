"""A sheet of a workbook as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

SheetCell = str | float | int | date | None


@dataclass(frozen=True)
class WorkbookSheet:
    """A sheet: its headings, and rows of as many cells."""

    name: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[SheetCell]]
