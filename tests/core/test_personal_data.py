"""The typed texts of records: which are looked through, and which go when a record does."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from typing import Any

import pytest

from casebook.core.entry import registers
from casebook.core.errors import PersonalDataFound
from casebook.core.fields import decode, fields_of
from casebook.core.months import Month
from casebook.core.personal_data import DISPOSED, allowed, findings_in, new_findings, without_texts
from casebook.profiles.design import Design
from casebook.profiles.profile import Action, Profile, ProfilePlace
from casebook.profiles.stages import BODIES, Analyse, Hypothesis, Objective, Scan, Stage
from casebook.registers.casework import Note, Request
from casebook.reviews.review import Review
from tests.core.test_scanning import LOMEA, known_places


def test_the_sample_case_files_name_nobody() -> None:
    """So the demonstration loads without a warning."""
    places = known_places()
    read = 0
    for row in json.loads((LOMEA / "profiles.json").read_text("utf-8")):
        parts: list[Any] = [decode(Profile, row["profile"])]
        parts += [decode(Action, action) for action in row["actions"]]
        parts += [decode(BODIES[name], body) for name, body in row["stages"].items()]
        assert [new_findings(None, part, known=lambda: places) for part in parts] == [()] * len(
            parts
        )
        read += len(parts)
    assert read > 27


def test_only_what_a_change_brings_is_warned_of() -> None:
    """What stood there before was warned of then."""
    before = Note(profile="P-1", text="Aisha Rahman called")
    after = dataclasses.replace(before, text="Aisha Rahman called from 07700 900142")
    (found,) = new_findings(before, after)
    assert (found.kind, found.text, found.field) == ("telephone number", "07700 900142", "Note")


def test_what_looks_personal_stays_only_for_a_reason() -> None:
    """The reason goes into history's; what is found twice is said once, where it stood first."""
    found = findings_in([("Who", "Kyle Marchbank"), ("Why", "Kyle Marchbank left")])
    assert allowed((), "", "Left") == "Left"
    assert allowed(found, "He asked", "Left") == (
        "Left [kept although it looks personal: He asked]"
    )
    with pytest.raises(PersonalDataFound) as raised:
        allowed(found, "", "Left")
    assert raised.value.findings == (found[0],)


def test_what_is_found_is_called_by_its_article() -> None:
    """An address, and a name."""
    found = findings_in([("Who", "Kyle Marchbank, 14 Quay Street, k@m.example")])
    assert str(PersonalDataFound(found)).startswith(
        "This looks like personal data: 'Kyle Marchbank' in Who (a name?); '14 Quay Street' in Who "
        "(an address?); 'k@m.example' in Who (an e-mail address?). Take it out"
    )


def test_every_text_somebody_types_is_scanned() -> None:
    """Titles, owners that should be a role, rows inside a stage; no refs, logins or codes."""
    agency = Action("P-1", "Gate", agency="Kyle Marchbank")
    assert [f.field for f in new_findings(None, agency)] == ["Agency"]
    stage = Stage("P-1", 1, "analyse", body=Analyse(hypotheses=(Hypothesis("Kyle Marchbank"),)))
    assert [(f.field, f.name) for f in new_findings(None, stage)] == [("Statement", "hypotheses")]
    action = Action("P-1", "Visit 14 Quay Street", owner="PC Hathersage")
    found = new_findings(None, action)
    assert [(f.field, f.name) for f in found] == [("Action", "title"), ("Owner", "owner")]
    heading = Profile("JK21XPB", "Noise", owner="Kyle Marchbank", area="LM1 4QA")
    assert new_findings(None, heading) == ()


@pytest.mark.parametrize(
    "record",
    [
        Profile(
            "P-1", "Fights", area="Harbour", owner="sgt.h", supervisor="insp", themes=("asb",),
            next_review=date(2024, 12, 1), harm="People hurt", reason="Met", asked_by="analyst",
        ),
        ProfilePlace("P-1", "HS-01", "target"),
        Action(
            "P-1", "Gate", "It is open", "cpn", "Council", "Warden", date(2024, 1, 1), cost=5.5,
            expected="Shut", actual="Shut", mechanism="No way in", side="place",
        ),
        Review("P-1", Month(2024, 11), did="a", hindered="b", asks="c", decisions=("close",),
               reason="d", comments="e", returned_why="f", signed_by="rev", figures=[{"asb": 7}],
               head="ff", figures_hash="ee"),
        Request(profile="P-1", text="a", to="analyst", asked_by="sgt.h", reply="b"),
        Design(profile="P-1", code="asb", controls=("C-1",), before_from=Month(2023, 1), text="a"),
    ],
    ids=lambda record: record.KIND,
)  # fmt: skip
def test_without_texts_only_codes_dates_figures_and_references_are_left(record: Any) -> None:
    """Nothing a person worded is in what stays."""
    kept = without_texts(record)
    for spec in fields_of(type(record)).values():
        before, after = getattr(record, spec.name), getattr(kept, spec.name)
        worded = (
            spec.free_text
            or spec.name in ("title", "to")
            or (spec.name == "owner" and isinstance(record, Action))
        )
        if worded:
            assert after in ("", DISPOSED), spec.name
        else:
            assert after == before, spec.name
    assert getattr(kept, "figures", None) == getattr(record, "figures", None)


def test_a_stages_body_loses_its_words_and_keeps_its_figures() -> None:
    """Rows stay as many as they were."""
    body = Objective("Fights", aim="Fewer", measure="asb", baseline_value=32.0, target_value=0.0,
                     baseline_source="A count", deadline=date(2025, 1, 8))  # fmt: skip
    kept = without_texts(Stage("P-1", 1, "objective", waiver="Urgent", body=body))
    assert kept.waiver == ""
    assert kept.body == Objective(
        measure="asb", baseline_value=32.0, target_value=0.0, deadline=date(2025, 1, 8)
    )
    rows = Analyse(what="x", hypotheses=(Hypothesis("It is dark", "y", "z", tested=True),))
    kept = without_texts(Stage("P-1", 1, "analyse", body=rows))
    assert kept.body == Analyse(hypotheses=(Hypothesis(DISPOSED, tested=True),))
    sources = without_texts(Scan(events="x", sources=("meeting",)))
    assert sources == Scan(sources=("meeting",))


def test_disposing_twice_changes_nothing_more() -> None:
    """For every kind of entry, with something in every text it has."""
    wordless = set()
    for kind in registers().values():
        texts: dict[str, Any] = {
            name: "x"
            for name, spec in fields_of(kind).items()
            if spec.type is str and not spec.many
        }
        texts |= {
            name: ("2024-10-07", 1)[spec.type in (int, float)]
            for name, spec in fields_of(kind).items()
            if spec.required and name not in texts
        }
        once = without_texts(kind(**texts))
        assert without_texts(once) == once
        if once == kind(**texts):
            wordless.add(kind.KIND)
    assert wordless == {"lead", "outside-evidence"}  # days alone, and a page of numbers
