"""Two named windows side by side, type by type, for hotspots, areas or everything there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from casebook.book.opening import Book
from casebook.core import wording
from casebook.core.errors import BadValue
from casebook.core.months import Window
from casebook.figures.change import change_in_words, e_test, percent_change
from casebook.figures.compared import (
    TypeChange,
    in_words,
    p_in_words,
    shared_months,
    side_by_side,
)
from casebook.figures.counted_places import CountedPlace, everywhere, in_areas, in_hotspots
from casebook.figures.type_lines import TypeLine, every_line, lines_named
from casebook.incidents.counts import KINDS, Counter

UNLIKELY = 0.05
"""Below this, chance alone is called an unlikely cause."""


@dataclass(frozen=True)
class ComparisonTable:
    """Types in one window, and in another where one is named; with what must be said of them."""

    window: Window
    against: Window | None
    where: str
    """What was counted in: refs of areas or hotspots taken together, or the force's name."""
    rows: tuple[TypeChange, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    definitions: tuple[str, ...]


def compare_types(
    book: Book,
    window: Window,
    *,
    against: Window | None = None,
    groups: Sequence[str] = (),
    areas: Sequence[str] = (),
    hotspots: Sequence[str] = (),
) -> ComparisonTable:
    """Each crime type with its sub-types beneath it under a total, then ASB under its own.

    ``groups`` gives rows for those count groups, or types named by label, in their place. Several
    areas (by ref, name, alias or kind) or hotspots are taken together; without any, everything
    counts, incidents without coordinates too. Raises :class:`BadValue` for an unknown group or for
    areas and hotspots at once, :class:`NotFound` for an unknown place.
    """
    book.require("view")
    if areas and hotspots:
        raise BadValue("Compare types in areas or in hotspots, not in both at once.")
    asked = (window, against) if against else (window,)
    span = Window(min(each.first for each in asked), max(each.last for each in asked))
    with book.store.reading() as tx:
        counter = Counter.of(tx, book.settings)
        lines = lines_named(counter, groups) if groups else every_line(counter)
        if hotspots:
            place = in_hotspots(tx, counter, hotspots, window, span)
        elif areas:
            place = in_areas(tx, counter, areas, window, span)
        else:
            place = everywhere(tx, counter, book.settings.force_name, window, span)
    rows = tuple(
        _compared(counter, line, place, window, against, book.settings.small_base)
        for line in lines
        if groups or line.row.count_group or any(place.counts.of(w, line.types) for w in asked)
    )
    gaps = counter.notes((place.counts,), *asked)
    named = dict.fromkeys(row.count_group for row in rows if row.count_group)
    return ComparisonTable(
        window,
        against,
        place.where,
        rows,
        (*_notes(counter, window, against, rows), *gaps, *place.notes),
        counter.coverage(),
        counter.definitions(tuple(named)),
    )


def _count(counter: Counter, line: TypeLine, place: CountedPlace, window: Window) -> int | None:
    if place.gap or not counter.covered(line.group, window, place.counts):
        return None
    return place.counts.of(window, line.types)


def _compared(
    counter: Counter,
    line: TypeLine,
    place: CountedPlace,
    window: Window,
    against: Window | None,
    small_base: int,
) -> TypeChange:
    """The row of a line, its sentence with it."""
    count = _count(counter, line, place, window)
    before = _count(counter, line, place, against) if against else None
    row = replace(line.row, count=count, count_against=before)
    known = ((window, count), (against, before))
    missing = [each for each, found in known if each and found is None]
    if missing:
        return replace(row, says=_missing_because(counter, line, place, missing))
    if against is None or count is None or before is None:
        return replace(row, says=f"{line.group.title}: {count:,} in {in_words(window)}.")
    return _tested(row, line.group.title, window, against, small_base)


def _missing_because(
    counter: Counter, line: TypeLine, place: CountedPlace, missing: Sequence[Window]
) -> str:
    if place.gap:
        return place.gap
    months = " and ".join(in_words(each) for each in missing)
    if all(counter.not_told_apart(line.group, each, place.counts) for each in missing):
        return f"{line.group.title}: what is loaded for {months} doesn't tell it apart."
    whole = "isn't wholly loaded" if len(missing) == 1 else "aren't wholly loaded"
    return f"{line.group.title}: {months} {whole}."


def _tested(
    row: TypeChange, title: str, window: Window, against: Window, small_base: int
) -> TypeChange:
    """The row with its change, its test and its sentence; both counts are known."""
    count, before = row.count or 0, row.count_against or 0
    named = f"from {in_words(against)} to {in_words(window)}"
    if not count and not before:
        return replace(row, change=0, says=f"{title}: none in either window.")
    if shared_months(window, against):
        says = f"{title}: {before:,} to {count:,} {named}; the windows share months, so no test."
        return replace(row, says=says)
    p = e_test(count, before, len(window), len(against))
    rates = count / len(window), before / len(against)
    reads = "could be chance" if p >= UNLIKELY else "fewer" if rates[0] < rates[1] else "more"
    chance = "unlikely to be chance alone" if p < UNLIKELY else "chance alone could do this"
    tested = f"{chance} (E-test, {p_in_words(p)})."
    row = replace(row, p=round(p, 4), reads=reads)
    if len(window) != len(against):
        says = (
            f"{title}: {before:,} to {count:,} {named}, {wording.number(rates[1], 1)} to "
            f"{wording.number(rates[0], 1)} a month; {tested}"
        )
        return replace(row, says=says)
    percent = percent_change(before, count, small_base)
    return replace(
        row,
        change=count - before,
        percent=None if percent is None else round(percent, 1),
        says=f"{title}: {change_in_words(before, count, small_base)} {named}; {tested}",
    )


def _notes(
    counter: Counter, window: Window, against: Window | None, rows: Sequence[TypeChange]
) -> tuple[str, ...]:
    """Both windows in words, months that aren't loaded, and what chance alone would do."""
    notes = [side_by_side(window, against)] if against else []
    both = [each for each in (window, against) if each]
    if against and len(window) != len(against):
        notes.append("The windows differ in length: compare the rates a month, not the counts.")
    for kind in KINDS:
        group = counter.group(kind)
        gaps = [month for each in both for month in counter.missing_months(group, each)]
        if gaps:
            months = ", ".join(month.label for month in gaps)
            notes.append(f"{group.title} isn't loaded for {months}.")
        said_by = [_sources(counter, kind, each) for each in both]
        if len(set(said_by)) > 1 and all(said_by):
            notes.append(
                f"{group.title} comes from {said_by[0]} in one window and from {said_by[1]} in "
                "the other, and their types may not be alike."
            )
    tested = sum(1 for row in rows if row.p is not None)
    if tested > 1:
        notes.append(
            f"Of the {tested} lines tested about {wording.number(tested * UNLIKELY, 1)} would read "
            "fewer or more by chance alone."
        )
    known = [n for row in rows for n in (row.count, row.count_against) if n is not None]
    if known and not any(known):
        notes.append("Nothing that counts was found here.")
    return tuple(notes)


def _sources(counter: Counter, kind: str, window: Window) -> str:
    found: Mapping[str, None] = dict.fromkeys(
        counter.counting[kind, month]
        for month in window.months
        if (kind, month) in counter.counting
    )
    return ", ".join(found)
