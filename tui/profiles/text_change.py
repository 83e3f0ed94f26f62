"""What changed in a text, in a few words."""

from __future__ import annotations

from itertools import takewhile


def text_change(before: str, after: str, *, most: int = 48) -> str:
    """The words that were put in, taken out, or put in the place of others; ``most`` of each.

    >>> text_change("Noise at night.", "Noise at night. Two windows broken.")
    'put in “Two windows broken.”'
    >>> text_change("Every Friday night", "Every night")
    'took out “Friday”'
    >>> text_change("Meets of 20 cars", "Meets of 60 cars")
    '“20” → “60”'
    >>> text_change("", "")
    'spaces only'
    """
    old, new = before.split(), after.split()
    first = _alike(old, new)
    last = _alike(
        old[: first - 1 if first else None : -1], new[: first - 1 if first else None : -1]
    )
    gone = _quoted(old[first : len(old) - last], most)
    put = _quoted(new[first : len(new) - last], most)
    if gone and put:
        return f"{gone} → {put}"
    if put:
        return f"put in {put}"
    return f"took out {gone}" if gone else "spaces only"


def _alike(one: list[str], other: list[str]) -> int:
    """How many words both begin with."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))


def _quoted(words: list[str], most: int) -> str:
    text = " ".join(words)
    if not text:
        return ""
    return f"“{text if len(text) <= most else text[: most - 1].rstrip() + '…'}”"
