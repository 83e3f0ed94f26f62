"""``python -m tests.compare``: older code and this, on one casebook made by the older code.

Both tell the small casebook's story anew. Then the older code's casebook is copied twice, the
second copy is upgraded, and every command of ``commands.toml`` runs on both. Each difference is
printed. Exit 1 where one isn't listed in ``expected.toml``.
"""

from __future__ import annotations

import argparse
import getpass
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.compare import commands, differences, older, play
from tests.compare.make_fixture import LOGIN, story
from tests.compare.story_files import write_files

STORY = "the small casebook, told again"


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, and give the exit code."""
    given = _arguments(arguments)
    with tempfile.TemporaryDirectory(prefix="casebook-compare-") as scratch:
        folder = Path(scratch)
        code = (given.old or older.bring_out(given.old_rev, folder / "code")).resolve()

        def desks(about: str, login: str) -> tuple[older.Desk, older.Desk]:
            there, here = folder / about / "before", folder / about / "now"
            for made in (there, here):
                made.mkdir(parents=True)
            return older.Desk(code, there, login), older.Desk(older.ROOT, here, login)

        amiss = 0
        if given.only in STORY:
            amiss += _tell_again(*desks("story", LOGIN))
        if any(given.only in group.about for group in commands.groups()):
            before, now = desks("book", given.login)
            _share(given.book or _demo(before), before, now)
            amiss += _read(before, now, given.only)
    return int(amiss > 0)


def _share(book: Path, before: older.Desk, now: older.Desk) -> None:
    """A copy of ``book`` for each; the second is upgraded, and must hold the first one's head."""
    for desk in (before, now):
        shutil.copy(book, desk.folder / older.BOOK)
    now.run("upgrade")
    now.run("check", "--head", before.head())


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.compare", description=__doc__)
    parser.add_argument("--old", type=Path, metavar="FOLDER", help="a checkout of the older code")
    parser.add_argument(
        "--old-rev", metavar="REV", default=older.RELEASED, help="or its revision; default 0.1.0"
    )
    parser.add_argument(
        "--book", type=Path, metavar="FILE", help="a casebook it made; default: its demo, made now"
    )
    parser.add_argument(
        "--login", default=getpass.getuser(), help="who the casebook's administrator is"
    )
    parser.add_argument(
        "--only", default="", metavar="WORDS", help="only groups of commands about this"
    )
    return parser.parse_args(arguments)


def _demo(desk: older.Desk) -> Path:
    print("Making the demonstration with the older code …", file=sys.stderr)
    desk.run("demo", "demo", "--progress", "none")
    return desk.folder / "demo" / older.BOOK


def _read(before: older.Desk, now: older.Desk, only: str) -> int:
    """Every command of ``commands.toml`` that ``only`` leaves, on the one casebook."""
    chosen = [group for group in commands.groups() if only in group.about]
    known = commands.values(lambda words: before.run(*words), before.words(), before.sample)
    return _asked_of_both(before, now, commands.listed(chosen, known))


def _tell_again(before: older.Desk, now: older.Desk) -> int:
    """The small casebook's story told with both codes: what every verb that writes answers."""
    for desk in (before, now):
        write_files(desk.folder)
    return _asked_of_both(before, now, list(story()))


def _asked_of_both(before: older.Desk, now: older.Desk, lines: Sequence[str]) -> int:
    """Print what differs in the answers to ``lines``; how many differences aren't expected."""
    print(f"{len(lines)} commands, with the older code and with this …", file=sys.stderr)
    started = time.monotonic()
    answers = [desk.answers(lines) for desk in (before, now)]
    took = time.monotonic() - started
    masked = dict.fromkeys((before.head(), now.head(), play.MASKED_HEAD), differences.HEAD)
    expected = differences.read_expected()
    meant = amiss = 0
    for line, old, new in zip(lines, *answers, strict=True):
        for found in differences.differences(line, old, new, masked):
            why = differences.reasons(found, expected)
            meant, amiss = meant + (why is not None), amiss + (why is None)
            for text in differences.shown(found):
                print(text)
            print(f"    {'meant: ' + '; '.join(why) if why else 'NOT EXPECTED'}")
    print(f"{len(lines)} commands in {took:.0f} s: {meant} meant differences, {amiss} others.")
    return amiss


if __name__ == "__main__":
    try:
        sys.exit(main())
    except older.NoOlderCode as error:
        sys.exit(f"compare: {error}")
