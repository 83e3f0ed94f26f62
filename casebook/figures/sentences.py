"""Figures in sentences, alike on screens, on maps and in packs."""

from __future__ import annotations

from casebook.core.english import sentence
from casebook.core.wording import MISSING, hours, number, share
from casebook.figures.change import by_percent
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


_VERDICTS = {
    "more": "More than usual",
    "fewer": "Fewer than usual",
    "higher": "Higher, worth a look",
    "lower": "Lower, worth a look",
}


def verdict(word: str) -> str:
    """A verdict's word for a table's cell.

    >>> verdict("fewer"), verdict("as expected"), verdict("")
    ('Fewer than usual', 'As expected', '–')
    """
    return _VERDICTS.get(word, sentence(word)) or MISSING


def limits(usual_variation: int) -> str:
    """How rare a count must be to be flagged, a sentence.

    >>> limits(370)
    'Outside usual variation is what chance gives 1 time in 370, worth a look 1 time in 20.'
    """
    return (
        f"Outside usual variation is what chance gives 1 time in {number(usual_variation)}, worth "
        "a look 1 time in 20."
    )


def about(value: float) -> str:
    """A small expected number in words: ``fewer than 0.1`` or ``about 0.1``."""
    return "fewer than 0.1" if value < 0.05 else f"about {number(value, 1)}"


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
