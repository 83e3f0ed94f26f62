"""Every number of a statement is made from entries that come to it, or is named as worked out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from casebook.book.opening import Book
from casebook.core.entry import registers
from casebook.core.made_numbers import MadeWords
from casebook.core.months import Window
from casebook.core.statement import Ask, Statement
from casebook.patrols.import_files import import_patrols
from casebook.places.place import Place
from casebook.registers.entries import add_entry
from casebook.registers.import_files import import_register
from casebook.registers.statements.entry_rows import entries_behind
from casebook.registers.statements.every import state, statements_of
from tests.lomea import add_hotspots

WORKED_OUT = frozenset({
    "percent", "share", "needed", "months", "percent_spent", "cost_per_hour", "median_hours",
    "days", "days_gone", "straight_line",
})  # fmt: skip
"""What is no count or sum: rates, medians, days, and how long after a start."""
WINDOW = Window.parse("2024-10..2024-11")


@pytest.fixture
def busy(book: Book, tmp_path: Path) -> Book:
    """Two teams, money on lines, patrols that overtime paid, queries, results, an indicator."""
    add_hotspots(book, tmp_path)
    with book.store.writing() as tx:
        for place in (Place("D1", "district"), Place("W1", "ward", parent="D1"),
                      Place("W2", "ward", parent="D1")):  # fmt: skip
            tx.save(None, place, book.author)
    for kind, about, values in _ENTRIES:
        add_entry(book, kind, about, dict(values))
    path = tmp_path / "patrols.csv"
    path.write_text(
        "unit,hotspot,start,end,staff,mode,resourcing,source\n"
        "LN21,HS-01,2024-10-07 20:00,2024-10-07 23:10,PC:2,foot,overtime,claim\n"
    )
    import_patrols(book, [path], covers=None)
    return book


_ENTRIES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("fund", "", {"ref": "F", "name": "Fund", "budget": 1000, "at": "2024-04-01",
                  "until": "2025-03-31"}),
    ("fund", "", {"ref": "L", "name": "Line", "parent": "F", "budget": 600,
                  "resourcing": "overtime"}),
    ("spend", "F", {"code": "bid", "at": "2024-05-01", "amount": 50.5, "state": "agreed",
                    "agreed": 40}),
    ("spend", "L", {"code": "bid", "at": "2024-05-01", "amount": 30}),
    ("spend", "L", {"code": "commitment", "at": "2024-06-01", "amount": 200, "reference": "PO1"}),
    ("spend", "L", {"code": "spend", "at": "2024-10-03", "amount": 60.25, "reference": "PO1"}),
    ("spend", "F", {"code": "spend", "at": "2024-11-03", "amount": 11.1}),
    ("abstraction", "W1", {"at": "2024-10-07", "code": "response cover", "hours": 8}),
    ("abstraction", "W2", {"at": "2024-11-07", "code": "response cover", "hours": 3.5}),
    ("duty-hours", "W1", {"month": "2024-10", "hours": 160}),
    ("duty-hours", "W2", {"month": "2024-11", "hours": 150}),
    ("query", "W1", {"text": "When is the light mended?", "received": "2024-10-07 09:00",
                     "answered": "2024-10-08 09:00"}),
    ("query", "W2", {"text": "Who patrols?", "received": "2024-11-07 09:00"}),
    ("activity", "", {"code": "arrest", "count": 2, "at": "2024-10-07", "place": "HS-01"}),
    ("activity", "", {"code": "arrest", "count": 2, "at": "2024-11-08", "place": "HS-02"}),
    ("activity", "", {"code": "stop and search", "count": 2, "at": "2024-10-07",
                      "place": "HS-01"}),
    ("indicator", "", {"ref": "watch", "name": "Watch", "unit": "schemes", "source": "Return",
                       "target": 20, "direction": "higher"}),
    ("reading", "watch", {"value": 5, "at": "2023-01-01", "until": "2023-12-31"}),
    ("reading", "watch", {"value": 4, "at": "2024-10-01", "place": "W1"}),
    ("reading", "watch", {"value": 3, "at": "2024-10-01", "place": "W2"}),
    ("programme", "", {"ref": "CHB", "name": "Clear", "code": "clear-hold-build"}),
)  # fmt: skip


def _asks() -> list[tuple[str, str, Ask]]:
    return [
        (kind, stated.name, Ask(by=by, window=window))
        for kind in registers()
        for stated in statements_of(kind)
        for by in stated.by or ("",)
        for window in ((None, WINDOW) if "window" in stated.takes else (None,))
    ]


def _numbers(found: Statement) -> list[tuple[str, Any]]:
    rows = (*found.rows, *([found.total] if found.total else []))
    every = [(head.key, row.get(head.key)) for row in rows for head in found.heads]
    worded = [(key, one) for key, value in every if isinstance(value, MadeWords)
              for one in value.counts]  # fmt: skip
    return [
        (key, value)
        for key, value in (*every, *worded)
        if isinstance(value, (int, float)) and not isinstance(value, bool)
    ]


def test_every_number_is_what_its_entries_come_to(busy: Book) -> None:
    """Of every statement of every register, however it is grouped."""
    tallied = dict.fromkeys(registers(), 0)
    for kind, name, ask in _asks():
        for key, value in _numbers(state(busy, kind, name, ask)):
            behind = entries_behind(value, "")
            assert (behind is None) == (key in WORKED_OUT), (kind, name, key)
            if behind is not None:
                assert behind.page(busy).comes_to == round(value, 2), (kind, name, ask, key)
                tallied[kind] += 1
    kinds = ("fund", "abstraction", "query", "activity", "indicator", "programme")
    assert all(tallied[kind] > 2 for kind in kinds if kind != "programme"), tallied


def test_a_row_says_who_wrote_it_and_which_file_brought_it(busy: Book, tmp_path: Path) -> None:
    """Typed entries name their writer and the day; imported ones the load and the file."""
    path = tmp_path / "more.csv"
    path.write_text("code,count,at,place\narrest,4,2024-10-09,HS-01\n")
    import_register(busy, "activity", path)
    found = state(busy, "activity", "total", Ask(by="code"))
    (arrests,) = (row["count"] for row in found.rows if row["code"] == "arrest")
    behind = entries_behind(arrests, "Arrests")
    assert behind is not None
    rows = behind.page(busy).rows
    assert [row["counts_as"] for row in rows] == [2, 2, 4]
    assert [(row["by"], row["file"]) for row in rows] == [
        ("admin", None), ("admin", None), ("admin", "more.csv"),
    ]  # fmt: skip
    assert rows[0]["load"] is None
    assert rows[2]["load"] > 0
    assert {row["written"] for row in rows} == {"2024-12-18"}
