"""Whether the profile's objective is met: its measure now against its target."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from casebook.core.months import Month, Window, day_label
from casebook.core.wording import group_title, number
from casebook.profiles.stages import Objective

MET, NOT_MET, NOT_DUE, UNKNOWN = "met", "not met", "not due yet", "unknown"


@dataclass(frozen=True)
class ObjectiveNow:
    """The objective's measure over as many months as its baseline, the last that are known."""

    measure: str
    baseline: float
    target: float
    deadline: date | None
    window: Window | None
    """The months counted; None where none are known."""
    now: int | None
    state: str
    """``met``, ``not met``, ``not due yet`` or ``unknown``."""

    @property
    def says(self) -> str:
        """It in a sentence, with every number."""
        title = group_title(self.measure)
        said = f"Objective: {title} from {number(self.baseline)} to {number(self.target)}"
        said += f" by {day_label(self.deadline)}" if self.deadline else ""
        if self.now is None or self.window is None:
            return f"{said}: what it is now isn't known."
        return f"{said}: {number(self.now)} in {self.window.label}, {self.state}."


def objective_now(
    objective: Objective, count: Callable[[Window], int | None], last: Month, today: date
) -> ObjectiveNow | None:
    """Where the objective stands; None where it has no measure, baseline or target.

    ``count`` gives the measure's count in a window; ``last`` is the last month that is over. At
    the deadline the months before it count; before it, a value at the target is not due yet.
    """
    if not objective.measure or objective.baseline_value is None or objective.target_value is None:
        return None
    if objective.baseline_from is None or objective.baseline_to is None:
        return None
    long = len(Window(objective.baseline_from, objective.baseline_to))
    deadline = objective.deadline
    due = deadline is not None and deadline <= today
    end = last
    if deadline is not None:
        whole = Month.of(deadline)
        end = min(last, whole if deadline == whole.last else whole + -1)
    window = Window(end + (1 - long), end)
    now = count(window)
    if now is None:
        state, known = UNKNOWN, None
    else:
        known = window
        state = (MET if now <= objective.target_value else NOT_MET) if due else NOT_DUE
    return ObjectiveNow(
        objective.measure,
        objective.baseline_value,
        objective.target_value,
        deadline,
        known,
        now,
        state,
    )
