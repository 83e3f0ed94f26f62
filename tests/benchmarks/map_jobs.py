"""Maps: the whole command against folium's render of its layers, and many hotspots against few."""

from __future__ import annotations

import json
from pathlib import Path

from tests.benchmarks.jobs import Job, Limit, scratch
from tests.benchmarks.processes import Run, timed, whole

MONTHS = ("--from", "2022-12", "--to", "2024-11")
FEW, MANY = 27, 2700


def map_job(_data: Path | None) -> Job:
    """24 months of the demonstration's hotspots, from the casebook to the file.

    Folium draws the same layers, one for each month: it has no other way to say their figures.
    """
    folder = scratch()
    whole(["-m", "casebook", "demo", "."], folder)
    whole(["-m", "tests.benchmarks.map_ways", "lay_out", str(folder)], folder)
    peer = "folium's own render of the layers"
    arguments = ["-m", "casebook", "--book", "casebook.db", "map", "out.html", *MONTHS]
    layers = json.loads((folder / "layers.json").read_text())
    return Job(
        f"a map of {len(layers['ids'])} hotspots over 24 months, the whole process",
        lambda: whole(arguments, folder),
        {
            peer: lambda: whole(
                ["-m", "tests.benchmarks.map_ways", "by_folium", str(folder)], folder
            )
        },
        [Limit(peer, 1.5), Limit(peer, 1.5, measure="cpu", of="cpu")],
        folder,
    )


def map_size_job(_data: Path | None) -> Job:
    """A hundred times the hotspots, from figures to the file: at most a hundred times the time."""
    folder = scratch()
    peer = f"{FEW} hotspots"

    def run(count: int) -> Run:
        return timed(["-m", "tests.benchmarks.map_ways", "made_up", str(count)], folder)

    return Job(
        f"a map of {MANY:,} hotspots over 24 months, from figures to the file",
        lambda: run(MANY),
        {peer: lambda: run(FEW)},
        [Limit(peer, MANY / FEW, measure="timed", of="timed")],
        folder,
    )
