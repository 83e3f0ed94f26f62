"""``casebook briefing``: what it prints and writes, and what is refused before any work."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Casebook


@pytest.fixture
def district(made: Casebook) -> Casebook:
    """A district with a sergeant of its own, and nothing else."""
    assert made("area", "add", "D1", "--kind", "district", "--name", "Harbour").code == 0
    assert made("user", "add", "sgt", "--role", "sergeant", "--area", "D1").code == 0
    return made


def test_an_empty_casebook_has_a_briefing_of_the_sergeants_own_area(district: Casebook) -> None:
    """It says that no hotspot is live, and carries the marking at its head and foot."""
    ran = district("--as", "sgt", "briefing")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == lines[-1] == "OFFICIAL-SENSITIVE"
    assert lines[2].startswith("Briefing, Harbour, ")
    assert "No hotspot of Harbour is live" in ran.out


@pytest.mark.parametrize(
    ("name", "begins"), [("b.pdf", b"%PDF"), ("b.html", b"<!doctype"), ("b.txt", b"OFFICIAL")]
)
def test_a_file_is_written_in_the_form_its_name_says(
    district: Casebook, name: str, begins: bytes
) -> None:
    """PDF, HTML or text; the folder is made."""
    ran = district("briefing", "--area", "harbour", "-o", f"out/{name}")
    assert (ran.code, ran.out) == (0, "")
    assert Path(f"out/{name}").read_bytes().startswith(begins)


def test_what_cannot_be_is_one_line(district: Casebook) -> None:
    """No area, one that isn't there, no date, a day that is over, a wrong file, a taken folder."""
    Path("taken").write_text("a file")
    for arguments, says in (
        ((), "bound to no area: say which with --area"),
        (("--area", "W9"), "There is no place 'W9'"),
        (("--area", "D1", "--date", "soon"), "'soon' is no day: say it as 18/12, 18 Dec, Fri or t"),
        (("--area", "D1", "--date", "2020-01-01"), "A briefing is for today"),
        (("--area", "D1", "-o", "b.docx"), "A briefing is PDF, HTML or text: name it b.pdf"),
        (("--area", "D1", "-o", "taken/b.pdf"), "taken is a file, not a folder"),
    ):
        ran = district("briefing", *arguments)
        assert ran.code == 1, arguments
        assert says in ran.err
        assert ran.err.count("\n") == 1


def test_a_viewer_reads_a_briefing_and_makes_no_file_of_it(district: Casebook) -> None:
    """Looking is anybody's; a file takes leave to make files."""
    assert district("user", "add", "eye", "--role", "viewer").code == 0
    assert district("--as", "eye", "briefing", "--area", "D1").code == 0
    ran = district("--as", "eye", "briefing", "--area", "D1", "-o", "b.pdf")
    assert ran.code == 1
    assert "make files from this casebook" in ran.err
