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
from typing import Any, Generic, NoReturn, TypeVar

T = TypeVar("T")


class ReadAhead(Generic[T]):
    """What ``read`` gives one by one, read by a copy of this process.

    It is made while the process has but one thread. macOS doesn't let a copy use all of its
    libraries, and Windows has none: nothing is read ahead there.
    """

    def __init__(self, read: Callable[[], Iterable[T]]) -> None:
        self._copy = 0
        if sys.platform != "linux":
            return
        pipe, into = os.pipe()
        self._pipe = os.fdopen(pipe, "rb")
        try:
            self._copy = os.fork()
        except OSError:  # no room for one more: everything is read in its turn then
            self._pipe.close()
        else:
            if not self._copy:
                _answer(read, into)
        os.close(into)

    def answer(self) -> T | None:
        """Wait for the next answer; None where there is no more.

        What kept the copy from it meets this process too when it reads, and is said then.
        """
        if not self._copy:
            return None
        try:
            found: T = pickle.load(self._pipe)  # noqa: S301 - our own copy made it
        except (EOFError, pickle.UnpicklingError):  # it has ended, perhaps halfway through one
            self._pipe.close()
            os.waitpid(self._copy, 0)
            self._copy = 0
            return None
        return found


def _answer(read: Callable[[], Iterable[Any]], into: int) -> NoReturn:
    """Write each that ``read`` gives and end, whatever happens, without a word on the terminal."""
    try:
        gc.disable()  # what ends soon need not be tidied
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        with os.fdopen(into, "wb") as pipe:
            for answer in read():
                pipe.write(pickle.dumps(answer))
                pipe.flush()
    finally:
        # at once: what this process would do at its end is the first one's to do
        os._exit(0)
