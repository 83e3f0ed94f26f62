"""What ``casebook detect`` found, as a statement: a candidate a row, with its reasons."""

from __future__ import annotations

import json
from typing import Any

from casebook.book.made_of import NumberOf
from casebook.core.months import Window
from casebook.core.statement import Head, Statement
from casebook.core.wording import group_title
from casebook.figures.behind.incident_rows import IncidentsBehind
from tui.running.child import Printed

_HEADS = (
    Head("candidate", "Ref"),
    Head("hotspots", "Present hotspots"),
    Head("count", "Incidents", "number"),
    Head("hectares", "Hectares", "number"),
    Head("z", "Gi*", "number"),
    Head("peak_per_km2", "Peak a km²", "number"),
    Head("named", "Warnings"),
    Head("hours", "Busiest hours"),
    Head("days", "Busiest day"),
    Head("per_km2", "A km²", "number"),
    Head("by_day", "By day"),
    Head("reasons", "Warnings in full"),
)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NO_HOTSPOT_YET = (
    "A candidate is no hotspot until somebody who knows the place has said so; F2 writes them to a "
    "file that 'casebook import hotspots' takes."
)


def candidates_of(printed: Printed, window: Window | None = None, group: str = "") -> Statement:
    """The candidates as the command printed them, and all it said beside them.

    With the ``window`` and count ``group`` that were looked at, the incidents of each are known.
    """
    rows = tuple(_row(each, window, group) for each in json.loads(printed.out))
    return Statement("Candidate hotspots", _HEADS, rows, (_NO_HOTSPOT_YET, *printed.notes))


def _row(found: dict[str, Any], window: Window | None, group: str) -> dict[str, Any]:
    week, outline = found["weekday_hours"], found.get("outline", "")
    count = found["count"]
    if window is not None and outline:
        named = f"{group_title(group)} in {found['candidate']}, {window.label}"
        behind = IncidentsBehind(window, (group,), outline=outline, named=named)
        count = NumberOf(count, behind)
    return {
        **{key: value for key, value in found.items() if key != "outline"},
        "count": count,
        "named": list(dict.fromkeys(each.partition(":")[0] for each in found["warnings"])),
        "reasons": "; ".join(found["warnings"]),
        "by_day": None
        if week is None
        else ", ".join(f"{day} {sum(hours)}" for day, hours in zip(_DAYS, week, strict=True)),
    }
