"""Profiles: open, read, edit and move them on."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from casebook.domain.access import Account, Target, may
from casebook.domain.errors import AlreadyThere, BadValue, GateShut, NotFound, StaleRecord
from casebook.domain.fields import decode, encode
from casebook.domain.gates import SHIPPED_GATES, Missing, missing
from casebook.domain.place import Place
from casebook.domain.profile import (
    PLACE_ROLES,
    Action,
    Profile,
    ProfilePlace,
    check_action,
    check_profile,
)
from casebook.domain.stages import BODIES, MODELS, Stage, StageBody, next_stage
from casebook.services.book import Book
from casebook.services.writing import write
from casebook.storage import drafts, history, places, records, settings
from casebook.storage.engine import Connection


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
        """The stage as it stands in the present cycle; blank where nothing is written yet."""
        for stage in self.stages:
            if stage.stage == name and stage.cycle == self.profile.cycle:
                return stage
        return Stage(self.profile.ref, self.profile.cycle, name, body=BODIES[name]())

    def encode(self) -> dict[str, Any]:
        """The file as JSON; :func:`new_profile` takes it back."""
        return {
            "profile": encode(self.profile),
            "hotspots": list(self.hotspots),
            "stages": {
                name: encode(self.stage(name).body)
                for name in MODELS[self.profile.model]
                if self.stage(name).id
            },
            "actions": [
                {key: value for key, value in encode(action).items() if key != "profile"}
                for action in self.actions
            ],
        }


def list_profiles(book: Book) -> tuple[ProfileFile, ...]:
    """Every profile with what is written on it, by ref."""
    book.require("view")
    with book.store.reading() as conn:
        return _files(conn, records.load(conn, Profile))


def read_profile(book: Book, ref: str) -> ProfileFile:
    """The file of profile ``ref``; raises :class:`NotFound`."""
    book.require("view")
    with book.store.reading() as conn:
        return _file(conn, ref)


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
    if profile.model not in MODELS:
        raise BadValue(f"The model is OSARA or SARA, not '{profile.model}'.")
    order = MODELS[profile.model]
    if profile.stage not in order:
        profile = dataclasses.replace(profile, stage=order[0])
    with book.store.writing() as conn:
        if not profile.ref:
            profile = dataclasses.replace(profile, ref=_next_ref(conn, book))
        profile = dataclasses.replace(profile, opened=profile.opened or book.today)
        links = tuple(ProfilePlace(profile.ref, ref) for ref in hotspots)
        _check(conn, profile)
        book.require("edit", _target(conn, profile, links))
        if records.load_one(conn, Profile, ref=profile.ref):
            raise AlreadyThere("profile", profile.ref)
        write(book, conn, None, profile)
        for link in links:
            _known_place(conn, link.place)
            write(book, conn, None, link)
        _open_stages(conn, book, profile, stages or {})
        for row in actions:
            _save_action(conn, book, None, decode(Action, {"profile": profile.ref, **row}))
        return _file(conn, profile.ref)


def _open_stages(
    conn: Connection, book: Book, profile: Profile, bodies: Mapping[str, Mapping[str, Any]]
) -> None:
    order = MODELS[profile.model]
    unknown = [name for name in bodies if name not in order]
    if unknown:
        raise BadValue(f"{profile.model} has no stage '{unknown[0]}'; it has {', '.join(order)}.")
    for name in order[: order.index(profile.stage) + 1]:
        bodies = {name: {}} | dict(bodies)
    for name in order:
        if name in bodies:
            body = decode(BODIES[name], bodies[name])
            reached = order.index(name) <= order.index(profile.stage)
            stage = Stage(
                profile.ref,
                profile.cycle,
                name,
                opened=profile.opened if reached else None,
                body=body,
            )
            write(book, conn, None, stage)


def edit_profile(
    book: Book, ref: str, changes: Mapping[str, Any], *, version: int | None = None, why: str = ""
) -> ProfileFile:
    """Change fields of the profile's heading; ``version`` is the one the change was typed over."""
    fixed = {"ref", "model", "stage", "cycle", "status"} & set(changes)
    if fixed:
        raise BadValue(f"'{sorted(fixed)[0]}' isn't edited: it changes with what is done.")
    with book.store.writing() as conn:
        file = _editable(conn, book, ref, "edit")
        _same_version("Profile", ref, file.profile.version, version)
        after = decode(Profile, changes, base=file.profile)
        _check(conn, after)
        write(book, conn, file.profile, after, why)
        return _file(conn, ref)


def edit_stage(
    book: Book,
    ref: str,
    name: str,
    changes: Mapping[str, Any],
    *,
    version: int | None = None,
    why: str = "",
) -> ProfileFile:
    """Write in a stage of the present cycle; any stage may be written at any time.

    ``version`` is the stage's version the text was typed over (0: nothing was written yet). A
    draft the account kept of the stage is dropped.
    """
    with book.store.writing() as conn:
        file = _editable(conn, book, ref, "edit")
        _stage_of(file.profile, name)
        before = file.stage(name)
        _same_version("Stage", before.ref, before.version, version)
        body = decode(BODIES[name], changes, base=before.body)
        after = dataclasses.replace(before, body=body)
        write(book, conn, before if before.id else None, after, why)
        drafts.drop(conn, book.account.login, "stage", before.ref)
        return _file(conn, ref)


def link_place(book: Book, ref: str, place: str, role: str = "target") -> ProfileFile:
    """Tie the profile to a place, or change what the place is to it."""
    if role not in PLACE_ROLES:
        raise BadValue(f"A place is one of {', '.join(PLACE_ROLES)}, not '{role}'.")
    with book.store.writing() as conn:
        file = _editable(conn, book, ref, "edit")
        _known_place(conn, place)
        before = next((link for link in file.places if link.place == place), None)
        after = dataclasses.replace(before or ProfilePlace(ref, place), role=role)
        write(book, conn, before, after)
        return _file(conn, ref)


def unlink_place(book: Book, ref: str, place: str) -> ProfileFile:
    """Take a place off the profile."""
    with book.store.writing() as conn:
        file = _editable(conn, book, ref, "edit")
        link = next((link for link in file.places if link.place == place), None)
        if link is None:
            raise NotFound(f"place of {ref}", place)
        records.remove(conn, link, book.author)
        return _file(conn, ref)


def may_edit(book: Book, file: ProfileFile, verb: str) -> str | None:
    """Why the account may not edit, log on or advance the profile now; None when it may.

    The sentence is the refusal the verb itself would end in, so a screen can grey its keys by it.
    """
    if book.store.read_only:
        return f"{book.store.book} is open read-only: it can be read, not changed."
    with book.store.reading() as conn:
        reason = may(book.account, verb, _target(conn, file.profile, file.places))
    return reason or _shut(file.profile)


def add_action(book: Book, ref: str, values: Mapping[str, Any]) -> ProfileFile:
    """Add an action to the response; its due date and owner may come later."""
    with book.store.writing() as conn:
        _editable(conn, book, ref, "log")
        _save_action(conn, book, None, decode(Action, {"profile": ref, **values}))
        return _file(conn, ref)


def edit_action(
    book: Book, ref: str, number: int, values: Mapping[str, Any], *, version: int | None = None
) -> ProfileFile:
    """Change the action with that number on the profile."""
    if "profile" in values:
        raise BadValue("An action stays with its profile.")
    with book.store.writing() as conn:
        file = _editable(conn, book, ref, "log")
        before = next((action for action in file.actions if action.id == number), None)
        if before is None:
            raise NotFound(f"action of {ref}", str(number))
        _same_version("Action", before.ref, before.version, version)
        _save_action(conn, book, before, decode(Action, values, base=before))
        return _file(conn, ref)


def _save_action(conn: Connection, book: Book, before: Action | None, after: Action) -> None:
    check_action(after)
    write(book, conn, before, after)


def gate(book: Book, ref: str) -> tuple[Missing, ...]:
    """What the present stage's gate asks for and doesn't find."""
    file = read_profile(book, ref)
    return missing(file.stage(file.profile.stage).body, file.actions)


def advance(book: Book, ref: str, *, waiver: str = "", expected: str = "") -> ProfileFile:
    """Move the profile to its next stage.

    A gate that blocks raises :class:`GateShut` unless an inspector or a sergeant who isn't the
    owner gives a waiver. ``expected`` is the stage the person saw: if somebody else has moved it
    on meanwhile, :class:`StaleRecord`.
    """
    with book.store.writing() as conn:
        file = _editable(conn, book, ref, "advance")
        profile = file.profile
        if expected and expected != profile.stage:
            raise StaleRecord("Profile", ref)
        following = next_stage(profile.model, profile.stage)
        if following is None:
            raise BadValue(f"{ref} is at its last stage: close it, or take it back a stage.")
        leaving = file.stage(profile.stage)
        _pass_gate(conn, book, file, leaving.body, waiver)
        closed = dataclasses.replace(leaving, closed=book.today, waiver=waiver)
        write(book, conn, leaving if leaving.id else None, closed, waiver)
        entered = file.stage(following)
        opened = dataclasses.replace(entered, opened=entered.opened or book.today)
        write(book, conn, entered if entered.id else None, opened)
        moved = dataclasses.replace(profile, stage=following)
        write(book, conn, profile, moved, waiver)
        return _file(conn, ref)


def _pass_gate(
    conn: Connection, book: Book, file: ProfileFile, body: StageBody, waiver: str
) -> None:
    lacking = missing(body, file.actions)
    rules = dict(SHIPPED_GATES) | settings.value(conn, "gates", {})
    if not lacking or rules[body.KIND] != "block":
        return
    says = " ".join(item.says for item in lacking)
    if not waiver.strip():
        raise GateShut(
            f"{file.profile.ref} can't leave {body.KIND} yet. {says} "
            "Or a sergeant or inspector over its owner can waive this with a reason."
        )
    over = {"sergeant", "inspector"} & set(book.account.roles)
    if not over or book.account.login == file.profile.owner:
        raise GateShut(
            f"{book.account.login} may not waive the gate of {file.profile.ref}: "
            "a sergeant or inspector who isn't its owner can."
        )


def history_of(book: Book, ref: str) -> tuple[history.Entry, ...]:
    """Every change of the profile, its stages, places and actions, oldest first."""
    file = read_profile(book, ref)
    with book.store.reading() as conn:
        found = history.of_record(conn, "profile", ref)
        parts: tuple[Stage | ProfilePlace | Action, ...]
        parts = (*file.stages, *file.places, *file.actions)
        for record in parts:
            found += history.of_record(conn, record.KIND, record.ref)
    return tuple(sorted(found, key=lambda entry: entry.seq))


def keep_draft(book: Book, stage: Stage, values: Mapping[str, Any]) -> None:
    """Keep what is typed in a stage's form, so that a closed window loses nothing."""
    now = book.clock().isoformat(timespec="seconds")
    with book.store.writing() as conn:
        new = drafts.Draft(stage.ref, dict(values), stage.version, now)
        drafts.keep(conn, book.account.login, "stage", new)


def find_draft(book: Book, stage: Stage) -> drafts.Draft | None:
    """The account's own draft of a stage, or None."""
    with book.store.reading() as conn:
        return drafts.find(conn, book.account.login, "stage", stage.ref)


def drop_draft(book: Book, stage: Stage) -> None:
    """Forget the account's draft of a stage."""
    with book.store.writing() as conn:
        drafts.drop(conn, book.account.login, "stage", stage.ref)


def _file(conn: Connection, ref: str) -> ProfileFile:
    profile = records.load_one(conn, Profile, ref=ref)
    if profile is None:
        known = [p.ref for p in records.load(conn, Profile)]
        raise NotFound("profile", ref, tuple(difflib.get_close_matches(ref, known, n=2)))
    return _files(conn, (profile,))[0]


def _files(conn: Connection, profiles: tuple[Profile, ...]) -> tuple[ProfileFile, ...]:
    refs = [profile.ref for profile in profiles]
    stages = records.load(conn, Stage, profile=refs)
    links = records.load(conn, ProfilePlace, profile=refs)
    actions = records.load(conn, Action, profile=refs)
    return tuple(
        ProfileFile(
            profile,
            tuple(s for s in stages if s.profile == profile.ref),
            tuple(link for link in links if link.profile == profile.ref),
            tuple(a for a in actions if a.profile == profile.ref),
        )
        for profile in sorted(profiles, key=lambda p: p.ref)
    )


def _editable(conn: Connection, book: Book, ref: str, verb: str) -> ProfileFile:
    file = _file(conn, ref)
    book.require(verb, _target(conn, file.profile, file.places))
    shut = _shut(file.profile)
    if shut:
        raise BadValue(shut)
    return file


def _shut(profile: Profile) -> str | None:
    """Why a profile that is over takes no change; None while it is not."""
    if profile.status in ("closed", "refused"):
        return f"{profile.ref} is {profile.status}: it can be read, not changed."
    return None


def _target(conn: Connection, profile: Profile, links: tuple[ProfilePlace, ...]) -> Target:
    above = places.ancestors(conn)
    own = [profile.area] if profile.area else []
    own += [link.place for link in links if link.role == "target"]
    within = tuple(dict.fromkeys(a for ref in own for a in (ref, *above.get(ref, ()))))
    return Target(profile.ref, profile.owner, within)


def _check(conn: Connection, profile: Profile) -> None:
    check_profile(profile)
    for login in (profile.owner, profile.supervisor):
        if login and records.load_one(conn, Account, login=login) is None:
            raise NotFound("account", login)
    if profile.area:
        _known_place(conn, profile.area)


def _known_place(conn: Connection, ref: str) -> None:
    if records.load_one(conn, Place, ref=ref) is None:
        known = [place.ref for place in records.load(conn, Place)]
        raise NotFound("place", ref, tuple(difflib.get_close_matches(ref, known, n=2)))


def _stage_of(profile: Profile, name: str) -> None:
    order = MODELS[profile.model]
    if name not in order:
        raise BadValue(f"{profile.model} has no stage '{name}'; it has {', '.join(order)}.")


def _same_version(kind: str, ref: str, stands: int, typed_over: int | None) -> None:
    if typed_over is not None and typed_over != stands:
        raise StaleRecord(kind, ref)


def _next_ref(conn: Connection, book: Book) -> str:
    head = f"{book.settings.label}-{book.today.year}-"
    numbers = [
        int(p.ref.removeprefix(head))
        for p in records.load(conn, Profile)
        if p.ref.startswith(head) and p.ref.removeprefix(head).isdigit()
    ]
    return f"{head}{max(numbers, default=0) + 1:03d}"
