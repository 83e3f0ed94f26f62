"""What is typed, as it is read from the terminal: Esc alone, and Esc that other keys begin with."""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from textual import constants, events
from textual.message import Message

if sys.platform == "win32":
    pytest.skip("Windows has a reader of its own", allow_module_level=True)

from tui.keyboard import Keyboard


class _Typist(selectors.SelectSelector):
    """Stands for a terminal at which texts are typed, each once the reader waits for it."""

    def __init__(self, typed: list[str], into: int, leave: threading.Event) -> None:
        super().__init__()
        self._typed, self._into, self._leave = iter(typed), into, leave
        self.waits: list[float] = []

    def __enter__(self) -> _Typist:
        return self

    def select(
        self, timeout: float | None = None
    ) -> list[tuple[selectors.SelectorKey, selectors._EventMask]]:
        """Type the next text; where it is blank let the time pass, and leave after the last."""
        self.waits.append(timeout or 0)
        text = next(self._typed, None)
        if text is None:
            self._leave.set()
        elif text:
            os.write(self._into, text.encode())
        else:
            time.sleep(timeout or 0)
        return super().select(0)


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """Where a reader reads, and where a typist types."""
    ends = os.pipe()
    yield ends
    for end in ends:
        os.close(end)


def _read(
    typed: list[str], pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> tuple[list[str], list[float]]:
    """The keys that a reader makes of what is typed, and how long it waited for each."""
    keys: list[str] = []
    keyboard = Keyboard.__new__(Keyboard)
    keyboard._debug, keyboard.fileno, keyboard.exit_event = False, pipe[0], threading.Event()
    typist = _Typist(typed, pipe[1], keyboard.exit_event)
    monkeypatch.setattr("tui.keyboard.selectors.SelectSelector", lambda: typist)

    def note(_keyboard: Keyboard, message: Message) -> None:
        if isinstance(message, events.Key):
            keys.append(message.key)
        elif isinstance(message, events.Paste):
            keys.append(f"pasted: {message.text}")

    monkeypatch.setattr(Keyboard, "process_message", note)
    keyboard.run_input_thread()
    return keys, typist.waits


def test_esc_alone_is_known_after_its_own_wait(
    pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader comes back as soon as nothing more can belong to it, and not at its next turn."""
    monkeypatch.setattr(constants, "ESCAPE_DELAY", 0.025)
    keys, waits = _read(["\x1b", ""], pipe, monkeypatch)
    assert keys == ["escape"]
    assert waits[1] == constants.ESCAPE_DELAY < waits[0]


def test_the_terminal_waits_for_less_than_textual_does() -> None:
    """Whatever imports it: the time is set before Textual asks for it."""
    program = "import tui.app, textual.constants as c; print(c.ESCAPE_DELAY)"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert float(told.stdout) == 0.025


def test_a_key_that_comes_in_two_pieces_is_one(
    pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Esc that begins it isn't taken for one that was pressed."""
    assert _read(["\x1b", "[B"], pipe, monkeypatch)[0] == ["down"]


def test_a_letter_in_two_pieces_is_one(
    pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal may hand over half of a letter's bytes."""
    whole = "é".encode().decode("latin-1")

    def write(into: int, text: bytes) -> int:
        return real(into, text.decode().encode("latin-1"))

    real = os.write
    monkeypatch.setattr(os, "write", write)
    assert _read([whole[0], whole[1]], pipe, monkeypatch)[0] == ["é"]


def test_enter_typed_before_the_terminal_is_up_is_enter(
    pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until then the system hands it over as the end of a line; later that is another key."""
    assert _read(["\n2", "\n"], pipe, monkeypatch)[0] == ["enter", "2", "ctrl+j"]


_HOSTILE = "Bins\x1b alight\x1b[31m,\x07 q\x1bOP\tand\r\nnets\x9b1A\x7f"
_KEPT = "Bins alight[31m, qOP\tand\r\nnets1A"


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 400])
def test_controls_in_a_pasted_text_are_left_out_and_nothing_else(
    pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """However the terminal cuts it into pieces: one text, and the keys round it are keys."""
    whole = f"\x1b[200~{_HOSTILE}\x1b[201~b\x1b[B\x1b[200~Nets\x1b[201~"
    pieces = ["a", *(whole[n : n + size] for n in range(0, len(whole), size))]
    keys, _ = _read(pieces, pipe, monkeypatch)
    assert keys == ["a", f"pasted: {_KEPT}", "b", "down", "pasted: Nets"]


def test_a_pasted_text_that_holds_its_own_end_is_pasted_whole(
    pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What follows that end within it isn't obeyed."""
    typed = "\x1b[200~Bins\x1b[201~q\x1b[201~"
    assert _read([typed], pipe, monkeypatch)[0] == ["pasted: Bins[201~q"]


def test_a_text_of_nothing_but_controls_is_no_key(
    pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is an empty text."""
    typed = "\x1b[200~\x1b\x1b\x1b[201~"
    assert _read([typed], pipe, monkeypatch)[0] == ["pasted: "]


def test_what_was_typed_before_leaving_is_handed_on(
    pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it, in its order."""
    assert _read(["abc", "d"], pipe, monkeypatch)[0] == ["a", "b", "c", "d"]
