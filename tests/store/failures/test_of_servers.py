"""What a person is told when PostgreSQL fails: Casebook's words, and never the driver's."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from casebook.book.opening import Book
from casebook.core.errors import CasebookError, NotACasebook, StoreFailure
from casebook.core.settings import Settings
from casebook.store.bulk import insert_columns
from casebook.store.engine import open_store
from casebook.store.failures.of_servers import said_of_server
from casebook.store.tables import metadata
from casebook.upkeep.setup import make_casebook
from tests.served_books import new_database, url_of

DRIVERS = "words of the driver"


@pytest.fixture
def served(database: str) -> Iterator[Book]:
    """A casebook in the database."""
    made = make_casebook(database, "anyone", Settings())
    yield made
    made.store.close()


@pytest.mark.parametrize(
    ("code", "sentence", "next_step"),
    [
        ("42501", "no right to that", "'casebook user add'"),
        ("25006", "takes no changes just now", "for the address that can be written to"),
        ("57014", "took longer than the server allows", "try again, ask for fewer months"),
        ("40001", "nothing of yours was saved", "then try again"),
        ("40P01", "nothing of yours was saved", "then try again"),
        ("53100", "no room left on its disk", "Tell whoever looks after the database server"),
        ("53200", "no memory left", "Tell whoever looks after the database server"),
        ("53400", "more to do than it can", "Tell whoever looks after the database server"),
        ("55P03", "is in use", "have the others close it"),
        ("22P05", "isn't in UTF-8", "'casebook move'"),
        ("58030", "is damaged", "Stop working in it"),
        ("XX001", "is damaged", "Stop working in it"),
        ("08006", "was lost", "look whether what you last saved is there"),
        ("23505", "saved the same", "look at what is there"),
        ("42703", "isn't whole", "Restore the last backup"),
    ],
)
def test_what_the_server_fails_with_is_said_in_our_words(
    served: Book, code: str, sentence: str, next_step: str
) -> None:
    """As the server itself raises it, whatever language it speaks."""
    fails = f"DO $$ BEGIN RAISE EXCEPTION '{DRIVERS}' USING ERRCODE = '{code}'; END $$"
    with pytest.raises(StoreFailure) as failed, served.store.reading() as tx:
        tx.sql.exec_driver_sql(fails)
    assert sentence in str(failed.value)
    assert next_step in str(failed.value)
    assert DRIVERS not in str(failed.value)
    assert failed.value.cause == code


_AT_5432 = 'connection failed: connection to server at "127.0.0.1", port 5432 failed: '


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("Connection refused", "BOOK can't be reached, as no"),
        ("timeout expired", "BOOK can't be reached, as no"),
        ("failed to resolve host 'none.invalid': [Errno -2]", "BOOK can't be reached, as no"),
        ("fe_sendauth: no password supplied", "put it in ~/.pgpass, in a line"),
        ('FATAL:  password authentication failed for user "a"', "look at the line in ~/.pgpass"),
        ('FATAL:  Peer authentication failed for user "a"', "ask whoever looks after the database"),
        ('FATAL:  no pg_hba.conf entry for host "a", no encryption', "doesn't let your login into"),
        ('FATAL:  role "a" is not permitted to log in', "doesn't let your login into BOOK"),
        ('FATAL:  role "a" does not exist', "doesn't let your login into BOOK"),
        ('FATAL:  permission denied for database "b"', "doesn't let your login into BOOK"),
        ('FATAL:  database "b" does not exist', "run 'casebook init'"),
        ('FATAL:  database "b" is not currently accepting connections', "closed to everybody"),
        ('FATAL:  too many connections for role "a"', "try again in a minute"),
        ("FATAL:  sorry, too many clients already", "ask whoever looks after the database server"),
        ("FATAL:  remaining connection slots are reserved for roles", "Too many people"),
        ("FATAL:  the database system is starting up", "is being started or stopped"),
        ("FATAL:  the database system is shutting down", "is being started or stopped"),
        ("FATAL:  the database system is in recovery mode", "is being started or stopped"),
        ("server does not support SSL, but SSL was required", "which sslmode and certificates"),
        ('invalid port number: "99999"', "BOOK is no address that PostgreSQL understands"),
        ('invalid connection option "foo"', "BOOK is no address that PostgreSQL understands"),
        ("FATAL:  Passwort-Authentifizierung fehlgeschlagen", "BOOK can't be reached: look at the"),
    ],
)
def test_who_isn_t_let_in_is_told_why_and_what_to_do(words: str, sentence: str) -> None:
    """By the driver's words, as there is no code yet; in another language, where to look."""
    said = said_of_server("", _AT_5432 + words)
    assert said is not None
    assert sentence in said.format(book="BOOK")
    assert words not in said


def test_a_code_that_means_a_fault_of_ours_is_none_of_the_servers() -> None:
    """It goes the way of all faults: a report."""
    assert said_of_server("42601", DRIVERS) is None


def _refused(address: str) -> StoreFailure:
    with pytest.raises(StoreFailure) as refused:
        open_store(address)
    return refused.value


def test_a_server_that_is_gone_and_a_database_that_isn_t_there_are_sentences(database: str) -> None:
    """Tried on servers; the driver's words are kept for the log."""
    gone = _refused("postgresql://127.0.0.1:1/book")
    assert "postgresql://127.0.0.1:1/book can't be reached" in str(gone)
    assert "refused" not in str(gone)
    assert "127.0.0.1" in gone.cause
    none = _refused(url_of("no_such_book").render_as_string(hide_password=False))
    assert "has no database of the name" in str(none)
    assert "FATAL" not in str(none)
    assert "no_such_book" in none.cause


@pytest.mark.usefixtures("database")
def test_a_closed_database_is_said_to_be_closed() -> None:
    """Where the server lets nobody into it for a while."""
    import psycopg

    closed = new_database()
    with psycopg.connect(os.environ["CASEBOOK_TEST_POSTGRES"], autocommit=True) as server:
        server.execute(f"ALTER DATABASE {closed} ALLOW_CONNECTIONS false")
    refused = _refused(url_of(closed).render_as_string(hide_password=False))
    assert "is closed to everybody" in str(refused)


def test_a_server_that_breaks_off_what_takes_long_says_so(served: Book, database: str) -> None:
    """By a real limit on the time of a statement."""
    hurried = open_store(f"{database}?options=-c%20statement_timeout%3D50")
    with pytest.raises(StoreFailure, match="took longer than"), hurried.reading() as tx:
        tx.sql.execute(text("SELECT pg_sleep(5)"))
    hurried.close()


def test_a_read_only_server_says_so_before_anything_is_lost(served: Book, database: str) -> None:
    """As a copy of another server is."""
    copy = open_store(f"{database}?options=-c%20default_transaction_read_only%3Don")
    with pytest.raises(StoreFailure, match="takes no changes just now"), copy.writing() as tx:
        tx.sql.execute(text("INSERT INTO setting VALUES ('a', '1', 1)"))
    copy.close()


def test_many_rows_at_once_fail_in_our_words_too(served: Book) -> None:
    """They go by a way of their own past SQLAlchemy."""
    twice = {"key": ["a", "a"], "value": ["1", "1"], "version": [1, 1]}
    refused = pytest.raises(StoreFailure, match="Somebody else has saved the same")
    with refused, served.store.writing() as tx:
        insert_columns(tx, metadata.tables["setting"], twice)


def test_a_connection_that_breaks_among_many_rows_is_lost(served: Book, database: str) -> None:
    """As everywhere."""
    killer = open_store(database)
    with pytest.raises(StoreFailure, match="was lost"), served.store.writing() as tx:
        mine = tx.sql.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with killer.reading() as other:
            other.sql.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": mine})
        insert_columns(tx, metadata.tables["setting"], {"key": ["a"], "value": ["1"], "version": 1})
    killer.close()


@pytest.mark.parametrize(
    "address",
    ["postgresql://server:port/book", "postgresql://[::1/book", "postgresql://a..b/book"],
)
def test_what_is_no_address_is_refused_with_one_that_is(address: str) -> None:
    """Before anybody is asked for it."""
    with pytest.raises(NotACasebook, match="write it as postgresql://server/database"):
        open_store(address)


def test_whatever_stands_behind_the_question_mark_is_a_sentence() -> None:
    """Options that the driver doesn't know, and values that can't be."""
    for odd in ("?foo=1", "?sslmode=zzz", "?service=none-of-ours"):
        with pytest.raises(CasebookError, match="no address that PostgreSQL understands"):
            open_store(f"postgresql:///book{odd}")
