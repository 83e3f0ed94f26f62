"""Known points of a write at which a child process can be killed.

The product has no hook for it: the child's own bootstrap puts these in the way of what every write
passes through: the database's statements and commits, and the system's calls on files.
"""

from __future__ import annotations

import os
import signal
import sqlite3
from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import Engine, event
from sqlalchemy.engine.default import DefaultDialect


class Point(NamedTuple):
    """A moment of a command: the ``number``-th time that it comes by ``name``."""

    name: str
    number: int


CALLS = ("fsync", "link", "replace", "rename", "unlink", "mkdir", "rmdir")
"""The calls of :mod:`os` before and after which there is a point."""
COMMIT = ("commit", "committed")
STATEMENT, CONNECT = "statement", "connect"
ALWAYS = (*COMMIT, CONNECT, *CALLS, *(f"{name} done" for name in CALLS))
"""Points of which every one is worth a kill; of the statements between them, some."""


class Passing:
    """Counts the points that this process passes, and kills it at one of them."""

    def __init__(self, killed_at: Point | None) -> None:
        self.passed: Counter[str] = Counter()
        self._killed_at = killed_at
        self._own = os.getpid()

    def watch(self) -> None:
        """Put the points in the way of this process, until it ends."""
        for name in CALLS:
            setattr(os, name, self._around(getattr(os, name), name, f"{name} done"))
        commit: Any = self._around(DefaultDialect.do_commit, *COMMIT)
        DefaultDialect.do_commit = commit  # type: ignore[method-assign]
        sqlite3.connect = self._around(sqlite3.connect, CONNECT, "connected")
        event.listen(Engine, "before_cursor_execute", lambda *_: self._pass(STATEMENT))

    def _around(self, call: Callable[..., Any], before: str, after: str) -> Callable[..., Any]:
        def passing(*arguments: Any, **named: Any) -> Any:
            self._pass(before)
            given = call(*arguments, **named)
            self._pass(after)
            return given

        return passing

    def _pass(self, name: str) -> None:
        self.passed[name] += 1
        if self._killed_at == Point(name, self.passed[name]):
            os.kill(self._own, signal.SIGKILL)
