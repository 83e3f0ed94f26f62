"""Text typed into the real terminal, which is killed at random: what was typed is kept.

The terminal runs in a pseudo terminal of its own. Each letter is typed once the one before is on
the screen, so that when one was typed is when it was shown.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from casebook.book.drafts import find_draft
from casebook.book.opening import open_book
from casebook.cli.desk import system_login
from casebook.core.access import Account
from casebook.profiles import casefile, intake
from casebook.profiles.profile import Profile
from casebook.upkeep import accounts
from tests.books import make_book
from tests.reliability.asked import Asked
from tests.reliability.outcome import Outcome

REF = "PMP-2024-001"
HALF = 0.5
"""Seconds: what was typed before that is to be kept."""
PATIENCE = 60.0
"""Seconds until a screen that never comes fails the trial."""
_ROOT = Path(__file__).parents[2]


@dataclass
class Killed:
    """What was typed until the terminal was killed, and what was kept of it."""

    kept: str = ""
    shown: list[tuple[float, str]] = field(default_factory=list)
    """Each letter, with the second at which it was on the screen."""
    at: float = 0.0
    """The second of the kill."""

    @property
    def typed(self) -> str:
        """All that was on the screen."""
        return "".join(letter for _, letter in self.shown)

    @property
    def behind(self) -> float:
        """The age in seconds of the oldest letter that wasn't kept; 0 where all was."""
        missing = self.shown[len(self.kept) :]
        return self.at - missing[0][0] if missing else 0.0

    @property
    def fault(self) -> str:
        """What is wrong with what was kept; empty where nothing is."""
        if not self.typed.startswith(self.kept):
            return f"kept {self.kept!r} of {self.typed!r}"
        if self.behind > HALF:
            return f"{self.behind:.2f} s of typing were lost: {self.typed[len(self.kept) :]!r}"
        return ""


def trial(asked: Asked) -> Outcome:
    """Kill the terminal at random moments while a text is typed into a form."""
    rng = asked.rng("typed")
    lost, behind = [], []
    for _ in asked.watched("kill while typing", range(asked.kills)):
        with tempfile.TemporaryDirectory() as folder:
            found = killed_while_typing(Path(folder), rng.uniform(0.1, 3.0))
            behind.append(found.behind)
            lost += [found.fault] if found.fault else []
    worst = f"the oldest letter lost was {max(behind, default=0):.2f} s old"
    return Outcome("typed", asked.kills, tuple(lost), (worst,))


def killed_while_typing(folder: Path, seconds: float) -> Killed:
    """Open a form in a terminal, type for some seconds, and kill the terminal."""
    book = make_book(folder)
    login = system_login()
    accounts.add_account(book, Account(login, roles=("administrator", "analyst")))
    intake.new_profile(book, Profile(REF, "Fights at closing"))
    book.store.close()
    found, file = Killed(), str(folder / "casebook.db")
    with _terminal(file) as (process, screen):
        _until(screen, b"YOURS TO DO")
        for keys, then in ((b"3", b"Fights"), (b"\r", b"Edit"), (b"e", b"Save")):
            os.write(screen, keys)
            _until(screen, then)
        _type(screen, found, seconds)
        os.kill(process.pid, signal.SIGKILL)
        found.at = time.monotonic()
        process.wait()
    book = open_book(file, login)
    draft = find_draft(book, casefile.read_profile(book, REF).stage("objective").ref)
    found.kept = str(draft.body["reported"]) if draft is not None else ""
    book.store.close()
    return found


def _type(screen: int, found: Killed, seconds: float) -> None:
    """Type words that are all different, letter by letter, for some seconds."""
    ends, number = time.monotonic() + seconds, 0
    while True:
        for letter in f"w{number} ":
            os.write(screen, letter.encode())
            if not _answered(screen):
                raise AssertionError("a letter was never shown")
            found.shown.append((time.monotonic(), letter))
            if time.monotonic() > ends:
                return
            time.sleep(0.02)
        number += 1


@contextlib.contextmanager
def _terminal(file: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """``casebook open`` in a pseudo terminal of 80 by 24, and the end that types and reads."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "casebook", "--book", file, "open"],
        cwd=_ROOT,
        env=os.environ | {"TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        yield process, ours
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        os.close(ours)


def _until(screen: int, words: bytes) -> None:
    """Read until the words came; whoever never reads stops the terminal."""
    seen, ends = b"", time.monotonic() + PATIENCE
    while words not in seen:
        if time.monotonic() > ends:
            raise AssertionError(f"{words!r} never came; the screen was {seen[-2000:]!r}")
        if select.select([screen], [], [], 0.1)[0]:
            seen += os.read(screen, 65536)


def _answered(screen: int) -> bool:
    """Whether the screen changed after a letter; all that came is read."""
    came = bool(select.select([screen], [], [], PATIENCE)[0])
    while select.select([screen], [], [], 0)[0]:
        os.read(screen, 65536)
    return came
