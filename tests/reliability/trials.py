"""The trials there are, each loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from tests.reliability.asked import Asked
from tests.reliability.outcome import Outcome

_MANY = 5_000
"""Files that are tried where nobody says how many."""


def _as_asked(module: Any, asked: Asked) -> Outcome:
    found: Outcome = module.trial(asked)
    return found


def _as_many_as_time_allows(module: Any, asked: Asked) -> Outcome:
    found: Outcome = module.run(asked.tries or _MANY, asked.seed, asked.seconds)
    return found


_NAMED: dict[str, tuple[str, Callable[[Any, Asked], Outcome]]] = {
    "kills": ("kills", _as_asked),
    "writers": ("writers", _as_asked),
    "alterations": ("altered", _as_asked),
    "matrix": ("matrix", _as_asked),
    "hostile": ("hostile_files", _as_many_as_time_allows),
    "mutated": ("mutated_files", _as_many_as_time_allows),
}
SERVED = ("kills", "writers")
"""Trials that make sense of casebooks on a server too."""
TRIALS = tuple(name for name, (module, _) in _NAMED.items() if find_spec(f"{__package__}.{module}"))
"""The trials by name."""


def tried(name: str, asked: Asked) -> Outcome:
    """What came of the trial of that name."""
    module, how = _NAMED[name]
    return how(import_module(f"{__package__}.{module}"), asked)
