"""The panel's pack: four pages at most, plain words before the annex, promises and cases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.book.opening import Book
from casebook.packs.panel.cases import chosen_cases
from casebook.packs.panel.plain import names_a_statistic, plain_sentences
from casebook.packs.report.report import Report
from casebook.profiles.casefile import list_profiles
from tests.books import make_book
from tests.packs.harbour import add, add_profile, harbour_book, made, pages, rows, words

PANEL = "Panel, July"


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """Harbour with a fund, promises, and profiles that worked and failed."""
    book = harbour_book(tmp_path_factory.mktemp("panel"))
    add(book, "fund", ref="F", name="Hotspot fund", budget=1000, at="2024-04-01",
        until="2025-03-31")  # fmt: skip
    add(book, "spend", "F", code="spend", at="2024-06-10", amount=100)
    add(book, "spend", "F", code="spend", at="2024-11-10", amount=144)
    for number, more in (
        (1, {"done": "2024-10-01", "outcome": "Each meets monthly."}),
        (2, {"until": "2024-09-30"}),
        (3, {"done": "2024-08-31", "outcome": "Long done."}),
        (4, {"until": "2025-03-31", "owner": "Head of people"}),
    ):
        add(book, "scrutiny-action", meeting=PANEL, number=number, at="2024-07-16",
            text=f"Promise {number}", **more)  # fmt: skip
    add(book, "scrutiny-action", meeting="Later", at="2024-12-11", text="Not yet last time")
    add_profile(book, "PMP-1", impact="promising")
    add_profile(book, "PMP-2", impact="effective", area="D2")
    add_profile(book, "PMP-3", impact="no effect", evidence="62 then 92.")
    add_profile(book, "PMP-4", impact="promising", evidence="From 9 to 3. A z of −2 (Poisson).")
    yield book
    book.store.close()


@pytest.fixture(scope="module")
def report(harbour: Book) -> Report:
    """The panel's pack of September to November."""
    return made(harbour, "panel")


def test_no_statistic_is_named_before_the_annex(report: Report) -> None:
    """Not even one that an owner wrote; that sentence stands in the annex."""
    before = [part.anchor for part in report.parts if part.anchor != "annex"]
    assert not names_a_statistic(words(report, *before))
    assert "From 9 to 3." in words(report, "cases")
    assert "PMP-4: A z of −2 (Poisson)." in words(report, "annex")
    assert "E-test" in words(report, "annex")


def test_paragraphs_are_numbered_through(report: Report) -> None:
    """From 1, over all parts."""
    numbers = [b.number for part in report.parts for b in part.blocks if b.kind == "paragraph"]
    assert numbers == list(range(1, len(numbers) + 1))
    assert [part.anchor for part in report.parts] == [
        *("introduction", "money", "hours", "change", "engagement", "abstraction", "officers"),
        *("promises", "cases", "recommendation", "annex"),
    ]


def test_what_is_unspent_at_the_end_is_said(report: Report) -> None:
    """£244 in 244 of 365 days is £365 by the end: £635 of £1,000 is left."""
    assert (
        "Hotspot fund: £244 of £1,000 (24%) was spent by 30 Nov 2024, £144 of it in Sep to Nov "
        "2024. If spending goes on as it has, £635 will be unspent on 31 Mar 2025."
    ) in words(report, "money")
    assert rows(report, "money") == [
        ("Hotspot fund", "£1,000", "£144", "£244", "24%", "£0", "£635")
    ]


def test_changes_name_their_baseline(report: Report) -> None:
    """12 crimes in three months of 2023, 3 in the same of 2024, in the hotspot and everywhere."""
    found = [row for row in rows(report, "change") if len(row) > 1]
    assert found[0][:4] == ("All crime", "12", "3", "−75%")
    assert found[0][4] == "A fall that chance does about 1 time in 20 or less"
    assert found[1][:3] == ("ASB", "6", "6")
    assert "the same months a year earlier, Sep to Nov 2023" in words(report, "change")
    assert "Crime fell in 1 of 1 hotspots" in words(report, "change")


def test_promises_are_told_with_what_came_of_them(report: Report) -> None:
    """Those open or done in the months; not what was done before, nor what was asked since."""
    said = words(report, "promises")
    assert "3 promises of earlier meetings: 1 done, 1 open and 1 overdue." in said
    assert "Promise 1 (no day set). Done on 1 Oct 2024: Each meets monthly." in said
    assert "Promise 2 (by 30 Sep 2024). Overdue." in said
    assert "Promise 4 (Head of people, by 31 Mar 2025). Still open." in said
    assert "Promise 3" not in said
    assert "Not yet last time" not in said
    assert f"what is overdue: action 2 of {PANEL};" in words(report, "recommendation")


def test_three_cases_are_told_and_one_of_them_failed(harbour: Book, report: Report) -> None:
    """Two that worked, of different districts, and the one that didn't."""
    headings = [b.words for p in report.parts if p.anchor == "cases" for b in p.blocks
                if b.kind == "heading"]  # fmt: skip
    assert headings == ["Worked", "Worked", "Failed"]
    said = words(report, "cases")
    assert "Problem PMP-3 (PMP-3, D1). Judged: no effect seen; objective met: partly." in said
    assert "What changed: 62 then 92." in said
    assert "Problem PMP-2 (PMP-2, D2)" in said
    found = chosen_cases(list_profiles(harbour), date(2024, 11, 30), returned=["PMP-4"])
    assert {case.file.profile.ref for case in found if case.outcome == "Failed"} <= {
        "PMP-3", "PMP-4"
    }  # fmt: skip


def test_an_area_without_a_hotspot_is_told_nothing_of_others(harbour: Book) -> None:
    """Strand's counts and cases, and no hotspot of Harbour's."""
    report = made(harbour, "panel", "D2")
    said = words(report)
    assert "No hotspot lies here." in words(report, "hours")
    assert "1 hotspot" not in words(report, "change")
    assert rows(report, "change")[:2] == [
        ("Strand",), ("All crime", "–", "–", "–", "Not known")
    ]  # fmt: skip
    assert "Problem PMP-2" in said
    assert "Problem PMP-3" not in said
    assert "Narrowed to Strand: funds, scrutiny and what names no area are the force's." in said


def test_a_book_without_anything_says_so_in_each_part(tmp_path: Path) -> None:
    """No part is left out, and nothing is made up."""
    book = make_book(tmp_path)
    said = words(made(book, "panel"))
    for words_of in (
        "No fund of these months is recorded.",
        "Hours delivered in Sep to Nov 2024 aren't known.",
        "No engagement is recorded for Sep to Nov 2024.",
        "No abstraction is recorded in these months.",
        "No query from the public is recorded in these months.",
        "No action of an earlier meeting was open in these months.",
        "No case here was judged to have failed.",
        "No case can be told: none was judged.",
    ):
        assert words_of in said
    book.store.close()


def test_it_never_has_more_than_four_pages(tmp_path: Path) -> None:
    """Forty funds, forty promises and cases as long as they may be are cut, and counted."""
    book = harbour_book(tmp_path)
    long = "A sentence of the kind that owners write at length. " * 60
    for n in range(40):
        add(book, "fund", ref=f"F{n}", name=f"Fund {n} for safer streets", budget=1000,
            at="2024-04-01", until="2025-03-31")  # fmt: skip
        add(book, "scrutiny-action", meeting="Panel", number=n, at="2024-07-16", text=long,
            owner="Superintendent, prevention", done="2024-10-01", outcome=long)  # fmt: skip
    for n, impact in enumerate(("effective", "promising", "no effect")):
        add_profile(book, f"PMP-{n}", impact=impact, evidence=long)
    found = made(book, "panel")
    assert pages(found) <= 4
    assert "34 more funds run in these months." in words(found, "money")
    assert "32 more stand in the register of scrutiny actions." in words(found, "promises")
    book.store.close()


@given(st.lists(st.sampled_from([
    "It fell from 23 to 7.", "That is a z of −3.65.", "The E-test says so.", "p < 0.05 in all.",
    "Nobody complains; traders agree.", "The WDD was −118.", "A fall of 75%.",
])))  # fmt: skip
def test_every_sentence_is_kept_on_one_side(sentences: list[str]) -> None:
    """Plain or not, each stands once; none of the plain names a statistic."""
    plain, other = plain_sentences(" ".join(sentences))
    assert not names_a_statistic(plain)
    kept = f"{plain} {other}".split()
    assert sorted(kept) == sorted(" ".join(sentences).split())
