"""Threads of this process that work on shards, for work that numpy and Arrow do most of."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TypeVar

from casebook.files.progress import Progress
from casebook.workers.cluster import Shard
from casebook.workers.outcome import Work

S = TypeVar("S", bound=Shard)
R = TypeVar("R")


def in_threads(work: Work[S, R], shards: Sequence[S], threads: int, progress: Progress) -> list[R]:
    """What comes of each shard, in their order; ``progress`` hears sizes from any of the threads.

    Raises what ``work`` raises for the first of the shards that it does so for; the others then
    end where they next tell of their progress.
    """
    hearing = _Hearing(sum(shard.size for shard in shards), progress)
    with ThreadPoolExecutor(threads, "shard") as pool:
        try:
            due = [
                pool.submit(work, shard, hearing.of_shard(place))
                for place, shard in enumerate(shards)
            ]
            return [each.result() for each in due]
        finally:
            hearing.over = True
            pool.shutdown(cancel_futures=True)


class _NotWanted(Exception):
    """Work goes on that nobody asks for the answer of."""


class _Hearing:
    """What shards that are worked on side by side tell of their progress, added up."""

    def __init__(self, total: int, progress: Progress) -> None:
        self.over = False
        """Whether nobody waits any more."""
        self._total, self._progress = total, progress
        self._done: dict[int, int] = {}
        self._alone = Lock()

    def of_shard(self, place: int) -> Progress:
        """The progress of the shard at a place."""

        def hear(done: int, _of: int, what: str) -> None:
            if self.over:
                raise _NotWanted
            with self._alone:
                self._done[place] = done
                self._progress(sum(self._done.values()), self._total, what)

        return hear
