"""Lists of very many rows: only what is looked at is made."""

from __future__ import annotations

from textual.app import App, ComposeResult

from tests.tui.terminal import driven
from tui.parts.table import Column, Row, Table, TableRows

ROWS = 3000


class Listing(App[None]):
    """A table of its own."""

    def compose(self) -> ComposeResult:
        """The table."""
        yield Table(empty="", id="rows")


@driven
async def test_only_the_rows_that_are_looked_at_are_made() -> None:
    """Of 3,000 rows those on the screen; the last once the cursor is there; anew when asked."""
    made: list[int] = []

    def cells(number: int) -> tuple[str]:
        made.append(number)
        return (f"row {number}, made {made.count(number)}",)

    app = Listing()
    async with app.run_test(size=(40, 12)) as pilot:
        table = app.query_one(Table)
        rows = [Row(str(n), lambda n=n: cells(n)) for n in range(ROWS)]  # type: ignore[misc]
        table.fill([Column("What", 0)], rows)
        await pilot.pause()
        assert 0 < len(made) < 40
        assert table.rows.virtual_size.height == ROWS
        table.rows.focus()
        await pilot.press("end")
        await pilot.pause()
        assert table.key == str(ROWS - 1)
        assert ROWS - 1 in made
        assert len(made) < 80
        app.query_one(TableRows).make_again([str(ROWS - 1)])
        await pilot.pause()
        assert made.count(ROWS - 1) == 2
