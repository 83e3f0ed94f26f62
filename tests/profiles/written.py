"""What of a profile's file as JSON people wrote."""

from __future__ import annotations

from typing import Any

from casebook.profiles.casefile import without


def written(whole: dict[str, Any]) -> dict[str, Any]:
    """The file without versions, cycles and numbers, which are its casebook's own."""
    beside = ("version", "number", "cycle")
    return whole | {
        "profile": without(whole["profile"], "version"),
        "stages": {name: without(body, *beside) for name, body in whole["stages"].items()},
        "actions": [without(action, *beside) for action in whole["actions"]],
    }
