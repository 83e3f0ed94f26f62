"""Activities: what police and partners did, by a code list in four groups (EPIC).

The groups are those of the Metropolitan Police's Safer Neighbourhoods return: enforcement,
prevention, intelligence, communication. A code that is "of which" another is never added to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from casebook.core.entry import Entry
from casebook.core.errors import BadValue
from casebook.core.fields import field
from casebook.core.months import Month, Window
from casebook.core.statement import Stated

LONGEST_OF_A_MONTH = 31
"""Days: a tally of no more belongs to the month it began in."""


@dataclass(frozen=True, kw_only=True)
class Activity(Entry):
    """So many of one kind of result, on a day or over some days, wherever it belongs.

    It may belong to a place, a profile and any number of programmes; a total counts it once.
    """

    KIND: ClassVar[str] = "activity"
    TITLE: ClassVar[str] = "Activities"
    VERB: ClassVar[str] = "report"
    OWN_TABLE: ClassVar[bool] = True
    REPEATS: ClassVar[bool] = True
    NOTES_RULE: ClassVar[str] = "casebook.registers.references:used_before"
    STATEMENTS: ClassVar[tuple[Stated, ...]] = (
        Stated(
            "total",
            "Add up what was done, each activity once.",
            "casebook.registers.statements.activities:total",
            ("window", "place", "programme", "profile", "by"),
            (
                *("code", "group", "place", "district", "month", "programme"),
                *("place,code", "place,month", "district,code", "month,code", "programme,code"),
            ),
        ),
    )

    code: str = field("What", codes="activity")
    count: int = field("How many", default=1)
    at: date = field("On, or from", indexed=True)
    until: date | None = field("To", help="For a tally of some days.", default=None)
    place: str | None = field("Hotspot or area", refers="place", belongs=True, default=None)
    profile: str | None = field("Profile", refers="profile", belongs=True, default=None)
    programmes: tuple[str, ...] = field(
        "Programmes",
        help="Refs of programmes and operations.",
        refers="programme",
        belongs=True,
        default=(),
    )
    agency: str | None = field("Agency", refers="agency", filled="agency", default=None)
    reference: str = field("Reference", help="A number, never a name.", default="")
    text: str = field("Note", free_text=True, default="")

    def check(self) -> None:
        """Raise :class:`BadValue` also for a count below one or an activity of nowhere."""
        super().check()
        if self.count < 1:
            raise BadValue(
                f"How many takes a whole number from 1 up, not {self.count}.", field="count"
            )
        if not (self.place or self.profile or self.programmes):
            raise BadValue(
                "Hotspot or area can't be empty unless a profile or a programme is named: say "
                "where the activity belongs.",
                field="place",
            )


def months_of(at: date, until: date | None) -> Window:
    """The month an activity belongs to, or the months a long tally stands for unsplit.

    A tally of up to 31 days belongs to the month it began in. How a longer one was spread over its
    months isn't known, and nothing is invented: it stands for all of them.

    >>> months_of(date(2024, 10, 28), date(2024, 11, 3)).label
    'Oct 2024'
    >>> months_of(date(2024, 7, 1), date(2024, 10, 31)).label
    'Jul to Oct 2024'
    """
    began = Month.of(at)
    if until is None or (until - at).days < LONGEST_OF_A_MONTH:
        return Window(began, began)
    return Window(began, Month.of(until))
