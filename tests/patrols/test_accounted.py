"""How many of a shift's visits are accounted for: made, or known not to have been."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from casebook.book.opening import Book
from casebook.core.months import Span
from casebook.patrols import queries as patrols
from casebook.patrols.accounted import NightVisits, accounted_for
from casebook.patrols.patrol import Patrol
from casebook.places.place import Place
from casebook.places.plan import Plan
from casebook.store import loads
from casebook.store.report import Cover, ImportReport

NIGHT = date(2024, 12, 17)


@pytest.fixture
def town(book: Book) -> Book:
    """Two hotspots."""
    with book.store.writing() as tx:
        for ref in ("HS-01", "HS-02"):
            tx.save(None, Place(ref, "hotspot", live_from=date(2024, 1, 1)), book.author)
    return book


def _patrol(source: str, hour: float, *, place: str = "HS-01", unit: str = "LH1") -> Patrol:
    """Of an hour, so many hours after midnight of the night's first day."""
    start = datetime(2024, 12, 17, tzinfo=UTC) + timedelta(hours=hour)
    end = start + timedelta(hours=1)
    return Patrol(place, unit, start, end, (("PC", 2),), "foot", "core", source)


def _load(book: Book, rows: Sequence[Patrol], *covers: str) -> None:
    """A file of patrols that speaks for the night, for the sources named."""
    with book.store.writing() as tx:
        load = loads.start_load(
            tx, book.author, kind="patrols", source="x", file="x.csv", sha256="0" * 64, rules={}
        )
        patrols.add(tx, rows, load)
        spans = tuple(Cover(source, Span(NIGHT, NIGHT)) for source in covers)
        loads.finish_load(tx, book.author, load, ImportReport(covers=spans))


def _counted(book: Book) -> dict[str, NightVisits]:
    with book.store.reading() as tx:
        places = tx.load(Place, kind="hotspot")
        found = accounted_for(tx, places, NIGHT, book.zone)
        return {place.ref: found[place.id] for place in places if place.id in found}


def test_planned_visits_are_accounted_for_by_what_their_unit_did(town: Book) -> None:
    """From 6:00 to 6:00: another unit's visit, or one elsewhere, accounts for none of them."""
    rota = [
        _patrol("rota", 5),  # the night before's
        _patrol("rota", 14),
        _patrol("rota", 29, unit="LH2"),  # 5:00 the next morning
        _patrol("rota", 16, place="HS-02"),
        _patrol("rota", 31),  # the next day's
    ]
    _load(town, rota, "rota")
    assert _counted(town) == {"HS-01": NightVisits(2, 0), "HS-02": NightVisits(1, 0)}
    _load(town, [_patrol("claim", 14.5), _patrol("claim", 16.2, unit="LH9", place="HS-02")])
    assert _counted(town) == {"HS-01": NightVisits(2, 1), "HS-02": NightVisits(1, 0)}
    assert _counted(town)["HS-01"].open == 1


def test_a_sheet_of_the_day_accounts_for_what_was_not_made_too(town: Book) -> None:
    """A claim's file says nothing of visits that aren't in it; a sheet does."""
    _load(town, [_patrol("rota", 14), _patrol("rota", 16)], "rota")
    _load(town, [_patrol("claim", 14)], "claim")
    assert _counted(town) == {"HS-01": NightVisits(2, 1)}
    _load(town, [], "sheet")
    assert _counted(town) == {"HS-01": NightVisits(2, 2)}


def test_without_a_rota_the_patrol_plan_says_what_was_planned(town: Book) -> None:
    """As many of its visits are accounted for as were made."""
    with town.store.writing() as tx:
        tx.save(None, Plan("HS-01", date(2024, 12, 1), visits=3), town.author)
    assert _counted(town) == {"HS-01": NightVisits(3, 0)}
    _load(town, [_patrol("claim", 14)])
    assert _counted(town) == {"HS-01": NightVisits(3, 1)}
    _load(town, [], "rota")
    assert _counted(town) == {}


def test_nothing_planned_is_nothing_to_account_for(town: Book) -> None:
    """A visit that wasn't planned adds none."""
    _load(town, [_patrol("claim", 14)])
    assert _counted(town) == {}
    assert sum(_counted(town).values(), NightVisits()) == NightVisits(0, 0)
