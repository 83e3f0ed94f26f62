"""Ctrl-C: heard by whoever asks for work, who ends the processes, and by none of these."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unheard_by_children() -> Iterator[None]:
    """Keep Ctrl-C from processes started meanwhile, which inherit that; here it is heard after.

    On Windows they hear it all the same.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing.resource_tracker import ensure_running

    ensure_running()  # as it is started with the first process, signals are let through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
