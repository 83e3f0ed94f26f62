"""The command line in a child process that can be killed at a random moment or a known point.

Children are forked from a process that has loaded everything already: a kill at a random moment
then falls into the work, and seldom into the loading of modules.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tests.reliability.points import Passing, Point

Command = tuple[str, ...]
LOGIN = "admin"
SAID, DONE = ".said", ".done"
"""What a child leaves in its folder: what it printed, and a line for each command that ended."""
_LONGEST = 1800.0


@cache
def _forking() -> Any:
    """The server that children are forked from, which Windows hasn't."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.reliability.loaded"])
    return context


@dataclass(frozen=True)
class How:
    """How a child goes about its commands."""

    killed_after: float | None = None
    """The seconds after which it is killed; None: it isn't."""
    killed_at: Point | None = None
    """The point at which it kills itself."""
    pid: int | None = None
    """The number it believes to be its own, as when a system gives one out again."""
    on_server: bool = False


@dataclass(frozen=True)
class Ended:
    """How a child ended."""

    codes: tuple[int, ...]
    """The exit code of each command that ended."""
    said: str
    """What it printed, on stdout and stderr."""
    killed: bool
    seconds: float
    pid: int
    passed: dict[str, int] = field(default_factory=dict)
    """How often it came by each point; empty where it was killed."""

    @property
    def last_line(self) -> str:
        """The last thing it said."""
        return (self.said.strip().splitlines() or ["nothing"])[-1]


class Running:
    """A child at work in ``folder``."""

    def __init__(self, folder: Path, commands: Sequence[Command], how: How | None = None) -> None:
        self._folder, self._how = folder, how or How()
        for name in (SAID, DONE):
            (folder / name).write_bytes(b"")
        begun, begins = _forking().Pipe(duplex=False)
        given = (str(folder), tuple(commands), self._how, begins)
        self._process = _forking().Process(target=_work, args=given)
        self._process.start()
        begins.close()
        begun.recv()
        self._began = time.monotonic()

    def wait(self) -> Ended:
        """Wait for its end, or kill it when its time has come."""
        after = self._how.killed_after
        self._process.join(_LONGEST if after is None else after)
        if self._process.is_alive():
            assert self._process.pid is not None
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.join()
        seconds = time.monotonic() - self._began
        lines = (self._folder / DONE).read_text(encoding="utf-8").splitlines()
        codes = tuple(int(line) for line in lines if not line.startswith("{"))
        ended = Ended(
            codes,
            (self._folder / SAID).read_text(encoding="utf-8", errors="replace"),
            self._process.exitcode == -signal.SIGKILL,
            seconds,
            self._process.pid or 0,
            next((json.loads(line) for line in lines if line.startswith("{")), {}),
        )
        for name in (SAID, DONE):
            (self._folder / name).unlink()
        return ended


def run_in(folder: Path, commands: Sequence[Command], how: How | None = None) -> Ended:
    """Run commands in a child at work in ``folder``, to their end or its own."""
    return Running(folder, commands, how).wait()


def _work(folder: str, commands: Sequence[Command], how: How, begins: Any) -> None:
    """What the child does: one command after another, and a line on the disk after each."""
    os.chdir(folder)
    for number in (1, 2):
        os.dup2(os.open(SAID, os.O_WRONLY | os.O_APPEND), number)
    done = os.open(DONE, os.O_WRONLY | os.O_APPEND)
    os.environ |= {
        "CASEBOOK_CONFIG": f"{folder}/.settings.toml",
        "CASEBOOK_LOG": f"{folder}/.log",
    }
    os.environ.pop("CASEBOOK_BOOK", None)
    from casebook.cli import desk, main

    desk.system_login = lambda: LOGIN
    if how.on_server:
        _take_logins_word()
    passing = Passing(how.killed_at)
    if how.pid is not None:
        their_own = how.pid
        os.getpid = lambda: their_own
    passing.watch()
    begins.send(True)
    for command in commands:
        os.write(done, f"{main.run(list(command))}\n".encode())
    os.write(done, json.dumps(passing.passed).encode())
    os._exit(0)


def _take_logins_word() -> None:
    """Act as people by their names on a server too, as on a file; see ``tests/served_books.py``."""
    from casebook.store import transaction
    from casebook.store.engine import Store

    Store.database_login = lambda _store: None  # type: ignore[method-assign,assignment]
    transaction.give_rights = lambda *_conn, **_how: None
