"""A row of the table of figures: what its counts come to, and what must be said of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from casebook.core.months import Window
from casebook.figures.baselines import BASELINE_MONTHS
from casebook.figures.compared import p_in_words, shared_months
from casebook.figures.figure import Figure
from casebook.figures.groupings import RowPlaces
from casebook.figures.judging import Judge, JudgedPlace
from casebook.figures.notes import beside, not_loaded
from casebook.incidents.counts import Counter, Counts
from casebook.measures.two_counts import e_test, poisson_z
from casebook.measures.verdict import in_words, rounded
from casebook.profiles.responses.starts import Response


@dataclass(frozen=True)
class RowInputs:
    """What a row's incident figures are worked out from."""

    places: RowPlaces
    judge: Judge
    counts: Counts
    asked: str | None
    """The count group asked for by name."""

    @property
    def counter(self) -> Counter:
        """What may be counted."""
        return self.judge.counter

    @property
    def count_groups(self) -> tuple[str, ...]:
        """The group asked for; or those of the hotspots' themes, their own first."""
        if self.asked:
            return (self.asked,)
        wanted = {place.count_groups for place in self.places.hotspots}
        if len(wanted) == 1:
            return wanted.pop()
        own = {groups[0] for groups in wanted}
        return (own.pop() if len(own) == 1 else "serious-violence",)

    def count(self, name: str, window: Window) -> int | None:
        """The count of ``name`` in ``window``; None where missing or nothing is drawn."""
        if self.places.gap:
            return None
        return self.counter.count(self.counts, name, window)

    def row(
        self,
        window: Window,
        whole: str,
        against: Window | None,
        responses: Mapping[str, Response],
    ) -> Figure:
        """The row of figures, hours left out."""
        own, *others = self.count_groups
        values: dict[str, Any] = {
            "count_group": own,
            "count_group_version": self.counter.group(own).version,
            "serious_violence_version": self.counter.group("serious-violence").version,
        }
        if whole != "force":
            values[whole] = self.places.key
        for column, name in (
            ("crimes", "crime"),
            ("asb", "asb"),
            ("serious_violence", "serious-violence"),
            ("count", own),
        ):
            values[column] = self.count(name, window)
            values[f"{column}_previous"] = self.count(name, window.previous)
            values[f"{column}_last_year"] = self.count(name, window.last_year)
        row = self._with_z(Figure(window, self.places.name, **values))
        row = self._with_verdict(row, whole, others)
        if against is not None:
            row = self._with_against(row, window, against)
        response = responses.get(self.places.key) if whole == "hotspot" else None
        if response is None:
            return row
        state = response.reviews.get(window.last)
        return replace(row, profile=response.profile, stage=response.stage, review_state=state)

    def with_beside(self, row: Figure, against: Window | None, besides: Iterable[str]) -> Figure:
        """The row with all that a reader must know of it, ``besides`` too."""
        counter, window = self.counter, row.window
        asked = (window, against) if against else (window,)
        behind = Window(min(window.year_before.first, window.previous.first), window.last)
        notes = [*not_loaded(counter, *asked), *self.places.notes, *besides]
        notes += counter.notes((self.counts,), behind, *asked)
        group = counter.group(row.count_group)
        return replace(
            row, beside=beside(counter, row.count_group, group, self.counts, window, notes)
        )

    def _with_z(self, row: Figure) -> Figure:
        year = self.count(row.count_group, row.window.year_before)
        if row.count is None or year is None:
            return row
        mean = year * len(row.window) / BASELINE_MONTHS
        z = poisson_z(row.count, mean)
        return replace(row, z_baseline=round(mean, 2), poisson_z=round(z, 2))

    def _with_verdict(self, row: Figure, whole: str, others: Iterable[str]) -> Figure:
        if self.places.gap:
            return replace(row, says=self.places.gap)
        hotspot = whole == "hotspot"
        place = self.judge.hotspots[self.places.key] if hotspot else JudgedPlace(self.counts)

        own, *more = (
            self.judge.theme_verdict(group, place, row.window, area=whole == "area", among=hotspot)
            for group in (row.count_group, *(others if hotspot else ()))
        )
        return row.judged(own, tuple(more))

    def _with_against(self, row: Figure, window: Window, against: Window) -> Figure:
        other = self.count(row.count_group, against)
        group = self.counter.group(row.count_group)
        if other is None or row.count is None:
            missing = against if other is None else window
            not_told_apart = self.counter.not_told_apart(group, missing, self.counts)
            because = f"doesn't tell {group.title} apart" if not_told_apart else "isn't loaded"
            return replace(row, against_says=self.places.gap or f"{missing.label} {because}.")
        title = group.title
        if shared_months(window, against):
            says = f"{title}: {row.count} and {other}; the windows share months, so no test."
            return replace(row, count_against=other, against_says=says)
        p = e_test(row.count, other, len(window), len(against))
        word = self.judge.apart(group, (row.count, other), window, against).word
        says = (
            f"{title}: {row.count} in {window.label} and {other} in {against.label}: "
            f"{in_words(word)} (E-test, {p_in_words(p)})."
        )
        return replace(
            row, count_against=other, against_p=rounded(p), against_verdict=word, against_says=says
        )
