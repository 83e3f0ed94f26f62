"""What the public asked and was told: the 72-hour clock, local priorities, and who can help."""

from __future__ import annotations

import dataclasses
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from casebook.book.code_lists import code_list
from casebook.book.opening import Book
from casebook.book.references import References
from casebook.core.called import near
from casebook.core.due import Due, DueAsked
from casebook.core.english import counted
from casebook.core.errors import NotFound
from casebook.core.made_numbers import count_of
from casebook.core.months import Month
from casebook.core.rounding import percent
from casebook.core.statement import Ask, Head, Statement
from casebook.core.wording import clock as clock_time
from casebook.core.wording import moment
from casebook.places.place import Place
from casebook.places.tree import PlaceTree
from casebook.registers.community import (
    ANSWER_WITHIN,
    PRIORITY_MONTHS,
    Practitioner,
    Priority,
    Query,
)
from casebook.registers.statements.grouping import heads_by, in_groups, none_last, total_row
from casebook.store.transaction import Transaction

HOURS = int(ANSWER_WITHIN.total_seconds() // 3600)


def local_now(book: Book) -> datetime:
    """The time now by the casebook's own clock on the wall; noon of a day it is fixed to."""
    if book.settings.today is not None:
        return datetime.combine(book.settings.today, time(12))
    return book.clock().astimezone(book.zone).replace(tzinfo=None)


def clock(book: Book, ask: Ask) -> Statement:
    """How many queries received in a window were answered within 72 hours, by where or when.

    Keys beside those of the heads: ``district``, ``place`` or ``month`` (YYYY-MM), ``answered``,
    and ``of``, the queries whose time is up or that were answered. Raises :class:`NotFound` for an
    unknown place.
    """
    book.require("view")
    with book.store.reading() as tx:
        tree = PlaceTree.of(tx)
        inside = tree.inside(References(tx).known("place", ask.place)) if ask.place else None
        found = tx.load(Query)
    kept = [
        query
        for query in found
        if (inside is None or query.place in inside)
        and (ask.window is None or Month.of(query.received.date()) in ask.window)
    ]
    by = ask.by or "district"
    now = local_now(book)
    groups = in_groups(kept, _row_of(by, tree))
    rows = [
        _called(by, key, tree) | _clocked(groups[key], now, book)
        for key in sorted(groups, key=lambda key: none_last([key]))
    ]
    heads = heads_by([by], _CLOCK_BY)
    when = ask.window.label if ask.window else "all months"
    return Statement(
        f"Queries answered within {HOURS} hours, received in {when}",
        (*heads, *_CLOCK_HEADS),
        tuple(rows),
        _clock_notes(kept, by, tree, now, book.settings.small_base),
        total_row(heads, _clocked(kept, now, book)) if rows else None,
    )


_CLOCK_BY = {
    "district": (Head("district", "District"), Head("name", "Name")),
    "place": (Head("place", "Area"), Head("name", "Name")),
    "month": (Head("label", "Received in"),),
}
_CLOCK_HEADS = (
    Head("queries", "Queries", "number"),
    Head("in_time", f"Answered in {HOURS} h", "number"),
    Head("late", "Answered late", "number"),
    Head("overdue", "Overdue", "number"),
    Head("waiting", "Waiting", "number"),
    Head("escalated", "Escalated", "number"),
    Head("median_hours", "Median", "hours"),
    Head("in_words", f"Within {HOURS} h"),
    Head("share", "Share", "percent"),
)


def _clocked(queries: Sequence[Query], now: datetime, book: Book) -> dict[str, Any]:
    """The figures of one row."""
    zone, fewest = book.zone, book.settings.small_base
    states = in_groups(queries, lambda query: query.clock_state(now, zone))
    count = {n: count_of(states.get(n, ())) for n in ("in time", "late", "overdue", "waiting")}
    answered = [query for query in queries if query.hours_taken(zone) is not None]
    took = [hours for query in queries if (hours := query.hours_taken(zone)) is not None]
    of = len(queries) - count["waiting"]
    return {
        "queries": count_of(queries),
        "in_time": count["in time"],
        "late": count["late"],
        "overdue": count["overdue"],
        "waiting": count["waiting"],
        "escalated": count_of(query for query in queries if query.escalated_to),
        "answered": count_of(answered),
        "median_hours": round(statistics.median(took), 1) if took else None,
        "of": of,
        "in_words": f"{count['in time']:,} of {of:,}" if of else None,
        "share": percent(count["in time"], of, 1) if of and of >= fewest else None,
    }


def _row_of(by: str, tree: PlaceTree) -> Callable[[Query], str | None]:
    """What says which row a query stands in; None for one from no district."""
    if by == "month":
        return lambda query: str(Month.of(query.received.date()))
    if by == "place":
        return lambda query: query.place
    return lambda query: district.ref if (district := tree.nearest(query.place, by)) else None


def _called(by: str, key: str | None, tree: PlaceTree) -> dict[str, Any]:
    """What the row of a month, or of the place with that ref, is called."""
    if by == "month" and key is not None:
        return {"month": key, "label": Month.parse(key).label}
    return {by: key, "name": tree.by_ref[key].name if key else None}


def _clock_notes(
    queries: Sequence[Query], by: str, tree: PlaceTree, now: datetime, fewest: int
) -> tuple[str, ...]:
    homeless = sum(tree.nearest(query.place, "district") is None for query in queries)
    notes = [
        f"The {HOURS} hours run from receipt by the clock, day and night; the instant is "
        f"{moment(now)}.",
        "The share is of queries answered or overdue: one still waiting within its time counts "
        f"neither way. Of fewer than {fewest} it is given as counts alone.",
    ]
    if by == "district" and homeless:
        notes.append(f"Of these queries {homeless:,} came from an area in no district.")
    return tuple(notes)


def priorities(book: Book, ask: Ask) -> Statement:
    """Every ward's named officer and its current priorities, a row each, flagged in words.

    A ward without a priority has one row whose ``priority`` is None. ``flag`` says what is out of
    date or missing, None where nothing is. ``total`` holds ``wards``, ``with_officer`` and
    ``up_to_date``. Raises :class:`NotFound` for an unknown place.
    """
    book.require("view")
    today = book.today
    with book.store.reading() as tx:
        tree = PlaceTree.of(tx)
        inside = tree.inside(References(tx).known("place", ask.place)) if ask.place else None
        running = [one for one in tx.load(Priority) if is_current(one, today)]
    wards = [
        place
        for ref, place in sorted(tree.by_ref.items())
        if place.kind == "ward"
        and place.live_in(today, today)
        and (inside is None or ref in inside)
    ]
    of_ward: dict[str, list[Priority]] = {ward.ref: [] for ward in wards}
    elsewhere = 0
    for one in running:
        ward = tree.nearest(one.place, "ward")
        if ward is not None and ward.ref in of_ward:
            of_ward[ward.ref].append(one)
        else:
            elsewhere += inside is None or one.place in inside
    rows = [
        row
        for ward in wards
        for row in _ward_rows(ward, of_ward[ward.ref], tree.nearest(ward.ref, "district"), today)
    ]
    total = _wards_total(wards, of_ward, today) if wards else None
    return Statement(
        "Named officers and local priorities, ward by ward",
        _PRIORITY_HEADS,
        tuple(rows),
        _priority_notes(total, elsewhere),
        total,
        grouped="ward",
    )


_PRIORITY_HEADS = (
    Head("ward", "Ward"),
    Head("name", "Name"),
    Head("officer", "Named officer"),
    Head("priority", "Priority"),
    Head("set_on", "Set on", "date"),
    Head("reviewed", "Last looked at", "date"),
    Head("flag", "Flag"),
)


def current_priorities(book: Book, area: str) -> int:
    """How many local priorities of an area are current, those of areas in it left out."""
    with book.store.reading() as tx:
        found = tx.load(Priority, place=area)
    return sum(is_current(one, book.today) for one in found)


def is_current(priority: Priority, today: date) -> bool:
    """Whether a priority has begun by ``today`` and hasn't ended before it."""
    begun = priority.at is None or priority.at <= today
    return begun and (priority.until is None or priority.until >= today)


def _ward_rows(
    ward: Place, running: Sequence[Priority], district: Place | None, today: date
) -> list[dict[str, Any]]:
    base = {
        "ward": ward.ref,
        "name": ward.name,
        "district": district.ref if district else None,
        "officer": ward.officer or None,
    }
    nobody = () if ward.officer else ("no named officer",)
    if not running:
        blank = dict.fromkeys(("priority", "set_on", "reviewed", "profile"))
        return [base | blank | {"flag": "; ".join((*nobody, "no priority set"))}]
    return [
        base
        | {
            "priority": one.text,
            "set_on": str(one.at) if one.at else None,
            "reviewed": str(one.reviewed) if one.reviewed else None,
            "profile": one.profile,
            "flag": "; ".join((*nobody, *_out_of_date(one, today))) or None,
        }
        for one in running
    ]


def _out_of_date(priority: Priority, today: date) -> tuple[str, ...]:
    if not priority.stale(today):
        return ()
    if priority.fresh_until() is None:
        return ("nobody said when it was set",)
    return (f"not looked at for over {PRIORITY_MONTHS} months",)


def _wards_total(
    wards: Sequence[Place], of_ward: Mapping[str, Sequence[Priority]], today: date
) -> dict[str, Any]:
    officers = sum(bool(ward.officer) for ward in wards)
    fresh = sum(any(not one.stale(today) for one in running) for running in of_ward.values())
    return {
        "ward": counted(len(wards), "ward"),
        "officer": f"{officers:,} of {len(wards):,} have one",
        "priority": f"{fresh:,} of {len(wards):,} have one that is up to date",
        "wards": len(wards),
        "with_officer": officers,
        "up_to_date": fresh,
    }


def _priority_notes(total: Mapping[str, Any] | None, elsewhere: int) -> tuple[str, ...]:
    notes = [
        f"A priority is up to date for {PRIORITY_MONTHS} months after it was set or last looked at."
    ]
    if total is None:
        notes.append("There is no ward here: import wards, or add them with 'casebook area add'.")
    else:
        named = counted(total["wards"], "ward has", "wards have")
        notes.append(
            f"{total['with_officer']:,} of {named} a named officer, "
            f"{total['up_to_date']:,} of {total['wards']:,} a priority that is up to date."
        )
    if elsewhere:
        notes.append(f"Not shown: {elsewhere:,} set for areas that lie in no ward.")
    return tuple(notes)


def practitioners(book: Book, ask: Ask) -> Statement:
    """Who of the peer network can help with a tactic (``ask.ref``: code or label), or with each.

    A row for each tactic somebody has and each who has it; those who left aren't named. Raises
    :class:`NotFound` for a tactic that isn't on the list or an unknown place.
    """
    book.require("view")
    labels = {one.code: one.label for one in code_list(book, "tactic").codes}
    wanted = _tactic(ask.ref, labels) if ask.ref else ""
    with book.store.reading() as tx:
        tree = PlaceTree.of(tx)
        inside = tree.inside(References(tx).known("place", ask.place)) if ask.place else None
        found = tx.load(Practitioner)
    here = [
        dataclasses.replace(one, tactics=(wanted,)) if wanted else one
        for one in found
        if (one.until is None or one.until >= book.today)
        and (not wanted or wanted in one.tactics)
        and (inside is None or one.place in inside)
    ]
    rows = [
        {
            "code": code,
            "tactic": labels.get(code, code),
            "role": one.role,
            "place": one.place,
            "name": tree.by_ref[one.place].name,
            "trained": str(one.at) if one.at else None,
            "note": one.text or None,
        }
        for one in here
        for code in one.tactics
    ]
    rows.sort(key=lambda row: (str(row["tactic"]).casefold(), row["place"], row["role"]))
    gone = sum(one.until is not None and one.until < book.today for one in found)
    notes = (f"Left out: {gone:,} who left the network.",) if gone else ()
    return Statement("Who can help with a tactic", _PRACTITIONER_HEADS, tuple(rows), notes)


_PRACTITIONER_HEADS = (
    Head("tactic", "Tactic"),
    Head("role", "Role"),
    Head("place", "Area"),
    Head("name", "Name"),
    Head("trained", "Trained on", "date"),
    Head("note", "Note"),
)


def _tactic(given: str, labels: Mapping[str, str]) -> str:
    """The code of a tactic given by code or label, in any case."""
    words = {label.casefold(): code for code, label in labels.items()}
    words |= {code.casefold(): code for code in labels}
    found = words.get(" ".join(given.split()).casefold())
    if found is None:
        like = near(" ".join(given.split()).casefold(), words)
        raise NotFound("tactic", given, tuple(dict.fromkeys(words[word] for word in like)))
    return found


def queries_due(book: Book, tx: Transaction, asked: DueAsked) -> Iterator[Due]:
    """Queries nobody has answered: owed by the named officer 72 hours after they came."""
    open_ = tx.load(Query, answered=None, **asked.at_places)
    tree, now, zone = PlaceTree.of(tx, {one.place for one in open_}), local_now(book), book.zone
    for query in open_:
        by = query.due(zone)
        passed_on = f" (escalated to {query.escalated_to})" if query.escalated_to else ""
        says = f"answer by {clock_time(by)}{passed_on}: {query.text}"
        late, who = query.clock_state(now, zone) == "overdue", tree.officer(query.place)
        yield Due(by.date(), "query", query.place, says, who, late, query.KIND, query.id)


def overdue_queries(book: Book) -> tuple[tuple[str, Query], ...]:
    """Queries nobody has answered within 72 hours, however old, each with its area by name."""
    book.require("view")
    with book.store.reading() as tx:
        tree, now = PlaceTree.of(tx), local_now(book)
        found = [q for q in tx.load(Query) if q.clock_state(now, book.zone) == "overdue"]
    return tuple((f"{q.place} {tree.by_ref[q.place].name}".rstrip(), q) for q in found)


def priorities_due(book: Book, tx: Transaction, asked: DueAsked) -> Iterator[Due]:
    """Priorities nobody has looked at for three months, due on the last day they were fresh."""
    today = book.today
    set_ = tx.load(Priority, **asked.at_places)
    stale = [p for p in set_ if is_current(p, today) and p.stale(today)]
    tree = PlaceTree.of(tx, {one.place for one in stale})
    for priority in stale:
        on = priority.fresh_until() or today
        says = f"look at it again after {PRIORITY_MONTHS} months: {priority.text}"
        who, of = tree.officer(priority.place), (priority.KIND, priority.id)
        yield Due(on, "priority", priority.place, says, who, True, *of)
