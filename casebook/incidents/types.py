"""Types of incident: what belongs to a count group, and what a source's words can tell apart."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import NamedTuple

from casebook.core.codes import ASB, STREET_TYPES, CountGroup


class IncidentType(NamedTuple):
    """What an incident is, in its source's own words."""

    label: str
    kind: str
    """crime or asb."""
    parent: str = ""
    """The coarser type a sub-type belongs to; empty for a type that stands alone."""

    @property
    def coarse(self) -> str:
        """The label of the coarser type, or its own.

        >>> IncidentType("Residential burglary", "crime", "Burglary").coarse
        'Burglary'
        """
        return self.parent or self.label

    @property
    def subtype(self) -> str | None:
        """Its label where it is a sub-type."""
        return self.label if self.parent else None


Types = Sequence[IncidentType]
"""Every type of a casebook, each at the place of its number."""


def members(group: CountGroup, types: Types) -> frozenset[int]:
    """The numbers of the types ``group`` counts: a type brings its sub-types with it."""
    wanted = _named(group)
    return frozenset(
        number
        for number, each in enumerate(types)
        if each.kind == group.kind
        and (not wanted or _folded(each.label) in wanted or _folded(each.parent) in wanted)
    )


def hiding(group: CountGroup, types: Types) -> frozenset[int]:
    """The types without a sub-type that may hide incidents of ``group``: Burglary alone, say."""
    coarser = {_folded(each.parent) for each in _finer(group, types)}
    coarser |= {_folded(group.within)} - {""}
    return frozenset(
        number
        for number, each in enumerate(types)
        if not each.parent and each.kind == group.kind and _folded(each.label) in coarser
    ) - members(group, types)


def told(group: CountGroup, types: Types, used: Collection[int], *, subtypes: bool) -> bool:
    """Whether a source that has ``used`` these types can tell what ``group`` counts.

    ``subtypes`` says whether it gave sub-types when it did. If so, a group it never named has
    none, as long as both speak of crime in data.police.uk's terms; if not, a group of sub-types
    isn't told, and so isn't zero.
    """
    own = members(group, types)
    if not group.types:
        return bool(own)
    heard = [types[number] for number in own if number in used]
    if subtypes:
        words = (types[number].coarse for number in used)
        return bool(heard) or (_open_data(words) and _open_data((group.within, *group.types)))
    alone = {_folded(each.label) for each in heard if not each.parent}
    if group.within:
        return bool(alone)
    return bool(heard) and {_folded(each.label) for each in _finer(group, types)} <= alone


def _finer(group: CountGroup, types: Types) -> list[IncidentType]:
    """The sub-types ``group`` names without naming the type they belong to."""
    wanted = _named(group)
    return [
        each
        for each in types
        if each.parent
        and each.kind == group.kind
        and _folded(each.label) in wanted
        and _folded(each.parent) not in wanted
    ]


def _named(group: CountGroup) -> frozenset[str]:
    return frozenset(_folded(label) for label in group.types)


def _open_data(labels: Iterable[str]) -> bool:
    """Whether any of ``labels`` is a crime type of data.police.uk."""
    known = {_folded(label) for label in STREET_TYPES if label != ASB}
    return any(_folded(label) in known for label in labels)


@cache
def _folded(label: str) -> str:
    """A label without its case and punctuation.

    >>> _folded("Burglary - Residential")
    'burglary residential'
    """
    return re.sub(r"[\W_]+", " ", label).strip().casefold()
