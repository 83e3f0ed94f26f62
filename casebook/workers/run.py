"""The one way in: work that adds up is cut into shards, worked on anywhere, and merged."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from typing import TypeVar

from casebook.core.errors import CasebookError
from casebook.files.progress import Progress, silent
from casebook.workers.cluster import Shard, WorkerCluster
from casebook.workers.outcome import Work, WorkOutcome
from casebook.workers.threads import in_threads

S = TypeVar("S", bound=Shard)
R = TypeVar("R")
T = TypeVar("T")


def run(
    shards: Sequence[S],
    work: Work[S, R],
    merge: Callable[[list[R]], T],
    cluster: WorkerCluster | None = None,
    progress: Progress = silent,
    *,
    threads: int = 1,
) -> T:
    """What ``merge`` makes of what ``work`` made of each shard, in the order of ``shards``.

    Without a ``cluster`` they are worked on here, by so many ``threads``; so is a single one,
    unless the cluster has an address. What is made of a shard mustn't depend on where, when, or
    how often it is worked on: a worker that is killed changes nothing. ``progress`` hears sizes.

    Raises what ``work`` raises for the first of the shards that it does so for, and
    :class:`~casebook.workers.cluster.WorkersLost`.
    """
    if cluster is None or len(shards) < (1 if cluster.address else 2):
        if threads > 1 and len(shards) > 1:
            return merge(in_threads(work, shards, threads, progress))
        return merge(_here(shards, work, progress))
    with closing(_elsewhere(shards, work, cluster)) as outcomes:
        return merge(_answers(shards, outcomes, progress))


def _here(shards: Sequence[S], work: Work[S, R], progress: Progress) -> list[R]:
    total, made = sum(shard.size for shard in shards), []
    before = 0

    def hear(done: int, _of: int, what: str) -> None:
        progress(before + done, total, what)

    for shard in shards:
        made.append(work(shard, hear))
        before += shard.size
    return made


def _elsewhere(
    shards: Sequence[S], work: Work[S, R], cluster: WorkerCluster
) -> Generator[tuple[int, WorkOutcome[R]]]:
    if cluster.address:
        from casebook.workers.dask import on_dask

        return on_dask(work, shards, cluster)
    from casebook.workers.pool import in_processes

    return in_processes(work, shards, cluster.jobs)


def _answers(
    shards: Sequence[S], outcomes: Generator[tuple[int, WorkOutcome[R]]], progress: Progress
) -> list[R]:
    """The answers in the order of the shards, once all have come or the first fault is known."""
    made: dict[int, R] = {}
    faults: dict[int, CasebookError] = {}
    total, done = sum(shard.size for shard in shards), 0
    progress(0, total, "Starting workers")
    for place, outcome in outcomes:
        try:
            made[place] = outcome.result()
        except CasebookError as error:
            faults[place] = error
        if faults and all(before in made for before in range(min(faults))):
            raise faults[min(faults)]
        done += shards[place].size
        progress(done, total, shards[place].name)
    return [made[place] for place in range(len(shards))]
