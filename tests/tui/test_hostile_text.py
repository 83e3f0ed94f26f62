"""Text typed by officers is data on every screen: never markup, never an order to the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content
from textual.screen import ModalScreen

from casebook.places.place import Place
from casebook.profiles import casefile
from casebook.registers import entries as registers
from tests.books import stored_as_typed
from tests.tui.desk import build, reopen
from tests.tui.every_screen import every_screen
from tests.tui.terminal import Terminal, driven, terminal
from tui.parts.text import cell, clean, line, plain

REF = "PMP-2024-001"
HOSTILE = (
    "[/red] [b [@click=app.quit]x[/] <script>a</script> "
    "\U0001f46e\u200d\u2640\ufe0f שלום \x1b[31m\x07 \u202eevil \x9b2J"
)
LONG = " ".join([HOSTILE] * 50)[:5000]
TYPED = "[/red] [b] <script>"


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A casebook in which every text a person could write once is hostile."""
    with stored_as_typed():
        return _filled(tmp_path)


def _filled(tmp_path: Path) -> Path:
    path = build(tmp_path / "lomea.db", title=HOSTILE)
    book = reopen(path, "insp.harbour")
    with book.store.writing() as tx:
        place = tx.load_one(Place, ref="HS-01")
        assert place is not None
        tx.save(place, Place(**{**vars(place), "name": HOSTILE}), book.author)
    texts = dict.fromkeys(("community", "harms", "events", "community_voice"), HOSTILE)
    casefile.edit_stage(book, REF, "scan", texts)
    rows = [{"statement": HOSTILE, "evidence_for": HOSTILE}]
    casefile.edit_stage(book, REF, "analyse", {"what": HOSTILE, "hypotheses": rows})
    action = {"title": HOSTILE, "owner": HOSTILE, "agency": HOSTILE, "expected": HOSTILE}
    casefile.add_action(book, REF, action)
    casefile.edit_action(book, REF, 1, {"title": HOSTILE})
    casefile.edit_stage(book, REF, "assess", {"lessons": LONG})
    for kind, about, values in (
        ("note", REF, {"text": LONG}),
        ("request", REF, {"text": HOSTILE, "to": "analyst", "until": "2024-12-19"}),
        ("priority", "D1", {"text": HOSTILE, "at": "2024-08-01"}),
        ("activity", "", {"code": "arrest", "at": "2024-12-17", "place": "HS-01", "text": HOSTILE}),
    ):
        registers.add_entry(book, kind, about, values)
    book.store.close()
    return path


def _harmless(t: Terminal) -> None:
    """Nothing a terminal obeys is on the screen."""
    for text in t.lines:
        assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in text)
        assert "\u202e" not in text


@driven
async def test_no_screen_obeys_hostile_text_or_loses_its_shape(hostile: Path) -> None:
    """Markup, escapes, other ways of writing, emoji, 5,000 letters: on every screen and dialog."""
    async with terminal(hostile, at_profiles=False) as t:
        async for name in every_screen(t):
            _harmless(t)
            strips = t.app.screen._compositor.render_strips()
            assert all(strip.cell_length <= 80 for strip in strips), name
            if not isinstance(t.app.screen, ModalScreen):
                for line_ in (t.lines[0], t.lines[-1]):
                    assert line_.strip() == "OFFICIAL-SENSITIVE · Synthetic data", name
                assert "F1 Help" in t.lines[-2], name


@driven
async def test_every_screen_shows_hostile_text_as_it_was_typed(hostile: Path) -> None:
    """List, detail, every section, history and its entries, forms, pickers: brackets stay."""
    async with terminal(hostile, size=(120, 40)) as t:
        t.has("[/red] [b [@cli")
        _harmless(t)
        await t.keys("enter")
        for key in "12345678":
            await t.keys(key)
            _harmless(t)
        await t.keys("2")
        t.has("[/red] [b [@click=app.quit]x[/] <script>a</script>", "␛[31m")
        await t.keys("8", "enter")
        _harmless(t)
        await t.keys("escape", "2", "e")
        _harmless(t)
        await t.keys("escape", "3", "e")
        t.app.screen.editor("hypotheses").take_focus()
        await t.keys("enter")
        _harmless(t)
        await t.keys("escape", "escape", "h")
        _harmless(t)
        await t.keys("escape", "u")
        t.has("HS-01 [/red]")
        _harmless(t)
        await t.keys("escape", "f1", "escape", "escape", "ctrl+p")
        await t.type("PMP-2024-001")
        t.has("PMP-2024-001 [/red] [b [@click")
        _harmless(t)


@driven
async def test_hostile_text_in_notices_and_dialogs(hostile: Path) -> None:
    """Refusals that quote what was typed, waivers, and both versions of a field."""
    async with terminal(hostile) as t:
        await t.keys("enter", "3", "v", "enter")
        await t.keys("v", "enter")
        await t.type(TYPED)
        await t.keys("enter")
        _harmless(t)
        await t.keys("h")
        t.app.screen.editor("owner").take_focus()
        await t.keys("ctrl+u")
        await t.type(TYPED)
        t.has("nothing matches")
        _harmless(t)
        await t.keys("escape")
        t.app.notify("[/red]", markup=False)
        await t.settle()
        _harmless(t)


@driven
async def test_both_versions_of_hostile_text(hostile: Path) -> None:
    """The comparison of two versions shows brackets as typed."""
    async with terminal(hostile, size=(80, 40)) as t:
        await t.keys("enter", "3", "e")
        await t.type(TYPED)
        book = reopen(hostile, "insp.harbour")
        casefile.edit_stage(book, REF, "analyse", {"what": f"theirs {TYPED}"})
        book.store.close()
        await t.keys("f2")
        t.has(f"Theirs theirs {TYPED}", "Yours", f"2J{TYPED}")


@driven
async def test_pasted_controls_are_shown_as_signs(hostile: Path) -> None:
    """An escape sequence pasted into a form never reaches the terminal or the casebook."""
    from textual import events

    async with terminal(hostile) as t:
        await t.keys("enter", "4", "e")
        t.app.post_message(events.Paste("red \x1b[31mtext\x07"))
        await t.settle()
        _harmless(t)
        await t.keys("f2")
        t.has("Respond saved.")
    body = casefile.read_profile(reopen(hostile), REF).stage("respond").body
    assert body.strategy == "red ␛[31mtext␇"


@driven
async def test_what_is_left_out_of_a_text_is_said_beside_what_was_saved(tmp_path: Path) -> None:
    """A space of no width, which the form can't show, pasted from a web page."""
    from textual import events

    path = build(tmp_path / "lomea.db")
    async with terminal(path, size=(120, 40)) as t:
        await t.keys("enter", "4", "e")
        t.app.post_message(events.Paste("lamps\u200b out"))
        await t.settle()
        await t.keys("f2")
        t.has("Respond saved. Left out of", "as it can't be seen or printed: U+200B.")
    assert casefile.read_profile(reopen(path), REF).stage("respond").body.strategy == "lamps out"


@driven
async def test_opening_a_form_changes_no_text(hostile: Path) -> None:
    """Text that is shown made harmless is not rewritten unless somebody edits it."""
    async with terminal(hostile) as t:
        await t.keys("enter", "2", "e")
        assert not t.app.screen.unsaved()
        await t.keys("f2")
    body = casefile.read_profile(reopen(hostile), REF).stage("scan").body
    assert body.events == HOSTILE


@given(st.text())
def test_cleaned_text_holds_nothing_a_terminal_obeys(text: str) -> None:
    """Whatever is typed, only line ends are left of the control characters."""
    for letter in clean(text):
        assert letter == "\n" or (ord(letter) >= 32 and not 127 <= ord(letter) < 160)
    assert clean(clean(text)) == clean(text)
    assert "\n" not in line(text).plain
    clean(text).encode("utf-8")


@given(st.text(), st.integers(1, 40))
def test_a_cell_is_exactly_as_wide_as_its_column(text: str, width: int) -> None:
    """Whatever stands in a cell, the columns after it stay in line."""
    assert cell(text, width).cell_length == width


def test_plain_keeps_brackets() -> None:
    """Brackets are text, closed or not."""
    assert plain("[b]x[/b] [y").plain == "[b]x[/b] [y"
    assert isinstance(plain("x"), Content)
