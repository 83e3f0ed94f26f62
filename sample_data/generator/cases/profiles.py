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
from sample_data.generator.cases.stage_lines import Deck
from sample_data.generator.patrols.patrol import weekly

if TYPE_CHECKING:
    from sample_data.generator.cases.case import Case, Earlier, Idea, Step
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
class Told:
    """A case with its ref, where it is, what its text may quote, and the lines to deal it."""

    ref: str
    case: Case
    place: str
    """The hotspot's name; empty without one."""
    district: str
    kind: str
    themes: tuple[str, ...]
    counts: dict[str, Any]
    week: list[Slot]
    """The patrols planned for its hotspot in a week."""
    deck: Deck
    retired: str = ""
    """The day its hotspot was live no longer from; empty while it is."""

    def text(self, written: str) -> str:
        """What was written, its counts filled in."""
        return written.format_map({**self.counts, "place": self.place})

    def line(self, field: str) -> str:
        """A dealt line that suits the kind of place, its years told from the case's own."""
        later = _DEALT_IN - int(self.case.opened[:4])
        dealt = self.deck.line(field, self.kind)
        return re.sub("202[123]", lambda year: str(int(year[0]) - later), dealt)


def cases(seed: str, hotspots: list[Hotspot], incidents: dict[str, list[Incident]]) -> list[Told]:
    """Every case told, by ref; the live hotspots' are numbered as they were opened."""
    found = []
    for name, listed in (("profiles", LIVE), ("further profiles", FURTHER)):
        deck = Deck(Random(f"{seed} {name}"))
        for number, case in enumerate(sorted(listed, key=lambda case: case.opened), 1):
            ref = case.ref or f"PMP-2024-{number:03d}"
            found.append(_told(seed, ref, case, deck, hotspots, incidents))
    return sorted(found, key=lambda told: told.ref)


def _told(
    seed: str,
    ref: str,
    case: Case,
    deck: Deck,
    hotspots: list[Hotspot],
    incidents: dict[str, list[Incident]],
) -> Told:
    if not case.hotspot:
        return Told(ref, case, "", case.area, case.kind, case.themes, {}, [], deck)
    place = next(hotspot for hotspot in hotspots if hotspot.ref == case.hotspot)
    of = place.designation
    week = weekly(seed, place) if case in LIVE else []
    return Told(
        ref, case, of.name, place.ward.district, of.kind, tuple(of.themes.split(";")),
        quotable(case, incidents), week, deck, of.retired,
    )  # fmt: skip


def written(told: Told) -> Body:
    """All that is written on one profile, as it stands: heading, hotspots, stages and actions.

    A case that went back has what its first cycle said otherwise under ``earlier``.
    """
    case = told.case
    whole = {
        "profile": _heading(told),
        "hotspots": [case.hotspot] if case.hotspot else [],
        "stages": {stage: body for stage, body in _stages(told).items() if body},
        "actions": [_action(told, case.ideas, step) for step in case.steps],
    }
    return whole | ({"earlier": _earlier(told, case.earlier)} if case.earlier else {})


def _heading(told: Told) -> Body:
    case, opened = told.case, date.fromisoformat(told.case.opened)
    heading = {
        "ref": told.ref,
        "title": told.text(case.title),
        "model": case.model,
        "stage": case.stage,
        "cycle": 2 if case.earlier else 1,
        "status": case.status,
        "area": case.area or told.district,
        "owner": case.owner or None,
        "supervisor": case.supervisor or inspector_of(told.district),
        "themes": list(told.themes),
        "lead_agency": "Police",
        "marking": "OFFICIAL-SENSITIVE",
        "opened": case.opened,
        "next_review": case.review or None,
        "retain_until": opened.replace(year=opened.year + case.kept_years).isoformat(),
    }
    if case.status in ("proposed", "refused"):
        heading |= {"asked_by": case.asked_by, "harm": case.harms}
    if case.reason:
        heading["reason"] = told.text(case.reason)
    if case.status in ("closed", "refused"):
        heading["closed"] = case.ended
    return heading


def _stages(told: Told) -> dict[str, Body]:
    """The stages the case has reached; a proposal has none."""
    if told.case.status in ("proposed", "refused"):
        return {}
    writers = {
        "objective": _objective,
        "scan": _scan,
        "analyse": _analyse,
        "respond": _respond,
        "assess": _assess,
    }
    return {stage: writers[stage](told) for stage in told.case.reached}


def _earlier(told: Told, first: Earlier) -> Body:
    """The first cycle: what its analyse and respond said that the second says otherwise."""
    return {
        "stages": {
            "analyse": {"hypotheses": [_idea(told, idea) for idea in first.ideas]},
            "respond": {
                "strategy": first.strategy,
                "mechanism": first.mechanism,
                "patrol": first.patrol,
            },
        },
        "actions": [_action(told, first.ideas, step) for step in first.steps],
    }


def _objective(told: Told) -> Body:
    """The objective; a baseline inside a hotspot is left for the casebook to count."""
    case = told.case
    body = {
        "reported": told.text(case.reported),
        "asked_by": case.asked_by,
        "aim": told.text(case.aim),
        "objective_type": "reduce seriousness" if case.hotspot == "HS-13" else "reduce",
        "measure": case.measure,
        "harm": told.line("harm"),
    }
    if case.stage != "objective":
        body |= _baseline(told) | {
            "deadline": f"{int(case.opened[:4]) + 1}-{case.opened[5:]}",
            "out_of_scope": told.line("out_of_scope"),
        }
    return _said(body)


def _baseline(told: Told) -> Body:
    base = told.case.baseline
    if base is None:
        counted = told.counts[told.case.measure]
        return {
            "baseline_from": told.counts["from"],
            "baseline_to": told.counts["to"],
            "target_value": round(counted * (1 - told.case.cut)),
        }
    return {
        "baseline_from": base.first,
        "baseline_to": base.last,
        "baseline_value": base.value,
        "baseline_source": base.source,
        "target_value": base.target,
    }


def _scan(told: Told) -> Body:
    """The scan; SARA has no objective, so there the problem as reported opens the events."""
    case, deck, sara = told.case, told.deck, told.case.model == "SARA"
    body = {
        "community": case.community,
        "harms": case.harms,
        "expectation": told.line("expectation"),
        "events": told.text(f"{case.reported} {case.events}" if sara else case.events),
        "recurring": told.line("recurring"),
        "similarity": told.text(case.similarity),
        "sources": deck.sources(told.kind),
        "repeat_locations": deck.count(2, 5),
        "community_voice": case.voice,
        "existing_plans": told.line("existing_plans"),
    }
    if case.stage != "scan":
        body |= {
            "repeat_victims": deck.count(2, 9),
            "repeat_offenders": deck.count(3, 14),
            "decision": "proceed",
        }
    return _said(body)


def _analyse(told: Told) -> Body:
    case = told.case
    body = {
        name: told.text(getattr(case, name))
        for name in ("what", "where", "when", "who", "why", "how", "absent")
    }
    sides = ("victim_target", "offender", "place", "guardian", "handler", "manager")
    kept = sides if case.stage != "analyse" else sides[:3]
    body |= {side: told.line(side) for side in kept}
    body["previous_responses"] = told.line("previous_responses")
    body["gaps"] = told.line("gaps")
    ideas: Body = {"hypotheses": [_idea(told, idea) for idea in case.ideas]}
    return _said(body) | ideas


def _idea(told: Told, idea: Idea) -> Body:
    return {
        "statement": told.text(idea.statement),
        "evidence_for": told.text(idea.backing),
        "evidence_against": told.text(idea.against),
        "tested": idea.tested,
    }


def _respond(told: Told) -> Body:
    case = told.case
    return {
        "strategy": case.strategy,
        "mechanism": case.mechanism,
        "patrol": f"{_rounds(told.week)} {case.patrol}".strip(),
        "partners": told.line("partners"),
        "displacement": told.line("displacement"),
        "community_impact": told.line("community_impact"),
        "lawfulness": told.line("lawfulness"),
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


def _assess(told: Told) -> Body:
    verdict = told.case.verdict
    if verdict is None:
        raise ValueError(f"{told.ref} is at assess and has no verdict")
    return _said(
        {
            "purpose": told.line("purpose"),
            "process": verdict.process,
            "process_notes": verdict.notes,
            "impact": verdict.impact,
            "evidence": told.text(verdict.evidence),
            "alternatives": verdict.alternatives,
            "side_effects": verdict.side_effects,
            "community_feedback": verdict.feedback,
            "objective_met": verdict.met,
            "lessons": verdict.lessons,
            "decision": verdict.decision,
        }
    )


def _action(told: Told, ideas: tuple[Idea, ...], step: Step) -> Body:
    return {
        "profile": told.ref,
        "title": step.title,
        "hypothesis": told.text(ideas[step.idea - 1].statement) if step.idea else "",
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
