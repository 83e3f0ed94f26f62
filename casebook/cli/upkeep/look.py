"""The look of the terminal that a person chose last, kept in their own folder, in no casebook."""

from __future__ import annotations

from pathlib import Path

import platformdirs


def _file() -> Path:
    return platformdirs.user_state_path("casebook", appauthor=False) / "look"


def last_look() -> str:
    """The name of the theme chosen last; empty where none was, or it can't be read."""
    try:
        return _file().read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""


def keep_look(name: str) -> None:
    """Remember a theme for the next time this person opens the terminal."""
    file = _file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name + "\n", encoding="utf-8")
    except OSError:
        pass  # chosen again next time; nothing else depends on it
