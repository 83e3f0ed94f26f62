"""Shards worked on here and by processes: the same answer, whatever becomes of a process."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path
from threading import Event
from threading import enumerate as enumerate_threads

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.core.errors import BadFile
from casebook.files.progress import Progress
from casebook.workers.cluster import WorkerCluster, WorkersLost, cut
from casebook.workers.outcome import WorkerFault, WorkOutcome
from casebook.workers.run import run
from tests.workers.works import (
    Numbers,
    broken,
    killed_always,
    killed_once,
    refused,
    squares,
    which_process,
)

TWO = WorkerCluster(2)
SHARDS = [Numbers((number,)) for number in range(5)]
SQUARES = [0, 1, 4, 9, 16]


@given(st.lists(st.integers(0, 50).map(lambda size: Numbers((1,) * size))), st.integers(1, 12))
def test_a_cut_keeps_every_part_in_order(parts: list[Numbers], number: int) -> None:
    """In at most so many runs, none of them empty."""
    runs = cut(parts, number)
    assert [place for run_ in runs for place in run_] == list(range(len(parts)))
    assert len(runs) <= number
    assert all(runs)


def test_a_cut_is_even_where_parts_are() -> None:
    """Twelve months into four quarters."""
    assert [len(run_) for run_ in cut([Numbers((1,))] * 12, 4)] == [3, 3, 3, 3]


def test_no_shards_are_merged_too() -> None:
    """Nothing is what nothing adds up to, and no process is started for it."""
    assert run([], squares, sum) == 0
    assert run([], squares, sum, TWO) == 0


def test_answers_come_in_the_order_of_the_shards(tmp_path: Path) -> None:
    """Here, in two processes, in more than there are shards, and where one was killed half-way."""
    assert run(SHARDS, squares, list) == SQUARES
    assert run(SHARDS, squares, list, threads=2) == SQUARES
    assert run(SHARDS, squares, list, threads=9) == SQUARES
    assert run(SHARDS, squares, list, TWO) == SQUARES
    assert run(SHARDS[:2], squares, list, WorkerCluster(3)) == SQUARES[:2]
    marked = [Numbers(shard.values, tmp_path) for shard in SHARDS]
    assert run(marked, killed_once, list, TWO) == SQUARES
    assert (tmp_path / "killed").exists()
    assert multiprocessing.active_children() == []


def test_one_shard_is_worked_on_here() -> None:
    """Another process would only take time to start."""
    assert run([Numbers((1,))], which_process, list, TWO) == [os.getpid()]
    apart = run(SHARDS, which_process, list, TWO)
    assert os.getpid() not in apart
    assert len(set(apart)) <= 2


def test_a_shard_that_kills_every_worker_is_given_up() -> None:
    """One sentence says so, and nothing is left running."""
    with pytest.raises(WorkersLost, match=r"ended 3 times.*try fewer --jobs\."):
        run(SHARDS, killed_always, sum, TWO)
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize(("cluster", "threads"), [(None, 1), (None, 2), (TWO, 1)])
def test_the_first_refusal_in_order_is_raised(cluster: WorkerCluster | None, threads: int) -> None:
    """Of rows 1 and 3 the first, as if all were read one after the other; nothing runs on."""
    with pytest.raises(BadFile, match=r"^numbers\.csv row 1 is odd: make it even\.$"):
        run(SHARDS, refused, sum, cluster, threads=threads)
    assert multiprocessing.active_children() == []


def test_what_nobody_expects_names_its_kind_and_place() -> None:
    """But not what it says, which may hold what somebody typed."""
    with pytest.raises(WorkerFault) as caught:
        run(SHARDS, broken, sum, TWO)
    assert caught.value.kind == "builtins.ZeroDivisionError"
    assert "works.py" in caught.value.frames[-1]
    assert "Squaring" not in str(caught.value)


def test_whoever_stops_asking_ends_the_processes() -> None:
    """As Ctrl-C does: here it comes as progress is told."""

    def stop(done: int, _total: int, _what: str) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(SHARDS, squares, sum, TWO, stop)
    assert multiprocessing.active_children() == []


def test_threads_end_where_nobody_asks_any_more() -> None:
    """As Ctrl-C does: a shard that would go on for ever ends where it next tells of itself."""
    endless, told = Numbers((7,)), Event()

    def work(shard: Numbers, progress: Progress) -> int:
        if shard is not endless:
            told.wait(9)
            raise KeyboardInterrupt
        while True:
            progress(0, 1, shard.name)
            told.set()

    with pytest.raises(KeyboardInterrupt):
        run([Numbers((1,)), endless], work, sum, threads=2)
    assert not [thread for thread in enumerate_threads() if thread.name.startswith("shard")]


@pytest.mark.parametrize(("cluster", "threads"), [(None, 1), (None, 2), (TWO, 1)])
def test_progress_moves_with_the_shards(cluster: WorkerCluster | None, threads: int) -> None:
    """It ends with all done of all, and never goes back."""
    heard: list[tuple[int, int]] = []

    def hear(done: int, total: int, _what: str) -> None:
        heard.append((done, total))

    run(SHARDS, squares, sum, cluster, hear, threads=threads)
    assert heard == sorted(heard)
    assert len(heard) >= 5
    assert heard[-1] == (5, 5)


def test_a_worker_with_another_casebook_is_refused() -> None:
    """Its numbers might differ."""
    with pytest.raises(WorkersLost, match=r"^The workers have Casebook 0\.0\.1 and this is "):
        WorkOutcome(1, version="0.0.1").result()
