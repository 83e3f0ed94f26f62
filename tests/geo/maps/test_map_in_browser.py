"""The page in a real browser with the network cut: what a person sees and does."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from shapely import box

import geo.maps
from geo.maps import Feature, Layer, MapColumn, render
from tests.geo.maps.map_pages import HOSTILE, LITTLE, MUCH, a_page

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


def fills(page: Page) -> list[str | None]:
    """The colour of each place."""
    return [place.get_attribute("fill") for place in page.locator(PLACES).all()]


def shown_legends(page: Page) -> list[str]:
    """The headings of the legends that can be seen."""
    return page.locator(".legend:visible h2").all_inner_texts()


def cells(page: Page) -> list[list[str]]:
    """The table's rows as they read."""
    rows = page.locator("#figures tbody tr").all()
    return [row.locator("th, td").all_inner_texts() for row in rows]


def focused(page: Page) -> str:
    """The accessible name, or else the text, of what has the keyboard."""
    return str(
        page.evaluate(
            "document.activeElement.getAttribute('aria-label') || document.activeElement.innerText"
        )
    )


def complaints(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands, each with the first element it is about."""
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run()")["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found]


def test_polygons_and_streets_are_drawn(visit: Visit) -> None:
    """Each place of the first layer is a shape, and the streets are on the canvas beneath."""
    assert fills(visit.page) == ["#dcebe4", "#0c4a48", "#0c4a48"]
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


def test_the_slider_changes_map_legend_table_and_popup_together(visit: Visit) -> None:
    """One key goes to the month before, and everything says so."""
    page = visit.page
    assert shown_legends(page) == ["Patrol hours, Sep 2024"]
    page.locator(PLACES).nth(0).click()
    assert popup(page).locator("dd").all_inner_texts() == ["12.5", "11", "Scan", "5%"]
    page.locator("#month").focus()
    page.keyboard.press("ArrowLeft")
    assert fills(page) == ["#0c4a48"] * 3
    assert shown_legends(page) == ["Patrol hours, Aug 2024"]
    assert page.locator(".legend .count").all_inner_texts() == ["0\nhotspots", "3\nhotspots"]
    assert popup(page).locator("dd").all_inner_texts() == ["12.5", "0", "Scan", "5%"]
    assert [row[2] for row in cells(page)] == ["0", "12", "13", "25"]
    assert page.locator("#figures caption").inner_text() == "The same facts, Aug 2024"
    assert page.locator("#month").get_attribute("aria-valuetext") == "Aug 2024"
    assert page.get_by_role("button", name="The month before").is_disabled()
    assert page.locator(".panel [role=status]").inner_text() == (
        "Now on the map: Patrol hours. Aug 2024"
    )


def test_a_place_is_seen_at_the_steps_at_which_it_is_there(
    browser: OfflineBrowser, tmp_path: Path
) -> None:
    """On map, legend, table, total and CSV, by search and by keyboard; its card closes with it."""
    made = replace(a_page(), there=[[True, True, True], [True, False, True]])
    made = replace(made, total=("All three", "Both"))
    file = tmp_path / "map.html"
    file.write_bytes(render(made).encode())
    with browser.visit(file) as visit:
        page = visit.page
        assert page.locator(f"{PLACES}:visible").count() == 2
        assert [row[0] for row in cells(page)] == [
            "HS-01 Harbour Street",
            "HS-03 Mill Bank",
            "Both",
        ]
        assert page.locator(".legend .count").all_inner_texts() == ["1\nhotspots", "1\nhotspots"]
        assert "Market Square" not in page.locator(".place-label").all_inner_texts()
        page.locator("#search").fill("Market")
        assert page.locator("#found-places li").count() == 0
        with page.expect_download() as saving:
            page.get_by_role("button", name="Save as CSV").click()
        assert "HS-02" not in Path(saving.value.path()).read_text(encoding="utf-8-sig")
        page.locator("#month").fill("0")
        assert page.locator(f"{PLACES}:visible").count() == 3
        assert [row[0] for row in cells(page)][1::2] == ["HS-02 Market Square", "All three"]
        assert page.locator(".legend .count").all_inner_texts() == ["0\nhotspots", "3\nhotspots"]
        page.locator("#search").fill("Market")
        page.locator("#search").press("Enter")
        assert popup(page).locator("h3").inner_text() == "HS-02 Market Square"
        page.locator("#month").fill("1")
        popup(page).wait_for(state="detached")
        assert visit.complaints == []


def test_a_tooltip_names_the_place_and_its_figures(visit: Visit) -> None:
    """Pointing at a shape shows its title, what the layer says of it, and its class."""
    visit.page.locator(PLACES).nth(1).hover()
    said = visit.page.locator(".tip").inner_text().split("\n")
    assert said == ["HS-02 Market Square", "Hours: Delivered 1,022.5", "Plan met"]


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_keyboard_opens_and_closes_a_popup(visit: Visit, key: str) -> None:
    """Tab reaches a shape, Enter or Space opens it, Escape closes it and goes back to the shape."""
    page = visit.page
    page.locator(PLACES).nth(0).focus()
    page.keyboard.press("Tab")
    assert focused(page) == "HS-02 Market Square. Hours: Delivered 1,022.5. Plan met"
    page.keyboard.press(key)
    assert popup(page).locator("h3").inner_text() == "HS-02 Market Square"
    assert focused(page) == "HS-02 Market Square"
    assert page.locator("tr.is-open th").all_inner_texts() == ["HS-02 Market Square"]
    page.keyboard.press("Escape")
    popup(page).wait_for(state="detached")
    assert focused(page) == "HS-02 Market Square. Hours: Delivered 1,022.5. Plan met"
    assert page.locator("tr.is-open").count() == 0


def test_one_layer_is_shown_at_a_time(visit: Visit) -> None:
    """Choosing the other layer recolours the shapes and changes the legend."""
    visit.page.get_by_label("Change in crime").check()
    assert fills(visit.page) == ["#4f8fc0", "#4f8fc0", "url(#paint-3)"]
    assert visit.page.locator("pattern#paint-3").count() == 1
    assert shown_legends(visit.page) == ["Change in crime, Sep 2024"]


def test_an_overlay_is_switched_by_itself(visit: Visit) -> None:
    """A ward comes and goes without the layer above it changing, named and taking no clicks."""
    page = visit.page
    page.get_by_label("Wards").check()
    assert page.locator(PLACES).count() == 3
    assert shown_legends(page) == ["Patrol hours, Sep 2024", "Wards"]
    assert page.locator(".of-overlay").all_inner_texts() == ["Town Ward"]
    page.get_by_label("Wards").uncheck()
    assert shown_legends(page) == ["Patrol hours, Sep 2024"]


def test_names_or_refs_are_labels(visit: Visit) -> None:
    """Each shape has its name with the mark of its class; refs and none are to be chosen."""
    page = visit.page
    labels = page.locator(".place-label")
    assert labels.all_inner_texts() == ["○ Harbour Street", "● Market Square", "● Mill Bank"]
    page.get_by_label("Labels").select_option("refs")
    assert labels.all_inner_texts() == ["○ HS-01", "● HS-02", "● HS-03"]
    page.get_by_label("Labels").select_option("none")
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
            apart = abs(one["x"] - other["x"]) >= min(one["width"], other["width"]) - 2
            assert apart or abs(one["y"] - other["y"]) >= one["height"] - 2
    page.get_by_role("button", name="Show all").click()
    assert labels.count() == 3


def test_a_place_too_small_to_hit_is_a_disc(visit: Visit) -> None:
    """Zoomed out a shape stays 24 pixels wide; near enough it is its outline."""
    page = visit.page
    for _ in range(3):
        page.get_by_role("button", name="Zoom out").click()
    box = page.locator(PLACES).nth(0).bounding_box()
    assert box is not None
    assert box["width"] >= 24
    assert box["height"] >= 24
    assert "a12,12" in str(page.locator(PLACES).nth(0).get_attribute("d"))
    page.get_by_role("button", name="Show all").click()
    assert "a12,12" not in str(page.locator(PLACES).nth(0).get_attribute("d"))


def test_search_finds_by_ref_and_name(visit: Visit) -> None:
    """Arrows choose among what is found, Enter goes there, and what isn't there is said."""
    page = visit.page
    box = page.get_by_role("combobox", name="Find a place")
    box.fill("m")
    assert page.locator("#found-places li").all_inner_texts() == [
        "HS-02 Market Square",
        "HS-03 Mill Bank",
    ]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert popup(page).locator("h3").inner_text() == "HS-03 Mill Bank"
    box.fill("hs-01")
    page.keyboard.press("Enter")
    assert popup(page).locator("h3").inner_text() == "HS-01 Harbour Street"
    box.fill("nowhere")
    assert page.locator(".panel [role=status]").inner_text() == "No place is called so."


def test_the_table_sorts_with_what_is_not_known_last(visit: Visit) -> None:
    """The greatest first, then turned round; the row of all stays where it is."""
    page = visit.page
    head = page.get_by_role("columnheader", name="Delivered")
    head.get_by_role("button").click()
    assert [row[1] for row in cells(page)] == ["1,022.5", "12.5", "–", "1,035.0"]
    assert head.get_attribute("aria-sort") == "descending"
    page.keyboard.press("Enter")
    assert [row[1] for row in cells(page)] == ["12.5", "1,022.5", "–", "1,035.0"]
    assert head.get_attribute("aria-sort") == "ascending"


def test_the_table_filters_by_words_and_by_class(visit: Visit) -> None:
    """Without the row of all, which it isn't the sum of any more."""
    page = visit.page
    page.get_by_label("Rows with").fill("resp mark")
    assert [row[0] for row in cells(page)] == ["HS-02 Market Square"]
    assert page.locator(".found").inner_text() == "1 of 3 shown"
    page.get_by_label("Rows with").fill("")
    page.get_by_label("Class on the map").select_option("Plan met")
    assert [row[0] for row in cells(page)] == ["HS-02 Market Square", "HS-03 Mill Bank"]
    page.locator("#month").focus()
    page.keyboard.press("Home")
    assert len(cells(page)) == 3


def test_the_rows_shown_are_saved_as_csv(browser: OfflineBrowser, tmp_path: Path) -> None:
    """Figures as numbers, words as text, and what would run as a formula kept from it."""
    page_ = a_page()
    first, second, third = page_.features
    named = replace(page_, features=(replace(first, name='=1+1, "x"'), second, third))
    file = tmp_path / "map.html"
    file.write_bytes(render(named).encode())
    with browser.visit(file) as visit:
        with visit.page.expect_download() as saving:
            visit.page.get_by_role("button", name="Save as CSV").click()
        assert saving.value.suggested_filename == "the-same-facts-2024-09.csv"
        text = Path(saving.value.path()).read_bytes().decode("utf-8-sig")
        assert visit.complaints == []
    assert list(csv.reader(text.splitlines())) == [
        ["Ref", "Name", "Months", "Hours: Delivered", "Crimes", "Stage", "Own", "Marking"],
        ["HS-01", '\'=1+1, "x"', "2024-09", "12.5", "11", "Scan", "5", "OFFICIAL-SENSITIVE"],
        ["HS-02", "Market Square", "2024-09", "1022.5", "12", "Respond", "", "OFFICIAL-SENSITIVE"],
        ["HS-03", "Mill Bank", "2024-09", "", "", "", "100", "OFFICIAL-SENSITIVE"],
    ]


def test_a_row_leads_to_its_place(visit: Visit) -> None:
    """A row's button zooms to the shape and opens its popup; Escape goes back to the row."""
    page = visit.page
    before = page.locator(PLACES).nth(2).bounding_box()
    page.get_by_role("button", name="HS-03 Mill Bank", exact=True).last.focus()
    page.keyboard.press("Enter")
    assert popup(page).locator("h3").inner_text() == "HS-03 Mill Bank"
    after = page.locator(PLACES).nth(2).bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] > before["width"]
    page.keyboard.press("Escape")
    popup(page).wait_for(state="detached")
    assert focused(page) == "HS-03 Mill Bank"
    page.locator("td", has_text="1,022.5").click()
    assert popup(page).locator("h3").inner_text() == "HS-02 Market Square"


def test_the_page_is_accessible(browser: OfflineBrowser, tmp_path: Path) -> None:
    """Axe finds nothing: as it opens, with a search open and a popup open, wide and narrow."""
    file = tmp_path / "map.html"
    file.write_bytes(render(a_page()).encode())
    for width in (1400, 390):
        with browser.visit(file, width=width) as visit:
            page = visit.page
            assert page.evaluate("document.documentElement.scrollWidth") == width
            assert complaints(page) == []
            page.get_by_role("combobox", name="Find a place").fill("m")
            page.keyboard.press("ArrowDown")
            assert complaints(page) == []
            page.keyboard.press("Enter")
            assert complaints(page) == []


def test_hostile_text_does_nothing(browser: OfflineBrowser, tmp_path: Path) -> None:
    """Everything hostile at once, in every text: shown letter by letter, and nothing runs."""
    hostile = " ".join(HOSTILE)
    file = tmp_path / "map.html"
    file.write_bytes(render(a_page(lambda text: f"{text} {hostile}")).encode())
    with browser.visit(file) as visit:
        page = visit.page
        page.on("dialog", lambda dialog: visit.complaints.append(dialog.message))
        page.locator(PLACES).nth(1).hover()
        assert page.locator(".tip-title").text_content() == f"HS-02 Market Square {hostile}"
        page.locator(PLACES).nth(0).focus()
        page.keyboard.press("Enter")
        assert popup(page).locator("h3").text_content() == f"HS-01 Harbour Street {hostile}"
        assert f"Scan {hostile}" in popup(page).locator("dd").all_text_contents()
        assert page.locator("td.words").first.text_content() == f"Scan {hostile}"
        labels = page.locator(".of-place").all_text_contents()
        assert all(label.endswith((hostile, "HS-01", "HS-02", "HS-03")) for label in labels)
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


@pytest.mark.parametrize(("paper", "width", "height"), [("a4", 297, 210), ("a3", 420, 297)])
def test_paper_carries_the_map_the_legend_and_the_whole_table(
    visit: Visit, paper: str, width: int, height: int
) -> None:
    """The switches go and so does an open popup; the sheet is the one that was chosen."""
    page = visit.page
    page.locator(PLACES).nth(0).click()
    page.get_by_label("Paper").select_option(paper)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert popup(page).count() == 0
    for gone in (".tools", ".layers", ".leaflet-bar", ".table-tools", "#figures"):
        assert not page.locator(gone).first.is_visible()
    assert shown_legends(page) == ["Patrol hours, Sep 2024"]
    room = (width - 22) * 96 / 25.4
    box = page.locator(".map").bounding_box()
    assert box is not None
    assert room - 3 <= box["width"] <= room
    assert box["height"] < (height - 22) * 96 / 25.4
    rows = page.locator("table.printed tbody tr").all()
    assert [row.locator("th").inner_text() for row in rows][-1] == "All three"
    assert len(rows) == 4
    tops = [page.locator(f".marking-{end}") for end in ("top", "bottom")]
    displays = [top.evaluate("node => getComputedStyle(node).display") for top in tops]
    assert displays == ["table-header-group", "table-footer-group"]
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("table.printed").count() == 0


def test_a_tall_ground_is_printed_upright_with_every_column_within_the_sheet(
    browser: OfflineBrowser, tmp_path: Path
) -> None:
    """The map as wide as the sheet, and tables that the browser needn't shrink."""
    made = a_page()
    tall = tuple(
        replace(feature, geometry=box(1.5, 51 + n / 50, 1.51, 51.01 + n / 50))
        for n, feature in enumerate(made.features)
    )
    more = tuple(MapColumn(f"Figure {n}", [[n] * 3], f"Group {n // 4}") for n in range(30))
    file = tmp_path / "map.html"
    file.write_bytes(render(replace(made, features=tall, columns=(*made.columns, *more))).encode())
    with browser.visit(file) as visit:
        page = visit.page
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert "A4 portrait" in page.locator("#sheet").inner_text()
        room = (210 - 22) * 96 / 25.4
        box_ = page.locator(".map").bounding_box()
        assert box_ is not None
        assert room - 3 <= box_["width"] <= room
        tables = page.locator("table.printed").all()
        for table in tables:
            table.evaluate("node => { node.style.minWidth = 0; node.style.width = 'min-content'; }")
            fits = table.evaluate("node => node.offsetWidth")
            assert fits <= room
        heads = [text for table in tables for text in table.locator("th").all_inner_texts()]
        assert {f"Figure {n}" for n in range(30)} <= set(heads)
        for table in tables:
            groups = table.locator("th[scope=colgroup]").all_inner_texts()
            last = table.locator("caption").inner_text().split(": ")[1]
            assert last.replace(" and ", ", ").split(", ") == [name for name in groups if name]
            over = [cell.get_attribute("colspan") for cell in table.locator(".over").all()]
            assert [
                int(n or 1) for n, name in zip(over, groups, strict=True) if "Group" in name
            ] == [2 if name == "Group 7" else 4 for name in groups if "Group" in name]
        assert visit.complaints == []


def test_a_place_is_drawn_as_it_was_at_the_step_shown(
    browser: OfflineBrowser, tmp_path: Path
) -> None:
    """Three times as wide up to August; its card stands in it, and September is as it is drawn."""
    made = a_page()
    first = replace(made.features[0], was=((0, box(1.504, 51.197, 1.519, 51.205)),))
    file = tmp_path / "map.html"
    file.write_bytes(render(replace(made, features=(first, *made.features[1:]))).encode())
    with browser.visit(file) as visit:
        page = visit.page
        place = page.locator(PLACES).nth(0)

        def width() -> float:
            found = place.bounding_box()
            assert found is not None
            return found["width"]

        september = width()
        page.get_by_role("button", name="The month before").click()
        assert width() > 2 * september
        page.get_by_role("button", name="The month after").click()
        assert width() == september
        assert complaints(page) == []
        assert visit.complaints == []


def many_places(count: int) -> geo.maps.Page:
    """So many squares, each with its number for a figure."""
    features = tuple(
        Feature(
            f"HS-{n:04d}", box(x := 1 + n % 40 / 90, y := 51 + n // 40 / 90, x + 1e-3, y + 1e-3)
        )
        for n in range(count)
    )
    layer = Layer("Hours", [(LITTLE, MUCH)], [[n % 2 for n in range(count)]], ("Number",))
    return replace(
        a_page(),
        features=features,
        layers=(layer,),
        columns=(MapColumn("Number", [list(range(count))]),),
        steps=("",),
        opening=0,
        months=(),
        overlays=(),
        total=(),
    )


def test_hundreds_of_places_are_a_canvas_a_list_and_a_window_of_rows(
    browser: OfflineBrowser, tmp_path: Path
) -> None:
    """No shape is an element; the keyboard has a list, and the table only the rows in sight."""
    file = tmp_path / "map.html"
    file.write_bytes(render(many_places(800)).encode())
    with browser.visit(file) as visit:
        page = visit.page
        assert page.locator(PLACES).count() == 0
        assert page.locator("#figures tbody tr").count() < 150
        page.locator(".scroll").evaluate("node => { node.scrollTop = node.scrollHeight; }")
        page.get_by_role("button", name="HS-0799").wait_for()
        assert page.locator("#figures tbody tr").count() < 150
        places = page.get_by_role("listbox", name="Places on the map")
        places.focus()
        page.keyboard.press("ArrowDown")
        assert places.inner_text() == "HS-0001. Number 1. Plan met"
        page.keyboard.press("End")
        page.keyboard.press("Enter")
        assert popup(page).locator("h3").inner_text() == "HS-0799"
        page.keyboard.press("Escape")
        popup(page).wait_for(state="detached")
        assert complaints(page) == []
        assert visit.complaints == []
