"""What falls due: what is owed on profiles and plans, to the public, and in every register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from casebook.book.opening import Book
from casebook.book.references import References
from casebook.core.english import counted
from casebook.core.months import day_label
from casebook.core.statement import Ask
from casebook.core.wording import clock, number
from casebook.places import queries as places
from casebook.places.plans import overdue_plans
from casebook.profiles.casefile import ProfileFile, list_profiles
from casebook.profiles.moves import post_closure_checks
from casebook.profiles.profile import Profile
from casebook.registers.casework import ClosingCheck, Request
from casebook.registers.community import PRIORITY_MONTHS, Priority, Query
from casebook.registers.community_statements import Ground, is_current, local_now
from casebook.registers.indicator_statements import read_series
from casebook.registers.programme import lead_of
from casebook.registers.programme_statements import programmes_kept, reviews_due
from casebook.registers.scrutiny import ScrutinyAction
from casebook.registers.series import Point, Series
from casebook.reviews.months import list_reviews
from casebook.reviews.review import Review
from casebook.store import records
from casebook.store.engine import Connection
from casebook.upkeep.disposal import due_for_disposal


@dataclass(frozen=True)
class Due:
    """One thing somebody owes, and by when."""

    on: date
    what: str
    """review, action, request, query, programme review, …: a word for its kind."""
    about: str
    """The profile, place, programme, indicator or meeting it belongs to."""
    says: str
    who: str
    """A login or role, for a query the named officer; empty where nobody is named."""
    overdue: bool
    within: str = ""
    """The place or profile by which an area has it, where ``about`` is neither."""


Files = Sequence[ProfileFile]


def what_is_due(
    book: Book, *, person: str | None = None, area: str | None = None
) -> tuple[Due, ...]:
    """Everything that is owed, the longest overdue first.

    ``person`` keeps what that login owes, itself or by one of the account's roles when it is the
    one that asks; ``area`` what belongs to profiles and places in that area.
    """
    files = list_profiles(book)
    found = [due for kind in _OF_PROFILES for due in kind(book, files)]
    with book.store.reading() as conn:
        found += [due for kind in _OF_REGISTERS for due in kind(book, conn)]
    if person is not None:
        names = {person, *(book.account.roles if person == book.account.login else ())}
        found = [due for due in found if due.who in names]
    if area is not None:
        inside = _inside(book, files, area)
        found = [due for due in found if due.about in inside or due.within in inside]
    return tuple(sorted(found, key=lambda due: (due.on, due.about, due.what, due.says)))


def _actions(book: Book, files: Files) -> Iterator[Due]:
    for file in files:
        profile = file.profile
        if profile.status not in ("open", "monitoring"):
            continue
        for action in file.actions:
            if action.due is not None and action.done is None:
                who = action.owner or profile.owner or ""
                late = action.overdue(book.today)
                yield Due(action.due, "action", profile.ref, action.title, who, late)


def _proposals(_book: Book, files: Files) -> Iterator[Due]:
    for file in files:
        profile = file.profile
        if profile.status == "proposed" and profile.opened is not None:
            says = f"accept or refuse: {profile.title}"
            yield Due(profile.opened, "proposal", profile.ref, says, "inspector", False)


def _checks(book: Book, files: Files) -> Iterator[Due]:
    """Looks at closed profiles that nobody has recorded yet."""
    with book.store.reading() as conn:
        made = {(one.profile, one.months) for one in records.load(conn, ClosingCheck)}
    for file in files:
        profile = file.profile
        for months, day in post_closure_checks(profile).items():
            if (profile.ref, months) in made:
                continue
            says, late = f"look again at {profile.title}", day < book.today
            who = profile.owner or ""
            yield Due(day, "check after closing", profile.ref, says, who, late)


def _reviews(book: Book, files: Files) -> Iterator[Due]:
    """Every review that isn't signed; and the next one of a profile with none open."""
    today = book.today
    unsigned: dict[str, list[Review]] = defaultdict(list)
    for review in list_reviews(book):
        if review.state != "signed" and review.due is not None:
            unsigned[review.profile].append(review)
    for file in files:
        profile = file.profile
        owner = profile.owner or ""
        for review in unsigned[profile.ref]:
            who = {"updated": "inspector", "endorsed": "reviewer"}.get(review.state, owner)
            says = f"{review.month.label}: {review.state}"
            assert review.due is not None
            yield Due(review.due, "review", profile.ref, says, who, review.overdue(today))
        live = profile.status in ("open", "monitoring")
        if profile.next_review is not None and live and not unsigned[profile.ref]:
            late = profile.overdue(today)
            yield Due(profile.next_review, "review", profile.ref, "next review", owner, late)


def _disposals(book: Book, _files: Files) -> Iterator[Due]:
    for profile in due_for_disposal(book):
        if profile.retain_until is not None:
            says = f"dispose of {profile.title}"
            on = profile.retain_until
            yield Due(on, "disposal", profile.ref, says, "administrator", True)


def _plans(book: Book, _files: Files) -> Iterator[Due]:
    for plan in overdue_plans(book):
        if plan.renew is not None:
            says = "renew the patrol plan"
            yield Due(plan.renew, "patrol plan", plan.place, says, "", True)


_OF_PROFILES: tuple[Callable[[Book, Files], Iterator[Due]], ...] = (
    _actions,
    _proposals,
    _checks,
    _reviews,
    _disposals,
    _plans,
)


def _requests(book: Book, conn: Connection) -> Iterator[Due]:
    over = {p.ref for p in records.load(conn, Profile, status=["closed", "refused"])}
    for request in records.load(conn, Request):
        if request.profile in over:
            continue
        if request.answered is None and request.until is not None:
            late = request.overdue(book.today)
            yield Due(request.until, "request", request.profile, request.text, request.to, late)


def _queries(book: Book, conn: Connection) -> Iterator[Due]:
    """Queries nobody has answered: owed by the named officer 72 hours after they came."""
    ground, now, zone = Ground.of(conn), local_now(book), book.zone
    for query in records.load(conn, Query):
        if query.answered is not None:
            continue
        by = query.due(zone)
        passed_on = f" (escalated to {query.escalated_to})" if query.escalated_to else ""
        says = f"answer by {clock(by)}{passed_on}: {query.text}"
        late = query.standing(now, zone) == "overdue"
        yield Due(by.date(), "query", query.place, says, ground.officer(query.place), late)


def _priorities(book: Book, conn: Connection) -> Iterator[Due]:
    """Priorities nobody has looked at for three months, due on the last day they were fresh."""
    ground, today = Ground.of(conn), book.today
    for priority in records.load(conn, Priority):
        if is_current(priority, today) and priority.stale(today):
            on = priority.fresh_until() or today
            says = f"look at it again after {PRIORITY_MONTHS} months: {priority.text}"
            who = ground.officer(priority.place)
            yield Due(on, "priority", priority.place, says, who, True)


def _scrutiny(book: Book, conn: Connection) -> Iterator[Due]:
    for action in records.load(conn, ScrutinyAction):
        if action.done is None and action.until is not None:
            late = action.overdue(book.today)
            on, meeting = action.until, action.meeting
            yield Due(on, "scrutiny action", meeting, action.text, action.owner, late)


def _programme_reviews(book: Book, conn: Connection) -> Iterator[Due]:
    """Set reviews of programmes, until every expected benefit was looked at in them."""
    leads = {kept.programme.ref: lead_of(kept.phases, book.today) for kept in programmes_kept(conn)}
    for review in reviews_due(conn):
        if not review.done:
            own, lead = review.programme, leads[review.programme.ref]
            says = f"review of {own.name} after {counted(review.months, 'month')}"
            who, late = lead.agency if lead else "", review.on < book.today
            yield Due(review.on, "programme review", own.ref, says, who, late, own.place or "")


def _phases(book: Book, conn: Connection) -> Iterator[Due]:
    """Phases that end; and the last of a programme that goes on without one."""
    for kept in programmes_kept(conn):
        own, phases = kept.programme, kept.stretches
        over = kept.standing(book.today) == "over"
        for phase, after in zip(phases, [*phases[1:], None], strict=False):
            late = phase.until is not None and phase.until < book.today
            if phase.until is None or (late and (after is not None or over)):
                continue
            says = f"end of {phase.text}, and no phase follows"
            if after is not None:
                begins = day_label(after.at)
                says = f"end of {phase.text}; {after.text} from {begins}, led by {after.agency}"
            yield Due(phase.until, "phase", own.ref, says, phase.agency, late, own.place or "")


def _targets(book: Book, conn: Connection) -> Iterator[Due]:
    """Targets with a day that the newest readings haven't reached."""
    for series in _every(read_series(conn, Ask())):
        indicator = series.indicator
        for name, point, within in _aimed_at(series):
            target, by = (
                (point.target, point.target_by)
                if point is not None and point.target is not None
                else (indicator.target, indicator.target_by)
            )
            if target is None or by is None:
                continue
            stands, late = point.value if point else None, by < book.today
            needed = None if stands is None else indicator.needed(stands, target)
            if needed == 0 or (stands is not None and needed is None and late):
                continue  # reached; or which way is better isn't said, so nobody can tell
            now = "no reading" if stands is None else number(stands)
            unit = "%" if indicator.unit == "%" else f" {indicator.unit}"
            says = f"{name}: {now}, target {number(target)}{unit}"
            yield Due(by, "target", indicator.ref, says, "", late, within)


def _every(found: Iterable[Series]) -> Iterator[Series]:
    for series in found:
        yield series
        yield from _every(series.parts)


def _aimed_at(series: Series) -> Iterator[tuple[str, Point | None, str]]:
    """The newest point of each area with a target of its own; without any, of the whole.

    With each its name and where it belongs; None for a series nobody has read.
    """
    indicator = series.indicator
    newest = {point.place: point for point in series.areas}
    own = [point for point in newest.values() if point.target is not None]
    for point in own:
        yield f"{indicator.name} in {point.place}", point, point.place or ""
    if not own:
        whole = series.whole[-1] if series.whole else None
        yield indicator.name, whole, indicator.place or indicator.profile or ""


_OF_REGISTERS: tuple[Callable[[Book, Connection], Iterator[Due]], ...] = (
    _requests,
    _queries,
    _priorities,
    _scrutiny,
    _programme_reviews,
    _phases,
    _targets,
)


def _inside(book: Book, files: Files, area: str) -> set[str]:
    """Refs of the places in ``area`` and of the profiles in it or about one of those."""
    with book.store.reading() as conn:
        area = References(conn).known("place", area)
        above = places.ancestors(conn)
    within = {ref for ref, areas in above.items() if area in areas} | {area}
    return within | {
        file.profile.ref
        for file in files
        if file.profile.area in within or within & set(file.hotspots)
    }
