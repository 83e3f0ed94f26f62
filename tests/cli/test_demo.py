"""The main job on the sample data."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest

from casebook.services.book import open_book
from casebook.services.profiles import list_profiles
from tests.cli.conftest import Casebook


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration, built once."""
    from casebook.cli.main import run

    where = tmp_path_factory.mktemp("demo")
    with patch("getpass.getuser", return_value="admin"):
        assert run(["demo", str(where)]) == 0
    return where


def test_the_demo_leaves_what_it_promises(folder: Path) -> None:
    """A casebook, a map and a pack in two forms, and nothing half-built."""
    assert sorted(path.name for path in folder.iterdir()) == [
        "casebook.db",
        "map.html",
        "review-2024-11.html",
        "review-2024-11.pdf",
    ]


def test_the_demo_has_27_hotspots_with_a_profile_each(folder: Path) -> None:
    """24 of serious violence and ASB and 3 of ASB only, as in Kent (18 Dec 2024, 15 ii)."""
    book = open_book(str(folder / "casebook.db"), "anyone", read_only=True)
    from casebook.services.places import hotspots

    live = hotspots(book)
    both = [place for place in live if "serious violence" in place.themes]
    assert (len(live), len(both)) == (27, 24)
    files = list_profiles(book)
    assert sorted(ref for file in files for ref in file.hotspots) == sorted(p.ref for p in live)
    assert {file.profile.stage for file in files} == {
        "objective", "scan", "analyse", "respond", "assess",
    }  # fmt: skip


@pytest.mark.parametrize("role", ["sergeant", "inspector", "analyst", "reviewer"])
def test_the_demos_people_can_open_it(folder: Path, casebook: Casebook, role: str) -> None:
    """Its maker acts as each of them, and each sees every profile."""
    ran = casebook(
        "--book", folder / "casebook.db", "--as", role, "profile", "list", "--format", "json"
    )
    assert ran.code == 0, ran.err
    assert len(ran.json) == 27


def test_every_output_says_it_is_synthetic(folder: Path) -> None:
    """On the map and in the pack."""
    for name in ("map.html", "review-2024-11.html"):
        text = (folder / name).read_text(encoding="utf-8")
        assert "Synthetic data: the Isle of Lomea" in text


def test_the_demo_casebook_is_sound(folder: Path) -> None:
    """Store and history."""
    book = open_book(str(folder / "casebook.db"), "anyone", read_only=True)
    from casebook.services.setup import check

    findings = check(book)
    assert all(finding.sound for finding in findings if finding.about != "reviews")


def test_over_5000_hours_in_the_second_quarter(folder: Path) -> None:
    """Core and overtime together, July to September 2024 (Kent, 15 ii): a bound, not a figure."""
    from casebook.domain.months import Window
    from casebook.services.figures import figures

    book = open_book(str(folder / "casebook.db"), "anyone", read_only=True)
    (force,) = figures(book, Window.parse("2024-07:2024-09"), by=("force",)).rows
    assert force.officer_hours_core is not None
    assert force.officer_hours_overtime is not None
    assert force.officer_hours is not None
    assert force.officer_hours_core + force.officer_hours_overtime > 5000
    assert force.officer_hours < 6000


def test_fants_29_23_and_7(folder: Path) -> None:
    """July, August and September 2024 in Fanshaw Green, outside usual variation (Kent, 16 ii)."""
    from casebook.domain.months import Window
    from casebook.services.figures import figures

    book = open_book(str(folder / "casebook.db"), "anyone", read_only=True)
    table = figures(
        book, Window.parse("2024-07:2024-09"), by=("hotspot", "month"), hotspots=["HS-25"]
    )
    assert [row.asb for row in table.rows] == [29, 23, 7]
    assert (table.rows[-1].z_baseline, table.rows[-1].variation) == (20.0, "fewer")


def test_the_demo_starts_anew_and_spares_what_is_not_its_own(casebook: Casebook) -> None:
    """A real casebook of that name is left alone."""
    Path("mine").mkdir()
    assert casebook("--book", "mine/casebook.db", "init").code == 0
    before = Path("mine/casebook.db").read_bytes()
    ran = casebook("demo", "mine")
    assert ran.code == 1
    assert "is no demonstration" in ran.err
    assert Path("mine/casebook.db").read_bytes() == before
