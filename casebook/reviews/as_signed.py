"""A month's figures as they are shown: those that were signed, and the live ones of the rest.

Whatever prints figures of a month that can be signed takes its rows from :func:`as_signed`: the
front page, the table of all hotspots, a hotspot's own page and the workbook.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from casebook.core import english, wording
from casebook.core.months import Month, Window
from casebook.figures.figure import UNSAID, Behind, Figure, ThemeVerdict
from casebook.figures.progress import Progress
from casebook.reviews.figures import OBJECTIVE
from casebook.reviews.review import Review

_WHERE = {"window", "name", "hotspot", "district", "area", "month", "quarter"}
"""What says which row it is, and is never frozen."""
_LIVE = _WHERE | {"review_state", "beside"}
"""Fields of a row that aren't figures of it."""
_WORDS = (
    ("planned_covered_officer_hours_", "planned hours by resourcing"),
    ("planned_", "planned hours"),
    ("officer_hours", "hours by resourcing"),
    ("patrols", "how many patrols there were"),
    ("visits", "visits"),
    ("median_", "visits"),
    ("between_", "visits"),
    ("full_length", "visits"),
    ("gps_", "how sure GPS is"),
    ("other_verdicts", "the verdicts"),
    ("verdict", "the verdicts"),
    ("says", "the verdicts"),
    ("expected", "the verdicts"),
    ("run_", "the run since the response began"),
    ("since_", "the run since the response began"),
    (OBJECTIVE, "where its measure stands"),
)
"""What figures are called where they weren't frozen, by how their names begin."""


@dataclass(frozen=True)
class ShownMonth:
    """One month's figures, each hotspot's as signed where its review is signed."""

    rows: tuple[Figure, ...]
    """A row for each hotspot, in the order given; one only the signed figures know comes last."""
    progress: Mapping[str, Progress]
    """Where each profile's own measure stands, by its ref."""
    signed: Mapping[str, Review] = field(default_factory=dict)
    """The signed review that a row was taken from, by the hotspot's ref."""
    not_frozen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What a signed review didn't freeze and live figures have, in words, by the hotspot's ref."""
    unmeasured: frozenset[str] = frozenset()
    """Profiles whose measure's standing their signed review didn't freeze."""

    def says(self, hotspot: str) -> str:
        """That a hotspot's figures are as signed, when and by whom; empty for live ones."""
        review = self.signed.get(hotspot)
        if review is None:
            return ""
        said = f"As signed on {wording.day(review.signed_on)} by {review.signed_by}"
        if review.cut_off is not None:
            said += f", from data as held on {wording.day(review.cut_off)}"
        missing = self.not_frozen.get(hotspot, ())
        return (
            f"{said}. Not frozen when signed: {english.listed(missing)}." if missing else f"{said}."
        )

    def among(self, monthly: Iterable[Figure]) -> tuple[Figure, ...]:
        """Rows of several months with those of this one as they are shown."""
        own = {
            (row.hotspot, row.window.last): row for row in self.rows if row.hotspot in self.signed
        }
        return tuple(
            replace(own[key], month=row.month, window=row.window) if key in own else row
            for row in monthly
            for key in ((row.hotspot, row.window.last),)
        )

    def together(self, whole: Figure, live: Sequence[Figure]) -> Figure:
        """All hotspots as one row, moved by as much as the rows shown differ from the ``live``.

        So it adds up with them, and an incident in two hotspots still counts once.
        """
        by_ref = {row.hotspot: row for row in live}
        pairs = [(by_ref[row.hotspot], row) for row in self.rows if row.hotspot in by_ref]
        moved: dict[str, Any] = {name: _moved(whole, name, pairs) for name in _ADDED}
        return replace(whole, **moved)


_ADDED = (
    *(f"{name}{when}" for name in ("crimes", "asb", "serious_violence")
      for when in ("", "_previous", "_last_year")),
    "planned_officer_hours",
    "planned_patrol_hours",
    "planned_covered_officer_hours",
    "planned_covered_officer_hours_core",
    "planned_covered_officer_hours_overtime",
    "planned_covered_officer_hours_partner",
    "officer_hours",
    "officer_hours_core",
    "officer_hours_overtime",
    "officer_hours_partner",
    "patrol_hours",
    "visits",
)  # fmt: skip
"""The figures that rows add up."""


def as_signed(
    rows: Sequence[Figure],
    progress: Mapping[str, Progress],
    reviews: Iterable[Review],
    month: Month,
    names: Mapping[str, str] | None = None,
) -> ShownMonth:
    """The rows of ``month``: those frozen in signed reviews, and the live ones of the rest.

    A figure that a review froze without is missing, never filled from what is loaded now. Of a
    hotspot that two profiles share, the row is that of the profile the live row names, where its
    review is signed. ``names`` are those of hotspots that have no live row any more.
    """
    signed = [r for r in reviews if r.month == month and r.state == "signed"]
    live = {row.hotspot or "": row for row in rows}
    frozen: dict[str, list[tuple[Review, Mapping[str, Any]]]] = {}
    for review in signed:
        for row in review.figures or ():
            frozen.setdefault(row["hotspot"], []).append((review, row))
    chosen = {ref: _chosen(found, live.get(ref)) for ref, found in frozen.items()}
    known = names or {}
    gone = [ref for ref in chosen if ref not in live and ref in known]
    chosen = {ref: one for ref, one in chosen.items() if ref in live or ref in known}
    window = Window(month, month)
    shown = [*rows, *(Figure(window, known[ref], ref) for ref in sorted(gone))]
    found = tuple(
        frozen_figure(row, chosen[ref][1]) if (ref := row.hotspot or "") in chosen else row
        for row in shown
    )
    return ShownMonth(
        found,
        _standings(progress, signed),
        {ref: review for ref, (review, _) in chosen.items()},
        {
            ref: missing
            for ref, (review, row) in chosen.items()
            if (missing := _missing(row, live.get(ref), progress.get(review.profile)))
        },
        frozenset(
            review.profile
            for review in signed
            if review.profile in progress
            and not any(OBJECTIVE in row for row in review.figures or ())
        ),
    )


def _chosen(
    found: Sequence[tuple[Review, Mapping[str, Any]]], live: Figure | None
) -> tuple[Review, Mapping[str, Any]]:
    """Of the reviews that froze a hotspot, the one whose profile the hotspot's row names."""

    def apart(pair: tuple[Review, Mapping[str, Any]]) -> tuple[bool, bool, str]:
        review, row = pair
        named = live is not None and live.profile == review.profile
        return (not named, row.get("run_months") is None, review.profile)

    return min(found, key=apart)


def frozen_figure(live: Figure, row: Mapping[str, Any]) -> Figure:
    """The row as it was frozen; ``live`` says which row it is, and what no review freezes of it.

    A figure that ``row`` was frozen without is missing, never that of ``live``.
    """
    known = {each.count_group: each for each in live.verdicts}
    others = [
        {spec.name: one[spec.name] for spec in fields(ThemeVerdict) if spec.name in one}
        for one in row.get("other_verdicts", ())
    ]
    values = {
        spec.name: row.get(spec.name, spec.default)
        for spec in fields(Figure)
        if spec.name not in _LIVE | UNSAID and spec.name != "other_verdicts"
    }
    values["covered_to"] = _day(values["covered_to"])
    groups = [row.get("count_group", ""), *(one["count_group"] for one in others)]
    # what the live verdicts are worked out from isn't what the signed ones were
    unsaid = [
        {name: getattr(_of(known, group), name) for name in UNSAID} | {"behind": None}
        for group in groups
    ]
    for each, run in zip(unsaid, row.get("runs_of", ()), strict=False):
        each["run_of"] = run
    for each, chance in zip(unsaid, row.get("chances", ()), strict=False):
        each["chance"] = None if chance is None else tuple(chance)
    for each, behind in zip(unsaid, row.get("behinds", ()), strict=False):
        each["behind"] = None if behind is None else Behind.decode(behind)
    own, *rest = unsaid
    values["other_verdicts"] = tuple(
        ThemeVerdict(**one, **more) for one, more in zip(others, rest, strict=True)
    )
    return replace(live, **values, **own)


def _of(known: Mapping[str, ThemeVerdict], group: str) -> ThemeVerdict:
    return known.get(group, ThemeVerdict(group))


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _standings(progress: Mapping[str, Progress], signed: Iterable[Review]) -> dict[str, Progress]:
    """Where measures stand, as frozen for profiles whose review is signed."""
    found = dict(progress)
    for review in signed:
        found.pop(review.profile, None)
        for row in review.figures or ():
            if row.get(OBJECTIVE):
                found[review.profile] = Progress.decode(row[OBJECTIVE])
    return found


def _missing(
    row: Mapping[str, Any], live: Figure | None, progress: Progress | None
) -> tuple[str, ...]:
    """What ``row`` was frozen without though it is known of the hotspot now, in words."""
    names = [
        spec.name
        for spec in fields(Figure)
        if spec.name not in _LIVE | UNSAID
        and spec.name not in row
        and getattr(live, spec.name, None) not in (None, "", ())
    ]
    if OBJECTIVE not in row and progress is not None:
        names.append(OBJECTIVE)
    said = (
        next((words for start, words in _WORDS if name.startswith(start)), name.replace("_", " "))
        for name in names
        if not name.startswith(("count_against", "against_"))
    )
    return tuple(dict.fromkeys(said))


def _moved(whole: Figure, name: str, pairs: Iterable[tuple[Figure, Figure]]) -> float | int | None:
    value: float | None = getattr(whole, name)
    if value is None:
        return None
    for live, shown in pairs:
        before, after = getattr(live, name), getattr(shown, name)
        if before is not None and after is not None:
            value += after - before
    return round(value, 2)
