"""The hours of the week as small grids: when incidents are, and when patrols are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casebook.core import english, wording
from casebook.packs.drawing import svg
from casebook.packs.drawing.svg import Picture
from casebook.patrols.week import DAYS, HOURS, WeekHours

_WIDE, _LEFT, _GAP = 576.0, 18.0, 12.0
_CELL, _TOP, _FOOT = 6.8, 13.0, 21.0
_SHADES = ("#f3f5f6", "#c5d6e6", "#8db0cf", "#4c7fac", "#1d4e79")
_MOST = 3
_NAMES = ("M", "T", "W", "T", "F", "S", "S")


@dataclass(frozen=True)
class WeekPanel:
    """One grid of the hours of a week, on a scale of its own."""

    title: str
    over: str
    """The months it is of."""
    hours: WeekHours
    unit: str
    """What its numbers count: ``incident``."""


def week_chart(ident: str, name: str, panels: Sequence[WeekPanel]) -> Picture | None:
    """A grid of seven days by 24 hours for each of ``panels``, side by side; None for none.

    The darker a cell, the more: each grid has its own scale, which stands beneath it.
    """
    if not panels:
        return None
    each = (_WIDE - (_MOST - 1) * _GAP) / _MOST
    parts = []
    for at, panel in enumerate(panels[:_MOST]):
        parts += _grid(panel, at * (each + _GAP), each - _LEFT)
    tall = _TOP + DAYS * _CELL + _FOOT
    says = " ".join(_in_words(panel) for panel in panels[:_MOST])
    return svg.picture(ident, (_WIDE, tall), f"Hours of the week, {name}", says, parts)


def _grid(panel: WeekPanel, x: float, wide: float) -> list[str]:
    step = wide / HOURS
    left = x + _LEFT
    most = max(map(max, panel.hours.rows))
    parts = [
        svg.text((left, 9), panel.title, size=8.5, bold=True),
        svg.text((x + _LEFT + wide, 9), panel.over, size=7.4, anchor="end", fill=svg.MUTED),
    ]
    shaded: dict[str, list[tuple[float, float]]] = {shade: [] for shade in _SHADES}
    for day, row in enumerate(panel.hours.rows):
        top = _TOP + day * _CELL
        parts.append(svg.text((left - 4, top + _CELL - 0.9), _NAMES[day], size=7.2, anchor="end"))
        for hour, value in enumerate(row):
            shaded[_shade(value, most)].append((left + hour * step, top))
    parts += [
        svg.boxes(corners, step - 0.5, _CELL - 0.5, fill=shade) for shade, corners in shaded.items()
    ]
    floor = _TOP + DAYS * _CELL
    for hour in range(0, HOURS, 6):
        spot = (left + hour * step, floor + 8)
        parts.append(svg.text(spot, f"{hour:02d}:00", size=7.2, fill=svg.MUTED))
    parts += _key(panel, left, floor + 11, most)
    return parts


def _shade(value: float, most: float) -> str:
    """Blank for nothing, then four steps of the same height."""
    if not value:
        return _SHADES[0]
    steps = len(_SHADES) - 1
    return _SHADES[min(steps, 1 + int(value / most * steps * 0.9999))]


def _key(panel: WeekPanel, left: float, top: float, most: float) -> list[str]:
    """The shades in order, from none to the most of any cell."""
    parts = [svg.text((left, top + 7.5), "0", size=7.2)]
    x = left + 8
    for shade in _SHADES:
        parts.append(svg.box(x, top + 1.5, 10, 6.5, fill=shade))
        x += 10
    places = 0 if panel.unit == "incident" else 1
    words = f"{wording.number(most, places)} in one hour of the week"
    return [*parts, svg.text((x + 4, top + 7.5), words, size=7.2)]


def _in_words(panel: WeekPanel) -> str:
    """The sums by weekday and by six hours of the day, for who can't see the grid."""
    places = 0 if panel.unit == "incident" else 1
    days = (
        f"{name} {wording.number(sum(row), places)}"
        for name, row in zip(
            ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
            panel.hours.rows,
            strict=True,
        )
    )
    parts = (
        f"{wording.number(panel.hours.between(first, 6), places)} from {first:02d}:00"
        for first in range(0, HOURS, 6)
    )
    return f"{panel.title}, {panel.over}: {', '.join(days)}; by the hour, {english.listed(parts)}."
