"""Kinds that a test makes up: known to the registry only while the test asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from casebook.core import kinds
from casebook.core.kinds import Record

K = TypeVar("K", bound=type[Record])


def made_up(kind: K) -> K:
    """Take a class out of the registry again; a kind that it took the place of is back."""
    kinds.forget(kind)
    for base in kind.__mro__[1:]:
        if issubclass(base, Record) and vars(base).get("KIND") == kind.KIND:
            kinds.register(base)
    return kind


@contextmanager
def known(kind: type[Record]) -> Iterator[None]:
    """The registry with a kind in it; what it took the place of is back afterwards."""
    before = kinds.kind_called(kind.KIND)
    kinds.register(kind)
    try:
        yield
    finally:
        kinds.forget(kind)
        if before is not None:
            kinds.register(before)
