"""``python -m tests.benchmarks.judge_counts WHO FILE``: 5,000 verdicts on a month, timed."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from pathlib import Path

import numpy as np
from scipy.special import gammaln
from scipy.stats import nbinom, poisson

from casebook.measures.verdict import LOOK, OUTSIDE, Setting, verdict

WHO = ("by_casebook", "by_numpy")


def by_casebook(counts: np.ndarray, before: np.ndarray, rest: np.ndarray, phi: float) -> list[str]:
    """Our own verdicts, one after the other, sentences and all."""
    return [
        verdict(k, Setting(b, 1, 12, (now, then), phi)).word
        for k, b, (now, then) in zip(counts.tolist(), before.tolist(), rest.tolist(), strict=True)
    ]


def by_numpy(counts: np.ndarray, before: np.ndarray, rest: np.ndarray, phi: float) -> list[str]:
    """The same formula over the whole law of all places at once; the words and nothing else."""
    share = rest[:, 0] / rest.sum(axis=1)
    expected = before * share / (1 - share)
    p = _probability(counts, before, share, rest.sum(axis=1), phi)
    empty = _probability(np.zeros_like(counts), before, share, rest.sum(axis=1), phi)
    doubled = 2 * expected
    if phi > 1:
        size = doubled / (phi - 1)
        likely = nbinom.ppf(0.5, np.maximum(size, 1e-9), 1 / phi)
        likely = np.where(
            nbinom.cdf(likely, np.maximum(size, 1e-9), 1 / phi) == 0.5, likely + 1, likely
        )
    else:
        likely = poisson.ppf(0.5, doubled)
    likely = np.where(doubled == 0, 0, likely).astype(int)
    twice = _probability(likely, before, share, rest.sum(axis=1), phi)
    few = (empty >= LOOK) & ((likely <= expected) | (twice >= LOOK))
    over = counts > expected
    return np.select(
        [(p < OUTSIDE) & over, p < OUTSIDE, (p < LOOK) & over, p < LOOK, few],
        ["more", "fewer", "higher", "lower", "too few to tell"],
        "as expected",
    ).tolist()


def _probability(
    counts: np.ndarray, before: np.ndarray, share: np.ndarray, rest: np.ndarray, phi: float
) -> np.ndarray:
    """The mid-p of every count, from a table of place by possible count."""
    n = counts + before
    m = 1 / ((phi - 1) / np.maximum(n, 1) + phi / rest)
    a, b = (share * m)[:, None], ((1 - share) * m)[:, None]
    k, of = np.arange(n.max() + 1)[None, :], n[:, None]
    left = np.maximum(of - k, 0)
    law = np.exp(
        gammaln(of + 1) - gammaln(k + 1) - gammaln(left + 1)
        + gammaln(k + a) - gammaln(a) + gammaln(left + b) - gammaln(b)
        - gammaln(of + a + b) + gammaln(a + b)
    )  # fmt: skip
    law[k > of] = 0.0
    own = counts[:, None]
    below, same = (law * (k < own)).sum(axis=1), (law * (k == own)).sum(axis=1)
    p = np.minimum(1, 2 * np.maximum(0, np.minimum(below, 1 - below - same)) + same)
    return np.where(n == 0, 1.0, p)


def main() -> None:
    """Time the verdicts of the arrays in FILE and print how long they took and what they were."""
    who, path = sys.argv[1], Path(sys.argv[2])
    held = np.load(path)
    arrays = held["counts"], held["before"], held["rest"], float(held["phi"])
    started = time.perf_counter()
    words = {"by_casebook": by_casebook, "by_numpy": by_numpy}[who](*arrays)
    took = time.perf_counter() - started
    found = hashlib.sha256(" ".join(words).encode()).hexdigest()
    print(json.dumps({"seconds": took, "result": found}))


if __name__ == "__main__":
    main()
