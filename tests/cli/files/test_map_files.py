"""``casebook map`` on paper, for the public and on tiles; ``import base`` and ``base``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely

from casebook.book.opening import open_book
from tests.cli.conftest import Casebook
from tests.files.map_files import layer
from tests.packs.harbour import harbour_book


@pytest.fixture
def town(casebook: Casebook, tmp_path: Path) -> Casebook:
    """The command line on Harbour's casebook."""
    harbour_book(tmp_path).store.close()
    return casebook


def test_a_base_comes_in_is_listed_drawn_and_removed(town: Casebook) -> None:
    """And the map prints whose data it is."""
    line = shapely.LineString([(1.50, 51.255), (1.52, 51.255)])
    columns = {"road_class": ["A"]}
    layer(Path("roads.gpkg"), [line], columns, "EPSG:4326", geometry_type="LineString")
    ran = town("import", "base", "roads.gpkg", "--attribution", "Made-up <roads>")
    assert ran.code == 0
    assert "Kept as base layer 'roads'" in ran.err
    listed = json.loads(town("base", "list", "--format", "json").out)
    assert [(each["name"], each["holds"]) for each in listed] == [("roads", "A roads")]
    assert town("map", "m.html", "--from", "2024-11").code == 0
    assert "Made-up &lt;roads&gt;" in Path("m.html").read_text(encoding="utf-8")
    assert town("base", "remove", "roads").err == "Removed base layer 'roads' (roads.gpkg).\n"
    assert town("base", "remove", "roads").code == 1


def test_a_public_map_is_kept_in_the_history(town: Casebook) -> None:
    """As HTML and PDF, with the digest of the file and the marking it was lowered from."""
    for name in ("p.html", "p.pdf"):
        ran = town("map", name, "--public", "--from", "2024-11")
        assert (ran.code, "for the public: the history keeps that" in ran.err) == (0, True)
    book = open_book("casebook.db", "admin", read_only=True)
    with book.store.reading() as tx:
        kept = [entry for entry in tx.history.walk() if entry.kind == "public"]
    assert [entry.record for entry in kept] == ["map 2024-11 to 2024-11"] * 2
    assert [list(entry.change["files"]) for entry in kept] == [["p.html"], ["p.pdf"]]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("m.html", "--paper", "a3"), "Only a PDF has a size of paper: name it m.pdf."),
        (("m.png",), "A map is HTML or PDF: name it m.html."),
        (("m.html", "--layer", "nope"), "The map has no layer 'nope': it is one of"),
        (("m.html", "--tiles", "tiles"), "'tiles' is no address of tiles"),
        (("m.html", "--attribution", "me"), "--attribution is of --tiles"),
        (("m.pdf", "--tiles", "https://a.org/{z}/{x}/{y}"), "leave --tiles out"),
    ],
)
def test_what_a_map_can_t_be_is_one_line(
    town: Casebook, arguments: tuple[str, ...], says: str
) -> None:
    """And nothing is written."""
    ran = town("map", *arguments, "--from", "2024-11")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert says in ran.err
    assert not Path(arguments[0]).exists()
