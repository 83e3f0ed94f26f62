"""When a response began: the day, how it is known, and how that is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from casebook.core.errors import BadValue
from casebook.core.months import Window, day_label
from casebook.measures.verdict import FEWEST_MONTHS
from casebook.profiles.stages import Respond

SETTLING = timedelta(days=28)
"""A first patrol so soon after patrol records begin may not have been the first: plans repeat by
the week, so four weeks without one say that none went before."""


@dataclass(frozen=True)
class Beginning:
    """The day a response began, and what says so."""

    day: date
    by: str
    """``patrol`` or ``action`` for what was delivered first; ``declared`` for a day given by hand.
    """
    records_begin: date | None = None
    """The first day of patrol records, where patrols may have gone before it: the response began
    on ``day`` or before."""
    reason: str = ""
    """Why that day was declared."""

    @property
    def words(self) -> str:
        """The day as a sentence gives it.

        >>> Beginning(date(2024, 6, 1), "patrol", date(2024, 6, 1)).words
        'on or before 1 Jun 2024 (records begin)'
        """
        said = day_label(self.day)
        if self.by == "declared":
            return f"on {said} (declared: {self.reason})"
        if self.records_begin is None:
            return f"on {said}"
        known = "records begin" if self.day == self.records_begin else "patrol records begin later"
        return f"on or before {said} ({known})"

    def what(self, stage: str) -> str:
        """What began: at a stage before any answer is worked out it isn't called a response.

        >>> Beginning(date(2024, 7, 3), "patrol").what("scan")
        'patrols'
        """
        if self.by != "declared" and stage in ("objective", "scan"):
            return f"{self.by}s"
        return "the response"


def delivered_first(
    patrol: date | None,
    actions: Iterable[date],
    *,
    records_begin: date | None = None,
    nothing_before: date = date.min,
) -> Beginning | None:
    """The beginning that deliveries show: the first patrol or action; None while there is none.

    ``patrol`` is the first delivered one. Where it falls within :data:`SETTLING` of the first day
    of patrol records, patrols may have gone before, unless ``nothing_before`` says since when
    there can have been any: the place was drawn then, or an earlier problem closed.
    """
    found = [Beginning(day, "action") for day in actions]
    unsure = (
        patrol is not None
        and records_begin is not None
        and patrol < records_begin + SETTLING
        and nothing_before < records_begin
    )
    if patrol is not None:
        at = records_begin if unsure and records_begin is not None else patrol
        found.append(Beginning(at, "patrol"))
    first = min(found, key=lambda each: each.day, default=None)
    return replace(first, records_begin=records_begin) if first and unsure else first


def declared_baseline(body: Respond) -> Window | None:
    """The months a response is declared to be judged against; None where that isn't declared."""
    if body.judged_from is None or body.judged_to is None:
        return None
    return Window(body.judged_from, body.judged_to)


def check_declared(body: Respond, today: date) -> None:
    """Raise :class:`BadValue` where a declared beginning or baseline can't stand."""
    _check_baseline(body)
    if body.began is None:
        return
    if body.began > today:
        raise BadValue(
            f"{day_label(body.began)} is still to come: a response has begun once something was "
            "delivered.",
            field="began",
        )
    if not body.began_because.strip():
        raise BadValue(
            f"Say why the response began on {day_label(body.began)}, whatever records show.",
            field="began_because",
        )


def _check_baseline(body: Respond) -> None:
    if (body.judged_from is None) != (body.judged_to is None):
        missing = "judged_from" if body.judged_from is None else "judged_to"
        raise BadValue("A baseline has a first and a last month: give both.", field=missing)
    baseline = declared_baseline(body)
    if baseline is not None and len(baseline) < FEWEST_MONTHS:
        raise BadValue(
            f"{baseline.label} is too short to judge against: it takes {FEWEST_MONTHS} months.",
            field="judged_to",
        )
