"""The casebooks that the trials kill and crowd: a small town, with files to import into it."""

from __future__ import annotations

import json
import lzma
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from casebook.core.months import Month
from casebook.profiles.profile import Profile
from casebook.reviews import months as reviews
from tests import lomea
from tests.books import brought, copy_book, finished
from tests.compare.make_fixture import BOOK as OF_0_1_0
from tests.reliability.child import LOGIN, Command, How, run_in
from tests.reviews.reviewed import NOVEMBER, OCTOBER, ONE, endorsed, make_town
from tests.served_books import ON_SERVER, as_on_a_file, disconnect, drop, name_in

FILE = "casebook.db"
CLOSED = "PMP-2024-009"
SIGNABLE = (OCTOBER, NOVEMBER)
ROWS = 400
"""Incidents in each of the files that are imported."""


@dataclass
class Site:
    """A folder with a casebook, to be worked on by children."""

    folder: Path
    book: str
    """The casebook's name for whoever stands outside: its whole path, or its address."""

    def named(self, command: Command) -> Command:
        """A command on this casebook."""
        return ("--book", self.book if "://" in self.book else FILE, *command)

    @property
    def how(self) -> How:
        """How a child goes about it where nothing is to happen to it."""
        return How(on_server=ON_SERVER)


class Towns:
    """Copies of the town, as many as are wanted; the first is made when it is asked for."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._made = 0

    @contextmanager
    def site(self, start: str = "town") -> Iterator[Site]:
        """A copy of the town, of a casebook that 0.1.0 made ("old"), or of nothing ("none")."""
        self._made += 1
        folder = self._scratch / str(self._made)
        shutil.copytree(self._files, folder)
        book = str(folder / FILE)
        if start == "old":
            Path(book).write_bytes(lzma.decompress(OF_0_1_0.read_bytes()))
        elif start == "town":
            opened = copy_book(self._town, folder)
            book = opened.store.book
            opened.store.close()
        try:
            yield Site(folder, book)
        finally:
            shutil.rmtree(folder)
            if "://" in book:
                drop(name_in(book))

    @cached_property
    def _files(self) -> Path:
        """The files that are imported, and a backup of the town."""
        folder = self._scratch / "files"
        folder.mkdir(parents=True)
        for number, month in enumerate((Month(2024, 10), Month(2024, 11))):
            rows = lomea.street_rows(month, lomea.BURGLARY, ROWS, (1.505, 51.255 + number / 1000))
            write_street(folder / f"street-{month}.csv", rows)
        redrawn = [lomea.square(1.505, "HS-01", "asb"), lomea.square(1.54, "HS-03", "asb")]
        places = {"type": "FeatureCollection", "features": redrawn}
        (folder / "hotspots.geojson").write_text(json.dumps(places))
        days = range(1, 29)
        patrols = [f"H{d},HS-01,2024-10-{d:02} 18:00,2024-10-{d:02} 19:00,2,foot" for d in days]
        heads = "unit,hotspot,start,end,staff,mode,resourcing,source"
        sheet = [heads, *(f"{row},core,sheet" for row in patrols)]
        (folder / "patrols.csv").write_text("\n".join(sheet) + "\n")
        if not ON_SERVER:
            (folder / FILE).write_bytes(self._town)
            made = run_in(folder, [("--book", FILE, "backup", "kept.db")])
            assert made.codes == (0,), made.said
            (folder / FILE).unlink()
        return folder

    @cached_property
    def _town(self) -> bytes:
        with pytest.MonkeyPatch.context() as patch:
            if ON_SERVER:
                as_on_a_file(patch)
            folder = self._scratch / "town"
            folder.mkdir(parents=True)
            book = make_town(folder)
            for month in SIGNABLE:
                reviews.open_month(book, month)
                endorsed(book, ONE, month)
            brought(book, Profile(CLOSED, "An old problem", stage="assess", status="closed"))
            name = book.store.book
            content = finished(book)
        if not ON_SERVER:
            name = FILE
        setting = ("--book", name, "setting", "set", "today", "2024-12-18")
        done = run_in(folder, [setting], How(on_server=ON_SERVER))
        assert done.codes == (0,), done.said
        if ON_SERVER:
            disconnect(name_in(name))
        return content if ON_SERVER else (folder / FILE).read_bytes()


def write_street(path: Path, rows: list[str]) -> None:
    """A file as data.police.uk writes them, of these rows."""
    path.write_text("\n".join([lomea.HEADER, *rows]) + "\n")


__all__ = ["LOGIN", "Site", "Towns", "write_street"]
