"""Casebooks of random profiles, reviews and entries, and the rules of what is owed, the plain way.

The rules stand here once more, as one says them: every record is read and looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product
from random import Random

from casebook.book.opening import Book
from casebook.core.access import Account, Target, active, may
from casebook.core.due import Due
from casebook.core.kinds import kind_called
from casebook.core.months import Month, months_after
from casebook.places.place import Place
from casebook.places.plan import Plan
from casebook.profiles.profile import Action, Profile, ProfilePlace
from casebook.profiles.who_may import target_of_profile
from casebook.registers.belonging import targets_of
from casebook.registers.casework import ClosingCheck, Request
from casebook.registers.scrutiny import ScrutinyAction
from casebook.reviews.review import UNSIGNED, Review
from casebook.store.history import Author
from casebook.store.transaction import Transaction

TODAY = date(2024, 12, 18)
PEOPLE = (
    Account("sgt.h", "Sgt, Harbour", ("sergeant",), "Harbour"),
    Account("insp.h", roles=("inspector",), place="Harbour"),
    Account("insp.all", roles=("inspector", "reviewer")),
    Account("rev", "Chief", ("reviewer",)),
    Account("rev.s", roles=("reviewer",), place="Strand"),
    Account("analyst", roles=("viewer",)),
    Account("ana", roles=("analyst",)),
    Account("keeper", roles=("administrator", "officer"), place="Strand"),
    Account("gone", roles=("reviewer", "inspector"), active_to=date(2024, 1, 1)),
)
_LOGINS = [each.login for each in PEOPLE]
_NAMED = [*_LOGINS, "Sgt, Harbour", "Chief", "inspector", "analyst", "reviewer", "Council", ""]
_TITLES = ("Noise", "noise", "Äcker", "Vans: {ref}", "100% of nights")


class _Made:
    """A casebook being filled at random."""

    def __init__(self, tx: Transaction, chance: Random) -> None:
        self.tx, self.chance = tx, chance

    @property
    def author(self) -> Author:
        via = self.chance.choice((None, None, "keeper"))
        return Author(self.chance.choice(_LOGINS), datetime(2024, 12, 1).astimezone(), via)

    def day(self, *, blank: float = 0.2) -> date | None:
        """A day within ten months of today; a month's last as often as not."""
        if self.chance.random() < blank:
            return None
        day = TODAY + timedelta(days=self.chance.randint(-150, 150))
        return Month.of(day).last if self.chance.random() < 0.5 else day

    def soon(self) -> date:
        """A day close to today, or today."""
        return TODAY + timedelta(days=self.chance.randint(-2, 20))

    def profile(self, number: int) -> None:
        """A profile with its places, its owners one after the other, and what is part of it."""
        of = self.chance
        status = of.choice(("proposed", "open", "open", "monitoring", "closed", "refused"))
        profile = Profile(
            f"P-{number}",
            of.choice(_TITLES),
            status=status,
            area=of.choice((None, "Harbour", "Strand", "W1")),
            owner=of.choice((None, *_LOGINS)),
            opened=self.day(),
            next_review=self.day(),
            retain_until=self.day(),
            closed=self.day(blank=0.1) if status in ("closed", "refused") else None,
            disposed=of.choice((None, TODAY)) if status in ("closed", "refused") else None,
        )
        saved = self.tx.save(None, profile, self.author)
        for place in of.sample(("HS-1", "HS-2", "HS-3"), of.randint(0, 2)):
            role = of.choice(("target", "target", "control"))
            self.tx.save(None, ProfilePlace(profile.ref, place, role), self.author)
        for _ in range(of.randint(0, 3)):
            due = of.choice((self.day(), self.soon()))
            done = of.choice((None, None, TODAY))
            action = Action(profile.ref, of.choice(_TITLES), owner=of.choice(_NAMED), due=due)
            self.tx.save(None, replace(action, done=done), self.author)
        for back in of.sample(range(6), of.randint(0, 3)):
            self.review(profile.ref, Month.of(TODAY) + -back)
        for _ in range(of.randint(0, 3)):
            self.request(profile.ref)
        for months in (3, 12):
            if status == "closed" and of.random() < 0.4:
                check = ClosingCheck(profile=profile.ref, months=months, code="holds")
                self.tx.save(None, check, self.author)
        if of.random() < 0.3:
            self.tx.save(saved, replace(saved, owner=of.choice(_LOGINS)), self.author)

    def review(self, ref: str, month: Month) -> None:
        """A review in any state, that somebody passed on."""
        of = self.chance
        state = of.choice((*UNSIGNED, "signed"))
        review = Review(
            ref,
            month,
            due=of.choice((self.day(), self.soon())),
            updated_by=of.choice((None, *_LOGINS)),
            endorsed_by=of.choice((None, *_LOGINS)),
        )
        saved = self.tx.save(None, review, self.author)
        if state != "due":
            self.tx.save(saved, replace(saved, state=state), self.author)

    def request(self, ref: str) -> None:
        """Something asked of somebody, or a gate to be waived, or what reads like that."""
        of = self.chance
        text = of.choice(("Which nights?", "Waive the gate of scan: in a hurry", "waive it"))
        stage, to = of.choice(("", "scan", "scan", "analyse")), of.choice(_NAMED[:-1])
        answered = of.choice((None, None, TODAY))
        until = of.choice((self.day(), self.soon()))
        made = Request(profile=ref, text=text, to=of.choice((to, "inspector")), stage=stage)
        self.tx.save(None, replace(made, answered=answered, until=until), self.author)


def fill(book: Book, seed: int) -> None:
    """Put places, people and up to two dozen profiles into an empty casebook, by chance."""
    chance = Random(seed)
    with book.store.writing() as tx:
        made = _Made(tx, chance)
        for ref, kind, parent in (
            ("Harbour", "district", None),
            ("Strand", "district", None),
            ("W1", "ward", "Harbour"),
            ("HS-1", "hotspot", "W1"),
            ("HS-2", "hotspot", "Harbour"),
            ("HS-3", "hotspot", "Strand"),
        ):
            tx.save(None, Place(ref, kind, ref.title(), parent=parent), book.author)
        for person in PEOPLE:
            tx.save(None, person, book.author)
        for place in chance.sample(("HS-1", "HS-2", "HS-3"), 2):
            tx.save(None, Plan(place, date(2024, 6, 1)), made.author)
        for number in range(chance.choice((0, 12, 24))):
            made.profile(number)
        for number in range(chance.randint(0, 4)):
            asked = ScrutinyAction(meeting="June", number=number, text="Report", until=made.day())
            done = chance.choice((None, TODAY))
            asked = replace(asked, owner=chance.choice(_NAMED), done=done)
            tx.save(None, asked, made.author)


def owed_plainly(book: Book, tx: Transaction) -> tuple[Due, ...]:
    """What is owed by the rules that the database is asked by, in the order of lists."""
    found = [*_profiles(tx), *_actions(tx), *_reviews(book, tx), *_entries(tx), *_checks(tx)]
    return tuple(
        sorted(found, key=lambda one: (one.on, one.about, one.what, one.says, one.kind, one.id))
    )


def _profiles(tx: Transaction) -> Iterator[Due]:
    for one in tx.load(Profile):
        if one.status == "proposed" and one.opened:
            said = ("proposal", one.ref, f"accept or refuse: {one.title}", "inspector", False)
            yield Due(one.opened, *said, "profile", one.id, role=True, verb="accept")
        over = one.status in ("closed", "refused") and one.disposed is None
        if over and one.retain_until and one.retain_until < TODAY:
            said = ("disposal", one.ref, f"dispose of {one.title}", "administrator", True)
            yield Due(one.retain_until, *said, "profile", one.id, role=True, verb="dispose")


def _actions(tx: Transaction) -> Iterator[Due]:
    profiles = {one.ref: one for one in tx.load(Profile)}
    for one in tx.load(Action):
        profile = profiles[one.profile]
        if profile.live and one.due and one.done is None:
            who = one.owner or profile.owner or ""
            said = ("action", one.profile, one.title, who, one.due < TODAY)
            yield Due(one.due, *said, "action", one.id)


def _reviews(book: Book, tx: Transaction) -> Iterator[Due]:
    steps = {"updated": ("reviewer", "sign"), "endorsed": ("reviewer", "sign")}
    if book.settings.endorse:
        steps["updated"] = ("inspector", "endorse")
    for profile in tx.load(Profile):
        open_ = [
            one
            for one in tx.load(Review, profile=profile.ref)
            if one.state != "signed" and one.due is not None
        ]
        for one in open_:
            who, verb = steps.get(one.state, (profile.owner or "", "edit"))
            assert one.due is not None
            said = ("review", profile.ref, f"{one.month.label}: {one.state}", who, one.due < TODAY)
            yield Due(one.due, *said, "review", one.id, role=one.state in steps, verb=verb)
        on = profile.next_review
        if on is not None and profile.live and not open_:
            said = ("review", profile.ref, "next review", profile.owner or "", on < TODAY)
            yield Due(on, *said, "review", 0, verb="edit")


_ROLES = ("inspector", "analyst", "reviewer")


def _entries(tx: Transaction) -> Iterator[Due]:
    over = {one.ref for one in tx.load(Profile) if one.status in ("closed", "refused")}
    for one in tx.load(Request):
        if one.until and one.answered is None and one.profile not in over:
            what, verb = ("waiver", "waive") if one.waives else ("request", "")
            said = (what, one.profile, one.text, one.to, one.until < TODAY)
            yield Due(one.until, *said, "request", one.id, role=one.to in _ROLES, verb=verb)
    for asked in tx.load(ScrutinyAction):
        if asked.until and asked.done is None:
            said = ("scrutiny action", "June", asked.text, asked.owner, asked.until < TODAY)
            role = asked.owner in _ROLES
            yield Due(asked.until, *said, "scrutiny-action", asked.id, role=role)


def _checks(tx: Transaction) -> Iterator[Due]:
    made = {(one.profile, one.months) for one in tx.load(ClosingCheck)}
    for one, months in product(tx.load(Profile), (3, 12)):
        looked = (one.ref, months) in made
        if one.closed and one.status == "closed" and one.disposed is None and not looked:
            on = months_after(one.closed, months)
            said = ("check after closing", one.ref, f"look again at {one.title}")
            yield Due(on, *said, one.owner or "", on < TODAY, "closing-check", 0)


def is_mine(book: Book, tx: Transaction, account: Account, due: Due) -> bool:
    """Whether an account owes one thing and may do it now, asked of that thing alone."""
    if not active(account, book.today):
        return False
    names = account.roles if due.role else {account.login, account.name} - {""}
    theirs = replace(book, account=account, via=None)
    return due.who in names and not any(
        may(account, verb, target) for verb, target in _asked(theirs, tx, due)
    )


def _asked(book: Book, tx: Transaction, due: Due) -> Iterator[tuple[str, Target]]:
    kind = kind_called(due.kind)
    assert kind is not None
    verb, profile = due.verb or kind.VERB, tx.load_one(Profile, ref=due.about)
    if profile is None:
        record = tx.load_one(kind, id=due.id)
        for target in targets_of(tx, book, record):
            yield verb, target
        return
    links, signed = tx.load(ProfilePlace, profile=due.about), due.what == "review"
    yield verb, target_of_profile(tx, book, profile, links, verb, since_signed=signed)
