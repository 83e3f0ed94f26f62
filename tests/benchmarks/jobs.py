"""What is measured, against whom, and how slow it may be."""

from __future__ import annotations

import hashlib
import io
import random
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.processes import Run, watched, whole

HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)
TYPES = ("Anti-social behaviour", "Burglary", "Shoplifting", "Violence and sexual offences")
EMPTY_APP = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    BINDINGS = [("q", "quit", "Quit")]
    def compose(self):
        yield Static("an empty app")
Empty().run()
"""
READ_CSV = """
import io, sys, zipfile
import pandas as pd
with zipfile.ZipFile(sys.argv[1]) as archive:
    for name in archive.namelist():
        if name.endswith(".csv"):
            pd.read_csv(io.BytesIO(archive.read(name)))
"""


@dataclass(frozen=True)
class Job:
    """One comparison."""

    says: str
    against: str
    peer: Callable[[], Run]
    subject: Callable[[], Run]
    limits: Mapping[str, float]
    """The most the median ratio of each measure may be."""
    base: str
    """Which of the peer's measures all are divided by."""
    folder: Path
    peak_limit_mib: int = 0

    def clean(self) -> None:
        """Remove what the job made."""
        shutil.rmtree(self.folder)


def import_job(data: Path | None) -> Job:
    """Importing a ZIP of street files into an empty casebook, against reading its CSVs."""
    folder = Path(tempfile.mkdtemp(prefix="casebook-bench-"))
    archive = data.absolute() if data else _invented(folder / "street.zip")

    def subject() -> Run:
        for old in folder.glob("bench.db*"):
            old.unlink()
        whole(["-m", "casebook", "--book", "bench.db", "init"], folder)
        return whole(
            ["-m", "casebook", "--book", "bench.db", "import", "incidents", str(archive)], folder
        )

    return Job(
        f"import of {archive.name}, the whole process",
        "pandas.read_csv of the same bytes",
        lambda: whole(["-c", READ_CSV, str(archive)], folder),
        subject,
        {"whole": 6.0},
        "whole",
        folder,
        peak_limit_mib=1024,
    )


def paint_job(_data: Path | None) -> Job:
    """The terminal's first paint on the demonstration, against an empty Textual app."""
    folder = Path(tempfile.mkdtemp(prefix="casebook-bench-"))
    whole(["-m", "casebook", "demo", "."], folder)
    texts = {"first paint": "OFFICIAL-SENSITIVE", "rows readable": "PMP-2024-001"}
    arguments = ["-m", "casebook", "--book", "casebook.db", "open"]
    return Job(
        "the terminal on the demonstration's casebook",
        "an empty Textual app",
        lambda: watched(["-c", EMPTY_APP], folder, {"paint": "an empty app"}, b"q"),
        lambda: watched(arguments, folder, texts, b"q"),
        {"first paint": 1.3, "rows readable": 2.5},
        "paint",
        folder,
    )


def start_job(_data: Path | None) -> Job:
    """``casebook --help``, against importing Click alone."""
    folder = Path(tempfile.mkdtemp(prefix="casebook-bench-"))
    return Job(
        "casebook --help, the whole process",
        "python -c 'import click'",
        lambda: whole(["-c", "import click"], folder),
        lambda: whole(["-m", "casebook", "--help"], folder),
        {"whole": 2.5},
        "whole",
        folder,
    )


JOBS: Mapping[str, Callable[[Path | None], Job]] = {
    "import": import_job,
    "paint": paint_job,
    "start": start_job,
}


def _invented(path: Path, months: int = 35, rows: int = 8_600) -> Path:
    """A ZIP laid out as data.police.uk's, of invented rows on the Goodwin Sands."""
    luck = random.Random(7)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(months):
            month = f"{2020 + n // 12}-{n % 12 + 1:02d}"
            text = io.StringIO()
            text.write(HEADER + "\r\n")
            for row in range(rows):
                text.write(_line(luck, month, row) + "\r\n")
            archive.writestr(f"{month}/{month}-lomea-street.csv", text.getvalue())
    return path


def _line(luck: random.Random, month: str, row: int) -> str:
    kind = luck.choice(TYPES)
    asb = kind == TYPES[0]
    crime_id = "" if asb else hashlib.sha256(f"{month}{row}".encode()).hexdigest()
    x, y = 1.45 + luck.randrange(4000) / 40_000, 51.2 + luck.randrange(4000) / 40_000
    outcome = "" if asb else "Under investigation"
    return (
        f"{crime_id},{month},Lomea Police,Lomea Police,{x:.6f},{y:.6f},On or near Quay Street,"
        f"L01000001,Lomea 001A,{kind},{outcome},"
    )
