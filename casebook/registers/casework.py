"""What is kept beside a profile: requests, leads, sharing, documents, notes, crimes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from casebook.core.access import ROLES, Account
from casebook.core.called import near
from casebook.core.codes import DEFAULT_MARKING
from casebook.core.due import FILLED, Owing
from casebook.core.entry import Entry
from casebook.core.errors import BadValue
from casebook.core.fields import field
from casebook.core.kinds import Reader
from casebook.core.months import day_label
from casebook.profiles.profile import NOT_OVER, Profile
from casebook.profiles.stages import CHECK_MONTHS, MODELS

_REFERENCE = re.compile(r"[A-Z0-9]+(?:[ /._-][A-Z0-9]+)*")
_WORD = re.compile(r"[A-Z]{5}")
_WAIVING = "Waive the gate of {stage}: "


@dataclass(frozen=True, kw_only=True)
class Request(Entry):
    """Something asked of somebody for a profile; the reply lands in the stage that asked."""

    KIND: ClassVar[str] = "request"
    TITLE: ClassVar[str] = "Requests"
    REPLIED: ClassVar[bool] = True
    COMPUTED: ClassVar[tuple[str, ...]] = ("state",)
    UNLISTED: ClassVar[tuple[str, ...]] = ("asked_by", "answered_by", "cycle")
    OWING: ClassVar[tuple[Owing, ...]] = (
        Owing(
            on="until",
            what="waiver",
            where={"answered": None, "to": "inspector", "stage": FILLED},
            begins={"text": _WAIVING},
            status=NOT_OVER,
            who="to",
            by_role=True,
            verb="waive",
        ),
        Owing(on="until", where={"answered": None}, status=NOT_OVER, who="to", by_role=True),
    )
    SUBJECT: ClassVar[str] = "profile"

    profile: str = field("Profile", refers="profile", belongs=True, fixed=True)
    text: str = field("What is asked", free_text=True)
    to: str = field(
        "To",
        help="A role, a login, or the agency of a partner's account.",
        example="analyst",
        unscanned="none but a login, a role or an agency of this casebook is taken",
        default="analyst",
    )
    stage: str = field("For stage", codes="stage", filled="stage", default="")
    cycle: int | None = field("In cycle", fixed=True, filled="cycle", default=None)
    until: date | None = field("Due", ahead=True, default=None)
    at: date | None = field("Asked on", fixed=True, filled="today", default=None)
    asked_by: str = field("Asked by", fixed=True, filled="login", default="")
    answered: date | None = field("Answered on", fixed=True, default=None)
    answered_by: str = field("Answered by", fixed=True, default="")
    reply: str = field("Reply", free_text=True, fixed=True, default="")

    @property
    def waives(self) -> bool:
        """Whether the inspectors are asked to waive a gate, and no more."""
        return bool(self.stage) and self.to == "inspector" and self.text.startswith(self.waiving)

    @property
    def waiving(self) -> str:
        """What the text of a request to waive the gate of its stage begins with."""
        return _WAIVING.format(stage=self.stage)

    def word(self) -> str:
        """A request to waive a gate is called by that."""
        return "waiver" if self.waives else self.called()

    def overdue(self, today: date) -> bool:
        """Whether the reply was due before ``today`` and isn't there."""
        return self.answered is None and self.until is not None and self.until < today

    def state(self, today: date) -> str:
        """Where it stands on ``today``: answered, overdue or waiting."""
        if self.answered is not None:
            return "answered"
        return "overdue" if self.overdue(today) else "waiting"

    def computed(self, today: date) -> dict[str, Any]:
        """Its state, and whether it is overdue."""
        return {"state": self.state(today), "overdue": self.overdue(today)}

    def check_among(self, casebook: Reader) -> None:
        """A request goes to a role, a login or an agency; its stage is one the profile has."""
        accounts = casebook.load(Account)
        agencies = (account.agency for account in accounts if account.agency)
        known = (*ROLES, *(account.login for account in accounts), *agencies)
        if self.to not in known:
            like = near(self.to, known)
            hint = (
                f"; did you mean {' or '.join(like)}?" if like else f": one of {', '.join(ROLES)}."
            )
            raise BadValue(
                f"To takes a login of this casebook or a role, not '{self.to}'{hint}", field="to"
            )
        profile = casebook.load_one(Profile, ref=self.profile)
        if profile is not None and self.stage not in ("", *MODELS[profile.model]):
            raise BadValue(
                f"For stage: {self.profile} is {profile.model} and has no stage '{self.stage}'; "
                f"it has {', '.join(MODELS[profile.model])}.",
                field="stage",
            )


@dataclass(frozen=True, kw_only=True)
class Lead(Entry):
    """Which agency leads on a profile, from when to when."""

    KIND: ClassVar[str] = "lead"
    ONE: ClassVar[str] = "lead agency"
    TITLE: ClassVar[str] = "Lead agencies"
    SUBJECT: ClassVar[str] = "profile"

    profile: str = field("Profile", refers="profile", belongs=True, fixed=True)
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

    def check_among(self, casebook: Reader) -> None:
        """One agency leads at a time."""
        for other in casebook.load(Lead, profile=self.profile):
            if other.id != self.id and other.overlaps(self):
                since = f" from {day_label(other.at)}" if other.at else ""
                until = f" to {day_label(other.until)}" if other.until else ""
                raise BadValue(
                    f"Agency: {other.agency} leads on {self.profile}{since}{until} already. "
                    f"End that first: give lead {other.id} a day in To.",
                    field="agency",
                )


@dataclass(frozen=True, kw_only=True)
class Sharing(Entry):
    """What was shared, with whom, by whom, and under what agreement.

    An entry made by ``profile share`` opens the profile to the agency's accounts; one added by hand
    says what was handed over and opens nothing.
    """

    KIND: ClassVar[str] = "sharing"
    ONE: ClassVar[str] = "entry of the sharing log"
    TITLE: ClassVar[str] = "Sharing log"
    VERB: ClassVar[str] = "share"
    SHARES: ClassVar[str] = "agency"
    UNLISTED: ClassVar[tuple[str, ...]] = ("ended_by",)
    SUBJECT: ClassVar[str] = "profile"
    NEEDS: ClassVar[tuple[str, ...]] = ("agreement",)

    profile: str = field("Profile", refers="profile", belongs=True, fixed=True)
    agency: str = field("With", refers="agency")
    text: str = field("What was shared", free_text=True)
    agreement: str = field("Under which agreement", example="Lomea ISA 2023", default="")
    at: date | None = field("On", filled="today", default=None)
    until: date | None = field("Until", help="The last day of it.", default=None)
    by: str = field("By", fixed=True, filled="login", default="")
    opens: bool = field("Opens it", help="To its accounts.", fixed=True, default=False)
    ended: date | None = field("Taken back on", fixed=True, default=None)
    ended_by: str = field("Taken back by", fixed=True, default="")

    def opens_on(self, day: date) -> bool:
        """Whether the agency's accounts are shown the profile on ``day``."""
        begun = self.at is None or self.at <= day
        over = self.ended is not None or (self.until is not None and self.until < day)
        return self.opens and begun and not over


@dataclass(frozen=True, kw_only=True)
class Document(Entry):
    """A document by title, marking and where it lies; its contents stay in the force's store."""

    KIND: ClassVar[str] = "document"
    TITLE: ClassVar[str] = "Documents"
    SUBJECT: ClassVar[str] = "profile"
    NEEDS: ClassVar[tuple[str, ...]] = ("lies",)

    profile: str = field("Profile", refers="profile", belongs=True, fixed=True)
    text: str = field("Title")
    lies: str = field("Where it lies", example="Records system, folder 12", default="")
    marking: str = field("Marking", kept=True, default=DEFAULT_MARKING)
    at: date | None = field("Dated", default=None)


@dataclass(frozen=True, kw_only=True)
class Note(Entry):
    """Something worth keeping that fits nowhere else."""

    KIND: ClassVar[str] = "note"
    TITLE: ClassVar[str] = "Notes"
    VERB: ClassVar[str] = "report"
    SUBJECT: ClassVar[str] = "profile"

    profile: str = field("Profile", refers="profile", belongs=True, fixed=True)
    text: str = field("Note", free_text=True)
    at: date | None = field("On", filled="today", default=None)
    agency: str | None = field("Agency", refers="agency", fixed=True, filled="agency", default=None)


@dataclass(frozen=True, kw_only=True)
class LinkedCrime(Entry):
    """A linked crime or incident, by its reference number only."""

    KIND: ClassVar[str] = "linked-crime"
    TITLE: ClassVar[str] = "Linked crimes and incidents"
    SUBJECT: ClassVar[str] = "profile"

    profile: str = field("Profile", refers="profile", belongs=True, fixed=True)
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
                f"46/012345/24, not '{self.text[:60]}'.",
                field="text",
            )


@dataclass(frozen=True, kw_only=True)
class ClosingCheck(Entry):
    """What a look at a closed profile found, so many months after it was closed."""

    KIND: ClassVar[str] = "closing-check"
    TITLE: ClassVar[str] = "Checks after closing"
    OWING: ClassVar[tuple[Owing, ...]] = tuple(
        Owing(
            on="closed",
            months=months,
            what="check after closing",
            says="look again at {title}",
            where={"status": "closed", "disposed": None},
            to_make=True,
            unless={"months": months},
            owner=True,
        )
        for months in CHECK_MONTHS
    )
    SUBJECT: ClassVar[str] = "profile"
    AFTER_CLOSING: ClassVar[bool] = True

    profile: str = field("Profile", refers="profile", belongs=True, fixed=True)
    months: int = field("Months after closing", help="3 or 12.", example="3")
    code: str = field("Finding", codes="closing-finding")
    text: str = field("What was found", free_text=True, default="")
    at: date | None = field("Looked at on", filled="today", default=None)

    def check_among(self, casebook: Reader) -> None:
        """A closed profile is looked at twice, and each look is recorded once."""
        if self.months not in CHECK_MONTHS:
            known = " or ".join(str(months) for months in CHECK_MONTHS)
            raise BadValue(
                f"Months after closing takes {known}, not {self.months}.", field="months"
            )
        for other in casebook.load(ClosingCheck, profile=self.profile):
            if other.id != self.id and other.months == self.months:
                raise BadValue(
                    f"Months after closing: {self.profile} was looked at after "
                    f"{self.months} months already: edit closing-check {other.id}.",
                    field="months",
                )
