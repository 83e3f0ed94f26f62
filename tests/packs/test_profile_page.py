"""A profile as one HTML page: everything kept on it, by its definition, and nothing else."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from casebook.book import code_lists
from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.core.codes import CODE_LISTS
from casebook.core.entry import registers
from casebook.core.errors import NotAllowed, NotFound
from casebook.core.fields import Field, fields_of
from casebook.core.months import Month
from casebook.core.settings import Settings
from casebook.incidents.in_boundaries import follow_boundaries
from casebook.packs.facts import in_words, plain_text
from casebook.packs.profile.page import ProfilePage, profile_page, render_profile
from casebook.places.import_polygons import import_places
from casebook.places.plan import Plan
from casebook.profiles import casefile, intake, stage_moves
from casebook.profiles.design import Design
from casebook.profiles.profile import Action, Profile, ProfilePlace
from casebook.profiles.stages import BODIES, Analyse, Hypothesis, Scan, Stage
from casebook.registers.casework import Note, Sharing
from casebook.reviews.review import Review
from casebook.upkeep.disposal import dispose
from casebook.upkeep.setup import make_casebook
from tests.books import on, ranked
from tests.packs.test_from_a_casebook import places_file
from tests.packs.test_html import Parsed

if TYPE_CHECKING:
    from tests.conftest import OfflineBrowser

REF = "PMP-2024-001"
HOSTILE = (
    '<script>window.run=1</script><img src=x onerror="window.run=1"> </style> {{ 7*7 }} [/red] '
    "\u202eabc \x07 😀 =1+1 \"'&amp;"
)
DAY = date(2024, 10, 7)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """A casebook with one profile on HS-01 and nothing written yet."""
    kept = Settings("Lomea Police", synthetic="Synthetic data", today=date(2024, 12, 18))
    made = make_casebook(
        str(tmp_path / "casebook.db"), "me", kept, clock=lambda: datetime(2024, 12, 18, tzinfo=UTC)
    )
    made = ranked(made)
    import_places(made, places_file(tmp_path), follow=follow_boundaries, kind="hotspot")
    new = Profile(REF, "Fights by the quay", themes=("asb",))
    intake.new_profile(on(made, date(2024, 8, 1)), new, hotspots=["HS-01"])
    yield made
    made.store.close()


def _value(kind: str, spec: Field) -> Any:
    """A value for a field that can be told from every other text."""
    if spec.codes:
        one: Any = next(iter(CODE_LISTS[spec.codes]))
    elif spec.of_rows:
        one = filled(spec.type, spec.type.__name__)
    else:
        plain = {int: 7, float: 12.5, bool: True, date: DAY, Month: Month(2024, 9)}
        one = plain.get(spec.type, f"«{kind} {spec.name}»")
    return (one,) if spec.many else one


def filled(kind: type[Any], name: str, **known: Any) -> Any:
    """A record of ``kind`` with something in every field."""
    specs = fields_of(kind).values()
    return kind(**{spec.name: _value(name, spec) for spec in specs} | known)


def save(book: Book, *found: Any) -> None:
    """Write records as they are, whatever a service would say of them."""
    with book.store.writing() as tx:
        for record in found:
            same = {"profile": REF, "cycle": 1} if isinstance(record, Stage) else None
            before = tx.load_one(Stage, stage=record.stage, **same) if same else None
            tx.save(before, record, book.author)


def everything() -> list[Any]:
    """One of every kind of record, every field filled."""
    windows = {
        "before_from": Month(2023, 1),
        "before_to": Month(2023, 2),
        "after_from": Month(2024, 1),
        "after_to": Month(2024, 2),
        "code": "asb",
        "boundaries": (),
    }
    return [
        *(Stage(REF, 1, name, DAY, body=filled(k, name)) for name, k in BODIES.items()),
        filled(Action, "action", profile=REF, review=None),
        filled(Plan, "plan", place="HS-01", days=("mon",)),
        filled(Review, "review", profile=REF, state="signed"),
        *(
            filled(kind, kind.KIND, profile=REF, **(windows if kind is Design else {}))
            for kind in registers().values()
            if kind.SUBJECT == "profile"
        ),
    ]


def test_every_field_of_every_record_is_printed_with_its_label(book: Book) -> None:
    """A field added to a definition tomorrow is on the page without a line written here."""
    save(book, *everything())
    html = render_profile(profile_page(book, REF))
    skipped = {"profile", "place", "title", "month", "state", "number", "boundaries", "days_late"}
    for record in everything():
        body = record.body if isinstance(record, Stage) else record
        for spec in fields_of(type(body)).values():
            value = getattr(body, spec.name)
            if spec.name in skipped and not isinstance(record, Stage):
                continue
            if not spec.blank(value) and (spec.name, type(body)) not in (
                ("at", Design),
                ("valid_from", Plan),
            ):
                assert escape(spec.label, quote=True).replace("&#x27;", "&#39;") in html, spec
                if spec.type is str and not spec.codes:
                    words = value[0] if spec.many else value
                    assert words in html, (body.KIND, spec.name)
    assert "«Hypothesis evidence_against»" in html


def test_codes_are_printed_by_the_label_they_had(book: Book) -> None:
    """A list changed later never rewrites what was meant."""
    casefile.add_action(book, REF, {"title": "Warn", "tactic": "cpn"})
    code_lists.relabel_code(book, "tactic", "cpn", "Paper warning", "shorter")
    casefile.add_action(book, REF, {"title": "Warn again", "tactic": "cpn"})
    html = render_profile(profile_page(book, REF))
    assert html.count("<dd>Community protection notice or warning</dd>") == 1
    assert html.count("<dd>Paper warning</dd>") == 1


def test_hypotheses_are_a_table(book: Book) -> None:
    """With a dash where nothing speaks against one."""
    rows = (Hypothesis("Lamps are out", "Site visit", tested=True), Hypothesis("Late bus"))
    save(book, Stage(REF, 1, "analyse", DAY, body=Analyse(hypotheses=rows)))
    page = Parsed(render_profile(profile_page(book, REF)))
    assert page.tables["Hypotheses"] == [
        ["Statement", "Evidence for", "Evidence against", "Tested"],
        ["Lamps are out", "Site visit", "–", "Yes"],
        ["Late bus", "–", "–", "No"],
    ]


def test_what_isnt_answered_is_named(book: Book) -> None:
    """Once anything of a stage is written; an empty stage says that it is."""
    casefile.edit_stage(book, REF, "objective", {"aim": "Fewer fights"})
    html = render_profile(profile_page(book, REF))
    assert "Not answered: Problem as first reported; Asked for by; Kind of objective" in html
    assert html.count("Nothing is written.") == 4


def test_an_earlier_cycle_stays_readable(book: Book) -> None:
    """Both texts stand, each under its own heading; what didn't change is said to be the same."""
    save(book, Stage(REF, 1, "scan", DAY, body=Scan(events="First reading")))
    with book.store.writing() as tx:
        profile = tx.load_one(Profile, ref=REF)
        assert profile is not None
        tx.save(profile, dataclasses.replace(profile, stage="scan"), book.author)
    stage_moves.back(book, REF, "objective", "the aim was wrong")
    casefile.edit_stage(book, REF, "scan", {"events": "Second reading"})
    page = profile_page(book, REF)
    html = render_profile(page)
    assert html.index("Second reading") < html.index("Cycle 1</h2>") < html.index("First reading")
    assert "What it says stands unchanged in cycle 2." in html
    assert ("Objective", True) in page.stages
    assert page.status == "OSARA, Open, cycle 2"


def test_a_waiver_names_who_and_why(book: Book) -> None:
    """And a profile without one says so."""
    assert "No gate was waived." in render_profile(profile_page(book, REF))
    body = BODIES["scan"]()
    waived = Stage(REF, 1, "scan", DAY, DAY, "No time", "insp.h", body=body)
    save(book, waived)
    page = Parsed(render_profile(profile_page(book, REF)))
    assert page.tables["Gates that were waived"][1] == [
        "Scan", "1", "7 Oct 2024", "insp.h", "No time",
    ]  # fmt: skip


def test_both_versions_of_a_design_and_what_must_be_known_are_printed(book: Book) -> None:
    """The one that stands first, each with when it was declared."""
    from casebook.profiles.designs import set_design

    windows = {
        "code": "asb",
        "before_from": "2023-01",
        "before_to": "2023-02",
        "after_from": "2024-11",
        "after_to": "2024-12",
    }
    set_design(book, REF, windows)
    casefile.add_action(book, REF, {"title": "Patrols", "start": "2024-11-01"})
    set_design(book, REF, {"code": "crime", "reason": "it is fights"})
    html = render_profile(profile_page(book, REF))
    assert "The response began on 1 Nov 2024." in html
    assert html.index("Version 2") < html.index("Version 1")
    assert "18 Dec 2024: declared 47 days after the response began." in html
    assert "it is fights" in html
    assert "No comparison area is declared" in html


def test_entries_that_say_little_are_a_table_and_others_cards(book: Book) -> None:
    """Notes stand in rows; requests, with a dozen fields, one by one; empty registers are named."""
    save(book, Note(profile=REF, text="Seen", at=DAY), Note(profile=REF, text="Heard"))
    page = Parsed(render_profile(profile_page(book, REF)))
    assert page.tables["Notes"] == [["Note", "On"], ["Seen", "7 Oct 2024"], ["Heard", "–"]]
    html = render_profile(profile_page(book, REF))
    assert "Nothing is kept under: Requests, Lead agencies, Sharing log, Documents" in html


def test_what_is_overdue_stands_out(book: Book) -> None:
    """An action past its date, and a plan past its renewal."""
    casefile.add_action(book, REF, {"title": "Late", "due": "2024-12-17"})
    casefile.add_action(book, REF, {"title": "On time", "due": "2024-12-18"})
    save(book, Plan("HS-01", date(2024, 6, 1), renew=date(2024, 12, 1)))
    html = render_profile(profile_page(book, REF))
    assert html.count('<span class="flag overdue">Overdue</span>') == 1
    assert '<span class="flag overdue">Renewal overdue</span>' in html


def test_the_page_carries_its_marking_its_source_and_its_record(book: Book) -> None:
    """Top, bottom and printed pages; the highest of the casebook's and the profile's."""
    casefile.edit_profile(book, REF, {"marking": "OFFICIAL-SENSITIVE PERSONAL"})
    page = profile_page(book, REF)
    html = render_profile(page)
    assert page.marking == "OFFICIAL-SENSITIVE PERSONAL"
    assert html.count(f">{page.marking}</p>") == 2
    assert html.count('content: "OFFICIAL-SENSITIVE PERSONAL"') == 2
    assert '<p class="synthetic">Synthetic data</p>' in html
    assert f"Head of the record: {book.head()}" in html
    assert render_profile(profile_page(book, REF)) == html


def test_the_contents_lead_to_every_part(book: Book) -> None:
    """Ids are there once each, and the page is well formed."""
    save(book, *everything())
    page = Parsed(render_profile(profile_page(book, REF)))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = {attributes["href"] for attributes in page.all("a")}
    assert links <= {f"#{each}" for each in ids}
    assert {"#objective", "#design", "#reviews", "#sharing", "#history", "#record"} <= links


def test_the_page_has_no_script_and_asks_for_nothing(book: Book) -> None:
    """The policy allows the page's own styles alone."""
    page = Parsed(render_profile(profile_page(book, REF)))
    (policy,) = [m for m in page.all("meta") if "http-equiv" in m]
    assert (policy["content"] or "").startswith("default-src 'none'; script-src 'none'; style-src ")
    assert not {"script", "link", "img", "iframe", "form"} & {tag for tag, _ in page.tags}


def _hostile(book: Book) -> ProfilePage:
    """A page on which every text is hostile."""
    casefile.edit_profile(book, REF, {"title": HOSTILE, "marking": f"SECRET {HOSTILE}"})
    found: list[Any] = []
    for record in everything():
        if isinstance(record, Stage):
            found.append(dataclasses.replace(record, body=_with(record.body), waiver=HOSTILE))
        else:
            found.append(_with(record))
    save(book, *found)
    return profile_page(book, REF)


def _with(record: Any) -> Any:
    keep = {"profile", "place", "state", "code"}
    return dataclasses.replace(
        record,
        **{
            spec.name: HOSTILE
            for spec in fields_of(type(record)).values()
            if spec.type is str and not spec.many and not spec.codes and spec.name not in keep
        },
    )


def test_hostile_text_is_inert_in_the_browser(
    book: Book, tmp_path: Path, browser: OfflineBrowser
) -> None:
    """Nothing runs, nothing is asked for, and it reads as it was typed."""
    file = tmp_path / "page.html"
    file.write_text(render_profile(_hostile(book)), encoding="utf-8")
    with browser.visit(file) as visit:
        assert visit.page.evaluate("window.run") is None
        assert visit.requests == [file.as_uri()]
        assert visit.complaints == []
        assert visit.page.locator("script, img").count() == 0
        heading = visit.page.locator("h1").inner_text()
        assert '<script>window.run=1</script><img src=x onerror="window.run=1">' in heading
        assert "{{ 7*7 }}" in heading
        assert visit.page.locator(".marking").first.inner_text().startswith("SECRET <script>")
        assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [390, 1280])
def test_no_line_runs_over_the_edge(
    book: Book, tmp_path: Path, browser: OfflineBrowser, width: int
) -> None:
    """On a telephone and on a desk; one word of a thousand letters included."""
    save(book, *everything(), Sharing(profile=REF, agency="B" * 1000, text="x", agreement="y"))
    casefile.edit_profile(book, REF, {"title": "W" * 1000})
    file = tmp_path / "page.html"
    file.write_text(render_profile(profile_page(book, REF)), encoding="utf-8")
    with browser.visit(file, width=width) as visit:
        assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_a_telephone_no_word_of_a_table_is_broken(
    book: Book, tmp_path: Path, browser: OfflineBrowser
) -> None:
    """The word hotspot stands in one line; a table that is too wide is drawn sideways."""
    file = tmp_path / "page.html"
    file.write_text(render_profile(profile_page(book, REF)), encoding="utf-8")
    with browser.visit(file, width=240) as visit:
        word = visit.page.locator("td", has_text=re.compile("^hotspot$")).first
        lines = word.evaluate(
            "cell => { const all = document.createRange(); all.selectNodeContents(cell);"
            " return all.getClientRects().length; }"
        )
        assert lines == 1


def test_only_those_who_may_make_files_print(book: Book) -> None:
    """A viewer is told who can; an unknown profile names those like it."""
    viewer = dataclasses.replace(book, account=Account("v", roles=("viewer",)))
    with pytest.raises(NotAllowed, match="v may not make files from this casebook"):
        profile_page(viewer, REF)
    with pytest.raises(NotFound, match=f"Did you mean {REF}"):
        profile_page(book, "PMP-2024-01")


def test_a_profile_disposed_of_says_so_and_calls_nothing_unanswered(book: Book) -> None:
    """Its texts are gone, so a blank says nothing of what was answered; codes and dates stay."""
    save(book, *everything())
    with book.store.writing() as tx:
        profile = tx.load_one(Profile, ref=REF)
        assert profile is not None
        over = dataclasses.replace(profile, status="closed", closed=DAY)
        tx.save(profile, over, book.author)
    dispose(book, REF, "kept long enough")
    html = render_profile(profile_page(book, REF))
    assert "Its text was disposed of on 18 Dec 2024" in html
    assert "Not answered" not in html
    assert "Nothing is written" not in html
    assert "«objective aim»" not in html
    assert "<dd>Effective</dd>" in html


def test_a_place_is_listed_with_its_part(book: Book) -> None:
    """The hotspot the profile is about, then what it is compared with."""
    save(book, ProfilePlace(REF, "HS-02", "control"))
    table = Parsed(render_profile(profile_page(book, REF))).tables["Where"]
    assert [row[:2] for row in table] == [
        ["Part", "Ref"],
        ["Target", "HS-01"],
        ["Control", "HS-02"],
    ]


def test_values_read_as_people_write_them() -> None:
    """Dates, months, money, units, yes and no, codes by label, several by semicolons."""
    action, plan = fields_of(Action), fields_of(Plan)
    assert in_words(action["due"], DAY, {}) == "7 Oct 2024"
    assert in_words(action["cost"], 1250.0, {}) == "£1,250"
    assert in_words(action["cost"], 12.5, {}) == "£12.50"
    assert in_words(action["due"], None, {}) == "–"
    assert in_words(plan["minutes"], 1, {}) == "1 minute"
    assert in_words(plan["days"], ("mon", "sat"), {"days": {"sat": "Sat."}}) == "Monday, Sat."
    assert in_words(fields_of(Hypothesis)["tested"], False, {}) == "No"
    assert plain_text("a\x00b\x7f\r\nc\td\ud800") == "a␀b\ufffd\nc\td\ufffd"
    assert plain_text("\u202e👩‍👧😀") == "\u202e👩‍👧😀"
