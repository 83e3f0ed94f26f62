"""Types of incident: what belongs to a count group, and what a source's words can tell apart."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from casebook.core.codes import ASB, FINER_GROUPS, STREET_TYPES, CountGroup
from casebook.core.months import Month


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
        and (not wanted or folded(each.label) in wanted or folded(each.parent) in wanted)
    )


def hiding(group: CountGroup, types: Types) -> frozenset[int]:
    """The types without a sub-type that may hide incidents of ``group``: Burglary alone, say."""
    coarser = {folded(each.parent) for each in _finer(group, types)}
    coarser |= {folded(part.within) for part in group.subtypes}
    return frozenset(
        number
        for number, each in enumerate(types)
        if not each.parent and each.kind == group.kind and folded(each.label) in coarser
    ) - members(group, types)


def tells_apart(group: CountGroup, types: Types, used: Collection[int], *, subtypes: bool) -> bool:
    """Whether a source that has ``used`` these types tells all that ``group`` counts apart.

    ``subtypes`` says whether it gave sub-types when it did. If so, a group it never named has
    none, as long as both speak of crime in data.police.uk's terms; if not, a group of sub-types
    can't be told apart, and so isn't zero.
    """
    if not group.labels:
        return bool(members(group, types))
    parts = [("", group.types)] if group.types else []
    parts += [(part.within, part.labels) for part in group.subtypes]
    return all(
        _part_tells_apart(
            replace(group, types=labels, subtypes=()), within, types, used, subtypes=subtypes
        )
        for within, labels in parts
    )


def finer_told(
    types: Types,
    used: Mapping[str, Collection[int]],
    counting: Mapping[tuple[str, Month], str],
    subtyped: Collection[tuple[str, Month]],
) -> dict[str, CountGroup]:
    """The finer version of each group that every month which counts tells apart.

    It holds for a whole casebook or not at all, so that no two months, screens or windows are
    counted by different versions.
    """
    every = frozenset(range(len(types)))
    return {
        name: group
        for name, group in FINER_GROUPS.items()
        if (months := [key for key in counting if key[0] == group.kind])
        and all(
            tells_apart(group, types, used.get(counting[key], every), subtypes=key in subtyped)
            for key in months
        )
    }


def _part_tells_apart(
    part: CountGroup, within: str, types: Types, used: Collection[int], *, subtypes: bool
) -> bool:
    """:func:`tells_apart` of types, or of the sub-types of the one type ``within``."""
    heard = [types[number] for number in members(part, types) if number in used]
    if subtypes:
        words = (types[number].coarse for number in used)
        return bool(heard) or (_open_data(words) and _open_data((within, *part.types)))
    alone = {folded(each.label) for each in heard if not each.parent}
    if within:
        return bool(alone)
    return bool(heard) and {folded(each.label) for each in _finer(part, types)} <= alone


def _finer(group: CountGroup, types: Types) -> list[IncidentType]:
    """The sub-types ``group`` names without naming the type they belong to."""
    wanted = _named(group)
    return [
        each
        for each in types
        if each.parent
        and each.kind == group.kind
        and folded(each.label) in wanted
        and folded(each.parent) not in wanted
    ]


def labels_of(kind: str, types: Types) -> dict[str, str]:
    """The label of every type of a kind and of those they belong to, by :func:`folded` label."""
    found = [label for each in types if each.kind == kind for label in (each.parent, each.label)]
    return {folded(label): label for label in found if label}


def _named(group: CountGroup) -> frozenset[str]:
    return frozenset(folded(label) for label in group.labels)


def _open_data(labels: Iterable[str]) -> bool:
    """Whether any of ``labels`` is a crime type of data.police.uk."""
    known = {folded(label) for label in STREET_TYPES if label != ASB}
    return any(folded(label) in known for label in labels)


@cache
def folded(label: str) -> str:
    """A label without its case and punctuation, as labels are compared.

    >>> folded("Burglary - Residential")
    'burglary residential'
    """
    return re.sub(r"[\W_]+", " ", label).strip().casefold()
