"""What is said where PostgreSQL fails: by its codes, whose words vary by language.

Before there is a connection the driver gives words alone. They are told apart where they are
English; in any other language, and for what isn't known here, one sentence says where to look.
"""

from __future__ import annotations

import re

from casebook.store.failures.of_files import NOT_WHOLE, SAVED_TWICE

_WHO = "whoever looks after the database server"
LOST = (
    "The connection to {book} was lost: look whether what you last saved is there before you do it "
    "again."
)
_NO_RIGHT = (
    "Your database login has no right to that in {book}: an administrator of the casebook gives "
    "rights with 'casebook user add', and the login that made it may upgrade it. Nothing was "
    "changed."
)
_NO_ROOM = f": nothing was changed. Tell {_WHO}, and try again when that is mended."
_DAMAGED = (
    "The database server can't read all of {book} or write to it: its disk or the database is "
    f"damaged. Stop working in it and tell {_WHO}, who can restore the last backup."
)
_CODES = (
    ("23505", SAVED_TWICE),
    ("42501", _NO_RIGHT),
    ("42P01", _NO_RIGHT),
    ("42703", NOT_WHOLE),
    ("55P03", "{book} is in use: have the others close it, and try again. Nothing was changed."),
    (
        "25006",
        "{book} is open read-only, or its server takes no changes just now, as a copy of another "
        f"doesn't: nothing was changed. Ask {_WHO} for the address that can be written to.",
    ),
    (
        "57014",
        "The database server broke that off, as it took longer than the server allows or somebody "
        "stopped it. Nothing was changed: try again, ask for fewer months or places at once, or "
        f"have {_WHO} allow more time (statement_timeout).",
    ),
    (
        "40",
        "Somebody else changed the same in the same moment, so nothing of yours was saved: look at "
        "what is there, then try again.",
    ),
    ("53100", f"The database server has no room left on its disk{_NO_ROOM}"),
    ("53200", f"The database server has no memory left{_NO_ROOM}"),
    ("53", f"The database server has more to do than it can{_NO_ROOM}"),
    (
        "22P05",
        "The database of {book} can't hold every letter, as it isn't in UTF-8. Nothing was "
        f"changed: have {_WHO} make one that is (ENCODING 'UTF8'), and 'casebook move' to it.",
    ),
    ("58", _DAMAGED),
    ("XX00", _DAMAGED),
    ("08", LOST),
    ("25P03", LOST),
    ("57P", LOST),
)
"""What is said for a code, or for all that begin so; the first that fits."""

_NO_ENTRY = (
    f"The database server doesn't let your login into {{book}}: ask {_WHO} to let it in, or name "
    "another login in the address."
)
_NONE_GIVEN = (
    "The database server of {book} asks for a password and has been given none: put it in "
    "~/.pgpass, in a line host:port:database:login:password that only you can read."
)
_FULL = (
    "Too many people and programs are connected to {book} at once: try again in a minute. Where "
    f"that doesn't help, ask {_WHO} to allow more."
)
_STARTING = (
    "The database server of {book} is being started or stopped: try again in a minute. Where that "
    f"doesn't help, ask {_WHO}."
)
_NO_ANSWER = (
    "The database {book} can't be reached, as no server answers: look at the address and at the "
    f"network, then ask {_WHO} whether it runs."
)
_NO_ADDRESS = (
    "{book} is no address that PostgreSQL understands: look at its port and at what stands behind "
    "its question mark."
)
_UNREACHED = (
    ("no password supplied", _NONE_GIVEN),
    (
        "password authentication failed",
        "The database server doesn't take your login and its password for {book}: look at the line "
        f"in ~/.pgpass, or have {_WHO} give you a new password.",
    ),
    ("authentication failed", _NO_ENTRY),
    ("pg_hba.conf", _NO_ENTRY),
    ("not permitted to log in", _NO_ENTRY),
    ("permission denied for database", _NO_ENTRY),
    ("role .* does not exist", _NO_ENTRY),
    (
        "does not exist",
        "The database server has no database of the name in {book}: look at the address, or have "
        f"{_WHO} make it (CREATE DATABASE) and run 'casebook init'.",
    ),
    (
        "not currently accepting",
        f"The database {{book}} is closed to everybody: ask {_WHO} when it will be open.",
    ),
    ("too many", _FULL),
    ("connection slots", _FULL),
    ("starting up", _STARTING),
    ("shutting down", _STARTING),
    ("recovery mode", _STARTING),
    ("not yet accepting", _STARTING),
    ("not accepting", _STARTING),
    (
        "SSL",
        f"The database server and this machine don't agree how to talk unheard: ask {_WHO} which "
        "sslmode and certificates belong to {book}.",
    ),
    ("refused", _NO_ANSWER),
    ("resolve host", _NO_ANSWER),
    ("translate host", _NO_ANSWER),
    ("No such file", _NO_ANSWER),
    ("timeout", _NO_ANSWER),
    ("timed out", _NO_ANSWER),
    ("nreachable", _NO_ANSWER),
    ("No route", _NO_ANSWER),
    ("invalid", _NO_ADDRESS),
    ("definition of service", _NO_ADDRESS),
    ("unrecognized configuration parameter", _NO_ADDRESS),
)
"""What is said for words of the driver; the first that fits."""
_NOT_REACHED = (
    "The database {book} can't be reached: look at the address, the network and your password in "
    f"~/.pgpass, then ask {_WHO}. Casebook's log holds what the server said."
)


def said_of_server(code: str, words: str) -> str | None:
    """What to say for a code of PostgreSQL, or for its driver's words where there is no code yet.

    None for a code that means a fault of ours.
    """
    if code:
        return next((said for key, said in _CODES if code.startswith(key)), None)
    return next((said for key, said in _UNREACHED if re.search(key, words)), _NOT_REACHED)
