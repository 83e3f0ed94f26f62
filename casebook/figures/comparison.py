"""Two named windows side by side, type by type, for hotspots, areas or everything there is."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from casebook.book.opening import Book
from casebook.core import wording
from casebook.core.codes import CountGroup, SubTypes
from casebook.core.errors import BadValue
from casebook.core.months import Window, day_label
from casebook.figures.areas import Areas, elsewhere, read_areas
from casebook.figures.change import change_in_words, e_test, percent_change
from casebook.figures.compared import (
    TypeChange,
    in_words,
    p_in_words,
    shared_months,
    side_by_side,
)
from casebook.incidents.counts import KINDS, Counter, Counts
from casebook.places import queries as places
from casebook.places.hotspots import place_named
from casebook.store.transaction import Transaction

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


@dataclass(frozen=True)
class _CountedRow:
    """A row, and what it counts."""

    row: TypeChange
    group: CountGroup
    """The count group, or one made for the type."""
    types: frozenset[int]


@dataclass(frozen=True)
class _CountedPlace:
    """Where the comparison counts, taken together: each incident once."""

    where: str
    counts: Counts
    gap: str
    """Why nothing can be counted there; empty where it can."""
    notes: tuple[str, ...]


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
        lines = _named(counter, groups) if groups else _lines(counter)
        if hotspots:
            place = _in_hotspots(tx, counter, hotspots, window, span)
        elif areas:
            place = _in_areas(tx, counter, areas, window, span)
        else:
            place = _everywhere(tx, counter, book.settings.force_name, window, span)
    rows = tuple(
        _compared(counter, line, place, window, against, book.settings.small_base)
        for line in lines
        if groups or line.row.count_group or any(place.counts.of(w, line.types) for w in asked)
    )
    lacking = [place.counts.lacking]
    gaps = dict.fromkeys(note for each in asked for note in counter.gaps.notes(lacking, each))
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


def _lines(counter: Counter) -> list[_CountedRow]:
    """A total for each kind, its types beneath by name, and each one's sub-types beneath it."""
    lines = []
    for kind in KINDS:
        total = counter.group(kind)
        lines.append(_total(counter, kind))
        types = _types_of(counter, kind)
        for label, parts in sorted(types.items()):
            if len(types) == len(parts) == 1:
                continue  # a kind's only type is its total
            own = frozenset(number for numbers in parts.values() for number in numbers)
            group = CountGroup("", label, kind, (label,))
            lines.append(_CountedRow(TypeChange(label, kind, part_of=total.title), group, own))
            for sub in sorted(name for name in parts if name):
                group = CountGroup("", sub, kind, subtypes=(SubTypes(label, (sub,)),))
                lines.append(_CountedRow(TypeChange(sub, kind, part_of=label), group, parts[sub]))
    return lines


def _total(counter: Counter, name: str) -> _CountedRow:
    group = counter.group(name)
    row = TypeChange(group.title, group.kind, count_group=name)
    return _CountedRow(row, group, counter.numbers[name])


def _types_of(counter: Counter, kind: str) -> dict[str, dict[str | None, frozenset[int]]]:
    """``{type: {sub-type: its numbers}}`` of one kind; None for what has no sub-type."""
    found: dict[str, dict[str | None, frozenset[int]]] = {}
    for number, each in enumerate(counter.types):
        if each.kind == kind:
            parts = found.setdefault(each.coarse, {})
            parts[each.subtype] = parts.get(each.subtype, frozenset()) | {number}
    return found


def _named(counter: Counter, wanted: Sequence[str]) -> list[_CountedRow]:
    """A line for each count group, or type by its label; raises :class:`BadValue`."""
    by_label = {
        line.row.type.casefold(): line for line in _lines(counter) if not line.row.count_group
    }
    lines = []
    for text in dict.fromkeys(name.strip() for name in wanted):
        if text in counter.groups:
            lines.append(_total(counter, text))
        elif text.casefold() in by_label:
            lines.append(by_label[text.casefold()])
        else:
            known = [*counter.groups, *(line.row.type for line in by_label.values())]
            near = difflib.get_close_matches(text, known, n=2)
            hint = f"did you mean {' or '.join(near)}?" if near else f"try {', '.join(known)}."
            raise BadValue(f"There is no count group or type '{text}': {hint}")
    return lines


def _in_hotspots(
    tx: Transaction, counter: Counter, refs: Sequence[str], window: Window, span: Window
) -> _CountedPlace:
    """Hotspots taken together, in the boundaries in force at the window's end."""
    chosen = [place_named(tx, "hotspot", ref) for ref in dict.fromkeys(refs)]
    drawn = places.boundaries(tx)
    inside = places.in_force(drawn, window.end)
    bare = [place.ref for place in chosen if place.ref not in inside]
    gap = f"{', '.join(bare)} had no boundary by {day_label(window.end)}." if bare else ""
    where = ", ".join(place.ref for place in chosen)
    ids = [inside[place.ref].id for place in chosen if place.ref in inside]
    counts = counter.read(tx, {where: ids}, span)[where]
    redrawn = tuple(
        f"{row.ref} was redrawn on {day_label(row.valid_from)}; every count here uses the boundary "
        f"in force on {day_label(window.end)}."
        for row in drawn
        if row.ref in {place.ref for place in chosen}
        and row.valid_from is not None
        and span.start < row.valid_from <= window.end
    )
    return _CountedPlace(where, counts, gap, (*((gap,) if gap else ()), *redrawn))


def _in_areas(
    tx: Transaction, counter: Counter, named: Sequence[str], window: Window, span: Window
) -> _CountedPlace:
    """Areas taken together, with all that lies in each."""
    known = Areas.of(tx)
    chosen = known.named(named, window)
    if not chosen:
        raise BadValue(f"There is no {' or '.join(named)} in this casebook to count in.")
    where = ", ".join(area.ref for area in chosen)
    ids = frozenset(number for area in chosen for number in known.inside(area))
    counts = read_areas(tx, counter, {where: ids}, span)[where]
    gaps = tuple(gap for area in chosen if (gap := known.gap(area)))
    redrawn = known.redrawn(tx, ids, span.start)
    return _CountedPlace(where, counts, " ".join(gaps), (*gaps, *redrawn))


def _everywhere(
    tx: Transaction, counter: Counter, force: str, window: Window, span: Window
) -> _CountedPlace:
    """Everything the casebook holds that counts, wherever it lies."""
    where = force or "the whole force"
    counts = read_areas(tx, counter, {where: None}, span)[where]
    ids = {area.id for area in Areas.of(tx).by_ref.values()}
    left = elsewhere(tx, counter, ids, window) if ids else ""
    note = f"{left} of {window.label} lie in no area: they count here and in no area's row."
    return _CountedPlace(where, counts, "", (note,) if left else ())


def _count(counter: Counter, line: _CountedRow, place: _CountedPlace, window: Window) -> int | None:
    if place.gap or not counter.covered(line.group, window, place.counts):
        return None
    return place.counts.of(window, line.types)


def _compared(
    counter: Counter,
    line: _CountedRow,
    place: _CountedPlace,
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
    counter: Counter, line: _CountedRow, place: _CountedPlace, missing: Sequence[Window]
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
