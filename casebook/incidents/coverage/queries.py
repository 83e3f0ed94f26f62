"""Whose data is loaded, read and kept."""

from __future__ import annotations

from collections.abc import Sequence

from casebook.incidents.coverage.forces import force_key, fuller
from casebook.store.transaction import Transaction

_FORCES = "incident-forces"


def force_names(tx: Transaction) -> tuple[str, ...]:
    """Every force that incidents are of, each at the place of the number rows carry."""
    return tuple(tx.setting(_FORCES, []))


def force_codes(tx: Transaction, names: Sequence[str]) -> list[int | None]:
    """The numbers of forces, however their names are written; None for what is no name.

    New ones are added at the list's end, and a known one takes the fuller of its names.
    """
    before = force_names(tx)
    known = fuller([*before, *names])
    places = {key: number for number, key in enumerate(known)}
    if tuple(known.values()) != before:
        tx.put(_FORCES, list(known.values()))
    return [places.get(force_key(name)) for name in names]
