"""What goes by a name being typed, and the closed profiles of a tactic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, String, and_, case, cast, or_, select
from sqlalchemy import func as sql_function

from casebook.core.access import Account
from casebook.places.place import Place
from casebook.profiles.profile import Action, Profile
from casebook.store.tables import table_of
from casebook.store.transaction import Transaction

LIVE = ("open", "monitoring", "proposed")
"""The states of a profile that somebody still works on."""
_profile, _place, _account, _action = map(table_of, (Profile, Place, Account, Action))


class Named(NamedTuple):
    """A record whose name holds what was typed."""

    kind: str
    """What sort of thing it is, in one word: profile, hotspot, ward, person."""
    id: int
    ref: str
    name: str
    about: str
    """What else a row says of it: where it is, how it stands."""
    over: bool
    """Whether it is closed, retired or ended."""
    also: tuple[str, ...] = ()
    """What else it is called."""


def profiles_named(tx: Transaction, words: Sequence[str], most: int) -> tuple[Named, ...]:
    """Profiles whose ref or title holds every word, those that begin so and live ones first."""
    c = _profile.c
    over = case((c.status.in_(LIVE), 0), else_=1)
    query = select(c.id, c.ref, c.title, c.stage, c.status, over.label("over"))
    rows = tx.sql.execute(_asked(query, words, (c.ref, c.title), over, most))
    return tuple(
        Named("profile", row.id, row.ref, row.title, _stands(row), bool(row.over)) for row in rows
    )


def _stands(row: Any) -> str:
    live = row.status in ("open", "monitoring")
    return str(row.stage if live else row.status)


def places_named(tx: Transaction, words: Sequence[str], most: int) -> tuple[Named, ...]:
    """Places whose ref, name or other names hold every word, likewise."""
    c = _place.c
    over = case((c.retired_on.is_(None), 0), else_=1)
    query = select(c.id, c.ref, c.kind, c.name, c.parent, c.aliases, over.label("over"))
    names = (c.ref, c.name, cast(c.aliases, String))
    rows = tx.sql.execute(_asked(query, words, names, over, most))
    return tuple(
        Named(
            row.kind,
            row.id,
            row.ref,
            row.name,
            " · ".join(said for said in (row.parent, "retired" if row.over else "") if said),
            bool(row.over),
            tuple(row.aliases or ()),
        )
        for row in rows
    )


def people_named(tx: Transaction, words: Sequence[str], most: int) -> tuple[Named, ...]:
    """Accounts whose login or name holds every word, likewise."""
    c = _account.c
    over = case((c.active_to.is_(None), 0), else_=1)
    query = select(c.id, c.login, c.name, c.roles, c.place, over.label("over"))
    rows = tx.sql.execute(_asked(query, words, (c.login, c.name), over, most))
    return tuple(
        Named(
            "person",
            row.id,
            row.login,
            row.name,
            " · ".join(said for said in (", ".join(row.roles), row.place) if said),
            bool(row.over),
        )
        for row in rows
    )


def closed_with_tactic(tx: Transaction, codes: Sequence[str], most: int) -> tuple[str, ...]:
    """The refs of the closed profiles with an action of one of these tactics, newest first."""
    query = (
        select(_profile.c.ref)
        .join(_action, _action.c.profile == _profile.c.ref)
        .where(_action.c.tactic.in_(codes), _profile.c.status == "closed")
        .group_by(_profile.c.ref, _profile.c.id)
        .order_by(_profile.c.id.desc())
        .limit(most)
    )
    return tuple(tx.sql.execute(query).scalars())


def _asked(
    query: Any,
    words: Sequence[str],
    names: Sequence[ColumnElement[Any]],
    over: ColumnElement[int],
    most: int,
) -> Any:
    """The query of records with every word in one of their names, the likeliest first."""
    low = [sql_function.lower(name) for name in names]
    typed = " ".join(words)
    begins = or_(*(name.startswith(typed, autoescape=True) for name in low))
    holds = and_(*(or_(*(name.contains(word, autoescape=True) for name in low)) for word in words))
    first = case((begins, 0), else_=1)
    return query.where(holds).order_by(first, over, names[0]).limit(most)
