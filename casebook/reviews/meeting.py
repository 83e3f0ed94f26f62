"""What the monthly meeting is given: every profile with what the month knows of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from weakref import WeakKeyDictionary

from casebook.book.opening import Book
from casebook.core.months import Month
from casebook.figures.figure import Figure
from casebook.figures.judged_rows import judged_rows
from casebook.figures.progress import Progress, read_progress
from casebook.places.place import Place
from casebook.profiles.casefile import ProfileFile
from casebook.profiles.profile import Profile, ProfilePlace
from casebook.profiles.stages import Objective, Stage
from casebook.reviews import queries
from casebook.reviews.as_signed import as_signed
from casebook.reviews.matters import ProfileMonth
from casebook.reviews.need import OrderOfNeed, order_of_need
from casebook.reviews.review import Review
from casebook.store.transaction import Transaction


def read_order(book: Book, month: Month, profiles: Collection[str] | None = None) -> OrderOfNeed:
    """The month's profiles in order of need, from what the casebook holds now.

    Of the ``profiles`` called so alone where given: they stand among each other as they do among
    all, and are known sooner. Without what is of the whole force. Of a signed review what was
    signed counts, as in a pack. It is kept for as long as nothing is changed.
    """
    book.require("view")
    asked = None if profiles is None else frozenset(profiles)
    with book.store.reading() as tx:
        state = (tx.history.head(), month, book.today, book.settings)
    kept = _orders.get(book.store.engine)
    if kept is None or kept[0] != state:
        kept = _orders[book.store.engine] = state, {}
    found = kept[1].get(asked)
    if found is None:
        found = kept[1][asked] = _work_out(book, month, asked)
    return found


_orders: WeakKeyDictionary[object, tuple[object, dict[frozenset[str] | None, OrderOfNeed]]] = (
    WeakKeyDictionary()
)
"""The orders that the engine that reads worked out, with what they were worked out from."""


def _work_out(book: Book, month: Month, asked: frozenset[str] | None) -> OrderOfNeed:
    """The order of need from what the casebook holds."""
    with book.store.reading() as tx:
        files = _files(tx, asked)
        refs = None if asked is None else [file.profile.ref for file in files]
        waived = [f.profile.ref for f in files if any(one.waived_by for one in f.stages)]
        reviews = [
            *queries.at_meeting(tx, month, refs),
            *queries.last_signed(tx, month, waived),
        ]
        named = tx.columns(Place, "ref", "name", kind="hotspot")
        names = {str(ref): str(name) for ref, name in named}
    hotspots = None if asked is None else {ref for file in files for ref in file.hotspots}
    rows = judged_rows(book, month, hotspots)
    progress = read_progress(book, (file for file in files if file.profile.live), month)
    shown = as_signed(rows, progress, reviews, month, names)
    found = profile_months(files, reviews, shown.rows, shown.progress, month, names)
    if asked is not None:
        found = tuple(one for one in found if one.subject in asked and one.file)
    return order_of_need(found, month, book.today)


def _files(tx: Transaction, asked: frozenset[str] | None) -> tuple[ProfileFile, ...]:
    """Every profile with what it is ranked by: its hotspots, objective and waived stages.

    Or of the profiles ``asked`` for, and of those that share a hotspot with them.
    """
    of: dict[str, Any] = {}
    if asked is not None:
        own = tx.columns(ProfilePlace, "place", role="target", profile=sorted(asked))
        places = sorted({place for (place,) in own})
        sharing = tx.columns(ProfilePlace, "profile", role="target", place=places)
        of = {"profile": sorted(asked.union(ref for (ref,) in sharing))}
    stages: dict[str, list[Stage]] = defaultdict(list)
    waived = [number for number, by in tx.columns(Stage, "id", "waived_by", **of) if by]
    objectives = tx.load(Stage, stage=Objective.STAGE, **of)
    known = {stage.id for stage in objectives}
    for stage in (*objectives, *tx.load(Stage, id=[n for n in waived if n not in known])):
        stages[stage.profile].append(stage)
    links: dict[str, list[ProfilePlace]] = defaultdict(list)
    for link in tx.load(ProfilePlace, role="target", **of):
        links[link.profile].append(link)
    profiles = tx.load(Profile, **({"ref": of["profile"]} if of else {}))
    return tuple(
        ProfileFile(p, tuple(stages[p.ref]), tuple(links[p.ref]), ())
        for p in sorted(profiles, key=lambda profile: profile.ref)
    )


def profile_months(
    files: Sequence[ProfileFile],
    reviews: Iterable[Review],
    rows: Iterable[Figure],
    progress: Mapping[str, Progress],
    month: Month,
    names: Mapping[str, str],
) -> tuple[ProfileMonth, ...]:
    """Each live profile, each that is over and owes a review, and each hotspot without either.

    A row of a hotspot that two profiles share stands with the one it names. ``names`` are those of
    places by ref.
    """
    of_profile: dict[str, list[Review]] = defaultdict(list)
    for review in reviews:
        of_profile[review.profile].append(review)
    row_of = {row.hotspot or "": row for row in rows}
    of_row: dict[str, str] = {}
    for file in files:
        for hotspot in file.hotspots if file.profile.live else ():
            named = hotspot in row_of and row_of[hotspot].profile == file.profile.ref
            if named or hotspot not in of_row:
                of_row[hotspot] = file.profile.ref
    found = []
    for file in files:
        ref = file.profile.ref
        one = ProfileMonth(
            _called(file, names),
            next(iter(file.hotspots), ""),
            file,
            tuple(of_profile[ref]),
            progress=progress.get(ref),
        )
        if file.profile.live:
            own = tuple(row_of[h] for h in file.hotspots if h in row_of and of_row[h] == ref)
            found.append(replace(one, figures=own))
        elif one.owed(month):
            found.append(one)
    found += [
        ProfileMonth(f"{ref} {row.name}".rstrip(), ref, figures=(row,))
        for ref, row in row_of.items()
        if ref and ref not in of_row
    ]
    return tuple(found)


def _called(file: ProfileFile, names: Mapping[str, str]) -> str:
    """A profile's first hotspot by ref and name, and how many more; else what it is about."""
    if not file.hotspots:
        return file.profile.title
    first, *others = file.hotspots
    more = f" and {len(others):,} more" if others else ""
    return f"{first} {names.get(first, '')}".rstrip() + more
