"""``python -m tests.compare.make_fixture``: the small casebook, made again by version 0.1.0.

Plays ``story.txt`` with the old code and keeps what it leaves in ``fixture/``: the casebook, and
what the old code answers to the commands that the test suite runs every time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
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
    steps = list(story())
    refused = [
        f"{command}\n    {answer['err'].strip()}"
        for command, answer in zip(steps, desk.answers(steps), strict=True)
        if answer["code"]
    ]
    if refused:
        raise older.NoOlderCode("the story was refused:\n" + "\n".join(refused))
    known = commands.values(lambda words: desk.run(*words), desk.words(), desk.sample)
    kept = [group for group in commands.groups() if group.each_run]
    told = {group.about: _answered(desk, commands.listed([group], known)) for group in kept}
    FOLDER.mkdir(exist_ok=True)
    BOOK.write_bytes(_packed((scratch / older.BOOK).read_bytes()))
    text = json.dumps({"head": desk.head(), "groups": told}, ensure_ascii=False)
    ANSWERS.write_bytes(_packed(text.encode()))


def _answered(desk: older.Desk, lines: Sequence[str]) -> dict[str, Any]:
    found = zip(lines, desk.answers(lines), strict=True)
    return {line: answer | {"files": kept_files(answer["files"])} for line, answer in found}


def kept_files(files: Mapping[str, bytes]) -> dict[str, str]:
    """Files as the fixture keeps them: a text whole, anything else by its SHA-256."""
    return {name: _text_or_hash(data) for name, data in files.items()}


def _text_or_hash(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return f"SHA-256 {hashlib.sha256(data).hexdigest()}"


def kept_answers() -> tuple[str, dict[str, dict[str, Any]]]:
    """The head of the kept casebook's history; what 0.1.0 answered, group by group."""
    told = json.loads(lzma.decompress(ANSWERS.read_bytes()))
    return told["head"], told["groups"]


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
