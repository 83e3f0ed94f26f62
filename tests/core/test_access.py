"""Who may do what, and the sentence when they may not."""

from __future__ import annotations

import dataclasses
import re

import pytest

from casebook.core.access import ROLES, RULES, Account, Target, check_account, may, may_somewhere
from casebook.core.errors import BadValue

CASE = Target("PMP-2024-001", owner="sgt.a", places=(("HS-01", "Harbour", "Lomea"),))
ELSEWHERE = Target("PMP-2024-002", owner="sgt.b", places=(("HS-09", "Strand", "Lomea"),))


@pytest.mark.parametrize(
    ("roles", "place", "verb", "target", "allowed"),
    [
        (("viewer",), None, "view", None, True),
        (("viewer",), None, "export", None, False),
        (("viewer",), None, "edit", CASE, False),
        (("officer",), "Harbour", "log", CASE, True),
        (("officer",), "Harbour", "edit", CASE, False),
        (("sergeant",), "Harbour", "edit", CASE, True),
        (("sergeant",), "Harbour", "edit", ELSEWHERE, False),
        (("sergeant",), "Harbour", "close", CASE, False),
        (("inspector",), "Harbour", "close", CASE, True),
        (("inspector",), "Harbour", "close", ELSEWHERE, False),
        (("analyst",), None, "import", None, True),
        (("analyst",), None, "edit", ELSEWHERE, True),
        (("analyst",), None, "advance", CASE, False),
        (("reviewer",), None, "edit", CASE, False),
        (("reviewer",), None, "open month", None, True),
        (("sergeant",), "Harbour", "open month", None, False),
        (("reviewer",), None, "return", CASE, True),
        (("inspector",), "Harbour", "return", CASE, True),
        (("inspector",), "Harbour", "return", ELSEWHERE, False),
        (("analyst",), None, "return", CASE, False),
        (("administrator",), None, "administer", None, True),
        (("sergeant", "analyst"), "Harbour", "edit", ELSEWHERE, True),
    ],
)
def test_roles_and_areas_decide(
    roles: tuple[str, ...], place: str | None, verb: str, target: Target | None, allowed: bool
) -> None:
    """A role allows a verb; sergeants, officers and inspectors only in their own area."""
    assert (may(Account("x", roles=roles, place=place), verb, target) is None) is allowed


def test_an_owner_may_edit_and_advance_what_is_theirs_anywhere() -> None:
    """A case doesn't leave its owner's hands because they moved; a viewer holds none."""
    owner = Account("sgt.b", roles=("officer",), place="Harbour")
    assert may(owner, "edit", ELSEWHERE) is None
    assert may(owner, "advance", ELSEWHERE) is None
    assert may(owner, "close", ELSEWHERE) is not None
    viewer = Account("sgt.b", roles=("viewer",), place="Harbour")
    for verb in ("log", "edit", "advance"):
        assert may(viewer, verb, ELSEWHERE) is not None


@pytest.mark.parametrize("verb", ["accept", "waive", "endorse", "return", "sign", "close"])
def test_what_takes_a_second_person_is_never_done_by_the_owner(verb: str) -> None:
    """Whatever roles the owner holds."""
    owner = Account("sgt.a", roles=("sergeant", "inspector", "reviewer", "administrator"))
    assert "its owner can't" in (may(owner, verb, CASE) or "")
    assert may(Account("other", roles=owner.roles), verb, CASE) is None


def test_a_refusal_says_who_can() -> None:
    """By role, and by area where that is the reason."""
    viewer = Account("v", roles=("viewer",))
    assert may(viewer, "import") == (
        "v may not import into this casebook: an analyst or administrator can."
    )
    sergeant = Account("s", roles=("sergeant",), place="Harbour")
    assert may(sergeant, "edit", ELSEWHERE) == (
        "s may not edit PMP-2024-002: it lies outside Harbour; its own sergeant or inspector can."
    )


TWICE = re.compile(r"\b(\w+(?: \w+)?) \1\b", re.IGNORECASE)
"""A word or two that stand twice in a row."""


@pytest.mark.parametrize("verb", RULES)
def test_no_refusal_says_a_word_twice_in_a_row(verb: str) -> None:
    """Whatever it is that may not be done, to whatever, for whatever reason."""
    hands = dataclasses.replace(CASE, touched=frozenset({"x"}))
    targets = [
        None,
        CASE,
        ELSEWHERE,
        Target("PMP-2024-003", owner="x"),
        Target("PMP-2024-004", places=(*CASE.places, *ELSEWHERE.places)),
        hands,
        dataclasses.replace(hands, since="it was opened"),
        dataclasses.replace(hands, proposed_by=frozenset({"x"})),
    ]
    partner = Account("x", roles=("partner",), agency="Council")
    accounts = [
        *(Account("x", roles=(role,), place="Harbour") for role in ROLES),
        *(Account("x", roles=(role,)) for role in ROLES if role != "partner"),
        Account("x", roles=("viewer", "sergeant", "inspector"), place="Wrack"),
        partner,
    ]
    said = [may_somewhere(account, verb) for account in accounts]
    said += [may(account, verb, target) for account in accounts for target in targets]
    assert [one for one in said if one and TWICE.search(one)] == []
    assert any(said)


def test_what_is_done_to_the_whole_casebook_names_it_once() -> None:
    """A verb on records names it as what they are of."""
    viewer = Account("v", roles=("viewer",))
    assert may_somewhere(viewer, "administer") == may(viewer, "administer")
    assert may_somewhere(viewer, "edit") == (
        "v may not edit this casebook: a sergeant, inspector, analyst or administrator can."
    )


def test_an_account_needs_a_known_role_and_a_login_without_spaces() -> None:
    """Both sentences name what is wrong."""
    with pytest.raises(BadValue, match="There is no role 'chief'"):
        check_account(Account("x", roles=("chief",)))
    with pytest.raises(BadValue, match="'a b' is no login"):
        check_account(Account("a b"))
    with pytest.raises(BadValue, match="x needs a role"):
        check_account(Account("x", roles=()))
