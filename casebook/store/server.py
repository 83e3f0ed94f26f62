"""A casebook in PostgreSQL: reaching it, its schema number, and the rights of its logins.

Every login is a person there, and the database itself refuses whoever has no rights.
"""

from __future__ import annotations

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from casebook.core.errors import NotACasebook, StoreFailure
from casebook.store.file import REFUSED_ADDRESS, refuse_password
from casebook.store.turn import BUSY_SECONDS

WRITING = 0x63617365
"""The number of the lock that whoever writes holds until the end of the transaction."""


def reach(url: str) -> Engine:
    """The engine for the database at ``url``, which is asked nothing yet.

    A connection that broke while nobody used it is made again.
    """
    refuse_password(url)
    try:
        parsed = make_url(url)
        (parsed.host or "").encode("idna")  # as whoever looks the name up will have it
    except (ArgumentError, ValueError) as error:
        raise NotACasebook(
            f"'{url}' is no file and no database URL: write it as postgresql://server/database."
        ) from error
    if parsed.password is not None or any("password" in key.lower() for key in parsed.query):
        raise StoreFailure(REFUSED_ADDRESS)
    if parsed.drivername not in ("postgresql", "postgres"):
        raise NotACasebook(
            f"A casebook is a file or a postgresql:// database, not {parsed.drivername}://."
        )
    try:
        return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise StoreFailure(
            "PostgreSQL needs one more package: pip install 'casebook[postgres]'."
        ) from error


def schema_of(conn: Connection, *, lock: bool = False) -> str | None:
    """The schema number in a PostgreSQL database; None where there is none.

    With ``lock`` it is held until the transaction ends: who would read it meanwhile waits.
    """
    # the catalogue tells of a table to logins without rights in it too
    if (
        conn.execute(text("SELECT 1 FROM pg_class WHERE relname = 'alembic_version'")).first()
        is None
    ):
        return None
    if lock:
        conn.execute(text(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'"))
        conn.execute(text("LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE"))
    row = conn.execute(text("SELECT version_num FROM alembic_version")).first()
    return row[0] if row else None


def give_rights(conn: Connection, login: str, *, may_pass_on: bool = False) -> None:
    """Let ``login`` read and write the casebook's tables, and where said let others do so too.

    Raises :class:`StoreFailure` where the database knows no such login, or where who asks has no
    right to give.
    """
    known = text("SELECT 1 FROM pg_roles WHERE rolname = :login")
    if conn.execute(known, {"login": login}).first() is None:
        raise StoreFailure(
            f"The database has no login {login}: have whoever looks after it make one "
            f'(CREATE ROLE "{login}" LOGIN), then add the account. Nothing was changed.'
        )
    passing = " WITH GRANT OPTION" if may_pass_on else ""
    for rights in _rights(conn):
        conn.exec_driver_sql(f"GRANT {rights} TO {_quoted(conn, login)}{passing}")
    if not has_rights(conn, login):
        raise StoreFailure(
            f"Your database login can't give {login} rights in this casebook: the login that made "
            "it can, or an administrator it gave its rights to. Nothing was changed."
        )


def take_rights(conn: Connection, login: str) -> None:
    """Take back the rights in the casebook's tables that were given to ``login``.

    What somebody else gave stays, and everything where it has passed its rights on, or owns the
    tables: :func:`has_rights` tells.
    """
    if not has_rights(conn, login):
        return
    try:
        with conn.begin_nested():
            for rights in _rights(conn):
                conn.exec_driver_sql(f"REVOKE {rights} FROM {_quoted(conn, login)}")
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) not in _NOT_TAKEN:
            raise


def has_rights(conn: Connection, login: str) -> bool:
    """Whether ``login`` can write the history; not where the database knows no such login."""
    held = text(
        "SELECT bool_or(has_table_privilege(oid, 'history', 'INSERT')) FROM pg_roles "
        "WHERE rolname = :login"
    )
    return bool(conn.execute(held, {"login": login}).scalar_one())


_NOT_TAKEN = ("2BP01", "42501")
"""PostgreSQL's codes for rights that others hang on, and for those of somebody else to take."""


def _rights(conn: Connection) -> tuple[str, ...]:
    """What a login needs, as GRANT and REVOKE name it."""
    schema = _quoted(conn, str(conn.execute(text("SELECT current_schema()")).scalar_one()))
    return (
        f"USAGE ON SCHEMA {schema}",
        f"SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema}",
        f"USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema}",
    )


def _quoted(conn: Connection, name: str) -> str:
    return str(conn.dialect.identifier_preparer.quote_identifier(name))


def renew_rights(conn: Connection) -> None:
    """Let every login that may write the history use tables that were added since."""
    holders = conn.execute(
        text(
            "SELECT grantee, is_grantable FROM information_schema.role_table_grants "
            "WHERE table_name = 'history' AND table_schema = current_schema() "
            "AND privilege_type = 'INSERT' AND grantee <> current_user"
        )
    )
    for login, grantable in holders.all():
        give_rights(conn, login, may_pass_on=grantable == "YES")
