"""An assessment as one page: the result, what speaks against it, its charts; inert and offline."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from casebook.assessments.assess import assess
from casebook.assessments.assessment import Assessment
from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.core.errors import NotAllowed
from casebook.packs.assessment.page import assessment_page, render_assessment
from casebook.profiles.designs import set_design
from tests.assessments import paper_town
from tests.packs.test_html import Parsed
from tests.packs.test_profile_page import HOSTILE

if TYPE_CHECKING:
    from tests.conftest import OfflineBrowser


@pytest.fixture
def found(book: Book, tmp_path: Path) -> Assessment:
    """The paper's example, late."""
    paper_town.build(book, tmp_path)
    paper_town.begin(book)
    set_design(book, paper_town.REF, paper_town.DESIGN)
    return assess(book, paper_town.REF)


def test_the_page_has_the_result_the_cautions_and_every_months_count(
    book: Book, found: Assessment
) -> None:
    """Also in words, where the charts can't be seen."""
    html = render_assessment(assessment_page(book, found))
    parsed = Parsed(html)
    assert "118 fewer than expected (between 196 and 40 fewer), 8 months" in html
    assert "declared 261 days after the response began" in html
    assert parsed.tables["All crime in the months compared"][1:] == [
        ["Target", "HS-01", "207", "110"],
        ["Control", "C-1", "308", "318"],
        ["Buffer", "B-1", "178", "157"],
        ["Buffer's control", "BC-1", "150", "140"],
    ]
    assert len(parsed.tables["All crime by month"]) == 1 + 20
    assert "Target: HS-01: Apr 2023 26;" in html
    assert "by the end of Nov 2024 −118 (between −196 and −40)" in html
    assert "Dec 2023 not known" in html


def test_somebody_who_may_not_make_files_is_refused(book: Book, found: Assessment) -> None:
    """A viewer reads it on the screen."""
    with pytest.raises(NotAllowed):
        assessment_page(dataclasses.replace(book, account=Account("looker", ("viewer",))), found)


@pytest.mark.parametrize("width", [390, 1000])
def test_it_opens_offline_runs_nothing_and_fits(
    book: Book, found: Assessment, tmp_path: Path, browser: OfflineBrowser, width: int
) -> None:
    """Hostile titles read as typed; the drawings have names and descriptions."""
    hostile = dataclasses.replace(found, title=HOSTILE, cautions=(HOSTILE,))
    file = tmp_path / "page.html"
    file.write_text(render_assessment(assessment_page(book, hostile)), encoding="utf-8")
    with browser.visit(file, width=width) as visit:
        page = visit.page
        assert visit.requests == [file.as_uri()]
        assert visit.complaints == []
        assert page.evaluate("window.run") is None
        assert page.locator("script, img").count() == 0
        assert "<script>window.run=1</script>" in page.locator("h1").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.locator("svg[role=img]").count() == 2
        assert page.get_by_role("img", name="Difference so far").count() == 1
