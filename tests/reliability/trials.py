"""The trials there are: each a module with a function ``trial`` that gives its outcome."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from tests.reliability.asked import Asked
from tests.reliability.outcome import Outcome

_MODULES = {
    "kills": "tests.reliability.kills",
    "writers": "tests.reliability.writers",
    "typed": "tests.reliability.typed",
    "alterations": "tests.reliability.altered",
    "matrix": "tests.reliability.matrix",
    "hostile": "tests.reliability.hostile_files",
    "mutated": "tests.reliability.mutated_files",
}
SERVED = ("kills", "writers")
"""Trials that make sense of casebooks on a server too."""
TRIALS = tuple(name for name, module in _MODULES.items() if find_spec(module))
"""The trials by name."""


def tried(name: str, asked: Asked) -> Outcome:
    """What came of the trial of that name, whose module is loaded now."""
    outcome: Outcome = import_module(_MODULES[name]).trial(asked)
    return outcome
