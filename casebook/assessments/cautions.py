"""What must be known before an effect is believed, a sentence each; none of it stops the sum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from math import sqrt

from casebook.assessments.area_months import Series
from casebook.core.english import counted
from casebook.core.months import Month, Window, day_label
from casebook.core.wording import number
from casebook.measures.likeness import Likeness, likeness
from casebook.measures.verdict import HIGHER, MORE, Setting, how_often, verdict
from casebook.places.place import Place

MOST_MONTHS = 36
"""Months before a response that areas are compared over, at most."""
ERRORS = 1.96
"""Standard errors beyond which level or trend are said to differ."""


def months_before(start: Month, *series: Series) -> tuple[Month, ...]:
    """The months before ``start`` that every series knows, the last of them at most 36."""
    known = [
        month
        for month in sorted(series[0])
        if month < start and all(each.get(month) is not None for each in series)
    ]
    return tuple(known[-MOST_MONTHS:])


def alike(target: Series, control: Series, start: Month, phi: float) -> Likeness | None:
    """How like the control is to the target before ``start``; None where no month is known."""
    months = months_before(start, target, control)
    if not months:
        return None
    return likeness(
        [target[month] or 0 for month in months],
        [control[month] or 0 for month in months],
        phi=phi,
    )


def likeness_cautions(target: Series, control: Series, start: Month, phi: float) -> tuple[str, ...]:
    """Where level or trend of the control differ by over two standard errors, a sentence each.

    Both counts vary, φ times as much as by chance.
    """
    months = months_before(start, target, control)
    if not months:
        return (
            f"No month before {start.label} is known for target and control: whether they moved "
            "alike can't be told.",
        )
    pairs = [(target[month] or 0, control[month] or 0) for month in months]
    ours, theirs = (sum(side) for side in zip(*pairs, strict=True))
    over = f"{counted(len(months), 'month')} before the response"
    middle = (len(months) - 1) / 2
    tilt = sum((t - middle) * (c - y) for t, (y, c) in enumerate(pairs))
    noise = sum((t - middle) ** 2 * phi * (c + y) for t, (y, c) in enumerate(pairs))
    said = []
    if abs(theirs - ours) > ERRORS * sqrt(phi * (ours + theirs)):
        said.append(
            f"Level: in the {over} the control had {number(theirs)} to the target's "
            f"{number(ours)}, further apart than chance puts them; the difference counts on both "
            "having moved by as many incidents."
        )
    if abs(tilt) > ERRORS * sqrt(noise):
        way, can = ("falling", "look like") if tilt > 0 else ("rising", "hide")
        said.append(
            f"Trend: in the {over} the target was {way} against the control by more than chance; "
            f"that alone can {can} an effect."
        )
    return tuple(said)


def bad_year(target: Series, rest: Series, before: Window, phi: float) -> tuple[str, ...]:
    """Whether the window before was itself more than the year before it lets expect."""
    year = before.year_before

    def known(window: Window) -> bool:
        return all(
            series.get(month) is not None for series in (target, rest) for month in window.months
        )

    if not known(before):
        return ()
    if not known(year):
        return (
            f"Whether {before.label} was itself a bad time here can't be told: the 12 months "
            "before it aren't known.",
        )

    def total(series: Series, window: Window) -> int:
        return sum(series[month] or 0 for month in window.months)

    others = (total(rest, before), total(rest, year))
    against = Setting(
        total(target, year), len(before), len(year), others if min(others) > 0 else None, phi
    )
    found = verdict(total(target, before), against)
    if found.word not in (MORE, HIGHER):
        return ()
    return (
        f"Chosen for a bad time: {before.label} had {number(found.count)} where the year before "
        f"lets expect {number(found.expected, 1)} (by chance {how_often(found.p)}); a part of any "
        "fall since is a return to the usual.",
    )


def picked(targets: Iterable[Place], windows: tuple[Window, Window]) -> tuple[str, ...]:
    """Hotspots designated so late that the window before helped to pick them."""
    before, after = windows
    late = [
        f"{place.ref} (from {day_label(place.live_from)})"
        for place in targets
        if place.live_from is not None and before.start < place.live_from <= after.end
    ]
    if not late:
        return ()
    return (
        f"Designated after the window before had begun: {', '.join(late)}. A place picked for a "
        "bad time improves by itself.",
    )


def start_cautions(began: date | None, declared: str, days: int | None) -> tuple[str, ...]:
    """A response that hasn't begun, or a design that was declared after it had."""
    if began is None:
        return (
            "No delivered patrol and no action is recorded: there is no response yet whose effect "
            "this could be.",
        )
    if days is None or days <= 0:
        return ()
    return (f"Late: {declared}; windows and areas could have been picked for their result.",)


def unlike_areas(totals: Mapping[str, object]) -> tuple[str, ...]:
    """A buffer that can't be counted in."""
    if "buffer" in totals and "buffer's control" not in totals:
        return (
            "The buffer has no control of its own, so displacement isn't counted in: name one with "
            "'casebook design REF set --buffer-control'.",
        )
    return ()
