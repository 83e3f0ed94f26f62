"""A hotspot's own page: where it is, what the figures did, what was done and what is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shapely.geometry.base import BaseGeometry

from casebook.core import english, wording
from casebook.core.codes import CODE_LISTS
from casebook.core.months import Month, Window, say_months
from casebook.figures import sentences
from casebook.figures.figure import Figure
from casebook.packs.drawing.charts import counts_chart, hours_chart
from casebook.packs.drawing.inset import inset
from casebook.packs.drawing.streets import StreetIndex
from casebook.packs.drawing.svg import Picture
from casebook.packs.review.all_hotspots import PackFigures
from casebook.packs.review.case_text import CaseText, case_text
from casebook.packs.tables import PrintColumn, PrintRow, PrintTable
from casebook.profiles.casefile import ProfileFile
from casebook.profiles.profile import Action

_MOST_DONE = 8
MISSING = wording.MISSING


@dataclass(frozen=True)
class Section:
    """Everything one hotspot's page says."""

    anchor: str
    ref: str
    name: str
    themes: str
    status: tuple[tuple[str, str], ...]
    """Labels and values of the status line."""
    overdue: str
    """What is overdue, in a sentence; empty when nothing is."""
    inset: Picture | None
    counts: Picture
    hours: Picture
    figures: PrintTable
    says: tuple[str, ...]
    """What the own count's z and the run since the response began say."""
    patrol: PrintTable
    patrol_says: str
    cases: tuple[CaseText, ...]
    actions: PrintTable | None
    actions_say: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class SectionData:
    """What the sections need beside the figures."""

    monthly: Mapping[str, tuple[Figure, ...]]
    """Each hotspot's rows by month, oldest first."""
    shapes: Mapping[str, BaseGeometry]
    streets: StreetIndex | None
    redrawn: Mapping[str, tuple[Month, ...]]
    """The months in which a hotspot's boundary changed."""
    themes: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...]
    """Every note of the figures; those that name the hotspot stand on its page."""


def section(figures: PackFigures, row: Figure, beside: SectionData) -> Section:
    """The page of the hotspot of ``row``."""
    ref = row.hotspot or ""
    anchor = figures.links[ref]
    files = figures.files(row)
    monthly = beside.monthly.get(ref, ())
    label = f"{ref} {row.name}".rstrip()
    redrawn = beside.redrawn.get(ref, ())
    actions = [action for file in files for action in file.actions]
    themes = (CODE_LISTS["theme"].get(theme, theme) for theme in beside.themes.get(ref, ()))
    return Section(
        anchor,
        ref,
        row.name,
        ", ".join(themes),
        _status(figures, row, files),
        _overdue(figures, files),
        inset(f"{anchor}-map", ref, row.name, beside.shapes, beside.streets),
        counts_chart(
            f"{anchor}-counts", label, monthly, began=_began(row), what=row.run_of, redrawn=redrawn
        ),
        hours_chart(f"{anchor}-hours", label, monthly),
        _figures(figures, row, monthly),
        says_of(row),
        _patrol(row),
        f"{sentences.hours_sentence(row)} {sentences.visits_sentence(row)}".rstrip(),
        tuple(case_text(file, figures.progress.get(file.profile.ref)) for file in files),
        _actions(actions, figures.made_on),
        _actions_say(actions, figures.made_on, figures.settings.label if not files else ""),
        _notes(ref, monthly, beside),
    )


def _status(
    figures: PackFigures, row: Figure, files: Sequence[ProfileFile]
) -> tuple[tuple[str, str], ...]:
    """Profile, stage, time in it, review and owner of the hotspot's first profile."""
    if not files:
        return ((figures.settings.label, "None is open for this hotspot"),)
    profile = files[0].profile
    stage = english.sentence(profile.stage)
    opened = files[0].stage(profile.stage).opened
    spent = MISSING if opened is None else english.counted((figures.made_on - opened).days, "day")
    said = [
        (figures.settings.label, profile.ref),
        ("Stage", stage if profile.cycle == 1 else f"{stage}, cycle {profile.cycle}"),
        ("In this stage", spent),
        ("Next review", wording.day(profile.next_review)),
        ("Owner", profile.owner or MISSING),
    ]
    if row.review_state:
        said.append((f"Review of {figures.now}", row.review_state))
    return tuple(said)


def _overdue(figures: PackFigures, files: Sequence[ProfileFile]) -> str:
    late = [file.profile for file in files if file.profile.overdue(figures.made_on)]
    return " ".join(
        f"Review of {profile.ref} overdue by "
        f"{english.counted((figures.made_on - profile.next_review).days, 'day')}."
        for profile in late
        if profile.next_review is not None
    )


def _began(row: Figure) -> Month | None:
    return None if row.run_months is None else row.window.last + (1 - row.run_months)


def _figures(figures: PackFigures, row: Figure, monthly: Sequence[Figure]) -> PrintTable:
    measures = [("Crimes", "crimes"), ("ASB", "asb")]
    measures.append(("Serious violence (part of crimes)", "serious_violence"))
    if row.count_group not in ("crime", "asb", "serious-violence"):
        measures.append((wording.group_title(row.count_group), "count"))
    year = Window(row.window.last + -11, row.window.last)
    base = figures.settings.small_base
    lines = []
    for title, name in measures:
        now, previous, last_year = (
            getattr(row, name + when) for when in ("", "_previous", "_last_year")
        )
        lines.append(
            PrintRow(
                (
                    title,
                    wording.number(now),
                    sentences.change(previous, now, base),
                    sentences.change(last_year, now, base),
                    wording.number(_sum(monthly, name, year)),
                )
            )
        )
    return PrintTable(
        f"Incidents, {figures.now}",
        (
            PrintColumn("Count", kind="phrase"),
            PrintColumn(figures.now, kind="figure"),
            PrintColumn(f"From {figures.previous}", kind="figure"),
            PrintColumn(f"From {figures.last_year}", kind="figure"),
            PrintColumn(f"12 months to {row.window.last.label}", kind="figure"),
        ),
        tuple(lines),
    )


def _sum(monthly: Sequence[Figure], name: str, window: Window) -> int | None:
    """The months' sum over ``window``; None where one of them isn't known."""
    counts: list[int | None] = [getattr(row, name) for row in monthly if row.window.last in window]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(window) else None


def says_of(row: Figure) -> tuple[str, ...]:
    """A paragraph on each theme, then one on the baselines, said once."""
    found = [
        " ".join(said for said in (each.finding, each.since_finding) if said)
        for each in row.verdicts
    ]
    beside = sorted({each.beside for each in row.verdicts if each.beside}, key=len)
    alike = all(part in beside[-1] for one in beside for part in one.rstrip(".").split(". "))
    last = " ".join(beside[-1:] if alike else beside)
    return tuple(said for said in (*found, last) if said)


def _patrol(row: Figure) -> PrintTable:
    plan = ("Planned", "Planned, known days")
    heads = (*plan, "Delivered", "Of plan", "Core", "Overtime", "Partner")
    return PrintTable(
        f"Patrol time, {row.window.label}",
        (
            *(PrintColumn(name, "Officer-hours", "figure") for name in heads),
            PrintColumn("Patrol-hours", kind="figure"),
            PrintColumn("Visits", kind="figure"),
        ),
        (
            PrintRow(
                (
                    wording.hours(row.planned_officer_hours),
                    wording.hours(row.planned_covered_officer_hours),
                    wording.hours(row.officer_hours),
                    wording.share(row.delivered_share),
                    wording.hours(row.officer_hours_core),
                    wording.hours(row.officer_hours_overtime),
                    wording.hours(row.officer_hours_partner),
                    wording.hours(row.patrol_hours),
                    wording.number(row.visits),
                )
            ),
        ),
    )


def _actions(actions: Sequence[Action], today: date) -> PrintTable | None:
    """Overdue first, then what is due, then the latest that were done; None without any."""
    if not actions:
        return None
    undone = [action for action in actions if action.done is None]
    undone.sort(key=lambda action: (action.due or date.max, action.id))
    done = [action for action in actions if action.done is not None]
    done.sort(key=lambda action: (action.done or date.min, action.id), reverse=True)
    shown = [*undone, *done[:_MOST_DONE]]
    hidden = len(done) - len(done[:_MOST_DONE])
    return PrintTable(
        "Actions",
        (
            PrintColumn("Action"),
            PrintColumn("Who"),
            PrintColumn("Due", kind="phrase"),
            PrintColumn("State", kind="phrase"),
            PrintColumn("What came of it"),
        ),
        tuple(_action(action, today) for action in shown),
        (f"{english.counted(hidden, 'earlier action')} done and not shown.",) if hidden else (),
    )


def _action(action: Action, today: date) -> PrintRow:
    who = ", ".join(part for part in (action.agency, action.owner) if part)
    return PrintRow(
        (
            english.shortened(action.title, 160),
            who or MISSING,
            wording.day(action.due),
            _state(action, today),
            english.shortened(action.actual, 160) or MISSING,
        ),
        alert=(3,) if action.overdue(today) else (),
    )


def _state(action: Action, today: date) -> str:
    if action.done is not None:
        return f"Done {wording.day(action.done)}"
    if action.due is None:
        return "No date"
    days = (action.due - today).days
    if days < 0:
        return f"Overdue {english.counted(-days, 'day')}"
    return f"Due in {english.counted(days, 'day')}" if days else "Due today"


def _actions_say(actions: Sequence[Action], today: date, without: str) -> str:
    if without:
        return f"No {without} is open for this hotspot, so no actions are recorded."
    if not actions:
        return "No actions are recorded."
    late = sum(action.overdue(today) for action in actions)
    done = sum(action.done is not None for action in actions)
    return f"{late} overdue, {len(actions) - late - done} to do, {done} done."


def _notes(ref: str, monthly: Sequence[Figure], beside: SectionData) -> tuple[str, ...]:
    notes = [note for note in beside.notes if note.startswith(f"{ref} ")]
    if ref not in beside.shapes:
        notes.append(f"{ref} has no boundary to draw at the end of the period.")
    for title, name in (("Crime", "crimes"), ("ASB", "asb")):
        gaps = [row.window.last for row in monthly if getattr(row, name) is None]
        if gaps and ref in beside.shapes:
            notes.append(f"{title} isn't known for {say_months(gaps)}: gaps in the chart.")
    unknown = [row.window.last for row in monthly if row.officer_hours is None]
    if unknown:
        notes.append(f"Hours delivered aren't known for {say_months(unknown)}.")
    return tuple(dict.fromkeys(notes))
