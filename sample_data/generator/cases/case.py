"""What is written by hand for each sample profile, in `written/cases`; the rest is composed.

In a text of a case with a hotspot `{place}` stands for its name; `{asb}`, `{crimes}` and
`{violence}` for its counts in the twelve months before the profile was opened, `{year}` for that
window in words, `{top}` and `{next}` for its two busiest streets and `{share}` for the percentage
of the ASB calls on the busiest. `{asb_before}`, `{asb_after}` and so on are the counts in the
case's own two windows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sample_data.generator.written import written

ORDER = ("objective", "scan", "analyse", "respond", "assess")
"""The stages of OSARA; SARA has all but the first."""

YEAR_ON_YEAR = (("2023-04", "2023-11"), ("2024-04", "2024-11"))
"""Before and after, unless a case has windows of its own."""


@dataclass(frozen=True)
class Idea:
    """A hypothesis: why the problem happens, and what speaks for and against it."""

    statement: str
    backing: str
    against: str = ""
    tested: bool = True


@dataclass(frozen=True)
class SampleAction:
    """An action of the response; `idea` counts the case's ideas from 1, 0 for none; ISO dates."""

    title: str
    idea: int
    tactic: str
    agency: str
    owner: str
    start: str
    due: str
    done: str = ""
    cost: float | None = None
    expected: str = ""
    actual: str = ""


@dataclass(frozen=True)
class Verdict:
    """What the assessment says so far; codes are those of the casebook's lists."""

    process: str
    notes: str
    impact: str
    evidence: str
    alternatives: str
    feedback: str
    met: str
    lessons: str
    decision: str
    side_effects: str = ""


@dataclass(frozen=True)
class Baseline:
    """Where a case without a hotspot starts from; months as 2023-12."""

    first: str
    last: str
    value: float
    source: str
    target: float


@dataclass(frozen=True)
class Earlier:
    """The first cycle of a case that went back a stage: what was tried, and why it wasn't it."""

    ideas: tuple[Idea, ...]
    strategy: str
    mechanism: str
    patrol: str
    steps: tuple[SampleAction, ...]
    back: str
    """The day it went back to analyse."""
    why: str


@dataclass(frozen=True)
class SampleCase:
    """One profile as its officers wrote it, as far as it has got; dates are ISO."""

    title: str
    stage: str
    owner: str
    opened: str
    asked_by: str
    reported: str
    aim: str
    hotspot: str = ""
    """Empty for a case about an area."""
    review: str = ""
    """Its reviews fall due on this day of the month, two weeks on where that is before the 10th;
    empty for one that owes none."""
    measure: str = ""
    cut: float = 0
    """Share by which the measure is to fall."""
    objective_type: str = "reduce"
    events: str = ""
    community: str = ""
    harms: str = ""
    similarity: str = ""
    voice: str = ""
    what: str = ""
    where: str = ""
    when: str = ""
    who: str = ""
    why: str = ""
    how: str = ""
    absent: str = ""
    ideas: tuple[Idea, ...] = ()
    strategy: str = ""
    mechanism: str = ""
    patrol: str = ""
    steps: tuple[SampleAction, ...] = ()
    verdict: Verdict | None = None
    model: str = "OSARA"
    ref: str = ""
    """Empty for one of the 27, which are numbered as they were opened."""
    area: str = ""
    """Ref of the area; empty where it is the hotspot's district."""
    kind: str = ""
    """What sort of place it is, where no hotspot says so."""
    supervisor: str = ""
    """Empty for the inspector of the district."""
    themes: tuple[str, ...] = ()
    """Empty for those of the hotspot."""
    baseline: Baseline | None = None
    assessed: str = ""
    """The day it came to assess."""
    status: str = "open"
    ended: str = ""
    """The day it was closed, refused, or left to be monitored."""
    reason: str = ""
    """Why it ended."""
    kept_years: int = 6
    earlier: Earlier | None = None
    windows: tuple[tuple[str, str], tuple[str, str]] = YEAR_ON_YEAR
    """The months that `{crimes_before}`, `{asb_after}` and their like count."""
    declared: str = ""
    """The day its assessment's design was declared; empty where none was."""
    design: str = ""
    """Why that design."""

    @property
    def order(self) -> tuple[str, ...]:
        """The stages of its model."""
        return ORDER[1:] if self.model == "SARA" else ORDER

    @property
    def reached(self) -> tuple[str, ...]:
        """The stages it has got to."""
        return self.order[: self.order.index(self.stage) + 1]

    @property
    def all_steps(self) -> tuple[SampleAction, ...]:
        """The actions of both cycles, the earlier first."""
        return (*(self.earlier.steps if self.earlier else ()), *self.steps)


def cases_in(*names: str) -> tuple[SampleCase, ...]:
    """The cases of some files of `written/cases`, in their order there."""
    return tuple(_case(entry) for name in names for entry in written(f"cases/{name}")["case"])


def _case(entry: Mapping[str, Any]) -> SampleCase:
    parts = {**entry, **_tried(entry)}
    if "verdict" in entry:
        parts["verdict"] = Verdict(**entry["verdict"])
    if "baseline" in entry:
        parts["baseline"] = Baseline(**entry["baseline"])
    if "earlier" in entry:
        parts["earlier"] = Earlier(**{**entry["earlier"], **_tried(entry["earlier"])})
    return SampleCase(**parts)


def _tried(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The ideas and steps of a case or of its first cycle."""
    return {
        "ideas": tuple(Idea(**idea) for idea in entry.get("ideas", ())),
        "steps": tuple(SampleAction(**step) for step in entry.get("steps", ())),
    }
