"""The reader of old and binary spreadsheets in a process of its own, whose memory is bounded.

A damaged XLS, XLSB or ODS can ask for so much memory that the reader ends its process at once. Run
as a module it reads a workbook from stdin and writes its tabs as JSON to stdout.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from typing import TypeAlias

from casebook.core.errors import BadFile
from casebook.files.workbook.plain import as_plain

Tabs: TypeAlias = list[tuple[str, list[list[str]] | None]]
"""Each tab's name and rows; None for one that is empty."""

_LOCKED = "locked"
_MOST_BYTES = 1 << 30
_MOST_SECONDS = 120


def tabs_apart(data: bytes, file: str) -> Tabs:
    """The tabs of the workbook ``data``; raises :class:`BadFile` for one that can't be read."""
    command = [sys.executable, "-m", __name__]
    try:
        ran = subprocess.run(
            command, input=data, capture_output=True, timeout=_MOST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise unreadable(file) from error
    if ran.returncode:
        raise unreadable(file)
    tabs = json.loads(ran.stdout)
    if tabs == _LOCKED:
        raise BadFile(f"{file} is locked with a password: save it without one.")
    return [(name, rows) for name, rows in tabs]


def unreadable(file: str) -> BadFile:
    """The refusal of what is no spreadsheet, or a damaged one."""
    return BadFile(
        f"{file} is no spreadsheet that can be read: open it in one and save it as XLSX or CSV."
    )


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit: the process ends by itself
        return
    resource.setrlimit(resource.RLIMIT_DATA, (_MOST_BYTES, _MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _tabs(data: bytes) -> Tabs | str:
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        return _LOCKED
    found: Tabs = []
    for name in workbook.sheet_names:
        cells = workbook.get_sheet_by_name(name)
        rows = [[as_plain(cell) for cell in row] for row in cells.iter_rows()]
        found.append((name, None if cells.start is None else rows))
    return found


if __name__ == "__main__":
    _bound_memory()
    sys.stdout.write(json.dumps(_tabs(sys.stdin.buffer.read())))
