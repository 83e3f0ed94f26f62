"""A layer of a map as one drawing, and each of its bands as a swatch of the legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import shapely

from casebook.core.english import counted
from casebook.packs.drawing import svg
from casebook.packs.drawing.svg import Picture
from casebook.packs.mapsheet.view import SheetView
from geo.maps import Band, Base, BaseLines, Feature, Layer, Page
from geo.maps.extent import sheet_extent
from geo.maps.paint import DASHES

_SMALLEST = 9.0
"""Points: a place that is smaller is drawn as a disc."""
_RADIUS = 5.0
_LABEL, _LARGEST_LABEL, _LABEL_SHARE = 7.0, 10.0, 1 / 66
"""Points of a label, least and most, and its share of the ground's width."""
_Box = tuple[float, float, float, float]
_BARS = (50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000)


def map_picture(
    page: Page, layer: Layer, step: int, size: tuple[float, float], clear: float = 0
) -> Picture:
    """The places of ``page`` coloured by ``layer`` at a step, on its base; what isn't drawn isn't.

    ``size`` is in points; so many of them at the right stay ``clear`` of places and labels. A place
    that would be too small to be seen is a disc; a label that would lie on another is left out.
    """
    wide, tall = size
    drawn = [(n, f) for n, f in enumerate(page.features) if f.geometry is not None]
    view = replace(SheetView.of(sheet_extent(page), wide - clear, tall), wide=wide)
    bands, numbers = layer.bands_at(step), layer.classes_at(step)
    at = {band: number for number, band in enumerate(bands)}
    parts = [_pattern(f"map-{at[band]}", band) for band in bands if band.pattern != "plain"]
    parts += [svg.box(0, 0, wide, tall, fill=page.base.ground), *_base(view, page.base)]
    # the largest first, so that a small one within it is seen
    order = sorted(drawn, key=lambda one: -one[1].geometry.area)  # type: ignore[union-attr]
    parts += [
        _place(view, feature, bands[numbers[number]], f"map-{numbers[number]}")
        for number, feature in order
    ]
    parts += _marks(view, [(feature, bands[numbers[n]].mark) for n, feature in drawn])
    parts += _labels(view, [feature for _, feature in drawn], wide - clear)
    parts += [_bar(view), svg.box(0, 0, wide, tall, stroke=svg.RULE, width=0.8)]
    says = f"{counted(len(drawn), 'place')} drawn, north up. The table has the figures of each."
    return svg.picture("map", (wide, tall), f"Map: {_line(layer.name)}", says, parts)


def swatch(band: Band, number: int) -> str:
    """How a band looks, as a small drawing of its own."""
    ident = f"swatch-{number}"
    parts = [_pattern(ident, band)] if band.pattern != "plain" else []
    parts.append(svg.path("M1.5 1.5L22.5 1.5L22.5 10.5L1.5 10.5Z", **_looks(band, ident)))
    return svg.picture(ident, (24, 12), _line(band.text), "", parts).svg


def _looks(band: Band, ident: str) -> dict[str, Any]:
    fill = band.fill if band.pattern == "plain" else f"url(#{ident})"
    extra = f' fill-opacity="{svg.coordinate(band.opacity)}" fill-rule="evenodd"'
    extra += ' stroke-linejoin="round"'
    if dash := DASHES[band.edge]:
        extra += f' stroke-dasharray="{" ".join(str(int(n) * 0.5) for n in dash.split())}"'
    return {"fill": fill, "stroke": band.outline, "width": band.weight * 0.5, "extra": extra}


def _pattern(ident: str, band: Band) -> str:
    """The fill of a band as the web map draws it, at the size of paper."""
    if band.pattern == "dots":
        ink = (
            f'<circle cx="1.25" cy="1.25" r="0.7" fill="{band.outline}"/>'
            f'<circle cx="3.75" cy="3.75" r="0.7" fill="{band.outline}"/>'
        )
    else:
        cross = "M-1 4L1 6M0 0L5 5M4 -1L6 1" if band.pattern == "cross" else ""
        strokes = f"M-1 1L1 -1M0 5L5 0M4 6L6 4{cross}"
        ink = svg.path(strokes, stroke=band.outline, width=0.7)
    return (
        f'<defs><pattern id="{ident}" width="5" height="5" patternUnits="userSpaceOnUse">'
        f'<rect width="5" height="5" fill="{band.fill}"/>{ink}</pattern></defs>'
    )


def _base(view: SheetView, base: Base) -> list[str]:
    parts = []
    for areas in base.areas:
        cut = shapely.clip_by_rect(list(areas.areas), *view.box)
        data = "".join(view.rings(area) for area in cut)
        if data:
            even = ' fill-rule="evenodd"'
            parts.append(svg.path(data, fill=areas.fill, stroke=areas.outline, extra=even))
    seen = [(lines, _along(view, lines)) for lines in base.lines if view.zoom >= lines.from_zoom]
    for casing in (True, False):
        for lines, data in seen:
            if data and (lines.casing or not casing):
                parts.append(_stroke(view, lines, data, casing=casing))
    return parts


def _along(view: SheetView, lines: BaseLines) -> str:
    if not lines.lines:
        return ""
    cut = shapely.get_parts(shapely.clip_by_rect(list(lines.lines), *view.box))
    # bends of under half a point can't be seen
    simple = shapely.simplify(cut, 0.5 / view.down)
    return "".join(view.path(line.coords) for line in simple)


def _stroke(view: SheetView, lines: BaseLines, data: str, *, casing: bool) -> str:
    width = 0.75 * max(0.5, lines.width * 2 ** ((view.zoom - 14) / 2))
    ends = ' stroke-linecap="round" stroke-linejoin="round"'
    if casing:
        return svg.path(data, stroke=lines.casing, width=width + min(1, width / 2), extra=ends)
    if lines.dash:
        ends = f' stroke-dasharray="{lines.dash}"'
    return svg.path(data, stroke=lines.colour, width=width, extra=ends)


def _place(view: SheetView, feature: Feature, band: Band, ident: str) -> str:
    shape: Any = feature.geometry
    looks = _looks(band, ident)
    if not _is_small(view, shape):
        return svg.path(view.rings(shape), **looks)
    x, y = _middle(view, feature)
    fill, stroke = looks["fill"], looks["stroke"]
    return (
        f'<circle cx="{svg.coordinate(x)}" cy="{svg.coordinate(y)}" r="{_RADIUS}" fill="{fill}" '
        f'stroke="{stroke}" stroke-width="{svg.coordinate(looks["width"])}"{looks["extra"]}/>'
    )


def _is_small(view: SheetView, shape: Any) -> bool:
    west, south, east, north = shape.bounds
    return bool(max((east - west) * view.across, (north - south) * view.down) < _SMALLEST)


def _marks(view: SheetView, drawn: Sequence[tuple[Feature, str]]) -> list[str]:
    """The mark of each place's band, in its middle."""
    return [
        svg.text((x, y + 2.3), mark, size=6.5, anchor="middle", bold=True, halo="#ffffff")
        for feature, mark in drawn
        if mark
        for x, y in (_middle(view, feature),)
    ]


def _labels(view: SheetView, drawn: Sequence[Feature], wide: float) -> list[str]:
    """The name beside each place, or its ref where there is no room, or neither."""
    size = min(_LARGEST_LABEL, max(_LABEL, wide * _LABEL_SHARE))
    taken = [_place_box(view, feature) for feature in drawn]
    parts = []
    for feature in drawn:
        around = _place_box(view, feature)
        for words in dict.fromkeys(map(_line, (feature.name or feature.id, feature.id))):
            long = len(words) * size * 0.54, size + 1.5
            found = _room((wide, view.tall), taken, around, long)
            if found is not None:
                taken.append(found)
                at = (found[0] + found[2]) / 2, found[3] - 1.6
                parts.append(
                    svg.text(at, words, size=size, anchor="middle", bold=True, halo="#ffffff")
                )
                break
    return parts


def _line(words: str) -> str:
    """Words on one line: a drawing has no other, and no glyph for what ends one."""
    return " ".join(words.split())


def _middle(view: SheetView, feature: Feature) -> tuple[float, float]:
    shape: Any = feature.geometry
    return view.at(shape.representative_point().coords[0])


def _place_box(view: SheetView, feature: Feature) -> _Box:
    """Left, top, right and bottom of a place as it is drawn."""
    shape: Any = feature.geometry
    if _is_small(view, shape):
        x, y = _middle(view, feature)
        return x - _RADIUS, y - _RADIUS, x + _RADIUS, y + _RADIUS
    west, south, east, north = shape.bounds
    return (*view.at((west, north)), *view.at((east, south)))


def _room(
    sheet: tuple[float, float], taken: Sequence[_Box], around: _Box, size: tuple[float, float]
) -> _Box | None:
    """Where a label of that size lies beside a place and on nothing else; None for nowhere."""
    left, top, right, bottom = around
    x, y, (long, high) = (left + right) / 2, (top + bottom) / 2, size
    for box in (
        (x - long / 2, bottom + 1, x + long / 2, bottom + 1 + high),
        (x - long / 2, top - 1 - high, x + long / 2, top - 1),
        (right + 2, y - high / 2, right + 2 + long, y + high / 2),
        (left - 2 - long, y - high / 2, left - 2, y + high / 2),
    ):
        inside = box[0] > 2 and box[2] < sheet[0] - 2 and box[1] > 2 and box[3] < sheet[1] - 14
        if inside and not any(_overlap(box, other) for other in taken):
            return box
    return None


def _overlap(one: _Box, other: _Box) -> bool:
    across = one[0] < other[2] and other[0] < one[2]
    return bool(across and one[1] < other[3] and other[1] < one[3])


def _bar(view: SheetView) -> str:
    """A bar that says how long so many metres are."""
    metres = max((m for m in _BARS if m <= view.metres * 120), default=_BARS[0])
    y, end = view.tall - 7, 8 + metres / view.metres
    data = svg.steps([(8, y - 4), (8, y), (end, y), (end, y - 4)])
    said = f"{metres} m" if metres < 1000 else f"{metres // 1000} km"
    words = svg.text((end + 4, y), said, size=7, halo="#ffffff")
    return svg.path(data, stroke="#ffffff", width=3) + svg.path(data, stroke=svg.INK) + words
