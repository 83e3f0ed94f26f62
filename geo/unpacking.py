"""How far a packed file may grow before it is no longer taken for what it says it is."""

from __future__ import annotations

from pathlib import PurePosixPath

from casebook.core.errors import BadFile

_LARGEST = 2 << 30
_SUSPECT = 100_000_000
_TIGHTEST = 100
"""A table shrinks to a tenth or a twentieth; what shrinks to a hundredth is no table."""


def refuse_bomb(name: str, packed: int, unpacked: int) -> None:
    """Raise :class:`BadFile` for what grows from ``packed`` to ``unpacked`` bytes beyond reason."""
    if unpacked > _LARGEST:
        raise BadFile(f"{name} is over 2 GB when unpacked: unzip it first.")
    refuse_growth(name, packed, unpacked)


def refuse_growth(name: str, packed: int, unpacked: int) -> None:
    """As :func:`refuse_bomb`, whatever the size, of what is large because it repeats itself."""
    if unpacked > _SUSPECT and unpacked > _TIGHTEST * packed:
        raise BadFile(
            f"{name} grows to over {_TIGHTEST} times its size when it is unpacked, as no table "
            "does: unzip it first if it is one."
        )


def is_packed(name: str) -> bool:
    """Whether a file is an archive by its name.

    >>> is_packed("a/b.ZIP"), is_packed("a.zip/b.csv")
    (True, False)
    """
    return PurePosixPath(name).suffix.lower() in (".zip", ".7z", ".rar", ".tar", ".tgz")
