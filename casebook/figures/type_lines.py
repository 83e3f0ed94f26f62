"""The lines of a table by type: a kind's total, its types beneath, their sub-types beneath them."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from casebook.core.codes import CountGroup, SubTypes
from casebook.core.errors import BadValue
from casebook.incidents.counts import KINDS, Counter


@dataclass(frozen=True)
class TypeLine:
    """What a row counts, and what it is called."""

    label: str
    """The type's label, or the title of the count group."""
    group: CountGroup
    """The count group, or one made for the type."""
    types: frozenset[int]
    count_group: str | None = None
    """The count group it stands for: a total, or one asked for by name."""
    part_of: str | None = None
    """The type a sub-type is part of, else the total it belongs to; None for a count group."""


def every_line(counter: Counter) -> list[TypeLine]:
    """A total for each kind, its types beneath by name, and each one's sub-types beneath it."""
    lines = []
    for kind in KINDS:
        total = counter.group(kind)
        lines.append(_total(counter, kind))
        types = _types_of(counter, kind)
        for label, parts in sorted(types.items()):
            if len(types) == len(parts) == 1:
                continue  # a kind's only type is its total
            own = frozenset(number for numbers in parts.values() for number in numbers)
            group = CountGroup("", label, kind, (label,))
            lines.append(TypeLine(label, group, own, part_of=total.title))
            for sub in sorted(name for name in parts if name):
                group = CountGroup("", sub, kind, subtypes=(SubTypes(label, (sub,)),))
                lines.append(TypeLine(sub, group, parts[sub], part_of=label))
    return lines


def _total(counter: Counter, name: str) -> TypeLine:
    group = counter.group(name)
    return TypeLine(group.title, group, counter.numbers[name], count_group=name)


def _types_of(counter: Counter, kind: str) -> dict[str, dict[str | None, frozenset[int]]]:
    """``{type: {sub-type: its numbers}}`` of one kind; None for what has no sub-type."""
    found: dict[str, dict[str | None, frozenset[int]]] = {}
    for number, each in enumerate(counter.types):
        if each.kind == kind:
            parts = found.setdefault(each.coarse, {})
            parts[each.subtype] = parts.get(each.subtype, frozenset()) | {number}
    return found


def lines_named(counter: Counter, wanted: Sequence[str]) -> list[TypeLine]:
    """A line for each count group, or type by its label; raises :class:`BadValue`."""
    by_label = {line.label.casefold(): line for line in every_line(counter) if not line.count_group}
    lines = []
    for text in dict.fromkeys(name.strip() for name in wanted):
        if text in counter.groups:
            lines.append(_total(counter, text))
        elif text.casefold() in by_label:
            lines.append(by_label[text.casefold()])
        else:
            known = [*counter.groups, *(line.label for line in by_label.values())]
            near = difflib.get_close_matches(text, known, n=2)
            hint = f"did you mean {' or '.join(near)}?" if near else f"try {', '.join(known)}."
            raise BadValue(f"There is no count group or type '{text}': {hint}")
    return lines
