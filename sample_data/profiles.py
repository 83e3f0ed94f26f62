"""Profiles composed from what is written by hand, dealt lines and counts of the sample itself."""

from __future__ import annotations

from calendar import day_abbr, month_abbr
from collections import Counter
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

from sample_data.accounts import inspector_of
from sample_data.cases_fanshaw import FANSHAW
from sample_data.cases_harbour import HARBOUR
from sample_data.cases_north import NORTH
from sample_data.cases_outer import OUTER
from sample_data.cases_strand import STRAND
from sample_data.incidents import MONTHS
from sample_data.patrols import weekly
from sample_data.phrases import Deck
from sample_data.street_points import FEATURES, PARK

if TYPE_CHECKING:
    from sample_data.casework import Case, Idea, Step
    from sample_data.hotspots import Hotspot
    from sample_data.incidents import Incident
    from sample_data.patrol_plans import Slot

CASES = (*HARBOUR, *STRAND, *FANSHAW, *NORTH, *OUTER)
_ORDER = ("objective", "scan", "analyse", "respond", "assess")
_VIOLENCE = ("Violence and sexual offences", "Robbery", "Possession of weapons")
_MEASURES = {"asb": "ASB calls", "crime": "crimes", "serious-violence": "violent offences (proxy)"}

Body = dict[str, Any]


@dataclass(frozen=True)
class _Told:
    """A case, where it is, what its text may quote, and the lines to deal it."""

    case: Case
    hotspot: Hotspot
    counts: dict[str, Any]
    week: list[Slot]
    deck: Deck

    def text(self, written: str) -> str:
        return written.format_map(self.counts)

    def line(self, field: str) -> str:
        return self.deck.line(field, self.hotspot.designation.kind)


def profiles(
    seed: str, hotspots: list[Hotspot], incidents: dict[str, list[Incident]]
) -> list[dict[str, Any]]:
    """One profile a hotspot, numbered in the order they were opened."""
    deck = Deck(Random(f"{seed} profiles"))
    places = {hotspot.ref: hotspot for hotspot in hotspots}
    found = []
    for number, case in enumerate(sorted(CASES, key=lambda case: case.opened), 1):
        place = places[case.hotspot]
        told = _Told(case, place, _counts(case, incidents), weekly(seed, place), deck)
        ref = f"PMP-2024-{number:03d}"
        found.append(
            {
                "profile": _profile(told, ref),
                "hotspots": [case.hotspot],
                "stages": {stage: body for stage, body in _stages(told).items() if body},
                "actions": [_action(told, ref, step) for step in case.steps],
            }
        )
    return found


def _profile(told: _Told, ref: str) -> Body:
    case, opened = told.case, date.fromisoformat(told.case.opened)
    district = told.hotspot.ward.district
    return {
        "ref": ref,
        "title": case.title,
        "model": case.model,
        "stage": case.stage,
        "cycle": 1,
        "status": "open",
        "area": district,
        "owner": case.owner,
        "supervisor": inspector_of(district),
        "themes": told.hotspot.designation.themes.split(";"),
        "lead_agency": "Police",
        "marking": "OFFICIAL-SENSITIVE",
        "opened": case.opened,
        "next_review": case.review,
        "retain_until": opened.replace(year=opened.year + 6).isoformat(),
    }


def _stages(told: _Told) -> dict[str, Body]:
    """The stages the case has reached."""
    writers = (_objective, _scan, _analyse, _respond, _assess)
    reached = _ORDER.index(told.case.stage)
    first = 1 if told.case.model == "SARA" else 0
    return {
        stage: writer(told)
        for at, (stage, writer) in enumerate(zip(_ORDER, writers, strict=True))
        if first <= at <= reached
    }


def _objective(told: _Told) -> Body:
    case, baseline = told.case, told.counts[told.case.measure]
    begun = case.stage != "objective"
    body = {
        "reported": told.text(case.reported),
        "asked_by": case.asked_by,
        "aim": told.text(case.aim),
        "objective_type": "reduce seriousness" if case.hotspot == "HS-13" else "reduce",
        "measure": case.measure,
        "harm": told.line("harm"),
    }
    if begun:
        body |= {
            "baseline_from": told.counts["from"],
            "baseline_to": told.counts["to"],
            "baseline_value": baseline,
            "baseline_source": f"Open data, {_MEASURES[case.measure]} inside {case.hotspot}",
            "target_value": round(baseline * (1 - case.cut)),
            "deadline": f"{int(case.opened[:4]) + 1}-{case.opened[5:]}",
            "out_of_scope": told.line("out_of_scope"),
        }
    return body


def _scan(told: _Told) -> Body:
    """The scan; SARA has no objective, so there the problem as reported opens the events."""
    case, deck, sara = told.case, told.deck, told.case.model == "SARA"
    body = {
        "community": case.community,
        "harms": case.harms,
        "expectation": told.line("expectation"),
        "events": told.text(f"{case.reported} {case.events}" if sara else case.events),
        "recurring": told.line("recurring"),
        "similarity": told.text(case.similarity),
        "sources": deck.sources(told.hotspot.designation.kind),
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


def _analyse(told: _Told) -> Body:
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


def _idea(told: _Told, idea: Idea) -> Body:
    return {
        "statement": told.text(idea.statement),
        "evidence_for": told.text(idea.backing),
        "evidence_against": told.text(idea.against),
        "tested": idea.tested,
    }


def _respond(told: _Told) -> Body:
    case = told.case
    return {
        "strategy": case.strategy,
        "mechanism": case.mechanism,
        "patrol": f"{_rounds(told.week)} {case.patrol}",
        "partners": told.line("partners"),
        "displacement": told.line("displacement"),
        "community_impact": told.line("community_impact"),
        "lawfulness": told.line("lawfulness"),
    }


def _rounds(week: list[Slot]) -> str:
    """When a week's patrols start, in words."""
    days = []
    for day, name in enumerate(day_abbr):
        starts = sorted(slot.start for slot in week if slot.weekday == day)
        if starts:
            times = (f"{start // 60:02d}:{start % 60:02d}" for start in starts)
            days.append(f"{name} {' and '.join(times)}")
    return f"Starts {', '.join(days)}."


def _assess(told: _Told) -> Body:
    verdict = told.case.verdict
    if verdict is None:
        raise ValueError(f"{told.case.hotspot} is at assess and has no verdict")
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


def _action(told: _Told, ref: str, step: Step) -> Body:
    return {
        "profile": ref,
        "title": step.title,
        "hypothesis": told.case.ideas[step.idea - 1].statement if step.idea else "",
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


def _counts(case: Case, incidents: dict[str, list[Incident]]) -> dict[str, Any]:
    """What the case's text may quote; an ID that comes back counts in its first month only."""
    last = MONTHS.index(case.opened[:7]) if case.opened[:7] in MONTHS else len(MONTHS)
    year = MONTHS[last - 12 : last]
    mine = _firsts(case.hotspot, incidents)
    calls = [row for row in mine if row.month in year and not row.crime_id]
    (top, on_top), (following, _) = _streets(calls)
    told: dict[str, Any] = {
        "from": year[0],
        "to": year[-1],
        "year": f"the 12 months to {_month_label(year[-1])}",
        "top": top,
        "next": following,
        "share": round(100 * on_top / len(calls)),
    }
    windows = {
        "": set(year),
        "_before": {f"2023-{month:02d}" for month in range(4, 12)},
        "_after": {f"2024-{month:02d}" for month in range(4, 12)},
    }
    for name, months in windows.items():
        crimes = [row for row in mine if row.month in months and row.crime_id]
        told[f"crimes{name}"] = len(crimes)
        told[f"violence{name}"] = sum(row.crime_type in _VIOLENCE for row in crimes)
        told[f"asb{name}"] = sum(row.month in months and not row.crime_id for row in mine)
    return told | {"crime": told["crimes"], "serious-violence": told["violence"]}


def _streets(calls: list[Incident]) -> list[tuple[str, int]]:
    """The two streets with most calls and how many; a park counts as one, a car park doesn't."""
    named = Counter(
        "the park" if location == PARK else location
        for location in (
            row.place.location.removeprefix("On or near ") for row in calls if row.place
        )
        if location not in FEATURES
    )
    return sorted(named.items(), key=lambda one: (-one[1], one[0]))[:2]


def _firsts(ref: str, incidents: dict[str, list[Incident]]) -> list[Incident]:
    seen: set[str] = set()
    found = []
    for month in MONTHS:
        for row in incidents[month]:
            if row.place is None or row.place.hotspot != ref or row.crime_id in seen:
                continue
            if row.crime_id:
                seen.add(row.crime_id)
            found.append(row)
    return found


def _month_label(month: str) -> str:
    return f"{month_abbr[int(month[5:])]} {month[:4]}"
