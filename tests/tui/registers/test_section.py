"""Every register of a profile in one list, whatever kinds there are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from casebook.core.entry import Entry
from casebook.core.fields import field
from casebook.registers import entries as registers
from tests.made_up_kinds import known, made_up
from tests.tui.desk import reopen
from tests.tui.terminal import driven, terminal

REF = "PMP-2024-001"


def _add(casebook: Path, kind: str, on: date = date(2024, 12, 18), **values: Any) -> Any:
    book = reopen(casebook)
    book = replace(book, settings=replace(book.settings, today=on))
    added = registers.add_entry(book, kind, REF, values)
    book.store.close()
    return added


def _entries(casebook: Path, kind: str) -> Any:
    return registers.list_entries(reopen(casebook), kind, profile=REF)


@driven
async def test_every_kind_stands_in_one_list(casebook: Path) -> None:
    """0 lists requests, notes and linked crimes together, the latest first, what is late marked."""
    asked = date(2024, 11, 20)
    _add(casebook, "request", asked, text="Count the calls by hour", until="2024-12-01")
    _add(casebook, "note", text="The off-licence closes at ten")
    _add(casebook, "linked-crime", text="46/012345/24", at="2024-11-02")
    async with terminal(casebook) as t:
        await t.keys("enter", "0")
        rows = [line for line in t.lines if line.lstrip().startswith(("linked", "note", "request"))]
        assert [row.split()[0] for row in rows] == ["note", "request", "linked"]
        assert "46/012345/24" in rows[2]
        assert "2 Nov 2024" in rows[2]
        assert "Count the calls by hour · analyst" in rows[1]
        assert "! 1 Dec 2024" in rows[1]


@driven
async def test_an_entry_is_added_read_and_edited(casebook: Path) -> None:
    """a picks the register and opens its own form; o reads the entry, Enter edits it."""
    async with terminal(casebook) as t:
        await t.keys("enter", "0")
        t.has("Nothing is kept here yet: a adds it.")
        await t.keys("a")
        t.has("Add to which register", "Requests", "Sharing log", "Linked crimes and incidents")
        assert "Assessment designs" not in t.shown
        await t.type("notes")
        await t.keys("enter")
        await t.type("The light is out")
        await t.keys("f2")
        t.has("✓ Note added.", "note The light is out 18 Dec 2024")
        await t.keys("o")
        t.has("PMP-2024-001 · note 1", "On 18 Dec 2024")
        await t.keys("escape", "enter")
        await t.type(" since May")
        await t.keys("f2")
        t.has("✓ Note saved.")
    assert [note.text for note in _entries(casebook, "note")] == ["The light is out since May"]


@driven
async def test_a_request_is_replied_to_and_nothing_else_is(casebook: Path) -> None:
    """y answers a request; on a note it says that only requests are replied to."""
    _add(casebook, "request", text="Count the calls by hour")
    _add(casebook, "note", text="The light is out")
    async with terminal(casebook) as t:
        await t.keys("enter", "0", "y")
        t.has("! Only a request is replied to.")
        await t.keys("down", "y")
        t.has("Reply to: Count the calls by hour")
        await t.type("Most come after ten.")
        await t.keys("f2")
        t.has("✓ Reply saved.", "✓ answered")
    (answered,) = _entries(casebook, "request")
    assert (answered.reply, answered.answered_by) == ("Most come after ten.", "sgt.harbour")


@driven
async def test_a_design_is_read_and_a_viewer_only_reads(casebook: Path) -> None:
    """What a command of its own keeps can't be edited here; a viewer is told who may add."""
    from casebook.profiles.design import Design

    book = reopen(casebook)
    with book.store.writing() as tx:
        tx.save(None, Design(profile=REF, code="asb", text="Steps only"), book.author)
    book.store.close()
    async with terminal(casebook) as t:
        await t.keys("enter", "0", "e")
        t.has("! Assessment designs are kept with 'casebook design': here they are read.")
        await t.keys("enter")
        t.has("PMP-2024-001 · design 1", "Count group asb")
    async with terminal(casebook, "looker") as t:
        await t.keys("enter", "0", "a")
        t.has("! looker may not log actions on PMP-2024-001")


@made_up
@dataclass(frozen=True, kw_only=True)
class Visit(Entry):
    """A kind of register that the terminal has never heard of."""

    KIND: ClassVar[str] = "site-visit"
    TITLE: ClassVar[str] = "Site visits"
    SUBJECT: ClassVar[str] = "profile"

    profile: str = field("Profile", fixed=True)
    text: str = field("What was seen", free_text=True)
    lamps: int | None = field("Lamps out", unit="lamps", default=None)
    at: date | None = field("Seen on", default=None)


@driven
async def test_a_new_kind_needs_no_change_here(casebook: Path) -> None:
    """A kind declared in this test can be picked, typed, listed with its own fields and edited."""
    with known(Visit):
        async with terminal(casebook) as t:
            await t.keys("enter", "0", "a")
            await t.type("site")
            await t.keys("enter")
            t.has("new site visit", "What was seen", "Lamps out (lamps)", "Seen on")
            await t.type("Broken glass")
            await t.keys("tab")
            await t.type("3")
            await t.keys("f2")
            t.has("✓ Site visit added.", "site visit Broken glass · 3 lamps")
            await t.keys("enter", "tab", "ctrl+u")
            await t.type("4")
            await t.keys("f2")
            t.has("✓ Site visit saved.", "Broken glass · 4 lamps")
        assert [visit.lamps for visit in _entries(casebook, "site-visit")] == [4]


@driven
async def test_a_closed_profile_takes_what_is_found_after_closing(casebook: Path) -> None:
    """a offers the checks after closing and no notes; the finding stands in the list."""
    from casebook.profiles import casefile

    book = reopen(casebook, "admin")
    with book.store.writing() as tx:
        before = casefile.file_of(tx, REF).profile
        closed = replace(before, status="closed", closed=date(2024, 9, 10))
        tx.save(before, closed, book.author)
    book.store.close()
    async with terminal(casebook) as t:
        await t.keys("C", "f")
        await t.type("001")
        await t.keys("enter", "enter", "0", "a")
        t.has("Add to which register", "Checks after closing")
        assert "Requests" not in t.shown
        await t.type("checks")
        await t.keys("enter")
        await t.type("3")
        await t.keys("tab", "enter", "enter", "f2")
        t.has("✓ Closing check added.")
        await t.keys("escape", "escape", "escape", "r")
        await t.type("checks after")
        await t.keys("enter", "a")
        t.has("About which: Profile", "PMP-2024-001 Noise and drinking")
        assert "PMP-2024-002" not in t.shown
    assert [check.months for check in _entries(casebook, "closing-check")] == [3]


@driven
async def test_results_of_its_hotspots_are_one_key_away(casebook: Path) -> None:
    """An arrest at its hotspot that names no profile, since it was opened; no other place's."""
    book = reopen(casebook)
    for place, at in (("HS-01", "2024-12-17"), ("HS-01", "2024-08-01"), ("HS-02", "2024-12-16")):
        values = {"code": "arrest", "at": at, "place": place, "text": "theft"}
        registers.add_entry(book, "activity", "", values)
    book.store.close()
    async with terminal(casebook) as t:
        await t.keys("enter", "0")
        t.has("17 Dec 2024", "HS-01")
        assert "1 Aug 2024" not in t.shown
        assert "16 Dec 2024" not in t.shown


@driven
async def test_what_is_asked_stands_above_the_results_of_its_hotspots(casebook: Path) -> None:
    """However many arrests came later; those stand by their days, whenever they were added."""
    _add(casebook, "request", date(2024, 11, 20), text="Count the calls by hour")
    book = reopen(casebook)
    for day in ("2024-12-15", "2024-12-17", "2024-12-16"):
        values = {"code": "arrest", "at": day, "place": "HS-01", "text": "theft"}
        registers.add_entry(book, "activity", "", values)
    book.store.close()
    async with terminal(casebook) as t:
        await t.keys("enter", "0")
        t.has("Count the calls by hour", "activity Arrests")
        rows = [
            line.split() for line in t.lines if line.lstrip().startswith(("activity", "request"))
        ]
        assert [row[0] for row in rows] == ["request", "activity", "activity", "activity"]
        days = [" ".join(row[-4:-1]) for row in rows[1:]]
        assert days == ["17 Dec 2024", "16 Dec 2024", "15 Dec 2024"]


@driven
async def test_a_result_is_of_the_profiles_hotspot_unless_another_is_chosen(casebook: Path) -> None:
    """Where it has one: a, the register and the code are all there is to say of an arrest."""
    async with terminal(casebook, size=(80, 40)) as t:
        await t.keys("enter", "0", "a")
        await t.type("activities")
        await t.keys("enter")
        t.has("HS-01 Harbour steps")
        await t.keys("enter")
        await t.type("arrests")
        await t.keys("enter", "f2")
        t.has("✓ Activity added.")
    (arrest,) = _entries(casebook, "activity")
    assert (arrest.code, arrest.place, arrest.profile) == ("arrest", "HS-01", REF)
