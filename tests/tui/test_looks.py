"""How the terminal looks: three themes that can be read, screens that fit, a few snapshots."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.color import Color
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from casebook.cli.upkeep.look import keep_look, last_look
from casebook.core.codes import CODE_LISTS
from casebook.profiles import intake
from casebook.profiles.profile import Profile
from tests.tui.desk import opener, reopen
from tests.tui.lamp import Lamp
from tests.tui.terminal import Terminal, driven, terminal
from tui.app import CasebookApp
from tui.parts.form import FormScreen
from tui.parts.forms import Form
from tui.themes import DARK, HIGH_CONTRAST, LIGHT, THEMES, after, first


def _contrast(one: str, other: str) -> float:
    """WCAG 2's contrast ratio of two colours, from 1 to 21."""
    lights = sorted((Color.parse(one).rgb, Color.parse(other).rgb), key=_light, reverse=True)
    return (_light(lights[0]) + 0.05) / (_light(lights[1]) + 0.05)


def _light(rgb: tuple[int, int, int]) -> float:
    parts = [value / 255 for value in rgb]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_contrast_formula_is_wcags() -> None:
    """Black on white is 21; #767676 on white is the well-known 4.54."""
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)
    assert _contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_theme_can_be_read(theme: Any) -> None:
    """Text has a contrast of 4.5 on every ground it stands on, 7 in the high-contrast theme."""
    enough = 7 if theme is HIGH_CONTRAST else 4.5
    texts = (theme.foreground, theme.primary, theme.warning, theme.error, theme.variables["quiet"])
    for ground in (theme.background, theme.surface, theme.panel):
        for text in texts:
            assert _contrast(text, ground) >= enough, (text, ground)
    cursor = (
        theme.variables["block-cursor-foreground"],
        theme.variables["block-cursor-background"],
    )
    assert _contrast(*cursor) >= enough


def test_themes_follow_one_another() -> None:
    """Dark, light, high contrast, and round again."""
    assert after(DARK.name) == LIGHT.name
    assert after(LIGHT.name) == HIGH_CONTRAST.name
    assert after(HIGH_CONTRAST.name) == DARK.name


def _pairs(t: Terminal) -> Iterator[tuple[str, str, str]]:
    """Each colour with the ground it is drawn on, and the words that are; none behind a dialog."""
    over = t.app.screen.query(".dialog")
    region = over.first().region if over else t.app.screen.region
    lines = t.app.screen._compositor.render_strips()[region.y : region.bottom]
    for part in (part for line in lines for part in line.crop(region.x, region.right)):
        style = part.style
        if style is None or not any(letter.isalnum() for letter in part.text):
            continue
        assert not style.dim
        assert style.color is not None
        assert style.bgcolor is not None
        pair = (style.color.get_truecolor().hex, style.bgcolor.get_truecolor().hex)
        yield (*(pair[::-1] if style.reverse else pair), part.text.strip())


@driven
async def test_every_word_on_the_screens_can_be_read(casebook: Path) -> None:
    """Whatever is drawn on whatever ground: 4.5, in the high-contrast theme 7.

    Overdue rows under the cursor, greyed keys, errors, empty fields, choices and the palette too.
    """
    routes = (("3", "z"), ("enter", "6"), ("3",), ("e",), ("escape", "u"), ("escape", "f1"))
    poor = []
    async with terminal(casebook, size=(120, 40), at_profiles=False) as t:
        for keys in ((), *routes, ("escape", "escape", "f3"), ("escape", "ctrl+p")):
            await t.keys(*keys)
            for theme in THEMES:
                t.app.theme = theme.name
                await t.settle()
                enough = 7 if theme is HIGH_CONTRAST else 4.5
                for text, ground, words in _pairs(t):
                    if _contrast(text, ground) < enough:
                        poor.append((theme.name, keys, text, ground, words))
    assert not poor, poor[:10]


@driven
async def test_f9_changes_the_look(casebook: Path) -> None:
    """F9 goes to the next theme, on the list and on a profile; each choice is told."""
    told: list[str] = []
    async with terminal(casebook, on_look=told.append) as t:
        assert t.app.theme == DARK.name
        await t.keys("f9", "enter", "f9")
        assert t.app.theme == HIGH_CONTRAST.name
    assert told == [LIGHT.name, HIGH_CONTRAST.name]


@driven
async def test_it_begins_with_the_look_chosen_last(casebook: Path) -> None:
    """The first paint is in it already."""
    async with terminal(casebook, look=LIGHT.name) as t:
        ground = next(_pairs(t))[1]
        assert _contrast(ground, LIGHT.panel) == pytest.approx(1, abs=0.01)


def test_what_look_it_begins_with() -> None:
    """The one remembered; high contrast under NO_COLOR; what Textual is told comes before all."""
    assert first("", {}) == first("a look no longer made", {}) == DARK.name
    assert first(LIGHT.name, {"NO_COLOR": "1"}) == LIGHT.name
    assert first("", {"NO_COLOR": ""}) == HIGH_CONTRAST.name
    assert first(LIGHT.name, {"TEXTUAL_THEME": "ansi-dark"}) == "ansi-dark"


def test_the_look_is_kept_in_the_persons_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is there the next time; a folder that can't be read or written is no reason to fail."""
    monkeypatch.setattr("platformdirs.user_state_path", lambda *_, **__: tmp_path / "state")
    assert last_look() == ""
    keep_look(LIGHT.name)
    assert last_look() == LIGHT.name
    (tmp_path / "a file").write_text("")
    monkeypatch.setattr("platformdirs.user_state_path", lambda *_, **__: tmp_path / "a file")
    keep_look(DARK.name)
    assert last_look() == ""


def test_no_style_sheet_names_a_colour() -> None:
    """Colours come from the theme alone."""
    for sheet in (Path(__file__).parents[2] / "tui" / "styles").glob("*.tcss"):
        text = sheet.read_text(encoding="utf-8")
        for rule in text.split(";"):
            name, _, value = rule.rpartition(":")
            if name.strip().endswith(("color", "background")):
                assert value.strip().startswith(("$", "transparent")), (sheet.name, rule)


@driven
async def test_every_screen_fits(casebook: Path) -> None:
    """At 120x40 nothing is cut off: the marking, the keys and every line's width.

    At 80x24 the walk of the hostile texts sees to it.
    """
    size = (120, 40)
    async with terminal(casebook, size=size) as t:
        for keys in (
            (),
            ("enter",),
            ("6",),
            ("8",),
            ("9",),
            ("0",),
            ("2", "e"),
            ("escape", "a"),
            ("escape", "h"),
        ):
            await t.keys(*keys)
            assert len(t.lines) == size[1]
            assert t.lines[0].strip() == "OFFICIAL-SENSITIVE · Synthetic data"
            assert t.lines[-1].strip() == "OFFICIAL-SENSITIVE · Synthetic data"
            assert "F1 Help" in t.lines[-2]
            assert all(len(line) <= size[0] for line in t.lines)


@driven
async def test_help_lists_every_key_of_the_screen(casebook: Path) -> None:
    """F1 says what the screen is for and what each key does."""
    async with terminal(casebook, size=(80, 64)) as t:
        await t.keys("f1")
        t.has(
            "f Filter",
            "m Mine, my area or all",
            "S Sort by the next column",
            "q Quit",
            "/ Find anything",
        )
        await t.keys("escape", "enter", "f1")
        t.has("v Move to the next stage", "l Link a hotspot", "esc Back")


@driven
async def test_the_palette_does_what_keys_do(casebook: Path) -> None:
    """ctrl+p finds a profile by its title and a command by its name."""
    async with terminal(casebook) as t:
        await t.keys("ctrl+p")
        await t.type("fights")
        await t.keys("enter")
        t.has("PMP-2024-002 Fights in Quay Street")
        await t.keys("ctrl+p")
        await t.type("link a hot")
        await t.keys("enter")
        t.has("Link a hotspot", "HS-01 Harbour steps")


@driven
async def test_keys_can_be_changed(casebook: Path) -> None:
    """Every key has a name by which a person's settings can give it another."""
    async with terminal(casebook) as t:
        t.app.set_keymap({"profiles.filter": "f", "profile.advance": "n"})
        await t.keys("f")
        assert t.app.screen.query(Input)
        await t.keys("escape", "enter", "n")
        t.has("Move PMP-2024-001 from scan to analyse")
        kinds = {type(screen) for screen in t.app.screen_stack}
        assert len(kinds) == 3
        for binding in (binding for kind in kinds for binding in kind.BINDINGS):
            assert binding.id, binding


async def _click(t: Terminal, selector: str, words: str) -> None:
    """Click on the first of the ``words`` as they stand in a widget."""
    region = t.app.screen.query_one(selector).region
    lines = t.app.screen._compositor.render_strips()[region.y : region.bottom]
    cut = [strip.crop(region.x, region.right).text for strip in lines]
    y = next(n for n, text in enumerate(cut) if words in text)
    await t.pilot.click(selector, offset=(cut[y].index(words), y))
    await t.settle()


def _firsts(t: Terminal) -> list[str]:
    """The first word of each action, as they are listed."""
    return [words[0] for line in t.lines if (words := line.split()) and words[0] in _ACTIONS]


_ACTIONS = {"Cut", "Ask", "Warn"}


@driven
async def test_the_mouse_does_what_keys_do(casebook: Path) -> None:
    """A click on a heading sorts, on a tab goes there, on a key of the footer does it."""
    async with terminal(casebook, size=(120, 40)) as t:
        await _click(t, "#profiles .heads", "Ref")
        t.has("Ref ↓")
        await _click(t, "Keys", "C Closed")
        assert t.app.screen.over
        await t.keys("home", "enter")
        await _click(t, "#sections", "6 Actions")
        assert t.app.screen.section == "actions"
        assert _firsts(t) == ["Cut", "Ask", "Warn"]
        for order in (["Ask", "Cut", "Warn"], ["Warn", "Cut", "Ask"], ["Cut", "Ask", "Warn"]):
            await _click(t, "#actions .heads", "Action")
            assert _firsts(t) == order
        await _click(t, "Keys", "esc Back")
        t.has("Problem profiles")


def _seen(*keys: str) -> Callable[[Pilot[Any]], Any]:
    """Press keys and hold everything still that blinks."""

    async def before(pilot: Pilot[Any]) -> None:
        app = pilot.app
        assert isinstance(app, CasebookApp)
        t = Terminal(app, pilot)
        await t.settle()
        await t.keys(*keys)
        for blinking in app.screen.query("Input, TextArea"):
            if isinstance(blinking, Input | TextArea):
                blinking.cursor_blink = False
        await t.settle()

    return before


@pytest.mark.parametrize(
    ("size", "keys"),
    [((80, 24), ()), ((120, 40), ()), ((80, 24), ("enter",))],
    ids=["list-80", "list-120", "profile-80"],
)
def test_snapshots(
    casebook: Path,
    snap_compare: Any,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
    keys: tuple[str, ...],
) -> None:
    """The list at both sizes and a profile look as they did when last looked at."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    app = CasebookApp(opener(casebook), "lomea.db", at_profiles=True)
    assert snap_compare(app, terminal_size=size, run_before=_seen(*keys))


@pytest.mark.parametrize(
    ("size", "login"),
    [((80, 24), "sgt.harbour"), ((120, 40), "sgt.harbour"), ((80, 24), "insp.harbour")],
    ids=["sergeant-80", "sergeant-120", "inspector-80"],
)
def test_snapshots_of_today(
    casebook: Path,
    snap_compare: Any,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
    login: str,
) -> None:
    """A sergeant's and an inspector's Today look as they did when last looked at."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    book = reopen(casebook, "sgt.harbour")
    harm = "Five broken into in a week; more before Christmas if nothing is done."
    proposal = Profile("P-9", "Vans", area="D1", asked_by="community", harm=harm)
    intake.propose(book, proposal, hotspots=["HS-02"])
    book.store.close()
    app = CasebookApp(opener(casebook, login), "lomea.db")
    assert snap_compare(app, terminal_size=size, run_before=_seen())


def test_snapshot_of_a_form(
    casebook: Path, snap_compare: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A form looks as it did when last looked at, on a wide screen."""
    monkeypatch.delenv("NO_COLOR", raising=False)

    async def before(pilot: Pilot[Any]) -> None:
        lamp = Lamp("by the steps", lit=True, notes="Two panes are broken.", theme="asb")
        await Terminal(pilot.app, pilot).settle()
        pilot.app.push_screen(FormScreen(Form("PMP-2024-001 · lamp", lamp), CODE_LISTS))
        await _seen("tab")(pilot)

    app = CasebookApp(opener(casebook), "lomea.db")
    assert snap_compare(app, terminal_size=(120, 24), run_before=before)


def test_without_colour_state_is_still_said(
    casebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under NO_COLOR overdue, unusual and the present stage are words and signs."""
    monkeypatch.setitem(os.environ, "NO_COLOR", "1")

    async def drive() -> None:
        async with terminal(casebook) as t:
            t.has("! overdue", "SV 4→14▲")
            await t.keys("enter")
            t.has("▶ scan")

    asyncio.run(drive())
