"""Processes on this machine that work on shards, one at a time each; a killed one is replaced."""

from __future__ import annotations

import multiprocessing
import signal
from collections import Counter, deque
from collections.abc import Generator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from casebook.workers.cluster import WorkersLost
from casebook.workers.interrupts import unheard_by_children
from casebook.workers.outcome import Work, WorkOutcome, outcome_of

S = TypeVar("S")
R = TypeVar("R")

MOST_DEATHS = 3
"""So often may one shard's worker end before the shard is given up."""
_SECONDS_TO_END = 5.0
_CONTEXT = multiprocessing.get_context("spawn")
"""A fresh process everywhere: a fork of one with threads may hang."""


def in_processes(
    work: Work[S, R], shards: Sequence[S], jobs: int
) -> Generator[tuple[int, WorkOutcome[R]]]:
    """What comes of each shard, by its place among them, as it comes.

    A shard whose worker was killed is worked on again. Raises :class:`WorkersLost` where that
    happens :data:`MOST_DEATHS` times. All processes have ended once the iterator has.
    """
    waiting, deaths = deque(range(len(shards))), Counter[int]()
    hired: list[_Worker] = []
    try:
        while True:
            while waiting and len(hired) < min(jobs, len(shards)):
                hired.append(_Worker(work))
            for worker in hired:
                if waiting and worker.at is None:
                    worker.give(waiting.popleft(), shards)
            busy = {worker.pipe: worker for worker in hired if worker.at is not None}
            if not busy:
                return
            for pipe in wait(list(busy)):
                worker = busy[pipe]  # type: ignore[index]
                at, outcome = worker.take()
                if outcome is not None:
                    yield at, outcome
                    continue
                worker.end()
                hired.remove(worker)
                deaths[at] += 1
                if deaths[at] == MOST_DEATHS:
                    raise WorkersLost(
                        f"The process that works on this ended {MOST_DEATHS} times, as it does "
                        "where memory runs out: try fewer --jobs."
                    )
                waiting.appendleft(at)
    finally:
        for worker in hired:
            worker.end()


class _Worker:
    """A process, and what it works on."""

    def __init__(self, work: Work[Any, Any]) -> None:
        self.at: int | None = None
        """The place of its shard; None where it has none."""
        self.pipe, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_labour, args=(theirs, work), daemon=True)
        with unheard_by_children():
            self._process.start()
        theirs.close()  # so that its end is told when the process ends

    def give(self, at: int, shards: Sequence[Any]) -> None:
        """Have it work on a shard."""
        self.at = at
        try:
            self.pipe.send(shards[at])
        except OSError:
            return  # it has ended: told when its answer is taken

    def take(self) -> tuple[int, WorkOutcome[Any] | None]:
        """What came of its shard, None where it ended before it could tell."""
        assert self.at is not None
        at, self.at = self.at, None
        try:
            return at, self.pipe.recv()
        except (EOFError, OSError):
            return at, None

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.terminate()
        self.pipe.close()
        self._process.join(_SECONDS_TO_END)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()


def _labour(pipe: Connection, work: Work[Any, Any]) -> None:
    """What a process does: shards, until nobody is there to ask for one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where it couldn't be kept from it
    try:
        while True:
            pipe.send(outcome_of(work, pipe.recv()))
    except (EOFError, OSError):
        return
