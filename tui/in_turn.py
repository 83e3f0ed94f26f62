"""Keys in turn: each is handed on once the one before it has had its whole effect.

Textual hands every key at once to what has the keys at that moment. Of two keys pressed quickly
the second then reaches the old screen, or runs as a command on a screen that is only half there.
Here it waits until nothing is left to be handled, the screen stands, and what it reads has come.
"""

from __future__ import annotations

import asyncio
from collections import deque
from itertools import takewhile
from time import monotonic

from textual import events
from textual.widget import Widget

from tui.parts.asking import AskingScreen
from tui.parts.session import Session

_TURNS = 3
"""How many turns of the loop in a row nothing must be left to be handled."""
_EFFECT = 1.0
"""Seconds that a key which is insisted on waits at most for what the keys before it do."""
_LEAVING = ("escape", "ctrl+q")
"""The keys that wait for no answer when they are pressed again after they waited for long."""


class KeysInTurn(Session):
    """The app that hands keys on one at a time."""

    LONG = 1.0
    """Seconds that Esc or Ctrl+Q waits before the same key, pressed again, no longer does."""

    _typed_at = 0.0

    @property
    def idle_for(self) -> float:
        """The seconds since a key was pressed."""
        return monotonic() - self._typed_at

    async def on_event(self, event: events.Event) -> None:
        """Put a key, or a pasted text, behind those that wait."""
        if not isinstance(event, (events.Key, events.Paste)) or event.is_forwarded:
            await super().on_event(event)
            return
        self._typed_at = monotonic()
        if self._insists(event):
            self._typed.clear()
            self._insisting = event
        self._typed.extend(_apart(event))
        if not self._handing_on:
            self._handing_on = True
            self.run_worker(self._hand_on(), group="keys")

    @property
    def _typed(self) -> deque[events.Key | events.Paste]:
        found: deque[events.Key | events.Paste] = self.__dict__.setdefault("_in_turn", deque())
        return found

    _text_at: Widget | None = None
    """What had the keys when a letter was handed on last; None after any other key."""
    _dropping = False
    """Whether the key before was a letter that led nowhere."""
    _handing_on = False
    """Whether keys wait and are being handed on."""
    _insisting: events.Event | None = None
    """The key that was pressed again because it waited for long."""

    def _insists(self, event: events.Key | events.Paste) -> bool:
        """Whether it leaves, and nothing but that key was pressed since it began to wait for long.

        The first press waits its turn like any key, however long that takes: what was typed before
        it, a Save perhaps, was meant. So was it where more was typed after it.
        """
        if not isinstance(event, events.Key) or event.key not in _LEAVING:
            return False
        pressed = takewhile(lambda one: getattr(one, "key", "") == event.key, reversed(self._typed))
        return any(event.time - one.time > self.LONG for one in pressed)

    async def _hand_on(self) -> None:
        try:
            while self._typed:
                if not self._goes_on(self._typed[0]):
                    await self._until_ready()
                if self._typed:
                    event = self._typed.popleft()
                    self._text_at = self.focused if _prints(event) else None
                    if not self._held(event):
                        # in the app's own task, as Textual does it
                        self.call_later(super().on_event, event)
        finally:
            self._handing_on = False

    def _goes_on(self, event: events.Key | events.Paste) -> bool:
        """Whether it is the next letter of a text: the one before can't have led elsewhere."""
        at = self.focused
        same = at is not None and at is self._text_at
        return same and getattr(at, "TEXT", False) and _prints(event)

    def _held(self, event: events.Key | events.Paste) -> bool:
        """Whether it is typed on after a key that was refused, or that means nothing here.

        A text typed blind begins with such a key where the field it is meant for isn't there: its
        other letters would be obeyed one by one, and the Enter at its end too.
        """
        if not isinstance(event, events.Key):
            return False
        letter = event.is_printable
        ends_text = event.key == "enter" and self._dropping
        self._dropping = self.quiet is not None and (letter or ends_text) and self.quiet.broken()
        if self._dropping:
            return True
        if letter:
            self.quiet = None
            if self._means_nothing(event):
                self.hold_letters()
        return False

    def _means_nothing(self, event: events.Key) -> bool:
        """Whether it is a letter that the screen has no use for."""
        screen, at, letter = self.screen, self.focused, event.character
        if not isinstance(screen, AskingScreen) or screen.TYPED or screen.is_modal:
            return False
        if letter is None or letter == " " or letter.isdigit():  # what takes these has no binding
            return False
        if at is not None and at.check_consume_key(event.key, letter):
            return False
        return event.key not in screen.active_bindings

    async def _until_ready(self) -> None:
        """Wait until a key would meet the screen it was pressed for."""
        turns = 0
        while turns < _TURNS and not self._waits_no_more():
            if self._reading():
                turns = 0
                await asyncio.sleep(0.005)
            else:
                turns = 0 if self._unhandled() else turns + 1
                await asyncio.sleep(0)

    def _waits_no_more(self) -> bool:
        """Whether the next key is insisted on and has waited for long enough."""
        insisted = bool(self._typed) and self._typed[0] is self._insisting
        return insisted and monotonic() - self._typed_at > _EFFECT

    def _reading(self) -> bool:
        """Whether the screen on top isn't there yet, or waits for an answer it can't do without.

        A key that is insisted on does without: it only goes behind what the keys before it do.
        """
        screen: object = self.screen
        if not self.screen.is_mounted:
            return True
        if self._typed and self._typed[0] is self._insisting:
            return False
        if self.book is None:
            return True
        return isinstance(screen, AskingScreen) and screen.awaits

    def _unhandled(self) -> bool:
        """Whether a message waits anywhere: what a key did may not have come to its end."""
        return any(pump.message_queue_size for pump in (self, *self._registry) if pump.is_running)


def _prints(event: events.Key | events.Paste) -> bool:
    return isinstance(event, events.Key) and event.is_printable


def _apart(event: events.Key | events.Paste) -> tuple[events.Key | events.Paste, ...]:
    """Esc and a letter that came in one read, which look like that letter with Alt."""
    if isinstance(event, events.Key) and event.key.startswith("alt+"):
        key = event.key.removeprefix("alt+")
        if event.character and event.is_printable:
            return events.Key("escape", "\x1b"), events.Key(key, event.character)
    return (event,)
