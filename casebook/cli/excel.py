"""A CSV that Excel on Windows opens as it is meant: what Excel would make of a text, kept a text.

Excel takes what looks like a number, a date or a formula for one: 00123 becomes 123, 1-2 the first
of February, MAR1 the first of March. A CSV has no types, so such a text is written as a formula
that gives it (``="00123"``): it shows as it was typed, and only Excel and its like should read it.
Numbers stay numbers. A column that holds nothing but days (2024-09-30) or times (22:15) is left to
be read as those. The file starts with the mark by which Excel knows UTF-8, and its lines end as
Windows ends them.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

MARK = "\ufeff"
_LONGEST = 255
"""Characters of a text inside a formula; a longer one gets an apostrophe in front."""
_DIGITS = 15
"""Digits that a number keeps."""
_MONTHS = "jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec"
_WORDS = re.compile(rf"(?:{_MONTHS})[a-z]*|[ap]m?\b|e(?=[+-]?\d)", re.IGNORECASE)
_NUMBER = re.compile(r"[\d\s.,:/\\()+\-%£$€¥']*\d[\d\s.,:/\\()+\-%£$€¥']*")
_FORMULA = re.compile(r"\s*[=+\-@#\t\r]")
_LOGICAL = re.compile(r"\s*(?:true|false)\s*", re.IGNORECASE)
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?")


def excel_csv(keys: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """The whole file: a heading of ``keys`` and a line for each row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_text(key) for key in keys])
    clocks = {key for key in keys if _of_moments(row.get(key) for row in rows)}
    for row in rows:
        writer.writerow([_cell(row.get(key), bare=key in clocks) for key in keys])
    return MARK + out.getvalue()


def _of_moments(values: Iterable[Any]) -> bool:
    """Whether a column holds days alone, or times alone, and any at all."""
    known = [value for value in values if value not in (None, "")]
    if not all(isinstance(value, str) for value in known):
        return False
    return bool(known) and (all(map(_is_day, known)) or all(map(_TIME.fullmatch, known)))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _cell(value: Any, *, bare: bool = False) -> str:
    """One cell; ``bare`` where its column holds days or times."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        said = str(value)
        return said if sum(map(str.isdigit, said)) <= _DIGITS or "." in said else _text(said)
    if isinstance(value, (list, tuple)):
        if any(isinstance(part, Mapping) for part in value):
            return _text(json.dumps(value, ensure_ascii=False))
        return _text("; ".join(str(part) for part in value))
    return str(value) if bare else _text(str(value))


def _text(text: str) -> str:
    """``text`` so that Excel shows it as it is.

    >>> _text("Quay Street"), _text("00123"), _text('=HYPERLINK("x")')
    ('Quay Street', '="00123"', '="=HYPERLINK(""x"")"')
    """
    if not taken_for_another(text):
        return text
    if len(text) > _LONGEST or not text.isprintable():
        return "'" + text
    quoted = text.replace('"', '""')
    return f'="{quoted}"'


def taken_for_another(text: str) -> bool:
    """Whether Excel would make a number, a date, a time or a formula of ``text``.

    >>> [taken_for_another(text) for text in ("1-2", "MAR1", "5 pm", "1E5", "2024-09", "-5")]
    [True, True, True, True, True, True]
    >>> [taken_for_another(text) for text in ("HS-01", "May", "K12", "46/1/24 Quay", "")]
    [False, False, False, False, False]
    """
    if _FORMULA.match(text) or _LOGICAL.fullmatch(text):
        return True
    return bool(_NUMBER.fullmatch(_WORDS.sub(" ", text)))
