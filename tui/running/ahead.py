"""An answer read ahead, by a copy of this process, while this one makes the first screen.

Python's threads take turns: what one of them reads while another imports and paints comes no sooner
than if it had been read afterwards. A copy works on a processor of its own.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from collections.abc import Callable
from typing import Any, Generic, NoReturn, TypeVar

T = TypeVar("T")


class ReadAhead(Generic[T]):
    """What ``read`` gives, read by a copy of this process; made while it has but one thread.

    macOS doesn't let a copy use all of its libraries, and Windows has none: nothing is read ahead
    there.
    """

    def __init__(self, read: Callable[[], T]) -> None:
        self._copy = 0
        if sys.platform != "linux":
            return
        self._pipe, into = os.pipe()
        try:
            self._copy = os.fork()
        except OSError:  # no room for one more: everything is read in its turn then
            os.close(self._pipe)
        else:
            if not self._copy:
                _answer(read, into)
        os.close(into)

    def answer(self) -> T | None:
        """Wait for the answer; None where there is none. To be asked for once.

        What kept the copy from it meets this process too when it reads, and is said then.
        """
        if not self._copy:
            return None
        with os.fdopen(self._pipe, "rb") as pipe:
            answer = pipe.read()
        _, status = os.waitpid(self._copy, 0)
        if status:
            return None
        found: T = pickle.loads(answer)  # noqa: S301 - our own copy made it
        return found


def _answer(read: Callable[[], Any], into: int) -> NoReturn:
    """Write what ``read`` gives and end, whatever happens, without a word on the terminal."""
    status = 1
    try:
        gc.disable()  # what ends soon need not be tidied
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        with os.fdopen(into, "wb") as pipe:
            pickle.dump(read(), pipe)
        status = 0
    finally:
        # at once: what this process would do at its end is the first one's to do
        os._exit(status)
