"""A district small enough to count by hand, for packs of every kind."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import typst

from casebook.book.opening import Book
from casebook.core.fields import encode
from casebook.core.months import Month, Window
from casebook.incidents.import_files import import_incidents
from casebook.incidents.in_boundaries import follow_boundaries
from casebook.packs import typesetting
from casebook.packs.chapters.parts import PackScope
from casebook.packs.kinds import PACK_KINDS
from casebook.packs.report.pdf import TEMPLATE, printed_report
from casebook.packs.report.report import Report
from casebook.patrols.import_files import import_patrols
from casebook.places.import_polygons import import_places
from casebook.places.place import Place
from casebook.profiles.profile import Profile
from casebook.profiles.stages import Assess, Objective, Respond
from casebook.registers.entries import add_entry
from tests.books import brought, make_book

NOVEMBER = Month(2024, 11)
TODAY = date(2024, 12, 18)
FIRST = Month(2022, 12)
STARTED = Month(2023, 12)
"""From here on one crime a month where there were four."""
CRIMES_BEFORE, CRIMES_AFTER, ASB = 4, 1, 2
_HEADINGS = "Crime ID,Month,Longitude,Latitude,Location,Crime type,Last outcome category"


def harbour_book(folder: Path) -> Book:
    """Harbour with two wards, a hotspot in the first, two years of incidents and one patrol."""
    book = make_book(folder, force_name="Lomea Police", synthetic="Synthetic data", today=TODAY)
    with book.store.writing() as tx:
        tx.save(None, Place("D1", "district", "Harbour"), book.author)
        tx.save(None, Place("D2", "district", "Strand"), book.author)
    _import(book, folder, "ward", (("W1", "Quay", 1.50, "D1"), ("W2", "Mole", 1.54, "D1")), 0.02)
    with book.store.writing() as tx:
        area = Place("IA-1", "impact area", "Quay and Mole", parent="D1", groups=("W1", "W2"))
        tx.save(None, area, book.author)
    _import(book, folder, "hotspot", (("HS-01", "Fish Quay", 1.505, "W1"),), 0.01)
    import_incidents(book, [_incidents(folder)])
    sheet = folder / "sheets.csv"
    sheet.write_text(
        "unit,hotspot,start,end,staff,mode,resourcing,source\n"
        "LK71,HS-01,2024-11-05 10:00,2024-11-05 11:30,PC:2,foot,core,sheet\n",
        encoding="utf-8",
    )
    import_patrols(book, [sheet])
    return book


def _import(
    book: Book, folder: Path, kind: str, places: tuple[tuple[Any, ...], ...], side: float
) -> None:
    """Squares with their south-west corner at 51.25 north."""
    features = []
    for ref, name, west, parent in places:
        east, north = west + side, 51.25 + side
        ring = [(west, 51.25), (east, 51.25), (east, north), (west, north), (west, 51.25)]
        features.append(
            {
                "type": "Feature",
                "properties": {"ref": ref, "name": name, "parent": parent, "themes": "asb"},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    path = folder / f"{kind}.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    report = import_places(book, path, follow=follow_boundaries, kind=kind)
    assert report.rejected == 0, report.rejections


def _incidents(folder: Path) -> Path:
    """Every month's crimes and ASB calls, all at one point in the hotspot."""
    lines = [_HEADINGS]
    for month in Window(FIRST, NOVEMBER).months:
        crimes = CRIMES_BEFORE if month < STARTED else CRIMES_AFTER
        for kind, count in (("Vehicle crime", crimes), ("Anti-social behaviour", ASB)):
            for _ in range(count):
                key = "" if kind.startswith("Anti") else f"{len(lines):064d}"
                lines.append(f"{key},{month},1.507,51.255,On or near Quay,{kind},")
    path = folder / "street.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def add(book: Book, kind: str, about: str = "", **values: Any) -> None:
    """Add an entry of a register."""
    add_entry(book, kind, about, values)


def add_profile(
    book: Book,
    ref: str,
    *,
    impact: str = "",
    evidence: str = "It changed.",
    hotspots: tuple[str, ...] = (),
    area: str | None = "D1",
    objective: Objective | None = None,
    **more: Any,
) -> None:
    """A profile with a response, and an assessment where ``impact`` says what came of it."""
    profile = Profile(ref, f"Problem {ref}", area=area, owner="admin", **more)
    stages: dict[str, Any] = {
        "respond": {"cycle": 1} | encode(Respond(strategy="Lamps and bolts."))
    }
    if objective is not None:
        stages["objective"] = {"cycle": 1} | encode(objective)
    if impact:
        body = Assess(
            impact=impact, evidence=evidence, objective_met="partly", lessons="Ask first."
        )
        stages["assess"] = {"cycle": 1} | encode(body)
    brought(book, profile, hotspots, stages=stages)


def objective() -> Objective:
    """From 48 vehicle crimes in the year to November 2023 to 24 in the year to November 2025."""
    return Objective(
        aim="Fewer thefts", measure="vehicle-crime", baseline_from=FIRST, baseline_to=STARTED + -1,
        baseline_value=48, target_value=24, deadline=date(2025, 11, 30),
    )  # fmt: skip


def made(book: Book, kind: str, place: str = "", month: Month = NOVEMBER) -> Report:
    """The pack of a kind."""
    asked = PACK_KINDS[kind]
    report = asked.make(PackScope(book, asked.window(month), place))
    assert isinstance(report, Report)
    return report


def words(report: Report, *anchors: str) -> str:
    """All that stands in a report's parts, or in some of them."""
    said: list[str] = []
    for part in report.parts:
        if anchors and part.anchor not in anchors:
            continue
        said.append(part.heading)
        for block in part.blocks:
            said += [block.words, *block.points]
            for table in block.tables:
                said += [table.caption, *(column.heading for column in table.columns)]
                said += [cell for line in table.lines for cell in line.cells]
                said += table.notes
    return "\n".join(said)


def rows(report: Report, anchor: str, at: int = 0) -> list[tuple[str, ...]]:
    """The rows of a part's table, the first where ``at`` names no other."""
    part = next(each for each in report.parts if each.anchor == anchor)
    tables = [table for block in part.blocks for table in block.tables]
    return [line.cells for line in tables[at].lines]


def compiled(report: Report) -> typst.Compiler:
    """Typst with the pages of a report."""
    return typesetting._compiler(typesetting.source_of(TEMPLATE), printed_report(report))


def pages(report: Report) -> int:
    """How many pages its PDF has."""
    found = compiled(report).compile(format="svg")
    return len(found) if isinstance(found, list) else 1
