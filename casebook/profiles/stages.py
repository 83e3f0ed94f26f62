"""What is written at each stage of OSARA and SARA.

The field lists follow the POP Center's assessment checklist, Clarke and Eck's 55 steps (CHEERS, the
problem-analysis triangle) and the College of Policing's problem-solving guideline. ``gate`` names
the stage that asks for an answer before it may be left; an answer's length is never judged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar

from casebook.core.codes import as_at_first
from casebook.core.fields import Field, decode, field, fields_of
from casebook.core.kinds import Reader, Record
from casebook.core.months import Month

OSARA = ("objective", "scan", "analyse", "respond", "assess")
SARA = OSARA[1:]
MODELS = MappingProxyType({"OSARA": OSARA, "SARA": SARA})
FORM_VERSION = 1


@dataclass(frozen=True)
class Objective:
    """What is to change, by how much and by when, against a named baseline."""

    STAGE: ClassVar[str] = "objective"

    reported: str = field("Problem as first reported", free_text=True, gate="objective", default="")
    asked_by: str = field("Asked for by", codes="asked-by", default="")
    aim: str = field("Aim", free_text=True, gate="objective", default="")
    objective_type: str = field("Kind of objective", codes="objective-type", default="")
    measure: str = field(
        "Measure", help="The count group that is to move.", example="asb", kept=True, default=""
    )
    baseline_from: Month | None = field("Baseline from", gate="objective", default=None)
    baseline_to: Month | None = field("Baseline to", gate="objective", default=None)
    baseline_value: float | None = field(
        "Baseline value", unit="incidents", gate="objective", default=None
    )
    baseline_source: str = field("Where the baseline comes from", default="")
    target_value: float | None = field("Target value", unit="incidents", default=None)
    deadline: date | None = field("Deadline", ahead=True, default=None)
    out_of_scope: str = field("Out of scope", free_text=True, default="")
    harm: str = field("Harm if nothing is done", free_text=True, default="")

    @property
    def counted(self) -> str:
        """The measure by the version it was set with."""
        return as_at_first(self.measure)


@dataclass(frozen=True)
class Scan:
    """Whether there is a problem: CHEERS, the sources, and what the community says."""

    STAGE: ClassVar[str] = "scan"

    community: str = field("Community: who is affected", free_text=True, default="")
    harms: str = field("Harm: what it does to them", free_text=True, default="")
    expectation: str = field("Expectation: what they want of us", free_text=True, default="")
    events: str = field("Events: what happens", free_text=True, gate="scan", default="")
    recurring: str = field("Recurring: how often", free_text=True, default="")
    similarity: str = field("Similarity: what the events share", free_text=True, default="")
    sources: tuple[str, ...] = field(
        "Sources", codes="scan-source", help="Two at least.", default=()
    )
    repeat_locations: int | None = field("Repeat locations", unit="count", default=None)
    repeat_victims: int | None = field(
        "Repeat victims", unit="count", restricted=True, default=None
    )
    repeat_offenders: int | None = field(
        "Repeat offenders", unit="count", restricted=True, default=None
    )
    community_voice: str = field("Community voice", free_text=True, default="")
    existing_plans: str = field("Plans already at this place", free_text=True, default="")
    decision: str = field("Decision", codes="scan-decision", default="")


@dataclass(frozen=True)
class Hypothesis:
    """Why the problem happens, and what speaks for and against it."""

    statement: str = field("Statement", free_text=True)
    evidence_for: str = field("Evidence for", free_text=True, restricted=True, default="")
    evidence_against: str = field("Evidence against", free_text=True, restricted=True, default="")
    tested: bool = field("Tested", default=False)


@dataclass(frozen=True)
class Analyse:
    """Why it happens here and not elsewhere: 5WH, the triangle, the hypotheses."""

    STAGE: ClassVar[str] = "analyse"

    what: str = field("What", free_text=True, gate="analyse", default="")
    where: str = field("Where", free_text=True, gate="analyse", default="")
    when: str = field("When", free_text=True, gate="analyse", default="")
    who: str = field("Who", help="Roles, never names.", free_text=True, restricted=True, default="")
    why: str = field("Why", free_text=True, default="")
    how: str = field("How", free_text=True, default="")
    absent: str = field(
        "Where and when it is absent", help="And who is not harmed.", free_text=True, default=""
    )
    victim_target: str = field("Victim or target", free_text=True, restricted=True, default="")
    offender: str = field("Offender", free_text=True, restricted=True, default="")
    place: str = field("Place", free_text=True, default="")
    guardian: str = field("Guardian", free_text=True, default="")
    handler: str = field("Handler", free_text=True, restricted=True, default="")
    manager: str = field("Place manager", free_text=True, default="")
    hypotheses: tuple[Hypothesis, ...] = field(
        "Hypotheses", help="One at least must be tested.", default=()
    )
    previous_responses: str = field("Earlier responses and results", free_text=True, default="")
    gaps: str = field("What we don't know", free_text=True, restricted=True, default="")


@dataclass(frozen=True)
class Respond:
    """What will be done; its actions are records of their own."""

    STAGE: ClassVar[str] = "respond"

    strategy: str = field(
        "Strategy",
        help="What will be done, and why it should work.",
        free_text=True,
        gate="respond",
        default="",
    )
    mechanism: str = field("How it changes the cause", free_text=True, default="")
    patrol: str = field(
        "Patrol: when, where, doing what", free_text=True, restricted=True, default=""
    )
    partners: str = field("Partners' part", free_text=True, default="")
    displacement: str = field("Displacement expected", free_text=True, default="")
    community_impact: str = field("Community impact", free_text=True, default="")
    lawfulness: str = field("Lawfulness and equality", free_text=True, restricted=True, default="")
    began: date | None = field(
        "Response began on",
        help="Else the first delivered patrol or action says it.",
        default=None,
    )
    began_because: str = field("Why it began that day", free_text=True, default="")
    judged_from: Month | None = field(
        "Judged against, from",
        help="Else the 12 months before it began; earlier ones where those helped to pick the "
        "place.",
        default=None,
    )
    judged_to: Month | None = field("Judged against, to", default=None)


@dataclass(frozen=True)
class Assess:
    """Whether it was done, whether it worked, and what next."""

    STAGE: ClassVar[str] = "assess"

    purpose: str = field("Why it is assessed", free_text=True, default="")
    process: str = field("Done as planned?", codes="yes-partly-no", gate="assess", default="")
    process_notes: str = field("What was done, what was not", free_text=True, default="")
    impact: str = field("Impact", codes="verdict", gate="assess", default="")
    evidence: str = field("Evidence", free_text=True, gate="assess", default="")
    alternatives: str = field("Other explanations", free_text=True, default="")
    side_effects: str = field("Unintended effects", free_text=True, default="")
    community_feedback: str = field("What the community says", free_text=True, default="")
    objective_met: str = field("Objective met?", codes="yes-partly-no", default="")
    lessons: str = field("Lessons", free_text=True, default="")
    decision: str = field("Decision", codes="assess-decision", gate="assess", default="")


StageBody = Objective | Scan | Analyse | Respond | Assess
BODIES: Mapping[str, type[StageBody]] = MappingProxyType(
    {body.STAGE: body for body in (Objective, Scan, Analyse, Respond, Assess)}
)
BODY = "body."
"""What history puts before the names of a stage's fields."""


@dataclass(frozen=True)
class Stage(Record):
    """One stage of one cycle of a profile, with what is written in it."""

    KIND: ClassVar[str] = "stage"
    NAMING: ClassVar[tuple[str, ...]] = ("profile", "cycle", "stage", "form")
    UNIQUE: ClassVar[tuple[str, ...]] = ("profile", "cycle", "stage")
    BESIDE: ClassVar[tuple[str, ...]] = ("body",)
    CODED: ClassVar[bool] = True
    FIGURES_FROM: ClassVar[tuple[str, ...] | None] = (
        *("body.began", "body.began_because", "body.judged_from", "body.judged_to"),
    )

    profile: str = field("Profile", refers="profile", belongs=True, fixed=True)
    cycle: int = field("Cycle", fixed=True)
    stage: str = field("Stage", fixed=True)
    opened: date | None = field("Opened", fixed=True, default=None)
    closed: date | None = field("Closed", fixed=True, default=None)
    waiver: str = field("Waiver", free_text=True, fixed=True, restricted=True, default="")
    waived_by: str = field("Waived by", fixed=True, restricted=True, default="")
    form: int = field("Form version", fixed=True, default=FORM_VERSION)
    body: Any = None
    """The stage's own dataclass, one of ``BODIES``."""

    @property
    def ref(self) -> str:
        """What history calls it: ``PMP-2024-007 scan 1``."""
        return f"{self.profile} {self.stage} {self.cycle}"

    @property
    def parts(self) -> Mapping[str, Any]:
        """The stage and its body, whose fields history names ``body.aim``."""
        return {"": self, BODY: self.body}

    def carried_over(self, casebook: Reader) -> Record | None:
        """The stage of the cycle before."""
        if self.cycle == 1:
            return None
        known = casebook.load(Stage, profile=self.profile, stage=self.stage)
        return next((one for one in reversed(known) if one.cycle < self.cycle), None)

    @classmethod
    def decides(cls, change: Mapping[str, Any]) -> bool:
        """Waiving its gate."""
        return bool(change.get("waived_by", (None, ""))[1])

    @classmethod
    def part_name(cls, value: Callable[[str], Any]) -> str:
        """The stage, with its cycle where that isn't the first: ``scan, cycle 2``."""
        stage, cycle = value("stage"), value("cycle")
        return f"{stage}, cycle {cycle}" if stage and cycle != 1 else stage or ""

    @classmethod
    def field_of(cls, name: str, value: Callable[[str], Any]) -> Field | None:
        """The definition of a field of the stage, or of the body that ``value`` says it has."""
        if not name.startswith(BODY):
            return super().field_of(name, value)
        body = BODIES.get(value("stage"))
        return fields_of(body).get(name.removeprefix(BODY)) if body else None

    @classmethod
    def revived(cls, name: str, value: Any, columns: Mapping[str, Any]) -> Any:
        """The body of the stage that ``columns`` name, from its JSON."""
        return decode(BODIES[columns["stage"]], value)


def next_stage(model: str, stage: str) -> str | None:
    """The stage after ``stage`` in ``model``; None after the last."""
    order = MODELS[model]
    at = order.index(stage)
    return order[at + 1] if at + 1 < len(order) else None


def unanswered(body: StageBody) -> tuple[Field, ...]:
    """The fields of ``body`` its gate asks for that say nothing yet, in order."""
    return tuple(
        spec
        for spec in fields_of(type(body)).values()
        if spec.gate == body.STAGE and spec.blank(getattr(body, spec.name))
    )


CHECK_MONTHS = (3, 12)
"""Months after its closing in which a profile is looked at again."""
