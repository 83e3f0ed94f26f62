"""Looking for comparison areas in a casebook, keeping them, and the result over all of them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
import shapely

from casebook.assessments.assess import assess
from casebook.assessments.candidates.finding import Looking, propose
from casebook.book.opening import Book
from casebook.core.errors import BadValue
from casebook.core.fields import encode
from casebook.core.months import Month, Window
from casebook.incidents.in_boundaries import follow_boundaries
from casebook.packs.assessment.candidates_map import candidates_map
from casebook.places.hotspots import list_places
from casebook.places.import_polygons import import_places
from casebook.profiles import casefile as profiles
from casebook.profiles import intake
from casebook.profiles.designs import SETTABLE, read_design, set_design
from casebook.profiles.profile import Profile
from tests import lomea
from tests.books import copy_book, finished, make_book
from tests.books import on as at_noon

REF = "PMP-2024-001"
WAVE = (5, 6, 4, 5, 7, 5, 4, 6, 5, 5, 6, 4)
LIKE = {"W1": 1.505, "W2": 1.535, "W3": 1.555, "W4": 1.585, "W5": 1.615}
"""The middle of each ward; HS-01 is W1's ground, and HS-02 lies in none."""
BEFORE, AFTER = Window.parse("2023-01:2023-06"), Window.parse("2024-01:2024-06")


def month_rows(month: Month, west: float, count: int) -> list[str]:
    """Burglaries spread over the middle of a ward, so that no spot stands out."""
    rows = []
    for n in range(count):
        at = (round(west + 0.0003 * n, 5), 51.255)
        rows += [
            row.replace(",Burglary,", ",Burglary,")
            for row in lomea.street_rows(month, lomea.BURGLARY, 1, at)
        ]
    return rows


def after_counts(ward: str, n: int) -> int:
    """From January 2024 on the target has three a month fewer; W5 falls as well."""
    return WAVE[n] - 3 if ward in ("W1", "W5") else WAVE[n]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Five wards in a row alike until January 2024, a hotspot in the first two."""
    folder = tmp_path_factory.mktemp("wards")
    book = make_book(folder)
    lomea.add_hotspots(book, folder)
    features = [lomea.square(west - 0.005, ref, "") for ref, west in LIKE.items()]
    path = folder / "wards.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    import_places(book, path, follow=follow_boundaries, kind="ward")
    rows = []
    for ward, west in LIKE.items():
        for month in Window.parse("2022-01:2023-12").months:
            rows += month_rows(month, west - 0.001, WAVE[month.number - 1])
        for month in AFTER.months:
            rows += month_rows(month, west - 0.001, after_counts(ward, month.number - 1))
    lomea.add_incidents(book, folder, rows)
    new = Profile(REF, "Burglaries")
    intake.new_profile(at_noon(book, date(2023, 12, 1)), new, hotspots=["HS-01"])
    profiles.add_action(book, REF, {"title": "alley gates", "start": "2024-01-01"})
    set_design(_on(book, "2023-12-20"), REF, {
        "code": "crime", "before_from": "2023-01", "before_to": "2023-06",
        "after_from": "2024-01", "after_to": "2024-06",
    })  # fmt: skip
    return finished(book)


def _on(book: Book, day: str) -> Book:
    at = datetime.fromisoformat(f"{day}T12:00+00:00")
    return dataclasses.replace(book, clock=lambda: at)


@pytest.fixture
def town(built: bytes, tmp_path: Path) -> Iterator[Book]:
    """The five wards."""
    opened = copy_book(built, tmp_path)
    yield opened
    opened.store.close()


WARDS = Looking(made_of="ward", within=30_000, gap=0)


def test_wards_that_were_alike_are_offered_with_reasons_the_nearest_first(town: Book) -> None:
    """W3, W4 and W5; the target's own ward is no comparison for it, nor a hotspot's ground."""
    found = propose(town, REF, WARDS)
    candidates = found.design.candidates
    assert [each.made_of for each in candidates] == [("W2",), ("W3",), ("W4",), ("W5",)]
    third = candidates[1]
    assert (third.ref, third.incidents, third.level, third.trend) == (f"{REF}-C2", 124, 0, 0)
    assert "124 incidents to 124 in the 24 months before" in third.says
    assert found.design.controls == (f"{REF}-C1",)
    assert found.notes[0].startswith("4 comparison areas for the target pass, the nearest 2.1 km")
    assert read_design(town, REF).design is not None
    assert list_places(town, "control") == ()


def chosen(town: Book, *keep: str) -> None:
    """Declare the proposal with the candidates made of the wards ``keep``."""
    design = propose(town, REF, WARDS).design
    values = {name: value for name, value in encode(design).items() if name in SETTABLE}
    kept = [each for each in values["candidates"] if set(each["made_of"]) & set(keep)]
    windows = ("before_from", "before_to", "after_from", "after_to")
    values = {name: value for name, value in values.items() if name not in windows}
    values |= {"candidates": kept, "controls": [kept[0]["ref"]], "reason": "areas were looked for"}
    set_design(town, REF, values)


def test_those_that_are_kept_become_places_with_frozen_outlines(town: Book) -> None:
    """Drawn once, counted in, tied to the profile; the same again changes nothing."""
    chosen(town, "W3", "W4")
    declared = read_design(town, REF).design
    assert declared is not None
    assert [place.ref for place in list_places(town, "control")] == [f"{REF}-C2", f"{REF}-C3"]
    assert [each.outline for each in declared.candidates] == ["", ""]
    assert len(declared.boundaries) == 3
    roles = {link.place: link.role for link in profiles.read_profile(town, REF).places}
    assert roles == {"HS-01": "target", f"{REF}-C2": "control", f"{REF}-C3": "candidate"}
    with town.store.reading() as tx:
        head = tx.history.head()
    again = [encode(each) for each in declared.candidates]
    set_design(town, REF, {"candidates": again})
    with town.store.reading() as tx:
        assert tx.history.head() == head


def test_the_result_is_shown_over_all_that_pass(town: Book) -> None:
    """Three a month fewer for six months: -18 by each of two areas."""
    chosen(town, "W3", "W4")
    found = assess(town, REF)
    assert found.effects is not None
    assert found.effects.wdd == -18
    assert found.spread_says == "−18 to −18 over 2 comparison areas."
    assert "; −18 to −18 over 2 comparison areas." in found.says
    assert found.encode()["spread"]["over"] == 2


def test_when_signs_differ_the_data_cant_tell(town: Book) -> None:
    """By W5, which fell as well, nothing happened."""
    chosen(town, "W3", "W5")
    found = assess(town, REF)
    assert found.spread is not None
    assert found.spread.differences == (-18, 0)
    assert not found.spread.agrees
    assert found.says.endswith("−18 to +0 over 2 comparison areas: the data can't tell.")


def test_a_grid_of_the_casebooks_own_and_a_buffer_that_misses_hotspots(town: Book) -> None:
    """Cells of 300 m; the ring round HS-01 shares no ground with it or with HS-02."""
    found = propose(town, REF, Looking(cell=300, within=9000, gap=100, buffer=900))
    parts = [each.part for each in found.design.candidates]
    assert "buffer" in parts
    assert found.design.buffers == (f"{REF}-B1",)
    ring = found.shapes[f"{REF}-B1"]
    with town.store.reading() as tx:
        from casebook.places import queries as places

        drawn = {row.ref: shapely.from_wkb(row.wkb) for row in places.boundaries(tx)}
    assert ring.intersection(drawn["HS-01"]).area == pytest.approx(0, abs=1)
    assert ring.intersection(drawn["HS-02"]).area == pytest.approx(0, abs=1)
    assert "Nothing happened in the buffer" in found.notes[1]
    controls = [each for each in found.design.candidates if each.part == "control"]
    assert controls
    for each in controls:
        assert found.shapes[each.ref].distance(found.shapes["target"]) >= 1000
        assert each.made_of[0].endswith("cells of 300 m")
    values = encode(found.design)
    kept = {name: values[name] for name in ("controls", "buffers", "candidates")}
    declared = set_design(town, REF, kept | {"reason": "areas were looked for"}).design
    assert declared is not None
    assert declared.buffers == (f"{REF}-B1",)
    assert [place.ref for place in list_places(town, "buffer")] == [f"{REF}-B1"]


def test_too_little_before_offers_none_and_says_so(town: Book) -> None:
    """Under a year before the start, or nothing at all, no area can be tested."""
    new = Profile("PMP-2", "Noise")
    intake.new_profile(at_noon(town, date(2022, 1, 1)), new, hotspots=["HS-02"])
    profiles.add_action(town, "PMP-2", {"title": "patrols", "start": "2022-06-01"})
    values = {"before_from": "2022-01", "before_to": "2022-02"}
    windows = values | {"after_from": "2022-06", "after_to": "2022-07", "code": "crime"}
    set_design(town, "PMP-2", windows)
    found = propose(town, "PMP-2")
    assert found.design.candidates == ()
    assert found.notes == ("Nothing of crime is known in the target before Jun 2022: no "
                           "comparison area can be looked for.",)  # fmt: skip


@pytest.mark.parametrize(
    ("looking", "sentence"),
    [
        ({"made_of": "parish"}, "made of one of grid, force, district, ward"),
        ({"cell": -5}, "above 0"),
        ({"most": 0}, "above 0"),
    ],
)
def test_what_cannot_be_looked_for_is_refused(looking: dict[str, object], sentence: str) -> None:
    """One sentence."""
    with pytest.raises(BadValue, match=sentence):
        Looking(**looking)  # type: ignore[arg-type]


def test_cells_without_number_are_refused_before_they_are_made(town: Book) -> None:
    """A metre wide over ten kilometres would be a hundred million."""
    with pytest.raises(BadValue, match="That makes some 100,000,000 cells: take larger ones"):
        propose(town, REF, Looking(cell=1))


def test_a_kind_that_isnt_loaded_names_the_import(town: Book) -> None:
    """And the way round it."""
    with pytest.raises(BadValue, match="No beat is loaded with an outline: import them with"):
        propose(town, REF, Looking(made_of="beat"))


@pytest.mark.parametrize(
    "outline", ["POINT (1 2)", "nonsense", "POLYGON ((0 0, 1 1, 0 1, 1 0, 0 0))"]
)
def test_an_outline_that_is_no_polygon_draws_nothing(town: Book, outline: str) -> None:
    """The whole change is refused."""
    bad = {"candidates": [{"ref": "X-1", "outline": outline}], "reason": "x"}
    with pytest.raises(BadValue, match="The outline of X-1 is no sound polygon in WKT"):
        set_design(town, REF, bad)
    assert list_places(town, "control") == ()


def test_the_map_shows_the_target_and_what_is_offered(town: Book) -> None:
    """Each with its reasons; a candidate's ref is its row."""
    html = candidates_map(town, propose(town, REF, WARDS))
    assert f"Comparison areas for {REF}" in html
    assert f"{REF}-C4" in html
    assert "of what noise allows" in html
