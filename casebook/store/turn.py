"""Waiting for one's turn to write: a casebook is written by one at a time."""

from __future__ import annotations

import time
from collections.abc import Callable

from casebook.core.errors import StoreFailure
from casebook.core.wording import number

BUSY_SECONDS = 5
"""How long whatever else needs the casebook for itself waits."""
PATIENCE = 60.0
"""Seconds: an import of a force's year writes for less than half of this."""
_UNSAID = 2.0
"""Seconds before who waits is told so."""
_PAUSE = 0.05


class Turn:
    """One writer's turn; ``waiting`` is called once where it doesn't come within two seconds."""

    def __init__(self, book: str, waiting: Callable[[], object], patience: float) -> None:
        self._book = book
        self._waiting = waiting
        self._patience = patience

    def wait(self, taken: Callable[[], bool]) -> None:
        """Ask until ``taken`` says that the turn has come.

        Raises :class:`StoreFailure` where it hasn't within ``patience`` seconds.
        """
        began, said = time.monotonic(), False
        while not taken():
            waited = time.monotonic() - began
            if waited >= self._patience:
                raise StoreFailure(
                    f"Somebody else is writing to {self._book} and hasn't finished in "
                    f"{number(self._patience)} seconds. Nothing was changed: try again "
                    "when they have."
                )
            if waited >= _UNSAID and not said:
                said = True
                self._waiting()
            time.sleep(_PAUSE)
