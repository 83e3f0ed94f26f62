"""A casebook of a force's size: Today beside that of 33 profiles, and keys while one works."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.benchmarks import keystrokes, screens_opened, sittings_opened
from tests.benchmarks.jobs import Job, Limit, scratch
from tests.benchmarks.keystrokes import Step, typed
from tests.benchmarks.made_up import Land
from tests.benchmarks.made_up_force import demonstration, force_book
from tests.benchmarks.processes import Run, environment, watched, whole

OPEN = ("--as", "sergeant", "open")
TEXTS = {"first paint": "OFFICIAL-SENSITIVE", "rows readable": "Harbour Station"}
PEER = "33 profiles"
KEY, FREEZE = "50 ms", "100 ms"
LOMEAS = Land(110_000, 210_000, hotspots=27, map_points=17_000, corner=(541_000.0, 149_000.0))
"""The land that the copies of Lomea lie in."""

DAY = (
    Step(b"\x1b[B", 12),
    Step(b"3", wait="closed hidden"),
    Step(b"\x1b[B", 20),
    Step(b"S", 2),
    Step(b"\x1b[6~", 5),
    Step(b"/", 1),
    Step(b"hedge", 1),
    Step(b"\r", 1),
    Step(b"\x1b", 2),
    Step(b"d", wait="of them overdue"),
    Step(b"m", 2, wait="of them overdue"),
    Step(b"\x1b[B", 10),
    Step(b"\x1b", 1),
)
"""What is typed: along Today and the profiles, sorted and filtered, and along what is due."""


def force_size_job(_data: Path | None) -> Job:
    """Today of one sergeant among 5,000 profiles, against the same Today among 33."""
    folder = scratch()
    few, many = demonstration(folder / "few"), force_book()

    def today(book: Path) -> Run:
        return watched(["-m", "casebook", "--book", str(book), *OPEN], folder, TEXTS, b"q")

    return Job(
        "Today with 5,000 profiles, 60,000 reviews and 300,000 incidents",
        lambda: today(many),
        {PEER: lambda: today(few)},
        [Limit(PEER, 1.2, measure=name, of=name) for name in TEXTS],
        folder,
    )


def force_commands_job(_data: Path | None) -> Job:
    """``casebook due --for`` of one sergeant among 5,000 profiles, against the same among 33."""
    folder = scratch()
    few, many = demonstration(folder / "few"), force_book()
    asked = ("--as", "sergeant", "due", "--for", "sergeant")

    def due(book: Path) -> Run:
        return whole(["-m", "casebook", "--book", str(book), *asked], folder, str.strip)

    return Job(
        "casebook due --for a sergeant with 5,000 profiles, the whole process",
        lambda: due(many),
        {PEER: lambda: due(few)},
        [Limit(PEER, 2.0, 1.5)],
        folder,
    )


def force_screens_job(_data: Path | None) -> Job:
    """Screens opened among 5,000 profiles, against the same among 33.

    What comes to one person is as long in both; the register of results holds nine times as many
    entries, and Today's second reading is taken once, with what verdicts take of all hotspots.
    """
    folder = scratch()
    few, many = demonstration(folder / "few"), force_book()
    limits = {
        screens_opened.TEXTS: 1.5,
        screens_opened.FIGURES: 2.0,
        screens_opened.REGISTER: 2.5,
        screens_opened.DUE: 2.0,
        screens_opened.ALL_DUE: 3.0,
        screens_opened.REST: 4.0,
    }
    return Job(
        "screens opened among 5,000 profiles",
        lambda: screens_opened.opened(many, folder),
        {PEER: lambda: screens_opened.opened(few, folder)},
        [Limit(PEER, most, measure=name, of=name) for name, most in limits.items()],
        folder,
    )


def force_sitting_job(_data: Path | None) -> Job:
    """The month's sitting opened for the first time among 5,000 profiles, against among 33.

    An inspector has as many reviews to endorse in both. To a reviewer come 1,220 in place of ten,
    on Today and in the sitting; the verdicts that rank them take the counts of all hotspots.
    """
    folder = scratch()
    few, many = demonstration(folder / "few"), force_book()
    times = {
        sittings_opened.ROWS: {"inspector": 5.0, "reviewer": 9.0},
        sittings_opened.REST: {"inspector": 5.0, "reviewer": 9.0},
        sittings_opened.FIRST: {"inspector": 8.0, "reviewer": 11.0},
        sittings_opened.ORDER: {"inspector": 18.0, "reviewer": 18.0},
    }
    limits = [
        Limit(PEER, most, measure=name, of=name)
        for what, by_login in times.items()
        for login, most in by_login.items()
        for name in (sittings_opened.of(what, login),)
    ]
    return Job(
        "the month's sitting among 5,000 profiles, opened for the first time",
        lambda: sittings_opened.opened(many, folder),
        {PEER: lambda: sittings_opened.opened(few, folder)},
        limits,
        folder,
    )


def keys_job(_data: Path | None) -> Job:
    """Keys pressed in a casebook of a force's size: to the first byte, and the longest freeze."""
    return _keys(importing=False)


def keys_import_job(_data: Path | None) -> Job:
    """The same while 300,000 incidents are imported beside it."""
    return _keys(importing=True)


def _keys(*, importing: bool) -> Job:
    folder = scratch()
    book = folder / "casebook.db"
    shutil.copy(force_book(), book)
    street = LOMEAS.write_street_files(folder / "street", 300_000, 12) if importing else None

    def ours() -> Run:
        beside = _import(book, street, folder) if street else None
        try:
            return typed(["--book", str(book), *OPEN], folder, TEXTS["rows readable"], DAY)
        finally:
            if beside is not None:
                beside.kill()
                beside.wait()

    return Job(
        f"keys with 5,000 profiles{', 300,000 incidents imported beside' if importing else ''}",
        ours,
        {said: lambda said=said: _limit(said) for said in (KEY, FREEZE)},  # type: ignore[misc]
        [
            Limit(KEY, 1.0, measure=keystrokes.OWN_KEY),
            Limit(FREEZE, 1.0, measure=keystrokes.OWN_FREEZE),
        ],
        folder,
        aside=(keystrokes.CLOCK_KEY, keystrokes.THROUGH, keystrokes.CLOCK_FREEZE),
    )


def _import(book: Path, street: Path, folder: Path) -> subprocess.Popen[bytes]:
    """An import into the casebook, begun."""
    command = ["-m", "casebook", "--book", str(book), "import", "incidents", str(street)]
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=folder,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _limit(said: str) -> Run:
    """What takes as long as it says."""
    return Run({"whole": int(said.removesuffix(" ms")) / 1000}, 0)
