"""The charts of an assessment: counts by month on both sides, and the difference so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casebook.core import wording
from casebook.core.months import Month
from casebook.packs.drawing import svg
from casebook.packs.drawing.svg import Picture

_WIDE, _LEFT, _RIGHT, _AXIS = 560.0, 8.0, 8.0, 22.0
_TOP, _PANEL = 16.0, 56.0
_INK, _PALE, _BAND = "#1d4e79", "#a9bfd3", "#dce6ef"


@dataclass(frozen=True)
class MonthBar:
    """A month's count, and which side of the comparison it is on."""

    month: Month
    count: int | None
    side: str
    """``before``, ``after``, or blank for a month in neither."""


@dataclass(frozen=True)
class SoFar:
    """The difference so far at the end of a month, with its interval."""

    month: Month
    value: float
    low: float
    high: float


def months_chart(ident: str, panels: Sequence[tuple[str, Sequence[MonthBar]]]) -> Picture:
    """A panel of monthly bars for each area, each on a scale of its own, under one another.

    Months before are pale, months after dark, those in neither an outline; a month that isn't
    known is a gap with a dash.
    """
    months = tuple(bar.month for bar in panels[0][1])
    each = _TOP + _PANEL + 6
    floor = each * len(panels)
    parts = [_panel(months, n * each, name, bars) for n, (name, bars) in enumerate(panels)]
    parts.append(_axis(months, floor - 4))
    says = " ".join(_in_words(name, bars) for name, bars in panels)
    title = "Incidents by month: pale before, dark after, an outline in neither window"
    return svg.picture(ident, (_WIDE, floor + _AXIS), title, says, parts)


def _step(months: Sequence[Month]) -> float:
    return (_WIDE - _LEFT - _RIGHT) / max(len(months), 1)


def _panel(months: Sequence[Month], top: float, name: str, bars: Sequence[MonthBar]) -> str:
    floor, step = top + _TOP + _PANEL, _step(months)
    most = max((bar.count for bar in bars if bar.count), default=0)
    gap = min(3.0, step / 6)
    size = 7.0 if step >= 18 else 5.6
    parts = [svg.text((_LEFT, top + 9), name, size=8.5, bold=True)]
    for at, bar in enumerate(bars):
        left, wide = _LEFT + at * step + gap, step - 2 * gap
        middle = left + wide / 2
        if bar.count is None:
            parts.append(svg.text((middle, floor - 3), wording.MISSING, anchor="middle", size=size))
            continue
        tall = (_PANEL - 9) * bar.count / most if most else 0.0
        fill = {"before": _PALE, "after": _INK}.get(bar.side, "none")
        edge = svg.MUTED if fill == "none" else ""
        parts.append(svg.box(left, floor - tall, wide, tall, fill=fill, stroke=edge, width=0.5))
        spot = (middle, floor - tall - 2)
        parts.append(svg.text(spot, wording.number(bar.count), anchor="middle", size=size))
    parts.append(svg.line((_LEFT, floor), (_WIDE - _RIGHT, floor), stroke=svg.MUTED))
    return "".join(parts)


def _axis(months: Sequence[Month], y: float) -> str:
    """Short month names under the columns, first letters where they are narrow; years beneath."""
    step = _step(months)
    parts = []
    for at, month in enumerate(months):
        middle = _LEFT + (at + 0.5) * step
        name = month.label[:3] if step >= 18 else month.label[:1]
        parts.append(svg.text((middle, y + 8), name, anchor="middle", size=6.8))
        if at == 0 or month.number == 1:
            year = str(month.year)
            spot = (middle, y + 16)
            parts.append(svg.text(spot, year, anchor="middle", size=6.4, fill=svg.MUTED))
    return "".join(parts)


def _in_words(name: str, bars: Sequence[MonthBar]) -> str:
    said = "; ".join(
        f"{bar.month.label} {wording.number(bar.count) if bar.count is not None else 'not known'}"
        for bar in bars
    )
    return f"{name}: {said}."


def running_chart(ident: str, so_far: Sequence[SoFar]) -> Picture:
    """The difference so far as a line in its 95 % interval, with the line of no change."""
    months = tuple(point.month for point in so_far)
    step, tall = _step(months), 120.0
    high = max(0.0, *(point.high for point in so_far))
    low = min(0.0, *(point.low for point in so_far))
    top, floor = 18.0, 18.0 + tall

    def at(n: int, value: float) -> tuple[float, float]:
        return _LEFT + (n + 0.5) * step, top + (high - value) / ((high - low) or 1) * tall

    upper = [at(n, point.high) for n, point in enumerate(so_far)]
    lower = [at(n, point.low) for n, point in enumerate(so_far)]
    middle = [at(n, point.value) for n, point in enumerate(so_far)]
    zero = at(0, 0.0)[1]
    parts = [
        svg.text((_LEFT, 9), "Difference so far, with its 95 % interval", size=8.5, bold=True),
        svg.path(svg.steps([*upper, *reversed(lower)], closed=True), fill=_BAND),
        svg.line((_LEFT, zero), (_WIDE - _RIGHT, zero), stroke=svg.INK, dash="3 2"),
        svg.text((_WIDE - _RIGHT, zero - 3), "no change", anchor="end", fill=svg.MUTED),
        svg.path(svg.steps(middle), stroke=_INK, width=1.8),
    ]
    for point, spot in zip(so_far, middle, strict=True):
        parts.append(svg.box(spot[0] - 1.8, spot[1] - 1.8, 3.6, 3.6, fill=_INK))
        words = wording.signed(point.value, 0)
        where = (spot[0], spot[1] - 5)
        parts.append(svg.text(where, words, anchor="middle", size=7, halo="#ffffff"))
    parts.append(_axis(months, floor))
    says = "; ".join(
        f"by the end of {point.month.label} {wording.signed(point.value, 0)} "
        f"(between {wording.signed(point.low, 0)} and {wording.signed(point.high, 0)})"
        for point in so_far
    )
    return svg.picture(ident, (_WIDE, floor + _AXIS), "Difference so far", f"{says}.", parts)
