"""All hotspots together against the rest of the force, a sentence for each count group."""

from __future__ import annotations

from dataclasses import dataclass

from casebook.core.english import counted
from casebook.core.months import Window
from casebook.figures.baselines import BASELINE_MONTHS
from casebook.figures.judging.judge import Judge
from casebook.measures.together import Against, against_the_rest, change_of


@dataclass(frozen=True)
class TogetherSaid:
    """How the hotspots of one theme changed together against the rest of the force."""

    sentence: str
    in_brief: str
    """The change and its interval, without what they are of: for one line on all themes."""


def in_a_line(said: tuple[TogetherSaid, ...], window: Window) -> str:
    """All themes in one line; empty for none."""
    if not said:
        return ""
    year = Window(window.last + (1 - BASELINE_MONTHS), window.last)
    return (
        f"Hotspots against the rest of the force, {year.label} on the year before: "
        f"{'; '.join(one.in_brief for one in said)}."
    )


def all_together(judge: Judge, window: Window) -> tuple[TogetherSaid, ...]:
    """How the hotspots of each theme changed over the year to the end of ``window``.

    A year has all seasons in it and enough incidents to tell; it is set against the year before.
    Hotspots and months that aren't known in both years are left out, and so is a group of which
    nothing is left.
    """
    year = Window(window.last + (1 - BASELINE_MONTHS), window.last)
    live = [place for place in judge.hotspots.values() if place.live_in(window)]
    groups = dict.fromkeys(group for place in live for group in place.groups)
    said = (_of_group(judge, name, year, window) for name in groups)
    return tuple(one for one in said if one is not None)


def _of_group(judge: Judge, name: str, year: Window, window: Window) -> TogetherSaid | None:
    group, before = judge.counter.group(name), year.year_before
    rest = judge.rest(group)
    theirs = [
        judge.months(group, place.counts, Window(before.first, year.last))
        for place in judge.hotspots.values()
        if name in place.groups and place.live_in(window)
    ]
    pairs = zip(year.months, before.months, strict=True)
    both = [(month, earlier) for month, earlier in pairs if month in rest and earlier in rest]
    shared, earlier = [month for month, _ in both], [month for _, month in both]
    known = [own for own in theirs if all(month in own for month in (*shared, *earlier))]
    if not shared or not known:
        return None
    found = against_the_rest(
        [(sum(own[m] for m in shared), sum(own[m] for m in earlier)) for own in known],
        (sum(rest[m] for m in shared), sum(rest[m] for m in earlier)),
        phi=judge.phi(group, window).phi,
    )
    if found is None:
        return None
    months = year.label
    if len(shared) < len(year):
        months = f"{len(shared)} of the 12 months {months}"
    return TogetherSaid(
        f"{group.title} in {counted(len(known), 'hotspot')} together, {months} against the same a "
        f"year earlier: {found.sentence}",
        f"{group.title} ({len(known):,}) {change_of(found.irr)}{_between(found)}",
    )


def _between(found: Against) -> str:
    if found.ci_low is None or found.ci_high is None:
        return ", too few hotspots for an interval"
    told = "" if not found.ci_low <= 1 <= found.ci_high else ", can't be told apart"
    return f" ({change_of(found.ci_low)} to {change_of(found.ci_high)}){told}"
