"""A count held against what was to be expected of it: the numbers, before there are sentences."""

from __future__ import annotations

from dataclasses import dataclass

from casebook.core.codes import CountGroup
from casebook.core.months import Window
from casebook.figures.baselines import Baseline
from casebook.figures.figure import NO_REST, WITH_REST, BaselineMonth, ThemeVerdict
from casebook.figures.judging.judged_place import JudgedPlace
from casebook.measures.verdict import Judged, Setting, rounded


@dataclass(frozen=True)
class Weighed:
    """One count and what it is judged against; without a setting nothing can be said of it."""

    group: CountGroup
    window: Window
    count: int | None
    """None where the window isn't loaded."""
    baseline: Baseline
    months: tuple[BaselineMonth, ...] = ()
    """The months of the baseline that are known, in and, where that is allowed for, out of it."""
    setting: Setting | None = None
    judged: Judged | None = None

    @property
    def word(self) -> str:
        """The verdict's word; empty where there is none."""
        return self.judged.word if self.judged else ""

    @property
    def p(self) -> float | None:
        """How often chance alone does this or something rarer."""
        return rounded(self.judged.p) if self.judged else None

    @property
    def expected(self) -> float | None:
        """What was to be expected."""
        return round(self.judged.expected, 2) if self.judged else None

    @property
    def expected_from(self) -> str:
        """Which months the expected count was worked out from."""
        whole, known = self.baseline.window, len(self.months)
        some = f"{known} of the {len(whole)} months " if known < len(whole) else ""
        return f"{some}{whole.label}"

    @property
    def beside(self) -> str:
        """What a reader must know of the expected count, in sentences after a space."""
        before = self.baseline.before
        ends = f"; the baseline ends where {before} began" if before else ""
        with_rest = self.setting is not None and self.setting.rest is not None
        said = WITH_REST if with_rest else NO_REST
        return f" {said}{ends}.{self.baseline.says(self.word)}"


@dataclass(frozen=True)
class WeighedTheme:
    """A count group of one place: its count over a window, and since its response began."""

    name: str
    """As the group was asked for."""
    found: Weighed
    since: Weighed | None
    """None before there is a whole month of it."""

    def in_words(self, place: JudgedPlace) -> ThemeVerdict:
        """Both verdicts in words and numbers, without their sentences."""
        found, since, began = self.found, self.since, place.beginning
        own = (self.name, found.count, found.word, found.p, found.expected)
        if since is None or began is None:
            return ThemeVerdict(*own)
        return ThemeVerdict(
            *own,
            run_months=None if since.count is None else len(since.window),
            run_count=since.count,
            run_of=began.what(place.stage),
            since_verdict=since.word,
            since_verdict_p=since.p,
            since_expected=since.expected,
        )
