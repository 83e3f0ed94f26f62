"""Three cases for the panel: the newest that worked, and one that failed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from casebook.core import english, wording
from casebook.packs.chapters.parts import PackScope
from casebook.packs.panel.plain import plain_sentences
from casebook.packs.report.report import ReportBlock, ReportPart, heading, para
from casebook.profiles.casefile import ProfileFile
from casebook.profiles.stages import Analyse, Assess, Respond
from casebook.registers.casework import ClosingCheck

WORKED = ("effective", "promising")
FAILED = ("no effect", "harmful")
CASES = 3
_LONGEST = 300


@dataclass(frozen=True)
class PanelCase:
    """A profile chosen for the panel, and why."""

    file: ProfileFile
    outcome: str
    """Worked, or failed."""

    @property
    def assess(self) -> Assess:
        """What its assessment says."""
        body = self.file.stage("assess").body
        assert isinstance(body, Assess)
        return body


def chosen_cases(
    files: Iterable[ProfileFile], end: date, returned: Iterable[str] = ()
) -> tuple[PanelCase, ...]:
    """Up to three judged profiles: one that failed where there is any, the others worked.

    The newest first: what was closed or did something by ``end`` last. ``returned`` are refs of
    closed profiles whose problem came back, which is a failure too. Districts differ where they
    can.
    """
    again = frozenset(returned)
    judged = [file for file in files if _begun(file, end) and not file.profile.disposed]
    judged.sort(key=lambda file: (_newest(file, end), file.profile.ref), reverse=True)
    impact = {file.profile.ref: file.stage("assess").body.impact for file in judged}
    failed = [
        file for file in judged if impact[file.profile.ref] in FAILED or file.profile.ref in again
    ]
    worked = [file for file in judged if impact[file.profile.ref] in WORKED and file not in failed]
    found = [PanelCase(file, "Worked") for file in _apart(worked)[: CASES - 1]]
    found += [PanelCase(file, "Failed") for file in failed[: CASES - len(found)][:1]]
    return tuple(found)


def _begun(file: ProfileFile, end: date) -> bool:
    opened = file.profile.opened
    return bool(file.stage("assess").body.impact) and (opened is None or opened <= end)


def _newest(file: ProfileFile, end: date) -> date:
    """The newest day something was done on it or it was closed, by ``end``."""
    days = [file.profile.closed, *(action.done for action in file.actions)]
    return max((day for day in days if day is not None and day <= end), default=date.min)


def _apart(files: Sequence[ProfileFile]) -> list[ProfileFile]:
    """The files, the first of each area before any area's second."""
    seen: set[str | None] = set()
    first = []
    for file in files:
        if file.profile.area not in seen:
            seen.add(file.profile.area)
            first.append(file)
    return [*first, *(file for file in files if file not in first)]


def cases_part(scope: PackScope) -> tuple[ReportPart, tuple[str, ...]]:
    """The cases, and the sentences left out of them that name a statistic."""
    with scope.book.store.reading() as tx:
        checks = tx.load(ClosingCheck)
    back = {check.profile for check in checks if check.code == "returned"}
    found = chosen_cases(scope.profiles, scope.window.end, back)
    blocks: list[ReportBlock] = []
    left: list[str] = []
    for case in found:
        profile = case.file.profile
        points, out = _case_points(case, back)
        where = dict.fromkeys((profile.ref, *case.file.hotspots, profile.area or ""))
        said = f"{profile.title} ({', '.join(filter(None, where))}). {_judged(case)}"
        blocks += [heading(case.outcome), para(said, points)]
        left += [f"{profile.ref}: {out}"] if out else []
    if not any(case.outcome == "Failed" for case in found):
        blocks.append(para("No case here was judged to have failed."))
    if not found:
        blocks.append(para("No case can be told: none was judged."))
    elif len(found) < CASES:
        number = english.counted(len(found), "case")
        blocks.append(para(f"Only {number} can be told: no more were judged."))
    return ReportPart("cases", "Three cases", tuple(blocks)), tuple(left)


def _case_points(case: PanelCase, back: Collection[str]) -> tuple[list[str], str]:
    """A case in points: cause, response, result, lesson; and what of them names a statistic."""
    file, assess = case.file, case.assess
    analyse, respond = file.stage("analyse").body, file.stage("respond").body
    said: list[str] = []
    out: list[str] = []

    def tell(text: str, before: str = "") -> None:
        plain, statistic = plain_sentences(text)
        if plain:
            said.append(f"{before}{_ended(english.shortened(plain, _LONGEST))}")
        if statistic:
            out.append(statistic)

    if isinstance(analyse, Analyse) and analyse.hypotheses:
        tested = [row for row in analyse.hypotheses if row.tested] or list(analyse.hypotheses)
        tell(tested[0].statement, "The cause found: ")
    if isinstance(respond, Respond):
        tell(respond.strategy, "What was done: ")
    tell(assess.evidence, "What changed: ")
    if file.profile.ref in back:
        said.append("The problem came back after it was closed.")
    tell(assess.alternatives, "What else may explain it: ")
    tell(assess.lessons, "What was learnt: ")
    return said, " ".join(out)


def _judged(case: PanelCase) -> str:
    """What its assessor made of it, in the code lists' words."""
    assess = case.assess
    impact = wording.label_of("verdict", assess.impact).lower()
    if not assess.objective_met:
        return f"Judged: {impact}."
    met = wording.label_of("yes-partly-no", assess.objective_met).lower()
    return f"Judged: {impact}; objective met: {met}."


def _ended(words: str) -> str:
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."
