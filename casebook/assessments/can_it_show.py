"""Can it ever show: the smallest fall that would be noticed at each hotspot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from casebook.book.opening import Book
from casebook.core.english import counted
from casebook.core.months import Month, Window
from casebook.core.rounding import round_half_up
from casebook.core.wording import number, percent, share
from casebook.figures.areas import read_areas
from casebook.incidents.counts import Counter, Counts
from casebook.measures.overdispersion import Overdispersion, PlaceMonths, overdispersion
from casebook.measures.power import A_USUAL_FALL, fewest_for, smallest_drop, ways_out
from casebook.places.hotspots import hotspots
from casebook.places.place import Place
from casebook.profiles.design_areas import outlines_on
from casebook.store.transaction import Transaction

YEAR = 12


@dataclass(frozen=True)
class CanShow:
    """What a response at one hotspot could show, a year against a year."""

    ref: str
    name: str
    count_group: str
    a_year: int | None
    """Incidents of the last 12 months; None where they aren't all known."""
    drop: float | None
    """The smallest fall that would be noticed, as a part; None where none would."""
    months: int | None
    """Of waiting: so many before and after show a fall of 20 %."""
    places: int | None
    """Of merging: so many such places together show it."""
    says: str

    def encode(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "ref": self.ref,
            "name": self.name,
            "count_group": self.count_group,
            "a_year": self.a_year,
            "drop": self.drop,
            "drop_percent": None if self.drop is None else int(round_half_up(self.drop * 100, 0)),
            "months_for_fifth": self.months,
            "places_for_fifth": self.places,
            "says": self.says,
        }


@dataclass(frozen=True)
class PowerTable:
    """Every live hotspot, with what must be said beside them."""

    places: tuple[CanShow, ...]
    notes: tuple[str, ...]


def hotspot_power(book: Book) -> PowerTable:
    """What a response at each live hotspot could show in the count its themes ask for.

    Counts are of the 12 months before this one, in the boundaries in force today; where φ can be
    measured over the hotspots it widens what chance does.
    """
    live = hotspots(book)
    with book.store.reading() as tx:
        read = _Year.of(tx, book, {place.ref: (place,) for place in live})
    rows = tuple(_can_show(place.ref, place.name, place.count_group, read) for place in live)
    groups = sorted({place.count_group for place in live})
    return PowerTable(rows, tuple(note for group in groups for note in _notes(group, rows, read)))


def power_at(book: Book, refs: Sequence[str]) -> tuple[str, ...]:
    """What a response in these hotspots together could show, a sentence for each count.

    Nothing where none of them is a live hotspot, or their last year isn't known.
    """
    chosen = tuple(place for place in hotspots(book) if place.ref in refs)
    if not chosen:
        return ()
    with book.store.reading() as tx:
        read = _Year.of(tx, book, {"": chosen})
    groups = sorted({place.count_group for place in chosen})
    rows = (_can_show("", "", group, read) for group in groups)
    return tuple(
        f"{read.counter.group(row.count_group).title}: {row.says}"
        for row in rows
        if row.a_year is not None
    )


@dataclass(frozen=True)
class _Year:
    """The last 12 months of each set of hotspots and of everywhere."""

    counter: Counter
    window: Window
    counts: Mapping[str, Counts]
    everywhere: Counts
    _phis: dict[str, Overdispersion] = field(default_factory=dict)

    @classmethod
    def of(cls, tx: Transaction, book: Book, sets: Mapping[str, Sequence[Place]]) -> _Year:
        outlines = outlines_on(tx, book.today)
        counter = Counter.of(tx, book.settings)
        last = Month.of(book.today) + -1
        window = Window(last + (1 - YEAR), last)
        ids = {
            name: [outlines[place.ref].id for place in members if place.ref in outlines]
            for name, members in sets.items()
        }
        counts = counter.read(tx, ids, window)
        return cls(counter, window, counts, read_areas(tx, counter, {"": None}, window)[""])

    def series(self, name: str, group: str) -> list[int] | None:
        """The months of one set; None where one isn't known."""
        return _known(self.counter, self.counts[name], group, self.window)

    def phi(self, group: str) -> Overdispersion:
        """φ of the group over the sets, season taken out by everywhere."""
        if group not in self._phis:
            rest = _known(self.counter, self.everywhere, group, self.window)
            series = [self.series(name, group) for name in self.counts]
            known = [PlaceMonths(each, rest) for each in series if each is not None]
            self._phis[group] = overdispersion(known)
        return self._phis[group]


def _known(counter: Counter, counts: Counts, group: str, window: Window) -> list[int] | None:
    found = [counter.count(counts, group, Window(month, month)) for month in window.months]
    known = [count for count in found if count is not None]
    return known if len(known) == len(found) else None


def _can_show(ref: str, name: str, group: str, read: _Year) -> CanShow:
    series = read.series(ref, group)
    if series is None:
        title = read.counter.group(group).title
        says = f"{title} of {read.window.label} isn't all known."
        return CanShow(ref, name, group, None, None, None, None, says)
    a_year = sum(series)
    if not a_year:
        return CanShow(ref, name, group, 0, None, None, None, "None in a year: nothing can fall.")
    phi = read.phi(group).phi
    found, out = smallest_drop(a_year, phi=phi), ways_out(a_year, phi=phi)
    says = f"{found.sentence} {out.sentence}".strip()
    return CanShow(ref, name, group, a_year, found.drop, out.months, out.places, says)


def _notes(group: str, rows: Sequence[CanShow], read: _Year) -> list[str]:
    """For one count: how many places could ever show a fifth, all of them together, and φ."""
    own = [row for row in rows if row.count_group == group and row.a_year is not None]
    if not own:
        return []
    phi, title = read.phi(group), read.counter.group(group).title
    needed = fewest_for(phi=phi.phi)
    can = sum((row.a_year or 0) >= needed for row in own)
    said = (
        f"{title}: at {number(can)} of {counted(len(own), 'hotspot')} a fall of "
        f"{share(A_USUAL_FALL)} could ever be told from chance with 12 months of baseline; it "
        f"takes {number(needed, 0)} a year."
    )
    total = sum(row.a_year or 0 for row in own)
    if total and len(own) > 1:
        drop = smallest_drop(total, phi=phi.phi).drop
        least = percent(round_half_up(100 * drop, 0)) if drop else "no fall"
        said += f" Taken together ({number(total)} a year) {least} would be noticed."
    return [said, f"{title}: {phi.sentence}"]
