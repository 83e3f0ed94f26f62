"""GPS time with who was there and who paid, as rows of visits or of days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from casebook.patrols.gps.daily import Attended, by_day
from casebook.patrols.gps.duty import Duties, longest
from casebook.patrols.gps.rows import PingCrew, PingReader
from casebook.patrols.gps.visits import GpsTime, GpsVisit, by_unit


@dataclass(frozen=True)
class CrewedTime:
    """What pings amount to, with the crews of their rows and the duties beside them."""

    found: GpsTime
    reader: PingReader
    """That read the pings."""
    duties: Duties | None
    """None where no file tells of any: then a row's own resourcing counts."""
    zone: tzinfo
    """In which times are written and days begin."""

    def visit_rows(self) -> list[dict[str, Any]]:
        """A row for each visit and drive-through, in order of start."""
        return [self._visit_row(visit) for visit in self.found.visits]

    def day_rows(self) -> list[dict[str, Any]]:
        """A row for each place and day; devices of one unit that share time there count once."""
        attended = []
        for visit in by_unit(self._stays):
            crew = self._crew(visit)
            officers = sum(number for _, number in crew.staff) or 1
            attended.append(Attended(visit, officers, crew.resourcing or "core"))
        driven = [one for one in self.found.visits if one.drive_through]
        return by_day(attended, driven, self.duties, self.found.rule.gap, self.zone)

    def said_of_duties(self) -> Iterator[str]:
        """What to say of visits that no duty can be about."""
        off = sum(one.unit not in self.duties.of for one in self._stays) if self.duties else 0
        if off:
            yield f"Visits of units that the duty file doesn't have: {off:,}."

    def said_of_officers(self) -> Iterator[str]:
        """What to say of visits whose rows don't tell how many officers a unit is."""
        if any(not self._crew(visit).staff for visit in self._stays):
            yield "No column says how many officers a unit is: counted as 1."

    @property
    def _stays(self) -> list[GpsVisit]:
        return [one for one in self.found.visits if not one.drive_through]

    def _crew(self, visit: GpsVisit) -> PingCrew:
        return self.reader.row_of(visit.mark).crew

    def _visit_row(self, visit: GpsVisit) -> dict[str, Any]:
        told = visit.certificate
        paid: str | None = self._crew(visit).resourcing or None
        if self.duties:
            paid = longest(self.duties.parts(visit.unit, visit.start, visit.end))
        return {
            "hotspot": visit.place,
            "unit": visit.unit,
            "start": datetime.fromtimestamp(visit.start, self.zone).isoformat(),
            "end": datetime.fromtimestamp(visit.end, self.zone).isoformat(),
            "minutes": round(told.seconds / 60, 2),
            "drive_through": visit.drive_through,
            "minutes_low": None if told.low is None else round(told.low, 2),
            "minutes_high": None if told.high is None else round(told.high, 2),
            "interval_seconds": told.interval,
            "lost_share": None if told.lost is None else round(told.lost, 4),
            "device": told.device or None,
            "parked": told.parked,
            "resourcing": paid,
            "rule": told.rule,
        }
