"""Today: what is before a sergeant, an inspector, a reviewer and an analyst, and the way to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any
from unittest.mock import patch

import pytest
from textual import events

from casebook.agenda.owed.due import what_is_due
from casebook.agenda.today import behind
from casebook.agenda.today.page import Line, Today, TodayPart
from casebook.core.access import Account
from casebook.core.errors import StoreFailure
from casebook.core.months import Month
from casebook.incidents.coverage.gap_queries import Gap, keep_gaps
from casebook.places.place import Place
from casebook.places.plan import Plan
from casebook.profiles import casefile, intake
from casebook.profiles.profile import Profile
from casebook.registers import entries as registers
from casebook.reviews import months as reviews
from casebook.upkeep import accounts
from tests.tui.desk import opener, reopen
from tests.tui.terminal import Terminal, driven, terminal
from tui.agenda import first_page, today_rows
from tui.agenda.today_rows import by_need, rows, short_day
from tui.agenda.today_screen import TodayScreen
from tui.app import CasebookApp

NOVEMBER = Month(2024, 11)
LINES = {"did": "Twelve patrols", "hindered": "Leave", "asks": "A camera"}


def _as(casebook: Path, login: str, do: Callable[[Any], object]) -> None:
    """Do something to the casebook in somebody's hands."""
    book = reopen(casebook, login)
    do(book)
    book.store.close()


def _opened(casebook: Path) -> None:
    """A reviewer and an analyst join, and November's reviews are opened."""

    def add(book: Any) -> None:
        accounts.add_account(book, Account("rev", name="Ch Insp", roles=("reviewer",)))
        accounts.add_account(book, Account("ana", name="Analyst", roles=("analyst",)))
        reviews.open_month(book, NOVEMBER)

    _as(casebook, "admin", add)


def _updated(casebook: Path, ref: str = "PMP-2024-001") -> None:
    _as(casebook, "sgt.harbour", lambda book: reviews.update(book, ref, NOVEMBER, LINES))


def _endorsed(casebook: Path, ref: str = "PMP-2024-001") -> None:
    _updated(casebook, ref)
    _as(casebook, "insp.harbour", lambda book: reviews.endorse(book, ref, NOVEMBER))


def _renew(book: Any) -> None:
    """The patrol plan of the steps was to be renewed by now."""
    with book.store.writing() as tx:
        plan = Plan("HS-01", date(2024, 6, 1), renew=date(2024, 12, 1))
        tx.save(None, plan, book.author)


@driven
async def test_a_sergeant_sees_what_is_theirs_the_late_first(casebook: Path) -> None:
    """With the day, the place by name and the reason in the row, then the hotspots' month."""
    async with terminal(casebook, at_profiles=False) as t:
        t.has("Today", "Harbour · Wed 18 Dec 2024", "LAST NIGHT no visit was planned")
        t.has("YOURS TO DO 4, 2 late", "! 1 Dec action Harbour steps Cut back the hedge")
        assert t.shown.index("Cut back the hedge") < t.shown.index("the next review")
        t.has("YOUR HOTSPOTS, NOV", "Harbour steps objective 42 69% 29→23 0→0 ASB as expected")
        assert "Lantern Park" not in t.shown
        assert all(len(line) <= 80 for line in t.lines)


@driven
async def test_enter_opens_the_very_item_and_esc_comes_back_to_its_row(casebook: Path) -> None:
    """A returned review opens in its month; the cursor is where it was."""
    _opened(casebook)
    _updated(casebook)
    _as(
        casebook,
        "insp.harbour",
        lambda b: reviews.send_back(b, "PMP-2024-001", NOVEMBER, "Say what residents were told"),
    )
    async with terminal(casebook, at_profiles=False) as t:
        t.has("returned Harbour steps Nov: “Say what residents were told”")
        await t.keys("down")
        t.has("PMP-2024-001 · Harbour steps · returned · by 10 Dec 2024 · late", within="#detail")
        before = t.within("#detail")
        await t.keys("enter")
        t.has("Noise and drinking at the harbour steps", "returned to its owner")
        await t.keys("escape")
        assert isinstance(t.app.screen, TodayScreen)
        assert t.within("#detail") == before


@driven
async def test_mine_is_what_due_for_says(casebook: Path) -> None:
    """The same rows for each of the four, on the screen and on the command line."""
    _opened(casebook)
    _endorsed(casebook)
    _as(
        casebook,
        "sgt.harbour",
        lambda b: registers.add_entry(
            b, "request", "PMP-2024-002", {"text": "Which nights?", "until": "2024-12-20"}
        ),
    )
    for login in ("sgt.harbour", "insp.harbour", "rev", "ana"):
        book = reopen(casebook, login)
        due = [(each.on, each.about) for each in what_is_due(book, person=login)]
        book.store.close()
        async with terminal(casebook, login, at_profiles=False) as t:
            screen = t.app.screen
            assert isinstance(screen, TodayScreen)
            assert screen.today is not None
            mine = [
                (line.on, line.about)
                for part in screen.today.parts
                if part.name != "waiting"
                for line in part.lines
            ]
            assert sorted(mine) == due, login


@driven
async def test_an_inspector_accepts_with_the_harm_readable(casebook: Path) -> None:
    """To accept and to endorse stand apart, of the own district alone."""
    _opened(casebook)
    _updated(casebook)
    _as(
        casebook,
        "sgt.harbour",
        lambda b: intake.propose(
            b,
            Profile(
                "P-9", "Vans", area="D1", asked_by="community", harm="Five broken into a week."
            ),
            hotspots=["HS-02"],
        ),
    )
    async with terminal(casebook, "insp.harbour", at_profiles=False) as t:
        t.has("TO ACCEPT 1", "proposal Quay Street Vans", "TO ENDORSE 1")
        t.has("Asked for by Community. Harm if nothing is done: Five broken into a week.")
        t.has("review Harbour steps Nov: “Twelve patrols”")
    async with terminal(casebook, at_profiles=False) as t:
        t.has("WAITING FOR OTHERS", "endorsing Harbour steps Nov, since 18 Dec with insp.harbour")
        t.has("proposal Quay Street with insp.harbour: Vans")


@driven
async def test_hotspots_are_seen_below_much_that_waits(casebook: Path) -> None:
    """On a low screen what waits is folded; Enter on what stands for the rest unfolds it."""
    for number in range(9):
        values = {"title": f"Thing {number}", "due": "2024-12-20", "owner": "insp.harbour"}
        _as(
            casebook,
            "sgt.harbour",
            lambda b, values=values: casefile.add_action(b, "PMP-2024-001", values),  # type: ignore[misc]
        )
    async with terminal(casebook, at_profiles=False) as t:
        t.has("WAITING FOR OTHERS 9", "Thing 0", "and 5 more", "29→23")
        assert "Thing 8" not in t.shown
        await t.keys(*["down"] * 8)
        t.has("Enter shows them all.", within="#detail")
        await t.keys("enter")
        t.has("Thing 4", within="#detail")
        await t.keys("end", "up", "up")
        t.has("Thing 8")
    async with terminal(casebook, at_profiles=False, size=(120, 40)) as t:
        t.has("Thing 8", "29→23")


@driven
async def test_a_reviewer_signs_by_need(casebook: Path) -> None:
    """What waits for a signature stands in the pack's order; what waits for others doesn't."""
    _opened(casebook)
    _endorsed(casebook, "PMP-2024-001")
    _endorsed(casebook, "PMP-2024-002")
    async with terminal(casebook, "rev", at_profiles=False) as t:
        screen = t.app.screen
        assert isinstance(screen, TodayScreen)
        assert screen.need is not None
        assert screen.today is not None
        (part,) = screen.today.parts
        ranked = [line.about for line in by_need(part.lines, screen.need)]
        assert ranked == [ref for ref in screen.need if ref in ranked]
        t.has("TO SIGN 2, 1 late")
        places = {"PMP-2024-001": "Harbour steps", "PMP-2024-002": "Quay Street"}
        assert t.shown.index(places[ranked[0]]) < t.shown.index(places[ranked[1]])
        t.has(ranked[0], within="#detail")


@driven
async def test_what_is_to_be_signed_says_that_it_is_being_put_in_order(casebook: Path) -> None:
    """Its lines are read meanwhile; Enter waits, and opens the neediest once that is known."""
    _opened(casebook)
    _endorsed(casebook, "PMP-2024-001")
    _endorsed(casebook, "PMP-2024-002")
    may_go_on, read = Event(), behind.signing_order

    def late(*given: Any) -> tuple[str, ...]:
        may_go_on.wait(30)
        return read(*given)[::-1]

    async with terminal(casebook, "rev", at_profiles=False) as t:
        neediest = t.within("#detail").split()[0]
    with patch.object(behind, "signing_order", late):
        app = CasebookApp(opener(casebook, "rev"), "lomea.db", at_profiles=False)
        async with app.run_test(size=(80, 24)) as pilot:
            t = Terminal(app, pilot)
            while not (
                isinstance(app.screen, TodayScreen) and app.screen.today and app.screen.awaits
            ):
                await asyncio.sleep(0.01)
            t.has("TO SIGN 2, 1 late, being put in order of need …", "Harbour steps")
            app.post_message(events.Key("enter", None))
            may_go_on.set()
            await t.settle()
            other = {"PMP-2024-001", "PMP-2024-002"} - {neediest}
            t.has(*other)
            assert neediest not in t.shown
            await t.keys("escape")
            assert "being put in order" not in t.shown


@driven
async def test_an_analyst_sees_requests_gaps_and_loads(casebook: Path) -> None:
    """A request opens in its profile's registers."""
    _opened(casebook)
    _as(
        casebook,
        "sgt.harbour",
        lambda b: registers.add_entry(
            b, "request", "PMP-2024-002", {"text": "Which nights?", "until": "2024-12-20"}
        ),
    )
    async with terminal(casebook, "ana", at_profiles=False) as t:
        t.has("ASKED OF YOU 1", "20 Dec request Quay Street Which nights?")
        t.has("GAPS IN THE DATA", "LOADED LAST", "x.csv")
        await t.keys("enter")
        t.has("Fights in Quay Street", "Which nights?")


@driven
async def test_enter_on_a_gap_asks_for_the_file_that_fills_it(casebook: Path) -> None:
    """The form of an import; who may not begin one is told why, without a sign of success."""

    def lose_october(book: Any) -> None:
        accounts.add_account(book, Account("ana", name="Analyst", roles=("analyst",)))
        with book.store.writing() as tx:
            harbour = tx.load_one(Place, ref="D1")
            keep_gaps(tx, "extract", [Gap("asb", Month(2024, 10), harbour.id)])

    _as(casebook, "admin", lose_october)
    async with terminal(casebook, "ana", at_profiles=False) as t:
        t.has("! ASB isn't loaded for Oct 2024 in Harbour (D1)")
        t.has("Enter takes in a file for it.", within="#detail")
        await t.keys("enter")
        t.has("Import crime and ASB incidents", "It runs beside the terminal")
        await t.keys("escape")
        assert isinstance(t.app.screen, TodayScreen)
        with patch("tui.making.begin.may", return_value="An analyst imports."):
            await t.keys("enter")
        t.has("! An analyst imports.")
        assert isinstance(t.app.screen, TodayScreen)


@driven
async def test_what_is_in_no_profile_is_no_success(casebook: Path) -> None:
    """Enter on what leads nowhere says so without the sign of what was done."""
    _as(casebook, "admin", _renew)
    async with terminal(casebook, "insp.harbour", at_profiles=False) as t:
        screen: Any = t.app.screen
        await t.keys("m")
        (part,) = screen.today.parts
        alone = tuple(replace(one, profile="", kind="plan") for one in part.lines)
        screen.today = replace(screen.today, parts=(replace(part, lines=alone),))
        screen.fill()
        await t.keys("home", "enter")
        t.has("! It is part of no profile: its words stand below.")


@driven
async def test_m_shows_all_that_the_area_owes(casebook: Path) -> None:
    """Everybody's of the district, with who owes it, and back."""
    async with terminal(casebook, "insp.harbour", at_profiles=False) as t:
        t.has("YOURS TO DO Nothing")
        await t.keys("m")
        t.has("OWED IN HARBOUR 4, 2 late", "Cut back the hedge · sgt.harbour")
        assert "Lantern" not in t.shown
        await t.keys("m")
        t.has("YOURS TO DO Nothing")


@driven
async def test_m_says_at_once_what_is_being_read_and_keys_wait_for_it(
    casebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Home and Enter typed meanwhile open the first of what comes, not of what was there."""
    read, go_on = first_page.read_rest, Event()

    def slowly(book: Any, *, whole: bool) -> Any:
        assert go_on.wait(60)
        return read(book, whole=whole)

    async with terminal(casebook, "insp.harbour", at_profiles=False) as t:
        monkeypatch.setattr(first_page, "read_rest", slowly)
        t.app.post_message(events.Key("m", "m"))
        while "Today reading what Harbour owes …" not in t.shown:
            await asyncio.sleep(0.01)
            t.app.screen._on_timer_update()
        for key in ("home", "enter"):
            t.app.post_message(events.Key(key, None))
        await asyncio.sleep(0.05)
        assert isinstance(t.app.screen, TodayScreen)
        go_on.set()
        await t.settle()
        t.has("PMP-2024-001", "Cut back the hedge")
        await t.keys("escape")
        t.has("OWED IN HARBOUR")
        assert "reading what" not in t.shown


@driven
async def test_what_m_cant_read_leaves_the_page_as_it_is(
    casebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says why, and m tries it again."""

    def lost(_book: Any, **_how: Any) -> Any:
        raise StoreFailure("The casebook can't be read now.")

    async with terminal(casebook, "insp.harbour", at_profiles=False) as t:
        with monkeypatch.context() as patched:
            patched.setattr(first_page, "read_rest", lost)
            await t.keys("m")
        t.has("! The casebook can't be read now.", "YOURS TO DO Nothing")
        assert "reading what" not in t.shown
        await t.keys("m")
        t.has("OWED IN HARBOUR")


@driven
async def test_the_page_reads_itself_again_and_keeps_the_cursor(casebook: Path) -> None:
    """What somebody else did shows by itself; the cursor stays on its line."""
    async with terminal(casebook, at_profiles=False) as t:
        await t.keys("down", "down")
        before = t.within("#detail")
        _as(
            casebook,
            "admin",
            lambda b: casefile.add_action(
                b, "PMP-2024-001", {"title": "Newly owed", "due": "2024-11-01"}
            ),
        )
        screen = t.app.screen
        assert isinstance(screen, TodayScreen)
        screen._read_again()
        await t.settle()
        t.has("Newly owed", "5, 3 late")
        assert t.within("#detail") == before


@driven
async def test_nothing_is_lost_on_an_empty_casebook_or_for_a_looker(casebook: Path) -> None:
    """Who owes nothing is told so, and every way on works; q leaves, Esc doesn't."""
    async with terminal(casebook, "looker", at_profiles=False) as t:
        t.has("YOURS TO DO Nothing: all that is yours is done.")
        await t.keys("enter", "escape", "3")
        t.has("PMP-2024-001")
        await t.keys("escape")
        t.has("YOURS TO DO")
        await t.keys("d", "escape", "q")
        assert not t.app.is_running


@driven
async def test_hostile_text_is_shown_as_typed(casebook: Path) -> None:
    """Brackets in an action, a title and a place are text in the row and below it."""
    _as(
        casebook,
        "sgt.harbour",
        lambda b: casefile.add_action(
            b, "PMP-2024-001", {"title": "[red]Nets[/red] on [quay", "due": "2024-11-01"}
        ),
    )
    async with terminal(casebook, at_profiles=False) as t:
        t.has("[red]Nets[/red] on [quay")
        t.has("[red]Nets[/red] on [quay", within="#detail")


@driven
async def test_what_is_owed_is_named_in_whole_words_where_there_is_room(casebook: Path) -> None:
    """Two words on the usual screen; on one that is narrower they end in an ellipsis."""
    _as(casebook, "admin", _renew)
    async with terminal(casebook, "insp.harbour", at_profiles=False) as t:
        await t.keys("m")
        t.has("! 1 Dec patrol plan Harbour steps renew the patrol plan")
        t.has("! 1 Dec action Harbour steps Cut back the hedge · sgt.harbour")
    async with terminal(casebook, "insp.harbour", size=(66, 24), at_profiles=False) as t:
        await t.keys("m")
        t.has("! 1 Dec patrol p… Harbour steps renew the patrol plan")


def test_one_record_may_owe_several_things() -> None:
    """An indicator with a target in each of two areas: two lines, each with a key of its own."""
    targets = [
        Line(date(2025, 4, 30), False, "target", "Schemes", f"Schemes in {area}: 5, target 20", *of)
        for area in ("Harbour", "Strand")
        for of in [("SCHEMES", "", "indicator", 6)]
    ]
    part = TodayPart("whole", "Owed by everybody", tuple(targets))
    page = Today(
        Account("rev", roles=("reviewer",)), "", date(2024, 12, 18), True, True, (), (part,)
    )
    keys = [shown.key for shown in rows(page, None, 77) if shown.key]
    assert len(set(keys)) == len(keys) == 2


def test_a_long_part_says_how_much_of_it_is_here_and_where_all_is() -> None:
    """Its counts are of all of it, late ones that aren't shown among them."""
    line = Line(date(2024, 12, 1), True, "action", "Quay", "Nets", "P-1", "P-1", "action", 1)
    part = TodayPart("whole", "Owed by everybody", (line,), more=1_200, more_late=300)
    account = Account("ana", roles=("analyst",))
    page = Today(account, "", date(2024, 12, 18), True, True, (), (part,))
    head = next(iter(rows(page, None, 77))).content.plain
    assert head == "OWED BY EVERYBODY   1,201, 301 late, 1 of them here: d lists all"


@driven
async def test_a_long_area_leaves_its_hotspots_month_readable(casebook: Path) -> None:
    """The heading names the area whole, without more words than there is room for."""
    async with terminal(casebook, "insp.harbour", at_profiles=False) as t:
        t.has("HARBOUR, NOV stage")


def test_a_day_far_off_has_its_year() -> None:
    """Within half a year the day is enough."""
    today = date(2024, 12, 18)
    assert short_day(today, today) == "today"
    assert short_day(date(2025, 1, 3), today) == "3 Jan"
    assert short_day(date(2023, 1, 3), today) == "Jan 23"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@driven
async def test_it_fits(casebook: Path, size: tuple[int, int]) -> None:
    """Marking, keys and every line's width, at both sizes."""
    _opened(casebook)
    for login in ("sgt.harbour", "insp.harbour", "rev", "ana"):
        async with terminal(casebook, login, size=size, at_profiles=False) as t:
            assert len(t.lines) == size[1]
            assert t.lines[0].strip() == t.lines[-1].strip()
            assert "F1 Help" in t.lines[-2]
            assert all(len(line) <= size[0] for line in t.lines)


@driven
async def test_of_very_many_lines_those_that_are_looked_at_are_made(
    casebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With 1,000 reviews to sign the page is filled as soon as with one, and the last is shown."""
    _opened(casebook)
    _endorsed(casebook, "PMP-2024-001")
    made: list[int] = []
    owed = today_rows._owed

    def counting(one: Line, **given: Any) -> Any:
        made.append(one.id)
        return owed(one, **given)

    monkeypatch.setattr(today_rows, "_owed", counting)
    async with terminal(casebook, "rev", at_profiles=False) as t:
        screen: Any = t.app.screen
        (part,) = screen.today.parts
        many = tuple(replace(part.lines[0], id=n, where=f"Place {n}") for n in range(1000))
        made.clear()
        screen.today = replace(screen.today, parts=(replace(part, lines=many),))
        screen.fill()
        await t.settle()
        t.has("TO SIGN 1,000", "Place 0 ", "Place 5 ")
        assert len(set(made)) < 40
        await t.keys("end")
        t.has("Place 999 ")
        assert len(set(made)) < 80
