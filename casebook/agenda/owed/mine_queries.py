"""Whose profiles are whose, as a question to the database."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import String, bindparam, text

from casebook.store.transaction import Transaction

_CONCERNED = """
SELECT ref FROM profile WHERE owner IN :names
UNION SELECT ref FROM profile WHERE area IN :within
UNION SELECT profile FROM profile_place WHERE role = 'target' AND place IN :within
UNION SELECT profile FROM action WHERE owner IN :called AND done IS NULL
UNION SELECT profile FROM review
    WHERE state IN :states AND (updated_by = :login OR endorsed_by = :login)
"""
_LISTS = ("names", "called", "states", "within")
_QUERY = text(_CONCERNED).bindparams(
    *(bindparam(name, expanding=True, type_=String) for name in _LISTS)
)


def profiles_of(
    tx: Transaction,
    login: str,
    names: Collection[str],
    roles: Collection[str],
    within: Collection[str],
    states: Collection[str],
) -> set[str]:
    """The refs of profiles that are a person's, in an area, or name the person as owing something.

    ``names`` are what the person is called, the login among them; ``within`` the places of the
    area, ``states`` those of reviews that aren't signed.
    """
    given = {
        "login": login,
        "names": [*names],
        "called": [*names, *roles],
        "within": [*within],
        "states": [*states],
    }
    return {*tx.sql.execute(_QUERY, given).scalars()}
