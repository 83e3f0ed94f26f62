"""What is left out of the texts of a record before they are stored, and the sentence that says so.

:mod:`casebook.core.texts.characters` says which characters are kept.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar, cast

from casebook.core.english import first_of
from casebook.core.errors import BadValue
from casebook.core.fields import Field, fields_of
from casebook.core.texts.characters import cleaned, left_out

T = TypeVar("T")

_MOST_NAMED = 4


def cleaned_record(before: Any, after: T) -> tuple[T, tuple[str, ...]]:
    """``after`` with its texts cleaned, and a sentence for each field something was left out of.

    A text that stood in ``before`` already stands on. Raises :class:`BadValue` for a ref that holds
    what can't be seen, as whoever types it again wouldn't find the record, and for a text that the
    record needs of which nothing can be seen.
    """
    record = cast("Any", after)
    old = {} if before is None else before.parts
    said: list[str] = []
    parts = {}
    for name, part in record.parts.items():
        key = record.KEY if not name else ""
        parts[name], more = _part(part, old.get(name), key)
        said += more
    beside = {name.rstrip("."): part for name, part in parts.items() if name}
    if beside:
        parts[""] = dataclasses.replace(parts[""], **beside)
    return cast("T", parts[""]), tuple(said)


def cleaned_fields(before: T, after: T) -> tuple[T, tuple[str, ...]]:
    """:func:`cleaned_record` for what is no record, as the settings are."""
    return cast("tuple[T, tuple[str, ...]]", _part(after, before, ""))


def said_of(label: str, text: str) -> str:
    r"""The sentence for what is left out of a text; empty where nothing is.

    >>> said_of("Title", "a\u202eb")
    "Left out of Title, as it can't be seen or printed: U+202E."
    """
    gone = left_out(text)
    if not gone:
        return ""
    return f"Left out of {label}, as it can't be seen or printed: {first_of(gone, _MOST_NAMED)}."


def unseen(label: str) -> str:
    """The sentence for a text that is needed and of which nothing would be left."""
    return f"{label} holds nothing that can be seen or printed: type it again."


def _part(part: Any, before: Any, key: str) -> tuple[Any, list[str]]:
    changed, said = {}, []
    for spec in fields_of(type(part)).values():
        value = getattr(part, spec.name)
        if value is None or (before is not None and value == getattr(before, spec.name, None)):
            continue
        if spec.of_rows:
            rows = [_part(row, None, "") for row in value]
            clean: Any = tuple(row for row, _ in rows)
            said += [each for _, more in rows for each in more]
        elif _typed(spec):
            texts = _texts(spec, value)
            said += _refused(spec, texts) if spec.name == key else _said(spec.label, texts)
            found = tuple(cleaned(text, lines=spec.free_text) for text in texts)
            clean = found if spec.many else found[0]
            if spec.required and spec.blank(clean) and not spec.blank(value):
                raise BadValue(unseen(spec.label), field=spec.name)
        else:
            continue
        if clean != value:
            changed[spec.name] = clean
    return (dataclasses.replace(part, **changed) if changed else part), said


def _typed(spec: Field) -> bool:
    """Whether a person's words can stand in it: what Casebook sets itself is as it has to be."""
    return spec.type is str and (spec.free_text or not spec.fixed)


def _texts(spec: Field, value: Any) -> Sequence[str]:
    return value if spec.many else (value,)


def _said(label: str, texts: Sequence[str]) -> Iterator[str]:
    said = said_of(label, "".join(texts))
    if said:
        yield said


def _refused(spec: Field, texts: Sequence[str]) -> Iterator[str]:
    gone = left_out("".join(texts))
    if gone:
        raise BadValue(
            f"{spec.label} holds what can't be seen or printed ({first_of(gone, _MOST_NAMED)}): "
            "type it again without that.",
            field=spec.name,
        )
    yield from ()
