"""What the lines round every screen say of the casebook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from casebook.store.file import short_name

if TYPE_CHECKING:
    from casebook.book.opening import Book


@dataclass(frozen=True)
class OpenBook:
    """What every screen shows of the casebook: its name and marking, who looks at it, the day."""

    book: str
    force: str
    login: str
    via: str | None
    marking: str
    synthetic: str
    today: date
    zone: tzinfo
    read_only: bool
    gate: Callable[[str], str]
    """What the gate of a stage does when something is missing: off, warn or block."""


def open_book_of(book: Book) -> OpenBook:
    """What the lines round every screen say of ``book``."""
    settings = book.settings
    return OpenBook(
        book=short_name(book.store.book),
        force=settings.force_name,
        login=book.account.login,
        via=book.via,
        marking=settings.marking,
        synthetic=settings.synthetic,
        today=book.today,
        zone=book.zone,
        read_only=book.store.read_only,
        gate=settings.gate,
    )
