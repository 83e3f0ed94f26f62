"""A month's figures in words, for the panel beside a profile: the same rows maps and packs read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from casebook.core import wording
from casebook.core.english import counted
from casebook.core.months import Month, day_label
from casebook.core.wording import group_title, number
from casebook.figures.sentences import visits_sentence
from casebook.measures.on_course import OFF_COURSE
from tui.numbers.figures import FigureNumbers
from tui.parts.text import cell, line, plain, sentence
from tui.parts.words import SHORT_GROUPS, change, group_name, hours, month_change
from tui.profiles.month_chart import MonthSeries, chart, in_words, sparkline

if TYPE_CHECKING:
    from casebook.figures.figure import Figure, ThemeVerdict
    from casebook.figures.progress import Progress

_COUNTS = (
    ("Crimes", "crimes"),
    ("ASB", "asb"),
    ("Serious violence", "serious_violence"),
)
_MARKS = {
    "more": ("▲", "bold $text-warning"),
    "fewer": ("▼", "bold $text-warning"),
    "higher": ("△", "$text-warning"),
    "lower": ("▽", "$text-warning"),
}
"""What marks a change outside usual variation, and one that is worth a look."""
NO_HOTSPOT = "No live hotspot is linked, so there are no figures."


def own_change(figure: Figure | None, *, wide: bool = True) -> Content:
    """The month's change in the profile's own count group, marked where it is unusual."""
    if figure is None or (figure.count is None and figure.count_previous is None):
        return Content("–")
    name = Content.styled(group_name(figure.count_group), "$quiet")
    moved = Content(change(figure.count_previous, figure.count, wide=wide))
    mark, style = _MARKS.get(figure.verdict, ("", ""))
    if not mark:
        return Content.assemble(name, " ", moved)
    return Content.assemble(name, " ", moved, (f"{' ' * wide}{mark}", style))


def objective_line(progress: Progress | None, *, short: bool = False) -> Content | None:
    """Where the objective stands, marked where it is off course; None without a target.

    With ``short`` in so few words that they fit beside 80 columns, where it stands first.
    """
    if progress is None:
        return None
    says = _stands(progress) if short else progress.says
    if progress.standing == OFF_COURSE:
        return plain(f"! {says}", "$text-warning")
    return plain(says)


def _stands(progress: Progress) -> str:
    """``Objective, SV: on course: 14 in 12 months, 16 → 13 by 22 Apr 2025``."""
    name = SHORT_GROUPS.get(progress.measure.partition("@")[0], progress.title)
    months = counted(len(progress.now_window), "month")
    return (
        f"Objective, {name}: {progress.standing}: {number(progress.now)} in {months}, "
        f"{number(progress.baseline)} → {number(progress.target)} by {day_label(progress.deadline)}"
    )


def in_lines(
    figure: Figure | None,
    month: Month,
    progress: Progress | None = None,
    hotspots: Sequence[str] = (),
) -> Content:
    """The figures in a few lines, for a narrow screen; ``hotspots`` are those they are of."""
    if figure is None:
        return plain(NO_HOTSPOT, "$quiet")
    numbers = FigureNumbers(figure, tuple(hotspots))
    counts = sentence(
        Content.styled(month_change(month), "$quiet"),
        *(
            Content.assemble((name, "$quiet"), " ", _moved(numbers, column))
            for name, column in _COUNTS
        ),
        by="   ",
    )
    found = [numbers.finding(each, each.finding) for each in figure.verdicts[:2]]
    return Content("\n").join([counts, *found, *_known(progress, short=True), _hours_line(numbers)])


def in_short(
    figure: Figure | None,
    month: Month,
    progress: Progress | None,
    hotspots: Sequence[str],
    series: Sequence[MonthSeries],
) -> Content:
    """The figures in a few short lines with two years of months, for a narrow profile."""
    if figure is None or not series:
        return in_lines(figure, month, progress, hotspots)
    numbers = FigureNumbers(figure, tuple(hotspots))
    counts, *_ = in_lines(figure, month, None, hotspots).split("\n")
    lines = month_lines(figure, hotspots, series)
    return Content("\n").join(
        [counts, *lines[:2], *_known(progress, short=True), _hours_line(numbers)]
    )


def month_lines(
    figure: Figure, hotspots: Sequence[str], series: Sequence[MonthSeries]
) -> list[Content]:
    """Each verdict of a month in a line with its two years of months, of those in ``series``."""
    numbers = FigureNumbers(figure, tuple(hotspots))
    return [
        _short(numbers, each, drawn)
        for each in figure.verdicts
        for drawn in series
        if drawn.group == group_title(each.count_group)
    ]


def _short(numbers: FigureNumbers, found: ThemeVerdict, series: MonthSeries) -> Content:
    """``▂▃▁▅│▃▂ ASB 10, 12.2 expected, 3 to 25 usual: as expected``."""
    mark, style = _MARKS.get(found.verdict, ("", ""))
    usual = f"{number(series.usual[0])} to {number(series.usual[1])} usual" if series.usual else ""
    told = [
        number(found.count),
        f"{number(found.expected, 1)} expected" if found.expected is not None else "",
        usual,
    ]
    said = ", ".join(text for text in told if text)
    word = f": {found.verdict} {mark}".rstrip() if found.verdict else ""
    return Content.assemble(
        f"{sparkline(series)} ",
        (f"{group_name(found.count_group)} ", "$quiet"),
        numbers.finding(found, said),
        (word, style),
    )


def charts(series: Sequence[MonthSeries]) -> Content:
    """The months of each count as a chart with its sentence, for the panel of a wide screen."""
    parts = [
        Content("\n").join([*map(Content, chart(one, 3)), plain(in_words(one), "$quiet")])
        for one in series
    ]
    return Content("\n\n").join(parts)


def _known(progress: Progress | None, *, short: bool = False) -> list[Content]:
    said = objective_line(progress, short=short)
    return [] if said is None else [said]


def in_table(
    figure: Figure | None,
    month: Month,
    progress: Progress | None = None,
    hotspots: Sequence[str] = (),
    series: Sequence[MonthSeries] = (),
) -> Content:
    """The figures as a small table and charts with what must be said, for a wide screen."""
    if figure is None:
        return plain(NO_HOTSPOT, "$quiet")
    numbers = FigureNumbers(figure, tuple(hotspots))
    heads = (month.label, (month + -1).label, (month + -12).label)
    rows = [Content.styled("".join([" " * 17, *(f"{head:>9}" for head in heads)]), "$quiet")]
    rows += [
        cell(name, 17)
        + Content("").join(
            cell(numbers.count(column + side), 9, right=True)
            for side in ("", "_previous", "_last_year")
        )
        for name, column in _COUNTS
    ]
    rows += [Content(""), charts(series)] if series else []
    for each in figure.verdicts:
        rows += [Content(""), numbers.finding(each, each.says)]
        if each.since_says:
            rows.append(numbers.since(each, each.since_says))
    rows += [*([Content("")] if progress else []), *_known(progress)]
    rows += [Content(""), _hours_line(numbers)]
    paid = [(name, f"officer_hours_{name}") for name in ("core", "overtime", "partner")]
    parts = [
        f"{name} {wording.hours(getattr(figure, column))} h"
        for name, column in paid
        if getattr(figure, column)
    ]
    if parts:
        rows.append(numbers.hours(line(", ".join(parts), "$quiet"), *(of for _, of in paid)))
    if figure.officer_hours is not None:
        said = plain(visits_sentence(figure), "$quiet")
        rows.append(numbers.counts(said, "visits_full_length", "visits"))
    return Content("\n").join(rows)


def _moved(numbers: FigureNumbers, column: str) -> Content:
    """``29 → 23``, both to be gone to; one dash where neither is loaded."""
    sides = (f"{column}_previous", column)
    if all(getattr(numbers.row, side) is None for side in sides):
        return Content(wording.MISSING)
    return Content(" → ").join([numbers.count(side) for side in sides])


def _hours_line(numbers: FigureNumbers) -> Content:
    figure = numbers.row
    if figure.officer_hours is None:
        why = "no claim, sheet or GPS covers this month"
        plan = figure.planned_so_far
        planned = f"; {wording.hours(plan)} h planned" if plan is not None else ""
        unknown = plain(f"Officer-hours – ({why}){planned}", "$quiet")
        return numbers.hours(unknown, "planned_officer_hours")
    said = hours(figure)
    if not figure.planned_so_far:
        said += " delivered, none planned"
    elif figure.covered_to is not None and figure.covered_to < figure.window.end:
        said += f" planned to {day_label(figure.covered_to)}"
    else:
        said += " planned"
    shown = numbers.hours(line(said), "officer_hours", figure.plan_column)
    visits = Content("")
    if figure.visits is not None:
        visits = numbers.counts(line(counted(figure.visits, "visit")), "visits")
    return sentence(Content.assemble(("Officer-hours ", "$quiet"), shown), visits)
