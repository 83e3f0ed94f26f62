"""What a copy of the process reads ahead, and what becomes of it where that fails."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tui.running.ahead import ReadAhead

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux copies a process")


def _printed(program: str) -> list[str]:
    """What a program prints line by line, on either stream; it begins with one thread."""
    code = f"import os, sys, signal, time\nfrom tui.running.ahead import ReadAhead\n{program}"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
        timeout=60,
    )
    return run.stdout.splitlines()


def test_the_answer_is_what_was_read_and_another_process_read_it() -> None:
    """Of any size: 3 MB are more than a pipe holds."""
    program = """
first = os.getpid()
ahead = ReadAhead(lambda: [(os.getpid() != first, "é" * 1_500_000)])
elsewhere, text = ahead.answer()
print(elsewhere, len(text), set(text))
"""
    assert _printed(program) == ["True 1500000 {'é'}"]


@pytest.mark.parametrize(
    "failing",
    [
        "1 / 0",
        "sys.exit('gone')",
        "os.kill(os.getpid(), signal.SIGKILL)",
        "os.kill(os.getpid(), signal.SIGINT)",
        "lambda: None",  # which can't be handed over
    ],
)
def test_a_copy_that_fails_gives_nothing_and_says_nothing(failing: str) -> None:
    """The first process meets the same when it reads, and says it once."""
    program = f"""
print(ReadAhead(lambda: [{failing}]).answer())
"""
    assert _printed(program) == ["None"]


def test_a_copy_prints_nothing_and_hears_no_key() -> None:
    """The terminal belongs to the first process."""
    program = """
def read():
    print("drawn over the screen")
    sys.stderr.write("this too")
    sys.stdout.flush()
    return [sys.stdin.read()]
print(repr(ReadAhead(read).answer()))
"""
    assert _printed(program) == ["''"]


def test_each_answer_comes_as_soon_as_it_is_read() -> None:
    """The first isn't kept back for the second."""
    program = """
asked, may_go_on = os.pipe()
def read():
    yield "first"
    yield os.read(asked, 9)
ahead = ReadAhead(read)
print(ahead.answer())
os.write(may_go_on, b"second")
print(ahead.answer(), ahead.answer())
"""
    assert _printed(program) == ["first", "b'second' None"]


def test_a_copy_that_fails_later_has_given_what_it_read_before() -> None:
    """What it was halfway through is none."""
    program = """
def read():
    yield 1
    yield [lambda: None]
    yield 3
ahead = ReadAhead(read)
print(ahead.answer(), ahead.answer(), ahead.answer())
"""
    assert _printed(program) == ["1 None None"]


def test_an_answer_that_is_cut_off_is_none() -> None:
    """As where the system ends the copy while it hands one over."""
    program = """
import pickle
def read():
    yield 1
    whole = pickle.dumps("a long answer")
    for number in range(3, 20):
        try:
            os.write(number, whole[:9])
        except OSError:
            pass
    os._exit(1)
ahead = ReadAhead(read)
print(ahead.answer(), ahead.answer())
"""
    assert _printed(program) == ["1 None"]


def test_no_copy_outlives_its_answer() -> None:
    """Nothing is left for the system to clear away."""
    program = """
ahead = ReadAhead(lambda: [1])
print(ahead.answer(), ahead.answer(), ahead.answer())
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("no child")
"""
    assert _printed(program) == ["1 None None", "no child"]


@pytest.mark.parametrize(
    "hanging",
    [
        "time.sleep(600)",
        "os.kill(os.getpid(), signal.SIGSTOP)",
        "signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65)), time.sleep(600)",
    ],
)
def test_a_copy_that_hangs_is_ended_and_who_waits_for_it_goes_on(hanging: str) -> None:
    """As before a database that doesn't answer: nothing of it is left, and a second end is none."""
    program = f"""
import threading
ahead = ReadAhead(lambda: [{hanging}])
waits = threading.Thread(target=lambda: print(ahead.answer()))
waits.start()
time.sleep(0.2)
ahead.end()
waits.join()
ahead.end()
print(ahead.answer())
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("no child")
"""
    assert _printed(program) == ["None", "None", "no child"]


@pytest.mark.parametrize("busy", ["time.sleep(600)", "'x' * 3_000_000"])
@pytest.mark.parametrize("ending", ["SIGKILL", "SIGTERM", "SIGSEGV"])
def test_a_copy_ends_when_the_first_process_is_killed(busy: str, ending: str) -> None:
    """Also before a casebook that doesn't answer, and with more to hand over than a pipe holds."""
    program = f"""
import os, signal, sys, time
from tui.running.ahead import ReadAhead
ahead = ReadAhead(lambda: ({busy} for _ in range(2)))
os.kill(os.getpid(), signal.{ending})
"""
    # both processes hold it as long as they are there
    held, holds = os.pipe()
    try:
        first = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, pass_fds=(holds,))
        os.close(holds)
        assert first.wait(60) == -signal.Signals[ending]
        left, _, _ = select.select([held], [], [], 60)
        assert left, "the copy is there still"
        assert os.read(held, 1) == b""
    finally:
        os.close(held)


def test_what_the_first_process_had_to_do_at_its_end_is_done_once() -> None:
    """A copy ends at once: neither what was registered for the end nor what waits is done twice."""
    program = """
import atexit
atexit.register(lambda: print("ended"))
sys.stdout.write("begun, ")
ReadAhead(lambda: [1]).answer()
"""
    assert _printed(program) == ["begun, ended"]


def test_where_no_process_can_be_copied_nothing_is_read_ahead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A machine with no room for another process opens the casebook all the same."""

    def full() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("os.fork", full)
    assert ReadAhead(lambda: [1]).answer() is None
