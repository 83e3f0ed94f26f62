"""The verdict: whether a count is more or fewer than chance explains, or whether none can tell.

The count k of a window is compared with the count B of a baseline, given their sum, so that both
sides are treated alike and small numbers are exact. What the rest of the force did in the same
months takes out season and trend.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, inf, lgamma, log, log1p

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
        if self.rest:
            return self.rest[0] / sum(self.rest)
        return self.months / (self.months + self.months_before)

    @property
    def expected(self) -> float:
        """What the window would hold: B·w·s/W, with s how the rest's monthly rate changed."""
        return self.before * self.share / (1 - self.share)

    def spread(self, total: int) -> float:
        """1/M for ``total`` incidents: how much wider than binomial the law is; 0 is binomial."""
        own = (self.phi - 1) / total if total else 0.0
        return own + self.phi / sum(self.rest) if self.rest else own


@dataclass(frozen=True)
class Verdict:
    """What is said of one count."""

    count: int
    expected: float
    p: float
    """How often chance alone does this or something rarer, both sides together."""
    word: str
    """One of :data:`WORDS`."""
    sentence: str


def verdict(count: int, against: Setting, *, outside: float = OUTSIDE) -> Verdict:
    """The verdict on ``count`` incidents in the window of ``against``.

    ``outside`` is the probability below which it is outside usual variation. Raises
    :class:`ValueError` for a negative count.

    >>> round(verdict(9, Setting(28, 1, 12)).expected, 1), verdict(9, Setting(28, 1, 12)).word
    (2.3, 'more')
    >>> verdict(1, Setting(76, 1, 12)).word, verdict(0, Setting(12, 1, 12)).word
    ('lower', 'too few to tell')
    """
    p = probability(count, against)
    word = _word(count, p, against, outside)
    return Verdict(count, against.expected, p, word, _sentence(count, p, word, against))


def probability(count: int, against: Setting) -> float:
    """The two-sided mid-p of ``count``, given the sum of it and the baseline.

    min(1, 2·min(P(fewer), P(more)) + P(the same)) under the beta-binomial law of ``count`` given
    the sum n: shapes πM and (1−π)M, where 1/M = (φ−1)/n + φ/(the rest's totals). n = 0 gives 1.
    """
    if count < 0:
        raise ValueError("A count can't be negative.")
    total = count + against.before
    if total == 0:
        return 1.0
    law = _Law(total, against)
    same = law.at(count)
    below = sum(law.downwards(count, same))
    return min(1.0, 2 * max(0.0, min(below, 1 - below - same)) + same)


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

    def downwards(self, count: int, chance: float) -> Iterator[float]:
        """The probabilities of every smaller count, until they add nothing."""
        n, p = self.total, self.share
        a, b = p * self.m, (1 - p) * self.m
        peak = chance
        for k in range(count, 0, -1):
            if self.m == inf:
                ratio = k / (n - k + 1) * (1 - p) / p
            else:
                ratio = k / (n - k + 1) * (n - k + b) / (k - 1 + a)
            chance *= ratio
            peak = max(peak, chance)
            yield chance
            if chance < peak * 1e-18:
                return


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
    total = against.before + round(against.expected)
    law = _Law(total, against)
    chances = [law.at(count) for count in range(total + 1)] if total else []
    flagged, below = 0.0, 0.0
    for chance in chances:
        p = 2 * max(0.0, min(below, 1 - below - chance)) + chance
        flagged += chance if p < limit else 0.0
        below += chance
    return flagged


def _sentence(count: int, p: float, word: str, against: Setting) -> str:
    said = f"{number(count)} against {number(against.expected, 1)} expected: "
    if word in (MORE, FEWER):
        said += f"{word}, outside usual variation (by chance alone {how_often(p)})."
    elif word in (HIGHER, LOWER):
        said += f"{word}, worth a look (by chance alone {how_often(p)} at any one place)."
    elif word == TOO_FEW:
        said += "too few to tell; a doubling would go unnoticed more often than not."
    else:
        said += f"as expected (p {number(p, 2)})."
    if not against.rest:
        said += " Season and trend are in it: the rest of the force isn't loaded."
    return said


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
