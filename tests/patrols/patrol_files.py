"""What the tests of importing patrols share: files of rows, and what counts afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from casebook.book.opening import Book
from casebook.patrols import queries as patrols
from casebook.patrols.dosage import Dosage, dosage_by_day
from casebook.patrols.import_files import import_patrols
from casebook.places.place import Place
from casebook.store.report import ImportReport

HEAD = "unit,hotspot,start,end,staff,mode,resourcing,source"
EVENING = "LH21,HS-01,2024-10-07 18:00,2024-10-07 20:00,PC:2,foot,core,sheet"
FAR = 4_000_000_000
EVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC))


def with_hotspots(book: Book) -> Book:
    """``book`` with HS-01, HS-02 and HS-11 in it."""
    places = [
        Place("HS-01", "hotspot", "Harbour Parade", aliases=("H1",)),
        Place("HS-02", "hotspot", "Station Approach"),
        Place("HS-11", "hotspot", "Lamp Lane"),
        Place("W1", "ward", "Harbour"),
    ]
    with book.store.writing() as tx:
        tx.insert_many(places)
    return book


def write(book: Book, rows: Sequence[str], name: str = "sheets.csv", head: str = HEAD) -> Path:
    """A CSV of ``rows`` beside the casebook."""
    path = Path(book.store.book).with_name(name)
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def bring(
    book: Book, rows: Sequence[str], name: str = "sheets.csv", head: str = HEAD, **options: Any
) -> ImportReport:
    """Import a CSV of ``rows``."""
    return import_patrols(book, [write(book, rows, name, head)], **options)


def why(report: ImportReport) -> list[tuple[int | None, str | None, str]]:
    """Row, column and reason of each rejection."""
    return [(one.row, one.column, one.fault) for one in report.rejections]


def counting(book: Book) -> list[tuple[str, int, int, str]]:
    """Unit, minutes, officers and resourcing of what counts as delivered."""
    with book.store.reading() as tx:
        rows = patrols.delivered(tx, None, 0, FAR)
    return [(one.unit, (one.end - one.start) // 60, one.officers, one.resourcing) for one in rows]


def officer_minutes(book: Book) -> float:
    """Delivered, over all places and days."""
    with book.store.reading() as tx:
        rows = patrols.delivered(tx, None, 0, FAR)
    days = [
        dosage_by_day([r for r in rows if r.place == p], book.zone) for p in {r.place for r in rows}
    ]
    return sum((one for by_day in days for one in by_day.values()), Dosage()).officer_minutes
