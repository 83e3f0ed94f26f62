"""Saving records: versions, history, and nothing lost between two people."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from casebook.core.errors import StaleRecord
from casebook.core.months import Month
from casebook.profiles.profile import Action, Profile
from casebook.profiles.stages import Analyse, Hypothesis, Objective, Stage
from casebook.registers.scrutiny import ScrutinyAction
from casebook.store import history, schema
from casebook.store.records import Between
from casebook.store.transaction import Transaction

AUTHOR = history.Author("sgt", datetime(2024, 12, 18, 9, tzinfo=UTC))
HOSTILE = "[/red] <script>x</script> \u202eabc \x07 😀 =1+1"


@pytest.fixture
def tx(tmp_path: Path) -> Iterator[Transaction]:
    """A writer's connection on an empty casebook with one profile."""
    store = schema.create(str(tmp_path / "book.db"), lambda *_: None)
    with store.writing() as opened:
        opened.save(None, Profile("P-1", "Noise"), AUTHOR)
        yield opened


def test_a_record_comes_back_as_it_was_saved(tx: Transaction) -> None:
    """Every field, text of any kind included."""
    action = Action("P-1", HOSTILE, tactic="cpn", due=date(2024, 10, 7), cost=12.5)
    saved = tx.save(None, action, AUTHOR)
    assert tx.load_one(Action, id=saved.id) == saved
    assert dataclasses.replace(saved, id=0, version=0) == action


def test_a_stage_keeps_its_body(tx: Transaction) -> None:
    """Months, numbers and rows inside it too."""
    body = Objective(aim="x", baseline_from=Month(2023, 1), baseline_value=0.0)
    analysis = Analyse(hypotheses=(Hypothesis("h", tested=True),))
    for name, written in (("objective", body), ("analyse", analysis)):
        stage = tx.save(None, Stage("P-1", 1, name, body=written), AUTHOR)
        assert tx.load_one(Stage, id=stage.id) == stage


def test_the_second_of_two_editors_is_refused(tx: Transaction) -> None:
    """Whoever saves over a version that has gone is told, and nothing is written."""
    read = tx.load_one(Profile, ref="P-1")
    assert read is not None
    tx.save(read, dataclasses.replace(read, title="First"), AUTHOR)
    with pytest.raises(StaleRecord, match="changed by somebody else"):
        tx.save(read, dataclasses.replace(read, title="Second"), AUTHOR)
    stands = tx.load_one(Profile, ref="P-1")
    assert stands is not None
    assert (stands.title, stands.version) == ("First", 2)


def test_history_holds_only_what_changed(tx: Transaction) -> None:
    """Before and after of each field that differs."""
    read = tx.load_one(Profile, ref="P-1")
    assert read is not None
    after = dataclasses.replace(read, title="Noise at night", next_review=date(2024, 12, 1))
    tx.save(read, after, AUTHOR, "after the meeting")
    entry = tx.history.of_record("profile", read.id)[-1]
    assert entry.change == {
        "title": ["Noise", "Noise at night"],
        "next_review": [None, "2024-12-01"],
    }
    assert (entry.who, entry.why) == ("sgt", "after the meeting")


def test_saving_nothing_new_writes_nothing(tx: Transaction) -> None:
    """No version is raised and no entry written."""
    read = tx.load_one(Profile, ref="P-1")
    assert tx.save(read, read, AUTHOR) == read  # type: ignore[type-var]
    assert len(tx.history.entries()) == 1


def _three_entries(tx: Transaction) -> None:
    for title in ("a", "b"):
        tx.save(None, Action("P-1", title), AUTHOR)
    assert tx.history.first_bad() is None


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE history SET change = '{}' WHERE seq = 2", (2, "doesn't hold the values")),
        ("UPDATE history SET who = 'x' WHERE seq = 2", (2, "doesn't follow from the entry")),
        ("UPDATE history SET digest = 'x' WHERE seq = 2", (2, "doesn't hold the values")),
        ("DELETE FROM history WHERE seq = 2", (2, "is missing")),
    ],
)
def test_a_changed_entry_is_named(tx: Transaction, change: str, found: tuple[int, str]) -> None:
    """Whoever alters, renames or removes an entry behind our back is found out."""
    _three_entries(tx)
    tx.sql.execute(text(change))
    bad = tx.history.first_bad()
    assert bad is not None
    assert bad[0] == found[0]
    assert bad[1].startswith(found[1])


def test_values_can_be_disposed_of_and_the_chain_still_holds(tx: Transaction) -> None:
    """The seal covers a digest, so blanking what was sealed breaks nothing."""
    _three_entries(tx)
    tx.sql.execute(text("UPDATE history SET change = NULL, salt = NULL, why = NULL WHERE seq = 2"))
    assert tx.history.first_bad() is None


def test_a_printed_head_is_known_later(tx: Transaction) -> None:
    """A pack's hash can be tested against the record it was made from."""
    printed = tx.history.head()
    tx.save(None, Action("P-1", "later"), AUTHOR)
    assert tx.history.find(printed)
    assert not tx.history.find("f" * 64)


def test_what_lies_between_two_days_is_loaded(tx: Transaction) -> None:
    """Both ends count, no end is none, and what has no day lies nowhere."""
    for day in (None, date(2024, 11, 30), date(2024, 12, 1), date(2024, 12, 2)):
        tx.save(None, Action("P-1", f"by {day}", due=day), AUTHOR)

    def due(*ends: date | None) -> list[int]:
        return [one.due.day for one in tx.load(Action, due=Between(*ends)) if one.due]

    assert due() == [30, 1, 2]
    assert due(date(2024, 12, 1)) == [1, 2]
    assert due(None, date(2024, 12, 1)) == [30, 1]
    assert due(date(2024, 12, 1), date(2024, 12, 1)) == [1]
    assert [row[0] for row in tx.columns(Action, "title", due=None)] == ["by None"]


def test_fields_without_a_column_are_asked_for_too(tx: Transaction) -> None:
    """Those of a register's body: a value, none, or any of several."""
    for owner, done in (("a", None), ("b", date(2024, 12, 1)), ("c", None)):
        entry = ScrutinyAction(meeting="Board", number=1, text="x", owner=owner, done=done)
        tx.save(None, entry, AUTHOR)

    def owners(**where: Any) -> str:
        return "".join(one.owner for one in tx.load(ScrutinyAction, **where))

    assert owners(done=None) == "ac"
    assert owners(owner="b") == "b"
    assert owners(owner=["a", "b"]) == "ab"
    assert owners(done=Between()) == "b"


def test_what_is_read_once_is_read_again_after_a_record_of_its_kind_is_written(
    tx: Transaction,
) -> None:
    """Saved, changed, imported, taken away; a record of another kind changes nothing."""
    read: list[int] = []

    def refs() -> tuple[str, ...]:
        read.append(1)
        return tuple(ref for (ref,) in tx.columns(Profile, "ref"))

    def known() -> tuple[str, ...]:
        return tx.once(Profile, "refs", refs)

    assert known() == known() == ("P-1",)
    tx.save(None, Action("P-1", "Nets"), AUTHOR)
    assert (known(), len(read)) == (("P-1",), 1)
    second = tx.save(None, Profile("P-2", "Litter"), AUTHOR)
    assert known() == ("P-1", "P-2")
    third = tx.save(second, dataclasses.replace(second, ref="P-3"), AUTHOR)
    assert known() == ("P-1", "P-3")
    tx.insert_many([Profile("P-4", "Noise")])
    assert known() == ("P-1", "P-3", "P-4")
    tx.remove(third, AUTHOR)
    assert (known(), len(read)) == (("P-1", "P-4"), 5)
