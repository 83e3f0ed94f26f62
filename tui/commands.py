"""The command palette: every key of the screen by name, and every profile by ref and title."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tui.parts.asking import AskingScreen
from tui.parts.text import line
from tui.profiles.list_screen import ProfilesScreen

Command = tuple[str, Callable[[], object]]
"""Its name and the doing."""


class CasebookCommands(Provider):
    """What can be done on the screen it was called from."""

    def _actions(self) -> Iterator[Command]:
        app = self.app
        seen = set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if not binding.description or not binding.id or binding.action in seen:
                continue
            seen.add(binding.action)
            key = app.get_key_display(binding)
            name = f"{binding.tooltip or binding.description}  ({key})"
            run = partial(app.run_action, binding.action, active.node)
            reason = self._refusal(binding.action)
            if reason is None:
                yield name, run
            else:
                yield f"{name}  – not now", partial(self._say, reason)

    def _refusal(self, action: str) -> str | None:
        screen: object = self.screen
        name = action.partition("(")[0]
        return screen.refusal(name) if isinstance(screen, AskingScreen) else None

    def _say(self, reason: str) -> None:
        screen: object = self.screen
        if isinstance(screen, AskingScreen):
            screen.say(reason, error=True)

    def _profiles(self) -> Iterator[Command]:
        screen: object = self.screen
        if not isinstance(screen, ProfilesScreen):
            return
        for row in screen.data.rows if screen.data else ():
            ref = row.profile.ref
            yield f"Open {ref} {row.profile.title}", partial(screen.open_profile, ref)

    async def discover(self) -> Hits:
        """Every action of the screen."""
        for name, run in self._actions():
            yield DiscoveryHit(line(name), run, text=line(name).plain)

    async def search(self, query: str) -> Hits:
        """Actions and profiles whose name fits ``query``."""
        matcher = self.matcher(query)
        for name, run in (*self._actions(), *self._profiles()):
            shown = line(name)
            # the matcher's own highlighting reads the name as markup
            score, places = matcher.fuzzy_search.match(matcher.query, shown.plain)
            if score > 0:
                yield Hit(score, _underlined(shown, places), run, text=shown.plain)


def _underlined(name: Content, places: Sequence[int]) -> Content:
    for at in places:
        name = name.stylize("bold underline", at, at + 1)
    return name
