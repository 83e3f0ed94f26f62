"""What patrol each hotspot is planned to get in a week, and how far that was kept to."""

from __future__ import annotations

from dataclasses import dataclass

from sample_data.generator.written import written


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


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_PLANS = written("patrol-plans")

WEEKLY: dict[str, tuple[float, float]] = _PLANS["weekly"]
"""Planned officer-hours a week of each hotspot, and the share of them delivered."""

SHARES: dict[str, float] = _PLANS["shares"]
"""How the planned hours are resourced."""


def slots(kind: str, resourcing: str) -> list[Slot]:
    """The weekly slots that suit a kind of place, the most usual first."""
    modes = _PLANS["modes"].get(kind, _PLANS["modes"]["other"])
    listed = _PLANS["slots"][_PLANS["lists"].get(kind, "town")][resourcing]
    return [
        Slot(
            _DAYS.index(day), hour * 60, round(hours * 60), staff,
            "foot" if resourcing == "partner" else modes[number % len(modes)], resourcing,
        )
        for number, (day, hour, hours, staff) in enumerate(listed)
    ]  # fmt: skip
