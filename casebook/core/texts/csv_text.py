"""Rows as the text of a CSV, alike wherever one is written: no cell runs as a formula."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

BEYOND_ASCII = "\x7f-\x9f\u200e\u200f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"
"""Characters beyond ASCII that a terminal obeys, as a part of a pattern."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ORDERS = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f{BEYOND_ASCII}]")
"""Characters that a terminal obeys and no cell needs."""


def keys_of_rows(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Every key of ``rows``, in the order in which they are met."""
    return list(dict.fromkeys(key for row in rows for key in row))


def csv_text(keys: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """A heading of ``keys`` and a line for each row; what a row lacks is blank."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(keys)
    for row in rows:
        writer.writerow(_cell(row.get(key)) for key in keys)
    return out.getvalue()


def _cell(value: Any) -> Any:
    """A value for a spreadsheet: text that would run as a formula is kept from it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        if any(isinstance(part, Mapping) for part in value):
            return _ORDERS.sub(" ", json.dumps(value, ensure_ascii=False))
        value = "; ".join(str(part) for part in value)
    if isinstance(value, str):
        value = _ORDERS.sub(" ", value)
        return f"'{value}" if value.startswith(_FORMULA) else value
    return value
