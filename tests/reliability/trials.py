"""The trials there are: each a module with a function ``trial`` that gives its outcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Trial(NamedTuple):
    """Where a trial is found, and whether it makes sense of casebooks on a server."""

    module: str
    on_server: bool = False


TRIALS: Mapping[str, Trial] = {
    "kills": Trial("tests.reliability.kills", on_server=True),
    "writers": Trial("tests.reliability.writers", on_server=True),
    "alterations": Trial("tests.reliability.altered"),
    "matrix": Trial("tests.reliability.matrix"),
    "hostile": Trial("tests.reliability.hostile_files"),
    "mutated": Trial("tests.reliability.mutated_files"),
}
