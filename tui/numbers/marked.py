"""Numbers in what a screen shows, each with what it was made from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count
from pickle import dumps
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content, Span
from textual.style import Style

from tui.parts.text import clean

if TYPE_CHECKING:
    from casebook.book.made_of import MadeOf

_LIT = "reverse bold"
_ids = count(1)


@dataclass(frozen=True, eq=False)
class NumberStyle(Style):
    """The style of a number's text, that knows what it was made from; it looks like any other."""

    of: MadeOf | None = None


class Marked(NamedTuple):
    """A number in a text."""

    start: int
    end: int
    of: MadeOf
    id: int
    """By which what is painted tells it from others."""


def marked(text: Content | str, of: MadeOf | None) -> Content:
    """``text`` as a number that can be gone to; plain text where nothing is known behind it."""
    shown = Content(clean(text)) if isinstance(text, str) else text
    if of is None or not shown.plain.strip():
        return shown
    # a mark of its own keeps two numbers that touch from becoming one
    style = NumberStyle(_meta=dumps({"number": next(_ids)}), of=of)
    return shown.stylize(style)


def numbers_in(content: Content | str) -> list[Marked]:
    """The numbers of a text, in the order they are read."""
    if isinstance(content, str):
        return []
    end = len(content.plain)
    found = [
        Marked(span.start, min(span.end, end), span.style.of, span.style.meta["number"])
        for span in content.spans
        if isinstance(span.style, NumberStyle) and span.style.of and span.start < end
    ]
    return sorted(found, key=lambda one: one.start)


def lit(content: Content, at: int | None) -> Content:
    """``content`` with its number at that place shown as gone to, and no other."""
    bare = Content(content.plain, [span for span in content.spans if span.style != _LIT])
    if at is None:
        return bare
    one = numbers_in(bare)[at]
    return Content(bare.plain, [*bare.spans, Span(one.start, one.end, _LIT)])


def mark_words(content: Content, words: str, of: MadeOf | None) -> Content:
    """``content`` with the first number in it that reads ``words`` marked, where it has one.

    A number within another, such as 14 in 114 or in 14.5, isn't it.
    """
    taken = [(one.start, one.end) for one in numbers_in(content)]
    for found in re.finditer(rf"(?<![\d.,]){re.escape(words)}(?![\d]|[.,]\d)", content.plain):
        start, end = found.span()
        if of is not None and not any(a < end and start < b for a, b in taken):
            style = NumberStyle(_meta=dumps({"number": next(_ids)}), of=of)
            return content.stylize(style, start, end)
    return content
