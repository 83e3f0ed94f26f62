"""The verdict: whether a count is more or fewer than chance explains, or whether none can tell.

The count k of a window is compared with the count B of a baseline, given their sum, so that both
sides are treated alike and small numbers are exact. What the rest of the force did in the same
months takes out season and trend.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, floor, inf, lgamma, log, log1p, log10

from casebook.core.rounding import round_half_up
from casebook.core.wording import number

OUTSIDE = 1 / 370
"""Below this a verdict is "outside usual variation": as rare as three standard deviations."""
LOOK = 1 / 20
"""Below this, and not below :data:`OUTSIDE`, it is "worth a look"."""
FEWEST_MONTHS = 6
"""A baseline of fewer covered months gives no verdict."""

MORE, FEWER, HIGHER, LOWER = "more", "fewer", "higher", "lower"
AS_EXPECTED, TOO_FEW = "as expected", "too few to tell"
WORDS = (MORE, FEWER, HIGHER, LOWER, AS_EXPECTED, TOO_FEW)
"""Every word a verdict may have: the first two are outside usual variation, the next two are
worth a look."""


@dataclass(frozen=True)
class Setting:
    """What a count is judged against.

    ``rest`` is the totals (not rates) of the rest of the force over the window and over the
    baseline; None where the rest isn't loaded. ``phi`` is the overdispersion: how
    many times the variance of counts is their mean.
    """

    before: int
    """B, the count of the baseline."""
    months: int
    """w, the covered months of the window."""
    months_before: int
    """W, the covered months of the baseline."""
    rest: tuple[int, int] | None = None
    phi: float = 1.0
    times: float = 1.0
    """How many times the rate of before the window has; 1 where nothing has changed."""

    def __post_init__(self) -> None:
        if self.before < 0 or self.months < 1 or self.months_before < 1 or self.phi < 1:
            raise ValueError(
                "A baseline's count is 0 or more, months are 1 or more, and phi is 1 or more."
            )
        if self.rest is not None and min(self.rest) < 1:
            raise ValueError("The rest of the force needs incidents both times.")

    @property
    def share(self) -> float:
        """π: the part of all incidents that the window would have if nothing had changed."""
        now, before = self.rest or (self.months, self.months_before)
        return now * self.times / (now * self.times + before)

    @property
    def expected(self) -> float:
        """What the window would hold: B·w·s/W, with s how the rest's monthly rate changed."""
        return self.before * self.share / (1 - self.share)

    def changed(self, times: float) -> Setting:
        """The same setting for a place where the window's true rate is ``times`` what it was."""
        return Setting(self.before, self.months, self.months_before, self.rest, self.phi, times)

    def spread(self, total: int) -> float:
        """1/M for ``total`` incidents: how much wider than binomial the law is; 0 is binomial."""
        own = (self.phi - 1) / total if total else 0.0
        return own + self.phi / sum(self.rest) if self.rest else own


@dataclass(frozen=True)
class Judged:
    """The verdict on one count, in a word."""

    count: int
    expected: float
    p: float
    """How often chance alone does this or something rarer, both sides together."""
    word: str
    """One of :data:`WORDS`."""


@dataclass(frozen=True)
class Verdict(Judged):
    """What is said of one count."""

    finding: str
    """What was found, without a full stop and without what the baseline lacks."""
    sentence: str


def verdict(
    count: int,
    against: Setting,
    *,
    outside: float = OUTSIDE,
    places: int = 1,
    given: str = "",
    between: bool = False,
) -> Verdict:
    """The verdict on ``count`` incidents in the window of ``against``.

    ``outside`` is the probability below which it is outside usual variation; ``places`` is how
    many were looked at, so that what is worth a look says how often chance does that among them;
    ``given`` says in the finding what is expected from; with ``between`` it holds the 95%
    interval of the difference. Raises :class:`ValueError` for a negative count.

    >>> round(verdict(9, Setting(28, 1, 12)).expected, 1), verdict(9, Setting(28, 1, 12)).word
    (2.3, 'more')
    >>> verdict(1, Setting(76, 1, 12)).word, verdict(0, Setting(12, 1, 12)).word
    ('lower', 'too few to tell')
    """
    found = judged(count, against, outside=outside)
    said = finding(found, against, places=places, given=given, between=between)
    whole = f"{said}." if against.rest else f"{said}. {NO_REST}"
    return Verdict(count, found.expected, found.p, found.word, said, whole)


def judged(count: int, against: Setting, *, outside: float = OUTSIDE) -> Judged:
    """The verdict on ``count`` as :func:`verdict` gives it, without sentences.

    >>> judged(1, Setting(76, 1, 12)).word
    'lower'
    """
    p = probability(count, against)
    return Judged(count, against.expected, p, _word(count, p, against, outside))


def finding(
    found: Judged, against: Setting, *, places: int = 1, given: str = "", between: bool = False
) -> str:
    """What was found of a count, as :func:`verdict` says it, without a full stop."""
    difference = _difference(found.count, against) if between else ""
    said = f"{number(found.count)} against {number(found.expected, 1)} expected{given}{difference}"
    return f"{said}: {_said(found.p, found.word, places)}"


def probability(count: int, against: Setting) -> float:
    """The two-sided mid-p of ``count``, given the sum of it and the baseline.

    min(1, 2·min(P(fewer), P(more)) + P(the same)) under the beta-binomial law of ``count`` given
    the sum n: shapes πM and (1−π)M, where 1/M = (φ−1)/n + φ/(the rest's totals). n = 0 gives 1.
    """
    if count < 0:
        raise ValueError("A count can't be negative.")
    fewer, same = _below(count, against)
    return min(1.0, 2 * max(0.0, min(fewer, 1 - fewer - same)) + same)


def _below(count: int, against: Setting) -> tuple[float, float]:
    """How likely fewer than ``count`` are, and just as many, given the sum; 0 and 1 of nothing."""
    total = count + against.before
    if total == 0:
        return 0.0, 1.0
    law = _Law(total, against)
    same = law.at(count)
    return sum(law.downwards(count, same)), same


def interval(count: int, against: Setting, confidence: float = 0.95) -> tuple[float, float] | None:
    """How many times what was expected the window's true rate may be, from one to the other.

    All the rates that the verdict's own test leaves standing: 1 lies outside exactly where p is
    under 1 − ``confidence``. The lower end is 0 for a count of 0. None where nothing was counted
    before, so that there is nothing to compare with.

    >>> low, high = interval(21, Setting(18, 6, 12))
    >>> round(low, 2), round(high, 2)
    (1.24, 4.44)
    """
    if against.before == 0:
        return None
    tail = (1 - confidence) / 2

    def at_most(times: float) -> float:
        fewer, same = _below(count, against.changed(times))
        return fewer + same / 2

    middle = max(count, 0.5) / against.expected
    low = 0.0 if count == 0 else _crossing(at_most, 1 - tail, middle, 1 / _STEP)
    return low, _crossing(at_most, tail, middle, _STEP)


_STEP = 2.0
"""By how much a rate is moved while looking for an interval's end."""


def _crossing(at_most: Callable[[float], float], wanted: float, start: float, step: float) -> float:
    """The rate at which ``at_most``, which falls as rates rise, comes to ``wanted``."""
    inner, outer = start, start * step
    while (at_most(outer) - wanted) * (step - 1) > 0:
        inner, outer = outer, outer * step
    for _ in range(16):
        middle = (inner * outer) ** 0.5
        if (at_most(middle) - wanted) * (step - 1) > 0:
            inner = middle
        else:
            outer = middle
    return float((inner * outer) ** 0.5)


def usual(against: Setting, outside: float = OUTSIDE) -> tuple[int, int]:
    """The lowest and the highest count that don't lie outside usual variation.

    The highest is at most :func:`beyond_telling`: against a handful of incidents elsewhere there
    may be no count that lies outside.

    >>> usual(Setting(28, 1, 12)), usual(Setting(120, 1, 12))
    ((0, 8), (2, 21))
    """

    def within(count: int) -> bool:
        return probability(count, against) >= outside

    middle = floor(against.expected)
    low = 0 if within(0) else bisect_left(range(middle + 1), True, key=within)
    top, far = middle + 1, beyond_telling(against)
    while within(top):
        if top >= far:
            return low, far
        top = min(2 * top, far)
    return low, middle + bisect_left(range(middle + 1, top), True, key=lambda k: not within(k))


def beyond_telling(against: Setting) -> int:
    """The count up to which the end of usual variation is looked for.

    30 times what is expected, and 20,000 over it at most.
    """
    middle = floor(against.expected)
    return min(30 * (middle + 10), middle + 20_000)


class _Law:
    """The law of a window's count given the sum of window and baseline."""

    def __init__(self, total: int, against: Setting) -> None:
        self.total = total
        self.share = against.share
        spread = against.spread(total)
        self.m = 1 / spread if spread else inf

    def at(self, count: int) -> float:
        """The probability of ``count``."""
        n, p = self.total, self.share
        choose = lgamma(n + 1) - lgamma(count + 1) - lgamma(n - count + 1)
        if self.m == inf:
            return exp(choose + count * log(p) + (n - count) * log1p(-p))
        a, b = p * self.m, (1 - p) * self.m
        return exp(
            choose
            + (lgamma(count + a) - lgamma(a))
            + (lgamma(n - count + b) - lgamma(b))
            - (lgamma(n + a + b) - lgamma(a + b))
        )

    def downwards(self, count: int, chance: float) -> list[float]:
        """The probabilities of every smaller count, until they add nothing."""
        n, p, binomial = self.total, self.share, self.m == inf
        a, b = p * self.m, (1 - p) * self.m
        found, peak = [], chance
        for k in range(count, 0, -1):
            if binomial:
                chance *= k / (n - k + 1) * (1 - p) / p
            else:
                chance *= k / (n - k + 1) * (n - k + b) / (k - 1 + a)
            found.append(chance)
            if chance > peak:
                peak = chance
            elif chance < peak * 1e-18:
                break
        return found

    def upwards(self, count: int, chance: float) -> list[float]:
        """The probabilities of every larger count, until they add nothing."""
        n, p, binomial = self.total, self.share, self.m == inf
        a, b = p * self.m, (1 - p) * self.m
        found, peak = [], chance
        for k in range(count, n):
            if binomial:
                chance *= (n - k) / (k + 1) * p / (1 - p)
            else:
                chance *= (n - k) / (k + 1) * (k + a) / (n - k - 1 + b)
            found.append(chance)
            if chance > peak:
                peak = chance
            elif chance < peak * 1e-18:
                break
        return found


def _word(count: int, p: float, against: Setting, outside: float) -> str:
    over = count > against.expected
    if p < outside:
        return MORE if over else FEWER
    if p < LOOK:
        return HIGHER if over else LOWER
    return TOO_FEW if _too_few(against) else AS_EXPECTED


def _too_few(against: Setting) -> bool:
    """Whether neither a doubling nor an empty window would be noticed at :data:`LOOK`.

    A doubling is noticed where a window of twice the expected mean is flagged at least half the
    time: where its median is.
    """
    if probability(0, against) < LOOK:
        return False
    doubled = 2 * against.expected
    likely = _median(doubled, against.phi)
    return likely <= against.expected or probability(likely, against) >= LOOK


def _median(mean: float, phi: float) -> int:
    """The largest count that a Poisson count reaches at least half the time.

    With ``phi`` over 1 it is negative binomial, of variance ``phi`` × mean.
    """
    if mean == 0:
        return 0
    if phi > 1:
        size = mean / (phi - 1)
        chance = exp(-size * log(phi))
        step = 1 - 1 / phi
    else:
        size, step, chance = inf, 0.0, exp(-mean)
    k, below = 0, chance
    while below <= 0.5:
        chance *= mean / (k + 1) if size == inf else (size + k) / (k + 1) * step
        k += 1
        below += chance
        if k > 10 * mean + 100:  # the start underflows where the mean is in the hundreds
            return int(mean)
    return k


def by_chance(against: Setting, limit: float = OUTSIDE) -> float:
    """How often the rule itself flags a place where nothing changed, at its own numbers.

    The probability, under the law of the window's count given the sum expected there, of all
    counts whose p is under ``limit``. Added up over places it is how many of them would be
    flagged by chance.

    >>> by_chance(Setting(0, 1, 12))
    0.0
    """
    return each_by_chance(against, (limit,))[0]


def each_by_chance(against: Setting, limits: Sequence[float]) -> tuple[float, ...]:
    """:func:`by_chance` under each of several limits."""
    total = against.before + round(against.expected)
    if total == 0:
        return (0.0,) * len(limits)
    law = _Law(total, against)
    top = min(total, round(total * law.share))
    same = law.at(top)
    chances = [*reversed(law.downwards(top, same)), same, *law.upwards(top, same)]
    p, below = [], 0.0
    for chance in chances:
        p.append(2 * max(0.0, min(below, 1 - below - chance)) + chance)
        below += chance
    return tuple(
        sum(chance for chance, each in zip(chances, p, strict=True) if each < limit)
        for limit in limits
    )


NO_REST = "Season and trend are in it: the rest of the force isn't loaded."
"""What is said where the baseline alone tells what to expect."""


def _said(p: float, word: str, places: int) -> str:
    if word in (MORE, FEWER):
        return f"{in_words(word)} (by chance alone {how_often(p)})"
    if word in (HIGHER, LOWER):
        among = f", so about {number(p * places, 1)} times among {places}" if places > 1 else ""
        return f"{in_words(word)} (by chance alone {how_often(p)} at any one place{among})"
    if word == TOO_FEW:
        return f"{word}; a doubling would go unnoticed more often than not"
    return f"{word} (p {number(p, 2)})"


def _difference(count: int, against: Setting) -> str:
    """Between which differences from what was expected the true one lies, after a comma."""
    found = interval(count, against)
    if found is None:
        return ""
    low, high = (against.expected * (times - 1) for times in found)
    if high <= 0:
        said = f"{number(-high, 1)} and {number(-low, 1)} fewer"
    elif low >= 0:
        said = f"{number(low, 1)} and {number(high, 1)} more"
    else:
        said = f"{number(-low, 1)} fewer and {number(high, 1)} more"
    return f", between {said} (95% interval)"


def in_words(word: str) -> str:
    """A verdict's word with what it stands for.

    >>> in_words("more"), in_words("lower"), in_words("as expected")
    ('more, outside usual variation', 'lower, worth a look', 'as expected')
    """
    if word in (MORE, FEWER):
        return f"{word}, outside usual variation"
    return f"{word}, worth a look" if word in (HIGHER, LOWER) else word


def rounded(p: float) -> float:
    """A probability to four significant digits, as it is written down.

    >>> rounded(0.0123456), rounded(4.123456e-10), rounded(0.0)
    (0.01235, 4.123e-10, 0.0)
    """
    return round(p, 3 - floor(log10(p))) if p > 0 else 0.0


def how_often(p: float) -> str:
    """A small probability as people say it.

    >>> how_often(0.0007), how_often(0.04), how_often(1e-9)
    ('1 time in 1,400', '1 time in 25', 'less than 1 time in a million')
    """
    if p < 1e-6:
        return "less than 1 time in a million"
    times = 1 / p
    digits = len(str(int(times)))
    return f"1 time in {number(round_half_up(times, 0) if digits < 3 else _two_digits(times))}"


def _two_digits(value: float) -> float:
    step = float(10 ** (len(str(int(value))) - 2))
    return round_half_up(value / step, 0) * step
