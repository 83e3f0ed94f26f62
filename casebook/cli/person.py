"""A person's own settings: one TOML file in the platform's folder for them.

A flag comes before the environment, the environment before this file, this file before the
casebook's own settings.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import platformdirs

from casebook.core.errors import BadFile


def settings_file() -> Path:
    """Where the person's settings are; ``CASEBOOK_CONFIG`` names another file."""
    named = os.environ.get("CASEBOOK_CONFIG")
    if named:
        return Path(named)
    return platformdirs.user_config_path("casebook", appauthor=False) / "settings.toml"


def person_settings() -> dict[str, Any]:
    """Defaults for options, as ``book = "team.db"`` or ``[figures] format = "csv"``.

    Without a file there are none. Raises :class:`BadFile` for one that is no TOML.
    """
    path = settings_file()
    try:
        if path.exists() and not path.is_file():
            raise BadFile(f"Your settings {path} can't be read: that is no file.")
        text = path.read_text(encoding="utf-8")
        import tomllib  # few have such a file

        return tomllib.loads(text)
    except FileNotFoundError:
        return {}
    except (ValueError, RecursionError) as error:
        raise BadFile(f"Your settings {path} can't be read: {error}.") from error
    except OSError as error:
        raise BadFile(f"Your settings {path} can't be read: {error.strerror}.") from error
