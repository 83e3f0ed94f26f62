"""What late data changed since a month was signed: verdicts that flipped first, then numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from casebook.core import english, wording
from casebook.core.months import Month
from casebook.figures.progress import Progress
from casebook.packs.tables import PrintColumn, PrintRow, PrintTable
from casebook.reviews.figures import OBJECTIVE, SinceFrozen
from casebook.reviews.flips import Flip
from casebook.reviews.review import ChangedFigure, Review

_COUNTED = ("crimes", "asb", "serious_violence", "count")
_OF = {"": "", "_previous": ", the month before", "_last_year": ", a year earlier"}
_OVER = {"month": "the month", "since": "since the response began"}


@dataclass(frozen=True)
class LateData:
    """What later data would make of one hotspot's signed figures."""

    flips: tuple[Flip, ...] = ()
    changed: tuple[ChangedFigure, ...] = ()
    standing: tuple[str, str] | None = None
    """The words on its profile's own measure as signed and as now, where they differ."""

    def __bool__(self) -> bool:
        return bool(self.flips or self.changed or self.standing)


def late_data(
    signed: Mapping[str, Review], since: Mapping[str, SinceFrozen], live: Mapping[str, Progress]
) -> dict[str, LateData]:
    """By hotspot, what changed since it was signed; those where nothing did are left out.

    ``signed`` is the review each hotspot's row was taken from, ``since`` what changed by the ref of
    the review, ``live`` where measures stand now.
    """
    found = {}
    for hotspot, review in signed.items():
        own = since.get(review.ref, SinceFrozen())
        found[hotspot] = LateData(
            tuple(flip for flip in own.flips if flip.hotspot == hotspot),
            tuple(one for one in own.changed if one.hotspot == hotspot),
            _standing(review, hotspot, live.get(review.profile)),
        )
    return {hotspot: late for hotspot, late in found.items() if late}


def _standing(review: Review, hotspot: str, live: Progress | None) -> tuple[str, str] | None:
    for row in review.figures or ():
        frozen = row.get(OBJECTIVE)
        if row["hotspot"] == hotspot and frozen and live and frozen["standing"] != live.standing:
            return frozen["standing"], live.standing
    return None


def late_table(
    late: Mapping[str, LateData], names: Mapping[str, str], links: Mapping[str, str], month: Month
) -> PrintTable | None:
    """Every verdict that flipped, then every number that changed; None where nothing did.

    ``names`` are hotspots' names by ref, ``links`` the ids of their sections.
    """
    if not late:
        return None

    def line(hotspot: str, cells: tuple[str, str, str], kind: tuple[int, ...] = ()) -> PrintRow:
        called = f"{hotspot} {names.get(hotspot, '')}".rstrip()
        return PrintRow((called, *cells), link=links.get(hotspot, ""), alert=kind)

    flips = [
        line(hotspot, cells, (1, 3)) for hotspot, one in late.items() for cells in flipped(one)
    ]
    numbers = [line(hotspot, cells) for hotspot, one in late.items() for cells in renumbered(one)]
    worked_out = sum(not _told(one.figure) for each in late.values() for one in each.changed)
    more = english.counted(worked_out, "figure that is", "figures that are")
    return PrintTable(
        f"What late data changed since {month.label} was signed",
        (
            PrintColumn("Hotspot", kind="phrase"),
            PrintColumn("What"),
            PrintColumn("As signed"),
            PrintColumn("As now"),
        ),
        (*flips, *numbers),
        (
            "The pack prints what was signed; this is what the data held now would say.",
            *((f"Not shown: {more} worked out from these.",) if worked_out else ()),
        ),
    )


def flipped(late: LateData) -> Iterator[tuple[str, str, str]]:
    """What each flipped verdict is on, its word as signed and its word as now."""
    for flip in late.flips:
        title = wording.group_title(flip.count_group)
        now = flip.as_now or "none can be given"
        yield f"Verdict on {title}, {_OVER[flip.over]}", flip.as_signed, now
    if late.standing:
        yield "Its own measure", *late.standing


def renumbered(late: LateData) -> Iterator[tuple[str, str, str]]:
    """What each changed number is of, as signed and as now; those worked out are left out."""
    for one in late.changed:
        if _told(one.figure):
            show = wording.hours if "hours" in one.figure else wording.number
            yield _words(one.figure), show(one.as_signed), show(one.as_now)


def _told(figure: str) -> bool:
    """Whether a figure is counted or measured, and not worked out from others."""
    counted = {f"{name}{when}" for name in _COUNTED for when in _OF}
    return figure in counted or "officer_hours" in figure or figure in ("visits", "patrol_hours")


def _words(figure: str) -> str:
    """A figure's name in words.

    >>> _words("crimes_last_year"), _words("asb"), _words("officer_hours_core")
    ('Crimes, a year earlier', 'ASB', 'Officer hours core')
    """
    when = next((end for end in ("_previous", "_last_year") if figure.endswith(end)), "")
    name = figure.removesuffix(when)
    said = {"asb": "ASB", "count": "Own count"}.get(name, name.replace("_", " "))
    return english.sentence(said) + _OF[when]


def in_brief(late: Mapping[str, LateData]) -> str:
    """How much late data changed, in a sentence; empty where it changed nothing."""
    if not late:
        return ""
    flips = sum(len(tuple(flipped(one))) for one in late.values())
    counted = sum(len(tuple(renumbered(one))) for one in late.values())
    more = sum(len(one.changed) for one in late.values()) - counted
    parts = (
        (flips, "verdict flipped", "verdicts flipped"),
        (counted, "count or sum of hours changed", "counts and sums of hours changed"),
        (more, "figure worked out from others changed", "figures worked out from others changed"),
    )
    said = english.listed(english.counted(*part) for part in parts if part[0])
    told = [hotspot for hotspot, one in late.items() if any(flipped(one)) or any(renumbered(one))]
    where = f" in {english.first_of(told, 6)}" if told else ""
    return f"Late data since signing{where}: {said}. What was signed stands."


def signed_reviews(reviews: Iterable[Review], month: Month) -> list[Review]:
    """The signed reviews of ``month``."""
    return [one for one in reviews if one.month == month and one.state == "signed"]
