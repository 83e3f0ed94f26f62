"""Patrols in the store: which rows count, where, when, and for what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from casebook.core.months import Span
from casebook.patrols import queries as patrols
from casebook.patrols.covered import covers
from casebook.patrols.merging import Merged
from casebook.patrols.patrol import Patrol
from casebook.places.place import Place
from casebook.store import loads, schema
from casebook.store.engine import Store
from casebook.store.history import Author
from casebook.store.report import Cover, ImportReport

AUTHOR = Author("admin", datetime(2024, 12, 18, 12, tzinfo=UTC))


def hour(number: int) -> datetime:
    """That many hours into 7 October 2024."""
    return datetime(2024, 10, 7 + number // 24, number % 24, tzinfo=UTC)


def epoch(number: int) -> int:
    """The same as UTC seconds."""
    return int(hour(number).timestamp())


def patrol(unit: str, start: int, end: int, source: str = "sheet", place: str = "HS-01") -> Patrol:
    """Two PCs and a PCSO from one hour to another."""
    staff = (("PC", 2), ("PCSO", 1))
    return Patrol(place, unit, hour(start), hour(end), staff, "foot", "core", source)


def load(tx: Any, covers: tuple[Cover, ...] = (), sha256: str = "a", **counts: int) -> int:
    """The id of a finished load."""
    number = loads.start_load(
        tx, AUTHOR, kind="patrols", source="sheet", file="s.csv", sha256=sha256, rules={"a": 1}
    )
    loads.finish_load(tx, AUTHOR, number, ImportReport(covers=covers, **counts))
    return number


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A casebook with two hotspots and no patrols, on a real file."""

    def fill(tx: Any, _known_as: object) -> None:
        tx.insert_many([Place("HS-01", "hotspot"), Place("HS-02", "hotspot")])

    made = schema.create(str(tmp_path / "casebook.db"), fill)
    yield made
    made.close()


def test_only_delivered_rows_that_count_are_delivered(store: Store) -> None:
    """A planned row and a row under another don't count; what counts counts as it was settled."""
    with store.writing() as tx:
        rows = [
            patrol("A", 1, 3), patrol("A", 1, 3, "claim"), patrol("A", 1, 3, "rota"),
            patrol("B", 2, 4, place="HS-02"),
        ]  # fmt: skip
        patrols.add(tx, rows, load(tx))
        patrols.put_merged(tx, {1: Merged(2, "core"), 2: Merged(None, "overtime")})
    with store.reading() as tx:
        assert patrols.delivered(tx, None, 0, epoch(24)) == (
            patrols.PatrolTime(2, 1, "A", epoch(1), epoch(3), 3, "overtime"),
            patrols.PatrolTime(4, 2, "B", epoch(2), epoch(4), 3, "core"),
        )
        (planned,) = patrols.planned(tx, None, 0, epoch(24))
    assert (planned.id, planned.officers, planned.resourcing) == (3, 3, "core")


def test_rows_are_found_by_place_and_shared_time(store: Store) -> None:
    """A row that only touches the stretch is out, one that reaches in from a day before is in."""
    with store.writing() as tx:
        rows = [patrol("A", 0, 24), patrol("B", 25, 26), patrol("C", 23, 24, place="HS-02")]
        patrols.add(tx, rows, load(tx))
    with store.reading() as tx:

        def units(places: list[int] | None, start: int, end: int) -> str:
            found = patrols.delivered(tx, places, epoch(start), epoch(end))
            return "".join(row.unit for row in found)

        assert units(None, 23, 25) == "AC"
        assert units([1], 23, 26) == "AB"
        assert units([2], 0, 48) == "C"
        assert units([], 0, 48) == ""
        assert units(None, 24, 25) == ""


def test_what_is_stored_comes_back_as_it_was(store: Store) -> None:
    """Every field of a patrol, its id and what became of it; other units stay away."""
    with store.writing() as tx:
        patrols.add(tx, [patrol("A", 1, 3), patrol("B", 1, 3)], load(tx))
    with store.reading() as tx:
        (found,) = patrols.stored(tx, ["A"], hour(0), hour(24))
        assert patrols.units(tx) == ("A", "B")
    assert found.merged == Merged(None, "core")
    assert found.patrol.key == patrol("A", 1, 3).key
    assert (found.patrol.id, found.patrol.staff) == (1, (("PC", 2), ("PCSO", 1)))


def test_rows_change_and_go_one_by_one(store: Store) -> None:
    """Only the row named is changed or taken out."""
    with store.writing() as tx:
        patrols.add(tx, [patrol("A", 1, 3), patrol("B", 1, 3), patrol("C", 1, 3)], load(tx))
        (one,) = patrols.stored(tx, ["A"], hour(0), hour(24))
        changed = Patrol(
            "HS-01", "A", hour(1), hour(3), (("PC", 1),), "cycle", "partner", "sheet",
            id=one.patrol.id,
        )  # fmt: skip
        patrols.change(tx, [changed], load(tx))
        patrols.remove(tx, [2])
        left = patrols.stored(tx, ["A", "B", "C"], hour(0), hour(24))
        patrols.remove(tx, [])
    assert [(row.patrol.unit, row.patrol.mode, row.patrol.officers) for row in left] == [
        ("A", "cycle", 1),
        ("C", "foot", 3),
    ]


def test_a_source_is_found_by_when_its_patrols_start(store: Store) -> None:
    """From the first instant up to but without the last, of that source alone."""
    with store.writing() as tx:
        rows = [patrol("A", 0, 2), patrol("B", 1, 3), patrol("C", 2, 4), patrol("D", 1, 3, "claim")]
        patrols.add(tx, rows, load(tx))
        found = patrols.of_source(tx, "sheet", hour(1), hour(2))
    assert [one.patrol.unit for one in found] == ["B"]


def test_covers_are_joined_by_source(store: Store) -> None:
    """Spans that follow on are one, a gap leaves two, and sources are apart."""
    with store.writing() as tx:
        for text in ("2024-06", "2024-09", "2024-07"):
            load(tx, (Cover("sheet", Span.parse(text)),))
        load(tx, (Cover("claim", Span.parse("2024-06-03..2024-06-09")),))
        assert covers(tx) == {
            "sheet": (Span(date(2024, 6, 1), date(2024, 7, 31)), Span.parse("2024-09")),
            "claim": (Span.parse("2024-06-03..2024-06-09"),),
        }


def test_a_casebook_without_patrols_has_none(store: Store) -> None:
    """Nothing imported: no rows, no covers, no units."""
    with store.reading() as tx:
        assert patrols.delivered(tx, None, 0, epoch(24)) == ()
        assert covers(tx) == {}
        assert patrols.units(tx) == ()
        assert patrols.stored(tx, [], hour(0), hour(24)) == ()


def test_the_rows_of_a_load_are_those_it_wrote_last(store: Store) -> None:
    """One that goes, or that another load changes, is no longer among them."""
    with store.writing() as tx:
        number = load(tx, read=2, added=2)
        patrols.add(tx, [patrol("A", 1, 3), patrol("B", 1, 3)], number)
        assert patrols.rows_of_load(tx, number) == 2
        patrols.remove(tx, [1])
        assert patrols.rows_of_load(tx, number) == 1
