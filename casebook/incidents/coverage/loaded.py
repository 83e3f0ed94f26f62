"""Whose data each source has loaded, by kind and month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from casebook.core.months import Month
from casebook.incidents.coverage.forces import force_key
from casebook.store.loads import Load

Loaded = Mapping[tuple[str, str, Month], frozenset[str]]
"""For a source, kind and whole month that is loaded, the keys of the forces whose data it is.

Empty where the files don't say, which then speak for every force.
"""


def loaded_forces(loads: Sequence[Load]) -> Loaded:
    """Whose data these loads of incidents, oldest first, have brought.

    What a load of the very same files said is left out: 0.1.0 kept no forces, and the file read
    again does.
    """
    newest = {(load.source, load.sha256): load.id for load in loads}
    found: dict[tuple[str, str, Month], frozenset[str] | None] = {}
    for load in loads:
        if newest[load.source, load.sha256] != load.id:
            continue
        for cover in load.covers:
            forces = frozenset(map(force_key, cover.forces))
            for month in cover.span.months:
                at = (load.source, cover.kind, month)
                before = found.get(at, forces)
                found[at] = before | forces if before and forces else None
    return {at: forces or frozenset() for at, forces in found.items()}
