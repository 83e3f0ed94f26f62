"""Nothing heavy is imported before the terminal's first paint."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from casebook.profiles.profile import DEFAULT_MARKING
from tui.parts.screen_edges import UNTIL_OPENED

ROOT = Path(__file__).parents[2]
HEAVY = (
    "sqlalchemy", "alembic", "pandas", "numpy", "geopandas", "shapely", "pyogrio", "pyarrow",
    "folium", "jinja2", "typst", "click",
)  # fmt: skip


def _loaded(program: str) -> set[str]:
    code = f"{program}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in json.loads(run.stdout.splitlines()[-1])}


def test_the_marking_before_the_casebook_is_open_is_the_one_that_ships() -> None:
    """The first paint carries a marking, though the casebook's own isn't known yet."""
    assert UNTIL_OPENED == DEFAULT_MARKING


def test_the_app_is_imported_without_the_store() -> None:
    """``import tui.app`` loads Textual and the domain, no database, no geometry, no map."""
    loaded = _loaded("import tui.app")
    assert "textual" in loaded
    assert not loaded & set(HEAVY)


def test_the_casebook_is_opened_after_the_first_paint() -> None:
    """When the opener is called heading and keys are in their places, and nothing heavy is here."""
    program = """
import asyncio, sys
from tui.app import CasebookApp
seen = []
def handed():
    seen.append(sorted(sys.modules))
    seen.append("".join(segment.text for strip in painted() for segment in strip))
    seen.append(["".join(segment.text for segment in strip).strip() for strip in painted()])
    raise RuntimeError
app = CasebookApp(handed, "x.db")
def painted():
    return app.screen._compositor.render_strips()
async def run():
    async with app.run_test() as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
try:
    asyncio.run(run())
except Exception:
    pass
assert "OFFICIAL-SENSITIVE" in seen[1]
assert "Today" in seen[1] and "Opening x.db" in seen[1]
assert len(seen[2]) == 24 and "F1 Help" in seen[2][-2] and seen[2][0] == seen[2][-1], seen[2]
heavy = {name.partition(".")[0] for name in seen[0]}
print("HEAVY", sorted(heavy & {'sqlalchemy', 'pandas', 'numpy', 'shapely', 'geopandas', 'folium'}))
"""
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "HEAVY []" in run.stdout, run.stdout + run.stderr


@pytest.mark.parametrize("key", ["enter", "d", "r", "3"])
def test_what_a_key_leads_to_is_imported_beside_the_keys(casebook: Path, key: str) -> None:
    """Pressed where the rest of Today isn't read: the screen's modules come in another thread."""
    program = f"""
import asyncio, sys, threading
from pathlib import Path
from casebook.core.errors import StoreFailure
from tests.tui.terminal import terminal
from tui.agenda import first_page
here = []
class Seen:
    def find_spec(self, name, path=None, target=None):
        if name.startswith(("tui.", "casebook.")) and threading.current_thread() is loop:
            here.append(name)
loop = threading.current_thread()
def unread(book, whole):
    raise StoreFailure("Not now.")
first_page.read_rest = unread
async def run():
    async with terminal(Path({str(casebook)!r}), at_profiles=False) as t:
        sys.meta_path.insert(0, Seen())
        await t.keys({key!r})
        print("LEADS TO", type(t.app.screen).__name__, here)
        sys.stdout.flush()
asyncio.run(run())
"""
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "LEADS TO" in run.stdout, run.stdout + run.stderr
    assert run.stdout.split("LEADS TO")[1].split(maxsplit=1)[1].strip() == "[]"


def test_no_map_or_pack_code_is_loaded_by_using_the_terminal(casebook: Path) -> None:
    """Today, the list and a profile load the store, but no map, pack or geometry code."""
    program = f"""
import asyncio
from pathlib import Path
from tests.tui.terminal import terminal
async def run():
    async with terminal(Path({str(casebook)!r}), at_profiles=False) as t:
        await t.keys("enter", "escape", "3", "enter", "8", "2", "e")
asyncio.run(run())
"""
    loaded = _loaded(program)
    assert "sqlalchemy" in loaded
    assert not loaded & {"folium", "typst", "jinja2", "geopandas", "pandas"}


def test_a_casebook_is_opened_without_the_libraries_of_numbers() -> None:
    """The rows of the list need the database, and nothing that counts or draws."""
    loaded = _loaded("import casebook.book.opening, casebook.profiles.casefile")
    assert "sqlalchemy" in loaded
    assert not loaded & (set(HEAVY) - {"sqlalchemy"})


def test_whether_a_backup_is_due_is_told_without_what_proves_one() -> None:
    """Today says it beside its figures: no migrations are loaded for it, nor numbers."""
    loaded = _loaded("import casebook.book.opening, casebook.upkeep.backup")
    assert not loaded & {"alembic", "mako", "numpy"}


def test_the_terminal_loads_no_tls_and_no_metadata_of_packages() -> None:
    """What asyncio and SQLAlchemy would bring in besides takes longer than to read the rows."""
    program = """
import sys
from casebook.cli.light_imports import LightImports, asyncio_without_tls
sys.meta_path.insert(0, LightImports())
asyncio_without_tls()
import tui.app, casebook.book.opening, casebook.agenda.today.today, tui.agenda.today_rows
print("HEAVY", [n for n in ("ssl", "_ssl", "email.message", "zipfile") if n in sys.modules])
import ssl
from importlib.metadata import version
print("LATER", ssl.SSLContext.__name__, version("click").count(".") > 0)
"""
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.split("\n")[:2] == ["HEAVY []", "LATER SSLContext True"]
