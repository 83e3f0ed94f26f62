"""A few of the files that ``python -m tests.reliability mutated hostile`` tries by the thousand."""

from __future__ import annotations

import random

import pytest

from tests.reliability import hostile_files, mutated_files
from tests.reliability.case_trial import trying
from tests.reliability.mutations import mutate
from tests.reliability.seed_files import seed_files
from tests.reliability.try_file import said_wrong

_REFUSED = {"hotspots.wkt.csv", "closing-check.csv", "spend.csv"}
"""Seeds that no casebook takes as they are: shapes in a table, and what other rows must precede."""


def test_seed_files_are_sound() -> None:
    """What is mutated would be taken as it is, so that a mutation gets past the door."""
    refused = set()
    with trying() as made:
        for sown in mutated_files.every_seed(made)[::3]:
            assert made.take(mutated_files.case_of(made, sown, sown.content, "")), made.lost
            if not made.said.startswith("0 "):
                refused.add(sown.name)
    assert refused <= _REFUSED


def test_mutated_files_are_taken_or_refused_in_a_sentence() -> None:
    """Whatever is wrong with them: as many as a few seconds allow."""
    outcome = mutated_files.run(100, 2024, 4)
    assert outcome.lost == ()
    assert outcome.tried > 0


def test_hostile_files_are_refused_in_a_sentence() -> None:
    """The light ones: neither terminal nor memory nor another file is reached."""
    outcome = hostile_files.run(100, 2024, 4)
    assert outcome.lost == ()
    assert outcome.tried > 0


def test_the_same_seed_makes_the_same_mutations() -> None:
    """What is found can be found again."""
    for sown in seed_files()[:12]:
        ways = [mutate(sown.content, sown.ending, random.Random(n % 5)) for n in range(10)]
        assert ways[:5] == ways[5:]
        assert any(way != sown.content for way in ways)


@pytest.mark.parametrize(
    ("code", "out", "err", "fault"),
    [
        (0, "Quay\n", "", None),
        (1, "", "casebook: There is no file.\n", None),
        (1, "", "", "refused in 0 lines"),
        (1, "", "casebook: One.\ncasebook: Two.\n", "refused in 2 lines"),
        (0, "", "casebook: No.\n", "done and refused"),
        (3, "", "", "exit code 3"),
        (0, "a\x1b[2J", "", "printed U+001B raw"),
        (0, "", "a\u202e", "printed U+202E raw"),
        (1, "", "casebook: Something unexpected failed.\n", "an unexpected failure"),
        (0, "", "x" * 9000, "a line of 9,000 characters"),
    ],
)
def test_faults_are_seen(code: int, out: str, err: str, fault: str | None) -> None:
    """What a command may say, and what it may not."""
    found = list(said_wrong(("import",), code, out, err))
    assert [each for each in found if fault is None or not each.startswith(fault)] == []
    assert bool(found) == (fault is not None)
