"""``casebook detect``: candidate hotspots from points, and whether a choice of places stays hot."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.files.cluster_options import cluster_options
from casebook.cli.files.import_report import say_reasons
from casebook.cli.files.row_options import in_metres, map_option, sheet_option
from casebook.cli.output import print_json, print_rows, refuse_unwritable, say, write_file
from casebook.cli.progress import progress_option, showing, wrote
from casebook.core.errors import BadValue
from casebook.core.months import Month, Window

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from casebook.basemap.background import Background
    from casebook.book.opening import Book
    from casebook.detection.finding import Detection
    from casebook.detection.gathering import IncidentPoints
    from casebook.detection.redraw import Redraw
    from casebook.files.mapping import ColumnMapping
    from casebook.workers.cluster import WorkerCluster

COLUMNS = {
    "candidate": "ref",
    "count": "count",
    "hectares": "ha",
    "per_km2": "a km²",
    "z": "z",
    "peak_per_km2": "peak a km²",
    "harm": "harm",
    "rank_by_count": "by count",
    "hours": "hours",
    "days": "day",
    "hotspots": "present hotspots",
    "warnings": "warnings",
}
FATE_COLUMNS = {
    "place": "place",
    "fate": "fate",
    "in_the_other": "in the other",
    "count_before": "year before",
    "count_after": "year after",
    "trend": "trend",
}


@click.command()
@click.argument("incidents", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    help="Write the candidates: .gpkg, .geojson, .shp, …; .html is a map. --compare needs none.",
)
@click.option(
    "--method",
    type=click.Choice(["gistar", "kde", "dbscan"]),
    default="gistar",
    show_default=True,
    help="Gi* tests cells, kde takes the densest ground, dbscan groups points.",
)
@click.option("--from", "first", metavar="MONTH", help="The first month, such as 2024-01.")
@click.option("--to", "last", metavar="MONTH", help="The last month; the first when left out.")
@click.option("--count", "group", metavar="GROUP", help="The count group; else crime.")
@click.option("--during", metavar="HOURS", help="Only these hours, such as 22:00-03:00.")
@click.option("--days", metavar="DAYS", help="Only these days, such as fri,sat.")
@click.option("--cell", type=float, metavar="METRES", help="Side of a cell; else by rule.")
@click.option("--bandwidth", type=float, metavar="METRES", help="kde: reach of the kernel.")
@click.option("--reach", type=float, metavar="METRES", help="dbscan: how near; else 100.")
@click.option("--least", type=int, help="dbscan: points that make a core; else by chance.")
@click.option("--level", type=float, default=0.05, show_default=True, help="gistar: the level.")
@click.option("--fdr/--no-fdr", default=True, show_default=True, help="gistar: over all cells.")
@click.option(
    "--area-share", type=float, default=0.01, show_default=True, help="kde: the densest part."
)
@click.option(
    "--harm",
    type=click.Path(path_type=Path),
    help="A file of types and weights, the force's own index; its version is printed.",
)
@click.option(
    "--within", type=click.Path(path_type=Path), help="A file of the area that is looked at."
)
@click.option(
    "--compare",
    nargs=2,
    type=click.Path(path_type=Path),
    metavar="OLD NEW",
    help="Two files of places: how each did in the year after, what remained, left, entered.",
)
@click.option(
    "--streets",
    type=click.Path(path_type=Path),
    help="A file of streets to draw under an .html map.",
)
@click.option(
    "--crs",
    callback=in_metres,
    help="Metres to measure in; else the casebook's, or EPSG:27700.",
)
@sheet_option
@map_option
@cluster_options
@progress_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="How to print.",
)
@pass_desk
def detect(
    desk: Desk,
    incidents: tuple[Path, ...],
    out: Path | None,
    first: str | None,
    last: str | None,
    group: str | None,
    harm: Path | None,
    within: Path | None,
    compare: tuple[Path, Path] | None,
    streets: Path | None,
    crs: str | None,
    tabs: tuple[str, ...],
    mapping: ColumnMapping | None,
    cluster: WorkerCluster | None,
    progress_form: str,
    form: str,
    **rules: Any,
) -> None:
    """Find candidate hotspots among the points of INCIDENTS, or the casebook's own.

    What doesn't look like a hotspot is kept and says why. A candidate is no hotspot until somebody
    who knows the place has said so: 'casebook import hotspots' takes the file.
    """
    window = _window(first, last)
    asked = _rules(rules)
    _refuse_out(out, compare, streets, form)
    drawn = _streets(streets)
    book = None if incidents else desk.open()
    if book is not None and out is not None:
        book.require("export")
    with showing(progress_form) as progress:
        points = _points(book, incidents, window, group, crs, tabs, mapping, cluster, progress)
        ground, present = _ground(book, within, points.crs), _present(book)
        if compare is not None:
            _print_redraw(_compared(compare, points, ground), form)
            return
        from casebook.detection.finding import detect as find
        from casebook.detection.harm import read_harm_index

        index = read_harm_index(harm) if harm else None
        found = find(points, asked, ground=ground, harm=index, present=present)
    _print_candidates(found, form)
    for note in (*found.notes, f"Settings: {found.settings}"):
        say(note)
    say_reasons(points.rejections)
    if out is not None:
        _write(out, found, book, present, drawn)
        wrote(out, f"Wrote {out}.")


def _window(first: str | None, last: str | None) -> Window | None:
    if first is None:
        if last is not None:
            raise BadValue("--to is the end of a window: give --from too.")
        return None
    start = Month.parse(first)
    return Window(start, Month.parse(last) if last else start)


def _rules(given: dict[str, Any]) -> Any:
    """The settings asked for; raises :class:`BadValue`."""
    from casebook.detection.rules import DaysOfWeek, DetectionRules, HoursOfDay

    during, days = given.pop("during"), given.pop("days")
    values = {name: value for name, value in given.items() if value is not None}
    return DetectionRules(
        **values,
        hours=None if during is None else HoursOfDay.parse(during),
        days=None if days is None else DaysOfWeek.parse(days),
    )


def _refuse_out(
    out: Path | None, compare: tuple[Path, Path] | None, streets: Path | None, form: str
) -> None:
    """Refuse what can't be written before any work is done."""
    from casebook.detection.file_formats import format_of

    if compare is not None and out is not None:
        raise click.UsageError("--compare prints a card and writes no file: leave out -o.")
    if streets is not None and (out is None or not _is_map(out)):
        raise click.UsageError("Streets are drawn on a map: end the file of -o in .html.")
    if compare is not None or (out is None and form != "table"):
        return
    if out is None:
        raise click.UsageError(
            "Say where to write the candidates, such as -o candidates.gpkg; "
            "--format csv or json lists them alone."
        )
    if not _is_map(out):
        format_of(out)
    refuse_unwritable(out)


def _streets(path: Path | None) -> Background | None:
    if path is None:
        return None
    from casebook.basemap.from_file import read_streets

    return read_streets(path)


def _is_map(out: Path) -> bool:
    return out.suffix.lower() in (".html", ".htm")


def _points(
    book: Book | None,
    incidents: tuple[Path, ...],
    window: Window | None,
    group: str | None,
    crs: str | None,
    tabs: tuple[str, ...],
    mapping: ColumnMapping | None,
    cluster: WorkerCluster | None,
    progress: Any,
) -> IncidentPoints:
    from zoneinfo import ZoneInfo

    from casebook.detection.gathering import only, points_in_files
    from casebook.files.mapping import NO_MAPPING
    from geo.crs import BNG

    if book is not None:
        if crs is not None and crs != book.settings.crs:
            raise BadValue(f"The casebook's metres are {book.settings.crs}: leave out --crs.")
        from casebook.detection.own import points_in_book

        return points_in_book(book, window, group or "crime", cluster=cluster, progress=progress)
    points = points_in_files(
        incidents,
        crs=crs or BNG,
        zone=ZoneInfo("Europe/London"),
        today=date.today(),  # noqa: DTZ011 - the edge: the day at this desk
        tabs=tabs,
        mapping=mapping or NO_MAPPING,
        cluster=cluster,
        progress=progress,
    )
    return only(points, window, group)


def _ground(book: Book | None, within: Path | None, crs: str) -> BaseGeometry | None:
    """The area that is looked at: named, else the casebook's districts; None where unknown."""
    import shapely

    if within is not None:
        return shapely.union_all(list(_places(within, crs).values()))
    if book is None:
        return None
    from casebook.detection.own import ground_of

    return ground_of(book)


def _present(book: Book | None) -> dict[str, BaseGeometry]:
    """The outlines of the hotspots there are today."""
    if book is None:
        return {}
    from casebook.detection.own import present_hotspots

    return present_hotspots(book)


def _places(path: Path, crs: str) -> dict[str, BaseGeometry]:
    """The polygons of a file by their ref."""
    from casebook.places.named_polygons import read_named_polygons

    named = read_named_polygons(path, crs)
    return dict(zip(named.refs, named.shapes, strict=True))


def _compared(
    files: tuple[Path, Path], points: IncidentPoints, ground: BaseGeometry | None
) -> Redraw:
    from casebook.detection.redraw import compare

    old, new = (_places(path, points.crs) for path in files)
    return compare(old, new, points, ground=ground)


def _print_redraw(found: Redraw, form: str) -> None:
    rows = [each.encode() for each in found.fates]
    if form == "json":
        print_json(found.encode())
    else:
        print_rows(rows, form, FATE_COLUMNS)
    for line in found.says:
        say(line)


def _print_candidates(found: Detection, form: str) -> None:
    """The candidates; a table has the warnings' first words, the other forms all of them.

    JSON has the outline of each too, as WKT in metres.
    """
    from casebook.detection.candidate import CANDIDATE_COLUMNS

    rows = [each.encode() for each in found.candidates]
    shown = {
        key: title
        for key, title in COLUMNS.items()
        if not rows or any(row[key] not in (None, []) for row in rows)
    }
    if form == "table":
        short = [[each.partition(":")[0] for each in row["warnings"]] for row in rows]
        rows = [{**row, "warnings": words} for row, words in zip(rows, short, strict=True)]
        print_rows(rows, form, shown)
        if any(short):
            say("Each warning in full stands in the file that is written, and in --format csv.")
        return
    if form == "json":
        outlines = (each.shape.wkt for each in found.candidates)
        rows = [{**row, "outline": wkt} for row, wkt in zip(rows, outlines, strict=True)]
    every = dict.fromkeys((*CANDIDATE_COLUMNS, "settings"), "")
    print_rows(rows, form, every, beside={"settings": found.settings})


def _write(
    out: Path,
    found: Detection,
    book: Book | None,
    present: dict[str, BaseGeometry],
    background: Background | None,
) -> None:
    if not _is_map(out):
        from casebook.detection.written import write_candidates

        write_candidates(out, found, book.settings.marking if book else "")
        return
    from casebook.basemap.kept import read_base
    from casebook.packs.detection.page import MadeFor, detection_map

    if background is None and book is not None:
        background = read_base(book)
    made_for = MadeFor.of(book, present, date.today())  # noqa: DTZ011 - the edge: today at this desk
    write_file(out, detection_map(found, made_for, background))
