"""Whether a name is that of a casebook this version can open, by the standard library alone.

The terminal asks before it takes the screen over, so nothing heavy may be loaded here.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import urlsplit

from casebook.core.errors import NotACasebook, StoreFailure

SCHEMA = "0014"
"""The newest migration; opening a casebook compares this with its own."""


_HIDDEN = (
    (re.compile(r"(://[^:/@?#]*):.*@", re.DOTALL), r"\1@"),
    (re.compile(r"\b((?:ssl)?password)=[^&\s]*", re.IGNORECASE), r"\1=***"),
)


REFUSED_ADDRESS = (
    "The address of the casebook holds a password, which other people on this machine can see: "
    "put it in ~/.pgpass and leave it out of the address."
)


def without_password(address: str) -> str:
    """A database's address as it may be shown, whatever form it has."""
    for hidden, shown in _HIDDEN:
        address = hidden.sub(shown, address)
    return address


def short_name(address: str) -> str:
    """What a casebook is called where there is little room: its file's name, or its database's.

    >>> short_name("postgresql://me@/team?host=/run/postgresql&port=5433")
    'team'
    """
    if "://" in address:
        parts = urlsplit(address)
        return parts.path.strip("/") or parts.netloc
    return PurePath(address).name


def refuse_password(address: str) -> None:
    """Raise :class:`StoreFailure` where an address holds a password, in any form."""
    if without_password(address) != address:
        raise StoreFailure(REFUSED_ADDRESS)


def reading_address(path: Path) -> str:
    """The address by which a file is read, and nothing left beside it.

    Where somebody has it open, or a program was killed, what lies in its ``-wal`` is read too.
    Where nobody has, the file is read as it is: SQLite would else make a ``-wal`` that belongs to
    the reader, beside which the file's owner can't write any more, and can't in a folder that
    nobody may write in.
    """
    beside = (path.with_name(path.name + suffix) for suffix in ("-wal", "-journal"))
    waiting = any(each.exists() and each.stat().st_size for each in beside)
    # a file name's "?" and "#" would otherwise be read as part of the address
    return f"{path.absolute().as_uri()}?mode=ro{'' if waiting else '&immutable=1'}"


def writable(path: Path) -> bool:
    """Whether a casebook file can be written, with what SQLite keeps beside it."""
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)


def check_file(path: Path) -> None:
    """Raise :class:`NotACasebook` unless ``path`` is a casebook this version can open."""
    refuse_password(str(path))
    if not path.exists():
        raise NotACasebook(
            f"There is no casebook {path}: make one with 'casebook init', "
            "or name yours with --book."
        )
    if not path.is_file():
        raise NotACasebook(f"{path} is no file, and so no casebook.")
    try:
        with path.open("rb") as file:
            head = file.read(16)
        if head != b"SQLite format 3\0":
            raise NotACasebook(f"{path} is no casebook.")
        connection = sqlite3.connect(reading_address(path), uri=True)
        try:
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            raise NotACasebook(f"{path} is a SQLite file, but no casebook.") from error
        raise StoreFailure(f"{path} can't be read: {error}.") from error
    except sqlite3.DatabaseError as error:
        raise NotACasebook(f"{path} is damaged or no casebook: {error}.") from error
    except OSError as error:
        raise StoreFailure(f"{path} can't be read: {error.strerror}.") from error
    number = found[0] if found else None
    if not isinstance(number, str | None):
        raise NotACasebook(f"{path} is damaged: its schema number is no text.")
    compare_schema(str(path), number)


def refuse_over_casebook(path: Path) -> None:
    """Raise :class:`StoreFailure` where a file written at ``path`` would lie over a casebook.

    Of any version, and also over what SQLite keeps beside one.
    """
    for suffix in ("", "-wal", "-shm", "-journal"):
        book = path.with_name(path.name.removesuffix(suffix) or path.name)
        if book.is_file() and _holds_history(book):
            raise StoreFailure(f"{path} belongs to a casebook: name another file.")


def _holds_history(path: Path) -> bool:
    """Whether a file is an SQLite database with the history of a casebook."""
    try:
        with path.open("rb") as file:
            if file.read(16) != b"SQLite format 3\0":
                return False
        with closing(sqlite3.connect(reading_address(path), uri=True)) as found:
            found.execute("SELECT seq, salt, digest FROM history LIMIT 1")
    except sqlite3.DatabaseError as error:
        # a casebook that is locked or damaged is one all the same
        return "no such" not in str(error)
    except OSError:
        return False
    return True


def compare_schema(book: str, found: str | None) -> None:
    """Raise :class:`NotACasebook` unless ``found`` is this version's schema number."""
    if known_schema(book, found) < SCHEMA:
        raise NotACasebook(
            f"{book} was made by an older Casebook (schema {found}): run 'casebook upgrade' first."
        )


def known_schema(book: str, found: str | None) -> str:
    """The schema number ``found``, of this version or an older one.

    Raises :class:`NotACasebook` where there is none, or a newer version's.
    """
    if found is None:
        raise NotACasebook(f"{book} holds no casebook: make one with 'casebook init'.")
    if found > SCHEMA:
        raise NotACasebook(
            f"{book} was made by a newer Casebook (schema {found}, this one knows {SCHEMA}): "
            "upgrade Casebook to open it."
        )
    return found


def kept_settings(path: Path) -> dict[str, Any]:
    """The settings in a casebook file of any version; empty for a file that is no casebook."""
    try:
        with closing(sqlite3.connect(reading_address(path), uri=True)) as found:
            row = found.execute("SELECT value FROM setting WHERE key = 'settings'").fetchone()
    except sqlite3.DatabaseError:
        return {}
    return dict(json.loads(row[0])) if row else {}
