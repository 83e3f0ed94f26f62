"""Where shards are worked on, and into how many work is cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from casebook.core.errors import CasebookError

LOCAL = "local"
"""The address that stands for a cluster of Dask's own on this machine."""
_FOR_EACH = 4
"""Shards for each worker, so that none waits long for the last."""


class WorkersLost(CasebookError):
    """Workers ended again and again, or couldn't be reached."""


class Shard(Protocol):
    """Some of the work; it must be picklable, and so must what is made of it."""

    @property
    def name(self) -> str:
        """What a person is told is being worked on."""

    @property
    def size(self) -> int:
        """How much of the work it is, in whatever unit."""


class Sized(Protocol):
    """What has a size."""

    @property
    def size(self) -> int:
        """How large it is, in whatever unit."""


T = TypeVar("T", bound=Sized)


@dataclass(frozen=True)
class WorkerCluster:
    """Workers beside this process."""

    jobs: int
    """How many workers there are: on this machine so many are started."""
    address: str = ""
    """Blank for processes of our own, :data:`LOCAL`, or where a Dask scheduler listens."""

    @property
    def shards(self) -> int:
        """Into how many shards work is best cut."""
        return _FOR_EACH * self.jobs


def cut(parts: Sequence[T], number: int) -> list[list[int]]:
    """The positions of ``parts`` in at most ``number`` runs of about one size; none is empty.

    >>> from types import SimpleNamespace
    >>> cut([SimpleNamespace(size=n) for n in (9, 1, 1, 1, 9)], 2)
    [[0, 1, 2], [3, 4]]
    """
    total = sum(part.size for part in parts) or 1
    runs: dict[int, list[int]] = {}
    before = 0
    for position, part in enumerate(parts):
        middle = before + part.size / 2
        runs.setdefault(min(int(middle * number / total), number - 1), []).append(position)
        before += part.size
    return list(runs.values())
