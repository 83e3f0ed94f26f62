"""How far on outcomes are."""

from __future__ import annotations

import pytest

from casebook.incidents.outcomes import STEPS, bare, standing_of, step_of

POLICE_UK = (
    "Action to be taken by another organisation",
    "Awaiting court outcome",
    "Court case unable to proceed",
    "Court result unavailable",
    "Defendant found not guilty",
    "Defendant sent to Crown Court",
    "Formal action is not in the public interest",
    "Further action is not in the public interest",
    "Further investigation is not in the public interest",
    "Investigation complete; no suspect identified",
    "Local resolution",
    "Offender deprived of property",
    "Offender fined",
    "Offender given a caution",
    "Offender given a drugs possession warning",
    "Offender given absolute discharge",
    "Offender given community sentence",
    "Offender given conditional discharge",
    "Offender given penalty notice",
    "Offender given suspended prison sentence",
    "Offender ordered to pay compensation",
    "Offender otherwise dealt with",
    "Offender sent to prison",
    "Status update unavailable",
    "Suspect charged",
    "Suspect charged as part of another case",
    "Unable to prosecute suspect",
    "Under investigation",
)
"""Every outcome data.police.uk has used."""


def test_every_outcome_of_the_open_data_has_its_step() -> None:
    """All 28 are named, none by chance, and no label stands in two steps."""
    known = [bare(label) for labels in STEPS for label in labels]
    assert len(known) == len(set(known))
    assert {bare(label) for label in POLICE_UK} <= set(known)


def test_a_case_goes_from_investigation_to_sentence() -> None:
    """Nothing said, looked into, closed, charged, at court, sentenced: each further than before."""
    life = (
        "",
        "Under investigation",
        "Investigation complete; no suspect identified",
        "Local resolution",
        "Suspect charged",
        "Awaiting court outcome",
        "Defendant sent to Crown Court",
        "Court result unavailable",
        "Offender sent to prison",
    )
    steps = [step_of(label) for label in life]
    assert steps == sorted(set(steps))


@pytest.mark.parametrize(
    ("label", "like"),
    [
        ("UNDER INVESTIGATION", "Under investigation"),
        ("Investigation complete - no suspect identified", POLICE_UK[9]),
        ("18", POLICE_UK[9]),
        ("Outcome 18: Investigation complete", POLICE_UK[9]),
        ("1A - Alternate offence charged", "Suspect charged"),
        ("8", "Local resolution"),
        ("nfa", "Unable to prosecute suspect"),
        ("Something a force made up", "Unable to prosecute suspect"),
        ("99", "Unable to prosecute suspect"),
    ],
)
def test_other_spellings_and_numbers_are_known(label: str, like: str) -> None:
    """The Home Office's numbers too; what nobody knows is an end of some kind."""
    assert step_of(label) == step_of(like)


def test_an_open_case_stands_below_any_end_of_it() -> None:
    """And above nothing at all."""
    assert [standing_of(one) for one in ("", "Status update unavailable", "Charged", "NFA")] == [
        0, 1, 2, 2,
    ]  # fmt: skip
