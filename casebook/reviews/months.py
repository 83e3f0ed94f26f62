"""The monthly review: open a month, update, endorse, return and sign, and read what was signed."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from casebook.book.edits import FileEdit, Over, changed_by, over
from casebook.book.opening import Book
from casebook.book.writing import write
from casebook.core.errors import BadValue, StaleRecord
from casebook.core.fields import decode, encode
from casebook.core.months import Month, day_label, months_after
from casebook.figures.progress import read_progress
from casebook.places.place import Place
from casebook.profiles.casefile import files_of
from casebook.profiles.profile import Action, Profile, ProfilePlace, check_action
from casebook.profiles.who_may import Handover, handovers
from casebook.reviews import queries
from casebook.reviews.access import ReviewCase, refusal_of, review_case
from casebook.reviews.figures import frozen_rows, month_figures, since_frozen
from casebook.reviews.flips import Flip, recorded_verdicts
from casebook.reviews.review import UNSIGNED, ChangedFigure, Review, first_due, seal
from casebook.store import loads
from casebook.store.records import Between
from casebook.store.transaction import Transaction

LINES = ("did", "hindered", "asks")
"""The owner's three lines."""


@dataclass(frozen=True)
class MonthOpened:
    """What opening a month did."""

    month: Month
    cut_off: date
    opened: tuple[Review, ...]
    already: tuple[str, ...]
    """Profiles whose review of the month was there."""
    later: tuple[str, ...]
    """Profiles opened after the month's end, which owe none."""


@dataclass(frozen=True)
class ReviewFile:
    """Everything there is to read on one review."""

    review: Review
    profile: Profile
    actions: tuple[Action, ...]
    """Follow-up actions raised in it."""
    follow_ups: tuple[Action, ...]
    """Actions the last signed review before it raised, and older ones that aren't done."""
    changed: tuple[ChangedFigure, ...]
    """Figures that later data would change; the frozen ones stand."""
    flips: tuple[Flip, ...]
    """Verdicts that later data would flip; the frozen ones stand."""
    handovers: tuple[Handover, ...]
    """How the profile changed hands since the last signed review before it."""
    intact: bool
    """Whether the frozen figures are those their hash was made from."""
    frozen_at: datetime | None = None
    """When the figures were frozen, in UTC."""

    @property
    def verdicts_recorded(self) -> bool:
        """Whether its figures were frozen with their verdicts; without figures none were due."""
        return not self.review.figures or bool(recorded_verdicts(self.review.figures))

    def encode(self, today: date) -> dict[str, Any]:
        """The review as JSON; dates ISO, the figures as frozen."""
        return {
            **encode(self.review),
            "version": self.review.version,
            "overdue": self.review.overdue(today),
            "days_late": self.review.days_late(today),
            "figures": self.review.figures,
            "figures_intact": self.intact,
            "changed": [dataclasses.asdict(one) for one in self.changed],
            "verdicts_recorded": self.verdicts_recorded,
            "flipped": [dataclasses.asdict(one) for one in self.flips],
            "actions": [_action(action) for action in self.actions],
            "follow_ups": [_action(action) for action in self.follow_ups],
            "handovers": [dataclasses.asdict(one) for one in self.handovers],
        }


def _action(action: Action) -> dict[str, Any]:
    return {"number": action.id, **encode(action)}


def open_month(book: Book, month: Month, *, cut_off: date | None = None) -> MonthOpened:
    """Open the review of ``month`` for every open or monitored profile, figures frozen.

    The figures are taken from what is loaded now: ``cut_off`` (today when left out) can't be
    later, nor earlier than the newest file loaded or the month's end. Raises :class:`BadValue`.
    """
    book.require("open month")
    if book.today <= month.last:
        raise BadValue(
            f"{month.label} isn't over: its review can be opened from "
            f"{day_label((month + 1).first)}.",
            field="month",
        )
    with book.store.writing() as tx:
        day = _cut_off(tx, book, month, cut_off)
        live = tx.load(Profile, status=("open", "monitoring"))
        there = {review.profile for review in tx.load(Review, month=str(month))}
        later = {p.ref for p in live if p.opened is not None and p.opened > month.last}
        wanted = [p for p in live if p.ref not in there | later]
        targets = _targets(tx, wanted)
        # read inside the transaction that freezes them: in a file no import can come between
        rows = month_figures(book, month, (ref for refs in targets.values() for ref in refs))
        stands = read_progress(book, files_of(tx, wanted), month)
        opened = []
        for profile in wanted:
            frozen = frozen_rows(rows, profile, targets[profile.ref], stands.get(profile.ref))
            review = Review(
                profile.ref,
                month,
                cut_off=day,
                due=first_due(month, profile.next_review),
                figures=frozen,
                figures_hash=seal(frozen),
            )
            opened.append(write(book, tx, None, review))
    already = tuple(p.ref for p in live if p.ref in there)
    return MonthOpened(month, day, tuple(opened), already, tuple(sorted(later - there)))


def _cut_off(tx: Transaction, book: Book, month: Month, given: date | None) -> date:
    if given is None:
        return book.today
    said = f"The cut-off {day_label(given)}"
    if given > book.today:
        raise BadValue(
            f"{said} hasn't come: figures are taken from what is loaded by today.", field="cut_off"
        )
    if given < month.last:
        raise BadValue(
            f"{said} falls before the end of {month.label}: take a later day.", field="cut_off"
        )
    newest = max(
        loads.loads(tx),
        key=lambda load: (datetime.fromisoformat(load.at), load.id),
        default=None,
    )
    if newest is not None and given < book.today:
        loaded = datetime.fromisoformat(newest.at).astimezone(book.zone).date()
        if given < loaded:
            raise BadValue(
                f"{said} is earlier than {newest.file}, loaded on {day_label(loaded)}: figures are "
                "taken from what is loaded now, so take that day or a later one.",
                field="cut_off",
            )
    return given


def _targets(tx: Transaction, profiles: Iterable[Profile]) -> dict[str, list[str]]:
    """The hotspots each profile targets, by its ref."""
    hotspots = {place.ref for place in tx.load(Place, kind="hotspot")}
    found: dict[str, list[str]] = {profile.ref: [] for profile in profiles}
    for link in tx.load(ProfilePlace, profile=list(found), role="target"):
        if link.place in hotspots:
            found[link.profile].append(link.place)
    return found


def list_reviews(
    book: Book,
    *,
    month: Month | None = None,
    overdue: bool = False,
    profiles: Collection[str] | None = None,
) -> tuple[Review, ...]:
    """Every review by month and profile; of one month, overdue, or of ``profiles`` where asked."""
    book.require("view")
    where: dict[str, Any] = {} if month is None else {"month": str(month)}
    where |= {} if profiles is None else {"profile": profiles}
    where |= {"state": UNSIGNED, "due": Between(None, book.today)} if overdue else {}
    with book.store.reading() as tx:
        found = tx.load(Review, **where)
    kept = (review for review in found if not overdue or review.overdue(book.today))
    return tuple(sorted(kept, key=lambda review: (review.month, review.profile)))


def list_heads(
    book: Book, *, month: Month | None = None, overdue: bool = False
) -> tuple[Review, ...]:
    """Every review by month and profile, without its texts and figures; of one month or overdue."""
    book.require("view")
    with book.store.reading() as tx:
        return queries.heads(tx, month=month, overdue_on=book.today if overdue else None)


def review_numbered(book: Book, number: int) -> Review | None:
    """The review with that number of its row; None where there is none."""
    book.require("view")
    with book.store.reading() as tx:
        return next(iter(tx.load(Review, id=number)), None)


def read_review(book: Book, ref: str, month: Month) -> ReviewFile:
    """The review of profile ``ref`` for ``month``, with its figures as frozen and as now.

    Raises :class:`NotFound` for an unknown profile, :class:`BadValue` for a month not opened.
    """
    book.require("view")
    with book.store.reading() as tx:
        case = review_case(tx, ref, month)
        changed_hands = handovers(tx, case.file.profile, _signed_before(tx, case))
        frozen_at = _frozen_at(tx, case.review)
    review, profile = case.review, case.file.profile
    since = since_frozen(book, [review], [profile])[review.ref]
    return ReviewFile(
        review,
        profile,
        tuple(a for a in case.file.actions if a.review == review.id),
        _follow_ups(case),
        since.changed,
        since.flips,
        changed_hands,
        seal(review.figures) == review.figures_hash,
        frozen_at,
    )


def _frozen_at(tx: Transaction, review: Review) -> datetime | None:
    """When a review's figures were frozen, in UTC: when it was opened; None where no record says.

    They never change after that.
    """
    entries = tx.history.of_record(Review.KIND, review.id)
    return min((datetime.fromisoformat(one.at) for one in entries), default=None)


def _signed_before(tx: Transaction, case: ReviewCase) -> int:
    """The entry of history that signed the last review of an earlier month; 0 without one."""
    ids = [r.id for r in case.reviews if r.state == "signed" and r.month < case.review.month]
    entries = tx.history.entries(kind=Review.KIND, record_id=ids)
    return max((entry.seq for entry in entries), default=0)


def _follow_ups(case: ReviewCase) -> tuple[Action, ...]:
    earlier = [r for r in case.reviews if r.state == "signed" and r.month < case.review.month]
    if not earlier:
        return ()
    last = max(earlier, key=lambda review: review.month)
    ids = {review.id for review in earlier}
    return tuple(
        action
        for action in case.file.actions
        if action.review in ids and (action.review == last.id or action.done is None)
    )


def update(
    book: Book, ref: str, month: Month, lines: Mapping[str, Any], *, version: Over = None
) -> Review:
    """Write the owner's three lines: ``did``, ``hindered``, ``asks``; those left out stand.

    ``version`` is the one they were typed over.
    """
    with book.store.writing() as tx:
        before = _ready(tx, book, ref, month, "update", None).review
        lines = over(before, lines, version, tx, kind="The")
        nothing = not lines and not isinstance(version, FileEdit)
        if nothing or not set(lines) <= set(LINES):
            raise BadValue(f"An update holds {', '.join(LINES)}: give at least one of them.")
        after = decode(Review, lines, base=before)
        if not after.did.strip():
            raise BadValue(
                f"What we did: say what was done on {ref} in {month.label}; a line is enough.",
                field="did",
            )
        after = dataclasses.replace(
            after, state="updated", updated_by=book.account.login, updated_on=book.today
        )
        return write(book, tx, before, after)


def endorse(book: Book, ref: str, month: Month, *, version: int | None = None) -> Review:
    """Endorse an updated review, as an inspector of the district."""
    with book.store.writing() as tx:
        before = _ready(tx, book, ref, month, "endorse", version).review
        after = dataclasses.replace(
            before, state="endorsed", endorsed_by=book.account.login, endorsed_on=book.today
        )
        return write(book, tx, before, after)


def send_back(
    book: Book, ref: str, month: Month, why: str, *, version: int | None = None
) -> Review:
    """Return an updated or endorsed review to its owner with the reason; an endorsement falls."""
    with book.store.writing() as tx:
        before = _ready(tx, book, ref, month, "return", version).review
        if not why.strip():
            raise BadValue(
                f"Say why the {month.label} review of {ref} is returned: its owner reads it."
            )
        after = dataclasses.replace(
            before, state="returned", returned_why=why, endorsed_by=None, endorsed_on=None
        )
        return write(book, tx, before, after, why)


def sign(
    book: Book,
    ref: str,
    month: Month,
    *,
    decisions: Iterable[str],
    reason: str,
    comments: str = "",
    actions: Iterable[Mapping[str, Any]] = (),
    version: int | None = None,
) -> Review:
    """Sign the review with its decisions, their reason and follow-up actions; it never changes.

    Its signer doesn't own the profile and hasn't changed it since its last signed review
    (:class:`NotAllowed` names who can sign). The day is today's, however late. The profile's next
    review moves a month on from this one's due date, unless a later one is set; while one
    of an earlier month is owed it stays where it is.
    """
    with book.store.writing() as tx:
        case = _ready(tx, book, ref, month, "sign", version)
        before = case.review
        signed = dataclasses.replace(
            before,
            state="signed",
            decisions=_decided(decisions, reason),
            reason=reason,
            comments=comments,
            signed_by=book.account.login,
            signed_on=book.today,
            head=tx.history.head(),
        )
        _raise_actions(tx, book, case, actions)
        _move_on(tx, book, case)
        # last, so that what the signature itself changed comes before it in the history
        return write(book, tx, before, signed)


def _decided(decisions: Iterable[str], reason: str) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(code for code in decisions if code.strip()))
    if not chosen:
        raise BadValue(
            "Decisions: a review is signed with at least one decision, such as continue.",
            field="decisions",
        )
    if not reason.strip():
        raise BadValue("Why these decisions can't be empty: give the reason.", field="reason")
    return chosen


def _raise_actions(
    tx: Transaction, book: Book, case: ReviewCase, actions: Iterable[Mapping[str, Any]]
) -> None:
    profile = case.file.profile
    for values in actions:
        if not _live(profile):
            raise BadValue(f"{profile.ref} is {profile.status}: no action can be raised on it.")
        own = {"profile": profile.ref, "review": case.review.id}
        action = decode(Action, {**values, **own})
        check_action(action)
        write(book, tx, None, action)


def _move_on(tx: Transaction, book: Book, case: ReviewCase) -> None:
    """Move the next review a month past all that are signed, unless an older one is owed."""
    profile, others = case.file.profile, [r for r in case.reviews if r.id != case.review.id]
    if case.review.due is None or not _live(profile):
        return
    earlier = [r for r in others if r.month < case.review.month]
    owed = [r.due for r in earlier if r.state != "signed" and r.due is not None]
    signed = [r.due for r in others if r.state == "signed" and r.due is not None]
    following = months_after(max((case.review.due, *signed)), 1)
    if owed:
        # one that was left behind stays owed, whatever is signed after it
        following = profile.next_review or min(owed)
    elif profile.next_review is not None:
        following = max(following, profile.next_review)
    if profile.next_review != following:
        write(book, tx, profile, dataclasses.replace(profile, next_review=following))


def _live(profile: Profile) -> bool:
    return profile.status in ("open", "monitoring")


def _ready(
    tx: Transaction, book: Book, ref: str, month: Month, verb: str, version: int | None
) -> ReviewCase:
    """The review, if the account may do ``verb`` to it as it stands; raises what stands against."""
    case = review_case(tx, ref, month)
    refused = refusal_of(tx, book, case, verb)
    if refused is not None:
        raise refused
    if version is not None and version != case.review.version:
        raise StaleRecord("The", case.review.ref, changed_by(tx, case.review))
    return case
