"""How figures read on paper and on maps: one wording for the same number everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from math import erfc, sqrt

from casebook.core.codes import COUNT_GROUPS
from casebook.core.months import Month, Window, day_label
from casebook.figures.change import BASELINE_MONTHS, percent_change
from casebook.figures.figure import Figure

MISSING = "–"
"""What stands where a figure is not known; a zero is printed as 0."""


def number(count: int | None) -> str:
    """A count of incidents or visits.

    >>> number(12840), number(0), number(None)
    ('12,840', '0', '–')
    """
    return MISSING if count is None else f"{count:,}"


def hours(value: float | None) -> str:
    """Hours to one decimal.

    >>> hours(1234.56), hours(0.0), hours(None)
    ('1,234.6', '0.0', '–')
    """
    return MISSING if value is None else f"{value:,.1f}"


def expected(value: float | None) -> str:
    """An expected count, to one decimal."""
    return hours(value)


def day(value: date | None) -> str:
    """A day, such as ``7 Oct 2024``."""
    return MISSING if value is None else day_label(value)


def percent(part: float | None) -> str:
    """A share as whole per cent.

    >>> percent(0.847), percent(None)
    ('85%', '–')
    """
    return MISSING if part is None else f"{part * 100:.0f}%"


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


def by_percent(before: int, after: int, small_base: int) -> str:
    """The change in per cent, in brackets after the counts; empty where the base is too small.

    >>> by_percent(29, 23, 10), by_percent(1033, 1031, 10), by_percent(4, 9, 10)
    (' (−21%)', ' (under 1%)', '')
    """
    percent = percent_change(before, after, small_base)
    if percent is None:
        return ""
    if abs(percent) < 0.5:
        return " (under 1%)" if percent else ""
    return f" ({percent:+.0f}%)".replace("-", "−")


def group_title(name: str) -> str:
    """What a count group is called; one of the force's own goes by its name.

    >>> group_title("serious-violence"), group_title("asb"), group_title("moped-theft@2")
    ('Serious violence', 'ASB', 'Moped theft, version 2')
    """
    if name in COUNT_GROUPS:
        return COUNT_GROUPS[name].title
    return sentence(name.replace("-", " ").replace("@", ", version "))


def sentence(words: str) -> str:
    """The words with their first letter a capital, the others as they are."""
    return words[:1].upper() + words[1:]


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
    return "fewer than 0.1" if value < 0.05 else f"about {value:.1f}"


def run(row: Figure) -> str:
    """The run since the response began: months, total and expected; empty where there is none."""
    if row.run_months is None or row.run_count is None or row.run_expected is None:
        return ""
    first = row.window.last + (1 - row.run_months)
    whole = "1 whole month" if row.run_months == 1 else f"{row.run_months} whole months"
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
    share = f", {percent(row.delivered_share)} of plan" if row.delivered_share is not None else ""
    return f"{said}{share}{_spoken(row)}."


def _spoken(row: Figure) -> str:
    return f" ({row.coverage})" if row.coverage else ""


def listed(words: Iterable[str]) -> str:
    """Words as a list in a sentence.

    >>> listed(["HS-01", "HS-05", "HS-09"])
    'HS-01, HS-05 and HS-09'
    """
    found = tuple(words)
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} and {found[-1]}"


def months(found: Sequence[Month]) -> str:
    """Months in order as runs in a sentence.

    >>> months([Month(2024, 2), Month(2024, 3), Month(2024, 9)])
    'Feb to Mar 2024 and Sep 2024'
    """
    starts = [n for n, month in enumerate(found) if n == 0 or found[n - 1] + 1 != month]
    ends = [*(n - 1 for n in starts[1:]), len(found) - 1]
    return listed(Window(found[a], found[b]).label for a, b in zip(starts, ends, strict=False))


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun.

    >>> plural(1, "visit"), plural(3, "visit"), plural(2, "is", "are")
    ('1 visit', '3 visits', '2 are')
    """
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def shortened(words: str, most: int) -> str:
    """The text on one line, cut after a whole word where it is longer than ``most``.

    >>> shortened("Lamps out along  the path", 14)
    'Lamps out …'
    """
    flat = " ".join(words.split())
    if len(flat) <= most:
        return flat
    return f"{flat[: most - 1].rsplit(' ', 1)[0]} …"
