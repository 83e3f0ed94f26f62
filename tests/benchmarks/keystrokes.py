"""The terminal driven key by key: how long until a key shows, and how long the screen stood still.

Run as a program it is the terminal itself with a heartbeat: the longest gap between two beats of
its event loop is written to the file named first.

Not to be run with real-time priority: the kernel's own work that carries what is written through a
pseudo-terminal has none, and waits for as long as a thread of the terminal computes.
"""

from __future__ import annotations

import asyncio
import json
import os
import pty
import select
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.processes import Run, environment, size

_QUIET = 0.15
"""Seconds without a byte after which a key has had its effect."""
_PATIENCE = 60.0
_BEAT = 0.01


@dataclass(frozen=True)
class Step:
    """A key, and how often it is pressed; or a text, and what the screen shows once it is there."""

    keys: bytes
    times: int = 1
    wait: str = ""
    """What has to come before the next key; such a key leads to a screen that is read first."""


def typed(arguments: Sequence[str], cwd: Path, there: str, steps: Sequence[Step]) -> Run:
    """Open the terminal of 120x40, wait until ``there`` is drawn, and take the steps.

    ``seconds`` has the time from a key to its first byte at the 95th percentile, without keys that
    lead to a screen that is read first, and the longest gap of its event loop from then on.
    """
    main, other = pty.openpty()
    size(other, 120, 40)
    with tempfile.NamedTemporaryFile("r") as beats:
        process = subprocess.Popen(
            [sys.executable, "-m", __name__, beats.name, *arguments],
            cwd=cwd,
            env=environment() | {"TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none"},
            stdin=other,
            stdout=other,
            stderr=other,
            start_new_session=True,
        )
        os.close(other)
        _until(main, there)
        taken = [took for step in steps for took in _take(main, step)]
        os.write(main, b"\x11")
        ender = threading.Timer(20, process.kill)
        ender.start()
        try:
            while os.read(main, 65536):
                pass
        except OSError:
            pass  # the terminal's other end has closed
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
        ender.cancel()
        os.close(main)
        longest = json.loads(beats.read())
    taken.sort()
    seconds = {
        "a key's first byte at the 95th percentile": taken[int(len(taken) * 0.95)],
        "the longest freeze": longest,
    }
    return Run(seconds, usage.ru_maxrss / 1024)


def _take(main: int, step: Step) -> list[float]:
    taken = []
    for _ in range(step.times):
        for key in (step.keys,) if step.keys.startswith(b"\x1b") else map(_byte, step.keys):
            pressed = time.perf_counter()
            os.write(main, key)
            if step.wait:
                _until(main, step.wait)
            elif (first := _first(main)) is not None:
                taken.append(first - pressed)
            _settle(main)
    return taken


def _byte(number: int) -> bytes:
    return bytes([number])


def _until(main: int, text: str) -> None:
    drawn, ends = b"", time.perf_counter() + _PATIENCE
    while text.encode() not in drawn:
        if time.perf_counter() > ends:
            raise RuntimeError(f"never drawn: {text}; drawn: {drawn[-2000:]!r}")
        if select.select([main], [], [], 1)[0]:
            drawn += os.read(main, 65536)
    _settle(main)


def _first(main: int) -> float | None:
    """When the first byte came; None where a key shows nothing."""
    if not select.select([main], [], [], 2)[0]:
        return None
    return time.perf_counter()


def _settle(main: int) -> None:
    ends = time.perf_counter() + 3
    while time.perf_counter() < ends and select.select([main], [], [], _QUIET)[0]:
        os.read(main, 65536)


def _with_heartbeat(measured: str, arguments: Sequence[str]) -> None:
    """Run the command with a terminal that notes how long its loop stood still."""
    from casebook.cli.main import main
    from tui.app import CasebookApp
    from tui.parts.asking import AskingScreen

    longest = 0.0

    async def beat() -> None:
        nonlocal longest
        while True:
            before = time.perf_counter()
            await asyncio.sleep(_BEAT)
            longest = max(longest, time.perf_counter() - before - _BEAT)
            Path(measured).write_text(json.dumps(longest))

    class Watched(CasebookApp):
        beating: asyncio.Task[None] | None = None

        def on_asking_screen_listed(self, _event: AskingScreen.Listed) -> None:
            """Begin once the first rows are shown."""
            self.beating = self.beating or asyncio.create_task(beat())

    import tui.app

    tui.app.CasebookApp = Watched  # type: ignore[misc]
    sys.argv[1:] = arguments
    main()


if __name__ == "__main__":
    _with_heartbeat(sys.argv[1], sys.argv[2:])
