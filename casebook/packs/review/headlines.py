"""What the page of all hotspots says in a few sentences: counts, verdicts, objectives, reviews."""

from __future__ import annotations

from collections.abc import Sequence

from casebook.core import english, wording
from casebook.figures import sentences
from casebook.figures.change import by_percent
from casebook.figures.figure import Figure, ThemeVerdict
from casebook.measures import on_course
from casebook.measures.verdict import FEWER, HIGHER, LOWER, MORE
from casebook.packs.review.all_hotspots import MEASURES, PackFigures


def headlines(figures: PackFigures) -> tuple[str, ...]:
    """What the month comes to, a sentence or two for each of counts, hours and objectives."""
    together = figures.together
    said = [_count_line(figures, title, name) for title, name in MEASURES]
    said += [*figures.beside_rest, outside(figures)]
    said.append(sentences.hours_sentence(together))
    if together.officer_hours is not None:
        said.append(
            f"By resourcing: {wording.hours(together.officer_hours_core)} core, "
            f"{wording.hours(together.officer_hours_overtime)} funded overtime and "
            f"{wording.hours(together.officer_hours_partner)} partner officer-hours; "
            f"{english.counted(together.visits or 0, 'visit')}."
        )
    said += [objectives(figures), waivers(figures)]
    return tuple(said)


def waivers(figures: PackFigures) -> str:
    """Which gates were waived on the live profiles, district by district."""
    by_area: dict[str, list[str]] = {}
    for file in figures.live:
        for stage in file.stages:
            if stage.waived_by:
                area = file.profile.area or "no district"
                by_area.setdefault(area, []).append(f"{file.profile.ref} {stage.stage}")
    if not by_area:
        return "No gate of a live profile was waived."
    said = "; ".join(
        f"{area} {len(gates)} ({', '.join(gates)})" for area, gates in sorted(by_area.items())
    )
    return f"Gates waived on live profiles, by district: {said}."


def _count_line(figures: PackFigures, title: str, name: str) -> str:
    now, previous, last_year = (
        getattr(figures.together, name + when) for when in ("", "_previous", "_last_year")
    )
    if now is None:
        return f"{title} in the hotspots aren't known for {figures.now}."
    said = f"{title} in all hotspots: {wording.number(now)} in {figures.now}"
    sides = ((previous, figures.previous), (last_year, figures.last_year))
    known = [
        f"{wording.number(before)} in {label}{by_percent(before, now, figures.settings.small_base)}"
        for before, label in sides
        if before is not None
    ]
    unknown = [label for before, label in sides if before is None]
    said += f", after {english.listed(known)}" if known else ""
    return f"{said}; {english.listed(unknown)} not known." if unknown else f"{said}."


def outside(figures: PackFigures) -> str:
    """Which counts usual variation doesn't explain, and how many chance alone would cross."""
    known = [(row, each) for row in figures.rows for each in row.verdicts if each.verdict]
    if not known:
        return "No hotspot has a baseline of 6 months yet, so none is tested."
    beyond = [pair for pair in known if pair[1].verdict in (FEWER, MORE)]
    chances = [each.chance for _, each in known if each.chance is not None]
    note = f"{_tested(len(known), chances)} would cross by chance."
    looks = [pair for pair in known if pair[1].verdict in (HIGHER, LOWER)]
    if looks:
        among = sentences.about(sum(look for _, look in chances))
        note += (
            f" Worth a look {'is' if len(looks) == 1 else 'are'} {_named(looks)}; {among} would be "
            "that or beyond by chance."
        )
    if not beyond:
        return f"No hotspot's count lies outside usual variation. {note}"
    verb = "lies" if len(beyond) == 1 else "lie"
    return f"Outside usual variation {verb} {_named(beyond)}. {note}"


def beside_chance(figures: PackFigures) -> str:
    """How many of the counts tested stand out, beside how many chance alone would flag."""
    known = [each for row in figures.rows for each in row.verdicts if each.verdict]
    if not known:
        return "No hotspot has a baseline of 6 months yet, so none is tested."
    chances = [each.chance for each in known if each.chance is not None]
    outside, flagged = (sentences.about(sum(pair[at] for pair in chances)) for at in (0, 1))
    beyond = sum(each.verdict in (FEWER, MORE) for each in known)
    looks = sum(each.verdict in (HIGHER, LOWER) for each in known)
    return (
        f"Of {english.counted(len(known), 'count')} of {figures.now} tested, "
        f"{english.counted(beyond, 'lies', 'lie')} outside usual variation, where chance alone "
        f"gives {outside}; {english.counted(looks, 'more is', 'more are')} worth a look, where "
        f"chance gives {flagged} that or beyond."
    )


def _tested(count: int, chances: Sequence[tuple[float, float]]) -> str:
    outside = sentences.about(sum(outside for outside, _ in chances))
    return f"Of {english.counted(count, 'count')} tested, {outside}"


def _named(found: Sequence[tuple[Figure, ThemeVerdict]]) -> str:
    """Hotspots with the count that stands out beside what was expected."""
    return english.listed(
        f"{row.hotspot} ({wording.group_title(each.count_group)}: {wording.number(each.count)} "
        f"against {sentences.expected(each.expected)} expected, {each.verdict})"
        for row, each in found
    )


def since_responses(figures: PackFigures) -> tuple[str, ...]:
    """What stands out since responses began, a sentence for each outside usual variation.

    What must be known of each baseline stands on the hotspot's own page.
    """
    known = [(row, each) for row in figures.rows for each in row.verdicts if each.since_verdict]
    beyond = [pair for pair in known if pair[1].since_verdict in (FEWER, MORE)]
    said = [f"{row.hotspot}: {each.since_finding}" for row, each in beyond]
    looks = [pair for pair in known if pair[1].since_verdict in (HIGHER, LOWER)]
    if looks:
        named = english.listed(
            f"{row.hotspot} ({wording.group_title(each.count_group)}: "
            f"{wording.number(each.run_count)} against {sentences.expected(each.since_expected)} "
            f"expected, {each.since_verdict})"
            for row, each in looks
        )
        verb = "is" if len(looks) == 1 else "are"
        said.append(
            f"Worth a look since their responses began {verb} {named}, of "
            f"{english.counted(len(known), 'count')} tested."
        )
    return tuple(said)


def objectives(figures: PackFigures) -> str:
    """How many objectives stand where, with those off course in full."""
    stands = [
        figures.progress[f.profile.ref] for f in figures.live if f.profile.ref in figures.progress
    ]
    counts = [
        f"{sum(one.standing == word for one in stands)} {word}"
        for word in on_course.STANDINGS
        if any(one.standing == word for one in stands)
    ]
    unfrozen = len(figures.shown.unmeasured) if figures.shown else 0
    counts += [f"{unfrozen} not frozen when signed"] if unfrozen else []
    without = len(figures.live) - len(stands) - unfrozen
    counts += [f"{without} without a target to measure against"] if without else []
    said = f"Objectives of {english.counted(len(figures.live), 'live profile')}: "
    said += f"{'; '.join(counts)}." if counts else "none."
    off = [
        f"{f.profile.ref}: {one.says}"
        for f in figures.live
        if (one := figures.progress.get(f.profile.ref)) and one.standing == on_course.OFF_COURSE
    ]
    return " ".join((said, *off))
