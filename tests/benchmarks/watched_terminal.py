"""The terminal with a clock inside: ``python -m tests.benchmarks.watched_terminal FILE ARGUMENTS``.

It runs the command line with the arguments, and at its end writes into the file how long each read
of keys took until the terminal wrote, and for how long its event loop stood still when it did.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

from tests.benchmarks.own_time import Moment, Took, moment, took

BEAT = 0.01
"""Seconds from one beat of the event loop to the next."""


class Clock:
    """Times what is read from the keyboard until it is answered, and the beats of the loop."""

    def __init__(self) -> None:
        self.loop = threading.get_native_id()
        self.answers: list[tuple[float, Took]] = []
        """When keys were read, and how long until something was written."""
        self.freezes: list[tuple[float, Took]] = []
        self._read: Moment | None = None

    def keys_read(self) -> None:
        """Keys have come."""
        self._read = moment()

    def written(self) -> None:
        """Something was written to the terminal."""
        read, self._read = self._read, None
        if read is not None:
            self.answers.append((read.clock, took(read, moment(), self.loop)))

    async def beat(self) -> None:
        """Note for how long the loop stood still, for ever."""
        while True:
            before = moment()
            await asyncio.sleep(BEAT)
            clock, own = took(before, moment(), self.loop)
            if clock > 2 * BEAT:
                self.freezes.append((before.clock, Took(clock - BEAT, max(own - BEAT, 0.0))))

    def told(self) -> dict[str, Any]:
        """What was timed, as JSON can hold it."""
        return {
            "answers": [(at, *one) for at, one in self.answers],
            "freezes": [(at, *one) for at, one in self.freezes],
        }


class _Written:
    """The terminal's output, telling the clock of what leaves for it."""

    def __init__(self, file: Any, clock: Clock) -> None:
        self._file, self._clock = file, clock

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def flush(self) -> None:
        """Hand on what was written."""
        self._file.flush()
        self._clock.written()


def run(measured: Path, arguments: list[str]) -> None:
    """Run the command line with a terminal that is timed from its first rows on."""
    import tui.app
    from casebook.cli.main import main
    from tui.parts.asking import AskingScreen

    clock = Clock()
    read, keyboard = os.read, sys.__stdin__.fileno() if sys.__stdin__ else 0

    def timed_read(file: int, size: int) -> bytes:
        data = read(file, size)
        if file == keyboard:
            clock.keys_read()
        return data

    class Watched(tui.app.CasebookApp):
        beating: asyncio.Task[None] | None = None

        def on_asking_screen_listed(self, _event: AskingScreen.Listed) -> None:
            """Begin once the first rows are shown."""
            self.beating = self.beating or asyncio.create_task(clock.beat())

    os.read = timed_read
    sys.__stderr__ = _Written(sys.__stderr__, clock)  # type: ignore[misc,assignment]
    tui.app.CasebookApp = Watched  # type: ignore[misc]
    atexit.register(lambda: measured.write_text(json.dumps(clock.told())))
    sys.argv[1:] = arguments
    main()


if __name__ == "__main__":
    run(Path(sys.argv[1]), sys.argv[2:])
