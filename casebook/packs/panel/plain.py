"""Sentences fit for a panel: those that name a statistical test or use its symbols stand apart."""

from __future__ import annotations

import re

_STATISTIC = re.compile(
    r"\b(poisson|e-test|mid-?p|wdd|wdq|irr|p-values?|confidence interval|overdispersion|"
    r"regression|gi\*|chi-square\w*|binomial|standard (?:error|deviation)|significan\w+)\b"
    r"|\b[pz] ?[<=>≤≥]|\bz\b|\bp 0?\.\d|[√χφσμΣ±]|\(p\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")


def plain_sentences(text: str) -> tuple[str, str]:
    """The sentences without a statistic's name or symbol, and the others.

    >>> plain_sentences("It fell from 23 to 7. That is a z of −3.65 (Poisson). Nobody complains.")
    ('It fell from 23 to 7. Nobody complains.', 'That is a z of −3.65 (Poisson).')
    """
    parts = [part for part in _SENTENCE.split(" ".join(text.split())) if part]
    plain = [part for part in parts if not _STATISTIC.search(part)]
    return " ".join(plain), " ".join(part for part in parts if part not in plain)


def names_a_statistic(text: str) -> bool:
    """Whether a text names a statistical test or uses one's symbols."""
    return _STATISTIC.search(text) is not None
