"""What is written on a profile, in brief: the aim, the causes, the response and its impact."""

from __future__ import annotations

from dataclasses import dataclass

from casebook.core import english, wording
from casebook.core.codes import CODE_LISTS
from casebook.core.months import Window
from casebook.figures.progress import Progress
from casebook.profiles.casefile import ProfileFile
from casebook.profiles.stages import BODIES, Analyse, Assess, Objective, Respond, Scan

_LONGEST = 420
_MOST_HYPOTHESES = 4


@dataclass(frozen=True)
class CaseText:
    """One profile's heading and its text, a labelled passage each."""

    ref: str
    title: str
    passages: tuple[tuple[str, str], ...]
    says: str
    """That nothing is written at the present stage, or that passages were shortened."""


def case_text(file: ProfileFile, progress: Progress | None = None) -> CaseText:
    """The brief of ``file``, with where its objective stands; what isn't written is left out."""
    found: list[tuple[str, str]] = []
    for name in BODIES:
        found += _passages(file.stage(name).body, file.profile.stage, progress)
    written = [(label, words) for label, words in found if words.strip()]
    brief = tuple((label, english.shortened(words, _LONGEST)) for label, words in written)
    says = []
    if not _answers(file):
        says.append(f"Nothing is written at the {file.profile.stage} stage yet.")
    if any(words.endswith(" …") for _, words in brief):
        says.append("Shortened; the whole text is in the casebook.")
    return CaseText(file.profile.ref, file.profile.title, brief, " ".join(says))


def _answers(file: ProfileFile) -> bool:
    body = file.stage(file.profile.stage).body
    return bool(body != type(body)())


def _passages(body: object, stage: str, progress: Progress | None) -> list[tuple[str, str]]:
    match body:
        case Objective():
            stands = progress.says.removeprefix("Objective, ") if progress else _measure(body)
            return [("Aim", body.aim), ("Measure", stands)]
        case Scan() if stage in ("objective", "scan"):
            return [("What happens", body.events)]
        case Analyse():
            return [("Hypotheses", _hypotheses(body))]
        case Respond():
            return [("Strategy", body.strategy)]
        case Assess():
            return [("Assessment", _assessment(body)), ("Evidence", body.evidence)]
    return []


def _measure(body: Objective) -> str:
    """The baseline, its months, the target and the deadline, those that are given."""
    if body.baseline_value is None and body.target_value is None:
        return ""
    parts = []
    if body.baseline_value is not None:
        first, last = body.baseline_from, body.baseline_to
        months = f" in {Window(first, last).label}" if first and last and first <= last else ""
        parts.append(f"{wording.number(body.baseline_value)}{months}")
    if body.target_value is not None:
        by = f" by {wording.day(body.deadline)}" if body.deadline else ""
        parts.append(f"target {wording.number(body.target_value)}{by}")
    title = f"{wording.group_title(body.measure)}: " if body.measure else ""
    return f"{title}{'; '.join(parts)}."


def _hypotheses(body: Analyse) -> str:
    said = [
        f"({at}) {row.statement.strip().rstrip('.')} ({'tested' if row.tested else 'not tested'})"
        for at, row in enumerate(body.hypotheses[:_MOST_HYPOTHESES], start=1)
    ]
    more = len(body.hypotheses) - len(said)
    return "; ".join(said) + (f"; and {more} more" if more else "") + ("." if said else "")


def _assessment(body: Assess) -> str:
    """The impact, whether the objective was met and the decision, in the code lists' words."""
    coded = (
        ("impact", "verdict", body.impact),
        ("done as planned", "yes-partly-no", body.process),
        ("objective met", "yes-partly-no", body.objective_met),
        ("decision", "assess-decision", body.decision),
    )
    said = [
        f"{label}: {CODE_LISTS[codes].get(code, code).lower()}"
        for label, codes, code in coded
        if code
    ]
    return english.sentence("; ".join(said)) + ("." if said else "")
