"""Small drawings as SVG text, the same for HTML and PDF; nothing here knows what is drawn.

Only attributes that browsers and Typst both draw are used, numbers are rounded and ids start with
the drawing's own, so that the same data gives the same bytes and many drawings share a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

INK = "#1f2933"
MUTED = "#5b6770"
RULE = "#c3cad1"
FONT = "Lato, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Picture:
    """A drawing, and the words read out in its stead."""

    svg: str
    title: str
    description: str
    """What a reader who can't see it needs: the figures themselves."""

    @property
    def alt(self) -> str:
        """Title and description in one text."""
        return f"{self.title}. {self.description}"


def picture(
    ident: str, size: tuple[float, float], title: str, description: str, parts: Iterable[str]
) -> Picture:
    """The drawing of ``parts`` on a sheet of ``size``; ``ident`` is an id of our own making."""
    wide, tall = (coordinate(edge) for edge in size)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {tall}" width="{wide}" '
        f'height="{tall}" role="img" aria-labelledby="{ident}-t {ident}-d" '
        f'font-family="{FONT}">'
        f'<title id="{ident}-t">{plain(title)}</title>'
        f'<desc id="{ident}-d">{plain(description)}</desc>'
        f"{''.join(parts)}</svg>"
    )
    return Picture(svg, title, description)


def plain(words: str) -> str:
    """Text as XML may hold it: escaped, and without characters that no XML can hold."""
    return escape(_NOT_XML.sub("\ufffd", words))


def coordinate(value: float) -> str:
    """A number in as few characters as it needs.

    >>> coordinate(12.0), coordinate(0.126), coordinate(-0.001)
    ('12', '0.13', '0')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def text(
    at: tuple[float, float],
    words: str,
    *,
    size: float = 7,
    anchor: str = "start",
    fill: str = INK,
    bold: bool = False,
    halo: str = "",
) -> str:
    """Words whose baseline starts (or is centred, or ends) at a point, with a ``halo`` or none."""
    x, y = (coordinate(part) for part in at)
    weight = ' font-weight="700"' if bold else ""
    start = f'<text x="{x}" y="{y}" font-size="{coordinate(size)}" text-anchor="{anchor}"{weight}'
    over = f'{start} fill="{fill}">{plain(words)}</text>'
    if not halo:
        return over
    # Two texts and not paint-order, which not every renderer knows.
    under = (
        f'{start} fill="{halo}" stroke="{halo}" stroke-width="2.5" stroke-linejoin="round" '
        f'aria-hidden="true">{plain(words)}</text>'
    )
    return under + over


def box(
    x: float,
    y: float,
    wide: float,
    tall: float,
    *,
    fill: str = "none",
    stroke: str = "",
    width: float = 0.6,
    dash: str = "",
) -> str:
    """A rectangle; its edge, where it has one, is drawn inside."""
    edge = ""
    if stroke:
        x, y, wide, tall = x + width / 2, y + width / 2, wide - width, tall - width
        edge = f' stroke="{stroke}" stroke-width="{coordinate(width)}"'
        edge += f' stroke-dasharray="{dash}"' if dash else ""
    sides = zip(("x", "y", "width", "height"), (x, y, max(wide, 0), max(tall, 0)), strict=True)
    where = " ".join(f'{name}="{coordinate(value)}"' for name, value in sides)
    return f'<rect {where} fill="{fill}"{edge}/>'


def boxes(corners: Iterable[tuple[float, float]], wide: float, tall: float, *, fill: str) -> str:
    """Rectangles of one size and colour as one shape, each from its upper left corner.

    >>> boxes([(0, 0), (3, 0)], 2, 1, fill="#fff")
    '<path d="M0 0h2v1h-2zM3 0h2v1h-2z" fill="#fff"/>'
    """
    size = f"h{coordinate(wide)}v{coordinate(tall)}h{coordinate(-wide)}z"
    data = "".join(f"M{coordinate(x)} {coordinate(y)}{size}" for x, y in corners)
    return f'<path d="{data}" fill="{fill}"/>' if data else ""


def line(
    start: tuple[float, float],
    end: tuple[float, float],
    *,
    stroke: str = RULE,
    width: float = 0.6,
    dash: str = "",
) -> str:
    """A straight line."""
    (x1, y1), (x2, y2) = start, end
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="M{coordinate(x1)} {coordinate(y1)}L{coordinate(x2)} {coordinate(y2)}" '
        f'stroke="{stroke}" stroke-width="{coordinate(width)}" fill="none"{dashed}/>'
    )


def path(
    data: str, *, fill: str = "none", stroke: str = "", width: float = 1, extra: str = ""
) -> str:
    """A path of commands made by :func:`steps`."""
    edge = f' stroke="{stroke}" stroke-width="{coordinate(width)}"' if stroke else ""
    return f'<path d="{data}" fill="{fill}"{edge}{extra}/>'


def steps(points: Iterable[tuple[float, float]], *, closed: bool = False) -> str:
    """The path through ``points``, as commands; one point or none draws nothing."""
    found = [f"{coordinate(x)} {coordinate(y)}" for x, y in points]
    if len(found) < 2:
        return ""
    return f"M{'L'.join(found)}{'Z' if closed else ''}"


def hatching(ident: str, ink: str, ground: str = "#ffffff") -> str:
    """The definition of a fill of slanting lines; use it as ``url(#ident)``."""
    return (
        f'<defs><pattern id="{ident}" width="3" height="3" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="3" height="3" fill="{ground}"/>'
        f'<rect width="1.3" height="3" fill="{ink}"/></pattern></defs>'
    )
