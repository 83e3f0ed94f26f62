"""``python -m tests.compare.make_fixture``: the small casebook, made again by version 0.1.0.

Plays ``story.txt`` with the old code and keeps what it leaves in ``fixture/``: the casebook, and
what the old code answers to the commands that the test suite runs every time.
"""

from __future__ import annotations

import argparse
import base64
import json
import lzma
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.compare import commands, older
from tests.compare.story_files import write_files

FOLDER = Path(__file__).with_name("fixture")
BOOK = FOLDER / "casebook-0.1.0.db.xz"
ANSWERS = FOLDER / "answers-0.1.0.json.xz"
LOGIN = "admin"
"""Whose machine it is: the administrator, who may act for everybody else."""
_STORY = Path(__file__).with_name("story.txt")


def story() -> Iterator[str]:
    """The story command by command, as it is typed at the administrator's machine."""
    lines: list[str] = []
    for line in _STORY.read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            lines[-1] += line
        elif line and not line.startswith("#"):
            lines.append(line)
    for line in lines:
        login, _, command = line.partition(" ")
        yield command if login == LOGIN else f"--as {login} {command}"


def make(code: Path, scratch: Path) -> None:
    """Play the story with the casebook of ``code`` in ``scratch`` and keep what comes of it."""
    desk = older.Desk(code, scratch, LOGIN)
    write_files(scratch)
    told = list(story())
    refused = [
        f"{command}\n    {answer['err'].strip()}"
        for command, answer in zip(told, desk.answers(told), strict=True)
        if answer["code"]
    ]
    if refused:
        raise older.NoOlderCode("the story was refused:\n" + "\n".join(refused))
    known = commands.values(lambda words: desk.run(*words), desk.words())
    lines = commands.listed([g for g in commands.groups() if g.each_run], known)
    answered = dict(zip(lines, desk.answers(lines), strict=True))
    FOLDER.mkdir(exist_ok=True)
    BOOK.write_bytes(_packed((scratch / older.BOOK).read_bytes()))
    told = json.dumps({"head": desk.head(), "answers": _coded(answered)}, ensure_ascii=False)
    ANSWERS.write_bytes(_packed(told.encode()))


def _coded(answered: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        command: {
            **answer,
            "files": {
                name: base64.b64encode(data).decode() for name, data in answer["files"].items()
            },
        }
        for command, answer in answered.items()
    }


def kept_answers() -> tuple[str, dict[str, dict[str, Any]]]:
    """The head of the kept casebook's history, and what 0.1.0 answered to each command."""
    told = json.loads(lzma.decompress(ANSWERS.read_bytes()))
    for answer in told["answers"].values():
        coded = answer["files"]
        answer["files"] = {name: base64.b64decode(data) for name, data in coded.items()}
    return told["head"], told["answers"]


def _packed(data: bytes) -> bytes:
    return lzma.compress(data, preset=9 | lzma.PRESET_EXTREME)


def main() -> None:
    """Make it."""
    parser = argparse.ArgumentParser(prog="python -m tests.compare.make_fixture")
    parser.add_argument("--old", type=Path, metavar="FOLDER", help="a checkout of version 0.1.0")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="casebook-fixture-") as scratch:
        folder = Path(scratch)
        (folder / "desk").mkdir()
        code = given.old or older.bring_out(older.RELEASED, folder / "code")
        make(code.resolve(), folder / "desk")
    for made in (BOOK, ANSWERS):
        print(f"{made.name}: {made.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    try:
        main()
    except older.NoOlderCode as error:
        sys.exit(f"make_fixture: {error}")
