"""The map of candidates: what is said of each, what is drawn beside them, what can't be drawn."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from casebook.core.errors import BadValue
from casebook.detection.finding import Detection, detect
from casebook.detection.rules import DetectionRules
from casebook.packs.detection.page import UNMARKED, MadeFor, build_detection_map, detection_map
from geo.maps import Page
from tests.detection.made_points import EAST, NORTH, heap, points, scattered, town
from tests.packs.made_up import HOSTILE

if TYPE_CHECKING:
    from tests.conftest import OfflineBrowser

RULES = {
    "gistar": DetectionRules("gistar", cell=200),
    "kde": DetectionRules("kde", cell=100, bandwidth=250),
    "dbscan": DetectionRules("dbscan", reach=120),
}
QUAY = shapely.box(EAST + 900, NORTH + 900, EAST + 1_100, NORTH + 1_100)
FAR = shapely.box(EAST + 4_800, NORTH + 100, EAST + 4_900, NORTH + 200)
BESIDE = MadeFor("OFFICIAL-SENSITIVE", "Lomea Police", {"HS-01": QUAY, "HS-02": FAR})


def found(method: str = "gistar") -> Detection:
    """What a method finds in the town, beside two hotspots."""
    return detect(town(), RULES[method], present=BESIDE.present)


def read(page: Page, title: str) -> list[str]:
    """A column as it reads."""
    column = page.columns[page.numbers[title]]
    return [column.text(value) for value in column.at(0)]


@pytest.mark.parametrize("method", RULES)
def test_every_candidate_is_drawn_with_its_count_and_all_its_warnings(method: str) -> None:
    """In the order of the search, in longitude and latitude."""
    of = found(method)
    page = build_detection_map(of, BESIDE)
    assert [each.id for each in page.features] == [one.ref for one in of.candidates]
    assert read(page, "Incidents") == [str(one.count) for one in of.candidates]
    assert read(page, "In full") == ["; ".join(one.warnings) or "–" for one in of.candidates]
    west, south, east, north = shapely.total_bounds([each.geometry for each in page.features])
    assert 0 < east - west < 0.1
    assert 0 < north - south < 0.1
    assert set(of.notes) <= set(page.notes)
    assert f"Settings: {of.settings}" in page.notes


def test_a_candidate_says_whether_it_is_in_a_hotspot_there_is() -> None:
    """The heap on the quay is, the other isn't; both hotspots are drawn, and shown at first."""
    page = build_detection_map(found(), BESIDE)
    assert read(page, "Present hotspots")[:2] == ["HS-01", "–"]
    (layer,) = (each for each in page.layers if each.name == "New or present")
    assert [layer.bands_at(0)[n].text for n in layer.classes_at(0)[:2]] == [
        "In a present hotspot",
        "In no present hotspot",
    ]
    present = page.overlays[0]
    assert [each.name for each in present.outlines] == ["HS-01", "HS-02"]
    assert present.shown


def test_without_a_casebook_there_are_no_hotspots_to_be_in_and_no_marking() -> None:
    """Neither is made up."""
    page = build_detection_map(found(), MadeFor())
    assert page.marking == UNMARKED
    assert "New or present" not in [each.name for each in page.layers]
    assert "Present hotspots" not in [each.name for each in page.overlays]


def test_cells_are_drawn_in_classes_that_do_not_overlap() -> None:
    """Together they are the cells of a Gi* of 1.96 and more."""
    of = found()
    assert of.surface is not None
    drawn = of.surface.classes()
    assert drawn is not None
    hot = int((of.surface.values >= 1.96).sum())
    assert sum(shape.area for _, shape in drawn) == pytest.approx(hot * 200**2)
    assert shapely.union_all([shape for _, shape in drawn]).area == pytest.approx(hot * 200**2)
    names = [each.name for each in build_detection_map(of, BESIDE).overlays[1:]]
    assert names == [name for name, _ in drawn]
    assert names[-1] == "Gi* of 3.29 and more"


def test_a_candidate_says_on_which_days_and_at_which_hours() -> None:
    """25 on a Friday at 21:30 in London; a candidate without times has a dash and not a 0."""
    friday = datetime(2024, 9, 6, 20, 30, tzinfo=UTC).timestamp()
    x, y = scattered(80)
    timed, other = heap(25, 2_000, 2_000, 10), heap(25, 4_000, 4_000, 10)
    at = [np.nan] * 80 + [friday] * 25 + [np.nan] * 25
    where = points([*x, *timed[:, 0], *other[:, 0]], [*y, *timed[:, 1], *other[:, 1]], at=at)
    page = build_detection_map(detect(where, RULES["dbscan"]), MadeFor())
    assert sorted(read(page, "By day: Fri")) == ["25", "–"]
    assert sorted(read(page, "By hour: 21–24")) == ["25", "–"]
    assert sorted(read(page, "By hour: 18–21")) == ["0", "–"]
    assert "By day: Fri" not in [each.title for each in page.columns if each.in_table]


def test_no_candidates_are_a_map_of_the_ground() -> None:
    """With the hotspots there are, and what was said."""
    ground = shapely.box(EAST, NORTH, EAST + 5_000, NORTH + 5_000)
    page = build_detection_map(detect(points([], []), RULES["gistar"], ground=ground), MadeFor())
    assert page.features == ()
    assert "No points: nothing to find." in page.notes
    assert "Candidate hotspots" in detection_map(
        detect(points(*scattered(20)), RULES["gistar"]), MadeFor()
    )


def test_one_cell_over_everything_is_a_map_without_cells() -> None:
    """It is like no other, so that it has no Gi*."""
    of = detect(town(), DetectionRules("gistar", cell=100_000))
    page = build_detection_map(of, MadeFor())
    assert page.features == page.overlays == ()


def test_nothing_at_all_is_refused() -> None:
    """No points and no ground."""
    with pytest.raises(BadValue, match="nothing to draw"):
        detection_map(detect(points([], []), RULES["gistar"]), MadeFor())


def test_hostile_refs_are_text_and_nothing_is_asked_for(
    tmp_path: Path, browser: OfflineBrowser
) -> None:
    """No script of theirs runs; the popup reads the warnings whole."""
    refs = {HOSTILE: QUAY, "</script><script>window.run=1</script>": FAR}
    made_for = MadeFor(HOSTILE, HOSTILE, refs)
    of = detect(town(), RULES["gistar"], present=refs)
    file = tmp_path / "found.html"
    file.write_text(detection_map(of, made_for), encoding="utf-8")
    with browser.visit(file) as visit:
        visit.page.get_by_role("button", name="C01", exact=True).click()
        read_out = visit.page.locator(".leaflet-popup .card").inner_text()
        assert "; ".join(of.candidates[0].warnings) in read_out
        assert "<script>alert(1)</script>" in read_out
        assert visit.page.evaluate("window.run") is None
        assert visit.requests == [file.as_uri()]
        assert visit.complaints == []
