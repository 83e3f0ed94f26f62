"""The figures of a review: frozen when its month is opened, and counted anew beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from casebook.book.opening import Book
from casebook.core.months import Month, Window
from casebook.figures.figure import Figure
from casebook.figures.table import figures
from casebook.profiles.profile import Profile
from casebook.reviews.review import ChangedFigure, Review, changed_figures


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
    rows: Mapping[str, Figure], profile: Profile, hotspots: Iterable[str]
) -> list[dict[str, Any]]:
    """The rows of one profile's ``hotspots`` as JSON, in order: what its review freezes.

    A hotspot that two profiles share shows the response of the one opened last; the other's row
    leaves the run since the response began out.
    """
    return [_own(rows[ref], profile).encode() for ref in hotspots if ref in rows]


def _own(row: Figure, profile: Profile) -> Figure:
    row = replace(row, review_state=None)
    if row.profile == profile.ref:
        return row
    return replace(
        row,
        profile=profile.ref,
        stage=profile.stage,
        run_months=None,
        run_count=None,
        run_expected=None,
    )


def changed_since(
    book: Book, review: Review, profile: Profile, known: Iterable[str]
) -> tuple[ChangedFigure, ...]:
    """Where the figures counted from what is loaded now differ from the review's frozen ones.

    Each row is counted in the count group it was frozen with. ``known`` are the hotspots there
    are: one that has gone can't be counted again.
    """
    groups: dict[str, list[str]] = {}
    there = set(known)
    for row in review.figures:
        if row["hotspot"] in there:
            groups.setdefault(row["count_group"], []).append(row["hotspot"])
    fresh: list[dict[str, Any]] = []
    for group, refs in sorted(groups.items()):
        rows = month_figures(book, review.month, refs, count=group)
        fresh += frozen_rows(rows, profile, refs)
    return changed_figures(review.figures, fresh)
