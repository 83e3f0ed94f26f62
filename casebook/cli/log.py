"""A rotating log of commands, durations and refusals. Never text of a case, never a value."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

import platformdirs

SIZE, KEPT = 256_000, 3


def log_folder() -> Path:
    """Where the log and fault reports are; ``CASEBOOK_LOG`` names another folder."""
    named = os.environ.get("CASEBOOK_LOG")
    return Path(named) if named else platformdirs.user_log_path("casebook", appauthor=False)


def log_command(command: str, code: int, said: str, seconds: float, cause: str = "") -> None:
    """Add a line: when, which command, how it ended, how long it took.

    Of a refusal only that it was one is kept, and its ``cause`` where a database server gave one.
    A log that can't be written must not stop the work, so nothing is said of it.
    """
    ended = "done" if code == 0 else "refused" if said else "failed"
    stamp = datetime.now(UTC).isoformat(timespec="seconds")
    logger = logging.Logger("casebook")
    # opening, turning over and closing can each fail, as on a disk that is full
    with suppress(OSError):
        log_folder().mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            log_folder() / "casebook.log", maxBytes=SIZE, backupCount=KEPT, encoding="utf-8"
        )
        handler.handleError = lambda record: None  # type: ignore[method-assign]
        logger.addHandler(handler)
        line = f"{stamp} {command} {ended} {code} {seconds:.2f}s {cause}".rstrip()
        logger.info(line)
        handler.close()
