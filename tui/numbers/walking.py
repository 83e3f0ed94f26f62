"""Going from number to number on a screen with Tab, and into one with Enter."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import events, on
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.screen import ScreenResultType
from textual.widget import Widget
from textual.widgets import OptionList, Static

from tui.numbers.marked import Marked, lit, numbers_in
from tui.parts.asking import AskingScreen
from tui.parts.table import TableRows

NONE_HERE = "No number here is made of rows that can be listed."


class Spot(NamedTuple):
    """Where a number is: the text or line it stands in, and which of its numbers it is."""

    part: str
    at: int


class NumbersScreen(AskingScreen[ScreenResultType]):
    """A screen whose numbers can be gone to: Tab, Shift+Tab, and Enter lists what one is made of.

    Esc, and every key that moves the cursor or does something else, leaves the number again.
    """

    spot: Spot | None = None
    """The number gone to; None while there is none."""

    @abstractmethod
    def number_parts(self) -> Sequence[tuple[str, Content]]:
        """Each text or line of the screen that may hold numbers, in order, by its name."""

    @abstractmethod
    def light(self, part: str, content: Content, *, shown: Marked | None) -> None:
        """Show a part anew; ``shown`` is the number in it that must be in sight."""

    def first_part(self) -> str:
        """The part the cursor is on, from which the first number is looked for; empty for none."""
        return ""

    def numbers(self) -> list[tuple[Spot, Marked]]:
        """Every number of the screen, in the order it is read."""
        return [
            (Spot(part, at), one)
            for part, content in self.number_parts()
            for at, one in enumerate(numbers_in(content))
        ]

    @property
    def number(self) -> Marked | None:
        """The number gone to; None for none, and where it has gone."""
        return next((one for spot, one in self.numbers() if spot == self.spot), None)

    def action_number(self, way: int) -> None:
        """Go to the next number, or the one before; round at the ends."""
        every = self.numbers()
        if not every:
            self.say(NONE_HERE)
            return
        spots = [spot for spot, _ in every]
        if self.spot in spots:
            at = (spots.index(self.spot) + way) % len(spots)
        else:
            at = self._nearest(spots, way)
        self.go_to(spots[at])

    def _nearest(self, spots: Sequence[Spot], way: int) -> int:
        """The first number from the cursor on, or the last before it."""
        parts = [part for part, _ in self.number_parts()]
        here = self.first_part()
        line = parts.index(here) if here in parts else 0
        if way > 0:
            return next((n for n, s in enumerate(spots) if parts.index(s.part) >= line), 0)
        before = [n for n, s in enumerate(spots) if parts.index(s.part) < line]
        return before[-1] if before else len(spots) - 1

    def go_to(self, spot: Spot | None) -> None:
        """Show that number as gone to, or none."""
        was, self.spot = self.spot, spot
        parts = dict(self.number_parts())
        for part in dict.fromkeys(one.part for one in (was, spot) if one):
            if part in parts:
                here = spot is not None and part == spot.part
                at = spot.at if spot is not None and here else None
                found = numbers_in(parts[part])
                shown = found[at] if at is not None and at < len(found) else None
                self.light(part, lit(parts[part], at if shown else None), shown=shown)

    def leave_number(self) -> bool:
        """Go from the number back to the line or text; False where none was gone to."""
        if self.spot is None:
            return False
        self.go_to(None)
        return True

    def hush(self) -> bool:
        """Take the notice away, and leave the number gone to; True where there was either."""
        left = self.leave_number()
        return super().hush() or left

    def open_number(self) -> bool:
        """List what the number gone to was made from; False where there is none."""
        one = self.number
        if one is None:
            return False
        self.session.list_rows(one.of)
        return True

    def action_open_number(self) -> None:
        """Enter where nothing else takes it."""
        self.open_number()


class NumbersInLists(NumbersScreen[ScreenResultType]):
    """A screen whose numbers stand in the lines of a list; a line with one may be passed over."""

    @property
    @abstractmethod
    def number_list(self) -> OptionList:
        """The list."""

    def number_parts(self) -> Sequence[tuple[str, Content]]:
        """The lines of the list, by their places; none while it is still being read."""
        if not self.query(OptionList):
            return []
        rows = self.number_list
        lines = ((str(n), rows.get_option_at_index(n).prompt) for n in range(rows.option_count))
        return [(name, prompt) for name, prompt in lines if isinstance(prompt, Content)]

    def first_part(self) -> str:
        """The line the cursor is on."""
        return str(self.number_list.highlighted or 0)

    def light(self, part: str, content: Content, *, shown: Marked | None) -> None:
        """Draw the line; the cursor goes there where it can."""
        rows, at = self.number_list, int(part)
        rows.replace_option_prompt_at_index(at, content)
        if shown is None:
            return
        if rows.get_option_at_index(at).disabled:
            rows.scroll_to_region(Region(0, at, 1, 1), animate=False)
        else:
            rows.highlighted = at
        self._cursor = rows.highlighted

    _cursor: int | None = None
    """The line the cursor was put on with the number."""

    @on(OptionList.OptionHighlighted)
    def _line_moved(self, event: OptionList.OptionHighlighted) -> None:
        """The cursor on another line keeps to the column, where that line has a number there."""
        rows = self.number_list
        if self.spot is None or event.option_list is not rows or rows.highlighted == self._cursor:
            return
        there = [one for one, _ in self.numbers() if one.part == str(rows.highlighted)]
        self.go_to(there[min(self.spot.at, len(there) - 1)] if there else None)

    def kept_number(self) -> tuple[str, int] | None:
        """Which number was gone to, in words that hold when the list is filled anew."""
        if self.spot is None or int(self.spot.part) >= self.number_list.option_count:
            return None
        return self._line_name(int(self.spot.part)), self.spot.at

    def go_back_to(self, kept: tuple[str, int] | None) -> None:
        """Go to that number again, where it still is, else to none."""
        self.spot = None
        if kept is not None:
            name, at = kept
            every = (n for n in range(self.number_list.option_count) if self._line_name(n) == name)
            spot = next((Spot(str(n), at) for n in every), None)
            self.go_to(spot if spot in [one for one, _ in self.numbers()] else None)

    def _line_name(self, line: int) -> str:
        """What tells a line from the others: its id, or for a heading its first word."""
        one = self.number_list.get_option_at_index(line)
        return one.id or str(one.prompt).partition("   ")[0]


class NumbersInTexts(NumbersScreen[ScreenResultType]):
    """A screen whose numbers stand in texts that are read, and in the rows of a list below them."""

    NUMBERED: ClassVar[tuple[str, ...]] = ()
    """The ids of the texts, in the order they are read."""

    def numbered_rows(self) -> TableRows | None:
        """The list with numbers in its rows that is shown now; None for none."""
        return None

    def number_parts(self) -> Sequence[tuple[str, Content]]:
        """The texts that are shown, and the rows by their places."""
        texts = (self.query_one(f"#{name}", Static) for name in self.NUMBERED)
        parts = [
            (str(text.id), text.content)
            for text in texts
            if isinstance(text.content, Content) and _in_sight(text)
        ]
        rows = self.numbered_rows()
        if rows is None:
            return parts
        lines = (rows.get_option_at_index(n).prompt for n in range(rows.option_count))
        return [*parts, *((str(n), one) for n, one in enumerate(lines) if isinstance(one, Content))]

    def first_part(self) -> str:
        """The row the cursor is on, where there are rows."""
        rows = self.numbered_rows()
        return "" if rows is None else str(rows.highlighted or 0)

    def light(self, part: str, content: Content, *, shown: Marked | None) -> None:
        """Draw the text, and scroll to the number; or the row, with the cursor on it."""
        rows = self.numbered_rows()
        if part.isdecimal():
            if rows is not None:
                rows.replace_option_prompt_at_index(int(part), content)
                rows.highlighted = int(part) if shown else rows.highlighted
            return
        text = self.query_one(f"#{part}", Static)
        text.update(content)
        if shown is not None:
            number = shown.id
            self.call_after_refresh(lambda: _scroll_to(text, number))

    _had_keys: Widget | None = None
    """What had the keys before a number was gone to."""

    def go_to(self, spot: Spot | None) -> None:
        """Show that number as gone to, or none; the keys are the number's meanwhile."""
        if spot is not None and self.focused is not None:
            self._had_keys = self.focused
            self.set_focus(None)
        elif spot is None and self._had_keys is not None:
            self.set_focus(self._had_keys)
            self._had_keys = None
        super().go_to(spot)

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        """Back from the rows, the keys are the number's still."""
        if self.spot is not None:
            self.set_focus(None)

    def on_key(self, event: events.Key) -> None:
        """A key that moves through the text leaves the number."""
        if self.spot is not None and event.key in _MOVING:
            event.stop()
            self.leave_number()
        else:
            super().on_key(event)


_MOVING = frozenset({"up", "down", "pageup", "pagedown", "home", "end"})


def _in_sight(widget: Static) -> bool:
    return all(each.display for each in widget.ancestors_with_self if hasattr(each, "display"))


def _scroll_to(text: Static, number: int) -> None:
    """Bring the line of a text that the number is on into sight."""
    scroll = next((each for each in text.ancestors if isinstance(each, VerticalScroll)), None)
    if scroll is None:
        return
    for y in range(text.size.height):
        metas = (part.style.meta for part in text.render_line(y) if part.style)
        if any(meta.get("number") == number for meta in metas):
            top = y + text.virtual_region.y
            height = scroll.size.height
            if not scroll.scroll_y <= top < scroll.scroll_y + height:
                scroll.scroll_to(y=max(top - height // 2, 0), animate=False)
            return
