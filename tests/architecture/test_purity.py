"""What decides is a function of plain values: databases, screens, files, clocks stand apart."""

from __future__ import annotations

from tests.architecture.modules import clock_calls, edges, kinds, modules, pure

CLOCKS = ("casebook.book.opening", "casebook.cli", "casebook.store.turn")
"""Where the time and the day come in, and what waits; everybody else is passed them."""


def test_the_clock_is_asked_only_at_the_edge() -> None:
    """``today`` is passed in: an open casebook knows it, and commands without one ask."""
    asked = {
        f"{name}, line {line}"
        for name in modules()
        if not any(name == edge or name.startswith(f"{edge}.") for edge in CLOCKS)
        for line in clock_calls(name)
    }
    assert asked == set()


def test_what_defines_a_record_kind_is_pure() -> None:
    """A kind, its fields and its rules need no database, screen, file or clock."""
    found = set(kinds())
    assert found
    assert {name: edges(name) or "by what it imports" for name in found - pure()} == {}


def test_the_core_is_pure() -> None:
    """Everybody stands on it."""
    core = {name for name in modules() if name.startswith("casebook.core.")}
    assert core
    assert {name: edges(name) for name in core - pure()} == {}


def test_what_is_far_from_the_edge_is_told_from_what_is_not() -> None:
    """Else every test here would pass whatever was written."""
    assert "casebook.profiles.gates" in pure()
    assert "casebook.store" in edges("casebook.profiles.casefile")
    assert edges("casebook.book.opening")[-1] == "the clock"
    assert "files" in edges("casebook.files.sources")
    assert edges("casebook.files.tabular") == ()
    assert "casebook.files.tabular" not in pure()
