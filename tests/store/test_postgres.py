"""The same casebook in PostgreSQL: the same figures from the same files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from casebook.book.drafts import find_draft, keep_draft
from casebook.book.opening import Book, open_book
from casebook.core.entry import registers
from casebook.core.errors import NotAllowed
from casebook.core.months import Window
from casebook.core.settings import Settings
from casebook.figures.table import figures
from casebook.incidents.in_boundaries import follow_boundaries
from casebook.places.import_polygons import import_places
from casebook.profiles import casefile as profiles
from casebook.profiles import intake
from casebook.profiles import stage_moves as stages
from casebook.registers.import_files import import_register
from casebook.registers.statements.every import state, statements_of
from casebook.store import keys, replay, schema
from casebook.store.sealing.integrity import faults
from casebook.upkeep import accounts
from casebook.upkeep.setup import check, make_casebook
from sample_data import REGISTER_FILES, path
from tests import lomea
from tests.books import ranked
from tests.store.test_keys import filled_casebook, unsealed


def _noon() -> datetime:
    return datetime(2024, 12, 18, 12, tzinfo=UTC)


@pytest.fixture
def served(database: str) -> Iterator[Book]:
    """A casebook in the database."""
    made = ranked(make_casebook(database, "anyone", Settings(), clock=_noon))
    yield made
    made.store.close()


def _fill(book: Book, folder: Path) -> None:
    lomea.add_hotspots(book, folder)
    lomea.add_incidents(book, folder, lomea.thirteen_months())
    lomea.add_incidents(book, folder, lomea.thirteen_months(in_last=11), "again.csv")
    lomea.add_patrols(
        book,
        folder,
        "patrols.csv",
        "LN21,HS-01,2024-09-05 18:00,2024-09-05 22:00,PC:2,foot,overtime,claim",
        "LN21,HS-01,2024-09-05 18:05,2024-09-05 21:55,PC:2,foot,core,sheet",
    )


def test_both_engines_give_the_same_figures(served: Book, book: Book, tmp_path: Path) -> None:
    """Imports, updates, merging and counting are one code on two engines."""
    for filled, name in ((book, "a"), (served, "b")):
        (tmp_path / name).mkdir()
        _fill(filled, tmp_path / name)
    window = Window.parse("2024-08:2024-09")
    by = ("hotspot", "month")
    assert figures(served, window, by=by).rows == figures(book, window, by=by).rows
    assert all(finding.sound for finding in check(served))


REGISTERED = (
    *("agency", "programme", "phase", "benefit", "benefit-review", "paper", "activity", "fund"),
    *("abstraction", "duty-hours", "query", "priority", "practitioner", "scrutiny"),
)


def test_both_engines_add_registers_up_alike(served: Book, book: Book) -> None:
    """Every statement of the sample's registers, over areas that lie in districts and groupings."""
    stated = {}
    for filled in (book, served):
        for kind in ("district", "ward", "impact area", "hotspot"):
            file = path(f"{kind.replace(' ', '-')}s.geojson")
            parent = None if kind in ("district", "hotspot") else "district"
            import_places(filled, file, follow=follow_boundaries, kind=kind, parent_column=parent)
        for kind in REGISTERED:
            report = import_register(filled, kind, path(REGISTER_FILES[kind]), strict=True)
            assert report.added == report.read
        stated[filled.store.book] = [
            state(filled, register, each.name)
            for register in registers()
            for each in statements_of(register)
        ]
        assert all(finding.sound for finding in check(filled))
    ours, theirs = stated.values()
    assert ours == theirs
    assert sum(len(each.rows) for each in ours) > 200


def test_a_profile_is_written_and_advanced(served: Book) -> None:
    """With history and drafts."""
    from casebook.profiles.profile import Profile

    file = intake.new_profile(served, Profile("", "Fights"))
    ref = file.profile.ref
    keep_draft(served, file.stage("scan").ref, 0, {"events": "half"})
    profiles.edit_stage(served, ref, "scan", {"events": "whole"})
    assert stages.advance(served, ref).profile.stage == "scan"
    assert find_draft(served, file.stage("scan").ref) is None


def test_a_trigger_that_writes_along_is_named_there_too(served: Book) -> None:
    """Casebook makes none."""
    with served.store.writing() as tx:
        tx.sql.exec_driver_sql(
            "CREATE FUNCTION along() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'"
        )
        tx.sql.exec_driver_sql(
            "CREATE TRIGGER along AFTER INSERT ON history EXECUTE FUNCTION along()"
        )
        assert faults(tx) == ("trigger along on history isn't Casebook's",)
        tx.rollback()


def test_the_database_login_is_the_identity(database: str, served: Book) -> None:
    """Nobody acts as somebody else there."""
    (administrator,) = accounts.list_accounts(served)
    assert administrator.login == served.store.database_login()
    with pytest.raises(NotAllowed, match="your database login says who you are"):
        open_book(database, "anyone", acting_as="sergeant")


def test_keys_are_sealed_and_found_there_too(database: str) -> None:
    """A removed record's row is given to no other, and old entries get their keys."""
    store = schema.create(database, lambda *_: None)
    with store.writing() as tx:
        filled_casebook(tx)
        assert tx.history.first_bad() is None
        assert replay.differences(tx) == ()
        unsealed(tx)
        keys.fill(tx)
        assert tx.history.first_bad() is None
        assert replay.differences(tx) == ()
        assert all(e.record_id for e in tx.history.entries() if e.kind != "setting")
    store.close()


def test_both_engines_find_the_same(served: Book, book: Book) -> None:
    """By stems and without accents or case; also words that are on PostgreSQL's list of stops."""
    from casebook.profiles.profile import Profile

    for title in ("Fights at the café", "Fighting in O'Neill's yard", "The WHO of it", "naïve_2"):
        for filled in (served, book):
            intake.new_profile(filled, Profile("", title))
    searched = ("fight", "Fights", "cafe", "CAFÉ", "the", "who it", "o'neill", "naive", "2", "xyz")
    for words in searched:
        hits = []
        for filled in (served, book):
            with filled.store.reading() as tx:
                hits.append({(hit.kind, hit.ref) for hit in tx.search.find(words)})
        assert hits[0] == hits[1], words
        assert bool(hits[0]) is (words != "xyz")
