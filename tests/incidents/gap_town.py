"""The small town in two districts, and months of ASB and crime in each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from casebook.book.opening import Book
from casebook.core.months import Month
from casebook.incidents.import_files import import_incidents
from casebook.store.report import ImportReport
from tests import lomea
from tests.lomea_areas import box, take_areas

YEAR = [Month(2023, 9) + n for n in range(13)]
"""September 2023 to September 2024."""
GAP = Month(2024, 2)


def add_districts(book: Book, folder: Path) -> None:
    """D1 around HS-01 and D2 around HS-02."""
    take_areas(book, folder, "district", box("D1", 1.49, 1.515), box("D2", 1.515, 1.54))


def calls(month: Month, one: int, two: int) -> list[str]:
    """A month with so many ASB calls in HS-01 and in HS-02, and a burglary in each."""
    return [
        *lomea.street_rows(month, lomea.ASB, one, lomea.IN_ONE),
        *lomea.street_rows(month, lomea.ASB, two, lomea.IN_TWO),
        *lomea.street_rows(month, lomea.BURGLARY, 1, lomea.IN_ONE),
        *lomea.street_rows(month, lomea.BURGLARY, 1, lomea.IN_TWO),
    ]


def year(changed: Mapping[Month, int] | None = None, usual: int = 20) -> list[str]:
    """Twelve calls a month in D1; in D2 ``usual``, but for the months ``changed``."""
    counts = dict.fromkeys(YEAR, usual) | dict(changed or {GAP: 0})
    return [row for month, count in counts.items() for row in calls(month, 12, count)]


def take(book: Book, folder: Path, rows: list[str], **how: Any) -> ImportReport:
    """Import street rows."""
    path = folder / "street.csv"
    path.write_text("\n".join([lomea.HEADER, *rows]) + "\n")
    return import_incidents(book, [path], **how)
