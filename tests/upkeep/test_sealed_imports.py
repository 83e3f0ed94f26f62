"""What imports seal follows everything that lawfully changes rows: nothing is ever named then."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from casebook.book.opening import Book
from casebook.core.fields import encode
from casebook.core.months import Span
from casebook.registers import entries as registers
from casebook.registers.import_files import import_register
from casebook.store import tables
from casebook.store.sealing import seals
from casebook.store.sealing.digests import Digest, alike, texts, texts_of
from casebook.store.sealing.newest import read as newest_seals
from casebook.store.sealing.unsealed import BLOCKS, Unsealed
from casebook.upkeep.setup import altered
from casebook.upkeep.undo import undo
from tests import lomea, lomea_areas
from tests.registers.register_team import COUNCIL, ONE, csv_file, make_team


def amiss(book: Book) -> list[str]:
    """What a check finds altered, and loads that aren't sealed."""
    with book.store.reading() as tx:
        newest = newest_seals(tx)
        assert newest.unsealed == {}
        return list(altered(tx, newest))


def behind(book: Book, statement: str) -> list[str]:
    """What a check finds after a statement, which is then taken back."""
    with book.store.writing() as tx:
        tx.sql.execute(text(statement))
        found = list(altered(tx, newest_seals(tx)))
        tx.rollback()
    return found


def test_incidents_stay_sealed_whatever_comes_after_them(book: Book, tmp_path: Path) -> None:
    """Imported, said anew with outcomes, moved to another month, withdrawn, placed and re-cut."""
    rows = lomea.thirteen_months()
    lomea.add_incidents(book, tmp_path, rows, source="police")
    assert amiss(book) == []
    lomea.add_hotspots(book, tmp_path)
    assert amiss(book) == []
    lomea_areas.add_areas(book, tmp_path)
    assert amiss(book) == []

    newer = [row.replace("Under investigation", "Offender fined") for row in rows[:40]]
    lomea.add_incidents(book, tmp_path, newer, "newer.csv", source="police")
    assert amiss(book) == []
    moved = [row.replace("1.505,51.255", "1.525,51.255") for row in rows[40:60]]
    lomea.add_incidents(book, tmp_path, moved, "moved.csv", source="police")
    assert amiss(book) == []
    span = Span.parse("2023-09-01..2023-09-30")
    lomea.add_incidents(book, tmp_path, rows[:3], "less.csv", source="police", covers=span)
    assert amiss(book) == []
    with book.store.reading() as tx:
        gone = tx.sql.execute(text("SELECT count(*) FROM incident WHERE withdrawn IS NOT NULL"))
        assert gone.scalar() > 0

    behind_it = "UPDATE incident SET outcome = outcome + 1 WHERE month = 202309 AND load = 1"
    said = behind(book, behind_it)
    assert len(said) == 1
    assert said[0].startswith("incidents of load 1 in Sep 2023: outcome isn't what entry")


def test_patrols_stay_sealed_as_they_are_merged(book: Book, tmp_path: Path) -> None:
    """A rota row that a sheet confirms, a claim over it, the sheet corrected."""
    lomea.add_hotspots(book, tmp_path)
    unit = "Alpha,HS-01,2024-09-02 18:00,2024-09-02 20:00"
    lomea.add_patrols(book, tmp_path, "rota.csv", f"{unit},2 PC,foot,core,rota")
    assert amiss(book) == []
    lomea.add_patrols(book, tmp_path, "sheet.csv", f"{unit},2 PC,foot,core,sheet")
    assert amiss(book) == []
    lomea.add_patrols(book, tmp_path, "claim.csv", f"{unit},2 PC,foot,overtime,claim")
    assert amiss(book) == []
    lomea.add_patrols(book, tmp_path, "mended.csv", f"{unit},3 PC,foot,core,sheet")
    assert amiss(book) == []
    said = behind(book, "UPDATE patrol SET under = NULL WHERE under IS NOT NULL")
    assert said
    assert all("under isn't what entry" in each for each in said)


def test_an_imported_record_is_sealed_edited_and_undone(book: Book, tmp_path: Path) -> None:
    """What a person changes of it is taken back before it is compared; each change is named."""
    team = make_team(book)
    heading = "profile,with,What was shared,Under which agreement,on"
    path = csv_file(
        tmp_path,
        heading,
        f"{ONE},{COUNCIL},Map,Lomea ISA 2023,7/10/2024",
        f"{ONE},{COUNCIL},List,Lomea ISA 2023,8/10/2024",
    )
    import_register(team, "sharing", path)
    assert amiss(team) == []
    first, second = registers.list_entries(team, "sharing")
    registers.edit_entry(team, "sharing", first.id, {"text": "Another map"})
    assert amiss(team) == []
    undo(team)
    assert amiss(team) == []
    assert encode(registers.list_entries(team, "sharing")[0])["text"] == "Map"

    def said(statement: str) -> list[str]:
        return behind(team, statement)

    assert said("UPDATE entry SET text = 'x' WHERE text = 'Map'")[0].startswith(first.ref)
    (changed,) = said("UPDATE entry SET at = '2024-10-09' WHERE text = 'List'")
    assert changed.startswith(f"{second.ref} isn't what entry")
    (gone,) = said("DELETE FROM entry WHERE text = 'List'")
    assert gone == (
        f"entry of the sharing log number {second.id} is gone, and no entry says who took it away"
    )
    (more,) = said(
        "INSERT INTO entry (version, kind, profile, agency, at, text, body, labels) "
        "SELECT version, kind, profile, agency, at, 'More', body, labels FROM entry "
        "WHERE text = 'List'"
    )
    assert more.endswith("has no entry that says who made it")


def test_a_dry_run_seals_nothing(book: Book, tmp_path: Path) -> None:
    """No entry is left of it."""
    lomea.add_incidents(book, tmp_path, lomea.thirteen_months(), dry_run=True)
    with book.store.reading() as tx:
        assert [entry.kind for entry in tx.history.entries()] == ["account"]


def test_what_is_written_after_the_last_entry_is_sealed_with_one_of_its_own(book: Book) -> None:
    """By whoever wrote last in the transaction."""
    with book.store.writing() as tx:
        account = tx.load(type(book.account))[0]
        tx.save(account, dataclasses.replace(account, name="Admin"), book.author)
        tx.put("columns:police", {"x": "Easting"})
    with book.store.reading() as tx:
        newest = tx.history.entries()[-1]
    assert (newest.kind, newest.who) == ("seal", "admin")
    assert behind(book, 'UPDATE setting SET value = \'{"x": "y"}\'') == [
        f"'x' of setting 'columns:police' isn't what entry {newest.seq} sealed"
    ]


def test_rows_hashed_as_they_are_written_are_those_that_are_read(
    book: Book, tmp_path: Path
) -> None:
    """The arrays an import has at hand and the rows of the table have one digest."""
    lomea.add_incidents(book, tmp_path, lomea.thirteen_months())
    with book.store.reading() as tx:
        kept = newest_seals(tx).blocks["incident"]
        names = seals.column_names(tables.incident)
        read = seals.digests(tx.sql, tables.incident, names)
    assert {seals.label(block): each.seal() for block, each in read.items()} == {
        block: each.seal for block, each in kept.items()
    }


PART = st.lists(
    st.tuples(
        st.integers(-(2**63) + 1, 2**63 - 1),
        st.floats(allow_nan=False),
        st.none() | st.text(max_size=5),
    ),
    min_size=1,
    max_size=8,
)


@given(PART, st.integers(1, 8))
def test_the_parts_rows_come_in_make_no_difference(
    rows: list[tuple[int, float, str | None]], size: int
) -> None:
    """One digest of the same rows in the same order."""

    def digest(step: int) -> Digest:
        made = Digest(3)
        for start in range(0, len(rows), step):
            keys, numbers, words = zip(*rows[start : start + step], strict=True)
            made.add([np.array(keys, np.int64), np.array(numbers, float), texts(words)])
        return made

    assert digest(size).seal() == digest(len(rows)).seal()


@given(PART, PART)
def test_other_rows_have_another_digest(
    one: list[tuple[int, float, str | None]], other: list[tuple[int, float, str | None]]
) -> None:
    """Down to a text that moved from one row to the next."""

    def seal(rows: list[tuple[int, float, str | None]]) -> object:
        made = Digest(1)
        made.add([texts([each[2] for each in rows])])
        return made.seal()

    alike_ = [each[2] for each in one] == [each[2] for each in other]
    assert (seal(one) == seal(other)) is alike_


def test_texts_by_place_are_the_texts_themselves() -> None:
    """And a column that is one value throughout is that value in each row."""
    words, places = ["Quay", "", "Mill"], np.array([2, 0, 2, 1])
    assert (texts_of(words, places) == texts(["Mill", "Quay", "Mill", ""])).all()
    assert alike(7, 3).tolist() == [7, 7, 7]
    assert not (texts([None, ""])[0] == texts([None, ""])[1]).all()


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_that_is_written_out_of_order_is_read_again(name: str) -> None:
    """Its digest would be another than that of its rows in the order of their key."""
    unsealed = Unsealed()
    columns = {column: np.array([5], np.int64) for column in ("key", *BLOCKS[name])}
    unsealed.feed(name, columns)
    assert unsealed.touched == {}
    unsealed.feed(name, columns | {"key": np.array([4], np.int64)})
    assert unsealed.touched == {name: {(5,) * len(BLOCKS[name])}}
