"""What is killed: commands that write, and what each leaves when it ends well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from tests.reliability.child import Command
from tests.reliability.town import CLOSED, SIGNABLE
from tests.reviews.reviewed import ONE, TWO


class Output(NamedTuple):
    """A file or folder that a command makes, by a pattern, and the number of that command."""

    pattern: str
    command: int = 0


@dataclass(frozen=True)
class Killable:
    """Commands, one after another in one process, that are killed somewhere among them."""

    name: str
    commands: tuple[Command, ...]
    outputs: tuple[Output, ...] = ()
    start: str = "town"
    """The casebook they begin with; see :meth:`tests.reliability.town.Towns.site`."""
    file_only: bool = False
    """Whether it is for casebooks in files alone."""
    noted_first: bool = False
    """Whether the history names the output before it is there, and not after."""
    replaces: bool = False
    """Whether an older output is there, and replaced."""


_SIGNED = ("--as", "rev.a", "review", "sign", ONE)
_GIVEN = ("--decision", "continue", "--reason", "On course", "--action", "Meet; 2025-01-10; sgt.h",
          "--action", "Call; 2025-01-11; sgt.h")  # fmt: skip

_VISIT = ("patrol", "add", "HS-01", "--unit", "H1", "--staff", "PC:2")
_SHEET = ("patrol", "sheet", "--area", "Harbour")

KILLABLE = (
    Killable(
        "saves",
        (
            ("--as", "sgt.h", "action", "add", ONE, "--title", "First"),
            ("--as", "sgt.s", "action", "add", TWO, "--title", "Second"),
            ("--as", "sgt.h", "profile", "edit", ONE, "--title", "Fights at closing time"),
            ("--as", "ana", "note", "add", ONE, "Seen by the team"),
            ("--as", "sgt.h", "action", "add", ONE, "--title", "Third"),
            ("--as", "sgt.h", "undo"),
            ("user", "add", "new", "--role", "viewer"),
        ),
    ),
    Killable(
        "incidents",
        (
            ("import", "incidents", "street-2024-10.csv", "--progress", "none"),
            ("import", "incidents", "street-2024-11.csv", "--progress", "none"),
        ),
    ),
    Killable("patrols", (("import", "patrols", "patrols.csv", "--progress", "none"),)),
    Killable(
        "hotspots", (("import", "hotspots", "hotspots.geojson", "--valid-from", "2024-06-01"),)
    ),
    Killable(
        "shift",
        (
            ("--as", "ana", *_VISIT, "--from", "2024-12-10 20:00", "--to", "21:00"),
            ("--as", "ana", *_VISIT, "--from", "2024-12-10 22:00", "--to", "23:00"),
            (
                "--as",
                "ana",
                "patrol",
                "sheet",
                "--area",
                "Harbour",
                "--date",
                "2024-12-10",
                "--all",
            ),
            ("--as", "ana", "undo"),
        ),
    ),
    Killable("sign-offs", tuple((*_SIGNED, str(month), *_GIVEN) for month in SIGNABLE)),
    Killable("upgrade", (("upgrade",),), (Output("casebook.db.*.bak"),), "old", file_only=True),
    Killable("backup", (("backup", "new.db"),), (Output("new.db"),), file_only=True),
    Killable(
        "restore",
        (("restore", "kept.db"),),
        (Output("casebook.db.replaced-*"),),
        file_only=True,
    ),
    Killable("export", (("export", "all"),), (Output("all"),), noted_first=True),
    Killable(
        "pack",
        (("pack", "2024-09", "--progress", "none"),),
        (Output("review-2024-09.html"), Output("review-2024-09.pdf")),
        replaces=True,
    ),
    Killable(
        "map",
        (("map", "map.html", "--from", "2024-09", "--progress", "none"),),
        (Output("map.html"),),
        replaces=True,
    ),
    Killable("init", (("init", "--force-name", "Lomea Police"),), (), "none", file_only=True),
    Killable("disposal", (("profile", "dispose", CLOSED, "--why", "Time is up"),)),
)
