"""What was delivered against what was planned, over the months after, beside the effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from statistics import median

from casebook.core.local_time import start_of_day
from casebook.core.months import Window, day_label
from casebook.core.wording import even_hours, hours, number, share
from casebook.patrols import queries as patrols
from casebook.patrols.certificate import range_of
from casebook.patrols.hours import read_hours
from casebook.places.place import Place
from casebook.store.transaction import Transaction


@dataclass(frozen=True)
class GpsPart:
    """What of the delivered time GPS tells, and how surely."""

    officer_hours: float
    error: float
    """Officer-hours: the standard error of the sum."""
    interval: float | None
    """Seconds between pings, the median over visits; None where no device had two."""

    @property
    def says(self) -> str:
        """The certificate in a sentence."""
        every = f", a ping every {number(self.interval, 0)} s" if self.interval else ""
        return (
            f"{hours(self.officer_hours)} officer-hours of it by GPS, give or take "
            f"{hours(round(self.error, 2))}{every}."
        )


@dataclass(frozen=True)
class PatrolDose:
    """Delivered and planned officer-hours in the target, on the days delivery is known for."""

    window: Window
    planned: float | None
    delivered: float | None
    known_from: date | None
    """The first day of the window that any source speaks for."""
    covered_to: date | None
    gps: GpsPart | None = None

    @property
    def share(self) -> float | None:
        """Delivered ÷ planned; None where either isn't known or nothing was planned."""
        if self.delivered is None or not self.planned:
            return None
        return self.delivered / self.planned

    @property
    def brief(self) -> str:
        """It in a few words, to stand behind the effect."""
        if self.share is not None:
            return f"{share(self.share)} of planned time delivered"
        if self.delivered is not None:
            return f"{hours(self.delivered)} officer-hours delivered, no plan is known"
        return "what was delivered isn't known"

    @property
    def says(self) -> str:
        """It in a sentence, with the days it speaks for."""
        if self.delivered is None:
            return f"Hours delivered in {self.window.label} aren't known."
        done, plan = even_hours((self.delivered, self.planned))
        said = f"{done} officer-hours delivered"
        said += f" of {plan} planned" if self.planned else ", none known planned"
        assert self.known_from is not None
        ends = min(self.window.end, self.covered_to or self.window.end)
        return f"{said}, {day_label(self.known_from)} to {day_label(ends)}."

    @property
    def cautions(self) -> tuple[str, ...]:
        """Where delivery isn't known for all of the window."""
        if self.known_from is None or self.known_from <= self.window.start:
            return ()
        return (
            f"Delivered time is known from {day_label(self.known_from)} only, of a window that "
            f"starts on {day_label(self.window.start)}: nothing can be said of the dose before.",
        )


def read_dose(
    tx: Transaction, zone: tzinfo, targets: Sequence[Place], window: Window
) -> PatrolDose:
    """The dose of ``targets`` together in ``window``; hours none where no source speaks."""
    found = read_hours(tx, zone, targets, window)
    ids = [place.id for place in targets]
    row = found.figures(ids, window)
    days = (window.start + timedelta(days=n) for n in range(window.days))
    known_from = next((day for day in days if found.known(day, ids)), None)
    return PatrolDose(
        window,
        row.get("planned_covered_officer_hours"),
        row.get("officer_hours"),
        known_from,
        row["covered_to"],
        _gps(tx, zone, targets, window),
    )


def _gps(tx: Transaction, zone: tzinfo, targets: Sequence[Place], window: Window) -> GpsPart | None:
    start = int(start_of_day(window.start, zone).timestamp())
    end = int(start_of_day(window.end + timedelta(days=1), zone).timestamp())
    rows = patrols.delivered(tx, [place.id for place in targets], start, end)
    visits = [(row.gps, row.officers) for row in rows if row.gps is not None]
    if not visits:
        return None
    intervals = [one.interval for one, _ in visits if one.interval]
    return GpsPart(
        round(sum(one.seconds * officers for one, officers in visits) / 3600, 2),
        range_of(visits) / 3600,
        median(intervals) if intervals else None,
    )
