"""Dask's workers, on this machine or on others: the one module that knows of Dask."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from casebook.core.errors import BadValue
from casebook.workers.cluster import LOCAL, WorkerCluster, WorkersLost
from casebook.workers.interrupts import unheard_by_children
from casebook.workers.outcome import Work, WorkOutcome, outcome_of

S = TypeVar("S")
R = TypeVar("R")

SECONDS_TO_ANSWER = 20
"""For a scheduler, and for the first of its workers."""


def on_dask(
    work: Work[S, R], shards: Sequence[S], cluster: WorkerCluster
) -> Generator[tuple[int, WorkOutcome[R]]]:
    """What comes of each shard, by its place among them, as it comes.

    Dask gives the shard of a worker that was killed to another. Raises :class:`BadValue` where Dask
    isn't installed and :class:`WorkersLost` where it or its workers can't be reached.
    """
    distributed: Any
    try:
        import distributed
    except ImportError as error:
        raise BadValue(
            "--cluster needs Dask: install casebook[cluster], or use --jobs alone."
        ) from error
    with _client(distributed, cluster) as client:
        # the first shards first, else a fault in one of them is told after all the others
        futures = [
            client.submit(outcome_of, work, shard, pure=False, priority=-place)
            for place, shard in enumerate(shards)
        ]
        places = {future.key: place for place, future in enumerate(futures)}
        try:
            for future in distributed.as_completed(futures):
                yield places[future.key], _answer(distributed, future, cluster)
        finally:
            client.cancel(futures, force=True)


@contextmanager
def _client(distributed: Any, cluster: WorkerCluster) -> Iterator[Any]:
    """A client of the cluster; one on this machine ends with it."""
    for handler in logging.getLogger("distributed").handlers:
        handler.setLevel(logging.CRITICAL)  # what a person must know is raised
    if cluster.address == LOCAL:
        with _started(distributed, cluster.jobs) as local, distributed.Client(local) as client:
            yield client
        return
    try:
        client = distributed.Client(cluster.address, timeout=SECONDS_TO_ANSWER)
    except (OSError, TimeoutError, ValueError) as error:
        raise WorkersLost(
            f"No Dask scheduler answers at '{cluster.address}': look at the address, or start one "
            "with 'dask scheduler'."
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=SECONDS_TO_ANSWER)
        except TimeoutError as error:
            raise WorkersLost(
                f"The Dask scheduler at '{cluster.address}' has no workers: start some with "
                f"'dask worker {cluster.address}'."
            ) from error
        yield client


def _started(distributed: Any, workers: int) -> Any:
    """A cluster of so many workers on this machine, which nobody else can reach."""
    try:
        with unheard_by_children():
            return distributed.LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                dashboard_address="127.0.0.1:0",
                silence_logs=logging.CRITICAL,
            )
    except (OSError, RuntimeError, TimeoutError) as error:
        raise WorkersLost(
            "Dask's workers couldn't be started on this machine: run it again, or use --jobs alone."
        ) from error


def _answer(distributed: Any, future: Any, cluster: WorkerCluster) -> Any:
    """What a worker says."""
    try:
        return future.result()
    except distributed.scheduler.KilledWorker as error:
        raise WorkersLost(
            "The workers that were given one part of the work all ended, as they do where memory "
            "runs out: give them more, or fewer threads each."
        ) from error
    except ImportError as error:
        raise WorkersLost(
            f"The workers at '{cluster.address}' lack Casebook or a part of it: install the same "
            "everywhere."
        ) from error
    except (OSError, distributed.client.FutureCancelledError) as error:
        raise WorkersLost(
            f"The Dask scheduler at '{cluster.address}' was lost while it worked: run it again."
        ) from error
