"""What falls due: reviews, actions, requests, plans to renew, checks after closing, disposals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from casebook.domain.registers import Request
from casebook.domain.review import Review
from casebook.services.book import Book
from casebook.services.disposal import due_for_disposal
from casebook.services.plans import overdue_plans
from casebook.services.profiles import ProfileFile, list_profiles
from casebook.services.registers import list_entries
from casebook.services.reviews import list_reviews
from casebook.services.stages import post_closure_checks
from casebook.storage import places


@dataclass(frozen=True)
class Due:
    """One thing somebody owes, and by when."""

    on: date
    what: str
    """review, action, request, patrol plan, check after closing, disposal or proposal."""
    about: str
    """The profile or hotspot it belongs to."""
    says: str
    who: str
    """A login or role; empty where nobody is named."""
    overdue: bool


def what_is_due(
    book: Book, *, person: str | None = None, area: str | None = None
) -> tuple[Due, ...]:
    """Everything that is owed, the longest overdue first.

    ``person`` keeps what that login owes, itself or by one of the account's roles when it is the
    one that asks; ``area`` what belongs to profiles and hotspots in that area.
    """
    files = list_profiles(book)
    found = [
        *_of_files(files, book.today),
        *_of_reviews(list_reviews(book), files, book.today),
        *_of_requests(list_entries(book, "request"), book.today),
        *(
            Due(plan.renew, "patrol plan", plan.place, "renew the patrol plan", "", True)
            for plan in overdue_plans(book)
            if plan.renew is not None
        ),
        *(
            Due(p.retain_until, "disposal", p.ref, f"dispose of {p.title}", "administrator", True)
            for p in due_for_disposal(book)
            if p.retain_until is not None
        ),
    ]
    if person is not None:
        names = {person, *(book.account.roles if person == book.account.login else ())}
        found = [due for due in found if due.who in names]
    if area is not None:
        inside = _inside(book, files, area)
        found = [due for due in found if due.about in inside]
    return tuple(sorted(found, key=lambda due: (due.on, due.about, due.what, due.says)))


def _of_files(files: Iterable[ProfileFile], today: date) -> Iterator[Due]:
    for file in files:
        profile = file.profile
        if profile.status in ("open", "monitoring"):
            for action in file.actions:
                if action.due is not None and action.done is None:
                    who = action.owner or profile.owner or ""
                    late = action.overdue(today)
                    yield Due(action.due, "action", profile.ref, action.title, who, late)
        if profile.status == "proposed" and profile.opened is not None:
            says = f"accept or refuse: {profile.title}"
            yield Due(profile.opened, "proposal", profile.ref, says, "inspector", False)
        for day in post_closure_checks(profile):
            says = f"look again at {profile.title}"
            late = day < today
            yield Due(day, "check after closing", profile.ref, says, profile.owner or "", late)


def _of_reviews(
    reviews: Iterable[Review], files: Iterable[ProfileFile], today: date
) -> Iterator[Due]:
    """Reviews that are open; and the next one of a profile with none open."""
    open_now = {review.profile: review for review in reviews if review.state != "signed"}
    for file in files:
        profile = file.profile
        review = open_now.get(profile.ref)
        if review is not None and review.due is not None:
            waits = {"updated": "inspector", "endorsed": "reviewer"}
            who = waits.get(review.state, profile.owner or "")
            says = f"{review.month.label}: {review.state}"
            yield Due(review.due, "review", profile.ref, says, who, review.overdue(today))
        elif profile.next_review is not None and profile.status in ("open", "monitoring"):
            late = profile.overdue(today)
            owner = profile.owner or ""
            yield Due(profile.next_review, "review", profile.ref, "next review", owner, late)


def _of_requests(requests: Iterable[object], today: date) -> Iterator[Due]:
    for request in requests:
        if isinstance(request, Request) and request.answered is None and request.until is not None:
            late = request.overdue(today)
            yield Due(request.until, "request", request.profile, request.text, request.to, late)


def _inside(book: Book, files: Iterable[ProfileFile], area: str) -> set[str]:
    """Refs of the hotspots in ``area`` and of the profiles in it or about one of those."""
    with book.store.reading() as conn:
        above = places.ancestors(conn)
    within = {ref for ref, areas in above.items() if area in areas} | {area}
    return within | {
        file.profile.ref
        for file in files
        if file.profile.area in within or within & set(file.hotspots)
    }
