"""The verdict on a count: from which months it is worked out, and its sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from casebook.core.codes import CountGroup
from casebook.core.english import counted
from casebook.core.months import Month, Window
from casebook.core.wording import number
from casebook.figures.baselines import Baseline, run_since
from casebook.figures.figure import NO_REST, WITH_REST, BaselineMonth, Behind, ThemeVerdict
from casebook.figures.groupings import hotspots_for_rows, row_places
from casebook.figures.judging.judged_place import JudgedPlace
from casebook.figures.judging.variation import Variation
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
        group = self.counter.group(name)
        rest = self._rest_without(group, place.counts) if area else self.rest(group)
        looked_at = self._looked_at(window) if among else 1
        found = self._judged(group, place, window, window, rest, among=looked_at)
        run = run_since(window, place.beginning)
        since, what = None, ""
        if run is not None and place.beginning is not None:
            what, when = place.beginning.what(place.stage), place.beginning.words
            months = f"{counted(len(run), 'whole month')} ({run.label})"
            over = f" since {what} began {when}, {months}"
            since = self._judged(group, place, run, window, rest, since=over)
        chance = None
        if among and found.setting is not None:
            limits = (self.outside, verdicts.LOOK)
            outside, look = verdicts.each_by_chance(found.setting, limits)
            chance = outside, look
        return ThemeVerdict(
            name,
            found.count,
            verdict=found.word,
            verdict_p=found.p,
            expected=found.expected,
            says=found.says,
            run_months=len(run) if run and since and since.count is not None else None,
            run_count=since.count if since else None,
            run_of=what if since else "",
            since_verdict=since.word if since else "",
            since_verdict_p=since.p if since else None,
            since_expected=since.expected if since else None,
            since_says=since.says if since else "",
            chance=chance,
            behind=_behind(found, since, place.beginning),
        )

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
        word = verdicts.verdict(now, setting, outside=self.outside).word
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

    def _judged(
        self,
        group: CountGroup,
        place: JudgedPlace,
        window: Window,
        of: Window,
        rest: Mapping[Month, int],
        *,
        among: int = 1,
        since: str = "",
    ) -> _Judged:
        """The verdict on ``window``, with the overdispersion of the row's own window ``of``.

        ``since`` says what it is the run since, and asks for an interval.
        """
        baseline = place.baseline(window)
        count = self.counter.count(place.counts, group, window)
        if count is None:
            return _Judged(None, self._uncounted(group, place.counts, window))
        own = self.months(group, place.counts, baseline.window)
        beside = _both(own, rest)
        now = sum(rest.get(month, 0) for month in window.months)
        before = sum(rest[month] for month in beside)
        covered = all(month in rest for month in window.months)
        with_rest = covered and bool(now and before) and len(beside) >= verdicts.FEWEST_MONTHS
        months = beside if with_rest else list(own)
        if len(months) < verdicts.FEWEST_MONTHS:
            lacking = self._no_baseline(group, place.counts, baseline, len(own))
            return _Judged(
                count, f"{group.title}{since}: {number(count)}. {lacking}" if since else lacking
            )
        setting = verdicts.Setting(
            sum(own[month] for month in months),
            len(window),
            len(months),
            (now, before) if with_rest else None,
            self.phi(group, of).phi,
        )
        found = verdicts.verdict(
            count,
            setting,
            outside=self.outside,
            places=among,
            given=_from(baseline, months),
            between=bool(since),
        )
        return _Judged(
            count,
            f"{group.title}{since}: {found.finding}.",
            _beside(baseline, found.word, with_rest=with_rest),
            setting,
            found,
            _from(baseline, months).removeprefix(" from "),
            tuple(BaselineMonth(m, own[m], rest[m] if with_rest else None) for m in months),
        )

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


@dataclass(frozen=True)
class _Judged:
    """What is said of one count; without a setting why nothing can be."""

    count: int | None
    finding: str
    from_what: str = ""
    setting: verdicts.Setting | None = None
    found: verdicts.Verdict | None = None
    expected_from: str = ""
    baseline: tuple[BaselineMonth, ...] = ()

    @property
    def word(self) -> str:
        return self.found.word if self.found else ""

    @property
    def p(self) -> float | None:
        return verdicts.rounded(self.found.p) if self.found else None

    @property
    def expected(self) -> float | None:
        return round(self.found.expected, 2) if self.found else None

    @property
    def says(self) -> str:
        return f"{self.finding}{self.from_what}"


def _behind(found: _Judged, since: _Judged | None, beginning: Beginning | None) -> Behind | None:
    if found.setting is None:
        return None
    if since is None or beginning is None:
        return Behind(found.setting, found.expected_from, baseline=found.baseline)
    return Behind(
        found.setting,
        found.expected_from,
        since.setting,
        beginning.words,
        found.baseline,
        since.baseline,
    )


def _both(own: Iterable[Month], rest: Mapping[Month, int]) -> list[Month]:
    """The months known on both sides."""
    return [month for month in own if month in rest]


def _from(baseline: Baseline, months: list[Month]) -> str:
    """Which months the expected count was worked out from, after a space."""
    window = baseline.window
    some = f"{len(months)} of the {len(window)} months " if len(months) < len(window) else ""
    return f" from {some}{window.label}"


def _beside(baseline: Baseline, word: str, *, with_rest: bool) -> str:
    """What a reader must know of the expected count, in sentences after a space."""
    ends = f"; the baseline ends where {baseline.before} began" if baseline.before else ""
    return f" {WITH_REST if with_rest else NO_REST}{ends}.{baseline.says(word)}"
