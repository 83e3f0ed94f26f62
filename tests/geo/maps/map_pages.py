"""Small pages that the tests of the map draw: three squares in a row, on a street and an island."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from shapely import LineString, box

from geo.maps import (
    Band,
    Base,
    BaseAreas,
    BaseLines,
    Feature,
    Layer,
    MapColumn,
    NamedOutline,
    Overlay,
    Page,
)

LITTLE = Band("Under half the plan", "#dcebe4", mark="○")
MUCH = Band("Plan met", "#0c4a48", mark="●")
FEWER = Band("Fewer", "#4f8fc0", mark="▼")
UNKNOWN = Band("Not covered", "#ffffff", pattern="hatch", edge="dashed")
WARD = Band("Ward boundary", "#ffffff", opacity=0, edge="dashed")

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "</title></style><h1>out</h1>",
    "[/red] [b]bold[/b]",
    "\"double\" 'single' `back` \\ &amp; &lt;",
    "{{ 7 * 7 }} {% raw %} {# gone #} ${7*7}",
    "👮🏽‍♀️ café \u2028 end",
    "שדרות הים and مرحبا",
    "__proto__",
    "@policy@",
)


def same(text: str) -> str:
    """The text as it is."""
    return text


def square(number: int, name: str, write: Callable[[str], str] = same) -> Feature:
    """The square in place `number` of the row, 200 metres or so on a side."""
    west = 1.50 + number * 0.01
    return Feature(f"HS-0{number}", box(west, 51.20, west + 0.003, 51.202), write(name))


def columns(write: Callable[[str], str] = same) -> tuple[MapColumn, ...]:
    """Hours with a missing one, crimes that change with the month, and a word."""
    return (
        MapColumn(
            write("Delivered"), [[12.5, 1022.5, None]], write("Hours"), places=1, total=[1035.0]
        ),
        MapColumn(write("Crimes"), [[0, 12, 13], [11, 12, None]], total=[25, None]),
        MapColumn(write("Stage"), [[write("Scan"), write("Respond"), ""]], kind="word"),
        MapColumn(write("Own"), [[5, None, 100]], kind="percent", in_table=False),
    )


def a_page(write: Callable[[str], str] = same) -> Page:
    """Three squares over two months with two layers, and a ward switched off.

    `write` alters each text.
    """
    names = ("Harbour Street", "Market Square", "Mill Bank")
    made = columns(write)
    bands = tuple(replace(band, text=write(band.text)) for band in (LITTLE, MUCH, FEWER, UNKNOWN))
    little, much, fewer, unknown = bands
    return Page(
        title=write("Hotspots of Lomea"),
        marking=write("OFFICIAL-SENSITIVE"),
        features=tuple(square(at, name, write) for at, name in enumerate(names, start=1)),
        steps=(write("Aug 2024"), write("Sep 2024")),
        opening=1,
        months=("2024-08", "2024-09"),
        layers=(
            Layer(
                write("Patrol hours"),
                [(little, much)],
                [[1, 1, 1], [0, 1, 1]],
                (made[0].title,),
                write("Delivered officer-hours against plan."),
                write("hotspots"),
            ),
            Layer(
                write("Change in crime"),
                [(fewer, unknown)],
                [[0, 0, 1]],
                unknown=(unknown.text,),
            ),
        ),
        columns=made,
        table=write("The same facts"),
        first=write("Hotspot"),
        total=(write("All three"),),
        overlays=(
            Overlay(
                write("Wards"),
                WARD,
                (NamedOutline(write("Town Ward"), box(1.49, 51.19, 1.56, 51.22)),),
            ),
        ),
        subtitle=write("1 Aug 2024 to 30 Sep 2024"),
        notes=(write("Made-up data."),),
        attribution=write("Invented streets"),
        base=a_base(3),
    )


def a_base(streets: int) -> Base:
    """An island with that many streets of five points each."""
    lines = tuple(
        LineString(
            (1.515 + column * 0.0007 + step * 0.00012, 51.201 + row * 0.0006 + step % 2 * 0.00005)
            for step in range(5)
        )
        for row, column in (divmod(number, 50) for number in range(streets))
    )
    island = BaseAreas("Land", (box(1.48, 51.18, 1.57, 51.23),), "#f5f0e4", "#b9ae96")
    return Base((island,), (BaseLines("Street", lines, "#ff0000", "#c2b493"),), "#dbe7ea")
