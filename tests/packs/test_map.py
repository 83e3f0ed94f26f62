"""The map's layers, columns and words: the figures' own numbers, never colour alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from shapely import box

from casebook.core.months import Month, Window
from casebook.figures.figure import Figure
from casebook.figures.progress import Progress
from casebook.packs.map.gathered import NO_SLICES, MapFigures, steps_of
from casebook.packs.map.outlines import outlines
from casebook.packs.map.page import build_map
from casebook.packs.map.slices import Slices
from geo.maps import Layer, MapColumn, Page, render
from tests.packs.made_up import (
    FILES,
    HOSTILE,
    HS_01,
    ROWS,
    SEPTEMBER,
    SETTINGS,
    SHAPES,
    STREETS,
    TODAY,
    TOGETHER,
    table,
)

AUGUST = SEPTEMBER + -1


def gathered(found: tuple[Figure, ...] = ROWS, **changes: Any) -> MapFigures:
    """September of the three hotspots; any part may be changed."""
    month = Window(SEPTEMBER, SEPTEMBER)
    given: dict[str, Any] = {
        "windows": (month,),
        "rows": (found,),
        "together": (TOGETHER,),
        "live": FILES,
        "settings": SETTINGS,
        "made_on": TODAY,
    }
    return MapFigures(**(given | changes))


def page(rows: tuple[Figure, ...] = ROWS, of: MapFigures | None = None, **changes: Any) -> Page:
    """The map of the three hotspots; HS-25 has no boundary."""
    given: dict[str, Any] = {"shapes": SHAPES, "background": STREETS}
    return build_map(of or gathered(rows), table(rows), **(given | changes))


def layer(name: str, made: Page) -> Layer:
    """The layer of that name."""
    return next(layer for layer in made.layers if layer.name == name)


def drawn(name: str, made: Page, step: int = 0) -> dict[str, str]:
    """The class of each hotspot on a layer."""
    found = layer(name, made)
    bands = found.bands_at(step)
    numbers = found.classes_at(step)
    return {f.id: bands[n].text for f, n in zip(made.features, numbers, strict=True)}


def column(title: str, made: Page) -> MapColumn:
    """The column of that title."""
    return next(column for column in made.columns if column.title == title)


def said(made: Page, number: int, step: int = 0) -> dict[str, str]:
    """Every line that the popup of a hotspot says."""
    return {each.title: each.text(each.at(step)[number]) for each in made.columns}


def slices(
    counts: dict[str, tuple[tuple[int | None, ...], ...]],
    outcomes: tuple[tuple[int | None, ...], ...] = (),
) -> Slices:
    """Counts by group, step and hotspot."""
    return Slices(("HS-01", "HS-02", "HS-25"), counts, {"drugs": "Drugs"}, outcomes)


def test_the_layers_are_in_the_order_of_the_questions() -> None:
    """Hours, change, measure, amounts, each count group by itself, then stage and review."""
    counts = slices(
        {"crime": ((1, 2, 3),), "asb": ((4, 5, 6),), "drugs": ((7, 8, 9),)}, outcomes=((50, 60, 7),)
    )
    made = page(of=gathered(slices=counts, results={"Arrests": ((1, 0, 2),)}))
    assert [layer.name for layer in made.layers] == [
        *("Hours against plan", "Change", "Measure on course"),
        *("Officer-hours", "Time between visits", "Crimes", "ASB", "Drugs"),
        *("Crimes with an outcome", "Results", "Stage", "Review"),
    ]


@pytest.mark.parametrize(
    ("done", "plan", "band"),
    [
        (29.9, 60.0, "Under 50% of plan"),
        (30.0, 60.0, "50 to 79% of plan"),
        (47.9, 60.0, "50 to 79% of plan"),
        (48.0, 60.0, "80 to 120% of plan"),
        (72.0, 60.0, "80 to 120% of plan"),
        (72.1, 60.0, "Over 120% of plan"),
        (0.0, 60.0, "Under 50% of plan"),
        (12.0, 0.0, "No plan"),
        (12.0, None, "No plan"),
        (None, 60.0, "Not known"),
    ],
)
def test_hours_are_classed_by_their_share_of_plan(
    done: float | None, plan: float | None, band: str
) -> None:
    """None delivered is under plan; hours not known are a class of their own."""
    row = replace(HS_01, officer_hours=done, planned_covered_officer_hours=plan)
    assert drawn("Hours against plan", page((row,)))["HS-01"] == band


@pytest.mark.parametrize(
    ("word", "band"),
    [
        ("fewer", "Fewer, outside usual variation"),
        ("lower", "Lower, worth a look"),
        ("as expected", "As expected"),
        ("too few to tell", "Too few to tell"),
        ("higher", "Higher, worth a look"),
        ("more", "More, outside usual variation"),
        ("", "Not known"),
    ],
)
def test_change_is_classed_by_what_the_figures_say(word: str, band: str) -> None:
    """The verdict is the figures' own, so that a map can't judge otherwise."""
    assert drawn("Change", page((replace(HS_01, verdict=word),)))["HS-01"] == band


def test_change_says_what_it_counts_against_what() -> None:
    """The tooltip has both counts and the legend's note says what is expected and what is rare."""
    made = page()
    assert layer("Change", made).says == (
        *("Own count is", "Own count: Count", "Own count: Expected"),
    )
    assert "what its baseline and the rest of the force let expect" in layer("Change", made).note
    assert "chance gives 1 time in 370" in layer("Change", made).note


def months(*counts: tuple[int | None, ...]) -> MapFigures:
    """Months up to September and all of them, with a count of crimes each."""
    windows = steps_of(Window(SEPTEMBER + -(len(counts) - 1), SEPTEMBER))
    whole = tuple(sum(filter(None, each)) for each in zip(*counts, strict=True))
    rows = tuple(
        tuple(replace(row, window=window) for row in ROWS[: len(whole)]) for window in windows
    )
    return gathered(
        windows=windows,
        rows=rows,
        together=tuple(replace(TOGETHER, window=window) for window in windows),
        slices=slices({"crime": (*counts, whole)}),
    )


def test_months_share_their_classes_and_all_together_have_their_own() -> None:
    """A colour means the same in each month; a total would put every month in the lowest class."""
    made = page(of=months((0, 4, 9), (2, None, 40), (3, 7, 8)))
    crimes = layer("Crimes", made)
    assert len({crimes.bands_at(step) for step in range(3)}) == 1
    assert crimes.bands_at(3) != crimes.bands_at(0)
    assert drawn("Crimes", made, 0)["HS-01"] == "None"
    assert drawn("Crimes", made, 1)["HS-02"] == "Not known"
    assert drawn("Crimes", made, 1)["HS-25"] == crimes.bands_at(0)[-2].text
    assert made.steps == ("Jul 2024", "Aug 2024", "Sep 2024", "Jul to Sep 2024")
    assert made.steps[made.opening] == "Sep 2024"


def test_unlike_results_are_counted_by_their_kinds() -> None:
    """3 arrests and 855 seized vapes are two kinds; no result is none, nothing kept is unknown."""
    of = replace(
        months((1, 1, 1), (1, 1, 1)),
        results={
            "Arrests": ((3, 0, 1), (None, None, None), (3, 0, 1)),
            "Vapes seized": ((855, 0, 0), (None, None, None), (855, 0, 0)),
        },
    )
    made = page(of=of)
    assert drawn("Results", made, 0) == {"HS-01": "2", "HS-02": "None", "HS-25": "1"}
    assert drawn("Results", made, 1)["HS-01"] == "Not known"
    assert said(made, 0)["Done there: Vapes seized"] == "855"


def test_one_month_has_no_slider() -> None:
    """Its only step is the month."""
    assert page().steps == ("Sep 2024",)
    assert 'id="month"' not in render(page())


def test_the_map_opens_on_the_first_layer_of_which_anything_is_known() -> None:
    """Without hours or a plan that isn't the one of hours against plan."""
    bare = replace(HS_01, officer_hours=None, planned_covered_officer_hours=None)
    assert page((bare,)).layers[page((bare,)).opens_on].name == "Change"
    nothing = replace(bare, verdict="", profile=None, stage=None)
    of = gathered((nothing,), slices=slices({"crime": ((3,),)}))
    made = build_map(of, table((nothing,)), SHAPES)
    assert made.layers[made.opens_on].name == "Crimes"


def test_a_measure_stands_where_it_stood_in_that_month() -> None:
    """On course in one month and off it in the next; a hotspot without an objective apart."""
    stood = Progress(
        *("serious-violence", "Serious violence", 144.0, Window(AUGUST, AUGUST), 12),
        *(Window(AUGUST, AUGUST), 108.0, date(2025, 5, 31), 120.0, "on course", ""),
    )
    of = months((1, 1, 1), (1, 1, 1))
    of = replace(
        of,
        progress={
            AUGUST: {"PMP-2024-001": stood},
            SEPTEMBER: {"PMP-2024-001": replace(stood, now=150, standing="off course")},
        },
    )
    made = page(of=of)
    assert [drawn("Measure on course", made, step)["HS-01"] for step in (0, 1, 2)] == [
        *("On course", "Off course", "Off course")
    ]
    assert drawn("Measure on course", made)["HS-25"] == "No measured objective"
    assert said(made, 0, 1)["Profile: Measure now"] == "150"
    assert said(made, 0, 1)["Profile: Objective"] == "Off course"


def test_the_stage_is_today_s_and_the_review_the_month_s() -> None:
    """Each named as what it is; a hotspot without a live profile has neither."""
    row = replace(HS_01, review_state="signed")
    none = replace(HS_01, hotspot="HS-02", profile=None, stage=None)
    made = page((row, none))
    assert drawn("Stage", made) == {"HS-01": "Respond", "HS-02": "No live profile"}
    assert drawn("Review", made) == {"HS-01": "Signed", "HS-02": "No live profile"}
    assert "as it is today" in layer("Stage", made).note
    assert drawn("Review", page())["HS-01"] == "Not opened"


def test_the_popup_has_every_figure_with_its_baseline() -> None:
    """The values are the pack's, and a verdict reads as it does there."""
    found = said(page(), 0)
    assert {
        "Own count is": "Serious violence",
        "Crimes: Count": "1,023",
        "Crimes: Before": "1,029",
        "Crimes: Year before": "1,131",
        "ASB: Count": "214",
        "Own count: Expected": "19.0",
        "Own count: Verdict": "Fewer than usual",
        "Own count: Since it began": "41",
        "Own count: Expected since": "80.0",
        "Own count: Verdict since": "Fewer than usual",
        "ASB as a theme: Verdict": "Higher, worth a look",
        "Officer-hours: Delivered": "48.25",
        "Officer-hours: Planned": "60.00",
        "Officer-hours: Of plan": "80%",
        "Visits: Hours known to": "30 Sep 2024",
        "Profile: Ref": "PMP-2024-001",
        "Profile: Stage today": "Respond",
        "Profile: Next review": "8 Jan 2025",
    }.items() <= found.items()


def test_visits_say_how_long_and_how_far_apart() -> None:
    """A dash each where there was no visit."""
    row = replace(
        HS_01,
        visits_full_length=18,
        median_visit_minutes=17.5,
        median_between_minutes=95.0,
        between_within_2_hours=0.6,
    )
    found = said(page((row,)), 0)
    assert found["Visits: Full length"] == "18"
    assert found["Visits: Minutes between"] == "95"
    assert found["Visits: At most 2 hours apart"] == "60%"
    assert said(page(), 0)["Visits: Minutes between"] == "–"


def test_the_row_of_all_adds_what_can_be_added() -> None:
    """An incident in two hotspots counts once; own counts of different groups aren't added."""
    made = page()
    assert made.total_at(0) == "All 3 hotspots"
    assert column("Crimes: Count", made).total_at(0) == 1031
    assert column("Own count: Count", made).total == ()


def test_a_hotspot_that_cannot_be_drawn_is_in_the_table_and_said() -> None:
    """HS-25 has no boundary; a retired one is said to be."""
    made = page(retired={"HS-02": date(2024, 9, 12)})
    assert [feature.geometry is None for feature in made.features] == [False, False, True]
    assert "No boundary to draw on 30 Sep 2024: HS-25." in made.notes
    assert "Retired: HS-02 on 12 Sep 2024." in made.notes


def test_coverage_and_sources_stand_under_the_map() -> None:
    """To which day each source of hours speaks, and where the counts come from."""
    notes = " ".join(page().notes)
    assert "claims to 30 Sep 2024, sheets to 17 Dec 2024" in notes
    assert "Crime: lomea-street, Dec 2021 to Nov 2024" in notes


def test_marking_force_and_invention_stand_at_the_top() -> None:
    """The highest marking; who it is of, when, and that it is invented."""
    made = page()
    assert made.marking == "OFFICIAL-SENSITIVE PERSONAL"
    assert made.subtitle == (
        "Lomea Police · 1 Sep 2024 to 30 Sep 2024 · made 18 Dec 2024 · Synthetic data"
    )


def test_the_streets_are_the_base_and_bring_their_attribution() -> None:
    """Quiet streets first, so that A roads lie on top; without streets there is a plain ground."""
    made = page()
    assert [lines.name for lines in made.base.lines] == ["Local streets", "B roads", "A roads"]
    assert made.attribution == "Made-up streets"
    assert page(background=None).base.lines == ()


def test_overlays_show_what_hotspots_are_judged_against_and_were() -> None:
    """Each named; one with nothing in it is left out."""
    square = box(1.5, 51.25, 1.51, 51.26)
    found = outlines({"CTL-1": square}, {}, {("HS-01", date(2024, 3, 31)): square})
    assert [(over.name, [each.name for each in over.outlines]) for over in found] == [
        ("Comparison areas", ["CTL-1"]),
        ("Boundary history", ["HS-01 until 31 Mar 2024"]),
    ]


def test_without_slices_the_map_has_the_figures_alone() -> None:
    """A caller that has read none gets no empty layer."""
    assert gathered().slices is NO_SLICES
    assert "Crimes" not in [layer.name for layer in page().layers]


def test_the_same_figures_render_the_same_page_and_hostile_text_is_inert() -> None:
    """Names and refs are words on the page, whatever they hold."""
    rows = tuple(replace(row, name=HOSTILE) for row in ROWS)
    html = render(page(rows))
    assert html == render(page(rows))
    assert "<script>alert(1)" not in html


def test_a_slider_has_its_months_then_all_of_them() -> None:
    """One month is one step."""
    window = Window(Month(2024, 8), Month(2024, 9))
    assert [each.label for each in steps_of(window)] == ["Aug 2024", "Sep 2024", "Aug to Sep 2024"]
    assert steps_of(Window(SEPTEMBER, SEPTEMBER)) == (Window(SEPTEMBER, SEPTEMBER),)
