"""A crossover judged by day: days on against the same weekdays off."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import erfc, sqrt
from typing import Any

from casebook.book.opening import Book
from casebook.core.english import counted
from casebook.core.local_time import instant, local_day
from casebook.core.months import Month, Window
from casebook.core.wording import hours, number
from casebook.incidents.counts import Counter
from casebook.incidents.queries import tallies
from casebook.measures.difference import in_words, interval
from casebook.patrols.hours import read_hours
from casebook.places import queries as places
from casebook.places.place import Place
from casebook.profiles.crossovers.crossover import (
    Crossover,
    TrialDay,
    digest_of,
    drawn_days,
    drawn_pairs,
)
from casebook.profiles.design import Design
from casebook.store.transaction import Transaction

FEWEST_PAIRS = 10
"""Pairs of days that differ at all, below which nothing is told."""


@dataclass(frozen=True)
class Pairs:
    """What pairs of days tell: incidents on the day on less those on the day off."""

    pairs: int
    on: int
    """Incidents on the days on."""
    off: int
    difference: int
    se: float
    """The root of the sum of squared differences: what chance does to signs that coins gave."""
    differing: int
    """Pairs whose two days had different numbers."""

    @classmethod
    def of(cls, counts: Sequence[tuple[int, int]]) -> Pairs:
        """Of (on, off) for each pair.

        >>> found = Pairs.of([(1, 3), (0, 0), (2, 1)])
        >>> found.difference, found.se ** 2
        (-1, 5.000000000000001)
        """
        gaps = [on - off for on, off in counts]
        return cls(
            len(counts),
            sum(on for on, _ in counts),
            sum(off for _, off in counts),
            sum(gaps),
            sqrt(sum(gap**2 for gap in gaps)),
            sum(gap != 0 for gap in gaps),
        )

    @property
    def p(self) -> float | None:
        """Two-sided, by the normal curve; None where no pair differs."""
        return erfc(abs(self.difference) / self.se / sqrt(2)) if self.se else None

    @property
    def says(self) -> str:
        """The difference and its interval, no surer than they are."""
        over = f"over {counted(self.pairs, 'pair')} of days"
        if self.differing < FEWEST_PAIRS:
            return (
                f"Too few to tell, {over}: {number(self.on)} on days drawn on, {number(self.off)} "
                "on days drawn off."
            )
        low, high = interval(self.difference, self.se, 0.95)
        said = in_words(self.difference, low, high).removesuffix(".")
        return (
            f"On days drawn on {number(self.on)}, on the same weekdays drawn off "
            f"{number(self.off)}: {said}, {over}."
        )


@dataclass(frozen=True)
class ByDay:
    """The result of a crossover so far."""

    found: Pairs
    until: date
    """The last day that counts."""
    intact: bool
    """Whether the list still has the digest that history sealed."""
    without_time: int
    """Incidents in its months whose day isn't known, which count on none."""
    hours_on: float | None
    """Officer-hours delivered on days on; None where delivery isn't known."""
    hours_off: float | None
    ended: str
    """Why it was ended; blank where it wasn't."""

    @property
    def says(self) -> tuple[str, ...]:
        """It in sentences."""
        lines = [f"Crossover: {self.found.says}"]
        if self.hours_on is not None and self.hours_off is not None:
            lines.append(
                f"Delivered on days drawn on {hours(self.hours_on)} officer-hours, on days drawn "
                f"off {hours(self.hours_off)}."
            )
        return tuple(lines)

    @property
    def cautions(self) -> tuple[str, ...]:
        """What must be known before it is believed."""
        said = []
        if not self.intact:
            said.append(
                "The days of the crossover aren't those that were sealed: their digest differs "
                "from the one in the history."
            )
        if self.without_time:
            one = self.without_time == 1
            said.append(
                f"{counted(self.without_time, 'incident')} of these months "
                f"{'has' if one else 'have'} no day and {'counts' if one else 'count'} on none."
            )
        if self.ended:
            said.append(f"The crossover was ended early: {self.ended}")
        if self.hours_on is not None and self.hours_off and self.hours_off > self.hours_on / 2:
            said.append(
                "Days drawn off had more than half the patrol time of days drawn on: what is "
                "compared differs less than was drawn."
            )
        return tuple(said)

    def encode(self) -> dict[str, Any]:
        """As JSON."""
        found = self.found
        low, high = interval(found.difference, found.se, 0.95)
        return {
            "pairs": found.pairs,
            "on": found.on,
            "off": found.off,
            "difference": found.difference,
            "se": found.se,
            "p": found.p,
            "ci_low": low,
            "ci_high": high,
            "until": str(self.until),
            "intact": self.intact,
            "without_time": self.without_time,
            "officer_hours_on": self.hours_on,
            "officer_hours_off": self.hours_off,
            "says": " ".join(self.says),
        }


def read_by_day(tx: Transaction, book: Book, design: Design) -> ByDay | None:
    """The crossover of the design's profile on the days that are over and known; else None.

    Incidents are those of the design's count in the boundaries it froze, on their local day.
    """
    drawn = tx.load(Crossover, profile=design.profile)
    if not drawn:
        return None
    crossover = drawn[0]
    assert crossover.first_day is not None
    counter = Counter.of(tx, book.settings)
    until = _known_to(counter, design.counted, crossover, book.today)
    if until is None:
        return None
    by_day, timeless = _incidents(tx, book, counter, design, crossover.first_day, until)
    complete = [
        pair for pair in drawn_pairs(crossover) if len(pair) == 2 and max(pair).day <= until
    ]
    on, off = _hours(tx, book, crossover, complete)
    return ByDay(
        Pairs.of([_counts(pair, by_day) for pair in complete]),
        until,
        digest_of(drawn_days(crossover)) == crossover.digest,
        timeless,
        on,
        off,
        crossover.reason,
    )


def _counts(pair: tuple[TrialDay, ...], by_day: Mapping[tuple[str, date], int]) -> tuple[int, int]:
    on, off = sorted(pair, key=lambda each: not each.on)
    return by_day.get((on.hotspot, on.day), 0), by_day.get((off.hotspot, off.day), 0)


def _known_to(counter: Counter, code: str, crossover: Crossover, today: date) -> date | None:
    """The last day of the crossover that is over and whose months are loaded, from the first on."""
    assert crossover.first_day is not None
    over = min(crossover.runs_to, today - timedelta(days=1))
    if over < crossover.first_day:
        return None
    group = counter.group(code)
    window = Window(Month.of(crossover.first_day), Month.of(over))
    missing = counter.missing_months(group, window)
    if missing:
        over = min(over, missing[0].first - timedelta(days=1))
    return over if over >= crossover.first_day else None


def _incidents(
    tx: Transaction, book: Book, counter: Counter, design: Design, first: date, until: date
) -> tuple[Mapping[tuple[str, date], int], int]:
    """Incidents by hotspot and local day, and how many of the same months have no day."""
    refs = {row.id: row.ref for row in places.boundaries(tx) if row.id in design.boundaries}
    months = Month.of(first).code, Month.of(until).code
    wanted = counter.numbers[design.counted]
    found: Tally[tuple[str, date]] = Tally()
    timeless = 0
    for row in tallies.times_in(tx, list(refs), *months):
        month = Month.from_code(row.month)
        if row.type not in wanted or not counter.counts(row.type, month, row.source):
            continue
        if row.at is None:
            timeless += 1
            continue
        found[refs[row.boundary], local_day(instant(row.at), book.zone)] += 1
    return found, timeless


def _hours(
    tx: Transaction, book: Book, crossover: Crossover, pairs: Sequence[tuple[TrialDay, ...]]
) -> tuple[float | None, float | None]:
    """Officer-hours delivered on the days on and off; None where any day isn't known."""
    days = [each for pair in pairs for each in pair]
    if not days:
        return None, None
    hotspots = tx.load(Place, kind="hotspot", ref=crossover.hotspots)
    window = Window(Month.of(min(days).day), Month.of(max(days).day))
    read = read_hours(tx, book.zone, hotspots, window)
    ids = {place.ref: place.id for place in hotspots}
    if not all(read.known(each.day, [ids[each.hotspot]]) for each in days):
        return None, None
    seconds = {True: 0, False: 0}
    for each in days:
        dose = read.delivered.get(ids[each.hotspot], {}).get(each.day)
        seconds[each.on] += dose.core + dose.overtime + dose.partner if dose else 0
    return round(seconds[True] / 3600, 2), round(seconds[False] / 3600, 2)
