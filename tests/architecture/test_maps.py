"""Each folder's docstring is a map of its files in reading order, and names what is pure.

``python -m tests.architecture.mend_maps`` brings the maps up to date.
"""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.mend_maps import is_pure, lies_in, mended, on_the_map
from tests.architecture.modules import ROOT, TOPS, modules, tree

MOST = 20
"""Python files a folder may hold, so that it can be seen at once."""
PACKAGES = sorted(name for name, path in modules().items() if path.name == "__init__.py")


@pytest.mark.parametrize("package", PACKAGES)
def test_a_folder_says_what_is_in_it(package: str) -> None:
    """Every file and folder once, and none that isn't there."""
    assert sorted(line["name"] for line in on_the_map(package)) == lies_in(
        modules()[package].parent
    )


@pytest.mark.parametrize("package", PACKAGES)
def test_a_folder_marks_what_decides_from_plain_values(package: str) -> None:
    """A ``*`` marks exactly what is pure: nothing loses it without somebody saying so."""
    lines = on_the_map(package)
    marked = {line["name"] for line in lines if line["pure"]}
    assert marked == {line["name"] for line in lines if is_pure(package, line["name"])}


@pytest.mark.parametrize("package", PACKAGES)
def test_mending_a_map_that_is_right_changes_nothing(package: str) -> None:
    """Columns are even, and no line is wider than the code's."""
    assert mended(package) == ast.get_docstring(tree(package), clean=False)


def test_no_folder_is_too_large_to_be_seen_at_once() -> None:
    """One that grows is cut at its nouns."""
    folders = {path.parent for top in (*TOPS, "sample_data") for path in (ROOT / top).rglob("*.py")}
    crowded = {folder for folder in folders if len(list(folder.glob("*.py"))) > MOST}
    assert crowded == set()


def test_the_readme_names_the_folders_of_today() -> None:
    """The table for developers: every folder under casebook, and the ones beside it."""
    told = (ROOT / "README.md").read_text(encoding="utf-8").partition("## For developers")[2]
    table = re.findall(r"^\| `([\w/]+)` \|", told, flags=re.MULTILINE)
    within = {f"casebook/{path.parent.name}" for path in (ROOT / "casebook").glob("*/__init__.py")}
    assert within | {"geo", "tui", "sample_data"} <= set(table)
    assert [folder for folder in table if not (ROOT / folder).is_dir()] == []
