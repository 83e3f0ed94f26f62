"""A record of any kind in words, by its field definitions: what a page lays out."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from casebook.core.fields import Field, fields_of
from casebook.core.wording import MISSING, Labels, said
from casebook.packs.tables import PrintColumn, PrintRow, PrintTable


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
    tables: tuple[PrintTable, ...] = ()
    """Fields that are rows of their own, such as hypotheses."""
    says: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A section of the page."""

    anchor: str
    heading: str
    says: tuple[str, ...] = ()
    table: PrintTable | None = None
    cards: tuple[Card, ...] = ()
    in_full: bool = False
    """Whether its cards are stages, laid out a field to a line."""


def facts_of(
    record: Any, labels: Labels, *, leave_out: Collection[str] = ()
) -> tuple[tuple[Fact, ...], tuple[PrintTable, ...]]:
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


def _rows(spec: Field, rows: Sequence[Any]) -> PrintTable:
    columns = list(fields_of(spec.type).values())
    lines = tuple(
        PrintRow(tuple(in_words(each, getattr(row, each.name), {}) for each in columns))
        for row in rows
    )
    return PrintTable(spec.label, columns_of(columns), lines)


def columns_of(specs: Iterable[Field]) -> tuple[PrintColumn, ...]:
    """Columns in the order of ``specs``; text wraps and all else stays on one line."""
    return tuple(
        PrintColumn(spec.label, kind="words" if spec.type is str else "phrase") for spec in specs
    )


def in_words(spec: Field, value: Any, labels: Labels) -> str:
    """A field's value as people read it, with a sign for every character that is none."""
    return plain_text(said(spec, value, labels)) or MISSING


def plain_text(words: str) -> str:
    r"""Text with its lines kept and a sign in place of every character that is none.

    >>> plain_text("a\x07b\r\nc")
    'a␇b\nc'
    """
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_visible(c) if unicodedata.category(c) in ("Cc", "Cs") else c for c in lines)


def cut(words: str, most: int) -> str:
    r"""The words on one line, of so many characters at the most; what was cut ends in a sign.

    >>> cut("Lamps  are out\nagain", 14), cut("Lamps are out", 14)
    ('Lamps are out…', 'Lamps are out')
    """
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _visible(character: str) -> str:
    if character in "\n\t":
        return character
    return chr(0x2400 + ord(character)) if ord(character) < 0x20 else "\ufffd"
