"""The verdict on a count: from which months it is worked out, and its sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from casebook.core.codes import CountGroup
from casebook.core.english import counted
from casebook.core.months import Month, Window
from casebook.core.wording import number
from casebook.figures.baselines import Baseline, run_since
from casebook.figures.figure import BaselineMonth, Behind, ThemeVerdict
from casebook.figures.groupings import hotspots_for_rows, row_places
from casebook.figures.judging.judged_place import JudgedPlace
from casebook.figures.judging.variation import Variation
from casebook.figures.judging.weighed import Weighed, WeighedTheme
from casebook.incidents.counts import Counter, Counts
from casebook.measures import verdict as verdicts
from casebook.measures.overdispersion import Overdispersion
from casebook.places import queries as places
from casebook.places.place import Place
from casebook.profiles.responses.beginning import Beginning
from casebook.profiles.responses.starts import Response
from casebook.store.transaction import Transaction


@dataclass(frozen=True)
class Apart:
    """What is said of two windows side by side."""

    word: str
    """One of :data:`casebook.measures.verdict.WORDS`."""
    chance: float
    """How often chance alone would flag them, at worth a look or beyond."""


@dataclass(frozen=True)
class Judge:
    """What every verdict of one table is worked out from."""

    counter: Counter
    outside: float
    """The probability under which a count lies outside usual variation."""
    everything: Counts
    """All that the casebook counts, wherever it lies."""
    in_hotspots: Counts
    """What lies in any hotspot there is or was, each incident once."""
    hotspots: Mapping[str, JudgedPlace]
    """Every hotspot that overdispersion may be measured on, by ref."""
    span: Window
    """The months that were read, in which every baseline lies."""
    _rest: dict[CountGroup, dict[Month, int]] = field(default_factory=dict)
    _variation: dict[CountGroup, Variation] = field(default_factory=dict)
    _looked: dict[Window, int] = field(default_factory=dict)

    def theme_verdict(
        self,
        name: str,
        place: JudgedPlace,
        window: Window,
        *,
        area: bool = False,
        among: bool = False,
    ) -> ThemeVerdict:
        """The verdict on a count group in ``place`` over ``window``, and since the response began.

        An ``area`` is judged beside the force without it, all else beside the force without its
        hotspots. ``among`` says that every hotspot is looked at for what stands out, and so how
        often chance does that is worked out too.
        """
        weighed = self._weighed(name, place, window, area=area)
        found, since, began = weighed.found, weighed.since, place.beginning
        says = self._says(found, place, among=self._looked_at(window) if among else 1)
        since_says, chance = "", None
        if since is not None and began is not None:
            months = f"{counted(len(since.window), 'whole month')} ({since.window.label})"
            over = f" since {began.what(place.stage)} began {began.words}, {months}"
            since_says = self._says(since, place, since=over)
        if among and found.setting is not None:
            limits = (self.outside, verdicts.LOOK)
            outside, look = verdicts.each_by_chance(found.setting, limits)
            chance = outside, look
        return replace(
            weighed.in_words(place),
            says=says,
            since_says=since_says,
            chance=chance,
            behind=_behind(found, since, began),
        )

    def theme_words(self, name: str, place: JudgedPlace, window: Window) -> ThemeVerdict:
        """The same of a hotspot, its words and numbers alone.

        The sentences and what they rest on, which take longer, are left out.
        """
        return self._weighed(name, place, window).in_words(place)

    def _looked_at(self, window: Window) -> int:
        """How many counts are looked at for what stands out: of each theme of each hotspot."""
        if window not in self._looked:
            days = window.start, window.end
            live = (one for one in self.hotspots.values() if one.live_between(*days))
            self._looked[window] = sum(len(one.groups) for one in live)
        return self._looked[window]

    def apart(
        self, group: CountGroup, counts: tuple[int, int], window: Window, against: Window
    ) -> Apart:
        """The verdict on the count of ``window`` beside that of ``against``, the force left out."""
        now, then = counts
        phi = self.phi(group, window).phi
        setting = verdicts.Setting(then, len(window), len(against), phi=phi)
        word = verdicts.judged(now, setting, outside=self.outside).word
        return Apart(word, verdicts.by_chance(setting, verdicts.LOOK))

    def spreads(self, names: Iterable[str], window: Window) -> tuple[str, ...]:
        """How much counts of each group vary, a sentence each, as verdicts on ``window`` allow."""
        groups = (self.counter.group(name) for name in names)
        return tuple(
            f"{group.title} in hotspots: {said[0].lower()}{said[1:]}"
            for group in groups
            for said in (self.phi(group, window).sentence,)
        )

    def phi(self, group: CountGroup, window: Window) -> Overdispersion:
        """How much more than Poisson counts of ``group`` vary, over the hotspots' baselines."""
        if group not in self._variation:
            every = self.hotspots.values()
            series = self.counter.series((place.counts for place in every), group, self.span)
            counted = zip(every, series, strict=True)
            self._variation[group] = Variation(self.span, self.rest(group), counted)
        return self._variation[group].of(window)

    def _weighed(
        self, name: str, place: JudgedPlace, window: Window, *, area: bool = False
    ) -> WeighedTheme:
        """The counts of ``window`` and of the run since the response began, each weighed."""
        group = self.counter.group(name)
        rest = self._rest_without(group, place.counts) if area else self.rest(group)
        run = run_since(window, place.beginning)
        return WeighedTheme(
            name,
            self._weigh(group, place, window, window, rest),
            None if run is None else self._weigh(group, place, run, window, rest),
        )

    def _weigh(
        self,
        group: CountGroup,
        place: JudgedPlace,
        window: Window,
        of: Window,
        rest: Mapping[Month, int],
    ) -> Weighed:
        """The count of ``window``, with the overdispersion of the row's own window ``of``."""
        baseline = place.baseline(window)
        count = self.counter.count(place.counts, group, window)
        if count is None:
            return Weighed(group, window, None, baseline)
        own = self.months(group, place.counts, baseline.window)
        beside = _both(own, rest)
        now = sum(rest.get(month, 0) for month in window.months)
        before = sum(rest[month] for month in beside)
        covered = all(month in rest for month in window.months)
        with_rest = covered and bool(now and before) and len(beside) >= verdicts.FEWEST_MONTHS
        months = tuple(
            BaselineMonth(month, own[month], rest[month] if with_rest else None)
            for month in (beside if with_rest else own)
        )
        if len(months) < verdicts.FEWEST_MONTHS:
            return Weighed(group, window, count, baseline, months)
        setting = verdicts.Setting(
            sum(each.here for each in months),
            len(window),
            len(months),
            (now, before) if with_rest else None,
            self.phi(group, of).phi,
        )
        judged = verdicts.judged(count, setting, outside=self.outside)
        return Weighed(group, window, count, baseline, months, setting, judged)

    def _says(
        self, weighed: Weighed, place: JudgedPlace, *, among: int = 1, since: str = ""
    ) -> str:
        """The sentences on a count; ``since`` says what it is the run since, with an interval."""
        group = weighed.group
        if weighed.count is None:
            return self._uncounted(group, place.counts, weighed.window)
        if weighed.setting is None or weighed.judged is None:
            known = len(weighed.months)
            lacking = self._no_baseline(group, place.counts, weighed.baseline, known)
            return f"{group.title}{since}: {number(weighed.count)}. {lacking}" if since else lacking
        found = verdicts.finding(
            weighed.judged,
            weighed.setting,
            places=among,
            given=f" from {weighed.expected_from}",
            between=bool(since),
        )
        return f"{group.title}{since}: {found}.{weighed.beside}"

    def rest(self, group: CountGroup) -> dict[Month, int]:
        """What the force counted outside its hotspots, in each month known on both sides."""
        if group not in self._rest:
            self._rest[group] = self._rest_without(group, self.in_hotspots)
        return self._rest[group]

    def _rest_without(self, group: CountGroup, inside: Counts) -> dict[Month, int]:
        """What the force counted by month, less what lies ``inside``."""
        every = sorted(month for kind, month in self.counter.counting if kind == group.kind)
        whole = self.counter.by_month(self.everything, group, every)
        less = self.counter.by_month(inside, group, every)
        return {month: max(0, whole[month] - less[month]) for month in _both(whole, less)}

    def months(self, group: CountGroup, counts: Counts, window: Window) -> dict[Month, int]:
        """The counts of one place in the months of ``window`` that are known."""
        return self.counter.by_month(counts, group, window.months)

    def _uncounted(self, group: CountGroup, counts: Counts, window: Window) -> str:
        apart = self.counter.not_told_apart(group, window, counts)
        because = "isn't told apart in what is loaded" if apart else "isn't loaded"
        return f"{group.title} for {window.label} {because}."

    def _no_baseline(
        self, group: CountGroup, counts: Counts, baseline: Baseline, known: int
    ) -> str:
        window = baseline.window
        apart = self.counter.not_told_apart(group, window, counts)
        because = "don't tell it apart" if apart else "aren't loaded"
        return (
            f"No baseline: {len(window) - known} of the {len(window)} months {window.label} "
            f"{because}, and it takes {verdicts.FEWEST_MONTHS}."
        )


def read_judge(
    tx: Transaction,
    counter: Counter,
    outside: float,
    chosen: Iterable[Place],
    window: Window,
    span: Window,
    responses: Mapping[str, Response],
) -> Judge:
    """What verdicts of a table over ``window`` need: the months of ``span`` in and out of hotspots.

    Of every hotspot that was live in the window, and of those ``chosen``.
    """
    every = {place.ref: place for place in (*hotspots_for_rows(tx, window, ()), *chosen)}
    rows = row_places(tx, tuple(every.values()), "hotspot", window, span.start)
    counts = counter.read(tx, {row.key: row.boundaries for row in rows}, span)
    outlines = {row.key: row.boundaries for row in rows}
    drawn = [boundary.id for boundary in places.boundaries(tx)]
    found = {}
    for ref, place in every.items():
        response = responses.get(ref)
        days = (place.live_from, response.opened if response else None)
        found[ref] = JudgedPlace(
            counts[ref],
            place.live_from,
            place.retired_on,
            response.beginning if response else None,
            response.stage if response else "",
            place.count_groups,
            response.baseline if response else None,
            tuple(day for day in days if day is not None),
            outlines.get(ref, ()),
        )
    return Judge(
        counter,
        outside,
        counter.everything(tx, span),
        counter.read(tx, {"": drawn}, span)[""],
        found,
        span,
    )


def _behind(found: Weighed, since: Weighed | None, began: Beginning | None) -> Behind | None:
    if found.setting is None:
        return None
    if since is None or began is None:
        return Behind(found.setting, found.expected_from, baseline=found.months)
    return Behind(
        found.setting,
        found.expected_from,
        since.setting,
        began.words,
        found.months,
        since.months if since.setting else (),
    )


def _both(own: Iterable[Month], rest: Mapping[Month, int]) -> list[Month]:
    """The months known on both sides."""
    return [month for month in own if month in rest]
