"""Replaying the history: every record stands as its entries say, or is named."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from casebook.core.access import Account
from casebook.core.months import Month
from casebook.places import queries as places
from casebook.places.place import Place
from casebook.places.plan import Plan
from casebook.profiles.design import Design
from casebook.profiles.profile import Action, Profile, ProfilePlace
from casebook.profiles.stages import Analyse, Hypothesis, Objective, Stage
from casebook.registers.agency import Agency
from casebook.registers.casework import Note
from casebook.reviews.review import Review
from casebook.store import history, replay, schema
from casebook.store.transaction import Transaction

AUTHOR = history.Author("sgt", datetime(2024, 12, 18, 9, tzinfo=UTC))


@pytest.fixture
def tx(tmp_path: Path) -> Iterator[Transaction]:
    """A writer's connection on a casebook with a record of every sort of kind."""
    store = schema.create(str(tmp_path / "book.db"), lambda *_: None)
    hypotheses = (Hypothesis("It is dark", tested=True),)
    with store.writing() as opened:
        for record in (
            Account("sgt", roles=("sergeant",)),
            Place("HS-01", "hotspot", "Lamp Lane"),
            Plan("HS-01", date(2024, 6, 1), hours="18:00-23:00"),
            Agency(ref="Island Housing", contact="Housing officer"),
            Profile("P-1", "Noise", area="HS-01", owner="sgt", themes=("asb",)),
            ProfilePlace("P-1", "HS-01"),
            Stage("P-1", 1, "objective", body=Objective(baseline_value=0.0)),
            Stage("P-1", 1, "analyse", body=Analyse(what="x", hypotheses=hypotheses)),
            Action("P-1", "Mend the lamp", cost=12.5, due=date(2024, 10, 7)),
            Review("P-1", Month(2024, 11), figures=[{"asb": 7}]),
            Note(profile="P-1", text="Seen"),
            Design(profile="P-1", code="asb", controls=("HS-01",)),
        ):
            opened.save(None, record, AUTHOR)
        yield opened
    store.close()


def _edited(tx: Transaction) -> None:
    """A second change of some of them."""
    action = tx.load(Action)[0]
    tx.save(action, dataclasses.replace(action, done=date(2024, 9, 1)), AUTHOR)
    stage = tx.load(Stage, stage="analyse")[0]
    body = dataclasses.replace(stage.body, hypotheses=(), what="")
    tx.save(stage, dataclasses.replace(stage, body=body), AUTHOR)


def test_what_the_entries_made_is_what_stands(tx: Transaction) -> None:
    """Of every kind, after making and after changing."""
    assert replay.differences(tx) == ()
    _edited(tx)
    assert replay.differences(tx) == ()


@pytest.mark.parametrize(
    ("behind", "found"),
    [
        ("UPDATE profile SET title = 'Quiet'", "P-1: title isn't what entry 5 says"),
        ("UPDATE profile SET harm = 'None'", "P-1: harm was filled in without an entry"),
        ("UPDATE profile SET themes = '[]'", "P-1: themes isn't what entry 5 says"),
        ("UPDATE profile SET owner = NULL", "P-1: owner isn't what entry 5 says"),
        ("UPDATE profile_place SET role = 'buffer'", "P-1 at HS-01: role isn't what entry 6 says"),
        (
            """UPDATE stage SET body = '{"baseline_value": 9}' WHERE stage = 'objective'""",
            "P-1 objective 1: body.baseline_value isn't what entry 7 says",
        ),
        (
            "UPDATE stage SET waiver = 'so be it' WHERE stage = 'objective'",
            "P-1 objective 1: waiver was filled in without an entry",
        ),
        ("UPDATE action SET cost = 0", "P-1 action 1: cost isn't what entry 9 says"),
        ("UPDATE review SET state = 'signed'", "P-1 review 2024-11: state isn't what entry 10"),
        ("UPDATE entry SET text = 'y' WHERE kind = 'note'", "P-1 note 1: text isn't what entry 11"),
        ("UPDATE plan SET visits = 9", "HS-01 plan from 2024-06-01: visits isn't what entry 3"),
        ("UPDATE agency SET note = 'y'", "Island Housing: note was filled in without an entry"),
        ("UPDATE account SET roles = '[\"administrator\"]'", "sgt: roles isn't what entry 1 says"),
        ("UPDATE place SET retired_on = '2024-01-01'", "HS-01: retired_on was filled in without"),
        ("DELETE FROM action", "P-1 action 1 is gone, and no entry says who took it away"),
        (
            "INSERT INTO account (id, version, login, name, roles) VALUES (9, 1, 'mate', '', '[]')",
            "mate has no entry that says who made it",
        ),
    ],
)
def test_what_was_changed_behind_the_history_is_named(
    tx: Transaction, behind: str, found: str
) -> None:
    """The record, the field and the entry, and nothing else."""
    tx.sql.execute(text(behind))
    (said,) = replay.differences(tx)
    assert said.startswith(found)


def test_a_removed_record_is_gone_by_its_entry(tx: Transaction) -> None:
    """And named where it stands again without one; made again, it is as told then."""
    link = tx.load(ProfilePlace)[0]
    tx.remove(link, AUTHOR)
    assert replay.differences(tx) == ()
    row = "(1, 1, 'P-1', 'HS-01', 'target')"
    columns = "(id, version, profile, place, role)"
    tx.sql.execute(text(f"INSERT INTO profile_place {columns} VALUES {row}"))
    assert replay.differences(tx) == ("P-1 at HS-01 stands although entry 13 took it away",)
    tx.remove(tx.load(ProfilePlace)[0], AUTHOR)
    tx.save(None, ProfilePlace("P-1", "HS-01", "buffer"), AUTHOR)
    assert replay.differences(tx) == ()


def test_a_renamed_record_is_followed(tx: Transaction) -> None:
    """There and back."""
    for name in ("Lomea Homes", "Island Housing"):
        agency = tx.load(Agency)[0]
        tx.save(agency, dataclasses.replace(agency, ref=name), AUTHOR)
        assert replay.differences(tx) == ()


def test_what_an_import_says_of_places_is_its_own(tx: Transaction) -> None:
    """One entry stands for all its rows; what a person changed of them is compared."""
    place = tx.load(Place)[0]
    places.change_places(tx, [(place, dataclasses.replace(place, name="Lamp Row"))])
    places.add_places(tx, [Place("HS-02", "hotspot")])
    tx.history.append(AUTHOR, "load", "load 1", {"of": "hotspots", "read": 2, "added": 1})
    assert replay.differences(tx) == ()
    new = tx.load(Place, ref="HS-02")[0]
    tx.save(new, dataclasses.replace(new, retired_on=date(2024, 12, 1)), AUTHOR)
    assert replay.differences(tx) == ()
    tx.sql.execute(text("UPDATE place SET retired_on = NULL"))
    assert replay.differences(tx) == ("HS-02: retired_on isn't what entry 14 says",)


def test_entries_an_import_brought_are_as_many_as_it_says(tx: Transaction) -> None:
    """From before loads were sealed: one more is named with them, an edit is compared."""
    for number in range(2):
        tx.insert_many([Note(profile="P-1", text=f"Row {number}")])
    change = {"of": "register note", "read": 2, "added": 2}
    tx.history.append(AUTHOR, "load", "load 1", change, record_id=1)
    _unseal(tx)
    assert replay.differences(tx) == ()
    note = tx.load(Note)[1]
    tx.save(note, dataclasses.replace(note, text="Row 0, seen"), AUTHOR)
    assert replay.differences(tx) == ()
    tx.insert_many([Note(profile="P-1", text="a"), Note(profile="P-1", text="b")])
    (said,) = replay.differences(tx)
    assert said.startswith("imports brought 2 of P-1 note 4, P-1 note 5, P-1 note 6;")


def _unseal(tx: Transaction) -> None:
    """Make the entries those of a version that sealed no rows."""
    tx.sql.execute(text("UPDATE history SET change = json_remove(change, '$.sealed')"))


def test_a_row_that_got_a_field_since_is_the_same_row(tx: Transaction) -> None:
    """An older entry says nothing of a field added later, which is blank."""
    stage = tx.load(Stage, stage="analyse")[0]
    entry = tx.history.of_record("stage", stage.id)[0]
    assert entry.change is not None
    (row,) = entry.change["body.hypotheses"][1]
    assert row["evidence_for"] == ""
    change = "json_remove(change, '$.\"body.hypotheses\"[1][0].evidence_for')"
    tx.sql.execute(text(f"UPDATE history SET change = {change} WHERE seq = {entry.seq}"))
    assert replay.differences(tx) == ()


def test_a_blank_entry_without_a_disposal_is_named(tx: Transaction) -> None:
    """Whoever blanks an entry to hide a change leaves the chain whole; this finds it."""
    tx.sql.execute(text("UPDATE history SET change = NULL, salt = NULL, why = NULL WHERE seq = 9"))
    assert tx.history.first_bad() is None
    assert replay.differences(tx) == (
        "entry 9 on P-1 action 1 is blank although nothing was disposed of",
    )


def test_a_change_that_is_no_pairs_is_left_to_the_chain(tx: Transaction) -> None:
    """It was tampered with: the chain names it, and the rest is replayed all the same."""
    tx.sql.execute(text("UPDATE history SET change = '{\"title\": 5}' WHERE seq = 5"))
    bad = tx.history.first_bad()
    assert bad is not None
    assert bad[0] == 5
    assert replay.differences(tx) == ("P-1 has no entry that says who made it",)
