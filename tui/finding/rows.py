"""What Find lists: keys of the screen it was opened from, what can be made, registers, things."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.screen import Screen

from tui.parts.answering import name_of_key
from tui.parts.asking import AskingScreen
from tui.parts.text import line

if TYPE_CHECKING:
    from casebook.agenda.finding.find import Thing
    from casebook.core.statement import Stated

Run = Callable[[], object]
_BEFORE = 16
"""Letters that may stand before the first of the words in a list."""
_OPENS_FIND = frozenset({"find", "find_by_letter", "command_palette"})


@dataclass(frozen=True)
class FoundRow:
    """A row of Find: what it is, what it is called, and what opens it."""

    sort: str
    name: str
    opens: Any
    """What Enter opens or does: a thing, a register, or what is run."""
    about: str = ""
    ref: str = ""
    not_now: bool = False
    rank: tuple[int, ...] = (0,)
    excerpt: str = ""
    """What of ``about`` is listed; blank for all of it."""

    @property
    def content(self) -> Content:
        """All of it but its sort, on one line."""
        return self._content(self.about)

    @property
    def listed(self) -> Content:
        """As much of it as stands in the list."""
        return self._content(self.excerpt or self.about)

    def _content(self, told: str) -> Content:
        ref = line(self.ref, "bold")
        name = line(self.name, "$quiet" if self.not_now else "")
        about = line(told, "$quiet")
        return Content("  ").join([part for part in (ref, name, about) if part.plain])


@dataclass(frozen=True)
class Command:
    """A key of a screen by its name, and what it runs there."""

    name: str
    key: str
    run: Run
    refused: str = ""
    """Why it can't be run now."""
    sort: str = "command"


def commands_of(screen: Screen[Any]) -> tuple[Command, ...]:
    """Every key of ``screen`` and of the app by its name, and all that can be made from it."""
    made = _makings(screen) if isinstance(screen, AskingScreen) else ()
    return (*_commands(screen), *made)


def _makings(screen: AskingScreen[Any]) -> Iterator[Command]:
    from tui.making.begin import begin, refusal
    from tui.making.makings import MAKINGS

    book = screen.session.book
    assert book is not None
    for kind in MAKINGS:
        run = partial(begin, screen, kind, screen.about)
        yield Command(kind.TITLE, "", run, refusal(book, kind), kind.SORT)


def _commands(screen: Screen[Any]) -> Iterator[Command]:
    app = screen.app
    seen = set(_OPENS_FIND)
    # leaving comes last: the first row is what a hasty Enter does
    every = sorted(
        screen.active_bindings.values(),
        key=lambda active: active.binding.action.rpartition(".")[2].startswith("quit"),
    )
    for active in every:
        binding = active.binding
        name = name_of_key(screen, binding)
        if not name or not binding.id or binding.key == "escape" or seen & {binding.action, name}:
            continue
        seen |= {binding.action, name}
        yield Command(
            name,
            app.get_key_display(binding),
            partial(app.run_action, binding.action, active.node),
            _refusal(screen, binding.action.partition("(")[0]),
        )


def _refusal(screen: object, action: str) -> str:
    return (screen.refusal(action) or "") if isinstance(screen, AskingScreen) else ""


def command_row(command: Command) -> FoundRow:
    """The row of a command; one that can't be run now says so."""
    refused = bool(command.refused)
    about = " – ".join(part for part in (command.key, "not now" if refused else "") if part)
    return FoundRow(command.sort, command.name, command, about, not_now=refused)


def register_row(kind: str, title: str) -> FoundRow:
    """The row of a register."""
    return FoundRow("register", title, kind)


def stated_row(stated: Stated) -> FoundRow:
    """The row of what a register adds up to."""
    return FoundRow("figures", stated.help, stated, stated.name)


def thing_row(thing: Thing, typed: Sequence[str] = ()) -> FoundRow:
    """The row of something in the casebook; of its text the first of the words ``typed`` on."""
    # what stands at the head of a ref says which profile it is part of
    return FoundRow(
        thing.sort,
        thing.name,
        thing,
        thing.about,
        ref=thing.ref,
        rank=thing.rank,
        excerpt=_from_the_word(thing.about, typed),
    )


def _from_the_word(text: str, typed: Sequence[str]) -> str:
    """``text`` from a little before the first of the words, where a narrow list would cut that.

    Blank where it needs no cutting, or holds the words in another form.
    """
    folded = text.casefold()
    found = [at for at in (folded.find(word) for word in typed) if at >= 0]
    if not found or min(found) <= _BEFORE or len(folded) != len(text):
        return ""
    begin = text.rfind(" ", 0, max(min(found) - _BEFORE // 2, 0)) + 1
    return f"… {text[begin:]}"
