"""Relative effects: the incidence rate ratio of one response, and many pooled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from casebook.core.wording import number
from casebook.measures.difference import Pair, interval

_STEPS = 500
"""Steps after which REML has long settled; it moves by less than 1e-12 well before."""


@dataclass(frozen=True)
class RateRatio:
    """The relative change of the treated area against the control; under 1 is fewer.

    None where a count of 0 leaves it undefined.
    """

    irr: float | None
    ci_low: float | None
    ci_high: float | None
    res: float | None
    """The relative effect size, 1 ÷ IRR: over 1 is desirable."""
    sentence: str


def irr(
    treated: Pair, control: Pair, *, overdispersion: float = 1.0, confidence: float = 0.95
) -> RateRatio:
    """(treated after × control before) ÷ (treated before × control after), with its interval.

    The log has variance 1/a + 1/b + 1/c + 1/d, times ``overdispersion``. Source: Farrington et
    al., "The effects of closed-circuit television on crime: meta-analysis of an English national
    quasi-experimental multi-site evaluation", Journal of Experimental Criminology 3, 2007, which
    later doubled that variance; Marchant (2006) shows it larger still.

    >>> found = irr((50, 30), (60, 55))
    >>> round(found.irr, 7), round(found.ci_low, 6), round(found.ci_high, 6)
    (0.6545455, 0.36574, 1.171407)
    """
    if min(*treated, *control) < 0:
        raise ValueError("A count can't be negative.")
    if overdispersion < 1:
        raise ValueError("The overdispersion is 1 or more.")
    if not min(*treated, *control):
        return RateRatio(
            None,
            None,
            None,
            None,
            "Can't be worked out: one of the counts is 0. The WDD (casebook measure wdd) takes "
            "zeros.",
        )
    (a, b), (c, d) = treated, control
    log_ratio = log(b * c / (a * d))
    low, high = interval(
        log_ratio, sqrt(overdispersion * (1 / a + 1 / b + 1 / c + 1 / d)), confidence
    )
    ratio = exp(log_ratio)
    return RateRatio(ratio, exp(low), exp(high), 1 / ratio, _sentence(ratio, exp(low), exp(high)))


def _sentence(ratio: float, low: float, high: float) -> str:
    said = f"{_change(ratio)} relative to the control (between {_change(low)} and {_change(high)})"
    tells = not low <= 1 <= high
    return said + ("." if tells else ": the data can't tell it from no change.")


def _change(ratio: float) -> str:
    percent = (ratio - 1) * 100
    return f"{number(abs(percent), 0)}% {'fewer' if percent < 0 else 'more'}"


@dataclass(frozen=True)
class Study:
    """One effect to be pooled: the log of its rate ratio, and that log's standard error."""

    log_irr: float
    se: float

    @classmethod
    def of_counts(cls, a1: float, n1: float, a2: float, n2: float) -> Study:
        """Of ``a1`` incidents over ``n1`` in the treated group and ``a2`` over ``n2`` in the other.

        Variance 1/a1 + 1/a2. Raises :class:`ValueError` where one of them isn't above 0.
        """
        if min(a1, n1, a2, n2) <= 0:
            raise ValueError("Counts and exposures that are pooled must be above 0.")
        return cls(log((a1 / n1) / (a2 / n2)), sqrt(1 / a1 + 1 / a2))


@dataclass(frozen=True)
class Effect:
    """A pooled rate ratio with its interval."""

    irr: float
    ci_low: float
    ci_high: float
    tau2: float
    """The variance between studies that it was weighted with; 0 for the fixed effect."""


@dataclass(frozen=True)
class Pooled:
    """Studies pooled three ways."""

    fixed: Effect
    dl: Effect
    """Random effects, τ² by DerSimonian and Laird."""
    reml: Effect
    """Random effects, τ² by restricted maximum likelihood."""
    tau2: float
    """τ² by restricted maximum likelihood."""
    q: float
    """Cochran's Q: how much the studies differ."""
    prediction_low: float
    """From here to ``prediction_high`` the effect of one further place is to be expected."""
    prediction_high: float
    sentence: str


def pool(studies: Sequence[Study], *, confidence: float = 0.95) -> Pooled:
    """The effects of ``studies`` pooled, with normal limits.

    Sources: DerSimonian and Laird, "Meta-analysis in clinical trials", Controlled Clinical Trials
    7, 1986; Viechtbauer, "Bias and efficiency of meta-analytic variance estimators", Journal of
    Educational and Behavioral Statistics 30(3), 2005 (REML by Fisher scoring). Raises
    :class:`ValueError` for fewer than two studies or an error that isn't above 0.
    """
    if len(studies) < 2:
        raise ValueError("It takes at least two studies to pool.")
    if any(study.se <= 0 for study in studies):
        raise ValueError("A standard error must be above 0.")
    fixed, _ = _weighted(studies, 0.0)
    weights = [1 / s.se**2 for s in studies]
    q = sum(w * (s.log_irr - fixed) ** 2 for w, s in zip(weights, studies, strict=True))
    scale = sum(weights) - sum(w * w for w in weights) / sum(weights)
    dl_tau2 = max(0.0, (q - (len(studies) - 1)) / scale)
    tau2 = _reml(studies, dl_tau2)
    reml_effect = _effect(studies, tau2, confidence)
    mean, se = _weighted(studies, tau2)
    low, high = interval(mean, sqrt(tau2 + se**2), confidence)
    return Pooled(
        _effect(studies, 0.0, confidence),
        _effect(studies, dl_tau2, confidence),
        reml_effect,
        tau2,
        q,
        exp(low),
        exp(high),
        f"{len(studies)} effects pooled: "
        + _sentence(reml_effect.irr, reml_effect.ci_low, reml_effect.ci_high)
        + f" One further place may see anything between {_change(exp(low))} and "
        f"{_change(exp(high))}.",
    )


def _weighted(studies: Sequence[Study], tau2: float) -> Pair:
    """The mean log ratio and its standard error."""
    weights = [1 / (s.se**2 + tau2) for s in studies]
    total = sum(weights)
    mean = sum(w * s.log_irr for w, s in zip(weights, studies, strict=True)) / total
    return mean, sqrt(1 / total)


def _effect(studies: Sequence[Study], tau2: float, confidence: float) -> Effect:
    mean, se = _weighted(studies, tau2)
    low, high = interval(mean, se, confidence)
    return Effect(exp(mean), exp(low), exp(high), tau2)


def _reml(studies: Sequence[Study], start: float) -> float:
    tau2 = start
    for _ in range(_STEPS):
        mean, _se = _weighted(studies, tau2)
        weights = [1 / (s.se**2 + tau2) for s in studies]
        squared = sum(w * w for w in weights)
        apart = sum(
            w * w * ((s.log_irr - mean) ** 2 - s.se**2)
            for w, s in zip(weights, studies, strict=True)
        )
        new = max(0.0, apart / squared + 1 / sum(weights))
        if abs(new - tau2) < 1e-12:
            return new
        tau2 = new
    return tau2
