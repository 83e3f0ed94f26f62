"""What one trial of reliability tried, and what was lost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """What one trial tried many times over."""

    name: str
    tried: int
    lost: tuple[str, ...] = ()
    """What went wrong, a line each: what it was tried with, and what came of it."""
    notes: tuple[str, ...] = ()
    """What else is worth printing, such as the peak memory of its children."""
