"""What is typed, read from a terminal of Linux or macOS: Esc alone is known after 25 ms.

Esc is also how the sequences of other keys begin, and only what follows tells them apart. Textual's
own reader looks for that every tenth of a second, however long it was to wait. It also takes an Esc
within a pasted text for the end of it or for a key, so that the rest would be obeyed.
"""

from __future__ import annotations

import os
import selectors
from codecs import getincrementaldecoder

from textual import constants
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

_IDLE = 0.1
"""Seconds until the reader looks whether the terminal is being left."""
_MANY = 4096
_BEGINS, _ENDS = "\x1b[200~", "\x1b[201~"
"""What a terminal puts round a pasted text."""
_CONTROLS = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r"}


class Pasting:
    """What is typed, piece by piece, with the controls taken out of what is pasted among it.

    Nothing else of a pasted text is lost. A mark that ends one may stand in the text itself: of
    several in one piece the last ends it, as nobody types so fast.
    """

    def __init__(self) -> None:
        self._inside = False
        """Whether what comes is pasted."""
        self._before = ""
        """The last that was typed, in which the mark that begins a paste may have begun."""
        self._held = ""
        """The last that was pasted, where the mark that ends it may have begun there."""

    def harmless(self, piece: str) -> str:
        """The next piece."""
        made, rest, self._held = "", self._held + piece, ""
        while rest:
            part, rest = self._pasted(rest) if self._inside else self._typed(rest)
            made += part
        return made

    def _typed(self, rest: str) -> tuple[str, str]:
        """All up to where a paste begins, and what follows."""
        seen = self._before + rest
        at = seen.find(_BEGINS)
        if at < 0:
            self._before = seen[-len(_BEGINS) + 1 :]
            return rest, ""
        end = at + len(_BEGINS) - len(self._before)
        self._inside, self._before = True, ""
        return rest[:end], rest[end:]

    def _pasted(self, rest: str) -> tuple[str, str]:
        """All up to where the paste ends, without controls, and what follows."""
        first = rest.find(_ENDS)
        if first < 0:
            begun = next(n for n in range(len(_ENDS) - 1, -1, -1) if rest.endswith(_ENDS[:n]))
            self._held = rest[len(rest) - begun :]
            return rest[: len(rest) - begun].translate(_CONTROLS), ""
        next_one = rest.find(_BEGINS, first)
        at = rest.rfind(_ENDS, 0, next_one if next_one >= 0 else None)
        self._inside = False
        return rest[:at].translate(_CONTROLS) + _ENDS, rest[at + len(_ENDS) :]


class Keyboard(LinuxDriver):
    """Textual's terminal with a reader that comes back as soon as Esc can be told."""

    def run_input_thread(self) -> None:
        """Hand on what is typed until the terminal is left, then what is still there."""
        parser, decoder = XTermParser(self._debug), getincrementaldecoder("utf-8")()
        pasting = Pasting()
        patience, first = _IDLE, True
        with selectors.SelectSelector() as waiting:
            waiting.register(self.fileno, selectors.EVENT_READ)
            leaving = False
            while not leaving:
                leaving = self.exit_event.is_set()
                typed = ""
                if waiting.select(patience):
                    typed = decoder.decode(os.read(self.fileno, _MANY), final=leaving)
                    if first:
                        # the terminal made a line's end of an Enter that came before it was taken
                        typed, first = typed.replace("\n", "\r"), False
                patience = constants.ESCAPE_DELAY if typed else _IDLE
                harmless = pasting.harmless(typed)
                for message in parser.feed(harmless) if harmless else ():
                    self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)
