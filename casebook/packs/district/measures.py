"""Each measure of a district beside its target and who answers for it, and what is to do."""

from __future__ import annotations

from datetime import date
from typing import Any

from casebook.core import english, wording
from casebook.core.months import months_after
from casebook.core.statement import Head
from casebook.figures.progress import Progress, read_progress
from casebook.packs.chapters.parts import PackScope, StatementRow
from casebook.packs.report.assembling import table
from casebook.packs.report.report import ReportBlock, ReportPart, para
from casebook.profiles.casefile import ProfileFile

_MEASURES = (
    Head("ref", "Profile"),
    Head("title", "Problem"),
    Head("measure", "Measure"),
    Head("baseline", "Count", "number"),
    Head("of", "Months"),
    Head("now", "Count", "number"),
    Head("now_of", "Months"),
    Head("target", "Count", "number"),
    Head("by", "By", "date"),
    Head("standing", "Stands"),
    Head("owner", "Accountable"),
    Head("supervisor", "Supervised by"),
)
_OVER = {
    **dict.fromkeys(("baseline", "of"), "Baseline"),
    **dict.fromkeys(("now", "now_of"), "Now"),
    **dict.fromkeys(("target", "by"), "Target"),
}
_SHARES = (
    Head("label", "Indicator"),
    Head("where", "Area"),
    Head("period", "Newest"),
    Head("value", "Current", "number"),
    Head("target", "Target", "number"),
    Head("needed", "Needed", "number"),
    Head("target_by", "By", "date"),
)
_ACTIONS = (
    Head("ref", "Profile"),
    Head("title", "Action"),
    Head("agency", "Agency"),
    Head("owner", "Who"),
    Head("due", "Due", "date"),
    Head("state", "State"),
)
_OFF = ("off course", "behind, within chance")


def measures(scope: PackScope) -> ReportPart:
    """Profiles on their own measures, the furthest behind first, then indicators with a target."""
    live = [file for file in scope.profiles if file.profile.live]
    progress = read_progress(scope.book, live, scope.month)
    rows = sorted(
        (_row(file, progress[file.profile.ref]) for file in live if file.profile.ref in progress),
        key=lambda row: (_order(str(row["standing"])), str(row["ref"])),
    )
    without = [file for file in live if file.profile.ref not in progress]
    blocks = [*table("", _MEASURES, rows, over=_OVER, alert=_behind)]
    if without:
        named = ", ".join(
            f"{file.profile.ref} ({file.profile.owner or 'nobody'})" for file in without
        )
        blocks.append(
            para(
                f"{english.counted(len(without), 'open profile')} can't be set beside a target, "
                f"for want of a measure, a baseline, a target or a place to count in: {named}."
            )
        )
    if not live:
        blocks.append(para("No profile is open here."))
    return ReportPart("measures", "Measures against their targets", (*blocks, *_indicators(scope)))


def _row(file: ProfileFile, on: Progress) -> dict[str, Any]:
    return {
        "ref": file.profile.ref,
        "title": file.profile.title,
        "measure": on.title,
        "baseline": on.baseline,
        "of": on.baseline_window.label,
        "now": on.now,
        "now_of": on.now_window.label,
        "target": on.target,
        "by": str(on.deadline),
        "standing": english.sentence(on.standing),
        "owner": file.profile.owner or "Nobody",
        "supervisor": file.profile.supervisor,
    }


def _order(standing: str) -> int:
    """Where a standing comes in the list: off course first."""
    order = [english.sentence(word) for word in _OFF]
    return order.index(standing) if standing in order else len(order)


def _behind(row: StatementRow) -> tuple[str, ...]:
    return ("standing",) if str(row["standing"]).lower() == _OFF[0] else ()


def _indicators(scope: PackScope) -> tuple[ReportBlock, ...]:
    """The newest reading in each area of the district beside its target there."""
    newest: dict[tuple[str, str], StatementRow] = {}
    readings = scope.state("indicator", "series").rows
    for row in sorted(readings, key=lambda row: str(row["to"] or row["from"])):
        if row["place"] in scope.inside and row["target"] is not None:
            newest[row["ref"], row["place"]] = row
    return table("Indicators with a target here", _SHARES, newest.values())


def beside_profiles(scope: PackScope) -> ReportPart:
    """Every reading of the indicators that belong to a profile, in their order, beside it."""
    rows = []
    for file in scope.profiles:
        found = scope.state("indicator", "series", profile=file.profile.ref, place="").rows
        for label, unit in dict.fromkeys((row["label"], row["unit"]) for row in found):
            own = [row for row in found if row["label"] == label and row["value"] is not None]
            rows.append(
                {
                    "ref": file.profile.ref,
                    "title": file.profile.title,
                    "label": label,
                    "unit": unit,
                    "readings": ", ".join(
                        f"{wording.number(row['value'])} ({row['period']})" for row in own
                    )
                    or "no reading yet",
                    "owner": file.profile.owner,
                }
            )
    heads = (
        Head("ref", "Profile"),
        Head("title", "Problem"),
        Head("label", "Indicator"),
        Head("unit", "Unit"),
        Head("readings", "Readings, oldest first"),
        Head("owner", "Accountable"),
    )
    return ReportPart("indicators-of", "Indicators of profiles", table("", heads, rows))


def actions(scope: PackScope) -> ReportPart:
    """Actions that are overdue, or due within a month, the oldest first."""
    until = months_after(scope.today, 1)
    rows = [
        {
            "ref": file.profile.ref,
            "title": action.title,
            "agency": action.agency,
            "owner": action.owner or file.profile.owner,
            "due": str(action.due),
            "state": "Overdue" if action.due < scope.today else "Due",
        }
        for file in scope.profiles
        if file.profile.live
        for action in file.actions
        if action.done is None and action.due is not None and action.due <= until
    ]
    rows.sort(key=lambda row: (row["due"] or "", row["ref"]))
    blocks = table("", _ACTIONS, rows, alert=_overdue)
    none = (para(f"No action is overdue or falls due by {_day(until)}."),)
    return ReportPart("actions", f"Actions to {_day(until)}", blocks or none)


def _overdue(row: StatementRow) -> tuple[str, ...]:
    return ("due", "state") if row["state"] == "Overdue" else ()


def _day(day: date) -> str:
    return wording.day(day)
