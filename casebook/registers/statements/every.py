"""The statements that registers declare, found by name and worked out."""

from __future__ import annotations

import importlib
from dataclasses import replace

from casebook.book.opening import Book
from casebook.core.entry import registers
from casebook.core.errors import BadValue
from casebook.core.statement import Ask, Stated, Statement


def statements_of(register: str) -> tuple[Stated, ...]:
    """The statements of one register; none for one that adds up to nothing or isn't there."""
    kind = registers().get(register)
    return tuple(replace(each, register=register) for each in (kind.STATEMENTS if kind else ()))


def state(book: Book, register: str, name: str, ask: Ask | None = None) -> Statement:
    """Work out the statement ``name`` of a register.

    Raises :class:`BadValue` for a statement there isn't or a grouping it has not, and what its
    function raises.
    """
    book.require("view")
    declared = {one.name: one for one in statements_of(register)}
    if name not in declared:
        known = ", ".join(declared) or "none"
        raise BadValue(f"The register {register} has no statement '{name}'; it has {known}.")
    found, asked = declared[name], ask or Ask()
    if asked.by and asked.by not in found.by:
        raise BadValue(f"'{name}' can't be grouped by '{asked.by}': take {' or '.join(found.by)}.")
    module, function = found.where.split(":")
    worked_out: Statement = getattr(importlib.import_module(module), function)(book, asked)
    return worked_out
