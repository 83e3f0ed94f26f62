"""The rows of files of incidents, read in shards of whole files and given to what adds them up.

How dates are written is known of a column once all columns have been seen: the rows of a shard
whose own don't tell are read again when all shards have been read. What is made of shards is the
same however the files are cut, to the order of the notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from casebook.files.progress import Progress, silent
from casebook.files.sheet import Wanted
from casebook.files.sources import find_pieces
from casebook.files.tabular import begun, tables_of
from casebook.incidents.import_columns import FACTS, Recognised
from casebook.incidents.points.facts import FactsAsked, FactShard, FactsRead
from casebook.workers.cluster import WorkerCluster, cut
from casebook.workers.run import run
from geo.loading import load_geometry

T = TypeVar("T")

_THREADS = 2
"""Of this process: what numpy and Arrow leave to Python, one thread at a time does."""
_SHARDS = 4 * _THREADS
"""So many, that no thread waits long for the last."""


def facts_of_files(
    paths: Sequence[Path],
    asked: FactsAsked[T],
    *,
    cluster: WorkerCluster | None = None,
    shards: int | None = None,
    progress: Progress = silent,
) -> FactsRead[T]:
    """What is made of the rows of ``paths``, one value for each shard and in order.

    ``shards`` is into how many the files are cut, where that isn't left to the ``cluster``;
    without one, threads of this process work on them. Raises :class:`BadFile`, and what
    ``asked.taking`` raises.
    """
    found = find_pieces(paths)
    pieces = (found.from_anywhere() if cluster else found).pieces
    number = shards or (cluster.shards if cluster else _SHARDS)

    def shards_of(places: Sequence[int]) -> list[FactShard[T]]:
        runs = [[places[at] for at in run] for run in cut([pieces[at] for at in places], number)]
        alone = cluster is not None or len(runs) == 1
        return [
            FactShard(
                asked,
                tuple(pieces[at] for at in some),
                tuple(some),
                ahead=alone and len(some) > 1,
            )
            for some in runs
        ]

    def together(shards: Sequence[FactShard[T]]) -> FactsRead[T]:
        return run(shards, read_shard, _together, cluster, progress, threads=_THREADS)

    first = shards_of(range(len(pieces)))
    if len(first) == 1:
        first = [replace(first[0], whole=True)]
    read = together(first)
    read.account.left_out, read.account.asked = found.left_out, asked.tabs
    read.account.refuse()
    if read.open:
        orders, more = read.dates.orders, shards_of(sorted(read.open))
        again = [replace(one, again=read.open_in(one.numbers), orders=orders) for one in more]
        read.join_rows(together(again))
    read.recognised.refuse_if_nothing()
    return read


def read_shard(shard: FactShard[T], progress: Progress) -> FactsRead[T]:
    """What is made of a shard's rows."""
    asked = shard.asked
    read: FactsRead[T] = FactsRead(Recognised(asked.mapping, wanted=FACTS | {"id"}))
    choosing = read.recognised
    wanted = Wanted(
        choosing.choose,
        choosing.few,
        asked.tabs,
        choosing.numeric,
        crs=asked.crs,
        ahead=shard.ahead,
    )
    with begun(tables_of(shard.pieces, wanted, read.cells, progress)) as tables:
        # what knows geometry takes as long to import as a force's year takes to read
        load_geometry()
        from casebook.incidents.points.giving import give_facts

        give_facts(tables, shard, read)
    return read


def _together(parts: Sequence[FactsRead[T]]) -> FactsRead[T]:
    whole, *others = parts
    for part in others:
        whole.join(part)
    return whole
