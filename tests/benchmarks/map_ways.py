"""``python -m tests.benchmarks.map_ways WAY ARGUMENT``: one way to draw a map, by itself."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from casebook.packs.map.gathered import MapFigures


def lay_out(folder: str) -> None:
    """Write what every layer shows of every hotspot and month, for folium to draw."""
    import getpass

    import shapely

    from casebook.book.opening import open_book
    from casebook.core.months import Month, Window
    from casebook.packs.map.page import read_page

    book = open_book(str(Path(folder, "casebook.db")), getpass.getuser())
    page = read_page(book, Window(Month(2022, 12), Month(2024, 11)))
    columns = {column.title: column for column in page.columns}
    outlines = [
        json.loads(shapely.to_geojson(shapely.set_precision(feature.geometry, 1e-6)))
        for feature in page.features
    ]
    layers = [
        {
            "name": f"{layer.name}, {page.steps[step]}",
            "colours": [layer.bands_at(step)[n].fill for n in layer.classes_at(step)],
            "says": {
                title: [columns[title].text(value) for value in columns[title].at(step)]
                for title in layer.says
            },
        }
        for layer in page.layers
        for step in range(len(page.steps))
    ]
    made = {"ids": [f.id for f in page.features], "outlines": outlines, "layers": layers}
    Path(folder, "layers.json").write_text(json.dumps(made))


def by_folium(folder: str) -> None:
    """A GeoJson for each layer and month with its tooltips, and a switch of layers."""
    import folium

    made = json.loads(Path(folder, "layers.json").read_text())
    drawn = folium.Map((51.2, 1.5), tiles=None)
    for layer in made["layers"]:
        features = [
            {
                "type": "Feature",
                "geometry": outline,
                "properties": {"ref": ref, "colour": layer["colours"][at]}
                | {title: said[at] for title, said in layer["says"].items()},
            }
            for at, (ref, outline) in enumerate(zip(made["ids"], made["outlines"], strict=True))
        ]
        folium.GeoJson(
            {"type": "FeatureCollection", "features": features},
            style_function=lambda feature: {"fillColor": feature["properties"]["colour"]},
            tooltip=folium.GeoJsonTooltip(["ref", *layer["says"]]),
            name=layer["name"],
            show=False,
        ).add_to(drawn)
    folium.LayerControl().add_to(drawn)
    drawn.save(str(Path(folder, "folium.html")))


def made_up(hotspots: str) -> None:
    """So many invented hotspots over 24 months, timed from figures to the page's text."""
    from shapely import box

    from casebook.figures.table import FigureTable
    from casebook.packs.map.page import build_map
    from geo.maps import render

    count = int(hotspots)
    of = _figures(count)
    whole = FigureTable(of.window, ("hotspot",), of.hotspots, None, (), ("made up",), ("made up",))
    shapes = {
        f"HS-{n:04d}": box(x := 1 + n % 60 / 90, y := 51 + n // 60 / 90, x + 0.004, y + 0.004)
        for n in range(count)
    }
    started = time.perf_counter()
    render(build_map(of, whole, shapes))
    print(json.dumps({"seconds": time.perf_counter() - started, "result": ""}))


def _figures(count: int) -> MapFigures:
    """Figures of so many hotspots, all made of a few small numbers."""
    from casebook.core.months import Month, Window
    from casebook.core.settings import Settings
    from casebook.figures.figure import Figure
    from casebook.packs.map.gathered import MapFigures, steps_of
    from casebook.packs.map.slices import Slices

    windows = steps_of(Window(Month(2022, 12), Month(2024, 11)))

    def rows() -> Iterator[tuple[Figure, ...]]:
        for step, window in enumerate(windows):
            yield tuple(
                Figure(
                    window,
                    f"Place {n}",
                    f"HS-{n:04d}",
                    crimes=(n + step) % 40,
                    asb=(n * 7 + step) % 30,
                    count_group="asb",
                    count=(n * 7 + step) % 30,
                    verdict="as expected",
                    expected=(n + step) % 17 / 2,
                    planned_covered_officer_hours=60.0,
                    officer_hours=(n * 3 + step) % 90 + 0.25,
                    visits=(n + 3 * step) % 25,
                )
                for n in range(count)
            )

    counts: Any = {
        name: tuple(tuple((n + step) % 40 for n in range(count)) for step in range(len(windows)))
        for name in ("crime", "asb", "drugs")
    }
    refs = tuple(f"HS-{n:04d}" for n in range(count))
    return MapFigures(
        windows,
        tuple(rows()),
        tuple(Figure(window, "All") for window in windows),
        (),
        Settings("Made-up Police"),
        date(2024, 12, 18),
        slices=Slices(refs, counts, {}, ()),
    )


if __name__ == "__main__":
    {"lay_out": lay_out, "by_folium": by_folium, "made_up": made_up}[sys.argv[1]](sys.argv[2])
