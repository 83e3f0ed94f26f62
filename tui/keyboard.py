"""What is typed, read from a terminal of Linux or macOS: Esc alone is known after 25 ms.

Esc is also how the sequences of other keys begin, and only what follows tells them apart. Textual's
own reader looks for that every tenth of a second, however long it was to wait.
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


class Keyboard(LinuxDriver):
    """Textual's terminal with a reader that comes back as soon as Esc can be told."""

    def run_input_thread(self) -> None:
        """Hand on what is typed until the terminal is left, then what is still there."""
        parser, decoder = XTermParser(self._debug), getincrementaldecoder("utf-8")()
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
                for message in parser.feed(typed) if typed else ():
                    self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)
