"""The page of all hotspots: every hotspot on one table, and in how many of them counts fell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from casebook.core import english, wording
from casebook.core.months import Window
from casebook.core.settings import Settings
from casebook.figures import sentences
from casebook.figures.figure import Figure
from casebook.figures.progress import Progress
from casebook.measures.verdict import FEWER, MORE
from casebook.packs.review.late_data import LateData
from casebook.packs.tables import PrintColumn, PrintRow, PrintTable
from casebook.profiles.casefile import ProfileFile
from casebook.profiles.profile import Profile
from casebook.reviews.as_signed import ShownMonth
from casebook.reviews.need import OrderOfNeed

MEASURES = (("Crimes", "crimes"), ("ASB", "asb"))
_REGRESSION = (
    "Hotspots are picked for bad months, so some fall is to be expected without any response; "
    "a fall here is no proof of effect."
)
_ELSEWHERE = (
    "Rest of the force: everything counted there but what lies in these hotspots; if it moved "
    "alike, look for a cause beyond the hotspots."
)
_WHEN = ("", "_previous", "_last_year")
_LONGEST_NAME = 40
_VERDICT = 11
"""The verdict's place among the table of all hotspots's columns."""


Whole = tuple[int | None, int | None, int | None]
"""A count of the window, of the one before and of the same months a year earlier."""


@dataclass(frozen=True)
class PackFigures:
    """What every page of a pack is worked out from."""

    window: Window
    rows: tuple[Figure, ...]
    """A row per hotspot."""
    together: Figure
    """All hotspots as one row: an incident in two of them counts once."""
    live: tuple[ProfileFile, ...]
    """Every profile that is open or monitored."""
    settings: Settings
    made_on: date
    links: Mapping[str, str]
    """The id of each hotspot's own section."""
    force: Mapping[str, Whole] = field(default_factory=dict)
    """What the whole force counted, in hotspots and out, by the name of the hotspots' figure."""
    progress: Mapping[str, Progress] = field(default_factory=dict)
    """Where each profile's objective stands, by its ref."""
    beside_rest: tuple[str, ...] = ()
    """How all hotspots changed together against the rest of the force, a sentence each."""
    shown: ShownMonth | None = None
    """Which rows are as signed; None on a map."""
    order: OrderOfNeed | None = None
    """The order of need, in which a pack's rows stand; None on a map."""
    late: Mapping[str, LateData] = field(default_factory=dict)
    """What late data changed since signing, by hotspot."""

    @property
    def now(self) -> str:
        """The window as a heading: ``Sep 2024``."""
        return self.window.label

    @cached_property
    def hour_places(self) -> int:
        """The decimals in which the officer-hours of its tables read."""
        rows = (*self.rows, self.together)
        return wording.hour_places(value for row in rows for value in _every_hour(row))

    @property
    def previous(self) -> str:
        """The window before."""
        return self.window.previous.label

    @property
    def last_year(self) -> str:
        """The same months a year earlier."""
        return self.window.last_year.label

    def place_of(self, row: Figure) -> str:
        """Where a row stands among the hotspots: ``3 of 27 in order of need``."""
        at = next(at for at, one in enumerate(self.rows, start=1) if one.hotspot == row.hotspot)
        return f"{at} of {len(self.rows)}{' in order of need' if self.order else ''}"

    def files(self, row: Figure) -> tuple[ProfileFile, ...]:
        """The live profiles of a row's hotspot, the one its figures name first."""
        own = [file for file in self.live if row.hotspot in file.hotspots]
        return tuple(sorted(own, key=lambda file: file.profile.ref != row.profile))


def hotspot_columns(figures: PackFigures) -> tuple[PrintColumn, ...]:
    """The columns of every table that shows one row for each hotspot."""
    periods = (figures.now, figures.previous, figures.last_year)
    counts = [
        PrintColumn(period, over, "figure")
        for over in ("Crimes", "ASB", "Own count")
        for period in periods
    ]
    hours = ("Planned", "Delivered", "Of plan", "Core", "Overtime", "Partner")
    return (
        PrintColumn("Hotspot", kind="phrase"),
        *counts,
        PrintColumn("Expected", "Own count", "figure"),
        PrintColumn("Verdict", "Own count", "phrase"),
        *(PrintColumn(name, "Officer-hours", "figure") for name in hours),
        PrintColumn("Visits", kind="figure"),
        PrintColumn(figures.settings.label, "Profile", "phrase"),
        PrintColumn("Stage", "Profile", "phrase"),
        PrintColumn("Next review", "Profile", "phrase"),
    )


def hotspot_row(figures: PackFigures, row: Figure) -> PrintRow:
    """A hotspot's row under :func:`hotspot_columns`."""
    profiles = tuple(file.profile for file in figures.files(row))
    cells = (
        english.shortened(f"{row.hotspot} {row.name}", _LONGEST_NAME),
        *_counts(row, "crimes"),
        *_counts(row, "asb"),
        *_counts(row, "count"),
        sentences.expected(row.expected),
        sentences.verdict(row.verdict),
        *_hours(row, figures.hour_places),
        _refs(profiles),
        english.sentence(profiles[0].stage) if profiles else wording.MISSING,
        review_cell(profiles, row, figures.made_on),
    )
    alert = [_VERDICT] if row.verdict in (FEWER, MORE) else []
    if any(profile.overdue(figures.made_on) for profile in profiles):
        alert.append(len(cells) - 1)
    return PrintRow(cells, link=figures.links.get(row.hotspot or "", ""), alert=tuple(alert))


def _refs(profiles: Sequence[Profile]) -> str:
    if not profiles:
        return "none"
    more = len(profiles) - 1
    return f"{profiles[0].ref} and {more} more" if more else profiles[0].ref


def total_line(figures: PackFigures, groups: Sequence[str]) -> PrintRow:
    """The row for all hotspots together; counts of different groups are left out."""
    together = figures.together
    alone = len(groups) == 1 and groups[0] == together.count_group
    own = _counts(together, "count") if alone else ("", "", "")
    return PrintRow(
        (
            f"All {english.counted(len(figures.rows), 'hotspot')}",
            *_counts(together, "crimes"),
            *_counts(together, "asb"),
            *own,
            "",
            "",
            *_hours(together, figures.hour_places),
            "",
            "",
            "",
        ),
        "total",
    )


def _counts(row: Figure, name: str) -> tuple[str, str, str]:
    now, previous, last_year = (
        wording.number(getattr(row, name + when)) for when in ("", "_previous", "_last_year")
    )
    return now, previous, last_year


def _hours(row: Figure, places: int) -> tuple[str, ...]:
    planned, *delivered = (wording.hours(value, places) for value in _every_hour(row))
    done, *parts = delivered
    return planned, done, wording.share(row.delivered_share), *parts, wording.number(row.visits)


def _every_hour(row: Figure) -> tuple[float | None, ...]:
    """Planned on the days known, delivered, and that by resourcing."""
    return (
        row.planned_covered_officer_hours,
        row.officer_hours,
        row.officer_hours_core,
        row.officer_hours_overtime,
        row.officer_hours_partner,
    )


def review_cell(profiles: Sequence[Profile], row: Figure, today: date) -> str:
    """When the earliest next review is, or that it is overdue, and where the month's stands."""
    due = sorted(p.next_review for p in profiles if p.next_review is not None)
    if not due:
        return wording.MISSING
    late = any(profile.overdue(today) for profile in profiles)
    said = f"Overdue: {wording.day(due[0])}" if late else wording.day(due[0])
    return f"{said}, {row.review_state}" if row.review_state else said


def hotspot_notes(figures: PackFigures, groups: Sequence[str]) -> tuple[str, ...]:
    """How to read the table of all hotspots."""
    said = (
        "Expected is the hotspot's own baseline with what the rest of the force did; each page "
        f"says from which months. {sentences.limits(figures.settings.usual_variation)} Planned "
        "hours are of the days delivery is known for. – is not known; 0 is none."
    )
    notes = [said]
    if len(groups) > 1:
        notes.append("Own counts differ between hotspots and are not added up.")
    if any(_overlap(figures, name) for _, name in MEASURES):
        notes.append("An incident inside two hotspots counts once in the row for all.")
    return tuple(notes)


def _overlap(figures: PackFigures, name: str) -> bool:
    """Whether the hotspots' counts come to more than the count of all of them together."""
    together = getattr(figures.together, name)
    return together is not None and sum(getattr(row, name) or 0 for row in figures.rows) > together


def fell_table(figures: PackFigures) -> PrintTable:
    """In how many hotspots each measure fell, rose or stayed, against each named baseline."""
    measures: list[tuple[str, str, str, tuple[Figure, ...]]] = [
        (title, name, name, figures.rows) for title, name in MEASURES
    ]
    for group in dict.fromkeys(row.count_group for row in figures.rows):
        if group not in ("crime", "asb"):
            own = tuple(row for row in figures.rows if row.count_group == group)
            together = group.replace("-", "_")
            measures.append((wording.group_title(group), "count", together, own))
    columns = [PrintColumn("Count", kind="phrase")]
    for baseline in (figures.previous, figures.last_year):
        columns += [
            PrintColumn("Hotspots", over=f"Against {baseline}"),
            PrintColumn("Rest of the force", over=f"Against {baseline}", kind="phrase"),
        ]
    return PrintTable(
        f"In how many hotspots counts fell in {figures.now}",
        tuple(columns),
        tuple(
            PrintRow(
                (
                    title,
                    *(_fell(rows, name, "_previous"), _rest(figures, together, 1)),
                    *(_fell(rows, name, "_last_year"), _rest(figures, together, 2)),
                )
            )
            for title, name, together, rows in measures
        ),
        (_REGRESSION, _ELSEWHERE),
    )


def _rest(figures: PackFigures, name: str, baseline: int) -> str:
    """The change outside every hotspot, from the whole force's counts less the hotspots'."""
    whole = figures.force.get(name, (None, None, None))
    inside = [getattr(figures.together, name + when, None) for when in _WHEN]
    outside = [
        None if all_ is None or own is None else all_ - own
        for all_, own in zip(whole, inside, strict=True)
    ]
    return sentences.change(outside[baseline], outside[0], figures.settings.small_base)


def _fell(rows: Sequence[Figure], name: str, when: str) -> str:
    pairs = [(getattr(row, name + when), getattr(row, name)) for row in rows]
    known = [(before, now) for before, now in pairs if before is not None and now is not None]
    if not known:
        return "Not known for any hotspot"
    fell = sum(now < before for before, now in known)
    rose = sum(now > before for before, now in known)
    said = f"{fell} of {len(known)} fell, {rose} rose"
    same = len(known) - fell - rose
    said += f", {same} the same" if same else ""
    missing = len(rows) - len(known)
    return f"{said}; {missing} not known" if missing else said
