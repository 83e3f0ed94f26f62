"""What the public asks and hears: queries, local priorities, you said we did; peers who help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import ClassVar

from casebook.core.entry import Entry
from casebook.core.errors import BadValue
from casebook.core.fields import field
from casebook.core.months import months_after
from casebook.core.statement import Stated

ANSWER_WITHIN = timedelta(hours=72)
"""The neighbourhood policing guarantee's time for an answer."""
PRIORITY_MONTHS = 3
"""A local priority not looked at for longer is flagged."""


@dataclass(frozen=True, kw_only=True)
class Query(Entry):
    """A question put to a neighbourhood team, to be answered within 72 hours."""

    KIND: ClassVar[str] = "query"
    TITLE: ClassVar[str] = "Queries"
    DUE_RULE: ClassVar[str] = "casebook.registers.statements.community:queries_due"
    SUBJECT: ClassVar[str] = "place"
    STATEMENTS: ClassVar[tuple[Stated, ...]] = (
        Stated(
            "clock",
            "Count the answers given within 72 hours.",
            "casebook.registers.statements.community:clock",
            ("window", "place", "by"),
            ("district", "place", "month"),
        ),
    )

    place: str = field("Area", refers="place", belongs=True, fixed=True)
    received: datetime = field(
        "Received", help="By the clock on the wall.", example="2024-10-07 14:30"
    )
    code: str = field("Came by", codes="query-channel", default="")
    text: str = field("What is asked", help="No names.", free_text=True)
    answered: datetime | None = field("Answered", example="2024-10-09 09:00", default=None)
    reply: str = field("Answer", free_text=True, default="")
    escalated_to: str = field(
        "Escalated to", help="Who takes it on where no answer came.", default=""
    )
    reference: str = field("Reference", default="")

    def check(self) -> None:
        """Raise :class:`BadValue` also where it was answered before it came."""
        super().check()
        if self.answered is not None and self.answered < self.received:
            raise BadValue("Answered is before Received.", field="answered")

    def due(self, zone: tzinfo) -> datetime:
        """When the 72 hours are over, on the same clock, whatever the clock does meanwhile."""
        came = self.received.replace(tzinfo=zone).timestamp()
        return datetime.fromtimestamp(came + ANSWER_WITHIN.total_seconds(), zone).replace(
            tzinfo=None
        )

    def hours_taken(self, zone: tzinfo) -> float | None:
        """Hours from receipt to answer; None while there is none."""
        if self.answered is None:
            return None
        took = (
            self.answered.replace(tzinfo=zone).timestamp()
            - self.received.replace(tzinfo=zone).timestamp()
        )
        return took / 3600

    def clock_state(self, now: datetime, zone: tzinfo) -> str:
        """``in time``, ``late``, ``waiting`` or ``overdue`` at ``now``, on the same clock."""
        due = self.due(zone)
        if self.answered is not None:
            return "in time" if self.answered <= due else "late"
        return "waiting" if now <= due else "overdue"


@dataclass(frozen=True, kw_only=True)
class Priority(Entry):
    """A local priority of an area; one not looked at for three months is flagged."""

    KIND: ClassVar[str] = "priority"
    TITLE: ClassVar[str] = "Local priorities"
    DUE_RULE: ClassVar[str] = "casebook.registers.statements.community:priorities_due"
    SUBJECT: ClassVar[str] = "place"
    STATEMENTS: ClassVar[tuple[Stated, ...]] = (
        Stated(
            "current",
            "Print each ward's named officer and priorities, and flag what is out of date.",
            "casebook.registers.statements.community:priorities",
            ("place",),
        ),
    )

    place: str = field("Area", refers="place", belongs=True, fixed=True)
    text: str = field("Priority", free_text=True)
    code: str = field("Asked for by", codes="asked-by", default="")
    at: date | None = field("Set on", filled="today", default=None)
    reviewed: date | None = field("Last looked at", default=None)
    until: date | None = field("Ended on", default=None)
    profile: str | None = field("Profile", refers="profile", belongs=True, default=None)

    def fresh_until(self) -> date | None:
        """The last day on which it counts as up to date; None where no day is known."""
        seen = max((day for day in (self.at, self.reviewed) if day), default=None)
        return None if seen is None else months_after(seen, PRIORITY_MONTHS)

    def stale(self, today: date) -> bool:
        """Whether it runs and nobody has looked at it for three months."""
        if self.until is not None and self.until < today:
            return False
        fresh = self.fresh_until()
        return fresh is None or fresh < today


@dataclass(frozen=True, kw_only=True)
class YouSaid(Entry):
    """You said, we did: what an area's people asked for and what came of it."""

    KIND: ClassVar[str] = "you-said"
    ONE: ClassVar[str] = "entry of you said, we did"
    TITLE: ClassVar[str] = "You said, we did"
    SUBJECT: ClassVar[str] = "place"

    place: str = field("Area", refers="place", belongs=True, fixed=True)
    text: str = field("You said", free_text=True)
    did: str = field("We did", help="Empty until something was.", free_text=True, default="")
    at: date | None = field("Said on", filled="today", default=None)
    until: date | None = field("Told on", help="The day the answer was published.", default=None)


@dataclass(frozen=True, kw_only=True)
class Practitioner(Entry):
    """Somebody of the peer network, by role, and the tactics they can help with."""

    KIND: ClassVar[str] = "practitioner"
    TITLE: ClassVar[str] = "Practitioners"
    SUBJECT: ClassVar[str] = "place"
    STATEMENTS: ClassVar[tuple[Stated, ...]] = (
        Stated(
            "who",
            "Say who can help with a tactic, or with each.",
            "casebook.registers.statements.community:practitioners",
            ("ref", "place"),
        ),
    )

    place: str = field("Area", refers="place", belongs=True, fixed=True)
    role: str = field("Role", help="Role or collar number, never a name.", example="PC 4127")
    tactics: tuple[str, ...] = field("Tactics", codes="tactic")
    at: date | None = field("Trained on", default=None)
    until: date | None = field("Left on", default=None)
    text: str = field("Note", free_text=True, default="")
