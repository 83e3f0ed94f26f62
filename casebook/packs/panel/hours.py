"""Patrol time against its plan, and what changed against which baseline, in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from casebook.core import english, wording
from casebook.core.months import Window
from casebook.core.statement import Head
from casebook.figures import sentences
from casebook.figures.comparison import ComparisonTable, compare_types
from casebook.figures.figure import Figure
from casebook.figures.table import figures
from casebook.packs.chapters.parts import PackScope
from casebook.packs.chapters.statement_table import UPRIGHT_ROOM
from casebook.packs.report.assembling import delivered, table
from casebook.packs.report.report import ReportBlock, ReportPart, para

GROUPS = ("crime", "asb", "serious-violence")
_RESOURCING = (("core duty", "core"), ("funded overtime", "overtime"), ("partners", "partner"))
_READS = {
    "more": "a rise beyond what chance does",
    "fewer": "a fall beyond what chance does",
    "higher": "a rise that chance does about 1 time in 20 or less",
    "lower": "a fall that chance does about 1 time in 20 or less",
    "as expected": "no more than chance does",
    "too few to tell": "too few to tell",
}


def hours_part(scope: PackScope) -> ReportPart:
    """Officer-hours delivered, by who paid, against plan and the months before."""
    found = scope.together
    if found is None:
        return ReportPart("hours", "Patrol time", (para("No hotspot lies here."),))
    row = found.rows[0]
    window = scope.window
    before = figures(scope.book, window.previous, by=("force",), hotspots=scope.hotspots).rows[0]
    if row.officer_hours is None:
        return ReportPart("hours", "Patrol time", (para(sentences.hours_sentence(row)),))
    parts = [words for label, name in _RESOURCING if (words := _of_plan(row, label, name))]
    said = [
        f"{delivered(row)} Of these {english.listed(parts)}.",
        _beside(row, before, window.previous),
    ]
    return ReportPart("hours", "Patrol time", tuple(para(words) for words in said if words))


def _of_plan(row: Figure, label: str, resourcing: str) -> str:
    """The hours of one resourcing, with its share of what was planned of it where that is known."""
    hours = getattr(row, f"officer_hours_{resourcing}")
    if hours is None:
        return ""
    found = row.of_plan(resourcing)
    share = f" ({wording.share(found[0] / found[1])} of its plan)" if found else ""
    return f"{wording.hours(hours, 0)} {label}{share}"


def _beside(row: Figure, before: Figure, previous: Window) -> str:
    if before.officer_hours is None:
        return f"Hours of the three months before, {previous.label}, aren't known."
    visits = f" in {english.counted(row.visits, 'visit')}" if row.visits is not None else ""
    return (
        f"In the three months before, {previous.label}, it was "
        f"{wording.hours(before.officer_hours, 0)}; now it is "
        f"{wording.hours(row.officer_hours, 0)}{visits}."
    )


def compared_groups(scope: PackScope) -> Mapping[str, ComparisonTable]:
    """Crime, ASB and serious violence against the year before, in hotspots and everywhere."""
    window, against = scope.window, scope.window.last_year
    areas = (scope.place,) if scope.place else ()
    whole = compare_types(scope.book, window, against=against, groups=GROUPS, areas=areas)
    refs = scope.hotspots or _every_hotspot(scope)
    if not refs:
        return {scope.where or "The force": whole}
    inside = compare_types(scope.book, window, against=against, groups=GROUPS, hotspots=refs)
    return {english.counted(len(refs), "hotspot"): inside, scope.where or "The force": whole}


def _every_hotspot(scope: PackScope) -> tuple[str, ...]:
    window = scope.window
    if scope.place:
        return ()
    return tuple(
        place.ref
        for place in scope.tree.by_ref.values()
        if place.kind == "hotspot" and place.live_in(window.start, window.end)
    )


def change_part(scope: PackScope, compared: Mapping[str, ComparisonTable]) -> ReportPart:
    """What changed against the same months a year earlier, in words, then in a table."""
    window, against = scope.window, scope.window.last_year
    rows = [
        {
            "where": where,
            "what": row.type,
            "before": row.count_against,
            "now": row.count,
            "percent": row.percent,
            "reads": english.sentence(_READS.get(row.reads, "not known")),
        }
        for where, found in compared.items()
        for row in found.rows
    ]
    heads = (
        Head("where", "Where"),
        Head("what", "What"),
        Head("before", against.label, "number", kept=True),
        Head("now", window.label, "number", kept=True),
        Head("percent", "Change", "percent", kept=True),
        Head("reads", "Which is"),
    )
    blocks: list[ReportBlock] = [
        para(
            f"Counts of {window.label} stand against the same months a year earlier, "
            f"{against.label}: the season is the same on both sides, and so are the boundaries."
        ),
        *table("", heads, rows, room=UPRIGHT_ROOM, grouped="where"),
        para(_fell(scope)),
    ]
    return ReportPart("change", "What changed", tuple(blocks))


def _fell(scope: PackScope) -> str:
    """In how many hotspots crime fell and rose, with what picking bad months does."""
    if scope.together is None:
        return "No hotspot lies here."
    rows = figures(scope.book, scope.window, hotspots=scope.hotspots).rows
    said = [
        words
        for name, key in (("crime", "crimes"), ("ASB", "asb"))
        if (words := _moved(rows, name, key))
    ]
    if not said:
        return "In how many hotspots counts fell isn't known."
    return (
        f"{' '.join(said)} Hotspots are picked for bad months, so some fall comes by itself: a "
        "fall alone doesn't show that patrols or problem solving caused it."
    )


def _moved(rows: Sequence[Figure], name: str, key: str) -> str:
    pairs = [
        (now, before)
        for row in rows
        if (now := getattr(row, key)) is not None
        and (before := getattr(row, f"{key}_last_year")) is not None
    ]
    if not pairs:
        return ""
    fell = sum(now < before for now, before in pairs)
    rose = sum(now > before for now, before in pairs)
    return (
        f"{english.sentence(name)} fell in {fell} of {len(pairs)} hotspots that can be compared "
        f"and rose in {rose}."
    )


def tests_table(
    scope: PackScope, compared: Mapping[str, ComparisonTable]
) -> tuple[ReportBlock, ...]:
    """How each change was judged, for the annex."""
    rows: list[dict[str, Any]] = [
        {"where": where, "says": row.says}
        for where, found in compared.items()
        for row in found.rows
    ]
    heads = (Head("where", "Where"), Head("says", "How it was judged"))
    return table("How each change was judged", heads, rows, room=UPRIGHT_ROOM, grouped="where")
