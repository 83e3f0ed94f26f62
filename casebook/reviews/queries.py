"""Reviews as lists need them: without what each froze, of which there may be very much."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    JSON,
    ColumnElement,
    Select,
    Text,
    and_,
    case,
    cast,
    column,
    func,
    null,
    or_,
    select,
)

from casebook.core.months import Month
from casebook.reviews.review import UNSIGNED, Review
from casebook.store.tables import table_of
from casebook.store.transaction import Transaction

_REVIEW = table_of(Review).c
_HEAD = (
    *("id", "profile", "month", "state", "cut_off", "due", "updated_by"),
    *("updated_on", "endorsed_by", "endorsed_on", "signed_by", "signed_on", "version"),
)

_BEFORE_SIGNING = ("asks", "hindered", "did", "returned_why")
"""The texts that a review has before it is signed."""


def heads(
    tx: Transaction,
    *,
    month: Month | None = None,
    with_owed: bool = False,
    overdue_on: date | None = None,
) -> tuple[Review, ...]:
    """Every review by month and profile, without its texts and without what it froze.

    Of one month, ``with_owed`` those of the months before it that nobody has signed too, and those
    overdue on a day, where asked.
    """
    asked = []
    if month is not None:
        of_month = _REVIEW.month == str(month)
        owed = and_(_REVIEW.month < str(month), _REVIEW.state.in_(UNSIGNED))
        asked.append(or_(of_month, owed) if with_owed else of_month)
    if overdue_on is not None:
        asked += [_REVIEW.state.in_(UNSIGNED), _REVIEW.due < overdue_on]
    return _read(tx, asked)


def at_meeting(
    tx: Transaction, month: Month, profiles: Collection[str] | None = None
) -> tuple[Review, ...]:
    """The reviews of ``month`` and those that nobody has signed, by month and profile.

    Of ``profiles`` where given. With what the owner wrote; what it froze is there of the signed
    ones of the month alone.
    """
    of_month = _REVIEW.month == str(month)
    signed = and_(of_month, _REVIEW.state == "signed")
    frozen = case((signed, cast(_REVIEW.figures, Text)), else_=None)
    asked = [or_(of_month, _REVIEW.state.in_(UNSIGNED))]
    if profiles is not None:
        asked.append(_REVIEW.profile.in_(profiles))
    return _read(tx, asked, _BEFORE_SIGNING, frozen)


def unsigned(tx: Transaction, numbers: Collection[int]) -> tuple[Review, ...]:
    """Those of the reviews with these numbers that nobody has signed, with what the owner wrote."""
    return _read(tx, (_REVIEW.id.in_(numbers), _REVIEW.state.in_(UNSIGNED)), _BEFORE_SIGNING)


def last_signed(tx: Transaction, month: Month, profiles: Collection[str]) -> tuple[Review, ...]:
    """Of each of ``profiles`` the head of the review signed last of those before ``month``."""
    signed = (_REVIEW.state == "signed", _REVIEW.month < str(month))
    found = _read(tx, (*signed, _REVIEW.profile.in_(profiles)))
    last = {one.profile: one for one in sorted(found, key=lambda one: (one.signed_on, one.id))}
    return tuple(last.values())


def _read(
    tx: Transaction,
    asked: Iterable[ColumnElement[bool]],
    texts: Sequence[str] = (),
    frozen: ColumnElement[Any] | None = None,
) -> tuple[Review, ...]:
    """Reviews by month and profile with these texts, and of what they froze what is asked."""
    names = (*_HEAD, *texts)
    decisions, figures = cast(_REVIEW.decisions, Text), null() if frozen is None else frozen
    query = select(*(_REVIEW[name] for name in names), decisions, figures).where(*asked)
    found = []
    for *row, codes, kept in tx.sql.execute(query):
        values = dict(zip(names, row, strict=True))
        values["month"] = Month.parse(values["month"])
        values["figures"] = None if kept is None else json.loads(kept)
        found.append(Review(**values, decisions=_codes(codes)))
    return tuple(sorted(found, key=lambda review: (review.month, review.profile)))


@lru_cache(maxsize=1024)  # the same few decisions are taken again and again
def _codes(kept: str) -> tuple[str, ...]:
    return tuple(json.loads(kept))


def months(tx: Transaction) -> dict[Month, bool]:
    """The months whose reviews were opened, the newest first, and whether all are signed."""
    unsigned = func.sum(case((_REVIEW.state == "signed", 0), else_=1))
    query = select(_REVIEW.month, unsigned).group_by(_REVIEW.month)
    found = tx.sql.execute(query.order_by(_REVIEW.month.desc()))
    return {Month.parse(named): not left for named, left in found}


class FrozenWords(NamedTuple):
    """The words of a verdict that a review froze."""

    review: int
    """The number of the review."""
    hotspot: str
    count_group: str
    serious_violence_version: str | None
    """The version of that group by which the hotspot was counted; None where none was kept."""
    month: str
    since: str
    """Of the months since the response began; empty where it hadn't."""


_WORDS = (
    *("hotspot", "count_group", "serious_violence_version", "verdict", "since_verdict"),
    "other_verdicts",
)
"""What is taken of a frozen row, under the names of its figures."""


def frozen_words(tx: Transaction, *, month: Month | None = None) -> Iterator[FrozenWords]:
    """The words of every verdict that signed reviews froze, of one month where asked.

    None of those that were frozen before reviews kept verdicts.
    """
    query = _frozen(tx).where(_REVIEW.state == "signed")
    if month is not None:
        query = query.where(_REVIEW.month == str(month))
    for number, words in tx.sql.execute(query):
        hotspot, group, version, verdict, since, others = json.loads(words)
        if verdict is None:
            continue
        yield FrozenWords(number, hotspot, group, version, verdict, since)
        for one in others:
            words_of = (one["count_group"], version, one["verdict"], one["since_verdict"])
            yield FrozenWords(number, hotspot, *words_of)


def _frozen(tx: Transaction) -> Select[Any]:
    """Each hotspot's row of what reviews froze: :data:`_WORDS` of it as a list in JSON."""
    figures = _REVIEW.figures
    if tx.sql.dialect.name == "postgresql":
        rows = case((func.json_typeof(figures) == "array", figures), else_=cast("[]", JSON))
        each = func.json_array_elements(rows).table_valued(
            column("value", JSON), joins_implicitly=True
        )
        words = func.json_build_array(*(each.c.value.op("->")(name) for name in _WORDS))
    else:
        each = func.json_each(figures).table_valued(column("value", Text), joins_implicitly=True)
        words = func.json_extract(each.c.value, *(f"$.{name}" for name in _WORDS))
    return select(_REVIEW.id, cast(words, Text)).select_from(table_of(Review), each)
