"""All hotspots together against the rest of the force, a sentence for each count group."""

from __future__ import annotations

from casebook.core.english import counted
from casebook.core.months import Window
from casebook.figures.baselines import BASELINE_MONTHS
from casebook.figures.judging import Judge
from casebook.measures.together import against_the_rest


def all_together(judge: Judge, window: Window) -> tuple[str, ...]:
    """How the hotspots of each theme changed over the year to the end of ``window``.

    A year has all seasons in it and enough incidents to tell; it is set against the year before.
    Hotspots and months that aren't known in both years are left out, and so is a group of which
    nothing is left.
    """
    year = Window(window.last + (1 - BASELINE_MONTHS), window.last)
    live = [place for place in judge.hotspots.values() if place.live_in(window)]
    groups = dict.fromkeys(group for place in live for group in place.groups)
    said = (_of_group(judge, name, year, window) for name in groups)
    return tuple(sentence for sentence in said if sentence)


def _of_group(judge: Judge, name: str, year: Window, window: Window) -> str:
    group, before = judge.counter.group(name), year.year_before
    rest = judge.rest(group)
    theirs = [
        judge.months(group, place.counts, Window(before.first, year.last))
        for place in judge.hotspots.values()
        if name in place.groups and place.live_in(window)
    ]
    shared = [
        month for month in year.months if all(m in rest for m in (month, month + -BASELINE_MONTHS))
    ]
    known = [
        own
        for own in theirs
        if all(m in own for month in shared for m in (month, month + -BASELINE_MONTHS))
    ]
    if not shared or not known:
        return ""
    earlier = [month + -BASELINE_MONTHS for month in shared]
    found = against_the_rest(
        [(sum(own[m] for m in shared), sum(own[m] for m in earlier)) for own in known],
        (sum(rest[m] for m in shared), sum(rest[m] for m in earlier)),
        phi=judge.phi(group, window).phi,
    )
    if found is None:
        return ""
    months = year.label
    if len(shared) < len(year):
        months = f"{len(shared)} of the 12 months {months}"
    return (
        f"{group.title} in {counted(len(known), 'hotspot')} together, {months} against the same a "
        f"year earlier: {found.sentence}"
    )
