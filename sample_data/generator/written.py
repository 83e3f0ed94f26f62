"""What is written by hand, read: prose and tables in the TOML files of `sample_data/written`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parents[1] / "written"


@cache
def written(name: str) -> Mapping[str, Any]:
    """What a file says, by its name without ending: `cases/strand`.

    Arrays are tuples. A text is one paragraph: where its lines break is for whoever edits it.
    """
    with (_FOLDER / f"{name}.toml").open("rb") as file:
        return {key: _read(value) for key, value in tomllib.load(file).items()}


def _read(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list):
        return tuple(_read(one) for one in value)
    if isinstance(value, dict):
        return {key: _read(one) for key, one in value.items()}
    return value
