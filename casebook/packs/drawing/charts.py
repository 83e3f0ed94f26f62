"""The monthly charts of one hotspot: crimes above ASB, and hours planned and delivered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from casebook.core import wording
from casebook.core.english import sentence
from casebook.core.months import Month, say_months
from casebook.figures.figure import Figure
from casebook.packs.drawing import svg
from casebook.packs.drawing.svg import Picture

CRIMES, ASB, HOURS = "#1d4e79", "#8a4b12", "#1f6f63"
_PALE = {CRIMES: "#a9bfd3", ASB: "#dcb892", HOURS: "#a8cdc6"}
_WIDE, _LEFT, _TOP, _PANEL, _AXIS = 372.0, 4.0, 14.0, 41.0, 20.0


@dataclass(frozen=True)
class _Grid:
    """Where each month stands: columns of one width from the left edge."""

    months: tuple[Month, ...]

    @property
    def step(self) -> float:
        return (_WIDE - 2 * _LEFT) / max(len(self.months), 1)

    def left(self, at: int) -> float:
        return _LEFT + at * self.step

    def middle(self, at: int) -> float:
        return self.left(at) + self.step / 2

    def axis(self, y: float) -> str:
        """Short month names under the columns, and the year where it starts."""
        parts = []
        for at, month in enumerate(self.months):
            last = at == len(self.months) - 1
            name = month.label[:3]
            parts.append(
                svg.text((self.middle(at), y + 8), name, anchor="middle", size=6.8, bold=last)
            )
            if at == 0 or month.number == 1:
                where = (self.middle(at), y + 15.5)
                year = str(month.year)
                parts.append(svg.text(where, year, anchor="middle", size=6.2, fill=svg.MUTED))
        return "".join(parts)


def counts_chart(
    ident: str,
    name: str,
    rows: Sequence[Figure],
    *,
    began: Month | None,
    what: str = "the response",
    redrawn: Sequence[Month],
) -> Picture:
    """Crimes and, beneath, ASB in each month of ``rows``: two panels, two scales, never added.

    ``began`` is the first whole month of the response, or of ``what`` began; ``redrawn`` are months
    in which the boundary changed. A month that isn't loaded is a gap.
    """
    grid = _Grid(tuple(row.window.last for row in rows))
    tall = 2 * (_TOP + _PANEL) + 8 + _AXIS
    lower = _TOP + _PANEL + 8
    parts = [
        _events(grid, _TOP, lower + _TOP + _PANEL, began, what, redrawn),
        _panel(grid, 0, "Crimes", CRIMES, [row.crimes for row in rows]),
        _panel(grid, lower, "ASB", ASB, [row.asb for row in rows]),
        grid.axis(lower + _TOP + _PANEL),
    ]
    says = [_in_words("Crimes", rows, lambda row: wording.number(row.crimes))]
    says.append(_in_words("ASB", rows, lambda row: wording.number(row.asb)))
    if began is not None and began in grid.months:
        were = "was" if what.startswith("the ") else "were"
        says.append(f"{sentence(what)} {were} under way from {began.label} on.")
    says += [f"The boundary was redrawn in {month.label}." for month in redrawn]
    title = f"Crimes and ASB by month, {name}"
    return svg.picture(ident, (_WIDE, tall), title, " ".join(says), parts)


def _panel(grid: _Grid, top: float, label: str, colour: str, counts: Sequence[int | None]) -> str:
    floor = top + _TOP + _PANEL
    most = max((count for count in counts if count), default=0)
    parts = [svg.text((_LEFT, top + 9), label, size=8, bold=True, fill=colour)]
    for at, count in enumerate(counts):
        last = at == len(counts) - 1
        if count is None:
            parts.append(_gap(grid, at, floor))
            continue
        tall = (_PANEL - 9) * count / most if most else 0
        fill = colour if last else _PALE[colour]
        parts.append(svg.box(grid.left(at) + 3, floor - tall, grid.step - 6, tall, fill=fill))
        words = wording.number(count)
        spot = (grid.middle(at), floor - tall - 2.5)
        parts.append(svg.text(spot, words, anchor="middle", size=7, bold=last))
    parts.append(svg.line((_LEFT, floor), (_WIDE - _LEFT, floor), stroke=svg.MUTED))
    return "".join(parts)


def _gap(grid: _Grid, at: int, floor: float) -> str:
    """A month that isn't known: no bar, but a dotted outline and a dash."""
    left, wide = grid.left(at) + 3, grid.step - 6
    frame = svg.box(left, floor - 14, wide, 14, stroke=svg.MUTED, width=0.5, dash="1.5 1.5")
    return frame + svg.text((grid.middle(at), floor - 4.5), wording.MISSING, anchor="middle")


def _events(
    grid: _Grid, top: float, bottom: float, began: Month | None, what: str, redrawn: Sequence[Month]
) -> str:
    """Lines between months where the response began or the boundary changed, named at the top."""
    under_way = f"{what.removeprefix('the ')} under way"
    marks = [(began, under_way, "3 2")] if began is not None else []
    marks += [(month, "redrawn", "1 2") for month in redrawn]
    parts = []
    for month, words, dash in marks:
        if month not in grid.months:
            continue
        x = grid.left(grid.months.index(month))
        parts.append(svg.line((x, top - 8), (x, bottom), stroke=svg.MUTED, width=0.8, dash=dash))
        close = x > _WIDE - 70
        spot = (x - 3 if close else x + 3, top - 4)
        anchor = "end" if close else "start"
        parts.append(svg.text(spot, words, size=6.4, fill=svg.MUTED, anchor=anchor))
    return "".join(parts)


def hours_chart(ident: str, name: str, rows: Sequence[Figure]) -> Picture:
    """Officer-hours planned (an outline) and delivered (a bar) in each month of ``rows``.

    A month known only in part is hatched; one that isn't known is a gap.
    """
    grid = _Grid(tuple(row.window.last for row in rows))
    floor = _TOP + _PANEL + 6
    values = [v for row in rows for v in (row.officer_hours, row.planned_officer_hours) if v]
    scale = (_PANEL - 4) / max(values, default=1)
    hatch = f"{ident}-part"
    parts = [
        svg.hatching(hatch, HOURS),
        svg.text((_LEFT, 9), "Officer-hours", size=8, bold=True, fill=HOURS),
        _hours_key(hatch, any(_part_known(row) for row in rows)),
    ]
    for at, row in enumerate(rows):
        parts.append(_hours_bar(grid, at, row, floor, scale, hatch))
    parts.append(svg.line((_LEFT, floor), (_WIDE - _LEFT, floor), stroke=svg.MUTED))
    parts.append(grid.axis(floor))
    says = [
        _in_words("Delivered", rows, lambda row: wording.hours(row.officer_hours)),
        _in_words("Planned", rows, lambda row: wording.hours(row.planned_officer_hours)),
    ]
    title = f"Officer-hours planned and delivered by month, {name}"
    return svg.picture(ident, (_WIDE, floor + _AXIS), title, " ".join(says), parts)


def _hours_bar(grid: _Grid, at: int, row: Figure, floor: float, scale: float, hatch: str) -> str:
    last = at == len(grid.months) - 1
    left, wide = grid.left(at) + 2, grid.step - 4
    planned, done = row.planned_officer_hours, row.officer_hours
    if done is None and planned is None:
        return _gap(grid, at, floor)
    parts = []
    top = floor - (planned or 0) * scale
    if planned is not None:
        parts.append(svg.box(left, top, wide, floor - top, stroke=svg.INK, width=0.7))
    if done is None:
        parts.append(svg.text((grid.middle(at), floor - 4.5), wording.MISSING, anchor="middle"))
        return "".join(parts)
    tall = done * scale
    fill = f"url(#{hatch})" if _part_known(row) else HOURS if last else _PALE[HOURS]
    edge = HOURS if _part_known(row) else ""
    parts.insert(0, svg.box(left + 3, floor - tall, wide - 6, tall, fill=fill, stroke=edge))
    spot = (grid.middle(at), min(top, floor - tall) - 2.5)
    words = wording.hours(done)
    parts.append(svg.text(spot, words, anchor="middle", size=6.4, bold=last))
    return "".join(parts)


def _part_known(row: Figure) -> bool:
    """Whether delivery is known for only a part of the days there was a plan for."""
    covered, planned = row.planned_covered_officer_hours, row.planned_officer_hours
    return covered is not None and planned is not None and covered < planned


def _hours_key(hatch: str, part: bool) -> str:
    x = 70.0
    parts = [
        svg.box(x, 3, 8, 7, fill=HOURS),
        svg.text((x + 11, 9), "delivered", size=6.8),
        svg.box(x + 50, 3, 8, 7, stroke=svg.INK, width=0.7),
        svg.text((x + 61, 9), "planned", size=6.8),
    ]
    if part:
        parts.append(svg.box(x + 95, 3, 8, 7, fill=f"url(#{hatch})", stroke=HOURS))
        parts.append(svg.text((x + 106, 9), "delivered, month known in part", size=6.8))
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
