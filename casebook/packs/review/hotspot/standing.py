"""Where a hotspot stands: its profile's measure, the verdicts on its counts, its assessment."""

from __future__ import annotations

from dataclasses import dataclass

from casebook.core import english, wording
from casebook.core.codes import CODE_LISTS
from casebook.core.months import Window
from casebook.figures import sentences
from casebook.figures.baselines import first_whole_month
from casebook.figures.figure import WITH_REST, Figure
from casebook.figures.progress import Progress
from casebook.measures import on_course
from casebook.measures import verdict as verdicts
from casebook.measures.verdict import FEWER, MORE, TOO_FEW, Setting
from casebook.packs.review.hotspot.gathered import KeptForPages
from casebook.packs.tables import PrintColumn, PrintRow, PrintTable
from casebook.profiles.casefile import ProfileFile
from casebook.profiles.design import PROPOSED_MONTHS
from casebook.profiles.objective_power import can_it_show
from casebook.profiles.stages import Assess, Objective

_LONGEST = 420
_OFTEN = 0.1
"""From this probability on it reads as a share, and not as one time in so many."""


@dataclass(frozen=True)
class Measure:
    """A profile's own measure: baseline, now, target, and whether it is on course."""

    ref: str
    pairs: tuple[tuple[str, str], ...]
    """Labels and values, in the order of the way; empty where there is no measure."""
    alert: bool
    says: str
    """Why there is no measure; empty where there is one."""


def measure_of(file: ProfileFile, progress: Progress | None, *, frozen: bool = True) -> Measure:
    """Where the objective of ``file`` stands; unknown where its signed review didn't freeze it."""
    ref = file.profile.ref
    if not frozen:
        return Measure(ref, (), False, f"Where {ref} stood wasn't frozen when it was signed.")
    if progress is None:
        body = file.stage("objective").body
        lacking = _lacking(body) if isinstance(body, Objective) else ""
        return Measure(ref, (), False, f"{ref} has no measure to follow{lacking}.")
    stands = wording.number(progress.now) if progress.now is not None else wording.MISSING
    pairs = [
        ("Measure", progress.title),
        ("Baseline", f"{wording.number(progress.baseline)} in {progress.baseline_window.label}"),
        ("Now", f"{stands} in {progress.now_window.label}"),
    ]
    if progress.level is not None:
        pairs.append(("Straight way to target", f"{wording.number(progress.level, 1)} by now"))
    pairs += [
        ("Target", f"{wording.number(progress.target)} by {wording.day(progress.deadline)}"),
        ("Stands", english.sentence(progress.standing)),
    ]
    return Measure(ref, tuple(pairs), progress.standing == on_course.OFF_COURSE, "")


def _lacking(body: Objective) -> str:
    """What of a measure isn't given, after a colon."""
    parts = {
        "measure": not body.measure,
        "baseline": body.baseline_value is None,
        "target": body.target_value is None,
        "deadline": body.deadline is None,
    }
    missing = [name for name, none in parts.items() if none]
    return f": no {english.listed(missing, 'or')} is given" if missing else ""


def verdict_table(row: Figure) -> PrintTable:
    """The verdict on each theme's count: of the month, and since the response began."""
    lines = []
    for each in row.verdicts:
        title = wording.group_title(each.count_group)
        now = each.behind.setting if each.behind else None
        of = f"{title}, {row.window.label}"
        counts = each.count, each.expected
        lines.append(_verdict(of, counts, now, each.verdict, each.verdict_p))
        if each.run_months is not None:
            run = Window(row.window.last + (1 - each.run_months), row.window.last)
            of = f"{title} since {each.run_of} began, {run.label}"
            then = each.behind.since if each.behind else None
            counts = each.run_count, each.since_expected
            lines.append(_verdict(of, counts, then, each.since_verdict, each.since_verdict_p))
    return PrintTable(
        "Verdict",
        (
            PrintColumn("Verdict on"),
            PrintColumn("Counted", kind="figure"),
            PrintColumn("Expected", kind="figure"),
            PrintColumn("Difference, 95% interval", kind="figure"),
            PrintColumn("Verdict", kind="phrase"),
            PrintColumn("By chance alone", kind="phrase"),
        ),
        tuple(lines),
    )


def _verdict(
    of: str,
    counts: tuple[int | None, float | None],
    setting: Setting | None,
    word: str,
    p: float | None,
) -> PrintRow:
    count, expected = counts
    by_chance = wording.MISSING
    if p is not None:
        by_chance = wording.share(p) if p >= _OFTEN else verdicts.how_often(p)
    cells = (
        of,
        wording.number(count),
        sentences.expected(expected),
        _between(count, setting),
        sentences.verdict(word),
        by_chance,
    )
    return PrintRow(cells, alert=(4,) if word in (FEWER, MORE) else ())


def _between(count: int | None, setting: Setting | None) -> str:
    """The difference from what was expected, and between which the true one lies."""
    if setting is None or count is None:
        return wording.MISSING
    found = verdicts.interval(count, setting)
    said = wording.signed(count - setting.expected, 1)
    if found is None:
        return said
    low, high = (wording.signed(setting.expected * (times - 1), 1) for times in found)
    return f"{said} ({low} to {high})"


def verdicts_say(row: Figure) -> tuple[str, ...]:
    """What the verdicts rest on, in sentences: why there is none, from which months, since when."""
    bare = [each for each in row.verdicts if each.behind is None]
    said = [says for each in bare for says in (each.says, each.since_says) if says]
    months = {
        wording.group_title(each.count_group): each.behind.expected_from
        for each in row.verdicts
        if each.behind
    }
    if len(set(months.values())) == 1:
        said.append(f"Expected from {next(iter(months.values()))}.")
    elif months:
        parts = (f"{title} from {of}" for title, of in months.items())
        said.append(f"Expected: {english.listed(parts)}.")
    began = {
        (each.run_of, each.behind.began) for each in row.verdicts if each.behind and each.run_of
    }
    said += [f"{english.sentence(what)} began {when}." for what, when in sorted(began)]
    if any(each.verdict == TOO_FEW or each.since_verdict == TOO_FEW for each in row.verdicts):
        said.append("Too few to tell: a doubling would go unnoticed more often than not.")
    return (*dict.fromkeys(said), *_beside(row))


def _beside(row: Figure) -> tuple[str, ...]:
    """What must be known of its baselines that isn't so of every hotspot, each sentence once."""
    parts = dict.fromkeys(
        part.strip().rstrip(".")
        for each in row.verdicts
        if each.behind is not None
        for part in each.beside.split(". ")
        if part.strip() and not part.startswith(WITH_REST)
    )
    return tuple(
        f"{part}."
        for part in parts
        if not any(other != part and other.startswith(part) for other in parts)
    )


def assessment_of(file: ProfileFile, row: Figure, beside: KeptForPages) -> str:
    """What its assessment came to; before there is one, when it can first be told."""
    body = file.stage("assess").body
    if isinstance(body, Assess) and body.impact:
        return _assessed(body)
    objective = file.stage("objective").body
    power = can_it_show(objective) if isinstance(objective, Objective) else ""
    first, dot, _ = power.partition(". ")
    said = (_first_told(file, row, beside), first + dot.strip())
    return " ".join(part for part in said if part)


def _first_told(file: ProfileFile, row: Figure, beside: KeptForPages) -> str:
    design = beside.designs.get(file.profile.ref)
    if design is not None and design.after_from and design.after_to:
        after = Window(design.after_from, design.after_to)
        ready = wording.day((after.last + 1).first)
        return (
            f"Its design compares {after.label} with before, so its effect can be told from "
            f"{ready}."
        )
    response = beside.responses.get(row.hotspot or "")
    if response is None or response.beginning is None:
        return "No response has begun, so there is nothing to assess yet."
    first = first_whole_month(response.beginning.day)
    after = Window(first, first + (PROPOSED_MONTHS - 1))
    return (
        "No design is declared. With the "
        f"{english.counted(PROPOSED_MONTHS, 'whole month')} that one is proposed for "
        f"({after.label}), its effect can be told from {wording.day((after.last + 1).first)}."
    )


def _assessed(body: Assess) -> str:
    """The impact, whether the objective was met and the decision, in the code lists' words."""
    coded = (
        ("impact", "verdict", body.impact),
        ("done as planned", "yes-partly-no", body.process),
        ("objective met", "yes-partly-no", body.objective_met),
        ("decision", "assess-decision", body.decision),
    )
    said = [f"{label}: {CODE_LISTS[codes].get(c, c).lower()}" for label, codes, c in coded if c]
    evidence = english.shortened(body.evidence.strip(), _LONGEST)
    return " ".join(part for part in (f"{english.sentence('; '.join(said))}.", evidence) if part)
