"""A file made for the public: an open downgrade of the casebook's marking, kept in the history."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casebook.book.opening import Book

KIND = "public"
"""What the history calls it."""
MARKING = "FOR THE PUBLIC"
"""What stands on every page in the place of the casebook's own marking, which it never names."""


@contextmanager
def released(book: Book, what: str, files: Mapping[str, bytes]) -> Iterator[None]:
    """Write files for the public within the block: the history holds ``what`` and their digests.

    Where a file can't be written nothing is kept, and where nothing can be kept, as in a casebook
    open read-only, none is written. Raises :class:`NotAllowed` for who may not make files.
    """
    book.require("export")
    with book.store.writing() as tx:
        change = {
            "marking": [book.settings.marking, MARKING],
            "files": {name: sha256(content).hexdigest() for name, content in files.items()},
        }
        tx.history.append(book.author, KIND, what, change)
        yield
