"""The page of threats points at what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.reliability.trials import TRIALS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(tests/[\w/]+\.py)`", PAGE))))
def test_what_shows_it_is_there(name: str) -> None:
    """A test that moved would leave a claim without its proof."""
    assert (ROOT / name).exists()


def test_the_trials_it_names_can_be_run() -> None:
    """By the names the command knows."""
    named = re.findall(r"`python -m tests\.reliability ([a-z ]+)`", PAGE)
    assert named
    assert {word for each in named for word in each.split()} <= set(TRIALS)


def test_every_row_says_all_five_things() -> None:
    """Who, what they could do, what stops them, what doesn't, and what shows it."""
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")]
    assert len(rows) > 12
    assert all(row.count(" | ") == 4 for row in rows), [r for r in rows if r.count(" | ") != 4]
