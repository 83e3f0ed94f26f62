"""Every number of a screen, beside what its rows come to."""

from __future__ import annotations

import re
from typing import NamedTuple

from casebook.book.opening import Book
from tests.tui.terminal import Terminal
from tui.numbers.walking import NumbersScreen

_FIGURE = re.compile(r"£?(?P<figure>-?[\d,]+(?:\.(?P<fine>\d+))?)(?: h)?")


class Shown(NamedTuple):
    """A number as it stands on the screen."""

    text: str
    title: str
    """Of the list that Enter shows."""
    comes_to: float
    rows: int
    listed: int

    @property
    def tallies(self) -> bool:
        """Whether the rows come to what is shown, to as many decimals."""
        found = _FIGURE.fullmatch(self.text.strip())
        assert found is not None, self
        places = len(found["fine"] or "")
        said = float(found["figure"].replace(",", ""))
        # hours are shown without decimals where room is short
        return said == self.comes_to or abs(said - self.comes_to) <= 0.5 * 10**-places


def shown_numbers(t: Terminal, book: Book) -> list[Shown]:
    """The numbers of the screen that is shown, with their rows read whole."""
    screen = t.app.screen
    assert isinstance(screen, NumbersScreen)
    parts = dict(screen.number_parts())
    found = []
    for spot, one in screen.numbers():
        page = one.of.page(book)
        text = parts[spot.part].plain[one.start : one.end]
        found.append(Shown(text, one.of.title, page.comes_to, page.of, len(page.rows)))
    return found


def tallying(numbers: list[Shown]) -> list[Shown]:
    """Those that are figures and not words, each checked against its rows."""
    figures = [one for one in numbers if _FIGURE.fullmatch(one.text.strip())]
    wrong = [one for one in figures if not one.tallies or one.rows != one.listed]
    assert not wrong
    return figures
