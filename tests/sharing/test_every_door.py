"""Every command of the command line, typed by a partner: shown what is shared, or refused."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from casebook.book.opening import Book
from casebook.cli.main import cli
from casebook.core.entry import registers
from casebook.store import drafts, engine
from tests.reliability.commands import typed
from tests.sharing.shared_town import COUNCIL, HIDDEN, OTHER, SECRET, SHARED, make_town

NEEDS_NONE = {
    *("demo", "init", "completion", "profile schema", "count", "dosage", "measure"),
}
"""Commands, or groups of them, that open no casebook that is there."""
OPEN = {
    "profile list": (), "profile show": (SHARED,),
    "action list": (), "due": (), "request list": (), "note list": (), "activity list": (),
    "note add": (SHARED, "Lamps asked for"),
    "activity add": ("--profile", SHARED, "--code", "visual audit", "--at", "2024-12-17"),
}  # fmt: skip
"""What is made for partners, each with what a partner types after it."""
WRITING = {"action edit", "request reply"}
"""What is made for partners and changes what is there."""
OWN_SCREENS = {"open"}
"""The terminal has tests of its own."""
VALUES = {
    "ref": SHARED, "month": "2024-11", "quarter": "2024-25-Q2", "kind": "note", "number": "1",
    "on": "2024-12-01", "start": "2024-12-17 20:00", "end": "21:00", "agency": COUNCIL,
    "role": "viewer",
}  # fmt: skip
"""What is typed where a command needs something, by its name; else ``x``."""
MORE = {
    "action add": ("--title", "x"), "action edit": ("--title", "x"),
    "activity edit": ("--count", "2"), "detect": ("--out", "c.geojson"),
    "profile edit": ("--title", "x"), "profile share": ("--under", "x"),
    "hotspot plan": ("--minutes", "15"), "area edit": ("--name", "x"),
    "patrol edit": ("--unit", "x"),
    "review sign": ("--decision", "continue", "--reason", "x"),
    "design set": ("--code", "x"), "user bind": ("--force-wide",),
    "import areas": ("--kind", "ward"),
    **{f"{kind} edit": ("--json", "x.json") for kind in registers()},
}  # fmt: skip
"""What else a command is given, so that it gets as far as the casebook."""
WHOLE = {"setting set": ("force-name", "x"), "restore": ("backup.db",)}
"""Commands that need something else than ``x``."""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the casebook, in which commands run meanwhile."""
    from tests.books import make_book, ranked

    folder, before = tmp_path_factory.mktemp("doors"), Path.cwd()
    book: Book = make_town(ranked(make_book(folder)))
    with book.store.writing() as tx:
        draft = drafts.Draft(f"{OTHER} scan 1", {"events": HIDDEN}, 1, "2024-12-18T09:00:00")
        drafts.keep(tx, "sgt", draft)
    book.store.close()
    (folder / "x").write_text("profile,text\nx,y\n")
    (folder / "x.json").write_text('{"text": "x"}')
    shutil.copy(folder / "casebook.db", folder / "backup.db")
    os.chdir(folder)
    store = engine.open_store("casebook.db")
    with pytest.MonkeyPatch.context() as patch:
        # opened once, which is most of what a command that is refused takes
        patch.setattr("casebook.book.opening.open_store", lambda *_, **__: store)
        patch.setattr(engine.Store, "close", lambda _: None)
        yield folder
    store.close()
    os.chdir(before)


def _commands(command: click.Command, *path: str) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield " ".join(path), command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        assert found is not None
        yield from _commands(found, *path, name)


EVERY = dict(_commands(cli))


def _words(name: str, command: click.Command) -> list[str]:
    """Enough for the command to get as far as the casebook."""
    if name in WHOLE:
        return list(WHOLE[name])
    said: list[str] = []
    for each in command.params:
        if not each.required and name not in MORE:
            continue
        if each.required:
            choices = getattr(each.type, "choices", None)
            path = each.type.name == "path" and each.name in ("out", "folder")
            value = "out.html" if path else VALUES.get(each.name or "", "x")
            value = choices[0] if choices else value
            said += [each.opts[0], value] if isinstance(each, click.Option) else [value]
    return [*said, *MORE.get(name, ())]


def _needs_none(name: str) -> bool:
    return any(name == one or name.startswith(f"{one} ") for one in NEEDS_NONE)


CLOSED = [
    name for name in EVERY if not (_needs_none(name) or name in {*OPEN, *WRITING, *OWN_SCREENS})
]


@pytest.mark.parametrize("name", CLOSED)
def test_a_door_that_isnt_made_for_partners_is_shut(town: Path, name: str) -> None:
    """In one sentence that says what is open to them; nothing is told and nothing written."""
    path = name.split()
    if path[0] == "design":  # whose group takes the profile
        path.insert(1, SHARED)
    code, said = typed(*path, *_words(name, EVERY[name]), login="ds.council")
    assert code == 1, said
    assert "ds.council may not " in said
    assert said.count("\n") == 1
    assert SECRET not in said
    assert HIDDEN not in said


@pytest.mark.parametrize("name", OPEN)
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_a_door_made_for_partners_shows_what_is_shared(town: Path, name: str, form: str) -> None:
    """In every format, and nothing restricted or of the other profile."""
    takes = any("--format" in each.opts for each in EVERY[name].params)
    if form == "csv" and name == "profile show":
        form = "json"
    more = ("--format", form) if takes else ()
    code, said = typed(*name.split(), *OPEN[name], *more, login="ds.council")
    assert code == 0, said
    assert SECRET not in said
    assert HIDDEN not in said
    assert OTHER not in said


def test_nothing_is_shown_of_another_profile_by_asking_for_it(town: Path) -> None:
    """The same words as where there is none of that ref, and none of its number."""
    for command in ("profile show", "action list", "request list", "note list"):
        for ref in (OTHER, "PMP-2024-00"):
            code, said = typed(*command.split(), ref, login="ds.council")
            assert (code, said) == (
                1,
                f"casebook: ds.council may not look at {ref}: nothing of that name is shared with "
                f"{COUNCIL} now.\n",
            )


def test_an_administrator_who_acts_for_a_partner_sees_what_the_partner_sees(town: Path) -> None:
    """Acting as somebody gives nothing that they don't have."""
    code, said = typed("--as", "ds.council", "profile", "show", SHARED, login="admin")
    assert code == 0
    assert SECRET not in said
    assert typed("--as", "ds.council", "search", HIDDEN, login="admin")[0] == 1
