"""Lists of very many rows: only what is looked at is made."""

from __future__ import annotations

from textual import on
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


class ReadOn(App[None]):
    """A table whose rows come 50 at a time, each time they run out."""

    asked = 0

    def compose(self) -> ComposeResult:
        """The table."""
        yield Table(empty="", id="rows")

    @on(TableRows.RunningOut)
    def _more(self) -> None:
        table = self.query_one(Table)
        before = len(table.keys)
        self.asked += 1
        table.add(
            [Row(str(n), (f"row {n}",)) for n in range(before, min(before + 50, ROWS))],
            more=before + 50 < ROWS,
        )


@driven
async def test_rows_are_asked_for_as_they_come_to_their_end() -> None:
    """A few pages ahead of the cursor, and all of them where the last is gone to."""
    app = ReadOn()
    async with app.run_test(size=(40, 12)) as pilot:
        table = app.query_one(Table)
        table.fill([Column("What", 0)], [Row(str(n), (f"row {n}",)) for n in range(50)], more=True)
        await pilot.pause()
        assert len(table.keys) < 200
        table.rows.focus()
        await pilot.press(*["pagedown"] * 12)
        await pilot.pause()
        assert 100 < len(table.keys) < 300
        assert int(table.key or 0) > 100
        await pilot.press("end")
        while app.query_one(TableRows).to_the_end:
            await pilot.pause()
        assert table.key == str(ROWS - 1)
        assert table.keys == tuple(str(n) for n in range(ROWS))


@driven
async def test_whoever_goes_elsewhere_on_the_way_to_the_end_stays_there() -> None:
    """Home pressed while rows are still to come: the cursor isn't taken away."""
    app = ReadOn()
    async with app.run_test(size=(40, 12)) as pilot:
        table = app.query_one(Table)
        table.fill([Column("What", 0)], [Row(str(n), (f"row {n}",)) for n in range(50)], more=True)
        table.rows.focus()
        await pilot.pause()
        table.rows.to_the_end = True
        table.rows.action_first()
        table.rows.look_ahead()
        await pilot.pause()
        assert table.key == "0"
        assert not table.rows.to_the_end
