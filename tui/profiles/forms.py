"""The forms of a profile: its stages, its actions and its heading."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casebook.core.errors import NotFound
from casebook.core.fields import field
from casebook.profiles.profile import Action, Profile
from tui.parts.forms import Form

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.profiles.casefile import ProfileFile
    from casebook.profiles.stages import Stage

GIVEN_AT_OPENING = frozenset({"ref", "model"})
"""Fields of the heading that are given once."""


def stage_form(
    file: ProfileFile, name: str, start: Mapping[str, Any] | None = None, *, at: str = ""
) -> Form:
    """The form of one stage's body; any stage may be written at any time.

    ``start`` is what stands in its fields as if typed, ``at`` the field it starts in.
    """
    ref, stage = file.profile.ref, file.stage(name)

    def save(book: Book, changes: Mapping[str, Any], version: int | None) -> ProfileFile:
        from casebook.profiles.casefile import edit_stage

        return edit_stage(book, ref, name, changes, version=version)

    def reread(book: Book) -> tuple[Any, int]:
        from casebook.profiles.casefile import read_profile

        now = read_profile(book, ref).stage(name)
        return now.body, now.version

    return Form(
        title=f"{ref} · {name}",
        base=stage.body,
        version=stage.version,
        save=save,
        reread=reread,
        keep_as=stage.ref,
        at=at,
        lacking=lacking_by_field(file, stage),
        start=start or {},
    )


def lacking_by_field(file: ProfileFile, stage: Stage) -> dict[str, str]:
    """What the stage's gate asks for and doesn't find, by field; nothing once the stage is left."""
    from casebook.profiles.gates import missing
    from casebook.profiles.stages import unanswered

    if stage.closed is not None:
        return {}
    found: dict[str, list[str]] = {}
    blank = {spec.name for spec in unanswered(stage.body)}
    for item in missing(stage.body, file.actions):
        # beside the field its label needn't be said again
        said = "Not answered yet." if item.check in blank else item.says
        found.setdefault(item.where, []).append(said)
    return {where: " ".join(says) for where, says in found.items() if where != "actions"}


def action_form(file: ProfileFile, action: Action | None) -> Form:
    """The form of an action, or of a new one."""
    ref = file.profile.ref
    number = action.id if action else 0

    def save(book: Book, changes: Mapping[str, Any], version: int | None) -> ProfileFile:
        from casebook.profiles.casefile import add_action, edit_action

        if action is None:
            return add_action(book, ref, changes)
        return edit_action(book, ref, number, changes, version=version)

    def reread(book: Book) -> tuple[Any, int]:
        from casebook.profiles.casefile import read_profile

        for now in read_profile(book, ref).actions:
            if now.id == number:
                return now, now.version
        raise NotFound(f"action of {ref}", str(number))

    return Form(
        title=f"{ref} · {f'action {number}' if action else 'new action'}",
        base=action or Action(ref, ""),
        version=action.version if action else None,
        save=save,
        reread=reread if action else None,
    )


@dataclass(frozen=True)
class TypedHeading(Profile):
    """A heading as a person fills it in, with the reason for a change of owner."""

    why: str = field(
        "Why it changes hands", help="Needed where the owner changes.", free_text=True, default=""
    )

    @classmethod
    def of(cls, profile: Profile) -> TypedHeading:
        """The heading of ``profile``, no reason given yet."""
        own = {spec.name: getattr(profile, spec.name) for spec in dataclasses.fields(Profile)}
        return cls(**own)


def heading_form(profile: Profile) -> Form:
    """The form of a profile's heading: title, owner, next review and the rest."""
    ref = profile.ref

    def save(book: Book, changes: Mapping[str, Any], version: int | None) -> ProfileFile:
        from casebook.profiles.casefile import edit_profile

        given = {name: value for name, value in changes.items() if name != "why"}
        return edit_profile(book, ref, given, version=version, why=str(changes.get("why") or ""))

    def reread(book: Book) -> tuple[Any, int]:
        from casebook.profiles.casefile import read_profile

        now = read_profile(book, ref).profile
        return TypedHeading.of(now), now.version

    return Form(
        title=f"{ref} · heading",
        base=TypedHeading.of(profile),
        version=profile.version,
        skip=GIVEN_AT_OPENING,
        save=save,
        reread=reread,
    )
