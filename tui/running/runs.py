"""What runs beside the terminal, and what became of what ran: a list of it, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from casebook.core.errors import CasebookError
from tui.running.child import CASEBOOK, ChildCommand, CommandStopped, Printed, Told

RUNNING, DONE, FAILED, STOPPED = "running", "done", "failed", "stopped"


class Run:
    """One command: what it is to make, how far it is, and what came of it."""

    def __init__(
        self,
        what: str,
        arguments: Sequence[str],
        *,
        environment: Mapping[str, str],
        again: Callable[[Any], object],
    ) -> None:
        """``what`` is what it makes or does, as a sentence begins: ``The web map``.

        ``again`` asks over a screen for what was typed, to change and to run it anew.
        """
        self.what, self.again = what, again
        self.state = RUNNING
        self.told: Told | None = None
        self.printed = Printed("", ())
        self.said = ""
        """The sentence it ended in where it wasn't done; empty before."""
        self._child = ChildCommand(arguments, environment=environment, command=CASEBOOK)

    @property
    def made(self) -> tuple[Path, ...]:
        """The files it made."""
        return self.printed.made

    def work(self, moved: Callable[[], object]) -> None:
        """Run it to its end, in a thread; ``moved`` is called whenever something has changed."""

        def reached(told: Told) -> None:
            self.told = told
            moved()

        try:
            self.printed = self._child.run(reached)
            self.state = DONE
        except CommandStopped as error:
            self.state, self.said = STOPPED, str(error)
        except CasebookError as error:
            self.state, self.said = FAILED, str(error)
        except Exception as error:  # noqa: BLE001 - a run that broke is told of like one that failed
            self.state, self.said = FAILED, f"It broke off ({type(error).__name__}): try again."
        moved()

    def stop(self) -> None:
        """Have it end; nothing where it has ended."""
        self._child.stop()

    @property
    def reached(self) -> str:
        """How far it is, or what came of it, in a few words."""
        if self.state == RUNNING:
            return str(self.told) if self.told else "begun"
        if self.state == DONE:
            return ", ".join(path.name for path in self.made) or "done"
        return self.said

    @property
    def ended(self) -> str:
        """One sentence of its end; empty while it runs."""
        if self.state == DONE and self.made:
            return f"{self.what} is made: {self.reached}. j, then Enter, opens it."
        if self.state == DONE:
            return f"{self.what} is done. j, then Enter, reads what it says."
        return f"{self.what}: {self.said} j, then e, changes what was typed." if self.said else ""

    @property
    def at_foot(self) -> str:
        """The same in a word or two, for the foot of every screen."""
        name = self.what.removeprefix("The ")
        if self.state == RUNNING:
            share = self.told.share if self.told else None
            return f"… {name}" if share is None else f"… {name} {int(100 * share)}%"
        return f"{'✓' if self.state == DONE else '!'} {name}"


class Runs:
    """Every run of this sitting, by its number."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._runs: dict[int, Run] = {}
        self._seen: set[int] = set()

    def add(self, run: Run) -> int:
        """Take a run into the list; gives its number."""
        number = next(self._numbers)
        self._runs[number] = run
        return number

    @property
    def all(self) -> dict[int, Run]:
        """Every run by its number, the newest first."""
        return dict(sorted(self._runs.items(), reverse=True))

    @property
    def running(self) -> tuple[Run, ...]:
        """Those that run now."""
        return tuple(run for run in self._runs.values() if run.state == RUNNING)

    def see(self) -> None:
        """Take those that have ended for seen."""
        self._seen |= {number for number, run in self._runs.items() if run.state != RUNNING}

    @property
    def at_foot(self) -> str:
        """What the foot of a screen says: of what runs, else of the last that ended unseen."""
        running = self.running
        if len(running) > 1:
            return f"… {len(running)} run"
        unseen = [run for number, run in self._runs.items() if number not in self._seen]
        return (running or unseen)[-1].at_foot if running or unseen else ""

    def stop(self) -> None:
        """Have all that runs end."""
        for run in self.running:
            run.stop()
