"""What is written by hand for each sample profile; the rest is composed around it.

In any text `{asb}`, `{crimes}` and `{violence}` stand for the hotspot's counts in the twelve months
before the profile was opened, `{year}` for that window in words, `{top}` and `{next}` for its two
busiest streets and `{share}` for the percentage of the ASB calls on the busiest.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Idea:
    """A hypothesis: why the problem happens, and what speaks for and against it."""

    statement: str
    backing: str
    against: str = ""
    tested: bool = True


@dataclass(frozen=True)
class Step:
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
class Case:
    """One profile as its officers wrote it, as far as it has got; dates are ISO."""

    hotspot: str
    title: str
    stage: str
    owner: str
    opened: str
    review: str
    asked_by: str
    measure: str
    cut: float
    """Share by which the measure is to fall."""
    reported: str
    aim: str
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
    steps: tuple[Step, ...] = ()
    verdict: Verdict | None = None
    model: str = "OSARA"
