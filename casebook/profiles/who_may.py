"""What access asks of a profile: where it lies, whose it is, who has had a hand in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from casebook.book.opening import Book
from casebook.core.access import RULES, Account, Target, WhoMay, active, any_of, may
from casebook.core.english import listed
from casebook.core.kinds import all_kinds, kind_called
from casebook.core.months import day_label
from casebook.places import queries as places
from casebook.profiles.profile import Action, Profile, ProfilePlace
from casebook.store.history import HistoryEntry, makes
from casebook.store.transaction import Transaction

if TYPE_CHECKING:
    from casebook.places.plan import Plan


def target_of_profile(
    tx: Transaction,
    book: Book,
    profile: Profile,
    links: Iterable[ProfilePlace],
    verb: str = "",
    *,
    since_signed: bool = False,
) -> Target:
    """What access asks of a profile before the account of ``book`` does ``verb`` to it.

    Who had a hand in it is looked up only for a verb that takes a second person: since its last
    signed review with ``since_signed``, else since anything was last decided on it.
    """
    own = [link.place for link in links if link.role == "target"]
    own += [profile.area] if profile.area else []
    target = Target(
        profile.ref,
        profile.owner,
        places.chains(tx, own),
        shared=shared_with(tx, profile.ref, book.today) if book.account.agency else frozenset(),
    )
    rule = RULES[verb] if verb else None
    if profile.id and rule is not None and rule.second_person:
        return _with_hands(tx, target, profile, own, rule, since_signed=since_signed)
    return target


def refusal_on_profile(
    tx: Transaction,
    book: Book,
    profile: Profile,
    links: Iterable[ProfilePlace],
    verb: str,
    *,
    since_signed: bool = False,
) -> str | None:
    """Why the account of ``book`` may not do ``verb`` to a profile; None where it may.

    Where that takes a second person the sentence ends with who of this casebook to ask.
    """
    target = target_of_profile(tx, book, profile, links, verb, since_signed=since_signed)
    reason = may(book.account, verb, target)
    if reason is None or not RULES[verb].second_person:
        return reason
    return f"{reason} {_whom_to_ask(tx, book, verb, target)}"


@dataclass(frozen=True)
class Reach:
    """What an account may do to profiles as far as that is known of all at once, by ref.

    Of the others it depends on what the account did to each since it was decided on.
    """

    allowed: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()


def reach(tx: Transaction, account: Account, verb: str, refs: Collection[str]) -> Reach:
    """What is known at once of whether the account may do ``verb`` to the profiles ``refs``."""
    rule = RULES[verb]
    if not refs or not rule.shared.isdisjoint(account.roles):
        return Reach()  # what is shared with an agency is looked up profile by profile
    own: dict[str, list[str]] = {ref: [] for ref in refs}
    for ref, place in tx.columns(ProfilePlace, "profile", "place", role="target", profile=refs):
        own[ref].append(place)
    owners: dict[str, str | None] = {}
    for ref, owner, area in tx.columns(Profile, "ref", "owner", "area", ref=refs):
        owners[ref] = owner
        own[ref] += [area] if area else []
    lie = places.chains_of(tx, own)
    refused = frozenset(
        ref for ref in owners if may(account, verb, Target(ref, owners[ref], lie[ref])) is not None
    )
    allowed = owners.keys() - refused
    if allowed and rule.second_person:
        allowed -= _handled(tx, account.login, allowed)
    return Reach(frozenset(allowed), refused)


_MANY = 500
"""Of more profiles the history is read through at once, and not profile by profile."""


def _handled(tx: Transaction, login: str, refs: Collection[str]) -> set[str]:
    """Those of ``refs`` that a login ever owned or had a hand in, and perhaps a few more."""
    from casebook.places.plan import Plan

    ids: dict[int, str] = {row[0]: row[1] for row in tx.columns(Profile, "id", "ref", ref=refs)}
    few = len(ids) <= _MANY
    if few:
        ids |= tx.history.rows_of(Profile, refs)
    handled = tx.history.handled(login, _parts(), Profile, set(ids) if few else None)
    rows = {profile for _, profile in handled}
    plans = {plan for plan, _ in tx.history.handled(login, (Plan.KIND,), Plan)} - {None}
    entries = tx.history.entries(kind=Plan.KIND, record_id=sorted(plans)) if plans else ()
    planned = _places(tx, Plan, entries)
    ties = tx.history.of_kind(ProfilePlace) if planned else ()
    # SQLite takes no more than a thousand places in one question
    rows |= {tie.profile_id for tie in ties if planned & {*(tie.change or {}).get("place", ())}}
    found = {ids[row] for row in rows if row in ids}
    if not few:  # of one that was taken away, whose ref another has now
        found |= set(tx.history.names_of(Profile, rows - set(ids)).values())
    now = tx.columns(ProfilePlace, "profile", place=sorted(planned))
    here = tx.columns(Profile, "ref", area=sorted(planned))
    return found | {ref for (ref,) in (*now, *here)}


_NAMED = 4
"""How many to ask are named at most."""


def _whom_to_ask(tx: Transaction, book: Book, verb: str, target: Target) -> str:
    able = [
        account
        for account in _reaching(tx, verb, target)
        if active(account, book.today) and may(account, verb, target) is None
    ]
    if not able:
        roles = any_of(RULES[verb].roles)
        return f"Nobody here can: an administrator can make somebody else {roles}."
    # those of its own area before those of the whole force
    names = [account.login for account in sorted(able, key=lambda one: one.place is None)]
    more = len(names) - _NAMED
    named = names if more <= 0 else [*names[:_NAMED], f"{more} more"]
    return f"Ask {listed(named, 'or')} to {verb} it."


def _reaching(tx: Transaction, verb: str, target: Target) -> tuple[Account, ...]:
    """The accounts that reach it: bound to an area it lies in, or to none; all where any may."""
    if RULES[verb].anywhere:
        return tx.load(Account)
    near = sorted({area for chain in target.places for area in chain})
    return (*tx.load(Account, place=near), *tx.load(Account, place=None))


def refuse_unshared(tx: Transaction, book: Book, ref: str) -> None:
    """Raise :class:`NotAllowed` for a partner who isn't shown profile ``ref`` today.

    The sentence is the same where there is no such profile, so that it tells of none.
    """
    if book.account.partner:
        book.require("read", Target(ref, shared=shared_with(tx, ref, book.today)))


def shut(profile: Profile) -> str | None:
    """Why a profile that is over takes no change; None while it is not."""
    if profile.disposed:
        return f"{profile.ref} was disposed of on {day_label(profile.disposed)}: nothing is left."
    if profile.status in ("closed", "refused"):
        return f"{profile.ref} is {profile.status}: it can be read, not changed."
    return None


def shared_with(tx: Transaction, ref: str, day: date) -> frozenset[str]:
    """The agencies that are shown profile ``ref`` on ``day``."""
    return frozenset(
        getattr(entry, kind.SHARES)
        for kind in all_kinds()
        if kind.SHARES
        for entry in tx.load(kind, profile=ref)
        if entry.opens_on(day)
    )


def _with_hands(
    tx: Transaction,
    target: Target,
    profile: Profile,
    places_of: Sequence[str],
    rule: WhoMay,
    *,
    since_signed: bool,
) -> Target:
    """The target with who owned or changed a profile since a decision on it, and since which.

    Changed are its heading, stages, actions, ties to places, and the patrol plans of its places,
    those it was tied to meanwhile among them. What a decision itself writes is no change, nor is
    moving it from stage to stage, unless the rule counts that. Whoever acts for somebody counts
    with them.
    """
    parts = _parts()
    entries = tx.history.of_profile(profile)
    taken_back = _taken_back(entries)
    decided = [entry for entry in entries if _decides(entry) and entry.txn not in taken_back]
    moved = () if rule.moving_counts else filter(_moves, entries)
    steps = {entry.txn or entry.seq for entry in (*decided, *moved)}
    last = [entry for entry in decided if not since_signed or entry.kind not in parts]
    after = last[-1].seq if last else 0
    changes = [
        entry
        for entry in entries
        if entry.seq > after and entry.kind in parts and (entry.txn or entry.seq) not in steps
    ]
    tied = set(places_of) | _places(tx, ProfilePlace, changes)
    changes += _of_plans(tx, tied, after)
    made = [one for one in changes if one.kind == profile.KIND and makes(Profile, one.change or {})]
    return replace(
        target,
        touched=frozenset(_logins(changes) | _owners(profile, entries, after)),
        since=_since(profile, last),
        proposed_by=frozenset(_logins(made) if profile.status == "proposed" else ()),
    )


def _logins(entries: Iterable[HistoryEntry]) -> set[str]:
    return {login for entry in entries for login in (entry.who, entry.via) if login}


def _parts() -> tuple[str, ...]:
    """The kinds whose change is a change of the profile."""
    from casebook.profiles.stages import Stage  # brings every stage, which Today's rows do without

    return (Profile.KIND, Stage.KIND, Action.KIND, ProfilePlace.KIND)


def _of_plans(tx: Transaction, places_of: set[str], after: int) -> list[HistoryEntry]:
    """The entries after an entry about the patrol plans of places, now or before each change."""
    from casebook.places.plan import Plan

    here = [number for (number,) in tx.columns(Plan, "id", place=places_of)]
    named = tx.history.naming(Plan, sorted(places_of), after=after)
    return [
        *tx.history.entries(after=after, kind=Plan.KIND, record_id=here),
        *(entry for entry in named if places_of & {*(entry.change or {}).get("place", ())}),
    ]


@dataclass(frozen=True)
class Handover:
    """A profile that changed hands."""

    at: str
    """When, UTC in ISO form."""
    who: str
    """The login that changed it."""
    before: str | None
    after: str | None
    why: str

    def says(self) -> str:
        """In a sentence: ``2024-11-04: from sgt.a to sgt.b by ins.h, because posted``."""
        hands = f"from {self.before or 'nobody'} to {self.after or 'nobody'}"
        because = f", because {self.why}" if self.why else ""
        return f"{self.at[:10]}: {hands} by {self.who}{because}"


def handovers(tx: Transaction, profile: Profile, after: int = 0) -> tuple[Handover, ...]:
    """Every change of a profile's owner by an entry of history after ``after``, oldest first."""
    return tuple(
        Handover(entry.at, entry.who, change["owner"][0], change["owner"][1], entry.why)
        for entry, change in _owner_changes(tx.history.of_profile(profile, after=after))
        if not makes(Profile, change)
    )


def _owner_changes(
    entries: Iterable[HistoryEntry],
) -> Iterator[tuple[HistoryEntry, Mapping[str, Any]]]:
    for entry in entries:
        change = entry.change or {}
        if entry.kind == Profile.KIND and "owner" in change:
            yield entry, change


def _decides(entry: HistoryEntry) -> bool:
    kind = kind_called(entry.kind)
    return kind is not None and kind.decides(entry.change or {})


def _taken_back(entries: Sequence[HistoryEntry]) -> frozenset[int | None]:
    """The transactions that were undone, and those that undid them: nothing is decided by them."""
    txn_of = {entry.seq: entry.txn for entry in entries}
    undoing = [entry for entry in entries if entry.undoes is not None]
    undone = (txn_of.get(entry.undoes or 0) for entry in undoing)
    return frozenset({*undone, *(entry.txn for entry in undoing)} - {None})


def _moves(entry: HistoryEntry) -> bool:
    kind, change = kind_called(entry.kind), entry.change or {}
    return kind is not None and bool(set(kind.MOVED_BY) & set(change)) and not makes(kind, change)


def _owners(profile: Profile, entries: Iterable[HistoryEntry], after: int) -> set[str]:
    """Who owns it, and who owned it at any time after an entry."""
    later = (entry for entry in entries if entry.seq > after)
    pairs = [change["owner"] for _, change in _owner_changes(later)]
    return {login for pair in (*pairs, (profile.owner,)) for login in pair if login}


def _places(
    tx: Transaction, kind: type[ProfilePlace] | type[Plan], entries: Iterable[HistoryEntry]
) -> set[str]:
    """The places of the records of ``kind`` that entries are about, now and before each change."""
    of_kind = [entry for entry in entries if entry.kind == kind.KIND]
    named = {ref for each in of_kind for ref in (each.change or {}).get("place", ()) if ref}
    current = tx.load(kind, id=[each.record_id for each in of_kind])
    return named | {record.place for record in current}


def _since(profile: Profile, decided: Sequence[HistoryEntry]) -> str:
    if profile.status == "proposed":
        return "it was proposed"
    if not decided:
        return "it was opened"
    return "it was last decided on" if decided[-1].kind in _parts() else "its last signed review"
