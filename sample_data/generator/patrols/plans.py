"""What patrol each hotspot is planned to get in a week, and how far that was kept to: tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Slot:
    """A patrol that comes round every week.

    `weekday` 0 is Monday; `start` is in minutes after midnight.
    """

    weekday: int
    start: int
    minutes: int
    staff: str
    mode: str
    resourcing: str

    @property
    def hours(self) -> float:
        """Officer-hours of one such patrol."""
        return heads(self.staff) * self.minutes / 60


def heads(staff: str) -> int:
    """How many people `PC:2;PCSO:1` is."""
    return sum(int(part.split(":")[1]) for part in staff.split(";"))


WEEKLY = {
    # planned officer-hours a week, share of them delivered
    "HS-01": (32, 1.06), "HS-02": (18, 0.90), "HS-03": (29, 1.12), "HS-04": (14, 0.86),
    "HS-05": (15, 0.95), "HS-06": (15, 0.92), "HS-07": (28, 1.17), "HS-08": (15, 0.46),
    "HS-09": (18, 1.02), "HS-10": (15, 0.98), "HS-11": (20, 0.95), "HS-12": (14, 0.88),
    "HS-13": (15, 1.01), "HS-14": (20, 0.93), "HS-15": (15, 0.57), "HS-16": (14, 0.84),
    "HS-17": (18, 0.97), "HS-18": (14, 0.87), "HS-19": (14, 0.90), "HS-20": (14, 0.51),
    "HS-21": (15, 0.91), "HS-22": (22, 1.06), "HS-23": (14, 0.85), "HS-24": (14, 0.82),
    "HS-25": (20, 1.30), "HS-26": (15, 1.02), "HS-27": (14, 0.94),
}  # fmt: skip
"""Three fall far short: HS-08, HS-15 and HS-20."""

SHARES = {"core": 0.55, "overtime": 0.35, "partner": 0.10}
"""How the planned hours are resourced."""

_MON, _TUE, _WED, _THU, _FRI, _SAT, _SUN = range(7)

Listed = Mapping[str, tuple[tuple[int, int, float, str], ...]]

_TOWN: Listed = {
    "overtime": (
        (_FRI, 20, 4, "PC:2"), (_SAT, 20, 4, "PC:2"), (_SAT, 22, 4, "PC:2"), (_FRI, 22, 4, "PC:2"),
        (_THU, 18, 3, "PC:2"), (_SAT, 14, 3, "PC:1;PCSO:1"),
    ),
    "core": (
        (_FRI, 18, 3, "PC:2"), (_SAT, 18, 3, "PC:1;Special:1"), (_WED, 14, 3, "PCSO:2"),
        (_MON, 11, 3, "PCSO:2"), (_THU, 15, 3, "PC:1;PCSO:1"), (_TUE, 12, 3, "PC:1;PCSO:1"),
        (_SAT, 11, 3, "PCSO:2"), (_FRI, 12, 2, "PC:1;PCSO:1"), (_SUN, 13, 2, "PCSO:2"),
    ),
    "partner": ((_WED, 10, 2, "warden:1"), (_SAT, 21, 2, "other:2"), (_FRI, 10, 2, "warden:1")),
}  # fmt: skip
_DAYTIME: Listed = {
    "overtime": (
        (_SAT, 11, 4, "PC:2"), (_FRI, 14, 4, "PC:2"), (_THU, 15, 3, "PC:2"),
        (_TUE, 10, 3, "PC:1;PCSO:1"), (_SAT, 18, 4, "PC:2"),
    ),
    "core": (
        (_FRI, 11, 3, "PC:1;PCSO:1"), (_WED, 14, 3, "PCSO:2"), (_MON, 10, 3, "PCSO:2"),
        (_THU, 11, 3, "PC:1;PCSO:1"), (_SAT, 15, 3, "PC:1;Special:1"), (_TUE, 15, 3, "PCSO:2"),
        (_WED, 9, 2, "PC:1;PCSO:1"), (_FRI, 18, 3, "PC:2"),
    ),
    "partner": ((_WED, 10, 2, "warden:1"), (_MON, 13, 2, "warden:1"), (_FRI, 10, 2, "warden:1")),
}  # fmt: skip
_NIGHT: Listed = {**_TOWN, "partner": ((_SAT, 21, 2, "other:2"), (_THU, 10, 2, "warden:1"))}
_LEISURE: Listed = {
    "overtime": (
        (_FRI, 18, 3, "PC:2"), (_SAT, 17, 3.5, "PC:2"), (_SUN, 15, 3, "PC:2"),
        (_WED, 17, 3, "PC:1;PCSO:1"), (_SAT, 20, 4, "PC:2"),
    ),
    "core": (
        (_SAT, 13, 3, "PC:1;PCSO:1"), (_FRI, 15, 3, "PCSO:2"), (_SUN, 12, 3, "PCSO:2"),
        (_TUE, 16, 3, "PCSO:2"), (_THU, 16, 3, "PC:1;PCSO:1"), (_MON, 16, 2, "PC:2"),
        (_FRI, 20, 3, "PC:2"),
    ),
    "partner": ((_SUN, 11, 2, "warden:1"), (_THU, 14, 2, "warden:1"), (_SAT, 11, 2, "warden:2")),
}  # fmt: skip
_ESTATE: Listed = {
    "overtime": (
        (_FRI, 17, 3, "PC:2"), (_SAT, 18, 3, "PC:2"), (_TUE, 17, 3, "PC:1;PCSO:1"),
        (_THU, 18, 3, "PC:2"),
    ),
    "core": (
        (_WED, 16, 3, "PCSO:2"), (_MON, 15, 3, "PC:1;PCSO:1"), (_FRI, 15, 2, "PCSO:2"),
        (_THU, 16, 3, "PC:1;PCSO:1"), (_SAT, 14, 3, "PCSO:2"), (_SUN, 17, 2, "PC:2"),
    ),
    "partner": ((_TUE, 10, 2, "warden:1"), (_THU, 13, 2, "warden:1"), (_MON, 13, 2, "warden:1")),
}  # fmt: skip

_BY_KIND = {
    "centre": _DAYTIME,
    "shops": _DAYTIME,
    "night": _NIGHT,
    "seafront": _LEISURE,
    "park": _LEISURE,
    "estate": _ESTATE,
}
_MODES = {
    "seafront": ("foot", "foot", "cycle"),
    "park": ("foot", "foot", "cycle", "cycle"),
    "estate": ("foot", "foot", "vehicle"),
    "station": ("foot", "foot", "static"),
}


def slots(kind: str, resourcing: str) -> list[Slot]:
    """The weekly slots that suit a kind of place, the most usual first."""
    modes = _MODES.get(kind, ("foot", "foot", "foot", "vehicle"))
    listed = _BY_KIND.get(kind, _TOWN)[resourcing]
    return [
        Slot(
            day, hour * 60, round(hours * 60), staff,
            "foot" if resourcing == "partner" else modes[number % len(modes)], resourcing,
        )
        for number, (day, hour, hours, staff) in enumerate(listed)
    ]  # fmt: skip
