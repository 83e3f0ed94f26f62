"""Meetings to come: when and where an area's people meet, and what for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from casebook.core.entry import Entry
from casebook.core.errors import BadValue
from casebook.core.fields import field
from casebook.core.kinds import Reader
from casebook.core.statement import Stated

_CLOCK = r"([01]\d|2[0-3]):[0-5]\d"
_TIME = re.compile(rf"{_CLOCK}(-{_CLOCK})?")
_WRITTEN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::00)?\s*([ap]m)?", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Meeting(Entry):
    """A meeting of an area: on what day, when, where, what for, and whether anybody may come."""

    KIND: ClassVar[str] = "meeting"
    TITLE: ClassVar[str] = "Meetings"
    DUE_RULE: ClassVar[str] = "casebook.registers.statements.meetings:meetings_due"
    SUBJECT: ClassVar[str] = "place"
    STATEMENTS: ClassVar[tuple[Stated, ...]] = (
        Stated(
            "coming",
            "List the meetings to come, the soonest first.",
            "casebook.registers.statements.meetings:coming",
            ("window", "place"),
        ),
    )

    place: str = field("Area", refers="place", belongs=True, fixed=True)
    at: date = field("Date")
    time: str = field(
        "Time", help="Local time, with an end or without.", example="18:30", default=""
    )
    venue: str = field("Venue", example="Quayside library", default="")
    text: str = field("What for", example="Ward panel: set the priorities", free_text=True)
    public: bool = field("Open to the public", help="Only these are published.", default=False)
    called_off: bool = field("Called off", default=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "time", as_clock(self.time))

    def check(self) -> None:
        """Raise :class:`BadValue` also for a time that is none."""
        super().check()
        if self.time and not _TIME.fullmatch(self.time):
            raise BadValue(
                f"Time takes a time such as 18:30 or 18:30-20:00, not '{self.time}'.", field="time"
            )

    def check_among(self, casebook: Reader) -> None:
        """One meeting of an area is entered once: the same day, time and purpose are a repeat."""
        for other in casebook.load(Meeting, place=self.place):
            same = (other.at, other.time, other.text) == (self.at, self.time, self.text)
            if same and other.id != self.id:
                raise BadValue(
                    f"This meeting of {self.place} is there already: edit meeting {other.id}.",
                    field="at",
                )

    @property
    def sooner(self) -> tuple[date, str, str, int]:
        """What meetings are sorted by: a day's timed ones first, by the clock."""
        return (self.at, self.time or "24", self.place, self.id)


def as_clock(text: str) -> str:
    """A time, or one to another, as the clock shows it, from what people and sheets write.

    What is no time stays as it is.

    >>> as_clock("6.30pm"), as_clock("9:00 to 11:15"), as_clock("18:30:00"), as_clock("noon")
    ('18:30', '09:00-11:15', '18:30', 'noon')
    """
    parts = re.split(r"\s*(?:-|–|\bto\b)\s*", text.strip())
    found = [_one_clock(part) for part in parts]
    return "-".join(found) if all(found) and len(found) <= 2 else text.strip()


def _one_clock(text: str) -> str:
    """One time; empty where it is none, as a bare number is."""
    match = _WRITTEN.fullmatch(text)
    if match is None or not (match[2] or match[3]):
        return ""
    hour, half = int(match[1]), (match[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if half == "pm" else 0)
    return f"{hour:02}:{match[2] or '00'}"
