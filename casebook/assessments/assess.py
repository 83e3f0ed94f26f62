"""Running the assessment that a profile's design declares, on the casebook's own rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from casebook.assessments import cautions
from casebook.assessments.area_months import (
    BUFFER,
    BUFFER_CONTROL,
    CONTROL,
    TARGET,
    AreaMonths,
    Series,
    read_area_months,
)
from casebook.assessments.assessment import AssessedMonth, Assessment
from casebook.assessments.by_day import ByDay, read_by_day
from casebook.assessments.dose import PatrolDose, read_dose
from casebook.assessments.effect import TOTALS, Totals, effects, power_says, running
from casebook.assessments.months_compared import MonthsCompared, months_compared
from casebook.assessments.spread import spread_over
from casebook.book.opening import Book
from casebook.core.codes import CountGroup
from casebook.core.errors import BadValue
from casebook.core.months import Month, Window, say_months
from casebook.figures.progress import Progress, read_progress
from casebook.incidents.coverage.gaps import TITLES
from casebook.measures.difference import Running
from casebook.measures.overdispersion import Overdispersion, PlaceMonths, overdispersion
from casebook.measures.verdict import Setting, Verdict, verdict
from casebook.places.place import Place
from casebook.profiles.casefile import ProfileFile, read_profile
from casebook.profiles.design import Design
from casebook.profiles.design_areas import roles_of
from casebook.profiles.designs import Declared, declared_in_words, read_design, windows_of
from casebook.profiles.stages import Objective


def assess(book: Book, ref: str) -> Assessment:
    """The assessment of profile ``ref`` by the design that stands, in the boundaries it froze.

    Raises :class:`NotFound`, and :class:`BadValue` where nothing is declared or no month of a
    window is known in every area; all else is said as a caution.
    """
    declared = read_design(book, ref)
    design = declared.design
    if design is None:
        raise BadValue(
            f"{ref} has no declared design: 'casebook design {ref} propose' suggests one, and "
            "'set' declares it."
        )
    file = read_profile(book, ref)
    with book.store.reading() as tx:
        areas = read_area_months(tx, book.settings, design)
        months = _compared(book, design, areas)
        targets = tx.load(Place, kind="hotspot", ref=file.hotspots)
        after = Window(months.windows[1].first, months.after[-1])
        dose = read_dose(tx, book.zone, targets, after)
        by_day = read_by_day(tx, book, design)
    read = DesignRead(file, declared, design, areas, months, targets, dose, by_day)
    return _assessment(read, _objective(book, file, areas))


def _compared(book: Book, design: Design, areas: AreaMonths) -> MonthsCompared:
    """The months that are compared; raises :class:`BadValue` where none is left."""
    every = [
        areas.series(part, design.counted) for part in areas.parts
    ]  # a candidate may lack some
    before, after = windows_of(design)
    found = months_compared(
        before,
        after,
        lambda month: all(series.get(month) is not None for series in every),
        Month.of(book.today),
    )
    if not found.any:
        title = areas.counter.group(design.counted).title
        unknown = [*found.missing, *found.to_come]
        raise BadValue(
            f"Nothing to compare yet: {title} isn't known for {say_months(unknown)} in every area "
            "of the design. Import those months, or declare other windows."
        )
    return found


@dataclass(frozen=True)
class DesignRead:
    """What an assessment is worked out from, and the counts of it that more than one part asks."""

    file: ProfileFile
    declared: Declared
    design: Design
    areas: AreaMonths
    months: MonthsCompared
    targets: Sequence[Place]
    dose: PatrolDose
    by_day: ByDay | None

    @property
    def group(self) -> CountGroup:
        """What the design counts."""
        return self.areas.counter.group(self.design.counted)

    @cached_property
    def series(self) -> dict[str, Series]:
        """Each part's counts by month."""
        code = self.design.counted
        return {part: self.areas.series(part, code) for part in TOTALS if part in self.areas.parts}

    @cached_property
    def totals(self) -> Totals:
        """Each part's counts before and after."""
        return {part: _pair(each, self.months) for part, each in self.series.items()}

    @cached_property
    def rest(self) -> Series:
        """The rest of the force's counts by month."""
        return self.areas.rest(self.design.counted)

    @property
    def start(self) -> Month:
        """The month the response began in, or the window after where it hasn't or began later."""
        first, began = self.months.windows[1].first, self.declared.began
        return first if began is None else min(first, Month.of(began))

    @cached_property
    def phi(self) -> Overdispersion:
        """φ of the design's own areas over the months before the response, season taken out."""
        places = []
        for each in self.series.values():
            months = cautions.months_before(self.start, each, self.rest)
            counts = [each[month] or 0 for month in months]
            if months:
                places.append(PlaceMonths(counts, [self.rest[month] or 0 for month in months]))
        return overdispersion(places)

    @property
    def days(self) -> int | None:
        """Days from the response's start to when the design was declared."""
        at, began = self.design.at, self.declared.began
        return (at - began).days if at and began else None

    @property
    def words(self) -> str:
        """When it was declared, against when the response began."""
        return declared_in_words(self.design, self.declared.began)

    def cautions(self) -> tuple[str, ...]:
        """What must be said beside the result, each once."""
        began, phi, windows = self.declared.began, self.phi.phi, self.months.windows
        target, control = self.series[TARGET], self.series.get(CONTROL)
        said = list(cautions.start_cautions(began, self.words, self.days))
        said += [note for note in self.declared.notes if "isn't loaded for" not in note]
        said += self.months.cautions(self.group.title)
        if control is not None:
            said += cautions.likeness_cautions(target, control, self.start, phi)
        said += cautions.bad_year(target, self.rest, windows[0], phi)
        said += cautions.picked(self.targets, windows)
        said += cautions.unlike_areas(self.totals)
        said += self.by_day.cautions if self.by_day else ()
        said += [*self.dose.cautions, *self.areas.notes(self.group.kind, *windows)]
        return tuple(dict.fromkeys(said))


def _assessment(read: DesignRead, objective: Progress | None) -> Assessment:
    profile, design, areas, months = read.file.profile, read.design, read.areas, read.months
    code, counter, began = design.counted, areas.counter, read.declared.began
    series, totals, start, phi = read.series, read.totals, read.start, read.phi
    alike = None
    if CONTROL in series:
        alike = cautions.alike(series[TARGET], series[CONTROL], start, phi.phi)
    candidates = {ref: areas.area(ref, code) for ref in areas.candidates}
    title = TITLES[read.group.kind]
    return Assessment(
        profile.ref,
        profile.title,
        profile.marking,
        design.number,
        code,
        read.group.title,
        "".join(counter.definitions((code,))),
        read.words,
        read.days,
        str(began) if began else None,
        _areas_by_part(design, read.targets),
        design.boundaries,
        {part: tuple(numbers) for part, numbers in areas.boundaries.items()},
        months,
        totals,
        effects(totals, months, phi.phi),
        _against_rest(totals, read.rest, months, phi.phi),
        phi,
        power_says(totals, months, phi.phi),
        read.dose,
        objective,
        alike,
        spread_over(candidates, series[TARGET], totals, months, start, phi.phi),
        read.by_day,
        _rows(series, months),
        _running(series, months),
        read.cautions(),
        tuple(line for line in counter.coverage() if line.startswith(f"{title}:")),
    )


def _areas_by_part(design: Design, targets: Iterable[Place]) -> dict[str, tuple[str, ...]]:
    """The refs of the areas that play each part in the design."""
    found: dict[str, list[str]] = {TARGET: [place.ref for place in targets]}
    for ref, part in roles_of(design).items():
        found.setdefault(part, []).append(ref)
    return {part: tuple(refs) for part, refs in found.items()}


def _total(series: Series, months: Iterable[Month]) -> int:
    return sum(series[month] or 0 for month in months)


def _pair(series: Series, months: MonthsCompared) -> tuple[float, float]:
    return _total(series, months.before), _total(series, months.after)


def _against_rest(
    totals: Totals, rest: Series, months: MonthsCompared, phi: float
) -> Verdict | None:
    """The verdict on the target's count after, by the rest of the force in the same months."""
    both = [sum(rest[m] or 0 for m in side) for side in (months.after, months.before)]
    known = all(rest.get(m) is not None for m in (*months.after, *months.before))
    before, after = totals[TARGET]
    against = Setting(
        int(before),
        len(months.after),
        len(months.before),
        (both[0], both[1]) if known and min(both) > 0 else None,
        phi,
    )
    return verdict(int(after), against) if before or after else None


def _rows(series: dict[str, Series], months: MonthsCompared) -> tuple[AssessedMonth, ...]:
    """Every month from the first of the window before to the last of the window after."""
    before, after = months.windows
    sides = dict.fromkeys(months.before, "before") | dict.fromkeys(months.after, "after")
    return tuple(
        AssessedMonth(
            month, {part: each.get(month) for part, each in series.items()}, sides.get(month, "")
        )
        for month in Window(before.first, after.last).months
        if month not in months.to_come
    )


def _running(series: dict[str, Series], months: MonthsCompared) -> tuple[Running, ...]:
    if CONTROL not in series:
        return ()
    ours, theirs = [series[TARGET]], [series[CONTROL]]
    if BUFFER in series and BUFFER_CONTROL in series:
        ours.append(series[BUFFER])
        theirs.append(series[BUFFER_CONTROL])
    every = (*months.before, *months.after)

    def together(parts: list[Series]) -> list[tuple[Month, float]]:
        return [(month, sum(part[month] or 0 for part in parts)) for month in every]

    return running(together(ours), together(theirs), months)


def _objective(book: Book, file: ProfileFile, areas: AreaMonths) -> Progress | None:
    """Where the profile stands on its own measure, at the end of the last month loaded."""
    body = file.stage("objective").body
    if not isinstance(body, Objective) or body.counted not in areas.counter.groups:
        return None
    kind = areas.counter.group(body.counted).kind
    last = Month.of(book.today) + -1
    loaded = [month for known, month in areas.counter.counting if known == kind and month <= last]
    return read_progress(book, (file,), max(loaded, default=last)).get(file.profile.ref)
