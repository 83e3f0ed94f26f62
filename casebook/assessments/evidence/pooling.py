"""Effects of like responses pooled: by tactic and theme, and never of fewer than three."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from casebook.assessments.evidence.page import EvidencePage
from casebook.core.english import counted
from casebook.measures.ratio import pool

FEWEST = 3
"""Assessed profiles below which nothing is pooled."""
ALL = ""


@dataclass(frozen=True)
class SharedPage:
    """A page, and whether it came from outside."""

    page: EvidencePage
    outside: bool = False


@dataclass(frozen=True)
class PooledRow:
    """One tactic against one theme."""

    tactic: str
    theme: str
    """Blank for all of them."""
    profiles: int
    outside: int
    """How many of them came from another force."""
    irr: float | None
    """The pooled rate ratio (random effects, REML), under 1 is fewer; None of too few."""
    ci_low: float | None
    ci_high: float | None
    prediction_low: float | None
    prediction_high: float | None
    says: str

    def encode(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "tactic": self.tactic,
            "theme": self.theme or None,
            "profiles": self.profiles,
            "outside": self.outside,
            "irr": self.irr,
            "ci_low": self.ci_low,
            "ci_high": self.ci_high,
            "prediction_low": self.prediction_low,
            "prediction_high": self.prediction_high,
            "says": self.says,
        }


def pooled_rows(pages: Sequence[SharedPage]) -> tuple[PooledRow, ...]:
    """A row for each tactic over all themes, then for each theme it was tried on.

    A response of several tactics stands with each of them: which of them did it isn't known.
    """
    rows = []
    for tactic in sorted({one for each in pages for one in each.page.tactics}):
        own = [each for each in pages if tactic in each.page.tactics]
        rows.append(_row(tactic, ALL, own))
        rows += [
            _row(tactic, theme, [each for each in own if theme in each.page.themes])
            for theme in sorted({one for each in own for one in each.page.themes})
        ]
    return tuple(rows)


def _row(tactic: str, theme: str, pages: Sequence[SharedPage]) -> PooledRow:
    outside = sum(each.outside for each in pages)
    if len(pages) < FEWEST:
        says = f"Too few: {counted(len(pages), 'assessed profile')}, and it takes {FEWEST}."
        return PooledRow(
            tactic, theme, len(pages), outside, None, None, None, None, None, says=says
        )
    found = pool([each.page.study for each in pages])
    halves = sum(each.page.corrected for each in pages)
    says = found.sentence
    if halves:
        says += f" In {counted(halves, 'profile')} a count was 0, and a half was added."
    return PooledRow(
        tactic,
        theme,
        len(pages),
        outside,
        found.reml.irr,
        found.reml.ci_low,
        found.reml.ci_high,
        found.prediction_low,
        found.prediction_high,
        says,
    )
