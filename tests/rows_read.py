"""How much is asked of a casebook's database, and how many rows it answers with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

from casebook.book.opening import Book


@dataclass
class RowsRead:
    """The statements that read, and the rows that each of them gave."""

    of: list[tuple[str, int]] = field(default_factory=list)

    @property
    def statements(self) -> int:
        """How many statements read."""
        return len(self.of)

    @property
    def rows(self) -> int:
        """How many rows they gave in all."""
        return sum(rows for _, rows in self.of)


@contextmanager
def rows_read(book: Book) -> Iterator[RowsRead]:
    """What is read while the block runs: each statement is asked again for its number of rows."""
    found = RowsRead()

    def after(
        sql: Any, _cursor: Any, statement: str, given: Any, _context: Any, _many: bool
    ) -> None:
        if not statement.lstrip().upper().startswith("SELECT"):
            return
        again = sql.connection.cursor()
        try:
            again.execute(f"SELECT count(*) FROM ({statement}) AS asked", given)
            found.of.append((statement, again.fetchone()[0]))
        finally:
            again.close()

    event.listen(book.store.engine, "after_cursor_execute", after)
    try:
        yield found
    finally:
        event.remove(book.store.engine, "after_cursor_execute", after)
