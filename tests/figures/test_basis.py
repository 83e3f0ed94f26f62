"""What figures follow from is read once, and again where a change moves a figure."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from casebook.book.opening import Book
from casebook.core.months import Window
from casebook.figures import basis
from casebook.figures.figure import Figure
from casebook.figures.table import figures
from casebook.profiles import casefile as profiles
from casebook.profiles import intake
from casebook.profiles.profile import Profile
from casebook.registers.entries import add_entry
from tests import lomea

SEPTEMBER = Window.parse("2024-09")


@pytest.fixture
def town(book: Book, tmp_path: Path) -> Book:
    """Two hotspots with a year of counts; PMP-1 is about HS-02."""
    lomea.add_hotspots(book, tmp_path)
    lomea.add_incidents(book, tmp_path, lomea.thirteen_months())
    intake.new_profile(book, Profile("PMP-1", "Park"), hotspots=["HS-02"])
    return book


def _park(town: Book) -> Figure:
    (row,) = figures(town, SEPTEMBER, hotspots=["HS-02"]).rows
    return row


@contextmanager
def _reads() -> Iterator[list[Window]]:
    """The windows for which the months of every hotspot are read."""
    found: list[Window] = []
    read = basis.read_judge

    def counting(*given: object) -> object:
        found.append(given[4])  # type: ignore[arg-type]
        return read(*given)  # type: ignore[arg-type]

    with patch.object(basis, "read_judge", counting):
        yield found


def test_what_moves_no_figure_has_nothing_read_again(town: Book) -> None:
    """A text of a stage, a heading's title, an action planned, a note in a register."""
    before = _park(town)
    with _reads() as read:
        profiles.edit_stage(town, "PMP-1", "respond", {"strategy": "Be seen there."})
        profiles.edit_profile(town, "PMP-1", {"title": "The park"})
        profiles.add_action(town, "PMP-1", {"title": "Cut the hedge", "due": "2024-12-31"})
        add_entry(town, "note", "PMP-1", {"text": "It rained all week."})
        assert _park(town) == before
    assert read == []


def test_what_moves_a_figure_has_it_read_again(town: Book, tmp_path: Path) -> None:
    """An action begun, a beginning declared, another stage, incidents: each shows at once."""
    assert _park(town).run_months is None
    with _reads() as read:
        profiles.add_action(town, "PMP-1", {"title": "Cut the hedge", "start": "2024-07-31"})
        assert _park(town).run_months == 2
        declared = {"began": "2024-09-01", "began_because": "as briefed"}
        profiles.edit_stage(town, "PMP-1", "respond", declared)
        assert _park(town).run_months == 1
        ten = lomea.street_rows(SEPTEMBER.last, lomea.ASB, 10, lomea.IN_TWO)
        lomea.add_incidents(town, tmp_path, ten, "all.csv")
        assert _park(town).count == 10
    assert read == [SEPTEMBER] * 3


def test_another_day_or_setting_has_it_read_again(town: Book) -> None:
    """What was usual once in 370 may not be once in 20."""
    assert _park(town).verdict == "fewer"
    kept = dataclasses.replace(town.settings, usual_variation=2000)
    assert _park(town.with_settings(kept)).verdict == "lower"
