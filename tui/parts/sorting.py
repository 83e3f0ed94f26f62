"""The order of a table's rows by what stands in one of its columns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from textual.content import Content

from casebook.core.wording import MISSING

_DAYS = ("%d %b %Y", "%d %b %Y %H:%M", "%b %Y")
_NUMBER = re.compile(r"-?\d[\d,]*(\.\d+)?")
_MARKS = "!✓✗◆●▲▼△▽ "


def in_order(texts: Iterable[Content | str], *, down: bool) -> list[int]:
    """The places of ``texts`` once they are sorted; those that say nothing stay last.

    Days go by time and numbers by size, each before words, which go by the alphabet; a mark before
    a text counts for nothing. Equal ones keep their order.

    >>> in_order(["! 3 Nov 2024", "31 Oct 2024", "–"], down=False)
    [1, 0, 2]
    >>> in_order(["9", "1,200", "80"], down=True)
    [1, 2, 0]
    """
    values = [_value(text) for text in texts]
    said = [n for n, value in enumerate(values) if value is not None]
    silent = [n for n, value in enumerate(values) if value is None]
    return sorted(said, key=lambda n: values[n] or (), reverse=down) + silent


def _value(text: Content | str) -> tuple[int, float, str] | None:
    words = (text if isinstance(text, str) else text.plain).strip(_MARKS)
    if words in ("", MISSING):
        return None
    for form in _DAYS:
        try:
            return (0, datetime.strptime(words, form).timestamp(), "")  # noqa: DTZ007 - compared only
        except ValueError:
            continue
    number = _NUMBER.match(words)
    if number:
        return (1, float(number[0].replace(",", "")), words.casefold())
    return (2, 0.0, words.casefold())
