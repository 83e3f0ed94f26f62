"""The review pack: against Typst alone on the same pages, and its drawings against matplotlib."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.jobs import Job, Limit, scratch
from tests.benchmarks.processes import Run, whole

TYPST, MATPLOTLIB = "Typst alone on the same pages", "geopandas and matplotlib"
_PACK = ("--book", "casebook.db", "pack", "2024-11", "--formats", "html,pdf,xlsx")
_WAYS = "tests.benchmarks.pack_ways"


def pack_job(_data: Path | None) -> Job:
    """The demonstration's pack of 27 hotspots as HTML, PDF and XLSX."""
    folder = _demonstration()
    return Job(
        "the review pack of 27 hotspots as HTML, PDF and XLSX, the whole command",
        lambda: whole(["-m", "casebook", *_PACK], folder),
        {TYPST: lambda: _run("by_typst", folder)},
        [Limit(TYPST, 3.0, 2.0), Limit(TYPST, 3.0, 2.0, measure="cpu", of="cpu")],
        folder,
        peak_limit_mib=400,
    )


def pack_drawings_job(_data: Path | None) -> Job:
    """The maps, charts and grids of its pages alone."""
    folder = _demonstration()
    return Job(
        "the drawings of 27 hotspots' pages, the whole process",
        lambda: _run("drawings", folder),
        {MATPLOTLIB: lambda: _run("by_matplotlib", folder)},
        [Limit(MATPLOTLIB, 1 / 8, 1 / 12)],
        folder,
    )


def _demonstration() -> Path:
    folder = scratch()
    whole(["-m", "casebook", "demo", "."], folder)
    _run("keep", folder)
    return folder


def _run(way: str, folder: Path) -> Run:
    return whole(["-m", _WAYS, way, str(folder)], folder)
