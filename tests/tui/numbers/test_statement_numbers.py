"""What registers add up to: each number, in a column or in words, lists its entries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from casebook.book.made_of import NumberOf
from casebook.core.months import Window
from casebook.registers import entries as registers
from tests.tui.desk import reopen
from tests.tui.numbers.walk import shown_numbers, tallying
from tests.tui.terminal import driven, terminal
from tui.detection.candidates import candidates_of
from tui.numbers.rows_screen import RowsScreen
from tui.registers.statement_screen import StatementScreen
from tui.running.child import Printed

HOSTILE = "[bold]LOM-7[/bold] =1+1"


def _add(casebook: Path, **values: Any) -> None:
    book = reopen(casebook, "admin")
    registers.add_entry(book, "activity", "", {"place": "HS-01", **values})
    book.store.close()


async def _open(t: Any) -> None:
    await t.keys("r")
    await t.type("activ")
    await t.keys("enter", "t")
    assert isinstance(t.app.screen, StatementScreen)


@driven
async def test_a_count_lists_its_entries_and_esc_returns_to_its_cell(casebook: Path) -> None:
    """Two activities of five arrests; text like markup is shown as typed."""
    _add(casebook, code="arrest", count=2, at="2024-10-07", reference=HOSTILE)
    _add(casebook, code="arrest", count=3, at="2024-11-04")
    async with terminal(casebook) as t:
        await _open(t)
        await t.keys("tab", "enter")
        assert isinstance(t.app.screen, RowsScreen)
        t.has("Results: Count", "2 rows, together 5", "admin")
        await t.keys("enter")
        t.has(HOSTILE)
        await t.keys("escape", "escape")
        assert isinstance(t.app.screen, StatementScreen)
        assert t.app.screen.spot is not None
        await t.keys("escape", "enter")
        t.has("Arrests")
        assert not isinstance(t.app.screen, RowsScreen)


@driven
async def test_counts_in_words_can_be_gone_to(casebook: Path) -> None:
    """By place a row says them under their group: each is a number of its own."""
    _add(casebook, code="arrest", count=12, at="2024-10-07")
    _add(casebook, code="stop and search", count=2, at="2024-10-08")
    async with terminal(casebook, size=(120, 40)) as t:
        await _open(t)
        await t.keys("B")
        await t.type("by place")
        await t.keys("enter")
        book = reopen(casebook)
        found = tallying(shown_numbers(t, book))
        assert {"12", "2"} <= {one.text for one in found}
        book.store.close()


def test_a_candidate_s_count_knows_its_ground_and_months() -> None:
    """Where the command gave an outline; without one it is a plain number."""
    row = {"candidate": "C01", "count": 37, "weekday_hours": None, "warnings": []}
    drawn = row | {"outline": "POLYGON ((0 0, 0 1, 1 1, 0 0))"}
    window = Window.parse("2024-01..2024-11")
    (bare,) = candidates_of(Printed(json.dumps([row]), ()), window, "asb").rows
    assert bare["count"] == 37
    assert not isinstance(bare["count"], NumberOf)
    (known,) = candidates_of(Printed(json.dumps([drawn]), ()), window, "asb").rows
    assert known["count"] == 37
    assert known["count"].behind.title == "ASB in C01, Jan to Nov 2024"
    assert "outline" not in known
