"""What comes back from a worker: a value, or what went wrong, as plain values."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from casebook import __version__
from casebook.core.errors import CasebookError
from casebook.files.progress import Progress, silent
from casebook.workers.cluster import WorkersLost

S = TypeVar("S")
R = TypeVar("R")

Work = Callable[[S, Progress], R]
"""A function of a module: a worker finds it by its name."""


class WorkerFault(Exception):
    """An unexpected failure in a worker.

    ``kind`` and ``frames`` are what exception it was and where.
    """

    def __init__(self, kind: str, frames: tuple[str, ...]) -> None:
        super().__init__(f"{kind} in a worker")
        self.kind, self.frames = kind, frames


@dataclass(frozen=True)
class WorkOutcome(Generic[R]):
    """What came of a shard: one of these three."""

    value: R | None = None
    refused: CasebookError | None = None
    fault: tuple[str, tuple[str, ...]] | None = None
    version: str = __version__
    """The worker's own."""

    def result(self) -> R:
        """The value; raises what the worker did, :class:`WorkerFault` for what is unexpected."""
        if self.version != __version__:
            raise WorkersLost(
                f"The workers have Casebook {self.version} and this is {__version__}: install the "
                "same everywhere."
            )
        if self.refused is not None:
            raise self.refused
        if self.fault is not None:
            raise WorkerFault(*self.fault)
        return self.value  # type: ignore[return-value]


def outcome_of(work: Work[S, R], shard: S) -> WorkOutcome[R]:
    """What comes of a shard in this process, which is a worker."""
    try:
        return WorkOutcome(work(shard, silent))
    except CasebookError as error:
        return WorkOutcome(refused=error)
    except Exception as error:  # noqa: BLE001 - told where the work was asked for
        kind = f"{type(error).__module__}.{type(error).__qualname__}"
        frames = traceback.extract_tb(error.__traceback__)
        where = tuple(f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)
        return WorkOutcome(fault=(kind, where))
