"""Every cell of the matrix of who may do what, asked of the command that does it."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from casebook.core.access import MATRIX, ROLES, WhoMay
from casebook.core.months import Month
from casebook.places.place import Place
from casebook.profiles.profile import Profile, ProfilePlace
from casebook.profiles.stages import Analyse as Body
from casebook.profiles.stages import Stage
from casebook.registers.agency import Agency
from casebook.registers.casework import Sharing
from casebook.registers.fund import Fund
from casebook.reviews.review import Review
from casebook.store import engine
from casebook.store.transaction import Transaction
from casebook.store.turn import Turn
from tests.reliability.asked import Asked
from tests.reliability.commands import typed
from tests.reliability.outcome import Outcome

ME, COUNCIL = "me", "Council"
WHERE = {"here": ("HS-H",), "elsewhere": ("HS-S",), "both": ("HS-H", "HS-S"), "force": ()}
"""Hotspots by where they lie for an account bound to Harbour; the force's has none."""
STATES = {"o": ("open", "analyse"), "p": ("proposed", "objective"), "a": ("open", "assess"),
          "c": ("closed", "assess")}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """A row of the matrix, an account of one role, and the record it is asked of."""

    rule: WhoMay
    role: str
    bound: bool
    where: str = "here"
    own: bool = False
    shared: bool = False

    @property
    def allowed(self) -> bool:
        """What the matrix says, read without the sentences of ``may``."""
        rule, role = self.rule, self.role
        if not rule.of_record:
            return role in rule.anywhere
        if self.own and (rule.second_person or role in rule.own):
            return not rule.second_person
        if self.shared and role in rule.shared:
            return True
        if not self.bound:
            return role in rule.roles
        if self.where == "force":
            return role in rule.roles and rule.to_the_force
        return role in rule.anywhere or (role in rule.in_area and self.where == "here")

    def ref(self, state: str) -> str:
        """The profile in that state which the cell is about."""
        return f"{state}-{self.where}-{'own' if self.own else 'shared' if self.shared else 'none'}"


def cells(rule: WhoMay) -> Iterator[Cell]:
    """Every cell of a row that differs from the others."""
    for role in ROLES:
        for bound in (True, False):
            if not rule.of_record:
                yield Cell(rule, role, bound)
                continue
            for where in _places(rule, bound=bound):
                yield Cell(rule, role, bound, where)
                if rule.verb in COMMANDS:
                    yield Cell(rule, role, bound, where, own=True)
                    yield Cell(rule, role, bound, where, shared=True)


def _places(rule: WhoMay, *, bound: bool) -> Iterable[str]:
    """Where the records lie that a verb is done to."""
    if rule.verb == "scrutinise":  # it has no place: it is always the force's
        return ("force",)
    if rule.verb == "record patrols":  # a patrol is in one hotspot
        return ("here", "elsewhere") if bound else ("here",)
    return WHERE if bound else ("here", "force")


COMMANDS: dict[str, Callable[[str], tuple[str, ...]]] = {
    "read": lambda ref: ("profile", "show", f"o-{ref}"),
    "report": lambda ref: ("note", "add", f"o-{ref}", "x"),
    "log": lambda ref: ("action", "add", f"o-{ref}", "--title", "x"),
    "edit": lambda ref: ("profile", "edit", f"o-{ref}", "--title", "new"),
    "share": lambda ref: ("sharing", "add", f"o-{ref}", "--agency", COUNCIL, "--agreement", "A",
                          "what"),
    "hand over": lambda ref: ("profile", "edit", f"o-{ref}", "--owner", "third", "--why", "x"),
    "advance": lambda ref: ("profile", "back", f"o-{ref}", "--to", "scan", "--why", "x"),
    "accept": lambda ref: ("profile", "accept", f"p-{ref}"),
    "waive": lambda ref: ("profile", "advance", f"o-{ref}", "--waiver", "x"),
    "close": lambda ref: ("profile", "close", f"a-{ref}", "--why", "x"),
    "endorse": lambda ref: ("review", "endorse", f"o-{ref}", "2024-11"),
    "return": lambda ref: ("review", "return", f"o-{ref}", "2024-11", "--why", "x"),
    "sign": lambda ref: ("review", "sign", f"o-{ref}", "2024-11", "--decision", "continue",
                         "--reason", "x"),
    "dispose": lambda ref: ("profile", "dispose", f"c-{ref}", "--why", "x"),
}  # fmt: skip
"""What does each verb on a profile, by the end of the profile's ref."""

WHOLE: dict[str, tuple[str, ...]] = {
    "view": ("hotspot", "list"),
    "export": ("profile", "print", "o-here-none", "out.html"),
    "propose": ("profile", "propose", "--title", "x", "--area", "Strand"),
    "open month": ("review", "open", "2024-10"),
    "import": ("import", "queries", "queries.csv"),
    "import profiles": ("import", "profiles", "whole.json"),
    "administer": ("setting", "set", "force-name", "Other Police"),
    "upkeep": ("upgrade",),
}
"""What does each verb on the casebook as a whole."""


def _beside(cell: Cell) -> tuple[str, ...]:
    """What does a verb on a record that is no profile, or on one that isn't there yet."""
    if cell.rule.verb == "open":
        tied = [word for ref in WHERE[cell.where] for word in ("--hotspot", ref)]
        return ("profile", "new", "--title", "x", *tied)
    if cell.rule.verb == "scrutinise":
        return ("scrutiny", "add", "--meeting", "June", "--at", "2024-06-25", "Why?")
    if cell.rule.verb == "record patrols":
        times = ("--from", "2024-12-17 20:00", "--to", "21:00")
        return ("patrol", "add", *WHERE[cell.where], *times, "--unit", "LH24", "--staff", "PC:2")
    asked = {"ask for money": "bid", "keep money": "spend"}[cell.rule.verb]
    place = ("--place", "HS-S") if cell.where == "both" else ()
    fund = "F-here" if cell.where == "both" else f"F-{cell.where}"
    return ("spend", "add", fund, "--code", asked, "--at", "2024-11-01", "--amount", "5", *place)


Answer = tuple[int, str]
"""The exit code of a command and what it said."""


@contextmanager
def asking(folder: Path) -> Iterator[Callable[[Cell], Answer]]:
    """Asks the command of a cell as an account that it describes; nothing it does is kept.

    The casebook is made in ``folder``, which is where commands run meanwhile.
    """
    before = Path.cwd()
    os.chdir(folder)
    store = None
    try:
        _make()
        store = engine.open_store("casebook.db")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("casebook.book.opening.open_store", lambda *_, **__: store)
            patch.setattr(engine.Store, "close", lambda _: None)
            patch.setattr(engine.Store, "wipe", lambda _: True)
            patch.setattr(engine.Store, "writing", _kept_for_nothing)
            yield _ask
    finally:
        if store is not None:
            store.close()
        os.chdir(before)


def _ask(cell: Cell) -> Answer:
    _become(cell)
    verb = cell.rule.verb
    if not cell.rule.of_record:
        return typed(*WHOLE[verb], login=ME)
    command = COMMANDS.get(verb)
    return typed(*(command(cell.ref("x")[2:]) if command else _beside(cell)), login=ME)


def wrong(cell: Cell, answer: Answer) -> str:
    """What is wrong with the answer to a cell; empty where it is as the matrix says."""
    code, said = answer
    may = code == 0 and not (cell.rule.verb == "open" and "Proposed" in said)
    refused = code == 1 and " may not " in said
    if cell.rule.verb == "open":
        refused = "Proposed" in said or "Say where" in said or refused
    if may == cell.allowed and (may or refused):
        return ""
    return f"{cell.rule.verb} by {cell}: exit {code}, {said.strip()}"


def trial(asked: Asked) -> Outcome:
    """Ask every cell."""
    every = [cell for rule in MATRIX for cell in cells(rule)]
    with tempfile.TemporaryDirectory() as folder, asking(Path(folder)) as ask:
        answers = [(cell, ask(cell)) for cell in asked.watched("cell", every)]
    lost = [found for cell, answer in answers if (found := wrong(cell, answer))]
    allowed = sum(cell.allowed for cell in every)
    return Outcome("matrix", len(every), tuple(lost), (f"{allowed} allowed by the matrix",))


def _make() -> None:
    """The casebook of all cells, and the files its commands name."""
    for command in (
        ("init", "--force-name", "Lomea Police"),
        ("user", "grant", "admin", "inspector", "--force-wide"),
        ("setting", "set", "today", "2024-12-18"),
        ("setting", "set", "endorse", "no"),
        ("setting", "set", "gate-analyse", "block"),
        ("setting", "set", "gate-assess", "off"),
        *(("user", "add", login) for login in (ME, "other", "third")),
    ):
        code, said = typed(*command, login="admin")
        assert code == 0, said
    _fill()
    Path("queries.csv").write_text("area,received,what is asked\nHarbour,2024-10-07 14:30,When?\n")
    Path("whole.json").write_text(json.dumps({"profile": {"ref": "P-9", "title": "x"}}))


@contextmanager
def _kept_for_nothing(store: engine.Store) -> Iterator[Any]:
    """A transaction to write in, taken back in the end."""
    with store.engine.connect() as opened:
        sql = opened.execution_options(
            casebook_writing=Turn(store.book, store.waiting, store.patience)
        )
        with sql.begin() as ending:
            yield Transaction(sql)
            ending.rollback()


def _become(cell: Cell) -> None:
    """Make the account what the cell says, beside the casebook's back."""
    place, roles = "Harbour" if cell.bound else None, json.dumps([cell.role])
    with closing(sqlite3.connect("casebook.db")) as file, file:
        file.execute(
            "UPDATE account SET roles = ?, place = ?, agency = ? WHERE login = ?",
            (roles, place, COUNCIL, ME),
        )


def _fill() -> None:
    """Two districts with a hotspot each, and a profile for every state, place, owner and tie."""
    from casebook.book.opening import open_book

    book = open_book("casebook.db", "admin")
    kept: list[Any] = [
        Place("Harbour", "district"),
        Place("Strand", "district"),
        Place("HS-H", "hotspot", parent="Harbour"),
        Place("HS-S", "hotspot", parent="Strand"),
        Agency(ref=COUNCIL, contact="Community safety manager"),
        Fund(ref="F-here", name="x", place="HS-H"),
        Fund(ref="F-elsewhere", name="x", place="HS-S"),
        Fund(ref="F-force", name="x"),
    ]
    for where, hotspots in WHERE.items():
        for tie in ("own", "shared", "none"):
            for state, (status, stage) in STATES.items():
                ref = f"{state}-{where}-{tie}"
                owner = ME if tie == "own" else "other"
                kept.append(Profile(ref, "x", stage=stage, status=status, owner=owner))
                kept += [ProfilePlace(ref, hotspot) for hotspot in hotspots]
                if tie == "shared":
                    kept.append(
                        Sharing(profile=ref, agency=COUNCIL, text="x", agreement="A", opens=True)
                    )
            open_one = f"o-{where}-{tie}"
            kept.append(Stage(open_one, 1, "analyse", body=Body()))
            kept.append(Review(open_one, Month(2024, 11), state="updated", did="x"))
    with book.store.writing() as tx:
        for record in kept:
            tx.save(None, record, book.author)
    book.store.close()
