"""What the forum of district commanders looks at: districts side by side, then one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from casebook.core import english, wording
from casebook.core.register_codes import GROUPS
from casebook.core.statement import Head
from casebook.figures import sentences
from casebook.figures.figure import Figure
from casebook.packs.chapters.parts import PackScope
from casebook.packs.chapters.phases import phased_programmes
from casebook.packs.chapters.registers import chapters_of
from casebook.packs.chapters.statement_table import statement_table
from casebook.packs.forum.worked import (
    WORKED,
    checks_part,
    helpers_part,
    judged_table,
    worked_part,
)
from casebook.packs.report.assembling import (
    chapter_part,
    delivered,
    record_part,
    report_of,
    table,
)
from casebook.packs.report.report import Report, ReportBlock, ReportPart, heading, para, tables
from casebook.places.place import Place
from casebook.profiles.casefile import ProfileFile
from casebook.registers.programme import Paper

_SIDE_BY_SIDE = (
    Head("name", "District"),
    Head("crimes", "Crimes"),
    Head("asb", "ASB"),
    Head("planned", "Planned", "hours"),
    Head("delivered", "Delivered", "hours"),
    Head("share", "Of plan"),
    Head("open", "Open", "number"),
    Head("closed", "Closed", "number"),
    Head("worked", "Worked", "number"),
    Head("failed", "Didn't", "number"),
)
_OVER = {
    **dict.fromkeys(("crimes", "asb"), "In its hotspots"),
    **dict.fromkeys(("planned", "delivered", "share"), "Officer-hours"),
    **dict.fromkeys(("open", "closed"), "Profiles"),
    **dict.fromkeys(("worked", "failed"), "Assessed, open or closed then"),
}


def forum_pack(scope: PackScope) -> Report:
    """Half a year by district; raises :class:`NotAllowed` for who may make no files."""
    scope.book.require("export")
    districts = [
        place
        for ref, place in sorted(scope.tree.by_ref.items())
        if place.kind == "district" and (ref in scope.inside or ref == _district_of(scope))
    ]
    parts = [_side_by_side(scope, districts), worked_part(scope), checks_part(scope)]
    parts += [_district(scope, place, at) for at, place in enumerate(districts, start=1)]
    parts += [chapter_part(each) for each in chapters_of(scope, ("programmes",))]
    parts += [helpers_part(scope), record_part(scope, scope.coverage)]
    where = f"{scope.where}: " if scope.place else ""
    return report_of(
        scope,
        english.sentence(f"{where}problem solving forum, {scope.window.label}"),
        (("For", "The forum of district commanders"),),
        parts,
        across=True,
    )


def _district_of(scope: PackScope) -> str:
    """The district an area smaller than one lies in; empty for the whole force."""
    found = scope.tree.nearest(scope.place, "district") if scope.place else None
    return found.ref if found else ""


def _own(scope: PackScope, place: Place) -> PackScope:
    """The scope of a district; that of the pack itself where its area is smaller."""
    narrower = scope.place and place.ref not in scope.inside
    return scope if narrower else PackScope(scope.book, scope.window, place.ref)


def _side_by_side(scope: PackScope, districts: Sequence[Place]) -> ReportPart:
    """A row a district: counts against a year ago, hours against plan, profiles, what worked."""
    rows = [_row(_own(scope, place)) for place in districts]
    window = scope.window
    said = (
        f"Crimes and ASB: {window.last_year.label}, then {window.label}. Hours delivered are set "
        "against the plan of the days they are known for.",
    )
    if not rows:
        none = para("There is no district here: import districts, or add them.")
        return ReportPart("districts", "Districts side by side", (none,))
    blocks = table("", _SIDE_BY_SIDE, rows, said, over=_OVER)
    return ReportPart("districts", "Districts side by side", blocks)


def _row(own: PackScope) -> dict[str, Any]:
    figure = own.together.rows[0] if own.together else None
    small = own.book.settings.small_base
    judged = [file.stage("assess").body.impact for file in _of_months(own)]
    return {
        "name": own.where,
        "crimes": figure and sentences.change(figure.crimes_last_year, figure.crimes, small),
        "asb": figure and sentences.change(figure.asb_last_year, figure.asb, small),
        "planned": figure and figure.planned_so_far,
        "delivered": figure and figure.officer_hours,
        "share": figure and wording.share(figure.delivered_share),
        "open": sum(file.profile.live for file in own.profiles),
        "closed": sum(_closed(own, file) for file in own.profiles),
        "worked": sum(impact in WORKED for impact in judged),
        "failed": sum(impact in ("no effect", "harmful") for impact in judged),
    }


def _closed(own: PackScope, file: ProfileFile) -> bool:
    closed = file.profile.closed
    return closed is not None and own.window.start <= closed <= own.window.end


def _of_months(own: PackScope) -> Iterable[ProfileFile]:
    """The profiles that are open or were closed in the months."""
    return [file for file in own.profiles if file.profile.live or _closed(own, file)]


def _district(scope: PackScope, place: Place, at: int) -> ReportPart:
    """A district by itself: its paper, its figures in words, what it assessed, its programmes."""
    own = _own(scope, place)
    points = [*_in_words(own), *_done(own), *_papers(own, place)]
    blocks: list[ReportBlock] = [para(_where(own), points)]
    blocks += judged_table(place.name or place.ref, _of_months(own))
    for programme in phased_programmes(own):
        blocks += [heading(programme.label), tables(statement_table(programme.by_phase))]
    return ReportPart(f"district-{at}", place.name or place.ref, tuple(blocks))


def _where(own: PackScope) -> str:
    """How many hotspots and open profiles a district has."""
    live = sum(file.profile.live for file in own.profiles)
    profiles = english.counted(live, "open profile")
    if own.together is None:
        return f"No hotspot lies here; {profiles}."
    return f"{english.counted(len(own.hotspots), 'hotspot')}, {profiles}."


def _in_words(own: PackScope) -> list[str]:
    """Hours and counts of a district's hotspots, a sentence each."""
    if own.together is None:
        return []
    row: Figure = own.together.rows[0]
    small = own.book.settings.small_base
    return [
        delivered(row),
        *(
            f"{name} in its hotspots, against {own.window.last_year.label}: "
            f"{sentences.change(before, now, small)}."
            for name, before, now in (
                ("Crimes", row.crimes_last_year, row.crimes),
                ("ASB", row.asb_last_year, row.asb),
            )
        ),
    ]


def _papers(own: PackScope, place: Place) -> list[str]:
    """The papers the district put to a forum in the months."""
    with own.book.store.reading() as tx:
        papers = tx.load(Paper, place=place.ref)
    window = own.window
    put = [
        f"{paper.text} ({wording.day(paper.at)}; {paper.lies})"
        for paper in papers
        if paper.at is not None and window.start <= paper.at <= window.end
    ]
    return [f"Put to the forum: {'; '.join(put)}."] if put else []


def _done(own: PackScope) -> list[str]:
    """What was done there, code by code, a sentence a group."""
    found = own.state("activity", "total", by="district", window=own.window)
    return [
        f"{english.sentence(group)}: {row[group]}."
        for row in found.rows[:1]
        for group in GROUPS
        if row[group]
    ]
