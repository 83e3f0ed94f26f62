"""Disposing of a profile that spends, activities and priorities name: they stay, its notes go."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from casebook.agenda.finding.search import search
from casebook.book.opening import Book
from casebook.core.errors import BadValue
from casebook.core.fields import encode
from casebook.profiles import intake
from casebook.profiles.profile import Profile
from casebook.registers import entries as registers
from casebook.registers.import_files import import_register
from casebook.store import replay
from casebook.upkeep.disposal import dispose
from casebook.upkeep.undo import undo
from tests.figures.ward_town import acting, add, make_town, sound
from tests.registers.register_team import csv_file

P, OTHER = "PMP-2024-001", "PMP-2024-002"


@pytest.fixture
def town(book: Book, tmp_path: Path) -> Book:
    """Two profiles, the first closed, with entries that name each, typed and imported."""
    make_town(book)
    for ref in (P, OTHER):
        intake.new_profile(book, Profile(ref, "Fights", area="D1"), hotspots=["HS-01"])
        add(book, "note", ref, text="Lanternfight")
    add(book, "fund", ref="HRF", name="Hotspot fund")
    add(book, "spend", "HRF", at="2024-10-07", amount=40, profile=P, text="Lanternfight",
        reference="PO 4471")  # fmt: skip
    add(book, "spend", "HRF", at="2024-10-07", amount=50, profile=OTHER, text="Lanternfight")
    registers.edit_entry(book, "spend", 1, {"amount": 45})
    registers.edit_entry(book, "spend", 1, {"text": "Bottlewind"}, why="Whysaid")
    rows = (f"arrest,2,2024-10-07,{P},Cellarhouse", f"arrest,1,2024-10-07,{OTHER},Cellarhouse")
    path = csv_file(tmp_path, "what,how many,at,profile,note", *rows)
    import_register(book, "activity", path)
    add(book, "priority", "W1", text="Speeding on Quay Street", profile=P)
    add(book, "indicator", ref="harm", name="Top twenty", unit="people", source="Index",
        profile=P, text="Lanternfight")  # fmt: skip
    moved = add(book, "activity", code="warrant", at="2024-10-08", profile=P, text="Lanternfight")
    registers.edit_entry(book, "activity", moved.id, {"profile": OTHER, "text": "Elsewhere"})
    add(acting(book, "sgt.h"), "activity", code="warrant", at="2024-10-09", profile=P,
        text="Lanternfight")  # fmt: skip
    undo(acting(book, "sgt.h"))
    with book.store.writing() as tx:
        before = tx.load_one(Profile, ref=P)
        assert before is not None
        tx.save(before, dataclasses.replace(before, status="closed"), book.author)
    return book


def _rows(town: Book, kind: str) -> list[dict[str, Any]]:
    return [encode(entry) for entry in registers.list_entries(town, kind)]


def test_figures_stay_and_notes_go(town: Book) -> None:
    """Amounts, counts, codes, refs and reference numbers stay; other profiles' notes too."""
    gone = dispose(town, P, "Kept for six years")
    one, two = _rows(town, "spend")
    assert (one["amount"], one["profile"], one["reference"], one["text"]) == (45, P, "PO 4471", "")
    assert (two["amount"], two["text"]) == (50, "Lanternfight")
    assert [(r["code"], r["count"], r["text"]) for r in _rows(town, "activity")] == [
        ("arrest", 2, ""), ("arrest", 1, "Cellarhouse"), ("warrant", 1, "Elsewhere")
    ]  # fmt: skip
    (priority,), (indicator,) = _rows(town, "priority"), _rows(town, "indicator")
    assert priority["text"] == "Speeding on Quay Street"
    assert (indicator["name"], indicator["text"]) == ("Top twenty", "")
    assert {"spend": 1, "activity": 1, "indicator": 1}.items() <= gone.records.items()
    assert "priority" not in gone.records
    sound(town)


def test_no_word_of_it_is_left_in_the_history(town: Book) -> None:
    """Of what names it, named it once, or was removed; what holds no note is kept."""
    dispose(town, P, "Kept for six years")
    with town.store.reading() as tx:
        entries = tx.history.entries()
    about = [e for e in entries if e.record in ("HRF spend 1", "harm", "activity 3")]
    assert "Lanternfight" not in str([(e.change, e.why) for e in about])
    assert "Bottlewind" not in str([e.change for e in entries])
    assert "Whysaid" not in str([e.why for e in entries])
    kept = [e.change for e in entries if e.record == "HRF spend 1" and e.change]
    assert kept == [{"amount": [40.0, 45.0]}]
    assert "Lanternfight" in str([e.change for e in entries if e.record == "HRF spend 2"])
    left = [one.ref for word in ("Lanternfight", "Cellarhouse") for one in search(town, word)]
    assert P not in left
    assert not {"HRF spend 1", "harm", "activity 1"} & {
        hit.ref for word in ("Lanternfight", "Bottlewind") for hit in search(town, word)
    }
    sound(town)


def test_what_names_it_can_be_put_right_but_not_noted_on(town: Book, tmp_path: Path) -> None:
    """An amount is corrected; a note is refused by hand and by file, by name of its field."""
    dispose(town, P, "Kept for six years")
    registers.edit_entry(town, "spend", 1, {"amount": 44})
    with pytest.raises(BadValue, match=f"What for: {P} was disposed of on 18 Dec 2024, so what"):
        registers.edit_entry(town, "spend", 1, {"text": "again"})
    with pytest.raises(BadValue, match="Note: PMP-2024-001 was disposed of"):
        add(town, "activity", code="arrest", at="2024-10-07", profile=P, text="again")
    path = csv_file(
        tmp_path,
        "code,at,profile,text",
        f"warrant,2024-10-10,{P},",
        f"warrant,2024-10-11,{P},Cellarhouse",
        name="late.csv",
    )
    report = import_register(town, "activity", path)
    assert (report.added, report.rejected) == (1, 1)
    assert (report.rejections[0].row, report.rejections[0].column) == (3, "text")
    sound(town)


def test_a_note_put_back_behind_its_back_is_found(town: Book) -> None:
    """The check names record and field."""
    dispose(town, P, "Kept for six years")
    with town.store.writing() as tx:
        tx.sql.execute(text("UPDATE spend SET text = 'Lanternfight' WHERE id = 1"))
    with town.store.reading() as tx:
        said = replay.differences(tx)
    assert any("HRF spend 1: text says something although entry" in each for each in said)


def test_what_lost_its_note_is_not_undone(town: Book) -> None:
    """The change is gone with the profile."""
    sergeant = acting(town, "sgt.h")
    new = add(
        sergeant, "activity", code="warrant", at="2024-10-09", place="W1", text="Lanternfight"
    )
    registers.edit_entry(town, "activity", new.id, {"profile": P})
    dispose(town, P, "Kept for six years")
    with pytest.raises(BadValue, match="was disposed of with activity 5: nothing of it is left"):
        undo(sergeant)
    sound(town)
