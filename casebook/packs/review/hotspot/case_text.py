"""What is written on a profile, in brief: the aim, the causes, the response and its impact."""

from __future__ import annotations

from dataclasses import dataclass

from casebook.core import english
from casebook.profiles.casefile import ProfileFile
from casebook.profiles.stages import BODIES, Analyse, Objective, Respond, Scan

_LONGEST = 200
_MOST_HYPOTHESES = 4


@dataclass(frozen=True)
class CaseText:
    """One profile's heading and its text, a labelled passage each."""

    ref: str
    title: str
    passages: tuple[tuple[str, str], ...]
    says: str
    """That nothing is written at the present stage, or that passages were shortened."""


def case_text(file: ProfileFile, assessment: str = "") -> CaseText:
    """The brief of ``file`` with its ``assessment``; what isn't written is left out."""
    found: list[tuple[str, str]] = []
    for name in BODIES:
        found += _passages(file.stage(name).body, file.profile.stage)
    written = [(label, words) for label, words in found if words.strip()]
    brief = [(label, english.shortened(words, _LONGEST)) for label, words in written]
    says = []
    if not _answers(file):
        says.append(f"Nothing is written at the {file.profile.stage} stage yet.")
    title = english.shortened(file.profile.title, _LONGEST)
    if any(words.endswith(" …") for words in (title, *(words for _, words in brief))):
        says.append("Shortened; the whole text is in the casebook.")
    brief += [("Assessment", assessment)] if assessment else []
    return CaseText(file.profile.ref, title, tuple(brief), " ".join(says))


def _answers(file: ProfileFile) -> bool:
    body = file.stage(file.profile.stage).body
    return bool(body != type(body)())


def _passages(body: object, stage: str) -> list[tuple[str, str]]:
    match body:
        case Objective():
            return [("Aim", body.aim)]
        case Scan() if stage in ("objective", "scan"):
            return [("What happens", body.events)]
        case Analyse() if stage in ("objective", "scan", "analyse"):
            return [("Hypotheses", _hypotheses(body))]
        case Respond():
            return [("Response", body.strategy)]
    return []


def _hypotheses(body: Analyse) -> str:
    said = [
        f"({at}) {row.statement.strip().rstrip('.')} ({'tested' if row.tested else 'not tested'})"
        for at, row in enumerate(body.hypotheses[:_MOST_HYPOTHESES], start=1)
    ]
    more = len(body.hypotheses) - len(said)
    return "; ".join(said) + (f"; and {more} more" if more else "") + ("." if said else "")
