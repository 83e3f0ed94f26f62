"""Gates: what must be answered before a stage is left.

A gate is a list of named checks on plain values. It guards the stage and never the record: anything
may be written at any stage. A check asks whether a thing is answered, never how well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from casebook.profiles.profile import Action
from casebook.profiles.stages import Analyse, Scan, StageBody, unanswered


@dataclass(frozen=True)
class Missing:
    """One thing a gate asks for and doesn't find."""

    check: str
    says: str
    where: str
    """The field of the stage in which it is answered; ``actions`` where it is by an action."""


@dataclass(frozen=True)
class Check:
    """A named question about a stage; ``met`` answers it."""

    name: str
    stage: str
    says: str
    where: str
    """The field of the stage in which it is answered; ``actions`` where it is by an action."""
    met: Callable[[StageBody, tuple[Action, ...]], bool]


CHECKS: tuple[Check, ...] = (
    Check(
        "two sources",
        "scan",
        "Name at least two sources.",
        "sources",
        lambda body, _: not isinstance(body, Scan) or len(set(body.sources)) >= 2,
    ),
    Check(
        "tested hypothesis",
        "analyse",
        "Test at least one hypothesis.",
        "hypotheses",
        lambda body, _: not isinstance(body, Analyse) or any(h.tested for h in body.hypotheses),
    ),
    Check(
        "done action",
        "respond",
        "Complete at least one action and say what came of it.",
        "actions",
        lambda _, actions: any(a.done is not None and a.actual.strip() for a in actions),
    ),
)


def missing(body: StageBody, actions: tuple[Action, ...]) -> tuple[Missing, ...]:
    """What the gate of ``body``'s stage asks for and doesn't find; empty when it stands open."""
    fields = tuple(
        Missing(spec.name, f"Answer '{spec.label}'.", spec.name) for spec in unanswered(body)
    )
    checks = tuple(
        Missing(check.name, check.says, check.where)
        for check in CHECKS
        if check.stage == body.STAGE and not check.met(body, actions)
    )
    return fields + checks
