"""What is kept beside a profile: requests, leads, sharing, documents, notes, crimes, designs."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from casebook.core.entry import Entry
from casebook.core.errors import BadValue
from casebook.core.fields import field
from casebook.core.months import Month
from casebook.profiles.profile import DEFAULT_MARKING, Profile

_REFERENCE = re.compile(r"[A-Z0-9]+(?:[ /._-][A-Z0-9]+)*")
_WORD = re.compile(r"[A-Z]{5}")


@dataclass(frozen=True, kw_only=True)
class Request(Entry):
    """Something asked of somebody for a profile; the reply lands in the stage that asked."""

    KIND: ClassVar[str] = "request"
    TITLE: ClassVar[str] = "Requests"
    SUBJECT: ClassVar[str] = "profile"

    profile: str = field("Profile", fixed=True)
    text: str = field("What is asked", free_text=True)
    to: str = field(
        "To",
        help="A role or a login.",
        example="analyst",
        unscanned="none but a login or a role of this casebook is taken",
        default="analyst",
    )
    stage: str = field("For stage", codes="stage", default="")
    cycle: int | None = field("In cycle", fixed=True, default=None)
    until: date | None = field("Due", default=None)
    at: date | None = field("Asked on", fixed=True, default=None)
    asked_by: str = field("Asked by", fixed=True, default="")
    answered: date | None = field("Answered on", fixed=True, default=None)
    answered_by: str = field("Answered by", fixed=True, default="")
    reply: str = field("Reply", free_text=True, fixed=True, default="")

    def overdue(self, today: date) -> bool:
        """Whether the reply was due before ``today`` and isn't there."""
        return self.answered is None and self.until is not None and self.until < today

    def state(self, today: date) -> str:
        """Where it stands on ``today``: answered, overdue or waiting."""
        if self.answered is not None:
            return "answered"
        return "overdue" if self.overdue(today) else "waiting"

    def logged(self, by: str, on: date, profile: Profile | None) -> Self:
        """The request as asked ``by`` a login today, for the stage the profile is at."""
        stage = self.stage or (profile.stage if profile else "")
        cycle = profile.cycle if profile else None
        return dataclasses.replace(self, at=on, asked_by=by, stage=stage, cycle=cycle)


@dataclass(frozen=True, kw_only=True)
class Lead(Entry):
    """Which agency leads on a profile, from when to when."""

    KIND: ClassVar[str] = "lead"
    TITLE: ClassVar[str] = "Lead agencies"
    SUBJECT: ClassVar[str] = "profile"

    profile: str = field("Profile", fixed=True)
    agency: str = field("Agency", refers="agency")
    at: date | None = field("From", default=None)
    until: date | None = field("To", default=None)

    def on(self, day: date) -> bool:
        """Whether the agency leads on ``day``; a missing date leaves its end open."""
        return (self.at or date.min) <= day <= (self.until or date.max)

    def overlaps(self, other: Lead) -> bool:
        """Whether the two lead on any one day."""
        return (self.at or date.min) <= (other.until or date.max) and (other.at or date.min) <= (
            self.until or date.max
        )


@dataclass(frozen=True, kw_only=True)
class Sharing(Entry):
    """What was shared, with whom, and under what agreement."""

    KIND: ClassVar[str] = "sharing"
    TITLE: ClassVar[str] = "Sharing log"
    SUBJECT: ClassVar[str] = "profile"
    NEEDS: ClassVar[tuple[str, ...]] = ("agreement",)

    profile: str = field("Profile", fixed=True)
    agency: str = field("With", refers="agency")
    text: str = field("What was shared", free_text=True)
    agreement: str = field("Under which agreement", example="Lomea ISA 2023", default="")
    at: date | None = field("On", default=None)

    def logged(self, by: str, on: date, profile: Profile | None) -> Self:
        """Shared today unless a day is given."""
        return dataclasses.replace(self, at=self.at or on)


@dataclass(frozen=True, kw_only=True)
class Document(Entry):
    """A document by title, marking and where it lies; its contents stay in the force's store."""

    KIND: ClassVar[str] = "document"
    TITLE: ClassVar[str] = "Documents"
    SUBJECT: ClassVar[str] = "profile"
    NEEDS: ClassVar[tuple[str, ...]] = ("lies",)

    profile: str = field("Profile", fixed=True)
    text: str = field("Title")
    lies: str = field("Where it lies", example="Records system, folder 12", default="")
    marking: str = field("Marking", kept=True, default=DEFAULT_MARKING)
    at: date | None = field("Dated", default=None)


@dataclass(frozen=True, kw_only=True)
class Note(Entry):
    """Something worth keeping that fits nowhere else."""

    KIND: ClassVar[str] = "note"
    TITLE: ClassVar[str] = "Notes"
    SUBJECT: ClassVar[str] = "profile"

    profile: str = field("Profile", fixed=True)
    text: str = field("Note", free_text=True)
    at: date | None = field("On", default=None)

    def logged(self, by: str, on: date, profile: Profile | None) -> Self:
        """Written today unless a day is given."""
        return dataclasses.replace(self, at=self.at or on)


@dataclass(frozen=True, kw_only=True)
class LinkedCrime(Entry):
    """A linked crime or incident, by its reference number only."""

    KIND: ClassVar[str] = "linked-crime"
    TITLE: ClassVar[str] = "Linked crimes and incidents"
    SUBJECT: ClassVar[str] = "profile"

    profile: str = field("Profile", fixed=True)
    text: str = field("Reference number", example="46/012345/24")
    at: date | None = field("On", default=None)

    def check(self) -> None:
        """Raise :class:`BadValue` also where the text is no reference number but says something."""
        super().check()
        digits = sum(c.isdigit() for c in self.text)
        says_more = not _REFERENCE.fullmatch(self.text) or _WORD.search(self.text)
        if says_more or digits < 3 or len(self.text) > 40:
            raise BadValue(
                "Reference number takes the number and nothing else, capitals and figures such as "
                f"46/012345/24, not '{self.text[:60]}'."
            )


@dataclass(frozen=True, kw_only=True)
class ClosingCheck(Entry):
    """What a look at a closed profile found, so many months after it was closed."""

    KIND: ClassVar[str] = "closing-check"
    TITLE: ClassVar[str] = "Checks after closing"
    SUBJECT: ClassVar[str] = "profile"
    AFTER_CLOSING: ClassVar[bool] = True

    profile: str = field("Profile", fixed=True)
    months: int = field("Months after closing", help="3 or 12.", example="3")
    code: str = field("Finding", codes="closing-finding")
    text: str = field("What was found", free_text=True, default="")
    at: date | None = field("Looked at on", default=None)

    def logged(self, by: str, on: date, profile: Profile | None) -> Self:
        """Looked at today unless a day is given."""
        return dataclasses.replace(self, at=self.at or on)


@dataclass(frozen=True, kw_only=True)
class Design(Entry):
    """How a response is to be judged, declared before it starts: windows, count, comparison areas.

    Changed after it is frozen, a further version stands beside the first with its reason.
    """

    KIND: ClassVar[str] = "design"
    TITLE: ClassVar[str] = "Assessment designs"
    SUBJECT: ClassVar[str] = "profile"
    KEPT_BY: ClassVar[str] = "casebook design"

    profile: str = field("Profile", fixed=True)
    number: int = field("Version", fixed=True, default=1)
    code: str = field("Count group", example="asb", kept=True, default="")
    before_from: Month | None = field("Before, from", default=None)
    before_to: Month | None = field("Before, to", default=None)
    after_from: Month | None = field("After, from", default=None)
    after_to: Month | None = field("After, to", default=None)
    controls: tuple[str, ...] = field(
        "Controls", help="Refs of control areas.", refers="place", default=()
    )
    buffers: tuple[str, ...] = field(
        "Buffers", help="Refs of displacement areas.", refers="place", default=()
    )
    buffer_controls: tuple[str, ...] = field("Buffers' controls", refers="place", default=())
    text: str = field("Why this design", free_text=True, default="")
    reason: str = field("Why it was changed", free_text=True, default="")
    at: date | None = field("Declared on", fixed=True, default=None)
    boundaries: tuple[int, ...] = field("Boundaries used", fixed=True, default=())
    days_late: int | None = field(
        "Declared so many days after the response began", fixed=True, default=None
    )
