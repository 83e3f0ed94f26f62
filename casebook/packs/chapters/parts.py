"""What a chapter is made from, some months and their statements, and what it is made into."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from casebook.core.months import Month, Window, financial_year_to
from casebook.core.statement import Ask, Statement
from casebook.packs.tables import PrintTable

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.figures.table import FigureTable
    from casebook.places.tree import PlaceTree
    from casebook.profiles.casefile import ProfileFile

StatementRow = Mapping[str, Any]


@dataclass(frozen=True)
class ChapterBody:
    """The tables of a chapter."""

    tables: tuple[PrintTable, ...] = ()


@dataclass(frozen=True)
class PackScope:
    """What of a casebook a pack is about: its months, and the area it is narrowed to."""

    book: Book
    window: Window
    place: str = ""
    """The ref of the area; empty for the whole force."""

    def state(self, register: str, name: str, **asked: Any) -> Statement:
        """The statement ``name`` of a register; ``asked`` are parts of :class:`Ask`.

        One that can be narrowed to a place is narrowed to the pack's.
        """
        from casebook.registers.statements.every import state, statements_of

        takes = next(each.takes for each in statements_of(register) if each.name == name)
        narrowed = {"place": self.place} if "place" in takes else {}
        return state(self.book, register, name, Ask(**narrowed | asked))

    @property
    def month(self) -> Month:
        """The last of its months."""
        return self.window.last

    @property
    def year_to_date(self) -> Window:
        """The financial year, April to March, up to its last month."""
        return financial_year_to(self.month)

    @property
    def today(self) -> date:
        """The day the pack is made."""
        return self.book.today

    @cached_property
    def tree(self) -> PlaceTree:
        """The casebook's places."""
        from casebook.places.tree import PlaceTree

        with self.book.store.reading() as tx:
            return PlaceTree.of(tx)

    @cached_property
    def inside(self) -> frozenset[str]:
        """The refs of the area and of all that lies in it; every place's without one."""
        return self.tree.inside(self.place) if self.place else frozenset(self.tree.by_ref)

    @property
    def where(self) -> str:
        """What the area is called; the force's name without one."""
        named = self.tree.by_ref[self.place].name if self.place else self.book.settings.force_name
        return named or self.place

    @cached_property
    def hotspots(self) -> tuple[str, ...]:
        """The refs of the area's hotspots that are live in the months; none without an area."""
        if not self.place:
            return ()
        found = (self.tree.by_ref[ref] for ref in sorted(self.inside))
        window = self.window
        return tuple(
            place.ref
            for place in found
            if place.kind == "hotspot" and place.live_in(window.start, window.end)
        )

    @cached_property
    def together(self) -> FigureTable | None:
        """All its hotspots as one row over its months; None for an area without a hotspot."""
        from casebook.figures.table import figures

        if self.place and not self.hotspots:
            return None
        return figures(self.book, self.window, by=("force",), hotspots=self.hotspots)

    @property
    def coverage(self) -> tuple[str, ...]:
        """What its counts and hours rest on and to which day, a sentence each."""
        if self.together is None:
            return ()
        found, (row, *_) = self.together, self.together.rows
        hours = row.coverage or "no source of delivered patrol time is loaded"
        said = [f"{source}." for source in found.sources]
        said.append(f"Hours: {hours}.")
        return (*said, *(note for note in found.notes if "isn't loaded" in note))

    @cached_property
    def profiles(self) -> tuple[ProfileFile, ...]:
        """The profiles that lie in the area; all without one."""
        from casebook.profiles.casefile import list_profiles

        files = list_profiles(self.book)
        return tuple(
            file
            for file in files
            if not self.place or self.inside & {*file.hotspots, file.profile.area}
        )


def once(notes: Iterable[str]) -> tuple[str, ...]:
    """Each sentence once, in order, without those that are empty."""
    return tuple(dict.fromkeys(note for note in notes if note))
