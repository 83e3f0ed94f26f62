"""A cell as text; light, for the reader's own process."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any


def as_plain(value: Any) -> str:
    """A cell as text: whole numbers without a point, dates and times as ISO.

    >>> as_plain(452310.0), as_plain(None), as_plain(date(2024, 10, 7))
    ('452310', '', '2024-10-07')
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)
