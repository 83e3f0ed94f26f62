"""Registers: kinds of entry kept beside a profile or a place. A kind is data, never code.

All registers live in one table and share one screen, one set of commands and one import. A field
called after a column of that table (profile, place, agency, at, until, code, hours, text) is stored
there; every other one in the entry's body.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import ClassVar

from casebook.domain.fields import field
from casebook.domain.months import Month
from casebook.domain.profile import DEFAULT_MARKING

COLUMNS = ("profile", "place", "agency", "at", "until", "code", "hours", "text")


@dataclass(frozen=True)
class Agency:
    """A partner agency with one accountable contact, named by role."""

    KIND: ClassVar[str] = "agency"

    ref: str = field("Name", example="Lomea District Council")
    kind: str = field("Kind", codes="agency-kind", default="")
    contact: str = field("Contact", help="One role, never a name.", default="")
    note: str = field("Note", free_text=True, default="")
    id: int = 0
    version: int = 0


@dataclass(frozen=True)
class _Entry:
    """What every register's entries have."""

    id: int = 0
    version: int = 0

    @property
    def ref(self) -> str:
        """What history and screens call it: ``PMP-2024-007 request 12``."""
        about = getattr(self, "profile", "") or getattr(self, "place", "") or ""
        return f"{about} {type(self).KIND} {self.id or 'new'}".strip()  # type: ignore[attr-defined]


@dataclass(frozen=True, kw_only=True)
class Request(_Entry):
    """Something asked of somebody for a profile; the reply lands in the stage that asked."""

    KIND: ClassVar[str] = "request"
    TITLE: ClassVar[str] = "Requests"

    profile: str = field("Profile", fixed=True)
    text: str = field("What is asked", free_text=True)
    to: str = field("To", help="A role or a login.", example="analyst", default="analyst")
    stage: str = field("For stage", codes="stage", default="")
    until: date | None = field("Due", default=None)
    at: date | None = field("Asked on", fixed=True, default=None)
    asked_by: str = field("Asked by", fixed=True, default="")
    answered: date | None = field("Answered on", fixed=True, default=None)
    reply: str = field("Reply", free_text=True, default="")

    def overdue(self, today: date) -> bool:
        """Whether the reply was due before ``today`` and isn't there."""
        return self.answered is None and self.until is not None and self.until < today


@dataclass(frozen=True, kw_only=True)
class Lead(_Entry):
    """Which agency leads on a profile, from when to when."""

    KIND: ClassVar[str] = "lead"
    TITLE: ClassVar[str] = "Lead agencies"

    profile: str = field("Profile", fixed=True)
    agency: str = field("Agency")
    at: date | None = field("From", default=None)
    until: date | None = field("To", default=None)


@dataclass(frozen=True, kw_only=True)
class Sharing(_Entry):
    """What was shared, with whom, and under what agreement."""

    KIND: ClassVar[str] = "sharing"
    TITLE: ClassVar[str] = "Sharing log"

    profile: str = field("Profile", fixed=True)
    agency: str = field("With")
    text: str = field("What was shared", free_text=True)
    agreement: str = field("Under which agreement", example="Lomea ISA 2023")
    at: date | None = field("On", default=None)


@dataclass(frozen=True, kw_only=True)
class Document(_Entry):
    """A document by title, marking and where it lies; its contents stay in the force's store."""

    KIND: ClassVar[str] = "document"
    TITLE: ClassVar[str] = "Documents"

    profile: str = field("Profile", fixed=True)
    text: str = field("Title")
    lies: str = field("Where it lies", example="Records system, folder 12")
    marking: str = field("Marking", default=DEFAULT_MARKING)
    at: date | None = field("Dated", default=None)


@dataclass(frozen=True, kw_only=True)
class Note(_Entry):
    """Something worth keeping that fits nowhere else."""

    KIND: ClassVar[str] = "note"
    TITLE: ClassVar[str] = "Notes"

    profile: str = field("Profile", fixed=True)
    text: str = field("Note", free_text=True)
    at: date | None = field("On", default=None)


@dataclass(frozen=True, kw_only=True)
class LinkedCrime(_Entry):
    """A linked crime or incident, by its reference number only."""

    KIND: ClassVar[str] = "linked-crime"
    TITLE: ClassVar[str] = "Linked crimes and incidents"

    profile: str = field("Profile", fixed=True)
    text: str = field("Reference number", example="46/012345/24")
    at: date | None = field("On", default=None)


@dataclass(frozen=True, kw_only=True)
class Design(_Entry):
    """How a response is to be judged, declared before it starts: windows, count, comparison areas.

    Changed after it is frozen, a further version stands beside the first with its reason.
    """

    KIND: ClassVar[str] = "design"
    TITLE: ClassVar[str] = "Assessment designs"

    profile: str = field("Profile", fixed=True)
    number: int = field("Version", fixed=True, default=1)
    code: str = field("Count group", example="asb", default="")
    before_from: Month | None = field("Before, from", default=None)
    before_to: Month | None = field("Before, to", default=None)
    after_from: Month | None = field("After, from", default=None)
    after_to: Month | None = field("After, to", default=None)
    controls: tuple[str, ...] = field("Controls", help="Refs of control areas.", default=())
    buffers: tuple[str, ...] = field("Buffers", help="Refs of displacement areas.", default=())
    buffer_controls: tuple[str, ...] = field("Buffers' controls", default=())
    text: str = field("Why this design", free_text=True, default="")
    reason: str = field("Why it was changed", free_text=True, default="")
    at: date | None = field("Declared on", fixed=True, default=None)
    boundaries: tuple[int, ...] = field("Boundaries used", fixed=True, default=())
    days_late: int | None = field(
        "Declared so many days after the response began", fixed=True, default=None
    )


Register = Request | Lead | Sharing | Document | Note | LinkedCrime | Design
REGISTERS: Mapping[str, type[Register]] = MappingProxyType(
    {kind.KIND: kind for kind in (Request, Lead, Sharing, Document, Note, LinkedCrime, Design)}
)
"""Every register, by its kind; a new one is a class here and nothing else."""
