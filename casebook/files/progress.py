"""How far a long job is, for whoever watches it."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int, str], None]
"""Called with how much of how much is done, and of what."""


def silent(_done: int, _total: int, _what: str) -> None:
    """A progress that nobody watches."""
