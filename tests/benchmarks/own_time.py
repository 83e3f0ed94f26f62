"""How long this process itself took, without the time its threads waited for a busy machine.

Linux counts for each thread how long it ran, and how long it could have run and had no processor.
Two moments are compared: what passed by the clock, less what all threads waited for a processor
between them, is what the process took; and never less than the one thread asked about ran.
"""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Mapping
from typing import NamedTuple

_C = ctypes.PyDLL(None)
"""The C library, called without letting other threads have the interpreter: to be asked changes
nothing then of what is measured."""
_BUFFER = 96


class Moment(NamedTuple):
    """The clock, and of each thread what it ran and waited so far, in seconds."""

    clock: float
    threads: Mapping[int, tuple[float, float]]


class Took(NamedTuple):
    """Seconds between two moments: by the clock, and what the process itself took of them."""

    clock: float
    own: float


_reading = threading.Lock()
_files: dict[int, int] = {}
_buffer = ctypes.create_string_buffer(_BUFFER)


def moment() -> Moment:
    """The clock and the threads as they are."""
    threads = {}
    with _reading:
        for thread in threading.enumerate():
            number = thread.native_id
            if number is not None and (found := _of_thread(number)) is not None:
                threads[number] = found
    return Moment(time.monotonic(), threads)


def took(before: Moment, after: Moment, thread: int) -> Took:
    """What lies between two moments for ``thread``, as Linux numbers it."""
    clock = after.clock - before.clock
    none = (0.0, 0.0)
    waited = sum(now[1] - before.threads.get(n, none)[1] for n, now in after.threads.items())
    ran = after.threads.get(thread, none)[0] - before.threads.get(thread, none)[0]
    return Took(clock, max(clock - waited, ran, 0.0))


def _of_thread(number: int) -> tuple[float, float] | None:
    """What a thread ran and waited; None for one that has just ended."""
    file = _files.get(number)
    if file is None:
        file = _files[number] = _C.open(f"/proc/self/task/{number}/schedstat".encode(), 0)
    size = _C.pread(file, _buffer, _BUFFER, ctypes.c_long(0)) if file >= 0 else -1
    if size <= 0:
        _files.pop(number, None)
        if file >= 0:
            _C.close(file)
        return None
    ran, waited, *_ = _buffer.raw[:size].split()
    return int(ran) / 1e9, int(waited) / 1e9
