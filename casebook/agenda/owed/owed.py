"""What is owed on records of any kind: asked of the database by rules, told by functions else."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from casebook.agenda.owed.queries import HowMany, OwedRows, owed_rows
from casebook.book.opening import Book
from casebook.core.due import Due, DueAsked
from casebook.core.kinds import Record, all_kinds
from casebook.store.pages.page import After, PageOfRows
from casebook.store.transaction import Transaction

ANY = DueAsked()


@dataclass(frozen=True)
class DueSorting:
    """What a list is sorted by before its own order."""

    name: str
    """As :meth:`OwedRows.page` calls it."""
    value: Callable[[Due], Any]
    """The same of one thing."""
    down: bool


@dataclass(frozen=True)
class Owed:
    """Some of what is owed, as a question: of the database nothing is read before it is asked."""

    rows: OwedRows
    """What rules find that compare days and states."""
    told: tuple[Due, ...]
    """What functions find where such a rule can't say it, in order."""

    def that(self, rows: OwedRows, told: Callable[[Due], bool]) -> Owed:
        """Those of it that are among ``rows``, and of what is told those that ``told`` keeps."""
        return Owed(rows, tuple(due for due in self.told if told(due)))

    def read(self, most: int) -> Owed:
        """The same, read by now where it is at most so much.

        Of what is read nothing more is asked of the database, however it is parted.
        """
        return Owed(self.rows.read(most), self.told)

    def every(self) -> tuple[Due, ...]:
        """All of it, the longest overdue first."""
        return tuple(sorted((*self.rows.every(), *self.told), key=_order))

    def page(
        self, size: int, after: After | None = None, by: DueSorting | None = None
    ) -> PageOfRows[Due]:
        """So much of it, from the first or from ``after`` on: in the same order, or ``by`` that."""
        page = self.rows.page(size, after, by.name if by else "", down=bool(by and by.down))
        found = sorted((*page.rows, *self.told), key=_order)
        if by is not None:
            found.sort(key=by.value, reverse=by.down)
        if after is not None:
            found = [due for due in found if _follows(due, after, by)]
        more = page.after is not None or len(found) > size
        shown = tuple(found[:size])
        total = page.total + len(self.told)
        return PageOfRows(shown, total, _last(shown[-1], by) if more and shown else None)

    def by_step(self) -> dict[str, HowMany]:
        """How much of it there is, and how much of that is late, by what step it takes."""
        found = dict(self.rows.counts)
        for due in self.told:
            before = found.get(step_of(due), HowMany(0, 0))
            found[step_of(due)] = HowMany(before.total + 1, before.late + due.overdue)
        return found

    def counted(self) -> HowMany:
        """How much of it there is, and how much of that is late."""
        each = self.by_step().values()
        return HowMany(sum(one.total for one in each), sum(one.late for one in each))


def _last(due: Due, by: DueSorting | None) -> After:
    return due.order if by is None else (by.value(due), *due.order)


def _follows(due: Due, after: After, by: DueSorting | None) -> bool:
    """Whether one thing comes after another that is ordered so."""
    if by is None or by.value(due) == after[0]:
        return due.order > (after if by is None else after[1:])
    return bool((by.value(due) < after[0]) is by.down)


def step_of(due: Due) -> str:
    """What is to be done: by its verb of access, or else the word for it."""
    return due.verb or due.what


def _order(due: Due) -> After:
    return due.order


def owed(
    book: Book,
    tx: Transaction,
    kinds: Sequence[type[Record]] | None = None,
    asked: DueAsked = ANY,
) -> Owed:
    """What is owed by anybody, on records of ``kinds`` or of any, as far as it is asked for."""
    of = tuple(all_kinds() if kinds is None else kinds)
    told = sorted((due for kind in of for due in _told(book, tx, kind, asked)), key=_order)
    return Owed(owed_rows(tx, of, book.settings, book.today, asked.profiles), tuple(told))


def _told(book: Book, tx: Transaction, kind: type[Record], asked: DueAsked) -> Iterator[Due]:
    """What a kind's own function finds."""
    if kind.DUE_RULE:
        module, _, name = kind.DUE_RULE.partition(":")
        yield from getattr(importlib.import_module(module), name)(book, tx, asked)


def narrowed(found: Owed, here: Collection[str]) -> Owed:
    """Of what is owed what is about ``here``, the places and profiles of an area, or within it."""
    return found.that(found.rows.about(here), lambda due: due.about in here or due.within in here)


def taking(found: Owed, steps: Collection[str], *, others: bool = False) -> Owed:
    """Of what is owed what takes one of these steps; with ``others`` any else."""
    return found.that(
        found.rows.taking(steps, others=others), lambda due: (step_of(due) in steps) is not others
    )


def on_records(found: Owed, records: Collection[tuple[str, int]], *, others: bool = False) -> Owed:
    """Of what is owed what is owed on these records, by kind and number; or on any other."""
    return found.that(
        found.rows.on_records(records, others=others),
        lambda due: ((due.kind, due.id) in records) is not others,
    )


def until(found: Owed, day: date) -> Owed:
    """Of what is owed what is owed by a day."""
    return found.that(found.rows.until(day), lambda due: due.on <= day)


def after(found: Owed, day: date) -> Owed:
    """Of what is owed what is owed after a day."""
    return found.that(found.rows.after(day), lambda due: due.on > day)


def late(found: Owed) -> Owed:
    """Of what is owed what is late."""
    return found.that(found.rows.late(), lambda due: due.overdue)


def holding(found: Owed, words: Sequence[str], line: Callable[[Due], str]) -> Owed:
    """Of what is owed that whose line in a list holds every word, in small letters."""
    return found.that(
        found.rows.holding(words), lambda due: all(word in line(due).casefold() for word in words)
    )
