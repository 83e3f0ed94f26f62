"""A register and a field that nobody wrote code for: everything is found from the kind's class."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from casebook.core.due import Owing
from casebook.core.entry import Entry
from casebook.core.fields import field
from casebook.profiles.profile import NOT_OVER
from casebook.registers.activity import Activity
from casebook.store.engine import open_store
from casebook.store.tables import table_of
from tests.cli.conftest import Casebook
from tests.made_up_kinds import known, made_up
from tests.tui.terminal import driven, terminal

PROFILE = "PMP-2024-001"


@made_up
@dataclass(frozen=True, kw_only=True)
class SiteVisit(Entry):
    """A look at the place with whoever runs it."""

    KIND: ClassVar[str] = "site-visit"
    TITLE: ClassVar[str] = "Site visits"
    SUBJECT: ClassVar[str] = "profile"
    OWING: ClassVar[tuple[Owing, ...]] = (
        Owing(on="again", where={"over": None}, status=NOT_OVER, who="by", by_role=True),
    )

    profile: str = field("Profile", refers="profile", belongs=True, fixed=True)
    text: str = field("What was seen", free_text=True)
    lamps: int | None = field("Lamps out", unit="lamps", default=None)
    by: str = field("To be seen by", default="")
    again: date | None = field("Look again by", default=None)
    over: date | None = field("Looked again on", default=None)
    at: date | None = field("Seen on", filled="today", default=None)


@made_up
@dataclass(frozen=True, kw_only=True)
class WeatheredActivity(Activity):
    """An activity with a field more than it ships with."""

    KIND: ClassVar[str] = Activity.KIND

    weather: str = field("Weather", example="Rain", default="")


@pytest.fixture
def visited(made: Casebook) -> Iterator[Casebook]:
    """A casebook that is at 18 December 2024, with a profile; it knows the made-up register."""
    assert made("setting", "set", "today", "2024-12-18").code == 0
    assert made("profile", "new", "--title", "Fights").out.strip() == PROFILE
    with known(SiteVisit):
        yield made


def _add(casebook: Casebook) -> None:
    ran = casebook(
        *("site-visit", "add", PROFILE, "Two lamps out", "--lamps", "2"),
        *("--again", "2024-12-17", "--by", "sgt.h"),
    )
    assert (ran.code, ran.err) == (0, f"Added {PROFILE} site-visit 1.\n")


def test_its_commands_and_json(visited: Casebook) -> None:
    """Help, options, listing and editing come from the fields; the day it is fills itself."""
    assert "Site visits: add, list, edit." in visited("--help").out
    assert "A look at the place" in visited("site-visit", "--help").out
    _add(visited)
    assert visited("site-visit", "edit", 1, "--lamps", "3").code == 0
    (row,) = visited("site-visit", "list", "--format", "json").json
    assert row == {
        "number": 1, "version": 2, "profile": PROFILE, "text": "Two lamps out", "lamps": 3,
        "by": "sgt.h", "again": "2024-12-17", "over": None, "at": "2024-12-18",
    }  # fmt: skip


def test_it_comes_in_from_a_file(visited: Casebook) -> None:
    """By label or name; a row whose number is none is named with its column."""
    text = f"profile,What was seen,lamps\n{PROFILE},Gate shut,0\n{PROFILE},Gate open,many\n"
    Path("visits.csv").write_text(text, encoding="utf-8")
    ran = visited("import", "site-visits", "visits.csv", "--format", "json")
    assert (ran.json["added"], ran.json["rejected"]) == (1, 1)
    assert ran.json["reasons"][0]["column"] == "lamps"
    (row,) = visited("site-visit", "list", "--format", "json").json
    assert (row["text"], row["lamps"]) == ("Gate shut", 0)


def test_it_is_printed_searched_and_due(visited: Casebook) -> None:
    """With the profile it is about; what it owes is late the day after."""
    _add(visited)
    assert visited("profile", "print", PROFILE, "page.html").code == 0
    page = Path("page.html").read_text(encoding="utf-8")
    assert "Site visits" in page
    assert "Two lamps out" in page
    (found,) = visited("search", "lamps", "--format", "json").json
    assert found["ref"] == PROFILE
    (due,) = (one for one in visited("due", "--format", "json").json if one["what"] == "site visit")
    assert (due["about"], due["says"], due["who"], due["overdue"]) == (
        PROFILE, "Two lamps out", "sgt.h", True,
    )  # fmt: skip
    assert visited("site-visit", "edit", 1, "--over", "2024-12-18").code == 0
    assert not [
        one for one in visited("due", "--format", "json").json if one["what"] == "site visit"
    ]


def test_its_text_is_looked_through(visited: Casebook) -> None:
    """As every text that a person types."""
    ran = visited("site-visit", "add", PROFILE, "Spoke to Aisha Rahman")
    assert ran.code == 1
    assert "'Aisha Rahman' in What was seen" in ran.err


def test_it_has_a_history_is_undone_and_checked(visited: Casebook) -> None:
    """Taken back it is gone, and the history says so; what changes unseen is named."""
    _add(visited)
    assert "Two lamps out" in visited("profile", "history", PROFILE, "--format", "json").out
    assert visited("check").code == 0
    store = open_store("casebook.db")
    with closing(store), store.writing() as tx:
        tx.sql.exec_driver_sql("UPDATE entry SET text = 'One lamp out' WHERE kind = 'site-visit'")
    ran = visited("check")
    assert ran.code == 1
    assert "site-visit 1: text isn't what entry" in ran.out
    with closing(store), store.writing() as tx:
        tx.sql.exec_driver_sql("UPDATE entry SET text = 'Two lamps out' WHERE kind = 'site-visit'")
    assert visited("undo").code == 0
    assert visited("site-visit", "list", "--format", "json").json == []
    assert visited("check").code == 0


def test_a_new_field_is_a_line_and_a_migration(made: Casebook) -> None:
    """On a kind with a table of its own: option, file, JSON, history, undo and check know it."""
    assert made("setting", "set", "today", "2024-12-18").code == 0
    assert made("profile", "new", "--title", "Fights").out.strip() == PROFILE
    add = ("activity", "add", "--what", "arrest", "--at", "2024-12-17")
    with known(WeatheredActivity):
        store = open_store("casebook.db")
        with closing(store), store.writing() as tx:
            new = sa.Column("weather", sa.String(), nullable=False, server_default="")
            Operations(MigrationContext.configure(tx.sql)).add_column("activity", new)
        assert "weather" in table_of(WeatheredActivity).c
        ran = made(*add, "--profile", PROFILE, "--weather", "Rain")
        assert ran.code == 0, ran.err
        Path("more.csv").write_text(
            f'What,"On, or from",Profile,Weather\narrest,2024-12-16,{PROFILE},Fog\n', "utf-8"
        )
        ran = made("import", "activities", "more.csv", "--format", "json")
        assert ran.code == 0, ran.err
        assert ran.json["added"] == 1
        rows = made("activity", "list", "--format", "json").json
        assert [row["weather"] for row in rows] == ["Rain", "Fog"]
        assert made("activity", "edit", 1, "--weather", "Sun").code == 0
        assert made("check").code == 0
        assert made("undo").code == 0
        rows = made("activity", "list", "--format", "json").json
        assert [row["weather"] for row in rows] == ["Rain", "Fog"]
        (found,) = made("search", "fog", "--format", "json").json
        assert found["ref"].startswith("activity") or found["ref"] == PROFILE


@driven
async def test_it_has_its_form(visited: Casebook, tmp_path: Path) -> None:
    """The terminal offers it beside a profile, with a field for each of the class's."""
    book = tmp_path / "casebook.db"
    async with terminal(book, "admin") as t:
        await t.keys("enter", "0", "a")
        await t.type("site")
        await t.keys("enter")
        t.has("new site visit", "What was seen", "Lamps out (lamps)", "Look again by")
        await t.type("Broken glass")
        await t.keys("f2")
        t.has("✓ Site visit added.")
    (row,) = visited("site-visit", "list", "--format", "json").json
    assert row["text"] == "Broken glass"
