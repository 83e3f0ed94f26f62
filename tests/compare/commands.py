"""The commands that are compared: read from ``commands.toml``, placeholders filled in."""

from __future__ import annotations

import itertools
import json
import re
import shlex
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("commands.toml")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")

Ask = Callable[[Sequence[str]], str]
"""Runs a command and gives what it printed."""


@dataclass(frozen=True)
class Group:
    """Commands of one kind."""

    about: str
    each_run: bool
    """Whether the test suite runs them on the small casebook every time."""
    commands: tuple[str, ...]


def groups(file: Path = FILE) -> tuple[Group, ...]:
    """The groups of ``commands.toml``, in its order."""
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(
        Group(group["about"], group.get("each_run", False), tuple(group["commands"]))
        for group in told["group"]
    )


def values(
    ask: Ask, words: Sequence[str], sample: Path, file: Path = FILE
) -> dict[str, tuple[str, ...]]:
    """What each placeholder stands for in one casebook.

    A list in the file is taken as it is; a table names a command that prints JSON and the keys of
    its rows to take. ``{command}`` stands for each of ``words``, ``{sample}`` for that folder.
    """
    told = tomllib.loads(file.read_text(encoding="utf-8"))["values"]
    found = {"command": tuple(words), "sample": (shlex.quote(str(sample)),)}
    for name, value in told.items():
        if isinstance(value, list):
            found[name] = tuple(value)
            continue
        rows = json.loads(ask(shlex.split(value["command"])))
        lines = [shlex.join(str(row[key]) for key in value["keys"]) for row in rows]
        found[name] = tuple(dict.fromkeys(lines))
    return found


def filled_in(command: str, known: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """``command`` once for every combination of what its placeholders stand for.

    A value may hold placeholders itself.
    """
    names = list(dict.fromkeys(_PLACEHOLDER.findall(command)))
    if not names:
        yield command
        return
    for chosen in itertools.product(*(known[name] for name in names)):
        put = dict(zip(names, chosen, strict=True))
        yield from filled_in(_PLACEHOLDER.sub(lambda found, put=put: put[found[1]], command), known)


def listed(chosen: Sequence[Group], known: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Every command of the groups as somebody would type it, each once."""
    every = (line for group in chosen for line in group.commands)
    return tuple(dict.fromkeys(full for line in every for full in filled_in(line, known)))
