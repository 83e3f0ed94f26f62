"""A ward's bulletin: what its people read, and what never reaches them."""

from __future__ import annotations

import dataclasses
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from casebook.book.opening import Book
from casebook.core.errors import BadValue, NotFound
from casebook.core.months import Month
from casebook.packs import typesetting
from casebook.packs.bulletin.gathered import gather, ward_named
from casebook.packs.bulletin.page import Bulletin, bulletin, refuse_unfinished
from casebook.packs.one_page import printed_page, render_page, render_page_pdf
from casebook.packs.public.release import MARKING, released
from casebook.profiles import intake
from casebook.profiles.profile import Profile
from casebook.registers.entries import add_entry
from casebook.store import replay
from tests import lomea, lomea_areas
from tests.figures.ward_town import ask

if TYPE_CHECKING:
    from tests.conftest import OfflineBrowser

NOVEMBER = Month(2024, 11)
HOSTILE = "<script>alert(1)</script> #set page(fill: red) =1+1 \u202e"


@pytest.fixture
def town(book: Book, tmp_path: Path) -> Book:
    """Wards W1 and W2, and in W1: 7 burglaries, 2 robberies, 1 drugs and 4 ASB in November."""
    lomea.add_hotspots(book, tmp_path)
    lomea_areas.add_areas(book, tmp_path)
    rows = [
        *lomea.street_rows(NOVEMBER, lomea.BURGLARY, 7, lomea_areas.IN_W1),
        *lomea.street_rows(NOVEMBER, lomea_areas.ROBBERY, 2, lomea_areas.IN_W1),
        *lomea.street_rows(NOVEMBER, lomea_areas.DRUGS, 1, lomea_areas.IN_W1),
        *lomea.street_rows(NOVEMBER, lomea.VIOLENCE, 12, lomea_areas.IN_W3),
        *lomea.street_rows(NOVEMBER, lomea.ASB, 4, lomea_areas.IN_W1),
    ]
    lomea.add_incidents(book, tmp_path, rows)
    return book


def _page(town: Book, ward: str = "W1", month: Month = NOVEMBER) -> Bulletin:
    found = gather(town, ward_named(town, ward), month)
    return bulletin(
        found.news,
        force=town.settings.force_name,
        synthetic=town.settings.synthetic,
        made_on=town.today,
    )


def _cells(page: Bulletin) -> dict[str, tuple[str, ...]]:
    return {line.cells[0]: line.cells[1:] for line in page.counts.lines}


def test_counts_under_five_are_not_shown_nor_to_be_worked_out(town: Book) -> None:
    """10 crimes less 7 burglaries would leave 3 for the small ones; alone those hide each other.

    Robbery 2, drugs 1 and violence 0 can each be anything from 0 to 3. Four ASB are under five.
    """
    page = _page(town)
    assert _cells(page) == {
        "Crime": ("10", "not known yet", "not known yet"),
        "Anti-social behaviour": ("under 5", "not known yet", "not known yet"),
    }
    assert page.by_type is not None
    assert [line.cells for line in page.by_type.lines] == [("Burglary", "7")]
    assert "Drugs, Robbery and Violence and sexual offences" in page.hidden


def test_a_ward_with_too_few_crimes_shows_none(town: Book, tmp_path: Path) -> None:
    """Nothing was recorded in W2: that is under 5 too, not 0, and no type is named with a count."""
    page = _page(town, "W2")
    assert _cells(page)["Crime"][0] == "under 5"
    assert page.by_type is None
    assert "aren't shown" in page.hidden


def test_the_page_has_what_people_said_and_the_meetings_they_can_come_to(town: Book) -> None:
    """Current priorities, what was done and was not, and public meetings alone, district's too."""
    add_entry(town, "priority", "W1", {"text": "Speeding", "at": "2024-10-01"})
    add_entry(town, "priority", "W1", {"text": "Over", "at": "2024-01-01", "until": "2024-11-01"})
    add_entry(
        town, "you-said", "W1", {"text": "Dark alley", "did": "Four lamps", "at": "2024-10-01"}
    )
    add_entry(town, "you-said", "W1", {"text": "No bins", "at": "2024-10-01"})
    add_entry(town, "you-said", "W1", {"text": "Old", "did": "Done", "at": "2024-05-31"})
    add_entry(
        town,
        "meeting",
        "D1",
        {"text": "Panel", "at": "2024-12-20", "time": "18:30", "public": True},
    )
    add_entry(town, "meeting", "W1", {"text": "Tasking", "at": "2024-12-20"})
    add_entry(town, "meeting", "W1", {"text": "Past", "at": "2024-12-17", "public": True})
    page = _page(town)
    assert page.priorities == ("Speeding",)
    assert [(one.said, one.did) for one in page.said] == [("Dark alley", "Four lamps")]
    assert page.meetings is not None
    assert [line.cells for line in page.meetings.lines] == [
        ("Fri 20 Dec 2024, 18:30", "Ask us where", "Panel")
    ]
    assert "within 72 hours" in page.promise
    assert page.kept == ""


def test_how_the_promise_was_kept_is_said_from_ten_questions_on(town: Book) -> None:
    """Nine in the district are too few, ten in all aren't; of ten there nine are 90%."""
    for _ in range(9):
        ask(town, "W2", "2024-11-04 09:00", "2024-11-05 09:00")
    assert _page(town).kept == ""
    ask(town, "W3", "2024-11-04 09:00", "2024-11-05 09:00")
    assert "asked of us in November 2024, 100% was answered in that time" in _page(town).kept
    ask(town, "W2", "2024-11-04 09:00", "2024-11-08 09:00")
    kept = _page(town).kept
    assert kept.startswith("Of what was asked in Area D1 in November 2024, 90%")


def test_nothing_of_a_case_nor_the_marking_is_on_the_page(town: Book) -> None:
    """Neither the casebook's marking nor a profile's words, nor a hotspot's ref."""
    intake.new_profile(
        town,
        Profile("PMP-2024-001", "Secret title", owner="admin", marking="SECRET"),
        hotspots=["HS-01"],
    )
    add_entry(town, "note", "PMP-2024-001", {"text": "Case words"})
    html = render_page("bulletin", _page(town))
    for word in (town.settings.marking, "SECRET", "Secret title", "Case words", "HS-01", "PMP-"):
        assert word not in html
    assert html.count(MARKING) >= 2


def test_a_text_that_looks_as_if_it_named_somebody_is_left_out_and_told(town: Book) -> None:
    """It was kept with a reason inside the casebook; that is no reason to publish it."""
    allowed = dataclasses.replace(town, personal_because="a councillor")
    add_entry(allowed, "priority", "W1", {"text": "Ask for Margaret Smithson, 07700 900123"})
    found = gather(town, ward_named(town, "W1"), NOVEMBER)
    assert found.news.priorities == ()
    assert "W1 priority" in found.held_back[0]
    assert "Smithson" not in found.held_back[0]


def test_a_bulletin_is_of_a_ward_and_a_whole_month(town: Book) -> None:
    """A district's counts beside its wards' would give small ones away."""
    with pytest.raises(BadValue, match="D1 is a district: a bulletin is of a ward"):
        ward_named(town, "D1")
    with pytest.raises(NotFound):
        ward_named(town, "W99")
    assert ward_named(town, "mole end").ref == "W2"
    refuse_unfinished(NOVEMBER, date(2024, 12, 1))
    with pytest.raises(BadValue, match="isn't over"):
        refuse_unfinished(NOVEMBER, date(2024, 11, 30))


def test_what_goes_out_is_kept_in_the_history_and_changes_nothing(town: Book) -> None:
    """Which file, by its digest, and from which marking; nothing where the file isn't written."""
    with released(town, "bulletin W1 2024-11", {"b.html": b"page"}):
        pass
    with town.store.reading() as tx:
        entry = tx.history.entries()[-1]
        assert (entry.kind, entry.record) == ("public", "bulletin W1 2024-11")
        assert entry.change["marking"] == [town.settings.marking, MARKING]
        assert entry.change["files"] == {"b.html": sha256(b"page").hexdigest()}
        assert tx.history.first_bad() is None
        assert replay.differences(tx) == ()
        length = tx.history.length()
    with pytest.raises(OSError, match="full"), released(town, "x", {}):
        raise OSError("full")
    with town.store.reading() as tx:
        assert tx.history.length() == length


def _hostile(town: Book) -> Bulletin:
    add_entry(town, "priority", "W1", {"text": HOSTILE})
    add_entry(town, "you-said", "W1", {"text": HOSTILE, "did": HOSTILE * 20, "at": "2024-11-01"})
    add_entry(
        town,
        "meeting",
        "W1",
        {"text": HOSTILE, "venue": HOSTILE, "at": "2024-12-20", "public": True},
    )
    return _page(town)


def test_the_fullest_page_is_one_page_and_the_same_bytes(town: Book) -> None:
    """Five priorities, three answers and four meetings of wide letters; more is told apart."""
    for number in range(7):
        long = f"{number} " + "WWWW LAMPS AND MORE WWWW " * 5
        add_entry(town, "priority", "W1", {"text": long})
        add_entry(town, "you-said", "W1", {"text": long, "did": long, "at": "2024-11-01"})
        at = f"2024-12-{20 + number}"
        add_entry(
            town, "meeting", "W1", {"text": long, "venue": long[:60], "at": at, "public": True}
        )
    page = _page(town)
    assert [len(part) for part in (page.priorities, page.said)] == [5, 3]
    assert page.left_out == (
        "2 priorities more than the page holds.",
        "4 answers more than the page holds.",
        "3 meetings more than the page holds.",
        "16 texts cut to fit the page: shorten the words.",
    )
    source = typesetting.source_of("bulletin.typ")
    found = typesetting._compiler(source, printed_page(page)).compile(format="svg")
    assert not isinstance(found, list) or len(found) == 1
    assert render_page_pdf("bulletin", page) == render_page_pdf("bulletin", page)
    assert render_page("bulletin", page) == render_page("bulletin", page)


def test_hostile_text_is_text_in_a_browser_that_is_asked_for_nothing(
    town: Book, tmp_path: Path, browser: OfflineBrowser
) -> None:
    """No script, no element of its making, no request; at a phone's width nothing is cut."""
    file = tmp_path / "b.html"
    page = _hostile(town)
    file.write_text(render_page("bulletin", page), encoding="utf-8")
    assert render_page_pdf("bulletin", page).startswith(b"%PDF")
    with browser.visit(file, width=390) as visit:
        assert visit.page.locator("script").count() == 0
        assert "<script>alert(1)</script>" in visit.page.locator("main").inner_text()
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
        assert [url for url in visit.requests if not url.startswith("file:")] == []
        assert visit.complaints == []
