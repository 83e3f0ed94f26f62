"""Days on the command line are typed as people say them, and a refusal shows how."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Casebook
from tests.places.place_files import feature, places_file, square

REF = "PMP-2024-001"
EXAMPLES = "18/12, 18 Dec, Fri or today"


@pytest.fixture
def wednesday(made: Casebook, tmp_path: Path) -> Casebook:
    """A casebook on Wednesday 18 December 2024, with a hotspot and a profile."""
    made("setting", "set", "today", "2024-12-18")
    places_file(tmp_path / "hotspots.geojson", feature(square(0, 0), ref="HS-01"))
    assert made("import", "hotspots", "hotspots.geojson", "--valid-from", "1 Sep").code == 0
    assert made("profile", "new", "--title", "Fights", "--hotspot", "HS-01").code == 0
    return made


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Fri", "2024-12-20"),
        ("3 Jan", "2025-01-03"),
        ("today", "2024-12-18"),
        ("31/01/2025", "2025-01-31"),
        ("2025-01-31", "2025-01-31"),
    ],
)
def test_a_day_to_come_is_the_next_such(wednesday: Casebook, said: str, meant: str) -> None:
    """As in a form."""
    assert wednesday("action", "add", REF, "--title", "Light", "--due", said).code == 0
    (action,) = wednesday("action", "list", REF, "--format", "json").json
    assert action["due"] == meant


def test_a_hotspot_retires_on_a_day_that_is_said(wednesday: Casebook) -> None:
    """The one nearest to today."""
    ran = wednesday("hotspot", "retire", "HS-01", "--on", "17/12", "--why", "moved")
    assert "is retired from 17 Dec 2024" in ran.err


@pytest.mark.parametrize(
    "command",
    [
        ("action", "add", REF, "--title", "Light", "--due"),
        ("action", "edit", REF, "1", "--done"),
        ("activity", "add", "--at"),
        ("profile", "edit", REF, "--next-review"),
        ("profile", "edit", REF, "--stage", "objective", "--set"),
        ("design", REF, "crossover", "--to", "2025-02-28", "--seed", "1", "--from"),
        ("profile", "share", REF, "--agency", "Council", "--under", "ISA", "--until"),
        ("review", "open", "2024-11", "--cut-off"),
        ("hotspot", "plan", "HS-01", "--visits", "2", "--from"),
        ("hotspot", "retire", "HS-01", "--why", "moved", "--on"),
        ("patrol", "sheet", "--date"),
        ("user", "end", "admin", "--from"),
        ("setting", "set", "today"),
        ("import", "hotspots", "hotspots.geojson", "--valid-from"),
    ],
    ids=" ".join,
)
def test_what_is_no_day_is_refused_with_days_as_they_are_said(
    wednesday: Casebook, command: tuple[str, ...]
) -> None:
    """Exit 1 and one line, wherever a day is typed."""
    wednesday("action", "add", REF, "--title", "First")
    typed = "deadline=soon" if command[-1] == "--set" else "soon"
    ran = wednesday(*command, typed)
    assert ran.code == 1, ran.err
    assert EXAMPLES in ran.err
    assert "'soon'" in ran.err
    assert ran.err.count("\n") == 1


def test_a_file_s_days_have_their_year(wednesday: Casebook) -> None:
    """JSON is read on any day, so that "Fri" is none."""
    wednesday("action", "add", REF, "--title", "First")
    Path("action.json").write_text('{"title": "Light", "due": "Fri"}')
    ran = wednesday("action", "edit", REF, "1", "--json", "action.json")
    assert "a date such as 2024-10-07, not 'Fri'" in ran.err
