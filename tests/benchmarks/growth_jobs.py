"""Packs and maps of many hotspots: the whole command against the same of a tenth and of few."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.benchmarks.jobs import Job, Limit, scratch
from tests.benchmarks.processes import Run, whole

FEW, SOME, MANY = 27, 270, 2700
_SLACK = 1.2
"""Over ten times the time of a tenth: what each command takes to start is small beside that."""


def pack_growth_job(_data: Path | None) -> Job:
    """A month's review of made-up hotspots as HTML, PDF and XLSX."""
    command = ("pack", "2024-11", "--formats", "html,pdf,xlsx")
    return replace(_growth(*command), peak_limit_mib=2048)


def map_growth_job(_data: Path | None) -> Job:
    """A web map of their 24 months."""
    return _growth("map", "out.html")


def _growth(*command: str) -> Job:
    folder = scratch()
    for hotspots in (FEW, SOME, MANY):
        (folder / str(hotspots)).mkdir()
        arguments = ["-m", "tests.benchmarks.grown_books", str(hotspots), str(hotspots)]
        whole(arguments, folder)

    def run(hotspots: int) -> Run:
        arguments = ["-m", "casebook", "--book", "casebook.db", *command]
        return whole(arguments, folder / str(hotspots))

    few, some = (f"{hotspots} hotspots" for hotspots in (FEW, SOME))
    return Job(
        f"casebook {command[0]} of {MANY:,} hotspots, the whole command",
        lambda: run(MANY),
        {few: lambda: run(FEW), some: lambda: run(SOME)},
        [
            Limit(few, MANY / FEW, measure="cpu", of="cpu"),
            Limit(some, _SLACK * MANY / SOME, measure="cpu", of="cpu"),
        ],
        folder,
    )
