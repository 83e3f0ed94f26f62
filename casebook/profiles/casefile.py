"""Profiles: read and edit them."""

from __future__ import annotations

import dataclasses
import difflib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from casebook.book.edits import FileEdit, Over, over
from casebook.book.opening import Book
from casebook.book.references import References
from casebook.book.writing import write
from casebook.core.access import Account
from casebook.core.called import near
from casebook.core.english import listed
from casebook.core.errors import BadValue, NotAllowed, NotFound
from casebook.core.fields import decode, encode, fields_of
from casebook.profiles.profile import (
    Action,
    Profile,
    ProfilePlace,
    check_action,
    check_profile,
)
from casebook.profiles.responses.beginning import check_declared
from casebook.profiles.stages import BODIES, BODY, MODELS, Objective, Respond, Stage
from casebook.profiles.who_may import refusal_on_profile, refuse_unshared, shut
from casebook.store import drafts, history
from casebook.store.transaction import Transaction


@dataclass(frozen=True)
class ProfileFile:
    """Everything written on one problem."""

    profile: Profile
    stages: tuple[Stage, ...]
    """Every stage of every cycle that has been opened or written in."""
    places: tuple[ProfilePlace, ...]
    actions: tuple[Action, ...]

    @property
    def hotspots(self) -> tuple[str, ...]:
        """Refs of the places it is about."""
        return tuple(link.place for link in self.places if link.role == "target")

    def stage(self, name: str) -> Stage:
        """The stage as it stands now, from the newest cycle that has it; blank where none does."""
        found = [stage for stage in self.stages if stage.stage == name]
        if found:
            return max(found, key=lambda stage: stage.cycle)
        return Stage(self.profile.ref, self.profile.cycle, name, body=BODIES[name]())

    def with_action(self, action: Action) -> ProfileFile:
        """The same with one of its actions as it stands now."""
        actions = (action if one.id == action.id else one for one in self.actions)
        return dataclasses.replace(self, actions=tuple(actions))

    def encode(self) -> dict[str, Any]:
        """The file as JSON, which an edit takes back.

        Each part names its version, by which an edit says what it was made from.
        """
        stages = {name: self.stage(name) for name in MODELS[self.profile.model]}
        return {
            "profile": {"version": self.profile.version} | encode(self.profile),
            "hotspots": list(self.hotspots),
            "stages": {
                name: {"version": stage.version, "cycle": stage.cycle} | encode(stage.body)
                for name, stage in stages.items()
                if stage.id
            },
            "actions": [
                {"number": action.id, "version": action.version}
                | {key: value for key, value in encode(action).items() if key != "profile"}
                for action in self.actions
            ],
        }


def without(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """A part of a file as JSON, without what stands beside its fields."""
    return {key: value for key, value in row.items() if key not in names}


def list_profiles(
    book: Book,
    refs: Collection[str] | None = None,
    *,
    stages: Collection[str] = tuple(BODIES),
    actions: bool = True,
) -> tuple[ProfileFile, ...]:
    """Every profile with what is written on it, by ref, or those called ``refs`` alone.

    Of their stages only those called ``stages``, and without actions where not ``actions``.
    """
    book.require("view")
    with book.store.reading() as tx:
        profiles = tx.load(Profile) if refs is None else tx.load(Profile, ref=refs)
        whole = {} if refs is None else {"profile": [profile.ref for profile in profiles]}
        return _files(tx, profiles, whole, stages, actions=actions)


def read_profile(book: Book, ref: str) -> ProfileFile:
    """The file of profile ``ref``; raises :class:`NotFound`."""
    book.require("view")
    with book.store.reading() as tx:
        return file_of(tx, ref)


def edit_profile(
    book: Book, ref: str, changes: Mapping[str, Any], *, version: Over = None, why: str = ""
) -> ProfileFile:
    """Change fields of the profile's heading; ``version`` is the one the change was typed over."""
    with book.store.writing() as tx:
        write_heading(tx, book, editable(tx, book, ref, "edit"), changes, version, why)
        return file_of(tx, ref)


def write_heading(
    tx: Transaction,
    book: Book,
    file: ProfileFile,
    changes: Mapping[str, Any],
    typed: Over,
    why: str,
) -> None:
    """Write ``changes`` of the heading of ``file``, which may be edited."""
    changes = over(file.profile, changes, typed, tx)
    fixed = {name for name, spec in fields_of(Profile).items() if spec.fixed}
    fixed = (fixed | {"ref", "model"}) & set(changes)
    if fixed:
        raise BadValue(f"'{sorted(fixed)[0]}' isn't edited: it changes with what is done.")
    after = checked_heading(tx, decode(Profile, changes, base=file.profile))
    if after.owner != file.profile.owner:
        require(tx, book, "hand over", file)
        check_handover(file.profile, after, why)
    if after.area != file.profile.area:
        moved = dataclasses.replace(file.profile, area=after.area)
        require(tx, book, "edit", dataclasses.replace(file, profile=moved))
    write(book, tx, file.profile, after, why)


def check_handover(before: Profile, after: Profile, why: str) -> None:
    """Raise :class:`BadValue` where a profile changes hands for no reason given."""
    if after.owner != before.owner and not why.strip():
        raise BadValue(
            f"Owner: say why {before.ref} changes hands (--why): its reviewer will read it.",
            field="owner",
        )


def edit_stage(
    book: Book,
    ref: str,
    name: str,
    changes: Mapping[str, Any],
    *,
    version: Over = None,
    why: str = "",
) -> ProfileFile:
    """Write in a stage of the present cycle; any stage may be written at any time.

    ``version`` is the stage's version the text was typed over (0: nothing was written yet). A
    draft the account kept of the stage is dropped.
    """
    with book.store.writing() as tx:
        write_stage(tx, book, editable(tx, book, ref, "edit"), name, changes, version, why)
        return file_of(tx, ref)


def write_stage(
    tx: Transaction,
    book: Book,
    file: ProfileFile,
    name: str,
    changes: Mapping[str, Any],
    typed: Over,
    why: str,
) -> None:
    """Write ``changes`` of a stage of ``file``, which may be edited."""
    _check_stage(file.profile, name)
    before = file.stage(name)
    changes = over(before, changes, typed, tx, prefix=BODY)
    if not changes and isinstance(typed, FileEdit):
        return
    body = decode(BODIES[name], changes, base=before.body)
    if isinstance(body, Objective):
        from casebook.profiles.baseline import with_baseline

        body = with_baseline(tx, book, file.hotspots, before.body, body)
    if isinstance(body, Respond):
        check_declared(body, book.today)
    after = dataclasses.replace(before, body=body)
    write(book, tx, before if before.id else None, after, why)
    drafts.drop(tx, book.account.login, before.ref, book.window)


def may_edit(book: Book, file: ProfileFile, verb: str) -> str | None:
    """Why the account may not do ``verb`` to the profile now; None when it may.

    The sentence is the refusal the verb itself would end in, so a screen can grey its keys by it.
    """
    return refusals(book, file, (verb,)).get(verb)


def refusals(book: Book, file: ProfileFile, verbs: Iterable[str]) -> dict[str, str]:
    """For each of ``verbs`` that the account may not do to the profile now, why not."""
    if book.store.read_only:
        reason = f"{book.store.book} is open read-only: it can be read, not changed."
        return dict.fromkeys(verbs, reason)
    over = shut(file.profile)
    with book.store.reading() as tx:
        found = {
            verb: refusal_on_profile(tx, book, file.profile, file.places, verb) or over
            for verb in verbs
        }
    return {verb: reason for verb, reason in found.items() if reason}


def add_action(book: Book, ref: str, values: Mapping[str, Any]) -> ProfileFile:
    """Add an action to the response; its due date and owner may come later."""
    with book.store.writing() as tx:
        editable(tx, book, ref, "log")
        save_action(tx, book, None, decode(Action, {"profile": ref, **values}))
        return file_of(tx, ref)


def edit_action(
    book: Book, ref: str, number: int, values: Mapping[str, Any], *, version: Over = None
) -> ProfileFile:
    """Change the action with that number on the profile.

    A partner says how an action of the own agency goes, and changes nothing else of it.
    """
    with book.store.writing() as tx:
        verb = "report" if book.account.partner else "log"
        write_action(tx, book, editable(tx, book, ref, verb), number, values, version)
        return file_of(tx, ref)


def write_action(
    tx: Transaction,
    book: Book,
    file: ProfileFile,
    number: int,
    values: Mapping[str, Any],
    typed: Over,
) -> None:
    """Write ``values`` of an action of ``file``, which may be logged on."""
    before = next((action for action in file.actions if action.id == number), None)
    if before is None:
        raise NotFound(f"action of {file.profile.ref}", str(number))
    _check_reported(book.account, before, values)
    values = over(before, values, typed, tx)
    if "profile" in values:
        raise BadValue("An action stays with its profile.")
    save_action(tx, book, before, decode(Action, values, base=before))


def _check_reported(account: Account, before: Action, values: Mapping[str, Any]) -> None:
    """Raise :class:`NotAllowed` where a partner says more than how an action of its own goes."""
    if not account.partner:
        return
    if before.agency != account.agency:
        raise NotAllowed(
            f"{account.login} may not change {before.ref}: it is for {before.agency} to say how "
            "it goes."
        )
    specs = fields_of(Action)
    fixed = next((name for name in values if name in specs and not specs[name].reported), None)
    if fixed is not None:
        free = listed([f"'{spec.label}'" for spec in specs.values() if spec.reported])
        raise NotAllowed(
            f"{account.login} may not change '{specs[fixed].label}' of {before.ref}: a partner "
            f"says {free}; whoever owns the profile changes the rest."
        )


def save_action(tx: Transaction, book: Book, before: Action | None, after: Action) -> None:
    """Write an action (``before`` None: a new one) after the rules of its kind."""
    check_action(after)
    write(book, tx, before, after)


def history_of(book: Book, ref: str) -> tuple[history.HistoryEntry, ...]:
    """Every change of the profile and of all that is kept with it, oldest first."""
    profile = read_profile(book, ref).profile
    with book.store.reading() as tx:
        return tx.history.of_profile(profile)


def file_of(tx: Transaction, ref: str) -> ProfileFile:
    """The file of profile ``ref``; raises :class:`NotFound` with refs like it."""
    profile = tx.load_one(Profile, ref=ref)
    if profile is None:
        known = [p.ref for p in tx.load(Profile)]
        raise NotFound("profile", ref, tuple(difflib.get_close_matches(ref, known, n=2)))
    return files_of(tx, (profile,))[0]


def files_of(
    tx: Transaction, profiles: Sequence[Profile], *, stages: Collection[str] = tuple(BODIES)
) -> tuple[ProfileFile, ...]:
    """The files of several profiles, by ref; of their stages only those called ``stages``."""
    of = {"profile": [profile.ref for profile in profiles]}
    return _files(tx, profiles, of, stages, actions=True)


def _files(
    tx: Transaction,
    profiles: Sequence[Profile],
    of: Mapping[str, Any],
    stages: Collection[str],
    *,
    actions: bool,
) -> tuple[ProfileFile, ...]:
    """The files of ``profiles``, whose records are as ``of`` says."""
    named = {} if len(stages) == len(BODIES) else {"stage": stages}
    written = _by_profile(tx.load(Stage, **of, **named) if stages else ())
    links = _by_profile(tx.load(ProfilePlace, **of))
    acts = _by_profile(tx.load(Action, **of) if actions else ())
    return tuple(
        ProfileFile(p, tuple(written[p.ref]), tuple(links[p.ref]), tuple(acts[p.ref]))
        for p in sorted(profiles, key=lambda p: p.ref)
    )


P = TypeVar("P", Stage, ProfilePlace, Action)


def _by_profile(records: Iterable[P]) -> dict[str, list[P]]:
    found: dict[str, list[P]] = defaultdict(list)
    for record in records:
        found[record.profile].append(record)
    return found


def editable(tx: Transaction, book: Book, ref: str, verb: str) -> ProfileFile:
    """The file of a profile the account may do ``verb`` to and that isn't over.

    Raises :class:`NotFound`, :class:`NotAllowed`, or :class:`BadValue` for a profile that is over.
    """
    refuse_unshared(tx, book, ref)
    file = file_of(tx, ref)
    require(tx, book, verb, file)
    reason = shut(file.profile)
    if reason:
        raise BadValue(reason)
    return file


def require(tx: Transaction, book: Book, verb: str, file: ProfileFile) -> None:
    """Raise :class:`NotAllowed`, saying who can, unless the account may do ``verb`` to it."""
    refused = refusal_on_profile(tx, book, file.profile, file.places, verb)
    if refused:
        raise NotAllowed(refused)


def checked_heading(tx: Transaction, profile: Profile) -> Profile:
    """The profile with its area called by ref; raises where what it refers to isn't there."""
    check_profile(profile)
    for name in ("owner", "supervisor"):
        login = getattr(profile, name)
        if login and tx.load_one(Account, login=login) is None:
            like = near(login, [account.login for account in tx.load(Account)])
            raise NotFound("account", login, like, field=name)
    if not profile.area:
        return profile
    return dataclasses.replace(profile, area=References(tx).known("place", profile.area))


def _check_stage(profile: Profile, name: str) -> None:
    order = MODELS[profile.model]
    if name not in order:
        raise BadValue(f"{profile.model} has no stage '{name}'; it has {', '.join(order)}.")
