"""Rows grouped, and what adds them up: done alike in every statement."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from casebook.core.made_numbers import together
from casebook.core.statement import Head

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


def in_groups(items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """Items by their key, keys and items in the order they come."""
    found: dict[K, list[T]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found


def none_last(key: Sequence[Any]) -> list[tuple[bool, Any]]:
    """What sorts keys of several parts so that rows for nothing in particular come last."""
    return [(part is None, "" if part is None else part) for part in key]


def heads_by(parts: Iterable[str], heads: Mapping[str, tuple[Head, ...]]) -> tuple[Head, ...]:
    """The columns of rows grouped by ``parts``, such as team and month: each part's own."""
    return tuple(head for part in parts for head in heads[part])


def total_row(
    heads: Sequence[Head], figures: Mapping[str, Any], label: str = "All"
) -> dict[str, Any]:
    """The row of ``figures`` that adds up the others, named under the first of ``heads``."""
    return {heads[0].key: label, **figures}


def sum_known(values: Sequence[float | None]) -> float | None:
    """What ``values`` come to; None where one of them isn't known."""
    known = [value for value in values if value is not None]
    return together(known) if len(known) == len(values) else None
