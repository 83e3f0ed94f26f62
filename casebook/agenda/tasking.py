"""The tasking list: what needs somebody sent or something decided, each line with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from casebook.book.opening import Book
from casebook.book.references import References
from casebook.core.english import counted
from casebook.core.errors import BadValue
from casebook.core.months import Month, Window, day_label
from casebook.core.statement import Head, Statement
from casebook.core.wording import hours, number
from casebook.core.wording import share as in_share
from casebook.figures.figure import Figure
from casebook.figures.table import FigureTable, figures
from casebook.measures.verdict import FEWER, MORE
from casebook.places import queries as places
from casebook.places.place import Place
from casebook.places.plan import Plan, plan_on
from casebook.places.queries import plans_by_place
from casebook.profiles.casefile import ProfileFile, list_profiles
from casebook.registers.casework import Request
from casebook.registers.statements.programmes import ProgrammeFile, programme_files

UNDER_PLAN = 0.9
"""A hotspot is under its plan below this share of its planned officer-hours."""

_OVERDUE, _UNUSUAL, _UNDER_PLAN, _COMING, _UNDATED = range(5)
"""What comes first on the list."""
_HEADS = (
    Head("order", "No.", "number"),
    Head("where", "Where", kept=True),
    Head("what", "What"),
    Head("why", "Why"),
    Head("who", "Who"),
    Head("by", "By", "date"),
)


@dataclass(frozen=True)
class _Task:
    """One line before it has its number."""

    rank: int
    kind: str
    about: str
    places: tuple[str, ...]
    what: str
    why: str
    who: str = ""
    by: date | None = None
    worst: float = 0.0
    """Sorts lines of one rank that have no day, the lowest first."""

    @property
    def order(self) -> tuple[int, date, float, str, str]:
        """What the list is sorted by."""
        return (self.rank, self.by or date.max, self.worst, self.about, self.what)


@dataclass(frozen=True)
class _TaskingData:
    """What a list is made from: the days it is for, and what lies in the area asked for."""

    today: date
    until: date
    area: str
    """Its ref; empty for everywhere."""
    places: Mapping[str, Place]
    inside: frozenset[str]
    files: Mapping[str, ProfileFile]
    """The profiles there that aren't over, by ref."""
    plans: Mapping[str, tuple[Plan, ...]]
    requests: tuple[Request, ...]
    """What was asked for those profiles and waits."""
    programmes: tuple[ProgrammeFile, ...]

    def rank(self, day: date) -> int:
        """What is late comes first."""
        return _OVERDUE if day < self.today else _COMING

    def distance(self, day: date) -> str:
        """How far off a day is: ``3 days ago``, ``today``, ``in 6 days``."""
        days = (day - self.today).days
        count = counted(abs(days), "day")
        return f"{count} ago" if days < 0 else f"in {count}" if days else "today"

    def where(self, profile: str) -> tuple[str, ...]:
        """Where a profile is: its hotspots, else its area."""
        file = self.files[profile]
        return file.hotspots or ((file.profile.area,) if file.profile.area else ())

    def owner(self, hotspot: str) -> str:
        """Who owns the profile of a hotspot; empty where nobody does."""
        found = (f.profile.owner for f in self.files.values() if hotspot in f.hotspots)
        return next((owner for owner in found if owner), "")

    def called(self, refs: Iterable[str]) -> str | None:
        """Places by ref and name; None for none."""
        found = (self.places[ref] for ref in refs)
        return ", ".join(f"{place.ref} {place.name}".strip() for place in found) or None


def tasking(book: Book, *, area: str = "", days: int = 14) -> Statement:
    """What to task in the next ``days``: overdue first, then hotspots, then what comes by date.

    Rows have ``order, kind, about, places, where, what, why, who, by, overdue``. ``area`` keeps
    what lies in it, and programmes around it or of the whole force. Raises :class:`NotFound` for
    an area that isn't there and :class:`BadValue` for no days.
    """
    if not 1 <= days <= 366:
        raise BadValue(f"The list looks 1 to 366 days ahead, not {days}.")
    book.require("view")
    data = _tasking_data(book, area, days)
    tables = _tables(book, data)
    tasks = [
        *_of_actions(data),
        *_of_requests(data),
        *_of_plans(data),
        *(task for table in tables for task in _of_counts(data, table)),
        *(task for row in tables[0].rows for task in _of_hours(data, row)),
        *_of_programmes(data),
    ]
    ordered = sorted(tasks, key=lambda task: task.order)
    about = f" of {data.area}" if data.area else ""
    return Statement(
        title=f"Tasking{about}, {day_label(data.today)} to {day_label(data.until)}",
        heads=_HEADS,
        rows=tuple(_row(data, number, task) for number, task in enumerate(ordered, 1)),
        notes=tuple(_notes(book, data, tables, ordered)),
    )


def _tasking_data(book: Book, area: str, days: int) -> _TaskingData:
    files = list_profiles(book, stages=())
    today = book.today
    with book.store.reading() as tx:
        ref = References(tx).known("place", area) if area else ""
        above = places.ancestors(tx)
        inside = frozenset(one for one, areas in above.items() if not ref or ref in (one, *areas))
        around = {*inside, *above.get(ref, ())}
        known = {place.ref: place for place in tx.load(Place)}
        live = [
            place
            for place in known.values()
            if place.kind == "hotspot" and place.ref in inside and place.live_in(today, today)
        ]
        there = {
            file.profile.ref: file
            for file in files
            if file.profile.status in ("open", "monitoring")
            and (not ref or inside & {*file.hotspots, file.profile.area})
        }
        return _TaskingData(
            today=today,
            until=today + timedelta(days=days),
            area=ref,
            places=known,
            inside=inside,
            files=there,
            plans=plans_by_place(tx, live),
            requests=tuple(
                each for each in tx.load(Request, profile=list(there)) if each.answered is None
            ),
            programmes=tuple(
                file
                for file in programme_files(tx)
                if file.programme.place is None or file.programme.place in around
            ),
        )


def _tables(book: Book, data: _TaskingData) -> tuple[FigureTable, ...]:
    """The figures of the last whole month, and those of ASB where a hotspot's own aren't ASB."""
    month = Month.of(data.today) + -1
    live = list(data.plans)
    own = figures(book, Window(month, month), hotspots=live) if live else None
    if own is None:
        return (FigureTable(Window(month, month), ("hotspot",), (), None, (), (), ()),)
    both = [
        ref
        for ref in live
        if "asb" in data.places[ref].themes and data.places[ref].count_group != "asb"
    ]
    more = figures(book, Window(month, month), hotspots=both, count="asb") if both else None
    return (own, more) if more else (own,)


def _of_actions(data: _TaskingData) -> Iterator[_Task]:
    """Actions that are late or fall due in time."""
    for ref, file in data.files.items():
        for action in file.actions:
            if action.due is None or action.done is not None or action.due > data.until:
                continue
            yield _Task(
                data.rank(action.due),
                "action",
                ref,
                data.where(ref),
                action.title,
                f"An action of {ref}, due {data.distance(action.due)}.",
                action.owner or file.profile.owner or "",
                action.due,
            )


def _of_requests(data: _TaskingData) -> Iterator[_Task]:
    """Requests that wait: those due in time, and last those that were given no day."""
    for request in data.requests:
        if request.until is None:
            asked = f" since {day_label(request.at)}" if request.at else ""
            why = f"waiting{asked}, without a day to be answered by"
        elif request.until <= data.until:
            why = f"due {data.distance(request.until)}"
        else:
            continue
        yield _Task(
            data.rank(request.until) if request.until else _UNDATED,
            "request",
            request.profile,
            data.where(request.profile),
            f"Answer: {request.text}",
            f"Asked for {request.profile}, {why}.",
            request.to,
            request.until,
        )


def _of_plans(data: _TaskingData) -> Iterator[_Task]:
    """Patrol plans in force that are to be renewed."""
    for ref, plans in data.plans.items():
        plan = plan_on(plans, data.today)
        if plan is not None and plan.renew is not None and plan.renew <= data.until:
            late = "was" if plan.renew < data.today else "is"
            yield _Task(
                data.rank(plan.renew),
                "patrol plan",
                ref,
                (ref,),
                "Renew the patrol plan",
                f"The plan from {day_label(plan.valid_from)} {late} to be renewed "
                f"{data.distance(plan.renew)}.",
                data.owner(ref),
                plan.renew,
            )


def _of_counts(data: _TaskingData, table: FigureTable) -> Iterator[_Task]:
    """Hotspots with more than usual variation explains."""
    for row in table.rows:
        if row.verdict == MORE and row.hotspot:
            yield _Task(
                _UNUSUAL,
                "count",
                row.hotspot,
                (row.hotspot,),
                "Decide what to send to more than usual",
                row.says,
                data.owner(row.hotspot),
                worst=row.verdict_p or 0.0,
            )


def _of_hours(data: _TaskingData, row: Figure) -> Iterator[_Task]:
    """Hotspots that got less than their plan on the days delivery is known for."""
    share = row.delivered_share
    if row.hotspot and share is not None and share < UNDER_PLAN:
        yield _Task(
            _UNDER_PLAN,
            "patrols",
            row.hotspot,
            (row.hotspot,),
            "Make up the patrol plan",
            f"{hours(row.officer_hours)} of {hours(row.planned_covered_officer_hours)} planned "
            f"officer-hours ({in_share(share)}) on the known days of {row.window.label}; "
            f"{row.coverage}.",
            data.owner(row.hotspot),
            worst=share,
        )


def _of_programmes(data: _TaskingData) -> Iterator[_Task]:
    """Programmes and phases that begin or end, and sittings."""
    for file in data.programmes:
        own = file.programme
        for step in file.steps(data.today):
            if step.on <= data.until:
                yield _Task(
                    _COMING,
                    "programme",
                    own.ref,
                    (own.place,) if own.place else (),
                    step.says,
                    f"{own.ref} {own.name} has this {data.distance(step.on)}.",
                    step.who,
                    step.on,
                )


def _row(data: _TaskingData, number: int, task: _Task) -> dict[str, object]:
    return {
        "order": number,
        "kind": task.kind,
        "about": task.about,
        "places": list(task.places),
        "where": data.called(task.places),
        "what": task.what,
        "why": task.why,
        "who": task.who or None,
        "by": str(task.by) if task.by else None,
        "overdue": task.rank == _OVERDUE,
    }


def _notes(
    book: Book, data: _TaskingData, tables: Sequence[FigureTable], tasks: Sequence[_Task]
) -> Iterator[str]:
    """What must be said beside the list, a sentence each."""
    month = tables[0].window.label
    if not tasks:
        yield f"Nothing is owed, unusual or coming by {day_label(data.until)}."
    yield (
        f"Hotspots are judged on {month}, the last whole month: a count by whether it lies "
        f"outside usual variation (less often than 1 time in "
        f"{number(book.settings.usual_variation)} by chance), patrols by whether less than "
        f"{in_share(UNDER_PLAN)} of the planned officer-hours were delivered on days that are "
        "known. Their lines have no day: the meeting sets it."
    )
    fewer = {row.hotspot: None for t in tables for row in t.rows if row.verdict == FEWER}
    if fewer:
        yield f"Fewer than usual in {month}: {', '.join(ref for ref in fewer if ref)}."
    said = ((table.notes_on(data.inside) if data.area else table.notes) for table in tables)
    yield from dict.fromkeys(note for notes in said for note in notes)
    if any(task.kind == "count" for task in tasks):
        yield from dict.fromkeys(words for table in tables for words in table.definitions)
