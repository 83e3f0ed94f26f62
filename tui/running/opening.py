"""Opening a file with the program the machine has for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from casebook.core.errors import StoreFailure


def open_with_its_program(path: Path) -> None:
    """Open ``path`` as a click on it would; raises :class:`StoreFailure` where that can't be.

    What it says and asks stays off this terminal.
    """
    path = path.absolute()
    if not path.exists():
        raise StoreFailure(f"{path} isn't there any more.")
    if sys.platform == "win32":
        try:
            os.startfile(path)  # noqa: S606 - the machine's own program for it
        except OSError as error:
            raise StoreFailure(f"{path} can't be opened here: {error.strerror}.") from error
        return
    _start([*opener(sys.platform, os.environ, path), str(path)], path)


def opener(platform: str, environment: Mapping[str, str], path: Path) -> tuple[str, ...]:
    """The program that opens files on such a machine; raises :class:`StoreFailure` for none."""
    if platform == "darwin":
        return ("open",)
    if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        raise StoreFailure(f"There is no desktop here to open it on: it is {path}.")
    if shutil.which("xdg-open", path=environment.get("PATH")) is None:
        raise StoreFailure(f"There is no xdg-open here to open it with: it is {path}.")
    return ("xdg-open",)


def _start(command: Sequence[str], path: Path) -> None:
    try:
        opening = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise StoreFailure(f"{path} can't be opened here: {error.strerror}.") from error
    # it may stay for as long as the file is looked at; nobody waits for it but this
    threading.Thread(target=opening.wait, daemon=True).start()
