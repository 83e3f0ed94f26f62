"""The drawings: well-formed whatever they are given, gaps apart from zeros, the same each time."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from shapely import MultiPolygon, box

from casebook.core.months import Month, Window
from casebook.figures.figure import Figure
from casebook.packs.drawing.axes import Scale
from casebook.packs.drawing.background import BackgroundIndex
from casebook.packs.drawing.charts import CountPanel, Marks, MonthCount, months_chart
from casebook.packs.drawing.inset import HotspotShapes, inset
from casebook.packs.drawing.svg import Picture, coordinate, plain
from casebook.packs.drawing.week_chart import WeekPanel, week_chart
from casebook.patrols.week import WeekHours
from tests.packs.made_up import HOSTILE, HS_01, SHAPES, STREETS, monthly

SVG = "{http://www.w3.org/2000/svg}"
ROWS = tuple(row for row in monthly().rows if row.hotspot == "HS-01")


def texts(picture: Picture) -> list[str]:
    """The words drawn, in order, each once."""
    root = ET.fromstring(picture.svg)
    return [node.text or "" for node in root.iter(f"{SVG}text") if "aria-hidden" not in node.attrib]


def rects(picture: Picture) -> list[dict[str, str]]:
    """The rectangles drawn, in order."""
    return [node.attrib for node in ET.fromstring(picture.svg).iter(f"{SVG}rect")]


def panel(title: str, name: str, rows: tuple[Figure, ...] = ROWS) -> CountPanel:
    """The months of one count, nothing expected."""
    return CountPanel(title, [MonthCount(row.window.last, getattr(row, name)) for row in rows])


def chart(
    rows: tuple[Figure, ...] = ROWS, marks: Marks | None = None, name: str = "HS-01"
) -> Picture:
    """The chart of crimes, ASB and hours."""
    panels = [panel("Crimes", "crimes", rows), panel("ASB", "asb", rows)]
    return months_chart("c", name, panels, rows, marks or Marks())


@pytest.mark.parametrize(
    ("value", "words"), [(1.0, "1"), (0.126, "0.13"), (-0.001, "0"), (-2.5, "-2.5")]
)
def test_coordinates_are_short_and_never_minus_nought(value: float, words: str) -> None:
    """The same place is always written the same."""
    assert coordinate(value) == words


def test_text_is_escaped_and_what_xml_cannot_hold_is_replaced() -> None:
    """A bell or a NUL in a name would make the whole drawing unreadable."""
    assert plain("<b>&\x00\x07\ud800") == "&lt;b&gt;&amp;" + "\ufffd" * 3


def test_hostile_words_stay_words_in_every_drawing() -> None:
    """They parse as XML, add no element and run no script."""
    shapes = {HOSTILE: SHAPES["HS-01"], "HS-02": SHAPES["HS-02"]}
    drawn = inset("m", HOSTILE, HOSTILE, HotspotShapes(shapes))
    assert drawn is not None
    for picture in (drawn, chart(name=HOSTILE)):
        root = ET.fromstring(picture.svg)
        assert not [node for node in root.iter() if node.tag.endswith("script")]
        assert "<script>" in (root.findtext(f"{SVG}title") or "")


def test_each_drawing_has_a_title_and_a_description_of_its_own() -> None:
    """They are what a screen reader reads, by ids that start with the drawing's."""
    root = ET.fromstring(chart().svg)
    assert root.attrib["aria-labelledby"] == "c-t c-d"
    assert root.findtext(f"{SVG}title") == "Crimes, ASB and officer-hours by month, HS-01"
    assert root.findtext(f"{SVG}desc") == chart().description


def test_the_same_figures_draw_the_same_text() -> None:
    """Nothing random goes into a drawing."""
    assert chart().svg == chart().svg


def test_every_panel_has_a_scale_of_its_own_with_round_numbers() -> None:
    """1,023 crimes under 2,000, 214 calls under 300, 48.25 hours (90 planned) under 100."""
    found = texts(chart())
    assert {"2,000", "1,000", "300", "150", "100", "50"} <= set(found)
    assert found.count("0") == 3
    bars = [rect for rect in rects(chart()) if rect["fill"] == "#1d4e79"]
    assert [float(bar["height"]) for bar in bars] == [
        pytest.approx(29 * 1023 / 2000, abs=0.01),
        pytest.approx(29 * 214 / 300, abs=0.01),
    ]
    assert bars[0]["x"] == bars[1]["x"]


@pytest.mark.parametrize(
    ("most", "top"), [(0, 2), (2, 2), (2.1, 3), (9, 10), (10, 10), (11, 20), (65, 80), (801, 1000)]
)
def test_a_scale_ends_at_the_next_round_number(most: float, top: int) -> None:
    """What it must hold lies under it, and 0 stands on the floor."""
    scale = Scale.upto(most, 50, 60)
    assert (scale.top, scale.y(0), scale.y(top)) == (top, 60, 10)


def test_a_month_without_data_is_a_dotted_gap_and_a_month_of_none_is_a_nought() -> None:
    """Crimes of Feb 2024 are missing, ASB of Mar 2024 is none."""
    drawn = chart()
    gaps = [rect for rect in rects(drawn) if "stroke-dasharray" in rect]
    flat = [rect for rect in rects(drawn) if rect["height"] == "0"]
    assert (len(gaps), len(flat)) == (1, 1)
    assert texts(drawn).count("–") == 1
    assert "ASB: Sep 2023 214;" in drawn.description
    assert "Mar 2024 0;" in drawn.description
    assert "Not known: Feb 2024." in drawn.description


def test_what_was_expected_is_a_line_and_a_count_beyond_what_is_usual_stands_out() -> None:
    """Of three months the last lies over its limits; the second isn't known what to expect of."""
    months = [Month(2024, number) for number in (7, 8, 9)]
    rows = tuple(replace(HS_01, window=Window(month, month)) for month in months)
    counts = [
        MonthCount(months[0], 4, 5.0, (1, 10)),
        MonthCount(months[1], 6),
        MonthCount(months[2], 12, 5.0, (1, 10)),
    ]
    drawn = months_chart("c", "HS-01", [CountPanel("ASB", counts)], rows, Marks())
    assert drawn.description.startswith(
        "ASB: Jul 2024 4 (5.0 expected); Aug 2024 6; Sep 2024 12 (5.0 expected), outside usual "
        "variation."
    )
    assert [rect["fill"] for rect in rects(drawn)].count("#9b2c1f") == 1
    assert {"expected", "usual variation"} <= set(texts(drawn))
    assert "expected" not in texts(chart())
    (line,) = (
        node.attrib["d"]
        for node in ET.fromstring(drawn.svg).iter(f"{SVG}path")
        if node.attrib.get("stroke-width") == "1.1" and node.attrib["d"].count("M") == 2
    )
    assert line.count("L") == 2


def test_the_start_of_the_response_is_a_line_before_its_first_whole_month() -> None:
    """Four whole months to September: the line stands left of June."""
    drawn = chart(marks=Marks(Month(2024, 6)))
    assert "response under way" in texts(drawn)
    assert "The response was under way from Jun 2024 on." in drawn.description
    assert "response under way" not in texts(chart(marks=Marks(Month(2020, 1))))


def test_hours_known_in_part_are_hatched_and_unknown_ones_are_gaps() -> None:
    """A bar of half-known hours isn't drawn like a whole one, nor like none at all."""
    rows = tuple(
        replace(
            HS_01,
            window=Window(month, month),
            planned_officer_hours=planned,
            planned_covered_officer_hours=covered,
            officer_hours=done,
        )
        for month, planned, covered, done in (
            (Month(2024, 6), 60.0, 60.0, 30.0),
            (Month(2024, 7), 60.0, 20.0, 15.0),
            (Month(2024, 8), 60.0, 60.0, 0.0),
            (Month(2024, 9), None, None, None),
        )
    )
    drawn = chart(rows)
    fills = [rect["fill"] for rect in rects(drawn)]
    assert fills.count("url(#c-part-hours)") == 2  # the bar and its key
    assert {"not known", "delivered, month known in part"} <= set(texts(drawn))
    assert "Officer-hours delivered: Jun 2024 30.0; Jul 2024 15.0; Aug 2024 0.0." in (
        drawn.description
    )
    assert "Not known: Sep 2024." in drawn.description


def week(*filled: tuple[int, int, float]) -> WeekHours:
    """A week with something in some hours."""
    rows = [[0.0] * 24 for _ in range(7)]
    for day, hour, value in filled:
        rows[day][hour] = value
    return WeekHours(tuple(map(tuple, rows)))


def test_the_hours_of_the_week_are_grids_with_a_scale_each() -> None:
    """The most of each grid is as dark as another's, and said; none is the palest."""
    panels = [
        WeekPanel("ASB", "12 months", week((0, 0, 1), (6, 23, 8)), "incident"),
        WeekPanel("Officer-hours", "Nov 2024", week((4, 20, 2.5)), "hour"),
    ]
    drawn = week_chart("w", "HS-01", panels)
    assert drawn is not None
    cells: dict[str, list[str]] = {}
    for node in ET.fromstring(drawn.svg).iter(f"{SVG}path"):
        cells.setdefault(node.attrib["fill"], []).extend(node.attrib["d"].split("M")[1:])
    assert sum(map(len, cells.values())) == 2 * 7 * 24
    assert {shade: len(found) for shade, found in cells.items() if shade != "#f3f5f6"} == {
        "#c5d6e6": 1,
        "#1d4e79": 2,
    }
    assert {"8 in one hour of the week", "2.5 in one hour of the week"} <= set(texts(drawn))
    assert "ASB, 12 months: Monday 1, Tuesday 0," in drawn.description
    assert "1 from 00:00, 0 from 06:00, 0 from 12:00 and 8 from 18:00." in drawn.description
    assert week_chart("w", "HS-01", ()) is None


def test_a_chart_of_no_months_says_that_none_is_known() -> None:
    """A hotspot without rows still draws."""
    assert "Crimes: no month is known." in chart(()).description


def test_the_inset_names_its_neighbours_and_its_scale() -> None:
    """Both are drawn, the neighbour is named, and the bar is as long as it says."""
    drawn = inset("m", "HS-01", "Market Quay", HotspotShapes(SHAPES), BackgroundIndex(STREETS))
    assert drawn is not None
    assert texts(drawn) == ["HS-02", "HS-01", "200 m"]
    assert drawn.description == (
        "North is up; the bar is 200 m long. Beside it, drawn faint: HS-02."
    )


def test_the_inset_draws_only_the_streets_that_lie_in_it() -> None:
    """Of an A road, a local street and a B road far off, the first two, cut at the edge."""
    drawn = inset("m", "HS-01", "", HotspotShapes(SHAPES), BackgroundIndex(STREETS))
    assert drawn is not None
    strokes = [
        node.attrib["stroke"]
        for node in ET.fromstring(drawn.svg).iter(f"{SVG}path")
        if "stroke-linecap" in node.attrib
    ]
    assert strokes == ["#d9d4c6", "#b9b3a3", "#e3c07a"]
    starts = [part.split("L")[0].split() for part in drawn.svg.split(' d="M')[1:4]]
    places = [float(number) for start in starts for number in start]
    assert all(-0.01 <= place <= 200.01 for place in places)


def test_a_hotspot_without_a_boundary_has_no_inset() -> None:
    """There is nothing to draw."""
    assert inset("m", "HS-25", "", HotspotShapes(SHAPES)) is None


def test_a_hotspot_of_two_parts_is_drawn_whole() -> None:
    """Both parts are in one path."""
    parts = MultiPolygon([box(1.5, 51.25, 1.501, 51.251), box(1.502, 51.25, 1.503, 51.251)])
    drawn = inset("m", "HS-01", "", HotspotShapes({"HS-01": parts}))
    assert drawn is not None
    assert drawn.svg.count("Z") == 2


def test_the_boundary_keeps_its_proportions() -> None:
    """A square on the ground is a square on the sheet, north of the equator too."""
    tall = 0.002
    wide = tall / 0.6259  # cos 51.25°
    square = box(1.5, 51.249, 1.5 + wide, 51.249 + tall)
    drawn = inset("m", "HS-01", "", HotspotShapes({"HS-01": square}))
    assert drawn is not None
    ring = drawn.svg.split('fill-rule="evenodd"')[0].rsplit(' d="M', 1)[1].split("Z")[0]
    corners = [tuple(map(float, pair.split())) for pair in ring.split("L")]
    sides = {round(abs(a[0] - b[0]) + abs(a[1] - b[1]), 0) for a, b in pairwise(corners)}
    assert len(sides) == 1


def test_what_is_delivered_at_scan_is_not_called_a_response() -> None:
    """The line between the months names what began, and so do the chart's words."""
    began = ROWS[3].window.last
    patrols = chart(marks=Marks(began, "patrols"))
    assert "patrols under way" in patrols.svg
    assert f"Patrols were under way from {began.label} on." in patrols.description
    response = chart(marks=Marks(began))
    assert "response under way" in response.svg
    assert f"The response was under way from {began.label} on." in response.description


def test_neighbours_are_found_by_where_they_lie_in_the_order_of_refs() -> None:
    """Of four squares in a row two touch the window: the one at its edge is cut, none is empty."""
    row = HotspotShapes({f"HS-{n}": box(n, 0, n + 0.5, 1) for n in (4, 3, 2, 1)})
    found = row.within((1.9, 0, 3.2, 1))
    assert {ref: shape.bounds for ref, shape in found.items()} == {
        "HS-3": (3, 0, 3.2, 1),
        "HS-2": (2, 0, 2.5, 1),
    }
    assert list(found) == ["HS-3", "HS-2"]


def test_what_began_late_is_named_where_no_key_of_a_panel_stands() -> None:
    """Where its words would leave the panel they end at its edge, above the line between months."""
    began = ROWS[-2].window.last
    node = next(
        each
        for each in ET.fromstring(chart(marks=Marks(began)).svg).iter(f"{SVG}text")
        if each.text == "response under way" and "aria-hidden" not in each.attrib
    )
    assert (node.attrib["text-anchor"], node.attrib["x"]) == ("end", "368")


def test_a_window_gives_the_lines_in_it_cut_at_its_edges() -> None:
    """The A road crosses the window and is cut; the street far away isn't in it."""
    found = BackgroundIndex(STREETS).within(1.50, 51.25, 1.51, 51.26)
    assert {sort: len(shapes) for sort, shapes in found.items() if shapes} == {"local": 1, "a": 1}
    assert found["a"][0].bounds == (1.50, 51.251, 1.51, 51.251)
