"""What tests of several packages share."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from casebook.book.opening import Book


# how long one example takes says how busy the machine is
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


def pytest_configure(config: pytest.Config) -> None:
    """Let tests leave casebooks in a database to the garbage collector, as those in files."""
    if os.environ.get("CASEBOOK_TEST_ENGINE") == "postgresql":
        ignored = "ignore:.*psycopg.Connection"
        config.addinivalue_line("filterwarnings", f"{ignored}:ResourceWarning")
        unraisable = f"{ignored}:pytest.PytestUnraisableExceptionWarning"
        config.addinivalue_line("filterwarnings", unraisable)


@dataclass
class Visit:
    """A page opened in the browser, and everything it asked for or complained of."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@dataclass
class OfflineBrowser:
    """A headless Chromium whose pages have no network."""

    chromium: Browser

    @contextmanager
    def visit(self, file: Path, width: int = 1280, height: int = 900) -> Iterator[Visit]:
        """The file, opened and loaded in a window of its own."""
        viewport = {"width": width, "height": height}
        context = self.chromium.new_context(viewport=viewport, reduced_motion="reduce")
        context.set_offline(True)
        visit = Visit(context.new_page())
        visit.page.on("request", lambda request: visit.requests.append(request.url))
        visit.page.on("console", lambda message: visit.complaints.append(message.text))
        visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        try:
            visit.page.goto(file.as_uri())
            yield visit
        finally:
            context.close()


# One browser for each file of tests, not one for all: while Playwright runs, its event loop holds
# the thread, and the terminal's tests in another file could not start theirs.
@pytest.fixture(scope="module")
def browser() -> Iterator[OfflineBrowser]:
    """Chromium of the system; without one the test is skipped, or fails where one is required."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        missing = pytest.fail if os.environ.get("CASEBOOK_REQUIRE_BROWSER") == "1" else pytest.skip
        missing(f"none of {', '.join(names)} is installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield OfflineBrowser(chromium)
        chromium.close()


@pytest.fixture(scope="session", autouse=True)
def _quick_casebooks() -> Iterator[None]:
    """Make casebooks without waiting for what no test looks at.

    Tests that don't load the store aren't made to.
    """
    if "casebook.store" not in sys.modules:
        yield
        return
    from tests.quick_store import quickly
    from tests.served_books import ON_SERVER, as_on_a_file

    with pytest.MonkeyPatch.context() as patch:
        quickly(patch)
        if ON_SERVER:
            as_on_a_file(patch)
        yield


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """An empty casebook, opened by its administrator."""
    from tests.books import make_book

    opened = make_book(tmp_path)
    yield opened
    opened.store.close()


def pytest_collection_finish() -> None:
    """Leave what is loaded by now out of every look for garbage: it stays to the end anyway."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folders for one person after another; pytest's own take longer the more there are."""
    people = tmp_path_factory.mktemp("people")
    return (people / str(number) for number in count())


@pytest.fixture(autouse=True)
def _apart(_homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep tests out of the developer's own settings, log and casebook."""
    home = next(_homes)
    home.mkdir()
    monkeypatch.setenv("CASEBOOK_CONFIG", str(home / "settings.toml"))
    monkeypatch.setenv("CASEBOOK_LOG", str(home / "log"))
    monkeypatch.delenv("CASEBOOK_BOOK", raising=False)
    monkeypatch.delenv("CASEBOOK_USER", raising=False)
