"""Activities: what police and partners did, by a code list in four groups (EPIC).

The groups are those of the Metropolitan Police's Safer Neighbourhoods return: enforcement,
prevention, intelligence, communication. A code that is "of which" another is never added to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import ClassVar

from casebook.core.entry import Entry
from casebook.core.errors import BadValue
from casebook.core.fields import field
from casebook.core.months import Month, Window
from casebook.core.register_codes import ACTIVITY_CODES

GROUPS = ("enforcement", "prevention", "intelligence", "communication")
LONGEST_OF_A_MONTH = 31
"""Days: a tally of no more belongs to the month it began in."""


@dataclass(frozen=True)
class Coded:
    """Which group an activity code belongs to, and what it is "of which" of."""

    group: str
    of: str = ""
    """The code whose count includes this one's; empty for a code that is added."""


@dataclass(frozen=True, kw_only=True)
class Activity(Entry):
    """So many of one kind of result, on a day or over some days, wherever it belongs.

    It may belong to a place, a profile and any number of programmes; a total counts it once.
    """

    KIND: ClassVar[str] = "activity"
    TITLE: ClassVar[str] = "Activities"
    REPEATS: ClassVar[bool] = True

    code: str = field("What", codes="activity")
    count: int = field("How many", default=1)
    at: date = field("On, or from")
    until: date | None = field("To", help="For a tally of some days.", default=None)
    place: str | None = field("Hotspot or area", refers="place", default=None)
    profile: str | None = field("Profile", refers="profile", default=None)
    programmes: tuple[str, ...] = field(
        "Programmes", help="Refs of programmes and operations.", refers="programme", default=()
    )
    agency: str | None = field("Agency", refers="agency", default=None)
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


CODED: Mapping[str, Coded] = MappingProxyType(
    {
        code: Coded(group, of)
        for group, codes in ACTIVITY_CODES.items()
        for code, (_, of) in codes.items()
    }
)
"""The group of every activity code that ships."""


def coded(code: str, own: Mapping[str, Mapping[str, str]] = MappingProxyType({})) -> Coded:
    """The group of a code; ``own`` are the casebook's, by code, with keys group and of.

    A code nobody has grouped is prevention's: it is counted, and added.
    """
    if code in own:
        return Coded(own[code].get("group", "prevention"), own[code].get("of", ""))
    return CODED.get(code, Coded("prevention"))
