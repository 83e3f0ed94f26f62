"""The texts people type into records: looked through before they are saved, and gone at disposal.

What is a typed text, what isn't looked through and why, and what outlives its record, the fields
say (:mod:`casebook.core.fields`); what looks like personal data, the rules do
(:mod:`casebook.core.texts.scanning`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from casebook.core.errors import PersonalDataFound
from casebook.core.fields import Field, fields_of
from casebook.core.texts.scanning import scan

R = TypeVar("R")

DISPOSED = "Disposed of"
"""What stands in place of a text that can't be empty, once its record has been disposed of."""


@dataclass(frozen=True)
class PersonalFinding:
    """Something in a text that looks like a person's data."""

    kind: str
    """name, e-mail address, account name, telephone number, postcode, registration mark, date of
    birth or address."""
    text: str
    field: str
    """The label of the field it stands in."""
    name: str = ""
    """The name of the record's field, of which a row's own field is a part; empty without one."""


Known = Callable[[], frozenset[str]]
"""Gives the words that are names of things and so of nobody; asked for only where a text has what
might be somebody's."""


def nobody() -> frozenset[str]:
    """No words at all."""
    return frozenset()


def _seen(text: str, known: Known) -> tuple[tuple[str, str], ...]:
    return scan(text, known()) if scan(text) else ()


def new_findings(before: Any, after: Any, *, known: Known = nobody) -> tuple[PersonalFinding, ...]:
    """What looks personal in the typed texts of ``after`` and wasn't in ``before``'s."""
    old = {found for _, _, text in _texts(before) for found in _seen(text, known)}
    return tuple(
        PersonalFinding(kind, words, label, name)
        for name, label, text in _texts(after)
        for kind, words in _seen(text, known)
        if (kind, words) not in old
    )


def findings_in(
    texts: Iterable[tuple[str, str]], *, known: Known = nobody
) -> tuple[PersonalFinding, ...]:
    """What looks personal in texts that stand in no record, each with its label."""
    return tuple(
        PersonalFinding(kind, words, label)
        for label, text in texts
        for kind, words in _seen(text, known)
    )


def allowed(found: Iterable[PersonalFinding], because: str, why: str) -> str:
    """``why`` as history keeps it, with the reason ``because`` of which what was found may stay.

    Raises :class:`PersonalDataFound` where something was found and there is no reason.
    """
    once: dict[tuple[str, str], PersonalFinding] = {}
    for each in found:
        once.setdefault((each.kind, each.text), each)
    if not once:
        return why
    if not because:
        raise PersonalDataFound(tuple(once.values()))
    return f"{why} [kept although it looks personal: {because}]".strip()


def _texts(record: Any) -> Iterable[tuple[str, str, str]]:
    """The field, label and words of each typed text of a record, a stage's body, a row in it."""
    if record is None:
        return
    for part in (record, getattr(record, "body", None)):
        if dataclasses.is_dataclass(part):
            for spec in fields_of(type(part)).values():
                yield from _of_field(spec, getattr(part, spec.name))


def _of_field(spec: Field, value: Any) -> Iterable[tuple[str, str, str]]:
    if spec.of_rows:
        for row in value:
            for _, label, text in _texts(row):
                yield spec.name, label, text
    elif spec.scanned:
        for text in value if spec.many else (value,):
            if text:
                yield spec.name, spec.label, text


def without_texts(record: R) -> R:
    """``record`` with every typed text gone; dates, figures, codes and references stay.

    A text that can't be empty reads "Disposed of". A field keeps a text only where its definition
    says so, so nothing is kept because nobody thought of it; that it isn't scanned keeps nothing.
    """
    changed: dict[str, Any] = {}
    for spec in fields_of(type(record)).values():
        value = getattr(record, spec.name)
        if spec.of_rows:
            changed[spec.name] = tuple(without_texts(row) for row in value)
        elif value and spec.disposed:
            changed[spec.name] = _blank(spec)
    if dataclasses.is_dataclass(getattr(record, "body", None)):
        changed["body"] = without_texts(record.body)  # type: ignore[attr-defined]
    return dataclasses.replace(record, **changed)  # type: ignore[type-var]


def _blank(spec: Field) -> Any:
    """What stands in ``spec`` in place of a text that went."""
    if spec.many:
        return ()
    if spec.optional:
        return None
    return DISPOSED if spec.required else ""
