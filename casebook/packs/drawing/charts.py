"""The monthly charts of one hotspot: its counts beside what was expected, and its hours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from casebook.core import wording
from casebook.core.english import listed, sentence
from casebook.core.months import Month, say_months
from casebook.figures.figure import Figure
from casebook.packs.drawing import svg
from casebook.packs.drawing.axes import MonthAxis, Scale
from casebook.packs.drawing.svg import Picture

COUNT, HOURS, FLAG = "#1d4e79", "#1f6f63", "#9b2c1f"
_PALE = {COUNT: "#a9bfd3", HOURS: "#a8cdc6", FLAG: "#d9a59d"}
_BAND = "#eceff2"
_CHARACTER = 3.7
"""How wide a character of the smallest words is, about."""
_TOP, _PANEL, _GAP = 13.0, 29.0, 3.5


@dataclass(frozen=True)
class MonthCount:
    """A month's count beside what was expected of it; None where that isn't known."""

    month: Month
    count: int | None
    expected: float | None = None
    usual: tuple[int, int] | None = None
    """The lowest and the highest count that don't lie outside usual variation."""

    @property
    def stands_out(self) -> bool:
        """Whether it lies outside usual variation."""
        if self.count is None or self.usual is None:
            return False
        return not self.usual[0] <= self.count <= self.usual[1]


@dataclass(frozen=True)
class CountPanel:
    """One count group month by month, on a scale of its own."""

    title: str
    months: Sequence[MonthCount]


@dataclass(frozen=True)
class Marks:
    """What a line between two months marks."""

    began: Month | None = None
    """The first whole month of the response."""
    what: str = "the response"
    """What began then."""
    redrawn: tuple[Month, ...] = ()
    """The months in which the boundary changed."""


def months_chart(
    ident: str, name: str, panels: Sequence[CountPanel], rows: Sequence[Figure], marks: Marks
) -> Picture:
    """Counts and, beneath, officer-hours by month: a panel each, each on its own scale.

    Of counts a line is what was expected and the pale band about it what isn't outside usual
    variation; a bar beyond it stands out. Of hours an outline is what was planned and a bar what
    was delivered; a month known only in part is hatched. A month that isn't known is a gap. All
    panels are of the months of ``rows``.
    """
    axis = MonthAxis(tuple(row.window.last for row in rows))
    each = _TOP + _PANEL + _GAP
    floor = each * (len(panels) + 1) - _GAP
    parts = [part for at, panel in enumerate(panels) for part in _counts(axis, each * at, panel)]
    parts += _hours(axis, each * len(panels), f"{ident}-part-hours", rows)
    parts += [_events(axis, _TOP, floor, marks), axis.names(floor)]
    says = [_panel_in_words(panel) for panel in panels]
    if marks.began is not None and marks.began in axis.months:
        were = "was" if marks.what.startswith("the ") else "were"
        says.append(f"{sentence(marks.what)} {were} under way from {marks.began.label} on.")
    says += [f"The boundary was redrawn in {month.label}." for month in marks.redrawn]
    says += [
        _in_words("Officer-hours delivered", rows, lambda row: wording.hours(row.officer_hours)),
        _in_words("Planned", rows, lambda row: wording.hours(row.planned_officer_hours)),
    ]
    titles = [*(panel.title for panel in panels), "officer-hours"]
    size = (axis.wide, floor + axis.tall)
    return svg.picture(ident, size, f"{listed(titles)} by month, {name}", " ".join(says), parts)


def _counts(axis: MonthAxis, top: float, panel: CountPanel) -> list[str]:
    floor = top + _TOP + _PANEL
    known = [each for each in panel.months if each.count is not None]
    most = max(
        (
            max(each.count or 0, each.expected or 0, each.usual[1] if each.usual else 0)
            for each in panel.months
        ),
        default=0,
    )
    scale = Scale.upto(most, _PANEL, floor)
    parts = [svg.text((axis.left, top + 9), panel.title, size=8.5, bold=True, fill=COUNT)]
    parts += [_key(axis.left + 6.2 * len(panel.title), top)] if _tested(panel) else []
    parts += [_band(axis, panel, scale), scale.lines(axis.left, axis.right)]
    gaps = [at for at, month in enumerate(panel.months) if month.count is None]
    parts.append(axis.gaps(gaps, floor))
    for at, month in enumerate(panel.months):
        if month.count is None:
            continue
        last, y = at == len(panel.months) - 1, scale.y(month.count)
        colour = FLAG if month.stands_out else COUNT
        fill = colour if last or month.stands_out else _PALE[colour]
        parts.append(svg.box(axis.at(at) + 2.5, y, axis.step - 5, floor - y, fill=fill))
    parts.append(_expected(axis, panel, scale))
    if known and known[-1].month == axis.months[-1]:
        y = scale.y(known[-1].count or 0)
        parts.append(axis.value(len(axis.months) - 1, y, floor, wording.number(known[-1].count)))
    return [*parts, svg.line((axis.left, floor), (axis.right, floor), stroke=svg.MUTED)]


def _tested(panel: CountPanel) -> bool:
    return any(each.expected is not None for each in panel.months)


def _key(x: float, top: float) -> str:
    x += 14
    return "".join(
        (
            svg.line((x, top + 6), (x + 12, top + 6), stroke=svg.INK, width=1.1),
            svg.text((x + 15, top + 9), "expected", size=7.4),
            svg.box(x + 52, top + 2, 12, 8, fill=_BAND),
            svg.text((x + 67, top + 9), "usual variation", size=7.4),
        )
    )


def _band(axis: MonthAxis, panel: CountPanel, scale: Scale) -> str:
    """The pale ground of what isn't outside usual variation, month by month."""
    return "".join(
        svg.box(
            axis.at(at),
            scale.y(each.usual[1]),
            axis.step,
            scale.y(each.usual[0]) - scale.y(each.usual[1]),
            fill=_BAND,
        )
        for at, each in enumerate(panel.months)
        if each.usual is not None
    )


def _expected(axis: MonthAxis, panel: CountPanel, scale: Scale) -> str:
    """The line of what was expected, a step a month, broken where that isn't known."""
    runs: list[list[tuple[float, float]]] = [[]]
    for at, each in enumerate(panel.months):
        if each.expected is None:
            runs.append([])
            continue
        y = scale.y(each.expected)
        runs[-1] += [(axis.at(at), y), (axis.at(at + 1), y)]
    data = "".join(svg.steps(run) for run in runs)
    return svg.path(data, stroke=svg.INK, width=1.1) if data else ""


def _panel_in_words(panel: CountPanel) -> str:
    known = [
        f"{each.month.label} {wording.number(each.count)}"
        + (f" ({wording.number(each.expected, 1)} expected)" if each.expected is not None else "")
        + (", outside usual variation" if each.stands_out else "")
        for each in panel.months
        if each.count is not None
    ]
    gaps = [each.month for each in panel.months if each.count is None]
    said = f"{panel.title}: {'; '.join(known)}." if known else f"{panel.title}: no month is known."
    return f"{said} Not known: {say_months(gaps)}." if gaps and known else said


def _events(axis: MonthAxis, top: float, bottom: float, marks: Marks) -> str:
    """Lines between months where the response began or the boundary changed, named at the top."""
    under_way = f"{marks.what.removeprefix('the ')} under way"
    lines = [(marks.began, under_way, "3 2")] if marks.began is not None else []
    lines += [(month, "redrawn", "1 2") for month in marks.redrawn]
    parts = []
    for month, words, dash in lines:
        if month not in axis.months:
            continue
        x = axis.at(axis.months.index(month))
        close = x + 3 + _CHARACTER * len(words) > axis.right  # then it ends where the panel does
        above = top - 1.5 if close else top - 5
        parts.append(svg.line((x, above), (x, bottom), stroke=svg.INK, width=0.9, dash=dash))
        spot = (axis.right if close else x + 3, top - 4)
        anchor = "end" if close else "start"
        parts.append(svg.text(spot, words, size=7.4, anchor=anchor, halo="#ffffff"))
    return "".join(parts)


def _hours(axis: MonthAxis, top: float, hatch: str, rows: Sequence[Figure]) -> list[str]:
    floor = top + _TOP + _PANEL
    values = [v for row in rows for v in (row.officer_hours, row.planned_officer_hours) if v]
    scale = Scale.upto(max(values, default=0), _PANEL, floor)
    unknown = [at for at, row in enumerate(rows) if row.officer_hours is None]
    bare = [at for at in unknown if rows[at].planned_officer_hours is None]
    parts = [
        svg.hatching(hatch, HOURS),
        svg.text((axis.left, top + 9), "Officer-hours", size=8.5, bold=True, fill=HOURS),
        _hours_key(axis.left + 72, top, hatch, any(_part_known(row) for row in rows)),
        scale.lines(axis.left, axis.right),
        axis.gaps(bare, floor),
        *(
            _hours_bar(axis, at, row, floor, scale, hatch)
            for at, row in enumerate(rows)
            if at not in bare
        ),
    ]
    if rows and rows[-1].officer_hours is not None:
        y = scale.y(max(rows[-1].officer_hours, rows[-1].planned_officer_hours or 0))
        parts.append(axis.value(len(rows) - 1, y, floor, wording.hours(rows[-1].officer_hours)))
    return [*parts, svg.line((axis.left, floor), (axis.right, floor), stroke=svg.MUTED)]


def _hours_bar(
    axis: MonthAxis, at: int, row: Figure, floor: float, scale: Scale, hatch: str
) -> str:
    last = at == len(axis.months) - 1
    left, wide = axis.at(at) + 1.5, axis.step - 3
    planned, done = row.planned_officer_hours, row.officer_hours
    parts = []
    if done is not None:
        y = scale.y(done)
        fill = f"url(#{hatch})" if _part_known(row) else HOURS if last else _PALE[HOURS]
        edge = HOURS if _part_known(row) else ""
        parts.append(svg.box(left + 2, y, wide - 4, floor - y, fill=fill, stroke=edge))
    else:
        parts.append(svg.text((axis.middle(at), floor - 4), wording.MISSING, anchor="middle"))
    if planned is not None:
        y = scale.y(planned)
        parts.append(svg.box(left, y, wide, floor - y, stroke=svg.INK, width=0.7))
    return "".join(parts)


def _part_known(row: Figure) -> bool:
    """Whether delivery is known for only a part of the days there was a plan for."""
    covered, planned = row.planned_covered_officer_hours, row.planned_officer_hours
    return covered is not None and planned is not None and covered < planned


def _hours_key(x: float, top: float, hatch: str, part: bool) -> str:
    parts = [
        svg.box(x, top + 3, 8, 7, fill=HOURS),
        svg.text((x + 11, top + 9), "delivered", size=7.4),
        svg.box(x + 52, top + 3, 8, 7, stroke=svg.INK, width=0.7),
        svg.text((x + 63, top + 9), "planned", size=7.4),
    ]
    if part:
        parts.append(svg.box(x + 100, top + 3, 8, 7, fill=f"url(#{hatch})", stroke=HOURS))
        parts.append(svg.text((x + 111, top + 9), "delivered, month known in part", size=7.4))
    return "".join(parts)


def _in_words(what: str, rows: Sequence[Figure], value: Callable[[Figure], str]) -> str:
    """The figures as a sentence, with the months that aren't known named as such."""
    known = [(row.window.last, value(row)) for row in rows if value(row) != wording.MISSING]
    gaps = [row.window.last for row in rows if value(row) == wording.MISSING]
    said = "; ".join(f"{month.label} {words}" for month, words in known)
    sentence = f"{what}: {said}." if said else f"{what}: no month is known."
    if gaps and known:
        sentence += f" Not known: {say_months(gaps)}."
    return sentence
