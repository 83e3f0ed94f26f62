"""Lists in a casebook of a force's size: the first rows on a screen, and whole lists as printed."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.jobs import Job, Limit, scratch
from tests.benchmarks.made_up_force import demonstration, force_book
from tests.benchmarks.processes import Run, watched, whole

PEER = "33 profiles"
ROWS, PROFILES, REVIEWS = "the list's first rows", "profile list", "review list"
DUE, OWN_DUE, TO_SIGN = "due", "due --for sergeant", "due --for reviewer"
MOST = {ROWS: 1.5, PROFILES: 6.0, REVIEWS: 9.0, DUE: 2.0, OWN_DUE: 1.2, TO_SIGN: 2.2}
"""Of the time among 33: rows come a page at a time; whole lists are 120 times as long, and what a
reviewer is to sign; what is due to all is 80 times as long, and to one sergeant as long."""


def force_lists_job(_data: Path | None) -> Job:
    """The screen of profiles and the commands that list them, among 5,000 and among 33."""
    folder = scratch()
    few, many = demonstration(folder / "few"), force_book()
    return Job(
        "lists of 5,000 profiles and 60,000 reviews: the screen by the clock, commands' own time",
        lambda: _lists(many, folder),
        {PEER: lambda: _lists(few, folder)},
        [Limit(PEER, most, measure=name, of=name) for name, most in MOST.items()],
        folder,
    )


def _lists(book: Path, folder: Path) -> Run:
    casebook = ["-m", "casebook", "--book", str(book), "--as", "sergeant"]
    screen = watched([*casebook, "open", "--profiles"], folder, {ROWS: "closed hidden"}, b"q")
    runs = {
        name: whole([*casebook, *name.split(), "--format", "json"], folder)
        for name in (PROFILES, REVIEWS, DUE, OWN_DUE, TO_SIGN)
    }
    computed = {name: run.seconds["cpu"] for name, run in runs.items()}
    return Run({**screen.seconds, **computed}, max(run.peak_mib for run in runs.values()))
