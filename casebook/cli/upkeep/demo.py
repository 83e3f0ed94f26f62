"""``casebook demo``: the main job, start to finish, on the invented Isle of Lomea."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.files.map import MONTHS
from casebook.cli.files.outputs import write_pack
from casebook.cli.output import refuse_no_folder, say, write_file
from casebook.cli.progress import Progress, progress_option, showing
from casebook.core.entry import registers
from casebook.core.errors import StoreFailure
from casebook.core.fields import decode
from casebook.core.months import Month, Window
from sample_data import REGISTER_FILES, SAMPLE_TODAY, path

if TYPE_CHECKING:
    from casebook.book.opening import Book

SYNTHETIC = "Synthetic data: the Isle of Lomea and everything in it is invented."
ROLES = ("sergeant", "inspector", "analyst", "reviewer", "partner.harbour")


@click.command()
@click.argument("folder", metavar="[DIR]", default="casebook-demo", type=click.Path(path_type=Path))
@progress_option
@pass_desk
def demo(desk: Desk, folder: Path, progress_form: str) -> None:
    """Build a casebook, a web map and a review pack from invented data in DIR.

    Nothing leaves this machine and nothing outside DIR is touched. Run again, it starts anew.
    """
    month = Month.of(SAMPLE_TODAY) + -1
    refuse_no_folder(folder)
    folder.mkdir(parents=True, exist_ok=True)
    book_file = folder / "casebook.db"
    _clear(folder, (book_file.name, "map.html", f"review-{month}.html", f"review-{month}.pdf"))
    with showing(progress_form) as progress:
        book = _build(book_file, desk.login, progress)
        progress(len(LOADS), STEPS, "drawing the map")
        from casebook.packs.map.page import map_page

        write_file(folder / "map.html", map_page(book, Window(month + (1 - MONTHS), month)))
        progress(len(LOADS) + 1, STEPS, "writing the review pack")
        write_pack(book, month, folder, "review", ("html", "pdf"), None, lambda *_: None)
        progress(STEPS, STEPS, "done")
    book.store.close()
    _explain(folder, month)


def _clear(folder: Path, made: Sequence[str]) -> None:
    """Make way for a new demonstration; what isn't one is left alone, file by file."""
    from casebook.store.file import kept_settings

    book_file = folder / made[0]
    there = [folder / name for name in made if (folder / name).exists()]
    if there and kept_settings(book_file).get("synthetic") != SYNTHETIC:
        raise StoreFailure(
            f"{there[0]} is no demonstration: name another folder, such as 'casebook demo my-demo'."
        )
    _remove(book_file)


def _remove(book_file: Path) -> None:
    """Remove a casebook file and what SQLite keeps beside it, and nothing else."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        book_file.with_name(book_file.name + suffix).unlink(missing_ok=True)


def _build(book_file: Path, login: str, progress: Progress) -> Book:
    """The demonstration's casebook, from the sample files; the file appears when it is whole."""
    from casebook.core.settings import Settings
    from casebook.upkeep.setup import make_casebook

    building = book_file.with_name("casebook.building.db")
    _remove(building)
    kept = Settings(force_name="Lomea Police", synthetic=SYNTHETIC, today=SAMPLE_TODAY)
    # the files are taken in on the day the sample is looked at, whatever day it is here
    morning = datetime.combine(SAMPLE_TODAY, time(8), tzinfo=UTC)
    book = make_casebook(str(building), login, kept, clock=lambda: morning)
    try:
        for step, (name, says, take_in) in enumerate(LOADS):
            progress(step, STEPS, says)
            take_in(book, path(name))
    finally:
        book.store.close()
    building.rename(book_file)
    from casebook.book.opening import open_book

    return open_book(str(book_file), login)


def _places(book: Book, file: Path, **how: Any) -> None:
    from casebook.incidents.in_boundaries import follow_boundaries
    from casebook.places.import_polygons import import_places

    import_places(book, file, follow=follow_boundaries, **how)


def _ground(book: Book, file: Path) -> None:
    from casebook.basemap.import_base import import_base

    import_base(book, [file])


def _incidents(book: Book, file: Path) -> None:
    from casebook.incidents.import_files import import_incidents

    import_incidents(book, [file])


def _patrols(book: Book, file: Path) -> None:
    from casebook.patrols.import_files import import_patrols

    import_patrols(book, [file])


def _pings(book: Book, file: Path) -> None:
    from casebook.patrols.gps.import_pings import import_pings

    import_pings(book, [file])


def _register(book: Book, file: Path, *, kind: str) -> None:
    from casebook.registers.import_files import import_register

    import_register(book, kind, file, strict=True)


def _register_load(kind: str) -> tuple[str, str, Callable[[Book, Path], None]]:
    """A register's file, as a step of :data:`LOADS`."""
    return REGISTER_FILES[kind], registers()[kind].TITLE.lower(), partial(_register, kind=kind)


def _accounts(book: Book, file: Path) -> None:
    from casebook.core.access import Account
    from casebook.upkeep.accounts import add_account

    for row in _rows(file):
        if row["login"] != book.account.login:
            account = decode(Account, row)
            add_account(book, account, force_wide=account.place is None)


def _plans(book: Book, file: Path) -> None:
    from casebook.places.plans import set_plan

    for row in _rows(file):
        place, start = row.pop("place"), date.fromisoformat(row.pop("valid_from"))
        set_plan(book, place, start, row)


def _casework(book: Book, file: Path) -> None:
    from casebook.cli.upkeep.demo_cases import play

    play(book, _rows(file.with_name("profiles.json")), _rows(file))


def _rows(file: Path) -> list[dict[str, Any]]:
    return list(json.loads(file.read_text(encoding="utf-8")))


LOADS: tuple[tuple[str, str, Callable[[Book, Path], None]], ...] = (
    ("districts.geojson", "districts", partial(_places, kind="district")),
    ("wards.geojson", "wards", partial(_places, kind="ward", parent_column="district")),
    ("hotspots.geojson", "hotspots", partial(_places, kind="hotspot")),
    (
        "hotspots-retired.geojson",
        "hotspots since retired",
        partial(_places, kind="hotspot", valid_from=date(2022, 4, 1)),
    ),
    ("comparison-controls.geojson", "control areas", partial(_places, kind="control")),
    ("comparison-buffers.geojson", "displacement areas", partial(_places, kind="buffer")),
    (
        "impact-areas.geojson",
        "impact areas",
        partial(_places, kind="impact area", parent_column="district"),
    ),
    ("streets.geojson", "streets", _ground),
    ("incidents-force.zip", "incidents", _incidents),
    ("patrols-rota.csv", "patrols: rota", _patrols),
    ("patrols-claims.csv", "patrols: claims", _patrols),
    ("patrols-sheets.csv", "patrols: sheets", _patrols),
    ("pings.zip", "patrols: GPS", _pings),
    ("patrol-plans.json", "patrol plans", _plans),
    # a partner's account names its agency
    _register_load("agency"),
    ("accounts.json", "accounts", _accounts),
    ("casework.json", "case work, May 2022 to December 2024", _casework),
    *(_register_load(kind) for kind in REGISTER_FILES if kind != "agency"),
)
"""Each sample file, what it holds, and how it is taken in; in that order."""

STEPS = len(LOADS) + 2


def _explain(folder: Path, month: Month) -> None:
    """Print what was made and how to open it."""
    module = Path(sys.argv[0]).name == "__main__.py"
    program = "python -m casebook" if module else shlex.quote(sys.argv[0])
    book_file = shlex.quote(str(folder / "casebook.db"))
    click.echo(f"Made a casebook of the Isle of Lomea in {folder}. {SYNTHETIC}")
    click.echo("\nOpen in a browser (no network needed):")
    click.echo(f"  {folder / 'map.html'}             the map of patrol hours and outcomes")
    click.echo(f"  {folder / f'review-{month}.html'}  the review pack of {month.label}")
    click.echo(f"  {folder / f'review-{month}.pdf'}   the same, to print")
    click.echo(
        "\nOpen the terminal as its sergeant, inspector, analyst or reviewer, or as a partner:"
    )
    for role in ROLES:
        click.echo(f"  {program} --book {book_file} --as {role} open")
    say("Everything can be removed by deleting the folder.")
