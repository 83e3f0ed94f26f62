"""The casebook's own rows, read by one or by workers beside it: the same rows of one moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from casebook.book.opening import Book
from casebook.core.errors import BadValue
from casebook.core.months import Month, Window
from casebook.detection import own_rows as module
from casebook.detection.own import points_in_book
from casebook.detection.own_rows import OwnRows, own_rows
from casebook.files.progress import silent
from casebook.incidents.import_files import import_incidents
from casebook.workers.cluster import WorkerCluster
from casebook.workers.run import run
from tests.incidents.incident_files import street_file, street_row

SEPTEMBER = Window(Month.parse("2024-09"), Month.parse("2024-09"))


@pytest.fixture
def shared_here(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Work on shards in this process; gives how many rows each shard came to."""
    sizes: list[int] = []

    def here(
        shards: Sequence[Any], work: Callable[..., Any], merge: Any, *_elsewhere: object
    ) -> Any:
        made = run(shards, work, merge)
        sizes.extend(len(each.rows) for each in made)
        return made

    monkeypatch.setattr(module, "run", here)
    return sizes


def with_rows(book: Book, folder: Path, *names: str) -> None:
    """Import a row of September for each name, a hundredth of a degree apart, and one nowhere."""
    rows = [street_row(name, at=(str(1.7 + n / 100), "52.65")) for n, name in enumerate(names)]
    path = street_file(folder / f"{names[0]}.csv", *rows, street_row(f"{names[0]}?", at=("", "")))
    import_incidents(book, [path])


def same(one: OwnRows, other: OwnRows) -> bool:
    """Whether both have the same columns, to the last bit and in one order."""
    pairs = zip(one.columns(), other.columns(), strict=True)
    return all(np.array_equal(a, b, equal_nan=True) for a, b in pairs)


def test_shards_have_every_row_once_and_in_one_order(
    book: Book, tmp_path: Path, shared_here: list[int]
) -> None:
    """Thirty rows with coordinates in at most twelve shards; the one without is left out."""
    with_rows(book, tmp_path, *(f"c{n}" for n in range(30)))
    with book.store.reading() as tx:
        alone = own_rows(tx, book.store.book, SEPTEMBER)
        assert same(own_rows(tx, book.store.book, SEPTEMBER, WorkerCluster(3)), alone)
    assert len(alone) == sum(shared_here) == 30
    assert 6 < len(shared_here) <= 12
    assert set(alone.month.tolist()) == {202409}
    assert np.isnan(alone.at).all()


def test_what_is_saved_meanwhile_is_in_none_of_them(
    book: Book, tmp_path: Path, shared_here: list[int]
) -> None:
    """A moment is read: workers that see a later one have their rows put aside."""
    with_rows(book, tmp_path, "a", "b")
    with book.store.reading() as tx:
        assert len(own_rows(tx, book.store.book, SEPTEMBER)) == 2
        with_rows(book, tmp_path, "c", "d")
        assert len(own_rows(tx, book.store.book, SEPTEMBER, WorkerCluster(2))) == 2
    assert sum(shared_here) > 2


@pytest.mark.usefixtures("shared_here")
def test_no_rows_are_no_shards(book: Book) -> None:
    """An empty casebook, with workers and without."""
    with book.store.reading() as tx:
        assert len(own_rows(tx, book.store.book, SEPTEMBER)) == 0
        assert len(own_rows(tx, book.store.book, SEPTEMBER, WorkerCluster(2))) == 0
    assert len(points_in_book(book, SEPTEMBER, "crime", cluster=WorkerCluster(2))) == 0


def test_a_casebook_isnt_sent_to_other_machines(book: Book) -> None:
    """Its file and its database's rights are this machine's."""
    elsewhere = WorkerCluster(2, "tcp://host:8786")
    with pytest.raises(BadValue, match=r"are read on the machine that has it"):
        points_in_book(book, SEPTEMBER, "crime", cluster=elsewhere, progress=silent)
