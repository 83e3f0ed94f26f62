"""``casebook bulletin``: what it writes, says and refuses before any work."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Casebook


@pytest.fixture
def ward(made: Casebook) -> Casebook:
    """A district and its ward, without any incident."""
    assert made("area", "add", "D1", "--kind", "district", "--name", "Harbour").code == 0
    assert (
        made("area", "add", "W1", "--kind", "ward", "--name", "Quays", "--parent", "D1").code == 0
    )
    return made


def test_both_forms_are_written_and_the_history_says_so(ward: Casebook) -> None:
    """A casebook without incidents has a page too: its counts aren't known yet."""
    ran = ward("bulletin", "--area", "quays", "2024-11")
    assert (ran.code, ran.out) == (0, "")
    assert "Wrote bulletin-W1-2024-11.html, for the public: the history keeps that." in ran.err
    assert "not known yet" in Path("bulletin-W1-2024-11.html").read_text(encoding="utf-8")
    assert Path("bulletin-W1-2024-11.pdf").read_bytes().startswith(b"%PDF")
    assert ward("bulletin", "--area", "W1", "2024-11", "-o", "out/page.html").code == 0
    assert list(Path("out").iterdir()) == [Path("out/page.html")]
    assert ward("check").code == 0
    assert "bulletin" not in ward("undo", "--dry-run").err


def test_what_cannot_be_is_one_line_and_nothing_is_written(ward: Casebook) -> None:
    """No such ward, a district, no month or one to come, a wrong file, a taken folder."""
    Path("taken").write_text("a file")
    for arguments, says in (
        (("--area", "W9", "2024-11"), "There is no place 'W9'"),
        (("--area", "D1", "2024-11"), "D1 is a district: a bulletin is of a ward"),
        (("--area", "W1", "2024-13"), "'2024-13' is no month"),
        (("--area", "W1", "2099-01"), "isn't over"),
        (("--area", "W1", "2024-11", "-o", "page.docx"), "A bulletin is HTML or PDF"),
        (("--area", "W1", "2024-11", "-o", "taken/page.pdf"), "taken is a file, not a folder"),
    ):
        ran = ward("bulletin", *arguments)
        assert ran.code == 1, arguments
        assert says in ran.err
        assert ran.err.count("\n") == 1
    assert not list(Path().glob("bulletin*"))


def test_a_viewer_publishes_nothing(ward: Casebook) -> None:
    """It takes leave to make files."""
    assert ward("user", "add", "eye", "--role", "viewer").code == 0
    ran = ward("--as", "eye", "bulletin", "--area", "W1", "2024-11")
    assert ran.code == 1
    assert "make files from this casebook" in ran.err
    assert not list(Path().glob("bulletin*"))
