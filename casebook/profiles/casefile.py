"""Profiles: open, read and edit them."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from casebook.book.edits import FileEdit, Over, over
from casebook.book.opening import Book
from casebook.book.references import References
from casebook.book.writing import write
from casebook.core.access import Account, Target, may
from casebook.core.errors import AlreadyThere, BadValue, NotFound
from casebook.core.fields import decode, encode, fields_of
from casebook.core.months import day_label
from casebook.places import queries as places
from casebook.profiles.profile import (
    Action,
    Profile,
    ProfilePlace,
    check_action,
    check_profile,
)
from casebook.profiles.responses.beginning import check_declared
from casebook.profiles.stages import BODIES, BODY, MODELS, Objective, Respond, Stage
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

    def encode(self) -> dict[str, Any]:
        """The file as JSON; :func:`new_profile` takes it back.

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


def list_profiles(book: Book, *, stages: bool = True) -> tuple[ProfileFile, ...]:
    """Every profile with what is written on it, by ref; without its stages where not ``stages``."""
    book.require("view")
    with book.store.reading() as tx:
        return _files(tx, tx.load(Profile), with_stages=stages)


def read_profile(book: Book, ref: str) -> ProfileFile:
    """The file of profile ``ref``; raises :class:`NotFound`."""
    book.require("view")
    with book.store.reading() as tx:
        return file_of(tx, ref)


def new_profile(
    book: Book,
    profile: Profile,
    *,
    hotspots: Iterable[str] = (),
    stages: Mapping[str, Mapping[str, Any]] | None = None,
    actions: Iterable[Mapping[str, Any]] = (),
) -> ProfileFile:
    """Open a profile, with whatever is known of its stages and actions already.

    Without a ref the next of the year is given; without a stage it starts at its model's first.
    """
    with book.store.writing() as tx:
        return open_file(
            tx, book, profile, tuple(hotspots), verb="edit", stages=stages, actions=actions
        )


def open_file(
    tx: Transaction,
    book: Book,
    profile: Profile,
    hotspots: tuple[str, ...],
    *,
    verb: str = "propose",
    stages: Mapping[str, Mapping[str, Any]] | None = None,
    actions: Iterable[Mapping[str, Any]] = (),
) -> ProfileFile:
    """Write a new profile and all that is known of it, for an account that may do ``verb``."""
    if profile.model not in MODELS:
        raise BadValue(f"The model is OSARA or SARA, not '{profile.model}'.", field="model")
    order = MODELS[profile.model]
    if profile.stage not in order:
        profile = dataclasses.replace(profile, stage=order[0])
    if not profile.ref:
        profile = dataclasses.replace(profile, ref=_next_ref(tx, book))
    profile = dataclasses.replace(profile, opened=profile.opened or book.today)
    refs = References(tx)
    own = dict.fromkeys(refs.known("place", ref) for ref in hotspots)
    links = tuple(ProfilePlace(profile.ref, ref) for ref in own)
    profile = _checked(tx, profile)
    book.require(verb, target_of_profile(tx, profile, links))
    if tx.load_one(Profile, ref=profile.ref):
        raise AlreadyThere("profile", profile.ref)
    write(book, tx, None, profile)
    for link in links:
        write(book, tx, None, link)
    _open_stages(tx, book, profile, stages or {})
    for row in actions:
        said = without(row, "number", "version")
        save_action(tx, book, None, decode(Action, {"profile": profile.ref, **said}))
    return file_of(tx, profile.ref)


def _open_stages(
    tx: Transaction, book: Book, profile: Profile, bodies: Mapping[str, Mapping[str, Any]]
) -> None:
    order = MODELS[profile.model]
    unknown = [name for name in bodies if name not in order]
    if unknown:
        raise BadValue(f"{profile.model} has no stage '{unknown[0]}'; it has {', '.join(order)}.")
    if profile.status != "proposed":
        for name in order[: order.index(profile.stage) + 1]:
            bodies = {name: {}} | dict(bodies)
    for name in order:
        if name in bodies:
            body = decode(BODIES[name], without(bodies[name], "version", "cycle"))
            reached = order.index(name) <= order.index(profile.stage)
            stage = Stage(
                profile.ref,
                profile.cycle,
                name,
                opened=profile.opened if reached else None,
                body=body,
            )
            write(book, tx, None, stage)


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
    after = _checked(tx, decode(Profile, changes, base=file.profile))
    write(book, tx, file.profile, after, why)


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
    drafts.drop(tx, book.account.login, before.ref)


def may_edit(book: Book, file: ProfileFile, verb: str) -> str | None:
    """Why the account may not edit, log on or advance the profile now; None when it may.

    The sentence is the refusal the verb itself would end in, so a screen can grey its keys by it.
    """
    if book.store.read_only:
        return f"{book.store.book} is open read-only: it can be read, not changed."
    with book.store.reading() as tx:
        reason = may(book.account, verb, target_of_profile(tx, file.profile, file.places))
    return reason or _shut(file.profile)


def add_action(book: Book, ref: str, values: Mapping[str, Any]) -> ProfileFile:
    """Add an action to the response; its due date and owner may come later."""
    with book.store.writing() as tx:
        editable(tx, book, ref, "log")
        save_action(tx, book, None, decode(Action, {"profile": ref, **values}))
        return file_of(tx, ref)


def edit_action(
    book: Book, ref: str, number: int, values: Mapping[str, Any], *, version: Over = None
) -> ProfileFile:
    """Change the action with that number on the profile."""
    with book.store.writing() as tx:
        write_action(tx, book, editable(tx, book, ref, "log"), number, values, version)
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
    values = over(before, values, typed, tx)
    if "profile" in values:
        raise BadValue("An action stays with its profile.")
    save_action(tx, book, before, decode(Action, values, base=before))


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
    return _files(tx, (profile,))[0]


def _files(
    tx: Transaction, profiles: tuple[Profile, ...], *, with_stages: bool = True
) -> tuple[ProfileFile, ...]:
    refs = [profile.ref for profile in profiles]
    stages = tx.load(Stage, profile=refs) if with_stages else ()
    links = tx.load(ProfilePlace, profile=refs)
    actions = tx.load(Action, profile=refs)
    return tuple(
        ProfileFile(
            profile,
            tuple(s for s in stages if s.profile == profile.ref),
            tuple(link for link in links if link.profile == profile.ref),
            tuple(a for a in actions if a.profile == profile.ref),
        )
        for profile in sorted(profiles, key=lambda p: p.ref)
    )


def editable(tx: Transaction, book: Book, ref: str, verb: str) -> ProfileFile:
    """The file of a profile the account may do ``verb`` to and that isn't over.

    Raises :class:`NotFound`, :class:`NotAllowed`, or :class:`BadValue` for a profile that is over.
    """
    file = file_of(tx, ref)
    book.require(verb, target_of_profile(tx, file.profile, file.places))
    shut = _shut(file.profile)
    if shut:
        raise BadValue(shut)
    return file


def _shut(profile: Profile) -> str | None:
    """Why a profile that is over takes no change; None while it is not."""
    if profile.disposed:
        return f"{profile.ref} was disposed of on {day_label(profile.disposed)}: nothing is left."
    if profile.status in ("closed", "refused"):
        return f"{profile.ref} is {profile.status}: it can be read, not changed."
    return None


def target_of_profile(tx: Transaction, profile: Profile, links: tuple[ProfilePlace, ...]) -> Target:
    """What access asks of a profile: its owner and every area its hotspots lie in."""
    above = places.ancestors(tx)
    own = [profile.area] if profile.area else []
    own += [link.place for link in links if link.role == "target"]
    within = tuple(dict.fromkeys(a for ref in own for a in (ref, *above.get(ref, ()))))
    return Target(profile.ref, profile.owner, within)


def _checked(tx: Transaction, profile: Profile) -> Profile:
    """The profile with its area called by ref; raises where what it refers to isn't there."""
    check_profile(profile)
    for login in (profile.owner, profile.supervisor):
        if login and tx.load_one(Account, login=login) is None:
            raise NotFound("account", login)
    if not profile.area:
        return profile
    return dataclasses.replace(profile, area=References(tx).known("place", profile.area))


def _check_stage(profile: Profile, name: str) -> None:
    order = MODELS[profile.model]
    if name not in order:
        raise BadValue(f"{profile.model} has no stage '{name}'; it has {', '.join(order)}.")


def _next_ref(tx: Transaction, book: Book) -> str:
    head = f"{book.settings.label}-{book.today.year}-"
    numbers = [
        int(p.ref.removeprefix(head))
        for p in tx.load(Profile)
        if p.ref.startswith(head) and p.ref.removeprefix(head).isdigit()
    ]
    return f"{head}{max(numbers, default=0) + 1:03d}"
