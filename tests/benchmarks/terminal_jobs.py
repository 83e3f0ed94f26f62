"""The terminal's first second: against an empty app, and beside other people's terminals."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.jobs import Beside, Job, Limit, scratch
from tests.benchmarks.processes import Run, watched, whole

EMPTY = "an empty Textual app"
EMPTY_APP = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    BINDINGS = [("q", "quit", "Quit")]
    def compose(self):
        yield Static("an empty app")
Empty().run()
"""
PAINT, ROWS, FIGURES = "first paint", "rows readable", "figures readable"
TEXTS = {PAINT: "OFFICIAL-SENSITIVE", ROWS: "Harbour Station", FIGURES: "109%"}
"""What the sergeant's Today has drawn with each: its marking, above and below the empty screen; the
place of the first thing to do; and a hotspot's share of its plan, one of the month's figures, which
are drawn together once hours, counts and verdicts are all known."""
REQUESTS = 33
"""As many as the demonstration's casebook has profiles."""
SAID = 200
"""How much of a reason is told."""


@dataclass(frozen=True)
class Terminal:
    """Somebody else's terminal of Textual: how it is installed, opened, seen and ended."""

    name: str
    requirements: tuple[str, ...]
    arguments: tuple[str, ...]
    """In a folder with the demonstration and, in ``requests``, a collection."""
    texts: Mapping[str, str]
    """What it draws with its frame, and with the first row of what it was opened on."""
    quit: bytes


PEERS = (
    # the tree-sitter from 0.26 on crashes the Textual that it insists on
    Terminal(
        "posting",
        ("posting==2.11.1", "tree-sitter<0.26"),
        ("--collection", "requests"),
        {PAINT: "Posting", ROWS: "Request 01"},
        b"\x03",
    ),
    Terminal(
        "harlequin",
        ("harlequin==2.17.0",),
        ("-a", "sqlite", "-r", "--locale", "C", "--no-write-history", "casebook.db"),
        {PAINT: "Data Catalog", ROWS: "main"},
        b"\x11",
    ),
)


def paint_job(_data: Path | None) -> Job:
    """A sergeant's first paint on the demonstration, and Today's rows and figures."""
    return _job(_demonstration(), {}, "")


def terminals_job(_data: Path | None) -> Job:
    """The same, with other people's terminals in the same rounds.

    pip installs each into an environment of its own first, untimed. One that can't be installed or
    opened is left out, and that is said with the reason.
    """
    folder = _demonstration()
    _write_requests(folder / "requests")
    found: dict[str, Callable[[], Run]] = {}
    left_out = ""
    for peer in PEERS:
        try:
            found[peer.name] = _installed(peer, folder)
        except subprocess.CalledProcessError as error:
            left_out += f"\n  {peer.name} IS LEFT OUT, as pip can't install it: "
            left_out += str(error.stderr or error)[-SAID:].strip()
        except RuntimeError as error:
            left_out += f"\n  {peer.name} IS LEFT OUT, as it doesn't open: {str(error)[:SAID]}"
    return _job(folder, found, left_out)


def _demonstration() -> Path:
    folder = scratch()
    whole(["-m", "casebook", "demo", "."], folder)
    return folder


def _job(folder: Path, others: Mapping[str, Callable[[], Run]], left_out: str) -> Job:
    arguments = ["-m", "casebook", "--book", "casebook.db", "--as", "sergeant", "open"]
    seen = (PAINT, ROWS)
    empty = ["-c", EMPTY_APP]
    return Job(
        f"the terminal on the demonstration's casebook{left_out}",
        lambda: watched(arguments, folder, TEXTS, b"q"),
        {
            EMPTY: lambda: watched(empty, folder, {PAINT: "an empty app"}, b"q"),
            **others,
        },
        [
            Limit(EMPTY, 1.2, measure=PAINT, of=PAINT),
            Limit(EMPTY, 2.2, measure=ROWS, of=PAINT),
            Limit(EMPTY, 2.6, measure=FIGURES, of=PAINT),
            *(Limit(other, 1.0, measure=text, of=text) for other in others for text in seen),
        ],
        folder,
        beside=[Beside(other, text, EMPTY, PAINT) for other in others for text in seen],
    )


def _installed(peer: Terminal, folder: Path) -> Callable[[], Run]:
    """What opens a terminal that pip has put into an environment of its own, tried once.

    Raises :class:`subprocess.CalledProcessError` or, when it doesn't open, :class:`RuntimeError`.
    """
    place = folder / peer.name
    python = place / "bin" / "python"
    for command in (
        [sys.executable, "-m", "venv", str(place)],
        [str(python), "-m", "pip", "install", "--quiet", *peer.requirements],
    ):
        subprocess.run(command, check=True, capture_output=True, text=True)
    arguments = [str(place / "bin" / peer.name), *peer.arguments]
    home = place / "home"
    home.mkdir()

    def opened() -> Run:
        return watched(arguments, folder, peer.texts, peer.quit, python=str(python), home=home)

    opened()
    return opened


def _write_requests(folder: Path) -> None:
    folder.mkdir()
    for number in range(1, REQUESTS + 1):
        request = f"name: Request {number:02}\nmethod: GET\nurl: http://127.0.0.1:9/{number}\n"
        (folder / f"request-{number:02}.posting.yaml").write_text(request)
