"""What stands round every screen: the protective marking, notices and the keys that work now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tui.parts.answering import label_of_key
from tui.parts.clicking import Clicked, stands_for
from tui.parts.text import clean, line, plain

if TYPE_CHECKING:
    from textual.app import RenderResult
    from textual.binding import ActiveBinding


UNTIL_OPENED = "OFFICIAL-SENSITIVE"
"""The marking that ships, shown until the casebook's own is known. It is not imported from the
domain, which would delay the first paint; a test compares the two."""


class Marking(Static):
    """The casebook's protective marking, at the top and the bottom of a screen."""

    def __init__(self) -> None:
        super().__init__(line(UNTIL_OPENED))

    def say(self, marking: str, synthetic: str = "") -> None:
        """Show the marking, and in a word that the data are invented where they are."""
        words = (marking, synthetic.partition(":")[0])
        self.update(Content(" · ").join([line(part) for part in words if part]))


class Notice(Static):
    """One sentence to the person; it stays until the next thing is done or it is closed."""

    said = ""
    """What it says; empty while it isn't shown."""

    def say(self, sentence: str, *, error: bool = False) -> None:
        """Show ``sentence``; an error is marked by a sign and a word, not by colour alone."""
        self.said = sentence
        self.set_class(error, "-error")
        mark = Content.styled("! ", "bold") if error else Content.styled("✓ ", "bold")
        self.update(mark + plain(sentence))
        self.display = True

    def clear(self) -> None:
        """Take the sentence away."""
        self.said = ""
        self.update("")
        self.display = False

    def on_mount(self) -> None:
        """Nothing is said at first."""
        self.display = False


class Keys(Clicked):
    """The keys that work now, to press or to click, on one line; F1 has those that don't fit."""

    ALWAYS = ("f1", "escape")
    """What is shown however little room there is: the way out, and the help to all the others."""

    def on_mount(self) -> None:
        """Follow the screen's bindings as they change."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, _screen: Screen[object]) -> None:
        self.refresh()

    def render(self) -> RenderResult:
        """Key and label of each binding that is shown; what may not be done now is in brackets."""
        shown: dict[str, ActiveBinding] = {}
        for active in self.screen.active_bindings.values():
            if active.binding.show:
                shown.setdefault(active.binding.action, active)
        # room goes to ALWAYS, then to what works now, then to what isn't possible now
        order = sorted(
            shown.values(), key=lambda a: (a.binding.key not in self.ALWAYS, not a.enabled)
        )
        work = self._work()
        room, fitting = self.size.width + 2 - work.cell_length, set()
        for active in order:
            room -= self._part(active).cell_length + 2
            if room < 0:
                break
            fitting.add(active.binding.action)
        parts = [self._part(a) for action, a in shown.items() if action in fitting]
        keys = Content("  ").join(parts)
        gap = max(self.size.width - keys.cell_length - work.cell_length, 0)
        return Content.assemble(keys, " " * gap, work) if work.plain else keys

    def _work(self) -> Content:
        """What runs beside the terminal, at the right end; blank where nothing does."""
        runs = getattr(self.app, "runs", None)
        said = runs.at_foot if runs is not None else ""
        return line(f"  {said}", "bold $primary") if said else Content("")

    def _part(self, active: ActiveBinding) -> Content:
        key = clean(self.app.get_key_display(active.binding))
        label = label_of_key(self.screen, active.binding)
        words = Content(f"({key}) {label}")
        if active.enabled:
            words = Content.assemble((key, "$primary bold"), " ", label)
        return stands_for(words, active.binding.key)
