"""The declared design run on rows: the paper's -118, and a sentence for all that weakens it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from casebook.assessments.assess import assess
from casebook.book.opening import Book
from casebook.core.errors import BadValue, NotFound
from casebook.core.months import Month
from casebook.figures.progress import read_progress
from casebook.incidents.in_boundaries import follow_boundaries
from casebook.places.import_polygons import import_places
from casebook.profiles import casefile as profiles
from casebook.profiles.designs import set_design
from tests import lomea
from tests.assessments import paper_town
from tests.assessments.paper_town import DESIGN, REF
from tests.books import copy_book, finished, make_book


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The paper's town, to be copied."""
    folder = tmp_path_factory.mktemp("paper")
    book = make_book(folder)
    paper_town.build(book, folder)
    return finished(book)


@pytest.fixture
def town(built: bytes, tmp_path: Path) -> Iterator[Book]:
    """The paper's town, before anything is declared."""
    opened = copy_book(built, tmp_path)
    yield opened
    opened.store.close()


def earlier(book: Book, day: str) -> Book:
    """The casebook on another day."""
    at = datetime.fromisoformat(f"{day}T12:00+00:00")
    return dataclasses.replace(book, clock=lambda: at)


def test_the_papers_areas_give_the_papers_difference(town: Book) -> None:
    """207→110 against 308→318, 178→157 against 150→140: -118, from 196 to 40 fewer."""
    set_design(earlier(town, "2024-03-18"), REF, DESIGN)
    paper_town.begin(town)
    found = assess(town, REF)
    assert found.says == (
        "118 fewer than expected (between 196 and 40 fewer), 8 months against the same 8 last "
        "year, declared before the start; what was delivered isn't known."
    )
    effects = found.effects
    assert effects is not None
    assert (effects.wdd, round(effects.se, 3)) == (-118, 39.598)
    assert (effects.local.wdd, round(effects.local.se, 3)) == (-107, 30.708)
    assert found.displacement is not None
    assert (found.displacement.wdd, found.displacement.se) == (-11, 25)
    assert found.totals == {
        "target": (207, 110),
        "control": (308, 318),
        "buffer": (178, 157),
        "buffer's control": (150, 140),
    }
    assert (found.running[-1].month, found.running[-1].wdd) == ("2024-11", -118)
    assert len(found.running) == 8
    assert not [said for said in found.cautions if said.startswith("Late")]


def test_a_late_design_is_run_and_says_so(town: Book) -> None:
    """Declared today, 261 days after the response began."""
    paper_town.begin(town)
    set_design(town, REF, DESIGN)
    found = assess(town, REF)
    assert "declared 261 days after the start" in found.says
    assert (
        "Late: 18 Dec 2024: declared 261 days after the response began; windows and areas could "
        "have been picked for their result." in found.cautions
    )


def test_without_a_response_there_is_nothing_it_could_be_the_effect_of(town: Book) -> None:
    """The numbers are worked out all the same."""
    set_design(town, REF, DESIGN)
    found = assess(town, REF)
    assert "no response recorded" in found.says
    assert found.cautions[0].startswith("No delivered patrol and no action is recorded")


def test_redrawn_areas_change_nothing(town: Book, tmp_path: Path) -> None:
    """The design's own boundaries count, and the redraw is said."""
    set_design(earlier(town, "2024-03-18"), REF, DESIGN)
    paper_town.begin(town)
    moved = [lomea.square(1.64, "C-1", "")]
    path = tmp_path / "moved.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": moved}))
    import_places(town, path, follow=follow_boundaries, kind="control")
    found = assess(town, REF)
    assert found.totals["control"] == (308, 318)
    assert any(said.startswith("Drawn or tied since") for said in found.cautions)


def test_unequal_windows_are_brought_to_one_length(town: Book) -> None:
    """Four months after: 104 of 207 and 154 of 308 are expected halves, and it is said."""
    set_design(town, REF, DESIGN | {"after_to": "2024-07", "buffers": [], "buffer_controls": []})
    found = assess(town, REF)
    effects = found.effects
    assert effects is not None
    (before, after), (_, control) = found.totals["target"], found.totals["control"]
    assert (before, after, control) == (207, 56, 160)
    assert effects.wdd == (56 - 207 / 2) - (160 - 308 / 2)
    assert effects.se**2 == pytest.approx(56 + 160 + (207 + 308) / 4)
    assert found.running[-1].wdd == pytest.approx(effects.wdd)
    assert "4 months against 8 before" in found.says
    assert "The windows differ in length: 8 and 4 months." in found.cautions


def test_a_month_that_is_missing_takes_its_pair_with_it(book: Book, tmp_path: Path) -> None:
    """June 2024 isn't loaded: June 2023 is left out too, and that is said."""
    paper_town.build(book, tmp_path, without=(Month(2024, 6),))
    set_design(book, REF, DESIGN)
    found = assess(book, REF)
    assert found.totals["target"] == (207 - 26, 110 - 14)
    assert "7 months against the same 7 last year" in found.says
    assert (
        "All crime isn't known everywhere for Jun 2024: left out, each with the month it is paired "
        "with." in found.cautions
    )
    june = next(row for row in found.series if row.month == Month(2024, 6))
    assert june.counts["target"] is None
    assert june.compared == ""


def test_months_to_come_are_a_result_so_far(town: Book) -> None:
    """In the middle of the window after, the months that are over are set against theirs."""
    set_design(town, REF, DESIGN | {"after_to": "2025-03", "before_to": "2024-03"})
    found = assess(town, REF)
    assert len(found.months.after) == 8
    assert any("Dec 2024 to Mar 2025 are still to come" in said for said in found.cautions)


def test_without_a_control_the_rest_of_the_force_is_all_there_is(town: Book) -> None:
    """No WDD; 110 against what the rest's 636 to 615 lets expect of 207."""
    bare = DESIGN | {"controls": [], "buffers": [], "buffer_controls": []}
    set_design(town, REF, bare)
    found = assess(town, REF)
    assert found.effects is None
    assert found.running == ()
    assert found.against_rest is not None
    assert found.against_rest.expected == pytest.approx(207 * (318 + 157 + 140) / (308 + 178 + 150))
    assert "fewer, outside usual variation" in found.says
    assert any(said.startswith("No comparison area is declared") for said in found.cautions)
    encoded = found.encode()
    assert encoded["wdd"] is None
    assert encoded["displacement"] is None


def test_a_buffer_without_a_control_is_left_out_and_named(town: Book) -> None:
    """The local difference alone, -107."""
    set_design(town, REF, DESIGN | {"buffer_controls": []})
    found = assess(town, REF)
    assert found.effects is not None
    assert found.effects.wdd == -107
    assert any(said.startswith("The buffer has no control of its own") for said in found.cautions)


def test_delivered_and_planned_time_stand_beside_it(town: Book, tmp_path: Path) -> None:
    """Two of three planned hours by two officers: 67 %, known from 6 May on."""
    rota = [
        f"LN1,HS-01,2024-05-{day:02d} 20:00,2024-05-{day:02d} 21:00,PC:2,foot,core,rota"
        for day in (6, 7, 8)
    ]
    lomea.add_patrols(town, tmp_path, "rota.csv", *rota)
    done = [row.replace("rota", "sheet") for row in rota]
    lomea.add_patrols(
        town, tmp_path, "sheets.csv", done[0], done[1],
        "LN1,HS-01,2024-05-08 22:00,2024-05-08 22:01,PC:2,foot,core,sheet",
    )  # fmt: skip
    set_design(town, REF, DESIGN)
    found = assess(town, REF)
    assert (found.dose.planned, found.dose.delivered) == (6.0, 4.03)
    assert "67% of planned time delivered" in found.says
    assert any("Delivered time is known from 6 May 2024 only" in said for said in found.cautions)


def test_the_objective_stands_beside_it_by_the_figures_own_rule(town: Book) -> None:
    """The same standing and sentence as in the list of profiles and in packs, in the JSON too."""
    objective = {
        "measure": "crime",
        "baseline_from": "2023-04",
        "baseline_to": "2023-11",
        "target_value": 150,
        "deadline": "2024-11-30",
    }
    profiles.edit_stage(town, REF, "objective", objective)
    set_design(town, REF, DESIGN)
    found = assess(town, REF)
    assert found.objective is not None
    assert found.objective == read_progress(
        town, (profiles.read_profile(town, REF),), Month(2024, 11)
    ).get(REF)
    assert found.objective.says in found.evidence
    assert found.encode()["objective"]["standing"] == found.objective.standing


def test_what_cannot_be_computed_is_refused_in_a_sentence(town: Book) -> None:
    """No profile, no design, no month that is known."""
    with pytest.raises(NotFound):
        assess(town, "PMP-9")
    with pytest.raises(BadValue, match="has no declared design: 'casebook design PMP-2024-001 pr"):
        assess(town, REF)
    set_design(town, REF, DESIGN | {"before_from": "2020-01", "before_to": "2020-08"})
    with pytest.raises(BadValue, match="Nothing to compare yet: All crime isn't known for Jan to"):
        assess(town, REF)


def test_the_json_has_every_number_the_sentences_use(town: Book) -> None:
    """Fixed keys; months ISO; what isn't known null."""
    set_design(earlier(town, "2024-03-18"), REF, DESIGN)
    paper_town.begin(town)
    encoded = json.loads(json.dumps(assess(town, REF).encode()))
    assert encoded["counts"]["buffer_control"] == [150, 140]
    assert (encoded["wdd"], round(encoded["ci_low"]), round(encoded["ci_high"])) == (
        -118,
        -196,
        -40,
    )
    assert encoded["local"] == {"wdd": -107, "se": pytest.approx(30.708, abs=1e-3)}
    assert encoded["displacement"] == {"wdd": -11, "se": 25}
    assert encoded["months"][0] == {
        "month": "2023-04",
        "compared": "before",
        "target": 26,
        "control": 39,
        "buffer": 23,
        "buffer_control": 19,
    }
    assert (encoded["days_late"], encoded["response_began"]) == (-14, "2024-04-01")
    assert encoded["dose"]["share"] is None
