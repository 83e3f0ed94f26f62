"""Rows parted into the blocks that are sealed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from casebook.store.sealing.digests import Values


def parted(
    columns: Mapping[str, Values], alike: Sequence[str]
) -> Iterator[tuple[tuple[Any, ...], list[Values]]]:
    """Each block of rows that have the values of ``alike`` in common: these, and its columns.

    Rows keep their order within a block; no rows give none.
    """
    keys = [np.asarray(columns[name]) for name in alike]
    order = np.lexsort(keys[::-1])
    for start, stop in itertools.pairwise(_bounds([each[order] for each in keys])):
        own = order[start:stop]
        yield (
            tuple(each[own[0]].item() for each in keys),
            [_taken(v, own) for v in columns.values()],
        )


def _bounds(alike: Sequence[Any]) -> list[int]:
    """Where in sorted rows each run of the same values begins, and the end."""
    size = len(alike[0])
    if not size:
        return []
    changes = np.zeros(size - 1, bool)
    for each in alike:
        changes |= each[1:] != each[:-1]
    return [0, *(np.flatnonzero(changes) + 1).tolist(), size]


def _taken(values: Values, places: Any) -> Values:
    """The values at these places; quickly of a column that is one value throughout."""
    found: Values = values[: len(places)] if not values.strides[0] else values[places]
    return found
