"""A night of six visits of Harbour's, and what is kept of each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from casebook.core.months import Span
from casebook.patrols.sheets.sheet import read_sheet
from casebook.store.loads import loads, put_covers
from casebook.store.report import Cover
from tests.patrols.patrol_files import bring
from tests.tui.desk import reopen

HEAD = "foot,core,rota"
ROTA = (
    f"LH24,HS-01,2024-12-17 14:00,2024-12-17 17:00,PCSO:2,{HEAD}",
    f"LH22,HS-02,2024-12-17 14:00,2024-12-17 17:00,PCSO:2,{HEAD}",
    f"LH23,HS-01,2024-12-17 16:00,2024-12-17 19:00,PCSO:2,{HEAD}",
    f"LH21,HS-02,2024-12-17 16:30,2024-12-17 19:30,PCSO:2,{HEAD}",
    f"LH31,HS-01,2024-12-17 21:00,2024-12-17 21:45,PC:2,{HEAD}",
    f"LH31,HS-02,2024-12-17 23:30,2024-12-18 00:15,PC:2,{HEAD}",
    f"LS24,HS-03,2024-12-17 14:00,2024-12-17 17:00,PC:1,{HEAD}",
)


def bring_night(path: Path) -> Path:
    """The casebook with a rota for the night of 17 December: six visits of Harbour's.

    Its sheets end the day before.
    """
    book = reopen(path, "admin")
    bring(book, ROTA, "rota.csv")
    with book.store.writing() as tx:
        (sheets,) = [load for load in loads(tx) if load.source == "sheets"]
        until = Cover("sheet", Span(date(2024, 11, 1), date(2024, 12, 16)))
        put_covers(tx, sheets.id, [until])
    book.store.close()
    return path


def states(path: Path) -> list[str]:
    """What is kept of each line, read by another process's eyes."""
    book = reopen(path)
    found = [line.state for line in read_sheet(book).lines]
    book.store.close()
    return found
