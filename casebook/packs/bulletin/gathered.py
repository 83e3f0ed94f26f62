"""What a casebook holds for the people of a ward, and what is kept from its bulletin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from casebook.book.references import References
from casebook.core.errors import BadValue
from casebook.core.months import Month, Window
from casebook.core.personal_data import findings_in
from casebook.core.statement import Ask
from casebook.packs.bulletin.page import Said, WardNews
from casebook.packs.public.suppression import PublicCounts, public_counts
from casebook.places.tree import PlaceTree
from casebook.registers.community import Priority, YouSaid
from casebook.registers.statements.community import clock, is_current
from casebook.registers.statements.meetings import meetings_of

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.core.entry import Entry
    from casebook.places.place import Place
    from casebook.registers.meeting import Meeting
    from casebook.store.transaction import Transaction

E = TypeVar("E", bound="Entry")

SAID_MONTHS = 6
"""What was done longer ago is no news."""
_TOTALS = {"crime": "Crime", "asb": "Anti-social behaviour"}


@dataclass(frozen=True)
class Gathered:
    """A ward's news, with what must be said to whoever makes the bulletin."""

    news: WardNews
    held_back: tuple[str, ...]
    """Entries that are in no bulletin and why, a sentence each."""


def ward_named(book: Book, area: str) -> Place:
    """The ward called ``area``, by ref, name or alias.

    Raises :class:`NotFound`, and :class:`BadValue` for an area of another kind: counts of areas in
    one another, set side by side, would give small counts away.
    """
    with book.store.reading() as tx:
        place = PlaceTree.of(tx).by_ref[References(tx).known("place", area)]
    if place.kind != "ward":
        raise BadValue(
            f"{place.ref} is a {place.kind}: a bulletin is of a ward, because counts of areas "
            "inside one another would give small counts away."
        )
    return place


def gather(book: Book, ward: Place, month: Month) -> Gathered:
    """The news of ``ward`` at the end of ``month``, as the casebook has it today."""
    with book.store.reading() as tx:
        district = PlaceTree.of(tx).nearest(ward.ref, "district")
        priorities, said, meetings = _entries(tx, book, ward, month)
        safe = _Safe.of(tx)
    months = (month, month + -1, month + -12)
    totals = {
        title: tuple(_total(book, ward.ref, name, each) for each in months)
        for name, title in _TOTALS.items()
    }
    by_type = _by_type(book, ward.ref, month, totals[_TOTALS["crime"]][0])
    asked, answered = _answered(book, district, month)
    news = WardNews(
        ward.ref,
        ward.name,
        safe.officer(ward),
        tuple(one.text for one in safe.kept(priorities, ("text",))),
        tuple(Said(one.text, one.did) for one in safe.kept(said, ("text", "did"))),
        tuple(safe.kept(meetings, ("venue", "text"))),
        totals,
        months,
        by_type,
        asked,
        answered,
    )
    return Gathered(news, tuple(safe.held_back))


def _entries(
    tx: Transaction, book: Book, ward: Place, month: Month
) -> tuple[Sequence[Priority], Sequence[YouSaid], Sequence[Meeting]]:
    """What is written for the ward's people: priorities, what was done, meetings open to them."""
    inside = PlaceTree.of(tx).inside(ward.ref)
    priorities = [
        one for one in tx.load(Priority) if one.place in inside and is_current(one, book.today)
    ]
    since = (month + (1 - SAID_MONTHS)).first
    done = [one for one in tx.load(YouSaid) if one.place in inside and one.did.strip()]
    done = [one for one in done if (_told(one) or since) >= since]
    done.sort(key=lambda one: (_told(one) or date.min, one.id), reverse=True)
    meetings = [one for one in meetings_of(tx, ward.ref, book.today) if one.public]
    return priorities, done, meetings


def _told(said: YouSaid) -> date | None:
    """The day people were told what was done, else the day they said it."""
    return said.until or said.at


class _Safe:
    """Keeps texts back that look as if they named somebody, and remembers which."""

    def __init__(self, known: frozenset[str]) -> None:
        self._known = known
        self.held_back: list[str] = []

    @classmethod
    def of(cls, tx: Transaction) -> _Safe:
        """With the casebook's own places as names of nobody."""
        from casebook.book.writing import names_of_nobody

        return cls(names_of_nobody(tx))

    def kept(self, entries: Iterable[E], fields: Sequence[str]) -> list[E]:
        """The entries whose texts look like nobody's."""
        return [one for one in entries if self._nobodys(one, one.ref, fields)]

    def officer(self, ward: Place) -> str:
        """The ward's named officer, who goes by a role or a number."""
        return (
            ward.officer if self._nobodys(ward, f"The officer of {ward.ref}", ("officer",)) else ""
        )

    def _nobodys(self, record: Any, called: str, fields: Sequence[str]) -> bool:
        found = findings_in(
            [(name, getattr(record, name)) for name in fields], known=lambda: self._known
        )
        if found:
            self.held_back.append(
                f"{called} is left out, because it looks as if it named somebody: change its words "
                "and make the bulletin again."
            )
        return not found


def _total(book: Book, ward: str, group: str, month: Month) -> int | None:
    from casebook.figures.comparison import compare_types

    table = compare_types(
        book, Window(month, month), by=("area", "type"), groups=(group,), areas=(ward,)
    )
    return table.rows[0].count


def _by_type(book: Book, ward: str, month: Month, total: int | None) -> PublicCounts | None:
    """Crime by type in the ward, every type there is among them.

    None where they don't come to the ``total`` that stands beside them, or there is but one type.
    """
    from casebook.figures.comparison import compare_types
    from casebook.incidents.counts import Counter

    with book.store.reading() as tx:
        types = Counter.of(tx, book.settings).types
    names = sorted({each.coarse for each in types if each.kind == "crime"})
    if len(names) < 2:
        return None
    window = Window(month, month)
    table = compare_types(book, window, by=("area", "type"), groups=names, areas=(ward,))
    counts = {row.type: row.count for row in table.rows if row.count is not None}
    complete = len(counts) == len(names) and sum(counts.values()) == total
    return public_counts(counts) if complete else None


def _answered(book: Book, district: Place | None, month: Month) -> tuple[str, float | None]:
    """Where or of whom questions of the month were asked, and the share answered in time.

    The district's, else the whole force's where too few were asked there; None where too few were
    asked anywhere.
    """
    window = Window(month, month)
    if district is not None:
        stated = clock(book, Ask(window=window, place=district.ref, by="district"))
        for row in stated.rows:
            if row["district"] == district.ref and row["share"] is not None:
                return f"in {district.name or district.ref}", row["share"]
    total = clock(book, Ask(window=window)).total
    force = book.settings.force_name
    return f"of {force}" if force else "of us", total["share"] if total else None
