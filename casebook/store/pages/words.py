"""Words looked for in texts, capitals or not, by every database alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, String, and_, literal, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

SMALL_LETTERS = "small_letters"
"""What a file's connection calls the function of :class:`small_letters`."""


class small_letters(GenericFunction[str]):  # noqa: N801 - called like a function of the database
    """A text in small letters, to look for words in: SQLite's own knows English letters alone."""

    type = String()
    inherit_cache = True
    name = SMALL_LETTERS


@compiles(small_letters, "postgresql")
def _on_server(element: small_letters, compiler: Any, **given: Any) -> str:
    return f"lower({compiler.process(element.clauses, **given)})"


def holding(words: Iterable[str], texts: Sequence[ColumnElement[Any]]) -> ColumnElement[bool]:
    """That every one of ``words``, in small letters, stands in one of ``texts``."""
    return and_(
        literal(value=True),
        *(
            or_(*(small_letters(text).contains(word, autoescape=True) for text in texts))
            for word in words
        ),
    )
