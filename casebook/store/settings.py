"""The settings, and the lists that grow with what files bring."""

from __future__ import annotations

from math import erfc, sqrt

from casebook.core.fields import decode, encode
from casebook.core.settings import Settings
from casebook.store.history import Author
from casebook.store.transaction import Transaction


def load_settings(tx: Transaction) -> Settings:
    """The casebook's settings; what it doesn't hold is as shipped."""
    kept = dict(tx.setting("settings", {}))
    if "z_limit" in kept:  # of a casebook made when a z judged counts: as rare as beyond that z
        rare = erfc(float(kept.pop("z_limit")) / sqrt(2))
        kept.setdefault("usual_variation", max(21, min(10**9, round(1 / max(rare, 1e-9)))))
    return decode(Settings, kept)


def save_settings(
    tx: Transaction, before: Settings, after: Settings, author: Author, why: str = ""
) -> None:
    """Write what differs, with one history entry; nothing when nothing does."""
    old, new = encode(before), encode(after)
    change = {name: [old[name], new[name]] for name in new if old[name] != new[name]}
    if change:
        tx.put("settings", new)
        tx.history.append(author, "setting", "casebook", change, why)


def codes_of(tx: Transaction, name: str, labels: list[str]) -> list[int]:
    """The numbers of ``labels`` in the growing list ``name``; new labels are added at its end."""
    known: list[str] = tx.setting(name, [])
    at = {label: number for number, label in enumerate(known)}
    fresh = [label for label in dict.fromkeys(labels) if label not in at]
    if fresh:
        for label in fresh:
            at[label] = len(at)
        tx.put(name, known + fresh)
    return [at[label] for label in labels]
