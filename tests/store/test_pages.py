"""Pages of rows: one after the other they are all rows, in order, each once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, create_engine, select

from casebook.store.engine import postgres_store, sqlite_store
from casebook.store.pages.page import After, By, OrderedRows
from casebook.store.pages.words import holding

_THINGS = Table(
    "thing",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("size", Integer, nullable=False),
)
_ROWS = st.lists(st.tuples(st.sampled_from(["a", "B", "Ä", "b c"]), st.integers(0, 3)), max_size=12)


def _written(sql: Connection, rows: list[tuple[str, int]]) -> list[tuple[int, str, int]]:
    _THINGS.drop(sql, checkfirst=True)
    _THINGS.create(sql)
    made = [(n, name, size) for n, (name, size) in enumerate(rows, 1)]
    if made:
        sql.execute(
            _THINGS.insert(), [dict(zip(("id", "name", "size"), r, strict=True)) for r in made]
        )
    return made


def _by(*, down: bool) -> OrderedRows:
    return OrderedRows(
        select(_THINGS), (By(_THINGS.c.name, down=down), By(_THINGS.c.size), By(_THINGS.c.id))
    )


def _all(sql: Connection, listing: OrderedRows, size: int) -> Iterator[Any]:
    after: After | None = None
    while True:
        page = listing.page(sql, size, after)
        assert len(page.rows) <= size
        yield page
        after = page.after
        if after is None:
            return


@given(_ROWS, st.integers(1, 5), st.booleans())
def test_pages_together_are_all_rows_in_order_each_once(
    rows: list[tuple[str, int]], size: int, down: bool
) -> None:
    """Whatever a page holds at most; and each says how many there are in all."""
    with create_engine("sqlite://").connect() as sql:
        made = _written(sql, rows)
        pages = list(_all(sql, _by(down=down), size))
    found = [tuple(row)[:3] for page in pages for row in page.rows]
    wanted = sorted(sorted(made, key=lambda r: (r[2], r[0])), key=lambda r: r[1], reverse=down)
    assert found == wanted
    assert {page.total for page in pages} == {len(made)}


def test_a_row_that_comes_before_makes_none_come_twice() -> None:
    """The second page begins after the last row of the first, wherever that stands by then."""
    with create_engine("sqlite://").connect() as sql:
        _written(sql, [("b", 0), ("c", 0), ("d", 0)])
        first = _by(down=False).page(sql, 2)
        sql.execute(_THINGS.insert(), {"id": 9, "name": "a", "size": 0})
        second = _by(down=False).page(sql, 2, first.after)
    assert [row.name for row in (*first.rows, *second.rows)] == ["b", "c", "d"]
    assert second.total == 4


def test_a_server_orders_and_looks_as_a_file_does(database: str, tmp_path: Path) -> None:
    """Capitals, small letters, letters with marks; a word is looked for in any letters."""
    stores = postgres_store(database), sqlite_store(tmp_path / "things.db", new=True)
    for store in stores:
        with store.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as sql:
            _written(sql, [("Ä", 0), ("b", 0), ("B", 0), ("a_", 0)])
            pages = list(_all(sql, _by(down=False), 2))
            assert [row.name for page in pages for row in page.rows] == ["B", "a_", "b", "Ä"]
            for word, held in (("ä", ["Ä"]), ("b", ["b", "B"]), ("_", ["a_"])):
                holds = holding([word], [_THINGS.c.name])
                found = sql.execute(select(_THINGS).where(holds).order_by(_THINGS.c.id))
                assert [row.name for row in found] == held
        store.close()
