"""The report of an unexpected failure: versions and stack, no values and no case text."""

from __future__ import annotations

import platform
import sqlite3
import sys
import traceback
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

from casebook import __version__
from casebook.cli.log import log_folder

_PACKAGES = ("click", "sqlalchemy", "textual", "pyogrio", "shapely", "folium", "typst", "pyarrow")


def report_fault(error: BaseException) -> str:
    """Write the report and give the one line that names it.

    An exception's own message may hold what somebody typed, so only its kind is kept.
    """
    now = datetime.now(UTC)
    lines = [
        f"casebook {__version__}, {now.isoformat(timespec='seconds')}",
        f"Python {sys.version.split()[0]}, {platform.platform()}, SQLite {sqlite3.sqlite_version}",
        *(f"{name} {_version(name)}" for name in _PACKAGES),
        "",
        *_stack(error),
    ]
    path = log_folder() / f"fault-{now:%Y%m%d-%H%M%S-%f}.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError:
        return "Something unexpected failed, and no report could be written. Nothing was lost."
    return (
        "Something unexpected failed; what was saved before is safe. "
        f"Send {path} to whoever looks after Casebook: it holds no case text."
    )


def _stack(error: BaseException) -> list[str]:
    """Kinds of the exception and its causes, and where each was, without messages or source."""
    lines: list[str] = []
    seen: BaseException | None = error
    while seen is not None:
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        lines += _in_worker(seen)
        lines += [
            f"  {frame.filename}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(seen.__traceback__)
        ]
        seen = seen.__cause__ or seen.__context__
    return lines


def _in_worker(error: BaseException) -> list[str]:
    """The kind and frames of what failed in another process."""
    from casebook.workers.outcome import WorkerFault

    if not isinstance(error, WorkerFault):
        return []
    return [error.kind, *(f"  {frame}" for frame in error.frames)]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
