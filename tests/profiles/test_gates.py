"""What each gate asks for, and the sentence it prints."""

from __future__ import annotations

from datetime import date

import pytest

from casebook.core.months import Month
from casebook.profiles.gates import missing
from casebook.profiles.profile import Action
from casebook.profiles.stages import (
    Analyse,
    Assess,
    Hypothesis,
    Objective,
    Respond,
    Scan,
    StageBody,
    next_stage,
)

ANSWERED: dict[str, StageBody] = {
    "objective": Objective(
        reported="a",
        aim="b",
        baseline_from=Month(2023, 1),
        baseline_to=Month(2023, 12),
        baseline_value=0.0,
    ),
    "scan": Scan(events="a", sources=("crime data", "asb calls")),
    "analyse": Analyse(what="a", where="b", when="c", hypotheses=(Hypothesis("h", tested=True),)),
    "respond": Respond(strategy="a"),
    "assess": Assess(process="yes", impact="effective", evidence="a", decision="close"),
}
DONE = Action("P", "cut the hedge", done=date(2024, 9, 1), actual="cut")


@pytest.mark.parametrize("name", list(ANSWERED))
def test_a_gate_stands_open_when_all_is_answered(name: str) -> None:
    """Zero is an answer; no length is asked for."""
    assert missing(ANSWERED[name], (DONE,)) == ()


@pytest.mark.parametrize(
    ("body", "actions", "sentences"),
    [
        (
            Objective(),
            (),
            [
                "Answer 'Problem as first reported'.",
                "Answer 'Aim'.",
                "Answer 'Baseline from'.",
                "Answer 'Baseline to'.",
                "Answer 'Baseline value'.",
            ],
        ),
        (
            Scan(events="x", sources=("asb calls", "asb calls")),
            (),
            ["Name at least two sources."],
        ),
        (
            Analyse(what="x", where="y", when="z", hypotheses=(Hypothesis("h"),)),
            (),
            ["Test at least one hypothesis."],
        ),
        (
            Respond(strategy="x"),
            (Action("P", "t", done=date(2024, 1, 1)),),
            ["Complete at least one action and say what came of it."],
        ),
        (
            Assess(process="yes", evidence="x"),
            (),
            ["Answer 'Impact'.", "Answer 'Decision'."],
        ),
    ],
)
def test_a_gate_says_precisely_what_is_missing(
    body: StageBody, actions: tuple[Action, ...], sentences: list[str]
) -> None:
    """Each thing missing is one sentence, in the form's order."""
    assert [item.says for item in missing(body, actions)] == sentences


def test_blank_text_is_no_answer() -> None:
    """Spaces say nothing."""
    assert "Answer 'Events: what happens'." in [m.says for m in missing(Scan(events=" \n"), ())]


def test_sara_has_no_objective_and_osara_ends_with_assess() -> None:
    """The order of stages is the model's."""
    assert next_stage("OSARA", "objective") == "scan"
    assert next_stage("SARA", "scan") == "analyse"
    assert next_stage("SARA", "assess") is None
