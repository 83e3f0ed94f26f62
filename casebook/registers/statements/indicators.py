"""Indicators: where each stands beside the reading before it and its target, and all of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from casebook.book.opening import Book
from casebook.book.references import References
from casebook.core import wording
from casebook.core.due import Due, DueAsked
from casebook.core.made_numbers import whole
from casebook.core.rounding import percent
from casebook.core.statement import Ask, Head, Statement
from casebook.core.wording import number
from casebook.places import queries as places
from casebook.profiles.casefile import file_of
from casebook.registers.indicator import Indicator, Reading
from casebook.registers.statements.grouping import in_groups
from casebook.registers.statements.series import (
    Point,
    Series,
    alone_because,
    change_since,
    point_of,
    whole_point,
)
from casebook.store.records import Between
from casebook.store.transaction import Transaction

_NOTES = (
    "A reading is set beside the newest one before it that spans equally long; no test says "
    "whether a change is more than chance.",
    "Of which: a part of the indicator above it, never added to it.",
)
_NUMBERS = (
    Head("value", "Value", "number"),
    Head("change", "Change", "number"),
    Head("percent", "% change", "percent"),
    Head("reads", "Reads"),
    Head("target", "Target", "number"),
    Head("needed", "Needed", "number"),
    Head("share", "Share of whole", "percent"),
)
_UNREAD: Mapping[str, Any] = MappingProxyType(
    dict.fromkeys(
        ("period", "from", "to", "place", "where", "value", "target", "target_by", "needed")
    )
    | {"note": "no reading yet"}
    | dict.fromkeys(("earlier", "earlier_period", "change", "percent"))
    | {"reads": "", "share": None, "share_of": None}
)
"""What stands where an indicator has no reading."""


def read_series(tx: Transaction, ask: Ask) -> tuple[Series, ...]:
    """The indicators asked for, each with its parts; raises :class:`NotFound` for one there isn't.

    ``place`` leaves the readings in that area.
    """
    refs, read = References(tx), tx.load(Reading)
    readings = in_groups(read, lambda reading: reading.indicator)
    place = refs.known("place", ask.place) if ask.place else None
    programme = refs.known("programme", ask.programme) if ask.programme else None
    profile = file_of(tx, ask.profile).profile.ref if ask.profile else None
    ref = refs.known("indicator", ask.ref) if ask.ref else None

    every = tx.load(Indicator)
    named = {one.place for one in read} | {one.place for one in every}
    within = places.ancestors(tx, [place for place in named if place])
    asked = {
        one.ref: one
        for one in every
        if (ref is None or one.ref == ref)
        and (programme is None or one.programme == programme)
        and (profile is None or one.profile == profile)
    }
    built = [
        _series(one, every, readings, within, place)
        for one in asked.values()
        if one.part_of not in asked
    ]
    return tuple(one for one in built if place is None or _has_points(one))


def _has_points(series: Series) -> bool:
    return bool(series.whole) or any(_has_points(part) for part in series.parts)


def _series(
    indicator: Indicator,
    every: Sequence[Indicator],
    readings: Mapping[str, Sequence[Reading]],
    within: Mapping[str, Sequence[str]],
    place: str | None,
) -> Series:
    parts = tuple(
        _series(one, every, readings, within, place)
        for one in every
        if one.part_of == indicator.ref
    )
    mine = list(readings.get(indicator.ref, ()))
    if place is not None:
        kept = [one for one in mine if _lies_in(one.place or indicator.place, place, within)]
        if len(kept) < len(mine):
            indicator = dataclasses.replace(indicator, target=None, target_by=None)
        mine = kept
    in_order = sorted(mine, key=lambda one: (one.last, one.at))
    by_span = in_groups(in_order, lambda one: (one.at, one.until))
    own = (None, indicator.place)
    areas = dict.fromkeys(one.place or "" for one in mine if one.place not in own)
    whole = tuple(whole_point(indicator, group, areas, within) for group in by_span.values())
    apart = tuple(
        point_of(indicator, one)
        for group in by_span.values()
        for one in group
        if one.place not in own
    )
    return Series(indicator, whole, apart, parts)


def _lies_in(place: str | None, area: str, within: Mapping[str, Sequence[str]]) -> bool:
    return place is not None and area in (place, *within.get(place, ()))


def standing(book: Book, ask: Ask) -> Statement:
    """Each indicator's newest reading, the one before it that compares, and its target."""
    with book.store.reading() as tx:
        found = read_series(tx, ask)
    rows = []
    for series, parent in _every(found):
        if series.whole:
            newest = series.whole[-1]
            row: dict[str, Any] = _row(
                series, parent, newest, series.whole, book.settings.small_base
            )
        else:
            row = {**_named(series, parent), **_UNREAD}
        rows.append(row)
    heads = (
        Head("label", "Indicator"),
        Head("unit", "Unit"),
        Head("period", "Newest"),
        *_NUMBERS[:1],
        Head("earlier_period", "Beside"),
        Head("earlier", "Was", "number"),
        *_NUMBERS[1:],
    )
    notes = [*_notes(book, rows), *(_newest_change(series, book) for series, _ in _every(found))]
    return Statement("Indicators", heads, tuple(rows), tuple(note for note in notes if note))


def _newest_change(series: Series, book: Book) -> str:
    """The newest change there is, where the newest reading itself has none to be set beside."""
    if not series.whole or series.whole[-1].before(series.whole) is not None:
        return ""
    for point in reversed(series.whole[:-1]):
        earlier = point.before(series.whole)
        if point.value is not None and earlier is not None and earlier.value is not None:
            said = change_since(series.indicator, point, earlier, book.settings.small_base)
            share = (
                f" ({wording.signed(said['percent'], 0)}%)" if said["percent"] is not None else ""
            )
            return (
                f"{series.indicator.name}: {wording.number(point.value)} in {point.at.period} was "
                f"{wording.signed(said['change'])}{share} on the "
                f"{wording.number(earlier.value)} of {earlier.at.period}."
            )
    return ""


def series(book: Book, ask: Ask) -> Statement:
    """Every reading of the indicators asked for, and what areas add up to, period by period."""
    with book.store.reading() as tx:
        found = read_series(tx, ask)
    rows = []
    for one, parent in _every(found):
        points = one.points
        for point in points:
            if ask.window and not ask.window.start <= point.at.last <= ask.window.end:
                continue
            rows.append(_row(one, parent, point, points, book.settings.small_base))
    heads = (
        Head("label", "Indicator"),
        Head("unit", "Unit"),
        Head("period", "Period"),
        Head("where", "Area"),
        *_NUMBERS,
    )
    title = f"Readings of {found[0].indicator.name}" if len(found) == 1 else "Readings"
    return Statement(title, heads, tuple(rows), _notes(book, rows))


def _every(
    found: Iterable[Series], parent: Series | None = None
) -> Iterator[tuple[Series, Series | None]]:
    """Each series with the one it is a part of, a whole before its parts."""
    for one in found:
        yield one, parent
        yield from _every(one.parts, one)


def _notes(book: Book, rows: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    base = book.settings.small_base
    said = [f"No percent of a number under {base}." if base else "", _NOTES[0]]
    said += [_NOTES[1]] if any(row["part_of"] for row in rows) else []
    return tuple(one for one in (*said, *_gaps(rows), *_sources(rows)) if one)


def _gaps(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Why a reading stands alone or isn't there, the indicators that share a reason together."""

    def named(row: Mapping[str, Any]) -> str:
        return f"{row['name']} in {row['place']}" if row.get("place") else row["name"]

    by_note = in_groups((row for row in rows if row.get("note")), lambda row: row["note"])
    return [f"{', '.join(dict.fromkeys(map(named, of)))}: {note}." for note, of in by_note.items()]


def _sources(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Which indicators come from which source, all in one sentence."""
    said = [
        f"{', '.join(dict.fromkeys(row['name'] for row in found))}: {source}"
        for source, found in in_groups(rows, lambda row: row["source"]).items()
    ]
    return [f"Sources. {'; '.join(said)}."] if said else []


def _named(series: Series, parent: Series | None) -> dict[str, Any]:
    one = series.indicator
    return {
        "ref": one.ref,
        "label": f"of which {one.name}" if parent else one.name,
        "name": one.name,
        "part_of": parent.indicator.ref if parent else None,
        "unit": one.unit,
        "source": one.source,
    }


def _row(
    series: Series,
    parent: Series | None,
    point: Point,
    points: Sequence[Point],
    small: int,
) -> dict[str, Any]:
    """A point with the change since the one before it that compares, and its share of the whole."""
    row = _named(series, parent) | {
        "period": point.at.period,
        "from": str(point.at.at),
        "to": str(point.at.until) if point.at.until else None,
        "place": point.place,
        "where": point.place or ("all areas" if series.areas else None),
        "value": whole(point.value),
        "target": whole(point.target),
        "target_by": str(point.target_by) if point.target_by else None,
        "needed": whole(point.needed),
        "note": point.gap,
    }
    earlier = point.before(points)
    if point.value is not None and earlier is None and not point.gap:
        row["note"] = alone_because(point, points)
    return (
        row | change_since(series.indicator, point, earlier, small) | _share(point, parent, small)
    )


def _share(point: Point, parent: Series | None, small: int) -> dict[str, Any]:
    """Its share of what it is a part of, where both have a value of the same dates and place."""
    if parent is None:
        return {"share": None, "share_of": None}
    over = next(
        (
            one.value
            for one in parent.points
            if one.span == point.span and one.place == point.place and one.value is not None
        ),
        None,
    )
    if over is None or point.value is None:
        return {"share": None, "share_of": None}
    large = over >= small and over > 0
    share = whole(percent(point.value, over)) if large else None
    return {"share": share, "share_of": whole(over)}


def targets_due(book: Book, tx: Transaction, asked: DueAsked) -> Iterator[Due]:
    """Targets with a day that the newest readings haven't reached, which nobody named owes."""
    if asked.names is not None or not _any_in(tx, asked):
        return
    for series, _ in _every(read_series(tx, Ask())):
        indicator = series.indicator
        for name, point, within in _aimed_at(series):
            target, by = (
                (point.target, point.target_by)
                if point is not None and point.target is not None
                else (indicator.target, indicator.target_by)
            )
            if target is None or by is None:
                continue
            stands, late = point.value if point else None, by < book.today
            needed = None if stands is None else indicator.needed(stands, target)
            if needed == 0 or (stands is not None and needed is None and late):
                continue  # reached; or which way is better isn't said, so nobody can tell
            now = "no reading" if stands is None else number(stands)
            unit = "%" if indicator.unit == "%" else f" {indicator.unit}"
            says = f"{name}: {now}, target {number(target)}{unit}"
            of = (indicator.KIND, indicator.id, within)
            yield Due(by, "target", indicator.ref, says, "", late, *of)


def _any_in(tx: Transaction, asked: DueAsked) -> bool:
    """Whether any indicator, or a target of one's own, is of the places and profiles asked for."""
    if asked.places is None or asked.profiles is None:
        return True
    return bool(
        tx.columns(Indicator, "id", **asked.at_places)
        or tx.columns(Reading, "id", target=Between(), **asked.at_places)
        or tx.columns(Indicator, "id", profile=sorted(asked.profiles))
    )


def _aimed_at(series: Series) -> Iterator[tuple[str, Point | None, str]]:
    """The newest point of each area with a target of its own; without any, of the whole.

    With each its name and where it belongs; None for a series nobody has read.
    """
    indicator = series.indicator
    newest = {point.place: point for point in series.areas}
    own = [point for point in newest.values() if point.target is not None]
    for point in own:
        yield f"{indicator.name} in {point.place}", point, point.place or ""
    if not own:
        whole = series.whole[-1] if series.whole else None
        yield indicator.name, whole, indicator.place or indicator.profile or ""
