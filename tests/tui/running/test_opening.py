"""A file is opened with the machine's own program, or one sentence says where it is."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from casebook.core.errors import StoreFailure
from tui.running import opening
from tui.running.opening import open_with_its_program, opener

MAP = Path("/tmp/map.html")


def test_the_program_is_the_machines(tmp_path: Path) -> None:
    """On a Mac, and on a desktop that has xdg-open."""
    assert opener("darwin", {}, MAP) == ("open",)
    program = tmp_path / "xdg-open"
    program.touch(0o700)
    assert opener("linux", {"DISPLAY": ":0", "PATH": str(tmp_path)}, MAP) == ("xdg-open",)
    assert opener("linux", {"WAYLAND_DISPLAY": "w", "PATH": str(tmp_path)}, MAP) == ("xdg-open",)


def test_without_a_desktop_the_path_is_said(tmp_path: Path) -> None:
    """As over SSH, where a text browser would take the terminal over; and with nothing to open."""
    with pytest.raises(StoreFailure, match="There is no desktop here to open it on: it is /tmp/"):
        opener("linux", {"PATH": os.environ["PATH"]}, MAP)
    with pytest.raises(StoreFailure, match="There is no xdg-open here"):
        opener("linux", {"DISPLAY": ":0", "PATH": str(tmp_path)}, MAP)
    with pytest.raises(StoreFailure, match="isn't there any more"):
        open_with_its_program(tmp_path / "gone.html")


def test_it_is_handed_over_whole_and_stays_off_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The very name arrives, and what the program says reaches no screen."""
    noted, odd = tmp_path / "noted", tmp_path / "two words; $(x)\n.html"
    odd.touch()
    program = f"import sys; open({str(noted)!r}, 'w').write(sys.argv[1]); print('said')"
    monkeypatch.setattr(opening, "opener", lambda *_: (sys.executable, "-c", program))
    open_with_its_program(odd)
    for _ in range(500):
        if noted.exists() and noted.read_text():
            break
        time.sleep(0.02)
    assert noted.read_text() == str(odd)
    assert capfd.readouterr() == ("", "")


def test_a_program_that_is_not_there_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may go between being looked for and being started."""
    (tmp_path / "x.html").touch()
    monkeypatch.setattr(opening, "opener", lambda *_: ("/no/such/program",))
    with pytest.raises(StoreFailure, match="can't be opened here: No such file or directory"):
        open_with_its_program(tmp_path / "x.html")
