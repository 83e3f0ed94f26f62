"""Small pages that the tests of the map draw: three squares in a row, on a street and an island."""

from __future__ import annotations

from collections.abc import Callable

from shapely import LineString, box

from geo.maps import (
    Band,
    Base,
    BaseAreas,
    BaseLines,
    Feature,
    Layer,
    Overlay,
    Page,
    Shape,
    fact_table,
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
    return Feature(
        write(f"HS-0{number}"),
        box(west, 51.20, west + 0.003, 51.202),
        write(name),
        write(f"HS-0{number}"),
        ((write("Officer-hours"), write(f"{number}2.5")), (write("Crimes"), write(f"1{number}"))),
    )


def a_page(write: Callable[[str], str] = same) -> Page:
    """A page with two layers of three squares and a ward switched off; `write` alters each text."""
    squares = [square(1, "Harbour Street", write), square(2, "Market Square", write)]
    squares.append(square(3, "Mill Bank", write))
    hours = Layer(
        write("Patrol hours"),
        (LITTLE, MUCH),
        tuple(
            Shape(feature, band, write(f"{band.mark} of 60 hours"))
            for feature, band in zip(squares, (LITTLE, MUCH, MUCH), strict=True)
        ),
        write("Delivered officer-hours against plan."),
        write("hotspots"),
    )
    change = Layer(
        write("Change in crime"),
        (FEWER, UNKNOWN),
        tuple(
            Shape(feature, band)
            for feature, band in zip(squares, (FEWER, FEWER, UNKNOWN), strict=True)
        ),
    )
    ward = Feature(write("W1"), box(1.49, 51.19, 1.56, 51.22), write("Town Ward"))
    return Page(
        title=write("Hotspots of Lomea"),
        marking=write("OFFICIAL-SENSITIVE"),
        subtitle=write("1 Jul 2024 to 30 Sep 2024"),
        notes=(write("Made-up data."),),
        attribution=write("Invented streets"),
        layers=(hours, change),
        overlays=(Overlay(write("Wards"), (WARD,), (Shape(ward, WARD),), shown=False),),
        table=fact_table(write("The same facts"), write("Hotspot"), squares),
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
