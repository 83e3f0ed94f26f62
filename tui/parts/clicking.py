"""What the mouse may be pressed on: words that stand for a key do what the key does."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Static

_KEY = "casebook_key"


def stands_for(words: Content, key: str) -> Content:
    """``words`` that press ``key`` when they are clicked, on a widget that is :class:`Clicked`."""
    return words.stylize(Style.from_meta({_KEY: key}))


class Clicked(Widget):
    """A widget whose words may stand for keys."""

    def on_click(self, event: events.Click) -> None:
        """Press the key that the words under the mouse stand for; it waits its turn as any does."""
        key = event.style.meta.get(_KEY)
        if key:
            event.stop()
            self.app.simulate_key(key)


class ClickedText(Clicked, Static):
    """Text whose words may stand for keys, such as the tabs of a profile."""
