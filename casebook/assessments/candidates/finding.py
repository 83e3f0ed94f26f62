"""Proposing a design with the comparison areas that could judge it; nothing is written."""

from __future__ import annotations

import dataclasses
from collections import Counter as Tally
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from casebook.assessments.candidates.growing import Grown, Search, SpotCounts, search
from casebook.assessments.candidates.small_areas import (
    SmallAreas,
    cell_side,
    grid_around,
    loaded_areas,
)
from casebook.assessments.cautions import MOST_MONTHS
from casebook.book.opening import Book
from casebook.core.english import counted, listed
from casebook.core.errors import BadValue
from casebook.core.months import Month, Window
from casebook.core.wording import number, percent
from casebook.incidents.counts import Counter
from casebook.incidents.queries.located import located_within
from casebook.measures.power import smallest_drop, ways_out
from casebook.places import queries as places
from casebook.places.place import AREA_KINDS, Place
from casebook.profiles.casefile import file_of
from casebook.profiles.design import Candidate, Design
from casebook.profiles.design_areas import outlines_on, targets_of
from casebook.profiles.designs import propose_design, read_design
from casebook.store.transaction import Transaction

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

GRID = "grid"
MOST_CELLS = 100_000
"""Cells of a grid that are looked through, at most."""
_CLEAR = 0.1
"""Metres a buffer keeps off hotspots, so that rounding its outline makes no overlap."""
FEWEST_MONTHS = 12
"""Months before the response without which no area can be tested."""


@dataclass(frozen=True)
class Looking:
    """Where comparison areas are looked for, and what they are made of."""

    made_of: str = GRID
    """``grid``, or a kind of area that is loaded, such as ward."""
    cell: int | None = None
    """Metres along a cell's side; None: as suits the target."""
    within: float = 5000
    """Metres round the target."""
    gap: float = 200
    """Metres round the target, or round its buffer, that no control may touch."""
    buffer: float | None = None
    """Metres of the buffer to propose; None: none."""
    most: int = 6
    """Controls that are offered."""

    def __post_init__(self) -> None:
        if self.made_of not in (GRID, *AREA_KINDS):
            kinds = ", ".join((GRID, *AREA_KINDS))
            raise BadValue(f"Comparison areas are made of one of {kinds}, not '{self.made_of}'.")
        numbers = (self.within, self.cell, self.most, self.buffer)
        if self.gap < 0 or any(each is not None and each <= 0 for each in numbers):
            raise BadValue("Metres and how many areas to offer are above 0.")


@dataclass(frozen=True)
class Proposed:
    """A design that might be declared, and what to know of it."""

    design: Design
    notes: tuple[str, ...]
    power: str
    """What the target's own numbers could ever show."""
    shapes: Mapping[str, BaseGeometry] = dataclasses.field(default_factory=dict)
    """The target and every area offered, by ref, in the casebook's metres."""


def propose(book: Book, ref: str, looking: Looking | None = None) -> Proposed:
    """What a design of profile ``ref`` might be, with candidates for its comparison areas.

    Raises :class:`NotFound`, and :class:`BadValue` where the profile has no hotspot to count in or
    no area of the kind asked for is loaded.
    """
    looking = looking or Looking()
    design, declared = propose_design(book, ref), read_design(book, ref)
    if declared.design is not None:
        design = dataclasses.replace(
            design,
            code=declared.design.code,
            controls=declared.design.controls,
            buffers=declared.design.buffers,
            buffer_controls=declared.design.buffer_controls,
        )
    assert design.after_from is not None
    start = Month.of(declared.began) if declared.began else design.after_from
    with book.store.reading() as tx:
        ground = _Ground.of(tx, book, ref, design.counted, min(start, design.after_from), looking)
    months = ground.months
    if not sum(ground.target):
        said = f"Nothing of {design.code} is known in the target before {start.label}"
        return Proposed(design, (f"{said}: no comparison area can be looked for.",), "")
    a_year = sum(ground.target) / len(months) * 12
    found = smallest_drop(a_year, months=_long(design), of=_long(design)).sentence
    power = f"{found} {ways_out(a_year).sentence}".strip()
    if len(months) < FEWEST_MONTHS:
        said = f"Only {counted(len(months), 'month')} before {start.label} known"
        note = f"{said}: it takes {FEWEST_MONTHS} to look for comparison areas."
        return Proposed(design, (note,), power)
    return _offered(design, ground, looking, power)


def _long(design: Design) -> int:
    assert design.before_from is not None
    assert design.before_to is not None
    return len(Window(design.before_from, design.before_to))


@dataclass(frozen=True)
class _Ground:
    """What lies round the target: small areas, and what happened in them before the response."""

    ref: str
    shape: BaseGeometry
    others: BaseGeometry
    """Every other hotspot."""
    small: SmallAreas
    side: str
    """What the small areas are, in words."""
    months: tuple[Month, ...]
    target: tuple[int, ...]
    x: np.ndarray
    y: np.ndarray
    month: np.ndarray
    """Of each incident its place in ``months``."""
    known: frozenset[str]
    """Refs that are taken already."""
    crs: str

    @classmethod
    def of(
        cls, tx: Transaction, book: Book, ref: str, code: str, start: Month, looking: Looking
    ) -> _Ground:
        import shapely

        targets = [place.ref for place in targets_of(tx, file_of(tx, ref))]
        outlines = outlines_on(tx, book.today)
        bare = [name for name in targets if name not in outlines]
        if bare:
            raise BadValue(f"{bare[0]} has no boundary today: import one before it is counted in.")
        shape = shapely.union_all([shapely.from_wkb(outlines[name].wkb) for name in targets])
        live = {
            place.ref for place in tx.load(Place, kind="hotspot") if place.offered(book.today)
        } - set(targets)
        others = shapely.union_all(
            [shapely.from_wkb(outlines[name].wkb) for name in live if name in outlines]
        )
        belt = shape.buffer((looking.buffer or 0) + looking.gap)
        avoid = shapely.union_all([belt, others])
        small, side = _small_areas(tx, book, shape, avoid, looking)
        counter = Counter.of(tx, book.settings)
        months, series = _target_months(
            tx, counter, [outlines[name].id for name in targets], code, start
        )
        box = shape.buffer(looking.within + (looking.cell or cell_side(shape.area))).bounds
        x, y, month = _located(tx, counter, code, months, box)
        known = frozenset(place.ref for place in tx.load(Place))
        crs = book.settings.crs
        return cls(ref, shape, others, small, side, months, series, x, y, month, known, crs)

    @property
    def middle(self) -> tuple[float, float]:
        return float(self.shape.centroid.x), float(self.shape.centroid.y)

    def counts(self) -> SpotCounts:
        """What each small area had, month by month and spot by spot."""
        from geo.inside import PolygonIndex

        if not len(self.small):
            none = np.zeros(0, np.int64)
            return SpotCounts(np.zeros((0, len(self.months)), np.int64), none, none)
        index = PolygonIndex(list(self.small.shapes), crs=self.crs)
        area, point = index.pairs(self.x, self.y)
        point, first = np.unique(point, return_index=True)  # on a shared edge: in one of the two
        area = area[first]
        by_month = np.zeros((len(self.small), len(self.months)), np.int64)
        np.add.at(by_month, (area, self.month[point]), 1)
        spots = np.stack([area, np.round(self.x[point] / 10), np.round(self.y[point] / 10)], axis=1)
        distinct, each = np.unique(spots, axis=0, return_counts=True)
        return SpotCounts(by_month, distinct[:, 0].astype(np.int64), each)

    def inside(self, shape: BaseGeometry) -> tuple[int, ...]:
        """What any outline had, month by month."""
        from geo.inside import PolygonIndex

        _, point = PolygonIndex([shape], crs=self.crs).pairs(self.x, self.y)
        found = np.bincount(self.month[np.unique(point)], minlength=len(self.months))
        return tuple(found.tolist())

    def made_of(self, areas: Sequence[int]) -> tuple[str, ...]:
        """The areas of a set by ref; of cells only how many, for their outline says which."""
        if self.side.startswith("cells"):
            return (f"{number(len(areas))} {self.side}",)
        return tuple(self.small.names[area] for area in areas)

    def free_refs(self, part: str, many: int) -> list[str]:
        """Refs for new areas of a part that nothing has yet."""
        numbers = (f"{self.ref}-{part}{n}" for n in range(1, len(self.known) + many + 2))
        return [ref for ref in numbers if ref not in self.known][:many]


def _small_areas(
    tx: Transaction, book: Book, shape: BaseGeometry, avoid: BaseGeometry, looking: Looking
) -> tuple[SmallAreas, str]:
    import shapely

    if looking.made_of == GRID:
        side = looking.cell or cell_side(shape.area)
        cells = (2 * looking.within / side) ** 2
        if cells > MOST_CELLS:
            raise BadValue(
                f"That makes some {number(cells, 0)} cells: take larger ones (--cell) or look "
                "nearer (--within)."
            )
        return grid_around(shape, looking.within, side, avoid), f"cells of {side} m"
    drawn = places.in_force(places.boundaries(tx, (looking.made_of,)), book.today)
    if not drawn:
        raise BadValue(
            f"No {looking.made_of} is loaded with an outline: import them with 'casebook import "
            f"areas FILE --kind {looking.made_of}', or take --areas grid."
        )
    outlines = {ref: shapely.from_wkb(row.wkb) for ref, row in drawn.items()}
    return loaded_areas(outlines, shape, looking.within, avoid), f"{looking.made_of}s"


def _target_months(
    tx: Transaction, counter: Counter, boundaries: Sequence[int], code: str, start: Month
) -> tuple[tuple[Month, ...], tuple[int, ...]]:
    """The months before ``start`` that are known everywhere, and what the target had in each."""
    kind = counter.group(code).kind
    loaded = [month for known, month in counter.counting if known == kind and month < start]
    if not loaded:
        return (), ()
    window = Window(min(loaded), start + -1)
    counts = counter.read(tx, {"": boundaries}, window)[""]
    gaps = {month for known, month in counter.gaps.lacking if known == kind}
    series = {
        month: counter.count(counts, code, Window(month, month))
        for month in window.months
        if month not in gaps
    }
    known = [(month, count) for month, count in series.items() if count is not None]
    known = known[-MOST_MONTHS:]
    return tuple(month for month, _ in known), tuple(count for _, count in known)


def _located(
    tx: Transaction,
    counter: Counter,
    code: str,
    months: Sequence[Month],
    box: tuple[float, float, float, float],
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where every incident of ``code`` in the box lies, and the place of its month."""
    if not months:
        none = np.zeros(0)
        return none, none, np.zeros(0, np.int64)
    at = {month.code: n for n, month in enumerate(months)}
    wanted = counter.numbers[code]
    found = [
        (row.x, row.y, at[row.month])
        for row in located_within(tx, box, months[0].code, months[-1].code)
        if row.type in wanted
        and row.month in at
        and counter.counts(row.type, Month.from_code(row.month), row.source)
    ]
    x, y, month = zip(*found, strict=True) if found else ((), (), ())
    return np.array(x, float), np.array(y, float), np.array(month, np.int64)


def _offered(design: Design, ground: _Ground, looking: Looking, power: str) -> Proposed:
    """The design with what is found for its controls, and for its buffer where one is asked for."""
    counts = ground.counts()
    shapes = {"target": ground.shape}
    looked = search(ground.small, counts, ground.target, ground.middle, phi=1.0, most=looking.most)
    candidates = _candidates(ground, looked, ground.target, ("control", "C"), shapes)
    notes = [_search_says(looked, ground, "target", "comparison area")]
    if candidates and not design.controls:
        design = dataclasses.replace(design, controls=(candidates[0].ref,))
    if looking.buffer:
        used = frozenset(area for each in looked.found for area in each.areas)
        buffer, control, said = _buffer(ground, counts, looking, used, shapes)
        candidates += [*buffer, *control]
        notes.append(said)
        design = dataclasses.replace(
            design,
            buffers=tuple(each.ref for each in buffer),
            buffer_controls=tuple(each.ref for each in control),
        )
    return Proposed(
        dataclasses.replace(design, candidates=tuple(candidates)), tuple(notes), power, shapes
    )


def _buffer(
    ground: _Ground,
    counts: SpotCounts,
    looking: Looking,
    used: frozenset[int],
    shapes: dict[str, BaseGeometry],
) -> tuple[list[Candidate], list[Candidate], str]:
    """A ring round the target that misses every other hotspot, and a control for it."""
    assert looking.buffer is not None
    inner, others = (shape.buffer(_CLEAR) for shape in (ground.shape, ground.others))
    ring = ground.shape.buffer(looking.buffer).difference(inner).difference(others)
    (ref,) = ground.free_refs("B", 1)
    months = ground.inside(ring)
    said = f"{number(looking.buffer)} m round the target, without other hotspots"
    buffer = Candidate(
        ref, "buffer", (said,), sum(months), 0, says=f"The ground {said}.", outline=_wkt(ring)
    )
    shapes[ref] = ring
    if not sum(months):
        return [buffer], [], f"Nothing happened in the buffer {ref}, so it gets no control."
    looked = search(ground.small, counts, months, ground.middle, phi=1.0, most=1, taken=used)
    control = _candidates(ground, looked, months, ("buffer's control", "BC"), shapes)
    return [buffer], control, _search_says(looked, ground, f"buffer {ref}", "control")


def _candidates(
    ground: _Ground,
    looked: Search,
    like: Sequence[int],
    named: tuple[str, str],
    shapes: dict[str, BaseGeometry],
) -> list[Candidate]:
    """What was found for the monthly counts ``like``; ``named`` is its part and refs' letter."""
    import shapely

    found = []
    part, letter = named
    refs = ground.free_refs(letter, len(looked.found))
    for ref, each in zip(refs, looked.found, strict=True):
        shape = shapely.union_all([ground.small.shapes[area] for area in each.areas])
        shapes[ref] = shape
        found.append(_candidate(ref, part, each, ground, sum(like), _wkt(shape)))
    return found


def _candidate(
    ref: str, part: str, each: Grown, ground: _Ground, total: int, outline: str
) -> Candidate:
    like = each.likeness
    closest = max(like.ratios, key=lambda name: like.ratios[name])
    says = (
        f"{number(each.incidents)} incidents to {number(total)} in the "
        f"{counted(like.known, 'month')} before, {number(each.metres / 1000, 1)} km away; nearest "
        f"to failing on {closest.replace('_', '-')} ({number(like.worst, 2)} of what noise "
        f"allows); its busiest spot has {percent(100 * each.share)}."
    )
    return Candidate(
        ref,
        part,
        ground.made_of(each.areas),
        each.incidents,
        round(each.metres),
        round(like.months, 3),
        None if like.half_years is None else round(like.half_years, 3),
        round(like.level, 3),
        round(like.trend, 3),
        says,
        outline,
    )


def _search_says(looked: Search, ground: _Ground, of: str, thing: str) -> str:
    """What was looked through and what came of it."""
    tried = f"{counted(looked.tried, 'set')} of {ground.side} looked at"
    failed = _failed(looked.failed)
    if not looked.found:
        said = f"No {thing} for the {of} passes: {tried}"
        return f"{said}{failed}. Look further off (--within), or at other areas (--areas, --cell)."
    passes = counted(len(looked.found), thing)
    near = number(min(each.metres for each in looked.found) / 1000, 1)
    verb = "passes" if len(looked.found) == 1 else "pass"
    return f"{passes} for the {of} {verb}, the nearest {near} km away: {tried}{failed}."


def _failed(failed: Tally[str]) -> str:
    if not failed:
        return ""
    said = listed(f"{name.replace('_', '-')} {number(n)}" for name, n in failed.most_common())
    return f"; failed on {said}"


def _wkt(shape: BaseGeometry) -> str:
    import shapely

    return str(shapely.to_wkt(shape, rounding_precision=2))
