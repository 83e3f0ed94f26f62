"""What the hotspots' pages are made from beside the figures, read once for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casebook.core.months import Month, Window, financial_year_to
from casebook.incidents.counts import Counter
from casebook.patrols.demand import PlaceWeek, WeekPlace, read_weeks
from casebook.places import queries as places
from casebook.places.place import Place
from casebook.profiles.design import Design
from casebook.profiles.responses.starts import Response, read_responses
from casebook.registers.casework import Lead
from casebook.registers.fund import Fund, Spend
from casebook.reviews.review import Review

if TYPE_CHECKING:
    from casebook.book.opening import Book

YEAR = 12


@dataclass(frozen=True)
class ResultLine:
    """One kind of result at one place: in the month, and in the year up to it."""

    what: str
    group: str
    now: int
    year: int


@dataclass(frozen=True)
class KeptForPages:
    """What the pages say beside the figures, by hotspot or profile; empty where nothing is kept."""

    month: Month
    year: Window
    """The financial year up to the month: what results and money are added up over."""
    demand: Window
    """The months whose incidents are counted by weekday and hour."""
    reviews: Mapping[str, Sequence[Review]] = field(default_factory=dict)
    """Of each profile, oldest first."""
    weeks: Mapping[str, PlaceWeek] = field(default_factory=dict)
    results: Mapping[str, Sequence[ResultLine]] = field(default_factory=dict)
    """At each hotspot."""
    spends: Mapping[str, Sequence[Spend]] = field(default_factory=dict)
    """Bids, commitments and spends that name a hotspot or a profile, up to the month's end."""
    funds: Mapping[str, Fund] = field(default_factory=dict)
    responses: Mapping[str, Response] = field(default_factory=dict)
    """Of each hotspot."""
    designs: Mapping[str, Design] = field(default_factory=dict)
    """The design that stands, of each profile."""
    leads: Mapping[str, str] = field(default_factory=dict)
    """The agency that leads at the month's end, of each profile with lead agencies by date."""

    @property
    def window(self) -> Window:
        """The month by itself."""
        return Window(self.month, self.month)

    def booked(self, hotspot: str, profiles: Sequence[str]) -> tuple[Spend, ...]:
        """What is booked for a hotspot or one of its profiles, each once, oldest first."""
        found = {
            spend.id: spend for ref in (hotspot, *profiles) for spend in self.spends.get(ref, ())
        }
        return tuple(sorted(found.values(), key=lambda spend: (spend.at, spend.id)))


def nothing_gathered(month: Month) -> KeptForPages:
    """Nothing but the month and the windows that go with it."""
    return KeptForPages(month, financial_year_to(month), Window(month + (1 - YEAR), month))


def gather(book: Book, month: Month, reviews: Iterable[Review]) -> KeptForPages:
    """What the casebook keeps for the pages of ``month``; ``reviews`` are all there are."""
    bare = nothing_gathered(month)
    with book.store.reading() as tx:
        counter = Counter.of(tx, book.settings)
        inside = places.in_force(places.boundaries(tx), month.last)
        live = {
            place.ref: WeekPlace(
                place.id,
                (inside[place.ref].id,) if place.ref in inside else (),
                place.count_groups,
            )
            for place in tx.load(Place, kind="hotspot")
            if place.live_in(month.first, month.last)
        }
        weeks = read_weeks(tx, counter, book.zone, live, bare.demand, bare.window)
        spends: dict[str, list[Spend]] = defaultdict(list)
        for spend in tx.load(Spend):
            if spend.at <= month.last:
                for ref in dict.fromkeys((spend.place, spend.profile)):
                    if ref:
                        spends[ref].append(spend)
        funds = {fund.ref: fund for fund in tx.load(Fund)}
        responses = read_responses(tx, book.zone, book.today)
        designs = {one.profile: one for one in sorted(tx.load(Design), key=lambda one: one.number)}
        leads = {lead.profile: lead.agency for lead in tx.load(Lead) if lead.on(month.last)}
    return KeptForPages(
        month,
        bare.year,
        bare.demand,
        _by_profile(reviews),
        weeks,
        _results(book, bare),
        spends,
        funds,
        responses,
        designs,
        leads,
    )


def _by_profile(reviews: Iterable[Review]) -> dict[str, list[Review]]:
    """The reviews of each profile, oldest first."""
    found: dict[str, list[Review]] = defaultdict(list)
    for review in sorted(reviews, key=lambda one: one.month):
        found[review.profile].append(review)
    return found


def _results(book: Book, bare: KeptForPages) -> dict[str, list[ResultLine]]:
    """What was done at each place by code, in the order of the code list."""
    from casebook.core.statement import Ask
    from casebook.registers.statements.every import state

    year, now = (
        state(book, "activity", "total", Ask(by="place,code", window=window)).rows
        for window in (bare.year, bare.window)
    )
    counts = {(row["place"], row["code"]): row["count"] for row in now}
    found: dict[str, list[ResultLine]] = defaultdict(list)
    for row in year:
        done = counts.get((row["place"], row["code"]), 0)
        found[row["place"] or ""].append(ResultLine(row["what"], row["group"], done, row["count"]))
    return found
