"""What the store knows of incidents: their words, their cover, and which source counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, insert, select

from casebook.core.months import Month, Span
from casebook.core.settings import Settings
from casebook.incidents.queries import stored as incidents
from casebook.store import bulk, history, loads, schema
from casebook.store.engine import Store
from casebook.store.report import Cover, ImportReport
from casebook.store.tables import incident, incident_place

AUTHOR = history.Author("admin", datetime(2024, 12, 18, tzinfo=UTC))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty casebook."""
    made = schema.create(str(tmp_path / "casebook.db"), lambda *_given: None)
    yield made
    made.close()


def add_load(tx: Any, source: str, *covers: tuple[str, str]) -> int:
    """A load of a source that covers these kinds and days."""
    load = loads.start_load(
        tx, AUTHOR, kind="incidents", source=source, file="x", sha256="", rules={"a": 1}
    )
    found = tuple(Cover(kind, Span.parse(span)) for kind, span in covers)
    loads.finish_load(tx, AUTHOR, load, ImportReport(read=3, covers=found))
    return load


def add_incidents(tx: Any, *keys: int, **same: Any) -> None:
    """Incidents of these keys, alike in the rest."""
    row = {
        "month": 202409,
        "at": None,
        "x": 1.0,
        "y": 2.0,
        "type": 0,
        "outcome": 0,
        "street": "Quay Street",
        "area": None,
        "source": 0,
        "load": 1,
        "withdrawn": None,
    } | same
    tx.sql.execute(insert(incident), [{"key": key} | row for key in keys])


def keys_left(tx: Any) -> list[int]:
    """The keys of the incidents there are."""
    return list(tx.sql.execute(select(incident.c.key).order_by(incident.c.key)).scalars())


def test_types_are_numbered_by_label_and_kind(store: Store) -> None:
    """A label of another kind is another type; what is known keeps its number."""
    with store.writing() as tx:
        assert incidents.type_codes(tx, [("Noise", "asb"), ("Noise", "crime")]) == [0, 1]
        assert incidents.type_codes(tx, [("Theft", "crime"), ("Noise", "asb")]) == [2, 0]
        assert [each[:2] for each in incidents.types(tx)] == [
            ("Noise", "asb"),
            ("Noise", "crime"),
            ("Theft", "crime"),
        ]


def test_a_sub_type_is_numbered_with_the_type_it_belongs_to(store: Store) -> None:
    """Alone it is another type; lists kept before there were sub-types are read as they are."""
    with store.writing() as tx:
        tx.put(incidents.TYPES, [["Burglary", "crime"], ["Noise", "asb"]])
        homes = ("Residential burglary", "crime", "Burglary")
        assert incidents.type_codes(tx, [homes, ("Burglary", "crime"), homes[:2]]) == [2, 0, 3]
        assert incidents.types(tx)[1:3] == (("Noise", "asb", ""), homes)
        assert tx.setting(incidents.TYPES)[1:3] == [["Noise", "asb"], list(homes)]


def test_the_types_a_source_uses_are_kept(store: Store) -> None:
    """What it used before stays."""
    with store.writing() as tx:
        assert incidents.source_types(tx) == {}
        incidents.keep_source_types(tx, "open", [2, 0])
        incidents.keep_source_types(tx, "niche", [1])
        incidents.keep_source_types(tx, "open", [3])
        assert incidents.source_types(tx) == {"open": {0, 2, 3}, "niche": {1}}


def test_what_a_load_is_without_and_tells_apart_is_kept(store: Store) -> None:
    """With its cover; the months are covered all the same."""
    april = Span.parse("2024-04")
    cover = Cover("crime", april, without=("D2",), subtypes=True)
    with store.writing() as tx:
        load = add_load(tx, "niche")
        loads.finish_load(tx, AUTHOR, load, ImportReport(covers=(cover,)))
        assert loads.loads(tx)[0].covers == (cover,)
        assert incidents.covered(tx) == {"niche": {"crime": (april,)}}
        assert incidents.with_subtypes(tx) == {("niche", "crime", Month(2024, 4))}


def test_a_source_has_a_number_once_it_is_known(store: Store) -> None:
    """None before."""
    from casebook.store import settings

    with store.writing() as tx:
        assert incidents.source_code(tx, "Niche") is None
        settings.codes_of(tx, incidents.SOURCES, ["open", "Niche"])
        assert incidents.source_code(tx, "Niche") == 1


def test_columns_are_inserted_as_rows(store: Store) -> None:
    """Lists row by row, one number or None for all, and nothing at all for no rows."""
    columns = {
        "key": [2, 1, -5],
        "month": [202401, 202402, 202403],
        "at": None,
        "x": [1.5, None, 2.5],
        "y": [1.5, None, 2.5],
        "type": 3,
        "outcome": [0, 1, 2],
        "street": ["a", "O'Quay; --", ""],
        "area": None,
        "source": 7,
        "load": 9,
        "withdrawn": None,
        "reference": ["46/1", None, None],
        "force": None,
        "extract": [202401, None, 202403],
        "older": [None, None, '{"seen": 202404}'],
    }
    with store.writing() as tx:
        bulk.insert_columns(tx, incident, columns)
        empty = {name: [] if isinstance(value, list) else value for name, value in columns.items()}
        bulk.insert_columns(tx, incident, empty)
        rows = tx.sql.execute(select(incident).order_by(incident.c.key)).all()
    assert [tuple(row) for row in rows] == [
        (
            -5,
            202403,
            None,
            2.5,
            2.5,
            3,
            2,
            "",
            None,
            7,
            9,
            None,
            None,
            None,
            202403,
            {"seen": 202404},
        ),
        (1, 202402, None, None, None, 3, 1, "O'Quay; --", None, 7, 9, None, None, None, None, None),
        (2, 202401, None, 1.5, 1.5, 3, 0, "a", None, 7, 9, None, "46/1", None, 202401, None),
    ]


def test_columns_of_unequal_length_are_an_error(store: Store) -> None:
    """A row can't be made of what isn't there."""
    place = {"boundary": [1, 2], "month": 202409, "type": 0, "incident": [1]}
    with pytest.raises(ValueError, match="zip"), store.writing() as tx:
        bulk.insert_columns(tx, incident_place, place | {"place": 1, "source": 0})


def test_stored_incidents_are_found_by_key(store: Store) -> None:
    """In key order, the lowest and highest numbers too, and only those asked for."""
    low, high = -(2**63), 2**63 - 1
    with store.writing() as tx:
        add_incidents(tx, high, 5, low, 6)
        found = incidents.stored(tx, [high, low, 5, 99])
    assert [row.key for row in found] == [low, 5, high]
    said = (5, 202409, None, 1.0, 2.0, 0, 0, "Quay Street", None, None, None, None, None)
    assert tuple(found[1]) == said


def test_more_keys_than_a_statement_may_have_parameters(store: Store) -> None:
    """Any number of keys is one parameter."""
    with store.writing() as tx:
        add_incidents(tx, *range(100))
        assert len(incidents.stored(tx, range(300_000))) == 100
        incidents.remove(tx, range(50, 300_000))
        assert keys_left(tx) == list(range(50))


def test_removing_takes_incidents_out_of_their_places(store: Store) -> None:
    """Those that stay keep theirs; removing nothing is nothing."""
    with store.writing() as tx:
        add_incidents(tx, 1, 2)
        place = {"boundary": 1, "month": 202409, "type": 0, "place": 1, "source": 0}
        tx.sql.execute(insert(incident_place), [place | {"incident": key} for key in (1, 2)])
        incidents.remove(tx, [])
        incidents.remove(tx, [1])
        assert keys_left(tx) == [2]
        assert list(tx.sql.execute(select(incident_place.c.incident)).scalars()) == [2]


def test_withdrawing_keeps_the_incident_and_not_its_places(store: Store) -> None:
    """It carries the load that no longer had it."""
    with store.writing() as tx:
        add_incidents(tx, 1, 2)
        place = {"boundary": 1, "month": 202409, "type": 0, "place": 1, "source": 0}
        tx.sql.execute(insert(incident_place), [place | {"incident": 1}])
        incidents.withdraw(tx, [1], 4)
        marks = select(incident.c.key, incident.c.withdrawn).order_by(incident.c.key)
        assert [tuple(row) for row in tx.sql.execute(marks)] == [(1, 4), (2, None)]
        assert tx.sql.execute(select(func.count()).select_from(incident_place)).scalar() == 0


def test_what_stands_in_a_window(store: Store) -> None:
    """By the moment where it is known, else by the month; of one source, kind and not withdrawn."""
    with store.writing() as tx:
        incidents.type_codes(tx, [("Theft", "crime"), ("Noise", "asb")])
        add_incidents(tx, 1)
        add_incidents(tx, 2, month=202410)
        add_incidents(tx, 3, at=1000)
        add_incidents(tx, 4, at=2000)
        add_incidents(tx, 5, source=1)
        add_incidents(tx, 6, type=1)
        add_incidents(tx, 7, withdrawn=1)
        add_incidents(tx, 8, month=202401, at=1500)
        window = ((202409, 202409), (1000, 2000))
        assert sorted(incidents.counted_keys(tx, 0, ["crime"], *window)) == [1, 3, 8]
        assert incidents.counted_keys(tx, 0, ["asb"], *window) == [6]


def test_an_extract_is_stamped_on_incidents(store: Store) -> None:
    """All they say is from it then, and others are left as they are."""
    with store.writing() as tx:
        add_incidents(tx, 1, 2)
        incidents.stamp(tx, [1], 202412)
        incidents.stamp(tx, [], 202501)
        found = incidents.stored(tx, [1, 2])
    assert [(row.extract, row.older) for row in found] == [(202412, None), (None, None)]


def test_the_last_load_of_a_source_is_found(store: Store) -> None:
    """With its rules and counts; None where there is none."""
    with store.writing() as tx:
        add_load(tx, "a")
        second = add_load(tx, "a")
        newest = incidents.last_load(tx, "a")
        assert newest is not None
        assert (newest.id, newest.rules, newest.counts) == (second, {"a": 1}, {"read": 3})
        assert incidents.last_load(tx, "b") is None


def test_the_first_source_loaded_counts(store: Store) -> None:
    """For each kind and month on its own; the setting's order goes before; the rest is missing."""
    with store.writing() as tx:
        add_load(tx, "open", ("crime", "2024-01..2024-02"), ("asb", "2024-01"))
        add_load(tx, "niche", ("crime", "2024-02..2024-03"))
    january, february, march = (Month(2024, n) for n in (1, 2, 3))
    chosen = replace(Settings(), count_crime_from=("gone", "niche"))
    with store.reading() as tx:
        assert incidents.counting_sources(tx, Settings()) == {
            ("crime", january): "open",
            ("crime", february): "open",
            ("crime", march): "niche",
            ("asb", january): "open",
        }
        assert incidents.counting_sources(tx, chosen)["crime", february] == "niche"
        assert incidents.counting_sources(tx, chosen)["crime", january] == "open"
        assert incidents.coverage(tx, Settings()) == {
            "crime": (Span.parse("2024-01..2024-03"),),
            "asb": (Span.parse("2024-01"),),
        }


def test_a_month_counts_when_it_is_wholly_covered(store: Store) -> None:
    """Two loads may cover it together; half a month is missing."""
    with store.writing() as tx:
        add_load(tx, "open", ("crime", "2024-01-01..2024-01-20"))
        assert incidents.counting_sources(tx, Settings()) == {}
        add_load(tx, "open", ("crime", "2024-01-21..2024-02-10"))
        assert list(incidents.counting_sources(tx, Settings())) == [("crime", Month(2024, 1))]


def test_an_empty_casebook_covers_nothing(store: Store) -> None:
    """No source, no span."""
    with store.reading() as tx:
        assert incidents.covered(tx) == {}
        assert incidents.coverage(tx, Settings()) == {"crime": (), "asb": ()}


days = st.dates(
    min_value=datetime(2024, 1, 1, tzinfo=UTC).date(), max_value=Span.parse("2024-03").end
)


@given(st.lists(st.tuples(days, days).map(sorted).map(lambda pair: Span(*pair)), max_size=6))
def test_joined_spans_hold_the_same_days(spans: list[Span]) -> None:
    """And none touches the next."""
    found = incidents.joined(spans)
    whole = Span.parse("2024-01..2024-03")
    every = [whole.start.fromordinal(whole.start.toordinal() + n) for n in range(91)]
    for day in every:
        assert any(day in span for span in found) == any(day in span for span in spans)
    assert not any(one.touches(other) for one, other in pairwise(found))
