"""Failures of the database as sentences, each with what to do next."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from casebook.core.errors import StoreFailure
from casebook.store.failures.of_files import NOT_OURS, said_of_file
from casebook.store.failures.of_servers import LOST, said_of_server


@contextmanager
def plainly(book: str) -> Iterator[None]:
    """Turn the database's own failures into one sentence each; a fault of ours passes through.

    What the database said itself goes along for the log, and isn't in the sentence.
    """
    try:
        yield
    except DBAPIError as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        raise StoreFailure(sentence.format(book=book), cause=_cause(error)) from error
    except json.JSONDecodeError as error:
        raise StoreFailure(NOT_OURS.format(book=book)) from error
    except SQLAlchemyError as error:
        if "QueuePool limit" in str(error):
            raise StoreFailure(f"{book} is too busy: try again in a moment.") from error
        raise


def _sentence(error: DBAPIError) -> str | None:
    """What to say of a failure of the database; None where it is a fault of ours."""
    if error.connection_invalidated:
        return LOST
    code, words = _code(error), str(error.orig)
    if code is None:
        return said_of_file(words)
    if not code and error.statement is not None:
        return None
    return said_of_server(code, words)


def _code(error: DBAPIError) -> str | None:
    """PostgreSQL's code for a failure, empty where there is none; None for SQLite's."""
    if isinstance(error.orig, sqlite3.Error):
        return None
    return getattr(error.orig, "sqlstate", None) or ""


def _cause(error: DBAPIError) -> str:
    """What the log may hold of it: a code, or words said before any value went to the database."""
    code = _code(error)
    if code or error.statement is not None:
        return code or ""
    return " ".join(str(error.orig).split())
