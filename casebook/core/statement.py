"""Statements: what a register adds up to, in one shape for the command line, screens and packs.

A statement's figures are worked out once; each heading has a form that says how its
values read, so that no two of its readers can say them differently.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from casebook.core.months import Window
from casebook.core.wording import in_form, is_fine


@dataclass(frozen=True)
class Head:
    """One column: the key of its values in a row, its heading, and how its values read."""

    key: str
    label: str
    form: str = "text"
    """One of the forms of :func:`casebook.core.wording.in_form`."""
    kept: bool = False
    """Whether the column stays even where nothing is known under it: that says something too."""

    @property
    def right(self) -> bool:
        """Whether its values stand to the right, as numbers do."""
        return self.form not in ("text", "date", "moment")


@dataclass(frozen=True)
class Ask:
    """What somebody wants stated: each part narrows, and an empty one leaves all."""

    window: Window | None = None
    ref: str = ""
    """The fund, programme or indicator asked about."""
    place: str = ""
    programme: str = ""
    profile: str = ""
    by: str = ""
    rule: str = ""


@dataclass(frozen=True)
class Stated:
    """One statement of a register: its command's name, its help, and what narrows it."""

    name: str
    help: str
    where: str
    """The function (``module:name``) that works it out, given the open casebook and an
    :class:`Ask`."""
    takes: tuple[str, ...] = ()
    """Parts of :class:`Ask` it heeds: window, ref, place, programme, profile, by, rule."""
    by: tuple[str, ...] = ()
    """What its rows can stand for, the first when nothing is asked."""
    register: str = ""
    """The word of the register that declares it; a kind's own list leaves it out."""


@dataclass(frozen=True)
class Statement:
    """Rows under headings, with the sentences that must be read beside them.

    A row is a mapping of plain JSON values; it may hold more keys than there are heads, such as
    the lines of a fund. None is missing and reads as a dash, never as zero.
    """

    title: str
    heads: tuple[Head, ...]
    rows: tuple[Mapping[str, Any], ...]
    notes: tuple[str, ...] = ()
    """What each figure means, its baseline and its gaps, a sentence each."""
    total: Mapping[str, Any] | None = None
    """The row that adds up the others; None where they can't be added."""
    grouped: str = ""
    """The key of the column whose value several rows share one after another; empty for none."""

    def only(self, *keys: str) -> Statement:
        """With the columns of these keys, in this order; raises KeyError for one there isn't."""
        heads = {head.key: head for head in self.heads}
        return replace(self, heads=tuple(heads[key] for key in keys))

    def trimmed(self) -> Statement:
        """Without columns that say nothing: blank throughout, or a name that is the ref beside it.

        Those to be kept and the grouped one stay; a statement without rows stays as it is.
        """
        if not self.rows:
            return self
        heads: list[Head] = []
        for head in self.heads:
            said = any(not blank(row.get(head.key)) for row in (*self.rows, self.total or {}))
            if head.kept or head.key == self.grouped or (said and not self._repeats(head, heads)):
                heads.append(head)
        return replace(self, heads=tuple(heads))

    def cells(self) -> tuple[tuple[str, ...], ...]:
        """Every row as it reads under the headings, the total's last.

        What rows share is printed once, in the first of them. Money under one heading has pence in
        every row or in none, and hours alike. In the total, words that aren't there are blank, not
        missing.
        """
        fine = {head.key: self._fine(head) for head in self.heads}
        found, above = [], None
        for row in self.rows:
            shared = row.get(self.grouped) if self.grouped else None
            again = shared is not None and shared == above
            above = shared
            found.append(
                tuple(
                    ""
                    if again and head.key == self.grouped
                    else in_form(head.form, row.get(head.key), fine=fine[head.key])
                    for head in self.heads
                )
            )
        if self.total is not None:
            found.append(
                tuple(_in_total(head, self.total.get(head.key), fine) for head in self.heads)
            )
        return tuple(found)

    def _repeats(self, head: Head, before: list[Head]) -> bool:
        if head.key != "name" or not before:
            return False
        beside = before[-1].key
        return all(row.get("name") == row.get(beside) for row in self.rows)

    def _fine(self, head: Head) -> bool:
        """Whether any value under the heading needs its smaller unit, so that all have it."""
        return is_fine(head.form, (row.get(head.key) for row in (*self.rows, self.total or {})))


def blank(value: Any) -> bool:
    """Whether a value is missing: None, no text or an empty list; 0 and False say something."""
    return value is None or (isinstance(value, (str, list, tuple)) and not value)


def _in_total(head: Head, value: Any, fine: Mapping[str, bool]) -> str:
    if blank(value) and not head.right:
        return ""
    return in_form(head.form, value, fine=fine[head.key])
