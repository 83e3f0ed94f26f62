"""What libraries import and no command needs stays out, and does as it should where it is asked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def _printed(program: str) -> str:
    """What a fresh process prints in which modules are found as in a command."""
    light = "import sys; from casebook.cli.light_imports import LightImports\n"
    program = f"{light}sys.meta_path.insert(0, LightImports())\n{program}"
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return run.stdout.strip()


def test_places_are_projected_without_what_fetches_from_the_web() -> None:
    """The Isle of Lomea's middle, in metres, with no urllib, HTTP or TLS loaded."""
    program = """
import pyproj
x, y = pyproj.Transformer.from_crs(4326, 27700, always_xy=True).transform(1.5, 51.25)
print(round(x, -3), round(y, -3), {"urllib.request", "http.client", "ssl"} & set(sys.modules))
"""
    assert _printed(program) == "644000.0 156000.0 set()"


def test_a_grid_that_would_be_fetched_is_refused() -> None:
    """Nothing is asked of the web, and the fault says so."""
    program = """
from pyproj import transformer
try:
    transformer._download_resource_file("https://example.org/grid.tif", "grid.tif", ".")
except OSError as error:
    print(error)
"""
    assert _printed(program) == "Nothing is fetched from the web here."


def test_metadata_of_packages_come_when_they_are_asked_for() -> None:
    """However often the module is imported before, and by whichever of its names."""
    program = """
import importlib.metadata
from importlib import metadata
print("email.message" in sys.modules, end=" ")
print(metadata is importlib.metadata, metadata.version("click")[0].isdigit(), end=" ")
from importlib.metadata import PackageNotFoundError, entry_points
try:
    metadata.version("no-such-package")
except PackageNotFoundError:
    print("email.message" in sys.modules, bool(entry_points()))
"""
    assert _printed(program) == "False True True True True"


def test_asyncio_comes_when_it_is_asked_for() -> None:
    """SQLAlchemy imports it, and asks whether something is a coroutine."""
    program = """
import sqlalchemy, asyncio
print("asyncio.events" in sys.modules, asyncio.iscoroutine(3), end=" ")
async def answer():
    return 42
print(asyncio.run(answer()), "asyncio.events" in sys.modules, end=" ")
try:
    asyncio.nothing
except AttributeError as error:
    print(error)
"""
    assert _printed(program) == "False False 42 True module 'asyncio' has no attribute 'nothing'"


def test_each_part_of_asyncio_is_there_once_whichever_is_imported_first() -> None:
    """A second copy of its events would have loops of its own."""
    program = """
import asyncio.events
from asyncio.tasks import Task
import asyncio
one = asyncio.events.AbstractEventLoop is asyncio.AbstractEventLoop
print(one, Task is asyncio.Task, sys.modules["asyncio.events"] is asyncio.events, end=" ")
from asyncio import *
print(gather is asyncio.gather)
"""
    assert _printed(program) == "True True True True"


def test_threads_that_ask_for_it_at_once_all_get_it() -> None:
    """Whoever comes second waits until all of it is there."""
    program = """
import asyncio, threading
found = []
def ask():
    found.append(asyncio.TimeoutError)
threads = [threading.Thread(target=ask) for _ in range(16)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(found))
"""
    assert _printed(program) == "16"


def test_threads_that_ask_for_it_and_for_its_parts_don_t_wait_for_one_another() -> None:
    """One holds a part while it is imported, and the other makes the whole of that part."""
    program = """
import asyncio, faulthandler, threading
faulthandler.dump_traceback_later(60, exit=True)
importing, asked = threading.Event(), threading.Event()
class Between:
    def find_spec(self, name, path=None, target=None):
        if name == "asyncio.events" and not importing.is_set():
            importing.set()
            asked.wait(0.5)
sys.meta_path.insert(0, Between())
def part():
    from asyncio.events import AbstractEventLoop
def whole():
    importing.wait()
    asyncio.run
    asked.set()
threads = [threading.Thread(target=part), threading.Thread(target=whole)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(asyncio.run.__name__, asyncio.events.AbstractEventLoop is asyncio.AbstractEventLoop)
"""
    assert _printed(program) == "run True"


def test_what_is_no_part_here_is_missing_as_ever() -> None:
    """A part of another system too, which can't be imported."""
    program = """
import asyncio
print(hasattr(asyncio, "windows_events"), hasattr(asyncio, "unix_events"), end=" ")
print(sys.platform == "win32", "asyncio.runners" in sys.modules)
"""
    windows, unix, here, whole = _printed(program).split()
    assert (windows, unix, whole) == (here, str(here == "False"), "False")


def test_a_module_that_can_t_be_made_says_so_each_time_it_is_asked() -> None:
    """The second asks again, and gets it where it can be made by then."""
    program = """
import asyncio
held, sys.modules["selectors"] = sys.modules.get("selectors"), None
for _ in range(2):
    try:
        asyncio.run
    except ImportError as error:
        print(error.name, end=" ")
del sys.modules["selectors"]
print(asyncio.run.__name__)
"""
    assert _printed(program) == "selectors selectors run"
