"""Activities and programmes from the command line: brought in, added up, told where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Casebook

PHASES = """\
programme,phase,lead agency,from,to
CHB-01,Clear,Lomea Police,2024-06-03,2024-11-24
CHB-01,Hold,Lomea District Council,2024-11-25,
"""
WORK = """\
what,how many,"on, or from",to,programmes,agency
Arrests,13,2024-09-10,,CHB-01; OP-1,Lomea Police
Arrests,8,2024-10-08,,CHB-01,Lomea Police
Intelligence reports,148,2024-06-03,2024-11-24,CHB-01,
Closure orders,1,2024-10-20,,CHB-01,
Closure orders in progress,2,2024-11-20,,CHB-01,
Warrants,2,2024-09-11,,CHB-01;OP-1,
School engagement days,3,2024-10-28,2024-11-01,CHB-01,
Vehicles seized,8,2024-09-20,,OP-1,
E-scooters seized,2,2024-09-20,,OP-1,
"""
PROGRAMMES = """\
ref,name,kind,from,to
CHB-01,"Clear, Hold, Build: Harbour","Clear, Hold, Build",2024-06-03,
OP-1,Op Lantern,Operation,2024-09-09,2024-09-15
FORUM,Commanders' forum,Forum,2024-03-01,
"""


@pytest.fixture
def harbour(made: Casebook) -> Casebook:
    """A casebook at 18 December 2024 whose programmes and activities came from files."""
    made("setting", "set", "today", "2024-12-18")
    for agency in ("Lomea Police", "Lomea District Council"):
        assert made("agency", "add", agency, "--contact", "Duty inspector").code == 0
    for name, text in (("programmes", PROGRAMMES), ("phases", PHASES), ("activities", WORK)):
        Path(f"{name}.csv").write_text(text, encoding="utf-8")
        ran = made("import", name, f"{name}.csv", "--format", "json")
        assert (ran.code, ran.json["rejected"]) == (0, 0), ran.err
    return made


def test_results_are_added_up_by_code(harbour: Casebook) -> None:
    """The programme's tally as its paper has it, 'of which' beneath and added to nothing."""
    rows = harbour("activity", "total", "--programme", "CHB-01", "--format", "json").json
    assert {row["code"]: row["count"] for row in rows} == {
        "arrest": 21, "warrant": 2, "closure order": 1, "closure order in progress": 2,
        "school day": 3, "intelligence report": 148,
    }  # fmt: skip
    ran = harbour("activity", "total", "--programme", "op-1")
    assert ran.out.splitlines() == [
        "Result                        Group        Count",
        "----------------------------  -----------  -----",
        "Arrests                       enforcement     13",
        "Warrants                      enforcement      2",
        "Vehicles seized               enforcement      8",
        "– of which E-scooters seized  enforcement      2",
    ]
    assert "Results, OP-1\n" in ran.err
    assert "Each activity is counted once, whatever it belongs to.\n" in ran.err


def test_results_are_added_up_otherwise(harbour: Casebook) -> None:
    """By month for a window, by programme without a total, and by nothing unknown."""
    ran = harbour("activity", "total", "--from", "2024-09", "--to", "2024-10", "--by", "month",
                  "--format", "json")  # fmt: skip
    assert [(row["month"], row["enforcement"]) for row in ran.json] == [
        ("2024-09", "Arrests 13, Warrants 2, Vehicles seized 8"),
        ("2024-10", "Arrests 8, Closure orders 1"),
    ]
    ran = harbour("activity", "total", "--by", "programme")
    assert "\nAll " not in ran.out
    assert "so the rows can't be added." in ran.err
    ran = harbour("activity", "total", "--by", "colour")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "'total' can't be grouped by 'colour': take code or group or place or" in ran.err
    ran = harbour("activity", "total", "--programme", "CHB-9")
    assert (ran.code, "Did you mean CHB-01?" in ran.err) == (1, True)


def test_programmes_say_where_they_stand(harbour: Casebook) -> None:
    """The council leads Hold since 25 November; the operation is over."""
    ran = harbour("programme", "standing", "--format", "json")
    rows = {row["programme"]: row for row in ran.json}
    assert (rows["CHB-01"]["lead"], rows["CHB-01"]["lead_since"], rows["CHB-01"]["phase"]) == (
        "Lomea District Council", "2024-11-25", "Hold"
    )  # fmt: skip
    assert {ref: row["results"] for ref, row in rows.items()} == {
        "CHB-01": "Intelligence reports 148, Arrests 21, School engagement days 3 and 3 more",
        "OP-1": "Arrests 13, Vehicles seized 8, Warrants 2",
        "FORUM": None,
    }
    ran = harbour("programme", "standing", "CHB-01")
    assert "25 Nov 2024" in ran.out
    assert (
        "CHB-01: Lomea District Council took the lead for Hold from 25 Nov 2024; Lomea Police led "
        "Clear before.\n"
    ) in ran.err


def test_a_forum_is_kept_with_the_commands_every_register_has(harbour: Casebook) -> None:
    """Its sittings are phases of a day, its papers lie where they lie."""
    ran = harbour("phase", "add", "FORUM", "Spring sitting", "--agency", "Lomea Police",
                  "--from", "2025-04-02", "--to", "2025-04-02")  # fmt: skip
    assert ran.code == 0, ran.err
    ran = harbour("paper", "add", "FORUM", "Harbour: six months", "--lies", "Folder 12",
                  "--by", "District commander", "--of", "2025-04-02")  # fmt: skip
    paper = ran.out.strip()
    assert (ran.code, ran.err) == (0, f"Added FORUM paper {paper}.\n")
    Path("papers.csv").write_text(
        "programme,title,where it lies,of\nFORUM,Strand: six months,Folder 12,2025-04-02\n"
        "FORUM,Quays,,2025-04-02\nFORUMS,Mole,Folder 12,2025-04-02\n",
        encoding="utf-8",
    )
    ran = harbour("import", "papers", "papers.csv", "--format", "json")
    assert [(bad["row"], bad["column"]) for bad in ran.json["reasons"]] == [
        (3, "where it lies"), (4, "programme")
    ]  # fmt: skip
    (row,) = harbour("programme", "standing", "FORUM", "--format", "json").json
    assert (row["next"], row["next_on"], row["papers"]) == (
        "Spring sitting (2 papers)", "2025-04-02", 2
    )  # fmt: skip
    assert harbour("paper", "edit", paper, "--lies", "Folder 13").code == 0
    papers = harbour("paper", "list", "FORUM", "--format", "json").json
    assert [(one["text"], one["lies"], one["at"]) for one in papers] == [
        ("Harbour: six months", "Folder 13", "2025-04-02"),
        ("Strand: six months", "Folder 12", "2025-04-02"),
    ]


def test_benefits_stand_beside_their_reviews(harbour: Casebook) -> None:
    """Brought in by the register's title, found by review, overdue until then."""
    harbour("programme", "edit", "CHB-01", "--review-after", "3; 12")
    Path("b.csv").write_text("programme,expected benefit\nCHB-01,Fewer calls\n", encoding="utf-8")
    assert harbour("import", "expected-benefits", "b.csv").code == 0
    ran = harbour("benefit-review", "add", "CHB-01", "--benefit", "Fewer calls", "--months", 3,
                  "--finding", "realised", "--evidence", "31 a month, was 44")  # fmt: skip
    assert ran.code == 0, ran.err
    rows = harbour("programme", "benefits", "CHB-01", "--format", "json").json
    assert [(row["months"], row["standing"], row["finding"], row["evidence"]) for row in rows] == [
        (3, "reviewed", "Realised", "31 a month, was 44"), (12, "not due yet", None, None)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "reasons"),
    [
        ("activities", "code,count,at,place,programmes\narrest,1,2024-09-10,D9,\n"
         "arrest,0,2024-09-10,,OP-1\n",
         [(2, "place", "There is no place 'D9'"), (3, "count", "How many takes a whole number")]),
        ("phases", "programme,text,agency,at\nCHB-01,Build,Lomea Police,2024-12-01\n"
         "OP-1,Day,Nobody,2024-12-01\n",
         [(2, "at", "phases can't overlap"), (3, "agency", "There is no agency 'Nobody'")]),
        ("programmes", "ref,name,code,at,until\nP-1,A,operation,2024-10-07,2024-10-01\n",
         [(2, "until", "To, 1 Oct 2024, is before From, 7 Oct 2024.")]),
    ],
)  # fmt: skip
def test_bad_rows_of_every_file_are_named(
    harbour: Casebook, name: str, text: str, reasons: list[tuple[int, str, str]]
) -> None:
    """Beside one that is taken; alone, the file is refused and nothing kept."""
    Path("bad.csv").write_text(text, encoding="utf-8")
    ran = harbour("import", name, "bad.csv")
    assert (ran.code, "has no row that can be taken" in ran.err) == (1, True)
    good = {
        "activities": "arrest,1,2024-09-10,,CHB-01;OP-1",
        "phases": "OP-1,Week,Lomea Police,2024-09-09",
        "programmes": "P-2,B,operation,2024-10-07,",
    }[name]
    Path("bad.csv").write_text(f"{text}{good}\n", encoding="utf-8")
    ran = harbour("import", name, "bad.csv", "--format", "json")
    assert (ran.code, ran.json["added"], ran.json["rejected"]) == (0, 1, len(reasons)), ran.err
    for said, (row, column, why) in zip(ran.json["reasons"], reasons, strict=True):
        assert (said["row"], said["column"]) == (row, column)
        assert why in said["why"]
    assert harbour("check").code == 0


def test_a_forces_own_activity_code_has_a_group(harbour: Casebook) -> None:
    """Said when it is added and shown in the list; on no other list."""
    ran = harbour("codes", "add", "activity", "dog", "Dogs seized", "--group", "enforcement")
    assert (ran.code, ran.err) == (
        0, "activity has 'dog' now under enforcement (version 2024.1+1).\n"
    )  # fmt: skip
    ran = harbour("codes", "add", "activity", "puppy", "Puppies seized", "--of", "dog")
    assert ran.err == (
        "activity has 'puppy' now under enforcement, part of 'dog' (version 2024.1+2).\n"
    )
    rows = harbour("codes", "list", "activity", "--format", "json").json
    assert [(row["group"], row["of"]) for row in rows[-2:]] == [
        ("enforcement", None), ("enforcement", "dog")
    ]  # fmt: skip
    assert "part of" in harbour("codes", "list", "activity").out.splitlines()[0]
    ran = harbour("codes", "add", "tactic", "x", "X", "--group", "enforcement")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    ran = harbour("activity", "add", "--code", "dog", "--count", 5, "--at", "2024-09-12",
                  "--programmes", "OP-1")  # fmt: skip
    assert ran.code == 0, ran.err
    total = harbour("activity", "total", "--programme", "OP-1", "--format", "json").json
    assert {row["code"]: row["count"] for row in total}["dog"] == 5
