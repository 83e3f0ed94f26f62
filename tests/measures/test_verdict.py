"""The verdict against its definition, its promises about false alarms, and the words it may use."""

from __future__ import annotations

from math import comb, exp, lgamma, log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from casebook.measures.verdict import (
    AS_EXPECTED,
    FEWER,
    HIGHER,
    LOOK,
    LOWER,
    MORE,
    OUTSIDE,
    TOO_FEW,
    Setting,
    beyond_telling,
    by_chance,
    how_often,
    interval,
    probability,
    usual,
    verdict,
)

REST = st.none() | st.tuples(st.integers(1, 5_000), st.integers(1, 60_000))
SETTINGS = st.builds(
    Setting,
    before=st.integers(0, 120),
    months=st.integers(1, 14),
    months_before=st.integers(6, 12),
    rest=REST,
    phi=st.sampled_from([1.0, 1.3, 2.0]),
)


def by_hand(k: int, against: Setting) -> float:
    """The mid-p summed count by count over the whole beta-binomial law, by its own formula."""
    n = k + against.before
    if n == 0:
        return 1.0
    w, before = against.months, against.months_before
    rest = against.rest
    share = rest[0] / (rest[0] + rest[1]) if rest else w / (w + before)
    spread = (against.phi - 1) / n + (against.phi / (rest[0] + rest[1]) if rest else 0)

    def chance(x: int) -> float:
        choose = lgamma(n + 1) - lgamma(x + 1) - lgamma(n - x + 1)
        if spread == 0:
            return exp(choose + x * log(share) + (n - x) * log(1 - share))
        a, b = share / spread, (1 - share) / spread
        beta = lgamma(x + a) + lgamma(n - x + b) - lgamma(n + a + b)
        return exp(choose + beta + lgamma(a + b) - lgamma(a) - lgamma(b))

    law = [chance(x) for x in range(n + 1)]
    return min(1.0, 2 * min(sum(law[:k]), sum(law[k + 1 :])) + law[k])


@settings(max_examples=60)
@given(st.integers(0, 60), SETTINGS)
def test_p_is_its_definition(k: int, against: Setting) -> None:
    """The quick sum over one tail is the whole law's."""
    assert probability(k, against) == pytest.approx(by_hand(k, against), abs=1e-8)


def test_binomial_mid_p_worked_by_hand() -> None:
    """3 now and 1 before in like months: law 1 4 6 4 1 over 16; 2 x 1/16 + 4/16."""
    assert probability(3, Setting(1, 1, 1)) == pytest.approx(6 / 16)
    assert probability(0, Setting(0, 1, 12)) == 1.0


@pytest.mark.parametrize(
    ("k", "before", "word"),
    [
        (9, 28, MORE),  # 2.3 expected
        (1, 76, LOWER),  # 6.3 expected
        (0, 60, LOWER),
        (7, 80, AS_EXPECTED),
        (21, 108, MORE),
        (2, 240, FEWER),
        (14, 80, HIGHER),
        (1, 24, TOO_FEW),
    ],
)
def test_words_of_a_month_against_a_year(k: int, before: int, word: str) -> None:
    """9 against 2.3 is told; 1 against 6.3 is worth a look, no more."""
    assert verdict(k, Setting(before, 1, 12)).word == word


@pytest.mark.parametrize(("months", "phi", "most"), [(1, 1.0, 37), (1, 1.5, 46), (3, 1.0, 13)])
def test_too_few_ends_where_a_doubling_would_be_noticed(months: int, phi: float, most: int) -> None:
    """The published bounds: 37 a year for a month, 46 where counts vary more, 13 for a quarter."""
    few = [
        before
        for before in range(100)
        if verdict(round(before * months / 12), Setting(before, months, 12, phi=phi)).word
        == TOO_FEW
    ]
    assert max(few) == most


def test_nearly_the_same_numbers_never_get_opposite_words() -> None:
    """0 against 4.99 and 0 against 5.0 read alike."""
    words = {verdict(0, Setting(before, 1, 12)).word for before in (59, 60, 61)}
    assert words == {LOWER}


def false_alarms(mean: float, limit: float) -> tuple[float, float]:
    """How often a steady place of ``mean`` a month is flagged as more, and as fewer, enumerated."""

    def law(rate: float) -> dict[int, float]:
        top = int(rate + 10 * rate**0.5 + 10)
        chances = {x: exp(x * log(rate) - rate - lgamma(x + 1)) for x in range(top)}
        return {x: chance for x, chance in chances.items() if chance > 1e-9}

    more = fewer = 0.0
    for before, likely in law(12 * mean).items():
        against = Setting(before, 1, 12)
        for k, chance in law(mean).items():
            if probability(k, against) < limit:
                more += likely * chance * (k > against.expected)
                fewer += likely * chance * (k < against.expected)
    return more, fewer


@pytest.mark.parametrize("mean", [0.5, 2.0, 5.0, 12.0])
def test_false_alarms_stay_at_what_is_promised(mean: float) -> None:
    """Never above 1 in 20 by more than a tenth; both sides alike from 10 a month."""
    more, fewer = false_alarms(mean, LOOK)
    assert more + fewer <= LOOK * 1.1
    if mean >= 10:
        assert more == pytest.approx(LOOK / 2, rel=0.2)
        assert fewer == pytest.approx(LOOK / 2, rel=0.2)


def test_false_alarms_of_the_strict_limit_stay_at_what_is_promised() -> None:
    """1 in 370 at 12 a month."""
    assert sum(false_alarms(12.0, OUTSIDE)) <= OUTSIDE * 1.1


def test_the_rest_of_the_force_takes_out_the_season() -> None:
    """8 against 20 a month reads lower alone, and as expected where the rest fell as far."""
    alone = verdict(8, Setting(240, 1, 12))
    beside = verdict(8, Setting(240, 1, 12, rest=(400, 12_000)))
    assert (alone.word, beside.word) == (LOWER, AS_EXPECTED)
    assert beside.expected == pytest.approx(8.0)
    assert "the rest of the force isn't loaded" in alone.sentence
    assert "isn't loaded" not in beside.sentence


def test_overdispersion_makes_a_verdict_more_careful() -> None:
    """The same counts say less where counts vary twice as much."""
    tight, wide = (probability(14, Setting(80, 1, 12, phi=phi)) for phi in (1.0, 2.0))
    assert wide > tight


@settings(max_examples=40)
@given(SETTINGS)
def test_by_chance_is_never_above_its_limit_by_much(against: Setting) -> None:
    """The rule keeps its own promise at every place's numbers."""
    assert by_chance(against, LOOK) <= LOOK * 2


@settings(max_examples=40)
@given(st.integers(0, 60), SETTINGS)
def test_the_interval_leaves_out_no_change_exactly_where_the_test_flags_it(
    k: int, against: Setting
) -> None:
    """95 in 100 and 1 in 20 are one test; the rate seen lies inside."""
    if against.before == 0:
        assert interval(k, against) is None
        return
    found = interval(k, against)
    assert found is not None
    low, high = found
    assert low <= k / against.expected <= high
    p = probability(k, against)
    if abs(p - LOOK) > 1e-3:
        assert (low <= 1 <= high) == (p > LOOK)


def test_the_interval_of_a_halving_worked_by_hand() -> None:
    """0 now and 5 before in like months: half of (1 - π)^5 is 1 in 40 at π/(1 - π) = 0.8206."""
    found = interval(0, Setting(5, 1, 1))
    assert found == (0.0, pytest.approx(0.05 ** (-1 / 5) - 1, abs=1e-4))


def test_by_chance_is_the_law_of_flagged_counts_worked_by_hand() -> None:
    """10 before and 10 expected: of 20, 0 to 5 and 15 to 20 have mid-p under 1 in 20."""
    flagged = [x for x in range(21) if probability_of_split(x) < LOOK]
    expected = sum(comb(20, x) for x in flagged) / 2**20
    assert by_chance(Setting(10, 1, 1), LOOK) == pytest.approx(expected)
    assert flagged == [0, 1, 2, 3, 4, 5, 15, 16, 17, 18, 19, 20]


def probability_of_split(x: int) -> float:
    """The mid-p of x of 20 at even odds."""
    law = [comb(20, k) / 2**20 for k in range(21)]
    return min(1.0, 2 * min(sum(law[:x]), sum(law[x + 1 :])) + law[x])


@pytest.mark.parametrize(
    ("p", "said"),
    [(0.0007, "1 time in 1,400"), (0.04, "1 time in 25"), (0.0099, "1 time in 100")],
)
def test_how_often_is_said_with_two_digits(p: float, said: str) -> None:
    """No more digits than the number has meaning."""
    assert how_often(p) == said


@pytest.mark.parametrize(
    "wrong",
    [
        {"before": -1},
        {"months": 0},
        {"phi": 0.5},
        {"rest": (0, 10)},
    ],
)
def test_settings_that_cannot_be_are_refused(wrong: dict[str, object]) -> None:
    """A negative count, no months, a phi under 1, a rest without incidents."""
    with pytest.raises(ValueError, match=r"baseline|rest"):
        Setting(**({"before": 5, "months": 1, "months_before": 12} | wrong))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("count", "before", "window", "rest", "phi"),
    [
        (9, 27, (1, 12), None, 1.0),
        (0, 60, (1, 12), (410, 5200), 1.0),
        (21, 108, (6, 12), (2000, 3900), 1.5),
        (58, 350, (2, 12), None, 2.0),
    ],
)
def test_scipy_has_the_same_probability(
    count: int, before: int, window: tuple[int, int], rest: tuple[int, int] | None, phi: float
) -> None:
    """Its own binomial and beta-binomial laws, mid-p on both sides."""
    n = count + before
    share = rest[0] / sum(rest) if rest else window[0] / sum(window)
    inverse = (phi - 1) / n + (phi / sum(rest) if rest else 0)
    law = (
        stats.betabinom(n, share / inverse, (1 - share) / inverse)
        if inverse
        else stats.binom(n, share)
    )
    p = min(1.0, 2 * min(law.cdf(count - 1), law.sf(count)) + law.pmf(count))
    assert probability(count, Setting(before, *window, rest=rest, phi=phi)) == pytest.approx(p)


@given(against=SETTINGS)
@settings(max_examples=60)
def test_what_is_usual_is_just_what_no_verdict_puts_outside(against: Setting) -> None:
    """Both ends aren't outside usual variation, and the next count beyond each of them is."""
    low, high = usual(against)
    assert low <= against.expected <= high + 1
    assert verdict(low, against).word not in (MORE, FEWER)
    assert verdict(high, against).word not in (MORE, FEWER)
    if high < beyond_telling(against):
        assert verdict(high + 1, against).word == MORE
    assert low == 0 or verdict(low - 1, against).word == FEWER
