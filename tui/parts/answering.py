"""Screens that answer once, and questions that no stray key answers."""

from __future__ import annotations

from time import monotonic
from typing import ClassVar

from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.screen import Screen, ScreenResultType


class AnsweringScreen(Screen[ScreenResultType]):
    """A screen that gives its answer to whoever opened it, once."""

    _answered = False

    def labelled(self, binding: Binding) -> str:
        """What a key is called at the foot, in a word or two."""
        return binding.description

    def named(self, binding: Binding) -> str:
        """What a key is called where keys are listed; empty for one that is left out."""
        return binding.tooltip or self.labelled(binding)

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close the screen with ``result``, and what lies over it; a second answer is none."""
        if self._answered:
            return AwaitComplete()
        self._answered = True
        if not self.is_current:
            self.pop_until_active()
        return super().dismiss(result)


def name_of_key(screen: object, binding: Binding) -> str:
    """What a key of ``screen`` is called in a list of keys; empty for one that is left out."""
    if isinstance(screen, AnsweringScreen):
        return screen.named(binding)
    return binding.tooltip or binding.description


def label_of_key(screen: object, binding: Binding) -> str:
    """What a key of ``screen`` is called at its foot, in a word or two."""
    return screen.labelled(binding) if isinstance(screen, AnsweringScreen) else binding.description


class Quiet:
    """Whether the keys have been still for a while since a question came up.

    A question that comes up while somebody types would otherwise be answered by their words.
    """

    FOR: ClassVar[float] = 0.5
    """Seconds."""

    def __init__(self) -> None:
        self._last = monotonic()

    def broken(self) -> bool:
        """Whether a key that is pressed now comes too soon to be meant; the wait begins anew."""
        now = monotonic()
        soon = now - self._last < self.FOR
        if soon:
            self._last = now
        return soon
