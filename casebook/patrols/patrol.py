"""A patrol: one unit's time in one hotspot, planned or delivered, and what makes one impossible."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from operator import attrgetter

from casebook.core import wording
from casebook.core.codes import PATROL_SOURCES, STAFF_KINDS
from casebook.core.errors import BadValue
from casebook.core.local_time import moment_label, span_label
from casebook.patrols.certificate import Certificate

GPS = "gps"
"""The source that knows where a unit was, and nothing of who was on it."""
ROTA = "rota"
"""The source of planned patrols; every other source has delivered ones."""
SOURCES = (*PATROL_SOURCES, ROTA)
"""The sources of patrols, best first, the planned last."""
LONGEST = timedelta(hours=24)
MOST_STAFF = 50

Staff = tuple[tuple[str, int], ...]
"""How many of each kind, in the order of ``codes.STAFF_KINDS``, none of them zero."""

_KINDS = {kind.casefold(): kind for kind in STAFF_KINDS}
_STAFF_PART = re.compile(
    r"(?P<kind>[A-Za-z]+)\s*[:=x]\s*(?P<n>-?\d+)|(?P<first>-?\d+)\s*x?\s*(?P<last>[A-Za-z]+)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Patrol:
    """One unit's time in one hotspot, as one row of one file has it."""

    place: str
    """The hotspot's ref."""
    unit: str
    """A callsign or a line of a rota, never a person's name."""
    start: datetime
    """UTC, in whole seconds."""
    end: datetime
    staff: Staff
    """Empty for a GPS visit that doesn't say: other rows may say who was on it."""
    mode: str
    """A code of the list ``patrol-mode``; blank for a GPS visit that doesn't say."""
    resourcing: str
    """One of ``codes.RESOURCING``."""
    source: str
    """One of :data:`SOURCES`."""
    id: int = 0
    """Its row in the casebook; 0 while it has none."""
    file: str = ""
    row: int | None = None
    """Its row in ``file``; None where the casebook is all that is known of it."""
    gps: Certificate | None = None
    """What can be said for its time, of a GPS visit; None also for one from before it was kept."""

    @property
    def planned(self) -> bool:
        """Whether it is what is meant to happen, not what did."""
        return self.source == ROTA

    @property
    def officers(self) -> int:
        """How many people, of every kind."""
        return sum(number for _, number in self.staff)

    @property
    def minutes(self) -> float:
        """Its length, without the time that GPS saw it outside."""
        seconds = (self.end - self.start).total_seconds() if self.gps is None else self.gps.seconds
        return seconds / 60

    @property
    def key(self) -> tuple[str, str, str, datetime, datetime]:
        """What two rows about the same patrol from the same source have in common."""
        return self.source, self.unit, self.place, self.start, self.end

    @property
    def details(self) -> tuple[Staff, str, str, bool]:
        """What two rows about the same patrol may differ in: staff, mode, resourcing, certified."""
        return self.staff, self.mode, self.resourcing, self.gps is not None


def parse_staff(text: str) -> Staff:
    """The staff in ``PC:2;PCSO:1``, ``2 PC + 1 PCSO`` or a bare ``2``, which means PCs.

    Raises :class:`BadValue` for anything else, for nobody, and for more than fifty.

    >>> parse_staff("pcso:1; PC:2")
    (('PC', 2), ('PCSO', 1))
    """
    text = text.strip()
    if re.fullmatch(r"-?\d+(\.0+)?", text, re.ASCII):
        return staff_of({"PC": int(float(text))})
    counts: dict[str, int] = {}
    for part in re.split(r"[;,+&/]", text):
        found = _STAFF_PART.fullmatch(part.strip())
        if found is None:
            raise BadValue(f"'{text}' is no staff: write it as PC:2;PCSO:1.")
        kind = _kind(found["kind"] or found["last"])
        counts[kind] = counts.get(kind, 0) + int(found["n"] or found["first"])
    return staff_of(counts)


def staff_of(counts: Mapping[str, int]) -> Staff:
    """Staff by kind, in their order and without zeros; raises as :func:`parse_staff` does."""
    if any(number < 0 for number in counts.values()):
        raise BadValue("Staff can't be fewer than none.")
    total = sum(counts.values())
    if total == 0:
        raise BadValue("Nobody was on it: give the staff, as PC:2;PCSO:1.")
    if total > MOST_STAFF:
        raise BadValue(f"{total} staff is more than one unit has: {MOST_STAFF} is the most.")
    return tuple((kind, counts[kind]) for kind in STAFF_KINDS if counts.get(kind))


def _kind(word: str) -> str:
    folded = word.casefold()
    kind = _KINDS.get(folded) or _KINDS.get(folded.removesuffix("s"))
    if kind is None:
        raise BadValue(f"'{word}' is no kind of staff: the kinds are {', '.join(STAFF_KINDS)}.")
    return kind


def fault_of(patrol: Patrol, now: datetime, zone: tzinfo) -> str | None:
    """Why the times of ``patrol`` can't be, or None where they can.

    ``now`` is the instant by which what was delivered must have ended.
    """
    if patrol.end <= patrol.start:
        return (
            f"It ends ({moment_label(patrol.end, zone)}) no later than it starts "
            f"({moment_label(patrol.start, zone)})."
        )
    if patrol.end - patrol.start > LONGEST:
        hours = (patrol.end - patrol.start) / timedelta(hours=1)
        return f"It lasts {wording.hours(hours)} hours, and no patrol lasts more than 24."
    if not patrol.planned and patrol.end > now:
        return (
            f"It ends at {moment_label(patrol.end, zone)}, which is still to come: "
            "only a rota tells of patrols ahead."
        )
    return None


class Timeline:
    """Patrols in order of their start, to ask which overlap a stretch of time.

    Patrols that only touch, one ending as the other starts, don't overlap.
    """

    def __init__(self, patrols: Iterable[Patrol] = ()) -> None:
        self._rows = sorted(patrols, key=_START)
        self._longest = max((p.end - p.start for p in self._rows), default=timedelta())

    def add(self, patrol: Patrol) -> None:
        """Put one more in its place."""
        insort(self._rows, patrol, key=_START)
        self._longest = max(self._longest, patrol.end - patrol.start)

    def overlapping(self, patrol: Patrol) -> list[Patrol]:
        """Those that share time with ``patrol``, in order of their start."""
        low = bisect_left(self._rows, patrol.start - self._longest, key=_START)
        high = bisect_left(self._rows, patrol.end, key=_START)
        return [row for row in self._rows[low:high] if row.end > patrol.start]


_START = attrgetter("start")


class UnitTimes:
    """Where every unit is when, to ask whether a patrol can stand beside those already entered."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._units: dict[str, Timeline] = {}

    def add(self, patrol: Patrol) -> None:
        """Enter a patrol that stands."""
        self._units.setdefault(patrol.unit, Timeline()).add(patrol)

    def clash(self, patrol: Patrol) -> str | None:
        """Why ``patrol`` can't stand beside those entered before it, or None where it can.

        A unit is in one place at a time, in the plan and in fact, whatever the source; and one
        source has a unit's time in a place once. Only GPS and what people wrote may contradict each
        other: both stand, and :meth:`elsewhere` gives them. So may two devices of one unit.
        """
        line = self._units.get(patrol.unit)
        for other in line.overlapping(patrol) if line else ():
            if other.planned != patrol.planned:
                continue
            if other.place != patrol.place:
                if _one_is_gps(patrol, other) or _two_devices(patrol, other):
                    continue
                return (
                    f"{patrol.unit} can't be in two places at once: {self._whose(patrol, other)} "
                    f"has it at {other.place} from {self._span(other)}."
                )
            if other.source == patrol.source:
                return self._twice(patrol, other)
        return None

    def elsewhere(self, patrol: Patrol) -> list[tuple[Patrol, Patrol]]:
        """Pairs of a GPS visit and what people wrote of the unit elsewhere at that time.

        One of each pair is ``patrol``, the other was entered before it.
        """
        line = self._units.get(patrol.unit)
        return [
            (patrol, other) if patrol.source == GPS else (other, patrol)
            for other in (line.overlapping(patrol) if line else ())
            if other.place != patrol.place
            and not (patrol.planned or other.planned)
            and _one_is_gps(patrol, other)
        ]

    def _twice(self, patrol: Patrol, other: Patrol) -> str:
        whose = self._whose(patrol, other)
        if other.key != patrol.key:
            return (
                f"Entered twice: {whose} has {other.unit} at {other.place} from "
                f"{self._span(other)} already, which overlaps."
            ) + ("" if other.row is not None else " To correct that, import with --covers.")
        if other.details == patrol.details and other.row is None:
            return (
                f"Entered already: {whose} has {other.unit} at {other.place} from "
                f"{self._span(other)}, with the same staff."
            )
        if other.details == patrol.details:
            return f"Repeated: {whose} says the same."
        return f"Entered twice: {whose} is the same patrol with other staff, mode or resourcing."

    def _whose(self, patrol: Patrol, other: Patrol) -> str:
        if other.row is None:
            return f"the casebook ({other.source})"
        return f"row {other.row}" + (f" of {other.file}" if other.file != patrol.file else "")

    def _span(self, patrol: Patrol) -> str:
        return span_label(patrol.start, patrol.end, self._zone)


def _one_is_gps(one: Patrol, other: Patrol) -> bool:
    return (one.source == GPS) != (other.source == GPS)


def _two_devices(one: Patrol, other: Patrol) -> bool:
    """Whether GPS has the two from different devices."""
    if one.gps is None or other.gps is None:
        return False
    return bool(one.gps.device and other.gps.device) and one.gps.device != other.gps.device
