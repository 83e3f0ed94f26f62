"""A district's hotspots and impact areas, in the month and in the quarter."""

from __future__ import annotations

from typing import Any

from casebook.core import wording
from casebook.core.months import Quarter, Window
from casebook.core.statement import Head
from casebook.figures import sentences
from casebook.figures.figure import Figure
from casebook.figures.table import FigureTable, figures
from casebook.packs.chapters.parts import PackScope, StatementRow
from casebook.packs.report.assembling import table
from casebook.packs.report.report import ReportBlock, ReportPart, heading, notes, tables
from casebook.places.place import Place

_HOTSPOTS = (
    Head("place", "Hotspot"),
    Head("crimes", "Crimes"),
    Head("asb", "ASB"),
    Head("verdict", "On its own count"),
    Head("since", "Since its response"),
    Head("planned", "Planned", "hours"),
    Head("delivered", "Delivered", "hours"),
    Head("share", "Of plan"),
    Head("core", "Core"),
    Head("overtime", "Overtime"),
    Head("partner", "Partners"),
    Head("profile", "Profile"),
    Head("stage", "Stage"),
)
_HOURS = dict.fromkeys(
    ("planned", "delivered", "share", "core", "overtime", "partner"), "Officer-hours"
)
_AREAS = (
    Head("place", "Area"),
    Head("when", "Months"),
    Head("beside", "Against"),
    Head("crimes", "Crimes"),
    Head("asb", "ASB"),
    Head("profiles", "Open profiles"),
)
_RESOURCING = ("core", "overtime", "partner")
UNDER_PLAN = 80
"""Per cent of the plan: what reads as less stands out."""


def quarter_of(scope: PackScope) -> Window:
    """The months of the financial quarter up to the scope's month."""
    return Window(Quarter.of(scope.month).window.first, scope.month)


def quarter_name(scope: PackScope) -> str:
    """The quarter, and that it isn't over where it isn't."""
    quarter = Quarter.of(scope.month)
    over = quarter.window.last == scope.month
    return str(quarter) if over else f"{quarter} so far"


def hotspots(scope: PackScope) -> ReportPart | None:
    """The district's hotspots in the month, then in the quarter; None where it has none."""
    if not scope.hotspots:
        return None
    blocks: list[ReportBlock] = []
    for each in dict.fromkeys((scope.window, quarter_of(scope))):
        found = figures(scope.book, each, hotspots=scope.hotspots)
        name = each.label if each == scope.window else f"{quarter_name(scope)}, {each.label}"
        beside = each.last_year.label
        said = (
            f"Crimes and ASB: {beside}, then {each.label}. Hours delivered are set against the "
            "plan of the days they are known for, all and by resourcing; under "
            f"{UNDER_PLAN}% is bold.",
        )
        rows = [_hotspot_row(scope, row) for row in found.rows]
        blocks += table(name, _HOTSPOTS, rows, said, over=_HOURS, alert=_under_plan)
        if each == scope.window:
            blocks += notes(_findings(found))
    return ReportPart("hotspots", "Hotspots", tuple(blocks))


def _findings(found: FigureTable) -> tuple[str, ...]:
    """The sentences on counts outside usual variation or worth a look."""
    flagged = ("more", "fewer", "higher", "lower")
    return tuple(
        f"{row.hotspot} {row.name}: {one.finding}"
        for row in found.rows
        for one in row.verdicts
        if one.verdict in flagged
    )


def _hotspot_row(scope: PackScope, row: Figure) -> dict[str, Any]:
    small = scope.book.settings.small_base
    return {
        "place": f"{row.hotspot} {row.name}",
        "crimes": sentences.change(row.crimes_last_year, row.crimes, small),
        "asb": sentences.change(row.asb_last_year, row.asb, small),
        "verdict": f"{wording.group_title(row.count_group)}: {sentences.verdict(row.verdict)}",
        "since": sentences.verdict(row.since_verdict) if row.since_verdict else None,
        "planned": row.planned_so_far,
        "delivered": row.officer_hours,
        "share": wording.share(row.delivered_share),
        **{name: _of_resourcing(row, name) for name in _RESOURCING},
        "profile": row.profile,
        "stage": row.stage,
        "low": _low(row),
    }


def _under_plan(row: StatementRow) -> tuple[str, ...]:
    low: tuple[str, ...] = row["low"]
    return low


def _of_resourcing(row: Figure, resourcing: str) -> str | None:
    """The hours of one resourcing, with their share of its plan where that is known."""
    hours = getattr(row, f"officer_hours_{resourcing}")
    if hours is None:
        return None
    found = row.of_plan(resourcing)
    share = f", {wording.share(found[0] / found[1])}" if found else ""
    return f"{wording.hours(hours, 1)} h{share}"


def _low(row: Figure) -> tuple[str, ...]:
    """The columns in which less than is wanted of the plan was delivered."""
    shares = {"share": row.delivered_share}
    for name in _RESOURCING:
        found = row.of_plan(name)
        shares[name] = found[0] / found[1] if found else None
    return tuple(
        name
        for name, share in shares.items()
        if share is not None and round(100 * share) < UNDER_PLAN
    )


def areas(scope: PackScope) -> ReportPart:
    """Crime and ASB in the whole district and each of its impact areas, in month and quarter."""
    places = scope.tree.by_ref
    impact = [
        place
        for ref, place in sorted(places.items())
        if place.kind == "impact area" and scope.inside & {ref, *place.groups}
    ]
    refs = [scope.place, *(area.ref for area in impact)]
    rows = []
    said: dict[str, None] = {}
    for window in dict.fromkeys((scope.window, quarter_of(scope))):
        found = figures(scope.book, window, by=("area",), areas=refs)
        said |= dict.fromkeys(note for note in found.notes if any(ref in note for ref in refs))
        rows += [_area_row(scope, row, places[row.area or ""]) for row in found.rows]
    rows.sort(key=lambda row: refs.index(row["ref"]))
    title = "The district and its impact areas" if impact else "The district"
    return ReportPart("areas", title, table("", _AREAS, rows, tuple(said), grouped="place"))


def _area_row(scope: PackScope, row: Figure, area: Place) -> dict[str, Any]:
    """An area in one window, against the same months a year earlier."""
    small, places = scope.book.settings.small_base, scope.tree.by_ref
    made_of = ", ".join(places[ref].name for ref in area.groups if ref in places)
    named = area.name if area.ref in (area.name, scope.place) else f"{area.ref} {area.name}"
    own = (f.profile.ref for f in scope.profiles if f.profile.live and f.profile.area == area.ref)
    return {
        "ref": area.ref,
        "place": f"{named} ({made_of})" if made_of else named,
        "when": row.window.label,
        "beside": row.window.last_year.label,
        "crimes": sentences.change(row.crimes_last_year, row.crimes, small),
        "asb": sentences.change(row.asb_last_year, row.asb, small),
        "profiles": ", ".join(own) if area.kind == "impact area" else None,
    }


def phase_blocks(scope: PackScope) -> ReportPart | None:
    """Clear, Hold, Build by phase, with what was counted before and after."""
    from casebook.packs.chapters.phases import phased_programmes
    from casebook.packs.chapters.statement_table import statement_table

    blocks: list[ReportBlock] = []
    for programme in phased_programmes(scope):
        blocks.append(heading(programme.label))
        blocks.append(tables(statement_table(programme.by_phase)))
        if programme.by_type is not None:
            blocks.append(tables(statement_table(programme.by_type)))
    return ReportPart("phases", "Clear, Hold, Build by phase", tuple(blocks)) if blocks else None
