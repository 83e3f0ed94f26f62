"""The page of all hotspots: every hotspot on one table, and in how many of them counts fell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from casebook.core import wording
from casebook.core.months import Window
from casebook.core.settings import Settings
from casebook.figures import sentences
from casebook.figures.figure import Figure
from casebook.figures.progress import Progress
from casebook.packs.review.late_data import LateData
from casebook.packs.tables import PrintColumn, PrintRow, PrintTable
from casebook.profiles.casefile import ProfileFile
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
