"""A shift's briefing: what comes first, when, why, what to do, and what is left alone."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.core.due import Due
from casebook.core.errors import BadValue, NotFound
from casebook.measures.verdict import AS_EXPECTED, MORE
from casebook.packs import typesetting
from casebook.packs.briefing.gathered import gather, refuse_other_days, shift_area
from casebook.packs.briefing.page import (
    DUE,
    Briefing,
    RotaLine,
    Shift,
    ShiftPlace,
    TrialToday,
    briefing,
)
from casebook.packs.briefing.text import render_text
from casebook.packs.one_page import printed_page, render_page, render_page_pdf
from casebook.patrols.demand import WeekOfIncidents
from casebook.patrols.week import WeekHours
from casebook.places.plan import Plan
from casebook.places.plans import set_plan
from casebook.profiles import casefile, intake
from casebook.profiles.crossovers.crossover import drawn_days
from casebook.profiles.crossovers.sealing import draw_crossover
from casebook.profiles.designs import set_design
from casebook.profiles.profile import Profile
from casebook.registers.entries import add_entry
from tests import lomea, lomea_areas
from tests.books import on

if TYPE_CHECKING:
    from tests.conftest import OfflineBrowser

TODAY = date(2024, 12, 18)
NOON = datetime.combine(TODAY, time(12))
HOSTILE = "<script>alert(1)</script> #set page(fill: red)"
BLANK = ShiftPlace("HS-01", "Quay", None, (), None, (), "", (), (), (), None)
PLAN = Plan("HS-01", date(2024, 1, 1), days=("wed",), hours="18:00-23:00", visits=2, minutes=20)


def _shift(*places: ShiftPlace, due: tuple[Due, ...] = ()) -> Shift:
    return Shift("Harbour", TODAY, NOON, places, due, "Dec 2023 to Nov 2024", "sheets", True, ())


def _page(shift: Shift) -> Briefing:
    return briefing(shift, force="Lomea", marking="OFFICIAL", synthetic="", made_on=TODAY)


def _facts(page: Briefing, at: int = 0) -> dict[str, str]:
    return dict(page.hotspots[at].facts)


def _place(ref: str, hours_ago: float | None = None, **more: object) -> ShiftPlace:
    last = None if hours_ago is None else NOON - timedelta(hours=hours_ago)
    return dataclasses.replace(BLANK, ref=ref, last_visit=last, **more)  # type: ignore[arg-type]


def test_what_is_planned_and_unusual_comes_first_and_what_is_left_alone_last() -> None:
    """More than usual before the rest, then the longest unvisited; control days close the list."""
    rota = (RotaLine("L1", NOON, NOON, 2, "core"),)
    page = _page(
        _shift(
            _place("HS-1", 200.0),
            _place("HS-2", 2.0, rota=rota, findings=((AS_EXPECTED, "x"),)),
            _place("HS-3", 30.0, rota=rota),
            _place("HS-4", 1.0, rota=rota, findings=((MORE, "ASB: 9 against 3 expected."),)),
            _place("HS-5", None, rota=rota, trial=TrialToday("PMP-1", on=False)),
            _place("HS-6", None, rota=rota),
        )
    )
    heads = [one.heading.split()[0] for one in page.hotspots]
    assert heads == ["HS-4", "HS-6", "HS-3", "HS-2", "HS-1", "HS-5"]
    assert "ASB: 9 against 3 expected." in _facts(page)["Why"]
    assert "Why" not in _facts(page, 3)


def test_when_is_what_plan_and_rota_ask_for() -> None:
    """The plan's day is Wednesday; on Thursday it is left out, and the rota may still send."""
    start = datetime.combine(TODAY, time(20))
    rota = (RotaLine("OT1", start, start + timedelta(hours=2), 1, "overtime"),)
    found = _facts(_page(_shift(_place("HS-1", plan=PLAN, rota=rota))))
    assert found["When"] == (
        "2 visits between 18:00 and 23:00, 20 minutes each, 2 officers; foot. "
        "Rota: OT1 20:00 to 22:00 (1 officer, funded overtime)."
    )
    thursday = dataclasses.replace(_shift(_place("HS-1", plan=PLAN)), day=date(2024, 12, 19))
    assert _facts(_page(thursday))["When"] == "Its patrol plan leaves out Thursdays."
    nobody = _shift(_place("HS-1"))
    assert _facts(_page(nobody))["When"] == "The rota sends nobody, and no patrol plan is set."
    unknown = dataclasses.replace(nobody, in_rota=False)
    assert _facts(_page(unknown))["When"].startswith("No rota is loaded for the day")


def test_a_control_day_says_not_to_patrol_beyond_usual() -> None:
    """Nothing to do there, and a rota that sends somebody all the same is questioned."""
    trial = TrialToday("PMP-1", on=False)
    page = _page(_shift(_place("HS-1", plan=PLAN, trial=trial, patrol_text="Walk")))
    assert page.hotspots[0].flag.startswith(
        "Control day of the crossover of PMP-1: no patrol beyond usual."
    )
    assert _facts(page)["When"] == "Not today."
    assert "Do" not in _facts(page)
    rota = (RotaLine("L1", NOON, NOON + timedelta(hours=1), 2, "core"),)
    asked = _page(_shift(_place("HS-1", rota=rota, trial=trial)))
    assert "The rota has L1 12:00 to 13:00" in _facts(asked)["When"]
    assert "ask who planned it" in _facts(asked)["When"]
    unknown = _page(_shift(_place("HS-1", trial=TrialToday("PMP-1", on=None))))
    assert "known the day before" in unknown.hotspots[0].flag


def test_the_hours_of_demand_are_the_weekdays_or_every_days() -> None:
    """12 on Wednesdays at 18 and 19 o'clock are told; 9 are too few, and 3 in all say nothing."""
    rows = [[0.0] * 24 for _ in range(7)]
    rows[2][18], rows[2][19], rows[2][3] = 6.0, 2.0, 4.0
    week = WeekOfIncidents(WeekHours(tuple(map(tuple, rows))), 12, 0)
    found = _facts(_page(_shift(_place("HS-1", demand=(("ASB incidents", week),)))))
    assert found["Why"] == "Half of 12 ASB incidents on Wednesdays fell 18:00 to 19:00."
    rows[2][3], rows[4][23], rows[4][0] = 1.0, 9.0, 9.0
    late = WeekOfIncidents(WeekHours(tuple(map(tuple, rows))), 27, 0)
    found = _facts(_page(_shift(_place("HS-1", demand=(("ASB incidents", late),)))))
    assert found["Why"] == "Half of 27 ASB incidents on all days together fell 23:00 to 01:00."
    few = WeekOfIncidents(WeekHours(((3.0,) + (0.0,) * 23, *((0.0,) * 24,) * 6)), 3, 0)
    assert "Why" not in _facts(_page(_shift(_place("HS-1", demand=(("ASB incidents", few),)))))


@pytest.mark.parametrize(
    ("hours", "says"),
    [
        (None, "None is known in the 60 days before."),
        (0.5, "Under an hour ago, 18 Dec 2024 11:30."),
        (1.0, "1 hour ago, 18 Dec 2024 11:00."),
        (25.9, "25 hours ago, 17 Dec 2024 10:06."),
    ],
)
def test_the_last_visit_is_so_many_hours_ago(hours: float | None, says: str) -> None:
    """Whole hours, and when that was."""
    assert _facts(_page(_shift(_place("HS-1", hours))))["Last visit"] == says


def test_what_a_shift_can_do_itself_is_due_first() -> None:
    """A query of today goes before an older review; of ten, four are told as more."""
    review = Due(date(2024, 11, 1), "review", "PMP-1", "Oct", "sgt", True, "review", 1)
    query = Due(TODAY, "query", "W1", "answer by 22:52", "PC 1", False, "query", 1)
    many = tuple(dataclasses.replace(review, about=f"PMP-{n}") for n in range(9))
    page = _page(_shift(due=(*many, query)))
    assert page.due is not None
    assert page.due.lines[0].cells[:3] == ("18 Dec 2024", "Query", "W1")
    assert page.due.lines[1].cells[0] == "1 Nov 2024, late"
    assert (len(page.due.lines), page.due_more) == (DUE, "And 4 more: casebook due.")
    assert page.nothing == "No hotspot of Harbour is live on 18 Dec 2024."


def _fullest() -> Shift:
    long = "Stand at the rank for half an hour after each closing. " * 20
    rota = tuple(RotaLine(f"LH{n}", NOON, NOON + timedelta(hours=2), 2, "core") for n in range(3))
    plan = dataclasses.replace(PLAN, briefing=long)
    places = (
        _place(f"HS-{n:02}", 20.0, name="A long name of a place", plan=plan, rota=rota,
               profiles=((f"PMP-{n}", long),), trial=TrialToday("PMP-1", on=True))
        for n in range(30)
    )  # fmt: skip
    due = Due(TODAY, "action", "PMP-1", long, "Beat officer, Harbour team", True, "action", 1)
    return _shift(*places, due=(due,) * 30)


def test_the_fullest_shift_is_one_page_and_the_same_bytes() -> None:
    """30 hotspots with long texts: six in full, six in a line, the others counted."""
    page = _page(_fullest())
    assert (len(page.hotspots), len(page.brief)) == (6, 7)
    assert page.brief[-1] == "And 18 hotspots more."
    source = typesetting.source_of("briefing.typ")
    found = typesetting._compiler(source, printed_page(page)).compile(format="svg")
    assert not isinstance(found, list) or len(found) == 1
    assert render_page_pdf("briefing", page) == render_page_pdf("briefing", page)


@pytest.fixture
def town(book: Book, tmp_path: Path) -> Book:
    """HS-01 in W1 and HS-02 in W2, a profile about both, and one visit to HS-01 until 11:40."""
    lomea_areas.add_areas(book, tmp_path)
    lomea.add_hotspots(book, tmp_path)
    lomea.add_incidents(book, tmp_path, lomea.thirteen_months())
    lomea.add_patrols(
        book,
        tmp_path,
        "sheets.csv",
        "LN21,HS-01,2024-12-17 11:00,2024-12-17 11:40,PC:2,foot,core,sheet",
        "LN21,HS-01,2024-12-18 16:00,2024-12-18 18:00,PC:2,foot,core,rota",
    )
    intake.new_profile(book, Profile("PMP-1", "Fights"), hotspots=["HS-01", "HS-02"])
    return book


def _made(town: Book, area: str, day: date) -> Briefing:
    return _page(gather(town, shift_area(town, area), day).shift)


def test_an_area_has_its_hotspots_their_plans_their_visits_and_what_is_due(town: Book) -> None:
    """W1 holds HS-01 alone: visited 24 hours before noon, its plan's briefing, its rota's line."""
    set_plan(town, "HS-01", TODAY, {"hours": "18:00-23:00", "briefing": "Walk the benches"})
    add_entry(town, "meeting", "W1", {"text": "Panel", "at": "2024-12-18", "time": "18:30"})
    add_entry(town, "meeting", "W1", {"text": "Later", "at": "2024-12-20"})
    page = _made(town, "W1", TODAY)
    (one,) = page.hotspots
    found = dict(one.facts)
    assert one.heading == "HS-01 The HS-01"
    assert found["Last visit"] == "24 hours ago, 17 Dec 2024 11:40."
    assert found["Do"] == "Walk the benches"
    assert "Rota: LN21 16:00 to 18:00 (2 officers, core duty)." in found["When"]
    assert "PMP-1: Fights." in found["Why"]
    assert page.due is not None
    said = [line.cells[3] for line in page.due.lines if line.cells[1] == "Meeting"]
    assert said == ["18:30: Panel"]
    assert len(_made(town, "D1", TODAY).hotspots) == 2


def test_a_day_to_come_looks_back_from_now(town: Book) -> None:
    """The last visit before Friday isn't known yet, nor what Friday's rota will be."""
    found = gather(town, "W1", date(2024, 12, 20))
    assert found.shift.now == NOON
    facts = dict(_page(found.shift).hotspots[0].facts)
    assert facts["Last visit"] == "24 hours ago, 17 Dec 2024 11:40."
    assert facts["When"].startswith("No rota is loaded for the day")


def test_without_a_plans_briefing_the_response_says_what_to_do(town: Book) -> None:
    """The profile's words on patrols; without those, what is under way, the soonest due first."""
    casefile.add_action(town, "PMP-1", {"title": "Cut the hedge", "due": "2025-02-01"})
    casefile.add_action(town, "PMP-1", {"title": "Mend the lamp", "due": "2025-01-01"})
    casefile.add_action(town, "PMP-1", {"title": "Over", "done": "2024-12-01"})
    assert dict(_made(town, "W1", TODAY).hotspots[0].facts)["Do"] == (
        "No briefing is written for it. Under way: Mend the lamp; Cut the hedge."
    )
    casefile.edit_stage(town, "PMP-1", "respond", {"patrol": "Stand at the rank"})
    assert dict(_made(town, "W1", TODAY).hotspots[0].facts)["Do"] == "Stand at the rank"


def test_a_crossovers_day_is_known_up_to_tomorrow_and_no_further(town: Book) -> None:
    """On and off are those drawn; the day after tomorrow isn't told to anybody."""
    design = {"code": "crime", "before_from": "2024-01", "before_to": "2024-03"}
    set_design(town, "PMP-1", design | {"after_from": "2025-01", "after_to": "2025-03"})
    drawn = draw_crossover(town, "PMP-1", date(2025, 1, 6), date(2025, 3, 30), "4711").crossover
    days = {each.day: each.on for each in drawn_days(drawn) if each.hotspot == "HS-01"}
    off = next(day for day, is_on in days.items() if not is_on)
    before = on(town, off - timedelta(days=1))
    assert _made(before, "W1", off).hotspots[0].flag.startswith("Control day")
    after = next(day for day, is_on in days.items() if is_on)
    assert _made(on(town, after), "W1", after).hotspots[0].flag.startswith("On day")
    sealed = _made(on(town, off - timedelta(days=2)), "W1", off)
    assert "known the day before" in sealed.hotspots[0].flag
    assert _made(town, "W1", TODAY).hotspots[0].flag == ""


def test_the_area_is_ones_own_unless_another_is_named(town: Book) -> None:
    """A sergeant's own; who is bound to none must say which; one that isn't there is named."""
    own = dataclasses.replace(town, account=Account("sgt", roles=("sergeant",), place="W1"))
    assert shift_area(own, None) == "W1"
    assert shift_area(own, "mole end") == "W2"
    with pytest.raises(BadValue, match="bound to no area: say which with --area"):
        shift_area(town, None)
    with pytest.raises(NotFound):
        shift_area(town, "W99")


def test_a_day_that_is_over_or_far_off_is_refused() -> None:
    """Yesterday's shift needs no briefing, and a plan of next year's isn't known."""
    refuse_other_days(TODAY, TODAY)
    refuse_other_days(date(2025, 1, 18), TODAY)
    for day in (date(2024, 12, 17), date(2025, 1, 19)):
        with pytest.raises(BadValue, match="A briefing is for today, 18 Dec 2024"):
            refuse_other_days(day, TODAY)


def test_the_page_carries_the_highest_marking_of_its_profiles(town: Book) -> None:
    """A profile's words are on it, so its marking is; another area's profile isn't."""
    casefile.edit_profile(town, "PMP-1", {"marking": "SECRET"})
    assert gather(town, "W1", TODAY).marking == "SECRET"
    assert gather(town, "W3", TODAY).marking == town.settings.marking


def test_hostile_text_is_text_in_every_form(tmp_path: Path, browser: OfflineBrowser) -> None:
    """No script runs and nothing is asked for; an escape code reaches no terminal."""
    place = _place("HS-1", name=HOSTILE, patrol_text=HOSTILE + "\x1b[2J")
    page = _page(_shift(place))
    assert render_page_pdf("briefing", page).startswith(b"%PDF")
    assert "\x1b" not in render_text(page)
    assert HOSTILE in render_text(page).replace("\n" + " " * 15, " ")
    file = tmp_path / "b.html"
    file.write_text(render_page("briefing", page), encoding="utf-8")
    with browser.visit(file, width=390) as visit:
        assert visit.page.locator("script").count() == 0
        assert "<script>alert(1)</script>" in visit.page.locator("main").inner_text()
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
        assert [url for url in visit.requests if not url.startswith("file:")] == []
        assert visit.complaints == []
