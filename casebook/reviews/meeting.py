"""What the monthly meeting is given: every profile with what the month knows of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from weakref import WeakKeyDictionary

from casebook.book.opening import Book
from casebook.core.months import Month, Window
from casebook.figures.figure import Figure
from casebook.figures.progress import Progress, read_progress
from casebook.figures.table import figures
from casebook.places.hotspots import list_places
from casebook.profiles.casefile import ProfileFile, list_profiles
from casebook.reviews.as_signed import as_signed
from casebook.reviews.matters import ProfileMonth
from casebook.reviews.need import OrderOfNeed, order_of_need
from casebook.reviews.review import Review


def read_order(book: Book, month: Month) -> OrderOfNeed:
    """The month's profiles in order of need, from what the casebook holds now.

    Without what is of the whole force. Of a signed review what was signed counts, as in a pack. It
    takes every profile's figures, so it is kept for as long as nothing is changed.
    """
    book.require("view")
    with book.store.reading() as tx:
        state = (tx.history.head(), month, book.today, book.settings)
    kept = _orders.get(book.store.engine)
    if kept is None or kept[0] != state:
        kept = _orders[book.store.engine] = state, _work_out(book, month)
    return kept[1]


_orders: WeakKeyDictionary[object, tuple[object, OrderOfNeed]] = WeakKeyDictionary()
"""The order worked out last by the engine that read it, with what it was worked out from."""


def _work_out(book: Book, month: Month) -> OrderOfNeed:
    """The order of need from what the casebook holds."""
    files, reviews = list_profiles(book), reviews_at(book, month)
    rows = figures(book, Window(month, month)).rows
    progress = read_progress(book, (file for file in files if file.profile.live), month)
    names = {place.ref: place.name for place in list_places(book, "hotspot")}
    shown = as_signed(rows, progress, reviews, month, names)
    found = profile_months(files, reviews, shown.rows, shown.progress, month, names)
    return order_of_need(found, month, book.today)


def reviews_at(book: Book, month: Month) -> tuple[Review, ...]:
    """The reviews a meeting on ``month`` looks at, by month and profile.

    Those of the month, those nobody has signed, and of each profile the one before the month that
    was signed last.
    """
    book.require("view")
    wanted: set[int] = set()
    last: dict[str, tuple[date, int]] = {}
    with book.store.reading() as tx:
        heads = tx.columns(Review, "id", "profile", "month", "state", "signed_on")
        for number, profile, named, state, signed_on in heads:
            if named == str(month) or state != "signed":
                wanted.add(number)
            elif signed_on is not None and named < str(month):
                last[profile] = max(last.get(profile, (date.min, 0)), (signed_on, number))
        found = tx.load(Review, id=wanted | {number for _, number in last.values()})
    return tuple(sorted(found, key=lambda review: (review.month, review.profile)))


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
