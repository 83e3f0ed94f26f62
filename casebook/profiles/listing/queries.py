"""Which profiles a list holds, and in which order, as the database says it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from casebook.places.place import Place
from casebook.profiles.listing.asked import ProfilesAsked
from casebook.profiles.profile import LIVE, OVER, Action, Profile, ProfilePlace
from casebook.store.pages.page import After, By, OrderedRows, PageOfRows
from casebook.store.pages.words import holding, small_letters
from casebook.store.tables import table_of
from casebook.store.transaction import Transaction

Q = TypeVar("Q", bound=Select[Any])
_PROFILE = table_of(Profile).c
_LINK = table_of(ProfilePlace).c
_PLACE = table_of(Place).c
_ACTION = table_of(Action).c


@dataclass(frozen=True)
class ProfileCounts:
    """How many profiles there are, whatever is looked for."""

    listed: int
    over: int
    """Of them those that are closed or refused."""
    longest_ref: int
    """The letters of the longest ref; 0 without a profile."""
    own_over: int = 0
    """Of those of the owner or area asked for, the ones that are closed or refused."""


def counts(tx: Transaction, asked: ProfilesAsked, within: Collection[str] | None) -> ProfileCounts:
    """How many profiles there are to list, and how many of those asked for are over."""
    columns = (_PROFILE.status, func.count(), func.max(func.length(_PROFILE.ref)))
    found = tx.sql.execute(select(*columns).group_by(_PROFILE.status)).all()
    over = select(func.count()).where(_PROFILE.status.in_(OVER))
    return ProfileCounts(
        sum(count for _, count, _ in found),
        sum(count for status, count, _ in found if status in OVER),
        max((longest for _, _, longest in found), default=0),
        tx.sql.execute(_of_whom(over, asked, within)).scalar_one(),
    )


def page(
    tx: Transaction,
    asked: ProfilesAsked,
    within: Collection[str] | None,
    today: date,
    size: int,
    after: After | None,
) -> PageOfRows[str]:
    """The refs of so many of the profiles asked for, in order; ``within`` these places, or any."""
    listed = OrderedRows(_asked_for(asked, within), _order(asked.order, today))
    if asked.reach and after is None:
        far = listed.up_to(tx.sql, _PROFILE.ref == asked.reach)
        if not asked.at_most or far <= asked.at_most:
            size = max(size, far)
    found = listed.page(tx.sql, size, after)
    return found.of(row.ref for row in found.rows)


def every(
    tx: Transaction, asked: ProfilesAsked, within: Collection[str] | None
) -> tuple[tuple[bool, str], ...]:
    """Of each profile asked for whether it is over, and its ref; in no order."""
    rows = tx.sql.execute(_asked_for(asked, within).add_columns(_PROFILE.status))
    return tuple((status in OVER, ref) for ref, status in rows)


def names(tx: Transaction, hotspots: Iterable[str]) -> Mapping[str, str]:
    """What hotspots are called, by ref."""
    query = select(_PLACE.ref, _PLACE.name).where(
        _PLACE.kind == "hotspot", _PLACE.ref.in_(sorted(set(hotspots)))
    )
    return {row.ref: row.name for row in tx.sql.execute(query)}


def _asked_for(asked: ProfilesAsked, within: Collection[str] | None) -> Select[tuple[str]]:
    query = _of_whom(select(_PROFILE.ref), asked, within)
    if not asked.over:
        query = query.where(_PROFILE.status.not_in(OVER))
    return query.where(holding(asked.words, [_searched()])) if asked.words else query


def _of_whom(query: Q, asked: ProfilesAsked, within: Collection[str] | None) -> Q:
    """A query of profiles, of those of the owner and the places asked for."""
    if within is not None:
        here = sorted(within)
        tied = select(_LINK.profile).where(_LINK.role == "target", _LINK.place.in_(here))
        query = query.where(or_(_PROFILE.area.in_(here), _PROFILE.ref.in_(tied)))
    return query.where(_PROFILE.owner == asked.owner) if asked.owner else query


def _searched() -> ColumnElement[str]:
    """What a profile is looked for in."""
    stage = case((_PROFILE.status.in_(LIVE), _PROFILE.stage), else_=_PROFILE.status)
    hotspots = (
        select(func.aggregate_strings(_PLACE.ref + " " + _PLACE.name, " "))
        .select_from(table_of(ProfilePlace))
        .join(table_of(Place), _PLACE.ref == _LINK.place)
        .where(_LINK.profile == _PROFILE.ref, _LINK.role == "target", _PLACE.kind == "hotspot")
        .correlate(table_of(Profile))
        .scalar_subquery()
    )
    parts = (stage, _PROFILE.owner, _PROFILE.area, hotspots)
    whole: ColumnElement[str] = _PROFILE.ref + " " + _PROFILE.title
    for part in parts:
        whole = whole + " " + func.coalesce(part, "")
    return whole


def _order(name: str, today: date) -> tuple[By, ...]:
    terms = {
        "review": (By(func.coalesce(_PROFILE.next_review, date.max)),),
        "ref": (),
        "title": (By(small_letters(_PROFILE.title)),),
        "stage": (By(_PROFILE.stage),),
        "overdue actions": (By(_overdue(today), down=True),),
    }[name]
    over = case((_PROFILE.status.in_(OVER), 1), else_=0)
    return (By(over), *terms, By(_PROFILE.ref))


def _overdue(today: date) -> ColumnElement[int]:
    """How many of a profile's actions are overdue."""
    return (
        select(func.count())
        .where(_ACTION.profile == _PROFILE.ref, _ACTION.due < today, _ACTION.done.is_(None))
        .correlate(table_of(Profile))
        .scalar_subquery()
    )
