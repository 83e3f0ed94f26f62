"""A small share of the kills and of the crowd; ``.ci/run`` has many more."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.reliability import kills, writers
from tests.reliability.asked import Asked
from tests.reliability.child import How
from tests.reliability.killable import KILLABLE
from tests.reliability.points import Point
from tests.reliability.town import Towns

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows can't fork a process")
BY_NAME = {each.name: each for each in KILLABLE}


def test_kills_while_saving_lose_nothing() -> None:
    """At known points and at random moments."""
    saves = BY_NAME["saves"]
    outcome = kills.trial(Asked(kills=2), [replace(saves, commands=saves.commands[:2])])
    assert (outcome.tried, outcome.lost) == (2, ())
    assert "killed: saves " in outcome.notes[0]


def test_a_terminal_killed_while_somebody_types_has_kept_it() -> None:
    """What stands in the draft is what was on the screen, up to what came last."""
    from tests.reliability.typed import killed_while_typing

    with tempfile.TemporaryDirectory() as folder:
        found = killed_while_typing(Path(folder), 1.0)
    assert found.kept
    assert found.typed.startswith(found.kept)


def test_a_crowd_loses_nothing() -> None:
    """Six processes at once."""
    outcome = writers.trial(Asked(tries=24))
    assert outcome.lost == ()
    assert outcome.tried >= 24


def test_what_is_half_done_is_told(tmp_path: Path) -> None:
    """A state that none of the commands leaves, one that says less than was said, a broken file."""
    towns = Towns(tmp_path)
    course = kills.course_of(BY_NAME["backup"], towns)
    late = How(killed_at=Point("committed", 99))
    sound = kills.killed_once(course, towns, late)
    assert sound == (False, [], [])
    _, (said,), _ = kills.killed_once(replace(course, states=("x", "y")), towns, late)
    assert said.endswith("what stands after 1 of 1 commands is neither old nor new")
    _, (said,), _ = kills.killed_once(
        replace(course, states=(*reversed(course.states),)), towns, late
    )
    assert said.endswith("1 of 1 commands said they were done, and what stands is what 0 leave")
    other = replace(course, outputs={"new.db": frozenset(["other"])})
    _, (said,), _ = kills.killed_once(other, towns, late)
    assert said.endswith("new.db is neither the whole old file nor the whole new one")
