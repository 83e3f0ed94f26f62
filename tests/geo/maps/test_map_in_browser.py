"""The page in a real browser with the network cut: what a person sees and does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from geo.maps import render
from tests.geo.maps.map_pages import HOSTILE, a_page

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.conftest import OfflineBrowser, Visit

PLACES = "path.leaflet-interactive"


@pytest.fixture
def visit(browser: OfflineBrowser, tmp_path: Path) -> Iterator[Visit]:
    """The small page, opened; when the test is over it must have asked for nothing else."""
    file = tmp_path / "map.html"
    file.write_bytes(render(a_page()).encode())
    with browser.visit(file) as visit:
        yield visit
        assert visit.requests == [file.as_uri()]
        assert visit.complaints == []


def popup(page: Page) -> Locator:
    """The open popup."""
    return page.locator(".leaflet-popup .card")


def shown_legends(page: Page) -> list[str]:
    """The headings of the legends that can be seen."""
    return page.locator(".legend:visible h2").all_inner_texts()


def focused(page: Page) -> str:
    """The accessible name, or else the text, of what has the keyboard."""
    return str(
        page.evaluate(
            "document.activeElement.getAttribute('aria-label') || document.activeElement.innerText"
        )
    )


def test_polygons_and_streets_are_drawn(visit: Visit) -> None:
    """Each feature of the first layer is a shape, and the streets are on the canvas beneath."""
    assert visit.page.locator(PLACES).count() == 3
    fills = [place.get_attribute("fill") for place in visit.page.locator(PLACES).all()]
    assert fills == ["#dcebe4", "#0c4a48", "#0c4a48"]
    visit.page.wait_for_function(
        """() => {
            const canvas = document.querySelector(".leaflet-base-pane canvas");
            const { width, height } = canvas;
            const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
            const isRed = (at) => data[at] > 220 && data[at + 1] < 60 && data[at + 2] < 60;
            return data.some((_, at) => at % 4 === 0 && isRed(at));
        }"""
    )
    assert visit.page.locator(".leaflet-control-scale").is_visible()
    assert visit.page.locator(".leaflet-control-attribution").inner_text() == "Invented streets"


def test_a_tooltip_names_the_place_and_its_value(visit: Visit) -> None:
    """Pointing at a shape shows its title and what the layer says of it."""
    visit.page.locator(PLACES).nth(1).hover()
    assert visit.page.locator(".tip").inner_text().split("\n") == ["Market Square", "● of 60 hours"]


def test_a_click_opens_the_facts(visit: Visit) -> None:
    """Clicking a shape opens a popup with its facts and marks its row in the table."""
    visit.page.locator(PLACES).nth(0).click()
    assert popup(visit.page).locator("h3").inner_text() == "Harbour Street"
    assert popup(visit.page).locator("dt").all_inner_texts() == ["Officer-hours", "Crimes"]
    assert popup(visit.page).locator("dd").all_inner_texts() == ["12.5", "11"]
    assert visit.page.locator("tr.is-open th").all_inner_texts() == ["Harbour Street"]


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_keyboard_opens_and_closes_a_popup(visit: Visit, key: str) -> None:
    """Tab reaches a shape, Enter or Space opens it, Escape closes it and goes back to the shape."""
    page = visit.page
    page.locator(PLACES).nth(0).focus()
    page.keyboard.press("Tab")
    assert focused(page) == "Market Square. ● of 60 hours. Plan met"
    page.keyboard.press(key)
    assert popup(page).locator("h3").inner_text() == "Market Square"
    assert focused(page) == "Market Square"
    page.keyboard.press("Escape")
    popup(page).wait_for(state="detached")
    assert focused(page) == "Market Square. ● of 60 hours. Plan met"
    assert page.locator("tr.is-open").count() == 0


def test_one_layer_is_shown_at_a_time(visit: Visit) -> None:
    """Choosing the other layer recolours the shapes and changes the legend."""
    assert shown_legends(visit.page) == ["Patrol hours"]
    visit.page.get_by_label("Change in crime").check()
    fills = [place.get_attribute("fill") for place in visit.page.locator(PLACES).all()]
    assert fills == ["#4f8fc0", "#4f8fc0", "url(#paint-0)"]
    assert visit.page.locator("pattern#paint-0").count() == 1
    assert shown_legends(visit.page) == ["Change in crime"]
    assert visit.page.get_by_role("status").inner_text() == "Now on the map: Change in crime"


def test_an_overlay_is_switched_by_itself(visit: Visit) -> None:
    """A ward comes and goes without the layer above it changing, and takes no clicks."""
    shapes = visit.page.locator(".map svg path")
    buttons = visit.page.locator(".leaflet-bar path").count()
    before = shapes.count() - buttons
    visit.page.get_by_label("Wards").check()
    assert shapes.count() - buttons == before + 1
    assert visit.page.locator(PLACES).count() == 3
    assert shown_legends(visit.page) == ["Patrol hours", "Wards"]
    visit.page.get_by_label("Wards").uncheck()
    assert shapes.count() - buttons == before
    assert shown_legends(visit.page) == ["Patrol hours"]


def test_labels_are_drawn_and_can_be_switched_off(visit: Visit) -> None:
    """Each shape has its short text with the mark of its band, until the switch is off."""
    labels = visit.page.locator(".place-label")
    assert labels.all_inner_texts() == ["○ HS-01", "● HS-02", "● HS-03"]
    visit.page.get_by_label("Change in crime").check()
    assert labels.all_inner_texts() == ["▼ HS-01", "▼ HS-02", "HS-03"]
    visit.page.get_by_label("Labels").uncheck()
    assert labels.count() == 0


def test_labels_never_cover_one_another(visit: Visit) -> None:
    """Zoomed out, a label with no room is left out and comes back on the way in."""
    page = visit.page
    labels = page.locator(".place-label")
    for _ in range(3):
        page.get_by_role("button", name="Zoom out").click()
    boxes = [box for label in labels.all() if (box := label.bounding_box())]
    for at, one in enumerate(boxes):
        for other in boxes[:at]:
            apart = abs(one["x"] - other["x"]) >= min(one["width"], other["width"]) - 1
            assert apart or abs(one["y"] - other["y"]) >= one["height"] - 1
    page.get_by_role("button", name="Show all").click()
    assert labels.count() == 3


def test_a_row_leads_to_its_place(visit: Visit) -> None:
    """A row's button zooms to the shape and opens its popup; Escape goes back to the row."""
    page = visit.page
    before = page.locator(PLACES).nth(2).bounding_box()
    page.get_by_role("button", name="Mill Bank", exact=True).focus()
    page.keyboard.press("Enter")
    assert popup(page).locator("h3").inner_text() == "Mill Bank"
    assert popup(page).is_visible()
    after = page.locator(PLACES).nth(2).bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] > before["width"]
    page.keyboard.press("Escape")
    popup(page).wait_for(state="detached")
    assert focused(page) == "Mill Bank"


def test_a_click_anywhere_in_a_row_leads_to_its_place(visit: Visit) -> None:
    """The whole row can be clicked, not its button alone."""
    visit.page.locator("td", has_text="22.5").click()
    assert popup(visit.page).locator("h3").inner_text() == "Market Square"


def test_a_narrow_window_needs_no_sideways_scrolling(
    browser: OfflineBrowser, tmp_path: Path
) -> None:
    """At the width of a phone the page fits, with the switch above the map."""
    file = tmp_path / "map.html"
    file.write_bytes(render(a_page()).encode())
    with browser.visit(file, width=420, height=800) as visit:
        assert visit.page.evaluate("document.documentElement.scrollWidth") == 420
        switch = visit.page.locator(".layers").bounding_box()
        box = visit.page.locator(".map").bounding_box()
        assert switch is not None
        assert box is not None
        assert switch["y"] + switch["height"] <= box["y"]


def test_hostile_text_does_nothing(browser: OfflineBrowser, tmp_path: Path) -> None:
    """Everything hostile at once, in every text: shown letter by letter, and nothing runs."""
    hostile = " ".join(HOSTILE)
    file = tmp_path / "map.html"
    file.write_bytes(render(a_page(lambda text: f"{text} {hostile}")).encode())
    with browser.visit(file) as visit:
        page = visit.page
        page.on("dialog", lambda dialog: visit.complaints.append(dialog.message))
        page.locator(PLACES).nth(1).hover()
        tip = page.locator(".tip-title")
        assert tip.text_content() == f"Market Square {hostile}"
        page.locator(PLACES).nth(0).focus()
        page.keyboard.press("Enter")
        assert popup(page).locator("h3").text_content() == f"Harbour Street {hostile}"
        assert popup(page).locator("dd").first.text_content() == f"12.5 {hostile}"
        switches = page.locator(".leaflet-control-layers label").all()
        names = [(switch.text_content() or "").strip() for switch in switches]
        assert names[0] == f"Patrol hours {hostile}"
        credit = page.locator(".leaflet-control-attribution").text_content()
        assert credit == f"Invented streets {hostile}"
        page.locator(".leaflet-control-layers input").nth(1).check()
        assert page.locator("img").count() == 0
        assert page.title() == f"Hotspots of Lomea {hostile}"
        assert visit.requests == [file.as_uri()]
        assert visit.complaints == []


def test_a_label_is_text(browser: OfflineBrowser, tmp_path: Path) -> None:
    """The short texts on the map are no more HTML than the others."""
    file = tmp_path / "map.html"
    file.write_bytes(render(a_page(lambda text: f"{text}<b>")).encode())
    with browser.visit(file) as visit:
        labels = visit.page.locator(".place-label").all_inner_texts()
        assert labels == ["○ HS-01<b>", "● HS-02<b>", "● HS-03<b>"]


def test_the_policy_stops_what_slips_in(browser: OfflineBrowser, tmp_path: Path) -> None:
    """Were a text ever taken for HTML, its script wouldn't run and its image wouldn't load."""
    file = tmp_path / "map.html"
    file.write_bytes(render(a_page()).encode())
    with browser.visit(file) as visit:
        blocked = visit.page.evaluate(
            """() => new Promise((resolve) => {
                const blocked = [];
                document.addEventListener("securitypolicyviolation", (event) => {
                    blocked.push(event.effectiveDirective);
                    if (blocked.length === 2) resolve(blocked.sort());
                });
                const box = document.body.appendChild(document.createElement("div"));
                box.innerHTML = '<img src="https://example.org/x.png" onerror="window.ran = 1">';
            })"""
        )
        assert blocked == ["img-src", "script-src-attr"]
        assert visit.page.evaluate("window.ran") is None


def test_paper_carries_the_marking_and_the_legend(visit: Visit) -> None:
    """In print the switches and buttons go, the legend of the layer shown and the table stay."""
    page = visit.page
    page.emulate_media(media="print")
    assert not page.locator(".layers").is_visible()
    assert not page.locator(".leaflet-bar").first.is_visible()
    assert shown_legends(page) == ["Patrol hours"]
    assert page.locator("table").is_visible()
    tops = [page.locator(f".marking-{end}") for end in ("top", "bottom")]
    displays = [top.evaluate("node => getComputedStyle(node).display") for top in tops]
    assert displays == ["table-header-group", "table-footer-group"]
