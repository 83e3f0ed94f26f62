"""What a person must know of the time that pings tell: how sure it is, what is odd, what is out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import tzinfo

from casebook.core.english import counted, first_of, listed
from casebook.core.local_time import instant, local_day
from casebook.core.months import Span
from casebook.core.wording import amount, hours, in_minutes, share
from casebook.patrols.gps.rows import PingRow
from casebook.patrols.gps.visits import Double, GpsTime, GpsVisit, PingDevice
from geo.dosage.lane import Heard
from geo.dosage.rule import Rule

_MANY_LOST = 0.25
"""The share of pings lost from which silences part visits often."""
_SOME_LOST = 0.005
_NAMED = 3


def said_of_pings(
    found: GpsTime, zone: tzinfo, row_of: Callable[[int], PingRow]
) -> tuple[str, ...]:
    """Sentences on the pings and the devices they come from."""
    devices, heard = found.devices, found.heard
    first, last = min(one.first for one in devices), max(one.last for one in devices)
    days = Span(*(local_day(instant(at), zone) for at in (first, last)))
    units = counted(len({one.unit for one in devices}), "unit")
    outside = counted(heard.outside, "of them lies", "of them lie")
    return (
        f"{counted(heard.pings, 'ping')} of {units}, {days.label}; {outside} in no hotspot.",
        *_on_pings(heard, row_of),
        *_on_intervals(found),
        *(_on_double(one, found.left_out) for one in found.doubles),
    )


def _on_pings(heard: Heard, row_of: Callable[[int], PingRow]) -> Iterator[str]:
    if heard.repeated:
        yield (
            f"Pings of a moment that their device had told of already: {heard.repeated:,}. "
            "Each moment counts once."
        )
    if heard.shared:
        yield (
            f"Pings in two hotspots that overlap: {heard.shared:,}. Each counts in one, "
            "where the unit was already."
        )
    if heard.fast:
        where = row_of(heard.first_fast)
        yield (
            f"Faster than 250 km/h from the ping before: {heard.fast:,} (the first: "
            f"{where.file}, row {where.row}). They are kept as they are."
        )


def _on_intervals(found: GpsTime) -> Iterator[str]:
    telling = found.telling
    intervals = sorted(one.interval for one in telling if one.interval is not None)
    if intervals:
        seconds = counted(round(intervals[-1]), "second")
        if round(intervals[0]) == round(intervals[-1]):
            yield f"Pings come every {seconds} (the median)."
        else:
            yield (
                f"Pings come every {round(intervals[0])} to {seconds}, by device "
                "(each one's median)."
            )
    lost = max(telling, key=lambda one: (one.lost, one.unit), default=None)
    if lost and lost.lost >= _SOME_LOST:
        much = " Where silences part its visits, its hours are too few." * (lost.lost > _MANY_LOST)
        yield f"Pings lost: {share(lost.lost)} of those due at most, of {lost.unit}.{much}"
    silent = [one for one in found.devices if not one.tells]
    if silent:
        named = first_of([_seldom(one) for one in silent], _NAMED, "devices")
        yield (
            f"No time and no covered day come from {named}: pings more than "
            f"{found.rule.slowest} seconds apart, or alone, don't tell of visits."
        )
    yield from _on_one_ping(telling, found.rule)


def _on_one_ping(telling: Sequence[PingDevice], rule: Rule) -> Iterator[str]:
    """What a stay of one ping is taken for, where it may be a visit as well as a drive-through."""
    told = [(one.unit, one.interval or 0) for one in telling]
    rough = {unit for unit, interval in told if 0 < rule.shortest <= interval}
    if rough:
        yield (
            f"Pings of {first_of(sorted(rough), _NAMED, 'units')} come {in_minutes(rule.shortest)} "
            "or more apart: there a stay of one ping counts one interval, and can't be told from "
            "a drive-through."
        )
    near = {unit: interval for unit, interval in told if interval < rule.shortest < 2 * interval}
    if near:
        yield (
            f"Pings of {first_of(sorted(near), _NAMED, 'units')} come more than "
            f"{in_minutes(rule.shortest / 2)} apart: there a stay of one ping is a drive-through, "
            f"though it may last up to {in_minutes(2 * max(near.values()))}."
        )


def _seldom(device: PingDevice) -> str:
    if device.interval is None:
        return device.unit
    return f"{device.unit} (every {math.ceil(device.interval):,} seconds)"


def _on_double(double: Double, left_out: Sequence[GpsVisit]) -> str:
    times = counted(double.times, "time")
    if double.devices:
        return (
            f"{double.unit} was in two places {times}, by its devices {listed(double.devices)}: "
            "two radios? Each is counted on its own."
        )
    out = [one for one in left_out if one.unit == double.unit]
    minutes = amount(round(sum(one.certificate.seconds for one in out) / 60), "minutes")
    return (
        f"{double.unit} was in two places {times}: two radios? Where it was then can't be told, "
        f"so that is left out of the time ({counted(len(out), 'stay')}, {minutes}). If a column "
        "says which radio a ping is from, name it with --map as device, and each is counted."
    )


def on_drive_throughs(found: GpsTime, what: str) -> Iterator[str]:
    """How many there were; ``what`` became of them."""
    driven = sum(one.drive_through for one in found.visits)
    if driven:
        yield (
            f"Drive-throughs (under {in_minutes(found.rule.shortest)}, or between two pings): "
            f"{driven:,}. {what}"
        )


def on_parked(visits: Sequence[GpsVisit]) -> Iterator[str]:
    """What to say of devices that didn't move."""
    parked = [one for one in visits if one.certificate.parked]
    if parked:
        most = max(parked, key=lambda one: (one.certificate.seconds, one.unit, one.start))
        yield (
            f"Parked up, half an hour or more in one spot: {counted(len(parked), 'visit')}; the "
            f"longest, of {most.unit} at {most.place}, has "
            f"{hours(most.certificate.seconds / 3600)} h. They count: is it a car without its "
            "crew, or a station?"
        )
