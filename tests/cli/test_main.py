"""The edge of the command line: exit codes, one line, no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from casebook import __version__
from casebook.cli.main import commands
from tests.cli.conftest import Casebook
from tests.incidents.incident_files import write_csv
from tests.places.place_files import feature, places_file, square

ROOT = Path(__file__).parents[2]


def _process(*arguments: str, cwd: Path, **how: object) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "CASEBOOK_LOG": str(cwd / "log")}
    return subprocess.run(
        [sys.executable, "-m", "casebook", *arguments],
        cwd=cwd,
        env=env | how.pop("env", {}),  # type: ignore[arg-type, operator]
        capture_output=True,
    )


def test_version_and_help(casebook: Casebook) -> None:
    """Both answer without a casebook; help names every command."""
    assert __version__ in casebook("--version").out
    shown = casebook("--help").out
    for name in commands():
        assert f"  {name} " in shown


@pytest.mark.parametrize("name", list(commands()))
def test_every_command_explains_itself(casebook: Casebook, name: str) -> None:
    """Each has help of its own."""
    ran = casebook(name, "--help")
    assert ran.code == 0
    assert "Usage: casebook" in ran.out


def test_a_mistyped_command_is_usage(casebook: Casebook) -> None:
    """Exit 2, and nothing on stdout."""
    ran = casebook("fgures")
    assert (ran.code, ran.out) == (2, "")
    assert "No such command 'fgures'" in ran.err


def test_no_casebook_is_one_line_that_says_what_to_do(casebook: Casebook) -> None:
    """Exit 1."""
    ran = casebook("figures")
    assert ran.code == 1
    assert ran.err.count("\n") == 1
    assert "make one with 'casebook init'" in ran.err


def test_an_unexpected_failure_is_one_line_and_a_report_without_values(
    made: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report holds versions and stack; what somebody typed stays out of it."""

    def fail(*_: object) -> None:
        raise RuntimeError("the victim is called Pat")

    monkeypatch.setattr("casebook.upkeep.accounts.list_accounts", fail)
    ran = made("user", "list")
    assert ran.code == 1
    assert ran.err.count("\n") == 1
    path = Path(ran.err.split("Send ")[1].split(" to whoever")[0])
    report = path.read_text()
    assert "RuntimeError" in report
    assert "in fail" in report
    assert "Pat" not in report
    assert "Pat" not in ran.err


def test_interrupting_exits_130_and_says_so(
    made: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C is no fault."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("casebook.upkeep.accounts.list_accounts", stop)
    ran = made("user", "list")
    assert ran.code == 130
    assert ran.err.strip() == "casebook: Stopped: nothing was changed."


def test_output_is_utf8_whatever_the_console_says(tmp_path: Path) -> None:
    """A place name can't stop a command on an old Windows code page."""
    env = {"PYTHONIOENCODING": "cp1252", "LC_ALL": "C"}
    assert _process("init", "--force-name", "Ynys Môn", cwd=tmp_path, env=env).returncode == 0
    ran = _process("setting", "list", cwd=tmp_path, env=env)
    assert "Ynys Môn" in ran.stdout.decode("utf-8")


def _in_a_shell(line: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """``line`` with the command line called ``$casebook`` in it, unbuffered as servers have it."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "CASEBOOK_LOG": str(cwd / "log")}
    env |= {"casebook": f"{sys.executable} -m casebook", "PYTHONUNBUFFERED": "1"}
    return subprocess.run(["sh", "-c", line], cwd=cwd, env=env, capture_output=True, text=True)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits")
@pytest.mark.parametrize("limit", ["", "ulimit -f 1; "])
def test_output_that_a_disk_has_no_room_for_is_no_success(tmp_path: Path, limit: str) -> None:
    """Not even where a part of it could be written, and it is said in one line."""
    into = "some.txt" if limit else "/dev/full"
    ran = _in_a_shell(f"{limit}$casebook --help >{into}", tmp_path)
    assert ran.returncode == 1
    assert ran.stderr.startswith("casebook: Not all could be written (")
    assert ran.stderr.count("\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows closes no streams so")
@pytest.mark.parametrize(
    "line", ["init 2>&-", "init 2>/dev/full", "init 2>/dev/null; $casebook setting list >&-"]
)
def test_a_stream_that_nobody_reads_fails_no_command(tmp_path: Path, line: str) -> None:
    """What was done is done, whoever hears of it."""
    ran = _in_a_shell(f"$casebook {line}", tmp_path)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert (tmp_path / "casebook.db").is_file()


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    """As when the output is piped into head."""
    _process("init", cwd=tmp_path)
    env = {**os.environ, "PYTHONPATH": str(ROOT), "CASEBOOK_LOG": str(tmp_path / "log")}
    read, write = os.pipe()
    os.close(read)
    process = subprocess.Popen(
        [sys.executable, "-m", "casebook", "setting", "list"],
        cwd=tmp_path,
        env=env,
        stdout=write,
        stderr=subprocess.PIPE,
    )
    os.close(write)
    _, said = process.communicate()
    assert (said, process.returncode) == (b"", 0)


def test_a_command_leaves_nothing_in_the_temporary_folder(tmp_path: Path) -> None:
    """GDAL's log lies there while polygons are read."""
    temporary, town = tmp_path / "tmp", feature(square(0, 0), ref="HS-01")
    temporary.mkdir()
    places_file(tmp_path / "places.geojson", town)
    heading = ("Month", "Crime type", "Easting", "Northing")
    row = ("2024-11", "Robbery", "640050", "150050")
    write_csv(tmp_path / "street.csv", heading, [row])
    ran = _process(
        *("count", "street.csv", "--hotspots", "places.geojson", "--format", "csv"),
        cwd=tmp_path,
        env={"TMPDIR": str(temporary)},
    )
    assert (ran.returncode, list(temporary.iterdir())) == (0, []), ran.stderr.decode()
    assert ran.stdout.decode().splitlines()[1].startswith("HS-01,inside,2024-11,Robbery,")


def test_a_persons_settings_give_way_to_the_environment_and_flags(
    made: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Flag, environment, person: in that order."""
    Path(os.environ["CASEBOOK_CONFIG"]).write_text('book = "person.db"\n')
    assert "person.db" in made("setting", "list").err
    monkeypatch.setenv("CASEBOOK_BOOK", "environment.db")
    assert "environment.db" in made("setting", "list").err
    assert made("--book", "casebook.db", "setting", "list").code == 0


def test_a_persons_settings_that_are_no_toml_are_named(casebook: Casebook) -> None:
    """With the file's path."""
    path = Path(os.environ["CASEBOOK_CONFIG"])
    path.write_text("book = ")
    ran = casebook("--version")
    assert ran.code == 1
    assert f"Your settings {path} can't be read" in ran.err


def test_the_log_holds_commands_and_no_text(made: Casebook) -> None:
    """When, which command, how it ended, how long."""
    made("profile", "new", "--title", "Secret title")
    made("profile", "show", "nowhere")
    log = (Path(os.environ["CASEBOOK_LOG"]) / "casebook.log").read_text()
    assert " profile done 0 " in log
    assert " profile refused 1 " in log
    assert "Secret" not in log
    assert "nowhere" not in log


def test_what_the_driver_of_a_server_says_goes_to_the_log_alone(casebook: Casebook) -> None:
    """A person reads what it is to them and what to do next; port 1 is nobody's."""
    ran = casebook("--book", "postgresql://127.0.0.1:1/book", "profile", "list")
    assert ran.code == 1
    assert "can't be reached, as no server answers: look at the address" in ran.err
    log = (Path(os.environ["CASEBOOK_LOG"]) / "casebook.log").read_text()
    driver = "connection to server at"
    assert driver in log
    assert driver not in ran.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_can_complete_commands(casebook: Casebook, shell: str) -> None:
    """The script names the program."""
    assert "_CASEBOOK_COMPLETE" in casebook("completion", shell).out
