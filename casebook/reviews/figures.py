"""The figures of a review: frozen when its month is opened, and counted anew beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from casebook.book.opening import Book
from casebook.core.codes import COUNT_GROUPS
from casebook.core.months import Month, Window
from casebook.figures.figure import Figure
from casebook.figures.judged_rows import judged_words
from casebook.figures.progress import Progress
from casebook.figures.table import figures
from casebook.places.hotspots import redrawn
from casebook.places.place import Place
from casebook.profiles.profile import Profile
from casebook.reviews import queries
from casebook.reviews.flips import (
    Flip,
    Recorded,
    counted_as,
    flipped_words,
    flips_of,
    recorded_verdicts,
    version_counted,
)
from casebook.reviews.review import ChangedFigure, Review, changed_figures

T = TypeVar("T")
Asked = tuple[Month, str, str]
"""The month, the hotspot and the count group of a row."""


def month_figures(
    book: Book, month: Month, hotspots: Iterable[str], *, count: str | None = None
) -> dict[str, Figure]:
    """The row of each of ``hotspots`` for one month, by ref; none for no hotspot."""
    wanted = sorted(set(hotspots))
    if not wanted:
        return {}
    table = figures(book, Window(month, month), hotspots=wanted, count=count)
    return {row.hotspot: row for row in table.rows if row.hotspot is not None}


def frozen_rows(
    rows: Mapping[str, Figure],
    profile: Profile,
    hotspots: Iterable[str],
    progress: Progress | None = None,
) -> list[dict[str, Any]]:
    """The rows of one profile's ``hotspots`` as JSON, in order: what its review freezes.

    A hotspot that two profiles share shows the response of the one opened last; the other's row
    leaves the run since the response began out. With each row stands where the profile's own
    measure stands, under :data:`OBJECTIVE`.
    """
    stands = progress.encode() if progress else None
    own = [_own(rows[ref], profile) for ref in hotspots if ref in rows]
    return [{**row.encode(), **_beside(row), OBJECTIVE: stands} for row in own]


OBJECTIVE = "objective"
"""What a frozen row calls the standing of its profile's own measure."""


def _beside(row: Figure) -> dict[str, Any]:
    """What a pack needs to print the row again that other programs don't."""
    return {
        "runs_of": [each.run_of for each in row.verdicts],
        "chances": [list(each.chance) if each.chance else None for each in row.verdicts],
        "behinds": [each.behind.encode() if each.behind else None for each in row.verdicts],
    }


def _own(row: Figure, profile: Profile) -> Figure:
    row = replace(row, review_state=None)
    if row.profile == profile.ref:
        return row
    own, *others = (verdict.without_response() for verdict in row.verdicts)
    return replace(row, profile=profile.ref, stage=profile.stage).judged(own, tuple(others))


@dataclass(frozen=True)
class SinceFrozen:
    """What later data makes of the figures that a review froze."""

    changed: tuple[ChangedFigure, ...] = ()
    flips: tuple[Flip, ...] = ()


def since_frozen(
    book: Book, reviews: Iterable[Review], profiles: Iterable[Profile]
) -> dict[str, SinceFrozen]:
    """Where numbers and verdicts, counted from what is loaded now, differ from the frozen ones.

    By the ref of each review; ``profiles`` are those of the reviews. Each row is counted in the
    count group it was frozen with; a hotspot that has gone can't be counted again.
    """
    of = {profile.ref: profile for profile in profiles}
    every = [review for review in reviews if review.profile in of]
    asked = [
        each
        for review in every
        for each in (
            *_frozen(review),
            *(_asked(review, one) for one in recorded_verdicts(review.figures)),
        )
    ]
    now = _recount(book, asked)
    found = {}
    for review in every:
        own = [now[each] for each in _frozen(review) if each in now]
        fresh = [_own(row, of[review.profile]).encode() for row in own]
        found[review.ref] = SinceFrozen(
            changed_figures(_comparable(review.figures, fresh), fresh),
            _flips(review, recorded_verdicts(review.figures), now),
        )
    return found


def _frozen(review: Review) -> list[Asked]:
    """The rows that a review froze."""
    return [
        (review.month, row["hotspot"], counted_as(row, row["count_group"]))
        for row in review.figures or ()
    ]


def _comparable(
    frozen: Iterable[Mapping[str, Any]], fresh: Iterable[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """The frozen rows without serious violence where another version of it is counted now."""
    versions = {row["hotspot"]: row["serious_violence_version"] for row in fresh}
    first = COUNT_GROUPS["serious-violence"].version
    return [
        row
        if row.get("serious_violence_version", first) == versions.get(row["hotspot"], first)
        else {key: was for key, was in row.items() if not key.startswith("serious_violence")}
        for row in frozen
    ]


def flipped(book: Book, reviews: Iterable[Review]) -> dict[str, tuple[Flip, ...]]:
    """The verdicts that have flipped since, by the ref of each review that recorded any."""
    found = {
        review.ref: (review, verdicts)
        for review in reviews
        if (verdicts := recorded_verdicts(review.figures))
    }
    now = _recount(book, [_asked(review, one) for review, all_ in found.values() for one in all_])
    return {ref: _flips(review, verdicts, now) for ref, (review, verdicts) in found.items()}


def flip_counts(
    book: Book, reviews: Iterable[Review], *, month: Month | None = None
) -> dict[int, int]:
    """How many verdicts have flipped since, by the number of each signed review that froze any.

    ``reviews`` may lack what they froze; of one ``month`` where all of them are of it.
    """
    of = {review.id: review.month for review in reviews}
    if not of:  # none of a list of what is overdue is signed
        return {}
    found: dict[int, list[tuple[Asked, str, str]]] = {}
    with book.store.reading() as tx:
        for one in queries.frozen_words(tx, month=month):
            if one.review in of:
                counted = version_counted(one.count_group, one.serious_violence_version)
                asked = (of[one.review], one.hotspot, counted)
                found.setdefault(one.review, []).append((asked, one.month, one.since))
    said = _again(book, {asked for each in found.values() for asked, *_ in each}, judged_words)
    return {
        number: sum(flipped_words(words, said[asked]) for asked, *words in each if asked in said)
        for number, each in found.items()
    }


def _asked(review: Review, verdict: Recorded) -> Asked:
    return review.month, verdict.hotspot, verdict.counted_as


def _flips(
    review: Review, verdicts: Iterable[Recorded], now: Mapping[Asked, Figure]
) -> tuple[Flip, ...]:
    return tuple(
        flip
        for each in verdicts
        if (row := now.get(_asked(review, each))) is not None
        for flip in flips_of(each, row.verdicts[0])
    )


def _recount(book: Book, asked: Iterable[Asked]) -> dict[Asked, Figure]:
    """The rows asked for, counted now; those of a hotspot that has gone are left out."""
    return _again(book, asked, _rows_by_month)


def _rows_by_month(
    book: Book, window: Window, hotspots: Sequence[str], count: str
) -> dict[tuple[Month, str], Figure]:
    table = figures(book, window, by=("hotspot", "month"), hotspots=hotspots, count=count)
    return {
        (row.window.last, row.hotspot): replace(row, month=None)
        for row in table.rows
        if row.hotspot is not None
    }


def _again(
    book: Book,
    asked: Iterable[Asked],
    read: Callable[[Book, Window, Sequence[str], str], Mapping[tuple[Month, str], T]],
) -> dict[Asked, T]:
    """What ``read`` gives now of each that is asked for, by the month and the hotspot.

    A row is counted in the boundary in force at its month's end, so the months of a hotspot that
    was drawn anew are counted one by one, and all others together. Of a hotspot that has gone there
    is none.
    """
    with book.store.reading() as tx:
        known = {ref for (ref,) in tx.columns(Place, "ref", kind="hotspot")}
    wanted = {each for each in asked if each[1] in known}
    moved = redrawn(book)
    first = min((month for month, _, _ in wanted), default=None)
    together: dict[str, list[tuple[Month, str]]] = {}
    alone: dict[tuple[Month, str], list[str]] = {}
    for month, ref, group in sorted(wanted):
        if any(first is not None and one > first for one in moved.get(ref, ())):
            alone.setdefault((month, group), []).append(ref)
        else:
            together.setdefault(group, []).append((month, ref))
    found: dict[Asked, T] = {}
    parts = [
        *(
            (Window(rows[0][0], rows[-1][0]), sorted({ref for _, ref in rows}), group)
            for group, rows in together.items()
        ),
        *((Window(month, month), refs, group) for (month, group), refs in alone.items()),
    ]
    for window, refs, group in parts:
        for (month, ref), row in read(book, window, refs, group).items():
            found[month, ref, group] = row
    return {each: row for each, row in found.items() if each in wanted}
