"""Pings through the engine of :mod:`geo.dosage`: visits with their certificates."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from casebook.core.errors import BadFile
from casebook.core.local_time import instant, local_day
from casebook.patrols.certificate import Certificate, in_words, joined
from casebook.patrols.dosage import Stretch
from casebook.patrols.gps.outlines import Outline, laid_out
from casebook.patrols.gps.rows import PingPart, PingReader
from geo.crs import WGS84, transform
from geo.dosage.block import OutOfOrder
from geo.dosage.lane import Dose, Heard
from geo.dosage.meter import Meter
from geo.dosage.rule import SILENCE, Rule

TOGETHER = 4_000_000
"""Pings that may come in any order: some 160 MB while they are put in order."""


class GpsVisit(NamedTuple):
    """A visit or drive-through of one unit's device to one hotspot."""

    place: str
    """The hotspot's ref."""
    unit: str
    start: int
    """UTC seconds since 1970."""
    end: int
    drive_through: bool
    certificate: Certificate
    mark: int
    """Of its first ping, for :meth:`PingReader.row_of`."""


@dataclass(frozen=True)
class PingDevice:
    """What is known of one unit's device."""

    unit: str
    device: str
    interval: float | None
    """Seconds; None where its pings are too few or too far apart to have one."""
    lost: float
    first: int
    """UTC seconds since 1970."""
    last: int
    tells: bool
    """Whether it gives time: it is neither slow nor heard of but once or now and then."""


@dataclass(frozen=True)
class Double:
    """A unit that was in two places at once."""

    unit: str
    times: int
    devices: tuple[str, ...] = ()
    """Its devices, which are counted each on its own; where none is named, the time is left out."""
    stretches: tuple[Stretch, ...] = ()
    """When, apart from each other and in order."""


@dataclass(frozen=True)
class GpsTime:
    """What files of pings amount to."""

    rule: Rule
    visits: tuple[GpsVisit, ...]
    """By start and unit; drive-throughs too."""
    left_out: tuple[GpsVisit, ...]
    """Visits of units that were elsewhere at that time."""
    doubles: tuple[Double, ...]
    """By unit."""
    devices: tuple[PingDevice, ...]
    """By unit and device."""
    heard: Heard

    @property
    def telling(self) -> tuple[PingDevice, ...]:
        """The devices that give time."""
        return tuple(one for one in self.devices if one.tells)

    def covered(self, zone: tzinfo) -> tuple[date, date] | None:
        """The first and last local day the pings speak for; None where they speak for none.

        A device that gives no time speaks for no day, and one in two places not for those days.
        """
        torn: dict[str, set[date]] = defaultdict(set)
        for double in self.doubles:
            for start, end in double.stretches:
                torn[double.unit].update(_days(start, end, zone))
        ends: list[date] = []
        for one in self.telling:
            days = [d for d in _days(one.first, one.last, zone) if d not in torn[one.unit]]
            ends += [days[0], days[-1]] if days else []
        return (min(ends), max(ends)) if ends else None


def _days(start: int, end: int, zone: tzinfo) -> list[date]:
    first, last = local_day(instant(start), zone), local_day(instant(end), zone)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


class Measured(NamedTuple):
    """What the engine finds of pings."""

    refs: tuple[str, ...]
    """Of the places."""
    dose: Dose


def gps_time(found: Measured, reader: PingReader, rule: Rule) -> GpsTime:
    """The visits that pings make that ``reader`` read, once they have been measured.

    Raises :class:`BadFile` where no device tells often enough.
    """
    refs, dose = found
    streams = list(reader.streams)
    devices = tuple(sorted(_devices(dose, streams, rule), key=lambda one: (one.unit, one.device)))
    if not any(one.tells for one in devices):
        raise BadFile(_too_slow(devices, rule))
    torn = {
        streams[code]: Double(streams[code][0], times, stretches=stretches)
        for code, times, stretches in _stretches(dose)
    }
    every = tuple(_visits(dose, refs, streams, rule))
    left_out = tuple(one for one in every if _elsewhere(one, torn))
    gone = set(left_out)
    visits = tuple(one for one in every if one not in gone)
    doubles = sorted((*torn.values(), *_two_devices(visits)), key=lambda one: one.unit)
    return GpsTime(rule, visits, left_out, tuple(doubles), devices, dose.heard)


def measured(
    parts: Iterable[PingPart],
    reader: PingReader,
    drawn: Sequence[Outline],
    rule: Rule,
    zone: tzinfo,
    *,
    share: tuple[int, int] = (0, 1),
) -> Measured:
    """What the engine finds of the pings of ``parts``, which ``reader`` gives.

    ``share`` is which of the devices, as :class:`geo.dosage.meter.Meter` has it. Pings are in the
    first part's system. Raises :class:`BadFile` for pings out of order that are too many to be put
    in order, and what ``reader`` raises.
    """
    try:
        refs, meter = _given(parts, reader, drawn, rule, zone, share)
        return Measured(refs, meter.dose())
    except OutOfOrder as error:
        where = reader.row_of(error.mark)
        raise BadFile(
            f"{where.file} row {where.row} is earlier than pings of its unit before it, and there "
            f"are more than {TOGETHER:,} in all, too many to be put in order: sort them by time, "
            "or give fewer at once."
        ) from error


def _given(
    parts: Iterable[PingPart],
    reader: PingReader,
    drawn: Sequence[Outline],
    rule: Rule,
    zone: tzinfo,
    share: tuple[int, int],
) -> tuple[tuple[str, ...], Meter]:
    """The refs of the places, and what all pings have been given to.

    What is wrong with pings goes before a part after them that can't be read.
    """
    meter: Meter | None = None
    refs: tuple[str, ...] = ()
    degrees = False
    try:
        for part in parts:
            if meter is None:
                degrees = part.degrees
                refs, outlines = laid_out(drawn, zone, reader.crs, degrees=degrees)
                meter = Meter(outlines, rule, together=TOGETHER, share=share)
            x, y = part.x, part.y
            if part.degrees != degrees:
                x, y = transform(x, y, *((reader.crs, WGS84) if degrees else (WGS84, reader.crs)))
            meter.add(part.stream, part.at, x, y, part.mark)
    except BadFile:
        if meter is not None:
            meter.settle()
        raise
    assert meter is not None, "without a sound row the reader raises"
    return refs, meter


def _devices(dose: Dose, streams: Sequence[tuple[str, str]], rule: Rule) -> Iterator[PingDevice]:
    found = dose.devices
    rows = zip(
        found.device.tolist(),
        found.interval.tolist(),
        found.lost.tolist(),
        found.first.tolist(),
        found.last.tolist(),
        strict=True,
    )
    for code, interval, lost, first, last in rows:
        unit, device = streams[code]
        known = _known(interval)
        tells = known is not None and known <= rule.slowest
        yield PingDevice(unit, device, known, lost, first, last, tells)


def _too_slow(devices: Sequence[PingDevice], rule: Rule) -> str:
    intervals = [one.interval for one in devices if one.interval is not None]
    often = (
        f"every {math.ceil(min(intervals)):,} seconds at the most often"
        if intervals
        else f"alone, or {SILENCE // 60} minutes and more apart"
    )
    return (
        f"The pings come {often}, and time can be told from pings up to {rule.slowest} seconds "
        "apart: no hours, and no day is covered. Ask for an export with every ping."
    )


def _visits(
    dose: Dose, refs: Sequence[str], streams: Sequence[tuple[str, str]], rule: Rule
) -> Iterator[GpsVisit]:
    found = dose.visits
    away = defaultdict[int, list[Stretch]](list)
    for visit, start, end in zip(
        found.away.visit.tolist(), found.away.start.tolist(), found.away.end.tolist(), strict=True
    ):
        away[visit].append((start, end))
    told = dose.devices
    at = np.searchsorted(told.device, found.device)
    intervals = [_known(interval) for interval in told.interval.tolist()]
    said = [in_words(rule, interval) for interval in intervals]
    lost = [_known(share) for share in told.lost.tolist()]
    rank = np.argsort(sorted(range(len(streams)), key=streams.__getitem__))
    order = np.lexsort((found.place, rank[found.device], found.start)).tolist()
    columns = (found.place, found.device, found.start, found.end, found.drive_through)
    more = (found.seconds, found.error, found.parked, found.mark, at)
    rows = list(zip(*(column.tolist() for column in (*columns, *more)), strict=True))
    for n in order:
        place, code, start, end, driven, seconds, error, parked, mark, which = rows[n]
        unit, device = streams[code]
        certificate = Certificate(
            device,
            intervals[which],
            said[which],
            lost[which],
            seconds,
            _known(error),
            parked,
            tuple(away[n]) if n in away else (),
        )
        yield GpsVisit(refs[place], unit, start, end, driven, certificate, mark)


def _known(value: float) -> float | None:
    """A value that the engine gives as NaN where it has none."""
    return None if math.isnan(value) else value


def _stretches(dose: Dose) -> Iterator[tuple[int, int, tuple[Stretch, ...]]]:
    """Each device that told of two places, how often, and when."""
    found = dose.doubles
    for code in np.unique(found.device).tolist():
        mine = found.device == code
        when = zip(found.start[mine].tolist(), found.end[mine].tolist(), strict=True)
        yield code, int(found.times[mine].sum()), tuple(when)


def _elsewhere(visit: GpsVisit, torn: dict[tuple[str, str], Double]) -> bool:
    told = visit.certificate
    double = torn.get((visit.unit, told.device))
    if double is None:
        return False
    near = told.interval or 0  # the pings before the first leap and after the last
    ended = bisect_left(double.stretches, visit.start - near, key=itemgetter(1))
    return any(start - near <= visit.end for start, _ in double.stretches[ended : ended + 1])


def _two_devices(visits: Sequence[GpsVisit]) -> Iterator[Double]:
    """The units two of whose devices were in two places at one time."""
    units = defaultdict[str, list[GpsVisit]](list)
    for visit in visits:
        if visit.certificate.device and not visit.drive_through:
            units[visit.unit].append(visit)
    for unit, mine in sorted(units.items()):
        apart = [
            (one, other)
            for n, one in enumerate(mine)
            for other in _while(one, mine, n + 1)
            if one.place != other.place
        ]
        if apart:
            devices = {visit.certificate.device for pair in apart for visit in pair}
            yield Double(unit, len(apart), tuple(sorted(devices)))


def _while(visit: GpsVisit, mine: Sequence[GpsVisit], begin: int) -> Iterator[GpsVisit]:
    """Of ``mine`` from ``begin`` on, in order of start, those that begin before ``visit`` ends."""
    for n in range(begin, len(mine)):
        if mine[n].start >= visit.end:
            return
        yield mine[n]


def by_unit(visits: Sequence[GpsVisit]) -> list[GpsVisit]:
    """The visits, those of one unit to one hotspot that share time made one: it has two devices."""
    found: dict[tuple[str, str], list[GpsVisit]] = {}
    for visit in sorted(visits, key=lambda one: (one.start, one.end)):
        mine = found.setdefault((visit.unit, visit.place), [])
        together = [mine.pop(), visit] if mine and visit.start < mine[-1].end else [visit]
        parts = [(one.start, one.end, one.certificate) for one in together]
        mine.append(
            together[0]._replace(
                end=max(end for _, end, _ in parts),
                certificate=joined(parts) if len(parts) > 1 else visit.certificate,
            )
        )
    return sorted(
        (one for mine in found.values() for one in mine),
        key=lambda one: (one.start, one.unit, one.place),
    )
