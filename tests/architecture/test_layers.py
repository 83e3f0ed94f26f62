"""The house: imports run one way, and light commands stay light."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from sample_data import FILES, path
from tests.architecture.modules import modules
from tests.incidents.incident_files import street_file, street_row
from tests.places.place_files import feature, places_file, square

ROOT = Path(__file__).parents[2]


def test_imports_run_one_way() -> None:
    """The contracts in pyproject.toml hold."""
    ran = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_every_subpackage_is_named_in_the_contract() -> None:
    """A new package can't stand outside the layers."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = config["tool"]["importlinter"]["contracts"]
    layers = next(c for c in contracts if c["name"] == "Imports run one way")["layers"]
    named = {name.strip() for layer in layers for name in layer.replace(":", "|").split("|")}
    packages = {
        f"casebook.{init.parent.name}" for init in (ROOT / "casebook").glob("*/__init__.py")
    } | {"geo", "tui", "sample_data"}
    assert packages == named


def test_the_wheel_holds_every_package_but_what_makes_the_sample() -> None:
    """Tests never ship; a folder of modules that isn't a package would fail only for users."""
    tops = ("casebook", "geo", "sample_data", "tui")
    patterns = _setuptools()["packages"]["find"]
    assert sorted(patterns["include"]) == [f"{top}*" for top in tops]
    assert patterns["exclude"] == ["sample_data.generator*"]
    folders = {module.parent for top in tops for module in (ROOT / top).rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


def test_the_wheel_holds_every_sample_file_and_not_what_they_are_made_of() -> None:
    """The demonstration runs from an installed wheel; the generator's tables stay behind."""
    data = _setuptools()["package-data"]["sample_data"]
    shipped = {found for pattern in data for found in (ROOT / "sample_data").glob(pattern)}
    assert shipped == {*map(path, FILES), ROOT / "sample_data" / "README.md"}


def _setuptools() -> dict[str, Any]:
    """How the wheel is packed."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return dict(config["tool"]["setuptools"])


def _loaded(*arguments: str, cwd: Path) -> set[str]:
    """The modules a fresh process has loaded when the command line has run."""
    code = (
        "import atexit, sys\n"
        "from casebook.cli.main import main\n"
        "def say():\n"
        "    loaded = {name.split('.')[0] for name, module in sys.modules.items() if module}\n"
        "    print('\\n@@' + ' '.join(loaded))\n"
        "atexit.register(say)\n"
        "main(sys.argv[1:])\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "CASEBOOK_LOG": str(cwd / "log")},
    )
    assert ran.returncode == 0, ran.stderr
    return set(ran.stdout.rpartition("@@")[2].split())


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    """A person who asks for help waits for Click alone."""
    heavy = {"textual", "sqlalchemy", "geopandas", "pandas", "folium", "numpy", "shapely", "typst"}
    assert not heavy & _loaded("--help", cwd=tmp_path)


@pytest.mark.parametrize("form", ["table", "json"])
def test_figures_load_neither_terminal_nor_maps(tmp_path: Path, form: str) -> None:
    """Figures are sums; they need no screen, no map and no geometry."""
    _loaded("init", cwd=tmp_path)
    heavy = {"textual", "folium", "geopandas", "pandas", "typst", "shapely", "pyarrow"}
    arguments = ("figures", "--from", "2024-09", "--format", form)
    assert not heavy & _loaded(*arguments, cwd=tmp_path)


def test_polygons_are_read_without_pandas_or_the_web(tmp_path: Path) -> None:
    """pyogrio imports the one wherever it is installed, and pyproj what would fetch grids."""
    places_file(tmp_path / "h.geojson", feature(square(0, 0), ref="A"))
    street_file(tmp_path / "s.csv", street_row("c1"))
    loaded = _loaded("count", "s.csv", "--hotspots", "h.geojson", cwd=tmp_path)
    assert "pyogrio" in loaded
    assert not {"pandas", "geopandas", "sqlalchemy", "textual", "http", "ssl"} & loaded


def test_every_class_name_stands_once() -> None:
    """One meaning a word: whoever searches for a class finds that class and no other."""
    where: dict[str, list[str]] = {}
    for name, file in modules().items():
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                where.setdefault(node.name.lstrip("_"), []).append(name)
    assert {name: found for name, found in where.items() if len(found) > 1} == {}
