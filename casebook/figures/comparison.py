"""Two named windows side by side, type by type, for hotspots, areas or everything there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from casebook.book.opening import Book
from casebook.core import wording
from casebook.core.codes import CountGroup
from casebook.core.months import Window, cut_quarters
from casebook.figures import sentences
from casebook.figures.basis import read_basis
from casebook.figures.change import change_in_words, percent_change
from casebook.figures.compared import (
    TypeChange,
    in_words,
    p_in_words,
    shared_months,
    side_by_side,
)
from casebook.figures.counted_places import (
    CountedPlace,
    each_of,
    everywhere,
    in_areas,
    in_hotspots,
)
from casebook.figures.groupings import grouping_of_types, parts
from casebook.figures.judging.judge import Judge
from casebook.figures.notes import beside, not_loaded, sources
from casebook.figures.type_lines import TypeLine, every_line, lines_named
from casebook.incidents.counts import KINDS, Counter
from casebook.measures import verdict
from casebook.measures.two_counts import e_test


@dataclass(frozen=True)
class ComparisonTable:
    """Types in one window, and in another where one is named; with what must be said of them."""

    window: Window
    against: Window | None
    by: tuple[str, ...]
    where: str
    """What was counted in: refs of areas or hotspots taken together, or the force's name; empty
    where rows are for one each."""
    rows: tuple[TypeChange, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    definitions: tuple[str, ...]


@dataclass(frozen=True)
class _Asked:
    """What of a casebook is counted, and in which windows."""

    counter: Counter
    window: Window
    against: Window | None
    small_base: int
    judge: Judge | None
    """What says how far apart the windows are; None for one alone."""

    @property
    def windows(self) -> tuple[Window, ...]:
        return (self.window, self.against) if self.against else (self.window,)

    @property
    def span(self) -> Window:
        """From the first month of either window to the last."""
        first = min(each.first for each in self.windows)
        return Window(first, max(each.last for each in self.windows))


def compare_types(
    book: Book,
    window: Window,
    *,
    by: tuple[str, ...] = ("type",),
    against: Window | None = None,
    groups: Sequence[str] = (),
    areas: Sequence[str] = (),
    hotspots: Sequence[str] = (),
) -> ComparisonTable:
    """Each crime type with its sub-types beneath it under a total, then ASB under its own.

    ``by`` holds type, and beside it what else a row is for: one of hotspot, district, force or area
    as :func:`casebook.figures.table.figures` takes them, and month or quarter, of which each is set
    against the whole of ``against``. With neither place, several areas (by ref, name, alias or
    kind) or hotspots are taken together; without any, everything counts, incidents without
    coordinates too. A type has a row for each place and month as soon as one of them has it.

    ``groups`` gives rows for those count groups, or types named by label, in place of all types.
    Raises :class:`BadValue` for an unknown grouping or group or for areas and hotspots at once,
    :class:`NotFound` for an unknown place.
    """
    book.require("view")
    whole = grouping_of_types(by, areas, hotspots)
    with book.store.reading() as tx:
        counter = Counter.of(tx, book.settings)
        judge = read_basis(book, tx, window).judge if against else None
        asked = _Asked(counter, window, against, book.settings.small_base, judge)
        lines = lines_named(counter, groups) if groups else every_line(counter)
        said: tuple[str, ...] = ()
        if whole:
            found, said = each_of(tx, counter, whole, areas or hotspots, window, asked.span)
        elif hotspots:
            found = (in_hotspots(tx, counter, hotspots, window, asked.span),)
        elif areas:
            found = (in_areas(tx, counter, areas, window, asked.span),)
        else:
            found = (everywhere(tx, counter, book.settings.force_name, window, asked.span),)
    if not groups:
        lines = [line for line in lines if line.count_group or _anywhere(line, found, asked)]
    rows = _rows(asked, by, whole, found, lines, said)
    gaps = counter.notes((place.counts for place in found), *asked.windows)
    notes = [*_notes(counter, window, against, rows), *gaps, *said]
    notes += [note for place in found for note in place.notes]
    if "quarter" in by and cut_quarters(window):
        notes.append(cut_quarters(window))
    named = dict.fromkeys(line.count_group for line in lines if line.count_group)
    return ComparisonTable(
        window,
        against,
        by,
        "" if whole else found[0].where,
        rows,
        tuple(dict.fromkeys(notes)),
        counter.coverage(),
        counter.definitions(tuple(named)),
    )


def _anywhere(line: TypeLine, found: Sequence[CountedPlace], asked: _Asked) -> bool:
    """Whether any place has an incident that a line counts."""
    return any(place.counts.of(each, line.types) for place in found for each in asked.windows)


def _rows(
    asked: _Asked,
    by: tuple[str, ...],
    whole: str,
    found: Sequence[CountedPlace],
    lines: Sequence[TypeLine],
    notes: Sequence[str],
) -> tuple[TypeChange, ...]:
    """A row for each place, part of the window and line, in the order of the words of ``by``.

    ``notes`` hold for every place.
    """
    rows: list[tuple[tuple[int, ...], TypeChange]] = []
    within = enumerate(parts(by, asked.window))
    for (at_place, place), (at_part, (part, window)) in product(enumerate(found), within):
        keys = {name: str(value) for name, value in part.items()}
        keys |= {"months": window.label} if "quarter" in by else {}
        keys |= {whole: place.where} if whole not in ("", "force") else {}
        keys = {name: keys[name] for name in (*by, "months") if name in keys}
        found_here = _rows_of(replace(asked, window=window), place, lines, notes)
        for at_line, row in enumerate(found_here):
            at = {"type": at_line, "month": at_part, "quarter": at_part}
            order = tuple(at.get(name, at_place) for name in by)
            rows.append((order, replace(row, keys=keys)))
    return tuple(row for _, row in sorted(rows, key=lambda pair: pair[0]))


def _rows_of(
    asked: _Asked, place: CountedPlace, lines: Sequence[TypeLine], notes: Sequence[str]
) -> Iterator[TypeChange]:
    """The row of each line in one place, with what stands beside it."""
    counter, windows = asked.counter, asked.windows
    said = [*place.notes, *notes, *counter.notes((place.counts,), *windows)]
    unloaded = {kind: not_loaded(counter, *windows, kinds=(kind,)) for kind in KINDS}
    for line in lines:
        known = (*unloaded[line.group.kind], *said)
        group = line.count_group, line.group
        stands = beside(counter, *group, place.counts, asked.window, known)
        yield replace(_compared(asked, line, place), beside=stands)


def _count(counter: Counter, line: TypeLine, place: CountedPlace, window: Window) -> int | None:
    if place.gap or not counter.covered(line.group, window, place.counts):
        return None
    return place.counts.of(window, line.types)


def _compared(asked: _Asked, line: TypeLine, place: CountedPlace) -> TypeChange:
    """The row of a line in one place, its sentence with it."""
    counter, window, against = asked.counter, asked.window, asked.against
    count = _count(counter, line, place, window)
    before = _count(counter, line, place, against) if against else None
    row = TypeChange(
        line.label,
        line.group.kind,
        window,
        place.where,
        count_group=line.count_group,
        part_of=line.part_of,
        count=count,
        count_against=before,
    )
    known = ((window, count), (against, before))
    missing = [each for each, number in known if each and number is None]
    if missing:
        return replace(row, says=_missing_because(counter, line, place, missing))
    if against is None or count is None or before is None:
        return replace(row, says=f"{line.group.title}: {count:,} in {in_words(window)}.")
    return _tested(asked, row, line.group, against)


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


def _tested(asked: _Asked, row: TypeChange, group: CountGroup, against: Window) -> TypeChange:
    """The row with its change, its test and its sentence; both counts are known."""
    window, title, small_base = asked.window, group.title, asked.small_base
    count, before = row.count or 0, row.count_against or 0
    named = f"from {in_words(against)} to {in_words(window)}"
    if not count and not before:
        return replace(row, change=0, says=f"{title}: none in either window.")
    if shared_months(window, against):
        says = f"{title}: {before:,} to {count:,} {named}; the windows share months, so no test."
        return replace(row, says=says)
    assert asked.judge is not None
    apart = asked.judge.apart(group, (count, before), window, against)
    p = e_test(count, before, len(window), len(against))
    rates = count / len(window), before / len(against)
    tested = f"{verdict.in_words(apart.word)} (E-test, {p_in_words(p)})."
    row = replace(row, p=verdict.rounded(p), reads=apart.word, chance=apart.chance)
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
    if against and any(len(row.window) != len(against) for row in rows):
        notes.append("The windows differ in length: compare the rates a month, not the counts.")
    notes += not_loaded(counter, *both)
    for kind in KINDS:
        said_by = [sources(counter, kind, each) for each in both]
        if len(set(said_by)) > 1 and all(said_by):
            notes.append(
                f"{counter.group(kind).title} comes from {said_by[0]} in one window and from "
                f"{said_by[1]} in the other, and their types may not be alike."
            )
    tested = [row.chance for row in rows if row.p is not None]
    if len(tested) > 1:
        notes.append(
            f"Of the {len(tested)} lines tested {sentences.about(sum(tested))} would be worth a "
            "look or outside usual variation by chance alone."
        )
    known = [n for row in rows for n in (row.count, row.count_against) if n is not None]
    if known and not any(known):
        notes.append("Nothing that counts was found here.")
    return tuple(notes)
