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

_AT_ONCE = 2
"""Files read at a time: reading them takes twice as long as counting their rows."""


def facts_of_files(
    paths: Sequence[Path],
    asked: FactsAsked[T],
    *,
    cluster: WorkerCluster | None = None,
    shards: int | None = None,
    progress: Progress = silent,
) -> FactsRead[T]:
    """What is made of the rows of ``paths``, one value for each shard and in order.

    ``shards`` is into how many the files are cut, where that isn't left to the ``cluster``. Raises
    :class:`BadFile`, and what ``asked.taking`` raises.
    """
    found = find_pieces(paths)
    pieces = (found.from_anywhere() if cluster else found).pieces
    number = shards or (cluster.shards if cluster else 1)

    def shard(places: Sequence[int]) -> FactShard[T]:
        return FactShard(asked, tuple(pieces[at] for at in places), tuple(places))

    first = [shard(places) for places in cut(pieces, number)]
    if len(first) == 1:
        first = [replace(first[0], whole=True)]
    read = run(first, read_shard, _together, cluster, progress)
    read.account.left_out, read.account.asked = found.left_out, asked.tabs
    read.account.refuse()
    if read.open:
        places = sorted(read.open)
        runs = cut([pieces[at] for at in places], number)
        some = [[places[at] for at in these] for these in runs]
        orders = read.dates.orders
        more = [replace(shard(these), again=read.open_in(these), orders=orders) for these in some]
        read.join_rows(run(more, read_shard, _together, cluster, progress))
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
        at_once=min(_AT_ONCE, len(shard.pieces)),
    )
    with begun(tables_of(shard.pieces, wanted, read.cells, progress)) as tables:
        # what knows geometry takes as long to import as a force's year takes to read
        load_geometry()
        from casebook.incidents.points.giving import give_facts

        give_facts(tables, shard, read)
    choosing.put_in_order([piece.name for piece in shard.pieces])
    return read


def _together(parts: Sequence[FactsRead[T]]) -> FactsRead[T]:
    whole, *others = parts
    for part in others:
        whole.join(part)
    return whole
