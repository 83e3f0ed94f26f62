"""One command on one file, in this process, and everything about it that is a fault.

Run as a module it takes cases from stdin, a line of JSON each, and answers each with a line: so a
case that hangs, fills memory or ends its process is seen by whoever started it.
"""

from __future__ import annotations

import io
import json
import os
import re
import resource
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

MOST_SECONDS = 30
MOST_MEGABYTES = 1024
_HARD_LIMIT = 3 << 30
"""Bytes of memory after which the process itself is stopped."""
_RAW = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What no terminal may be given."""


@dataclass(frozen=True)
class Case:
    """A command on a file that lies beside a copy of a casebook."""

    name: str
    command: tuple[str, ...]
    """Its arguments, run in a folder that holds ``casebook.db``."""
    file: str
    """What the file is called there."""
    content: str
    """Where its content lies; empty where the command makes do without."""
    beside: tuple[tuple[str, str], ...] = ()
    """Other files, and where their content lies."""


@dataclass(frozen=True)
class Taken:
    """How a command took a file."""

    code: int
    said: str
    """The end of what it said on stderr."""
    faults: Sequence[str]
    """What is wrong with that; nothing where it did as it should."""


def take(case: Case, base: Path) -> Taken:
    """Run a case's command beside a copy of the casebook ``base``."""
    folder = Path(tempfile.mkdtemp(prefix="tried-"))
    here = Path.cwd()
    try:
        shutil.copyfile(base, folder / "casebook.db")
        for name, content in (*case.beside, (case.file, case.content)):
            if content:
                shutil.copyfile(content, folder / name)
        os.chdir(folder)
        before = _held(folder / "casebook.db")
        started = time.monotonic()
        code, out, err = ran(case.command)
        took = time.monotonic() - started
        faults = [*said_wrong(case.command, code, out, err)]
        if took > MOST_SECONDS:
            faults.append(f"took {took:.0f} s")
        after = _held(folder / "casebook.db")
        if code and after != before:
            faults.append("refused, and yet the casebook has changed")
        if after != before:
            checked, _, why = ran(("check",))
            if checked:
                faults.append(f"the casebook doesn't pass its check any more: {why[-300:]}")
        return Taken(code, err[-300:], faults)
    finally:
        os.chdir(here)
        shutil.rmtree(folder, ignore_errors=True)


def ran(command: Sequence[str]) -> tuple[int, str, str]:
    """Run a command in this process: its exit code, stdout and stderr."""
    from casebook.cli.main import run

    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run(list(command))
    return code, out.getvalue(), err.getvalue()


def said_wrong(command: Sequence[str], code: int, out: str, err: str) -> Sequence[str]:
    """What is wrong with the exit code of a command and what it said."""
    faults = []
    if code not in (0, 1, 2):
        faults.append(f"exit code {code}")
    if "Traceback" in err or "omething unexpected" in err:
        faults.append(f"an unexpected failure: {_newest_report() or err[-300:]}")
    found = _RAW.search(out) or _RAW.search(err)
    if found:
        around = found.string[max(found.start() - 40, 0) : found.end() + 40]
        faults.append(f"printed U+{ord(found[0]):04X} raw, in {around!r}")
    refused = sum(line.startswith("casebook: ") for line in err.splitlines())
    if code == 1 and refused != 1 and not _found_unsound(command, refused):
        faults.append(f"refused in {refused} lines: {err[-300:]!r}")
    if code == 0 and refused:
        faults.append(f"done and refused at once: {err[-300:]!r}")
    if any(len(line) > _LONGEST_LINE for line in err.splitlines()):
        faults.append(f"a line of {max(map(len, err.splitlines())):,} characters: {err[:200]!r}")
    return faults


_LONGEST_LINE = 5_000


def _found_unsound(command: Sequence[str], refused: int) -> bool:
    """Whether it is a check, which says what it finds on stdout."""
    return "check" in command and not refused


def _newest_report() -> str:
    """The stack of the newest fault report, its last frames."""
    from casebook.cli.log import log_folder

    reports = sorted(log_folder().glob("fault-*.txt"))
    if not reports:
        return ""
    lines = reports[-1].read_text(encoding="utf-8").splitlines()
    reports[-1].unlink()
    stack = lines[lines.index("") + 1 :]
    return " | ".join(line.strip().rpartition("/")[2] for line in stack[:1] + stack[-6:])


def _held(path: Path) -> Any:
    """How many rows each table of a casebook has, and the head of its history."""
    with closing(sqlite3.connect(path)) as file:
        try:
            tables = file.execute("SELECT name FROM sqlite_master WHERE type='table'").fetchall()
            counts = {
                name: file.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
                for (name,) in tables
            }
            head = file.execute("SELECT max(seq), max(hash) FROM history").fetchone()
        except sqlite3.DatabaseError as error:
            return str(error)
    return counts, head


def main() -> None:
    """Answer cases until stdin ends; what libraries write past Python is a fault too."""
    resource.setrlimit(resource.RLIMIT_DATA, (_HARD_LIMIT, _HARD_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    base, logs = Path(sys.argv[1]), sys.argv[2]
    Path(logs).mkdir(exist_ok=True)
    os.environ["XDG_STATE_HOME"] = os.environ["XDG_CONFIG_HOME"] = logs
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    raw = Path(logs, "raw").open("w+b")  # noqa: SIM115 - until the process ends
    os.dup2(raw.fileno(), 1)
    os.dup2(raw.fileno(), 2)
    quickly()
    with patch("casebook.cli.desk.system_login", return_value="admin"):
        for line in sys.stdin:
            given = json.loads(line)
            given["command"] = tuple(given["command"])
            given["beside"] = tuple(map(tuple, given["beside"]))
            case = Case(**given)
            try:
                taken = take(case, base)
            except BaseException as error:  # noqa: BLE001 - whatever it is, it is a fault
                taken = Taken(-1, "", [f"raised {type(error).__name__}: {error}"[:500]])
            faults = list(taken.faults)
            written = os.fstat(raw.fileno()).st_size
            if written:
                raw.seek(0)
                faults.append(f"a library wrote to the terminal: {raw.read(300)!r}")
                raw.seek(0)
                raw.truncate()
            peak = _peak()
            print(
                json.dumps(asdict(taken) | {"faults": faults, "peak": peak}),
                file=answers,
                flush=True,
            )


def _peak() -> int:
    """The most memory this process has held, in MB; Linux's own count begins before its start."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (one for one in status.read_text().splitlines() if one.startswith("VmHWM:"))
        return int(line.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def quickly() -> None:
    """Make casebooks as tests do, without waiting for the disk."""
    import pytest

    from tests import quick_store

    quick_store.quickly(pytest.MonkeyPatch())


if __name__ == "__main__":
    main()
