"""What two people made of one record since they both read it, brought together field by field."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Together:
    """Two edits of one record as one."""

    changes: dict[str, Any]
    """What of mine is to be written over theirs."""
    theirs: tuple[str, ...]
    """Fields that only they changed, in which theirs stands."""
    clashes: tuple[str, ...]
    """Fields that both changed, and not to the same."""


def together(
    base: Mapping[str, Any],
    theirs: Mapping[str, Any],
    mine: Mapping[str, Any],
    *,
    free: Collection[str] = (),
) -> Together:
    """``mine`` over ``theirs``, both made from ``base``; ``mine`` may hold a part of the fields.

    A field that ``base`` lacks isn't known as it was: both changed it, unless it is ``free`` in
    theirs (nobody wrote in it).

    >>> together({"a": 1, "b": 1, "c": 1}, {"a": 2, "b": 1, "c": 2}, {"a": 1, "b": 3, "c": 3})
    Together(changes={'b': 3}, theirs=('a',), clashes=('c',))
    """
    changes, left, clashes = {}, [], []
    for name, value in mine.items():
        stands = theirs[name]
        if value == stands:
            continue
        if name in base and value == base[name]:
            left.append(name)
        elif (name in base and stands == base[name]) or (name not in base and name in free):
            changes[name] = value
        else:
            clashes.append(name)
    return Together(changes, tuple(left), tuple(clashes))
