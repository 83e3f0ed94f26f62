"""A hotspot's own page: what its owner did and asks, where it stands, what was done there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from casebook.core import english, wording
from casebook.core.codes import CODE_LISTS
from casebook.core.months import Month, Window, say_months
from casebook.figures.figure import Figure
from casebook.measures.verdict import usual
from casebook.packs.drawing.background import BackgroundIndex
from casebook.packs.drawing.charts import CountPanel, Marks, MonthCount, months_chart
from casebook.packs.drawing.inset import HotspotShapes, inset
from casebook.packs.drawing.svg import Picture
from casebook.packs.drawing.week_chart import week_chart
from casebook.packs.review.all_hotspots import PackFigures
from casebook.packs.review.hotspot.actions import actions_say, actions_table
from casebook.packs.review.hotspot.case_text import CaseText, case_text
from casebook.packs.review.hotspot.delivery import (
    money_table,
    patrol_table,
    results_table,
    visits_say,
    week_panels,
    week_says,
)
from casebook.packs.review.hotspot.gathered import KeptForPages
from casebook.packs.review.hotspot.standing import (
    Measure,
    assessment_of,
    measure_of,
    verdict_table,
    verdicts_say,
)
from casebook.packs.review.hotspot.update import Decision, Update, decisions_of, updates_of
from casebook.packs.review.late_data import flipped
from casebook.packs.tables import PrintColumn, PrintRow, PrintTable
from casebook.profiles.casefile import ProfileFile

MISSING = wording.MISSING
_LONGEST_NAME = 160


@dataclass(frozen=True)
class Section:
    """Everything one hotspot's page says."""

    anchor: str
    ref: str
    name: str
    themes: str
    place: str
    """Where it stands among the hotspots: ``3 of 27 in order of need``."""
    status: tuple[tuple[str, str], ...]
    """Labels and values of the status line."""
    overdue: str
    """What is overdue, in a sentence; empty when nothing is."""
    signed: str
    """That its figures are as signed, when and by whom; empty for live ones."""
    late: tuple[str, ...]
    """What late data makes of verdicts that were signed, a sentence each."""
    updates: tuple[Update, ...]
    decisions: tuple[Decision, ...]
    measures: tuple[Measure, ...]
    verdicts: PrintTable
    verdicts_say: tuple[str, ...]
    inset: Picture | None
    charts: Picture
    figures: PrintTable
    patrol: PrintTable
    patrol_says: str
    week: Picture | None
    week_says: tuple[str, ...]
    results: PrintTable | None
    money: PrintTable | None
    none_here: str
    """That no result or no money is recorded here; empty where both are."""
    actions: PrintTable | None
    actions_say: str
    cases: tuple[CaseText, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class SectionData:
    """What the sections need beside the figures."""

    monthly: Mapping[str, tuple[Figure, ...]]
    """Each hotspot's rows by month, oldest first."""
    shapes: HotspotShapes
    background: BackgroundIndex | None
    redrawn: Mapping[str, tuple[Month, ...]]
    """The months in which a hotspot's boundary changed."""
    themes: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...]
    """Every note of the figures; those that name the hotspot stand on its page."""
    kept: KeptForPages


def section(figures: PackFigures, row: Figure, beside: SectionData) -> Section:
    """The page of the hotspot of ``row``."""
    ref = row.hotspot or ""
    anchor = figures.links[ref]
    files = figures.files(row)
    monthly = beside.monthly.get(ref, ())
    label = f"{ref} {row.name}".rstrip()
    kept = beside.kept
    actions = [action for file in files for action in file.actions]
    themes = (CODE_LISTS["theme"].get(theme, theme) for theme in beside.themes.get(ref, ()))
    week = kept.weeks.get(ref)
    reviews = {file.profile.ref: kept.reviews.get(file.profile.ref, ()) for file in files}
    spends = kept.booked(ref, tuple(reviews))
    results = results_table(kept.results.get(ref, ()), kept)
    money = money_table(spends, kept.funds, kept)
    return Section(
        anchor=anchor,
        ref=ref,
        name=english.shortened(row.name, _LONGEST_NAME),
        themes=", ".join(themes),
        place=figures.place_of(row),
        status=_status(figures, row, files, kept),
        overdue=_overdue(figures, files),
        signed=figures.shown.says(ref) if figures.shown else "",
        late=_late(figures, ref),
        updates=tuple(
            one for f in files for one in updates_of(f, kept.month, reviews[f.profile.ref])
        ),
        decisions=tuple(
            one for f in files for one in decisions_of(f, kept.month, reviews[f.profile.ref])
        ),
        measures=tuple(_measure(figures, f) for f in files),
        verdicts=verdict_table(row),
        verdicts_say=verdicts_say(row),
        inset=inset(f"{anchor}-map", ref, row.name, beside.shapes, beside.background),
        charts=months_chart(
            f"{anchor}-months",
            label,
            count_panels(row, monthly, figures.settings.outside),
            monthly or (row,),
            Marks(_began(row), row.run_of, tuple(beside.redrawn.get(ref, ()))),
        ),
        figures=_figures(figures, row, monthly),
        patrol=patrol_table(row),
        patrol_says=visits_say(row),
        week=week_chart(f"{anchor}-week", label, week_panels(week, row, kept)),
        week_says=week_says(week, row, kept),
        results=results,
        money=money,
        none_here=_none_here(results, money, kept.year),
        actions=actions_table(actions, figures.made_on),
        actions_say=actions_say(
            actions, figures.made_on, figures.settings.label if not files else ""
        ),
        cases=tuple(case_text(file, assessment_of(file, row, kept)) for file in files),
        notes=_notes(ref, monthly, beside),
    )


def _status(
    figures: PackFigures, row: Figure, files: Sequence[ProfileFile], kept: KeptForPages
) -> tuple[tuple[str, str], ...]:
    """Profile, stage, time in it, owner, lead agency and review of the hotspot's first profile."""
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
        ("Owner", profile.owner or MISSING),
        *((("Lead agency", kept.leads[profile.ref]),) if profile.ref in kept.leads else ()),
        ("Next review", wording.day(profile.next_review)),
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


def _measure(figures: PackFigures, file: ProfileFile) -> Measure:
    ref, shown = file.profile.ref, figures.shown
    frozen = shown is None or ref not in shown.unmeasured
    return measure_of(file, figures.progress.get(ref), frozen=frozen)


def _late(figures: PackFigures, ref: str) -> tuple[str, ...]:
    late = figures.late.get(ref)
    if late is None:
        return ()
    said = [f"{what}: signed {was}, now {now}." for what, was, now in flipped(late)]
    changed = english.counted(len(late.changed), "other figure")
    said += [f"{changed} would differ."] if late.changed else []
    return ("By the data held now:", *said) if said else ()


def _began(row: Figure) -> Month | None:
    return None if row.run_months is None else row.window.last + (1 - row.run_months)


def count_panels(row: Figure, monthly: Sequence[Figure], outside: float) -> tuple[CountPanel, ...]:
    """The months of each count that has a verdict, with what was expected and what is usual."""
    panels = []
    for at, each in enumerate(row.verdicts):
        months = []
        for part in monthly or (row,):
            judged = part.verdicts[at] if at < len(part.verdicts) else None
            count = judged.count if judged else None
            setting = judged.behind.setting if judged and judged.behind else None
            months.append(
                MonthCount(
                    part.window.last,
                    count,
                    judged.expected if judged else None,
                    usual(setting, outside) if setting else None,
                )
            )
        panels.append(CountPanel(wording.group_title(each.count_group), tuple(months)))
    return tuple(panels)


def _figures(figures: PackFigures, row: Figure, monthly: Sequence[Figure]) -> PrintTable:
    measures = [("Crimes", "crimes"), ("– serious violence", "serious_violence"), ("ASB", "asb")]
    if row.count_group not in ("crime", "asb", "serious-violence"):
        measures.append((wording.group_title(row.count_group), "count"))
    year = Window(row.window.last + -11, row.window.last)
    return PrintTable(
        f"Incidents, {figures.now}",
        (
            PrintColumn("Incidents", kind="phrase"),
            PrintColumn(figures.now, kind="figure"),
            PrintColumn(figures.previous, kind="figure"),
            PrintColumn(figures.last_year, kind="figure"),
            PrintColumn("12 months", kind="figure"),
        ),
        tuple(
            PrintRow(
                (
                    title,
                    *(
                        wording.number(getattr(row, name + when))
                        for when in ("", "_previous", "_last_year")
                    ),
                    wording.number(_sum(monthly, name, year)),
                )
            )
            for title, name in measures
        ),
    )


def _sum(monthly: Sequence[Figure], name: str, window: Window) -> int | None:
    """The months' sum over ``window``; None where one of them isn't known."""
    counts: list[int | None] = [getattr(row, name) for row in monthly if row.window.last in window]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(window) else None


def _none_here(results: PrintTable | None, money: PrintTable | None, year: Window) -> str:
    missing = [name for name, table in (("result", results), ("money", money)) if table is None]
    if not missing:
        return ""
    return f"No {english.listed(missing, 'and no')} is recorded here in {year.label}."


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


def without_shared_notes(
    sections: Sequence[Section],
) -> tuple[tuple[Section, ...], tuple[str, ...]]:
    """The pages without the notes that stand on every one of them, and those notes, said once."""
    if len(sections) < 2:
        return tuple(sections), ()
    shared = [note for note in sections[0].notes if all(note in one.notes for one in sections)]
    own = (
        replace(one, notes=tuple(note for note in one.notes if note not in shared))
        for one in sections
    )
    return tuple(own), tuple(f"On every hotspot's page: {note}" for note in shared)
