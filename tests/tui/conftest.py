"""A casebook file for each of the terminal's tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tui.desk import build
from tests.tui.terminal import Terminal
from tui.parts.asking import AskingScreen
from tui.parts.panel import Panel
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


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> Callable[[Terminal], None]:
    """From when it is called, nothing that is shown is read again."""

    def stop(t: Terminal) -> None:
        for one in t.app.screen_stack:
            if isinstance(one, AskingScreen):
                monkeypatch.setattr(type(one), "reload", lambda _self: None)
        monkeypatch.setattr(Panel, "show", lambda *_args, **_how: None)

    return stop
