"""A hotspot's dated patrol plans: setting one, and which is in force on a day."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from casebook.book.edits import FileEdit, Over, over
from casebook.book.opening import Book
from casebook.book.writing import write
from casebook.core.due import Due, DueAsked
from casebook.core.errors import BadValue
from casebook.core.fields import decode
from casebook.core.months import day_label
from casebook.places.hotspots import place_named, target_of
from casebook.places.place import Place
from casebook.places.plan import Plan, check_plan, in_order, overdue, plan_on
from casebook.places.queries import plans_by_place
from casebook.store.records import Between
from casebook.store.transaction import Transaction

_DAY = timedelta(days=1)


def plans_of(book: Book, ref: str) -> tuple[Plan, ...]:
    """The plans of hotspot ``ref``, the earliest first; raises :class:`NotFound`."""
    book.require("view")
    with book.store.reading() as tx:
        return in_order(tx.load(Plan, place=place_named(tx, "hotspot", ref).ref))


def set_plan(
    book: Book,
    ref: str,
    start: date,
    changes: Mapping[str, Any],
    *,
    version: Over = None,
    why: str = "",
) -> Plan:
    """The plan of hotspot ``ref`` that holds from ``start``, with these fields (JSON values).

    A plan that starts on that very day is edited. Else it is a new one, which ends the plan before
    it the day before and takes from it what ``changes`` leave out, but never its renewal date.
    ``version`` is that of the plan the change was typed over (0: none started on that day).
    Raises :class:`NotFound`, :class:`NotAllowed`, :class:`BadValue`, :class:`StaleRecord`.
    """
    with book.store.writing() as tx:
        place = place_named(tx, "hotspot", ref)
        ref = place.ref
        book.require("edit", target_of(tx, place))
        if place.retired_on is not None and start >= place.retired_on:
            raise BadValue(
                f"{ref} was retired on {day_label(place.retired_on)}: a plan from "
                f"{day_label(start)} would hold on no day."
            )
        known = in_order(tx.load(Plan, place=ref))
        before = next((plan for plan in known if plan.valid_from == start), None)
        base = before or _new(ref, start, plan_on(known, start))
        if before is not None or not isinstance(version, FileEdit):
            changes = over(base, changes, version, tx, called=f"{ref} from {start}")
        if not {"place", "valid_from"}.isdisjoint(changes):
            raise BadValue(
                "A plan stays with its hotspot and its first day: set another plan instead."
            )
        after = decode(Plan, changes, base=base)
        check_plan(after)
        return write(book, tx, before, after, why)


def _new(ref: str, start: date, previous: Plan | None) -> Plan:
    if previous is None:
        return Plan(ref, start)
    return dataclasses.replace(previous, valid_from=start, renew=None, id=0, version=0)


def overdue_plans(
    tx: Transaction, today: date, places: Collection[str] | None = None
) -> tuple[Plan, ...]:
    """The plans in force today on live hotspots that were to be renewed before today, by hotspot.

    Of ``places`` alone, where given. A hotspot that is retired, or whose plan has been followed by
    another, owes nothing.
    """
    at = {} if places is None else {"place": sorted(places)}
    before = Between(None, today - _DAY)
    late = {place for (place,) in tx.columns(Plan, "place", renew=before, **at)}
    live = [p for p in tx.load(Place, kind="hotspot", ref=late) if p.live_in(today, today)]
    found = (plan_on(plans, today) for plans in plans_by_place(tx, live).values())
    return tuple(plan for plan in found if plan is not None and overdue(plan, today))


def plans_due(book: Book, tx: Transaction, asked: DueAsked) -> Iterator[Due]:
    """Patrol plans to be renewed, which nobody in particular owes."""
    if asked.names is not None:
        return
    for plan in overdue_plans(tx, book.today, asked.places):
        assert plan.renew is not None
        says, of = "renew the patrol plan", (plan.KIND, plan.id)
        yield Due(plan.renew, "patrol plan", plan.place, says, "", True, *of)
