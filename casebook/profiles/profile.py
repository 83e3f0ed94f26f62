"""The problem profile, the places it is tied to and the actions of its response."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from casebook.core.codes import DEFAULT_MARKING
from casebook.core.due import Owing
from casebook.core.errors import BadValue
from casebook.core.fields import field
from casebook.core.kinds import Record, is_new

STATUSES = ("proposed", "open", "monitoring", "closed", "refused")
LIVE = ("open", "monitoring")
"""The statuses of a profile that is worked on."""
OVER = ("closed", "refused")
"""Those of one that isn't any more."""
NOT_OVER = tuple(status for status in STATUSES if status not in OVER)
PLACE_ROLES = ("target", "control", "buffer", "buffer's control")


@dataclass(frozen=True)
class Profile(Record):
    """One problem and its OSARA or SARA record."""

    KIND: ClassVar[str] = "profile"
    WHOLE: ClassVar[bool] = True
    NAMING: ClassVar[tuple[str, ...]] = ("ref", "cycle", "model")
    OWING: ClassVar[tuple[Owing, ...]] = (
        Owing(
            on="opened",
            since=True,
            what="proposal",
            says="accept or refuse: {title}",
            where={"status": "proposed"},
            role="inspector",
            verb="accept",
        ),
        Owing(
            on="retain_until",
            past=True,
            what="disposal",
            says="dispose of {title}",
            where={"status": OVER, "disposed": None},
            role="administrator",
            verb="dispose",
        ),
    )
    MOVED_BY: ClassVar[tuple[str, ...]] = ("stage", "status", "cycle")
    FIGURES_FROM: ClassVar[tuple[str, ...] | None] = ("ref", *MOVED_BY, "opened", "closed")

    ref: str = field("Ref", example="PMP-2024-007", unscanned="a reference", kept=True)
    title: str = field("Title", help="No names of people.", example="ASB in the town park")
    model: str = field("Model", example="OSARA", kept=True, default="OSARA")
    stage: str = field("Stage", fixed=True, default="objective")
    cycle: int = field("Cycle", fixed=True, default=1)
    status: str = field("Status", fixed=True, default="open")
    area: str | None = field(
        "Area",
        help="Ref of the district or ward.",
        refers="place",
        indexed=True,
        default=None,
    )
    owner: str | None = field(
        "Owner",
        help="Login of the officer in the case.",
        refers="account",
        indexed=True,
        default=None,
    )
    supervisor: str | None = field("Supervisor", help="Login.", refers="account", default=None)
    themes: tuple[str, ...] = field("Themes", codes="theme", default=())
    lead_agency: str = field(
        "Lead agency",
        help="Where the register of lead agencies names none by date.",
        refers="agency",
        also_words=True,
        default="Police",
    )
    marking: str = field("Marking", kept=True, default=DEFAULT_MARKING)
    opened: date | None = field("Opened", fixed=True, default=None)
    next_review: date | None = field("Next review", ahead=True, default=None)
    retain_until: date | None = field("Keep until", ahead=True, default=None)
    asked_by: str = field("Asked for by", codes="asked-by", default="")
    harm: str = field("Harm if nothing is done", free_text=True, default="")
    reason: str = field(
        "Why it was refused or closed", free_text=True, fixed=True, restricted=True, default=""
    )
    closed: date | None = field("Closed", fixed=True, default=None)
    disposed: date | None = field("Disposed of", fixed=True, default=None)

    @classmethod
    def decides(cls, change: Mapping[str, Any]) -> bool:
        """Opening, accepting or refusing it, closing it or leaving it to be watched."""
        before, after = change.get("status", (None, None))
        return after in ("refused", "closed", "monitoring") or (
            after == "open" and before in (None, "proposed")
        )

    @classmethod
    def part_name(cls, value: Callable[[str], Any]) -> str:
        """Its heading: what isn't written in a stage."""
        return "heading"

    @classmethod
    def change_in_words(cls, name: str, change: Mapping[str, Any]) -> str:
        """That it was opened."""
        return "profile opened" if is_new(change) else ""

    @property
    def live(self) -> bool:
        """Whether it is worked on: open, or monitored."""
        return self.status in LIVE

    def offered(self, today: date) -> bool:
        """Whether it was neither refused nor disposed of."""
        return self.status != "refused" and not self.disposed

    def overdue(self, today: date) -> bool:
        """Whether its review was due before ``today``; a closed profile owes none."""
        return self.live and self.next_review is not None and self.next_review < today


@dataclass(frozen=True)
class ProfilePlace(Record):
    """The tie between a profile and a place, and what the place is to it."""

    KIND: ClassVar[str] = "profile_place"
    ONE: ClassVar[str] = "tie to a place"
    UNIQUE: ClassVar[tuple[str, ...]] = ("profile", "place")

    profile: str = field("Profile", refers="profile", belongs=True)
    place: str = field("Place", example="HS-01", refers="place", indexed=True)
    role: str = field("Role", kept=True, default="target")

    @classmethod
    def part_name(cls, value: Callable[[str], Any]) -> str:
        """The place."""
        return str(value("place") or "")

    @classmethod
    def change_in_words(cls, name: str, change: Mapping[str, Any]) -> str:
        """What the place became to the profile, or that it is nothing to it any more."""
        before, after = change.get("role", (None, None))
        if after is None:
            return f"{name} unlinked"
        return f"{name} linked as {after}" if before is None else f"{name}: {before} → {after}"

    @property
    def ref(self) -> str:
        """What history calls it: ``PMP-2024-007 at HS-01``."""
        return f"{self.profile} at {self.place}"


@dataclass(frozen=True)
class Action(Record):
    """A piece of the response: what, against which hypothesis, by whom and when."""

    KIND: ClassVar[str] = "action"
    TITLE: ClassVar[str] = "Actions"
    VERB: ClassVar[str] = "log"
    OWING: ClassVar[tuple[Owing, ...]] = (
        Owing(
            on="due",
            says="{title}",
            where={"done": None},
            status=LIVE,
            who="owner",
            owner=True,
        ),
    )
    FIGURES_FROM: ClassVar[tuple[str, ...] | None] = ("start", "done")

    profile: str = field("Profile", refers="profile", belongs=True, fixed=True, indexed=True)
    title: str = field("Action", free_text=True, example="Cut back the hedge by the path")
    hypothesis: str = field("Hypothesis it addresses", free_text=True, default="")
    tactic: str = field("Tactic", codes="tactic", default="")
    agency: str = field("Agency", refers="agency", also_words=True, default="Police")
    owner: str = field("Owner", help="Role or login, never a name.", indexed=True, default="")
    start: date | None = field("Start", reported=True, default=None)
    due: date | None = field("Due", ahead=True, default=None)
    done: date | None = field("Done", reported=True, default=None)
    cost: float | None = field("Cost", unit="£", default=None)
    expected: str = field("Expected to give", free_text=True, default="")
    actual: str = field("What came of it", free_text=True, reported=True, default="")
    mechanism: str = field("How it changes the cause", free_text=True, default="")
    side: str = field("Side of the triangle", codes="triangle", default="")
    review: int | None = field("Raised in review", fixed=True, default=None)

    @classmethod
    def change_in_words(cls, name: str, change: Mapping[str, Any]) -> str:
        """What it is, where it was added."""
        return f"{name} added: {change.get('title', (None, ''))[1]}" if is_new(change) else ""

    @property
    def ref(self) -> str:
        """What history and screens call it: ``PMP-2024-007 action 12``."""
        return f"{self.profile} action {self.id or 'new'}"

    def overdue(self, today: date) -> bool:
        """Whether it was due before ``today`` and isn't done."""
        return self.due is not None and self.done is None and self.due < today


def check_profile(profile: Profile) -> None:
    """Raise :class:`BadValue` where the profile's own fields contradict each other."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,39}", profile.ref):
        raise BadValue(f"'{profile.ref}' is no reference: write it like PMP-2024-007.", field="ref")
    if not profile.title.strip():
        raise BadValue("A profile needs a title.", field="title")
    if profile.model not in ("OSARA", "SARA"):
        raise BadValue(f"The model is OSARA or SARA, not '{profile.model}'.", field="model")
    if profile.status not in STATUSES:
        raise BadValue(
            f"The status is one of {', '.join(STATUSES)}, not '{profile.status}'.", field="status"
        )


def check_action(action: Action) -> None:
    """Raise :class:`BadValue` where an action's dates or cost contradict each other."""
    if not action.title.strip():
        raise BadValue("An action needs a few words that say what it is.", field="title")
    if action.start and action.due and action.due < action.start:
        raise BadValue(
            f"The action is due {action.due}, before it starts {action.start}.", field="due"
        )
    if action.start and action.done and action.done < action.start:
        raise BadValue(
            f"The action is done {action.done}, before it starts {action.start}.", field="done"
        )
    if action.cost is not None and action.cost < 0:
        raise BadValue("A cost can't be negative.", field="cost")
