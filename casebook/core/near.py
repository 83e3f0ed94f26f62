"""What somebody may have meant by a word that names nothing."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def near(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """The two of ``known`` that are most like ``word``; none where none is like it."""
    return tuple(difflib.get_close_matches(word, list(known), n=2))
