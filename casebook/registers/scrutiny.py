"""Scrutiny: what a commissioner or panel asked, the evidence, the decision, and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from casebook.core.due import Owing
from casebook.core.entry import Entry
from casebook.core.errors import BadValue
from casebook.core.fields import field, fields_of
from casebook.core.kinds import Reader
from casebook.core.statement import Stated


@dataclass(frozen=True, kw_only=True)
class Scrutiny(Entry):
    """A question put at a scrutiny meeting, its evidence and what was decided."""

    KIND: ClassVar[str] = "scrutiny"
    ONE: ClassVar[str] = "scrutiny question"
    TITLE: ClassVar[str] = "Scrutiny"
    VERB: ClassVar[str] = "scrutinise"
    STATEMENTS: ClassVar[tuple[Stated, ...]] = (
        Stated(
            "decisions",
            "Print each question's decision, and what became of the actions.",
            "casebook.registers.statements.scrutiny:decisions",
            ("ref",),
        ),
    )

    meeting: str = field("Meeting", example="Scrutiny meeting, neighbourhood policing")
    at: date = field("On")
    number: int = field("Question no.", default=1)
    text: str = field("Question", free_text=True)
    evidence: str = field("Evidence", free_text=True, default="")
    code: str = field("Decision", codes="scrutiny-decision", default="not recorded")
    reason: str = field("Why", free_text=True, default="")

    def check_among(self, casebook: Reader) -> None:
        """Raise :class:`BadValue` where the meeting has this number already."""
        _check_number(self, casebook)


@dataclass(frozen=True, kw_only=True)
class ScrutinyAction(Entry):
    """What a scrutiny meeting asked for: what will change, who sees to it and by when."""

    KIND: ClassVar[str] = "scrutiny-action"
    TITLE: ClassVar[str] = "Scrutiny actions"
    OWING: ClassVar[tuple[Owing, ...]] = (
        Owing(on="until", where={"done": None}, about="meeting", who="owner", by_role=True),
    )
    ADDED_UP_BY: ClassVar[str] = "scrutiny"
    VERB: ClassVar[str] = "scrutinise"

    meeting: str = field("Meeting", example="Scrutiny meeting, neighbourhood policing")
    number: int = field("Action no.", default=1)
    text: str = field("Action", free_text=True)
    change: str = field("What will change", free_text=True, default="")
    owner: str = field("Who", help="A role, never a name.", default="")
    at: date | None = field("Asked on", default=None)
    until: date | None = field("By when", ahead=True, default=None)
    done: date | None = field("Done on", default=None)
    outcome: str = field("What came of it", free_text=True, default="")

    def overdue(self, today: date) -> bool:
        """Whether it was due before ``today`` and isn't done."""
        return self.done is None and self.until is not None and self.until < today

    def check_among(self, casebook: Reader) -> None:
        """Raise :class:`BadValue` where the meeting has this number already."""
        _check_number(self, casebook)


def _check_number(entry: Scrutiny | ScrutinyAction, casebook: Reader) -> None:
    """A meeting's questions, and its actions, are numbered without doubles."""
    alike = {"meeting": entry.meeting, "at": entry.at, "number": entry.number}
    if any(other.id != entry.id for other in casebook.load(type(entry), **alike)):
        label = fields_of(type(entry))["number"].label
        raise BadValue(
            f"{label}: {entry.meeting} has a number {entry.number} already.", field="number"
        )
