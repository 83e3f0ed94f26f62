"""The hotspots a profile is about: one linked, and one taken off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.places.place import Place
from tui.parts.picker import pick
from tui.parts.table import Table
from tui.profiles.assessing import AssessingScreen
from tui.profiles.screen_data import ProfileScreenData

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.profiles.casefile import ProfileFile


class LinkingScreen(AssessingScreen):
    """The screen of a profile that can be tied to hotspots."""

    ref: str

    def action_link(self) -> None:
        """Pick a hotspot to tie the profile to."""
        case = self.case
        if case is not None:
            self.ask(lambda book: free_hotspots(book, case.file), self._pick_hotspot, group="link")

    def _pick_hotspot(self, free: tuple[Place, ...]) -> None:
        if not free:
            self.say("There is no other live hotspot to link.", error=True)
            return
        options = {place.ref: _hotspot(place) for place in free}
        names = {place.ref: f"{place.ref} {place.name}".strip() for place in free}
        pick(self, "Link a hotspot", options, lambda ref: self._link(ref, names[ref]))

    def _link(self, place: str, called: str) -> None:
        def link(book: Book) -> ProfileFile:
            from casebook.profiles.linked_places import link_place

            return link_place(book, self.ref, place)

        self.ask(link, lambda file: self.changed(f"{called} linked.", file), group="save")

    def action_unlink(self) -> None:
        """Take a place off: the one under the cursor, or one picked."""
        case = self.case
        if case is None:
            return
        options = {
            link.place: f"{link.place}  {_name_of(case, link.place)}  ({link.role})"
            for link in case.file.places
        }
        at = self.query_one("#places", Table).key if self.section == "places" else None
        pick(self, "Unlink a place", options, self._unlink, at=at or "")

    def _unlink(self, place: str) -> None:
        def unlink(book: Book) -> ProfileFile:
            from casebook.profiles.linked_places import unlink_place

            return unlink_place(book, self.ref, place)

        done = f"{self.case.called(place) if self.case else place} unlinked."
        self.ask(unlink, lambda file: self.changed(done, file), group="save")


def free_hotspots(book: Book, file: ProfileFile) -> tuple[Place, ...]:
    """The live hotspots that a profile isn't tied to."""
    from casebook.places.hotspots import hotspots

    linked = {link.place for link in file.places}
    return tuple(place for place in hotspots(book) if place.ref not in linked)


def _name_of(case: ProfileScreenData, ref: str) -> str:
    return case.places[ref].name if ref in case.places else ""


def _hotspot(place: Place) -> str:
    themes = f"  ({', '.join(place.themes)})" if place.themes else ""
    return f"{place.ref}  {place.name}{themes}"
