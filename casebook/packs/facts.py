"""A record of any kind in words, by its field definitions: what a page lays out."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from casebook.core.codes import CODE_LISTS
from casebook.core.fields import Field, fields_of
from casebook.core.months import Month
from casebook.packs import wording
from casebook.packs.tables import Column, Line, Table

Labels = Mapping[str, Mapping[str, str]]
"""``{field: {code: label}}`` of one record, as the codes were called when it was given them."""


@dataclass(frozen=True)
class Fact:
    """A field and what it says; a passage is text that may run to paragraphs."""

    label: str
    words: str
    passage: bool = False


@dataclass(frozen=True)
class Card:
    """One record: what it is called, what stands out about it, and its fields."""

    title: str
    facts: tuple[Fact, ...]
    flag: str = ""
    alert: bool = False
    """Whether the flag asks somebody to act."""
    tables: tuple[Table, ...] = ()
    """Fields that are rows of their own, such as hypotheses."""
    says: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A section of the page."""

    anchor: str
    heading: str
    says: tuple[str, ...] = ()
    table: Table | None = None
    cards: tuple[Card, ...] = ()
    in_full: bool = False
    """Whether its cards are stages, laid out a field to a line."""


def facts_of(
    record: Any, labels: Labels, *, leave_out: Collection[str] = ()
) -> tuple[tuple[Fact, ...], tuple[Table, ...]]:
    """The fields of ``record`` that say something, and a table for each that is rows."""
    facts, tables = [], []
    for spec in fields_of(type(record)).values():
        value = getattr(record, spec.name)
        if spec.name in leave_out or spec.blank(value):
            continue
        if spec.of_rows:
            tables.append(_rows(spec, value))
        else:
            facts.append(Fact(spec.label, in_words(spec, value, labels), spec.free_text))
    return tuple(facts), tuple(tables)


def _rows(spec: Field, rows: Sequence[Any]) -> Table:
    columns = list(fields_of(spec.type).values())
    lines = tuple(
        Line(tuple(in_words(each, getattr(row, each.name), {}) for each in columns)) for row in rows
    )
    return Table(spec.label, columns_of(columns), lines)


def columns_of(specs: Iterable[Field]) -> tuple[Column, ...]:
    """Columns in the order of ``specs``; text wraps and all else stays on one line."""
    return tuple(
        Column(spec.label, kind="words" if spec.type is str else "phrase") for spec in specs
    )


def in_words(spec: Field, value: Any, labels: Labels) -> str:
    """A field's value as people read it: dates, units, and codes by the label they had."""
    if spec.blank(value):
        return wording.MISSING
    if spec.many:
        return "; ".join(_one(spec, part, labels) for part in value)
    return _one(spec, value, labels)


def _one(spec: Field, value: Any, labels: Labels) -> str:
    if spec.codes:
        shipped = CODE_LISTS.get(spec.codes, {}).get(value, value)
        return plain_text(labels.get(spec.name, {}).get(value, shipped))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return f"{wording.day(value.date())} {value:%H:%M}"
    if isinstance(value, date):
        return wording.day(value)
    if isinstance(value, Month):
        return value.label
    if isinstance(value, (int, float)):
        return _amount(value, spec.unit)
    return plain_text(str(value))


def _amount(value: float, unit: str) -> str:
    said = f"{value:,}" if isinstance(value, int) else f"{value:,.2f}".removesuffix(".00")
    if unit == "£":
        return f"£{said}"
    if unit in ("", "count"):
        return said
    return f"{said} {unit.removesuffix('s') if value == 1 else unit}"


def plain_text(words: str) -> str:
    r"""Text with its lines kept and a sign in place of every character that is none.

    >>> plain_text("a\x07b\r\nc")
    'a␇b\nc'
    """
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_visible(c) if unicodedata.category(c) in ("Cc", "Cs") else c for c in lines)


def _visible(character: str) -> str:
    if character in "\n\t":
        return character
    return chr(0x2400 + ord(character)) if ord(character) < 0x20 else "\ufffd"
