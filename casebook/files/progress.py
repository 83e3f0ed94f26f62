"""How far a long job is, told to whoever watches."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int, str], None]
"""Told how much of how much is done, and of what."""


def silent(_done: int, _total: int, _what: str) -> None:
    """A progress that nobody watches."""
