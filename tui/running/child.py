"""A command of Casebook's run beside the terminal: what it prints, how far it is, and its end.

A search may take minutes and a gigabyte. In a process of its own the screen stays quick and the
command can be stopped; and what the screen shows is what the command line says. Its arguments are
handed over one by one and never through a shell, so a file may be called anything.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from casebook.core.errors import CasebookError

if TYPE_CHECKING:
    from casebook.book.opening import Book

CASEBOOK = (sys.executable, "-P", "-m", "casebook")
"""The command line, as this terminal was started; nothing is imported from the folder it is in."""


def let_commands_be_stopped() -> None:
    """Have commands that are started later hear Ctrl-C, which is how they are stopped.

    They inherit that it is ignored where whoever started this process ignores it, as a shell does
    for what it runs in the background; then each would be killed and leave half of what it makes.
    To be called in the main thread.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


class CommandFailed(CasebookError):
    """A command that didn't do what was asked; its text is what the command said last."""


class CommandStopped(CasebookError):
    """A command that was stopped before its end."""


class Told(NamedTuple):
    """How far a command says it is."""

    what: str
    share: float | None
    """From 0 to 1; None where it isn't known."""

    def __str__(self) -> str:
        return self.what if self.share is None else f"{self.what}, {int(100 * self.share)}%"


class Printed(NamedTuple):
    """What a command printed: its figures, its narration a line each, and the files it made."""

    out: str
    notes: tuple[str, ...]
    made: tuple[Path, ...] = ()


def environment_of(book: Book) -> dict[str, str]:
    """What says which casebook a command is to work on, and as whom.

    Not among the arguments, which everybody on the machine can read.
    """
    environment = {"CASEBOOK_BOOK": str(book.store.book)}
    if book.via:
        environment["CASEBOOK_USER"] = book.account.login
    return environment


class ChildCommand:
    """One command, run once; :meth:`stop` may be called from another thread."""

    PATIENCE = 3.0
    """Seconds that a command which is stopped has to put away what it began."""

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

    def run(self, progress: Callable[[Told], object]) -> Printed:
        """Run it to its end; ``progress`` hears how far it is.

        Raises :class:`CommandStopped`, and :class:`CommandFailed` with what it said.
        """
        notes: list[str] = []
        made: list[Path] = []
        # a file, since a full pipe would stop the command while its narration is read
        with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
            self._child = child = self._start(out)
            if self._stopped:
                self._end(child)
            with child:
                assert child.stderr is not None
                for line in child.stderr:
                    said = _said(line)
                    if isinstance(said, Told):
                        progress(said)
                    elif isinstance(said, Path):
                        made.append(said)
                    elif said:
                        notes.append(said)
            if self._stopped:
                raise CommandStopped(_stopped(made))
            if child.returncode:
                last = notes[-1] if notes else "It said nothing."
                raise CommandFailed(last.removeprefix("casebook: ").removeprefix("Error: "))
            out.seek(0)
            return Printed(out.read(), tuple(notes), tuple(made))

    def _start(self, out: IO[str]) -> subprocess.Popen[str]:
        try:
            return subprocess.Popen(
                self._line,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
                # so that all of it can be ended, and the keys of the terminal aren't for it
                start_new_session=os.name == "posix",
            )
        except (OSError, ValueError) as error:
            raise CommandFailed(f"The command line can't be started: {error}.") from error

    def stop(self) -> None:
        """Have it put away what it began and end, or be ended; nothing where it has ended."""
        self._stopped = True
        if self._child is not None:
            self._end(self._child)

    def _end(self, child: subprocess.Popen[str]) -> None:
        if child.poll() is not None:
            return
        if os.name != "posix":
            child.terminate()
            return
        # as Ctrl-C, upon which a command removes what it hasn't finished
        child.send_signal(signal.SIGINT)
        last = threading.Timer(self.PATIENCE, _kill, (child,))
        last.daemon = True
        last.start()


def _kill(child: subprocess.Popen[str]) -> None:
    """End a command, and the processes it started, that doesn't end by itself."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)


def _stopped(made: Sequence[Path]) -> str:
    if not made:
        return "Stopped: nothing was made or changed."
    names = ", ".join(path.name for path in made)
    return f"Stopped: {names} had been made whole before, and nothing else was."


def _said(line: str) -> Told | Path | str:
    """What a line of narration says: how far it is, a file that was written, or its words."""
    if not line.startswith("{"):
        return line.strip()
    import json  # not before the first paint

    try:
        told = json.loads(line)
        if "wrote" in told:
            return Path(told["wrote"])
        done, total, what = told["done"], told["total"], told["what"]
        return Told(str(what), min(done / total, 1.0) if total else None)
    except (ValueError, KeyError, TypeError):
        return line.strip()
