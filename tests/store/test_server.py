"""Many people in one PostgreSQL database: who waits for whom, and what is said when it fails."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from casebook.book.opening import Book, open_book
from casebook.core.access import Account
from casebook.core.errors import CasebookError, NotACasebook, StoreFailure
from casebook.core.settings import Settings
from casebook.store.engine import open_store, postgres_store
from casebook.store.file import short_name, without_password
from casebook.upkeep import accounts
from casebook.upkeep.setup import make_casebook

COUNT = text("SELECT count(*) FROM setting")
ADD = text("INSERT INTO setting VALUES (:key, '1', 1)")

WITH_PASSWORDS = (
    "postgresql://me:s3cret@server/book",
    "postgresql://me:s3@cr/et@server/book",
    "postgresql://server/book?password=s3cret",
    "postgresql://server/book?user=me&PASSWORD=s3cret",
    "postgresql://server/book?sslpassword=s3cret",
    "postgresql://server/book?p%61ssword=s3cret",
    "postgresql+psycopg2://me:s3cret@server/book",
    "mysql://me:s3cret@server/book",
    "host=server dbname=book password=s3cret",
)


@pytest.mark.parametrize("address", WITH_PASSWORDS)
def test_an_address_with_a_password_is_refused_and_not_repeated(address: str) -> None:
    """Whatever form it has: the sentence goes to screens and logs."""
    with pytest.raises(CasebookError) as refused:
        open_store(address)
    assert "pgpass" in str(refused.value)
    assert "s3" not in str(refused.value)


@pytest.mark.parametrize("address", WITH_PASSWORDS)
def test_a_new_casebook_isn_t_made_at_such_an_address(address: str) -> None:
    """Nor is the password in what 'init' says."""
    with pytest.raises(CasebookError) as refused:
        make_casebook(address, "me", Settings())
    assert "pgpass" in str(refused.value)
    assert "s3" not in str(refused.value)


def test_an_address_without_a_password_is_shown_as_it_is() -> None:
    """A user's name is no secret, and a port's colon no password's."""
    for address in ("postgresql://me@server:5433/book", "postgresql:///book", "shift:late@1.db"):
        assert without_password(address) == address


def test_a_casebook_is_called_by_its_file_or_its_database() -> None:
    """However its address goes on."""
    names = {
        "folder/team.db": "team.db",
        "postgresql://server/team": "team",
        "postgresql://me@/team?host=/run/postgresql&port=5433": "team",
        "postgresql:///team": "team",
    }
    assert {address: short_name(address) for address in names} == names


def test_another_server_is_no_casebook() -> None:
    """Only PostgreSQL."""
    with pytest.raises(NotACasebook, match=r"not mysql://"):
        open_store("mysql://server/book")


@pytest.fixture
def served(database: str) -> Iterator[Book]:
    """A casebook in the database."""
    made = make_casebook(database, "anyone", Settings())
    yield made
    made.store.close()


def test_readers_see_one_moment(served: Book, database: str) -> None:
    """Whatever is saved beside them while they add up."""
    beside = open_store(database)
    with served.store.reading() as tx:
        before = tx.sql.execute(COUNT).scalar_one()
        with beside.writing() as other:
            other.sql.execute(ADD, {"key": "a"})
        assert tx.sql.execute(COUNT).scalar_one() == before
    with served.store.reading() as tx:
        assert tx.sql.execute(COUNT).scalar_one() == before + 1
    beside.close()


def test_what_reads_can_t_write(served: Book) -> None:
    """The database itself refuses it."""
    with pytest.raises(StoreFailure, match="open read-only"), served.store.reading() as tx:
        tx.sql.execute(ADD, {"key": "a"})


def test_writers_take_turns_and_each_sees_what_the_last_one_wrote(
    served: Book, database: str
) -> None:
    """Eight at once that look before they write: none writes what another has written."""
    stores = [open_store(database) for _ in range(8)]

    def write_if_new(number: int) -> bool:
        with stores[number].writing() as tx:
            there = tx.sql.execute(text("SELECT 1 FROM setting WHERE key = 'once'")).first()
            if there is None:
                tx.sql.execute(ADD, {"key": "once"})
            return there is None

    with ThreadPoolExecutor(8) as at_once:
        assert sum(at_once.map(write_if_new, range(8))) == 1
    for store in stores:
        store.close()


def test_a_writer_whose_turn_doesn_t_come_is_told(served: Book, database: str) -> None:
    """And writes nothing."""
    second = replace(open_store(database), patience=0.2)
    waits = pytest.raises(StoreFailure, match="Somebody else is writing")
    with served.store.writing(), waits, second.writing():
        pass
    second.close()


def test_saving_the_same_twice_is_a_sentence(served: Book) -> None:
    """A rule of the database that our own look before didn't catch."""
    refused = pytest.raises(StoreFailure, match="Somebody else has saved the same")
    with refused, served.store.writing() as tx:
        tx.sql.execute(ADD, {"key": "a"})
        tx.sql.execute(ADD, {"key": "a"})


def test_a_connection_that_breaks_is_a_sentence_and_the_next_one_works(
    served: Book, database: str
) -> None:
    """As when the server is started again while somebody works."""
    killer = postgres_store(database)
    with pytest.raises(StoreFailure, match="was lost"), served.store.reading() as tx:
        mine = tx.sql.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with killer.reading() as other:
            other.sql.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": mine})
        tx.sql.execute(COUNT)
    with served.store.reading() as tx:
        assert tx.sql.execute(text("SELECT pg_backend_pid()")).scalar_one() != mine
    killer.close()


@pytest.fixture
def login(database: str) -> Iterator[str]:
    """A login of the database server that has no rights in the casebook."""
    owner = postgres_store(database)
    name = "o'late\"4"
    quoted = '"o\'late""4"'
    with owner.writing() as tx:
        tx.sql.exec_driver_sql(f"DROP ROLE IF EXISTS {quoted}")
        tx.sql.exec_driver_sql(f"CREATE ROLE {quoted}")
    yield name
    with owner.writing() as tx:
        tx.sql.exec_driver_sql(f"DROP OWNED BY {quoted}")
        tx.sql.exec_driver_sql(f"DROP ROLE {quoted}")
    owner.close()


def _as(book: Book, login: str) -> Book:
    """The casebook in another login's hands, as the database sees it."""
    from sqlalchemy import event

    opened = postgres_store(book.store.book)

    def become(connection: object, _record: object) -> None:
        quoted = login.replace('"', '""')
        connection.execute(f'SET SESSION AUTHORIZATION "{quoted}"')  # type: ignore[attr-defined]
        connection.commit()  # type: ignore[attr-defined]

    event.listen(opened.engine, "connect", become)
    return replace(book, store=opened, account=Account(login))


def test_a_login_without_rights_is_told_whom_to_ask(served: Book, login: str) -> None:
    """And isn't told that there is no casebook."""
    theirs = _as(served, login)
    with pytest.raises(StoreFailure, match="an administrator of the casebook gives rights"):
        accounts.list_accounts(theirs)
    theirs.store.close()


def test_an_account_brings_its_login_the_rights_it_needs(served: Book, login: str) -> None:
    """To read and to write, and nobody need know SQL."""
    accounts.add_account(served, Account(login, roles=("officer",)), force_wide=True)
    theirs = _as(served, login)
    assert len(accounts.list_accounts(theirs)) == 2
    with theirs.store.writing() as tx:
        tx.put("theirs", 1)
    theirs.store.close()


def test_an_account_that_ends_takes_its_login_s_rights_along(served: Book, login: str) -> None:
    """Once its last day is over, and gives them back where the end is put off."""
    accounts.add_account(served, Account(login, roles=("officer",)), force_wide=True)
    accounts.end(served, login, served.today + timedelta(days=9))
    assert accounts.keeps_rights(served, login)
    accounts.end(served, login)
    assert not accounts.keeps_rights(served, login)
    theirs = _as(served, login)
    with pytest.raises(StoreFailure, match="has no right to that"):
        accounts.list_accounts(theirs)
    theirs.store.close()
    accounts.end(served, login, served.today + timedelta(days=9))
    assert accounts.keeps_rights(served, login)


def test_rights_that_were_passed_on_stay_and_that_is_known(served: Book, login: str) -> None:
    """Taking them would take other people's with them."""
    accounts.add_account(served, Account(login, roles=("administrator",)))
    theirs = replace(_as(served, login), account=Account(login, roles=("administrator",)))
    with theirs.store.writing() as tx:
        tx.sql.exec_driver_sql("GRANT SELECT ON history TO PUBLIC")
    theirs.store.close()
    accounts.end(served, login)
    assert accounts.keeps_rights(served, login)


def test_an_administrator_can_give_rights_on(served: Book, login: str) -> None:
    """Without owning the tables; who isn't one can't."""
    accounts.add_account(served, Account(login, roles=("administrator",)))
    theirs = replace(_as(served, login), account=Account(login, roles=("administrator",)))
    with theirs.store.writing() as tx:
        tx.give_rights(login)
    theirs.store.close()


def test_an_account_for_a_login_the_server_doesn_t_know_isn_t_made(served: Book) -> None:
    """It could never be used."""
    with pytest.raises(StoreFailure, match="has no login nobody-here"):
        accounts.add_account(served, Account("nobody-here", roles=("viewer",)))
    assert len(accounts.list_accounts(served)) == 1


def test_what_an_upgrade_adds_is_open_to_those_who_had_rights(served: Book, login: str) -> None:
    """Tables made after the account."""
    from casebook.store.server import renew_rights

    accounts.add_account(served, Account(login, roles=("officer",)), force_wide=True)
    with served.store.writing() as tx:
        tx.sql.exec_driver_sql("CREATE TABLE added (n INTEGER)")
        renew_rights(tx.sql)
    theirs = _as(served, login)
    with theirs.store.writing() as tx:
        tx.sql.exec_driver_sql("INSERT INTO added VALUES (1)")
    theirs.store.close()


def test_a_person_opens_it_by_their_login(database: str, served: Book) -> None:
    """The one that made it is its administrator."""
    opened = open_book(database, "somebody else")
    assert "administrator" in opened.account.roles
    opened.store.close()
