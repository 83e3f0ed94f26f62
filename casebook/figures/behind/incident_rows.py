"""The incidents behind the figures, a row each, so that any number can be looked into."""

from __future__ import annotations

import collections
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from casebook.book.made_of import Order, RowsPage
from casebook.book.opening import Book
from casebook.core.english import listed
from casebook.core.months import Month, Window
from casebook.core.statement import Head
from casebook.core.wording import group_title
from casebook.figures.areas import Areas
from casebook.figures.behind.frozen import SINCE, Frozen, marked
from casebook.figures.groupings import hotspots_for_rows
from casebook.figures.type_lines import lines_named
from casebook.incidents.counts import Counter
from casebook.incidents.queries import behind
from casebook.incidents.queries import stored as incidents
from casebook.incidents.rows_behind import Where, counted, rows_behind
from casebook.places import queries as places
from casebook.places.place import COUNTED_KINDS
from casebook.store.transaction import Transaction


@dataclass(frozen=True)
class IncidentsBehind:
    """The incidents that one count is of: some types, in some places, in a window.

    Without hotspots and areas it is of all there is; an empty set of hotspots, of all of them.
    Hotspots are taken together: an incident in two of them is listed once, as it counts once.
    """

    window: Window
    groups: tuple[str, ...] = ()
    """Count groups, or types by their label; every type without any."""
    hotspots: tuple[str, ...] | None = None
    areas: tuple[str, ...] = ()
    drawn: date | None = None
    """The day whose boundaries count, where it isn't the window's last."""
    frozen: Frozen | None = None
    """What the number was frozen as, where it isn't the count as it stands."""
    months: tuple[Month, ...] | None = None
    """Those of the window that were counted; None for all."""
    boundaries: tuple[int, ...] | None = None
    """The boundaries that were counted in, where a design froze them."""
    outline: str = ""
    """The ground that was counted on, as WKT in the casebook's metres, where it is no place's."""
    named: str = ""
    """What the list is called, where that isn't told by group and place."""

    @property
    def title(self) -> str:
        """What is counted, where and when: ``ASB in HS-01, Nov 2024``."""
        if self.named:
            return self.named
        what = listed(map(group_title, self.groups)) if self.groups else "Crime and ASB"
        where = listed(self.hotspots or self.areas)
        return (
            f"{what} in {where}, {self.window.label}" if where else f"{what}, {self.window.label}"
        )

    def page(
        self, book: Book, start: int = 0, size: int | None = None, order: Order | None = None
    ) -> RowsPage:
        """The incidents from ``start`` on; read, ordered and cut by the store."""
        book.require("view")
        with book.store.reading() as tx:
            read = _IncidentReading.of(tx, book, self)
            of = behind.how_many(tx, read.counted, read.where)
            rows = read.rows(tx, start, size, order)
            later = self.frozen.later(tx) if self.frozen else ()
            ids = [one.id for one in later]
            new = behind.how_many_since(tx, read.counted, read.where, ids)
            gone = _taken_back(tx, read, ids)
        if self.frozen is None:
            return RowsPage(_heads(read.place), tuple(rows), of, of)
        notes = self.frozen.says(of, later, new, book, "incident", gone)
        shown = marked(rows, set(ids))
        return RowsPage((SINCE, *_heads(read.place)), shown, of, of, notes)


@dataclass(frozen=True)
class _IncidentReading:
    """What a page of incidents is read by."""

    counter: Counter
    outcomes: Sequence[str]
    counted: tuple[behind.CountedPart, ...]
    where: behind.CountedWhere
    place: str
    refs: Mapping[int, str]
    """The ref of each boundary or area."""
    shown: Where

    @classmethod
    def of(cls, tx: Transaction, book: Book, asked: IncidentsBehind) -> _IncidentReading:
        counter = Counter.of(tx, book.settings)
        types = _types(counter, asked.groups)
        shown = Where(book.zone, book.settings.crs)
        parts = counted(counter, asked.months or asked.window.months, types)
        common = (counter, tx.setting(incidents.OUTCOMES, []), parts)
        if asked.outline:
            within = {area.id: area.ref for area in Areas.of(tx).by_ref.values()}
            where = behind.CountedWhere(keys=_on_ground(tx, parts, asked.outline))
            return cls(*common, where, "area", within, shown)
        if asked.hotspots is not None:
            refs = _boundaries(tx, asked)
            return cls(*common, behind.CountedWhere(tuple(refs)), "hotspot", refs, shown)
        known = Areas.of(tx)
        inside = None
        if asked.areas:
            chosen = known.named(asked.areas, asked.window)
            inside = tuple(sorted({n for area in chosen for n in known.inside(area)}))
        names = {area.id: area.ref for area in known.by_ref.values()}
        return cls(*common, behind.CountedWhere(areas=inside), "area", names, shown)

    def rows(
        self, tx: Transaction, start: int, size: int | None, order: Order | None
    ) -> list[dict[str, Any]]:
        """A page of them, each with the ref of its place."""
        asked = None
        if order is not None:
            asked = (_SORTED.get(order.key, "place" if order.key == self.place else ""), order.down)
        found = behind.page_of(
            tx,
            self.counted,
            self.where,
            order=asked if asked and asked[0] else None,
            ranks=self._ranks,
            start=start,
            size=size,
        )
        placed = [(self.refs.get(row.where or 0), row) for row in found]
        return rows_behind(self.counter, self.outcomes, self.place, placed, self.shown)

    @property
    def _ranks(self) -> behind.Ranks:
        return behind.Ranks(
            _ranked({number: each.label for number, each in enumerate(self.counter.types)}),
            _ranked(dict(enumerate(self.outcomes))),
            _ranked(dict(enumerate(self.counter.sources))),
            _ranked(self.refs),
        )


_SORTED = {
    **{name: name for name in behind.ORDERED if name != "place"},
    "time": "date",
    "subtype": "type",
    "file": "load",
    "loaded": "load",
    "since": "load",
}
"""By which column of the store rows stand in the order of each key."""


def _ranked(words: Mapping[int, str]) -> dict[int, int]:
    order = sorted(words, key=lambda number: words[number].casefold())
    return {number: rank for rank, number in enumerate(order)}


def _heads(place: str) -> tuple[Head, ...]:
    return (
        Head("month", "Month"),
        Head("date", "Day", "date"),
        Head("time", "Time"),
        Head("type", "Type"),
        Head("subtype", "Sub-type"),
        Head("source", "Source"),
        Head("load", "Load", "number"),
        Head("street", "Street"),
        Head(place, place.capitalize()),
        Head("reference", "Reference"),
        Head("outcome", "Outcome"),
        Head("file", "File"),
        Head("loaded", "Loaded", "date"),
    )


def _on_ground(
    tx: Transaction, parts: Sequence[behind.CountedPart], outline: str
) -> tuple[int, ...]:
    """The keys of the incidents in an outline or on its edge."""
    import shapely

    shape = shapely.from_wkt(outline)
    return tuple(row.key for row in _inside(shape, behind.placed_in_box(tx, parts, shape.bounds)))


def _taken_back(tx: Transaction, read: _IncidentReading, later: Sequence[int]) -> Mapping[int, int]:
    """How many incidents in the hotspots of a count each of these loads withdrew."""
    if not later or read.place != "hotspot":
        return {}
    import shapely

    drawn = [row for row in places.boundaries(tx, COUNTED_KINDS) if row.id in read.refs]
    shape = shapely.union_all([shapely.from_wkb(row.wkb) for row in drawn])
    if shape.is_empty:
        return {}
    rows = behind.placed_in_box(tx, read.counted, shape.bounds, later)
    return collections.Counter(row.withdrawn for row in _inside(shape, rows))


def _inside(shape: Any, rows: Sequence[Any]) -> list[Any]:
    import shapely

    inside = shapely.intersects_xy(shape, [row.x for row in rows], [row.y for row in rows])
    return [row for row, is_in in zip(rows, inside, strict=True) if is_in]


def _boundaries(tx: Transaction, asked: IncidentsBehind) -> dict[int, str]:
    """The ref of each boundary that counts."""
    if asked.boundaries is not None:
        every = places.boundaries(tx, COUNTED_KINDS)
        return {row.id: row.ref for row in every if row.id in asked.boundaries}
    day = asked.drawn or asked.window.end
    inside = places.in_force(places.boundaries(tx), day)
    chosen = hotspots_for_rows(tx, asked.window, asked.hotspots or ())
    return {inside[one.ref].id: one.ref for one in chosen if one.ref in inside}


def figure_rows(
    book: Book, window: Window, *, hotspots: Sequence[str] = (), groups: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """The incidents behind the counts of ``window``, a row each, by hotspot, month and type.

    Only incidents that count are listed: of the source that counts for their kind and month, and
    of the count groups or types ``groups`` names, where it does. One in two hotspots is listed
    with each. The columns are those of :func:`casebook.incidents.rows_behind.rows_behind`.
    """
    book.require("view")
    with book.store.reading() as tx:
        chosen = tuple(one.ref for one in hotspots_for_rows(tx, window, hotspots))
        read = _IncidentReading.of(
            tx, book, IncidentsBehind(window, tuple(groups), hotspots=chosen)
        )
        every = read.where.boundaries or ()
        alone = (replace(read, where=behind.CountedWhere((one,))) for one in every)
        return [row for each in alone for row in each.rows(tx, 0, None, None)]


def area_rows(
    book: Book, window: Window, *, areas: Sequence[str] = (), groups: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """The incidents behind the counts of ``areas`` in ``window``, a row each; of all without any.

    As :func:`figure_rows`; ``area`` is the narrowest area an incident lies in, null for none.
    """
    page = IncidentsBehind(window, tuple(groups), areas=tuple(areas)).page(book)
    return [dict(row) for row in page.rows]


def _types(counter: Counter, groups: Sequence[str]) -> frozenset[int] | None:
    """The numbers of the types that ``groups`` count; None for every type."""
    if not groups:
        return None
    return frozenset(number for line in lines_named(counter, groups) for number in line.types)
