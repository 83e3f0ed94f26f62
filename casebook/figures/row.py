"""A row of the table of figures: what its counts come to, and what must be said of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casebook.core.months import Month, Window
from casebook.figures.baselines import BASELINE_MONTHS
from casebook.figures.beside import Beside
from casebook.figures.compared import p_in_words, shared_months
from casebook.figures.figure import Figure, judged_columns
from casebook.figures.groupings import RowPlaces
from casebook.figures.judging.judge import Judge
from casebook.figures.judging.judged_place import JudgedPlace
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
        reviews: Mapping[tuple[str, Month], str],
        besides: Iterable[str],
        others: Mapping[str, Any],
    ) -> Figure:
        """The row of figures: of ``others``, such as hours, too.

        ``reviews`` are the states of those opened, by profile and month. ``besides`` must be read
        beside it, with what its own counts ask to be said.
        """
        own, *more = self.count_groups
        values = {**others, **self._counts(own, window)}
        if whole != "force":
            values[whole] = self.places.key
        values |= self._z(own, values["count"], window)
        values |= self._verdict(own, more, whole, window)
        if against is not None:
            values |= self._against(own, values["count"], window, against)
        response = responses.get(self.places.key) if whole == "hotspot" else None
        if response is not None:
            values |= {"profile": response.profile, "stage": response.stage}
            values["review_state"] = reviews.get((response.profile, window.last))
        beside = self._beside(own, window, against, besides)
        return Figure(window, self.places.name, **values, beside=beside)

    def judged(
        self, window: Window, response: Response | None, others: Mapping[str, Any]
    ) -> Figure:
        """Of a hotspot's row the verdicts in words and ``others`` alone, in the least time.

        What it is missing is what takes longer, and not what isn't known.
        """
        own = self.count_groups[0]
        values: dict[str, Any] = {**others, "hotspot": self.places.key, "count_group": own}
        if not self.places.gap:
            place = self.judge.hotspots[self.places.key]
            found, *rest = (
                self.judge.theme_words(name, place, window) for name in self.count_groups
            )
            values |= judged_columns(found, tuple(rest))
        if response is not None:
            values |= {"profile": response.profile, "stage": response.stage}
        return Figure(window, self.places.name, **values)

    def _counts(self, own: str, window: Window) -> dict[str, Any]:
        """The counts of crime, ASB, serious violence and its ``own``, in and before ``window``."""
        values: dict[str, Any] = {
            "count_group": own,
            "count_group_version": self.counter.group(own).version,
            "serious_violence_version": self.counter.group("serious-violence").version,
        }
        for column, name in (
            ("crimes", "crime"),
            ("asb", "asb"),
            ("serious_violence", "serious-violence"),
            ("count", own),
        ):
            values[column] = self.count(name, window)
            values[f"{column}_previous"] = self.count(name, window.previous)
            values[f"{column}_last_year"] = self.count(name, window.last_year)
        return values

    def _beside(
        self, own: str, window: Window, against: Window | None, besides: Iterable[str]
    ) -> Beside:
        """All that a reader must know of the row, ``besides`` too."""
        counter = self.counter
        asked = (window, against) if against else (window,)
        behind = Window(min(window.year_before.first, window.previous.first), window.last)
        notes = [*not_loaded(counter, *asked), *self.places.notes, *besides]
        notes += counter.notes((self.counts,), behind, *asked)
        return beside(counter, own, counter.group(own), self.counts, window, notes)

    def _z(self, own: str, count: int | None, window: Window) -> dict[str, Any]:
        year = self.count(own, window.year_before)
        if count is None or year is None:
            return {}
        mean = year * len(window) / BASELINE_MONTHS
        return {"z_baseline": round(mean, 2), "poisson_z": round(poisson_z(count, mean), 2)}

    def _verdict(
        self, own: str, others: Sequence[str], whole: str, window: Window
    ) -> dict[str, Any]:
        if self.places.gap:
            return {"says": self.places.gap}
        hotspot = whole == "hotspot"
        place = self.judge.hotspots[self.places.key] if hotspot else JudgedPlace(self.counts)
        found, *more = (
            self.judge.theme_verdict(group, place, window, area=whole == "area", among=hotspot)
            for group in (own, *(others if hotspot else ()))
        )
        return judged_columns(found, tuple(more))

    def _against(
        self, own: str, count: int | None, window: Window, against: Window
    ) -> dict[str, Any]:
        other = self.count(own, against)
        group = self.counter.group(own)
        if other is None or count is None:
            missing = against if other is None else window
            not_told_apart = self.counter.not_told_apart(group, missing, self.counts)
            because = f"doesn't tell {group.title} apart" if not_told_apart else "isn't loaded"
            return {"against_says": self.places.gap or f"{missing.label} {because}."}
        title = group.title
        if shared_months(window, against):
            says = f"{title}: {count} and {other}; the windows share months, so no test."
            return {"count_against": other, "against_says": says}
        p = e_test(count, other, len(window), len(against))
        word = self.judge.apart(group, (count, other), window, against).word
        says = (
            f"{title}: {count} in {window.label} and {other} in {against.label}: "
            f"{in_words(word)} (E-test, {p_in_words(p)})."
        )
        return {
            "count_against": other,
            "against_p": rounded(p),
            "against_verdict": word,
            "against_says": says,
        }
