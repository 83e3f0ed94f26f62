"""Every kind of pack: its months and formats, hostile text, the same bytes, an empty casebook."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import docx
import pytest

from casebook.book.opening import Book
from casebook.core.errors import BadValue
from casebook.core.months import Month
from casebook.packs.kinds import PACK_KINDS
from casebook.packs.report.docx import render_docx
from casebook.packs.report.html import render_report
from casebook.packs.report.pdf import render_report_pdf
from tests.books import make_book
from tests.packs.harbour import add, add_profile, harbour_book, made
from tests.packs.made_up import HOSTILE
from tests.packs.pdf_pages import fill_of_pages
from tests.packs.test_html import Parsed

PLACES = {"district": "D1", "forum": "", "scrutiny": "", "panel": ""}


def test_each_kind_looks_at_its_own_months() -> None:
    """The last is the one asked for."""
    windows = {word: kind.window(Month(2024, 11)).label for word, kind in PACK_KINDS.items()}
    assert windows == {
        "review": "Nov 2024",
        "district": "Nov 2024",
        "forum": "Jun to Nov 2024",
        "scrutiny": "Sep to Nov 2024",
        "panel": "Sep to Nov 2024",
    }


@pytest.mark.parametrize(
    ("kind", "wanted", "says"),
    [
        ("review", ("docx",), "A review pack is made as html, pdf and xlsx, not 'docx'."),
        ("panel", ("html", "xlsx"), "made as html, pdf and docx, not 'html,xlsx'."),
        ("forum", (), "A forum pack is made as html and pdf, not ''."),
    ],
)
def test_a_format_a_kind_isn_t_made_in_is_refused(
    kind: str, wanted: tuple[str, ...], says: str
) -> None:
    """And the ones it is made in are named."""
    with pytest.raises(BadValue, match=says):
        PACK_KINDS[kind].check_formats(wanted)
    PACK_KINDS["panel"].check_formats(("docx", "pdf"))


def _fill(book: Book, words: str) -> None:
    """An entry in every register that a pack reads, ``words`` in all its text."""
    add(book, "fund", ref="F", name=words, budget=10, at="2024-04-01", until="2025-03-31")
    add(book, "spend", "F", code="spend", at="2024-11-10", amount=50)
    add(book, "activity", code="arrest", count=3, at="2024-11-05", place="HS-01", text=words)
    add(book, "programme", ref="C", name=words, code="clear-hold-build", at="2023-12-01",
        place="W1", review_after=[3, 12])  # fmt: skip
    agency = " ".join(words[:60].split())
    add(book, "agency", ref=agency, contact=words)
    add(book, "phase", "C", text=words, agency=agency, at="2023-12-01")
    add(book, "benefit", "C", text=words)
    add(book, "benefit-review", "C", benefit=words, months=3, code="realised", text=words)
    add_profile(book, "PMP-1", impact="promising", evidence=words, hotspots=("HS-01",))
    add_profile(book, "PMP-2", impact="harmful", evidence=words, area="D1")
    add(book, "indicator", ref="I", name=words, unit=words, source=words, profile="PMP-1")
    add(book, "reading", "I", at="2024-11-01", value=3)
    add(book, "priority", "W1", text=words, at="2024-03-01")
    add(book, "query", "W1", received="2024-11-04 09:00", text=words)
    add(book, "practitioner", "W1", role=words, tactics=["dispersal"], text=words)
    add(book, "paper", "C", text=words, lies=words, place="D1", at="2024-11-01")
    add(book, "scrutiny", meeting=words, at="2024-11-11", text=words, evidence=words, reason=words)
    add(book, "scrutiny-action", meeting=words, at="2024-11-11", text=words, change=words,
        owner=words, outcome=words)  # fmt: skip


def test_hostile_text_stays_text_in_every_kind(tmp_path: Path) -> None:
    """Markup of HTML and Typst is printed as it was typed, in Word too, on no page near empty."""
    book = harbour_book(tmp_path)
    _fill(book, f"{HOSTILE.replace(chr(7), '')} {'W' * 120}")
    for kind, place in PLACES.items():
        report = made(book, kind, place)
        html = render_report(report)
        assert "<script>alert" not in html, kind
        assert html.count("</style>") == 1, kind
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html, kind
        assert min(fill_of_pages(render_report_pdf(report))) >= 0.15, kind
        document = docx.Document(io.BytesIO(render_docx(report)))
        assert document.sections[0].header.paragraphs[0].text == "OFFICIAL-SENSITIVE"
    book.store.close()


def test_regions_and_ids_are_named_once(tmp_path: Path) -> None:
    """So that a screen reader can tell the tables of a page apart."""
    book = harbour_book(tmp_path)
    _fill(book, "Lamps out")
    for kind, place in PLACES.items():
        page = Parsed(render_report(made(book, kind, place)))
        named = [each["aria-label"] for each in page.all("div") if each.get("role") == "region"]
        assert len(named) == len(set(named)), kind
        ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
        assert len(ids) == len(set(ids)), kind
    book.store.close()


def test_months_that_run_on_say_so(tmp_path: Path) -> None:
    """On 18 December its figures aren't a whole month's."""
    book = make_book(tmp_path, today=date(2024, 12, 18))
    said = dict(made(book, "panel", month=Month(2024, 12)).facts)
    assert said["Months"] == "1 Oct 2024 to 31 Dec 2024, which aren't over yet"
    assert dict(made(book, "panel").facts)["Months"] == "1 Sep 2024 to 30 Nov 2024"
    book.store.close()


def test_an_empty_casebook_has_honest_pages(tmp_path: Path) -> None:
    """Nothing fails, and every kind says which record it was made from."""
    book = make_book(tmp_path)
    for kind in ("forum", "scrutiny", "panel"):
        report = made(book, kind)
        html = render_report(report)
        assert "casebook check --head" in html, kind
        assert min(fill_of_pages(render_report_pdf(report))) >= 0.15, kind
        assert render_docx(report).startswith(b"PK"), kind
    book.store.close()


_MAKE = """
import sys, hashlib
from casebook.book.opening import open_book
from tests.packs.harbour import made
from tests.packs.test_kinds import PLACES
from casebook.packs.report.docx import render_docx
from casebook.packs.report.html import render_report
book = open_book(sys.argv[1], "admin")
for kind in ("district", "panel"):
    report = made(book, kind, PLACES[kind])
    for render in (render_report, render_docx):
        made_of = render(report)
        data = made_of.encode() if isinstance(made_of, str) else made_of
        print(kind, render.__name__, hashlib.sha256(data).hexdigest())
"""


def test_the_same_bytes_under_another_hash_seed(tmp_path: Path) -> None:
    """HTML and Word, each time in a program of its own; the PDF is set from the same values."""
    book = harbour_book(tmp_path)
    _fill(book, "Lamps out")
    where = book.store.book
    book.store.close()
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _MAKE, where],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path.cwd())},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "2")
    ]
    first, second = (each.communicate()[0] for each in running)
    assert first == second
    assert len(first.splitlines()) == 4
