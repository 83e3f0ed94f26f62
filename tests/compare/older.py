"""Older code brought out of the repository, and casebooks in the hands of one code or the other."""

from __future__ import annotations

import base64
import io
import json
import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
RELEASED = "45044eb2d6c2847fd4ded1bdf819c72386a01128"
"""The commit that is version 0.1.0."""
BOOK = "casebook.db"
PLAY = Path(__file__).with_name("play.py")


class NoOlderCode(Exception):
    """The older code can't be had, or doesn't do what it is asked to."""


def bring_out(revision: str, folder: Path) -> Path:
    """The repository as it was at ``revision``, in ``folder``.

    Raises :class:`NoOlderCode` where this isn't a repository that holds the revision.
    """
    git = shutil.which("git")
    if git is None:
        raise NoOlderCode("git isn't installed: give --old FOLDER.")
    archive = subprocess.run([git, "archive", revision], cwd=ROOT, capture_output=True)
    if archive.returncode:
        raise NoOlderCode(f"git can't bring out {revision}: {archive.stderr.decode().strip()}")
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as packed:
        packed.extractall(folder, filter="data")
    return folder


@dataclass(frozen=True)
class Desk:
    """A checkout of Casebook, a folder with a casebook in it, and who sits there.

    Raises :class:`NoOlderCode` for a folder without Casebook, where Python would take this one.
    """

    code: Path
    folder: Path
    login: str

    def __post_init__(self) -> None:
        if not (self.code / "casebook" / "__init__.py").is_file():
            raise NoOlderCode(f"{self.code} is no checkout of Casebook.")

    @property
    def sample(self) -> Path:
        """The folder of the sample files that come with the code."""
        return self.code / "sample_data" / "lomea"

    def run(self, *arguments: str) -> str:
        """One command in a process of its own, and what it printed on stdout.

        Raises :class:`NoOlderCode` where it fails.
        """
        ran = self._python("-m", "casebook", *arguments)
        if ran.returncode:
            raise NoOlderCode(f"casebook {shlex.join(arguments)}: {ran.stderr.strip()}")
        return ran.stdout

    def words(self) -> list[str]:
        """Every command and group there is, by its words."""
        return list(json.loads(self._play('"commands"')))

    def answers(self, commands: Sequence[str]) -> list[dict[str, Any]]:
        """What each command answers, all of them run one after the other in one process."""
        asked = json.dumps([shlex.split(command) for command in commands])
        found = [json.loads(line) for line in self._play(asked).splitlines()]
        for answer in found:
            coded = answer["files"]
            answer["files"] = {name: base64.b64decode(data) for name, data in coded.items()}
        return found

    def head(self) -> str:
        """The hash of the newest entry of the casebook's history."""
        with closing(sqlite3.connect(self.folder / BOOK)) as store:
            (newest,) = store.execute(
                "SELECT hash FROM history ORDER BY seq DESC LIMIT 1"
            ).fetchone()
        return str(newest)

    def _play(self, asked: str) -> str:
        ran = self._python(str(PLAY), asked=asked)
        if ran.returncode:
            raise NoOlderCode(f"the commands broke off in {self.code}:\n{ran.stderr}")
        return ran.stdout

    def _python(self, *arguments: str, asked: str = "") -> subprocess.CompletedProcess[str]:
        quiet = {
            **{name: text for name, text in os.environ.items() if not name.startswith("CASEBOOK_")},
            "PYTHONPATH": str(self.code),
            "PYTHONSAFEPATH": "1",
            "PYTHONIOENCODING": "utf-8",
            "LOGNAME": self.login,
            "COLUMNS": "100",
            "CASEBOOK_CONFIG": str(self.folder / "settings.toml"),
            "CASEBOOK_LOG": str(self.folder / "log"),
        }
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            input=asked,
            capture_output=True,
            encoding="utf-8",
            env=quiet,
        )
