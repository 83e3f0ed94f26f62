"""``casebook figures``: the one table behind screens, maps and packs."""

from __future__ import annotations

import click

from casebook.cli.main import Desk, pass_desk
from casebook.cli.output import format_option, print_rows, say
from casebook.domain.errors import BadValue
from casebook.domain.months import Month, Window

COLUMNS = {
    "crimes": "crimes",
    "crimes_previous": "before",
    "asb": "ASB",
    "asb_previous": "before",
    "count_group": "group",
    "count": "count",
    "z_baseline": "expected",
    "poisson_z": "z",
    "variation": "reads",
    "planned_officer_hours": "planned h",
    "officer_hours": "hours",
    "visits": "visits",
    "stage": "stage",
}


@click.command()
@click.option("--from", "first", metavar="MONTH", help="The first month, such as 2024-07.")
@click.option("--to", "last", metavar="MONTH", help="The last month; the first when left out.")
@click.option(
    "--by", default="hotspot", show_default=True, help="hotspot, district or force; month beside."
)
@click.option("--count", "group", help="The count group, such as asb; else what themes ask for.")
@click.option("--hotspot", "hotspots", multiple=True, help="Only this hotspot; may be repeated.")
@click.option("--against", metavar="FROM:TO", help="Compare with this window too.")
@click.option("--rows", "rows_wanted", is_flag=True, help="List the incidents behind the count.")
@format_option
@pass_desk
def figures(
    desk: Desk,
    first: str | None,
    last: str | None,
    by: str,
    group: str | None,
    hotspots: tuple[str, ...],
    against: str | None,
    rows_wanted: bool,
    form: str,
) -> None:
    """Print crimes, ASB, hours and what changed, per hotspot.

    Without --from, the last whole month. '–' means missing, never zero.
    """
    from casebook.services.figures import figure_rows
    from casebook.services.figures import figures as compute

    book = desk.open()
    start = Month.parse(first) if first else Month.of(book.today) + -1
    end = Month.parse(last) if last else start
    if end < start:
        raise BadValue(f"The window {start} to {end} ends before it starts.")
    window = Window(start, end)
    if rows_wanted:
        print_rows(figure_rows(book, window, hotspots=hotspots, count=group), form)
        return
    named = tuple(name.strip() for name in by.split(","))
    other = Window.parse(against) if against else None
    table = compute(book, window, by=named, count=group, hotspots=hotspots, against=other)
    rows = [row.encode(named, against=other is not None) for row in table.rows]
    keys = {key: key for key in named if key != "force"}
    extra = {"count_against": "against", "against_p": "p"} if other else {}
    print_rows(rows, form, keys | COLUMNS | extra)
    if form == "table":
        for line in (*table.notes, *table.sources, *table.definitions):
            say(line)
        coverage = next((row.coverage for row in table.rows if row.coverage), "")
        say(f"Hours: {coverage or 'nothing delivered is loaded'}.")
