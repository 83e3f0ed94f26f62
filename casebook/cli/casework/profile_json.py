"""A profile edited by its JSON: the whole file, its heading or one stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casebook.cli.edits import both_shown, say_merged
from casebook.cli.output import say
from casebook.core.errors import BadValue

if TYPE_CHECKING:
    from casebook.book.opening import Book


def parts_of(whole: dict[str, Any], stage: str | None) -> dict[str, Any]:
    """The parts of a profile's file that a JSON holds: a whole file, a heading or one stage."""
    from casebook.profiles.file_edit import PARTS

    is_file = not set(whole).isdisjoint(PARTS)
    if stage is None:
        return whole if is_file else {"profile": whole}
    if not is_file:
        return {"stages": {stage: whole}}
    stages = whole.get("stages") or {}
    if stage not in stages:
        raise BadValue(f"The JSON says nothing of {stage}.")
    return {"stages": {stage: stages[stage]}}


def with_typed(parts: dict[str, Any], typed: dict[str, Any]) -> dict[str, Any]:
    """The parts of a JSON with what was typed beside it over them."""
    out = dict(parts)
    if "profile" in typed:
        out["profile"] = out.get("profile", {}) | typed["profile"]
    for name, body in typed.get("stages", {}).items():
        stages = out.get("stages", {})
        out["stages"] = stages | {name: stages.get(name, {}) | body}
    return out


def edit_from_json(
    book: Book, ref: str, whole: dict[str, Any], *, overwrite: bool, why: str
) -> None:
    """Write the parts of a profile's file, and say what became of them."""
    from casebook.profiles.file_edit import edit_file

    with both_shown(book):
        done = edit_file(book, ref, whole, overwrite=overwrite, why=why)
    if not done.changed:
        say(f"Nothing to change: {ref} says so already.")
        return
    say_merged(done.merged, book)
    say(f"Saved {ref}.")
