"""A town with people and reviews, and a database for tests of what both engines find."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from casebook.book.opening import Book
from casebook.reviews import months as reviews
from tests.reviews.reviewed import NOVEMBER, make_town
from tests.store.conftest import database

__all__ = ["database"]


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Book]:
    """People, places and three profiles, with November opened."""
    book = make_town(tmp_path)
    reviews.open_month(book, NOVEMBER)
    yield book
    book.store.close()
