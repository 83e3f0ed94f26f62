"""A command of Casebook's run beside the terminal: what it prints, how far it is, and its end.

A search may take minutes and a gigabyte. In a process of its own the screen stays quick and the
search can be stopped; and what the screen shows is what the command line says.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from casebook.core.errors import CasebookError

CASEBOOK = (sys.executable, "-m", "casebook")
"""The command line, as this terminal was started."""


class CommandFailed(CasebookError):
    """A command that didn't do what was asked; its text is what the command said last."""


class CommandStopped(CasebookError):
    """A command that was stopped before its end."""


@dataclass(frozen=True)
class Printed:
    """What a command printed: its figures, and its narration a line each."""

    out: str
    notes: tuple[str, ...]


class ChildCommand:
    """One command, run once; :meth:`stop` may be called from another thread."""

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        environment: Mapping[str, str],
        command: Sequence[str] = CASEBOOK,
    ) -> None:
        """``environment`` is added to this process's own."""
        self._line = [*command, *arguments]
        self._environment = {**os.environ, **environment, "PYTHONUTF8": "1"}
        self._child: subprocess.Popen[str] | None = None
        self._stopped = False

    def run(self, progress: Callable[[str], object]) -> Printed:
        """Run it to its end; ``progress`` hears in words how far it is.

        Raises :class:`CommandStopped`, and :class:`CommandFailed` with what it said.
        """
        notes: list[str] = []
        # a file, since a full pipe would stop the command while its narration is read
        with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
            self._child = child = subprocess.Popen(
                self._line,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
            )
            if self._stopped:
                child.terminate()
            with child:
                assert child.stderr is not None
                for line in child.stderr:
                    said = _progress(line)
                    if said is None:
                        notes.append(line.strip())
                    else:
                        progress(said)
            if self._stopped:
                raise CommandStopped("Stopped: nothing was found or written.")
            if child.returncode:
                last = next((note for note in reversed(notes) if note), "It said nothing.")
                raise CommandFailed(last.removeprefix("casebook: ").removeprefix("Error: "))
            out.seek(0)
            return Printed(out.read(), tuple(note for note in notes if note))

    def stop(self) -> None:
        """End it; nothing where it has ended."""
        self._stopped = True
        child = self._child
        if child is None or child.poll() is not None:
            return
        child.terminate()


def _progress(line: str) -> str | None:
    """How far a command says it is, ``Reading street.csv, 40%``; None for any other line."""
    if not line.startswith("{"):
        return None
    try:
        told = json.loads(line)
        done, total, what = told["done"], told["total"], told["what"]
    except (ValueError, KeyError, TypeError):
        return None
    return f"{what}, {100 * done // total}%" if total else str(what)
