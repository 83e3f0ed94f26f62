"""Shards worked on by Dask: a scheduler started apart, its workers, and none of them there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from casebook.core.errors import BadFile, BadValue
from casebook.incidents.points.count_points import count_points
from casebook.workers import dask
from casebook.workers.cluster import WorkerCluster, WorkersLost
from casebook.workers.run import run
from tests.incidents.incident_files import street_file, street_row
from tests.places.place_files import feature, places_file, square
from tests.workers.test_run import SHARDS, SQUARES
from tests.workers.works import Numbers, killed_always, killed_once, refused, squares

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkerCluster]:
    """A scheduler with two workers, each a process of its own, started in another folder."""
    folder = tmp_path_factory.mktemp("dask")
    found = folder / "scheduler.json"
    where = ["--scheduler-file", str(found)]
    local = ["--host", "127.0.0.1"]
    commands = [
        ["dask_scheduler", *where, *local, "--port", "0", "--no-dashboard"],
        ["dask_worker", *where, *local, "--nworkers", "2", "--nthreads", "1", "--no-dashboard"],
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    started = [
        subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{command}", *options],
            cwd=folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for command, *options in commands
    ]
    try:
        yield WorkerCluster(2, _address(found))
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait(30)


def _address(found: Path) -> str:
    """Where the scheduler listens, once it has said so."""
    import json
    import time

    for _ in range(600):
        if found.exists() and found.read_text():
            return str(json.loads(found.read_text())["address"])
        time.sleep(0.1)
    pytest.fail("the scheduler didn't start")


def test_answers_come_in_the_order_of_the_shards(scheduler: WorkerCluster, tmp_path: Path) -> None:
    """One shard, several, none, and where a worker was killed half-way."""
    assert run(SHARDS, squares, list, scheduler) == SQUARES
    assert run(SHARDS[2:3], squares, list, scheduler) == [4]
    assert run([], squares, list, scheduler) == []
    marked = [Numbers(shard.values, tmp_path) for shard in SHARDS]
    assert run(marked, killed_once, list, scheduler) == SQUARES
    assert (tmp_path / "killed").exists()


def test_the_first_refusal_in_order_is_raised(scheduler: WorkerCluster) -> None:
    """With the sentence of whoever met it."""
    with pytest.raises(BadFile, match=r"^numbers\.csv row 1 is odd: make it even\.$"):
        run(SHARDS, refused, sum, scheduler)


def test_counts_are_the_same(
    scheduler: WorkerCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of files named from the folder that the command runs in, which isn't the workers'."""
    monkeypatch.chdir(tmp_path)
    places_file(tmp_path / "places.geojson", feature(square(4000, 6000, 1000), ref="HS1"))
    for number in range(3):
        street_file(tmp_path / f"{number}.csv", street_row(), street_row())
    files = [Path(f"{number}.csv") for number in range(3)]
    alone = count_points(files, Path("places.geojson"), today=date(2024, 12, 18))
    assert (alone.read, len(alone.rows)) == (6, 1)
    shared = count_points(
        files, Path("places.geojson"), today=date(2024, 12, 18), cluster=scheduler
    )
    assert shared == alone


def test_a_shard_that_kills_every_worker_is_given_up(scheduler: WorkerCluster) -> None:
    """Dask tries others first."""
    with pytest.raises(WorkersLost, match="all ended"):
        run([Numbers((3,))], killed_always, sum, scheduler)


def test_workers_of_this_machine_alone() -> None:
    """Started and ended by the command."""
    assert run(SHARDS, squares, list, WorkerCluster(1, "local")) == SQUARES


def test_no_scheduler_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens, or the address is none."""
    monkeypatch.setattr(dask, "SECONDS_TO_ANSWER", 0.2)
    for address in ("tcp://127.0.0.1:9", "nonsense://here"):
        with pytest.raises(WorkersLost, match=f"^No Dask scheduler answers at '{address}': "):
            run(SHARDS, squares, list, WorkerCluster(2, address))


def test_dask_that_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """And what to do without it."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(BadValue, match=r"^--cluster needs Dask: install casebook\[cluster\]"):
        run(SHARDS, squares, list, WorkerCluster(2, "local"))
