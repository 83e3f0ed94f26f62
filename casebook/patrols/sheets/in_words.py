"""A line of a shift sheet as people and spreadsheets read it."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from casebook.core.codes import CODE_LISTS
from casebook.core.local_time import moment_label
from casebook.core.wording import clock
from casebook.patrols.patrol import Patrol
from casebook.patrols.sheets.asked import AskedVisit, staff_text
from casebook.patrols.sheets.sheet import SheetLine

_TELLERS = {"gps": "GPS", "claim": "the claim", "sheet": "a sheet brought in", "manual": "an entry"}


def planned_words(asked: AskedVisit, zone: tzinfo) -> str:
    """When a visit was to be and how long: ``14:00 180 min``."""
    return f"{clock(asked.start.astimezone(zone))} {asked.minutes:>3} min"


def staff_words(line: SheetLine) -> str:
    """Who was or was to be there: ``2 PCSO``."""
    text = line.visit.staff if line.visit else line.asked.staff if line.asked else ""
    if line.told is not None and line.visit is None:
        text = staff_text(line.told) or text
    parts = (part.partition(":") for part in text.split(";") if part)
    return " ".join(f"{number} {kind}" if number else kind for kind, _, number in parts)


def unit_words(line: SheetLine) -> str:
    """Which unit went, or was to go."""
    if line.visit is not None and line.visit.delivered:
        return line.visit.unit
    if line.told is not None:
        return line.told.unit
    return line.asked.unit if line.asked else ""


def said_words(line: SheetLine, zone: tzinfo) -> str:
    """What happened: ``as planned``, ``16:50, 140 min (edited)``, ``not done: abstracted``."""
    visit = line.visit
    if visit is None:
        if line.told is None:
            return "not on the sheet brought in" if line.state == "absent" else ""
        return f"{_span(line.told, zone)}, by {_TELLERS.get(line.told.source, line.told.source)}"
    patrol = visit.patrol()
    label = CODE_LISTS["visit-outcome"].get(visit.code, visit.code)
    said = label[:1].lower() + label[1:]
    if visit.code == "changed" and patrol is not None:
        said = f"{_span(patrol, zone)} (edited)"
    elif visit.code == "unplanned" and patrol is not None:
        said = f"{_span(patrol, zone)} (not planned)"
    if line.counts is not None:
        said += f"; {_TELLERS.get(line.counts.source, '')} counts, {_span(line.counts, zone)}"
    return said


def by_words(line: SheetLine, zone: tzinfo) -> str:
    """Who accounted for a visit, and when: ``sgt.quayside at 07:05 on 18 Dec 2024``."""
    return f"{line.by} at {moment_label(line.said_at, zone)}" if line.said_at else ""


def line_row(line: SheetLine, zone: tzinfo) -> dict[str, Any]:
    """A line as a row of figures, with words beside them."""
    patrol = line.visit.patrol() if line.visit else line.told
    return {
        "planned": planned_words(line.asked, zone) if line.asked else "",
        "place": line.place,
        "name": line.name,
        "unit": unit_words(line),
        "staff": staff_words(line),
        "state": line.state,
        "said": said_words(line, zone),
        "planned_start": _iso(line.asked.start, zone) if line.asked else None,
        "planned_minutes": line.asked.minutes if line.asked else None,
        "start": _iso(patrol.start, zone) if patrol else None,
        "minutes": round(patrol.minutes) if patrol else None,
        "visit": line.visit.id if line.visit else None,
        "version": line.visit.version if line.visit else None,
        "by": line.by or None,
        "at": _iso(line.said_at, zone) if line.said_at else None,
        "note": line.visit.text if line.visit else "",
    }


def _span(patrol: Patrol, zone: tzinfo) -> str:
    return f"{clock(patrol.start.astimezone(zone))}, {round(patrol.minutes)} min"


def _iso(moment: datetime, zone: tzinfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="minutes")
