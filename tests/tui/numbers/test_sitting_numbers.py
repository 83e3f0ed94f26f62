"""A review's frozen figures: each can be gone to, and what came since is marked."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from casebook.core.access import Account
from casebook.core.months import Month, Span
from casebook.incidents.queries import stored as incidents
from casebook.reviews import months as reviews
from casebook.store import loads, tables
from casebook.store.report import Cover, ImportReport
from tests.tui.desk import FIRST, LAST, reopen
from tests.tui.numbers.walk import shown_numbers, tallying
from tests.tui.terminal import Terminal, driven, terminal
from tui.numbers.rows_screen import RowsScreen
from tui.profiles.profile_screen import ProfileScreen
from tui.reviews.sitting_screen import SittingScreen

NOVEMBER = Month(2024, 11)


def _open(casebook: Path) -> None:
    book = reopen(casebook, "admin")
    with book.store.writing() as tx:
        tx.save(None, Account("rev", roles=("reviewer",)), book.author)
    reviews.open_month(book, NOVEMBER)
    book.store.close()
    for login, step in (("sgt.harbour", "update"), ("insp.harbour", "endorse")):
        book = reopen(casebook, login)
        if step == "update":
            reviews.update(book, "PMP-2024-001", NOVEMBER, {"did": "Patrolled."})
        else:
            reviews.endorse(book, "PMP-2024-001", NOVEMBER)
        book.store.close()


def _late(casebook: Path, more: int) -> None:
    """A later file brings more ASB of November in HS-01."""
    book = reopen(casebook, "admin")
    book = dataclasses.replace(book, clock=lambda: reopen_clock() + timedelta(days=2))
    with book.store.writing() as tx:
        load = loads.start_load(
            tx, book.author, kind=incidents.LOAD_KIND, source="extract", file="late.csv",
            sha256="1" * 64, rules={},
        )  # fmt: skip
        span = Span(FIRST.first, LAST.last)
        loads.finish_load(tx, book.author, load, ImportReport(covers=(Cover("asb", span),)))
        boundary, place = tx.sql.execute(
            select(tables.boundary.c.id, tables.boundary.c.place).order_by(tables.boundary.c.id)
        ).first()
        for key in range(900_001, 900_001 + more):
            row: dict[str, Any] = {"month": 202411, "type": 0, "source": 0}
            tx.sql.execute(
                insert(tables.incident_place),
                row | {"boundary": boundary, "incident": key, "place": place},
            )
            tx.sql.execute(
                insert(tables.incident),
                row | {"key": key, "outcome": 0, "street": "", "load": load},
            )
    book.store.close()


def reopen_clock() -> Any:
    """The day of every test."""
    from tests.tui.desk import clock

    return clock()


async def _sitting(t: Terminal) -> None:
    t.app.push_screen(SittingScreen())
    await t.settle()


@driven
async def test_every_frozen_number_is_what_its_rows_come_to(casebook: Path) -> None:
    """Counts of three months, the verdict's, and hours against plan."""
    _open(casebook)
    async with terminal(casebook, "rev") as t:
        await _sitting(t)
        book = reopen(casebook, "rev")
        found = tallying(shown_numbers(t, book))
        assert len(found) >= 9
        assert {"23", "29", "41.5", "60.0"} <= {one.text for one in found}
        book.store.close()


@driven
async def test_rows_that_came_after_the_freeze_are_marked(casebook: Path) -> None:
    """23 frozen, 25 now: the list says that two came since, with which load."""
    _open(casebook)
    _late(casebook, 2)
    async with terminal(casebook, "rev", size=(120, 40)) as t:
        await _sitting(t)
        t.has("asb: as frozen 23, as now 25")
        await t.keys("tab", "tab", "tab", "tab", "enter")
        assert isinstance(t.app.screen, RowsScreen)
        t.has(
            "25 rows",
            "As frozen, 18 Dec 2024: 23. From what is loaded now: 25.",
            "2 incidents came or changed since, with load 4 (late.csv, 20 Dec 2024).",
            "came or changed since 2024-11",
        )
        await t.keys("escape")
        assert isinstance(t.app.screen, SittingScreen)


@driven
async def test_a_decision_s_fields_keep_the_tab(casebook: Path) -> None:
    """Beside an open decision Tab goes through its fields, and Esc leaves it as before."""
    _open(casebook)
    async with terminal(casebook, "rev") as t:
        await _sitting(t)
        await t.keys("s", "tab")
        assert t.app.screen.spot is None  # type: ignore[attr-defined]


@driven
async def test_the_frozen_figures_of_a_review_that_is_read_can_be_gone_to(casebook: Path) -> None:
    """On its profile; Enter lists the rows with those that came since, and Esc steps back."""
    _open(casebook)
    _late(casebook, 1)
    async with terminal(casebook, "rev", size=(120, 40)) as t:
        t.app.push_screen(ProfileScreen("PMP-2024-001"))
        await t.settle()
        await t.keys("9", "enter")
        t.has("Figures as frozen", "HS-01 · crimes 0, ASB 23, serious violence 0")
        await t.keys("tab", "tab", "enter")
        t.has("ASB in HS-01, Nov 2024", "24 rows", "1 incident came or changed since")
        await t.keys("escape", "escape")
        t.has("Figures as frozen")
        await t.keys("escape")
        assert isinstance(t.app.screen, ProfileScreen)
