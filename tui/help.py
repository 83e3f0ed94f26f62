"""F1: what a screen is for, and every key that works on it."""

from __future__ import annotations

from typing import Any

from textual.content import Content
from textual.screen import Screen

from tui.numbers.reading import ReadScreen
from tui.parts.answering import name_of_key
from tui.parts.text import plain


class HelpScreen(ReadScreen):
    """What the screen is for, then its keys with what each does."""

    @classmethod
    def of(cls, screen: Screen[Any]) -> HelpScreen:
        """The help of ``screen`` as it stands now."""
        keys: dict[str, tuple[list[str], str, bool]] = {}
        for active in screen.active_bindings.values():
            binding = active.binding
            text = name_of_key(screen, binding)
            if not text or not binding.id:
                continue
            shown = screen.app.get_key_display(binding)
            keys.setdefault(binding.action, ([], text, active.enabled))[0].append(shown)
        lines: list[Content] = [
            Content.assemble(
                (f"{' '.join(names):>12}", "bold $primary" if enabled else "$quiet"),
                "  ",
                plain(text if enabled else f"{text} (not now)", "" if enabled else "$quiet"),
            )
            for names, text, enabled in keys.values()
        ]
        moving = Content.assemble((f"{'↑ ↓ ⏎':>12}", "bold $primary"), "  Move, open")
        about = plain(screen.HELP or "")
        return cls("Help", Content("\n").join([about, Content(""), moving, *lines]))
