"""The ref a new profile is given: the next number of the year."""

from __future__ import annotations

from casebook.book.opening import Book
from casebook.profiles import intake
from casebook.profiles.profile import Profile
from tests.rows_read import rows_read


def _opened(book: Book, *refs: str) -> str:
    """The ref that a profile without one is given once there are these."""
    if refs:
        with book.store.writing() as tx:
            tx.insert_many([Profile(ref, "Noise") for ref in refs])
    return intake.new_profile(book, Profile("", "Noise")).profile.ref


def test_the_next_number_follows_the_highest_of_the_year(book: Book) -> None:
    """As numbers and not as words; other years, other words and other letters don't count."""
    assert _opened(book) == "PMP-2024-001"
    assert _opened(book, "PMP-2024-0099", "PMP-2024-1000") == "PMP-2024-1001"
    others = ("PMP-2023-2000", "PMP-2024-2000a", "PMP-2024-", "pmp-2024-3000", "X-PMP-2024-4000")
    assert _opened(book, *others) == "PMP-2024-1002"


def test_a_number_too_long_for_the_database_is_left_alone(book: Book) -> None:
    """It is a word that somebody chose."""
    assert _opened(book, "PMP-2024-1" + "0" * 25) == "PMP-2024-001"


def test_one_more_profile_reads_as_much_among_many(book: Book) -> None:
    """What it takes to open one doesn't grow with those there are."""
    _opened(book)
    with rows_read(book) as few:
        _opened(book)
    _opened(book, *(f"PMP-2024-{number}" for number in range(100, 400)))
    with rows_read(book) as many:
        _opened(book)
    assert (many.statements, many.rows) == (few.statements, few.rows)
