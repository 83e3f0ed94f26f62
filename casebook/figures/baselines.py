"""What a window is judged against: which months, and what must be said of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from casebook.core.months import Month, Window
from casebook.profiles.responses.beginning import Beginning

BASELINE_MONTHS = 12
OLD = 24
"""Months after which a baseline that stands still is called old."""


@dataclass(frozen=True)
class Baseline:
    """The months a window is judged against."""

    window: Window
    before: str = ""
    """What began when it froze: ``the response``, ``patrols``; empty where it moves along."""
    picked: bool = False
    """Whether some of its months helped to pick the place."""
    old: bool = False

    def says(self, word: str) -> str:
        """What a reader must know of it, in sentences after a space; ``word`` is the verdict's."""
        said = ""
        if self.picked:
            falls = word in ("fewer", "lower")
            then = ", so some fall was to be expected without any response" if falls else ""
            said += f" The place was picked on some of those months{then}."
        if self.old:
            said += f" That baseline ended over {OLD} months ago."
        return said


@dataclass(frozen=True)
class Standing:
    """A baseline that stands still."""

    since: Month
    """The first month of a window that is judged against it."""
    window: Window


def standing(beginning: Beginning | None, declared: Window | None = None) -> Standing | None:
    """The baseline that stands still from the response on; None before there is one."""
    if beginning is None:
        return None
    began = Month.of(beginning.day)
    own = declared if declared and declared.last < began else _year_to(began)
    return Standing(first_whole_month(beginning.day), own)


def baseline_of(
    window: Window,
    beginning: Beginning | None,
    stage: str,
    chosen: Iterable[date],
    declared: Window | None = None,
) -> Baseline:
    """The baseline of ``window``: the 12 months before the response, and else before the window.

    It stands still from the response on; a window begun before that, or in the month in which the
    response began, has the 12 months before itself. ``chosen`` are the days on which the place was
    picked, each on what the 12 months before it showed.
    ``declared`` months that end before the response take the place of the 12.
    """
    still = standing(beginning, declared)
    if beginning is None or still is None or window.first < still.since:
        months, before = window.year_before, ""
    else:
        months, before = still.window, beginning.what(stage)
    looked_at = (_year_to(Month.of(day)) for day in chosen)
    return Baseline(
        months,
        before,
        any(months.first <= one.last and one.first <= months.last for one in looked_at),
        bool(before) and window.last - months.last > OLD,
    )


def run_since(window: Window, beginning: Beginning | None) -> Window | None:
    """The whole months from a response's start to the end of ``window``; None where there is none.

    The month in which it started is in neither this nor the baseline, unless that was its first
    day.
    """
    if beginning is None:
        return None
    first = first_whole_month(beginning.day)
    return Window(first, window.last) if first <= window.last else None


def first_whole_month(day: date) -> Month:
    """The first month that begins on ``day`` or after it.

    >>> first_whole_month(date(2024, 6, 1)), first_whole_month(date(2024, 6, 2))
    (Month(year=2024, number=6), Month(year=2024, number=7))
    """
    month = Month.of(day)
    return month if day == month.first else month + 1


def _year_to(month: Month) -> Window:
    """The 12 months before ``month``."""
    return Window(month + -BASELINE_MONTHS, month + -1)
