"""Where profiles stand on their own measures: baseline, now, target, and whether on course."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casebook.book.opening import Book
from casebook.core.codes import CountGroup
from casebook.core.months import Month, Window, day_label, say_months
from casebook.core.rounding import round_half_up
from casebook.core.wording import number
from casebook.figures.basis import read_basis
from casebook.figures.judging.judge import Judge
from casebook.incidents.counts import Counter, Counts
from casebook.measures import on_course
from casebook.places import queries as places
from casebook.profiles.casefile import ProfileFile
from casebook.profiles.stages import Objective


@dataclass(frozen=True)
class Progress:
    """Where one profile stands on its own measure. None is missing, never zero."""

    measure: str
    """The count group."""
    title: str
    baseline: float
    """Over the months of ``baseline_window``."""
    baseline_window: Window
    now: int | None
    now_window: Window
    target: float
    """Over as many months as the baseline has."""
    deadline: date
    level: float | None
    """What ``now`` would have to be to lie on the straight way from baseline to target."""
    standing: str
    """One of :data:`casebook.measures.on_course.STANDINGS`."""
    says: str

    @classmethod
    def decode(cls, row: Mapping[str, Any]) -> Progress:
        """From what :meth:`encode` gives."""

        def months(name: str) -> Window:
            return Window(Month.parse(row[f"{name}_from"]), Month.parse(row[f"{name}_to"]))

        return cls(
            measure=row["measure"],
            title=row["title"],
            baseline=row["baseline"],
            baseline_window=months("baseline"),
            now=row["now"],
            now_window=months("now"),
            target=row["target"],
            deadline=date.fromisoformat(row["deadline"]),
            level=row["on_course_at"],
            standing=row["standing"],
            says=row["says"],
        )

    def encode(self) -> dict[str, Any]:
        """As JSON; months and days ISO."""
        return {
            "measure": self.measure,
            "title": self.title,
            "baseline": self.baseline,
            "baseline_from": str(self.baseline_window.first),
            "baseline_to": str(self.baseline_window.last),
            "now": self.now,
            "now_from": str(self.now_window.first),
            "now_to": str(self.now_window.last),
            "target": self.target,
            "deadline": str(self.deadline),
            "on_course_at": self.level,
            "standing": self.standing,
            "says": self.says,
        }


def read_progress(book: Book, files: Iterable[ProfileFile], month: Month) -> dict[str, Progress]:
    """Where each profile stands at the end of ``month``, by its ref.

    A profile is left out unless its objective has a measure, a baseline, a target and a deadline
    after the baseline, and a hotspot to count in.
    """
    return read_progress_by_month(book, files, Window(month, month))[month]


def read_progress_by_month(
    book: Book, files: Iterable[ProfileFile], window: Window
) -> dict[Month, dict[str, Progress]]:
    """For every month of ``window``, where each profile stands at its end, as it was read then.

    Every month is counted inside the boundaries in force at the end of ``window``.
    """
    book.require("view")
    asked = {
        file.profile.ref: (file, body)
        for file in files
        if isinstance(body := file.stage("objective").body, Objective) and _whole(body)
    }
    if not asked:
        return {month: {} for month in window.months}
    with book.store.reading() as tx:
        basis = read_basis(book, tx, window)
        judge, counter = basis.judge, basis.counter
        inside = places.in_force(places.boundaries(tx), window.end)
        ids = {
            ref: [inside[each].id for each in file.hotspots if each in inside]
            for ref, (file, _) in asked.items()
        }
        starts = [body.baseline_from for _, body in asked.values() if body.baseline_from]
        span = Window(min([*starts, basis.span.first]), window.last)
        # what a verdict on the same outline was worked out from needs no second reading
        own = {one.boundaries: one.counts for one in judge.hotspots.values()}
        counts = {
            ref: own[tuple(ids[ref])]
            for ref, (_, body) in asked.items()
            if tuple(ids[ref]) in own and (body.baseline_from or span.first) >= basis.span.first
        }
        others = {ref: found for ref, found in ids.items() if found and ref not in counts}
        counts |= counter.read(tx, others, span)
    return {
        month: {
            ref: found
            for ref, (_, body) in asked.items()
            if ids[ref] and (found := _progress(judge, body, counts[ref], month)) is not None
        }
        for month in window.months
    }


def _whole(body: Objective) -> bool:
    parts = (body.baseline_from, body.baseline_to, body.baseline_value, body.target_value)
    return bool(body.measure) and body.deadline is not None and None not in parts


def _progress(judge: Judge, body: Objective, counts: Counts, month: Month) -> Progress | None:
    first, last, deadline = body.baseline_from, body.baseline_to, body.deadline
    base, target = body.baseline_value, body.target_value
    assert first is not None
    assert last is not None
    assert deadline is not None
    assert base is not None
    assert target is not None
    if body.counted not in judge.counter.groups or last < first:
        return None
    due = Month.of(deadline)
    in_all = due - last if deadline == due.last else due - last - 1
    gone = month - last
    if in_all < 1 or gone < 0:
        return None
    group = judge.counter.group(body.counted)
    before = Window(first, last)
    short = in_all < on_course.YEAR
    now = Window(last + 1, month) if short and gone else Window(month + (1 - on_course.YEAR), month)
    same = _same_months(judge.counter, group, counts, before, now) if short else None
    scale = same / base if same is not None and base else len(now) / len(before)
    path = on_course.Path(base * scale, target * scale, gone, in_all)
    count = judge.counter.count(counts, group, now)
    if gone < on_course.FEWEST_MONTHS:
        word = on_course.TOO_EARLY
    elif count is None:
        word = on_course.UNKNOWN
    else:
        phi = judge.phi(group, Window(month, month)).phi
        word = on_course.standing(count, path, phi=phi, by_month=short)
    level = path.level(by_month=short) if gone else None
    missing = judge.counter.missing_months(group, now, counts)
    return Progress(
        body.measure,
        group.title,
        base,
        before,
        count,
        now,
        target,
        deadline,
        None if level is None else round_half_up(level, 1),
        word,
        _says(group.title, body, before, now, count, level, word, missing),
    )


def _same_months(
    counter: Counter, group: CountGroup, counts: Counts, before: Window, now: Window
) -> int | None:
    """The baseline's count in the calendar months of ``now``; None where it lacks one."""
    own: Mapping[Month, int] = counter.by_month(counts, group, before.months)
    found = [
        next((own[each] for each in own if each.number == month.number), None)
        for month in now.months
    ]
    known = [count for count in found if count is not None]
    return sum(known) if len(known) == len(found) else None


def _says(
    title: str,
    body: Objective,
    before: Window,
    now: Window,
    count: int | None,
    level: float | None,
    word: str,
    missing: Iterable[Month],
) -> str:
    """The way from the baseline to the target, and where on it the measure stands."""
    assert body.deadline is not None
    gaps = say_months(missing)
    stands = number(count) if count is not None else f"not known, {gaps} isn't loaded"
    said = (
        f"Objective, {title}: {number(body.baseline_value)} ({before.label}) to "
        f"{number(body.target_value)} by {day_label(body.deadline)}; {now.label}: {stands}: {word}"
    )
    judged = (on_course.ON_COURSE, on_course.BEHIND, on_course.OFF_COURSE)
    return f"{said} ({number(level, 1)} would be on course)." if word in judged else f"{said}."
