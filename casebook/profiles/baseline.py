"""The baseline of an objective: computed from the casebook where it can be, then frozen."""

from __future__ import annotations

import dataclasses

from casebook.book.opening import Book
from casebook.core.codes import as_at_first
from casebook.core.errors import BadValue
from casebook.core.months import Window, day_label
from casebook.incidents.counts import Counter
from casebook.places import queries as places
from casebook.profiles.stages import Objective
from casebook.store.transaction import Transaction


def with_baseline(
    tx: Transaction, book: Book, hotspots: tuple[str, ...], before: Objective, after: Objective
) -> Objective:
    """``after`` with its baseline value and source, where a measure and a window are given.

    Computed once from the hotspots' incidents and kept as it is until measure or window change;
    a typed value is taken only where the casebook lacks the months, and then with its source.
    A group of the force's own is kept with its version, so that a newer one moves nothing.
    """
    if after.measure and after.measure != before.measure:
        counted = Counter.of(tx, book.settings).pinned(after.measure)
        after = dataclasses.replace(after, measure=counted)
    if after.baseline_from is None or after.baseline_to is None or not after.measure:
        return after
    window = Window(after.baseline_from, after.baseline_to)
    asked = ("measure", "baseline_from", "baseline_to")
    same = all(getattr(before, name) == getattr(after, name) for name in asked)
    if same and after.baseline_value == before.baseline_value and after.baseline_value is not None:
        return after
    typed = after.baseline_value if after.baseline_value != before.baseline_value else None
    computed = _count(tx, book, hotspots, after.measure, window)
    if computed is None:
        if typed is not None and not after.baseline_source.strip():
            raise BadValue(
                f"The casebook doesn't hold {after.measure} for {window.label} here: say where "
                "the baseline value comes from.",
                field="baseline_source",
            )
        return after
    if typed is not None and typed != computed:
        raise BadValue(
            f"The casebook holds {after.measure} for {window.label}: the baseline is {computed}, "
            "worked out from it. Leave the value blank.",
            field="baseline_value",
        )
    source = f"{computed} counted in the casebook on {day_label(book.today)}"
    return dataclasses.replace(after, baseline_value=float(computed), baseline_source=source)


def _count(
    tx: Transaction, book: Book, hotspots: tuple[str, ...], measure: str, window: Window
) -> int | None:
    """How many incidents of ``measure`` the hotspots had in ``window``; None where not known."""
    inside = places.in_force(places.boundaries(tx), window.end)
    ids = tuple(inside[ref].id for ref in hotspots if ref in inside)
    if not ids:
        return None
    counter = Counter.of(tx, book.settings)
    counts = counter.read(tx, {"": ids}, window)[""]
    return counter.count(counts, as_at_first(measure), window)
