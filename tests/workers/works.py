"""Work that workers find by its name: squares, refusals, and processes that are killed."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path

from casebook.core.errors import BadFile
from casebook.files.progress import Progress


@dataclass(frozen=True)
class Numbers:
    """A shard of numbers; ``marks`` is a folder where a process leaves word of itself."""

    values: tuple[int, ...]
    marks: Path | None = None

    @property
    def name(self) -> str:
        """Its numbers."""
        return f"Squaring {self.values}"

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.values)


def squares(shard: Numbers, progress: Progress) -> int:
    """The sum of the squares."""
    progress(shard.size, shard.size, shard.name)
    return sum(value * value for value in shard.values)


def killed_once(shard: Numbers, progress: Progress) -> int:
    """As :func:`squares`, but whoever is first to meet a 3 is killed."""
    assert shard.marks is not None
    if 3 in shard.values:
        try:
            (shard.marks / "killed").touch(exist_ok=False)
        except FileExistsError:
            return squares(shard, progress)
        _kill()
    return squares(shard, progress)


def killed_always(shard: Numbers, progress: Progress) -> int:
    """As :func:`squares`, but whoever meets a 3 is killed."""
    if 3 in shard.values:
        _kill()
    return squares(shard, progress)


def refused(shard: Numbers, progress: Progress) -> int:
    """As :func:`squares`, but an odd number is refused by its name."""
    odd = [value for value in shard.values if value % 2]
    if odd:
        raise BadFile(f"numbers.csv row {odd[0]} is odd: make it even.")
    return squares(shard, progress)


def broken(shard: Numbers, progress: Progress) -> int:
    """What nobody expects."""
    raise ZeroDivisionError(shard.name)


def which_process(shard: Numbers, progress: Progress) -> int:
    """The process that this is."""
    return os.getpid()


def _kill() -> None:
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
