"""Disposing of a profile: its words go, its figures stay, and the record says so for good."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from casebook.agenda.owed.due import what_is_due
from casebook.book.drafts import keep_draft
from casebook.book.opening import Book, open_book
from casebook.core.access import Account
from casebook.core.errors import BadValue, NotAllowed, NotFound, PersonalDataFound
from casebook.core.months import Month
from casebook.core.settings import Settings
from casebook.places.place import Place
from casebook.profiles import casefile as profiles
from casebook.profiles import intake, linked_places
from casebook.profiles.profile import Action, Profile, ProfilePlace
from casebook.profiles.stages import Stage
from casebook.registers import entries as registers
from casebook.registers.casework import Note, Request
from casebook.reviews.review import Review
from casebook.store import drafts, replay
from casebook.store.transaction import Transaction
from casebook.upkeep import accounts
from casebook.upkeep.disposal import Disposal, dispose
from casebook.upkeep.setup import check, make_casebook
from casebook.upkeep.undo import undo
from tests.books import ranked

SECOND = Account("insp", roles=("inspector",))
REF, OTHER = "PMP-2024-001", "PMP-2024-0010"
WORDS = ("Lanternfight", "Bottlewind", "Cellarhouse", "Hedgewalker", "Draftkeeper", "Whysaid")


def _noon() -> datetime:
    return datetime(2024, 12, 18, 12, tzinfo=UTC)


def _fill(book: Book) -> None:
    """Two profiles whose refs begin alike; the first has something written in every kind."""
    with book.store.writing() as tx:
        tx.save(None, Place("HS-01", "hotspot", "Lamp Lane"), book.author)
    accounts.add_account(book, Account("sgt", roles=("sergeant",)), force_wide=True)
    for ref in (REF, OTHER):
        intake.new_profile(
            book,
            Profile(ref, "Lanternfight", owner="sgt", harm="Bottlewind", themes=("asb",)),
            hotspots=["HS-01"],
            stages={"objective": {"aim": "Lanternfight", "baseline_value": 32, "measure": "asb"}},
            actions=[{"title": "Hedgewalker", "cost": 120, "tactic": "cpn"}],
        )
    profiles.edit_profile(book, REF, {"title": "Cellarhouse"}, why="Whysaid")
    profiles.edit_stage(
        book, REF, "analyse", {"what": "Bottlewind", "hypotheses": [{"statement": "Cellarhouse"}]}
    )
    registers.add_entry(book, "note", REF, {"text": "Lanternfight"})
    registers.add_entry(book, "request", REF, {"text": "Bottlewind"})
    with book.store.writing() as tx:
        review = Review(REF, Month(2024, 11), did="Hedgewalker", figures=[{"asb": 7}])
        tx.save(None, review, book.author)
    stage = profiles.read_profile(book, REF).stage("scan")
    keep_draft(book, stage.ref, stage.version, {"events": "Draftkeeper"})


def _over(book: Book, ref: str = REF, until: date | None = None, status: str = "closed") -> None:
    with book.store.writing() as tx:
        profile = tx.load_one(Profile, ref=ref)
        assert profile is not None
        after = dataclasses.replace(
            profile, status=status, closed=date(2024, 12, 1), reason="Cellarhouse",
            retain_until=until,
        )  # fmt: skip
        tx.save(profile, after, book.author, "Whysaid")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """The casebook in its administrator's hands, the first profile closed."""
    made = ranked(make_casebook(str(tmp_path / "casebook.db"), "admin", Settings(), clock=_noon))
    _fill(made)
    _over(made)
    yield made
    made.store.close()


def _of(tx: Transaction, ref: str) -> list[Any]:
    kinds: tuple[type[Any], ...] = (ProfilePlace, Stage, Action, Review, Note, Request)
    found = [each for kind in kinds for each in tx.load(kind, profile=ref)]
    return [*tx.load(Profile, ref=ref), *found]


def test_every_text_of_the_profile_goes(book: Book) -> None:
    """From the records, the history, the index and what was typed and not saved."""
    gone = dispose(book, REF, "Kept for six years")
    with book.store.reading() as tx:
        assert not any(word in str(_of(tx, REF)) for word in WORDS)
        about = [e for e in tx.history.entries() if e.record.split(" ")[0] == REF]
        assert {entry.change for entry in about[:-1]} == {None}
        assert {entry.why for entry in about[:-1]} == {""}
        assert [found for word in WORDS for found in tx.search.find(word) if REF in found.ref] == [
            found for word in WORDS for found in tx.search.find(word) if OTHER in found.ref
        ]
        assert drafts.find(tx, "admin", f"{REF} scan 1") is None
    assert gone == Disposal(
        REF,
        {
            "profile": 1, "profile_place": 1, "stage": 2, "action": 1, "review": 1, "request": 1,
            "note": 1,
        },
        entries=len(about) - 1,
        wiped=True,
    )  # fmt: skip


def test_figures_dates_codes_and_places_stay(book: Book) -> None:
    """So that last year's totals stand."""
    dispose(book, REF, "Kept for six years")
    file = profiles.read_profile(book, REF)
    assert file.profile.title == "Disposed of"
    assert file.profile.disposed == date(2024, 12, 18)
    assert (file.profile.themes, file.profile.closed) == (("asb",), date(2024, 12, 1))
    assert file.profile.owner == "sgt"
    assert file.hotspots == ("HS-01",)
    assert file.stage("objective").body.baseline_value == 32.0
    assert [(a.title, a.cost, a.tactic) for a in file.actions] == [("Disposed of", 120.0, "cpn")]
    with book.store.reading() as tx:
        (review,) = tx.load(Review)
    assert (review.did, review.figures) == ("", [{"asb": 7}])


def test_a_profile_whose_ref_begins_alike_is_left_alone(book: Book) -> None:
    """PMP-2024-001 isn't PMP-2024-0010."""
    with book.store.reading() as tx:
        before = _of(tx, OTHER)
    dispose(book, REF, "Kept for six years")
    with book.store.reading() as tx:
        assert _of(tx, OTHER) == before
        others = [e for e in tx.history.entries() if e.record.split(" ")[0] == OTHER]
        assert others
        assert all(entry.change for entry in others)
        assert tx.search.find("Bottlewind")


def test_the_chain_holds_and_the_last_entry_says_what_went(book: Book) -> None:
    """Who, when, why and how much; the check finds nothing wrong."""
    gone = dispose(book, REF, "  Kept for six years ")
    with book.store.reading() as tx:
        last = tx.history.entries()[-1]
    assert (last.kind, last.record, last.who, last.why) == (
        "disposal", REF, "admin", "Kept for six years",
    )  # fmt: skip
    assert last.change == {**gone.records, "entries": gone.entries}
    findings = check(book)
    assert all(finding.sound for finding in findings), findings


def test_what_comes_back_into_a_disposed_profile_is_found(book: Book) -> None:
    """Behind the history's back, or by a blanked entry after the disposal."""
    dispose(book, REF, "Kept for six years")
    with book.store.writing() as tx:
        seq = tx.history.entries()[-1].seq
        tx.sql.execute(text(f"UPDATE profile SET harm = 'Back' WHERE ref = '{REF}'"))
        assert replay.differences(tx) == (
            f"{REF} isn't what entry {seq} sealed",
            f"{REF}: harm says something although entry {seq} disposed of it",
        )
        tx.rollback()
    with book.store.writing() as tx:
        tx.history.append(book.author, "profile", REF, {"harm": ["", "Back"]})
        tx.sql.execute(text(f"UPDATE history SET change = NULL, salt = NULL WHERE seq = {seq + 1}"))
        assert f"entry {seq + 1} on {REF} is blank although nothing was disposed of" in (
            replay.differences(tx)
        )


def test_not_a_byte_of_it_is_left_in_the_file(tmp_path: Path) -> None:
    """Neither in the index nor in the pages that earlier versions of a text left free."""
    made = ranked(make_casebook(str(tmp_path / "casebook.db"), "admin", Settings(), clock=_noon))
    with made.store.writing() as tx:
        tx.sql.exec_driver_sql("PRAGMA secure_delete = OFF")
    intake.new_profile(made, Profile(REF, "Lanternfight", harm="Bottlewind" * 2000))
    profiles.edit_profile(made, REF, {"title": "Cellarhouse", "harm": ""}, why="Whysaid")
    profiles.add_action(made, REF, {"title": "Hedgewalker" * 2000})
    keep_draft(made, f"{REF} scan", 0, {"a": "Draftkeeper"})
    undo(made)
    _over(made)
    assert all(_left_of(word, tmp_path) for word in WORDS)
    assert dispose(made, REF, "Kept for six years").wiped
    made.store.close()
    assert not any(_left_of(word, tmp_path) for word in WORDS)


def _left_of(word: str, folder: Path) -> bool:
    """Whether a word stands anywhere in the casebook's file or beside it, in either case."""
    held = b"".join(path.read_bytes() for path in folder.glob("casebook.db*"))
    return word.lower().encode() in held.lower()


def test_with_somebody_in_the_way_the_file_is_not_written_anew(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disposal stands all the same, and says so."""
    monkeypatch.setattr("casebook.store.engine.BUSY_SECONDS", 0.1)
    hurried = open_book(book.store.book, "admin", clock=_noon)
    with book.store.reading() as tx:
        tx.sql.execute(text("SELECT count(*) FROM profile")).one()
        gone = dispose(hurried, REF, "Kept for six years")
    hurried.store.close()
    assert not gone.wiped
    assert profiles.read_profile(book, REF).profile.title == "Disposed of"


def test_only_what_is_over_and_no_longer_kept_goes(book: Book) -> None:
    """Each refusal says why, and nothing is changed."""
    dispose_at = "Kept for six years"
    _over(book, until=date(2024, 12, 18))
    for ref, why, sentence in (
        (OTHER, dispose_at, f"{OTHER} is open: only a closed or refused profile goes."),
        (REF, dispose_at, f"{REF} is to be kept until 18 Dec 2024: it can be disposed of after"),
    ):
        with pytest.raises(BadValue, match=f"^{sentence}"):
            dispose(book, ref, why)
    _over(book, until=date(2024, 12, 17))
    with pytest.raises(BadValue, match=f"^Say why {REF} is disposed of"):
        dispose(book, REF, " ")
    with pytest.raises(NotFound, match="There is no profile 'PMP-1'"):
        dispose(book, "PMP-1", "x")
    assert profiles.read_profile(book, REF).profile.title == "Cellarhouse"
    dispose(book, REF, "x")
    with pytest.raises(BadValue, match=f"^{REF} was disposed of on 18 Dec 2024 already"):
        dispose(book, REF, "x")


def test_a_refused_proposal_can_go(book: Book) -> None:
    """It was never opened, and has words all the same."""
    ref = intake.propose(book, Profile("", "Lanternfight"), hotspots=["HS-01"]).profile.ref
    intake.refuse(dataclasses.replace(book, account=SECOND), ref, "Not ours")
    assert dispose(book, ref, "Nothing to keep").records["profile"] == 1
    assert profiles.read_profile(book, ref).profile.reason == ""


def test_only_an_administrator_disposes(book: Book) -> None:
    """Whoever owns the profile doesn't."""
    sgt = dataclasses.replace(book, account=Account("sgt", roles=("sergeant", "inspector")))
    with pytest.raises(NotAllowed, match=f"may not dispose of {REF}: an administrator can"):
        dispose(sgt, REF, "x")


def test_the_reason_names_nobody(book: Book) -> None:
    """It is what stays; unless it must, and then that is said too."""
    with pytest.raises(PersonalDataFound, match=r"'Aisha Rahman' in Why \(a name\?\)"):
        dispose(book, REF, "Asked for by Aisha Rahman")
    allowed = dataclasses.replace(book, personal_because="court order")
    dispose(allowed, REF, "Asked for by Aisha Rahman")
    with book.store.reading() as tx:
        last = tx.history.entries()[-1]
    assert last.why.endswith("Aisha Rahman [kept although it looks personal: court order]")


def test_nothing_more_is_done_to_a_disposed_profile(book: Book) -> None:
    """It is closed, so every verb on it refuses; what was blanked isn't undone."""
    dispose(book, REF, "Kept for six years")
    for verb in (
        lambda: profiles.edit_profile(book, REF, {"title": "Back"}),
        lambda: profiles.edit_stage(book, REF, "scan", {"events": "Back"}),
        lambda: profiles.add_action(book, REF, {"title": "Back"}),
        lambda: linked_places.link_place(book, REF, "HS-01", "buffer"),
        lambda: linked_places.unlink_place(book, REF, "HS-01"),
        lambda: registers.add_entry(book, "note", REF, {"text": "Back"}),
    ):
        with pytest.raises(BadValue, match=f"^{REF} "):
            verb()
    with pytest.raises(BadValue, match="is a disposal, which is for good"):
        undo(book)


def _due(book: Book) -> list[str]:
    return [due.about for due in what_is_due(book) if due.what == "disposal"]


def test_what_is_due_for_disposal(book: Book) -> None:
    """Closed or refused, and the day it was kept until has passed; the oldest first."""
    assert _due(book) == []
    _over(book, REF, date(2024, 12, 17))
    _over(book, OTHER, date(2024, 12, 16), "refused")
    assert _due(book) == [OTHER, REF]
    dispose(book, OTHER, "x")
    assert _due(book) == [REF]
    _over(book, REF, date(2024, 12, 18))
    assert _due(book) == []


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A casebook's file, to be copied."""
    folder = tmp_path_factory.mktemp("disposal")
    made = ranked(make_casebook(str(folder / "casebook.db"), "admin", Settings(), clock=_noon))
    _fill(made)
    made.store.close()
    return folder / "casebook.db"


_EDIT = st.tuples(
    st.sampled_from([REF, OTHER]),
    st.sampled_from(["title", "stage", "action", "note"]),
    st.text("abc '\"[]é\n", min_size=1, max_size=12).filter(str.strip),
)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(before=st.lists(_EDIT, max_size=5), after=st.lists(_EDIT, max_size=4))
def test_whatever_was_written_the_chain_holds_after_disposal(
    made_once: Path,
    tmp_path: Path,
    before: list[tuple[str, str, str]],
    after: list[tuple[str, str, str]],
) -> None:
    """Before it on either profile, after it on the other; and heads printed before are known."""
    path = tmp_path / "casebook.db"
    for leftover in tmp_path.glob("casebook.db*"):
        leftover.unlink()
    shutil.copy(made_once, path)
    book = open_book(str(path), "admin", clock=_noon)
    try:
        for edit in before:
            _edit(book, *edit)
        _over(book)
        printed = book.head()
        dispose(book, REF, "Kept for six years")
        for ref, what, words in after:
            if ref == OTHER:
                _edit(book, ref, what, words)
        findings = check(book, printed)
        assert all(finding.sound for finding in findings), findings
    finally:
        book.store.close()


def _edit(book: Book, ref: str, what: str, words: str) -> None:
    if what == "title":
        profiles.edit_profile(book, ref, {"title": words}, why=words)
    elif what == "stage":
        profiles.edit_stage(book, ref, "scan", {"events": words})
    elif what == "action":
        profiles.add_action(book, ref, {"title": words})
    else:
        registers.add_entry(book, "note", ref, {"text": words})
