"""Profiles brought whole from another casebook or system, each as far along as it says it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from casebook.book.opening import Book
from casebook.book.references import References
from casebook.core.errors import BadFile, BadValue, CasebookError
from casebook.core.fields import decode
from casebook.files.contents import json_of, text_of
from casebook.profiles.casefile import ProfileFile, checked_heading, file_of, without
from casebook.profiles.file_edit import check_shape
from casebook.profiles.intake import write_file
from casebook.profiles.profile import Profile, ProfilePlace
from casebook.profiles.stages import MODELS
from casebook.store.report import ImportReport
from casebook.store.transaction import Transaction


def import_profiles(book: Book, paths: Sequence[Path], *, dry_run: bool = False) -> ImportReport:
    """Take in every profile of JSON files, whole or not at all.

    A file holds one profile as :meth:`ProfileFile.encode` gives it, or a list of them; stage,
    status, cycle and days are taken as they stand there. One that is there already and says the
    same is left alone. For an administrator alone; raises :class:`BadFile` naming the first that
    can't be taken.
    """
    book.require("import profiles")
    read = added = 0
    with book.store.writing() as tx:
        for path in paths:
            for number, whole in enumerate(_profiles_in(path), start=1):
                read += 1
                try:
                    added += bring_profile(tx, book, whole) is not None
                except CasebookError as error:
                    where = f"{path.name}, profile {number}"
                    raise BadFile(f"{where}: {error} Nothing was stored.") from error
        if dry_run:
            tx.rollback()
    return ImportReport(read=read, added=added, unchanged=read - added)


def bring_profile(tx: Transaction, book: Book, whole: Mapping[str, Any]) -> ProfileFile | None:
    """Write one profile as far along as its JSON says; None where it stands so already."""
    check_shape(whole)
    profile = decode(Profile, without(whole.get("profile", {}), "version"))
    there = tx.load_one(Profile, ref=profile.ref)
    if there is not None and _says_so(file_of(tx, profile.ref).encode(), whole):
        return None
    order = MODELS.get(profile.model, ())
    if order and profile.stage not in order:
        raise BadValue(f"{profile.ref}: {profile.model} has no stage '{profile.stage}'.")
    if profile.cycle < 1:
        raise BadValue(f"{profile.ref}: cycles count from 1, not {profile.cycle}.")
    refs = References(tx)
    places = dict.fromkeys(refs.known("place", ref) for ref in whole.get("hotspots", ()))
    return write_file(
        tx,
        book,
        checked_heading(tx, profile),
        [ProfilePlace(profile.ref, place) for place in places],
        whole.get("stages", {}),
        whole.get("actions", ()),
    )


def _profiles_in(path: Path) -> Iterator[Mapping[str, Any]]:
    found = json_of(text_of(path), path.name)
    rows = found if isinstance(found, list) else [found]
    if not rows or not all(isinstance(row, dict) and "profile" in row for row in rows):
        raise BadFile(
            f"{path.name} holds no profiles: each is an object as 'casebook profile show REF "
            "--format json' prints it."
        )
    yield from rows


def _says_so(there: Mapping[str, Any], whole: Mapping[str, Any]) -> bool:
    """Whether a profile's JSON says nothing else than stands there already."""
    stages, actions = there["stages"], list(whole.get("actions", ()))
    return (
        _within(whole["profile"], there["profile"])
        and set(whole.get("hotspots", ())) <= set(there["hotspots"])
        and all(_within(row, stages.get(name, {})) for name, row in whole.get("stages", {}).items())
        and len(actions) <= len(there["actions"])
        and all(_within(*pair) for pair in zip(actions, there["actions"], strict=False))
    )


def _within(said: Mapping[str, Any], stands: Mapping[str, Any]) -> bool:
    """Whether all that is said of one thing stands; versions and numbers are a casebook's own."""
    own = without(said, "version", "number", "cycle", "overdue")
    return all(stands.get(name) == value for name, value in own.items())
