"""A place whose counts are judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from casebook.core.months import Window
from casebook.figures.baselines import Baseline, Standing, baseline_of, standing
from casebook.incidents.counts import Counts
from casebook.profiles.responses.beginning import Beginning


@dataclass(frozen=True)
class JudgedPlace:
    """What is known of a place beside its counts."""

    counts: Counts
    live_from: date | None = None
    retired_on: date | None = None
    beginning: Beginning | None = None
    stage: str = ""
    groups: tuple[str, ...] = ()
    """The count groups of its themes."""
    declared: Window | None = None
    """The months that its response is declared to be judged against."""
    chosen: tuple[date, ...] = ()
    """The days on which it was picked: designated, and taken up by its profile."""
    boundaries: tuple[int, ...] | None = None
    """The numbers of those it is counted in; empty where it isn't drawn, None where that isn't
    asked."""

    def live_in(self, window: Window) -> bool:
        """Whether it was a hotspot on any day of ``window``, with a boundary to count in."""
        return self.live_between(window.start, window.end)

    def live_between(self, start: date, end: date) -> bool:
        """Whether it was a hotspot on any day from ``start`` to ``end``, and drawn."""
        if self.boundaries == ():
            return False
        return (self.live_from is None or self.live_from <= end) and (
            self.retired_on is None or self.retired_on > start
        )

    @cached_property
    def standing(self) -> Standing | None:
        """The baseline that stands still; None where it moves along with the window."""
        return standing(self.beginning, self.declared)

    def baseline(self, window: Window) -> Baseline:
        """What ``window`` is judged against here."""
        return baseline_of(window, self.beginning, self.stage, self.chosen, self.declared)
