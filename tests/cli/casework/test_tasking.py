"""The tasking list from the command line."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Casebook


@pytest.fixture
def busy(made: Casebook) -> Casebook:
    """A casebook at 18 December 2024 with a late action, one that comes and a week of action."""
    made("setting", "set", "today", "2024-12-18")
    made("user", "add", "sgt", "--role", "sergeant", "--force-wide")
    made("profile", "new", "--ref", "P-1", "--title", "Noise", "--owner", "sgt")
    made("action", "add", "P-1", "--title", "Cut the hedge", "--due", "2024-12-17")
    made("action", "add", "P-1", "--title", "Ask [/red] again", "--due", "2024-12-24")
    made("programme", "add", "WEEK", "--name", "Rural week", "--code", "action week",
         "--at", "2025-01-02", "--until", "2025-01-05")  # fmt: skip
    return made


def test_the_list_is_printed_in_order(busy: Casebook) -> None:
    """What is late first; why, who and by when; days as people read them."""
    ran = busy("tasking")
    assert ran.code == 0
    head, rule, *lines = ran.out.splitlines()
    assert head.split() == ["No.", "Where", "What", "Why", "Who", "By"]
    assert set(rule) == {"-", " "}
    assert lines == [
        "  1  –      Cut the hedge     An action of P-1, due 1 day ago.  sgt  17 Dec 2024",
        "  2  –      Ask [/red] again  An action of P-1, due in 6 days.  sgt  24 Dec 2024",
    ]
    assert "Tasking, 18 Dec 2024 to 1 Jan 2025\n" in ran.err
    assert "Hotspots are judged on Nov 2024, the last whole month" in ran.err


def test_it_looks_as_far_as_asked(busy: Casebook) -> None:
    """As JSON, every key; too near or far is one sentence."""
    rows = busy("tasking", "--days", 15, "--format", "json").json
    assert rows[-1] == {
        "order": 3, "kind": "programme", "about": "WEEK", "places": [], "where": None,
        "what": "Rural week begins (2 Jan 2025 to 5 Jan 2025)",
        "why": "WEEK Rural week has this in 15 days.", "who": None, "by": "2025-01-02",
        "overdue": False,
    }  # fmt: skip
    for arguments, sentence in (
        (("--days", 0), "The list looks 1 to 366 days ahead, not 0."),
        (("--area", "Harbour"), "There is no place 'Harbour' in this casebook."),
    ):
        ran = busy("tasking", *arguments)
        assert (ran.code, ran.err) == (1, f"casebook: {sentence}\n")
    assert busy("tasking", "--days", "soon").code == 2


def test_it_is_listed_among_the_commands(casebook: Casebook) -> None:
    """With its line of help."""
    assert "tasking" in casebook("--help").out
