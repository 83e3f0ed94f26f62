"""Profiles composed from what is written by hand, dealt lines and counts of the sample itself."""

from __future__ import annotations

import re
from calendar import day_abbr
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

from sample_data.generator.cases.accounts import inspector_of
from sample_data.generator.cases.case import cases_in
from sample_data.generator.cases.counted import quotable
from sample_data.generator.cases.lines import StageLines
from sample_data.generator.patrols.patrol import weekly

if TYPE_CHECKING:
    from sample_data.generator.cases.case import Earlier, Idea, SampleAction, SampleCase
    from sample_data.generator.geography.hotspots import Hotspot
    from sample_data.generator.incidents.incident import Incident
    from sample_data.generator.patrols.plans import Slot

LIVE = cases_in("harbour", "strand", "fanshaw", "north", "outer")
"""One case for each live hotspot."""
FURTHER = cases_in("closed", "areas")
"""Cases of retired hotspots, and of areas."""

_DEALT_IN = 2024
"""The year that dealt lines are written in."""

Body = dict[str, Any]


@dataclass(frozen=True)
class PlacedCase:
    """A case with its ref, its place on Lomea, what its text may quote, and lines to deal it."""

    ref: str
    case: SampleCase
    place: str
    """The hotspot's name; empty without one."""
    district: str
    kind: str
    themes: tuple[str, ...]
    counts: dict[str, Any]
    week: list[Slot]
    """The patrols planned for its hotspot in a week."""
    lines: StageLines
    retired: str = ""
    """The day its hotspot was live no longer from; empty while it is."""

    def text(self, written: str) -> str:
        """What was written, its counts filled in."""
        return written.format_map({**self.counts, "place": self.place})

    def line(self, field: str) -> str:
        """A dealt line that suits the kind of place, its years counted from the case's own."""
        later = _DEALT_IN - int(self.case.opened[:4])
        dealt = self.lines.line(field, self.kind)
        return re.sub("202[123]", lambda year: str(int(year[0]) - later), dealt)


def cases(
    seed: str, hotspots: list[Hotspot], incidents: dict[str, list[Incident]]
) -> list[PlacedCase]:
    """Every case placed, by ref; the live hotspots' are numbered as they were opened."""
    found = []
    for name, listed in (("profiles", LIVE), ("further profiles", FURTHER)):
        lines = StageLines(Random(f"{seed} {name}"))
        for number, case in enumerate(sorted(listed, key=lambda case: case.opened), 1):
            ref = case.ref or f"PMP-2024-{number:03d}"
            found.append(_placed(seed, ref, case, lines, hotspots, incidents))
    return sorted(found, key=lambda placed: placed.ref)


def _placed(
    seed: str,
    ref: str,
    case: SampleCase,
    lines: StageLines,
    hotspots: list[Hotspot],
    incidents: dict[str, list[Incident]],
) -> PlacedCase:
    if not case.hotspot:
        return PlacedCase(ref, case, "", case.area, case.kind, case.themes, {}, [], lines)
    place = next(hotspot for hotspot in hotspots if hotspot.ref == case.hotspot)
    of = place.designation
    week = weekly(seed, place) if case in LIVE else []
    return PlacedCase(
        ref, case, of.name, place.ward.district, of.kind, tuple(of.themes.split(";")),
        quotable(case, incidents), week, lines, of.retired,
    )  # fmt: skip


def composed(placed: PlacedCase) -> Body:
    """All that is written on one profile, as it stands: heading, hotspots, stages and actions.

    A case that went back has what its first cycle said otherwise under ``earlier``.
    """
    case = placed.case
    whole = {
        "profile": _heading(placed),
        "hotspots": [case.hotspot] if case.hotspot else [],
        "stages": {stage: body for stage, body in _stages(placed).items() if body},
        "actions": [_action(placed, case.ideas, step) for step in case.steps],
    }
    return whole | ({"earlier": _earlier(placed, case.earlier)} if case.earlier else {})


def _heading(placed: PlacedCase) -> Body:
    case, opened = placed.case, date.fromisoformat(placed.case.opened)
    heading = {
        "ref": placed.ref,
        "title": placed.text(case.title),
        "model": case.model,
        "stage": case.stage,
        "cycle": 2 if case.earlier else 1,
        "status": case.status,
        "area": case.area or placed.district,
        "owner": case.owner or None,
        "supervisor": case.supervisor or inspector_of(placed.district),
        "themes": list(placed.themes),
        "lead_agency": "Police",
        "marking": "OFFICIAL-SENSITIVE",
        "opened": case.opened,
        "next_review": case.review or None,
        "retain_until": opened.replace(year=opened.year + case.kept_years).isoformat(),
    }
    if case.status in ("proposed", "refused"):
        heading |= {"asked_by": case.asked_by, "harm": case.harms}
    if case.reason:
        heading["reason"] = placed.text(case.reason)
    if case.status in ("closed", "refused"):
        heading["closed"] = case.ended
    return heading


def _stages(placed: PlacedCase) -> dict[str, Body]:
    """The stages the case has reached; a proposal has none."""
    if placed.case.status in ("proposed", "refused"):
        return {}
    writers = {
        "objective": _objective,
        "scan": _scan,
        "analyse": _analyse,
        "respond": _respond,
        "assess": _assess,
    }
    return {stage: writers[stage](placed) for stage in placed.case.reached}


def _earlier(placed: PlacedCase, first: Earlier) -> Body:
    """The first cycle: what its analyse and respond said that the second says otherwise."""
    return {
        "stages": {
            "analyse": {"hypotheses": [_idea(placed, idea) for idea in first.ideas]},
            "respond": {
                "strategy": first.strategy,
                "mechanism": first.mechanism,
                "patrol": first.patrol,
            },
        },
        "actions": [_action(placed, first.ideas, step) for step in first.steps],
    }


def _objective(placed: PlacedCase) -> Body:
    """The objective; a baseline inside a hotspot is left for the casebook to count."""
    case = placed.case
    body = {
        "reported": placed.text(case.reported),
        "asked_by": case.asked_by,
        "aim": placed.text(case.aim),
        "objective_type": case.objective_type,
        "measure": case.measure,
        "harm": placed.line("harm"),
    }
    if case.stage != "objective":
        body |= _baseline(placed) | {
            "deadline": f"{int(case.opened[:4]) + 1}-{case.opened[5:]}",
            "out_of_scope": placed.line("out_of_scope"),
        }
    return _said(body)


def _baseline(placed: PlacedCase) -> Body:
    base = placed.case.baseline
    if base is None:
        counted = placed.counts[placed.case.measure]
        return {
            "baseline_from": placed.counts["from"],
            "baseline_to": placed.counts["to"],
            "target_value": round(counted * (1 - placed.case.cut)),
        }
    return {
        "baseline_from": base.first,
        "baseline_to": base.last,
        "baseline_value": base.value,
        "baseline_source": base.source,
        "target_value": base.target,
    }


def _scan(placed: PlacedCase) -> Body:
    """The scan; SARA has no objective, so there the problem as reported opens the events."""
    case, lines, sara = placed.case, placed.lines, placed.case.model == "SARA"
    body = {
        "community": case.community,
        "harms": case.harms,
        "expectation": placed.line("expectation"),
        "events": placed.text(f"{case.reported} {case.events}" if sara else case.events),
        "recurring": placed.line("recurring"),
        "similarity": placed.text(case.similarity),
        "sources": lines.sources(placed.kind),
        "repeat_locations": lines.count(2, 5),
        "community_voice": case.voice,
        "existing_plans": placed.line("existing_plans"),
    }
    if case.stage != "scan":
        body |= {
            "repeat_victims": lines.count(2, 9),
            "repeat_offenders": lines.count(3, 14),
            "decision": "proceed",
        }
    return _said(body)


def _analyse(placed: PlacedCase) -> Body:
    case = placed.case
    body = {
        name: placed.text(getattr(case, name))
        for name in ("what", "where", "when", "who", "why", "how", "absent")
    }
    sides = ("victim_target", "offender", "place", "guardian", "handler", "manager")
    kept = sides if case.stage != "analyse" else sides[:3]
    body |= {side: placed.line(side) for side in kept}
    body["previous_responses"] = placed.line("previous_responses")
    body["gaps"] = placed.line("gaps")
    ideas: Body = {"hypotheses": [_idea(placed, idea) for idea in case.ideas]}
    return _said(body) | ideas


def _idea(placed: PlacedCase, idea: Idea) -> Body:
    return {
        "statement": placed.text(idea.statement),
        "evidence_for": placed.text(idea.backing),
        "evidence_against": placed.text(idea.against),
        "tested": idea.tested,
    }


def _respond(placed: PlacedCase) -> Body:
    case = placed.case
    return {
        "strategy": case.strategy,
        "mechanism": case.mechanism,
        "patrol": f"{_rounds(placed.week)} {case.patrol}".strip(),
        "partners": placed.line("partners"),
        "displacement": placed.line("displacement"),
        "community_impact": placed.line("community_impact"),
        "lawfulness": placed.line("lawfulness"),
    }


def _rounds(week: list[Slot]) -> str:
    """When a week's patrols start, in words; nothing where none is planned."""
    days = []
    for day, name in enumerate(day_abbr):
        starts = sorted(slot.start for slot in week if slot.weekday == day)
        if starts:
            times = (f"{start // 60:02d}:{start % 60:02d}" for start in starts)
            days.append(f"{name} {' and '.join(times)}")
    return f"Starts {', '.join(days)}." if days else ""


def _assess(placed: PlacedCase) -> Body:
    verdict = placed.case.verdict
    if verdict is None:
        raise ValueError(f"{placed.ref} is at assess and has no verdict")
    return _said(
        {
            "purpose": placed.line("purpose"),
            "process": verdict.process,
            "process_notes": verdict.notes,
            "impact": verdict.impact,
            "evidence": placed.text(verdict.evidence),
            "alternatives": verdict.alternatives,
            "side_effects": verdict.side_effects,
            "community_feedback": verdict.feedback,
            "objective_met": verdict.met,
            "lessons": verdict.lessons,
            "decision": verdict.decision,
        }
    )


def _action(placed: PlacedCase, ideas: tuple[Idea, ...], step: SampleAction) -> Body:
    return {
        "profile": placed.ref,
        "title": step.title,
        "hypothesis": placed.text(ideas[step.idea - 1].statement) if step.idea else "",
        "tactic": step.tactic,
        "agency": step.agency,
        "owner": step.owner,
        "start": step.start,
        "due": step.due,
        "done": step.done or None,
        "cost": step.cost,
        "expected": step.expected,
        "actual": step.actual,
    }


def _said(body: Body) -> Body:
    return {name: value for name, value in body.items() if value not in ("", [])}
