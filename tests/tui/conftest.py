"""A casebook file for each of the terminal's tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.tui.desk import build
from tui.profiles.preview import ProfilePreview


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The casebook every test starts from."""
    return build(tmp_path_factory.mktemp("template") / "lomea.db")


@pytest.fixture(autouse=True)
def resting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The months under a list are read as soon as the cursor is on a profile."""
    monkeypatch.setattr(ProfilePreview, "RESTS", 0)


@pytest.fixture
def casebook(template: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copy(template, tmp_path / "lomea.db"))
