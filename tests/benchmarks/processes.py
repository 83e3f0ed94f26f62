"""Fresh processes, timed from outside."""

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
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SETTLING = 0.2
"""Seconds that a way waits for before its time is taken: threads that numpy's and scipy's libraries
of linear algebra start keep a processor busy for a while, and no job has use for them."""
ROOT = Path(__file__).parents[2]
_MEASURE = """
import json, os, sys, time
measured, *arguments = sys.argv[1:]
started = time.perf_counter()
child = os.posix_spawn(sys.executable, [sys.executable, *arguments], os.environ)
_, status, usage = os.wait4(child, 0)
took = time.perf_counter() - started
computed = usage.ru_utime + usage.ru_stime
with open(measured, "w") as file:
    json.dump([os.waitstatus_to_exitcode(status), took, computed, usage.ru_maxrss], file)
"""
"""Starts a process and measures it from a small one: Linux counts a parent's memory as its child's
until the child has taken more."""


@dataclass(frozen=True)
class Run:
    """One process: seconds to each thing it was watched for, and its peak memory."""

    seconds: Mapping[str, float]
    peak_mib: float
    result: str = ""
    """What it found, where that can be told from another's; blank where it can't."""


def whole(
    arguments: Sequence[str], cwd: Path, result: Callable[[str], str] = lambda printed: ""
) -> Run:
    """Run a Python process to its end.

    ``seconds["whole"]`` is all of it and ``seconds["cpu"]`` what its threads computed together,
    which other work on the machine changes less.

    ``result`` makes what it found of what it printed.
    """
    with tempfile.TemporaryFile() as printed, tempfile.NamedTemporaryFile() as measured:
        subprocess.run(
            [sys.executable, "-S", "-c", _MEASURE, measured.name, *arguments],
            cwd=cwd,
            env=environment(),
            stdout=printed,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        code, took, computed, peak_kib = json.load(measured)
        if code:
            raise RuntimeError(f"{arguments} ended with {code}")
        printed.seek(0)
        found = result(printed.read().decode())
    return Run({"whole": took, "cpu": computed}, peak_kib / 1024, found)


def timed(arguments: Sequence[str], cwd: Path) -> Run:
    """Run a Python process that takes its own time and prints ``{"seconds": …, "result": …}``.

    ``seconds["timed"]`` is what it says, without its start and the reading of its input.
    """
    run = whole(arguments, cwd, str.strip)
    said = json.loads(run.result)
    return Run({**run.seconds, "timed": said["seconds"]}, run.peak_mib, said["result"])


def watched(
    arguments: Sequence[str],
    cwd: Path,
    texts: Mapping[str, str],
    keys: bytes,
    *,
    python: str = sys.executable,
    home: Path | None = None,
) -> Run:
    """Run a Python process in a terminal of 120x40 until each text has been drawn, then end it.

    ``seconds`` holds the time to each of ``texts``; ``keys`` are typed once all have been seen.
    ``python`` is the interpreter of an environment; what it keeps for its person goes to ``home``.
    """
    apart = _only_at(home) if home else environment()
    main, other = pty.openpty()
    size(other, 120, 40)
    started = time.perf_counter()
    process = subprocess.Popen(
        [python, *arguments],
        cwd=cwd,
        env=apart | {"TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none"},
        stdin=other,
        stdout=other,
        stderr=other,
        start_new_session=True,
    )
    os.close(other)
    seconds: dict[str, float] = {}
    drawn = b""
    deadline = started + 60
    while len(seconds) < len(texts) and time.perf_counter() < deadline:
        ready, _, _ = select.select([main], [], [], 1)
        if ready:
            try:
                drawn += os.read(main, 65536)
            except OSError:
                break  # it has ended
        for name, text in texts.items():
            if name not in seconds and text.encode() in drawn:
                seconds[name] = time.perf_counter() - started
    peak_mib = _peak_mib(process.pid)
    os.write(main, keys)
    ender = threading.Timer(10, process.kill)
    ender.start()
    _drain(main)
    process.wait()
    ender.cancel()
    os.close(main)
    missing = texts.keys() - seconds.keys()
    if missing:
        raise RuntimeError(f"never drawn: {missing}; drawn: {drawn[-2000:]!r}")
    return Run(seconds, peak_mib)


def _peak_mib(process: int) -> float:
    """The most memory a process has had since it became its program; 0 for one that has ended."""
    status = Path(f"/proc/{process}/status").read_text()
    peaks = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(peaks[0]) / 1024 if peaks else 0.0


def _drain(main: int) -> None:
    try:
        while os.read(main, 65536):
            pass
    except OSError:
        return  # the terminal's other end has closed


def size(terminal: int, columns: int, rows: int) -> None:
    """Give a terminal its width and height."""
    import fcntl
    import struct
    import termios

    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


_COMPILED = tempfile.TemporaryDirectory(prefix="casebook-bench-compiled-")


def environment() -> dict[str, str]:
    """Ours, with everybody's modules compiled by the first round, as those of an install are."""
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": _COMPILED.name}
    return dict(os.environ) | compiled | {"PYTHONPATH": str(ROOT)}


def _only_at(home: Path) -> dict[str, str]:
    """The same for somebody else's program: it sees nothing of ours or of the person's own."""
    kept = {name: value for name, value in environment().items() if not name.startswith("XDG_")}
    del kept["PYTHONPATH"]
    return kept | {"HOME": str(home)}
