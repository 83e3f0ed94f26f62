"""The pack as PDF: tagged, marked on each page, the same bytes, text as it was typed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typst

from casebook.packs import typesetting
from casebook.packs.review import pdf
from casebook.packs.review.pack import ReviewPack
from casebook.packs.review.pdf import render_pdf
from casebook.packs.typesetting import PdfFailure
from tests.packs.made_up import (
    HOSTILE,
    HS_01,
    SETTINGS,
    TOGETHER,
    file,
    hostile_pack,
    monthly,
    pack,
    table,
)


def compiled(made: ReviewPack) -> typst.Compiler:
    """Typst with the pages of ``made``."""
    return typesetting._compiler(typesetting.source_of(*pdf.TEMPLATES), pdf._printed(made))


def queried(made: ReviewPack, selector: str) -> list[Any]:
    """The body of each element that Typst finds in the document of ``made``."""
    found: list[Any] = json.loads(compiled(made).query(selector, field="body"))
    return found


def words_in(value: Any) -> str:
    """All text in what a query gives, without the places to break words."""
    if isinstance(value, list):
        return "".join(map(words_in, value))
    if value["func"] == "space":
        return " "
    own = next((value[key] for key in ("text", "body", "child", "children") if key in value), "")
    return own.replace("\u200b", "") if isinstance(own, str) else words_in(own)


def pages(made: ReviewPack) -> int:
    """How many pages the document has."""
    found = typesetting._compiler(
        typesetting.source_of(*pdf.TEMPLATES), pdf._printed(made)
    ).compile(format="svg")
    return len(found) if isinstance(found, list) else 1


def test_the_same_pack_gives_the_same_bytes() -> None:
    """The time in it is the day it was made for, not the clock's."""
    made = render_pdf(pack())
    assert made == render_pdf(pack())
    assert made.startswith(b"%PDF")


def test_it_declares_itself_accessible_and_says_its_language_and_title() -> None:
    """PDF/UA-1, which Typst checks as it compiles: alternative texts, headings, table heads."""
    made = render_pdf(pack())
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert b"Hotspot review, September 2024" in made
    assert b"/Lang(en-GB)" in made


def test_every_page_is_marked_at_top_and_bottom() -> None:
    """Two markings a page, on the pages across too."""
    made = pack()
    marks = queried(made, "<marking>")
    assert len(marks) == 2 * pages(made)
    assert {words_in(mark) for mark in marks} == {"OFFICIAL-SENSITIVE PERSONAL"}


def test_hostile_text_is_printed_as_it_was_typed() -> None:
    """No code runs and no markup shows: the words stand in the headings as they are."""
    made = hostile_pack()
    assert render_pdf(made).startswith(b"%PDF")
    headings = [words_in(heading) for heading in queried(made, "heading")]
    typed = HOSTILE.replace("\x07", "�").replace("𝕏", "�").replace("😀", "�")
    assert any(typed[:40] in heading for heading in headings)


def test_a_character_that_no_font_has_is_replaced_and_said() -> None:
    """PDF/UA would refuse the whole pack for one emoji."""
    smile = pack(files=(file("PMP-2024-001", "HS-01", title="Fights 😀 ŵ ™"),))
    said = [words_in(heading) for heading in queried(smile, "heading")]
    assert "PMP-2024-001: Fights � ŵ ™" in said
    assert pdf._printed(smile)["lost"].startswith("Some characters can't be printed here")
    assert pdf._printed(pack())["lost"] == ""


@pytest.mark.parametrize("odd", ["\t\v", "\t\u2028", "\v", "\f\t", "\u2029\t", "\x85\t", "\t\r"])
def test_signs_that_end_lines_elsewhere_dont_stop_the_pack(odd: str) -> None:
    """A tab beside one of them is a blank beside the end of a line."""
    made = pack(files=(file("PMP-2024-001", "HS-01", title=f"Fights{odd}here"),))
    assert render_pdf(made).startswith(b"%PDF")
    assert pdf._printed(made)["lost"] == ""


def test_text_that_only_together_cant_be_drawn_loses_its_rare_characters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And the pack says so, instead of there being none."""
    made = pack(files=(file("PMP-2024-001", "HS-01", title="Fights ŵ here"),))
    compiled = typesetting._compiled

    def breaks_on(source: bytes, data: Any, moment: int = 0) -> bytes:
        if any("ŵ here" in words for words in typesetting._strings(data)):
            raise typst.TypstError("no glyph")
        return compiled(source, data, moment)

    monkeypatch.setattr(typesetting, "_compiled", breaks_on)
    assert render_pdf(made).startswith(b"%PDF")


def test_each_hotspot_and_the_last_page_are_headings_of_the_first_level() -> None:
    """They make the outline."""
    made = queried(pack(), "heading.where(level: 1)")
    assert [words_in(heading) for heading in made] == [
        "What needs a decision",
        "All hotspots, Sep 2024",
        "In brief",
        "How places are ranked",
        "Contents",
        "What the figures rest on",
        "HS-01 Market Quay",
        "HS-25 Fanshaw Green",
        "HS-02 Harbour Station",
        "Other profiles",
        "Definitions and sources",
    ]


def test_a_hundred_hotspots_and_none_both_compile() -> None:
    """Long tables run on over pages with their headings, and no table is no trouble."""
    many = tuple(replace(HS_01, hotspot=f"HS-{n:03d}") for n in range(1, 101))
    made = pack(table=table(many), monthly=monthly(many[:2]), files=())
    assert pages(made) > 103
    assert render_pdf(made).startswith(b"%PDF")
    nothing = replace(TOGETHER, crimes=None, asb=None)
    empty = pack(
        table=table(()), monthly=monthly(()), files=(), together=nothing, settings=SETTINGS
    )
    assert render_pdf(empty).startswith(b"%PDF")


def test_a_word_without_end_is_broken_and_drawings_are_not() -> None:
    """A line of 200 letters gets places to break; an SVG keeps every character."""
    made = pdf._printed(pack(files=(file("PMP-2024-001", "HS-01", title="x" * 200),)))
    assert made["sections"][0]["cases"][0]["title"].count("\u200b") == 4
    assert made["sections"][0]["charts"]["svg"] == pack().sections[0].charts.svg


def test_lato_is_the_font_that_packs_are_set_in() -> None:
    """A font that differs in a single outline gives other bytes."""
    digest = hashlib.sha256()
    for font in sorted(Path(typesetting._lato()).glob("*.ttf")):
        digest.update(font.read_bytes())
    assert digest.hexdigest() == "4305db1ef643a45892817342cd506f7666586051ef2211690d2f7479587ca37d"


def test_missing_fonts_are_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what to install."""
    monkeypatch.setattr(typesetting, "distribution", lambda name: type("D", (), {"files": None}))
    typesetting._lato.cache_clear()
    with pytest.raises(PdfFailure, match="font-lato isn't installed whole"):
        render_pdf(pack())
    monkeypatch.undo()
    typesetting._lato.cache_clear()
