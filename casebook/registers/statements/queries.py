"""Activities added up by the database: as few rows as what they belong to allows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Text, case, cast, extract, func, or_, select

from casebook.registers.activity import Activity
from casebook.store.tables import table_of
from casebook.store.transaction import Transaction

activity = table_of(Activity)


@dataclass(frozen=True, slots=True)
class ActivityTally:
    """How many of one result belong to the same place, profile and programmes at one time."""

    code: str
    label: str
    """What the code was called when the activities were given it."""
    place: str | None
    profile: str | None
    programmes: tuple[str, ...]
    at: date
    """The day a tally of some days began; for activities of one day the first of their month."""
    until: date | None
    count: int
    newest: int
    """The number of the newest activity among them."""


def activity_tallies(
    tx: Transaction, start: date | None = None, end: date | None = None
) -> tuple[ActivityTally, ...]:
    """Sums of the activities that have a day from ``start`` to ``end``, each in one of them."""
    columns = activity.c
    by = (
        columns.code,
        cast(columns.labels, Text),
        columns.place,
        columns.profile,
        cast(columns.programmes, Text),
        extract("year", columns.at),
        extract("month", columns.at),
        case((columns.until.is_not(None), columns.at)),
        columns.until,
    )
    query = select(*by, func.sum(columns.count), func.max(columns.id)).group_by(*by)
    if start is not None:
        query = query.where(or_(columns.at >= start, columns.until >= start))
    if end is not None:
        query = query.where(columns.at <= end)
    return tuple(
        ActivityTally(
            code,
            json.loads(labels).get("code", {}).get(code, code),
            place,
            profile,
            tuple(dict.fromkeys(json.loads(programmes))),
            since or date(int(year), int(month), 1),
            until,
            int(count),
            newest,
        )
        for (
            code, labels, place, profile, programmes, year, month, since, until, count, newest
        ) in tx.sql.execute(query)
    )  # fmt: skip


def activities_of(
    code: str, tallies: Iterable[ActivityTally], tx: Transaction
) -> tuple[tuple[Activity, int], ...]:
    """The activities of ``code`` that are in any of ``tallies``, each with its count."""
    among = {(t.place, t.profile, t.programmes, t.at, t.until) for t in tallies}
    return tuple(
        (one, one.count) for one in tx.load(Activity, code=code) if _sums_with(one) in among
    )


def _sums_with(one: Activity) -> tuple[Any, ...]:
    """What an activity shares with those it is added up with."""
    at = one.at if one.until else one.at.replace(day=1)
    return one.place, one.profile, tuple(dict.fromkeys(one.programmes)), at, one.until
