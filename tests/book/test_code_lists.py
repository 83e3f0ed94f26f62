"""Code lists: a force makes its own copy, and no record's meaning changes with it."""

from __future__ import annotations

import dataclasses
import re

import pytest

from casebook.book.code_lists import (
    FIXED,
    Code,
    add_code,
    choices,
    code_list,
    code_lists,
    labels_of,
    relabel_code,
    retire_code,
)
from casebook.book.opening import Book
from casebook.book.writing import write
from casebook.core.access import Account
from casebook.core.codes import CODE_LISTS, CODE_LISTS_VERSION, check_codes
from casebook.core.errors import AlreadyThere, BadValue, NotAllowed, NotFound
from casebook.profiles import casefile as profiles
from casebook.profiles import intake
from casebook.profiles.profile import Action, Profile
from casebook.profiles.stages import Stage

ONE = "PMP-2024-001"


@pytest.fixture
def case(book: Book) -> Book:
    """A casebook with one profile."""
    intake.new_profile(book, Profile(ONE, "Fights"))
    return book


def _action(book: Book, tactic: str = "cpn") -> Action:
    return profiles.add_action(book, ONE, {"title": "Warn", "tactic": tactic}).actions[-1]


def test_every_list_is_there_as_it_ships(case: Book) -> None:
    """With its version, every code shipped and none retired."""
    lists = {each.name: each for each in code_lists(case)}
    assert set(lists) == set(CODE_LISTS)
    for name, labels in CODE_LISTS.items():
        assert lists[name].version == CODE_LISTS_VERSION
        assert {one.code: one.label for one in lists[name].codes} == labels
        assert all(one.shipped and not one.retired for one in lists[name].codes)


def test_a_code_that_is_added_can_be_chosen(case: Book) -> None:
    """It stands last, the version counts the change and history tells it."""
    with pytest.raises(BadValue, match="Tactic has no code 'pastors'"):
        _action(case, "pastors")
    after = add_code(case, "tactic", " pastors ", "Street pastors <b>", "new scheme")
    assert after.codes[-1] == Code("pastors", "Street pastors <b>", shipped=False, retired=False)
    assert after.version == f"{CODE_LISTS_VERSION}+1"
    assert _action(case, "pastors").tactic == "pastors"
    with case.store.reading() as tx:
        (entry,) = [e for e in tx.history.entries() if e.record == "codes tactic"]
    assert (entry.who, entry.why) == ("admin", "new scheme")
    assert entry.change == {
        "label of pastors": [None, "Street pastors <b>"],
        "version": [CODE_LISTS_VERSION, f"{CODE_LISTS_VERSION}+1"],
    }
    assert code_list(case, "theme").version == CODE_LISTS_VERSION


def test_a_record_keeps_the_label_it_was_given(case: Book) -> None:
    """Through a relabelling, and through edits that leave the code alone; new ones get the new."""
    old = _action(case)
    given = CODE_LISTS["tactic"]["cpn"]
    relabel_code(case, "tactic", "cpn", "CPN or CPW", "as the council says")
    assert labels_of(case, old) == {"tactic": {"cpn": given}}
    (edited,) = profiles.edit_action(case, ONE, old.id, {"title": "Warn twice"}).actions
    assert labels_of(case, edited) == {"tactic": {"cpn": given}}
    assert labels_of(case, _action(case)) == {"tactic": {"cpn": "CPN or CPW"}}
    changed = profiles.edit_action(case, ONE, old.id, {"tactic": "cbo"}).actions[0]
    chosen_again = profiles.edit_action(case, ONE, changed.id, {"tactic": "cpn"}).actions[0]
    assert labels_of(case, chosen_again) == {"tactic": {"cpn": "CPN or CPW"}}


def test_a_stage_keeps_labels_too(case: Book) -> None:
    """Of every code in a field that holds several; an added one gets the label of the day."""
    file = profiles.edit_stage(case, ONE, "scan", {"sources": ["asb calls", "meeting"]})
    relabel_code(case, "scan-source", "asb calls", "ASB reports", "new system")
    relabel_code(case, "scan-source", "partner data", "Partners' data", "new system")
    file = profiles.edit_stage(
        case, ONE, "scan", {"sources": ["partner data", "asb calls"], "events": "x"}
    )
    assert labels_of(case, file.stage("scan")) == {
        "sources": {"asb calls": "ASB calls", "partner data": "Partners' data"}
    }


def test_a_record_not_saved_has_the_labels_of_now(case: Book) -> None:
    """As it would be given them."""
    relabel_code(case, "tactic", "cpn", "CPN or CPW", "as the council says")
    assert labels_of(case, Action(ONE, "x", tactic="cpn")) == {"tactic": {"cpn": "CPN or CPW"}}
    assert labels_of(case, Account("x")) == {}


def test_a_retired_code_stays_where_it_is_and_is_given_to_nothing(case: Book) -> None:
    """Old records are edited with it; new ones and changed fields are refused it."""
    old, other = _action(case), _action(case, "cbo")
    after = retire_code(case, "tactic", "cpn")
    assert next(one for one in after.codes if one.code == "cpn").retired
    assert "cpn" not in choices(case)["tactic"]
    assert (
        profiles.edit_action(case, ONE, old.id, {"title": "Warn twice"}).actions[0].tactic == "cpn"
    )
    says = re.escape("Tactic can't be given 'cpn', which is retired from its list. It takes: ")
    with pytest.raises(BadValue, match=says):
        _action(case)
    with pytest.raises(BadValue, match=says):
        profiles.edit_action(case, ONE, other.id, {"tactic": "cpn"})
    profiles.edit_action(case, ONE, old.id, {"tactic": ""})
    with pytest.raises(BadValue, match=says):
        profiles.edit_action(case, ONE, old.id, {"tactic": "cpn"})


def test_a_retired_code_is_carried_into_the_next_cycle(case: Book) -> None:
    """A stage gone through again keeps what it said, unless it says something new."""
    file = profiles.edit_stage(case, ONE, "scan", {"sources": ["meeting"]})
    for code in ("meeting", "site visit"):
        retire_code(case, "scan-source", code)
    again = dataclasses.replace(file.stage("scan"), cycle=2, id=0, version=0)
    more = dataclasses.replace(again.body, sources=("meeting", "site visit"))
    with case.store.writing() as tx:
        with pytest.raises(BadValue, match="Sources can't be given 'site visit'"):
            write(case, tx, None, dataclasses.replace(again, body=more))
        assert write(case, tx, None, again).body.sources == ("meeting",)
        assert len(tx.load(Stage, profile=ONE, stage="scan")) == 2


def test_adding_a_retired_code_brings_it_back(case: Book) -> None:
    """Under the label given."""
    retire_code(case, "tactic", "cpn", "not used here")
    after = add_code(case, "tactic", "cpn", "Community protection notice")
    back = next(one for one in after.codes if one.code == "cpn")
    assert back == Code("cpn", "Community protection notice", shipped=True, retired=False)
    assert after.version == f"{CODE_LISTS_VERSION}+2"
    assert _action(case).tactic == "cpn"


def test_saying_a_label_again_changes_nothing(case: Book) -> None:
    """No version is raised and no entry written."""
    same = relabel_code(case, "tactic", "cbo", CODE_LISTS["tactic"]["cbo"], "x")
    assert same.version == CODE_LISTS_VERSION
    with case.store.reading() as tx:
        assert [e for e in tx.history.entries() if e.record == "codes tactic"] == []


@pytest.mark.parametrize("name", sorted(FIXED))
def test_lists_casebook_acts_on_are_only_relabelled(case: Book, name: str) -> None:
    """Their codes are the program's own words."""
    code = next(iter(CODE_LISTS[name]))
    with pytest.raises(BadValue, match="they can only be relabelled"):
        add_code(case, name, "new", "New")
    with pytest.raises(BadValue, match="they can only be relabelled"):
        retire_code(case, name, code)
    assert relabel_code(case, name, code, "Otherwise", "ours").codes[0].label == "Otherwise"


def test_what_cannot_be_a_code_is_refused(case: Book) -> None:
    """Unknown, taken, of several lines, too long, or reading like another."""
    for code, label, says in (
        ("cpn", "x", "already a code in tactic 'cpn'"),
        ("new", "dispersal POWER", "'dispersal' of tactic is called 'Dispersal power' already"),
        ("a;b", "x", "has a ';'"),
        (" ", "x", "A code is one line of text"),
        ("new", "a\nb", "A label is one line of text"),
        ("new", "a\x1b[2J", "without control characters"),
        ("new", "\u202eabc", "without control characters"),
        ("n" * 41, "x", "A code has at most 40 characters; this one has 41"),
        ("new", "x" * 121, "A label has at most 120 characters"),
    ):
        with pytest.raises((BadValue, AlreadyThere)) as refused:
            add_code(case, "tactic", code, label)
        assert says in str(refused.value)
    with pytest.raises(NotFound, match="There is no code list 'tactics'"):
        add_code(case, "tactics", "x", "x")
    with pytest.raises(NotFound, match="Did you mean cpn"):
        relabel_code(case, "tactic", "cpm", "x", "y")
    with pytest.raises(BadValue, match="Say why 'cpn' is relabelled"):
        relabel_code(case, "tactic", "cpn", "x", " ")
    with pytest.raises(NotFound):
        retire_code(case, "tactic", "nothing")
    retire_code(case, "tactic", "cpn")
    with pytest.raises(BadValue, match="retired from tactic already"):
        retire_code(case, "tactic", "cpn")


def test_a_list_keeps_a_code_to_choose(case: Book) -> None:
    """The last one stays."""
    *others, last = CODE_LISTS["scan-decision"]
    for code in others:
        retire_code(case, "scan-decision", code)
    with pytest.raises(BadValue, match=f"'{last}' is the last code of scan-decision"):
        retire_code(case, "scan-decision", last)


def test_lists_are_the_administrators(case: Book) -> None:
    """Anybody may read them."""
    eye = dataclasses.replace(case, account=Account("eye"))
    assert code_list(eye, "tactic").codes
    for change in (
        lambda: add_code(eye, "tactic", "x", "X"),
        lambda: relabel_code(eye, "tactic", "cpn", "X", "y"),
        lambda: retire_code(eye, "tactic", "cpn"),
    ):
        with pytest.raises(NotAllowed, match="eye may not change accounts or settings"):
            change()


def test_codes_are_checked_against_what_stood_before() -> None:
    """Only the same field of the same kind of record lets a retired code stay."""
    retired = {"tactic": ("cpn",)}
    held = Action(ONE, "x", tactic="cpn")
    check_codes(held, {}, retired=retired, before=dataclasses.replace(held, title="y"))
    for before in (None, Action(ONE, "x"), Profile(ONE, "x")):
        with pytest.raises(BadValue, match="retired from its list"):
            check_codes(held, {}, retired=retired, before=before)
    check_codes(Action(ONE, "x", tactic="own"), {"tactic": {"own": "Own"}}, retired=retired)
