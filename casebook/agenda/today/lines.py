"""What is owed as a line a person reads: when, what, where by name, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from casebook.agenda.today.page import Line
from casebook.agenda.today.told import TurnedDown
from casebook.book.opening import Book
from casebook.core.access import Account, active
from casebook.core.due import Due
from casebook.core.months import Month, day_label
from casebook.places import queries as places
from casebook.places.place import Place
from casebook.profiles.profile import Profile, ProfilePlace
from casebook.reviews import queries
from casebook.reviews.review import Review
from casebook.store.transaction import Transaction


@dataclass(frozen=True)
class Wording:
    """What lines are made from: names of places and people, and the records that are owed."""

    day: date
    places: Mapping[str, Place]
    above: Mapping[str, tuple[str, ...]]
    """The areas around each place."""
    people: Mapping[str, Account]
    profiles: Mapping[str, Profile]
    hotspots: Mapping[str, tuple[str, ...]]
    """The hotspots of each profile."""
    reviews: Mapping[tuple[str, int], Review]
    """Those that aren't signed, by kind and id as what is owed names them."""
    asked_by: Mapping[str, str]
    """The labels of who asks for a profile, by code."""
    told: Mapping[tuple[str, int], TurnedDown]
    """What was refused or returned of what the reader asked for, by kind and id of the record."""

    def place(self, ref: str) -> str:
        """A place by name."""
        found = self.places.get(ref)
        return (found.name or ref) if found else ref

    def person(self, login: str) -> str:
        """An account as it is shown; a login or word without one as it stands."""
        found = self.people.get(login)
        return (found.name or login) if found else login

    def of_hotspot(self, place: str) -> str:
        """The live profile of a hotspot; empty where it has none."""
        live = (ref for ref, profile in self.profiles.items() if profile.live)
        return next((ref for ref in live if place in self.hotspots.get(ref, ())), "")

    def team(self, hotspot: str) -> str:
        """Who owns the live profile of a hotspot."""
        profile = self.profiles.get(self.of_hotspot(hotspot))
        return self.person(profile.owner) if profile and profile.owner else "without an owner"

    def where(self, ref: str) -> str:
        """Where what is owed lies: a place by name, and how many more."""
        if ref not in self.profiles:
            return self.place(ref)
        first, *others = self.hotspots.get(ref) or (self.profiles[ref].area or "",)
        if not first:
            return self.profiles[ref].title
        return self.place(first) + (f" +{len(others)}" if others else "")

    def waits(self, account: Account, due: Due) -> bool:
        """Whether somebody else owes it to ``account``: on its profile, or on what it passed on.

        Proposals wait in the area they are made in; so does what is owed on its places by somebody
        without an account, who sees no page of their own.
        """
        profile, review = self.profiles.get(due.about), self._review(due)
        if profile is None:
            known = due.who in self.people or due.role
            around = (due.about, *self.above.get(due.about, ()))
            return bool(due.who) and not known and account.place in around
        if review is not None and account.login in (review.updated_by, review.endorsed_by):
            return True
        if due.what == "proposal":
            return bool(account.place) and account.place in self._areas(due.about)
        return profile.owner == account.login and due.who != account.login

    @cached_property
    def _holders(self) -> Mapping[tuple[str, str | None], list[Account]]:
        """Who holds a role in an area, or in the whole force, now."""
        found: dict[tuple[str, str | None], list[Account]] = {}
        for account in self.people.values():
            for role in account.roles if active(account, self.day) else ():
                found.setdefault((role, account.place), []).append(account)
        return found

    def mine(self, due: Due) -> Line:
        """What is for the reader to do."""
        review, says, more, what = self._review(due), due.says, "", due.what
        if review is not None:
            what = "returned" if review.state == "returned" else due.what
            says, more = self._step(review, self.told.get((due.kind, due.id)))
        elif due.what == "review":
            says = "the next review; its month isn't opened yet"
        elif due.what == "proposal":
            says, more = self._proposed(self.profiles[due.about])
        return self._line(due, what, says, more)

    def _step(self, review: Review, back: TurnedDown | None) -> tuple[str, str]:
        """What a review asks of the reader; with who returned it, where the reader is told that."""
        month, returned = self.month(review.month), review.state == "returned"
        told = review.returned_why if returned else review.did
        if back and not returned:
            says = f"{month}, returned since you endorsed it: “{_one(told)}”"
            return says, f"{self._by(back)}: {back.why}\n{told}"
        says = f"{month}: “{_one(told)}”" if told else f"{month}, yours to update"
        return says, f"{self._by(back)}: {told}" if back else told

    def waiting(self, due: Due) -> Line:
        """What somebody else is to do."""
        review, says, what = self._review(due), due.says, due.what
        if review is not None and due.role:
            since = review.endorsed_on if review.state == "endorsed" else review.updated_on
            what = {"endorse": "endorsing", "sign": "signature"}[due.verb]
            from_ = f", since {self.short(since)}" if since else ""
            says = f"{self.month(review.month)}{from_} with {self._with(due)}"
        elif review is not None:
            what = "returned" if review.state == "returned" else due.what
            says = f"{self.month(review.month)}: {review.state}, with {self._with(due)}"
        elif due.what == "proposal":
            says = f"with {self._with(due)}: {self.profiles[due.about].title}"
        elif due.who:
            says = f"{due.says} · {self._with(due)}"
        return self._line(due, what, says, "")

    def told_line(self, one: TurnedDown) -> Line:
        """Something the reader asked for that was refused or returned: by whom, when and why."""
        why, of = one.why.strip(), one.of.replace(f" {self.day.year} review", "")
        says = f"{of}: “{_one(why)}” · {self.person(one.who)}"
        more = f"{self._by(one)}: {why}\n{one.of[:1].upper()}{one.of[1:]}: {one.asked.strip()}"
        where, of_record = self.where(one.about), (one.kind, one.id)
        about = (one.about, one.about)
        return Line(one.on, False, one.what, where, says, *about, *of_record, one.who, more)

    def _by(self, one: TurnedDown) -> str:
        """``Returned by insp.harbour on 18 Dec 2024``."""
        return f"{one.what.capitalize()} by {self.person(one.who)} on {day_label(one.on)}"

    def month(self, month: Month) -> str:
        """A month in a word where it is of this year: ``Nov``."""
        return month.label if month.year != self.day.year else month.label[:3]

    def short(self, day: date) -> str:
        """A day of this year without its year: ``11 Nov``."""
        return day_label(day) if day.year != self.day.year else day_label(day)[:-5]

    def _line(self, due: Due, what: str, says: str, more: str) -> Line:
        where = self.where(due.about)
        return Line(
            due.on,
            due.overdue,
            what,
            where,
            _one(says),
            due.about,
            due.about if due.about in self.profiles else self.of_hotspot(due.about),
            due.kind,
            due.id,
            self._with(due) if due.who else "",
            more.strip(),
        )

    def _review(self, due: Due) -> Review | None:
        return self.reviews.get((due.kind, due.id))

    def _proposed(self, profile: Profile) -> tuple[str, str]:
        """What is proposed: title, and the harm with who asked."""
        asked = self.asked_by.get(profile.asked_by, profile.asked_by)
        harm = f"Harm if nothing is done: {profile.harm}" if profile.harm else "No harm is given."
        return profile.title, f"Asked for by {asked}. {harm}" if asked else harm

    def _areas(self, ref: str) -> set[str]:
        own = (*self.hotspots.get(ref, ()), self.profiles[ref].area or "")
        return {area for one in own for area in (one, *self.above.get(one, ()))} - {""}

    def _with(self, due: Due) -> str:
        """Who owes it: by name, or as a role where not just one person there holds it."""
        if not due.role:
            return self.person(due.who)
        areas = self._areas(due.about) if due.about in self.profiles else set()
        near = [one for area in areas for one in self._holders.get((due.who, area), ())]
        found = near or self._holders.get((due.who, None), [])
        return self.person(found[0].login) if len(found) == 1 else f"any {due.who}"


def read_wording(
    book: Book,
    tx: Transaction,
    due: Iterable[Due],
    hotspots: Collection[str] = (),
    told: Collection[TurnedDown] = (),
) -> Wording:
    """What the lines of ``due`` and ``told`` are made from, and what is known of ``hotspots``."""
    due = tuple(due)
    about = {one for each in due for one in (each.about, each.within) if one} | {*hotspots}
    about |= {one.about for one in told}
    ties = tx.columns(ProfilePlace, "profile", role="target", place=about)
    profiles = {one.ref: one for one in tx.load(Profile, ref=about | {ref for (ref,) in ties})}
    targets: dict[str, tuple[str, ...]] = {}
    for ref, place in tx.columns(ProfilePlace, "profile", "place", role="target", profile=profiles):
        targets[ref] = (*targets.get(ref, ()), place)
    refs = about | {place for own in targets.values() for place in own}
    refs |= {one.area for one in profiles.values() if one.area}
    refs |= {book.account.place} if book.account.place else set()
    above = places.ancestors(tx, refs)
    refs |= {area for over in above.values() for area in over}
    return Wording(
        book.today,
        {place.ref: place for place in tx.load(Place, ref=refs)},
        above,
        _people(tx, refs, (*due, *told), profiles.values()),
        profiles,
        targets,
        _reviews(tx, due),
        _asked_by(tx, profiles.values()),
        {(one.kind, one.id): one for one in told},
    )


def _people(
    tx: Transaction,
    areas: Collection[str],
    due: Iterable[Due | TurnedDown],
    profiles: Iterable[Profile],
) -> dict[str, Account]:
    """The accounts of the whole force and of ``areas``, and of whoever is named."""
    named = {each.who for each in due} | {one.owner for one in profiles if one.owner}
    found = (
        *tx.load(Account, place=None),
        *tx.load(Account, place=areas),
        *tx.load(Account, login=named),
    )
    return {one.login: one for one in sorted(found, key=lambda one: one.id)}


def _reviews(tx: Transaction, due: Iterable[Due]) -> dict[tuple[str, int], Review]:
    ids: dict[str, list[int]] = {}
    for each in due:
        ids.setdefault(each.kind, []).append(each.id)
    found = queries.unsigned(tx, ids.get(Review.KIND, ()))
    return {(one.KIND, one.id): one for one in found}


def _asked_by(tx: Transaction, profiles: Iterable[Profile]) -> dict[str, str]:
    return {
        code: label
        for profile in profiles
        if profile.status == "proposed"
        for code, label in tx.labels_now(profile).get("asked_by", {}).items()
    }


def _one(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())
