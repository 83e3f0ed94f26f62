"""Databases of tests in PostgreSQL, and casebooks in them instead of in files.

A process has databases of its own on the server of ``CASEBOOK_TEST_POSTGRES``. They go when it
ends, or, where it was killed, when the next begins. ``CASEBOOK_TEST_ENGINE=postgresql`` has
:mod:`tests.books` make its casebooks here, copied from one another, so that tests written for a
file run on both engines.
"""

from __future__ import annotations

import atexit
import os
from functools import cache
from itertools import count
from typing import Any

from sqlalchemy.engine import URL, make_url

ON_SERVER = os.environ.get("CASEBOOK_TEST_ENGINE") == "postgresql"

_LOGIN = "admin"
_OURS = "casebook_test_by_{owner}_{number}"
"""A database's name: the server's own number of its owner's connection, and one of the owner's."""
_OWNER = r"^casebook_test_by_(\d+)_\d+$"
_SWEEPING = 0x6C6F6D6561
"""The lock of whoever drops the databases of others, on the server."""
_number = count()


@cache
def _server() -> Any:
    """A connection that makes and drops databases, open as long as the process that owns them."""
    import psycopg

    server = psycopg.connect(os.environ["CASEBOOK_TEST_POSTGRES"], autocommit=True)
    drop_ownerless(server)
    atexit.register(_drop_all)
    return server


def drop_ownerless(server: Any) -> None:
    """Drop the databases whose owner isn't connected any more, as it was killed.

    ``server`` owns none: one that is called as if it did is of a connection that had its number.
    Whoever comes while another does so leaves it to that one.
    """
    if not server.execute("SELECT pg_try_advisory_lock(%s)", (_SWEEPING,)).fetchone()[0]:
        return
    ownerless = """
        SELECT datname FROM pg_database
        WHERE datname ~ %(of)s AND substring(datname FROM %(of)s)::int NOT IN
            (SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid())
    """
    for (name,) in server.execute(ownerless, {"of": _OWNER}).fetchall():
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    server.execute("SELECT pg_advisory_unlock(%s)", (_SWEEPING,))


@cache
def _administrator() -> str:
    """The role that everybody has in a casebook of tests, which is made where it isn't there."""
    known = "SELECT 1 FROM pg_roles WHERE rolname = %s"
    if _server().execute(known, (_LOGIN,)).fetchone() is None:
        _server().execute(f"CREATE ROLE {_LOGIN} SUPERUSER")
    return _LOGIN


def new_database(template: str = "template0") -> str:
    """The name of a new database, a copy of ``template``, to which nobody may be connected."""
    name = _OURS.format(owner=_server().info.backend_pid, number=next(_number))
    _server().execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return name


def url_of(name: str) -> URL:
    """The address of a database, for who runs the tests."""
    return make_url(os.environ["CASEBOOK_TEST_POSTGRES"]).set(database=name)


def address(name: str) -> str:
    """The address of a database, where everybody is the administrator of a test's casebook."""
    url = url_of(name).update_query_dict({"options": f"-c role={_administrator()}"})
    return url.render_as_string(hide_password=False)


def name_in(address_: str) -> str:
    """The database's name in an address."""
    return str(make_url(address_).database)


def drop(name: str) -> None:
    """Drop a database that was made here, whoever is connected to it."""
    _server().execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def disconnect(name: str) -> None:
    """End every connection to a database, so that it can be copied."""
    ends = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
    _server().execute(ends, (name,))


def _drop_all() -> None:
    for number in range(next(_number)):
        drop(_OURS.format(owner=_server().info.backend_pid, number=number))
    _server().close()


def as_on_a_file(patch: Any) -> None:
    """Take a login's word for who it is, as on a file: the tests act as people by their names."""
    from casebook.store import transaction
    from casebook.store.engine import Store

    patch.setattr(Store, "database_login", lambda _store: None)
    patch.setattr(transaction, "give_rights", lambda *_conn, **_how: None)
