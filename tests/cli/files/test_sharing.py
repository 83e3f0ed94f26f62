"""``--jobs`` and ``--cluster`` as typed: the same to the last letter, and refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Casebook
from tests.incidents.incident_files import street_file, street_row
from tests.patrols.gps.ping_files import HEAD, run
from tests.places.place_files import feature, places_file, square


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Two street files, two files of pings and a hotspot around each, where commands run."""
    for number in range(2):
        street_file(tmp_path / f"{number}-street.csv", *[street_row(f"c{n}") for n in range(30)])
        rows = run("2024-10-07T14:00+01:00", 20, unit=f"LH2{number}")
        (tmp_path / f"{number}-pings.csv").write_text("\n".join([HEAD, *rows]) + "\n")
    shapes = [square(0, 0), square(4000, 6000, 1000)]
    drawn = [feature(shape, ref=f"HS-{number}") for number, shape in enumerate(shapes)]
    places_file(tmp_path / "hotspots.geojson", *drawn)
    return tmp_path


@pytest.mark.parametrize(
    ("command", "of"),
    [
        (["count", "--hotspots", "hotspots.geojson"], "street"),
        (["dosage", "--hotspots", "hotspots.geojson"], "pings"),
        (["detect", "--method", "dbscan", "-o", "found.geojson"], "street"),
    ],
)
def test_two_processes_print_what_one_does(
    casebook: Casebook, files: Path, command: list[str], of: str
) -> None:
    """Rows, notes and all; and ``--jobs 1`` is what is done without."""
    given = [*command, f"0-{of}.csv", f"1-{of}.csv"]
    alone = casebook(*given)
    assert alone.code == 0, alone.err
    assert alone.out
    assert casebook(*given, "--jobs", "1") == alone
    assert casebook(*given, "--jobs", "2") == alone


@pytest.mark.usefixtures("files")
def test_what_cannot_be_shared_out_is_refused(made: Casebook) -> None:
    """No processes, a cluster that isn't there, the casebook's own rows on other machines."""
    count = ["count", "0-street.csv", "--hotspots", "hotspots.geojson"]
    assert made(*count, "--jobs", "0").code == 2
    nowhere = made(*count, "--cluster", "nonsense://here")
    assert (nowhere.code, nowhere.out) == (1, "")
    assert nowhere.err == (
        "casebook: No Dask scheduler answers at 'nonsense://here': look at the address, or start "
        "one with 'dask scheduler'.\n"
    )
    own = made("detect", "-o", "found.geojson", "--cluster", "tcp://here:1")
    assert (own.code, own.err) == (
        1,
        "casebook: The casebook's own rows are read on the machine that has it: leave out "
        "--cluster; --jobs shares them among this machine's processes.\n",
    )


@pytest.mark.usefixtures("files")
def test_two_processes_find_in_the_casebooks_own_rows_what_one_does(made: Casebook) -> None:
    """The same to the letter."""
    assert made("import", "incidents", "0-street.csv").code == 0
    given = ("detect", "--from", "2024-09", "--method", "dbscan", "--format", "csv")
    alone = made(*given)
    assert "30 incidents with coordinates in Sep 2024" in alone.err
    assert made(*given, "--jobs", "2") == alone
