"""What an assessment holds and how it reads: effect, dose, displacement, objective, cautions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from casebook.assessments.by_day import ByDay
from casebook.assessments.dose import PatrolDose
from casebook.assessments.effect import TOTALS, Effects, Totals, displacement_says
from casebook.assessments.months_compared import MonthsCompared
from casebook.assessments.spread import Spread
from casebook.core.months import Month
from casebook.core.wording import number
from casebook.figures.progress import Progress
from casebook.measures.difference import Estimate, Running
from casebook.measures.likeness import Likeness
from casebook.measures.overdispersion import Overdispersion
from casebook.measures.verdict import Verdict


@dataclass(frozen=True)
class AssessedMonth:
    """One month's counts, by what the area is to the design; None where not known."""

    month: Month
    counts: dict[str, int | None]
    compared: str
    """``before``, ``after``, or blank for a month in neither."""


@dataclass(frozen=True)
class Assessment:
    """The declared design run on what the casebook holds."""

    profile: str
    title: str
    marking: str
    version: int
    """Of the design."""
    code: str
    count_group: str
    """What is counted, as people call it."""
    definition: str
    declared: str
    """When the design was declared against the response's start."""
    days_late: int | None
    began: str | None
    """The day the response began, ISO."""
    areas: dict[str, tuple[str, ...]]
    """The refs of each part's areas."""
    boundaries: tuple[int, ...]
    """The one set of boundaries that every window is counted in."""
    counted_in: dict[str, tuple[int, ...]]
    """Those of each part."""
    months: MonthsCompared
    totals: Totals
    effects: Effects | None
    """None without a control."""
    against_rest: Verdict | None
    """The target against the rest of the force; what is left to say without a control."""
    phi: Overdispersion
    power: str
    dose: PatrolDose
    objective: Progress | None
    """Where the profile stands on its own measure; None where it has no whole objective."""
    likeness: Likeness | None
    """Of the control before the response."""
    spread: Spread | None
    """The result by every comparison area that passes; None where none was looked for."""
    by_day: ByDay | None
    """The crossover's result; None where no days were drawn, or none is over."""
    series: tuple[AssessedMonth, ...]
    running: tuple[Running, ...]
    cautions: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def effect_says(self) -> str:
        """The effect and its interval, without what stands beside it."""
        if self.effects is not None:
            return self.effects.says.removesuffix(".")
        if self.against_rest is not None:
            return self.against_rest.sentence.removesuffix(".")
        return "no control is declared and nothing is expected, so no effect can be told"

    @property
    def says(self) -> str:
        """The whole in one sentence or two: effect, months, declaration, dose."""
        beside = f"{self.months.label}, {self.when_declared}; {self.dose.brief}."
        said = self.effect_says
        if self.spread is not None and self.spread.brief:
            beside = f"{beside[:-1]}; {self.spread.brief}."
        return f"{said}. {beside}" if ": " in said else f"{said}, {beside}"

    @property
    def spread_says(self) -> str:
        """The result over every comparison area that passes; empty where none was looked for."""
        return self.spread.says if self.spread else ""

    @property
    def when_declared(self) -> str:
        """When it was declared, to stand in a sentence."""
        if self.began is None:
            return "no response recorded"
        if self.days_late is None or self.days_late < 0:
            return "declared before the start"
        if self.days_late == 0:
            return "declared on the day of the start"
        return f"declared {number(self.days_late)} days after the start"

    @property
    def displacement(self) -> Estimate | None:
        """The buffer against its own control."""
        return self.effects.displacement if self.effects else None

    @property
    def displacement_says(self) -> str:
        """What happened in the buffer, in a sentence; empty where it isn't counted."""
        return displacement_says(self.displacement) if self.displacement else ""

    @property
    def phi_says(self) -> str:
        """How much more than by chance counts vary, and the interval that gives."""
        if not self.phi.measured:
            return f"How far counts vary beyond chance: {self.phi.sentence}"
        if self.phi.phi <= 1:
            return "In the months before the response counts varied no more than by chance."
        times = number(self.phi.phi, 2)
        said = f"In the months before the response counts varied {times} times as much as by chance"
        return f"{said}; with that, {self.effects.wide_says}" if self.effects else f"{said}."

    @property
    def beside(self) -> tuple[str, ...]:
        """What must stand next to the effect, a sentence each."""
        lines = (
            self.phi_says,
            self.spread_says,
            self.displacement_says,
            *(self.by_day.says if self.by_day else ()),
            self.power,
            self.dose.says,
            self.dose.gps.says if self.dose.gps else "",
            self.objective.says if self.objective else "",
        )
        return tuple(line for line in lines if line)

    @property
    def evidence(self) -> str:
        """The text that is offered into the profile's assess stage."""
        counts = "; ".join(
            f"{part} {number(self.totals[part][0], 0)} to {number(self.totals[part][1], 0)}"
            for part in TOTALS
            if part in self.totals
        )
        lines = [
            f"{self.count_group}: {self.says}",
            f"Counts: {counts}.",
            self.phi_says,
            self.spread_says,
            *(self.by_day.says if self.by_day else ()),
            self.displacement_says,
            self.objective.says if self.objective else "",
            *self.cautions,
        ]
        return "\n".join(line for line in lines if line)

    def encode(self) -> dict[str, Any]:
        """As JSON; keys are fixed, months ISO, what isn't known null."""
        before, after = self.months.windows
        found = self.effects
        return {
            "profile": self.profile,
            "version": self.version,
            "count_group": self.code,
            "definition": self.definition,
            "declared": self.declared,
            "days_late": self.days_late,
            "response_began": self.began,
            "before_from": str(before.first),
            "before_to": str(before.last),
            "after_from": str(after.first),
            "after_to": str(after.last),
            "months_before": len(self.months.before),
            "months_after": len(self.months.after),
            "areas": {_key(part): list(refs) for part, refs in self.areas.items()},
            "boundaries": list(self.boundaries),
            "counts": {_key(part): list(pair) for part, pair in self.totals.items()},
            "wdd": found.wdd if found else None,
            "se": found.se if found else None,
            "z": found.z if found else None,
            "p": found.p if found else None,
            "ci_low": found.ci_low if found else None,
            "ci_high": found.ci_high if found else None,
            "local": _estimate(found.local if found else None),
            "displacement": _estimate(self.displacement),
            "phi": self.phi.phi,
            "phi_measured": self.phi.measured,
            "phi_ci_low": found.wide_low if found else None,
            "phi_ci_high": found.wide_high if found else None,
            "expected": self.against_rest.expected if self.against_rest else None,
            "verdict": self.against_rest.word if self.against_rest else None,
            "verdict_p": self.against_rest.p if self.against_rest else None,
            "says": self.says,
            "power": self.power,
            "cautions": list(self.cautions),
            "dose": _dose(self.dose),
            "objective": self.objective.encode() if self.objective else None,
            "likeness": self.likeness.ratios if self.likeness else None,
            "spread": self.spread.encode() if self.spread else None,
            "by_day": self.by_day.encode() if self.by_day else None,
            "months": [
                {"month": str(row.month), "compared": row.compared or None, **_keys(row.counts)}
                for row in self.series
            ],
            "running": [
                {
                    "month": row.month,
                    "wdd": row.wdd,
                    "se": row.se,
                    "ci_low": row.ci_low,
                    "ci_high": row.ci_high,
                }
                for row in self.running
            ],
            "sources": list(self.sources),
            "evidence": self.evidence,
        }


def _keys(counts: dict[str, int | None]) -> dict[str, int | None]:
    return {_key(part): count for part, count in counts.items()}


def _key(part: str) -> str:
    return part.replace("'s", "").replace(" ", "_")


def _estimate(found: Estimate | None) -> dict[str, float] | None:
    return {"wdd": found.wdd, "se": found.se} if found else None


def _dose(dose: PatrolDose) -> dict[str, Any]:
    gps = dose.gps
    return {
        "planned_officer_hours": dose.planned,
        "officer_hours": dose.delivered,
        "share": dose.share,
        "known_from": str(dose.known_from) if dose.known_from else None,
        "covered_to": str(dose.covered_to) if dose.covered_to else None,
        "gps": {
            "officer_hours": gps.officer_hours,
            "error": round(gps.error, 2),
            "interval": gps.interval,
        }
        if gps
        else None,
        "says": dose.says,
    }
