"""How much more than by chance the counts of one group vary, over all hotspots.

Every verdict asks it of its own window. What a hotspot adds to it depends on its baseline alone,
which stands still from its response on: it is worked out once for all windows that share it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from casebook.core.months import Month, Window
from casebook.figures.judging.judged_place import JudgedPlace
from casebook.measures.overdispersion import (
    FEWEST_INCIDENTS,
    Overdispersion,
    PlaceMonths,
    Share,
    of_shares,
    share,
)
from casebook.measures.verdict import FEWEST_MONTHS

Counted = Sequence[int | None]
"""Counts month by month; None where one isn't known."""


@dataclass(frozen=True)
class _Months:
    """One hotspot's counts, and what was worked out of them by where a baseline begins and ends."""

    place: JudgedPlace
    counts: Counted
    still_from: int
    """The first month of windows whose baseline stands still, counted from the first that was read;
    :data:`_NEVER` where none does."""
    still: tuple[int, int] | None
    """Where that baseline begins and ends."""
    shares: dict[tuple[int, int], Share | None] = field(default_factory=dict)


_NEVER = 1_000_000


class Variation:
    """The overdispersion of one count group, window by window."""

    def __init__(
        self,
        span: Window,
        rest: Mapping[Month, int],
        counted: Iterable[tuple[JudgedPlace, Counted]],
    ) -> None:
        """``counted`` are the hotspots' counts in the months of ``span``, ``rest`` the force's."""
        self._first = span.first
        self._rest: Counted = [rest.get(month) for month in span.months]
        self._hotspots = [self._months(place, counts) for place, counts in counted]
        self._found: dict[Window, Overdispersion] = {}

    def of(self, window: Window) -> Overdispersion:
        """That of the baselines which ``window`` is judged against, where hotspots were live."""
        if window not in self._found:
            self._found[window] = of_shares(self._shares(window))
        return self._found[window]

    def _months(self, place: JudgedPlace, counts: Counted) -> _Months:
        still = place.standing
        if still is None:
            return _Months(place, counts, _NEVER, None)
        return _Months(place, counts, still.since - self._first, self._between(still.window))

    def _shares(self, window: Window) -> Iterable[Share | None]:
        start, end, moving = window.start, window.end, self._between(window.year_before)
        first = window.first - self._first
        for one in self._hotspots:
            if one.place.live_between(start, end):
                between = one.still if one.still is not None and first >= one.still_from else moving
                if between not in one.shares:
                    one.shares[between] = self._share(one.counts, between)
                yield one.shares[between]

    def _between(self, baseline: Window) -> tuple[int, int]:
        """Where a baseline begins and ends in the months that were read."""
        return max(0, baseline.first - self._first), max(0, baseline.last - self._first + 1)

    def _share(self, counts: Counted, between: tuple[int, int]) -> Share | None:
        first, end = between
        own, rest = counts[first:end], self._rest[first:end]
        known = [y for y in own if y is not None]
        if sum(known) < FEWEST_INCIDENTS:
            return None
        both = [(y, r) for y, r in zip(own, rest, strict=True) if y is not None and r is not None]
        if len(both) >= FEWEST_MONTHS:
            return share(PlaceMonths([y for y, _ in both], [r for _, r in both]))
        return share(PlaceMonths(known))
