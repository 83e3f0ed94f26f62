"""``--jobs`` and ``--cluster``: options of commands whose work can be shared out."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from casebook.workers.cluster import WorkerCluster

F = TypeVar("F", bound=Callable[..., Any])


def cluster_options(function: F) -> F:
    """The two options, which the command gets as ``cluster``: None for this process alone."""

    @click.option(
        "--jobs",
        type=click.IntRange(1, 256),
        metavar="N",
        help="Share the work among so many processes; with --cluster, how many workers it has.",
    )
    @click.option(
        "--cluster",
        metavar="ADDRESS|local",
        help="Share the work among Dask's workers: of the scheduler at this address, such as "
        "tcp://host:8786, or on this machine.",
    )
    @functools.wraps(function)
    def sharing(*args: Any, jobs: int | None, cluster: str | None, **kwargs: Any) -> Any:
        return function(*args, cluster=_cluster(jobs, cluster), **kwargs)

    return sharing  # type: ignore[return-value]


def _cluster(jobs: int | None, address: str | None) -> WorkerCluster | None:
    if address is None:
        return WorkerCluster(jobs) if jobs and jobs > 1 else None
    return WorkerCluster(jobs or os.cpu_count() or 1, address)
