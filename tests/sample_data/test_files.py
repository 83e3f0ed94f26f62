"""The sample is the generator's own output, byte for byte, and is found where it says."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from sample_data import FILES, SAMPLE_TODAY, path
from sample_data.generator import writing
from sample_data.generator.__main__ import main
from sample_data.generator.lomea import build
from sample_data.generator.written import written


@pytest.fixture(scope="module")
def remade(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder the sample has just been made into."""
    folder = tmp_path_factory.mktemp("lomea")
    build(folder)
    return folder


@pytest.mark.parametrize("name", [name for name in FILES if not name.endswith(".zip")])
def test_a_committed_file_is_what_the_generator_writes(remade: Path, name: str) -> None:
    """Making the sample again gives the committed bytes."""
    assert (remade / name).read_bytes() == path(name).read_bytes()


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".zip")])
def test_a_committed_archive_holds_what_the_generator_writes(remade: Path, name: str) -> None:
    """The archive's members have the same names, order, dates and bytes; packing is zlib's own."""
    made, committed = remade / name, path(name)
    assert list(writing.unzipped(made).items()) == list(writing.unzipped(committed).items())


@pytest.mark.usefixtures("remade")
def test_nothing_is_written_that_isn_t_read() -> None:
    """Making the sample reads every file of `written`."""
    folder = path(FILES[0]).parents[1] / "written"
    assert written.cache_info().currsize == len(list(folder.rglob("*.toml")))


def test_a_written_text_is_one_paragraph() -> None:
    """Where its lines break in the file is for whoever edits it."""
    assert "\\n" not in repr(written("cases/strand"))
    assert written("cases/strand")["case"][0]["reported"].startswith(
        "Every warm weekend brings fights at the arcade steps, drinking on the beach wall and calls"
    )


def test_two_makings_give_the_same_files(remade: Path) -> None:
    """A second run finds every file as it would write it, and leaves it, times and all."""
    before = {name: (remade / name).stat().st_mtime_ns for name in FILES}
    build(remade)
    assert {name: (remade / name).stat().st_mtime_ns for name in FILES} == before


def test_no_clock_is_in_an_archive(remade: Path, tmp_path: Path) -> None:
    """On one machine even the archives are the same bytes."""
    for name in (name for name in FILES if name.endswith(".zip")):
        with zipfile.ZipFile(remade / name) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(2024, 12, 18, 0, 0, 0)}
        writing.write_zip(tmp_path / name, writing.unzipped(remade / name))
        assert (tmp_path / name).read_bytes() == (remade / name).read_bytes()


def test_the_folder_holds_the_listed_files_and_no_other() -> None:
    """FILES is the whole of what is committed."""
    assert sorted(one.name for one in path(FILES[0]).parent.iterdir()) == sorted(FILES)


def test_the_sample_is_under_eight_megabytes() -> None:
    """The committed files stay small, the incidents in both formats under three."""
    sizes = {name: path(name).stat().st_size for name in FILES}
    assert sum(sizes.values()) < 8 * 1024**2
    assert sizes["incidents.zip"] + sizes["incidents-force.zip"] < 3 * 1024**2


def test_an_unknown_file_is_refused_with_the_names_there_are() -> None:
    """Asking for a file that isn't there names those that are."""
    with pytest.raises(ValueError, match=r"no sample file 'wards.csv'; there are coastline"):
        path("wards.csv")


def test_importing_the_package_needs_no_generator() -> None:
    """The wheel doesn't carry it; finding a sample file costs neither numpy nor shapely."""
    unwanted = "{'numpy', 'shapely', 'sample_data.generator'}"
    asked = f"import sys, sample_data; print(*{unwanted} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == ""


def test_today_is_the_day_of_the_paper() -> None:
    """The demo is looked at on 18 December 2024."""
    assert SAMPLE_TODAY.isoformat() == "2024-12-18"


def test_the_command_says_what_it_takes(capsys: pytest.CaptureFixture[str]) -> None:
    """Two folders are one too many."""
    assert main(["one", "two"]) == 2
    assert capsys.readouterr().err == "usage: python -m sample_data.generator [FOLDER]\n"


def test_a_field_that_would_need_quoting_is_refused() -> None:
    """The tables are plain, so a comma in a field is a mistake in the generator."""
    with pytest.raises(ValueError, match="need quoting"):
        writing.table([("Harbour Street, north",)])
