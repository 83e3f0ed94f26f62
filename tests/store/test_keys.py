"""An entry of the history names its record by its row: sealed now, found for older entries."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from casebook.core.access import Account
from casebook.places.place import Place
from casebook.places.plan import Plan
from casebook.profiles.profile import Action, Profile, ProfilePlace
from casebook.profiles.stages import Objective, Stage
from casebook.registers.agency import Agency
from casebook.registers.casework import Note
from casebook.store import history, replay, schema
from casebook.store.engine import Store, open_store, sqlite_store
from casebook.store.file import SCHEMA
from casebook.store.transaction import Transaction
from tests.reads import indexes

AUTHOR = history.Author("sgt", datetime(2024, 12, 18, 9, tzinfo=UTC))
ALIKE = ("PMP-2024-1", "PMP-2024-11", "pmp-2024-1")
SEALED = "at", "who", "via", "kind", "record", "why", "change", "salt", "digest", "hash", "txn"


@pytest.fixture
def tx(tmp_path: Path) -> Iterator[Transaction]:
    """A writer's connection on an empty casebook."""
    store = schema.create(str(tmp_path / "book.db"), lambda *_: None)
    with store.writing() as opened:
        yield opened
    store.close()


def _saved(tx: Transaction, record: Any) -> Any:
    return tx.save(None, record, AUTHOR)


def _edited(tx: Transaction, record: Any, **values: Any) -> Any:
    return tx.save(record, dataclasses.replace(record, **values), AUTHOR)


def filled_casebook(tx: Transaction) -> None:
    """Three profiles whose refs look alike, things renamed, and things that are gone."""
    hotspot = _saved(tx, Place("HS-01", "hotspot", "Lamp Lane"))
    for ref in ALIKE:
        _saved(tx, Profile(ref, "Noise"))
        _saved(tx, Action(ref, "Mend the lamp"))
    _edited(tx, _saved(tx, Stage("PMP-2024-1", 1, "objective", body=Objective())), waiver="x")
    plan = _saved(tx, Plan("HS-01", date(2024, 6, 1)))
    _edited(tx, _edited(tx, plan, valid_from=date(2024, 7, 1)), visits=3)
    agency = _saved(tx, Agency(ref="Island Housing", contact="Officer"))
    _edited(tx, _edited(tx, agency, ref="Lomea Homes"), note="Moved")
    _saved(tx, Agency(ref="Island Housing", contact="Another"))
    for role in ("target", "control"):
        tx.remove(_saved(tx, ProfilePlace("PMP-2024-1", "HS-01", role)), AUTHOR)
    _edited(tx, hotspot, name="Lamp Row")
    gone = _saved(tx, Profile("PMP-2024-2", "Made by mistake"))
    tx.remove(_saved(tx, Note(profile=gone.ref, text="x")), AUTHOR)
    tx.remove(gone, AUTHOR)
    _saved(tx, Profile("PMP-2024-2", "Meant"))


def unsealed(tx: Transaction) -> None:
    """Make the chain what it was before there were keys, hash by hash."""
    before = history.GENESIS
    rows = tx.sql.execute(text("SELECT * FROM history ORDER BY seq")).mappings().all()
    for row in rows:
        names = ("seq", "at", "who", "via", "kind", "record", "digest")
        words = json.dumps([row[n] for n in names], separators=(",", ":"), ensure_ascii=False)
        before = hashlib.sha256((before + words).encode()).hexdigest()
        tx.sql.execute(
            text(
                "UPDATE history SET hash = :hash, keys_sealed = :no, record_id = NULL, "
                "profile_id = NULL WHERE seq = :seq"
            ),
            {"hash": before, "seq": row["seq"], "no": False},
        )


def _keys(tx: Transaction) -> list[tuple[Any, ...]]:
    return [(e.kind, e.record, e.record_id, e.profile_id) for e in tx.history.entries()]


def _back_to(store: Store) -> None:
    """The tables as they were before there were keys, without what came later."""
    with store.writing() as tx:
        for index in ("ix_history_record_id", "ix_history_profile_id"):
            tx.sql.execute(text(f"DROP INDEX {index}"))
        for column in ("record_id", "profile_id", "keys_sealed"):
            tx.sql.execute(text(f"ALTER TABLE history DROP COLUMN {column}"))
        for column in ("reference", "force", "extract", "older"):
            tx.sql.execute(text(f"ALTER TABLE incident DROP COLUMN {column}"))
        tx.sql.execute(text("ALTER TABLE patrol DROP COLUMN gps"))
        tx.sql.execute(text("ALTER TABLE account DROP COLUMN agency"))
        tx.sql.execute(text("UPDATE alembic_version SET version_num = '0004'"))


@pytest.fixture
def upgraded(tmp_path: Path) -> Iterator[tuple[list[Any], list[Any], Transaction]]:
    """The keys as they were made, the rows of the old chain, and the casebook upgraded."""
    path = tmp_path / "old.db"
    schema.create(str(path), lambda *_: None).close()
    store = sqlite_store(path)
    with store.writing() as tx:
        filled_casebook(tx)
        made = _keys(tx)
        unsealed(tx)
        old = list(tx.sql.execute(text(f"SELECT seq, {', '.join(SEALED)} FROM history")))
    _back_to(store)
    store.close()
    assert schema.upgrade(str(path), AUTHOR)[:2] == ("0004", SCHEMA)
    store = open_store(str(path))
    with store.writing() as tx:
        yield made, old, tx
    store.close()


def test_an_old_chain_gets_its_keys_and_stays_as_it_was(
    upgraded: tuple[list[Any], list[Any], Transaction],
) -> None:
    """Byte for byte, old heads are found; what stands has its row, what is gone one below zero."""
    made, old, tx = upgraded
    *found_old, upgrade = tx.sql.execute(text(f"SELECT seq, {', '.join(SEALED)} FROM history"))
    assert (found_old, upgrade.kind) == (old, "upgrade")
    assert tx.history.first_bad() is None
    assert all(tx.history.find(row.hash) for row in old)
    assert replay.differences(tx) == ()
    standing = {
        (kind.KIND, record.id)
        for kind in (Place, Profile, Action, Stage, Plan, Agency)
        for record in tx.load(kind)
    }
    same: dict[tuple[str, int], int] = {}
    for was, found in zip(made, _keys(tx)[:-1], strict=True):
        if (was[0], was[2]) in standing:
            assert found == was
        else:
            assert found[2] < 0
            # two that went one after the other by one ref are two still
            assert same.setdefault((was[0], was[2]), found[2]) == found[2]
    assert len(set(same.values())) == len(same) == 4


def test_new_entries_follow_old_ones_in_one_chain(
    upgraded: tuple[list[Any], list[Any], Transaction],
) -> None:
    """What was made before is changed, renamed and removed after, and the check agrees."""
    _, old, tx = upgraded
    homes = tx.load(Agency, ref="Lomea Homes")[0]
    _edited(tx, _edited(tx, homes, ref="Homes"), note="Again")
    tx.remove(tx.load(Plan)[0], AUTHOR)
    tx.remove(tx.load(Action, profile="pmp-2024-1")[0], AUTHOR)
    _saved(tx, Agency(ref="Lomea Homes", contact="Third"))
    assert tx.history.first_bad() is None
    assert replay.differences(tx) == ()
    assert tx.history.find(old[-1].hash)
    assert [e.keys_sealed for e in tx.history.entries()][-7:] == [False] + [True] * 6


@pytest.mark.parametrize(
    ("behind", "said"),
    [
        (
            "record_id = (SELECT id FROM profile WHERE ref = 'PMP-2024-11') WHERE seq = 2",
            "entry 2 on PMP-2024-1 has the key of PMP-2024-11",
        ),
        (
            "profile_id = (SELECT id FROM profile WHERE ref = 'pmp-2024-1') WHERE seq = 3",
            "entry 3 on PMP-2024-1 action 1 has the key of another profile",
        ),
        ("record_id = NULL WHERE seq = 1", "entry 1 on HS-01 has the key of another record"),
    ],
)
def test_a_key_of_an_old_entry_that_was_changed_is_named(
    upgraded: tuple[list[Any], list[Any], Transaction], behind: str, said: str
) -> None:
    """Its hash doesn't cover the key, so it is held against the words it does cover."""
    _, _, tx = upgraded
    tx.sql.execute(text(f"UPDATE history SET {behind}"))
    assert tx.history.first_bad() is None
    assert replay.differences(tx) == (said,)


@pytest.mark.parametrize(
    "behind",
    [
        "record_id = 2",
        "profile_id = 2",
        "record_id = NULL",
        "keys_sealed = false",
        "keys_sealed = false, record_id = NULL, profile_id = NULL",
    ],
)
def test_a_sealed_key_that_was_changed_breaks_the_chain(tx: Transaction, behind: str) -> None:
    """Made to look like an old entry, too."""
    filled_casebook(tx)
    assert tx.history.first_bad() is None
    tx.sql.execute(text(f"UPDATE history SET {behind} WHERE seq = 3"))
    assert tx.history.first_bad() == (3, "doesn't follow from the entry before it")


def test_a_row_is_given_once(tx: Transaction) -> None:
    """The next record after the newest was removed, typed or imported, has a row of its own."""
    _saved(tx, Profile("P-1", "Noise"))
    first = _saved(tx, Note(profile="P-1", text="Mend the lamp"))
    tx.remove(first, AUTHOR)
    second = _saved(tx, Note(profile="P-1", text="Cut the hedge"))
    tx.remove(second, AUTHOR)
    tx.insert_many([Note(profile="P-1", text="Sweep")] * 2)
    assert [each.id for each in tx.load(Note)] == [3, 4]
    assert [len(tx.history.of_record("note", n)) for n in (1, 2, 3)] == [2, 2, 0]


def test_the_history_of_a_profile_is_its_own(tx: Transaction) -> None:
    """Not that of one whose ref begins alike or has small letters; an earlier one's is with it."""
    filled_casebook(tx)
    for ref in ALIKE[1:]:
        profile = tx.load(Profile, ref=ref)[0]
        told = tx.history.of_profile(profile)
        assert {entry.record.partition(" ")[0] for entry in told} == {ref}
    again = tx.load(Profile, ref="PMP-2024-2")[0]
    assert [entry.kind for entry in tx.history.of_profile(again)] == [
        "profile", "note", "note", "profile", "profile"
    ]  # fmt: skip


def test_the_history_of_a_profile_and_of_a_record_is_found_by_index(tx: Transaction) -> None:
    """Nothing scans the whole."""
    for where, index in (
        ("profile_id IN (1, 2)", "ix_history_profile_id"),
        ("kind = 'action' AND record_id = 1", "ix_history_record_id"),
        ("kind = 'profile' AND record = 'P-1'", "ix_history_record "),
    ):
        plan = tx.sql.execute(
            text(f"EXPLAIN QUERY PLAN SELECT * FROM history WHERE {where} ORDER BY seq")
        ).all()
        assert any(f"USING INDEX {index}" in row.detail for row in plan)
        assert not any(row.detail.startswith("SCAN") for row in plan)


def test_what_a_login_had_a_hand_in_is_the_same_asked_of_all_and_of_some(tx: Transaction) -> None:
    """Done in its own name or for another, or a profile that names it; of other kinds nothing."""
    _saved(tx, Account("rev", roles=("reviewer",)))
    own, other, named = (_saved(tx, Profile(ref, "Noise")) for ref in ("P-1", "P-2", "P-3"))
    rev = dataclasses.replace(AUTHOR, login="rev")
    for_ana = dataclasses.replace(AUTHOR, login="ana", via="rev")
    action = tx.save(None, Action("P-2", "Mend the lamp"), for_ana)
    _edited(tx, named, owner="rev")
    _edited(tx, action, owner="rev")
    tx.save(None, Note(profile="P-1", text="Cut the hedge"), rev)
    kinds, ids = ("profile", "action"), {own.id, other.id, named.id}
    expected = {(action.id, other.id), (named.id, named.id)}
    assert set(tx.history.handled("rev", kinds, Profile)) == expected
    assert set(tx.history.handled("rev", kinds, Profile, ids)) == expected
    assert set(tx.history.handled("rev", kinds, Profile, {other.id})) == {(action.id, other.id)}


def test_what_a_login_had_a_hand_in_is_found_by_index(tx: Transaction) -> None:
    """By its login, and profiles that name it among profiles alone; of a few by the profile."""
    by_login = ["ix_history_via (via=? AND kind=?)", "ix_history_who (who=? AND kind=?)"]
    asked = ("rev", ("profile", "action"), Profile)
    of_all = indexes(tx, lambda: tx.history.handled(*asked))
    assert of_all == sorted([*by_login, "ix_history_record_id (kind=?)"])
    of_few = indexes(tx, lambda: tx.history.handled(*asked, {1, 2}))
    assert of_few == ["ix_history_profile_id (profile_id=?)"]
