"""What a pack in paragraphs and tables says, as plain values that every format lays out alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from casebook.core import wording
from casebook.packs.tables import PrintTable


@dataclass(frozen=True)
class ReportBlock:
    """One thing under a heading: a paragraph, a heading of its own, tables, or small print."""

    kind: Literal["paragraph", "heading", "tables", "notes"]
    words: str = ""
    number: int = 0
    """Of a paragraph; 0 where paragraphs aren't numbered."""
    points: tuple[str, ...] = ()
    """Of a paragraph: what it lists, lettered; of notes: each of them."""
    tables: tuple[PrintTable, ...] = ()
    """Of tables: one, or several of half a page each that stand side by side."""


def para(words: str, points: Iterable[str] = ()) -> ReportBlock:
    """A paragraph, with what it lists."""
    return ReportBlock("paragraph", words, points=tuple(points))


def heading(words: str) -> ReportBlock:
    """A heading under the part's own."""
    return ReportBlock("heading", words)


def tables(*found: PrintTable) -> ReportBlock:
    """A table, or several of half a page that stand side by side."""
    return ReportBlock("tables", tables=found)


def notes(words: Iterable[str]) -> tuple[ReportBlock, ...]:
    """Small print, or nothing where there is none."""
    points = tuple(words)
    return (ReportBlock("notes", points=points),) if points else ()


@dataclass(frozen=True)
class ReportPart:
    """A heading and what stands under it."""

    anchor: str
    heading: str
    blocks: tuple[ReportBlock, ...]
    new_page: bool = False


@dataclass(frozen=True)
class Report:
    """A whole pack of one kind; nothing in it is markup."""

    title: str
    force: str
    marking: str
    synthetic: str
    """Printed on every page made from invented data; empty for real data."""
    facts: tuple[tuple[str, str], ...]
    """What stands at its head, such as who it is for, a label and its words each."""
    made_on: date
    parts: tuple[ReportPart, ...]
    across: bool = False
    """Whether its pages lie on their long side."""

    @property
    def made(self) -> str:
        """The day it was made, as people read it."""
        return wording.day(self.made_on)


def numbered(parts: Iterable[ReportPart]) -> tuple[ReportPart, ...]:
    """The parts with their paragraphs numbered from 1, through all of them."""
    found, last = [], 0
    for part in parts:
        blocks = []
        for block in part.blocks:
            last += block.kind == "paragraph"
            blocks.append(replace(block, number=last) if block.kind == "paragraph" else block)
        found.append(replace(part, blocks=tuple(blocks)))
    return tuple(found)


def letter(at: int) -> str:
    """The letter of the point at a place, from 0: a to z, then aa.

    >>> letter(0), letter(25), letter(26)
    ('a', 'z', 'aa')
    """
    over, at = divmod(at, 26)
    return (letter(over - 1) if over else "") + chr(ord("a") + at)
