"""The terminal driven key by key: how long until a key shows, and how long the screen stood still.

Both are taken inside the terminal, of its own time (:mod:`tests.benchmarks.own_time`), so that a
busy machine changes them little; the same by the clock, and through the pseudo-terminal as a person
has it, are told beside them.
"""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from tests.benchmarks.processes import Run, environment, size
from tests.benchmarks.watched_terminal import BEAT

_QUIET = 0.15
"""Seconds without a byte after which a key has had its effect."""
_PATIENCE = 120.0


class Press(NamedTuple):
    """A key pressed."""

    at: float
    counts: bool
    """Whether it leads to no screen that is read first."""
    shown: float | None
    """Seconds until its first byte came; None where it shows nothing."""


@dataclass(frozen=True)
class Step:
    """A key, and how often it is pressed; or a text, and what the screen shows once it is there."""

    keys: bytes
    times: int = 1
    wait: str = ""
    """What has to come before the next key; such a key leads to a screen that is read first."""


OWN_KEY = "a key's first byte at the 95th percentile"
OWN_FREEZE = "the longest freeze"
CLOCK_KEY = "that key by the clock"
CLOCK_FREEZE = "that freeze by the clock"
THROUGH = "a key's first byte through the terminal"


def typed(arguments: Sequence[str], cwd: Path, there: str, steps: Sequence[Step]) -> Run:
    """Open the terminal of 120x40, wait until ``there`` is drawn, and take the steps.

    ``seconds`` has the time from a key to its first byte at the 95th percentile, without keys that
    lead to a screen that is read first, and the longest gap of its event loop from then on.
    """
    main, other = pty.openpty()
    size(other, 120, 40)
    with tempfile.NamedTemporaryFile("r") as measured:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.watched_terminal", measured.name, *arguments],
            cwd=cwd,
            env=environment() | {"TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none"},
            stdin=other,
            stdout=other,
            stderr=other,
            start_new_session=True,
        )
        os.close(other)
        try:
            _until(main, there)
            presses = [press for step in steps for press in _take(main, step)]
        except BaseException:
            process.kill()
            raise
        leaving = time.monotonic()
        os.write(main, b"\x11")
        ender = threading.Timer(_PATIENCE, process.kill)
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
        told = json.loads(measured.read())
    return Run(_seconds(presses, told, leaving), usage.ru_maxrss / 1024)


def _seconds(presses: Sequence[Press], told: Mapping[str, Any], leaving: float) -> dict[str, float]:
    """What the terminal timed of the keys that count, and what was seen of them from outside."""
    answers = sorted(told["answers"])
    inside = []
    for press, after in zip(presses, [*presses[1:], None], strict=True):
        ends = after.at if after else press.at + _PATIENCE
        answer = next((one for one in answers if press.at <= one[0] < ends), None)
        if answer is not None and press.counts:
            inside.append((answer[2], answer[1]))
    outside = sorted(one.shown for one in presses if one.counts and one.shown is not None)
    own, clock = zip(*inside, strict=True)
    freezes = [one for one in told["freezes"] if one[0] + one[1] + BEAT < leaving]
    return {
        OWN_KEY: _most(own),
        CLOCK_KEY: _most(clock),
        THROUGH: _most(outside),
        OWN_FREEZE: max(own for _, _, own in freezes),
        CLOCK_FREEZE: max(clock for _, clock, _ in freezes),
    }


def _most(seconds: Sequence[float]) -> float:
    """What 95 of 100 take at most."""
    return sorted(seconds)[int(len(seconds) * 0.95)]


def _take(main: int, step: Step) -> Iterator[Press]:
    for _ in range(step.times):
        for key in (step.keys,) if step.keys.startswith(b"\x1b") else map(_byte, step.keys):
            at = time.monotonic()
            os.write(main, key)
            first = None
            if step.wait:
                _until(main, step.wait)
            else:
                first = _first(main)
            yield Press(at, not step.wait, first - at if first else None)
            _settle(main)


def _byte(number: int) -> bytes:
    return bytes([number])


def _until(main: int, text: str) -> None:
    drawn, ends = b"", time.monotonic() + _PATIENCE
    while text.encode() not in drawn:
        if time.monotonic() > ends:
            raise RuntimeError(f"never drawn: {text}; drawn: {drawn[-2000:]!r}")
        if select.select([main], [], [], 1)[0]:
            drawn += os.read(main, 65536)
    _settle(main)


def _first(main: int) -> float | None:
    """When the first byte came; None where a key shows nothing."""
    if not select.select([main], [], [], 2)[0]:
        return None
    return time.monotonic()


def _settle(main: int) -> None:
    ends = time.monotonic() + 3
    while time.monotonic() < ends and select.select([main], [], [], _QUIET)[0]:
        os.read(main, 65536)
