"""Looking for personal data in free text, by rules alone: a warning before anything is saved."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from casebook.domain.fields import Field, fields_of


@dataclass(frozen=True)
class Finding:
    """Something in a text that looks like a person's data."""

    kind: str
    """name, telephone number, postcode, registration mark, date of birth or address."""
    text: str
    field: str
    """The label of the field it stands in."""


_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b")


def scan(text: str, known: frozenset[str] = frozenset()) -> tuple[tuple[str, str], ...]:
    """Pairs of (kind, words) that look personal in ``text``, in order.

    ``known`` holds the casebook's own place names, in lower case, which are nobody's.
    """
    return tuple(("postcode", match[0]) for match in _POSTCODE.finditer(text))


def new_findings(
    before: Any, after: Any, *, known: frozenset[str] = frozenset()
) -> tuple[Finding, ...]:
    """What looks personal in the free text of ``after`` and wasn't in ``before``'s."""
    old = {(kind, words) for _, text in _texts(before) for kind, words in scan(text, known)}
    return tuple(
        Finding(kind, words, label)
        for label, text in _texts(after)
        for kind, words in scan(text, known)
        if (kind, words) not in old
    )


def _texts(record: Any) -> Iterable[tuple[str, str]]:
    """The free texts of a record, of a stage's body and of the rows in it, with their labels."""
    if record is None:
        return
    for part in (record, getattr(record, "body", None)):
        if hasattr(part, "__dataclass_fields__"):
            for spec in fields_of(type(part)).values():
                yield from _of_field(spec, getattr(part, spec.name))


def _of_field(spec: Field, value: Any) -> Iterable[tuple[str, str]]:
    if spec.of_rows:
        for row in value:
            yield from _texts(row)
    elif spec.type is str and (spec.free_text or spec.name in ("title", "text")):
        for text in value if spec.many else (value,):
            if text:
                yield spec.label, text
