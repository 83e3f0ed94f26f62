"""Progress on stderr: a bar for a person, JSON lines for a program, nothing for a pipe.

A program is told of each file that was written too: ``{"wrote": "/home/me/map.html"}``.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from casebook.cli.output import say
from casebook.core import wording
from casebook.core.english import plain_lines

F = TypeVar("F", bound=Callable[..., Any])

Progress = Callable[[int, int, str], None]
WIDTH = 30
SECONDS_BETWEEN = 0.1
_FOR_A_PROGRAM = "casebook.program"
"""What a command's context remembers by that a program reads its progress."""


def progress_option(function: F) -> F:
    """The ``--progress`` option of every command that takes over a second."""
    return click.option(
        "--progress",
        "progress_form",
        type=click.Choice(["auto", "bar", "json", "none"]),
        default="auto",
        show_default=True,
        help="How to show progress, on stderr; auto is a bar in a terminal.",
    )(function)


@contextmanager
def showing(form: str) -> Iterator[Progress]:
    """A function that reports progress in the ``form`` asked for, until the block ends."""
    if form == "auto":
        form = "bar" if sys.stderr.isatty() else "none"
    last = 0.0
    context = click.get_current_context(silent=True)
    if context is not None:
        context.meta[_FOR_A_PROGRAM] = form == "json"

    def report(done: int, total: int, what: str) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < SECONDS_BETWEEN and done < total:
            return
        last = now
        if form == "json":
            _tell({"done": done, "total": total, "what": what})
        elif form == "bar":
            share = min(done / total, 1.0) if total else 1.0
            bar = ("#" * round(share * WIDTH)).ljust(WIDTH, "-")
            said = plain_lines(what).replace("\n", " ")
            line = f"\r[{bar}] {wording.share(share):>4} {said[:40]:40}"
            print(line, end="", file=sys.stderr, flush=True)  # noqa: T201

    try:
        yield report
    finally:
        if form == "bar" and last:
            print("\r" + " " * (WIDTH + 50) + "\r", end="", file=sys.stderr, flush=True)  # noqa: T201


def wrote(path: Path, words: str) -> None:
    """Say in ``words`` that ``path`` was written, and to a program exactly where it is."""
    say(words)
    context = click.get_current_context(silent=True)
    if context is not None and context.meta.get(_FOR_A_PROGRAM):
        _tell({"wrote": str(path.absolute())})


def _tell(line: dict[str, Any]) -> None:
    print(json.dumps(line), file=sys.stderr, flush=True)  # noqa: T201
