"""Effects pooled by tactic and theme, and anonymous pages that go out and come in."""

from __future__ import annotations

import json
from dataclasses import replace
from math import exp, log, sqrt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.agenda.finding.search import worked
from casebook.assessments.evidence.page import EvidencePage, page_from
from casebook.assessments.evidence.pooling import SharedPage, pooled_rows
from casebook.assessments.evidence.shared import evidence, export_page, import_pages
from casebook.book.opening import Book
from casebook.core.errors import BadFile, BadValue
from casebook.measures.ratio import irr, pool
from casebook.profiles import casefile as profiles
from casebook.profiles.designs import set_design
from casebook.profiles.profile import Profile
from tests.assessments import paper_town
from tests.assessments.paper_town import DESIGN, REF

PAGE = EvidencePage(
    tactics=("hotspot patrol",),
    themes=("asb",),
    count_group="crime",
    impact="promising",
    months_before=8,
    months_after=8,
    same_months=True,
    days_late=-14,
    target=(50, 30),
    control=(60, 55),
    buffer=None,
    buffer_control=None,
    phi=1.0,
    wdd=-15.0,
    se=13.9642,
    planned_officer_hours=100.0,
    officer_hours=84.0,
)


def test_a_pages_study_is_the_published_ratio() -> None:
    """50→30 against 60→55: IRR 0.6545455 (Wheeler), error √(1/50+1/30+1/60+1/55), φ in it."""
    study = PAGE.study
    assert round(exp(study.log_irr), 7) == 0.6545455
    assert study.se == pytest.approx(sqrt(1 / 50 + 1 / 30 + 1 / 60 + 1 / 55))
    assert study.log_irr == pytest.approx(log(irr((50, 30), (60, 55)).irr or 0))
    assert replace(PAGE, phi=2.0).study.se == pytest.approx(study.se * sqrt(2))


def test_a_count_of_zero_adds_a_half_to_all_four() -> None:
    """5→0 against 10→10: log(10.5·0.5 / (5.5·10.5))."""
    page = replace(PAGE, target=(5, 0), control=(10, 10))
    assert page.corrected
    assert page.study.log_irr == pytest.approx(log(0.5 / 5.5))


def test_fewer_than_three_are_too_few() -> None:
    """Two are named and counted, not pooled; three are, by REML."""
    two = [SharedPage(PAGE), SharedPage(replace(PAGE, target=(40, 30)), outside=True)]
    rows = pooled_rows(two)
    assert [(row.tactic, row.theme, row.profiles, row.outside) for row in rows] == [
        ("hotspot patrol", "", 2, 1),
        ("hotspot patrol", "asb", 2, 1),
    ]
    assert rows[0].irr is None
    assert rows[0].says == "Too few: 2 assessed profiles, and it takes 3."
    three = [*two, SharedPage(replace(PAGE, themes=("drugs",), target=(90, 80)))]
    whole, asb, drugs = pooled_rows(three)
    expected = pool([each.page.study for each in three])
    assert (whole.profiles, whole.irr, whole.ci_low) == (3, expected.reml.irr, expected.reml.ci_low)
    assert whole.says == expected.sentence
    assert (asb.profiles, drugs.profiles) == (2, 1)
    assert drugs.says == "Too few: 1 assessed profile, and it takes 3."


def test_a_response_of_two_tactics_stands_with_each() -> None:
    """Which of them did it isn't known."""
    both = SharedPage(replace(PAGE, tactics=("hotspot patrol", "dispersal")))
    assert [row.tactic for row in pooled_rows([both])] == [
        "dispersal", "dispersal", "hotspot patrol", "hotspot patrol",
    ]  # fmt: skip


COUNT = st.integers(0, 9999)


@given(st.tuples(COUNT, COUNT), st.tuples(COUNT, COUNT), st.none() | st.tuples(COUNT, COUNT))
def test_a_page_comes_back_as_it_went_out(
    target: tuple[int, int], control: tuple[int, int], buffer: tuple[int, int] | None
) -> None:
    """Through JSON, with the same digest."""
    page = replace(PAGE, target=target, control=control, buffer=buffer)
    again = page_from(json.loads(json.dumps(page.encode())))
    assert (again, again.digest) == (page, page.digest)
    assert page.study.se > 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"casebook_evidence": 2}, "The page is of version 2, and this Casebook reads 1"),
        ({"note": "Sgt Smith's patch"}, "has a key too many, 'note'"),
        ({"tactics": ["shout at them"]}, "'tactics' takes codes that ship"),
        ({"themes": "asb"}, "'themes' takes codes that ship"),
        ({"count_group": "moped-theft"}, "'count_group' takes one of crime, asb"),
        ({"target": [5, -1]}, "'target' takes two counts"),
        ({"target": [5, 1.5]}, "'target' takes two counts"),
        ({"phi": 0.5}, "'phi' takes a number of 1 or more"),
        ({"phi": "1"}, "'phi' takes a number"),
        ({"months_after": 0}, "'months_after' takes a whole number above 0"),
        ({"same_months": "yes"}, "'same_months' takes true or false"),
        ({"officer_hours": -3}, "'officer_hours' takes hours, or null"),
        ({"days_late": "late"}, "'days_late' takes a whole number or null"),
    ],
)
def test_what_is_no_page_is_refused_by_key(change: dict[str, Any], sentence: str) -> None:
    """Nothing typed by anybody comes in."""
    with pytest.raises(BadValue) as refused:
        page_from(PAGE.encode() | change)
    assert sentence in str(refused.value)


@pytest.mark.parametrize("data", [[], "x", None, {"target": [1, 2]}])
def test_what_is_something_else_says_where_pages_come_from(data: object) -> None:
    """Any other JSON."""
    with pytest.raises(BadValue, match="take one that 'casebook evidence export' wrote"):
        page_from(data)


@pytest.fixture
def closed(book: Book, tmp_path: Path) -> Book:
    """The paper's profile, closed as promising with a tactic of two, one of the force's own."""
    paper_town.build(book, tmp_path)
    paper_town.begin(book)
    profiles.add_action(book, REF, {"title": "marshal", "tactic": "place managers"})
    profiles.edit_stage(book, REF, "assess", {"impact": "promising", "evidence": "x"})
    set_design(book, REF, DESIGN)
    with book.store.writing() as tx:
        before = tx.load_one(Profile, ref=REF)
        assert before is not None
        tx.save(before, replace(before, stage="assess", status="closed"), book.author)
    return book


def test_what_worked_is_listed_with_effect_and_interval(closed: Book) -> None:
    """-118, from 196 to 40 fewer."""
    (found,) = worked(closed, "marshal")
    assert (found.effect, found.effect_says) == (
        -118, "118 fewer than expected (between 196 and 40 fewer).",
    )  # fmt: skip
    assert found.interval is not None
    assert [round(each) for each in found.interval] == [-196, -40]


def test_a_page_holds_numbers_and_codes_alone(closed: Book) -> None:
    """No ref, title, month, place or name; what isn't a code that ships is left out."""
    page = export_page(closed, REF).encode()
    assert page["tactics"] == ["place managers"]
    assert page["themes"] == ["serious violence"]
    assert (page["target"], page["control"]) == ([207, 110], [308, 318])
    assert (page["wdd"], page["se"]) == (-118.0, 39.598)
    text = json.dumps(page)
    for word in (REF, "Fights", "HS-01", "C-1", "2024", "marshal", "Lomea", "admin"):
        assert word not in text


def test_pages_come_in_once_and_are_pooled_with_ones_own(closed: Book, tmp_path: Path) -> None:
    """Two from outside make three; one's own page come back counts once."""
    assert evidence(closed).rows[0].says.startswith("Too few: 1 assessed")
    own = export_page(closed, REF)
    pages = [own, replace(own, target=(90, 50)), replace(own, target=(80, 70))]
    files = []
    for n, page in enumerate(pages):
        path = tmp_path / f"page{n}.json"
        path.write_text(json.dumps(page.encode()))
        files.append(path)
    assert import_pages(closed, files) == (3, 0)
    assert import_pages(closed, files[:2]) == (0, 2)
    whole, theme = evidence(closed).rows
    assert (whole.profiles, whole.outside, theme.theme) == (3, 2, "serious violence")
    assert whole.irr == pool([page.study for page in pages]).reml.irr


def test_a_bad_file_takes_in_none(closed: Book, tmp_path: Path) -> None:
    """The good one beside it isn't taken either; the file is named."""
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(PAGE.encode()))
    bad.write_text(json.dumps(PAGE.encode() | {"target": ["many", 1]}))
    with pytest.raises(BadFile, match=r"bad.json: The page of evidence: 'target' takes two counts"):
        import_pages(closed, [good, bad])
    with pytest.raises(BadFile, match=r"There is no file none\.json"):
        import_pages(closed, [tmp_path / "none.json"])
    assert len(evidence(closed).rows) == 2
    assert import_pages(closed, [good]) == (1, 0)


def test_what_cannot_be_pooled_is_named_with_why(closed: Book) -> None:
    """No control, or no design at all."""
    with closed.store.writing() as tx:
        before = tx.load_one(Profile, ref=REF)
        assert before is not None
        opened = tx.save(before, replace(before, status="open"), closed.author)
    set_design(closed, REF, {"controls": [], "buffers": [], "buffer_controls": [], "reason": "x"})
    with closed.store.writing() as tx:
        now = tx.load_one(Profile, ref=REF)
        assert now is not None
        tx.save(now, replace(opened, status="closed", version=now.version), closed.author)
        tx.save(None, Profile("PMP-9", "Old", status="closed"), closed.author)
    found = evidence(closed)
    assert found.rows == ()
    assert found.notes == (
        "1 closed profile is not pooled, for want of a declared design: PMP-9.",
        f"1 closed profile is not pooled, as their design has no control or its months aren't "
        f"known: {REF}.",
    )
    with pytest.raises(BadValue, match="was judged without a control"):
        export_page(closed, REF)
