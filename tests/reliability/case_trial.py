"""Many cases tried in processes of their own, so that none can take the trial along."""

from __future__ import annotations

import json
import selectors
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from unittest.mock import patch

from tests.reliability.outcome import Outcome
from tests.reliability.seed_files import sound_base
from tests.reliability.try_file import MOST_MEGABYTES, MOST_SECONDS, Case, ran

_EACH_PROCESS = 200
_ROOM = 10
"""Seconds beyond the most a case may take before its process is ended."""
_PROJECT = Path(__file__).parents[2]


@dataclass
class CaseTrial:
    """What was tried so far."""

    base: Path
    """A sound casebook."""
    files: Path
    """Where the content of cases is kept until they are tried."""
    logs: Path
    tried: int = 0
    done: int = 0
    """Files that were taken, at least in part."""
    hangs: int = 0
    peak: int = 0
    """Megabytes of memory that the largest process had."""
    lost: list[str] = field(default_factory=list)
    said: str = ""
    """The exit code of the last, and the end of what it said."""
    _child: subprocess.Popen[str] | None = None
    _in_child: int = 0

    def take(self, case: Case) -> bool:
        """Try a case; whether it went as it should."""
        if self._child is None or self._in_child >= _EACH_PROCESS:
            self.end()
            self._child = self._started()
            self._in_child = 0
        faults, again = self._answer(self._child, case)
        self.tried += 1
        self._in_child += 1
        if again:
            self.end()
        self.lost += [f"{case.name}: {fault}" for fault in faults]
        return not faults

    def written(self, name: str, content: bytes) -> str:
        """Where the content of a case's file now lies, in place of what was called so before."""
        path = self.files / name
        path.write_bytes(content)
        return str(path)

    def end(self) -> None:
        """End the process that takes the cases."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def outcome(self, name: str, started: float) -> Outcome:
        """What came of it."""
        seconds = time.monotonic() - started
        notes = (
            f"{self.done:,} taken, {self.hangs} hung, peak memory {self.peak:,} MB, "
            f"{self.tried / seconds:.1f} a second",
        )
        return Outcome(name, self.tried, tuple(self.lost), notes)

    def _started(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.reliability.try_file"]
        return subprocess.Popen(
            [*command, str(self.base), str(self.logs)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=_PROJECT,
        )

    def _answer(self, child: subprocess.Popen[str], case: Case) -> tuple[list[str], bool]:
        """The faults of a case, and whether its process can't take another."""
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(json.dumps(asdict(case)) + "\n")
        child.stdin.flush()
        with selectors.DefaultSelector() as waiting:
            waiting.register(child.stdout, selectors.EVENT_READ)
            if not waiting.select(MOST_SECONDS + _ROOM):
                self.hangs += 1
                return [f"hung: no answer in {MOST_SECONDS + _ROOM} s"], True
        line = child.stdout.readline()
        if not line:
            return [f"ended its process, with code {child.wait()}"], True
        answer = json.loads(line)
        faults: list[str] = answer["faults"]
        self.done += answer["code"] == 0
        self.said = f"{answer['code']} {answer['said']}"
        self.peak = max(self.peak, answer["peak"])
        if answer["peak"] > MOST_MEGABYTES:
            return [*faults, f"took {answer['peak']:,} MB of memory"], True
        return faults, False


@cache
def _base() -> bytes:
    with (
        tempfile.TemporaryDirectory() as place,
        patch("casebook.cli.desk.system_login", return_value="admin"),
    ):
        return sound_base(Path(place) / "casebook.db", lambda command: ran(command)[0])


@contextmanager
def trying() -> Iterator[CaseTrial]:
    """A trial about to begin."""
    with tempfile.TemporaryDirectory(prefix="reliability-") as place:
        folder = Path(place)
        (folder / "casebook.db").write_bytes(_base())
        made = CaseTrial(folder / "casebook.db", folder / "files", folder / "logs")
        made.files.mkdir()
        try:
            yield made
        finally:
            made.end()
