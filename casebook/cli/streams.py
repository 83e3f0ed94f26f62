"""Where commands print: in UTF-8, the whole of it, and what happens where nobody can hear."""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress
from typing import IO

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class _Narration(io.TextIOWrapper):
    """What is told beside the figures: a command isn't undone because nobody can hear of it."""

    def write(self, text: str) -> int:
        """As ever, and nothing where it can't be written."""
        with suppress(OSError):
            super().write(text)
        return len(text)

    def flush(self) -> None:
        """As ever, and nothing where it can't be written."""
        with suppress(OSError):
            super().flush()


def speak_whole() -> None:
    """Have stdout and stderr take UTF-8 whatever the console calls itself, and all of it.

    One that is closed is taken for one that nobody reads.
    """
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(_nowhere(), encoding="utf-8")
    elif isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
        raw = sys.stdout.buffer
        if isinstance(raw, io.RawIOBase):
            # unbuffered, as PYTHONUNBUFFERED has it, whatever a full disk doesn't take is lost
            sys.stdout = io.TextIOWrapper(
                io.BufferedWriter(raw), encoding="utf-8", errors="replace", line_buffering=True
            )
    if sys.stderr is None or isinstance(sys.stderr, io.TextIOWrapper):
        told = _nowhere() if sys.stderr is None else sys.stderr.buffer
        sys.stderr = _Narration(told, encoding="utf-8", errors="replace", line_buffering=True)


def _nowhere() -> IO[bytes]:
    return os.fdopen(os.open(os.devnull, os.O_WRONLY), "wb")


def print_no_more() -> None:
    """Have stdout go nowhere, so that Python doesn't complain as it closes."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def said_of_no_room(error: OSError) -> str:
    """What to do where a disk is full, nothing of other errors."""
    if error.errno not in _NO_ROOM:
        return ""
    return (
        f"Not all could be written ({error.strerror}): make room, or write somewhere else. What "
        "was saved in the casebook before is safe."
    )
