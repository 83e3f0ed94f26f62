"""Casebooks of tests in PostgreSQL instead of files: a database each, copied from one another.

``CASEBOOK_TEST_ENGINE=postgresql`` has :mod:`tests.books` make them here, on the server of
``CASEBOOK_TEST_POSTGRES``, so that tests written for a file run on both engines.
"""

from __future__ import annotations

import atexit
import os
from functools import cache
from itertools import count
from typing import Any

from sqlalchemy.engine import make_url

ON_SERVER = os.environ.get("CASEBOOK_TEST_ENGINE") == "postgresql"

_LOGIN = "admin"
_number = count()


@cache
def _server() -> Any:
    """A connection that makes and drops databases; what was made goes when the process ends."""
    import psycopg

    server = psycopg.connect(os.environ["CASEBOOK_TEST_POSTGRES"], autocommit=True)
    if server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (_LOGIN,)).fetchone() is None:
        server.execute(f"CREATE ROLE {_LOGIN} SUPERUSER")
    atexit.register(_drop_all)
    return server


def new_database(template: str = "template0") -> str:
    """The name of a new database, a copy of ``template``, to which nobody may be connected."""
    name = f"casebook_test_{os.getpid()}_{next(_number)}"
    _server().execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return name


def address(name: str) -> str:
    """The address of a database, where everybody is the administrator of a test's casebook."""
    url = make_url(os.environ["CASEBOOK_TEST_POSTGRES"])
    url = url.set(database=name).update_query_dict({"options": f"-c role={_LOGIN}"})
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
        drop(f"casebook_test_{os.getpid()}_{number}")
    _server().close()


def as_on_a_file(patch: Any) -> None:
    """Take a login's word for who it is, as on a file: the tests act as people by their names."""
    from casebook.store import transaction
    from casebook.store.engine import Store

    patch.setattr(Store, "database_login", lambda _store: None)
    patch.setattr(transaction, "give_rights", lambda *_conn, **_how: None)
