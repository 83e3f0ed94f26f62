"""``casebook pack`` for those who meet on it: kinds, areas, formats, and what is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from casebook.packs.review import pdf
from casebook.packs.review.volumes import in_volumes
from casebook.places.place import Place
from tests.cli.conftest import Casebook
from tests.packs.harbour import add_profile, harbour_book

ROOT = Path(__file__).parents[3]


@pytest.fixture
def town(casebook: Casebook, tmp_path: Path) -> Casebook:
    """The command line on Harbour's casebook."""
    book = harbour_book(tmp_path)
    add_profile(book, "PMP-1", hotspots=("HS-01",))
    book.store.close()
    return casebook


def test_a_kind_is_one_file_named_after_its_month(town: Casebook) -> None:
    """In the formats asked for; an area stands in the name, so that two don't overwrite."""
    assert town("pack", "2024-11", "--kind", "panel", "--formats", "html,pdf,docx").code == 0
    assert town("pack", "2024-11", "--kind", "district", "--area", "harbour").code == 0
    assert town("pack", "2024-11", "--kind", "forum", "--area", "W1", "--formats", "html").code == 0
    found = {path.name for path in Path().iterdir() if path.suffix in (".html", ".pdf", ".docx")}
    assert found == {
        "panel-2024-11.html", "panel-2024-11.pdf", "panel-2024-11.docx",
        "district-2024-11-D1.html", "district-2024-11-D1.pdf", "forum-2024-11-W1.html",
    }  # fmt: skip


def test_the_review_of_an_area_holds_its_hotspots(town: Casebook) -> None:
    """And says which area; one without a hotspot is one line."""
    assert town("pack", "2024-11", "--area", "D1", "--formats", "html").code == 0
    text = Path("review-2024-11-D1.html").read_text(encoding="utf-8")
    assert "Hotspot review, Harbour, November 2024" in text
    assert "HS-01" in text
    ran = town("pack", "2024-11", "--area", "D2", "--formats", "html")
    assert ran.code == 1
    assert "No hotspot lies in Strand in Nov 2024." in ran.err


def test_a_long_review_is_written_in_parts(
    casebook: Casebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is named by the command, and so is one that an earlier pack left."""
    book = harbour_book(tmp_path)
    with book.store.writing() as tx:
        tx.save(None, Place("HS-02", "hotspot", "Mole Head"), book.author)
    book.store.close()
    monkeypatch.setattr(pdf, "in_volumes", partial(in_volumes, most=1))
    Path("review-2024-11-part-4.pdf").write_bytes(b"an earlier one")
    ran = casebook("pack", "2024-11", "--formats", "pdf")
    assert ran.code == 0
    assert ran.err.splitlines() == [
        "Wrote review-2024-11.pdf.",
        "Wrote review-2024-11-part-2.pdf.",
        "Wrote review-2024-11-part-3.pdf.",
        "review-2024-11-part-4.pdf is a part of an earlier pack: this one has no such part.",
    ]
    assert Path("review-2024-11-part-4.pdf").read_bytes() == b"an earlier one"


def test_a_part_that_can_t_be_written_is_refused_before_any_work(town: Casebook) -> None:
    """One that is open in another program is told as the file itself would be."""
    Path("review-2024-11-part-2.pdf").mkdir()
    ran = town("pack", "2024-11", "--formats", "pdf")
    assert (ran.code, ran.err) == (
        1,
        "casebook: review-2024-11-part-2.pdf is a folder: name a file in it.\n",
    )
    assert not Path("review-2024-11.pdf").exists()


_BROUGHT_IN_BESIDE = """
import sys, threading
from casebook.cli import desk
from casebook.cli.main import main

class Spy:
    def find_spec(self, name, path=None, target=None):
        if threading.current_thread() is not threading.main_thread():
            if name.split(".")[0] not in sys.stdlib_module_names:
                print("beside:", name)

sys.meta_path.insert(0, Spy())
desk.system_login = lambda: "admin"
main()
"""


@pytest.mark.parametrize(
    ("kind", "formats"), [("review", "html,pdf,xlsx"), ("panel", "html,pdf,docx")]
)
def test_nothing_is_brought_in_while_formats_are_laid_out_side_by_side(
    kind: str, formats: str, tmp_path: Path
) -> None:
    """A library that two threads bring in at once may be seen half made by one of them."""
    harbour_book(tmp_path).store.close()
    command = ("--book", str(tmp_path / "casebook.db"), "pack", "2024-11", "-o", str(tmp_path))
    arguments = (*command, "--kind", kind, "--formats", formats)
    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            _BROUGHT_IN_BESIDE,
            *arguments,
            "--kind",
            kind,
            "--formats",
            formats,
        ],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (0, "")
    assert ran.stderr.count("Wrote") == 3


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--kind", "district"), "A district pack is of one district: name it with --area."),
        (("--kind", "district", "--area", "Harbor"), "Did you mean"),
        (("--kind", "district", "--area", "W1"), "W1 Quay is a ward: a district pack is of a dis"),
        (("--kind", "panel", "--formats", "xlsx"), "made as html, pdf and docx, not 'xlsx'."),
        (("--kind", "forum", "--streets", "x.geojson"), "has no map to draw streets on"),
    ],
)
def test_what_a_kind_can_t_be_made_of_is_one_line(
    town: Casebook, arguments: tuple[str, ...], says: str
) -> None:
    """Before any work, with nothing written."""
    ran = town("pack", "2024-11", *arguments)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert says in ran.err
    assert not list(Path().glob("*.html"))


def test_a_month_without_data_or_to_come_is_refused(town: Casebook) -> None:
    """Its last month counts: a pack of three months isn't made a month early."""
    for month, says in (
        ("2024-12", "Nothing is loaded for Dec 2024"),
        ("2025-02", "still to come"),
    ):
        ran = town("pack", month, "--kind", "panel")
        assert (ran.code, ran.err.count("\n")) == (1, 1)
        assert says in ran.err
