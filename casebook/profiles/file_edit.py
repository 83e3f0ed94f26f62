"""A profile's file edited as a whole: what its JSON says, written in one go or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from casebook.book.edits import FileEdit, Meanwhile, version_of
from casebook.book.opening import Book
from casebook.core.errors import BadValue, Clash, ClashingEdit
from casebook.core.fields import decode
from casebook.profiles.casefile import (
    ProfileFile,
    editable,
    file_of,
    save_action,
    without,
    write_action,
    write_heading,
    write_stage,
)
from casebook.profiles.profile import Action

PARTS = ("profile", "hotspots", "stages", "actions")


@dataclass(frozen=True)
class EditedFile:
    """What became of an edit."""

    file: ProfileFile
    changed: bool
    """Whether anything was written."""
    merged: tuple[Meanwhile, ...]
    """What somebody else changed meanwhile, and stands beside it."""


def edit_file(
    book: Book, ref: str, whole: Mapping[str, Any], *, overwrite: bool = False, why: str = ""
) -> EditedFile:
    """Write what ``whole``, JSON as :meth:`ProfileFile.encode` gives it, says of profile ``ref``.

    It may lack any part. Each part names the version it was made from; where somebody changed it
    since, other fields stand beside theirs. Raises :class:`ClashingEdit` with every field that both
    changed, :class:`BadValue` for what can't be edited so; nothing is written then.
    """
    check_shape(whole)
    edits: list[FileEdit] = []
    clashes: list[Clash] = []

    def part(row: Mapping[str, Any], write: Callable[[FileEdit], None]) -> None:
        edits.append(FileEdit(version_of(row), overwrite))
        try:
            write(edits[-1])
        except ClashingEdit as error:
            clashes.extend(error.clashes)

    with book.store.writing() as tx:
        before = tx.history.head()
        file = editable(tx, book, ref, "edit" if {"profile", "stages"} & set(whole) else "log")
        _same_hotspots(file, whole)
        if "profile" in whole:
            heading = without(whole["profile"], "version")
            part(whole["profile"], lambda typed: write_heading(tx, book, file, heading, typed, why))
        for name, row in whole.get("stages", {}).items():
            body = _of_this_cycle(file, name, row)
            part(row, _stage_writer(tx, book, file, name, body, why))
        for row in whole.get("actions", ()):
            said, number = without(row, "number", "version", "overdue"), row.get("number")
            if number is None:
                save_action(tx, book, None, decode(Action, {"profile": file.profile.ref, **said}))
            else:
                part(row, _action_writer(tx, book, file, number, said))
        if clashes:
            raise ClashingEdit(tuple(clashes))
        changed = tx.history.head() != before
        after = file_of(tx, file.profile.ref)
    merged = (each for edit in edits for each in edit.merged)
    return EditedFile(after, changed, tuple(merged))


def _stage_writer(
    tx: Any, book: Book, file: ProfileFile, name: str, body: Mapping[str, Any], why: str
) -> Callable[[FileEdit], None]:
    return lambda typed: write_stage(tx, book, file, name, body, typed, why)


def _action_writer(
    tx: Any, book: Book, file: ProfileFile, number: int, values: Mapping[str, Any]
) -> Callable[[FileEdit], None]:
    return lambda typed: write_action(tx, book, file, number, values, typed)


def check_shape(whole: Mapping[str, Any]) -> None:
    """Raise :class:`BadValue` unless ``whole`` has the shape of a file."""
    unknown = [key for key in whole if key not in PARTS]
    if unknown:
        raise BadValue(f"A profile's JSON has {', '.join(PARTS)}, not '{unknown[0]}'.")
    shapes: tuple[tuple[str, type, str], ...] = (
        ("profile", dict, "an object"),
        ("hotspots", list, "a list of refs"),
        ("stages", dict, "an object with an object for each stage"),
        ("actions", list, "a list of objects"),
    )
    for key, shape, said in shapes:
        if key in whole and not isinstance(whole[key], shape):
            raise BadValue(f"'{key}' in a profile's JSON is {said}.")
    if not all(isinstance(ref, str) for ref in whole.get("hotspots", ())):
        raise BadValue("'hotspots' in a profile's JSON is a list of refs.")
    rows = [*whole.get("stages", {}).values(), *whole.get("actions", ())]
    if not all(isinstance(row, dict) for row in rows):
        raise BadValue("Each stage and each action in a profile's JSON is an object.")
    if not all(isinstance(row.get("number", 0), int | None) for row in whole.get("actions", ())):
        raise BadValue('"number" of an action in a profile\'s JSON is a whole number.')


def _same_hotspots(file: ProfileFile, whole: Mapping[str, Any]) -> None:
    wanted = whole.get("hotspots")
    if wanted is not None and set(wanted) != set(file.hotspots):
        raise BadValue(
            "Hotspots aren't tied by an edit: use 'casebook profile link' and 'unlink', and leave "
            "them as they are in the JSON."
        )


def _of_this_cycle(file: ProfileFile, name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """What a stage's JSON says; raises :class:`BadValue` for a stage of an earlier cycle."""
    cycle = row.get("cycle")
    if cycle is not None and cycle != file.stage(name).cycle:
        raise BadValue(
            f"The JSON holds {name} of cycle {cycle}; {file.profile.ref} is in cycle "
            f"{file.profile.cycle}. Take it again as it is now."
        )
    return without(row, "version", "cycle")
