"""The map's layers and words: the figures' own numbers, and classes that are never colour alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from casebook.figures.figure import Figure
from casebook.packs.map import build_map
from geo.maps import Layer, Page, render
from tests.packs.made_up import (
    FILES,
    HOSTILE,
    HS_01,
    ROWS,
    SETTINGS,
    SHAPES,
    STREETS,
    TODAY,
    TOGETHER,
    hostile_pack,
    pack,
    table,
)


def page(rows: tuple[Figure, ...] = ROWS, **changes: Any) -> Page:
    """The map of the three hotspots; HS-25 has no boundary."""
    given: dict[str, Any] = {
        "files": FILES,
        "shapes": SHAPES,
        "settings": SETTINGS,
        "made_on": TODAY,
        "together": TOGETHER,
        "streets": STREETS,
    }
    return build_map(table(rows), **(given | changes))


def layer(name: str, made: Page) -> Layer:
    """The layer of that name."""
    return next(layer for layer in made.layers if layer.name == name)


def drawn(name: str, made: Page) -> dict[str, tuple[str, str]]:
    """Class and value of each hotspot on a layer."""
    return {s.feature.id: (s.band.text, s.value) for s in layer(name, made).shapes}


def test_the_layers_are_hours_change_crimes_and_asb_apart() -> None:
    """Crime and ASB have a layer each and are on none together."""
    assert [layer.name for layer in page().layers] == ["Patrol hours", "Change", "Crimes", "ASB"]


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
    assert drawn("Patrol hours", page((row,)))["HS-01"][0] == band


def test_the_popup_says_how_long_visits_lasted_and_how_far_apart_they_lay() -> None:
    """Nothing of it where there was no visit."""
    row = replace(
        HS_01,
        visits_full_length=18,
        full_length_minutes=15.0,
        median_visit_minutes=17.5,
        median_between_minutes=95.0,
        between_within_2_hours=0.6,
    )
    facts = dict(page((row,)).features["HS-01"].facts)
    assert facts["Visits of 15 minutes or more"] == "18"
    assert facts["Median between visits, minutes"] == "95"
    assert facts["Of those at most 2 hours"] == "60%"
    assert "Median visit, minutes" not in dict(page().features["HS-01"].facts)


def test_the_tooltip_of_hours_has_hours_and_share() -> None:
    """The numbers read as they do in the pack."""
    assert drawn("Patrol hours", page())["HS-01"][1] == "48.25 officer-hours, 80% of plan"
    assert drawn("Patrol hours", page())["HS-02"] == ("Not known", "hours not known")


@pytest.mark.parametrize(
    ("word", "band"),
    [
        ("fewer", "Fewer, outside usual variation"),
        ("lower", "Lower, worth a look"),
        ("as expected", "As expected"),
        ("too few to tell", "Too few to tell"),
        ("higher", "Higher, worth a look"),
        ("more", "More, outside usual variation"),
    ],
)
def test_change_is_classed_by_what_the_figures_say(word: str, band: str) -> None:
    """The verdict is the figures' own, so that a map can't judge otherwise."""
    assert drawn("Change", page((replace(HS_01, verdict=word),)))["HS-01"][0] == band


def test_change_without_a_baseline_is_not_known() -> None:
    """It is neither usual nor unusual."""
    row = replace(HS_01, verdict="")
    assert drawn("Change", page((row,)))["HS-01"][0] == "Not known"


def test_change_says_what_it_counts_against_what() -> None:
    """The tooltip has both counts and the legend's note says what is expected and what is rare."""
    made = page()
    assert drawn("Change", made)["HS-01"][1] == "Serious violence: 7 against 19.0 expected"
    assert "what its baseline and the rest of the force let expect" in layer("Change", made).note
    assert "chance gives 1 time in 370" in layer("Change", made).note


def test_counts_are_classed_evenly_and_missing_apart() -> None:
    """Four classes hold the highest count; not known is neither the lowest nor left out."""
    rows = (replace(HS_01, crimes=58), replace(HS_01, hotspot="HS-02", crimes=None))
    made = page(rows)
    assert [band.text for band in layer("Crimes", made).bands] == [
        "0 to 14",
        "15 to 29",
        "30 to 44",
        "45 to 59",
        "Not known",
    ]
    assert drawn("Crimes", made) == {
        "HS-01": ("45 to 59", "58"),
        "HS-02": ("Not known", "not known"),
    }


def test_a_place_without_counts_still_has_classes() -> None:
    """Where every count is 0 or missing the lowest class is 0."""
    assert drawn("Crimes", page((replace(HS_01, crimes=0),)))["HS-01"] == ("0", "0")
    none = page((replace(HS_01, crimes=None),))
    assert layer("Crimes", none).bands[0].text == "0"


def test_the_popup_has_every_figure_with_its_baseline() -> None:
    """The names carry the months and the values are the pack's."""
    facts = dict(page().features["HS-01"].facts)
    assert facts["Crimes, Sep 2024"] == "1,023"
    assert facts["Crimes from Aug 2024"] == "1,029 to 1,023 (−1%)"
    assert facts["ASB from Sep 2023"] == "112 to 214 (+91%)"
    assert facts["Serious violence expected"] == "19.0"
    assert facts["Serious violence, verdict"] == "Fewer than usual"
    assert facts["Serious violence since the response began"] == (
        "41 of 80.0 expected. Fewer than usual"
    )
    assert facts["ASB, verdict"] == "Higher, worth a look"
    assert facts["Officer-hours delivered"] == "48.25"
    assert facts["Officer-hours planned, days known"] == "60.0"
    assert facts["Hours known from every source to"] == "30 Sep 2024"
    assert facts["PMP"] == "PMP-2024-001"


def test_the_table_is_the_pack_s_table_of_hotspots() -> None:
    """The same cells, with each hotspot's own count named beside its ref."""
    rows = page().table.rows
    lines = [line for line in pack().hotspots.lines if line.kind != "group"]
    assert [(row.cells[0], *row.cells[2:]) for row in rows] == [line.cells for line in lines]
    assert [row.cells[1] for row in rows] == ["Serious violence", "Serious violence", "ASB", ""]
    assert [row.feature_id for row in rows] == ["HS-01", "HS-02", None, None]


def test_a_hotspot_that_cannot_be_drawn_is_in_the_table_and_said() -> None:
    """HS-25 has no boundary."""
    made = page()
    assert "HS-25" not in made.features
    assert "No boundary to draw on 30 Sep 2024: HS-25." in made.notes


def test_coverage_and_sources_stand_under_the_map() -> None:
    """To which day each source of hours speaks, and where the counts come from."""
    said = " ".join(page().notes)
    assert "claims to 30 Sep 2024, sheets to 17 Dec 2024" in said
    assert "Crime: lomea-street, Dec 2021 to Nov 2024" in said


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
    assert page(streets=None).base.lines == ()


def test_the_same_figures_render_the_same_page_and_hostile_text_is_inert() -> None:
    """Names and refs are words on the page, whatever they hold."""
    rows = tuple(replace(row, name=HOSTILE) for row in ROWS)
    html = render(page(rows))
    assert html == render(page(rows))
    assert "<script>alert(1)" not in html
    assert hostile_pack().sections[0].name == HOSTILE
