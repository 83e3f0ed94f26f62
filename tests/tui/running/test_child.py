"""A command run beside the terminal: its arguments, its lines, its files, and how it is stopped."""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.running.child import (
    CASEBOOK,
    ChildCommand,
    CommandFailed,
    CommandStopped,
    Printed,
    Told,
    _said,
    let_commands_be_stopped,
)

ODD = [
    "two words.html",
    "a\nb",
    "\x1b[2J;rm -rf ~ $(id)`id`",
    "-rf",
    "",
    "ünï\u202ecode",
    "*?'\"\\",
]


@pytest.fixture(autouse=True)
def _stoppable() -> Iterator[None]:
    """Commands hear Ctrl-C, as those of the terminal do, also where the tests ignore it."""
    before = signal.getsignal(signal.SIGINT)
    let_commands_be_stopped()
    yield
    signal.signal(signal.SIGINT, before)


def _child(program: str, arguments: Sequence[str] = ()) -> ChildCommand:
    return ChildCommand(arguments, environment={}, command=(sys.executable, "-c", program))


def test_arguments_arrive_as_they_are() -> None:
    """No shell sees them, so there is nothing in a name that could be obeyed."""
    printed = _child("import json, sys; print(json.dumps(sys.argv[1:]))", ODD).run(print)
    assert json.loads(printed.out) == ODD


def test_files_it_wrote_are_known_by_their_very_names() -> None:
    """The sentence for people shows signs in place of what a terminal would obey."""
    odd = "/tmp/a\n\x1b[2J é\udcff.html"
    tells = f"import sys; print({json.dumps({'wrote': odd})!r}, file=sys.stderr)"
    says = "print('Wrote it.', file=sys.stderr)"
    printed = _child(f"{tells}; {says}").run(print)
    assert printed == Printed("", ("Wrote it.",), (Path(odd),))


def test_progress_is_heard_and_any_other_line_is_narration() -> None:
    """A share is cut at the whole; lines that only look like progress are words."""
    assert _said('{"done": 1, "total": 4, "what": "Reading x.csv"}\n') == Told(
        "Reading x.csv", 0.25
    )
    assert str(Told("Reading x.csv", 0.25)) == "Reading x.csv, 25%"
    assert str(_said('{"done": 9, "total": 4, "what": "x"}')) == "x, 100%"
    assert str(_said('{"done": 0, "total": 0, "what": "x"}')) == "x"
    for other in ('{"done": 1}', "{}", "{not json", '{"done": "a", "total": 2, "what": 3}', "[1]"):
        assert _said(other) == other


@given(st.text())
def test_no_line_stops_the_reading(line: str) -> None:
    """Whatever a command prints, it is one of the three."""
    assert isinstance(_said(line), (Told, Path, str))


def test_a_command_that_is_stopped_puts_away_what_it_began(tmp_path: Path) -> None:
    """It is interrupted as by Ctrl-C, upon which it cleans up, and says what it had finished."""
    part, whole = tmp_path / "part", tmp_path / "whole.html"
    program = f"""
import json, pathlib, sys, time
part = pathlib.Path({str(part)!r})
try:
    part.touch()
    print(json.dumps(dict(wrote={str(whole)!r})), file=sys.stderr, flush=True)
    print(json.dumps(dict(done=1, total=2, what="at it")), file=sys.stderr, flush=True)
    time.sleep(600)
finally:
    part.unlink()
"""
    child = _child(program)
    with pytest.raises(CommandStopped, match=r"whole\.html had been made whole before"):
        child.run(lambda _: child.stop())
    assert not part.exists()


def test_a_terminal_that_was_started_deaf_to_ctrl_c_can_stop_its_commands() -> None:
    """Where whoever started it ignores Ctrl-C, as a shell's background does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    let_commands_be_stopped()
    program = """
import json, sys, time
try:
    print(json.dumps(dict(done=0, total=1, what="at it")), file=sys.stderr, flush=True)
    time.sleep(600)
except KeyboardInterrupt:
    print(json.dumps(dict(wrote="heard")), file=sys.stderr)
"""
    child = _child(program)
    with pytest.raises(CommandStopped, match="heard had been made whole"):
        child.run(lambda _: child.stop())


def test_a_command_that_will_not_stop_is_ended_with_what_it_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """After a while, and its own processes with it: none is left behind."""
    monkeypatch.setattr(ChildCommand, "PATIENCE", 0.1)
    program = """
import json, os, signal, subprocess, sys, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
subprocess.Popen(["sleep", "600"])
print(json.dumps(dict(done=0, total=1, what="at it")), file=sys.stderr, flush=True)
time.sleep(600)
"""
    child = _child(program)
    with pytest.raises(CommandStopped, match="nothing was made or changed"):
        # the line of narration ends only once every process that holds it has gone
        child.run(lambda _: child.stop())


def test_one_stopped_before_it_began_does_nothing() -> None:
    """And one that has ended is left alone."""
    child = _child("import time; time.sleep(600)")
    child.stop()
    with pytest.raises(CommandStopped):
        child.run(print)
    child.stop()


def test_a_command_line_that_is_not_there_is_a_sentence() -> None:
    """So is an argument that no command line can be given."""
    for command, given_ in ((("/no/such/casebook",), ()), (CASEBOOK, ("a\0b",))):
        child = ChildCommand(given_, environment={}, command=command)
        with pytest.raises(CommandFailed, match="The command line can't be started"):
            child.run(print)


def test_a_module_beside_the_person_is_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder one stands in may hold anything; the command line takes nothing from it."""
    (tmp_path / "click.py").write_text("raise SystemExit('taken over')")
    monkeypatch.chdir(tmp_path)
    printed = ChildCommand(("--version",), environment={}).run(print)
    assert printed.out.startswith("casebook, version")


def test_stopping_is_heard_from_another_thread() -> None:
    """The screen's own thread stops what runs in a worker."""
    child = _child("import sys, time; print('{}', file=sys.stderr, flush=True); time.sleep(600)")
    threading.Timer(0.3, child.stop).start()
    with pytest.raises(CommandStopped):
        child.run(print)
