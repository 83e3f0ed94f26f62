"""A hotspot's own page: what its owner says, what was decided, where it stands, what was done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from casebook.core.months import Month, Window
from casebook.figures.figure import Behind
from casebook.figures.progress import Progress
from casebook.measures.verdict import Setting
from casebook.packs.review.hotspot.delivery import results_table, week_says
from casebook.packs.review.hotspot.gathered import KeptForPages, ResultLine, nothing_gathered
from casebook.packs.review.hotspot.section import Section
from casebook.packs.review.hotspot.standing import verdict_table, verdicts_say
from casebook.packs.tables import PrintTable
from casebook.patrols.demand import PlaceWeek, WeekOfIncidents
from casebook.patrols.week import WeekHours
from casebook.profiles.design import Design
from casebook.profiles.profile import Action
from casebook.profiles.responses.beginning import Beginning
from casebook.profiles.responses.starts import Response
from casebook.profiles.stages import Assess, Stage
from casebook.registers.fund import Fund, Spend
from casebook.reviews.review import Review
from tests.packs.made_up import FILES, HS_01, HS_02, HS_25, SEPTEMBER, TODAY, WINDOW, pack, table

BARE = nothing_gathered(SEPTEMBER)
PROFILE = "PMP-2024-001"


def of(ref: str, **changes: Any) -> Section:
    """The page of one hotspot."""
    return next(part for part in pack(**changes).sections if part.ref == ref)


def kept(**changes: Any) -> KeptForPages:
    """What is kept for the pages, as ``changes`` say."""
    return replace(BARE, **changes)


def review(month: Month, **changes: Any) -> Review:
    """A review of HS-01's profile."""
    return Review(PROFILE, month, id=month.number, **changes)


def cells(spec: PrintTable | None) -> list[tuple[str, ...]]:
    """The rows of a table."""
    assert spec is not None
    return [line.cells for line in spec.lines]


def test_the_owner_s_lines_stand_with_who_wrote_them() -> None:
    """What was done, what hindered and what is asked, of the pack's month alone."""
    september = review(
        SEPTEMBER,
        state="updated",
        did="Marshals on the rank.",
        hindered="Two nights short.",
        asks="A second marshal.",
        updated_by="pc.quay",
        updated_on=date(2024, 10, 8),
    )
    august = review(Month(2024, 8), state="updated", did="Nothing of September.")
    update, owed = of("HS-01", kept=kept(reviews={PROFILE: [august, september]})).updates
    assert update.heading == "What the owner says, Sep 2024"
    assert update.lines == (
        ("We did", "Marshals on the rank."),
        ("In the way", "Two nights short."),
    )
    assert update.asks == "A second marshal."
    assert update.says == "By pc.quay on 8 Oct 2024; the review is updated."
    assert owed.heading == "What the owner says, Aug 2024"
    assert owed.lines == (("We did", "Nothing of September."),)


def test_an_older_update_still_to_be_signed_stands_where_the_month_has_none() -> None:
    """What page 1 asks for is on the page of its place; a signed month is decided and done."""
    owed = review(Month(2024, 8), state="endorsed", asks="A second marshal.")
    signed = review(Month(2024, 7), state="signed", asks="A first one.")
    (update,) = of("HS-01", kept=kept(reviews={PROFILE: [signed, owed]})).updates
    assert update.heading == "What the owner says, Aug 2024"
    assert update.asks == "A second marshal."
    assert update.says == (
        f"Written; the review is endorsed. The Sep 2024 review of {PROFILE} isn't opened."
    )


def test_a_month_without_an_update_says_why() -> None:
    """Not opened, or opened and not written; a hotspot without a profile has no owner."""
    assert of("HS-01").updates[0].says == f"The Sep 2024 review of {PROFILE} isn't opened."
    due = review(SEPTEMBER, due=date(2024, 10, 18))
    (update,) = of("HS-01", kept=kept(reviews={PROFILE: [due]})).updates
    assert (
        update.says == "Nothing yet for Sep 2024: its owner hasn't written it yet, due 18 Oct 2024."
    )
    assert of("HS-25").updates == ()


def test_the_last_decision_stands_with_what_came_of_it() -> None:
    """Its reason, its signature, the stage it moved to, and each action with its outcome."""
    signed = review(
        Month(2024, 8),
        state="signed",
        decisions=("more patrols", "assess"),
        reason="Worth another month.",
        signed_by="reviewer",
        signed_on=date(2024, 9, 18),
    )
    older = review(Month(2024, 7), state="signed", decisions=("close",))
    raised = (
        Action(PROFILE, "Meet the landlord", done=date(2024, 10, 1), actual="Met.", review=8, id=7),
        Action(PROFILE, "Mend the lamps", due=date(2025, 1, 5), review=8, id=8),
    )
    files = (replace(FILES[0], actions=raised), *FILES[1:])
    page = of("HS-01", files=files, kept=kept(reviews={PROFILE: [older, signed]}))
    (last,) = page.decisions
    assert (last.heading, last.decided) == (
        "Last decision, Aug 2024",
        "More patrols and move to assess",
    )
    assert last.why == "Worth another month."
    assert last.signed == "Signed by reviewer on 18 Sep 2024."
    assert last.outcomes == (
        "Still at respond.",
        "Meet the landlord: done 1 Oct 2024. Met.",
        "Mend the lamps: not done, due 5 Jan 2025.",
    )


def test_a_signed_month_stands_before_the_decision_before_it() -> None:
    """What was decided now has no outcome yet."""
    both = [
        review(month, state="signed", decisions=("continue",), signed_by="r", signed_on=TODAY)
        for month in (Month(2024, 8), SEPTEMBER)
    ]
    page = of("HS-01", kept=kept(reviews={PROFILE: both}))
    assert [one.heading for one in page.decisions] == [
        "Decided on Sep 2024",
        "Last decision, Aug 2024",
    ]
    assert [one.outcomes for one in page.decisions] == [(), ("It raised no action.",)]


PROGRESS = Progress(
    "asb", "ASB", 55, Window.parse("2023-07..2024-06"), 81, WINDOW, 41, date(2025, 7, 1), 49.2,
    "off course", "",
)  # fmt: skip


def test_the_measure_goes_from_baseline_to_target_pair_by_pair() -> None:
    """And stands out where it is off course."""
    (measure,) = of("HS-01", progress={PROFILE: PROGRESS}).measures
    assert measure.pairs == (
        ("Measure", "ASB"),
        ("Baseline", "55 in Jul 2023 to Jun 2024"),
        ("Now", "81 in Sep 2024"),
        ("Straight way to target", "49.2 by now"),
        ("Target", "41 by 1 Jul 2025"),
        ("Stands", "Off course"),
    )
    assert measure.alert
    assert not of("HS-01", progress={PROFILE: replace(PROGRESS, standing="met")}).measures[0].alert


def test_a_measure_that_isn_t_known_is_a_dash() -> None:
    """No count for the months, and no level before any month has gone."""
    new = replace(PROGRESS, now=None, level=None, standing="unknown")
    pairs = dict(of("HS-01", progress={PROFILE: new}).measures[0].pairs)
    assert pairs["Now"] == "– in Sep 2024"
    assert "Straight way to target" not in pairs


def test_a_profile_without_a_measure_says_what_is_missing() -> None:
    """Of a profile whose objective is blank everything is."""
    (measure,) = of("HS-02", files=(replace(FILES[1], stages=()),)).measures
    assert measure.says == (
        "PMP-2024-002 has no measure to follow: no measure, baseline, target or deadline is given."
    )


def test_a_verdict_stands_with_its_interval_and_how_often_chance_does_it() -> None:
    """28 in 12 months before, 9 in one now: 2.3 expected, by hand; the run beside it."""
    behind = Behind(
        Setting(28, 1, 12), "Sep 2023 to Aug 2024", Setting(28, 4, 12), "on 20 May 2024"
    )
    row = replace(
        HS_01,
        count=9,
        expected=28 / 12,
        verdict="more",
        verdict_p=0.00042,
        behind=behind,
        run_count=12,
        since_expected=28 / 3,
        since_verdict="as expected",
        since_verdict_p=0.41,
        other_verdicts=(),
    )
    spec = verdict_table(row)
    assert cells(spec)[0][:3] == ("Serious violence, Sep 2024", "9", "2.3")
    difference = cells(spec)[0][3]
    assert difference == "+6.7 (+1.7 to +16.3)"
    assert cells(spec)[0][4:] == ("More than usual", "1 time in 2,400")
    assert cells(spec)[1][:3] == (
        "Serious violence since the response began, Jun to Sep 2024",
        "12",
        "9.3",
    )
    assert cells(spec)[1][4:] == ("As expected", "41%")
    assert [line.alert for line in spec.lines] == [(4,), ()]
    assert verdicts_say(row)[:2] == (
        "Expected from Sep 2023 to Aug 2024.",
        "The response began on 20 May 2024.",
    )


def test_figures_as_signed_keep_their_sentences_and_make_up_no_interval() -> None:
    """What they were judged against isn't frozen, so the sentence that was stands whole."""
    assert cells(verdict_table(HS_01))[0][3] == "–"
    assert HS_01.says in verdicts_say(HS_01)
    assert HS_01.since_says in verdicts_say(HS_01)


def test_what_is_to_know_of_a_baseline_is_said_once_without_what_is_so_of_all() -> None:
    """The force is allowed for everywhere; that a place was picked is said in its longest form."""
    allowed = " What the rest of the force did is allowed for; the baseline ends where it began."
    picked = " The place was picked on some of those months"
    behind = Behind(Setting(28, 1, 12), "Sep 2023 to Aug 2024")
    other = replace(HS_01.other_verdicts[0], says=f"ASB: 5.{allowed}{picked}, so.", behind=behind)
    row = replace(HS_01, says=f"SV: 7.{allowed}{picked}.", since_says="", behind=behind)
    said = verdicts_say(replace(row, other_verdicts=(other,), run_of=""))
    assert said == ("Expected from Sep 2023 to Aug 2024.", f"{picked[1:]}, so.")


def test_hours_stand_by_resourcing_against_their_own_plan() -> None:
    """Overtime of 12.25 against 20 is 61% though all together is 80%; core has no plan."""
    row = replace(
        HS_01,
        planned_covered_officer_hours_overtime=20.0,
        planned_covered_officer_hours_partner=6.0,
    )
    spec = of("HS-01", table=table((row, HS_02, HS_25))).patrol
    assert cells(spec) == [
        ("Core", "–", "30.00", "–"),
        ("Funded overtime", "20.00", "12.25", "61%"),
        ("Partner", "6.00", "6.00", "100%"),
        ("All", "60.00", "48.25", "80%"),
    ]
    assert [line.alert for line in spec.lines] == [(), (3,), (), ()]


def test_hours_known_in_part_say_what_the_plan_is_of() -> None:
    """60 of 90 planned hours lie on days that are known; unknown hours are no zero."""
    assert of("HS-01").patrol_says.startswith(
        "24.5 hours with anybody there. Planned is of the days delivery is known for; 90.0 in all."
    )
    assert of("HS-02").patrol_says.startswith("Hours delivered in Sep 2024 aren't known.")


def hours_of(day: int, hour: int, value: float, *more: tuple[int, int, float]) -> WeekHours:
    """A week with something in some hours."""
    rows = [[0.0] * 24 for _ in range(7)]
    for on, at, count in ((day, hour, value), *more):
        rows[on][at] = count
    return WeekHours(tuple(map(tuple, rows)))


def test_when_incidents_were_stands_beside_when_patrols_were() -> None:
    """30 of 40 in one hour, when a quarter of the hours were; 10 more without a time."""
    week = PlaceWeek(
        {"asb": WeekOfIncidents(hours_of(4, 22, 30.0, (0, 9, 10.0)), 40, 10)},
        hours_of(4, 22, 5.0, (1, 10, 15.0)),
    )
    assert week_says(week, HS_01, BARE) == (
        "ASB: 30 of 40 with a time (of 50) in Oct 2023 to Sep 2024 were between 22:00 and 23:00, "
        "when 25% of the officer-hours of Sep 2024 were.",
    )
    page = of("HS-01", kept=kept(weeks={"HS-01": week}))
    assert page.week is not None
    assert "Officer-hours, Sep 2024:" in page.week.description


def test_incidents_without_a_time_say_that_nothing_can_be_said_of_hours() -> None:
    """Open data give a month alone; few tell nothing either, and none is none."""
    nothing = hours_of(0, 0, 0.0)
    month_only = PlaceWeek({"asb": WeekOfIncidents(nothing, 0, 12)}, nothing)
    assert week_says(month_only, HS_01, BARE) == (
        "ASB: of the 12 incidents in Oct 2023 to Sep 2024 only the month or the day is known, so "
        "nothing can be said of the hours.",
    )
    few = PlaceWeek({"asb": WeekOfIncidents(hours_of(0, 1, 3.0), 3, 0)}, nothing)
    assert week_says(few, HS_01, BARE) == (
        "ASB: 3 incidents in Oct 2023 to Sep 2024, too few to say when.",
    )
    none = PlaceWeek({"asb": WeekOfIncidents(nothing, 0, 0)}, nothing)
    assert week_says(none, HS_01, BARE) == ("ASB: none in Oct 2023 to Sep 2024.",)


def test_results_are_listed_kind_by_kind_and_never_added() -> None:
    """Those with the most in the month, in the list's order; how many kinds more is said."""
    lines = [ResultLine(f"Kind {n}", "enforcement", n % 5, n) for n in range(1, 12)]
    spec = results_table(lines, BARE)
    assert spec is not None
    assert len(spec.lines) == 9
    assert spec.notes == ("2 more kinds of result not listed here.",)
    assert cells(spec)[0] == ("Kind 1", "1", "1")
    assert all(line.kind == "row" for line in spec.lines)
    assert results_table((), BARE) is None


def test_money_names_its_line_and_counts_a_spend_once() -> None:
    """A spend that names the hotspot and its profile; one of April; one before the year."""
    spends = [
        Spend(
            fund="HRF-P", at=date(2024, 9, 28), amount=100.5, place="HS-01", profile=PROFILE, id=1
        ),
        Spend(fund="HRF-P", at=date(2024, 4, 2), amount=50.0, place="HS-01", id=2),
        Spend(fund="HRF-P", at=date(2024, 3, 31), amount=9.0, place="HS-01", id=3),
    ]
    page = of(
        "HS-01",
        kept=kept(
            spends={"HS-01": spends, PROFILE: spends[:1]},
            funds={"HRF-P": Fund(ref="HRF-P", name="Patrols")},
        ),
    )
    assert cells(page.money) == [("Patrols", "£100.50", "£150.50")]
    assert page.none_here == "No result is recorded here in Apr to Sep 2024."
    assert of("HS-01").none_here == "No result and no money is recorded here in Apr to Sep 2024."


def test_open_actions_come_first_and_done_ones_are_counted() -> None:
    """Overdue, then by day; of those done the newest is told."""
    page = of("HS-01")
    assert [(row[0], row[3]) for row in cells(page.actions)] == [
        ("Marshal the rank", "Overdue 12 days"),
        ("Mend the lamps", "Due in 28 days"),
    ]
    assert page.actions_say == (
        "1 overdue, 1 to do, 1 done. Done last, 12 Aug 2024: Agree closing times."
    )


def test_more_open_actions_than_fit_are_counted() -> None:
    """Of ten, eight are listed."""
    many = tuple(Action(PROFILE, f"Step {n}", id=n) for n in range(1, 11))
    page = of("HS-01", files=(replace(FILES[0], actions=many),))
    assert page.actions is not None
    assert len(page.actions.lines) == 8
    assert page.actions.notes == ("2 more actions to do, not listed here.",)
    assert page.actions_say == "0 overdue, 10 to do, 0 done."


def test_the_case_is_told_in_brief() -> None:
    """Aim and response; hypotheses while they are worked on; nothing written is said."""
    (case,) = of("HS-01").cases
    assert case.passages[:2] == (
        ("Aim", "Fewer fights at closing time"),
        ("Response", "Stagger closing and marshal the rank"),
    )
    (waiting,) = of("HS-02").cases
    assert ("Hypotheses", "(1) Both bars close at once (tested).") in waiting.passages
    assert waiting.says == "Nothing is written at the scan stage yet."


def test_an_assessment_that_is_written_is_told() -> None:
    """In the words of the code lists, with its evidence."""
    body = Assess(process="yes", impact="promising", objective_met="partly", evidence="62 for 87.")
    stage = Stage(PROFILE, 1, "assess", body=body, id=9)
    (case,) = of("HS-01", files=(replace(FILES[0], stages=(*FILES[0].stages, stage)),)).cases
    assert case.passages[-1] == (
        "Assessment",
        "Impact: promising; done as planned: yes; objective met: partly. 62 for 87.",
    )


def assessment(**changes: Any) -> str:
    """What HS-01's page says of its assessment."""
    return dict(of("HS-01", kept=kept(**changes)).cases[0].passages)["Assessment"]


def test_before_an_assessment_stands_when_it_can_first_be_told() -> None:
    """By the design; without one by the six months one is proposed with; no response, nothing."""
    assert assessment().startswith("No response has begun, so there is nothing to assess yet.")
    began = Response(PROFILE, "respond", None, Beginning(date(2024, 5, 20), "patrol"))
    assert assessment(responses={"HS-01": began}).startswith(
        "No design is declared. With the 6 whole months that one is proposed for (Jun to Nov "
        "2024), its effect can be told from 1 Dec 2024."
    )
    design = Design(profile=PROFILE, after_from=Month(2024, 6), after_to=Month(2025, 3))
    assert assessment(designs={PROFILE: design}).startswith(
        "Its design compares Jun 2024 to Mar 2025 with before, so its effect can be told from "
        "1 Apr 2025."
    )


def test_whether_the_target_could_be_told_from_chance_stands_with_it() -> None:
    """144 to 108 in a year is a fall of a quarter."""
    assert "The target is a fall of 25%" in assessment()


def test_a_note_that_is_so_of_every_hotspot_stands_once_at_the_end() -> None:
    """Its own notes stay on a page."""
    rows = tuple(replace(row, officer_hours=None) for row in (HS_01, HS_02))
    made = pack(table=table(rows), monthly=_unknown(rows))
    assert "On every hotspot's page: Hours delivered aren't known for Sep 2024." in made.notes
    assert all("Hours delivered" not in note for part in made.sections for note in part.notes)
    assert any("HS-01 was redrawn" in note for part in made.sections for note in part.notes)


def _unknown(rows: tuple[Any, ...]) -> Any:
    return replace(table(rows), by=("hotspot", "month"), notes=())
