"""The pack of a month's hotspots, and what it is held against, each a process of its own.

``python -m tests.benchmarks.pack_ways WAY FOLDER`` works on ``FOLDER/casebook.db``: ``by_typst``
sets the pages of its pack again from the data that were kept of them; ``by_matplotlib`` draws each
page's map and charts with geopandas and matplotlib and nothing else, and ``drawings`` the same with
ours; ``keep`` keeps what these need.
"""

from __future__ import annotations

import json
import pickle
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casebook.packs.review.pack import ReviewPack

MONTH = (2024, 11)
KEPT, DRAWN = "pages.json", "drawn.pickle"


def _pack(folder: Path) -> ReviewPack:
    from casebook.book.opening import open_book
    from casebook.cli.desk import system_login
    from casebook.core.months import Month, Window
    from casebook.packs.chapters.parts import PackScope
    from casebook.packs.review.pack import review_pack

    month = Month(*MONTH)
    book = open_book(str(folder / "casebook.db"), system_login())
    try:
        return review_pack(PackScope(book, Window(month, month)))
    finally:
        book.store.close()


def _streets() -> Path:
    return Path(__file__).parents[2] / "sample_data" / "lomea" / "streets.geojson"


def keep(folder: Path) -> None:
    """Keep the data of the pages, and what the drawings show."""
    from casebook.basemap.from_file import read_streets
    from casebook.book.opening import open_book
    from casebook.cli.desk import system_login
    from casebook.core.months import Month
    from casebook.packs.review import pdf
    from casebook.places.hotspots import hotspot_shapes

    made = _pack(folder)
    (folder / KEPT).write_text(json.dumps(pdf._printed(made)))
    book = open_book(str(folder / "casebook.db"), system_login())
    shapes = hotspot_shapes(book, Month(*MONTH).last)
    book.store.close()
    months: dict[str, list[list[object]]] = {}
    for row in made.numbers.monthly:
        numbers = [row.count, row.asb, row.expected, row.officer_hours, row.planned_officer_hours]
        months.setdefault(row.hotspot, []).append([str(row.window.last), *numbers])
    weeks = {
        ref: [*(of.hours.rows for of in week.incidents.values()), week.patrols.rows]
        for ref, week in made.numbers.kept.weeks.items()
    }
    streets = read_streets(_streets())
    (folder / DRAWN).write_bytes(pickle.dumps((shapes, streets.shapes, months, weeks)))


def by_typst(folder: Path) -> None:
    """The pages set by Typst from their data, with nothing read or worked out."""
    from casebook.packs import typesetting
    from casebook.packs.review.pdf import TEMPLATES

    data = json.loads((folder / KEPT).read_text())
    source = typesetting.source_of(*TEMPLATES)
    moment = typesetting._moment(date(2024, 12, 18))
    (folder / "bare.pdf").write_bytes(typesetting._compiled(source, data, moment))


def by_matplotlib(folder: Path) -> None:
    """A map, three charts and the grids of each hotspot as SVG."""
    import geopandas as gpd
    import matplotlib as mpl

    mpl.use("svg")
    import matplotlib.pyplot as plt

    shapes, lines, months, weeks = pickle.loads((folder / DRAWN).read_bytes())
    streets = gpd.GeoSeries(list(lines), crs=4326)
    every = gpd.GeoSeries(list(shapes.values()), crs=4326)
    for ref, shape in shapes.items():
        figure, axis = plt.subplots(figsize=(2, 2))
        west, south, east, north = shape.bounds
        pad = max(east - west, north - south)
        box = (west - pad, south - pad, east + pad, north + pad)
        streets.cx[box[0] : box[2], box[1] : box[3]].plot(ax=axis, color="#d9d4c6", linewidth=0.7)
        every.cx[box[0] : box[2], box[1] : box[3]].plot(ax=axis, color="#8d98a3", alpha=0.3)
        gpd.GeoSeries([shape], crs=4326).plot(ax=axis, color="#1d4e79", alpha=0.4)
        axis.set_xlim(box[0], box[2])
        axis.set_ylim(box[1], box[3])
        figure.savefig(folder / f"{ref}-map.svg")
        plt.close(figure)
        rows = months[ref]
        names = [row[0] for row in rows]
        figure, axes = plt.subplots(3, 1, figsize=(4.6, 2.2), sharex=True)
        for panel, value, line in ((0, 1, 3), (1, 2, 3), (2, 4, 5)):
            axes[panel].bar(names, [row[value] or 0 for row in rows])
            axes[panel].step(names, [row[line] or 0 for row in rows], where="mid")
        figure.savefig(folder / f"{ref}-months.svg")
        plt.close(figure)
        figure, axes = plt.subplots(1, len(weeks[ref]), figsize=(7, 1))
        for axis, grid in zip(axes, weeks[ref], strict=True):
            axis.pcolormesh(grid)
        figure.savefig(folder / f"{ref}-week.svg")
        plt.close(figure)


def drawings(folder: Path) -> None:
    """The same maps, charts and grids by ours, from what was kept."""
    from casebook.basemap.background import Background
    from casebook.core.months import Month, Window
    from casebook.figures.figure import Figure
    from casebook.packs.drawing.background import BackgroundIndex
    from casebook.packs.drawing.charts import CountPanel, Marks, MonthCount, months_chart
    from casebook.packs.drawing.inset import HotspotShapes, inset
    from casebook.packs.drawing.week_chart import WeekPanel, week_chart
    from casebook.patrols.week import WeekHours

    shapes, lines, months, weeks = pickle.loads((folder / DRAWN).read_bytes())
    index = BackgroundIndex(Background(tuple(lines), ("local",) * len(lines), ""))
    among = HotspotShapes(shapes)
    for ref in shapes:
        rows, panels = [], ([], [])  # type: ignore[var-annotated]
        for name, count, asb, expected, done, planned in months[ref]:
            month = Month.parse(name)
            hours = {"officer_hours": done, "planned_officer_hours": planned}
            rows.append(Figure(Window(month, month), **hours))
            panels[0].append(MonthCount(month, count, expected, (0, 20)))
            panels[1].append(MonthCount(month, asb, expected, (0, 20)))
        named = [CountPanel("Own", panels[0]), CountPanel("ASB", panels[1])]
        grids = [WeekPanel("Week", "a year", WeekHours(grid), "hour") for grid in weeks[ref]]
        drawn = (
            inset("m", ref, ref, among, index),
            months_chart("c", ref, named, rows, Marks()),
            week_chart("w", ref, grids),
        )
        for at, picture in enumerate(drawn):
            (folder / f"{ref}-ours-{at}.svg").write_text(picture.svg if picture else "")


if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]))
