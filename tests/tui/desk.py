"""A small casebook for the terminal's tests: three hotspots, six profiles, two years of counts.

November 2024 against October 2024: HS-01 (ASB) 29 to 23, HS-02 (serious violence) 4 to 14, and
HS-03 (ASB) 6 to 6. HS-01 has 60 officer-hours planned and 41.5 delivered.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from casebook.book.opening import Book, open_book
from casebook.core.access import Account
from casebook.core.months import Month, Span
from casebook.core.settings import Settings
from casebook.incidents.queries import stored as incidents
from casebook.patrols import queries as patrols
from casebook.patrols.patrol import Patrol
from casebook.places.place import Place
from casebook.profiles import casefile, intake, stage_moves
from casebook.profiles.profile import Profile
from casebook.store import loads, tables
from casebook.store.report import Cover, ImportReport
from casebook.upkeep.setup import make_casebook
from tests.books import on, ranked

NOON = datetime(2024, 12, 18, 12, 5, tzinfo=UTC)
ASB, VIOLENCE = 0, 1
FIRST, LAST = Month(2022, 12), Month(2024, 11)
SQUARE = bytes.fromhex("0103000000010000000400000000" + "00" * 63)
COUNTS = {
    "HS-01": (ASB, 31, {Month(2024, 10): 29, Month(2024, 11): 23}),
    "HS-02": (VIOLENCE, 4, {Month(2024, 10): 4, Month(2024, 11): 14}),
    "HS-03": (ASB, 6, {}),
}
SCAN = {
    "events": "Groups of up to twenty young people drink at the harbour steps on Friday nights.",
    "harms": "Residents avoid the steps; two shop windows broken in September.",
    "sources": ["asb calls", "community survey"],
    "repeat_locations": 2,
}
OBJECTIVE = {
    "reported": "Residents of the quay complain of noise and drinking.",
    "aim": "A quarter fewer ASB calls at the steps by March.",
    "baseline_from": "2023-09",
    "baseline_to": "2024-08",
    "baseline_value": 372,
    "deadline": "2025-03-31",
}


def clock() -> datetime:
    """The time of every test: five past twelve on 18 December 2024."""
    return NOON


def reopen(path: Path, login: str = "sgt.harbour", **how: Any) -> Book:
    """The casebook at ``path`` in somebody's hands."""
    return open_book(str(path), "admin", acting_as=login, clock=clock, **how)


def opener(path: Path, login: str = "sgt.harbour", **how: Any) -> Callable[[], Book]:
    """What the terminal is handed to open the casebook with."""
    return lambda: reopen(path, login, **how)


def build(path: Path, *, title: str = "Noise and drinking at the harbour steps") -> Path:
    """Make the casebook at ``path``."""
    kept = Settings(force_name="Lomea Police", synthetic="Synthetic data", today=date(2024, 12, 18))
    book = make_casebook(str(path), "admin", kept, clock=clock)
    with book.store.writing() as tx:
        _places(tx, book)
        _people(tx, book)
        _incidents(tx, book)
        _patrols(tx, book)
    _profiles(ranked(book), title)
    book.store.close()
    return path


def _people(tx: Any, book: Book) -> None:
    for login, roles, place in (
        ("sgt.harbour", ("sergeant",), "D1"),
        ("sgt.strand", ("sergeant",), "D2"),
        ("insp.harbour", ("inspector",), "D1"),
        ("looker", ("viewer",), None),
    ):
        tx.save(None, Account(login, roles=roles, place=place), book.author)


def _places(tx: Any, book: Book) -> None:
    for ref, kind, name, parent, themes in (
        ("D1", "district", "Harbour", None, ()),
        ("D2", "district", "Strand", None, ()),
        ("HS-01", "hotspot", "Harbour steps", "D1", ("asb",)),
        ("HS-02", "hotspot", "Quay Street", "D1", ("serious violence",)),
        ("HS-03", "hotspot", "Lantern Park", "D2", ("asb",)),
    ):
        place = Place(ref, kind, name, parent=parent, themes=themes, live_from=date(2022, 12, 1))
        tx.save(None, place, book.author)


def _load(tx: Any, book: Book, kind: str, source: str, covers: tuple[Cover, ...]) -> int:
    load = loads.start_load(
        tx, book.author, kind=kind, source=source, file="x.csv", sha256="0" * 64, rules={}
    )
    loads.finish_load(tx, book.author, load, ImportReport(covers=covers))
    return load


def _incidents(tx: Any, book: Book) -> None:
    span = Span(FIRST.first, LAST.last)
    load = _load(
        tx, book, incidents.LOAD_KIND, "extract", (Cover("crime", span), Cover("asb", span))
    )
    tx.put(incidents.SOURCES, ["extract"])
    tx.put(incidents.OUTCOMES, [""])
    tx.put(
        incidents.TYPES,
        [["Anti-social behaviour", "asb"], ["Violence and sexual offences", "crime"]],
    )
    keys = count(1)
    for place in tx.load(Place, kind="hotspot"):
        made = tx.sql.execute(
            insert(tables.boundary).values(place=place.id, wkb=SQUARE, load=load)
        ).inserted_primary_key[0]
        type_, usual, other = COUNTS[place.ref]
        months = [FIRST + n for n in range(LAST - FIRST + 1)]
        rows = [
            {"boundary": made, "month": month.code, "type": type_, "incident": next(keys)}
            | {"place": place.id, "source": 0}
            for month in months
            for _ in range(other.get(month, usual))
        ]
        tx.sql.execute(insert(tables.incident_place), rows)
        tx.sql.execute(
            insert(tables.incident),
            [
                {"key": row["incident"], "month": row["month"], "type": type_, "source": 0}
                | {"outcome": 0, "street": "On or near the quay", "load": load}
                for row in rows
            ],
        )


def _patrols(tx: Any, book: Book) -> None:
    november = Span(date(2024, 11, 1), date(2024, 11, 30))
    covers = (Cover("rota", november), Cover("claim", november))
    sheet = (Cover("sheet", Span(date(2024, 11, 1), date(2024, 12, 17))),)
    load = _load(tx, book, "patrols", "rota and claims", covers)
    _load(tx, book, "patrols", "sheets", sheet)
    evening = datetime(2024, 11, 4, 18, tzinfo=UTC)
    planned = [_patrol(evening + timedelta(days=n), 3.0, "rota") for n in range(10)]
    done = [_patrol(evening + timedelta(days=n), 3.0, "claim") for n in range(6)]
    done.append(_patrol(evening + timedelta(days=7), 2.75, "claim"))
    patrols.add(tx, [*planned, *done], load)


def _patrol(start: datetime, hours: float, source: str) -> Patrol:
    end = start + timedelta(hours=hours)
    return Patrol("HS-01", "HB21", start, end, (("PC", 2),), "foot", "overtime", source)


def _profiles(book: Book, title: str) -> None:
    for number, name, owner, review, hotspots in (
        (1, title, "sgt.harbour", date(2024, 12, 10), ["HS-01"]),
        (2, "Fights in Quay Street", "sgt.harbour", date(2025, 1, 7), ["HS-02"]),
        (3, "Lantern Park at night", "sgt.strand", date(2025, 2, 3), ["HS-03"]),
        (4, "Harbour as a whole", "sgt.harbour", None, ["HS-01", "HS-02"]),
        (5, "Thefts from vans", "sgt.strand", date(2025, 1, 20), []),
    ):
        heading = Profile(
            f"PMP-2024-00{number}",
            name,
            model="SARA" if number == 2 else "OSARA",
            area="D2" if owner == "sgt.strand" else "D1",
            owner=owner,
            next_review=review,
        )
        intake.new_profile(on(book, date(2024, 9, 2)), heading, hotspots=hotspots)
    ref = "PMP-2024-001"
    casefile.edit_stage(book, ref, "objective", OBJECTIVE)
    casefile.edit_stage(book, ref, "scan", SCAN)
    stage_moves.advance(book, ref)
    casefile.add_action(book, ref, {"title": "Cut back the hedge", "due": "2024-12-01"})
    casefile.add_action(book, ref, {"title": "Ask the council for a light", "due": "2025-01-15"})
    casefile.add_action(
        book, ref, {"title": "Warn the off-licence", "done": "2024-11-20", "actual": "Warned."}
    )
