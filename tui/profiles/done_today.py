"""An action marked as done today, with one key, wherever it is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casebook.core.errors import BadValue
from casebook.core.wording import day
from tui.parts.asking import AskingScreen

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.profiles.profile import Action


def done_today(book: Book, profile: str, number: int) -> Action:
    """Mark an action as done on the casebook's day; gives it as it stands then.

    Raises :class:`BadValue` for one that was done before.
    """
    from casebook.profiles.casefile import edit_action, read_profile
    from casebook.sharing.seen import read_shared

    shown = read_shared(book, profile).file if book.account.partner else read_profile(book, profile)
    action = _action(shown.actions, number)
    if action is not None and action.done is not None:
        raise BadValue(f"{action.ref} was done on {day(action.done)} already: e changes it.")
    file = edit_action(book, profile, number, {"done": book.today.isoformat()})
    after = _action(file.actions, number)
    assert after is not None
    return after


def mark_done(screen: AskingScreen[Any], profile: str, number: int) -> None:
    """Mark an action as done today, and show on ``screen`` what stands then."""

    def said(action: Action) -> None:
        screen.settled(action)
        screen.changed(f"Done today: {action.title}. z takes it back.")

    screen.hush()
    screen.ask(lambda book: done_today(book, profile, number), said, group="save")


def take_back(screen: AskingScreen[Any]) -> None:
    """Undo the account's own last change of an action, and show on ``screen`` what stands then."""

    def call(book: Book) -> str:
        from casebook.profiles.profile import Action
        from casebook.upkeep.undo import undo

        return "; ".join(undo(book, only=(Action.KIND,)).steps)

    screen.hush()
    screen.ask(call, lambda steps: screen.changed(f"Taken back: {steps}."), group="save")


def _action(actions: tuple[Action, ...], number: int) -> Action | None:
    return next((action for action in actions if action.id == number), None)
