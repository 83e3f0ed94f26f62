"""What is said of a shift's visits, saved one after the other while more is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.parts.asking import AskingScreen

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.patrols.sheets.sheet import Slot


@dataclass(frozen=True)
class _Waiting:
    """Something to be saved once what came before it is."""

    call: Callable[[Book], str]
    """Does it, and says what was done."""
    slot: Slot | None = None


class SavesInTurn(AskingScreen[None]):
    """A screen that saves each thing said at once, in the order it was said in."""

    def __init__(self) -> None:
        super().__init__()
        self._queue: list[_Waiting] = []
        """What waits to be saved, the first being saved now."""
        self._labels: dict[Slot, str] = {}
        """What is being said of each visit, until it is saved."""
        self._leaving = False
        """Whether Esc was pressed while something was saved."""
        self._at = ""
        """The row the cursor goes to when the screen is next shown."""

    def save(self, call: Callable[[Book], str], slot: Slot | None = None, label: str = "") -> None:
        """Make the ``call``, which says what it did, once what came before it is saved.

        Of the visit ``slot`` stands ``label`` until then. A key pressed meanwhile isn't lost.
        """
        if slot is not None:
            self._labels[slot] = label
        self._queue.append(_Waiting(call, slot))
        if len(self._queue) == 1:
            self._save_next()

    def _save_next(self) -> None:
        self.ask(self._queue[0].call, self._saved, group="save", refused=self._refused)

    def _saved(self, said: str) -> None:
        self.say(said)
        self._go_on()

    def _refused(self, error: BaseException) -> bool:
        self.say(self.session.in_words(error), error=True)
        self._go_on(refused=True)
        return True

    def _go_on(self, *, refused: bool = False) -> None:
        """Save what waits next; with nothing waiting, show what stands now."""
        done = self._queue.pop(0)
        self._leaving = self._leaving and not refused
        if refused and done.slot is not None:
            self._at = " ".join(done.slot)
        if self._queue:
            self._save_next()
            return
        self._labels.clear()
        if self._leaving:
            self.dismiss(None)
        else:
            self.reload()

    def unsaved(self) -> bool:
        """Whether something said is still being saved."""
        return bool(self._queue)

    def action_back(self) -> None:
        """Leave, once all is saved; where something is refused meanwhile, stay and say so."""
        if self._queue:
            self._leaving = True
        else:
            self.dismiss(None)
