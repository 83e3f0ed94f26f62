"""A register of the whole casebook: listed, filtered, added to and edited on one screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from casebook.core.entry import Entry
from casebook.core.fields import field
from casebook.registers import entries as registers
from tests.made_up_kinds import known, made_up
from tests.tui.desk import reopen
from tests.tui.terminal import driven, terminal


def _add(casebook: Path, kind: str, about: str = "", login: str = "admin", **values: Any) -> Any:
    book = reopen(casebook, login)
    added = registers.add_entry(book, kind, about, values)
    book.store.close()
    return added


async def _open(t: Any, title: str) -> None:
    await t.keys("r")
    t.has("Which register")
    await t.type(title)
    await t.keys("enter")


@driven
async def test_a_register_is_listed_newest_first_and_filtered(casebook: Path) -> None:
    """g picks a register; / keeps the entries that hold every word; Esc clears it."""
    _add(casebook, "priority", "D1", text="Noise at the harbour steps")
    _add(casebook, "priority", "D2", text="Parking by the school")
    async with terminal(casebook) as t:
        await _open(t, "local prio")
        t.has("Local priorities", "2 entries")
        rows = [line for line in t.lines if "Noise" in line or "Parking" in line]
        assert "Parking by the school" in rows[0]
        assert "D1" in rows[1]
        await t.keys("f")
        await t.type("harbour noise")
        t.has("1 of 2 entries", "Noise at the harbour steps")
        assert "Parking" not in t.shown
        await t.keys("enter", "escape")
        t.has("Parking by the school")
        await t.keys("escape")
        t.has("Problem profiles")


@driven
async def test_an_entry_is_added_about_a_place_and_edited(casebook: Path) -> None:
    """a asks about which area, then shows the form of the kind; Enter edits what stands."""
    async with terminal(casebook) as t:
        await _open(t, "local prio")
        t.has("Nothing is kept here yet: a adds a priority.")
        await t.keys("a")
        t.has("About which: Area", "D1  Harbour")
        await t.type("d1")
        await t.keys("enter")
        t.has("D1 Harbour · new priority")
        await t.type("Fishing nets on the quay")
        await t.keys("f2")
        t.has("✓ Priority added.", "Fishing nets on the quay", "18 Dec 2024")
        await t.keys("enter")
        await t.type(" and pots")
        await t.keys("f2")
        t.has("✓ Priority saved.")
    (stands,) = registers.list_entries(reopen(casebook), "priority", place="D1")
    assert stands.text == "Fishing nets on the quay and pots"  # type: ignore[attr-defined]


@driven
async def test_somebody_elses_area_is_read_and_the_refusal_says_who_can(casebook: Path) -> None:
    """A sergeant of another district reads the entry with Enter and is told who may edit it."""
    _add(casebook, "priority", "D2", text="Parking by the school")
    async with terminal(casebook) as t:
        await _open(t, "local prio")
        await t.keys("e")
        t.has("! sgt.harbour may not log actions on D2: it lies outside D1")
        await t.keys("enter")
        t.has("D2 Strand · priority 1", "Parking by the school", "Set on 18 Dec 2024")


@driven
async def test_a_named_kind_is_called_by_its_ref_and_keeps_it(casebook: Path) -> None:
    """A programme's form asks for its ref once, and for its kind from the code list."""
    _add(casebook, "programme", ref="CHB-01", name="Clear, Hold, Build", code="clear-hold-build",
         place="D1", at="2024-06-03")  # fmt: skip
    async with terminal(casebook) as t:
        await _open(t, "programmes")
        t.has("CHB-01", "Clear, Hold, Build", "3 Jun 2024")
        await t.keys("enter")
        t.has("CHB-01 · programme")
        names = [editor.spec.name for editor in t.app.screen.editors]
        assert "ref" not in names
        place = t.app.screen.editor("place")
        assert place.options()["D2"] == "D2  Strand"


@driven
async def test_what_is_typed_into_any_form_outlives_its_window(casebook: Path) -> None:
    """Half a priority left unsaved is offered when the same form is next opened."""
    async with terminal(casebook, drafts_after=0.001) as t:
        await _open(t, "local prio")
        await t.keys("a")
        await t.type("d1")
        await t.keys("enter")
        await t.type("Half a sen")
    async with terminal(casebook) as t:
        await _open(t, "local prio")
        await t.keys("a")
        await t.type("d1")
        await t.keys("enter")
        t.has("You have unsaved text")
        await t.keys("u")
        assert t.app.screen.editor("text").raw == "Half a sen"
        await t.keys("f2")
        t.has("✓ Priority added.")
        await t.keys("a")
        await t.type("d1")
        await t.keys("enter")
        assert not t.app.screen.query(".dialog")


@made_up
@dataclass(frozen=True, kw_only=True)
class Visit(Entry):
    """A kind of register that the terminal has never heard of."""

    KIND: ClassVar[str] = "site-visit"
    TITLE: ClassVar[str] = "Site visits"

    text: str = field("What was seen", free_text=True)
    at: date | None = field("Seen on", default=None)


@driven
async def test_a_new_kind_has_its_screen_because_its_class_exists(casebook: Path) -> None:
    """A register about nothing else goes straight to its form."""
    with known(Visit):
        async with terminal(casebook, "admin") as t:
            await _open(t, "site")
            t.has("Nothing is kept here yet: a adds a site visit.")
            await t.keys("t")
            t.has("! Site visits aren't added up.")
            await t.keys("a")
            await t.type("Two lamps out")
            await t.keys("f2")
            t.has("✓ Site visit added.", "Two lamps out")


@driven
async def test_a_viewer_reads_and_adds_nothing(casebook: Path) -> None:
    """The key is greyed and says who can."""
    async with terminal(casebook, "looker") as t:
        await _open(t, "queries")
        await t.keys("a")
        t.has("! looker may not log actions on this casebook")
