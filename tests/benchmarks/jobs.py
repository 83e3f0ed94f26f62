"""What is measured, against whom, and how slow it may be: imports and start-up."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.made_up import FORCE
from tests.benchmarks.processes import Run, whole

READ_CSV = """
import io, sys, zipfile
import pandas as pd
with zipfile.ZipFile(sys.argv[1]) as archive:
    for name in archive.namelist():
        if name.endswith(".csv"):
            pd.read_csv(io.BytesIO(archive.read(name)))
"""


@dataclass(frozen=True)
class Limit:
    """How long ours may take beside a peer, and how long it had better take."""

    peer: str
    most: float
    """Of the peer's seconds: 1.3 is a third more, 1 / 15 is 15 times as fast."""
    goal: float | None = None
    measure: str = "whole"
    """Which of our seconds."""
    of: str = "whole"
    """Which of the peer's seconds."""


@dataclass(frozen=True)
class Beside:
    """How long one peer takes beside another, told without a limit."""

    peer: str
    measure: str
    other: str
    of: str


@dataclass(frozen=True)
class Job:
    """One piece of work, ours and its peers'."""

    says: str
    ours: Callable[[], Run]
    peers: Mapping[str, Callable[[], Run]]
    limits: Sequence[Limit]
    folder: Path
    peak_limit_mib: float = 0
    """The most memory ours may take; 0 for any."""
    peak_limit_times: float = 0
    """The same, as so many times what the first peer takes."""
    aside: Sequence[str] = ()
    """Which of our seconds are told without a limit."""
    beside: Sequence[Beside] = ()

    def clean(self) -> None:
        """Remove what the job made."""
        shutil.rmtree(self.folder)


def scratch() -> Path:
    """A new folder for what a job makes."""
    return Path(tempfile.mkdtemp(prefix="casebook-bench-"))


def unpack_duckdb_spatial() -> None:
    """Put the extension of the installed package where DuckDB's LOAD looks for it, untimed."""
    from duckdb_extensions import import_extension

    import_extension("spatial")


def import_job(data: Path | None) -> Job:
    """Importing a ZIP of street files into an empty casebook, against reading its CSVs."""
    folder = scratch()
    archive = data.absolute() if data else _invented(folder / "street.zip")

    def ours() -> Run:
        for old in folder.glob("bench.db*"):
            old.unlink()
        whole(["-m", "casebook", "--book", "bench.db", "init"], folder)
        return whole(
            ["-m", "casebook", "--book", "bench.db", "import", "incidents", str(archive)], folder
        )

    peer = "pandas.read_csv of the same bytes"
    return Job(
        f"import of {archive.name}, the whole process",
        ours,
        {peer: lambda: whole(["-c", READ_CSV, str(archive)], folder)},
        [Limit(peer, 3.0, 2.0)],
        folder,
        peak_limit_mib=1024,
    )


def start_job(_data: Path | None) -> Job:
    """``casebook --help``, against importing Click alone."""
    folder = scratch()
    peer = "python -c 'import click'"
    return Job(
        "casebook --help, the whole process",
        lambda: whole(["-m", "casebook", "--help"], folder),
        {peer: lambda: whole(["-c", "import click"], folder)},
        [Limit(peer, 2.5)],
        folder,
    )


def _invented(path: Path) -> Path:
    """A ZIP as data.police.uk packs it: three forces' year of made-up rows."""
    street = FORCE.write_street_files(path.with_suffix(""), 300_000, 36)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(street.rglob("*.csv")):
            archive.write(file, file.relative_to(street))
    return path
