"""Visits out of stints, once the interval of every device is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from geo.crs import Floats, Ints
from geo.dosage.block import NEVER, Codes
from geo.dosage.devices import Devices
from geo.dosage.growing import Growing
from geo.dosage.passings import Passings
from geo.dosage.rule import Rule
from geo.dosage.stints import NOT_YET, Stints, halfway
from geo.edges import Bits

_AT_A_TIME = 1 << 16
"""Stints made visits of at a time."""
PARKED = 1800
"""Seconds: a shorter visit in one spot may be a patrol beside its car."""
STILL = 15.0
"""Metres that the pings of a device left in one spot scatter by (root mean square)."""


@dataclass(frozen=True)
class Visits:
    """Visits and drive-throughs as columns of one length, by device and start."""

    device: Ints
    place: Ints
    start: Ints
    """UTC seconds since 1970."""
    end: Ints
    seconds: Ints
    """Of the time inside: from start to end without longer times outside between."""
    error: Floats
    """The standard error of ``seconds`` that the gaps between pings leave; NaN where no ping was
    inside."""
    pings: Ints
    """How many were inside; 0 where the way between two pings outside crossed the place."""
    drive_through: Bits
    parked: Bits
    """Half an hour and more in one spot: a vehicle or a radio left there."""
    mark: Ints
    """The caller's number of the first ping inside, or of the one after the crossing."""
    away: AwayTimes

    def __len__(self) -> int:
        return len(self.device)


@dataclass(frozen=True)
class AwayTimes:
    """Longer times outside within visits, as columns of one length, by visit and start."""

    visit: Ints
    """The position of the visit."""
    start: Ints
    end: Ints


def visits(stints: Stints, passings: Passings, devices: Devices, rule: Rule) -> Visits:
    """The visits that stints are pieces of, and the drive-throughs without a ping.

    Devices whose interval is too long have none, nor has one whose interval is unknown, as it told
    once or hardly ever.
    """
    parts = [
        _of_devices(_Pieces(stints, passings, devices.some(numbers), rule))
        for numbers in _groups(stints.rows["device"], devices.device)
    ]
    sizes = [len(part["device"]) for part in parts]
    for part, begin in zip(parts, np.cumsum([0, *sizes]).tolist(), strict=False):
        part["away_visit"] += begin
    names = list(parts[0])
    whole = {name: np.concatenate([part.pop(name) for part in parts]) for name in names}
    away = AwayTimes(*(whole.pop(f"away_{name}") for name in ("visit", "start", "end")))
    return Visits(**whole, away=away)


@dataclass(frozen=True)
class _Pieces:
    """What some devices' visits are made of."""

    stints: Stints
    passings: Passings
    devices: Devices
    rule: Rule

    def rows(self, columns: Growing, by: str) -> dict[str, Any]:
        """Their rows, but for devices that tell too seldom, by device and time."""
        told = self.devices.device[self.devices.interval <= self.rule.slowest]  # NaN isn't
        kept = np.flatnonzero(np.isin(columns["device"], told))
        kept = kept[np.lexsort((columns[by][kept], columns["device"][kept]))]
        return columns.whole(kept)


def _groups(device: Codes, every: Ints) -> list[Ints]:
    """The devices in runs with some :data:`_AT_A_TIME` of the rows, each of a ``device``, in each.

    One run at a time takes the room of a part of the whole.
    """
    before = np.cumsum(np.bincount(device, minlength=int(every.max(initial=0)) + 1)[every])
    return np.split(every, np.flatnonzero(np.diff(before // _AT_A_TIME)) + 1)


def _of_devices(pieces: _Pieces) -> dict[str, Any]:
    """The columns of :class:`Visits`, and of :class:`AwayTimes` with ``away_`` before the name."""
    told = _stayed(pieces)
    driven = _passed(pieces, told)
    order = np.lexsort(
        tuple(np.concatenate([told[name], driven[name]]) for name in ("start", "device"))
    )
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return {name: np.concatenate([told[name], driven[name]])[order] for name in driven} | {
        "away_visit": rank[told["away_visit"]],
        "away_start": told["away_start"],
        "away_end": told["away_end"],
    }


def _stayed(pieces: _Pieces) -> dict[str, Any]:
    """Visits with a ping inside, and the times away within them."""
    devices, rule = pieces.devices, pieces.rule
    rows = pieces.rows(pieces.stints.rows, "first")
    interval = devices.interval_of(rows["device"])
    longest = np.maximum(rule.gap, np.rint(3 * interval)).astype(np.int64)
    start, gap_before = _begin(rows, interval, longest)
    end, gap_after = _finish(rows, interval, longest)
    heads = np.ones(len(start), bool)
    heads[1:] = (
        (np.diff(rows["device"]) != 0)
        | (np.diff(rows["place"]) != 0)
        | (rows["first"][1:] - rows["last"][:-1] >= longest[1:])
    )
    at = np.flatnonzero(heads)
    last = np.append(at[1:], len(start))[: len(at)] - 1
    found = {name: rows[name][at] for name in ("device", "place", "mark")}
    found |= {"start": start[at], "end": end[last]}
    again = np.flatnonzero(~heads)
    again = again[start[again] - end[again - 1] >= rule.shortest]
    away = _away(
        pieces.rows(pieces.stints.away, "start"),
        {
            "device": rows["device"][again],
            "place": rows["place"][again],
            "start": end[again - 1],
            "end": start[again],
            "square": gap_after[again - 1] ** 2.0 + gap_before[again] ** 2.0,
        },
        found,
    )
    square = gap_before[at] ** 2.0 + gap_after[last] ** 2.0
    outside = np.zeros(len(at), np.int64)
    if len(at):
        np.add.at(outside, away["away_visit"], away["away_end"] - away["away_start"])
        np.add.at(square, away["away_visit"], away.pop("square"))
    seconds = found["end"] - found["start"] - outside
    slow = interval[at] >= rule.shortest  # a stay of one ping may be a visit as well as not
    still = _scatter(rows, at) <= STILL
    return found | {
        "seconds": seconds,
        "error": np.sqrt(square / 12),
        "pings": np.add.reduceat(rows["pings"], at) if len(at) else at,
        "drive_through": ((seconds < rule.shortest) & ~slow) | (seconds == 0),
        "parked": still & (seconds >= PARKED),
        "away_visit": away["away_visit"],
        "away_start": away["away_start"],
        "away_end": away["away_end"],
    }


def _begin(rows: dict[str, Any], interval: Floats, longest: Ints) -> tuple[Ints, Ints]:
    """When each stint begins, and the gap that says so."""
    gap = rows["first"] - rows["before"]
    silent = gap >= longest
    half = (interval / 2).astype(np.int64)
    start = np.where(silent, rows["first"] - half, halfway(rows["before"], rows["first"]))
    start = np.where(rows["before"] == NEVER, rows["first"], start)
    return start, np.where(silent, interval, gap)


def _finish(rows: dict[str, Any], interval: Floats, longest: Ints) -> tuple[Ints, Ints]:
    """When each stint ends, and the gap that says so."""
    gap = rows["after"] - rows["last"]
    silent = gap >= longest
    half = (interval / 2).astype(np.int64)
    end = np.where(silent, rows["last"] + half, halfway(rows["last"], rows["after"]))
    end = np.where(rows["after"] == NOT_YET, rows["last"], end)
    return end, np.where(silent, interval, gap)


def _away(held: dict[str, Any], more: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """All times away, each with the visit of ``found`` that it lies in, by visit and start."""
    whole = {name: np.concatenate([held[name], more[name]]) for name in more}
    order = np.lexsort((whole["start"], whole["device"]))
    whole = {name: column[order] for name, column in whole.items()}
    visit = _before(found, whole["device"], whole["start"])
    there = visit >= 0
    there[there] = found["device"][visit[there]] == whole["device"][there]
    return {
        "away_visit": visit[there],
        "away_start": whole["start"][there],
        "away_end": whole["end"][there],
        "square": whole["square"][there],
    }


def _before(found: dict[str, Any], device: Ints, at: Ints) -> Ints:
    """The position of the last of ``found`` of each device that starts by ``at``; else -1."""
    return np.searchsorted(_key(found["device"], found["start"]), _key(device, at), "right") - 1


def _key(device: Ints, at: Ints) -> Ints:
    """One number that is in order of device and time."""
    return (device << 34) + at


def _scatter(rows: dict[str, Any], at: Ints) -> Floats:
    """How far, in metres, the pings of each visit lie from their middle (root mean square)."""
    if not len(at):
        return np.zeros(0)
    number, x, y, square = (
        np.add.reduceat(rows[name], at) for name in ("pings", "x", "y", "square")
    )
    variance = square / number - (x / number) ** 2 - (y / number) ** 2
    return np.sqrt(np.maximum(variance, 0))


def _passed(pieces: _Pieces, told: dict[str, Any]) -> dict[str, Any]:
    """The ways past that are no part of a visit, each place's once until a gap has passed."""
    devices, rule = pieces.devices, pieces.rule
    rows = pieces.rows(pieces.passings.rows, "start")
    interval = devices.interval_of(rows["device"])
    longest = np.maximum(rule.gap, np.rint(3 * interval))
    order = np.lexsort((rows["start"], rows["place"], rows["device"]))
    order = order[rows["gap"][order] < longest[order]]
    rows = {name: column[order] for name, column in rows.items()}
    longest = longest[order]
    apart = _clear_of(told, rows, longest)
    apart[1:] &= (
        (np.diff(rows["device"]) != 0)
        | (np.diff(rows["place"]) != 0)
        | (rows["start"][1:] - rows["end"][:-1] >= longest[1:])
    )
    rows = {name: column[apart] for name, column in rows.items()}
    number = len(rows["start"])
    within = _before(told, rows["device"], rows["start"])
    spoken_for = within >= 0
    spoken_for[spoken_for] = (told["device"][within[spoken_for]] == rows["device"][spoken_for]) & (
        told["end"][within[spoken_for]] > rows["start"][spoken_for]
    )
    return {
        "device": rows["device"],
        "place": rows["place"],
        "start": rows["start"],
        "end": rows["end"],
        "seconds": np.where(spoken_for, 0, rows["end"] - rows["start"]),
        "error": np.full(number, np.nan),
        "pings": np.zeros(number, np.int64),
        "drive_through": np.ones(number, bool),
        "parked": np.zeros(number, bool),
        "mark": rows["mark"],
    }


def _clear_of(told: dict[str, Any], rows: dict[str, Any], longest: Floats) -> Bits:
    """Which ways past lie a gap or more from any visit of the device to the place."""
    clear: Bits = np.ones(len(rows["start"]), bool)
    if not len(told["start"]):
        return clear
    who = np.concatenate([_whose(told), _whose(rows)])
    group = np.unique(who, return_inverse=True)[1]
    order = np.lexsort((told["start"], group[: len(told["start"])]))
    start, end = told["start"][order], told["end"][order]
    held, asked = group[order], group[len(order) :]
    at = np.searchsorted(_key(held, start), _key(asked, rows["start"]))
    for near in (np.maximum(at - 1, 0), np.minimum(at, len(order) - 1)):
        between = np.maximum(rows["start"] - end[near], start[near] - rows["end"])
        clear &= (held[near] != asked) | (between >= longest)
    return clear


def _whose(rows: dict[str, Any]) -> Ints:
    """One number for each pair of device and place."""
    whose: Ints = rows["device"] * (1 << 24) + rows["place"]
    return whose
