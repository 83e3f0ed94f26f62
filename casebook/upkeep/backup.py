"""A casebook copied whole while it is in use, and put back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from casebook.book.opening import Book, now, open_book
from casebook.core.access import may
from casebook.core.errors import BadValue, NotACasebook, StoreFailure
from casebook.core.months import day_label
from casebook.store import copies
from casebook.store.engine import sqlite_store

if TYPE_CHECKING:
    from casebook.upkeep.setup import CheckLine

KIND, RESTORED = "backup", "restore"
"""What the history calls the making of a copy, and the putting back of one."""
_A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Backup:
    """A copy that was made."""

    file: Path
    head: str
    """The head of the history it holds."""
    noted: bool
    """Whether the casebook's history says so; it can't where it is open read-only."""
    unsound: tuple[str, ...]
    """What is wrong with the casebook itself, of which this is a true copy."""


def back_up(book: Book, file: Path) -> Backup:
    """Copy the casebook to the new file ``file`` while people work on, and prove the copy.

    Raises :class:`StoreFailure` where ``file`` is there already or can't be written, or the copy
    isn't sound; then there is none.
    """
    book.require("export")
    if "://" in book.store.book:
        raise BadValue(
            "This casebook is a database: back it up with the database's own tools (pg_dump)."
        )
    with _named(file), copies.new_file(file) as beside:
        copies.copy(book.store, beside)
        head, wrong = _proved(beside, book)
    if not book.store.read_only:
        with book.store.writing() as tx:
            tx.history.append(book.author, KIND, file.name, {"file": file.name, "head": head})
    return Backup(file, head, not book.store.read_only, wrong)


def _proved(copy: Path, book: Book) -> tuple[str, tuple[str, ...]]:
    """The head of a copy's history, and what is wrong with the casebook it is a true copy of."""
    found = open_book(str(copy), book.account.login, read_only=True)
    with closing(found.store):
        wrong = _wrong_with(found)
        broken = [line.says for line in wrong if line.about == "store"]
        if broken:
            raise StoreFailure(f"The copy isn't sound, so there is none: {broken[0]}.")
        return found.head(), tuple(line.says for line in wrong)


@dataclass(frozen=True)
class Restored:
    """A backup that was put back."""

    head: str
    """The head of the history in the backup."""
    kept: Path | None
    """Where the casebook that was replaced is kept; None where there was none."""
    lost: int | None
    """How many entries of its history the backup doesn't have; None where that isn't known."""


def _wrong_with(book: Book) -> tuple[CheckLine, ...]:
    """What proves that a casebook isn't sound; empty where it is.

    What proves it is imported here: whoever only asks when the last copy was made needs none of it.
    """
    from casebook.upkeep.setup import check, unsound

    return unsound(check(book))


def restore(
    name: str,
    login: str,
    file: Path,
    *,
    acting_as: str | None = None,
    clock: Callable[[], datetime] = now,
) -> Restored:
    """Put the backup ``file`` in place of the casebook ``name``, whose content is kept beside it.

    The backup is proved first, and an entry of its history says who restored it. It takes an
    administrator of both. Raises :class:`StoreFailure` where the backup isn't sound or somebody has
    the casebook open, :class:`NotAllowed`, :class:`NotACasebook`.
    """
    if "://" in name:
        raise BadValue(
            "A database is restored with its own tools (pg_restore), not from a casebook file."
        )
    target = Path(name)
    if target.exists() and file.exists() and target.samefile(file):
        raise BadValue(f"{file} is the casebook itself: name a backup of it.")
    backup = open_book(str(file), login, acting_as=acting_as, read_only=True, clock=clock)
    with closing(backup.store):
        backup.require("administer")
        wrong = _wrong_with(backup)
        if wrong:
            raise StoreFailure(f"{file} isn't sound and wasn't restored: {wrong[0].says}.")
        head = backup.head()
        lost = _after(head, target, login, acting_as)
        stamp = clock().strftime("%Y%m%d-%H%M%S")
        kept = _unused(target.with_name(f"{target.name}.replaced-{stamp}"))
        with _named(target), copies.working_copy(backup.store, target) as staged:
            change = {"file": file.name, "head": head, "lost": lost}
            with closing(sqlite_store(staged)) as store, store.writing() as tx:
                tx.history.append(backup.author, RESTORED, file.name, change)
            copies.settle(staged)
            replaced = copies.put_back(staged, target, kept)
    return Restored(head, kept if replaced else None, lost)


def _unused(path: Path) -> Path:
    """``path``, or with a number behind it: a restore cut short may be tried again at once."""
    named = (path.with_name(f"{path.name}-{number}") for number in count(2))
    return next(each for each in chain([path], named) if not each.exists())


def _after(head: str, target: Path, login: str, acting_as: str | None) -> int | None:
    """How many entries the casebook that stands at ``target`` has after ``head``; None: not known.

    It isn't where nothing stands there that can be opened, or another casebook. Raises
    :class:`NotAllowed` unless the account is an administrator of what stands there.
    """
    try:
        standing = open_book(str(target), login, acting_as=acting_as, read_only=True)
    except (NotACasebook, StoreFailure):
        return None
    with closing(standing.store), standing.store.reading() as tx:
        standing.require("administer")
        known = tx.history.find(head)
        return None if len(known) != 1 else tx.history.length() - known[0]


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Turn what can go wrong with a file that is to be written into a sentence."""
    try:
        yield
    except FileExistsError as error:
        raise StoreFailure(f"{path} is there already: name another file.") from error
    except FileNotFoundError as error:
        raise StoreFailure(f"There is no folder {path.parent}: make it first.") from error
    except OSError as error:
        raise StoreFailure(f"{path} can't be written: {error.strerror}.") from error


def last_backup(book: Book) -> datetime | None:
    """When the casebook was last copied whole, or put back from a copy; None: never."""
    with book.store.reading() as tx:
        found = tx.history.entries(kind=(KIND, RESTORED))
    return datetime.fromisoformat(found[-1].at) if found else None


def backup_due(book: Book) -> str:
    """What to say where the last backup is older than a week; empty where none is due.

    None is of invented data, of a database, of a casebook that is younger itself, nor for who may
    make none.
    """
    if book.settings.synthetic or "://" in book.store.book or may(book.account, "export"):
        return ""
    last = last_backup(book)
    with book.store.reading() as tx:
        began = tx.history.began()
    if began is None or book.clock() - (last or began) <= _A_WEEK:
        return ""
    if last is None:
        return "There is no backup of this casebook"
    day = day_label(last.astimezone(book.zone).date())
    return f"The last backup of this casebook is of {day}"
