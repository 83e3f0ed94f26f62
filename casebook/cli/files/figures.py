"""``casebook figures``: the one table behind screens, maps and packs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.output import format_option, print_rows, say
from casebook.core.errors import BadValue
from casebook.core.months import Month, Window
from casebook.core.wording import number, share, signed

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.figures.figure import Figure

COLUMNS = {
    "crimes": "crimes",
    "crimes_previous": "before",
    "asb": "ASB",
    "asb_previous": "before",
    "count_group": "group",
    "count": "count",
    "expected": "expected",
    "verdict": "verdict",
}
HOTSPOT_COLUMNS = {
    "planned_officer_hours": "planned h",
    "officer_hours": "hours",
    "visits": "visits",
    "visits_full_length": "full length",
    "median_visit_minutes": "median min",
    "median_between_minutes": "between min",
    "between_within_2_hours": "in 2 h",
    "stage": "stage",
}
TYPE_COLUMNS = {
    "type": "type",
    "count": "count",
    "count_against": "against",
    "change": "change",
    "percent": "%",
    "p": "p",
    "reads": "reads",
}


ROW_COLUMNS = (
    "hotspot",
    "area",
    "month",
    "date",
    "time",
    "type",
    "subtype",
    "kind",
    "outcome",
    "street",
    "reference",
    "source",
    "load",
    "key",
)
"""Of an incident in a table, those that say anything; CSV and JSON have coordinates too."""


@dataclass(frozen=True)
class _FigureOptions:
    """What to count, where, and in which windows."""

    window: Window
    against: Window | None
    by: tuple[str, ...]
    groups: tuple[str, ...]
    areas: tuple[str, ...]
    hotspots: tuple[str, ...]
    behind: str = ""
    """The figure whose rows are listed; empty for the count."""

    @property
    def group(self) -> str | None:
        """The one count group; raises :class:`BadValue` for several."""
        if len(self.groups) > 1:
            raise BadValue("Take one count group at a time; several go with --by type.")
        return self.groups[0] if self.groups else None


@click.command()
@click.option("--from", "first", metavar="MONTH", help="The first month, such as 2024-07.")
@click.option("--to", "last", metavar="MONTH", help="The last month; the first when left out.")
@click.option(
    "--by",
    metavar="NAME[,PART]",
    help="A row per hotspot (the default), district or force (their hotspots) or area (all in "
    "it); beside it month or quarter, and type, for a row of each. Type without a place takes all "
    "that is named together, else everything there is.",
)
@click.option(
    "--count",
    "groups",
    metavar="GROUP[,GROUP]",
    help="The count group, such as asb; with type several, and types by their label. Else what "
    "themes ask for, and with type every type.",
)
@click.option("--hotspot", "hotspots", multiple=True, help="Only this hotspot; may be repeated.")
@click.option(
    "--area",
    "areas",
    multiple=True,
    metavar="AREA",
    help="All in this area, by ref or name, or in each of a kind, such as ward; may be repeated.",
)
@click.option("--against", metavar="FROM..TO", help="Compare with this window too.")
@click.option(
    "--rows",
    "rows_wanted",
    is_flag=True,
    help="List the incidents behind the count: when and where each was, and its own reference.",
)
@click.option(
    "--of",
    metavar="FIGURE",
    help="With --rows: what another figure was made from, such as officer_hours, visits or "
    "asb_last_year.",
)
@format_option
@pass_desk
def figures(
    desk: Desk,
    first: str | None,
    last: str | None,
    by: str | None,
    groups: str | None,
    hotspots: tuple[str, ...],
    areas: tuple[str, ...],
    against: str | None,
    rows_wanted: bool,
    of: str | None,
    form: str,
) -> None:
    """Print crimes, ASB, hours and what changed, per hotspot, area or type.

    Without --from, the last whole month. '–' means missing, never zero.
    """
    book = desk.open()
    start = Month.parse(first) if first else Month.of(book.today) + -1
    end = Month.parse(last) if last else start
    if end < start:
        raise BadValue(f"The window {start} to {end} ends before it starts.")
    options = _FigureOptions(
        Window(start, end),
        Window.parse(against) if against else None,
        _parts(by) if by is not None else ("area",) if areas else ("hotspot",),
        _parts(groups) if groups else (),
        areas,
        hotspots,
        of or "",
    )
    if of and not rows_wanted:
        raise click.UsageError("--of says whose rows are listed: give --rows too.")
    if of:
        _print_made_of(book, options, form)
    elif rows_wanted:
        _print_behind(book, options, form)
    elif "type" in options.by:
        _print_types(book, options, form)
    else:
        _print_figures(book, options, form)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(","))


def _print_behind(book: Book, options: _FigureOptions, form: str) -> None:
    """The incidents behind a count, a row each."""
    from casebook.figures.behind.incident_rows import area_rows, figure_rows
    from casebook.figures.groupings import grouping, grouping_of_types
    from casebook.figures.notes import missing_notes

    of = grouping_of_types if "type" in options.by else grouping
    whole = of(options.by, options.areas, options.hotspots)
    if whole == "area" or (not whole and not options.hotspots):
        areas = options.areas or (("district",) if whole else ())
        rows = area_rows(book, options.window, areas=areas, groups=options.groups)
    else:
        rows = figure_rows(book, options.window, hotspots=options.hotspots, groups=options.groups)
    known = {key for row in rows for key, value in row.items() if value is not None}
    print_rows(rows, form, {key: key for key in ROW_COLUMNS if key in known or not rows})
    _say_all(missing_notes(book, options.window, options.groups))


def _print_made_of(book: Book, options: _FigureOptions, form: str) -> None:
    """What one figure of each hotspot was made from, a row each."""
    from casebook.figures.behind.numbers import COUNTS, made_of
    from casebook.figures.behind.patrol_rows import PATROL_COLUMNS
    from casebook.figures.table import figures as compute

    known = (*COUNTS, *PATROL_COLUMNS)
    if options.behind not in known:
        raise BadValue(f"There are no rows of '{options.behind}': take one of {', '.join(known)}.")
    if options.by != ("hotspot",):
        raise BadValue("--of lists what figures of hotspots were made from: leave --by and --area.")
    table = compute(book, options.window, count=options.group, hotspots=options.hotspots)
    found = [made_of(row, options.behind) for row in table.rows]
    pages = [each.page(book) for each in found if each is not None]
    rows = [row for page in pages for row in page.rows]
    heads = (head for page in pages[:1] for head in page.heads)
    kept = {head.key: head.key for head in heads if any(row.get(head.key) for row in rows)}
    print_rows(rows, form, kept)
    _say_all(dict.fromkeys(note for page in pages for note in page.notes))


def _print_types(book: Book, options: _FigureOptions, form: str) -> None:
    """A row per crime type, or per count group asked for."""
    from casebook.figures.comparison import compare_types

    table = compare_types(
        book,
        options.window,
        by=options.by,
        against=options.against,
        groups=options.groups,
        areas=options.areas,
        hotspots=options.hotspots,
    )
    if form != "table":
        print_rows([row.for_programs(table.against) for row in table.rows], form)
        return
    rows = [row.encode(table.against) for row in table.rows]
    totals = {row.type for row in table.rows if row.count_group}
    shown = [_type_cells(row, totals) for row in rows]
    print_rows(shown, form, _type_columns(options))
    said: Iterable[str] = ()
    if options.by == ("type",):
        say(f"Counted in {table.where}.")
        said = (row.says for row in table.rows if row.count_group)
    _say_all(dict.fromkeys((*table.notes, *said, *table.sources, *table.definitions)))


def _type_columns(options: _FigureOptions) -> dict[str, str]:
    """The columns of a table by type, in the order of the words of --by."""
    wanted = [key for key in options.by if key != "force"]
    wanted += ["months"] if "quarter" in wanted else []
    against = ("count_against", "change", "percent", "p", "reads") if options.against else ()
    return {key: TYPE_COLUMNS.get(key, key) for key in (*wanted, "count", *against)}


def _type_cells(row: dict[str, Any], totals: Collection[str]) -> dict[str, Any]:
    """A row for a table: types under their total, sub-types under those, signs before changes."""
    cells = dict(row)
    depth = 0 if row["count_group"] or not totals else 1 if row["part_of"] in totals else 2
    cells["type"] = "  " * depth + row["type"]
    for key, places in (("change", 0), ("percent", 1)):
        if row.get(key) is not None:
            cells[key] = signed(row[key], places)
    return cells | {"p": _p_cell(row.get("p"))}


def _print_figures(book: Book, options: _FigureOptions, form: str) -> None:
    """A row per place, and per month or quarter of each."""
    from casebook.figures.table import figures as compute

    table = compute(
        book,
        options.window,
        by=options.by,
        count=options.group,
        hotspots=options.hotspots,
        areas=options.areas,
        against=options.against,
    )
    against = options.against is not None
    if form != "table":
        print_rows([row.for_programs(options.by, options.against) for row in table.rows], form)
        return
    rows = [_with_share(row.encode(options.by, against=against)) for row in table.rows]
    keys = {key: key for key in options.by if key != "force"}
    if "quarter" in keys:
        keys |= {"months": "months"}
    columns = COLUMNS if "area" in options.by else COLUMNS | HOTSPOT_COLUMNS
    extra = (
        {"count_against": "against", "against_p": "p", "against_verdict": "reads"}
        if against
        else {}
    )
    if against:
        rows = [row | {"against_p": _p_cell(row["against_p"])} for row in rows]
    print_rows(rows, form, keys | columns | extra)
    _say_all((*table.together, *table.notes, *table.sources, *table.definitions))
    if "area" not in options.by:
        coverage = next((row.coverage for row in table.rows if row.coverage), "")
        say(f"Hours: {coverage or 'nothing delivered is loaded'}.")
        _say_all(_on_gps(table.rows))


def _with_share(row: dict[str, Any]) -> dict[str, Any]:
    """A row whose share of times between visits is in per cent, without digits that say little."""
    within = row["between_within_2_hours"]
    minutes = {
        key: None if row[key] is None else number(row[key], 0)
        for key in ("median_visit_minutes", "median_between_minutes")
    }
    return row | minutes | {"between_within_2_hours": None if within is None else share(within)}


def _on_gps(rows: Sequence[Figure]) -> list[str]:
    """What can be said for the hours from GPS, row by row."""
    return [
        f"{row.hotspot or row.name}, {row.window.label}: {row.gps_says}"
        for row in rows
        if row.gps_says
    ]


def _p_cell(p: float | None) -> str | None:
    return None if p is None else "<0.001" if p < 0.001 else number(p, 3)


def _say_all(lines: Iterable[str]) -> None:
    for line in lines:
        say(line)
