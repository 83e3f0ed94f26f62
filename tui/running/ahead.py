"""Answers read ahead, by a copy of this process, while this one makes the first screen.

Python's threads take turns: what one of them reads while another imports and paints comes no sooner
than if it had been read afterwards. A copy works on a processor of its own.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterable
from threading import Lock, Thread
from typing import Any, Generic, NoReturn, TypeVar

T = TypeVar("T")


class ReadAhead(Generic[T]):
    """What ``read`` gives one by one, read by a copy of this process, which it never outlives.

    It is made while the process has but one thread. macOS doesn't let a copy use all of its
    libraries, and Windows has none: nothing is read ahead there.
    """

    def __init__(self, read: Callable[[], Iterable[T]]) -> None:
        self._copy = 0
        self._ending = Lock()
        if sys.platform != "linux":
            return
        answers, into = os.pipe()
        # nothing is ever written into it: it is closed when this process is gone, however it ended
        alive, self._alive = os.pipe()
        try:
            self._copy = os.fork()
        except OSError:  # no room for one more: everything is read in its turn then
            os.close(answers)
        else:
            if not self._copy:
                os.close(answers)
                os.close(self._alive)
                _answer(read, into, alive)
            self._answers = os.fdopen(answers, "rb")
        os.close(into)
        os.close(alive)

    def answer(self) -> T | None:
        """Wait for the next answer; None where there is no more.

        What kept the copy from it meets this process too when it reads, and is said then.
        """
        if not self._copy:
            return None
        try:
            found: T = pickle.load(self._answers)  # noqa: S301 - our own copy made it
        except (EOFError, pickle.UnpicklingError):  # it has ended, perhaps halfway through one
            self.end()
            return None
        return found

    def end(self) -> None:
        """End the copy, whatever it does; who waits for an answer gets none."""
        with self._ending:
            if self._copy:
                os.kill(self._copy, signal.SIGKILL)
                os.waitpid(self._copy, 0)
                self._copy = 0


def _answer(read: Callable[[], Iterable[Any]], into: int, alive: int) -> NoReturn:
    """Write each that ``read`` gives and end, whatever happens, without a word on the terminal."""
    try:
        gc.disable()  # what ends soon need not be tidied
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        Thread(target=_end_with, args=(alive,), daemon=True).start()
        with os.fdopen(into, "wb") as pipe:
            for answer in read():
                pipe.write(pickle.dumps(answer))
                pipe.flush()
    finally:
        # at once: what this process would do at its end is the first one's to do
        os._exit(0)


def _end_with(alive: int) -> None:
    """End with the first process, also where the casebook doesn't answer."""
    os.read(alive, 1)
    os._exit(0)
