"""Pings measured in shards of devices: each reads all files, and works through its own devices.

What a device does hangs on all its pings, which may stand in any file; how rows are read hangs on
the others of their file. So a shard is a set of devices, and not of files.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from casebook.core.errors import BadFile
from casebook.files.progress import Progress, silent
from casebook.files.sources import FoundPieces, find_pieces
from casebook.patrols.gps.columns import PingColumns
from casebook.patrols.gps.outlines import Outline
from casebook.patrols.gps.rows import PingReader
from casebook.patrols.gps.visits import GpsTime, Measured, gps_time, measured
from casebook.workers.cluster import WorkerCluster
from casebook.workers.run import run
from geo.dosage.block import OutOfOrder
from geo.dosage.lane import Dose, side_by_side
from geo.dosage.rule import Rule

_LAST = (math.inf, math.inf)


@dataclass(frozen=True)
class PingsAsked:
    """Files of pings, and how they are read and measured."""

    paths: tuple[Path, ...]
    found: FoundPieces
    reader: PingReader
    """One that has read nothing yet."""
    columns: PingColumns
    tabs: tuple[str, ...]
    drawn: Sequence[Outline]
    rule: Rule
    zone: tzinfo


@dataclass(frozen=True)
class DeviceShard:
    """Some of the devices."""

    files: PingsAsked
    number: int
    of: int
    """Into how many shards the devices are cut."""

    @property
    def name(self) -> str:
        """What all are working on."""
        return "Working through pings"

    @property
    def size(self) -> int:
        """All files in bytes, as each is read."""
        return sum(piece.size for piece in self.files.found.pieces)


@dataclass(frozen=True)
class DevicesMeasured:
    """What came of a shard: a dose, or why there is none."""

    measured: Measured | None
    reader: PingReader | None
    """What reading the files told; the first shard has it, and the others the same."""
    refused: BadFile | None = None
    since: tuple[float, float] = _LAST
    """How many lots of pings went before those it was refused for, and the device: the least comes
    first."""


def time_in_files(
    paths: Sequence[Path],
    columns: PingColumns,
    reader: PingReader,
    drawn: Sequence[Outline],
    rule: Rule,
    zone: tzinfo,
    *,
    tabs: Sequence[str] = (),
    cluster: WorkerCluster | None = None,
    shards: int | None = None,
    progress: Progress = silent,
) -> tuple[GpsTime, PingReader]:
    """The visits that the pings of ``paths`` make, and what reading them told.

    ``reader`` says how they are read and stays as it is. ``shards`` is into how many sets the
    devices are cut, where that isn't left to the ``cluster``. Raises :class:`BadFile`.
    """
    found = find_pieces(paths)
    if cluster:
        found = found.from_anywhere()
    of = shards or (cluster.jobs if cluster else 1)
    files = PingsAsked(tuple(paths), found, reader, columns, tuple(tabs), drawn, rule, zone)
    every = [DeviceShard(files, number, of) for number in range(of)]
    return run(every, measure_shard, _DevicesTogether(files), cluster, progress)


def measure_shard(shard: DeviceShard, progress: Progress) -> DevicesMeasured:
    """What the pings of a shard's devices amount to."""
    files = shard.files
    reader, columns = deepcopy(files.reader), deepcopy(files.columns)
    parts = reader.parts(files.paths, columns, progress, files.tabs, found=files.found)
    share = shard.number, shard.of
    try:
        made = measured(parts, reader, files.drawn, files.rule, files.zone, share=share)
    except BadFile as error:
        late = error.__cause__
        since = (late.lot, late.device) if isinstance(late, OutOfOrder) else _LAST
        return DevicesMeasured(None, None, error, since)
    return DevicesMeasured(made, reader if shard.number == 0 else None)


@dataclass(frozen=True)
class _DevicesTogether:
    """Makes the visits of all devices of what came of each shard."""

    files: PingsAsked

    def __call__(self, parts: list[DevicesMeasured]) -> tuple[GpsTime, PingReader]:
        for part in sorted(parts, key=lambda part: part.since):
            if part.refused:
                raise part.refused
        doses: list[Dose] = [part.measured.dose for part in parts if part.measured]
        first, reader = parts[0].measured, parts[0].reader
        assert first is not None
        assert reader is not None
        whole = first._replace(dose=doses[0] if len(doses) == 1 else side_by_side(doses))
        return gps_time(whole, reader, self.files.rule), reader
