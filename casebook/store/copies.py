"""Copies of a casebook's file: made while it is in use, and put back in its place.

A file alone may lack the newest saves, which lie in the ``-wal`` beside it while somebody has the
casebook open or after a program was killed. So nothing here copies files: pages go over by SQLite's
own backup, which sees them all.
"""

from __future__ import annotations

import glob
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from casebook.core.errors import StoreFailure
from casebook.store.engine import Store

OWN = 0o600
"""What may be done with a copy: read and written by whoever made it."""
_BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file."""
_WAIT_SECONDS = 1
_A_DAY = 24 * 60 * 60


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """A private file beside ``path``, put there when the block ends well: whole, or not at all.

    It is on the disk before it has its name. Raises :class:`FileExistsError` where something has
    the name already, also where that came while the block ran, and :class:`StoreFailure` where
    SQLite can't write it, as on a full disk.
    """
    if path.exists():
        raise FileExistsError(path)
    beside = _half_made(path, "new")
    try:
        yield beside
        _to_disk(beside)
        _name(beside, path)
        _to_disk(path.parent)
    except sqlite3.OperationalError as error:
        raise _unwritable(path, error) from error
    finally:
        for leftover in (beside, *_kept_beside(beside)):
            leftover.unlink(missing_ok=True)


def copy(store: Store, target: Path) -> None:
    """Copy everything that is saved in a casebook's file into the empty file ``target``."""
    opened = store.engine.raw_connection()
    try:
        source = opened.driver_connection
        assert isinstance(source, sqlite3.Connection)
        with closing(sqlite3.connect(target)) as there:
            source.backup(there)
    finally:
        opened.close()
    settle(target)


@contextmanager
def working_copy(store: Store, target: Path) -> Iterator[Path]:
    """A copy of a casebook beside ``target``, to be changed before it takes that place."""
    beside = _half_made(target, "restoring")
    try:
        try:
            copy(store, beside)
        except sqlite3.OperationalError as error:
            raise _unwritable(target, error) from error
        yield beside
    finally:
        for leftover in (beside, *_kept_beside(beside)):
            leftover.unlink(missing_ok=True)


def settle(path: Path) -> None:
    """Fold the ``-wal`` of a file nobody has open into it, so that the file alone is everything."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def put_back(proved: Path, target: Path, kept: Path) -> bool:
    """Give the casebook file ``target`` the content of ``proved``; whether it had one before.

    What it held goes to the new file ``kept``. A program that is killed here leaves the one or the
    other. Raises :class:`StoreFailure` where somebody has ``target`` open.
    """
    if not target.exists():
        _out_of_the_way(target, kept)
        _copied_to(proved, target)
        return False
    try:
        with closing(_alone(target)) as there:
            with new_file(kept) as beside, closing(sqlite3.connect(beside)) as old:
                there.backup(old)
            with closing(sqlite3.connect(proved)) as source:
                source.backup(there)
    except sqlite3.OperationalError as error:
        raise _unwritable(target, error) from error
    except sqlite3.DatabaseError:
        # not even its first page can be read: it can only be put aside as it is
        target.rename(kept)
        _out_of_the_way(target, kept)
        _copied_to(proved, target)
    return True


def _unwritable(path: Path, error: sqlite3.OperationalError) -> StoreFailure:
    return StoreFailure(f"{path} can't be written: {error}. Nothing was changed.")


def _alone(path: Path) -> sqlite3.Connection:
    """The file, held so that nobody else can open it meanwhile, its ``-wal`` folded in."""
    connection = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        connection.close()
        if "locked" not in str(error):
            raise
        raise StoreFailure(
            f"Somebody has {path} open: let everybody close it, then restore again. "
            "Nothing was changed."
        ) from error
    except BaseException:
        connection.close()
        raise
    return connection


def _copied_to(proved: Path, target: Path) -> None:
    with new_file(target) as beside:
        beside.write_bytes(proved.read_bytes())


def _out_of_the_way(target: Path, kept: Path) -> None:
    """Move what belonged to a file that is gone: it would be read into the one that comes."""
    for leftover in _kept_beside(target):
        leftover.rename(kept.with_name(kept.name + leftover.name.removeprefix(target.name)))


def _kept_beside(path: Path) -> list[Path]:
    beside = (path.with_name(path.name + suffix) for suffix in _BESIDE)
    return [each for each in beside if each.exists()]


def unused_beside(path: Path, ending: str) -> Path:
    """A name beside ``path`` for something half made, which nothing has."""
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.{ending}")


def remove_stale(beside: Path, path: Path, ending: str) -> None:
    """Remove what killed programs left beside ``path`` a day or more before ``beside`` was made.

    Until then it may be somebody's who is still at work, perhaps on another machine: so it is the
    disk's clock that counts.
    """
    made = beside.stat().st_mtime
    for left in path.parent.glob(f".{glob.escape(path.name)}.*.{ending}*"):
        with suppress(FileNotFoundError):
            if made - left.stat().st_mtime > _A_DAY:
                shutil.rmtree(left) if left.is_dir() else left.unlink()


def _half_made(path: Path, ending: str) -> Path:
    """A new, private, empty file beside ``path``."""
    beside = unused_beside(path, ending)
    os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWN))
    remove_stale(beside, path, ending)
    return beside


def _name(beside: Path, path: Path) -> None:
    """Give a file its name, never over another's."""
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:
        # a disk without hard links, as memory sticks are: the name is taken first
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWN))
        beside.replace(path)


def _to_disk(path: Path) -> None:
    """Wait until a file or folder is on the disk, where the system can say so."""
    if os.name == "nt" and path.is_dir():
        return
    number = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)
