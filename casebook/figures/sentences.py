"""Figures in sentences, alike on screens, on maps and in packs."""

from __future__ import annotations

from math import erfc, sqrt

from casebook.core.english import counted
from casebook.core.months import Window
from casebook.core.wording import MISSING, hours, number, share
from casebook.figures.change import BASELINE_MONTHS, by_percent
from casebook.figures.figure import Figure


def expected(value: float | None) -> str:
    """An expected count, to one decimal."""
    return number(value, 1)


def change(before: int | None, after: int | None, small_base: int) -> str:
    """The change between two counts with both counts in it; missing where either is.

    >>> change(29, 23, 10), change(4, 9, 10), change(None, 9, 10)
    ('29 to 23 (−21%)', '4 to 9', '–')
    """
    if before is None or after is None:
        return MISSING
    if before == after:
        return f"{number(after)}, the same"
    return f"{number(before)} to {number(after)}{by_percent(before, after, small_base)}"


_VERDICTS = {"fewer": "Fewer than usual", "usual": "As usual", "more": "More than usual"}


def verdict(variation: str) -> str:
    """What a row's ``variation`` says, in a word or three for a table's cell.

    >>> verdict("fewer"), verdict("usual"), verdict("")
    ('Fewer than usual', 'As usual', '–')
    """
    return _VERDICTS.get(variation, MISSING)


def by_chance(places: int, limit: float, months: int) -> float:
    """How many of ``places`` a z would put beyond ± ``limit`` though nothing had changed there.

    The z is 2√count − 2√expected, where both counts vary: the baseline's ``BASELINE_MONTHS`` add
    ``months / BASELINE_MONTHS`` to the variance of 1. Normal tails.

    >>> round(by_chance(27, 3.0, 1), 2)
    0.11
    """
    spread = sqrt(1 + months / BASELINE_MONTHS)
    return places * erfc(limit / spread / sqrt(2))


def about(value: float) -> str:
    """A small expected number in words: ``fewer than 0.1`` or ``about 0.1``."""
    return "fewer than 0.1" if value < 0.05 else f"about {number(value, 1)}"


def run(row: Figure) -> str:
    """The run since the response began: months, total and expected; empty where there is none."""
    if row.run_months is None or row.run_count is None or row.run_expected is None:
        return ""
    first = row.window.last + (1 - row.run_months)
    whole = counted(row.run_months, "whole month")
    span = Window(first, row.window.last).label
    return (
        f"Since the response began, {whole} ({span}): {number(row.run_count)} "
        f"against {expected(row.run_expected)} expected from the 12 months before."
    )


def hours_sentence(row: Figure) -> str:
    """Delivery against plan in a sentence, each with the days it speaks for."""
    if row.officer_hours is None:
        return f"Hours delivered in {row.window.label} aren't known{_spoken(row)}."
    said = f"{hours(row.officer_hours)} officer-hours delivered"
    if row.planned_officer_hours is None:
        return f"{said}; no plan is loaded for {row.window.label}{_spoken(row)}."
    covered = row.planned_covered_officer_hours
    said += f" against {hours(covered)} planned"
    if covered != row.planned_officer_hours:
        whole = hours(row.planned_officer_hours)
        said += f" for the days delivery is known for ({whole} planned in all)"
    part = f", {share(row.delivered_share)} of plan" if row.delivered_share is not None else ""
    return f"{said}{part}{_spoken(row)}."


def visits_sentence(row: Figure) -> str:
    """How long visits lasted and how far apart they lay, and how sure GPS is of their time."""
    return " ".join(part for part in (row.visits_says, row.gps_says) if part)


def _spoken(row: Figure) -> str:
    return f" ({row.coverage})" if row.coverage else ""
