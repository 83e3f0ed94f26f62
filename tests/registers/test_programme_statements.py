"""Where programmes stand: phases and who leads them, what comes, reviews of expected benefits."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casebook.book.opening import Book
from casebook.core.errors import BadFile, BadValue, NotAllowed, NotFound
from casebook.core.statement import Ask, Statement
from casebook.registers.entries import add_entry, edit_entry, list_entries
from casebook.registers.import_files import import_register
from casebook.registers.statements.every import state
from casebook.registers.statements.programmes import reviews_due
from tests.registers import harbour_work as work

FEWER, TRUST = "Fewer calls to the quay", "Residents feel safer"


@pytest.fixture
def harbour(book: Book) -> Book:
    """A casebook with the harbour's two programmes and the tally of their results."""
    work.add_town(book)
    work.add_programmes(book)
    work.add_tally(book)
    return book


@pytest.fixture
def change(book: Book) -> Book:
    """A change programme of the whole force with two benefits and reviews at 3 and 12 months."""
    work.add_town(book)
    values = {
        "ref": "CP-1", "name": "Forefront", "code": "change programme", "at": "2023-12-18",
        "review_after": [3, 12],
    }  # fmt: skip
    add_entry(book, "programme", "", values)
    add_entry(book, "benefit", "CP-1", {"text": FEWER, "measure": "Calls a month"})
    add_entry(book, "benefit", "CP-1", {"text": TRUST})
    return book


def _standing(book: Book, ref: str = "", place: str = "") -> Statement:
    return state(book, "programme", "standing", Ask(ref=ref, place=place))


def _row(book: Book, ref: str) -> dict[str, Any]:
    (row,) = _standing(book, ref=ref).rows
    return dict(row)


def _benefits(book: Book, ref: str = "") -> Statement:
    return state(book, "programme", "benefits", Ask(ref=ref))


def _found(book: Book, benefit: str, months: int, code: str, **more: str) -> Any:
    values = {"benefit": benefit, "months": months, "code": code, **more}
    return add_entry(book, "benefit-review", "CP-1", values)


def test_the_lead_passes_on_its_day(harbour: Book) -> None:
    """The council leads Hold from 25 November and a note says so; the police led it before."""
    stated = _standing(harbour, ref="chb-01")
    assert stated.title == "Programmes on 18 Dec 2024"
    assert _row(harbour, "CHB-01") == {
        "programme": "CHB-01", "name": "Clear, Hold, Build: Harbour", "kind": "Clear, Hold, Build",
        "place": "D1", "from": "2024-06-03", "to": None, "when": "from 3 Jun 2024",
        "standing": "running", "phase": "Hold", "phase_since": "2024-11-25",
        "lead": work.COUNCIL, "lead_since": "2024-11-25",
        "phases": [
            "Clear: 3 Jun 2024 to 30 Sep 2024, led by Lomea Police",
            "Hold: 1 Oct 2024 to 24 Nov 2024, led by Lomea Police",
            "Hold: from 25 Nov 2024, led by Lomea District Council",
        ],
        "next": None, "next_on": None, "review_after": 3, "next_review": "2024-09-03",
        "overdue": True, "papers": 0,
        "results": "Intelligence reports 148, Arrests 21, School engagement days 3 and 3 more",
    }  # fmt: skip
    assert stated.notes == (
        "CHB-01: Lomea District Council took the lead for Hold from 25 Nov 2024; Lomea Police led "
        "Hold before.",
        "Phase Clear: 3 Jun 2024 to 30 Sep 2024, led by Lomea Police.",
        "Phase Hold: 1 Oct 2024 to 24 Nov 2024, led by Lomea Police.",
        "Phase Hold: from 25 Nov 2024, led by Lomea District Council.",
    )


@pytest.mark.parametrize(
    ("today", "lead", "since"),
    [
        (date(2024, 11, 24), work.POLICE, "2024-06-03"),
        (date(2024, 11, 25), work.COUNCIL, "2024-11-25"),
        (date(2024, 6, 2), None, None),
    ],
)
def test_who_leads_is_told_for_the_day_it_is_asked_on(
    harbour: Book, today: date, lead: str | None, since: str | None
) -> None:
    """Through two phases of one agency the lead is one."""
    on = dataclasses.replace(harbour, settings=dataclasses.replace(harbour.settings, today=today))
    row = _row(on, "CHB-01")
    assert (row["lead"], row["lead_since"]) == (lead, since)


def test_an_operation_shows_its_dates_and_results(harbour: Book) -> None:
    """What is over has nothing coming."""
    row = _row(harbour, "OP-1")
    assert (row["when"], row["standing"], row["results"], row["next"], row["next_review"]) == (
        "9 Sep 2024 to 15 Sep 2024", "over", "Arrests 13, Warrants 2", None, None
    )  # fmt: skip


def test_an_action_week_that_comes_says_when(harbour: Book) -> None:
    """Of the whole force, with no place and nothing done yet."""
    values = {
        "ref": "WEEK-1", "name": "Rural crime week", "code": "action week", "at": "2025-01-06",
        "until": "2025-01-12",
    }  # fmt: skip
    add_entry(harbour, "programme", "", values)
    row = _row(harbour, "WEEK-1")
    assert (row["kind"], row["place"], row["standing"], row["results"]) == (
        "Action week", None, "coming", None
    )  # fmt: skip
    assert (row["next"], row["next_on"]) == (
        "Rural crime week begins (6 Jan 2025 to 12 Jan 2025)", "2025-01-06"
    )  # fmt: skip


def test_a_forum_shows_its_next_sitting_and_papers(harbour: Book) -> None:
    """Sittings are phases of a day; papers are put to the one of their day."""
    values = {"ref": "FORUM", "name": "Commanders' forum", "code": "forum", "at": "2024-03-01"}
    add_entry(harbour, "programme", "", values)
    for text, day in (("Autumn sitting", "2024-10-02"), ("Spring sitting", "2025-04-02")):
        phase = {"text": text, "agency": work.POLICE, "at": day, "until": day}
        add_entry(harbour, "phase", "FORUM", phase)
    for text, day in (("Harbour", "2024-10-02"), ("Strand", "2025-04-02"), ("Mole", "2025-04-02")):
        paper = {"text": text, "lies": "Folder 12", "at": day, "by": "District commander"}
        add_entry(harbour, "paper", "FORUM", paper)
    stated = _standing(harbour, ref="FORUM")
    (row,) = stated.rows
    assert (row["standing"], row["phase"], row["next"], row["next_on"], row["papers"]) == (
        "running", None, "Spring sitting (2 papers)", "2025-04-02", 3
    )  # fmt: skip
    assert stated.notes == (
        "Phase Autumn sitting: 2 Oct 2024, led by Lomea Police.",
        "Phase Spring sitting: 2 Apr 2025, led by Lomea Police.",
    )


def test_a_forum_of_a_day_is_its_own_sitting(harbour: Book) -> None:
    """For a casebook that keeps each sitting as a programme."""
    values = {
        "ref": "FORUM-2025-05", "name": "Forum, May 2025", "code": "forum", "at": "2025-05-13",
        "until": "2025-05-13",
    }  # fmt: skip
    add_entry(harbour, "programme", "", values)
    for text in ("Harbour", "Strand"):
        paper = {"text": text, "lies": "Folder 12", "at": "2025-05-13"}
        add_entry(harbour, "paper", "FORUM-2025-05", paper)
    row = _row(harbour, "FORUM-2025-05")
    assert (row["when"], row["standing"], row["next"], row["papers"]) == (
        "13 May 2025", "coming", "Forum, May 2025 (2 papers)", 2
    )  # fmt: skip


def test_papers_alone_make_a_date(harbour: Book) -> None:
    """For a forum nobody wrote sittings of."""
    add_entry(harbour, "programme", "", {"ref": "FORUM", "name": "Forum", "code": "forum"})
    add_entry(harbour, "paper", "FORUM", {"text": "A", "lies": "Folder", "at": "2025-04-02"})
    row = _row(harbour, "FORUM")
    assert (row["next"], row["next_on"], row["when"], row["standing"]) == (
        "Papers are put (1 paper)", "2025-04-02", None, None
    )  # fmt: skip


def test_a_gap_between_phases_is_said(harbour: Book) -> None:
    """With the phase before and the one that comes, which is what comes next."""
    edit_entry(harbour, "phase", 3, {"until": "2024-12-01"})
    later = {"text": "Build", "agency": work.POLICE, "at": "2025-01-06"}
    add_entry(harbour, "phase", "CHB-01", later)
    stated = _standing(harbour)
    row = stated.rows[0]
    assert (row["phase"], row["lead"], row["next"]) == (None, None, "Build begins")
    assert (
        "CHB-01: no phase runs today: Hold ended on 1 Dec 2024 and Build begins on 6 Jan 2025."
    ) in stated.notes
    assert (
        "CHB-01: Lomea Police takes the lead for Build from 6 Jan 2025; Lomea District Council led "
        "Hold before."
    ) in stated.notes


def test_programmes_of_a_place_are_those_that_lie_in_it(harbour: Book) -> None:
    """A place without any says so; one that isn't there is refused."""
    assert [row["programme"] for row in _standing(harbour, place="Harbour").rows] == [
        "CHB-01", "OP-1"
    ]  # fmt: skip
    assert [row["programme"] for row in _standing(harbour, place="IA-1").rows] == ["OP-1"]
    none = _standing(harbour, place="D2")
    assert (none.rows, none.notes) == ((), ("No programme is recorded here.",))
    with pytest.raises(NotFound, match="Did you mean CHB-01"):
        _standing(harbour, ref="CHB-1")


def test_each_benefit_stands_beside_each_set_review(change: Book) -> None:
    """What was found with its evidence; what wasn't looked at is overdue, or not due yet."""
    _found(change, FEWER, 3, "realised", text="31 a month, was 44", at="2024-03-20")
    stated = _benefits(change, "CP-1")
    assert stated.title == "Expected benefits of CP-1"
    assert [
        (r["benefit"], r["months"], r["due"], r["standing"], r["finding"], r["evidence"])
        for r in stated.rows
    ] == [
        (FEWER, 3, "2024-03-18", "reviewed", "Realised", "31 a month, was 44"),
        (FEWER, 12, "2024-12-18", "due today", None, None),
        (TRUST, 3, "2024-03-18", "overdue", None, None),
        (TRUST, 12, "2024-12-18", "due today", None, None),
    ]
    assert stated.rows[0]["reviewed"] == "2024-03-20"
    edit_entry(change, "programme", "CP-1", {"review_after": [3, 13]})
    assert [r["standing"] for r in _benefits(change).rows][1] == "not due yet"


def test_a_review_is_done_when_every_benefit_was_looked_at(change: Book) -> None:
    """Then the next one is what a programme has coming."""

    def due() -> list[tuple[int, str, bool]]:
        with change.store.reading() as tx:
            return [(one.months, str(one.on), one.done) for one in reviews_due(tx)]

    _found(change, FEWER, 3, "not measured")
    assert due() == [(3, "2024-03-18", False), (12, "2024-12-18", False)]
    assert (_row(change, "CP-1")["next_review"], _row(change, "CP-1")["overdue"]) == (
        "2024-03-18", True
    )  # fmt: skip
    _found(change, TRUST, 3, "partly", text="Survey of 40")
    assert due() == [(3, "2024-03-18", True), (12, "2024-12-18", False)]
    row = _row(change, "CP-1")
    assert (row["review_after"], row["next_review"], row["overdue"]) == (12, "2024-12-18", False)


def test_what_is_missing_around_benefits_is_said(change: Book) -> None:
    """Reviews without benefits, benefits without reviews, and findings of what isn't expected."""
    add_entry(
        change, "programme", "",
        {"ref": "CP-2", "name": "B", "code": "other", "at": "2024-01-01", "review_after": [6]},
    )  # fmt: skip
    add_entry(change, "programme", "", {"ref": "CP-3", "name": "C", "code": "other"})
    add_entry(change, "benefit", "CP-3", {"text": "Time saved"})
    _found(change, TRUST, 3, "not realised")
    edit_entry(change, "benefit", 2, {"text": "Residents say they feel safer"})
    stated = _benefits(change)
    assert stated.notes == (
        f"CP-1 doesn't expect '{TRUST}' any more; its findings stand.",
        "CP-2 has reviews set after 6 months but expects no benefit yet: 'casebook benefit add "
        "CP-2 TEXT'.",
        "CP-3 has no review set to look at its expected benefits in.",
    )
    kept = [r for r in stated.rows if r["benefit"] == TRUST]
    assert [(r["months"], r["finding"]) for r in kept] == [(3, "Not realised")]
    assert _row(change, "CP-2")["overdue"] is True


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"benefit": "Less crime", "months": 3, "code": "not yet"}, "CP-1 expects no 'Less crime'"),
        ({"benefit": FEWER, "months": 0, "code": "not yet"}, "takes a whole number from 1, not 0"),
        ({"benefit": FEWER, "months": 3, "code": "realised"}, "Evidence can't be empty where a"),
        ({"benefit": FEWER, "months": 3, "code": "great"}, "Finding has no code 'great'"),
        (
            {"benefit": TRUST, "months": 3, "code": "not yet"},
            "after 3 months already: edit benefit",
        ),
    ],
)
def test_a_finding_that_cannot_be_is_refused(
    change: Book, values: dict[str, Any], says: str
) -> None:
    """One sentence, and nothing is kept."""
    _found(change, TRUST, 3, "not yet")
    with pytest.raises(BadValue) as refused:
        add_entry(change, "benefit-review", "CP-1", values)
    assert says in str(refused.value)
    assert len(list_entries(change, "benefit-review")) == 1


def test_who_may_edit_a_programme(harbour: Book) -> None:
    """A sergeant of its area; not an officer, nor another district's, nor a viewer."""
    ours, theirs = work.acting_as(harbour, "sgt.h"), work.acting_as(harbour, "sgt.s")
    edit_entry(ours, "programme", "CHB-01", {"text": "Take the quay back"})
    add_entry(ours, "benefit", "CHB-01", {"text": FEWER})
    for book, kind, values, says in (
        (theirs, "phase", {"text": "Build", "agency": work.POLICE, "at": "2025-02-01"},
         "sgt.s may not edit D1: it lies outside D2; its own sergeant or inspector can."),
        (work.acting_as(harbour, "pc.h"), "benefit", {"text": TRUST},
         "pc.h may not edit D1: a sergeant, inspector, analyst or administrator can."),
        (work.acting_as(harbour, "eye"), "paper", {"text": "x", "lies": "y"},
         "eye may not log actions on D1: an officer, sergeant, inspector, analyst or "
         "administrator can."),
    ):  # fmt: skip
        with pytest.raises(NotAllowed) as refused:
            add_entry(book, kind, "CHB-01", values)
        assert str(refused.value) == says
    with pytest.raises(NotAllowed, match=r"sgt\.h may not edit D2: it lies outside D1"):
        edit_entry(ours, "programme", "CHB-01", {"place": "D2"})
    with pytest.raises(NotAllowed, match=r"sgt\.s may not edit W1"):
        edit_entry(theirs, "programme", "OP-1", {"place": "D2"})
    assert _row(work.acting_as(harbour, "eye"), "CHB-01")["place"] == "D1"


def _file(folder: Path, *lines: str) -> Path:
    path = folder / "file.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_programmes_and_phases_come_from_files(book: Book, tmp_path: Path) -> None:
    """By field or label, kinds by code or label, reviews parted by ;."""
    work.add_town(book)
    path = _file(
        tmp_path,
        'Ref,Name,Kind,Area or hotspot,From,To,"Reviews after, months",Aim',
        'CHB-01,"Clear, Hold, Build","Clear, Hold, Build",Harbour,2024-06-03,,3;12,Take it back',
        "WEEK-1,Rural week,action week,,21 Oct 2024,27 Oct 2024,,",
    )
    assert import_register(book, "programme", path).added == 2
    phases = _file(
        tmp_path,
        "programme,phase,lead agency,from,to",
        "CHB-01,Clear,Lomea Police,2024-06-03,2024-11-24",
        "chb-01,Hold,lomea district council,2024-11-25,",
    )
    assert import_register(book, "phase", phases).added == 2
    benefits = _file(tmp_path, "Programme,Expected benefit", f"CHB-01,{FEWER}")
    assert import_register(book, "benefit", benefits).added == 1
    row = _row(book, "CHB-01")
    assert (row["kind"], row["place"], row["lead"], row["next_review"]) == (
        "Clear, Hold, Build", "D1", work.COUNCIL, "2024-09-03"
    )  # fmt: skip
    assert _row(book, "WEEK-1")["when"] == "21 Oct 2024 to 27 Oct 2024"


@pytest.mark.parametrize(
    ("kind", "head", "bad", "column", "says"),
    [
        ("programme", "ref,name,code,place,at,until", "P-1,A,operation,D9,,", "place",
         "There is no place 'D9' in this casebook."),
        ("programme", "ref,name,code,place,at,until", "P-1,A,operation,D1,2024-10-07,2024-10-01",
         "until", "To, 1 Oct 2024, is before From, 7 Oct 2024."),
        ("programme", "ref,name,code,place,at,until", "P-1,A,opration,D1,,", "code",
         "Kind has no code 'opration'; did you mean operation"),
        ("programme", "ref,name,code,place,at,until", "CHB-01,A,operation,D1,,", "ref",
         "There is already a programme 'CHB-01'"),
        ("programme", "ref,name,code,at,review_after", "P-1,A,operation,,3", "at",
         "From can't be empty: reviews are counted from it."),
        ("phase", "programme,text,agency,at,until", "CHB-01,Build,Lomea Police,2024-12-01,", "at",
         "From: the phase Hold of CHB-01 runs from 25 Nov 2024, and phases can't overlap."),
        ("phase", "programme,text,agency,at,until", "OP-1,Day,Lomea Polise,2024-12-01,", "agency",
         "There is no agency 'Lomea Polise' in this casebook. Did you mean Lomea Police"),
        ("phase", "programme,text,agency,at,until", "OP-1,Day,Lomea Police,2024-12-02,2024-12-01",
         "until", "To, 1 Dec 2024, is before From, 2 Dec 2024."),
        ("phase", "programme,text,agency,at,until", "OP-9,Day,Lomea Police,2024-12-02,",
         "programme", "There is no programme 'OP-9' in this casebook. Did you mean OP-1"),
        ("paper", "programme,text,lies,place", "OP-1,Paper,,", "lies",
         "Where it lies can't be empty."),
        ("paper", "programme,text,lies,place", "OP-1,Paper,Folder 12,D8", "place",
         "There is no place 'D8' in this casebook."),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_and_nothing_of_it_taken(
    harbour: Book, tmp_path: Path, kind: str, head: str, bad: str, column: str, says: str
) -> None:
    """Area, dates that cross, kind, ref, overlap, agency, programme."""
    before = list_entries(harbour, kind)
    with pytest.raises(BadFile, match="has no row that can be taken"):
        import_register(harbour, kind, _file(tmp_path, head, bad))
    good = {
        "programme": "OP-2,Op Net,operation" + "," * (head.count(",") - 2),
        "phase": "OP-1,Week,Lomea Police,2024-09-09,2024-09-15",
        "paper": "CHB-01,Standing,Folder 12,D1",
    }[kind]
    report = import_register(harbour, kind, _file(tmp_path, head, good, bad))
    (rejected,) = report.rejections
    assert (rejected.row, rejected.column, report.added) == (3, column, 1)
    assert says in rejected.fault
    assert list_entries(harbour, kind)[: len(before)] == before
    assert len(list_entries(harbour, kind)) == len(before) + 1


def test_phases_of_one_file_cannot_overlap_either(harbour: Book, tmp_path: Path) -> None:
    """The first row stands, the second is named."""
    path = _file(
        tmp_path,
        "programme,text,agency,at,until",
        "OP-1,Days,Lomea Police,2024-09-09,2024-09-12",
        "OP-1,Nights,Lomea Police,2024-09-12,2024-09-15",
    )
    (bad,) = import_register(harbour, "phase", path).rejections
    assert (bad.row, bad.column) == (3, "at")
    assert "the phase Days of OP-1 runs from 9 Sep 2024 to 12 Sep 2024" in bad.fault
