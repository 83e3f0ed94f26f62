"""A visit on a shift sheet: what a supervisor says came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import ClassVar

from casebook.core.errors import BadValue
from casebook.core.fields import field
from casebook.core.kinds import Record
from casebook.patrols.patrol import Patrol, parse_staff

DELIVERED = ("done", "changed", "unplanned")
"""The outcomes by which somebody was there."""
ACCOUNTED = "accounted"
"""What stands for a sheet as a whole: beside what is on it, nobody went anywhere."""
NOT_DONE = ("abstracted", "short-staffed", "incident", "prisoner", "vehicle", "weather", "other")
"""The outcomes by which a planned visit wasn't made."""
SHEET, BY_HAND = "sheet", "manual"


@dataclass(frozen=True, kw_only=True)
class ShiftVisit(Record):
    """What came of one visit of a shift: as planned, at other times, not done and why, or added.

    Moments are ISO 8601 with their offset; those of the plan are blank for a visit that nobody
    planned, those of the patrol for one that wasn't made.
    """

    KIND: ClassVar[str] = "shift-visit"
    ONE: ClassVar[str] = "visit of a shift"
    TITLE: ClassVar[str] = "Visits of shifts"
    VERB: ClassVar[str] = "record patrols"
    OWN_TABLE: ClassVar[bool] = False
    FOLLOWED_BY: ClassVar[str] = "casebook.patrols.sheets.follow:follow"
    NAMING: ClassVar[tuple[str, ...]] = ("place", "at", "planned_start", "planned_unit")

    place: str = field(
        "Hotspot", help="The team's area, for a sheet as a whole.", refers="place", belongs=True
    )
    area: str = field("Team's area", refers="place", fixed=True)
    at: date = field("Shift of", fixed=True)
    planned_start: str = field("Planned from", fixed=True, default="")
    planned_end: str = field("Planned to", fixed=True, default="")
    planned_unit: str = field("Planned unit", fixed=True, default="")
    code: str = field("What came of it", codes="visit-outcome")
    unit: str = field("Unit", help="A callsign, never a name.", example="LH24", default="")
    start: str = field("From", example="16:50", fixed=True, default="")
    end: str = field("To", example="19:10", fixed=True, default="")
    staff: str = field("Staff", example="PC:2;PCSO:1", unscanned="counts by kind", default="")
    mode: str = field("Mode", codes="patrol-mode", default="foot")
    resourcing: str = field("Resourcing", codes="resourcing", default="core")
    text: str = field("Note", help="No names.", free_text=True, default="")

    @property
    def ref(self) -> str:
        """What history calls it: ``HS-01 visit of 2024-12-17 14:00``."""
        when = self.planned_start or self.start
        clock = f" {when[11:16]}" if when else ""
        return f"{self.place} visit of {self.at}{clock}"

    @property
    def delivered(self) -> bool:
        """Whether somebody was there."""
        return self.code in DELIVERED

    @property
    def slot(self) -> tuple[str, str, str]:
        """Which planned visit it accounts for."""
        return self.place, self.planned_start, self.planned_unit

    def patrol(self) -> Patrol | None:
        """The patrol that it tells of; None where nobody was there."""
        if not self.delivered:
            return None
        return Patrol(
            self.place,
            self.unit,
            moment_of(self.start),
            moment_of(self.end),
            parse_staff(self.staff),
            self.mode,
            self.resourcing,
            SHEET if self.planned_start else BY_HAND,
        )

    def check(self) -> None:
        """Raise :class:`BadValue`, naming the field, where a visit that was made lacks one."""
        if not self.delivered:
            return
        for name, value in (("unit", self.unit), ("staff", self.staff)):
            if not value.strip():
                raise BadValue(f"{name.capitalize()} can't be empty.", field=name)
        try:
            parse_staff(self.staff)
        except BadValue as error:
            raise BadValue(str(error), field="staff") from None


def moment_of(text: str) -> datetime:
    """The instant of a moment as it is kept."""
    return datetime.fromisoformat(text).astimezone(UTC)
