"""Whether the fall that an objective asks for could ever be told from chance."""

from __future__ import annotations

from casebook.core.months import Window
from casebook.measures.power import target_says
from casebook.profiles.stages import Objective


def can_it_show(objective: Objective) -> str:
    """The answer in a sentence or three; empty where no fall is asked for or its size isn't known.

    >>> from casebook.core.months import Month
    >>> year = {"baseline_from": Month(2023, 1), "baseline_to": Month(2023, 12)}
    >>> print(can_it_show(Objective(baseline_value=400.0, target_value=300.0, **year)))
    The target is a fall of 25%, and from 19% on a fall would be noticed here.
    """
    before, target = objective.baseline_value, objective.target_value
    if before is None or target is None:
        return ""
    if objective.baseline_from is None or objective.baseline_to is None:
        return ""
    months = len(Window(objective.baseline_from, objective.baseline_to))
    return target_says(before, target, months=months)
