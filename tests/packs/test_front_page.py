"""The front page: what needs a decision, from figures and reviews made by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from casebook.core.months import Month
from casebook.packs.html import render_html
from casebook.packs.review import pdf
from casebook.packs.review.force_matters import (
    FundEnd,
    OwedAnswer,
    answers_matter,
    coverage_matter,
    largest,
    money_matter,
)
from casebook.packs.review.front_page import decided_lines, signed_line
from casebook.packs.review.pack import ReviewPack
from casebook.packs.typesetting import _compiler, source_of
from casebook.profiles.profile import ProfilePlace
from casebook.reviews.matter import MONEY, Matter
from casebook.reviews.review import Review
from tests.packs.made_up import HOSTILE, HS_01, HS_02, ROWS, SEPTEMBER, TOGETHER, file, pack, table
from tests.packs.test_html import Parsed

AUGUST = SEPTEMBER + -1
MARCH = date(2025, 3, 31)
NOVEMBER_END = date(2024, 11, 30)


def review(ref: str, month: Month = SEPTEMBER, **values: Any) -> Review:
    """A review due on the 10th of the next month, updated."""
    given: dict[str, Any] = {"state": "updated", "due": (month + 1).first.replace(day=10)}
    return Review(ref, month, **(given | values))


REVIEWS = (
    review("PMP-2024-001", state="signed", decisions=("continue",), signed_on=date(2024, 10, 8)),
    review("PMP-2024-001", AUGUST, state="returned", returned_why="Say what was done."),
    review("PMP-2024-002", asks="A camera", hindered="The van was off the road."),
    review("PMP-2024-002", AUGUST, state="signed", decisions=("assess",), reason="Long enough."),
)


def queried(made: ReviewPack, label: str) -> Any:
    """The value that a page notes under a label."""
    typst = _compiler(source_of(*pdf.TEMPLATES), pdf._printed(made))
    (found,) = json.loads(typst.query(label, field="value"))
    return found


def test_each_line_names_its_place_what_stands_and_what_is_asked() -> None:
    """In order of need; a place is named once, and leads to its section."""
    front = pack(reviews=REVIEWS).front
    assert [(line.place, line.opens, line.lines) for line in front.places if line.opens] == [
        ("HS-01 Market Quay", True, 1),
        ("HS-02 Harbour Station", True, 2),
        ("HS-25 Fanshaw Green", True, 1),
        ("HS-01 Market Quay", True, 2),
    ]
    assert [(line.fact, line.ask) for line in front.places[1:3]] == [
        ("Got in the way: The van was off the road.", "Asks: A camera"),
        ("The Sep 2024 review is 69 days overdue: it waits for the inspector.",
         "Endorse it or return it"),
    ]  # fmt: skip
    returned = "The Aug 2024 review was returned, 99 days overdue: Say what was done."
    assert front.places[0].fact == returned
    assert [line.link for line in front.places[:3]] == ["hotspot-1", "hotspot-2", "hotspot-2"]


def test_what_was_decided_comes_last_and_says_so() -> None:
    """The signed profile's own matters, but not its August review."""
    front = pack(reviews=REVIEWS).front
    assert [line.decided for line in front.places] == [*[False] * 4, *[True] * 2]
    assert {line.ask for line in front.places[4:]} == {"Decided 8 Oct 2024: continue"}
    assert front.open_lines == 4
    asked = replace(REVIEWS[0], asks="A van.")
    last = pack(reviews=(asked,)).front.places[-3]
    assert last.ask == "Asks: A van. Decided 8 Oct 2024: continue"


def test_places_without_a_matter_are_named() -> None:
    """Nothing is left out in silence."""
    quiet = file("PMP-2024-009", None, title="Vapes")
    made = pack(files=(quiet,), table=table(()), reviews=())
    assert made.front.places == ()
    assert made.front.quiet == "Nothing to decide on Vapes."
    assert "Nothing needs a decision here." in render_html(made)


def test_of_very_many_places_without_a_matter_the_number_is_told() -> None:
    """Their names would push what needs a decision off the page."""
    many = tuple(file(f"PMP-2024-{n:03}", None, title=f"Vapes {n}") for n in range(100, 161))
    named = pack(files=many[:60], table=table(()), reviews=()).front.quiet
    assert named.count("Vapes") == 60
    told = pack(files=many, table=table(()), reviews=()).front.quiet
    assert told == "Nothing to decide on the other 61 places."


def test_hotspots_stand_in_the_order_of_need_on_every_page() -> None:
    """Sections as well as lines; without reviews the verdicts alone rank them."""
    asked = replace(REVIEWS[2], asks="Another", month=AUGUST)
    made = pack(reviews=(*REVIEWS[2:], asked))
    assert [part.ref for part in made.sections] == ["HS-02", "HS-01", "HS-25"]
    calm = tuple(replace(row, verdict="as expected", since_verdict="") for row in ROWS)
    worse = replace(calm[1], verdict="more", verdict_p=0.001)
    made = pack(table=table((calm[0], worse, calm[2])))
    assert made.sections[0].ref == "HS-02"


def test_the_month_s_signatures_and_last_month_s_decisions_are_told() -> None:
    """How many of how many; what was decided beyond going on, with what came of it."""
    front = pack(reviews=REVIEWS).front
    assert front.signed == "1 of 2 reviews of Sep 2024 signed; 1 updated."
    assert front.decided == (
        "1 of 2 reviews of Aug 2024 were decided.",
        "HS-02 Harbour Station: move to assess. Still at scan. Its owner hasn't written since.",
    )
    assert front.decisions is not None
    assert [line.cells[:3] for line in front.decisions.lines] == [
        ("HS-02 Harbour Station", "Move to assess", "Long enough."),
    ]
    assert signed_line((), SEPTEMBER) == (
        "Sep 2024 isn't open for review: nothing of it is signed."
    )
    assert decided_lines((), (), SEPTEMBER) == ("No review of Aug 2024 was opened.",)


def test_how_many_would_cross_by_chance_stays_said() -> None:
    """0.0026 + 0.0025 + 0.0004 of three, and 0.048 + 0.049 + 0.021 for a look."""
    assert pack().front.beside_chance == (
        "Of 3 counts of Sep 2024 tested, 1 lies outside usual variation, where chance alone gives "
        "fewer than 0.1; 1 more is worth a look, where chance gives about 0.1 that or beyond."
    )


def test_hours_of_the_force_tell_84_per_cent_of_overtime_under_a_94_per_cent_total() -> None:
    """The worst resourcing first, with what is missing."""
    whole = replace(
        TOGETHER,
        officer_hours=2080.67,
        officer_hours_core=987.33,
        officer_hours_overtime=853.67,
        officer_hours_partner=239.67,
        planned_covered_officer_hours=2224.0,
        planned_covered_officer_hours_core=948.0,
        planned_covered_officer_hours_overtime=1012.0,
        planned_covered_officer_hours_partner=264.0,
    )
    lines = {line.place: line for line in pack(together=whole).front.force}
    assert lines["Patrol hours"].fact == (
        "Sep 2024: overtime 84% of plan (853.7 of 1,012.0 h), partner 91%, core 104%, all together "
        "94%."
    )
    assert lines["Patrol hours"].ask == "Say why 158.3 h of overtime weren't delivered"
    assert lines["Patrol hours"].link == "command"


def test_money_that_won_t_be_spent_is_said_as_such() -> None:
    """A forecast of £808,616 of £1,568,614 leaves £760,000; it never "lasts"."""
    fund = FundEnd("Fund", 1_568_614, 540_554, 540_554, 808_616, MARCH)
    found = money_matter(fund, NOVEMBER_END)
    assert found is not None
    assert found.fact == (
        "£760,000 unspent at 31 Mar 2025 at this pace: £540,554 of £1,568,614 spent by 30 Nov 2024."
    )
    assert found.ask == "Decide what it is spent on, or give it back"
    over = money_matter(replace(fund, straight_line=1_700_000), NOVEMBER_END)
    assert over is not None
    assert over.fact.startswith("£131,000 over budget at 31 Mar 2025 at this pace: ")
    assert money_matter(replace(fund, straight_line=1_560_000), NOVEMBER_END) is None
    assert money_matter(replace(fund, known=1_560_000), NOVEMBER_END) is None
    assert money_matter(replace(fund, budget=None), NOVEMBER_END) is None
    assert money_matter(replace(fund, straight_line=None, begun=False), NOVEMBER_END) is None
    line = replace(fund, straight_line=1_560_000, runs_out=(("F-1 Patrol", date(2025, 1, 14)),))
    one = money_matter(line, NOVEMBER_END)
    assert one is not None
    assert one.fact.startswith("F-1 Patrol runs out on 14 Jan 2025.")
    nothing = money_matter(replace(fund, spent=0, known=0, straight_line=None), NOVEMBER_END)
    assert nothing is not None
    assert nothing.fact.startswith("£1,569,000 unspent at 31 Mar 2025: £0 of £1,568,614 spent by")


def test_answers_over_72_hours_are_told_however_old() -> None:
    """The oldest three by name, the others counted."""
    now = datetime.fromisoformat("2024-12-18T12:00")
    owed = [
        OwedAnswer(f"W0{n} Ward", datetime.fromisoformat(f"2024-10-0{n}T09:00"), f"Question {n}?")
        for n in range(1, 6)
    ]
    (found,) = answers_matter(owed, now)
    assert found.fact == (
        "5 questions wait for an answer over 72 hours: W01 Ward 78 days (“Question 1?”); W02 Ward "
        "77 days (“Question 2?”); W03 Ward 76 days (“Question 3?”) and 2 more."
    )
    assert list(answers_matter((), now)) == []


def test_gaps_in_what_is_loaded_are_a_matter() -> None:
    """Counts and hours of the month that aren't known; nothing where all is."""
    notes = ("ASB isn't loaded for Aug 2024.", "HS-01 was redrawn.")
    unknown = replace(HS_02, count=None)
    short = replace(TOGETHER, covered_to=date(2024, 9, 20))
    (found,) = coverage_matter(short, (HS_01, unknown), notes)
    assert found.fact == (
        "ASB isn't loaded for Aug 2024. The own count of Sep 2024 isn't known in HS-02. Hours "
        "after 20 Sep 2024 aren't known from every source. Hours: claims to 30 Sep 2024, sheets to "
        "17 Dec 2024."
    )
    assert list(coverage_matter(TOGETHER, (HS_01,), ())) == []
    many = [f"ASB isn't loaded for {n} Jan." for n in range(5)]
    (found,) = coverage_matter(TOGETHER, (HS_01,), many)
    assert "2 Jan. 2 more gaps in the notes on the data. Hours: " in found.fact


def test_the_funds_furthest_off_are_told_and_the_others_named() -> None:
    """Three one by one, the largest first."""
    funds = [Matter(MONEY, "", "", f"Fund {n}", f"£{n}", "Decide", n) for n in range(1, 6)]
    found = list(largest(funds))
    assert [one.place for one in found] == ["Fund 5", "Fund 4", "Fund 3", "2 more funds"]
    assert found[-1].fact == "Off their budgets by less: Fund 2, Fund 1."
    assert list(largest(funds[:2])) == [funds[1], funds[0]]


def test_many_decisions_leave_the_front_page_room() -> None:
    """Six are told, the others counted and in the table overleaf."""
    files = tuple(file(f"PMP-{n}", None, title=f"Problem {n}") for n in range(9))
    reviews = tuple(
        review(f"PMP-{n}", AUGUST, state="signed", decisions=("close",)) for n in range(9)
    )
    front = pack(files=files, table=table(()), reviews=reviews).front
    assert len(front.decided) == 8
    assert front.decided[-1] == "3 more decisions in the table of them."
    assert front.decisions is not None
    assert len(front.decisions.lines) == 9


@pytest.mark.parametrize("places", [0, 3, 80])
def test_the_front_page_is_one_page_and_what_doesn_t_fit_follows(places: int) -> None:
    """However many matters there are; all hotspots are the second page, the rest comes then."""
    rows = tuple(replace(HS_02, hotspot=f"HS-{n:03d}", verdict="more") for n in range(places))
    files = tuple(file(f"PMP-{n:03d}", f"HS-{n:03d}", title="Fights") for n in range(places))
    money = Matter(MONEY, "", "", "Fund", "£5 unspent. " * 20, "Decide")
    made = pack(table=table(rows), files=files, reviews=(), matters=(money,))
    assert queried(made, "<second>") == 2
    assert queried(made, "<rest>") >= (3 if places else 2)
    shown = queried(made, "<fitted>")
    lines = len(made.front.places)
    assert lines == places
    assert shown == lines if places < 80 else 20 < shown < lines


def test_a_closed_profile_that_owes_a_review_is_told_and_leads_nowhere() -> None:
    """It has no page of its own; the pack compiles all the same."""
    closed = file("PMP-2024-004", None, title="Vapes", status="closed")
    made = pack(files=(closed,), table=table(()), reviews=(review("PMP-2024-004"),))
    (line,) = made.front.places
    assert (line.place, line.link) == ("Vapes", "")
    assert line.fact == "The Sep 2024 review is 69 days overdue: it waits for the inspector."
    assert pdf.render_pdf(made).startswith(b"%PDF")


def test_a_profile_whose_first_hotspot_is_gone_leads_to_its_other_one() -> None:
    """Or to the other profiles, where none of its hotspots is in the pack."""
    two = file("PMP-2024-001", "HS-99")
    both = replace(two, places=(*two.places, ProfilePlace("PMP-2024-001", "HS-01")))
    made = pack(files=(both,), table=table((HS_01,)), reviews=())
    assert {line.link for line in made.front.places} == {"hotspot-1"}
    none = pack(files=(two,), table=table(()), reviews=(review("PMP-2024-001"),))
    assert {line.link for line in none.front.places} == {"others"}
    assert pdf.render_pdf(none).startswith(b"%PDF")


def test_officers_words_are_printed_as_they_were_typed() -> None:
    """No markup in what is asked, in a reason or in what was done."""
    typed = {"asks": HOSTILE, "hindered": HOSTILE, "did": HOSTILE}
    signed = {"state": "signed", "decisions": ("escalate",), "reason": HOSTILE}
    reviews = (
        review("PMP-2024-001", **typed),
        review("PMP-2024-001", AUGUST, **signed),
        review("PMP-2024-002", AUGUST, state="returned", returned_why=HOSTILE),
    )
    made = pack(reviews=reviews)
    assert any(line.ask.startswith("Asks: #panic") for line in made.front.places)
    assert "<script>alert" not in render_html(made)
    assert pdf.render_pdf(made).startswith(b"%PDF")


def test_the_front_page_as_html_has_a_heading_for_each_place() -> None:
    """Of the rows it is for; every line is there, and every place leads to its section."""
    made = pack(reviews=REVIEWS)
    page = Parsed(render_html(made))
    rows = page.tables["What of each place needs a decision, in order of need"]
    assert len(rows) == 1 + len(made.front.places)
    heads = [attrs for tag, attrs in page.tags if attrs.get("scope") == "rowgroup"]
    assert {"scope": "rowgroup", "rowspan": "2"} in heads
    assert rows[2][1:] == ["Got in the way: The van was off the road.", "Asks: A camera"]
    ids = {attrs.get("id") for _, attrs in page.tags}
    assert {line.link for line in made.front.places} <= ids
