"""How long a text may be: what is kept is searched, printed and shown, and none of it must drag."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from casebook.core.errors import BadValue
from casebook.core.fields import Field, fields_of

LONGEST_TEXT, LONGEST_LINE = 50_000, 2_000
"""Characters of a field of free text, some sixteen pages, and of any other."""


def check_lengths(part: Any, before: Any = None) -> None:
    """Raise :class:`BadValue`, naming the field, for a text that is too long to be kept.

    A text that stood in ``before`` already stands on.
    """
    for spec in fields_of(type(part)).values():
        value = getattr(part, spec.name)
        if before is not None and value == getattr(before, spec.name, None):
            continue
        if spec.of_rows:
            for row in value:
                check_lengths(row)
            continue
        longest = LONGEST_TEXT if spec.free_text else LONGEST_LINE
        for text in _texts(spec, value):
            if len(text) > longest:
                raise BadValue(
                    f"{spec.label} has {len(text):,} characters and takes {longest:,}: keep the "
                    "rest in a document, and name that.",
                    field=spec.name,
                )


def _texts(spec: Field, value: Any) -> Iterator[str]:
    if spec.type is str:
        yield from (value,) if isinstance(value, str) else value or ()
