"""What a map says of each hotspot: the table's columns, the popups' lines, the cells of the CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from casebook.core import english, wording
from casebook.figures import sentences
from casebook.figures.figure import Figure, ThemeVerdict
from casebook.measures.on_course import STANDINGS
from casebook.measures.verdict import AS_EXPECTED, FEWER, HIGHER, LOWER, MORE, TOO_FEW
from casebook.packs.map.gathered import MapFigures
from casebook.profiles.stages import OSARA
from geo.maps import MapColumn

_ORDER = tuple(map(sentences.verdict, (MORE, HIGHER, AS_EXPECTED, LOWER, FEWER, TOO_FEW)))
_STANDINGS = tuple(map(english.sentence, STANDINGS))
_STAGES = tuple(map(english.sentence, OSARA))
_WHEN = (("Count", ""), ("Before", "_previous"), ("Year before", "_last_year"))
HOURS = "Officer-hours"
SHOWN_GROUPS = ("crime", "asb")
"""The count groups that have columns of their own with what was before."""


def columns(of: MapFigures) -> tuple[MapColumn, ...]:
    """Every column, the table's and those of popups and CSV alone."""
    return (
        _words(of, "Own count is", lambda row: wording.group_title(row.count_group)),
        *_counts(of, "Crimes", "crimes"),
        *_counts(of, "ASB", "asb"),
        *_counts(of, "Own count", "count", added=False),
        *_judged(of, "Own count", lambda row: row.verdicts[0]),
        *_other_themes(of),
        *_groups(of),
        *_hours(of),
        *_visits(of),
        *_doings(of),
        *_profiles(of),
    )


def _counts(of: MapFigures, group: str, name: str, *, added: bool = True) -> Iterator[MapColumn]:
    for heading, when in _WHEN:
        yield _figures(of, heading, group, name + when, added=added)


def _figures(
    of: MapFigures,
    heading: str,
    group: str,
    name: str,
    *,
    places: int = 0,
    added: bool = True,
    in_table: bool = True,
) -> MapColumn:
    """A column of the figures' own values."""
    values: Any = of.each(lambda row: getattr(row, name))
    total = [getattr(row, name) for row in of.together] if added else ()
    return MapColumn(heading, values, group, places=places, total=total, in_table=in_table)


def _words(
    of: MapFigures,
    heading: str,
    say: Callable[[Figure], str],
    group: str = "",
    order: tuple[str, ...] = (),
    *,
    in_table: bool = True,
) -> MapColumn:
    """A column of words; an empty word isn't known."""
    values: Any = _once(of.each(say))
    return MapColumn(heading, values, group, "word", in_table=in_table, order=order)


def _once(rows: list[list[Any]]) -> list[list[Any]]:
    """The first row alone where every step says the same."""
    return rows[:1] if all(row == rows[0] for row in rows) else rows


def _judged(
    of: MapFigures, group: str, verdict: Callable[[Figure], ThemeVerdict], *, in_table: bool = True
) -> Iterator[MapColumn]:
    """Expected and verdict of a count group, in the month and since the response began."""
    expected: Any = of.each(lambda row: verdict(row).expected)
    yield MapColumn("Expected", expected, group, places=1, in_table=in_table)
    yield _words(
        of,
        "Verdict",
        lambda row: sentences.verdict(verdict(row).verdict) if verdict(row).verdict else "",
        group,
        _ORDER,
        in_table=in_table,
    )
    run: Any = of.each(lambda row: verdict(row).run_count)
    if not any(chain.from_iterable(run)):
        return
    since: Any = of.each(lambda row: verdict(row).since_expected)
    yield MapColumn("Since it began", run, group, in_table=False)
    yield MapColumn("Expected since", since, group, places=1, in_table=False)
    yield _words(
        of,
        "Verdict since",
        lambda row: (
            sentences.verdict(verdict(row).since_verdict) if verdict(row).since_verdict else ""
        ),
        group,
        _ORDER,
        in_table=False,
    )


_NONE = ThemeVerdict("")


def _other_themes(of: MapFigures) -> Iterator[MapColumn]:
    """The verdicts on the hotspots' other themes, a group of columns for each."""
    every = (each for row in of.hotspots for each in row.other_verdicts)
    for name in dict.fromkeys(each.count_group for each in every):

        def verdict(row: Figure, name: str = name) -> ThemeVerdict:
            return next((e for e in row.other_verdicts if e.count_group == name), _NONE)

        yield from _judged(of, f"{wording.group_title(name)} as a theme", verdict, in_table=False)


def group_title(of: MapFigures, name: str) -> str:
    """What a count group is called on the map."""
    return of.slices.titles.get(name, wording.group_title(name))


def _groups(of: MapFigures) -> Iterator[MapColumn]:
    """The other count groups in use, one column each."""
    for name, values in of.slices.counts.items():
        if name not in SHOWN_GROUPS:
            yield MapColumn(group_title(of, name), values, "Other counts", in_table=False)


def _hours(of: MapFigures) -> Iterator[MapColumn]:
    names = {
        "Planned": "planned_covered_officer_hours",
        "Delivered": "officer_hours",
        "Core": "officer_hours_core",
        "Overtime": "officer_hours_overtime",
        "Partner": "officer_hours_partner",
    }
    rows = [*chain.from_iterable(of.rows), *of.together]
    places = wording.hour_places(getattr(row, name) for row in rows for name in names.values())
    for heading, name in names.items():
        yield _figures(of, heading, HOURS, name, places=places)
        if heading == "Delivered":
            share: Any = of.each(lambda row: percent(row.delivered_share))
            total = [percent(row.delivered_share) for row in of.together]
            yield MapColumn("Of plan", share, HOURS, "percent", total=total)
    patrol = wording.hour_places(row.patrol_hours for row in rows)
    yield _figures(of, "Patrol-hours", HOURS, "patrol_hours", places=patrol, in_table=False)


def percent(share: float | None) -> float | None:
    """A share of 1 in per cent."""
    return None if share is None else 100 * share


def _visits(of: MapFigures) -> Iterator[MapColumn]:
    yield _figures(of, "Number", "Visits", "visits")
    yield _figures(of, "Full length", "Visits", "visits_full_length", added=False, in_table=False)
    for heading, name in (
        ("Median minutes", "median_visit_minutes"),
        ("Minutes between", "median_between_minutes"),
    ):
        yield _figures(of, heading, "Visits", name, added=False, in_table=False)
    within: Any = of.each(lambda row: percent(row.between_within_2_hours))
    yield MapColumn("At most 2 hours apart", within, "Visits", "percent", in_table=False)
    covered: Any = _once(of.each(lambda row: row.covered_to))
    yield MapColumn("Hours known to", covered, "Visits", "word", in_table=False)


def _doings(of: MapFigures) -> Iterator[MapColumn]:
    """Kinds of result and each kind's count, and how many crimes have an outcome."""
    if of.results:
        yield MapColumn("Kinds of result", of.kinds_of_result(), "Done there")
        for kind, counts in of.results.items():
            yield MapColumn(kind, counts, "Done there", in_table=False)
    if of.slices.outcomes:
        yield MapColumn(
            "Crimes with outcome", of.slices.outcomes, "Done there", "percent", in_table=False
        )


def _profiles(of: MapFigures) -> Iterator[MapColumn]:
    group = "Profile"
    yield _words(of, "Ref", lambda row: row.profile or "", group)
    yield _words(of, "Stage today", lambda row: english.sentence(row.stage or ""), group, _STAGES)
    steps = range(len(of.windows))
    stands = [[of.stands(step, row) for row in of.rows[step]] for step in steps]
    if any(chain.from_iterable(stands)):
        yield MapColumn(
            "Measure now",
            [[p.now if p else None for p in row] for row in stands],
            group,
            in_table=False,
        )
        places = wording.even_places((p.target for row in stands for p in row if p), among=range(3))
        yield MapColumn(
            "Target",
            [[p.target if p else None for p in row] for row in stands],
            group,
            places=places,
            in_table=False,
        )
    standing: Any = [[english.sentence(p.standing) if p else "" for p in row] for row in stands]
    yield MapColumn("Objective", standing, group, "word", order=_STANDINGS)
    yield _words(of, "Review", lambda row: english.sentence(row.review_state or ""), group)
    due = {
        file.profile.ref: file.profile.next_review for file in of.live if file.profile.next_review
    }
    next_review: Any = _once(of.each(lambda row: due.get(row.profile or "")))
    yield MapColumn("Next review", next_review, group, "word")
