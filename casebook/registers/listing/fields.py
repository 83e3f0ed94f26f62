"""What of an entry stands apart in its register's list: its days and its amount."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from casebook.core.fields import Field, fields_of
from casebook.core.months import Month

_DATED = (date, datetime, Month)


NUMBER, ABOUT, SAYS = "number", "about", "says"
"""The columns of a list that aren't a field of their own: an entry's number, what it is about or is
called, and what it says in a line."""


@dataclass(frozen=True)
class Look:
    """What is looked for in a register, and in which order."""

    words: tuple[str, ...] = ()
    """What an entry must hold, in small letters."""
    by: str = ""
    """The column that sorts: a field or one of those above; empty for the register's own order."""
    down: bool = False


def day_fields(kind: type[Any]) -> tuple[Field, ...]:
    """The fields with the two days of an entry: when it is from, and when it ends or is due."""
    specs = fields_of(kind)
    dated = [spec for spec in specs.values() if spec.type in _DATED and not spec.many]
    first = [specs[name] for name in ("at", "until") if name in specs]
    return tuple(first or dated[:2])


def number_fields(kind: type[Any]) -> tuple[Field, ...]:
    """The first field that holds an amount; none where a kind has none."""
    specs = fields_of(kind).values()
    return tuple([s for s in specs if s.type is float or (s.type, s.name) == (int, "count")][:1])


def apart_in(kind: type[Any]) -> frozenset[str]:
    """The fields that stand apart in a register's list."""
    return frozenset(spec.name for spec in (*day_fields(kind), *number_fields(kind)))


def said_fields(kind: type[Any], apart: Collection[str] | None = None) -> tuple[Field, ...]:
    """What an entry says in its list's one line, in order: what is typed, and not ``apart``.

    Its name or what must be written comes first, then what else was typed, as it is declared.
    """
    apart = apart_in(kind) if apart is None else apart
    specs = [
        spec
        for name, spec in fields_of(kind).items()
        if (spec.free_text or not spec.fixed) and name not in apart and name != "ref"
    ]
    return tuple(sorted(specs, key=lambda spec: not _heads(spec)))


def _heads(spec: Field) -> bool:
    return spec.name == "name" or (spec.name == "text" and spec.required)
