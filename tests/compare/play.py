"""Runs public commands with whichever Casebook is on the path; the standard library is enough.

Started as a script by older code and by this alike: a JSON list of argument lists on stdin, one
JSON answer a line on stdout. What a command writes into ``out/`` is part of its answer.
"""

from __future__ import annotations

import base64
import importlib
import io
import json
import os
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

OUT = "out"
MASKED_HEAD = "0" * 64
_BOOKS = ("casebook.book.opening", "casebook.services.book")
"""The module of an open casebook, today and in 0.1.0."""


def play(arguments: list[str]) -> dict[str, Any]:
    """One command run here, in this folder: its exit code, what it said, the files it wrote."""
    from casebook.cli.main import run

    folder = Path(OUT)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = run(arguments)
        except SystemExit as left:
            code = int(left.code or 0)
    return {
        "code": code,
        "out": _text(out),
        "err": _text(err),
        "files": {path.name: path.read_bytes() for path in sorted(folder.iterdir())},
    }


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode()  # type: ignore[attr-defined]


def sit_as(login: str) -> None:
    """Have this code take ``login`` for whoever runs it; 0.1.0 reads it from LOGNAME."""
    desk = importlib.import_module("casebook.cli.desk")
    if hasattr(desk, "system_login"):
        desk.system_login = lambda: login


def mask_head() -> None:
    """Have maps, packs and prints name one head for every casebook.

    A PDF holds its text compressed, so the head can't be struck out of it afterwards.
    """
    for name in _BOOKS:
        try:
            module = importlib.import_module(name)
        except ModuleNotFoundError:
            continue
        module.Book.head = lambda _: MASKED_HEAD
        return
    raise LookupError(f"none of {', '.join(_BOOKS)} is there")


def command_words() -> list[str]:
    """Every command and group by its words, as ``fund list``; "" is the whole program."""
    import click

    from casebook.cli.main import cli

    found: list[str] = []

    def walk(command: click.Command, words: tuple[str, ...], context: click.Context) -> None:
        found.append(" ".join(words))
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                below = command.get_command(context, name)
                assert below is not None, name
                walk(below, (*words, name), click.Context(below, context, name))

    walk(cli, (), click.Context(cli, info_name="casebook"))
    return found


def main() -> None:
    """Answer what is asked on stdin: ``"commands"``, or a list of commands to run."""
    asked = json.load(sys.stdin)
    if asked == "commands":
        print(json.dumps(command_words()))
        return
    mask_head()
    sit_as(os.environ["LOGNAME"])
    for arguments in asked:
        answer = play(arguments)
        coded = {name: base64.b64encode(data).decode() for name, data in answer["files"].items()}
        print(json.dumps({**answer, "files": coded}), flush=True)


if __name__ == "__main__":
    main()
